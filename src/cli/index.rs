//! `morgue index`: builds an index of an archive.

use std::path::{Path, PathBuf};

use anyhow::Result;
use morgue::error::Error;
use morgue::index::{self, Options, Replacing, Summary, Waiting};

use super::failure::Stumble;
use super::place::{self, Telling};
use super::print::{Console, human, json, summary};
use super::progress::{Progress, Rejects};
use super::{Outcome, shell};

/// Index a folder of articles, one file, or JSON Lines from stdin
///
/// Reads .txt, .md, .html, .json and .jsonl as they are found, keeps where each field came from,
/// and skips what is no article, naming it. The index is replaced as a whole: searches see the old
/// one until the new one is complete.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue index corpus
  morgue index corpus --rejects bad.jsonl
  zcat dump.jsonl.gz | morgue index - --index ~/dump

Exit codes: 0 indexed, also when some records were rejected; 2 when nothing
could be read, or under --strict when anything was rejected.")]
pub(crate) struct Args {
    /// The archive: a folder, a file, or - for JSON Lines from stdin
    #[arg(value_name = "DIR|FILE|-")]
    archive: PathBuf,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Write each rejected record with its reason to this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Replace the index of another archive
    #[arg(long)]
    replace: bool,
    /// Wait while another morgue writes the index
    #[arg(long)]
    wait: bool,
    /// Fail when a record was rejected
    #[arg(long)]
    strict: bool,
    /// Tell nothing but the summary and errors
    #[arg(long)]
    quiet: bool,
    /// Print the summary as JSON
    #[arg(long)]
    json: bool,
}

/// Builds the index and prints what it holds.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let rejects = match &args.rejects {
        Some(path) => Rejects::create(path)?,
        None => Rejects::none(),
    };
    let telling = if args.quiet {
        Telling::Quiet
    } else {
        Telling::Told
    };
    let folder = place::existing_or_new(args.index.as_deref())?;
    let mut progress = Progress::new(rejects, telling, console);
    let built = build(args, &folder, &mut progress);
    progress.finish()?;
    let built = built?;
    match args.json {
        true => json::summary(&built, console.json())?,
        false => summary::draw(&built, &folder, &mut console.out())?,
    }
    check(&built, args)
}

fn build(args: &Args, folder: &Path, progress: &mut Progress) -> Result<Summary, Error> {
    let options = Options {
        replacing: match args.replace {
            true => Replacing::Anything,
            false => Replacing::SameArchive,
        },
        waiting: match args.wait {
            true => Waiting::UntilFree,
            false => Waiting::Never,
        },
        ..Options::default()
    };
    match args.archive.to_str() {
        Some("-") => index::build_stream(&mut std::io::stdin().lock(), folder, options, progress),
        _ => index::build(&args.archive, folder, options, progress),
    }
}

fn check(built: &Summary, args: &Args) -> Result<Outcome> {
    let rejected: u64 = built.bad.values().sum();
    if args.strict && rejected > 0 {
        let records = human::counted(rejected, "record", "records");
        let archive = shell::quoted(&args.archive.display().to_string());
        return Err(Stumble::new(
            format!("--strict: {records} rejected"),
            format!("list them with morgue index {archive} --rejects FILE"),
        )
        .into());
    }
    Ok(Outcome::Found)
}

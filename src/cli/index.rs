//! `morgue index`: builds an index of an archive.

use std::path::{Path, PathBuf};

use anyhow::Result;
use morgue::error::Error;
use morgue::index::{self, Replacing, Summary};

use super::failure::Stumble;
use super::files::Reading;
use super::place::{self, Telling};
use super::print::{Console, human, json, summary};
use super::progress::{Progress, Rejects};
use super::{Outcome, shell};

/// Index a folder of articles, one file, or JSON Lines from stdin
///
/// Reads text, Markdown, web pages, JSON, tables, feeds and web archives as they are found, also
/// inside ZIP, tar and packed files (morgue formats lists them all). It keeps where each field came
/// from, and skips what is no article, naming it. What files do not tell themselves can be told in
/// morgue.toml at the archive's root (morgue inspect FILE shows how). The index is replaced as a
/// whole: searches see the old one until the new one is complete.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue index corpus
  morgue index corpus --rejects bad.jsonl
  morgue index dump.csv.gz --map title=hl,text=txt
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
    #[command(flatten)]
    reading: Reading,
    /// Replace the index of another archive
    #[arg(long)]
    replace: bool,
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
        true => json::summary(&built, &mut console.data())?,
        false => summary::draw(&built, &folder, &mut console.out())?,
    }
    check(&built, args)
}

fn build(args: &Args, folder: &Path, progress: &mut Progress) -> Result<Summary, Error> {
    let replacing = match args.replace {
        true => Replacing::Anything,
        false => Replacing::SameArchive,
    };
    match args.archive.to_str() {
        Some("-") => {
            let (mut input, rules) = (std::io::stdin().lock(), args.reading.rules_of_stream()?);
            index::build_stream(&mut input, &rules, folder, replacing, progress)
        }
        _ => {
            let rules = args.reading.rules(&args.archive)?;
            index::build(&args.archive, &rules, folder, replacing, progress)
        }
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

//! `morgue index`: builds an index of an archive, or brings it up to date.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result};
use morgue::error::Error;
use morgue::index::archives::Name;
use morgue::index::{self, Comparing, Lying, Options, Restoring, Summary, Vanished, Waiting};

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
/// morgue.toml at the archive's root (morgue inspect FILE shows how). Said again, it reads only
/// files that are new or changed; the index is then the same as one made anew. Searches see the
/// last commit until the next one is complete; a crash undoes no commit.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue index corpus
  morgue index corpus --dry-run             what has changed since
  morgue index corpus --prune               articles of deleted files go as well
  morgue index corpus --rejects bad.jsonl
  morgue index dump.csv.gz --map title=hl,text=txt
  zcat dump.jsonl.gz | morgue index - --index ~/dump
  morgue index ~/weir --as weir             an index of two archives
  morgue index ~/mill --as mill

Exit codes: 0 indexed, also when some records were rejected; 2 when nothing
could be read, or under --strict when anything was rejected; 130 when it was
stopped with Ctrl-C: what was read is committed, and the next run goes on.")]
pub(crate) struct Args {
    /// The archive: a folder, a file, or - for JSON Lines from stdin
    #[arg(value_name = "DIR|FILE|-")]
    archive: PathBuf,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// What the archive is called in the index, which may then hold others beside it
    #[arg(long = "as", value_name = "NAME")]
    name: Option<Name>,
    /// Write each rejected record with its reason to this file, as JSON Lines
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    update: Update,
    /// Build the index from nothing, in place of whatever is there
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

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Keeping up with the archive")]
struct Update {
    /// Say what has changed, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Remove the articles of files that are gone; without it they are kept and counted
    #[arg(long)]
    prune: bool,
    /// Compare files by what they hold, not by name, size and time
    #[arg(long)]
    verify: bool,
    /// Take this for the archive of that name, or the only one, which was moved here
    #[arg(long)]
    moved: bool,
    /// Bring back the articles that morgue remove took out
    #[arg(long)]
    restore_removed: bool,
    /// Commit at least this often during a long run
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    commit_every: u64,
}

/// Builds the index and prints what it holds.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let folder = place::existing_or_new(args.index.as_deref())?;
    if args.update.dry_run {
        return preview(args, &folder, console);
    }
    let rejects = match &args.rejects {
        Some(path) => Rejects::create(path)?,
        None => Rejects::none(),
    };
    let mut progress = Progress::new(rejects, Telling::unless(args.quiet), console);
    let built = build(args, &folder, &mut progress)?;
    progress.finish()?;
    let built = built?;
    match args.json {
        true => json::summary(&built, console.json())?,
        false => summary::draw(&built, &folder, &mut console.out())?,
    }
    check(&built, args, console)
}

fn preview(args: &Args, folder: &Path, console: &Console) -> Result<Outcome> {
    if args.archive.to_str() == Some("-") {
        return Err(Stumble::new(
            "--dry-run: what comes from stdin is read once",
            "leave out --dry-run, or write the lines to a file",
        )
        .into());
    }
    let preview = index::preview(&args.archive, folder, options(args)?)?;
    match args.json {
        true => json::preview(&preview, console.json())?,
        false => summary::draw_preview(&preview, &mut console.out())?,
    }
    Ok(Outcome::Found)
}

fn build(args: &Args, folder: &Path, progress: &mut Progress) -> Result<Result<Summary, Error>> {
    let options = options(args)?;
    if let (Some("-"), Some(name)) = (args.archive.to_str(), &args.name) {
        let hint = format!(
            "morgue index - --index OTHER, then morgue merge DEST {name}=OTHER INDEX makes one index of both"
        );
        return Err(
            Stumble::new("--as: what comes from stdin has an index of its own", hint).into(),
        );
    }
    Ok(match args.archive.to_str() {
        // A stream cannot be gone on with: stopped, it leaves the index as it was.
        Some("-") => index::build_stream(&mut std::io::stdin().lock(), folder, options, progress),
        _ => {
            progress.stop_on(interrupted()?);
            index::build(&args.archive, folder, options, progress)
        }
    })
}

fn options(args: &Args) -> Result<Options> {
    let rules = match args.archive.to_str() {
        Some("-") => args.reading.rules_of_stream()?,
        _ => args.reading.rules(&args.archive)?,
    };
    Ok(Options {
        name: args.name.clone(),
        lying: match args.update.moved {
            true => Lying::Elsewhere,
            false => Lying::AsBefore,
        },
        rules,
        replacing: place::replacing(args.replace),
        waiting: match args.wait {
            true => Waiting::UntilFree,
            false => Waiting::Never,
        },
        comparing: match args.update.verify {
            true => Comparing::Contents,
            false => Comparing::Times,
        },
        vanished: match args.update.prune {
            true => Vanished::Pruned,
            false => Vanished::Kept,
        },
        restoring: match args.update.restore_removed {
            true => Restoring::Removed,
            false => Restoring::Nothing,
        },
        commit_every: Duration::from_secs(args.update.commit_every),
        ..Options::default()
    })
}

/// Becomes true at the first Ctrl-C; the second ends the program at once.
fn interrupted() -> Result<Arc<AtomicBool>> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let code = Outcome::Stopped.code().into();
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&flag))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&flag)))
            .context("cannot listen for Ctrl-C")?;
    }
    Ok(flag)
}

fn check(built: &Summary, args: &Args, console: &Console) -> Result<Outcome> {
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
    if built.unread > 0 {
        let mut screen = console.err();
        let left = human::counted(built.unread, "file is", "files are");
        screen.line(format!(
            "stopped: what was read is committed, {left} left; say the same again to go on"
        ))?;
        screen.flush()?;
        return Ok(Outcome::Stopped);
    }
    Ok(Outcome::Found)
}

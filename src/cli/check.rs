//! `morgue check`: reads a whole index and says what is damaged.

use std::path::PathBuf;

use anyhow::Result;
use morgue::index::{self, Extent, Step};

use super::failure::Stumble;
use super::place::Telling;
use super::print::{Console, checkup, json};
use super::progress::Steps;
use super::{Outcome, place};

/// Check that the index is whole
///
/// Reads every byte of every file against the hash that was taken when it was written, then analyses
/// every stored article anew and compares its words, positions, dates and names with those that are
/// searched. Names each file that is damaged, and what to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue check
  morgue check --sample 1000     all files, and 1000 articles, others each time
  morgue check --sample 0        the files alone
  morgue check --index /backup/index

Exit codes: 0 whole, 2 damaged.")]
pub(crate) struct Args {
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Analyse so many articles anew instead of all
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// Tell nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// Checks the index and prints what was found.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let folder = place::existing(args.index.as_deref())?;
    let extent = args.sample.map_or(Extent::Whole, Extent::Sample);
    let mut steps = Steps::new(Telling::unless(args.quiet), console);
    let found = index::check(&folder, extent, &mut |step| match step {
        Step::Bytes { done, all } => steps.at("reading the files", done, all),
        Step::Articles { done, all } => steps.at("comparing the articles", done, all),
    });
    steps.finish();
    let found = found?;
    match args.json {
        true => json::checkup(&found, console.json())?,
        false => checkup::draw(&found, &mut console.out())?,
    }
    if found.damage.is_empty() {
        return Ok(Outcome::Found);
    }
    let text = format!("the index at {} is damaged", folder.display());
    Err(Stumble::new(text, REMEDY).into())
}

/// What to do with a damaged index. The archive itself is never touched, so nothing is lost.
pub(crate) const REMEDY: &str = "\
nothing of the archive is lost: build the index anew with morgue index DIR --replace
or take it from a backup with morgue restore BACKUP --replace";

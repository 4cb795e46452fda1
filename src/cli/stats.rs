//! `morgue stats`: says what is in an index.

use std::path::PathBuf;

use anyhow::Result;
use morgue::index;

use super::print::{Console, json, summary};
use super::{Outcome, place};

/// Say what is in the index
///
/// Articles by source, language and decade, what was rejected and why, and the bytes of each part.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Prints what is in the index.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let stats = index::stats(&place::existing(args.index.as_deref())?)?;
    if args.json {
        json::stats(&stats, console.json())?;
    } else {
        summary::draw_stats(&stats, &mut console.out())?;
    }
    Ok(Outcome::Found)
}

//! `morgue formats`: says what is read.

use anyhow::Result;

use super::Outcome;
use super::print::{Console, formats, json};

/// List the formats that are read, with an example of each
///
/// A file is recognised by its content first and by its name second. What holds files (ZIP, tar,
/// packed files) is read in place, three deep, and nothing is written to disk. Parquet and PDF are
/// read by builds with --features parquet and --features pdf.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue formats
  morgue inspect FILE       how a file is read, and why so")]
pub(crate) struct Args {
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

/// Prints the formats.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    match args.json {
        true => json::formats(console.json())?,
        false => formats::draw(&mut console.out())?,
    }
    Ok(Outcome::Found)
}

//! `morgue merge`: makes one index of several.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Result;
use morgue::index::archives::Name;
use morgue::index::{self, Merged, Options, Part, Step};

use super::Outcome;
use super::place::{self, Telling};
use super::print::{Console, json, summary};
use super::progress::Steps;

/// Make one new index of several
///
/// It is what an index of all their archives would be, and is brought up to date like one, but
/// nothing is read but the indexes: every byte of them, and of what was written, against its hash.
/// Each archive keeps its name, or gets that of its folder, or the one that stands before its index.
/// An article that several hold is one article with several places; one that was removed from any of
/// them stays removed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue merge all weir-index mill-index
  morgue merge all weir=/mnt/a/index mill=/mnt/b/index
  morgue search flood --index all --archive weir")]
pub(crate) struct Args {
    /// Where the new index goes: a folder that is new or empty
    #[arg(value_name = "DEST")]
    to: PathBuf,
    /// The indexes; NAME= says what the archive of one is to be called
    #[arg(value_name = "[NAME=]INDEX", required = true)]
    parts: Vec<Named>,
    /// Replace the index that is there
    #[arg(long)]
    replace: bool,
    /// Tell nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
    /// Print what was done as JSON
    #[arg(long)]
    json: bool,
}

/// An index, with the name of its archive or without.
#[derive(Clone, Debug)]
struct Named(Part);

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Named, String> {
        let part = |name, index: &str| {
            Named(Part {
                index: index.into(),
                name,
            })
        };
        match text.split_once('=') {
            // A folder may have such a name.
            Some((name, index)) if !std::path::Path::new(text).exists() => {
                Ok(part(Some(name.parse::<Name>()?), index))
            }
            _ => Ok(part(None, text)),
        }
    }
}

/// Makes the index and prints what it holds.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let parts: Vec<Part> = args.parts.iter().map(|named| named.0.clone()).collect();
    let mut steps = Steps::new(Telling::unless(args.quiet), console);
    let merged = index::merge(
        &parts,
        &args.to,
        Options::from(place::replacing(args.replace)),
        &mut |step| match step {
            Step::Bytes { done, all } => steps.at("reading the indexes", done, all),
            Step::Articles { done, all } => steps.at("taking the articles", done, all),
        },
    );
    steps.finish();
    tell(&merged?, args, console)
}

fn tell(merged: &Merged, args: &Args, console: &Console) -> Result<Outcome> {
    match args.json {
        true => json::merged(merged, console.json())?,
        false => summary::draw_merged(merged, &mut console.out())?,
    }
    Ok(Outcome::Found)
}

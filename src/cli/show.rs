//! `morgue show`: opens an article.

use std::path::PathBuf;

use anyhow::Result;
use morgue::query::Query;
use morgue::search::Searcher;

use super::failure::{Stumble, of_query};
use super::filters::Reading;
use super::print::page::Marking;
use super::print::{Console, article, json};
use super::{Outcome, place};

/// Show an article, and where each of its fields came from
///
/// Each field stands with the rule that gave it and with what else competed for it; lines that were
/// cut off the text are shown as such.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue show k3v9q2                        a unique beginning of the id is enough
  morgue show WG-1997-0312 --query flood    the record's own id; matches marked")]
pub(crate) struct Args {
    /// Our id of the article, as under each hit, or the record's own
    id: String,
    /// Mark the matches of this query
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    #[command(flatten)]
    reading: Reading,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Mark matches with ** instead of colour
    #[arg(long)]
    marks: bool,
    /// Print the article as JSON
    #[arg(long)]
    json: bool,
}

/// Opens the article and prints it.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    if args.id.trim().is_empty() {
        let hint = "ids stand under each hit of morgue search; a unique beginning is enough";
        return Err(Stumble::new("the id is empty", hint).into());
    }
    let text = args.query.as_deref();
    let query: Option<Query> = text.map(|text| args.reading.read(text)).transpose()?;
    let index = place::existing(args.index.as_deref())?;
    let opened = Searcher::open(&index)?
        .open_article(&args.id, query.as_ref())
        .map_err(|error| of_query(text.unwrap_or_default(), error))?;
    if args.json {
        json::article(&opened, text, console.json())?;
    } else {
        let mut screen = console.out();
        let marking = match args.marks {
            true => Marking::Asterisks,
            false => Marking::of(&screen),
        };
        article::draw(&opened, marking, &mut screen)?;
    }
    Ok(Outcome::Found)
}

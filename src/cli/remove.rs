//! `morgue remove`: takes articles out of the index.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;

use anyhow::{Context, Result};
use morgue::article::Id;
use morgue::index::{self, Options, Waiting};
use morgue::query::Query;
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Results, Searcher};

use super::failure::{Stumble, of_query};
use super::filters::{Filters, Reading};
use super::print::page::{self, Looks, Marking};
use super::print::{Console, human};
use super::{Outcome, place};

/// How many of the articles are shown before they go.
const SHOWN: usize = 5;

/// Remove the articles that a query finds from the index
///
/// Shows how many there are and the first of them, and asks. The archive is never written to; the
/// articles stay out of the index while their files hold them, until morgue index
/// --restore-removed brings them back.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue remove 'title:test OR title:dummy'           shows and asks
  morgue remove '*' --source 'Mill Wire' --yes

Exit codes: 0 removed, or shown; 1 nothing found, 2 error.")]
pub(crate) struct Args {
    /// The query; several words are joined by spaces, and after -- everything is query
    #[arg(value_name = "QUERY", required = true)]
    words: Vec<String>,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Remove them without asking
    #[arg(long)]
    yes: bool,
    /// Wait while another morgue writes the index
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    reading: Reading,
}

/// Shows what is found and removes it, if that is wanted.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let query = query(args)?;
    let folder = place::existing(args.index.as_deref())?;
    let searcher = Searcher::open(&folder)?;
    let request = Request {
        query,
        sort: Sort::Relevance,
        offset: 0,
        limit: None,
        passages: 1,
        counting: Counting::Articles,
    };
    let results = searcher.run(&request);
    let results = results.map_err(|error| of_query(&request.query.text, error))?;
    if results.is_empty() {
        say("nothing was found, and nothing removed", console)?;
        return Ok(Outcome::Nothing);
    }
    show(&results, &searcher, console)?;
    if !args.yes && !is_wanted(&results, console)? {
        say("nothing was removed; --yes removes them", console)?;
        return Ok(Outcome::Found);
    }
    let ids: Vec<Id> = results.ids().collect();
    let options = Options {
        waiting: match args.wait {
            true => Waiting::UntilFree,
            false => Waiting::Never,
        },
        ..Options::default()
    };
    let removed = index::remove(&folder, &ids, options)?;
    let mut screen = console.out();
    screen.line(format!("removed {}", human::articles(removed)))?;
    screen.flush()?;
    Ok(Outcome::Found)
}

fn query(args: &Args) -> Result<Query> {
    let text = args.words.join(" ");
    let query = args.reading.read(&text)?;
    let conditions = args.filters.conditions(&args.reading)?;
    let query = conditions.into_iter().fold(query, Query::and);
    if query.is_empty() {
        return Err(Stumble::new(
            "there is nothing to remove: the query has no word",
            "for every article: morgue remove '*'",
        )
        .into());
    }
    // A query that was not understood as it was meant must not remove anything.
    if let Some(note) = query.notes.first() {
        return Err(Stumble::new(
            format!("the query can be read in another way: {}", note.text),
            "write it as the note says",
        )
        .into());
    }
    Ok(query)
}

fn show(results: &Results<'_>, searcher: &Searcher, console: &Console) -> Result<()> {
    let mut screen = console.out();
    let looks = Looks {
        archive: &searcher.summary().archive,
        marking: Marking::of(&screen),
    };
    for place in 0..results.len().min(SHOWN) {
        page::draw_hit(&results.hit(place)?, looks, &mut screen)?;
    }
    let found = human::articles(results.len() as u64);
    let first = match results.len() > SHOWN {
        true => format!(", the first {SHOWN} of them shown"),
        false => String::new(),
    };
    screen.line(format!("{found} to remove{first}"))?;
    Ok(screen.flush()?)
}

/// Asks a person; nobody else can say yes but with the flag.
fn is_wanted(results: &Results<'_>, console: &Console) -> Result<bool> {
    if !std::io::stdin().is_terminal() || !console.err_is_terminal() {
        return Ok(false);
    }
    let articles = human::articles(results.len() as u64);
    let mut screen = console.err();
    screen.line(format!("remove {articles} from the index? Type yes:"))?;
    screen.flush()?;
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.context("cannot read the answer")?;
    Ok(answer.trim() == "yes")
}

fn say(line: &str, console: &Console) -> Result<()> {
    let mut screen = console.err();
    screen.line(line)?;
    Ok(screen.flush()?)
}

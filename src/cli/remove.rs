//! `morgue remove`: takes articles out of the index.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use morgue::article::Id;
use morgue::index::archives::{self, Name};
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
/// --restore-removed brings them back. A whole archive can be indexed again as if it had never been
/// there; what other archives hold of its articles stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue remove 'title:test OR title:dummy'           shows and asks
  morgue remove '*' --source 'Mill Wire' --yes
  morgue remove --archive weir                        a whole archive of several

Exit codes: 0 removed, or shown; 1 nothing found, 2 error.")]
pub(crate) struct Args {
    /// The query; several words are joined by spaces, and after -- everything is query
    #[arg(value_name = "QUERY", required_unless_present = "archive")]
    words: Vec<String>,
    /// Of an index of several archives, remove only from this one; without a query, all of it
    #[arg(long, value_name = "NAME")]
    archive: Option<Name>,
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
    let folder = place::existing(args.index.as_deref())?;
    if let (Some(archive), true) = (&args.archive, args.words.is_empty()) {
        return forget(&folder, archive, args, console);
    }
    let query = query(args)?;
    let searcher = Searcher::open(&folder)?;
    let searcher = match &args.archive {
        Some(archive) => searcher.within(archive)?,
        None => searcher,
    };
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
    if !args.yes && !is_wanted(results.len() as u64, console)? {
        say("nothing was removed; --yes removes them", console)?;
        return Ok(Outcome::Found);
    }
    let ids: Vec<Id> = results.ids().collect();
    let removed = index::remove(&folder, &ids, options(args))?;
    let mut screen = console.out();
    screen.line(format!("removed {}", human::articles(removed)))?;
    screen.flush()?;
    Ok(Outcome::Found)
}

fn options(args: &Args) -> Options {
    Options {
        waiting: match args.wait {
            true => Waiting::UntilFree,
            false => Waiting::Never,
        },
        ..Options::default()
    }
}

/// Removes a whole archive, if that is wanted.
fn forget(folder: &Path, archive: &Name, args: &Args, console: &Console) -> Result<Outcome> {
    let searcher = Searcher::open(folder)?;
    let held = archives::called(folder, &searcher.summary().archives, archive)?;
    let articles = human::articles(held.articles);
    let mut screen = console.out();
    let path = &held.path;
    screen.line(format!(
        "{archive}: {articles} of {path}; what other archives hold of them stays"
    ))?;
    screen.flush()?;
    if !args.yes && !is_wanted(held.articles, console)? {
        say("nothing was removed; --yes removes it", console)?;
        return Ok(Outcome::Found);
    }
    let removed = index::forget(folder, archive, options(args))?;
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
        archives: &searcher.summary().archives,
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
fn is_wanted(found: u64, console: &Console) -> Result<bool> {
    if !std::io::stdin().is_terminal() || !console.err_is_terminal() {
        return Ok(false);
    }
    let articles = human::articles(found);
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

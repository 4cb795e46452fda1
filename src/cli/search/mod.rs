//! `morgue search`: answers a query with a page of hits.

mod answer;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;
use morgue::query::Query;
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Searcher};

use super::Outcome;
use super::failure::Stumble;
use super::filters::{Filters, Reading};
use super::place::{self, Telling};
use super::print::Console;
use super::print::table::Separator;
use answer::Answer;

/// Search the index: the best articles first, with their passages
///
/// Words are joined by AND. Quote the query for the shell when it holds more than words:
/// '"state of emergency" -drought'. The whole language: morgue help syntax.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue search flood inquiry
  morgue search '\"state of emergency\" OR curfew' --since 1953
  morgue search flood --source 'The Weir Gazette' --sort -date --limit 3
  morgue search 'flood inquiry' --in corpus      indexed first if need be
  morgue search flood --all --jsonl | head

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Args {
    /// The query; several words are joined by spaces, and after -- everything is query
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Search this archive: its index is made first, or brought up to date
    #[arg(long = "in", value_name = "DIR")]
    archive: Option<PathBuf>,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    reading: Reading,
    /// Take every note about the query as an error
    #[arg(long, help_heading = "Reading")]
    strict: bool,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Hits")]
struct Shown {
    /// The order: relevance, date (newest first), -date (oldest first), source, words (longest first)
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "relevance",
        allow_hyphen_values = true
    )]
    #[arg(hide_possible_values = true)]
    sort: Order,
    /// Show so many hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Pass over so many hits
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    offset: usize,
    /// Show all hits, as they come
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// Show so many passages of a hit at most
    #[arg(long, value_name = "N", default_value_t = 3)]
    passages: usize,
    /// Print how much was found instead of the hits: articles, matches, sentences, sources
    #[arg(long)]
    count: bool,
    /// Print how the query was read and what each clause finds alone
    #[arg(long, conflicts_with_all = ["jsonl", "csv", "tsv"])]
    explain: bool,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
struct Output {
    /// Print the page as JSON
    #[arg(long, group = "format")]
    json: bool,
    /// Print each hit as JSON on a line
    #[arg(long, group = "format")]
    jsonl: bool,
    /// Print the hits as CSV with a header row
    #[arg(long, group = "format")]
    csv: bool,
    /// Print the hits as tab-separated values with a header row
    #[arg(long, group = "format")]
    tsv: bool,
    /// Mark matches with ** instead of colour
    #[arg(long)]
    marks: bool,
    /// Add the seconds it took to the JSON
    #[arg(long)]
    time: bool,
    /// Tell nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    Relevance,
    #[value(name = "date")]
    Newest,
    #[value(name = "-date")]
    Oldest,
    Source,
    Words,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Sort {
        match order {
            Order::Relevance => Sort::Relevance,
            Order::Newest => Sort::Newest,
            Order::Oldest => Sort::Oldest,
            Order::Source => Sort::Source,
            Order::Words => Sort::Words,
        }
    }
}

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// For a person.
    Text,
    /// The page as one JSON object.
    Page,
    /// Each hit as a JSON object on a line.
    Lines,
    /// Each hit as a row.
    Table(Separator),
}

/// Reads the query, finds the index, prints the answer.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let request = args.request()?;
    let index = args.find_index(console)?;
    let begun = Instant::now();
    let searcher = Searcher::open(&index)?;
    let answer = Answer {
        args,
        console,
        request: &request,
        searcher: &searcher,
        opening: begun.elapsed(),
    };
    answer.print()
}

impl Args {
    fn request(&self) -> Result<Request> {
        Ok(Request {
            query: self.query()?,
            sort: self.shown.sort.into(),
            offset: self.shown.offset,
            limit: (!self.shown.all).then_some(self.shown.limit),
            passages: self.shown.passages,
            counting: match self.shown.count {
                true => Counting::Everything,
                false => Counting::Articles,
            },
        })
    }

    fn query(&self) -> Result<Query> {
        let query = self.reading.read(&self.query.join(" "))?;
        let query = self.filters.narrow(query, &self.reading)?;
        if query.is_empty() {
            let hint =
                "type words: morgue search flood inquiry; for every article: morgue search '*'";
            let text = "there is nothing to search for: the query has no word";
            return Err(Stumble::new(text, hint).into());
        }
        Ok(query)
    }

    fn find_index(&self, console: &Console) -> Result<PathBuf> {
        let flag = self.index.as_deref();
        match &self.archive {
            Some(archive) => place::refreshed(archive, flag, self.telling(), console),
            None => place::existing(flag),
        }
    }

    fn telling(&self) -> Telling {
        match self.output.quiet {
            true => Telling::Quiet,
            false => Telling::Told,
        }
    }

    fn format(&self) -> Format {
        let output = &self.output;
        match (output.json, output.jsonl, output.csv, output.tsv) {
            (true, ..) => Format::Page,
            // Lines of hits have no place for the counts; a page on one line has.
            (_, true, ..) if self.shown.count => Format::Page,
            (_, true, ..) => Format::Lines,
            (_, _, true, _) => Format::Table(Separator::Comma),
            (_, _, _, true) => Format::Table(Separator::Tab),
            _ => Format::Text,
        }
    }
}

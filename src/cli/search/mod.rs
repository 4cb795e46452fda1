//! `morgue search`: answers a query with a page of hits.

mod answer;

use anyhow::Result;
use clap::ValueEnum;
use morgue::query::Query;
use morgue::search::page::Sort;
use morgue::search::{Counting, Request};

use super::Outcome;
use super::print::answers::Answers;
use super::print::{Console, table};
use super::question::{self, Asked, Output, Question, Session};
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
  morgue search -f queries.txt --csv             many queries, one answer
  morgue search --stdin < queries.txt            a page in JSON for each line

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Answer each line of stdin by a page as JSON on a line, at once
    #[arg(long, conflicts_with_all = ["query", "file", "jsonl", "csv", "tsv", "explain"])]
    stdin: bool,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    output: Output,
    /// Add to the JSON the seconds it took to open the index, and to read the query and answer it
    #[arg(long, help_heading = "Output")]
    time: bool,
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
    /// Mark matches with ** instead of colour
    #[arg(long)]
    marks: bool,
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

/// Prints the answers on stdout, what is to be said about them on stderr.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    if args.stdin {
        let page = |session: &Session, question: &Question| {
            Answer::find(args, session, question)?.page_and_extras()
        };
        return question::stdin::answer(&args.asked, &args.output, console, page);
    }
    let columns = match args.shown.count {
        true => table::COUNTS,
        false => table::HITS,
    };
    let one = |session: &Session, question: &Question, answers: &mut Answers| {
        Answer::find(args, session, question)?.print(answers)
    };
    question::answer(&args.asked, &args.output, columns, console, one)
}

impl Args {
    fn request(&self, query: &Query) -> Request {
        Request {
            query: query.clone(),
            sort: self.shown.sort.into(),
            offset: self.shown.offset,
            limit: (!self.shown.all).then_some(self.shown.limit),
            passages: self.shown.passages,
            counting: match self.shown.count {
                true => Counting::Everything,
                false => Counting::Articles,
            },
        }
    }
}

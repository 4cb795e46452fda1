//! `morgue search`: answers a query with a page of hits.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::ValueEnum;
use morgue::query::{Note, Query};
use morgue::search::page::{Clause, Hit, Page, Sort};
use morgue::search::{Counting, Request, Results, Searcher};

use super::failure::{Stumble, of_query};
use super::filters::{Filters, Reading};
use super::place::{self, Telling};
use super::print::json::{self, Extras, Seconds};
use super::print::page::{self, Looks, Marking};
use super::print::table::{self, Separator, Table};
use super::print::{Console, explain, human, style};
use super::{Outcome, shell, stdin};

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
  morgue search --stdin < queries.txt            a page in JSON for each line

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Args {
    /// The query; several words are joined by spaces, and after -- everything is query
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Read queries from stdin, one a line, and print the page of each as JSON on a line
    #[arg(long, conflicts_with_all = ["query", "jsonl", "csv", "tsv", "explain"])]
    stdin: bool,
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

/// Reads the query, finds the index, prints the answer.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    if args.stdin {
        let searcher = Searcher::open(&args.find_index(console)?)?;
        return stdin::run(&searcher, |line| args.request(line), console);
    }
    let request = args.request(&args.query.join(" "))?;
    let index = args.find_index(console)?;
    let begun = Instant::now();
    let searcher = Searcher::open(&index)?;
    let opened = begun.elapsed();
    Search {
        args,
        console,
        request: &request,
        searcher: &searcher,
        opened,
    }
    .run()
}

impl Args {
    fn request(&self, text: &str) -> Result<Request> {
        Ok(Request {
            query: self.query(text)?,
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

    fn query(&self, text: &str) -> Result<Query> {
        let query = self.reading.read(text)?;
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

    fn separator(&self) -> Option<Separator> {
        let comma = self.output.csv.then_some(Separator::Comma);
        comma.or(self.output.tsv.then_some(Separator::Tab))
    }
}

/// A search about to be run.
struct Search<'a> {
    args: &'a Args,
    console: &'a Console,
    request: &'a Request,
    searcher: &'a Searcher,
    opened: Duration,
}

impl Search<'_> {
    fn run(&self) -> Result<Outcome> {
        let begun = Instant::now();
        let query = &self.request.query;
        let results = self
            .searcher
            .run(self.request)
            .map_err(|e| of_query(&query.text, e))?;
        let took = begun.elapsed();
        self.tell_notes(&results.page.notes)?;
        let (output, shown) = (&self.args.output, &self.args.shown);
        match self.args.separator() {
            Some(separator) if shown.count => {
                table::counts(&results.page.counts, self.console.data(), separator)?;
            }
            Some(separator) => self.write_table(&results, separator)?,
            None if output.json || (output.jsonl && shown.count) => {
                self.write_page(&results, took)?
            }
            None if output.jsonl => self.write_lines(&results)?,
            None => self.draw(&results, took)?,
        }
        self.tell_lost_phrase(&results.page)?;
        match results.page.counts.articles {
            0 => {
                self.tell_nothing(&results.page)?;
                Ok(Outcome::Nothing)
            }
            _ => Ok(Outcome::Found),
        }
    }

    fn tell_notes(&self, notes: &[Note]) -> Result<()> {
        if self.args.telling() == Telling::Told || self.args.strict {
            let mut screen = self.console.err();
            for note in notes {
                screen.put(style::NOTE, "note: ")?;
                screen.line(note.text.as_str())?;
            }
            screen.flush()?;
        }
        if self.args.strict && !notes.is_empty() {
            let hint = "write the query as the note says, or leave out --strict";
            return Err(Stumble::new("--strict takes no query with notes", hint).into());
        }
        Ok(())
    }

    fn write_table(&self, results: &Results, separator: Separator) -> Result<()> {
        let marking = match self.args.output.marks {
            true => Marking::Asterisks,
            false => Marking::Color,
        };
        let mut table = Table::of_hits(self.console.data(), separator, marking)?;
        for hit in hits(results) {
            table.hit(&hit?)?;
        }
        Ok(table.finish()?)
    }

    fn write_lines(&self, results: &Results) -> Result<()> {
        let mut out = self.console.data();
        for hit in hits(results) {
            json::hit(&hit?, &mut out)?;
        }
        Ok(out.flush()?)
    }

    fn write_page(&self, results: &Results, took: Duration) -> Result<()> {
        let begun = Instant::now();
        let mut page = results.page.clone();
        page.hits = hits(results).collect::<Result<_, _>>()?;
        let took = took + begun.elapsed();
        let extras = Extras {
            explain: self.clauses_if_asked()?,
            seconds: self
                .args
                .output
                .time
                .then(|| Seconds::new(self.opened, took)),
        };
        let mut out = self.console.data();
        json::page(&page, &extras, &mut out)?;
        Ok(out.flush()?)
    }

    fn clauses_if_asked(&self) -> Result<Option<Vec<Clause>>> {
        match self.args.shown.explain {
            true => Ok(Some(self.searcher.explain(&self.request.query)?)),
            false => Ok(None),
        }
    }

    fn draw(&self, results: &Results, mut took: Duration) -> Result<()> {
        let mut screen = self.console.out();
        if let Some(clauses) = self.clauses_if_asked()? {
            explain::draw(&results.page.reading, &clauses, &mut screen)?;
        }
        if self.args.shown.count {
            page::draw_counts(&results.page.counts, &mut screen)?;
            return Ok(screen.flush()?);
        }
        let looks = Looks {
            archive: &self.searcher.summary().archive,
            marking: Marking::on(&screen, self.args.output.marks),
        };
        let begun = Instant::now();
        for hit in hits(results) {
            page::draw_hit(&hit?, looks, &mut screen)?;
        }
        took += begun.elapsed();
        page::draw_footer(&results.page, results.len(), took, &mut screen)?;
        Ok(screen.flush()?)
    }

    /// Says how a phrase is typed that the shell may have taken the quotes of.
    fn tell_lost_phrase(&self, page: &Page) -> Result<()> {
        let least = if page.counts.articles == 0 {
            2
        } else {
            LEAST_LOST_WORDS
        };
        let watched = page.counts.articles == 0 || self.console.out_is_terminal();
        let phrase = shell::lost_phrase(&self.args.query, least);
        if let (Some(phrase), true, Telling::Told) = (phrase, watched, self.args.telling()) {
            let mut screen = self.console.err();
            screen.put(style::HINT, "hint: ")?;
            screen.line(format!("to search the exact phrase type '\"{phrase}\"'"))?;
            screen.flush()?;
        }
        Ok(())
    }

    /// Says what was searched and which part of the query found nothing.
    fn tell_nothing(&self, page: &Page) -> Result<()> {
        if self.args.telling() == Telling::Quiet {
            return Ok(());
        }
        let mut screen = self.console.err();
        screen.line(format!("no article for {}", page.reading))?;
        let clauses = self.searcher.explain(&self.request.query)?;
        for clause in clauses.iter().filter(|_| clauses.len() > 1) {
            explain::draw_clause(clause, &mut screen)?;
        }
        let searched = human::articles(page.index.articles);
        let archive = &self.searcher.summary().archive;
        screen.line(format!("searched {searched} of {archive}"))?;
        Ok(screen.flush()?)
    }
}

/// With two words it is more often `'flood inquiry'`, quoted out of habit.
const LEAST_LOST_WORDS: usize = 3;

/// The hits, each made when it is asked for.
fn hits<'a>(results: &'a Results) -> impl Iterator<Item = Result<Hit, morgue::error::Error>> + 'a {
    (0..results.len()).map(|place| results.hit(place))
}

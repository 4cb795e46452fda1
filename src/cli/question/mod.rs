//! What search, count and kwic are asked: a query or a file of them, about one index.

pub(super) mod batch;
mod session;
pub(crate) mod stdin;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use morgue::index::archives::Name;
use morgue::query::Query;
use morgue::query::tree::Node;
use morgue::search::Searcher;

use super::bad_query::BadQuery;
use super::filters::{Filters, Reading};
use super::place::{self, Telling};
use super::print::Console;
use super::print::answers::{Format, Label};
use super::print::data::{Guard, Separator};
pub(super) use session::{Session, answer};

/// The query, where it is looked for and how it is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Asked {
    /// The query; several words are joined by spaces, and after -- everything is query
    #[arg(value_name = "QUERY", id = "query")]
    pub(crate) words: Vec<String>,
    /// Ask each line of this file, or of stdin (-): a query, or NAME<TAB>QUERY; # begins a comment
    #[arg(
        short = 'f',
        long = "queries",
        value_name = "FILE",
        conflicts_with = "query"
    )]
    pub(crate) file: Option<PathBuf>,
    /// Search this archive: its index is made first, or brought up to date
    #[arg(long = "in", value_name = "DIR")]
    archive: Option<PathBuf>,
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Of an index of several archives, find only the articles of this one
    #[arg(
        long = "archive",
        id = "within",
        value_name = "NAME",
        conflicts_with = "archive"
    )]
    within: Option<Name>,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    reading: Reading,
    /// Take every note about the query as an error
    #[arg(long, help_heading = "Reading")]
    pub(crate) strict: bool,
    /// Print how the query was read and what each clause finds alone
    #[arg(long, help_heading = "Reading", conflicts_with_all = ["jsonl", "csv", "tsv"])]
    pub(crate) explain: bool,
}

/// What an answer is written as.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Print the whole answer as one JSON object
    #[arg(long, group = "format")]
    json: bool,
    /// Print JSON Lines: an object on each line, as they come
    #[arg(long, group = "format")]
    jsonl: bool,
    /// Print CSV with a header row
    #[arg(long, group = "format")]
    csv: bool,
    /// Print tab-separated values with a header row
    #[arg(long, group = "format")]
    tsv: bool,
    /// Put ' before a cell of CSV or TSV that a spreadsheet would take for a formula
    #[arg(long)]
    csv_safe: bool,
    /// Tell nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
}

/// A query to be answered.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// Which one of a batch it is; `None` where it is the only one.
    pub(crate) label: Option<Label>,
    /// The query, the conditions of the flags included.
    pub(crate) query: Query,
    /// How long it took to read it.
    pub(crate) reading: Duration,
}

impl Asked {
    /// What the flags ask of every article.
    fn conditions(&self) -> Result<Vec<Node>> {
        self.filters.conditions(&self.reading)
    }

    /// Whether queries are read in another system's language, so that ours must be told.
    pub(crate) fn is_translated(&self) -> bool {
        self.reading.is_translated()
    }

    /// Reads a query, which the conditions narrow.
    fn question(
        &self,
        text: &str,
        conditions: &[Node],
        label: Option<&Label>,
    ) -> Result<Question, BadQuery> {
        let begun = Instant::now();
        let query = self.reading.read(text)?;
        let query = conditions.iter().cloned().fold(query, Query::and);
        if query.is_empty() {
            return Err(BadQuery {
                query: text.to_owned(),
                at: None,
                text: "there is nothing to search for: the query has no word".to_owned(),
                hint: "type words: morgue search flood inquiry; \
                       for every article: morgue search '*'"
                    .to_owned(),
            });
        }
        Ok(Question {
            label: label.cloned(),
            query,
            reading: begun.elapsed(),
        })
    }

    fn find_index(&self, telling: Telling, console: &Console) -> Result<PathBuf> {
        let flag = self.index.as_deref();
        match &self.archive {
            Some(archive) => place::refreshed(archive, flag, telling, console),
            None => place::existing(flag),
        }
    }

    /// Has only the archive searched that a flag names.
    fn narrow(&self, searcher: Searcher) -> Result<Searcher> {
        let name = match (&self.within, &self.archive) {
            (None, Some(path)) => place::name_of(path, &searcher)?,
            (name, _) => name.clone(),
        };
        match name {
            Some(name) => Ok(searcher.within(&name)?),
            None => Ok(searcher),
        }
    }
}

impl Output {
    fn telling(&self) -> Telling {
        Telling::unless(self.quiet)
    }

    /// The format that was asked for.
    pub(crate) fn format(&self) -> Format {
        let guard = match self.csv_safe {
            true => Guard::Formulas,
            false => Guard::Open,
        };
        match (self.json, self.jsonl, self.csv, self.tsv) {
            (true, ..) => Format::Json,
            (_, true, ..) => Format::Lines,
            (_, _, true, _) => Format::Table(Separator::Comma, guard),
            (_, _, _, true) => Format::Table(Separator::Tab, guard),
            _ => Format::Text,
        }
    }
}

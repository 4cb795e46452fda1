//! Writes answers as JSON: the page and its kin are promises to scripts.

use std::io::Result;
use std::time::Duration;

use morgue::article::{Article, Place};
use morgue::bench::compare::Change;
use morgue::bench::report::Report;
use morgue::corpus::Format;
use morgue::index::{Checkup, Copied, Merged, Preview, Stats, Summary};
use morgue::query::tree::At;
use morgue::search::Opened;
use morgue::search::page::{Clause, Hit, JSON_VERSION, KwicLine, Piece};
use serde::Serialize;

use super::answers::Label;
use super::data::{JsonWriter, Stdout};
use super::diagnosis::Diagnosis;
use crate::cli::bad_query::BadQuery;

/// What a page carries beside itself when it is asked to.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Extras {
    /// `--explain`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) explain: Option<Vec<Clause>>,
    /// `--time`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seconds: Option<Seconds>,
}

/// How long things took.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Seconds {
    open: f64,
    search: f64,
}

impl Seconds {
    /// The times that opening the index took, and searching it.
    pub(crate) fn new(open: Duration, search: Duration) -> Seconds {
        Seconds {
            open: open.as_secs_f64(),
            search: search.as_secs_f64(),
        }
    }
}

/// Whether an answer stands alone or in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Batched {
    /// Alone.
    Alone,
    /// Among others.
    Together,
}

/// The answer to one query as an object, or those to a batch as one object that holds them.
pub(crate) struct Json {
    out: JsonWriter<Stdout>,
    batched: Batched,
    /// What stands before the next page.
    before: &'static str,
}

/// How a batch begins.
const BATCH: &str = r#"{"morgue":1,"kind":"batch","pages":["#;
const _: () = assert!(JSON_VERSION == 1, "a batch says which version it is");

impl Json {
    /// Begins to write.
    pub(crate) fn new(mut out: JsonWriter<Stdout>, batched: Batched) -> Result<Json> {
        if batched == Batched::Together {
            out.literal(BATCH)?;
        }
        Ok(Json {
            out,
            batched,
            before: "\n",
        })
    }

    /// Writes a page of any kind.
    pub(crate) fn page(
        &mut self,
        label: Option<&Label>,
        page: &impl Serialize,
        extras: &Extras,
    ) -> Result<()> {
        let label = label.map(Which::of);
        self.put(&Whole {
            page,
            extras,
            label,
        })
    }

    /// Writes why a query is not answered, in the place of its page.
    pub(crate) fn bad_query(&mut self, label: &Label, bad: &BadQuery) -> Result<()> {
        self.put(&Bad::of(label, bad))
    }

    fn put(&mut self, value: &impl Serialize) -> Result<()> {
        if self.batched == Batched::Alone {
            return self.out.line(value);
        }
        self.out.literal(self.before)?;
        self.before = ",\n";
        self.out.value(value)
    }

    /// Ends the batch.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.batched {
            Batched::Together => self.out.literal("\n]}\n"),
            Batched::Alone => Ok(()),
        }
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// Objects on lines of their own, each with the name of its query.
pub(crate) struct Lines {
    out: JsonWriter<Stdout>,
}

impl Lines {
    /// Begins to write.
    pub(crate) fn new(out: JsonWriter<Stdout>) -> Lines {
        Lines { out }
    }

    /// Writes a hit.
    pub(crate) fn hit(&mut self, label: Option<&Label>, hit: &Hit) -> Result<()> {
        self.row("hit", label, hit)
    }

    /// Writes a line of a concordance.
    pub(crate) fn line(&mut self, label: Option<&Label>, line: &KwicLine) -> Result<()> {
        self.row("line", label, line)
    }

    fn row(
        &mut self,
        kind: &'static str,
        label: Option<&Label>,
        row: &impl Serialize,
    ) -> Result<()> {
        #[derive(Serialize)]
        struct Row<'a, T> {
            morgue: u32,
            kind: &'static str,
            #[serde(flatten)]
            which: Which<'a>,
            #[serde(flatten)]
            row: &'a T,
        }
        let row = Row {
            morgue: JSON_VERSION,
            kind,
            which: Which::maybe(label),
            row,
        };
        self.out.line(&row)
    }

    /// Writes a whole page, for answers that have no rows.
    pub(crate) fn page(&mut self, label: Option<&Label>, page: &impl Serialize) -> Result<()> {
        let whole = Whole {
            page,
            extras: &Extras::default(),
            label: Some(Which::maybe(label)),
        };
        self.out.line(&whole)
    }

    /// Writes why a query is not answered.
    pub(crate) fn bad_query(&mut self, label: &Label, bad: &BadQuery) -> Result<()> {
        self.out.line(&Bad::of(label, bad))
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
}

/// A page with what it carries beside itself.
#[derive(Serialize)]
struct Whole<'a, T> {
    #[serde(flatten)]
    page: &'a T,
    #[serde(flatten)]
    extras: &'a Extras,
    #[serde(flatten)]
    label: Option<Which<'a>>,
}

/// Which query is answered: its name, and in a batch its line.
#[derive(Default, Serialize)]
struct Which<'a> {
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

impl Which<'_> {
    fn of(label: &Label) -> Which<'_> {
        Which {
            name: label.name.as_deref(),
            line: Some(label.line),
        }
    }

    fn maybe(label: Option<&Label>) -> Which<'_> {
        label.map(Which::of).unwrap_or_default()
    }
}

/// Why a query of a batch is not answered.
#[derive(Serialize)]
struct Bad<'a> {
    morgue: u32,
    kind: &'static str,
    #[serde(flatten)]
    which: Which<'a>,
    query: &'a str,
    at: Option<At>,
    text: &'a str,
    hint: &'a str,
}

impl<'a> Bad<'a> {
    fn of(label: &'a Label, bad: &'a BadQuery) -> Bad<'a> {
        Bad {
            morgue: JSON_VERSION,
            kind: "error",
            which: Which::of(label),
            query: &bad.query,
            at: bad.at,
            text: &bad.text,
            hint: &bad.hint,
        }
    }
}

/// Writes what a build did.
pub(crate) fn summary(summary: &Summary, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("summary", summary))
}

/// Writes what the doctor says.
pub(crate) fn diagnosis(diagnosis: &Diagnosis, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("doctor", diagnosis))
}

/// Writes what a backup or its way back has copied.
pub(crate) fn copied(kind: &'static str, copied: &Copied, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new(kind, copied))
}

/// Writes what was merged.
pub(crate) fn merged(merged: &Merged, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("merge", merged))
}

/// Writes what a check of an index has found.
pub(crate) fn checkup(checkup: &Checkup, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("check", checkup))
}

/// Writes what a run would do.
pub(crate) fn preview(preview: &Preview, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("preview", preview))
}

/// Writes what is in an index.
pub(crate) fn stats(stats: &Stats, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("stats", stats))
}

/// Writes an article with its provenance, and its text in pieces.
pub(crate) fn article(opened: &Opened, query: Option<&str>, out: JsonWriter<Stdout>) -> Result<()> {
    #[derive(Serialize)]
    struct Whole<'a> {
        id: &'a str,
        query: Option<&'a str>,
        matches: u64,
        words: u64,
        title_spans: Option<&'a [Piece]>,
        paragraphs: &'a [Vec<Piece>],
        copies: &'a [Place],
        article: &'a Article,
    }
    let whole = Whole {
        id: &opened.id,
        query,
        matches: opened.matches,
        words: opened.words,
        title_spans: opened.title.as_deref(),
        paragraphs: &opened.paragraphs,
        copies: &opened.copies,
        article: &opened.article,
    };
    out.only(&Tagged::new("article", &whole))
}

/// Writes a measurement, and what it came to beside an older one.
pub(crate) fn bench(
    report: &Report,
    changes: Option<&[Change]>,
    out: JsonWriter<Stdout>,
) -> Result<()> {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        report: &'a Report,
        #[serde(skip_serializing_if = "Option::is_none")]
        changes: Option<&'a [Change]>,
    }
    out.only(&Whole { report, changes })
}

/// Writes the formats that are read.
pub(crate) fn formats(out: JsonWriter<Stdout>) -> Result<()> {
    #[derive(Serialize)]
    struct Whole {
        formats: Vec<Format>,
    }
    let formats = morgue::corpus::formats().collect();
    out.only(&Tagged::new("formats", &Whole { formats }))
}

/// Writes how a file was read.
pub(crate) fn inspection(inspection: &impl Serialize, out: JsonWriter<Stdout>) -> Result<()> {
    out.only(&Tagged::new("inspection", inspection))
}

/// A value that says which version and kind of answer it is.
#[derive(Serialize)]
struct Tagged<'a, T> {
    morgue: u32,
    kind: &'static str,
    #[serde(flatten)]
    value: &'a T,
}

impl<'a, T> Tagged<'a, T> {
    fn new(kind: &'static str, value: &'a T) -> Tagged<'a, T> {
        Tagged {
            morgue: JSON_VERSION,
            kind,
            value,
        }
    }
}

//! Writes answers as JSON: the page and its kin are promises to scripts.

use std::io::{BufWriter, Result, StdoutLock, Write};
use std::time::Duration;

use morgue::article::{Article, Place};
use morgue::bench::compare::Change;
use morgue::bench::report::Report;
use morgue::corpus::Format;
use morgue::index::{Stats, Summary};
use morgue::query::tree::At;
use morgue::search::Opened;
use morgue::search::page::{Clause, Hit, JSON_VERSION, KwicLine, Piece};
use serde::Serialize;
use serde_json::ser::Formatter;

use super::answers::Label;
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
    out: Out,
    batched: Batched,
    /// What stands before the next page.
    before: &'static [u8],
}

type Out = BufWriter<StdoutLock<'static>>;

impl Json {
    /// Begins to write.
    pub(crate) fn new(mut out: Out, batched: Batched) -> Result<Json> {
        if batched == Batched::Together {
            write!(out, r#"{{"morgue":{JSON_VERSION},"kind":"batch","pages":["#)?;
        }
        let before = b"\n";
        Ok(Json {
            out,
            batched,
            before,
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
            return write(value, &mut self.out);
        }
        self.out.write_all(self.before)?;
        self.before = b",\n";
        write_open(value, &mut self.out)
    }

    /// Ends the batch.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.batched {
            Batched::Together => self.out.write_all(b"\n]}\n"),
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
    out: Out,
}

impl Lines {
    /// Begins to write.
    pub(crate) fn new(out: Out) -> Lines {
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
        write(&row, &mut self.out)
    }

    /// Writes a whole page, for answers that have no rows.
    pub(crate) fn page(&mut self, label: Option<&Label>, page: &impl Serialize) -> Result<()> {
        let whole = Whole {
            page,
            extras: &Extras::default(),
            label: Some(Which::maybe(label)),
        };
        write(&whole, &mut self.out)
    }

    /// Writes why a query is not answered.
    pub(crate) fn bad_query(&mut self, label: &Label, bad: &BadQuery) -> Result<()> {
        write(&Bad::of(label, bad), &mut self.out)
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
pub(crate) fn summary(summary: &Summary, out: &mut impl Write) -> Result<()> {
    write(&Tagged::new("summary", summary), out)
}

/// Writes what is in an index.
pub(crate) fn stats(stats: &Stats, out: &mut impl Write) -> Result<()> {
    write(&Tagged::new("stats", stats), out)
}

/// Writes an article with its provenance, and its text in pieces.
pub(crate) fn article(opened: &Opened, query: Option<&str>, out: &mut impl Write) -> Result<()> {
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
    write(&Tagged::new("article", &whole), out)
}

/// Writes a measurement, and what it came to beside an older one.
pub(crate) fn bench(
    report: &Report,
    changes: Option<&[Change]>,
    out: &mut impl Write,
) -> Result<()> {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        report: &'a Report,
        #[serde(skip_serializing_if = "Option::is_none")]
        changes: Option<&'a [Change]>,
    }
    write(&Whole { report, changes }, out)
}

/// Writes the formats that are read.
pub(crate) fn formats(out: &mut impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Whole {
        formats: Vec<Format>,
    }
    let formats = morgue::corpus::formats().collect();
    write(&Tagged::new("formats", &Whole { formats }), out)
}

/// Writes how a file was read.
pub(crate) fn inspection(inspection: &impl Serialize, out: &mut impl Write) -> Result<()> {
    write(&Tagged::new("inspection", inspection), out)
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

fn write(value: &impl Serialize, out: &mut impl Write) -> Result<()> {
    write_open(value, out)?;
    out.write_all(b"\n")
}

/// Writes a value and leaves its line open.
fn write_open(value: &impl Serialize, out: &mut impl Write) -> Result<()> {
    let mut json = serde_json::Serializer::with_formatter(out, Inert);
    Ok(value.serialize(&mut json)?)
}

/// JSON on one line that a terminal can be shown: characters that it would obey are `\u` escapes,
/// which are the same text to a parser. JSON itself escapes only those below a space.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> Result<()> {
        let mut plain = 0;
        for (place, c) in text.char_indices().filter(|(_, c)| is_obeyed(*c)) {
            out.write_all(&text.as_bytes()[plain..place])?;
            write!(out, "\\u{:04x}", u32::from(c))?;
            plain = place + c.len_utf8();
        }
        out.write_all(&text.as_bytes()[plain..])
    }
}

fn is_obeyed(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_a_terminal_nothing_to_obey_and_a_parser_the_same_text() {
        let text = "é \u{9b}31m \u{202e}txt\u{7f}\u{1b} 東京";
        let mut bytes = Vec::new();
        write(&text, &mut bytes).expect("a vector takes everything");
        let written = String::from_utf8(bytes).expect("JSON is text");
        let shown = r#""é \u009b31m \u202etxt\u007f\u001b 東京""#;
        assert_eq!(written, format!("{shown}\n"));
        let read: String = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(read, text);
    }
}

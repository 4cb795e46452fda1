//! Writes answers as JSON: the page and its kin are promises to scripts.

use std::io::{Result, Write};
use std::time::Duration;

use morgue::article::{Article, Place};
use morgue::bench::compare::Change;
use morgue::bench::report::Report;
use morgue::index::{Stats, Summary};
use morgue::search::Opened;
use morgue::search::page::{Clause, Hit, JSON_VERSION, Page, Piece};
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::cli::failure::Described;

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

/// Writes a page.
pub(crate) fn page(page: &Page, extras: &Extras, out: &mut impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        page: &'a Page,
        #[serde(flatten)]
        extras: &'a Extras,
    }
    write(&Whole { page, extras }, out)
}

/// Writes a hit on a line of its own.
pub(crate) fn hit(hit: &Hit, out: &mut impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        morgue: u32,
        kind: &'static str,
        name: Option<&'a str>,
        #[serde(flatten)]
        hit: &'a Hit,
    }
    let line = Line {
        morgue: JSON_VERSION,
        kind: "hit",
        name: None,
        hit,
    };
    write(&line, out)
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

/// Writes what is wrong with one of many queries, which stood on this line.
pub(crate) fn bad_line(line: u64, error: &Described, out: &mut impl Write) -> Result<()> {
    #[derive(Serialize)]
    struct BadLine<'a> {
        name: Option<&'a str>,
        line: u64,
        #[serde(flatten)]
        error: &'a Described,
    }
    let bad = BadLine {
        name: None,
        line,
        error,
    };
    write(&Tagged::new("error", &bad), out)
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
    let mut json = serde_json::Serializer::with_formatter(&mut *out, Inert);
    value.serialize(&mut json)?;
    out.write_all(b"\n")
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

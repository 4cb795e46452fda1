//! Writes hits as CSV or TSV, a row for each.

use std::io::{Error, Result, Write};

use csv::{Writer, WriterBuilder};
use morgue::search::page::{Counts, Hit, Passage};

use super::Audience;
use super::page::Marking;

/// The columns, which are a promise to scripts.
const COLUMNS: [&str; 15] = [
    "rank", "id", "key", "score", "date", "source", "title", "byline", "section", "language",
    "words", "url", "file", "record", "passage",
];

/// What stands between two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks {
    /// What stands between two fields.
    pub(crate) separator: Separator,
    /// How matches in passages are told.
    pub(crate) marking: Marking,
    /// Who reads it.
    pub(crate) audience: Audience,
}

/// A table that is being written.
pub(crate) struct Table<W: Write> {
    writer: Writer<W>,
    looks: Looks,
}

impl<W: Write> Table<W> {
    /// A table of hits, which begins with its header row.
    pub(crate) fn of_hits(out: W, looks: Looks) -> Result<Self> {
        let mut writer = writer(out, looks.separator);
        writer.write_record(COLUMNS).map_err(of_csv)?;
        Ok(Table { writer, looks })
    }

    /// Writes a hit; the passage is its first.
    pub(crate) fn hit(&mut self, hit: &Hit) -> Result<()> {
        let optional = |field: &Option<String>| field.clone().unwrap_or_default();
        let passage = hit.passages.first();
        let row = [
            hit.rank.to_string(),
            hit.id.clone(),
            optional(&hit.key),
            format!("{:.4}", hit.score),
            optional(&hit.date),
            optional(&hit.source),
            optional(&hit.title),
            optional(&hit.byline),
            optional(&hit.section),
            optional(&hit.language),
            hit.words.to_string(),
            optional(&hit.url),
            hit.file.clone(),
            hit.record
                .map_or_else(String::new, |record| record.to_string()),
            passage.map_or_else(String::new, |passage| self.text(passage)),
        ];
        let row = row.map(|field| self.looks.audience.shown(field));
        self.writer.write_record(row).map_err(of_csv)
    }

    fn text(&self, passage: &Passage) -> String {
        let pieces = passage.spans.iter();
        pieces.map(|piece| self.looks.marking.text(piece)).collect()
    }

    /// Sends all that was written.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.writer.flush()
    }
}

/// Writes a table of one row: how much was found.
pub(crate) fn counts(counts: &Counts, out: impl Write, separator: Separator) -> Result<()> {
    let optional = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
    let mut writer = writer(out, separator);
    let header = ["articles", "matches", "sentences", "sources"];
    writer.write_record(header).map_err(of_csv)?;
    let row = [
        counts.articles.to_string(),
        optional(counts.matches),
        optional(counts.sentences),
        optional(counts.sources),
    ];
    writer.write_record(row).map_err(of_csv)?;
    writer.flush()
}

fn writer<W: Write>(out: W, separator: Separator) -> Writer<W> {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Tab => b'\t',
    };
    WriterBuilder::new().delimiter(delimiter).from_writer(out)
}

/// A failure to write as such, so that a reader that went away is recognised.
fn of_csv(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => Error::other(format!("{other:?}")),
    }
}

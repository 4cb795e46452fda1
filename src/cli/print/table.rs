//! Writes hits, lines and counts as CSV or TSV, a row for each.

use std::io::Result;

use morgue::search::page::{Counts, Hit, KwicLine, Row};

use super::answers::{Columns, Label};
use super::data::Rows;
use super::json::Batched;
use super::page::Marking;

/// The columns of hits. Columns are a promise to scripts.
pub(crate) const HITS: Columns = &[
    "rank", "id", "key", "score", "date", "source", "title", "byline", "section", "language",
    "words", "url", "file", "record", "passage",
];
/// The columns of the lines of a concordance.
pub(crate) const LINES: Columns = &[
    "id", "date", "source", "title", "field", "match", "position", "left", "text", "right",
];
/// The columns of counts.
pub(crate) const COUNTS: Columns = &["articles", "matches", "sentences", "sources"];
/// The columns of counts by year, source, …
pub(crate) const ROWS: Columns = &["key", "articles", "matches", "sentences", "sources"];

/// A table that is being written. In a batch its first column is the query's name.
pub(crate) struct Table {
    rows: Rows,
    /// The header row, until it is written.
    header: Option<Vec<&'static str>>,
}

impl Table {
    /// A table, which begins with its header row; an error before the first answer leaves nothing.
    pub(crate) fn new(rows: Rows, batched: Batched, columns: Columns) -> Table {
        let name: Columns = match batched {
            Batched::Together => &["name"],
            Batched::Alone => &[],
        };
        Table {
            rows,
            header: Some([name, columns].concat()),
        }
    }

    /// Writes a row; it has a label in a batch and only there.
    pub(crate) fn row<const N: usize>(
        &mut self,
        label: Option<&Label>,
        row: [String; N],
    ) -> Result<()> {
        self.begin()?;
        self.rows
            .row(label.map(Label::shown).into_iter().chain(row))
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.begin()?;
        self.rows.flush()
    }

    fn begin(&mut self) -> Result<()> {
        match self.header.take() {
            Some(header) => self.rows.row(header),
            None => Ok(()),
        }
    }
}

/// The row of a hit; its passage is the first.
pub(crate) fn hit(hit: &Hit, marking: Marking) -> [String; HITS.len()] {
    let passage = hit.passages.first();
    [
        hit.rank.to_string(),
        hit.id.clone(),
        text(&hit.key),
        format!("{:.4}", hit.score),
        text(&hit.date),
        text(&hit.source),
        text(&hit.title),
        text(&hit.byline),
        text(&hit.section),
        text(&hit.language),
        hit.words.to_string(),
        text(&hit.url),
        hit.file.clone(),
        number(hit.record),
        passage.map_or_else(String::new, |passage| marking.line(&passage.spans)),
    ]
}

/// The row of a line of a concordance.
pub(crate) fn line(line: &KwicLine, marking: Marking) -> [String; LINES.len()] {
    [
        line.id.clone(),
        text(&line.date),
        text(&line.source),
        text(&line.title),
        line.field.to_owned(),
        line.occurrence.to_string(),
        line.position.to_string(),
        line.left.clone(),
        marking.line(&line.spans),
        line.right.clone(),
    ]
}

/// The row of counts.
pub(crate) fn counts(counts: &Counts) -> [String; COUNTS.len()] {
    [
        counts.articles.to_string(),
        number(counts.matches),
        number(counts.sentences),
        number(counts.sources),
    ]
}

/// A row of counts by year, source, …
pub(crate) fn counts_of(row: &Row) -> [String; ROWS.len()] {
    [
        text(&row.key),
        row.articles.to_string(),
        row.matches.to_string(),
        row.sentences.to_string(),
        row.sources.to_string(),
    ]
}

fn text(field: &Option<String>) -> String {
    field.clone().unwrap_or_default()
}

fn number(field: Option<u64>) -> String {
    field.map_or_else(String::new, |number| number.to_string())
}

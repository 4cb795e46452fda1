//! Reads a table in CSV, TSV and their like: a row is an article, a column a field.

mod dialect;
mod layout;
#[cfg(feature = "parquet")]
pub(super) mod parquet;
mod rows;

use std::io::BufRead;

use serde_json::{Map, Value};

use self::layout::Layout;
use self::rows::{Fault, Row, Rows};
use crate::article::Gap;
use crate::corpus::fields::{self, Fields, Origin};
use crate::corpus::file::with_gap;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::transcode::Utf8;
use crate::corpus::{BadRecord, Record, decode, sniff};

/// Tables in text.
pub(super) const READER: Reader = Reader {
    name: "csv",
    what: "a table: CSV, TSV, or cells between ; or |, with the usual names of columns",
    example: "headline,date,text\nFlood inquiry opens,1997-03-12,\"The inquiry opened.\"",
    way: Way::Stream { recognises, read },
};

/// The endings of tables.
const ENDINGS: [&str; 4] = ["csv", "tsv", "tab", "psv"];

/// The endings of what may be a table as well as anything else.
const OPEN_ENDINGS: [&str; 5] = ["", "txt", "text", "dat", "asc"];

/// How many columns of a table are looked at that its name does not call one.
const LONGEST_HEADER: usize = 100;

fn recognises(head: &Head<'_>) -> bool {
    if sniff::unread_bytes(head).is_some() {
        return false;
    }
    let start = head.text().trim_start();
    let is_other = ["<!doctype", "<html", "<?xml", "{\"", "[{"]
        .iter()
        .any(|other| {
            start
                .get(..other.len())
                .is_some_and(|s| s.eq_ignore_ascii_case(other))
        });
    if ENDINGS.contains(&head.extension) {
        return !is_other;
    }
    OPEN_ENDINGS.contains(&head.extension) && !is_other && shows_itself(start)
}

/// Whether a text is a table for sure: rows alike under names of fields, the title's or the text's
/// among them.
fn shows_itself(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    // Most first lines of text are ruled out by this before any more is looked at.
    let names: Vec<&str> = first
        .split([',', '\t', ';', '|'])
        .take(LONGEST_HEADER)
        .collect();
    if fields::fields_of(&names).iter().flatten().count() < 2 {
        return false;
    }
    let dialect = dialect::guess(text);
    let rows = dialect::sample(text, dialect, 10);
    let (Some(names), true) = (rows.first(), rows.len() > 1) else {
        return false;
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let known = fields::fields_of(&names);
    let has = |field| known.contains(&Some(field));
    known.iter().flatten().count() >= 2
        && (has("title") || has("text"))
        && rows.iter().all(|row| row.len() == names.len())
}

/// Reads a stream of rows; the number of a record is the line that its row begins on.
fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let bad = |line, code, reason: String| Err(BadRecord::new(around.file, line, code, reason));
    let head = match input.fill_buf() {
        Ok(head) => decode::decode(head),
        Err(error) => return each(bad(None, "unreadable", format!("cannot read it: {error}"))),
    };
    let encoding = head.encoding();
    let layout = Layout::of(&head.text, around.settings);
    drop(head);
    let layout = match layout {
        Ok(layout) => layout,
        Err(missing) => return each(bad(None, "no_columns", missing)),
    };
    around.notes.of(around.file, |note| {
        note.encoding = Some(encoding.name().to_owned());
        note.columns.clone_from(&layout.columns);
        note.remarks.clone_from(&layout.remarks);
    });
    let mut input = Utf8::of(input, encoding);
    let mut rows = Rows::new(&mut input, layout.dialect);
    rows.width = layout.names.len();
    let mut head = layout.head;
    for _ in 0..layout.preamble {
        around.notes.skipped("a line before the names of a table");
    }
    let mut has_records = false;
    loop {
        match rows.next_row() {
            Ok(None) => break,
            Ok(Some(_)) if head > 0 => head -= 1,
            Ok(Some(row)) => {
                has_records = true;
                each(record(row, &layout, around));
            }
            Err(error) => {
                each(bad(None, "unreadable", format!("cannot read on: {error}")));
                return;
            }
        }
    }
    if !has_records {
        each(bad(None, "empty", "the table has no rows".to_owned()));
    }
}

fn record(row: Row, layout: &Layout, around: &Around<'_>) -> Record {
    let bad = |code, reason| Err(BadRecord::new(around.file, Some(row.line), code, reason));
    let cells = match row.cells {
        Ok(cells) => cells,
        Err(Fault::TooLong) => return bad("too_large", "the row is too long to be one".to_owned()),
        Err(Fault::OpenQuote) => {
            let reason = "a quotation mark on this line is never closed";
            return bad("quote_unclosed", reason.to_owned());
        }
    };
    if let Some(reason) = misfit(&cells, layout) {
        return bad("row_misfit", reason);
    }
    let mut object = Map::new();
    let mut repaired = None;
    for (name, cell) in layout.names.iter().zip(&cells) {
        let decoded = decode::decode(cell);
        repaired = repaired.or(decoded.gap());
        object.insert(name.clone(), Value::String(decoded.text.into_owned()));
    }
    let record = article(&object, row.line, READER.name, layout, around);
    let unclosed = row.is_repaired.then(|| Gap {
        code: "quote_unclosed".into(),
        text: "a quotation mark of the row is never closed; it was read to the end of its line"
            .into(),
    });
    with_gap(with_gap(record, unclosed.as_ref()), repaired.as_ref())
}

/// The article of a row with this number, by the names of its columns.
fn article(
    row: &Map<String, Value>,
    number: u64,
    format: &'static str,
    layout: &Layout,
    around: &Around<'_>,
) -> Record {
    let fields = Fields::with(row, Origin::Columns, &layout.settings);
    let mut article = fields::article(&fields, around.clues);
    article.place.record = Some(number);
    article.format = format.into();
    fields::checked(article, around.file).map(|mut article| {
        if !layout.gives("text") {
            article.gaps.retain(|gap| gap.code != "body_missing");
            article.gaps.push(Gap {
                code: "text_column_missing".into(),
                text: "no column of the table is a text; --map text=COLUMN names one".into(),
            });
        }
        article
    })
}

/// Why a row cannot be told apart into columns: more cells than columns, or fewer than are needed.
fn misfit(cells: &[Vec<u8>], layout: &Layout) -> Option<String> {
    let width = layout.names.len();
    let extra = cells.iter().skip(width);
    let has_more = extra.into_iter().any(|cell| !cell.trim_ascii().is_empty());
    let needed = ["title", "text", "date"];
    let lacks = needed
        .iter()
        .filter_map(|field| layout.column_of(field))
        .any(|at| at >= cells.len());
    (has_more || lacks).then(|| format!("the row has {} cells for {width} columns", cells.len()))
}

//! How a table is written: what separates its cells, and how a quotation mark stands in a cell.

use super::rows::split;
use crate::corpus::fields;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What separates cells.
    pub(super) separator: u8,
    /// Whether `\"` is a quotation mark inside a cell, beside `""`.
    pub(super) escape: Escape,
}

/// That of a table without text around its cells.
#[cfg(feature = "parquet")]
pub(super) const PLAIN: Dialect = Dialect {
    separator: b',',
    escape: Escape::Doubled,
};

/// How a quotation mark stands inside a quoted cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    Doubled,
    Backslash,
}

/// What separates cells, most usual first.
const SEPARATORS: [u8; 4] = *b",\t;|";

/// How many rows are looked at.
const LOOKED_AT: usize = 30;

/// How the table is written that begins like this.
///
/// The separator is the one that gives names which are known, then the one that gives most rows as
/// many cells, then the one that gives more cells.
pub(super) fn guess(head: &str) -> Dialect {
    let escape = escape(head);
    if let Some(separator) = told(head) {
        return Dialect { separator, escape };
    }
    let best = SEPARATORS
        .iter()
        .map(|separator| Dialect {
            separator: *separator,
            escape,
        })
        .max_by_key(|dialect| {
            let (rows, width, known) = fit(head, *dialect);
            // The first of equals: `max_by_key` takes the last.
            let usual = SEPARATORS
                .iter()
                .rev()
                .position(|s| *s == dialect.separator);
            (width > 1, known, rows, width, usual)
        });
    best.unwrap_or(Dialect {
        separator: b',',
        escape,
    })
}

/// What a first line as `sep=;` says, which Excel understands.
fn told(head: &str) -> Option<u8> {
    let line = head
        .lines()
        .next()?
        .trim_start_matches('\u{feff}')
        .trim_matches('"');
    let separator = line
        .to_ascii_lowercase()
        .strip_prefix("sep=")?
        .bytes()
        .next()?;
    SEPARATORS.contains(&separator).then_some(separator)
}

/// The table behind a first line as `sep=;`, and how many lines that takes.
pub(super) fn behind_told(head: &str) -> (&str, usize) {
    match told(head) {
        Some(_) => (head.split_once('\n').map_or("", |(_, rest)| rest), 1),
        None => (head, 0),
    }
}

/// The name of a separator, for people.
pub(super) fn name(separator: u8) -> &'static str {
    match separator {
        b'\t' => "tabs",
        b';' => "semicolons",
        b'|' => "bars",
        _ => "commas",
    }
}

/// Per cent of the rows that are as wide as most, their width, and how many cells of the first of
/// them are names of fields.
fn fit(head: &str, dialect: Dialect) -> (usize, usize, usize) {
    let rows = sample(head, dialect, LOOKED_AT);
    let width = usual_width(&rows);
    let mut alike = rows.iter().filter(|row| row.len() == width);
    let count = alike.clone().count();
    let Some(first) = alike.next() else {
        return (0, 0, 0);
    };
    let names: Vec<&str> = first.iter().map(String::as_str).collect();
    let known = fields::fields_of(&names).into_iter().flatten().count();
    (count * 100 / rows.len(), width, known)
}

/// How many cells most rows have; of equals the more.
pub(super) fn usual_width(rows: &[Vec<String>]) -> usize {
    let count = |width: usize| rows.iter().filter(|row| row.len() == width).count();
    let widths = rows.iter().map(Vec::len);
    let best = widths.max_by_key(|width| (count(*width), *width));
    best.unwrap_or(0)
}

/// The first rows of a table, without the last of its beginning, which may be cut.
pub(super) fn sample(head: &str, dialect: Dialect, most: usize) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut rest = head.trim_start_matches('\u{feff}').as_bytes();
    while rows.len() < most && !rest.is_empty() {
        let (row, length) = split(rest, dialect);
        let is_whole = length < rest.len() || rest.ends_with(b"\n") || rows.is_empty();
        let is_blank = row.iter().all(|cell| cell.trim_ascii().is_empty());
        if is_whole && !is_blank {
            let cells = row
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).trim().to_owned());
            rows.push(cells.collect());
        }
        rest = &rest[length..];
    }
    rows
}

/// Programs that write `\"` do so throughout; then `""` is an empty cell and nothing else.
fn escape(head: &str) -> Escape {
    let bytes = head.as_bytes();
    let is_edge =
        |byte: Option<&u8>| byte.is_none_or(|b| SEPARATORS.contains(b) || b"\r\n".contains(b));
    let doubled = bytes
        .windows(2)
        .enumerate()
        .filter(|(at, pair)| {
            let before = at.checked_sub(1).and_then(|at| bytes.get(at));
            *pair == b"\"\"" && !(is_edge(before) && is_edge(bytes.get(at + 2)))
        })
        .count();
    match head.matches("\\\"").count() > doubled {
        true => Escape::Backslash,
        false => Escape::Doubled,
    }
}

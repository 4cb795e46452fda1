//! The rows of a table from a stream, in bounded memory, whatever its quotation marks do.
//!
//! The `csv` crate has no bound on a row and cannot take one back. Here a quotation mark that is
//! never closed costs the row that it stands in, not the rest of the table.

use std::io::{self, BufRead};

use super::dialect::{Dialect, Escape};

/// The longest row, in bytes.
const LONGEST_ROW: usize = 64 << 20;

/// How often a row that is too long is taken back before quotation marks count no more.
const MOST_TAKEN_BACK: u32 = 4;

/// A row of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line that it begins on, from 1.
    pub(super) line: u64,
    /// What stands in it, or why it cannot be read.
    pub(super) cells: Result<Vec<Vec<u8>>, Fault>,
    /// Whether it was read to the end of its line only, for a quotation mark that is never closed.
    pub(super) is_repaired: bool,
}

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has more bytes than any row.
    TooLong,
    /// A quotation mark in it is never closed.
    OpenQuote,
}

/// The rows of a stream.
pub(super) struct Rows<'r> {
    input: &'r mut dyn BufRead,
    dialect: Dialect,
    /// How many cells a row should have; 0 while that is not known.
    pub(super) width: usize,
    /// Lines that were read and taken back, from `taken` on.
    back: Vec<u8>,
    taken: usize,
    line: u64,
    taken_back: u32,
}

impl<'r> Rows<'r> {
    pub(super) fn new(input: &'r mut dyn BufRead, dialect: Dialect) -> Rows<'r> {
        Rows {
            input,
            dialect,
            width: 0,
            back: Vec::new(),
            taken: 0,
            line: 0,
            taken_back: 0,
        }
    }

    /// The next row that is not blank; `None` at the end.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some(row) = self.any_row()? else {
                return Ok(None);
            };
            let is_blank = row
                .cells
                .as_ref()
                .is_ok_and(|cells| cells.iter().all(|cell| cell.trim_ascii().is_empty()));
            if !is_blank {
                return Ok(Some(row));
            }
        }
    }

    fn any_row(&mut self) -> io::Result<Option<Row>> {
        let mut raw = Vec::new();
        let line = self.line + 1;
        let mut scan = Scan::new(self.dialect);
        let mut first = 0;
        let row = |cells| Row {
            line,
            cells,
            is_repaired: false,
        };
        loop {
            let from = raw.len();
            if !self.next_line(&mut raw)? {
                break;
            }
            first = if first == 0 { raw.len() } else { first };
            if first > LONGEST_ROW {
                self.skip_line()?;
                return Ok(Some(row(Err(Fault::TooLong))));
            }
            scan.line(&raw[from..]);
            if !scan.is_open() || raw.len() > LONGEST_ROW || self.taken_back > MOST_TAKEN_BACK {
                break;
            }
        }
        if raw.is_empty() {
            return Ok(None);
        }
        let (cells, _) = split(&raw, self.dialect);
        let is_short = !scan.is_open() && (self.width == 0 || cells.len() == self.width);
        if first == raw.len() && !scan.is_open() || is_short && !scan.is_odd {
            return Ok(Some(row(Ok(cells))));
        }
        let alone = unquoted(&raw[..first], self.dialect.separator);
        let fits = self.width > 0 && alone.len() == self.width;
        if !fits && !scan.is_open() {
            return Ok(Some(row(Ok(cells))));
        }
        self.taken_back += u32::from(raw.len() > LONGEST_ROW);
        self.take_back(&raw[first..], line);
        Ok(Some(Row {
            line,
            cells: if fits {
                Ok(alone)
            } else {
                Err(Fault::OpenQuote)
            },
            is_repaired: fits,
        }))
    }

    /// Puts back what was read behind the first line of a row.
    fn take_back(&mut self, rest: &[u8], line: u64) {
        let kept = self.back.split_off(self.taken);
        self.back = [rest, &kept].concat();
        self.taken = 0;
        self.line = line;
    }

    /// Appends the next line with its end; false at the end of the table. Of a line that is too
    /// long the beginning is taken, and the rest is left.
    fn next_line(&mut self, raw: &mut Vec<u8>) -> io::Result<bool> {
        let from = raw.len();
        loop {
            let is_back = self.taken < self.back.len();
            let known = match is_back {
                true => &self.back[self.taken..],
                false => self.input.fill_buf()?,
            };
            if known.is_empty() {
                break;
            }
            let end = known.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(known.len(), |end| end + 1);
            raw.extend_from_slice(&known[..length]);
            match is_back {
                true => self.taken += length,
                false => self.input.consume(length),
            }
            if end.is_some() || raw.len() - from > LONGEST_ROW {
                break;
            }
        }
        self.line += u64::from(raw.len() > from);
        Ok(raw.len() > from)
    }

    /// Passes over the rest of a line, if it has not ended.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let known = self.input.fill_buf()?;
            if known.is_empty() {
                return Ok(());
            }
            let end = known.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(known.len(), |end| end + 1);
            self.input.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

/// Where in a row a byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotation marks, or behind its closing one.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// Behind a backslash between quotation marks.
    Escaped,
    /// Behind a quotation mark that closes the cell, unless another follows.
    Closing,
}

/// What became of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Kept,
    Dropped,
    EndsCell,
    EndsRow,
}

/// Follows the quotation marks of a row.
struct Scan {
    dialect: Dialect,
    at: At,
    /// Whether something stands behind a closing quotation mark.
    is_odd: bool,
}

impl Scan {
    fn new(dialect: Dialect) -> Scan {
        Scan {
            dialect,
            at: At::Start,
            is_odd: false,
        }
    }

    fn line(&mut self, line: &[u8]) {
        for byte in line {
            self.step(*byte);
        }
    }

    /// Whether a quotation mark is open.
    fn is_open(&self) -> bool {
        matches!(self.at, At::Quoted | At::Escaped)
    }

    fn step(&mut self, byte: u8) -> Fate {
        let is_escape = byte == b'\\' && self.dialect.escape == Escape::Backslash;
        let (at, fate) = match (self.at, byte) {
            (At::Start, b'"') => (At::Quoted, Fate::Dropped),
            (At::Quoted, b'"') => (At::Closing, Fate::Dropped),
            (At::Quoted, _) if is_escape => (At::Escaped, Fate::Dropped),
            (At::Quoted, _) => (At::Quoted, Fate::Kept),
            (At::Escaped, _) => (At::Quoted, Fate::Kept),
            (At::Closing, b'"') => (At::Quoted, Fate::Kept),
            (_, b'\n') => (At::Start, Fate::EndsRow),
            (_, byte) if byte == self.dialect.separator => (At::Start, Fate::EndsCell),
            (At::Closing, b'\r') => (At::Closing, Fate::Dropped),
            (At::Closing, _) => {
                self.is_odd |= !byte.is_ascii_whitespace();
                (At::Plain, Fate::Kept)
            }
            (At::Start | At::Plain, _) => (At::Plain, Fate::Kept),
        };
        self.at = at;
        fate
    }
}

/// The cells of the first row of these bytes, and its length.
pub(super) fn split(bytes: &[u8], dialect: Dialect) -> (Vec<Vec<u8>>, usize) {
    let mut scan = Scan::new(dialect);
    let mut cells = vec![Vec::new()];
    let mut cell = Vec::new();
    let mut length = bytes.len();
    for (place, byte) in bytes.iter().enumerate() {
        match scan.step(*byte) {
            Fate::Kept => cell.push(*byte),
            Fate::Dropped => {}
            Fate::EndsCell => {
                put(&mut cells, &mut cell);
                cells.push(Vec::new());
            }
            Fate::EndsRow => {
                length = place + 1;
                break;
            }
        }
    }
    if cell.last() == Some(&b'\r') && !scan.is_open() {
        cell.pop();
    }
    put(&mut cells, &mut cell);
    (cells, length)
}

fn put(cells: &mut [Vec<u8>], cell: &mut Vec<u8>) {
    if let Some(last) = cells.last_mut() {
        *last = std::mem::take(cell);
    }
}

/// The cells of a line in which quotation marks mean nothing.
fn unquoted(line: &[u8], separator: u8) -> Vec<Vec<u8>> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let cells = line
        .split(|byte| *byte == separator)
        .map(<[u8]>::trim_ascii);
    cells
        .map(|cell| cell.strip_prefix(b"\"").unwrap_or(cell).to_vec())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMAS: Dialect = Dialect {
        separator: b',',
        escape: Escape::Doubled,
    };

    /// The rows as `line: cell|cell`, with `~` before one that was repaired.
    fn rows(text: &str, width: usize, dialect: Dialect) -> Vec<String> {
        let mut input = text.as_bytes();
        let mut rows = Rows::new(&mut input, dialect);
        rows.width = width;
        let mut seen = Vec::new();
        while let Some(row) = rows.next_row().expect("memory can be read") {
            let cells = match row.cells {
                Ok(cells) => {
                    let cells: Vec<_> = cells
                        .iter()
                        .map(|cell| String::from_utf8_lossy(cell))
                        .collect();
                    cells.join("|")
                }
                Err(fault) => format!("{fault:?}"),
            };
            let mark = if row.is_repaired { "~" } else { "" };
            seen.push(format!("{mark}{}: {cells}", row.line));
        }
        seen
    }

    #[test]
    fn cells_are_told_by_separators_and_quotation_marks() {
        for (text, expected) in [
            ("a,b\r\nc,d", vec!["1: a|b", "2: c|d"]),
            ("\"a\nb\",c\n\nd,", vec!["1: a\nb|c", "4: d|"]),
            ("\"say \"\"so\"\"\",c\n", vec!["1: say \"so\"|c"]),
            ("6\" snow,c\n", vec!["1: 6\" snow|c"]),
            ("\"Snow\" fell,c\n", vec!["1: Snow fell|c"]),
            (",\n", vec![]),
        ] {
            assert_eq!(rows(text, 2, COMMAS), expected, "{text:?}");
        }
        let backslash = Dialect {
            separator: b';',
            escape: Escape::Backslash,
        };
        assert_eq!(
            rows("\"say \\\"so\\\"\";c", 2, backslash),
            ["1: say \"so\"|c"]
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_its_own_row_at_most() {
        for (text, expected) in [
            ("a,\"b\nc,d\ne,f\n", vec!["~1: a|b", "2: c|d", "3: e|f"]),
            ("a,\"b\nc,\"d\"\ne,f\n", vec!["~1: a|b", "2: c|d", "3: e|f"]),
            ("a,\"b,x\nc,d\n", vec!["1: OpenQuote", "2: c|d"]),
            ("a,b\n\"c", vec!["1: a|b", "2: OpenQuote"]),
        ] {
            assert_eq!(rows(text, 2, COMMAS), expected, "{text:?}");
        }
    }
}

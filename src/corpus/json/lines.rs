//! Reads JSON Lines, one record a line, in bounded memory.

use std::io::{self, BufRead};

use serde_json::Value;

use super::{Given, parse, records};
use crate::corpus::file::with_gap;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{BadRecord, Record, decode};

/// JSON Lines.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "jsonl",
    what: "JSON Lines: an object a line, with the usual keys of news data sets",
    example: "{\"title\": \"Flood inquiry opens\", \"date\": \"1997-03-12\", \"text\": \"The inquiry opened.\"}",
    way: Way::Stream { recognises, read },
};

/// The endings of files that hold a JSON value on each line.
const ENDINGS: [&str; 4] = ["jsonl", "ndjson", "jsonlines", "ldjson"];

/// Whether an extension says JSON Lines.
pub(in crate::corpus) fn is_named(extension: &str) -> bool {
    ENDINGS.contains(&extension)
}

/// Whether the first line is a whole object, and a second follows or the name says so.
pub(in crate::corpus) fn recognises(head: &Head<'_>) -> bool {
    if decode::is_utf_16(head.bytes) {
        return false;
    }
    let is_named = is_named(head.extension);
    let start = head
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head.bytes);
    let start = start.trim_ascii_start();
    if !start.starts_with(b"{") {
        return is_named && !start.starts_with(b"[");
    }
    let line_end = start.iter().position(|byte| *byte == b'\n');
    let (first, rest) = start.split_at(line_end.unwrap_or(start.len()));
    if is_named {
        // One object spread over many lines, whatever its name says.
        return first.trim_ascii() != b"{";
    }
    is_object(first.trim_ascii()) && rest.trim_ascii_start().starts_with(b"{")
}

/// The longest line that is read, in MiB; the rest of a longer one is passed over.
pub(in crate::corpus) const LONGEST_LINE_MIB: usize = 64;

/// Reads a stream of records; the number of a record is its line.
pub(in crate::corpus) fn read(
    input: &mut dyn BufRead,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    if !read_lines(Lines::new(input), around, each) {
        let bad = BadRecord::new(around.file, None, "empty", "it has no lines");
        each(Err(bad));
    }
}

/// Reads what was appended to so many lines.
pub(in crate::corpus) fn read_on(
    input: &mut dyn BufRead,
    lines: u64,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    let mut rest = Lines::new(input);
    rest.number = lines;
    read_lines(rest, around, each);
}

/// Reads lines to their end; whether there were any.
fn read_lines(
    mut lines: Lines<&mut dyn BufRead>,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) -> bool {
    let file = around.file;
    let mut has_records = false;
    loop {
        let number = lines.number + 1;
        let bad = |code, reason: String| Err(BadRecord::new(file, Some(number), code, reason));
        match lines.next_line() {
            Ok(Line::Whole([])) => continue,
            Ok(Line::Whole(line)) => each(record(line, number, around)),
            Ok(Line::TooLong) => each(bad(
                "too_large",
                format!("the line has more than {LONGEST_LINE_MIB} MiB"),
            )),
            Ok(Line::End) => break,
            Err(error) => {
                each(bad("unreadable", format!("cannot read on: {error}")));
                return true;
            }
        }
        has_records = true;
    }
    has_records
}

/// Whether a line is a whole JSON object.
fn is_object(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    matches!(parse(&text).as_deref(), Ok([Value::Object(_)]))
}

fn record(line: &[u8], number: u64, around: &Around<'_>) -> Record {
    let bad = |code, reason: String| BadRecord::new(around.file, Some(number), code, reason);
    let decoded = decode::decode(line);
    let values = parse(&decoded.text).map_err(|error| bad("not_json", reason(&error)))?;
    let [Value::Object(object)] = values.as_slice() else {
        return Err(bad(
            "not_an_article",
            "the line is not one JSON object".to_owned(),
        ));
    };
    let given = Given {
        around,
        whole: None,
        format: READER.name,
    };
    let record = super::record(records::unwrapped(object), Some(number), given);
    with_gap(record, decoded.gap().as_ref())
}

/// The parser counts lines within the line, which are none of the reader's.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("not JSON: {what} at column {}", error.column())
}

/// One line of a stream.
#[derive(Debug, PartialEq, Eq)]
enum Line<'b> {
    /// The line without white space around it.
    Whole(&'b [u8]),
    /// A line longer than any that is read.
    TooLong,
    /// The stream has ended.
    End,
}

/// The lines of a stream, none kept longer than needed.
struct Lines<R> {
    input: R,
    line: Vec<u8>,
    /// The number of the line last read, from 1.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a stream from here on.
    fn new(input: R) -> Self {
        Lines {
            input,
            line: Vec::new(),
            number: 0,
        }
    }

    /// Reads the next line.
    fn next_line(&mut self) -> io::Result<Line<'_>> {
        self.line.clear();
        self.number += 1;
        let (mut is_too_long, mut has_begun) = (false, false);
        loop {
            let known = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                known => known?,
            };
            if known.is_empty() {
                break;
            }
            has_begun = true;
            let end = memchr::memchr(b'\n', known);
            let part = &known[..end.unwrap_or(known.len())];
            is_too_long |= self.line.len() + part.len() > LONGEST_LINE_MIB << 20;
            if !is_too_long {
                self.line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !has_begun {
            return Ok(Line::End);
        }
        if is_too_long {
            self.line = Vec::new();
            return Ok(Line::TooLong);
        }
        let line = self
            .line
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.line);
        Ok(Line::Whole(line.trim_ascii()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::clues::Clues;

    fn read_all(text: &[u8]) -> Vec<String> {
        let mut seen = Vec::new();
        let clues = Clues::default();
        let around = Around::bare("-", &clues);
        read(&mut &*text, &around, &mut |record| {
            seen.push(match record {
                Ok(article) => format!(
                    "{} {}",
                    article.place.record.unwrap_or(0),
                    article.title.map_or(String::new(), |title| title.value)
                ),
                Err(bad) => format!(
                    "{} {}: {}",
                    bad.place.record.unwrap_or(0),
                    bad.code,
                    bad.reason
                ),
            });
        });
        seen
    }

    #[test]
    fn a_broken_line_does_not_stop_the_rest() {
        let text = b"\xef\xbb\xbf{\"title\": \"Snow\", \"text\": \"It fell.\"}\r\n\n{\"title\": \n{\"title\": \"Ice\", \"text\": \"It came.\"}";
        assert_eq!(
            read_all(text),
            [
                "1 Snow",
                "3 not_json: not JSON: EOF while parsing a value at column 9",
                "4 Ice"
            ]
        );
        assert_eq!(
            read_all(b"[]\n"),
            ["1 not_an_article: the line is not one JSON object"]
        );
        assert_eq!(read_all(b"\n \n"), ["0 empty: it has no lines"]);
    }

    #[test]
    fn a_line_without_end_is_passed_over_in_bounded_memory() {
        let mut text = vec![b'x'; (LONGEST_LINE_MIB << 20) + 1];
        text.extend_from_slice(b"\n{\"title\": \"Ice\", \"text\": \"It came.\"}");
        let seen = read_all(&text);
        assert_eq!(seen.len(), 2);
        assert!(seen[0].starts_with("1 too_large"), "{}", seen[0]);
        assert_eq!(seen[1], "2 Ice");
    }
}

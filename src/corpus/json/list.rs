//! Reads a JSON list of any length, one item after another.
//!
//! What was read before the list breaks off or goes wrong is kept.

use std::io::{self, BufRead};

use serde_json::Value;

use super::{Given, parse, records};
use crate::corpus::file::with_gap;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::transcode::Utf8;
use crate::corpus::{BadRecord, Record, decode};

/// Lists of objects.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "json",
    what: "a JSON list of articles, of any length",
    example: "[{\"headline\": \"Flood inquiry opens\", \"published\": \"1997-03-12\", \"body\": \"The inquiry opened.\"}]",
    way: Way::Stream { recognises, read },
};

/// The longest item, in bytes.
const LONGEST_ITEM: usize = 64 << 20;

/// Whether it begins as a list of objects, and is not said to be something else.
fn recognises(head: &Head<'_>) -> bool {
    let is_open = ["json", "", "txt", "js"].contains(&head.extension);
    if !is_open
        || !matches!(
            head.bytes.first(),
            Some(b'[' | b' ' | b'\n' | b'\r' | b'\t' | 0xef | 0xfe | 0xff)
        )
    {
        return false;
    }
    let inside = head.text().trim_start().strip_prefix('[');
    let object = inside.and_then(|inside| inside.trim_start().strip_prefix('{'));
    object.is_some_and(|object| object.trim_start().starts_with(['"', '}']))
}

fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    if let Err(error) = read_items(input, around, each) {
        let reason = format!("cannot read on: {error}");
        each(Err(BadRecord::new(around.file, None, "unreadable", reason)));
    }
}

fn read_items(
    input: &mut dyn BufRead,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) -> io::Result<()> {
    let encoding = decode::decode(input.fill_buf()?).encoding();
    around.notes.of(around.file, |note| {
        note.encoding = Some(encoding.name().to_owned())
    });
    let mut input = Utf8::of(input, encoding);
    let mut number = 0;
    let mut items = Items::default();
    loop {
        let bad =
            |code, reason: &str| Err(BadRecord::new(around.file, Some(number + 1), code, reason));
        match items.next(&mut input)? {
            Next::Item => each(record(&items.item, number + 1, around)),
            Next::TooLong => each(bad("too_large", "the item is too long to be one")),
            Next::End => break,
            Next::CutOff => {
                each(bad(
                    "not_json",
                    "the list breaks off; what was read before is kept",
                ));
                break;
            }
            Next::Noise => {
                each(bad("not_json", "what follows the list is not JSON"));
                break;
            }
        }
        number += 1;
    }
    Ok(())
}

fn record(item: &[u8], number: u64, around: &Around<'_>) -> Record {
    let bad = |code, reason: String| Err(BadRecord::new(around.file, Some(number), code, reason));
    let decoded = decode::decode(item);
    match parse(&decoded.text).as_deref() {
        Ok([Value::Object(object)]) => {
            let given = Given {
                around,
                whole: None,
                format: READER.name,
            };
            let record = super::record(records::unwrapped(object), Some(number), given);
            with_gap(record, decoded.gap().as_ref())
        }
        Ok(_) => bad("not_an_article", "it is not an object".to_owned()),
        Err(error) => bad("not_json", format!("it is not JSON: {error}")),
    }
}

/// What comes next in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Item,
    TooLong,
    End,
    CutOff,
    /// Something that is no list follows it.
    Noise,
}

/// Cuts a list, or several one after another, into their items.
#[derive(Default)]
struct Items {
    /// The item last read.
    item: Vec<u8>,
    /// How many brackets are open; 1 between the items, 0 outside of a list.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
}

impl Items {
    fn next(&mut self, input: &mut dyn BufRead) -> io::Result<Next> {
        self.item.clear();
        let mut is_too_long = false;
        loop {
            if self.depth == 0
                && let Some(next) = self.begin(input)?
            {
                return Ok(next);
            }
            let known = input.fill_buf()?;
            if known.is_empty() {
                return Ok(Next::CutOff);
            }
            let end = known.iter().position(|byte| self.step(*byte));
            let part = &known[..end.unwrap_or(known.len())];
            is_too_long |= self.item.len() + part.len() > LONGEST_ITEM;
            if !is_too_long {
                self.item.extend_from_slice(part);
            }
            let length = end.map_or(known.len(), |end| end + 1);
            input.consume(length);
            // An empty list, or a comma before its end.
            let is_blank = self.item.trim_ascii().is_empty();
            match end {
                Some(_) if is_too_long => return Ok(Next::TooLong),
                Some(_) if !is_blank => return Ok(Next::Item),
                _ => {}
            }
        }
    }

    /// Takes the bracket that begins a list; what comes instead if there is none.
    fn begin(&mut self, input: &mut dyn BufRead) -> io::Result<Option<Next>> {
        loop {
            let known = input.fill_buf()?;
            let blank = known
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            let next = known.get(blank).copied();
            let is_at_end = known.is_empty();
            input.consume(blank);
            match next {
                Some(b'[') => {
                    input.consume(1);
                    self.depth = 1;
                    return Ok(None);
                }
                Some(_) => return Ok(Some(Next::Noise)),
                None if is_at_end => return Ok(Some(Next::End)),
                None => {}
            }
        }
    }

    /// Follows the brackets and strings; whether an item ends with this byte.
    fn step(&mut self, byte: u8) -> bool {
        match (self.is_in_string, byte) {
            (true, _) if self.is_escaped => self.is_escaped = false,
            (true, b'\\') => self.is_escaped = true,
            (_, b'"') => self.is_in_string = !self.is_in_string,
            (false, b'[' | b'{') => self.depth += 1,
            (false, b']' | b'}') => self.depth -= 1,
            (false, b',') => return self.depth == 1,
            _ => {}
        }
        self.depth == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of a list, and how it ends.
    fn items(text: &str) -> (Vec<String>, Next) {
        let mut input = text.as_bytes();
        let mut items = Items::default();
        let mut seen = Vec::new();
        loop {
            match items.next(&mut input).expect("memory can be read") {
                Next::Item => {
                    seen.push(String::from_utf8_lossy(items.item.trim_ascii()).into_owned())
                }
                end => return (seen, end),
            }
        }
    }

    #[test]
    fn a_list_is_cut_into_its_items() {
        for (text, expected, end) in [
            (
                "[{\"a\": \"],\\\"\"}, 5,\n[1, 2]]\n",
                vec!["{\"a\": \"],\\\"\"}", "5", "[1, 2]"],
                Next::End,
            ),
            ("[]", vec![], Next::End),
            ("[{},]", vec!["{}"], Next::End),
            ("[{}]\n[{}]", vec!["{}", "{}"], Next::End),
            ("[{}, {\"a\"", vec!["{}"], Next::CutOff),
            ("[{}] and so on", vec!["{}"], Next::Noise),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(items(text), (expected, end), "{text}");
        }
    }
}

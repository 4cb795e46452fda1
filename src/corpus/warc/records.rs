//! The records of a web archive, found again behind damage and behind lengths that lie.

use std::io::{self, BufRead};

use crate::corpus::ahead::Ahead;

/// The longest record whose content is held, in bytes.
const LONGEST_CONTENT: usize = 64 << 20;

/// The longest head of a record, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// How much of a record is held to tell whether it is a page, in bytes.
const BEGINNING: usize = 16 << 10;

/// How a record begins.
const MARK: &[u8] = b"WARC/1.";

/// How a record begins behind the end of another.
const MARK_BEHIND: &[u8] = b"\r\n\r\nWARC/1.";

/// The records of a stream.
pub(super) struct Records<'r> {
    input: Ahead<'r>,
    /// How many records were met.
    pub(super) number: u64,
    /// What is to be passed over before the next record.
    pending: Pending,
    /// What is wrong with the record last read, not told yet.
    damage: Option<String>,
}

/// What the reader has not passed over yet.
enum Pending {
    Nothing,
    /// The content of a record, of which so many bytes are held.
    Held(usize),
    /// The content of a record that is too long to be held, of so many bytes.
    Long(u64),
}

/// What comes next in a web archive.
pub(super) enum Next<'a> {
    Record(Head, Content<'a>),
    /// Something that is no record was passed over.
    Damage(String),
    End,
}

/// The lines before the content of a record.
pub(super) struct Head(Vec<(String, String)>);

/// The content of a record.
pub(super) struct Content<'a> {
    pub(super) bytes: &'a [u8],
    /// Whether there is more of it than is held.
    pub(super) is_partial: bool,
    /// Whether it breaks off before its end.
    pub(super) is_cut: bool,
}

impl Head {
    /// The value under a name in lower case; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let line = self.0.iter().find(|(known, _)| known == name);
        line.map_or("", |(_, value)| value)
    }
}

/// Lines of `Name: value`, the names in lower case; a line that begins with white space goes on.
pub(super) fn lines_of(text: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(text);
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = lines.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            lines.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    lines
}

impl<'r> Records<'r> {
    pub(super) fn of(input: &'r mut dyn BufRead) -> Records<'r> {
        Records {
            input: Ahead::of(input),
            number: 0,
            pending: Pending::Nothing,
            damage: None,
        }
    }

    /// The next record, its content held as far as it is short.
    pub(super) fn next_record(&mut self) -> io::Result<Next<'_>> {
        match std::mem::replace(&mut self.pending, Pending::Nothing) {
            Pending::Nothing => {}
            Pending::Held(length) => self.input.consume(length),
            Pending::Long(length) => self.skip(length)?,
        }
        if let Some(damage) = self.damage.take() {
            return Ok(Next::Damage(damage));
        }
        if let Some(passed) = self.find_record()? {
            return Ok(Next::Damage(format!(
                "{passed} bytes are no record of a web archive"
            )));
        }
        let Some(head) = self.head()? else {
            return Ok(Next::End);
        };
        self.number += 1;
        let Ok(length) = head.get("content-length").parse::<u64>() else {
            let told = head.get("content-length").to_owned();
            return Ok(Next::Damage(format!(
                "a record does not tell its length: “{told}”"
            )));
        };
        self.content(head, length)
    }

    /// Goes to the next record; how many bytes were no record, if any were.
    fn find_record(&mut self) -> io::Result<Option<u64>> {
        let mut passed = 0;
        loop {
            let next = self.input.peek(BEGINNING)?;
            if next.is_empty() {
                return Ok(Some(passed).filter(|passed| *passed > 0));
            }
            let blank = next
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            if passed == 0 && blank > 0 {
                self.input.consume(blank);
                continue;
            }
            if next.starts_with(MARK) {
                return Ok(Some(passed).filter(|passed| *passed > 0));
            }
            let at = next[1..].windows(MARK.len()).position(|part| part == MARK);
            let length = match at {
                Some(at) => at + 1,
                // A mark may be cut by the end of what is known.
                None => next.len().saturating_sub(MARK.len() - 1).max(1),
            };
            self.input.consume(length);
            passed += length as u64;
        }
    }

    /// The head of the record here; `None` at the end.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let next = self.input.peek(LONGEST_HEAD)?;
        if next.is_empty() {
            return Ok(None);
        }
        let next = &next[..next.len().min(LONGEST_HEAD)];
        let (lines, length) = head_of(next);
        let head = Head(lines_of(lines));
        self.input.consume(length);
        Ok(Some(head))
    }

    fn content(&mut self, head: Head, length: u64) -> io::Result<Next<'_>> {
        let held = match usize::try_from(length) {
            Ok(length) if length <= LONGEST_CONTENT => length,
            _ => {
                self.pending = Pending::Long(length);
                let bytes = self.input.peek(BEGINNING)?;
                let content = Content {
                    bytes: &bytes[..bytes.len().min(BEGINNING)],
                    is_partial: true,
                    is_cut: false,
                };
                return Ok(Next::Record(head, content));
            }
        };
        let next = self.input.peek(held + MARK_BEHIND.len())?;
        let true_length = true_length(next, held);
        let is_last = true_length == next.len();
        self.pending = Pending::Held(true_length);
        self.damage = (true_length != held).then(|| match is_last {
            true => "the last record breaks off before its end".to_owned(),
            false => format!("the record tells a length of {held} bytes and has {true_length}"),
        });
        let bytes = self.input.peek(true_length)?;
        let bytes = &bytes[..true_length];
        Ok(Next::Record(
            head,
            Content {
                bytes,
                is_partial: false,
                is_cut: true_length != held && is_last,
            },
        ))
    }

    /// Passes over a long content, unless another record begins in it.
    fn skip(&mut self, length: u64) -> io::Result<()> {
        let mut left = length;
        while left > 0 {
            let next = self.input.peek(BEGINNING)?;
            if next.is_empty() {
                return Ok(());
            }
            let at = next
                .windows(MARK_BEHIND.len())
                .position(|part| part == MARK_BEHIND);
            let most = usize::try_from(left).unwrap_or(usize::MAX);
            let length = match at {
                Some(at) => at,
                None => next.len().saturating_sub(MARK_BEHIND.len() - 1).max(1),
            };
            let length = length.min(most);
            self.input.consume(length);
            left -= length as u64;
            if at.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The lines of a head, and its length with the blank line behind it.
pub(super) fn head_of(bytes: &[u8]) -> (&[u8], usize) {
    let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let found = ends.iter().filter_map(|end| {
        let at = bytes.windows(end.len()).position(|part| part == *end)?;
        Some((at, at + end.len()))
    });
    let (lines, length) = found.min().unwrap_or((bytes.len(), bytes.len()));
    (&bytes[..lines], length)
}

/// How long a content is that is told to be so long: it ends where the stream does, and where the
/// next record begins inside it.
fn true_length(next: &[u8], told: usize) -> usize {
    if let Some(behind) = next.get(told..) {
        let behind = behind.trim_ascii_start();
        if behind.starts_with(MARK) || MARK.starts_with(behind) {
            return told;
        }
    }
    let held = &next[..told.min(next.len())];
    find(held, MARK_BEHIND).unwrap_or(held.len())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

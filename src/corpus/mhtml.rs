//! Reads a web page that a browser saved as MHTML: a mail whose first part of HTML is the page.

use crate::corpus::file::with_gap;
use crate::corpus::html::{self, Saved};
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{BadRecord, Record, decode};
use crate::date::printed::{self, Reading};

/// Web pages saved whole.
pub(super) const READER: Reader = Reader {
    name: "mhtml",
    what: "a web page that a browser saved whole, as .mhtml or .mht",
    example: "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html\n\n\
<html><head><title>Flood inquiry opens</title></head><body><p>The inquiry opened.</p></body></html>\n--b--\n",
    way: Way::Bytes { recognises, read },
};

fn recognises(head: &Head<'_>) -> bool {
    let beginning = &head.bytes[..head.bytes.len().min(4096)];
    let beginning = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    beginning.contains("mime-version:")
        && (beginning.contains("multipart/related")
            || (["mht", "mhtml"].contains(&head.extension) && beginning.contains("text/html")))
}

fn read(bytes: &[u8], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let whole = Part::of(bytes);
    let Some(page) = whole.page(DEEPEST) else {
        let reason = "it has no part that is a web page";
        return each(Err(BadRecord::new(around.file, None, "no_text", reason)));
    };
    let body = page.body();
    let decoded = match page.parameter("content-type", "charset") {
        Some(charset) => decode::decode_labelled(&body, &charset),
        None => decode::decode(&body),
    };
    around.notes.of(around.file, |note| {
        note.encoding = Some(decoded.encoding().name().to_owned());
    });
    let address = page
        .get("content-location")
        .or_else(|| whole.get("snapshot-content-location"));
    let fetched = whole.get("date").map(|date| printed::read(&date));
    let saved = Saved {
        url: address.as_deref().filter(|url| url.starts_with("http")),
        fetched: match fetched {
            Some(Reading::Date(date)) => Some(date),
            _ => None,
        },
        rule: READER.name,
    };
    let record = html::read(&decoded.text, around, Some(saved));
    let record = record.map(|mut article| {
        article.format = READER.name.into();
        article
    });
    each(with_gap(record, decoded.gap().as_ref()));
}

/// How deep parts may stand in each other.
const DEEPEST: u8 = 8;

/// How many parts are looked at.
const MOST_PARTS: usize = 1_000;

/// A part of a mail.
struct Part<'b> {
    head: String,
    body: &'b [u8],
}

impl<'b> Part<'b> {
    fn of(bytes: &'b [u8]) -> Part<'b> {
        let ends: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
        let end = ends
            .iter()
            .filter_map(|end| Some((find(bytes, end)?, end.len())))
            .min();
        let (at, length) = end.unwrap_or((bytes.len(), 0));
        Part {
            // A line that begins with white space goes on with the one before.
            head: String::from_utf8_lossy(&bytes[..at])
                .replace("\r\n", "\n")
                .replace("\n ", " ")
                .replace("\n\t", " "),
            body: &bytes[at + length..],
        }
    }

    fn get(&self, name: &str) -> Option<String> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().to_owned())
    }

    /// What `name=value` behind a field says.
    fn parameter(&self, field: &str, name: &str) -> Option<String> {
        let value = self.get(field)?;
        let mut parameters = value.split(';').skip(1).filter_map(|p| p.split_once('='));
        let (_, value) = parameters.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
        Some(value.trim().trim_matches('"').to_owned())
    }

    /// The first part that is a web page: this one, or one in it.
    fn page(&self, deepest: u8) -> Option<Part<'b>> {
        let kind = self
            .get("content-type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if kind.starts_with("text/html") || kind.starts_with("application/xhtml") {
            return Some(Part {
                head: self.head.clone(),
                body: self.body,
            });
        }
        let boundary = self.parameter("content-type", "boundary")?;
        if deepest == 0 || boundary.is_empty() {
            return None;
        }
        let boundary = format!("--{boundary}");
        let parts = pieces(self.body, boundary.as_bytes());
        parts
            .into_iter()
            .find_map(|part| Part::of(part).page(deepest - 1))
    }

    /// The bytes of the part, as they were before they were sent.
    fn body(&self) -> Vec<u8> {
        let encoding = self.get("content-transfer-encoding").unwrap_or_default();
        match encoding.to_ascii_lowercase().as_str() {
            "quoted-printable" => unquoted(self.body),
            "base64" => of_base64(self.body),
            _ => self.body.to_vec(),
        }
    }
}

/// What stands between the boundaries.
fn pieces<'b>(mut body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    let Some(first) = find(body, boundary) else {
        return pieces;
    };
    body = &body[first + boundary.len()..];
    while pieces.len() < MOST_PARTS && !body.starts_with(b"--") {
        let end = find(body, boundary);
        let piece = &body[..end.unwrap_or(body.len())];
        let line = piece.iter().position(|byte| *byte == b'\n');
        pieces.push(&piece[line.map_or(piece.len(), |line| line + 1)..]);
        match end {
            Some(end) => body = &body[end + boundary.len()..],
            None => break,
        }
    }
    pieces
}

/// Quoted-printable: `=E9` is a byte, `=` at the end of a line none.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match (first, byte, after) {
            (b'=', Some(byte), _) => {
                bytes.push(byte);
                &after[2..]
            }
            (b'=', None, [b'\r', b'\n', next @ ..] | [b'\n', next @ ..]) => next,
            _ => {
                bytes.push(*first);
                after
            }
        };
    }
    bytes
}

/// Base64, whatever else stands between its letters.
fn of_base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for letter in text {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    bytes
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_decoded() {
        assert_eq!(
            unquoted(b"Caf=C3=A9 =\r\nopen = so"),
            "Café open = so".as_bytes()
        );
        assert_eq!(unquoted(b"=E"), b"=E");
        assert_eq!(of_base64(b"U25v\r\ndyBmZWxs"), b"Snow fell");
        assert_eq!(of_base64(b"U25vdw=="), b"Snow");
        assert_eq!(pieces(b"x--b\n1\n--b\n2\n--b--", b"--b"), [b"1\n", b"2\n"]);
    }
}

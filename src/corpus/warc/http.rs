//! The answer of a web server, as a web archive keeps it.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::records::{head_of, lines_of};

/// How many times its size a body may unpack to, and how much it always may, in bytes.
const MOST_TIMES: usize = 200;
const ALWAYS: usize = 1 << 20;

/// The largest page, in bytes.
const LARGEST_BODY: usize = 64 << 20;

/// The answer of a web server.
pub(super) struct Response<'a> {
    /// Its code, as 200 for success.
    status: u16,
    head: Vec<(String, String)>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    /// Reads an answer with its head; `None` if it is none.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Response<'a>> {
        let rest = bytes.strip_prefix(b"HTTP/")?;
        let (lines, length) = head_of(bytes);
        let first = String::from_utf8_lossy(rest.split(|byte| *byte == b'\n').next()?);
        let status = first.split_whitespace().nth(1)?.parse().ok()?;
        Some(Response {
            status,
            head: lines_of(lines),
            body: &bytes[length..],
        })
    }

    /// A page that was saved without the head of its answer.
    pub(super) fn bare(body: &'a [u8], content_type: &str) -> Response<'a> {
        Response {
            status: 200,
            head: vec![("content-type".to_owned(), content_type.to_owned())],
            body,
        }
    }

    fn get(&self, name: &str) -> &str {
        let line = self.head.iter().find(|(known, _)| known == name);
        line.map_or("", |(_, value)| value)
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it is a web page: by its type, or by its beginning where it has none that tells.
    pub(super) fn is_page(&self) -> bool {
        let kind = self.get("content-type").to_ascii_lowercase();
        if kind.contains("html") {
            return true;
        }
        let is_open =
            kind.is_empty() || kind.starts_with("text/plain") || kind.contains("octet-stream");
        let beginning = &self.body[..self.body.len().min(1024)];
        let beginning = String::from_utf8_lossy(beginning)
            .trim_start()
            .to_ascii_lowercase();
        is_open && (beginning.starts_with("<!doctype html") || beginning.starts_with("<html"))
    }

    /// The encoding of its text, if it is told.
    pub(super) fn charset(&self) -> Option<&str> {
        let kind = self.get("content-type");
        let at = kind.to_ascii_lowercase().find("charset=")?;
        let value = kind[at + "charset=".len()..].split([';', ',']).next()?;
        Some(value.trim().trim_matches(['"', '\'']))
    }

    /// The page itself: put together from its pieces, and unpacked.
    pub(super) fn body(&self) -> Result<Cow<'a, [u8]>, String> {
        let is_chunked = self
            .get("transfer-encoding")
            .to_ascii_lowercase()
            .contains("chunked");
        // Some programs put the pieces together and leave the head as it was.
        let body = match is_chunked.then(|| unchunked(self.body)).flatten() {
            Some(whole) => Cow::Owned(whole),
            None => Cow::Borrowed(self.body),
        };
        match self.get("content-encoding").to_ascii_lowercase().trim() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
                unpacked(MultiGzDecoder::new(&*body), body.len()).map(Cow::Owned)
            }
            "deflate" => {
                let whole = unpacked(ZlibDecoder::new(&*body), body.len());
                // Servers mean either by that name, or have unpacked it already.
                let whole = whole.or_else(|_| unpacked(DeflateDecoder::new(&*body), body.len()));
                Ok(whole.map_or(body, Cow::Owned))
            }
            "br" if !looks_like_markup(&body) => {
                let decoder = brotli_decompressor::Decompressor::new(&*body, 4096);
                unpacked(decoder, body.len()).map(Cow::Owned)
            }
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
                let decoder = zstd::stream::read::Decoder::with_buffer(&*body);
                let decoder = decoder.map_err(|error| error.to_string())?;
                unpacked(decoder, body.len()).map(Cow::Owned)
            }
            _ => Ok(body),
        }
    }
}

fn looks_like_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// A body that came in pieces, each behind its length in hexadecimal digits; `None` if it is not.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().take(64).position(|byte| *byte == b'\n');
        let Some(end) = end else {
            // Cut off: what there is counts, if there is any.
            return (!whole.is_empty()).then_some(whole);
        };
        let line = String::from_utf8_lossy(&rest[..end]);
        let digits = line.split(';').next().unwrap_or_default().trim();
        let Ok(length) = usize::from_str_radix(digits, 16) else {
            return (!whole.is_empty()).then_some(whole);
        };
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        let piece = &rest[..length.min(rest.len())];
        whole.extend_from_slice(piece);
        rest = &rest[piece.len()..];
        rest = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

/// What a packed body unpacks to, as far as it does; the sentence of what is wrong with it.
fn unpacked(decoder: impl Read, packed: usize) -> Result<Vec<u8>, String> {
    let most = packed
        .saturating_mul(MOST_TIMES)
        .saturating_add(ALWAYS)
        .min(LARGEST_BODY);
    let mut whole = Vec::new();
    let read = decoder.take(most as u64 + 1).read_to_end(&mut whole);
    if whole.len() > most {
        return Err("the page unpacks to more than any page".to_owned());
    }
    match read {
        Err(error) if whole.is_empty() => Err(format!("the page cannot be unpacked: {error}")),
        _ => Ok(whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_together() {
        for (body, expected) in [
            (
                "4\r\nSnow\r\n5;x=y\r\n fell\r\n0\r\n\r\n",
                Some("Snow fell"),
            ),
            ("4\nSnow\n0\n\n", Some("Snow")),
            ("4\r\nSnow\r\nff\r\n fell", Some("Snow fell")),
            ("<html>\nSnow", None),
            ("", None),
        ] {
            let whole = unchunked(body.as_bytes());
            assert_eq!(whole.as_deref(), expected.map(str::as_bytes), "{body:?}");
        }
    }

    #[test]
    fn a_bomb_of_a_body_is_refused() {
        let mut bomb = Vec::new();
        flate2::read::GzEncoder::new(
            std::io::repeat(0).take(32 << 20),
            flate2::Compression::best(),
        )
        .read_to_end(&mut bomb)
        .expect("memory can be read");
        let answer = [
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
            bomb.as_slice(),
        ]
        .concat();
        let response = Response::of(&answer).expect("an answer");
        assert!(response.body().is_err());
    }
}

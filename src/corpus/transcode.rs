//! A stream of text in any encoding as a stream of UTF-8.

use std::io::{self, BufRead, Read};

use crate::corpus::bounds::read_known;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

/// How much is decoded at a time, in bytes.
const STEP: usize = 64 * 1024;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A stream as UTF-8, without a byte order mark. UTF-8 itself is passed on as it is, faults too.
pub(super) struct Utf8<'r> {
    input: &'r mut dyn BufRead,
    /// `None` for UTF-8.
    decoder: Option<Decoder>,
    decoded: Vec<u8>,
    taken: usize,
    /// Whether the beginning of UTF-8 was looked at for a mark.
    has_begun: bool,
    has_ended: bool,
}

impl<'r> Utf8<'r> {
    /// The stream, which is in this encoding.
    pub(super) fn of(input: &'r mut dyn BufRead, encoding: &'static Encoding) -> Utf8<'r> {
        Utf8 {
            input,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal()),
            decoded: Vec::new(),
            taken: 0,
            has_begun: false,
            has_ended: false,
        }
    }

    /// The stream, which is in this encoding; what means nothing in it stands as `U+FFFD`.
    pub(super) fn repaired(input: &'r mut dyn BufRead, encoding: &'static Encoding) -> Utf8<'r> {
        Utf8 {
            decoder: Some(encoding.new_decoder_with_bom_removal()),
            ..Utf8::of(input, encoding)
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(());
        };
        self.taken = 0;
        self.decoded.clear();
        while self.decoded.is_empty() && !self.has_ended {
            let known = self.input.fill_buf()?;
            let is_last = known.is_empty();
            let known = &known[..known.len().min(STEP)];
            let most = decoder.max_utf8_buffer_length(known.len());
            self.decoded.resize(most.unwrap_or(STEP * 4), 0);
            let (result, read, written, _) =
                decoder.decode_to_utf8(known, &mut self.decoded, is_last);
            self.decoded.truncate(written);
            self.has_ended = is_last && result == CoderResult::InputEmpty;
            self.input.consume(read);
        }
        Ok(())
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_known(self, buffer)
    }
}

impl BufRead for Utf8<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.decoder.is_none() {
            if !self.has_begun {
                self.has_begun = true;
                if self.input.fill_buf()?.starts_with(MARK) {
                    self.input.consume(MARK.len());
                }
            }
            return self.input.fill_buf();
        }
        if self.taken == self.decoded.len() {
            self.decode_more()?;
        }
        Ok(&self.decoded[self.taken..])
    }

    fn consume(&mut self, count: usize) {
        match self.decoder {
            None => self.input.consume(count),
            Some(_) => self.taken += count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_encoding_becomes_utf_8() {
        let text = "Über den Fluß, 12 März — “ok”\n".repeat(10_000);
        let utf_16: Vec<u8> = [0xfffe_u16.swap_bytes()]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        for (bytes, encoding) in [
            (utf_16.as_slice(), encoding_rs::UTF_16LE),
            (&latin, encoding_rs::WINDOWS_1252),
            (text.as_bytes(), UTF_8),
            (&[MARK, text.as_bytes()].concat(), UTF_8),
        ] {
            let mut read = String::new();
            let mut bytes = bytes;
            Utf8::of(&mut bytes, encoding)
                .read_to_string(&mut read)
                .expect("memory can be read");
            assert_eq!(read, text, "{}", encoding.name());
        }
    }
}

//! Turns bytes into text, whatever encoding they are in.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::article::Gap;

/// A file's text, and what could not be decoded.
pub(super) struct Decoded<'b> {
    /// The text without its byte order mark.
    pub(super) text: Cow<'b, str>,
    encoding: &'static Encoding,
    /// How many characters stand as `U+FFFD` because their bytes mean nothing.
    replaced: usize,
}

impl Decoded<'_> {
    /// Its encoding.
    pub(super) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// The gap to note on each article of the file, if characters were lost.
    pub(super) fn gap(&self) -> Option<Gap> {
        (self.replaced > 0).then(|| Gap {
            code: "encoding_repaired".into(),
            text: format!(
                "{} characters are not {} and stand as \u{fffd}",
                self.replaced,
                self.encoding.name()
            ),
        })
    }
}

/// How far into a file a declared encoding is looked for, in bytes; browsers look at 1,024.
const DECLARED_WITHIN: usize = 2048;

/// One byte of this many may be broken in a file that is UTF-8 all the same.
const UTF_8_BYTES_PER_FAULT: usize = 200;

/// Decodes by the byte order mark, else as UTF-8, else as declared, else as guessed.
pub(super) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(&bytes[mark..], encoding);
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return decode_as(bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8,
            replaced: 0,
        };
    }
    if let Some(encoding) = declared(bytes) {
        let decoded = decode_as(bytes, encoding);
        if decoded.replaced == 0 {
            return decoded;
        }
    }
    if is_damaged_utf_8(bytes) {
        return decode_as(bytes, UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    decode_as(bytes, detector.guess(None, Utf8Detection::Deny))
}

/// Decodes what a server or a mail says is in this encoding.
///
/// Its word goes before that of the page; only a byte order mark, or bytes that make sense as UTF-8
/// and as nothing else, go before it: servers say Latin-1 of pages that are not.
pub(super) fn decode_labelled<'b>(bytes: &'b [u8], label: &str) -> Decoded<'b> {
    let stated = Encoding::for_label(label.as_bytes());
    match stated {
        Some(stated)
            if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() =>
        {
            decode_as(bytes, stated)
        }
        _ => decode(bytes),
    }
}

/// Whether a file that begins like this is UTF-16, where zero bytes are nothing odd.
pub(super) fn is_utf_16(head: &[u8]) -> bool {
    let by_mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    matches!(by_mark, Some(encoding) if encoding != UTF_8) || utf_16_by_zeros(head).is_some()
}

/// UTF-16 without a mark: in Latin text every other byte is zero.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (high, low) = (zeros(0), zeros(1));
    if low * 2 > pairs && high * 10 < pairs {
        Some(UTF_16LE)
    } else if high * 2 > pairs && low * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn decode_as<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    let (text, has_faults) = encoding.decode_without_bom_handling(bytes);
    let replaced = match has_faults {
        true => text
            .chars()
            .filter(|c| *c == char::REPLACEMENT_CHARACTER)
            .count(),
        false => 0,
    };
    Decoded {
        text,
        encoding,
        replaced,
    }
}

/// The encoding that a page or an XML file names, as `charset=` or `encoding=`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let from = ["charset=", "encoding="]
        .iter()
        .find_map(|mark| Some(head.find(mark)? + mark.len()))?;
    let label: String = head[from..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_8)
}

/// Whether a few broken bytes stand between many whole characters of UTF-8.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut faults, mut long) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        faults += usize::from(!chunk.invalid().is_empty());
        long += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    long > faults * 2 || (long > faults && faults * UTF_8_BYTES_PER_FAULT < bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_by_mark_then_declaration_then_guess() {
        let utf_16: Vec<u8> = "Der Bürgermeister"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let cases: [(&[u8], &str); 6] = [
            (b"\xef\xbb\xbfna\xc3\xafve", "naïve"),
            (b"\xff\xfea\0b\0", "ab"),
            (&utf_16, "Der Bürgermeister"),
            (b"na\xc3\xafve", "naïve"),
            (
                b"<meta charset=\"iso-8859-2\">\xb1",
                "<meta charset=\"iso-8859-2\">ą",
            ),
            (
                b"The caf\xe9 on the quay, said the mayor, \x93will stay open\x94.",
                "The café on the quay, said the mayor, “will stay open”.",
            ),
        ];
        for (bytes, expected) in cases {
            let decoded = decode(bytes);
            assert_eq!(decoded.text, expected);
            assert!(decoded.gap().is_none(), "{expected}");
        }
    }

    #[test]
    fn a_broken_byte_among_utf_8_is_replaced_and_counted() {
        let decoded = decode("Ĉiuj ĝardenoj, ĵurnaloj\u{a0}–".as_bytes());
        assert!(decoded.gap().is_none());
        let mut bytes = "Ĉiuj ĝardenoj, ĵurnaloj – ŝipoj".as_bytes().to_vec();
        bytes[10] = 0xff;
        let decoded = decode(&bytes);
        assert!(decoded.text.starts_with("Ĉiuj"), "{}", decoded.text);
        assert_eq!(decoded.gap().expect("a gap").code, "encoding_repaired");
    }
}

//! Makes the characters of a decoded text plain: NFC, one kind of line end, nothing invisible.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::corpus::twice;

/// The text in NFC with `\n` as its only line end, without control characters, soft hyphens,
/// characters of no width and marks of direction; a no-break space becomes a space.
///
/// A tab stays; a form feed, a vertical tab and the line separators of Unicode end a line. Letters
/// that were encoded twice are those that they were.
pub fn clean(text: &str) -> Cow<'_, str> {
    if odd(text, 0).is_none() {
        return Cow::Borrowed(text);
    }
    let text = twice::repaired(text);
    let plain = match all_stays(&text) {
        true => text,
        false => Cow::Owned(plain(&text)),
    };
    let normalizer = ComposingNormalizerBorrowed::new_nfc();
    match plain {
        Cow::Borrowed(text) => normalizer.normalize(text),
        Cow::Owned(text) if normalizer.is_normalized(&text) => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(normalizer.normalize(&text).into_owned()),
    }
}

/// The first character from this byte on that is none of those that most texts have only, and of all
/// others most.
fn odd(text: &str, from: usize) -> Option<(usize, char)> {
    let is_odd = |byte: u8| !matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    let rest = text.get(from..)?;
    let at = first_byte(rest.as_bytes(), is_odd)?;
    Some((from + at, rest[at..].chars().next()?))
}

/// The place of the first byte that is one of these. Asked of many at once without a branch between,
/// it is asked of sixteen at a time.
fn first_byte(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> Option<usize> {
    const TOGETHER: usize = 64;
    let mut chunks = bytes.chunks(TOGETHER).enumerate();
    chunks.find_map(|(number, chunk)| {
        let any = chunk.iter().fold(false, |any, byte| any | is_it(*byte));
        let at = any.then(|| chunk.iter().position(|byte| is_it(*byte)))??;
        Some(number * TOGETHER + at)
    })
}

fn all_stays(text: &str) -> bool {
    let mut from = 0;
    while let Some((at, c)) = odd(text, from) {
        if becomes(c) != Fate::Stays {
            return false;
        }
        from = at + c.len_utf8();
    }
    true
}

/// The text with each run of white space as one space and none around it.
pub(super) fn single_spaced(text: &str) -> String {
    if is_single_spaced(text) {
        return text.to_owned();
    }
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Whether all white space of a text is single spaces between other characters.
fn is_single_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    // White space beyond ASCII begins with these.
    let may_be_other = |byte| matches!(byte, b'\t'..=b'\r' | 0xc2 | 0xe1..=0xe3);
    let mut from = 0;
    while let Some(at) = first_byte(&bytes[from..], may_be_other) {
        if text[from + at..].starts_with(char::is_whitespace) {
            return false;
        }
        from += at + 1;
    }
    let has_two = memchr::memmem::find(bytes, b"  ").is_some();
    !has_two && !text.starts_with(' ') && !text.ends_with(' ')
}

#[derive(PartialEq, Eq)]
enum Fate {
    Stays,
    Goes,
    EndsLine,
    Space,
}

fn becomes(c: char) -> Fate {
    match c {
        '\n' | '\t' => Fate::Stays,
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::EndsLine,
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Fate::Space,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
            Fate::Goes
        }
        c if c.is_control() => Fate::Goes,
        _ => Fate::Stays,
    }
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match becomes(c) {
            Fate::Stays => plain.push(c),
            Fate::Goes => {}
            Fate::Space => plain.push(' '),
            // The first half of a `\r\n` goes, the second stays.
            Fate::EndsLine if c == '\r' && chars.peek() == Some(&'\n') => {}
            Fate::EndsLine => plain.push('\n'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{clean, single_spaced};

    #[test]
    fn a_plain_text_is_handed_back_as_it_is() {
        assert!(matches!(clean("Zürich\n\tč\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn white_space_becomes_single_spaces() {
        for c in '\0'..=char::MAX {
            let is_space = c.is_whitespace();
            let expected = if is_space {
                "Snow fell".to_owned()
            } else {
                format!("Snow{c}fell")
            };
            assert_eq!(single_spaced(&format!("Snow{c}fell")), expected, "{c:?}");
        }
        for (text, expected) in [
            ("", ""),
            (" ", ""),
            ("a b", "a b"),
            ("a  b", "a b"),
            (" a b", "a b"),
            ("a b ", "a b"),
            ("“a” — b", "“a” — b"),
        ] {
            assert_eq!(single_spaced(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_text_loses_what_nobody_sees() {
        for (text, expected) in [
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("a\u{c}b\u{2028}c", "a\nb\nc"),
            ("so\u{ad}ft ze\u{200b}ro\u{feff}", "soft zero"),
            ("10\u{a0}000", "10 000"),
            ("bell\u{7} esc\u{1b}[31m", "bell esc[31m"),
            ("Zu\u{308}rich", "Zürich"),
            ("Zu\u{ad}\u{308}rich", "Zürich"),
            ("", ""),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }
}

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
    // Most texts, and of all others most letters.
    let is_as_typed = |c: char| matches!(c, ' '..='~' | '\n' | '\t');
    if text.bytes().all(|byte| is_as_typed(byte.into())) {
        return Cow::Borrowed(text);
    }
    let text = twice::repaired(text);
    let stays = |c| is_as_typed(c) || becomes(c) == Fate::Stays;
    let plain = match text.chars().all(stays) {
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

/// The text with each run of white space as one space and none around it.
pub(super) fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
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

    use super::clean;

    #[test]
    fn a_plain_text_is_handed_back_as_it_is() {
        assert!(matches!(clean("Zürich\n\tč\n"), Cow::Borrowed(_)));
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

//! Text from outside, made unable to do anything to a terminal.

use std::fmt;

/// A text without a character that a terminal would obey or that nobody can see.
///
/// Titles, file names and queries may hold escape sequences that move the cursor, change the
/// window's title or turn the writing direction. [`super::Screen`] and [`super::data::Rows`] print
/// nothing but this type, and it can only be made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inert(String);

impl Inert {
    /// The text itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> From<T> for Inert {
    fn from(text: T) -> Inert {
        let mut rest = text.as_ref();
        let mut shown = String::with_capacity(rest.len());
        loop {
            // Most of most texts, taken over as it is.
            let plain = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~'));
            let (taken, further) = rest.split_at(plain.unwrap_or(rest.len()));
            shown.push_str(taken);
            let mut further = further.chars();
            let Some(c) = further.next() else {
                return Inert(shown);
            };
            let before = shown.chars().next_back().unwrap_or_default();
            shown.push(inert(c, before));
            rest = further.as_str();
        }
    }
}

impl fmt::Display for Inert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One character for one, so that places in a text stay where they were: controls become their
/// pictures, line ends and tabs a space, all else that is obeyed or unseen `U+FFFD`.
fn inert(c: char, before: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        // Scripts of India and Iran and composed emoji are written with joiners; Latin text is not.
        '\u{200c}' | '\u{200d}' if !before.is_ascii() => c,
        _ if is_obeyed(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Whether a character is a command rather than a sign: controls, separators of lines, what turns
/// the writing direction, and what has no width and can hide in a word.
pub(super) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown_and_not_done() {
        for (text, shown) in [
            ("plain – “text” 東京 é", "plain – “text” 東京 é"),
            ("\u{1b}[31mred", "␛[31mred"),
            ("\u{1b}]0;title\u{7}", "␛]0;title␇"),
            ("a\nb\tc\r", "a b c "),
            ("nul\0del\u{7f}", "nul␀del␡"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("exe\u{202e}txt\u{2066}", "exe\u{fffd}txt\u{fffd}"),
            (
                "mark\u{200e}\u{200f}\u{61c}",
                "mark\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("fl\u{200b}ood\u{feff}", "fl\u{fffd}ood\u{fffd}"),
            ("pass\u{200d}word", "pass\u{fffd}word"),
            ("hidden\u{e0041}", "hidden\u{fffd}"),
            ("line\u{2028}\u{200d}end", "line \u{fffd}end"),
            ("family 👩\u{200d}👧", "family 👩\u{200d}👧"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(Inert::from(text).as_str(), shown);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_inert_is_a_control_and_every_character_keeps_its_place(text in "\\PC*|(?s).*") {
            let shown = Inert::from(&text);
            assert!(!shown.as_str().chars().any(char::is_control));
            assert_eq!(shown.as_str().chars().count(), text.chars().count());
        }
    }
}

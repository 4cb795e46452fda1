//! What stands between two words.

use super::characters::seen;
use super::words::Word;

/// The text between a word, with its final `'s`, and the next, or the end of the text.
#[inline]
pub(super) fn gap_after<'a>(text: &'a str, word: &Word, next: Option<&Word>) -> &'a str {
    &text[word.after..next.map_or(text.len(), |next| next.start)]
}

/// The text before a word, from the word before it with its final `'s`, or the start of the text.
pub(super) fn gap_before<'a>(text: &'a str, before: Option<&Word>, word: &Word) -> &'a str {
    &text[before.map_or(0, |before| before.after)..word.start]
}

/// Whether just this one sign stands between two words, and no final `'s` was left out.
#[inline]
pub(super) fn are_joined(
    text: &str,
    word: &Word,
    next: &Word,
    is_sign: impl Fn(char) -> bool,
) -> bool {
    if word.after != word.end || text.as_bytes()[word.end] == b' ' {
        return false;
    }
    let mut signs = seen(&text[word.end..next.start]);
    signs.next().is_some_and(|sign| is_sign(sign.char)) && signs.next().is_none()
}

//! Hyphenated compounds of letters (section 3, rule 5).

use std::ops::Range;

use super::characters::Class;
use super::gaps::are_joined;
use super::words::Word;

/// The compounds of a text, each as the range of its parts.
///
/// All parts are letters, with apostrophes inside or dots between: `F-16` is none, nor is
/// `post-covid-19`, nor a word joined to another by `&`.
pub(super) fn compounds(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let hyphenated = |range: &Range<usize>| {
        let lettered = words[range.clone()]
            .iter()
            .all(|part| !part.has_digit && part.first != Class::Alone);
        let before = range.start.checked_sub(1).map(|before| &words[before]);
        let ampersand_before = before
            .is_some_and(|before| are_joined(text, before, &words[range.start], |c| c == '&'));
        let ampersand_after = words
            .get(range.end)
            .is_some_and(|next| are_joined(text, &words[range.end - 1], next, |c| c == '&'));
        lettered && !ampersand_before && !ampersand_after
    };
    let mut found = chains(text, words, is_hyphen);
    found.retain(hyphenated);
    found
}

/// The longest ranges of two words or more with nothing between them but one such sign each.
pub(super) fn chains(
    text: &str,
    words: &[Word],
    is_sign: impl Fn(char) -> bool,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (index, pair) in words.windows(2).enumerate() {
        if !are_joined(text, &pair[0], &pair[1], &is_sign) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == index + 1 => last.end = index + 2,
            _ => found.push(index..index + 2),
        }
    }
    found
}

fn is_hyphen(char: char) -> bool {
    matches!(char, '-' | '\u{2010}' | '\u{2011}')
}

//! Where sentences end (section 3, rule 8).

use super::abbreviations::is_abbreviation;
use super::characters::{Class, char_at, closes, opens, seen};
use super::gaps::gap_after;
use super::words::Word;

/// A sentence is cut after so many words; tables and lists of names have no full stops.
pub(super) const LONGEST_SENTENCE: usize = 80;

/// Marks the words at which the sentences of a paragraph end. Its last word is one of them.
pub(super) fn mark_ends(paragraph: &str, words: &mut [Word]) {
    let mut length = 0;
    for index in 0..words.len() {
        length += 1;
        let ends = length == LONGEST_SENTENCE
            || index + 1 == words.len()
            || ends_between(paragraph, &words[index], words.get(index + 1));
        if ends {
            words[index].ends_sentence = true;
            length = 0;
        }
    }
}

/// What was read of the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Nothing,
    /// The stop, and what closes on it.
    Stop,
    /// The stop and the white space after it.
    Space,
}

fn ends_between(text: &str, word: &Word, next: Option<&Word>) -> bool {
    let gap = gap_after(text, word, next);
    ends_within(text, word, gap, next.map(|next| next.first))
}

/// Whether a sentence ends in the gap behind a word, before a word that begins so.
#[inline]
pub(super) fn ends_within(text: &str, word: &Word, gap: &str, next: Option<Class>) -> bool {
    let begins = next.is_some_and(Class::begins_sentence);
    match gap {
        " " => return false,
        ". " => return begins && !stop_is_part_of(text, word),
        _ => {}
    }
    let mut read = Read::Nothing;
    let mut signs = seen(gap);
    if stop_is_part_of(text, word) {
        signs.next();
    }
    for sign in signs {
        read = match sign.char {
            '。' | '！' | '？' => return true,
            '.' | '!' | '?' | '…' => Read::Stop,
            c if read == Read::Stop && closes(c) => Read::Stop,
            _ if read != Read::Nothing && sign.class == Class::Space => Read::Space,
            c if read == Read::Space && opens(c) => return true,
            _ => Read::Nothing,
        };
    }
    read == Read::Space && begins
}

/// Whether the word is followed by a full stop that belongs to it, and no second stop.
fn stop_is_part_of(text: &str, word: &Word) -> bool {
    let stop = char_at(text, word.end).filter(|next| next.class == Class::Dot);
    let Some(stop) = stop else {
        return false;
    };
    let second = char_at(text, stop.end);
    if second.is_some_and(|next| matches!(next.char, '.' | '!' | '?' | '…')) {
        return false;
    }
    word.is_single_letter() || word.dotted || is_abbreviation(word.of(text))
}

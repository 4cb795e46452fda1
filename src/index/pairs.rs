//! Pairs of the commonest words, as terms of their own.
//!
//! A phrase with stop words reads every place of each: `state of the union` some hundred thousand.
//! The places of `of the` are a tenth of those of `of`, and one list instead of two. The pairs lie
//! beside the further forms of title and body and take some three hundredths of the index.

use std::fmt::Write;

use super::schema::UNIT;

/// The commonest words of the languages that most archives are in, by their length in bytes. What
/// is changed here raises the version of the format: a phrase is looked for by the pairs in it.
const COMMON: [&[&str]; 8] = [
    &[],
    &["a", "e", "o", "y"],
    &[
        "am", "an", "as", "at", "be", "by", "da", "de", "di", "do", "du", "el", "en", "et", "he",
        "if", "il", "in", "is", "it", "la", "le", "me", "mr", "my", "no", "of", "on", "or", "se",
        "so", "to", "un", "up", "us", "we",
    ],
    &[
        "all", "and", "any", "are", "but", "can", "con", "das", "dem", "den", "der", "des", "did",
        "die", "een", "for", "get", "got", "had", "has", "her", "het", "him", "his", "how", "its",
        "les", "los", "may", "new", "not", "now", "off", "one", "our", "out", "own", "per", "por",
        "que", "she", "the", "too", "two", "und", "une", "van", "von", "was", "way", "who", "you",
    ],
    &[
        "also", "back", "been", "both", "dans", "does", "down", "each", "even", "from", "have",
        "here", "into", "just", "last", "like", "made", "make", "many", "more", "most", "much",
        "must", "need", "next", "only", "over", "para", "pour", "said", "says", "some", "such",
        "take", "than", "that", "them", "then", "they", "this", "time", "very", "well", "were",
        "what", "when", "will", "with", "year", "your",
    ],
    &[
        "about", "after", "being", "could", "every", "first", "other", "since", "still", "their",
        "there", "these", "those", "under", "where", "which", "while", "would", "years",
    ],
    &["around", "before", "during", "people", "should"],
    &[
        "against", "because", "between", "million", "percent", "through",
    ],
];

/// Whether a folded word is one of those that pairs are made of.
pub fn is_common(word: &str) -> bool {
    COMMON
        .get(word.len())
        .is_some_and(|words| words.binary_search(&word).is_ok())
}

/// The term of two words.
pub(super) fn term(first: &str, second: &str) -> String {
    format!("{PREFIX}{first} {second}{UNIT}2")
}

/// What the terms of pairs begin with, among the further forms.
const PREFIX: char = 'p';

/// Appends the pairs of a text, whose words are given with single spaces between, as lines of
/// position and term.
pub(super) fn push(words: &str, onto: &mut String) {
    let mut before: Option<&str> = None;
    for (position, word) in words.split(' ').enumerate() {
        let word = Some(word).filter(|word| is_common(word));
        if let (Some(first), Some(second)) = (before, word) {
            let position = position - 1;
            writeln!(onto, "{position} {PREFIX}{first} {second}{UNIT}2")
                .expect("a string takes everything");
        }
        before = word;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_at_their_first_word() {
        let mut pairs = String::new();
        push("the state of the union and of the the towns", &mut pairs);
        let expected = [
            (2, "of", "the"),
            (5, "and", "of"),
            (6, "of", "the"),
            (7, "the", "the"),
        ];
        let lines = expected.map(|(at, first, second)| format!("{at} {}\n", term(first, second)));
        assert_eq!(pairs, lines.concat());
    }

    #[test]
    fn the_words_stand_under_their_lengths() {
        for (length, words) in COMMON.iter().enumerate() {
            assert!(words.is_sorted(), "{words:?}");
            assert!(words.iter().all(|word| word.len() == length), "{words:?}");
        }
    }
}

//! Pairs of the commonest words, as terms of their own.
//!
//! A phrase with stop words reads every place of each: `state of the union` some hundred thousand.
//! The places of `of the` are a tenth of those of `of`, and one list instead of two. The pairs lie
//! beside the further forms of title and body and take some six hundredths of the index.

use std::sync::LazyLock;

use super::schema::{UNIT, cut_off, push_position};

/// The commonest words of the languages that most archives are in, in order. What is
/// changed here raises the version of the format: a phrase is looked for by the pairs in it.
const COMMON: [&str; 172] = [
    "a", "about", "after", "against", "all", "also", "am", "an", "and", "any", "are", "around",
    "as", "at", "back", "be", "because", "been", "before", "being", "between", "both", "but", "by",
    "can", "con", "could", "da", "dans", "das", "de", "dem", "den", "der", "des", "di", "did",
    "die", "do", "does", "down", "du", "during", "e", "each", "een", "el", "en", "et", "even",
    "every", "first", "for", "from", "get", "got", "had", "has", "have", "he", "her", "here",
    "het", "him", "his", "how", "if", "il", "in", "into", "is", "it", "its", "just", "la", "last",
    "le", "les", "like", "los", "made", "make", "many", "may", "me", "million", "more", "most",
    "mr", "much", "must", "my", "need", "new", "next", "no", "not", "now", "o", "of", "off", "on",
    "one", "only", "or", "other", "our", "out", "over", "own", "para", "people", "per", "percent",
    "por", "pour", "que", "said", "says", "se", "she", "should", "since", "so", "some", "still",
    "such", "take", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "through", "time", "to", "too", "two", "un", "und", "under", "une", "up",
    "us", "van", "very", "von", "was", "way", "we", "well", "were", "what", "when", "where",
    "which", "while", "who", "will", "with", "would", "y", "year", "years", "you", "your",
];

/// Whether a folded word is one of those that pairs are made of.
pub fn is_common(word: &str) -> bool {
    let Some(number) = number(word) else {
        return false;
    };
    let first = usize::from(word.as_bytes()[0].wrapping_sub(b'a'));
    BY_LETTER
        .get(first)
        .is_some_and(|numbers| numbers.contains(&number))
}

/// The words by their first letters, as numbers: every word of every article is looked for here.
static BY_LETTER: LazyLock<[Vec<u64>; 26]> = LazyLock::new(|| {
    let mut by_letter = [const { Vec::new() }; 26];
    for word in COMMON {
        let first = usize::from(word.as_bytes()[0] - b'a');
        by_letter[first].extend(number(word));
    }
    by_letter
});

/// A short word as a number, another for each.
fn number(word: &str) -> Option<u64> {
    let is_short = (1..=8).contains(&word.len());
    is_short.then(|| {
        word.bytes()
            .fold(0, |number, byte| number << 8 | u64::from(byte))
    })
}

/// The term of two words.
pub(super) fn term(first: &str, second: &str) -> String {
    let mut term = String::new();
    push_term(first, second, &mut term);
    term
}

fn push_term(first: &str, second: &str, onto: &mut String) {
    onto.push(PREFIX);
    onto.push_str(first);
    onto.push(' ');
    onto.push_str(second);
    onto.push(UNIT);
    onto.push('2');
}

/// What the terms of pairs begin with, among the further forms.
const PREFIX: char = 'p';

/// Appends the pairs of a text, whose words are given with single spaces between, as lines of
/// position and term.
pub(super) fn push(mut words: &str, onto: &mut String) {
    let mut before: Option<&str> = None;
    for position in 0.. {
        if words.is_empty() {
            break;
        }
        let word = Some(cut_off(&mut words, b' ')).filter(|word| is_common(word));
        if let (Some(first), Some(second)) = (before, word) {
            push_position(position - 1, onto);
            push_term(first, second, onto);
            onto.push('\n');
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
    fn the_common_words_are_found_and_no_others() {
        assert!(COMMON.is_sorted());
        assert!(COMMON.iter().all(|word| is_common(word)));
        for word in [
            "",
            "thes",
            "thE",
            "th",
            "ab",
            "million's",
            "hundreds",
            "é",
            "zz",
        ] {
            assert!(!is_common(word), "{word}");
        }
    }
}

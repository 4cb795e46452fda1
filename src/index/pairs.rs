//! Pairs of the commonest words, as terms of their own.
//!
//! A phrase with stop words reads every place of each: `state of the union` some hundred thousand.
//! The places of `of the` are a tenth of those of `of`, and one list instead of two. The pairs lie
//! beside the further forms of title and body and take some six hundredths of the index.

use super::schema::UNIT;

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
    number(word.as_bytes()).is_some_and(is_common_number)
}

fn is_common_number(wanted: u64) -> bool {
    let mut slot = slot(wanted);
    while NUMBERS[slot] != 0 {
        if NUMBERS[slot] == wanted {
            return true;
        }
        slot = (slot + 1) % SLOTS;
    }
    false
}

/// Three in four are free: most words are told from the common ones at the first look.
const SLOTS: usize = 1024;

/// The common words as numbers, each at its slot or behind it: every word of every article is looked
/// for here.
static NUMBERS: [u64; SLOTS] = {
    let mut numbers = [0; SLOTS];
    let mut next = 0;
    while next < COMMON.len() {
        if let Some(number) = number(COMMON[next].as_bytes()) {
            let mut slot = slot(number);
            while numbers[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            numbers[slot] = number;
        }
        next += 1;
    }
    numbers
};

/// A short word as a number, another for each.
const fn number(word: &[u8]) -> Option<u64> {
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    let (mut number, mut at) = (0, 0);
    while at < word.len() {
        number = number << 8 | word[at] as u64;
        at += 1;
    }
    Some(number)
}

/// Where a number is looked for first: its upper bits after a multiplication with an odd one that
/// has no pattern.
const fn slot(number: u64) -> usize {
    (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.ilog2())) as usize
}

/// The term of two words.
pub(super) fn term(first: &str, second: &str) -> String {
    let mut term = String::new();
    push_term(first, second, &mut term);
    term
}

/// Appends the term of two words.
pub(super) fn push_term(first: &str, second: &str, onto: &mut String) {
    onto.push(PREFIX);
    onto.push_str(first);
    onto.push(' ');
    onto.push_str(second);
    onto.push(UNIT);
    onto.push('2');
}

/// What the terms of pairs begin with, among the further forms.
const PREFIX: char = 'p';

/// Hands on the pairs of a text, whose words are given with single spaces between: the position of
/// the first, and both.
pub(super) fn each<'a>(words: &'a str, mut each: impl FnMut(u32, &'a str, &'a str)) {
    // Where the word before begins, if it is a common one.
    let (mut begin, mut before) = (0, None);
    for position in 0_u32.. {
        if begin >= words.len() {
            break;
        }
        let (length, number) = first_word(&words.as_bytes()[begin..]);
        let is_common = number.is_some_and(is_common_number);
        if let (Some(first), true) = (before, is_common) {
            each(
                position - 1,
                &words[first..begin - 1],
                &words[begin..begin + length],
            );
        }
        before = is_common.then_some(begin);
        begin += length + 1;
    }
}

/// How long the first of several words is, and its number if it is short. Every word of every article
/// comes by here: eight bytes are looked at together.
fn first_word(words: &[u8]) -> (usize, Option<u64>) {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const LOWER: u64 = EACH * 0x7f;
    let end = |words: &[u8]| words.iter().position(|byte| *byte == b' ');
    let Some(eight) = words.first_chunk() else {
        let length = end(words).unwrap_or(words.len());
        return (length, number(&words[..length]));
    };
    let eight = u64::from_be_bytes(*eight);
    let others = eight ^ (EACH * b' ' as u64);
    // The highest bit of each byte that is a space; no sum reaches the next byte.
    let spaces = !(((others & LOWER) + LOWER) | others | LOWER);
    match spaces.leading_zeros() / 8 {
        0 => (0, None),
        8 => match end(&words[8..]).unwrap_or(words.len() - 8) {
            0 => (8, Some(eight)),
            more => (8 + more, None),
        },
        length => (length as usize, Some(eight >> (64 - 8 * length))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_at_their_first_word() {
        let mut pairs = Vec::new();
        let text = "the state of the union and of the the towns";
        each(text, |at, first, second| pairs.push((at, first, second)));
        let expected = [
            (2, "of", "the"),
            (5, "and", "of"),
            (6, "of", "the"),
            (7, "the", "the"),
        ];
        assert_eq!(pairs, expected);
    }

    proptest::proptest! {
        #[test]
        fn pairs_are_found_as_by_a_plain_look(
            words in proptest::collection::vec("of|the|between|you|[a-zé%]{0,12}", 0..40)
        ) {
            let plainly = |at: usize| (at as u32, words[at].as_str(), words[at + 1].as_str());
            let places = 0..words.len().saturating_sub(1);
            let expected: Vec<_> = places
                .filter(|at| is_common(&words[*at]) && is_common(&words[*at + 1]))
                .map(plainly)
                .collect();
            let text = words.join(" ");
            let mut pairs = Vec::new();
            each(&text, |at, first, second| pairs.push((at, first, second)));
            proptest::prop_assert_eq!(pairs, expected);
        }
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

//! What a stretch of a query's text asks for (sections 3 and 4).

use super::compounds::compounds;
use super::fold::{push_exact, push_folded};
use super::signs::{Sign, signs};
use super::words::{Word, words};
use super::{QueryWord, Unit};

/// What a text typed in a query asks for, in order; several units are an exact phrase of them.
///
/// ```
/// use morgue::analysis::{Unit, units};
///
/// assert_eq!(units("10%"), [Unit::Sign { whole: "10%".into(), length: 1 }]);
/// assert_eq!(units("9/11").len(), 2);
/// ```
pub fn units(text: &str) -> Vec<Unit> {
    let found = words(text);
    if let [word] = &found[..]
        && word.of(text).len() == text.len()
    {
        // Signs and compounds have something beside a word.
        return vec![Unit::Word(query_word(text, word))];
    }
    let mut taken: Vec<Option<(usize, Unit)>> = vec![None; found.len()];
    let mut free = vec![true; found.len()];
    for Sign { words, whole } in signs(text, &found) {
        if free[words.clone()].iter().all(|free| *free) {
            free[words.clone()].fill(false);
            let length = words.len() as u32;
            taken[words.start] = Some((words.len(), Unit::Sign { whole, length }));
        }
    }
    for parts in compounds(text, &found) {
        if free[parts.clone()].iter().all(|free| *free) {
            let unit = compound(text, &found[parts.clone()]);
            taken[parts.start] = Some((parts.len(), unit));
        }
    }
    let mut units = Vec::new();
    let mut index = 0;
    while index < found.len() {
        let (length, unit) = taken[index]
            .take()
            .unwrap_or_else(|| (1, Unit::Word(query_word(text, &found[index]))));
        units.push(unit);
        index += length;
    }
    units
}

fn compound(text: &str, parts: &[Word]) -> Unit {
    let parts_asked: Vec<QueryWord> = parts.iter().map(|part| query_word(text, part)).collect();
    let joined = QueryWord {
        folded: parts_asked.iter().map(|part| &*part.folded).collect(),
        exact: parts_asked.iter().map(|part| &*part.exact).collect(),
        capitals: parts.iter().all(|part| part.capitals == part.letters),
        us: false,
    };
    Unit::Compound {
        parts: parts_asked,
        joined,
    }
}

fn query_word(text: &str, word: &Word) -> QueryWord {
    let mut folded = String::new();
    push_folded(text, word, &mut folded);
    let mut exact = String::new();
    push_exact(text, word, &mut exact);
    let capitals = word.is_capitals();
    QueryWord {
        us: capitals && exact == "us",
        folded,
        exact,
        capitals,
    }
}

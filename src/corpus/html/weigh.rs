//! Chooses among the candidates for a field: the most trusted rule wins, agreement raises trust.

use crate::article::{Found, Rival};

/// A value that a rule found for a field.
#[derive(Clone, Debug)]
pub(super) struct Candidate<T> {
    pub(super) value: T,
    pub(super) rule: &'static str,
    /// The share of values that were right where this rule was measured, from 0 to 1.
    pub(super) trust: f64,
}

/// A set of candidates that mean the same.
struct Camp<T> {
    key: String,
    best: Candidate<T>,
    rules: Vec<&'static str>,
    doubt: f64,
}

/// Chooses the value that most trusted rules agree on; the others become its rivals.
///
/// `key` folds what means the same, `print` shows a value as a rival. Two rules that agree are
/// wrong together as often as both alone: their doubts multiply.
pub(super) fn weigh<T>(
    candidates: impl IntoIterator<Item = Candidate<T>>,
    key: impl Fn(&T) -> String,
    print: impl Fn(&T) -> String,
) -> Option<Found<T>> {
    let mut camps: Vec<Camp<T>> = Vec::new();
    for candidate in candidates {
        let key = key(&candidate.value);
        match camps.iter_mut().find(|camp| camp.key == key) {
            Some(camp) => camp.join(candidate),
            None => camps.push(Camp {
                key,
                rules: vec![candidate.rule],
                doubt: 1.0 - candidate.trust,
                best: candidate,
            }),
        }
    }
    camps.sort_by(|a, b| a.doubt.total_cmp(&b.doubt));
    let mut camps = camps.into_iter();
    let winner = camps.next()?;
    let agreeing = winner
        .rules
        .iter()
        .filter(|rule| **rule != winner.best.rule);
    let losers = camps.map(|camp| camp.best);
    Some(Found {
        agrees: agreeing.map(|rule| (*rule).into()).collect(),
        rivals: losers
            .map(|loser| Rival {
                value: print(&loser.value),
                rule: loser.rule.into(),
            })
            .collect(),
        ..Found::by(winner.best.rule, winner.best.value)
    })
}

impl<T> Camp<T> {
    fn join(&mut self, candidate: Candidate<T>) {
        if !self.rules.contains(&candidate.rule) {
            self.rules.push(candidate.rule);
            self.doubt *= 1.0 - candidate.trust;
        }
        if candidate.trust > self.best.trust {
            self.best = candidate;
        }
    }
}

/// The letters and digits of a text in lower case: equal for titles and names that mean the same.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

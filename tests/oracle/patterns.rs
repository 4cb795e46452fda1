//! What a wildcard, a spelling distance and a regular expression match, the plain way.

use regex::Regex;

/// Whether a word is what a wildcard asks for: `*` none or more letters, `?` exactly one.
pub(crate) fn wildcard(pattern: &[char], word: &[char]) -> bool {
    match (pattern, word) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            wildcard(rest, word) || (!word.is_empty() && wildcard(pattern, &word[1..]))
        }
        (['?', rest @ ..], [_, others @ ..]) => wildcard(rest, others),
        ([letter, rest @ ..], [other, others @ ..]) => letter == other && wildcard(rest, others),
        _ => false,
    }
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour, none
/// touched twice: optimal string alignment.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let mut best = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let replaced = usize::from(a[i - 1] != b[j - 1]);
                    let put_or_left = table[i - 1][j].min(table[i][j - 1]) + 1;
                    put_or_left.min(table[i - 1][j - 1] + replaced)
                }
            };
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(table[i - 2][j - 2] + 1);
            }
            table[i][j] = best;
        }
    }
    table[a.len()][b.len()]
}

/// A regular expression that must match the whole word.
pub(crate) fn whole_word(pattern: &str) -> Regex {
    Regex::new(&format!("^(?:{pattern})$")).expect("the queries hold valid patterns")
}

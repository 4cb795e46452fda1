//! What one query may ask for at most: past it, it is refused or cut, and the answer says so.

use serde::Serialize;

use super::span::{WORK, WORK_PER_ARTICLE};
use crate::query::{MAX_ATOMS, MAX_CHARS, MAX_CONNECTORS, MAX_NESTING, MAX_REACH};

/// A word stands for at most so many words of the dictionary; more are left out, with a note.
pub const MOST_EXPANSIONS: usize = 20_000;

/// The patterns of a query stand for at most so many words of the dictionary together: each keeps
/// some of the index open.
pub const MOST_WORDS: usize = 100_000;

/// A query has at most so many different patterns, misspellings and expressions that go through the
/// whole dictionary; beginnings of words do not.
pub const MOST_PATTERNS: usize = 50;

/// One article has at most so many spans of one clause; more are left out, with a note. Clauses as
/// people write them have a few hundred; nested `w/seg` over common words has millions.
pub const MOST_SPANS: usize = 50_000;

/// A limit of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// A stable short name.
    pub name: &'static str,
    /// The most that is taken.
    pub most: u64,
    /// Of what.
    pub what: &'static str,
    /// What becomes of more.
    pub beyond: Beyond,
}

/// What becomes of what a limit does not let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// The query is refused.
    Refused,
    /// It is left out, and a note says so.
    Noted,
}

/// All limits of a query.
pub fn limits() -> [Limit; 11] {
    let limit = |name, most, what, beyond| Limit {
        name,
        most,
        what,
        beyond,
    };
    let refused = |name, most: usize, what| limit(name, most as u64, what, Beyond::Refused);
    let noted = |name, most, what| limit(name, most, what, Beyond::Noted);
    [
        refused("characters", MAX_CHARS, "characters of a query"),
        refused(
            "words",
            MAX_ATOMS,
            "words, those of phrases counted one by one",
        ),
        refused("nesting", MAX_NESTING, "parentheses inside each other"),
        refused("connectors", MAX_CONNECTORS, "connectors such as w/5"),
        limit(
            "reach",
            MAX_REACH.into(),
            "words that a connector, window or beginning reaches",
            Beyond::Refused,
        ),
        refused(
            "patterns",
            MOST_PATTERNS,
            "different patterns, misspellings and expressions, beginnings of words not counted",
        ),
        refused(
            "pattern_words",
            MOST_WORDS,
            "words of the index that all patterns together stand for",
        ),
        noted(
            "expansions",
            MOST_EXPANSIONS as u64,
            "words of the index that one pattern stands for",
        ),
        noted(
            "spans",
            MOST_SPANS as u64,
            "matches of one clause in one article",
        ),
        limit(
            "work",
            WORK,
            "positions compared for a clause, and further",
            Beyond::Refused,
        ),
        limit(
            "work_per_article",
            WORK_PER_ARTICLE,
            "positions for each article it is looked for in",
            Beyond::Refused,
        ),
    ]
}

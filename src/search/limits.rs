//! The limits of what a query may ask, to be told.

use serde::Serialize;

use super::plan::words::MOST_EXPANSIONS;
use super::span::{MOST_SPANS, WORK, WORK_PER_ARTICLE};
use crate::query::{MAX_ATOMS, MAX_CHARS, MAX_CONNECTORS, MAX_NESTING, MAX_REACH};

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
pub fn limits() -> [Limit; 9] {
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

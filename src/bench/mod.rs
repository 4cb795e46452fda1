//! Measures searches: queries drawn from an index or given, asked again and again, told as percentiles.

pub mod compare;
mod draw;
pub mod lots;
mod measure;
pub mod report;
mod warm;

use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::Error;

pub use draw::Drawn;
pub use measure::{Effort, Measured, Phased, measure, phases};
pub use warm::Warm;

/// A query to measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The class whose row it counts for.
    pub class: String,
    /// The query as a person would type it.
    pub query: String,
    /// What is asked for.
    pub act: Act,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// The ten best hits with their passages, and the exact number of articles.
    Hits,
    /// The same, newest first.
    Newest,
    /// Articles, matches, sentences, sources.
    Count,
    /// The count by year.
    Years,
    /// The first ten lines of the concordance.
    Kwic,
}

/// A way to put a query to an index.
pub trait Ask: Sync {
    /// Asks once.
    fn ask(&self, case: &Case) -> Result<Answer, Error>;
}

/// What an asking came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The articles found.
    pub articles: u64,
    /// From the query's text to the last hit.
    pub took: Duration,
}

/// Where the time of an answer goes, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phases {
    /// Reading the query.
    pub parse: u64,
    /// Looking its words up in the dictionary.
    pub plan: u64,
    /// Finding, counting and ranking the articles.
    #[serde(rename = "match")]
    pub matching: u64,
    /// Fetching and unpacking the stored articles of the hits.
    pub fetch: u64,
    /// Matching within those articles, cutting and marking the passages.
    pub passages: u64,
}

/// A kind of query that can be drawn from an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A word of a handful of articles.
    Rare,
    /// A word of one article in sixty to four hundred.
    Mid,
    /// A word of a twelfth to a half of all articles.
    Common,
    /// Two words with AND.
    And,
    /// Two words with OR.
    Or,
    /// A question in whole words.
    Natural,
    /// A phrase that some article holds.
    Phrase,
    /// A phrase with two or more of the commonest words.
    Stops,
    /// The beginning of a word.
    Prefix,
    /// A word with letters left open inside.
    Wildcard,
    /// A misspelt word.
    Fuzzy,
    /// Two words within five.
    Near,
    /// Two words in one sentence.
    Sentence,
    /// A word in one year.
    Dates,
    /// A word, newest first.
    Newest,
    /// How often and where a word is found.
    Count,
    /// The same by year.
    Years,
    /// Ten lines of a concordance.
    Kwic,
}

impl Class {
    /// All of them, in the order of the table.
    pub const ALL: [Class; 18] = [
        Class::Rare,
        Class::Mid,
        Class::Common,
        Class::And,
        Class::Or,
        Class::Natural,
        Class::Phrase,
        Class::Stops,
        Class::Prefix,
        Class::Wildcard,
        Class::Fuzzy,
        Class::Near,
        Class::Sentence,
        Class::Dates,
        Class::Newest,
        Class::Count,
        Class::Years,
        Class::Kwic,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Class::Rare => "rare",
            Class::Mid => "mid",
            Class::Common => "common",
            Class::And => "and",
            Class::Or => "or",
            Class::Natural => "natural",
            Class::Phrase => "phrase",
            Class::Stops => "stops",
            Class::Prefix => "prefix",
            Class::Wildcard => "wildcard",
            Class::Fuzzy => "fuzzy",
            Class::Near => "near",
            Class::Sentence => "sentence",
            Class::Dates => "dates",
            Class::Newest => "newest",
            Class::Count => "count",
            Class::Years => "years",
            Class::Kwic => "kwic",
        }
    }

    /// What its queries ask for.
    pub fn act(self) -> Act {
        match self {
            Class::Newest => Act::Newest,
            Class::Count => Act::Count,
            Class::Years => Act::Years,
            Class::Kwic => Act::Kwic,
            _ => Act::Hits,
        }
    }
}

/// Draws queries of these classes from the articles of an index. The same seed draws the same
/// queries from the same articles.
pub fn draw(index: &Path, classes: &[Class], per_class: usize, seed: u64) -> Result<Drawn, Error> {
    draw::draw(index, classes, per_class, seed)
}

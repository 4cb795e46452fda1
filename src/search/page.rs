//! The page: the one value that answers a search, of which every output is a drawing.
//!
//! Its JSON is a promise to scripts: keys are always present, null where there is nothing; new keys
//! may come, old ones do not change within version 1.

use serde::{Serialize, Serializer};

use crate::query::Note;

/// The version of the JSON.
pub const JSON_VERSION: u32 = 1;

/// The answer to a search.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// [`JSON_VERSION`]
    pub morgue: u32,
    /// `page`
    pub kind: &'static str,
    /// The query as typed.
    pub query: String,
    /// How it was read.
    pub reading: String,
    /// What is to be said about the reading and the run.
    pub notes: Vec<Note>,
    /// Which index answered.
    pub index: Stamp,
    /// How much was found.
    pub counts: Counts,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits were passed over.
    pub offset: usize,
    /// How many hits were asked for; null for all.
    pub limit: Option<usize>,
    /// The hits in order.
    pub hits: Vec<Hit>,
}

/// Which index answered, in which state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// Six hexadecimal digits of what the index holds: equal contents, equal ids.
    pub id: String,
    /// How many times the index was committed.
    pub commit: u64,
    /// How many articles it holds.
    pub articles: u64,
}

/// How much was found. All but the articles need a full pass and are null unless asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Articles, exactly.
    pub articles: u64,
    /// Matches in them.
    pub matches: Option<u64>,
    /// Distinct sentences that hold a match's first word.
    pub sentences: Option<u64>,
    /// Distinct sources of the articles.
    pub sources: Option<u64>,
}

/// An article in the answer.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// From 1.
    pub rank: usize,
    /// Our id.
    pub id: String,
    /// The record's own id.
    pub key: Option<String>,
    /// The score, written with four decimals.
    #[serde(serialize_with = "four_decimals")]
    pub score: f64,
    /// The title.
    pub title: Option<String>,
    /// The title in pieces, its matches numbered; null without a title.
    pub title_spans: Option<Vec<Piece>>,
    /// The first sentence, for an article without a title; else null.
    pub opening: Option<String>,
    /// The date, as long as its precision.
    pub date: Option<String>,
    /// The source.
    pub source: Option<String>,
    /// The byline as printed.
    pub byline: Option<String>,
    /// The people in the byline.
    pub people: Vec<String>,
    /// The section.
    pub section: Option<String>,
    /// The place of reporting.
    pub dateline: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The file below the archive.
    pub file: String,
    /// The record in the file; null for a file that is one article.
    pub record: Option<u64>,
    /// How many further files or records hold the same article.
    pub copies: u64,
    /// The body's length in words.
    pub words: u64,
    /// How many matches it has.
    pub matches: u64,
    /// The best passages, in the order of the text.
    pub passages: Vec<Passage>,
}

/// A stretch of an article's text with its matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// `body`
    pub field: &'static str,
    /// Whether text was cut off inside a sentence, at its beginning and at its end.
    pub cut: [bool; 2],
    /// The text in pieces.
    pub spans: Vec<Piece>,
}

/// A piece of text: plain, or (part of) a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text as printed.
    pub text: String,
    /// The number of the match in the article, from 1; two pieces with one number are two ends of one match.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<u64>,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Sort {
    /// Score, then the newer date, then id.
    #[default]
    #[serde(rename = "relevance")]
    Relevance,
    /// Newest first, undated last.
    #[serde(rename = "date")]
    Newest,
    /// Oldest first, undated last.
    #[serde(rename = "-date")]
    Oldest,
    /// By source, then newest first; no source last.
    #[serde(rename = "source")]
    Source,
    /// Longest first.
    #[serde(rename = "words")]
    Words,
}

/// The answer to a count.
#[derive(Clone, Debug, Serialize)]
pub struct CountPage {
    /// [`JSON_VERSION`]
    pub morgue: u32,
    /// `count`
    pub kind: &'static str,
    /// The query as typed.
    pub query: String,
    /// How it was read.
    pub reading: String,
    /// What is to be said about the reading and the run.
    pub notes: Vec<Note>,
    /// Which index answered.
    pub index: Stamp,
    /// How much was found in all.
    pub counts: Counts,
    /// What the rows are by; null without rows.
    pub by: Option<By>,
    /// The rows in order.
    pub rows: Vec<Row>,
}

/// What a count is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The year; a date that is only a decade keeps the decade.
    Year,
    /// The month; coarser dates keep their quarter, year or decade.
    Month,
    /// The source.
    Source,
    /// Each person of the byline: an article by two counts under both.
    Byline,
    /// The section.
    Section,
}

/// One row of a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The year, source, …; null for articles that have none.
    pub key: Option<String>,
    /// Articles.
    pub articles: u64,
    /// Matches in them.
    pub matches: u64,
    /// Distinct sentences that hold a match's first word.
    pub sentences: u64,
    /// Distinct sources.
    pub sources: u64,
}

/// The answer to a concordance: every match on a line.
#[derive(Clone, Debug, Serialize)]
pub struct KwicPage {
    /// [`JSON_VERSION`]
    pub morgue: u32,
    /// `kwic`
    pub kind: &'static str,
    /// The query as typed.
    pub query: String,
    /// How it was read.
    pub reading: String,
    /// What is to be said about the reading and the run.
    pub notes: Vec<Note>,
    /// Which index answered.
    pub index: Stamp,
    /// How much was found, whatever is shown of it.
    pub counts: Counts,
    /// The order of the lines.
    pub sort: KwicSort,
    /// How many lines were drawn at random; null for all.
    pub sample: Option<usize>,
    /// What they were drawn by; null without a sample.
    pub seed: Option<u64>,
    /// The lines in order.
    pub lines: Vec<KwicLine>,
}

/// The order of KWIC lines. Ties follow the date, newest first, then the id, then the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum KwicSort {
    /// By date, newest first.
    #[default]
    #[serde(rename = "date")]
    Newest,
    /// By date, oldest first.
    #[serde(rename = "-date")]
    Oldest,
    /// By the words to the left, the nearest first.
    #[serde(rename = "left")]
    Left,
    /// By the words to the right, the nearest first.
    #[serde(rename = "right")]
    Right,
    /// By source.
    #[serde(rename = "source")]
    Source,
}

/// One match in its context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KwicLine {
    /// Our id of the article.
    pub id: String,
    /// Its date, as long as its precision.
    pub date: Option<String>,
    /// Its source.
    pub source: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// `title` or `body`.
    pub field: &'static str,
    /// The number of the match in the article, from 1.
    #[serde(rename = "match")]
    pub occurrence: u64,
    /// The position of its first word in the field, from 1.
    pub position: u64,
    /// What stands before it.
    pub left: String,
    /// The match; a match with words between its ends holds them as plain pieces.
    pub spans: Vec<Piece>,
    /// What stands behind it.
    pub right: String,
}

/// One clause of a query with what it finds alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// How deep it stands in the query, from 0.
    pub depth: usize,
    /// Its reading.
    pub reading: String,
    /// The articles it finds alone.
    pub articles: u64,
    /// Its matches in them; a filter or a negation has none.
    pub matches: u64,
    /// The words of the index that it stands for, with the articles of each, most frequent first.
    pub expansions: Vec<Expansion>,
}

/// A word of the index that a clause stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expansion {
    /// The word as the index holds it.
    pub word: String,
    /// The articles that hold it in title or text.
    pub articles: u64,
}

fn four_decimals<S: Serializer>(score: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let text = format!("{score:.4}");
    let raw = serde_json::value::RawValue::from_string(text).map_err(serde::ser::Error::custom)?;
    raw.serialize(serializer)
}

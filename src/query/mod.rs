//! The query language: text → tokens → tree → reading. Pure: it knows no index.
//!
//! Every string has a reading: parsing never fails. What a reading cannot mean is refused later,
//! when it is planned, with the place and the rewrite.

pub mod tree;

use serde::Serialize;

use crate::date::Day;
use crate::error::Refusal;
use tree::{At, Node};

/// What parsing needs to know beside the text.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that `today` and `7d` count from.
    pub today: Day,
    /// How `03/04/1995` is to be read; `None` refuses it.
    pub date_order: Option<DateOrder>,
}

/// The order of day and month in a date of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day first.
    Dmy,
    /// Month first.
    Mdy,
}

/// A query that has been read.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// What it means.
    pub root: Node,
    /// What is to be said about the reading.
    pub notes: Vec<Note>,
    /// What is refused in it, if anything.
    pub refused: Vec<Refusal>,
}

/// Something to be said about how a query was read or run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// A stable short name: `and_or_mix`, `lower_case_operator`, …
    pub code: &'static str,
    /// The characters of the query that it speaks of; null when it speaks of the whole.
    pub at: Option<At>,
    /// The sentence.
    pub text: String,
}

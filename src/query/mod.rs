//! The query language: text → tokens → tree → reading. Pure: it knows no index.
//!
//! Every string has a reading: parsing never fails. What a reading cannot mean is refused later,
//! when it is planned, with the place and the rewrite.

mod atom;
mod build;
mod check;
mod connectors;
mod dates;
pub mod dialect;
mod filters;
pub mod given;
mod level;
mod lexer;
pub mod names;
pub mod notes;
mod parse;
mod reading;
mod roles;
mod stems;
#[cfg(test)]
mod tests;
mod token;
pub mod tree;

use serde::Serialize;

use crate::date::Day;
use crate::error::Refusal;
use dialect::Dialect;
use notes::Remarks;
pub use reading::reading_of;
use token::Style;
use tree::{At, Kind, Node};

/// The longest query, in characters: some thirty pages of a book.
pub const MAX_CHARS: usize = 65_536;

/// The most words, phrases' words counted one by one: a long article pasted whole.
pub const MAX_ATOMS: usize = 1_000;

/// The most parentheses inside each other; the stack bounds it.
pub const MAX_NESTING: usize = 64;

/// The most connectors; their spans are computed from each other.
pub const MAX_CONNECTORS: usize = 200;

/// How far a connector, a window or a beginning may reach, in words: a long article.
pub const MAX_REACH: u32 = 10_000;

/// What parsing needs to know beside the text.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day that `today` and `7d` count from.
    pub today: Day,
    /// How `03/04/1995` is to be read; `None` refuses it.
    pub date_order: Option<DateOrder>,
    /// The system that the query was written for; `None` is our own language.
    pub dialect: Option<Dialect>,
}

impl Options {
    /// How dates of numbers are read: Nexis and Westlaw put the month first.
    fn order(&self) -> Option<DateOrder> {
        self.date_order.or(match self.dialect {
            Some(Dialect::Nexis | Dialect::Westlaw) => Some(DateOrder::Mdy),
            _ => None,
        })
    }
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
    /// What it means. Negations and conditions without anything else are over every article:
    /// `-flood` is `Not(flood)`, all articles without it.
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

impl Note {
    /// Whether it says what was found, and not that the query may have been meant otherwise.
    pub fn is_about_finding(&self) -> bool {
        [notes::CLAUSE_EMPTY, notes::NONE_TOGETHER].contains(&self.code)
    }
}

/// Reads a query. Every string has a reading; what is odd about it stands in the notes, what cannot
/// be run in the refusals.
///
/// ```
/// use morgue::query::{Options, parse};
///
/// let options = Options { today: 0, date_order: None, dialect: None };
/// let query = parse("flood inquiry -sport", &options);
/// assert_eq!(query.reading(), "flood AND inquiry AND NOT sport");
/// ```
pub fn parse(text: &str, options: &Options) -> Query {
    let mut remarks = Remarks::default();
    let root = read(text, options, &mut remarks);
    remarks.sort();
    Query {
        text: text.to_owned(),
        root,
        notes: remarks.notes,
        refused: remarks.refused,
    }
}

impl Query {
    /// What the query means, in our own syntax; reading it again gives the same tree.
    pub fn reading(&self) -> String {
        reading_of(&self.root)
    }

    /// Whether it holds nothing to search for; its root is every article then.
    pub fn is_empty(&self) -> bool {
        let nothing = |note: &Note| note.code == notes::NOTHING_TO_SEARCH;
        self.notes.iter().any(nothing)
    }
}

fn read(text: &str, options: &Options, remarks: &mut Remarks) -> Node {
    let everything = |length| build::node(Kind::All, [0, length]);
    let length = text.chars().count();
    if length > MAX_CHARS {
        let text = format!("the query has {length} characters; {MAX_CHARS} are the most");
        remarks.refuse([0, length], text, "ask for less at once");
        return everything(length);
    }
    let mut chars: Vec<char> = text.chars().collect();
    if options.dialect == Some(Dialect::Factiva) {
        dialect::signs::round(&mut chars);
    }
    let lexemes = settled(&chars, options, remarks);
    if parse::too_large(&lexemes, options.dialect, remarks) {
        return everything(length);
    }
    let Some(root) = parse::parse(&lexemes, &chars, options.dialect, remarks) else {
        let text = "there is nothing to search for: no letter, no digit";
        remarks.note(notes::NOTHING_TO_SEARCH, [0, length], text);
        return everything(length);
    };
    check::check(&root, remarks);
    root
}

/// Cuts the text, a second time where it turns out to be in the style of other systems, in which
/// `date aft 1995` is a condition.
fn settled(chars: &[char], options: &Options, remarks: &mut Remarks) -> Vec<token::Lexeme> {
    let mut first = Remarks::default();
    let style = match options.dialect {
        None => Style::Plain,
        Some(_) => Style::Connected,
    };
    let mut cut = lexer::cut(chars, options, style, &mut first);
    let style = match roles::has_connector(&cut.lexemes) {
        true => Style::Connected,
        false => cut.style,
    };
    if style == Style::Connected && cut.depends_on_style {
        cut = lexer::cut(chars, options, style, remarks);
    } else {
        *remarks = first;
    }
    roles::settle(cut.lexemes, chars, style, remarks)
}

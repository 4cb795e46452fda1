//! Conditions that come beside the text of a query, as flags do, and mean the same as typed ones.

use super::atom::piece;
use super::filters::{Compare, compared, date_kind};
use super::names::nearest_field;
use super::tree::{Field, Forms, Kind, Node, PhrasePart};
use super::{Options, Query, build, dates, notes};
use crate::date::Date;

/// How a date bounds the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Within the period.
    Within,
    /// From its first day on.
    Since,
    /// Up to its last day.
    Until,
    /// Before its first day.
    Before,
    /// After its last day.
    After,
}

/// A condition that has no meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadCondition {
    /// The text is no date.
    #[error("{0} is not a date; write 1995, 1995-03, 1995-03-05 or 7d")]
    NotADate(String),
    /// It looks like a date.
    #[error("the calendar has no {0}")]
    NoSuchDay(String),
    /// Day and month cannot be told apart.
    #[error("{text} may be {day_first} or {month_first}; write one of these, or give --date-order")]
    Ambiguous {
        /// As given.
        text: String,
        /// Read with the day first.
        day_first: Date,
        /// Read with the month first.
        month_first: Date,
    },
    /// There is no field of this name.
    #[error("there is no field {name}{}", meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default())]
    NoField {
        /// As given.
        name: String,
        /// The name it is near.
        meant: Option<&'static str>,
    },
}

impl Query {
    /// The query with one more condition; its reading includes it.
    pub fn and(mut self, condition: Node) -> Query {
        self.root = if self.is_empty() {
            self.notes
                .retain(|note| note.code != notes::NOTHING_TO_SEARCH);
            condition
        } else {
            let at = self.root.at;
            let both = build::all_of(vec![self.root, condition]);
            both.unwrap_or_else(|| build::node(Kind::All, at))
        };
        self
    }
}

/// Articles whose field holds one of these values, each a phrase; `None` when no value has a word.
pub fn any_value<S: AsRef<str>>(field: Field, values: &[S]) -> Option<Node> {
    let values = values.iter().filter_map(|value| {
        let kind = value_kind(value.as_ref())?;
        Some(beside(Kind::Field(field, Box::new(beside(kind)))))
    });
    build::any_of(values.collect())
}

/// Articles of these days, given as in `date:`.
pub fn date(bound: Bound, text: &str, options: &Options) -> Result<Node, BadCondition> {
    let compare = match bound {
        Bound::Within => Compare::Is,
        Bound::Since => Compare::AtLeast,
        Bound::Until => Compare::AtMost,
        Bound::Before => Compare::Less,
        Bound::After => Compare::More,
    };
    let text = text.trim();
    match compared(compare, text, options) {
        Ok(range) => Ok(beside(date_kind(range, text))),
        Err(dates::Problem::NotADate) => Err(BadCondition::NotADate(text.to_owned())),
        Err(dates::Problem::Impossible) => Err(BadCondition::NoSuchDay(text.to_owned())),
        Err(dates::Problem::Ambiguous {
            day_first,
            month_first,
        }) => Err(BadCondition::Ambiguous {
            text: text.to_owned(),
            day_first,
            month_first,
        }),
    }
}

/// Articles that have a field, given by any of its names.
pub fn has(name: &str) -> Result<Node, BadCondition> {
    Ok(beside(Kind::Has(field_named(name)?)))
}

/// Articles that lack a field, given by any of its names.
pub fn missing(name: &str) -> Result<Node, BadCondition> {
    Ok(beside(Kind::Missing(field_named(name)?)))
}

fn field_named(name: &str) -> Result<Field, BadCondition> {
    Field::named(name).ok_or_else(|| BadCondition::NoField {
        name: name.to_owned(),
        meant: nearest_field(name),
    })
}

/// The words of a value in a row; signs in it are not operators.
fn value_kind(value: &str) -> Option<Kind> {
    let words = value
        .split(|c: char| c.is_whitespace() || super::lexer::is_double_mark(c))
        .filter_map(piece);
    let mut parts: Vec<PhrasePart> = words.filter(|part| *part != PhrasePart::Any).collect();
    if parts.len() > 1 {
        return Some(Kind::Phrase { parts, slop: None });
    }
    match parts.pop()? {
        PhrasePart::Word(text) => Some(Kind::Word {
            text,
            forms: Forms::Quoted,
        }),
        PhrasePart::Wildcard(pattern) => Some(Kind::Wildcard(pattern)),
        PhrasePart::Any => None,
    }
}

/// A node that was not typed in the query.
fn beside(kind: Kind) -> Node {
    build::node(kind, [0, 0])
}

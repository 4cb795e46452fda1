//! What is said of a file before it is read: by the rules of its archive or on the command line.

use serde_json::Value;

/// What is said of a file before it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settings {
    /// Keys or columns that give a field, whatever their names say.
    pub(super) columns: Vec<Mapping>,
    /// How dates such as `3/4/1997` are meant.
    pub(super) order: Option<DateOrder>,
    /// The format that it is, whatever it looks like.
    pub(super) format: Option<&'static str>,
}

/// How a date of three numbers is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum DateOrder {
    /// `dmy`: day, month, year.
    #[serde(rename = "dmy")]
    DayFirst,
    /// `mdy`: month, day, year.
    #[serde(rename = "mdy")]
    MonthFirst,
}

/// A field and the key, column or text that gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mapping {
    /// The field's own name: `title`, `text`, `date`.
    pub(super) field: &'static str,
    /// Where its value is.
    pub(super) from: From,
    /// The rule of a value found so.
    pub(super) rule: String,
}

/// Where the value of a mapped field is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// Under this key or in this column.
    Key(String),
    /// It is this text for every record.
    Fixed(Value),
}

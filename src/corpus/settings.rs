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
    /// How closely web pages are read.
    pub(super) pages: Pages,
    /// How many times its size may be unpacked from a file, where that is said.
    pub(super) unpacked: Option<u64>,
}

/// How closely saved web pages are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    /// The text that several readings of a page agree on.
    #[default]
    Full,
    /// The text that one pass over a page finds, in a third of the time.
    Fast,
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

//! Reads a date as newspapers print it, in many languages, with its precision.

use std::ops::Range;

use super::Date;

/// What a printed date says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A date of the calendar.
    Date(Date),
    /// Numbers that may be day and month or month and day, as `03/04/1995`.
    Ambiguous {
        /// Read with the day first.
        day_first: Date,
        /// Read with the month first.
        month_first: Date,
    },
    /// It looks like a date, but the calendar has none such, as `2019-02-30`.
    Impossible,
    /// Not a date.
    None,
}

/// Reads a text that is a date and nothing else, but for a weekday, a time, a label or an offset.
pub fn read(_text: &str) -> Reading {
    Reading::None
}

/// Finds the first date inside a longer text: its reading and its bytes.
pub fn find(_text: &str) -> Option<(Reading, Range<usize>)> {
    None
}

//! Reads a date as newspapers print it, in many languages, with its precision.

mod around;
mod bare;
mod months;
mod shape;
mod token;

use std::ops::Range;

use super::Date;
use shape::Strictness;
use token::{Token, tokens};

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

/// Texts longer than this, in bytes, are more than a date.
const LONGEST: usize = 160;

/// Reads a text that is a date and nothing else, but for a weekday, a time, a label or an offset.
///
/// The day is the one printed: an offset never moves it. A year of two digits is read only beside
/// the name of a month or as the last part of `d/m/y`: `40` to `99` are 1940 to 1999, `00` to `39`
/// are 2000 to 2039, so that one which is still to come is seen by
/// [`believed`](super::believed) and not taken for another century's.
/// Of `Published … Updated …` the first date is read.
pub fn read(text: &str) -> Reading {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Reading::None;
    }
    let bare = bare::read(text);
    if bare != Reading::None {
        return bare;
    }
    let tokens = tokens(text);
    let Some((reading, at)) = first(&tokens, Strictness::Alone, |_| true) else {
        return Reading::None;
    };
    let (before, after) = (&text[..at.start], &text[at.end..]);
    if around::is_only_a_frame(before) && (around::is_only_a_frame(after) || is_later_date(after)) {
        reading
    } else {
        Reading::None
    }
}

/// Finds the first date inside a longer text: its reading and its bytes, with a weekday before it.
///
/// Only forms that nothing else takes are found: a month by name with its year, three numbers with
/// a year of four digits, or `年月日`. Dates that the calendar does not have are passed over.
pub fn find(text: &str) -> Option<(Reading, Range<usize>)> {
    let tokens = tokens(text);
    let (reading, at) = first(&tokens, Strictness::InText, |reading| {
        *reading != Reading::Impossible
    })?;
    let weekday = tokens
        .iter()
        .rev()
        .skip_while(|token| token.at.start >= at.start)
        .find(|token| !token.is(',') && !token.is('.'))
        .filter(|token| token.word().is_some_and(around::is_weekday));
    let start = weekday.map_or(at.start, |token| token.at.start);
    Some((reading, start..at.end))
}

fn first(
    tokens: &[Token],
    strictness: Strictness,
    wanted: impl Fn(&Reading) -> bool,
) -> Option<(Reading, Range<usize>)> {
    (0..tokens.len()).find_map(|start| {
        let (reading, end) = shape::at(tokens, start, strictness)?;
        let bytes = tokens[start].at.start..tokens[end - 1].at.end;
        wanted(&reading).then_some((reading, bytes))
    })
}

/// A second date after the first, told apart by a word such as `Updated`.
fn is_later_date(text: &str) -> bool {
    let Some((_, at)) = first(&tokens(text), Strictness::Alone, |_| true) else {
        return false;
    };
    around::ends_with_update(&text[..at.start]) && around::is_only_a_frame(&text[at.end..])
}

#[cfg(test)]
mod tests;

//! Dates as people type them in a query, and how a range of days is printed.

use jiff::civil::{ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

use super::tree::Ends;
use super::{DateOrder, Options};
use crate::date::{Date, Day, civil, day_number};

/// A range of days, both inside it; open ends are `None`.
pub(super) type Range = (Option<Day>, Option<Day>);

/// The first and the last day of a period.
type Period = (Day, Day);

/// Why a text is not a range of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It does not look like a date.
    NotADate,
    /// It does, but the calendar has no such day.
    Impossible,
    /// Day and month cannot be told apart.
    Ambiguous { day_first: Date, month_first: Date },
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Reads `1995`, `5 Mar 1995`, `1995-03..1995-06`, `..1995`, `7d`.
pub(super) fn range(text: &str, options: &Options) -> Result<Range, Problem> {
    let text = text.trim();
    let ends = match text.split_once("..") {
        Some(ends) => ends,
        None => {
            let (from, to) = period(text, options)?;
            return Ok((Some(from), Some(to)));
        }
    };
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => period(text, options).map(Some),
    };
    match (end(ends.0)?, end(ends.1)?) {
        (None, None) => Err(Problem::NotADate),
        (from, to) => Ok((from.map(|from| from.0), to.map(|to| to.1))),
    }
}

/// Reads one date, with the period that it covers.
pub(super) fn period(text: &str, options: &Options) -> Result<Period, Problem> {
    let text = text.to_lowercase().replace(',', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        [word] => one_word(word, options),
        [first, second] => two_words(first, second, options.today),
        [first, second, year] => {
            let date = match (day_of_month(first), month(second)) {
                (Some(day), Some(month)) => (day, month),
                _ => (
                    day_of_month(second).ok_or(Problem::NotADate)?,
                    month(first).ok_or(Problem::NotADate)?,
                ),
            };
            let year = self::year(year).ok_or(Problem::NotADate)?;
            found(Date::day(year, date.1, date.0))
        }
        _ => Err(Problem::NotADate),
    }
}

/// A month and a day of any year: `04-13`, `13 Apr`, `April 13`.
pub(super) fn day_of_any_year(text: &str) -> Option<(i8, i8)> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (month, day) = match words[..] {
        [word] => {
            let (month, day) = word.split_once('-')?;
            (number(month, 2)?, number(day, 2)?)
        }
        [first, second] => match (month(first), month(second)) {
            (Some(month), None) => (month, day_of_month(second)?),
            (None, Some(month)) => (month, day_of_month(first)?),
            _ => return None,
        },
        _ => return None,
    };
    // A leap year, for 29 February.
    Date::day(2000, month, day).map(|_| (month, day))
}

/// The number of a weekday, Monday being 1: `sun`, `Sunday`, `7`.
pub(super) fn weekday(text: &str) -> Option<i8> {
    let text = text.to_lowercase();
    let place = abbreviated(&WEEKDAYS, &text);
    place.or_else(|| number::<i8>(&text, 1).filter(|day| (1..=7).contains(day)))
}

/// The name that `weekday:` prints.
pub(super) fn weekday_name(weekday: i8) -> &'static str {
    let place = usize::try_from(weekday - 1).unwrap_or(0);
    &WEEKDAYS[place.min(6)][..3]
}

/// How a date that was typed so is printed: as days what is relative to today, or was typed as days.
pub(super) fn ends(typed: &str) -> Ends {
    let typed = typed.to_lowercase();
    let mut words = typed.split(|c: char| !c.is_alphanumeric() && c != '-');
    let is_relative = |word: &str| {
        ["today", "yesterday", "last", "this"].contains(&word) || ago(word, 0).is_some()
    };
    let is_day = |word: &str| {
        let hyphens: Vec<usize> = word.match_indices('-').map(|(at, _)| at).collect();
        word.len() == WHOLE_DAY && hyphens == [4, 7]
    };
    match words.any(|word| is_relative(word) || is_day(word)) {
        true => Ends::Days,
        false => Ends::Short,
    }
}

/// Prints a range, both ends alike: `1995-03..1995-06`.
pub(super) fn print(from: Option<Day>, to: Option<Day>, ends: Ends) -> String {
    let (from, to) = (from.and_then(civil), to.and_then(civil));
    let length = [from.map(length_of_first), to.map(length_of_last)];
    let length = match ends {
        Ends::Short => length.into_iter().flatten().max().unwrap_or(WHOLE_DAY),
        Ends::Days => WHOLE_DAY,
    };
    let end = |day: Option<jiff::civil::Date>| match day {
        Some(day) => {
            let (year, month, day) = (day.year(), day.month(), day.day());
            format!("{year:04}-{month:02}-{day:02}")[..length].to_owned()
        }
        None => String::new(),
    };
    match (end(from), end(to)) {
        (from, to) if from == to => from,
        (from, to) => format!("{from}..{to}"),
    }
}

/// The length of `1995-03-05`.
const WHOLE_DAY: usize = 10;

/// How much must be printed of a first day: `1995` is the first of January.
fn length_of_first(day: jiff::civil::Date) -> usize {
    match (day.month(), day.day()) {
        (1, 1) => 4,
        (_, 1) => 7,
        _ => WHOLE_DAY,
    }
}

/// How much must be printed of a last day: `1995` is the last of December.
fn length_of_last(day: jiff::civil::Date) -> usize {
    match (day.month(), day.day()) {
        (12, 31) => 4,
        (_, last) if last == day.days_in_month() => 7,
        _ => WHOLE_DAY,
    }
}

/// A day the calendar of newspapers has.
pub(super) fn clamped(day: Day) -> Day {
    day.clamp(
        day_number(jiff::civil::date(1, 1, 1)),
        day_number(jiff::civil::Date::MAX),
    )
}

fn one_word(word: &str, options: &Options) -> Result<Period, Problem> {
    match word {
        "today" => return Ok((options.today, options.today)),
        "yesterday" => return Ok((options.today - 1, options.today - 1)),
        _ => {}
    }
    if let Some(period) = ago(word, options.today) {
        return Ok(period);
    }
    if let Some(year) = word.strip_suffix('s').and_then(year) {
        return found(Date::decade(year));
    }
    if let Some(year) = year(word) {
        return found(Date::year(year));
    }
    if let (8, Some(number)) = (word.len(), number::<i32>(word, 8)) {
        let day = |value: i32| i8::try_from(value).map_err(|_| Problem::NotADate);
        let year = i16::try_from(number / 10_000).map_err(|_| Problem::NotADate)?;
        return found(Date::day(
            year,
            day(number / 100 % 100)?,
            day(number % 100)?,
        ));
    }
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let separators = word.chars().filter(|c| "-/.".contains(*c));
    let mut kinds: Vec<char> = separators.collect();
    kinds.dedup();
    if kinds.len() != 1 {
        return Err(Problem::NotADate);
    }
    match parts[..] {
        [year, part] => year_and_part(year, part),
        [first, second, third] => three_numbers(first, second, third, options.order()),
        _ => Err(Problem::NotADate),
    }
}

/// `1995-03`, `1995-q2`, `1995-w10`.
fn year_and_part(year: &str, part: &str) -> Result<Period, Problem> {
    let year = self::year(year).ok_or(Problem::NotADate)?;
    if let Some(quarter) = part.strip_prefix('q') {
        let quarter = number(quarter, 1).ok_or(Problem::NotADate)?;
        return found(Date::quarter(year, quarter));
    }
    if let Some(week) = part.strip_prefix('w') {
        let week = number(week, 2).ok_or(Problem::NotADate)?;
        let monday =
            ISOWeekDate::new(year, week, Weekday::Monday).map_err(|_| Problem::Impossible)?;
        let monday = day_number(monday.date());
        return Ok((monday, monday + 6));
    }
    let month = number(part, 2).ok_or(Problem::NotADate)?;
    found(Date::month(year, month))
}

/// `1995-03-05`, `5/3/1995`.
fn three_numbers(
    first: &str,
    second: &str,
    third: &str,
    order: Option<DateOrder>,
) -> Result<Period, Problem> {
    let small = |text: &str| number::<i8>(text, 2).ok_or(Problem::NotADate);
    if let Some(year) = year(first) {
        return found(Date::day(year, small(second)?, small(third)?));
    }
    let year = year(third).ok_or(Problem::NotADate)?;
    let (first, second) = (small(first)?, small(second)?);
    let day_first = Date::day(year, second, first);
    let month_first = Date::day(year, first, second);
    match (day_first, month_first, order) {
        (Some(day_first), Some(month_first), None) if day_first != month_first => {
            Err(Problem::Ambiguous {
                day_first,
                month_first,
            })
        }
        (Some(_), Some(_), Some(DateOrder::Mdy)) => found(month_first),
        _ => found(day_first.or(month_first)),
    }
}

/// `Mar 1995`, `Q2 1995`, `last month`.
fn two_words(first: &str, second: &str, today: Day) -> Result<Period, Problem> {
    let back = match first {
        "this" => 0,
        "last" => 1,
        _ => {
            let year = year(second).ok_or(Problem::NotADate)?;
            if let Some(quarter) = first.strip_prefix('q') {
                let quarter = number(quarter, 1).ok_or(Problem::NotADate)?;
                return found(Date::quarter(year, quarter));
            }
            let month = month(first).ok_or(Problem::NotADate)?;
            return found(Date::month(year, month));
        }
    };
    let moved = |span: Span| {
        civil(today)
            .and_then(|day| day.checked_sub(span).ok())
            .ok_or(Problem::Impossible)
    };
    match second {
        "week" => {
            let day = moved(back.weeks())?;
            let monday = day_number(day) - i64::from(day.weekday().to_monday_one_offset()) + 1;
            Ok((monday, monday + 6))
        }
        "month" => moved(back.months()).and_then(|day| found(Date::month(day.year(), day.month()))),
        "year" => moved(back.years()).and_then(|day| found(Date::year(day.year()))),
        _ => Err(Problem::NotADate),
    }
}

/// `7d`, `3w`: so many days and weeks, today the last of them; `6m`, `2y`: from the day after the
/// same date then.
fn ago(word: &str, today: Day) -> Option<Period> {
    let unit = word.chars().last()?;
    let count: i64 = number(word.strip_suffix(unit)?, 5)?;
    let from = match unit {
        'd' => today - count + 1,
        'w' => today - 7 * count + 1,
        'm' | 'y' => {
            let span = match unit {
                'm' => Span::new().try_months(count),
                _ => Span::new().try_years(count),
            };
            let then = span
                .ok()
                .and_then(|span| civil(today)?.checked_sub(span).ok());
            then.map_or(Day::MIN, |then| day_number(then) + 1)
        }
        _ => return None,
    };
    (count > 0).then(|| (clamped(from), today))
}

fn found(date: Option<Date>) -> Result<Period, Problem> {
    date.map(|date| (date.first(), date.last()))
        .ok_or(Problem::Impossible)
}

/// A year has four digits.
fn year(text: &str) -> Option<i16> {
    number::<i16>(text, 4).filter(|_| text.len() == 4)
}

/// `5`, `05`, `5th`.
fn day_of_month(text: &str) -> Option<i8> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th").then(|| number(digits, 2))?
}

/// `mar`, `mar.`, `march`.
fn month(text: &str) -> Option<i8> {
    abbreviated(&MONTHS, text.trim_end_matches('.'))
}

/// The place of a name, from 1, by its beginning of three letters or more.
fn abbreviated(names: &[&str], text: &str) -> Option<i8> {
    let place = names
        .iter()
        .position(|name| text.len() >= 3 && name.starts_with(text))?;
    i8::try_from(place + 1).ok()
}

fn number<N: std::str::FromStr>(text: &str, most: usize) -> Option<N> {
    let digits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(date_order: Option<DateOrder>) -> Options {
        let today = day_number(jiff::civil::date(2019, 5, 1));
        Options {
            today,
            date_order,
            dialect: None,
        }
    }

    #[test]
    fn dates_are_read_as_their_period() {
        for (text, printed) in [
            ("1995", "1995"),
            ("1995-03", "1995-03"),
            ("1995-03-05", "1995-03-05"),
            ("19950305", "1995-03-05"),
            ("5 Mar 1995", "1995-03-05"),
            ("5th march 1995", "1995-03-05"),
            ("March 5, 1995", "1995-03-05"),
            ("Sept. 1995", "1995-09"),
            ("1990s", "1990..1999"),
            ("Q2 1995", "1995-04..1995-06"),
            ("1995-Q2", "1995-04..1995-06"),
            ("1995-W10", "1995-03-06..1995-03-12"),
            ("1995..", "1995.."),
            ("..1995-06", "..1995-06"),
            ("5 Mar 1995..March 7, 1995", "1995-03-05..1995-03-07"),
            ("1995-02..1996-02", "1995-02..1996-02"),
            ("25/12/1995", "1995-12-25"),
            ("12/25/1995", "1995-12-25"),
            ("05/05/1995", "1995-05-05"),
            ("today", "2019-05-01"),
            ("yesterday", "2019-04-30"),
            ("7d", "2019-04-25..2019-05-01"),
            ("3w", "2019-04-11..2019-05-01"),
            ("6m", "2018-11-02..2019-05-01"),
            ("2y", "2017-05-02..2019-05-01"),
            ("9999y", "0001-01-01..2019-05-01"),
            ("last month", "2019-04-01..2019-04-30"),
            ("last week", "2019-04-22..2019-04-28"),
            ("last year", "2018-01-01..2018-12-31"),
            ("1995-03-01..1995-03-31", "1995-03-01..1995-03-31"),
            ("0900", "0900"),
            ("1605-11-05", "1605-11-05"),
        ] {
            let range = range(text, &options(None)).map(|(from, to)| print(from, to, ends(text)));
            assert_eq!(range.as_deref(), Ok(printed), "{text}");
        }
    }

    #[test]
    fn months_end_with_their_last_day() {
        let today = day_number(jiff::civil::date(2019, 8, 31));
        let options = Options {
            today,
            date_order: None,
            dialect: None,
        };
        let (from, to) = range("6m", &options).expect("a date");
        assert_eq!(print(from, to, Ends::Short), "2019-03..2019-08");
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        let day = |month, day| Date::day(1995, month, day).expect("a day");
        let ambiguous = Problem::Ambiguous {
            day_first: day(4, 3),
            month_first: day(3, 4),
        };
        assert_eq!(range("03/04/1995", &options(None)), Err(ambiguous));
        for (order, month, number) in [(DateOrder::Dmy, 4, 3), (DateOrder::Mdy, 3, 4)] {
            let first = day(month, number).first();
            let read = range("03/04/1995", &options(Some(order)));
            assert_eq!(read, Ok((Some(first), Some(first))));
        }
    }

    #[test]
    fn other_texts_are_not_dates() {
        for (text, problem) in [
            ("", Problem::NotADate),
            ("..", Problem::NotADate),
            ("flood", Problem::NotADate),
            ("may", Problem::NotADate),
            ("5 flood 1995", Problem::NotADate),
            ("95", Problem::NotADate),
            ("1995-03/05", Problem::NotADate),
            ("0d", Problem::NotADate),
            ("é1d", Problem::NotADate),
            ("2019-02-30", Problem::Impossible),
            ("1995-13", Problem::Impossible),
            ("0000", Problem::Impossible),
            ("1995-W60", Problem::Impossible),
        ] {
            assert_eq!(range(text, &options(None)), Err(problem), "{text}");
        }
    }

    #[test]
    fn days_of_any_year() {
        for (text, day) in [
            ("04-13", Some((4, 13))),
            ("13 Apr", Some((4, 13))),
            ("April 13", Some((4, 13))),
            ("02-29", Some((2, 29))),
            ("13-04", None),
            ("april", None),
        ] {
            assert_eq!(day_of_any_year(text), day, "{text}");
        }
        assert_eq!(weekday("sun"), Some(7));
        assert_eq!(weekday("Monday"), Some(1));
        assert_eq!(weekday("dog"), None);
        assert_eq!(weekday_name(7), "sun");
    }
}

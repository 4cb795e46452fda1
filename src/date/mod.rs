//! A day or a longer period as printed, counted in days, on the calendar from the year 1 on.

pub mod printed;

use serde::{Deserialize, Serialize};

/// Days since 1970-01-01, negative before it.
pub type Day = i64;

/// How much of a date was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// `1997-03-05`
    Day,
    /// `1997-03`
    Month,
    /// `1997-Q1`
    Quarter,
    /// `1997`
    Year,
    /// `1990s`
    Decade,
}

/// A date as printed: a day, or the period that a partial date covers.
///
/// Its text form is as long as its precision: `1997`, `1997-03`, `1997-03-05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    first: Day,
    precision: Precision,
}

/// The first year that a date may name.
const FIRST_YEAR: i16 = 1;

impl Date {
    /// A day; `None` if the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
        Self::starting(year, month, day, Precision::Day)
    }

    /// A month; `None` if the calendar has no such month.
    pub fn month(year: i16, month: i8) -> Option<Date> {
        Self::starting(year, month, 1, Precision::Month)
    }

    /// A quarter from 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Date> {
        (1..=4)
            .contains(&quarter)
            .then(|| Self::starting(year, quarter * 3 - 2, 1, Precision::Quarter))?
    }

    /// A year from 1 to 9999.
    pub fn year(year: i16) -> Option<Date> {
        Self::starting(year, 1, 1, Precision::Year)
    }

    /// The ten years from this one on, a multiple of ten.
    pub fn decade(year: i16) -> Option<Date> {
        (year % 10 == 0).then(|| Self::starting(year, 1, 1, Precision::Decade))?
    }

    /// A single day by its number.
    pub fn of_day(day: Day) -> Option<Date> {
        civil(day).map(|_| Date {
            first: day,
            precision: Precision::Day,
        })
    }

    /// The date whose period these days are; `None` if no date's is.
    pub fn of_period(first: Day, last: Day) -> Option<Date> {
        let precisions = [
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Year,
            Precision::Decade,
        ];
        let dates = precisions.map(|precision| Date { first, precision });
        dates.into_iter().find(|date| date.last() == last)
    }

    /// The date itself, or the period of this precision that it lies in, if it is finer.
    pub fn no_finer_than(self, precision: Precision) -> Date {
        let Some(day) = civil(self.first).filter(|_| self.precision < precision) else {
            return self;
        };
        let (year, month) = (day.year(), day.month());
        let coarser = match precision {
            Precision::Day => None,
            Precision::Month => Date::month(year, month),
            Precision::Quarter => Date::quarter(year, (month + 2) / 3),
            Precision::Year => Date::year(year),
            Precision::Decade => Date::decade(year - year % 10),
        };
        coarser.unwrap_or(self)
    }

    fn starting(year: i16, month: i8, day: i8, precision: Precision) -> Option<Date> {
        if year < FIRST_YEAR {
            return None;
        }
        let first = day_number(jiff::civil::Date::new(year, month, day).ok()?);
        Some(Date { first, precision })
    }

    /// The first day of the period.
    pub fn first(self) -> Day {
        self.first
    }

    /// The last day of the period.
    pub fn last(self) -> Day {
        let Some(first) = civil(self.first) else {
            return self.first;
        };
        let months = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => 1,
            Precision::Quarter => 3,
            Precision::Year => 12,
            Precision::Decade => 120,
        };
        match first.checked_add(jiff::Span::new().months(months)) {
            Ok(next) => day_number(next) - 1,
            Err(_) => day_number(jiff::civil::Date::MAX),
        }
    }

    /// How much of the date was printed.
    pub fn precision(self) -> Precision {
        self.precision
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(day) = civil(self.first) else {
            return write!(f, "?");
        };
        let (year, month) = (day.year(), day.month());
        match self.precision {
            Precision::Day => write!(f, "{year:04}-{month:02}-{:02}", day.day()),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Quarter => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            Precision::Year => write!(f, "{year:04}"),
            Precision::Decade => write!(f, "{year:04}s"),
        }
    }
}

impl std::str::FromStr for Date {
    type Err = NotADate;

    /// Reads the text form back: `1997-03-05`, `1997-03`, `1997-Q1`, `1997`, `1990s`.
    fn from_str(text: &str) -> Result<Date, NotADate> {
        let number = |part: &str| part.parse::<i16>().ok();
        let parts: Vec<&str> = text.split('-').collect();
        let date = match parts[..] {
            [decade] if decade.ends_with('s') => {
                number(&decade[..decade.len() - 1]).and_then(Date::decade)
            }
            [year] => number(year).and_then(Date::year),
            [year, part] => number(year).and_then(|year| match part.strip_prefix('Q') {
                Some(quarter) => Date::quarter(year, quarter.parse().ok()?),
                None => Date::month(year, part.parse().ok()?),
            }),
            [year, month, day] => number(year)
                .and_then(|year| Date::day(year, month.parse().ok()?, day.parse().ok()?)),
            _ => None,
        };
        date.ok_or_else(|| NotADate(text.to_owned()))
    }
}

/// A text that is not the text form of a date.
#[derive(Debug, thiserror::Error)]
#[error("not a date: {0}")]
pub struct NotADate(String);

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Date, NotADate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

/// The number of a calendar day.
pub fn day_number(date: jiff::civil::Date) -> Day {
    let epoch = jiff::civil::date(1970, 1, 1);
    (date - epoch).get_days().into()
}

/// The calendar day with this number; `None` outside the years -9999 to 9999.
pub fn civil(day: Day) -> Option<jiff::civil::Date> {
    let span = jiff::Span::new().try_days(day).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

/// The first year that a newspaper can be of: earlier numbers are errors, not dates.
const FIRST_BELIEVED_YEAR: i16 = 1400;

/// Days that a date may lie ahead of today: the other side of the date line, and tomorrow's paper.
const DAYS_AHEAD: Day = 2;

/// The date can be one of publication: not before 1400, and not after the day after tomorrow.
///
/// A partial date that has begun is believed, though its end is still to come.
pub fn believed(date: Date, today: Day) -> bool {
    let earliest = Date::year(FIRST_BELIEVED_YEAR).map_or(Day::MIN, Date::first);
    date.first() >= earliest && date.first() <= today.saturating_add(DAYS_AHEAD)
}

/// Today, by the clock and time zone of this machine.
pub fn today() -> Day {
    day_number(jiff::ZonedDateTime::now().date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_long_as_its_precision() {
        for text in [
            "1997",
            "1997-03",
            "1997-03-05",
            "1997-Q2",
            "1990s",
            "0900-01-02",
            "1605-11-05",
        ] {
            assert_eq!(text.parse::<Date>().expect(text).to_string(), text);
        }
        for text in [
            "",
            "x",
            "1997-13",
            "1997-02-29",
            "0000",
            "-5",
            "1997-1-1-1",
            "199s",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn dates_of_the_future_and_of_the_year_1_are_not_believed() {
        let today = "2020-06-15".parse::<Date>().expect("a date").first();
        for (text, expected) in [
            ("2020-06-15", true),
            ("2020-06-17", true),
            ("2020-06-18", false),
            ("2020", true),
            ("2021", false),
            ("2050-09-30", false),
            ("1400", true),
            ("1399-12-31", false),
            ("0001-01-01", false),
        ] {
            let date: Date = text.parse().expect(text);
            assert_eq!(believed(date, today), expected, "{text}");
        }
    }

    #[test]
    fn a_date_is_found_again_by_its_period_and_made_coarser() {
        for text in ["1996-02-29", "1996-02", "1996-Q4", "1996", "1990s"] {
            let date: Date = text.parse().expect(text);
            assert_eq!(Date::of_period(date.first(), date.last()), Some(date));
        }
        let coarser = |text: &str, precision| {
            let date: Date = text.parse().expect(text);
            date.no_finer_than(precision).to_string()
        };
        assert_eq!(coarser("1996-11-05", Precision::Month), "1996-11");
        assert_eq!(coarser("1996-11-05", Precision::Quarter), "1996-Q4");
        assert_eq!(coarser("1996-11", Precision::Year), "1996");
        assert_eq!(coarser("1996", Precision::Month), "1996");
        assert_eq!(coarser("1990s", Precision::Year), "1990s");
    }

    #[test]
    fn a_partial_date_covers_its_whole_period() {
        let days = |text: &str| {
            let date: Date = text.parse().expect(text);
            (
                civil(date.first()).expect(text).to_string(),
                civil(date.last()).expect(text).to_string(),
            )
        };
        assert_eq!(days("1996-02"), ("1996-02-01".into(), "1996-02-29".into()));
        assert_eq!(days("1995-Q4"), ("1995-10-01".into(), "1995-12-31".into()));
        assert_eq!(days("1605"), ("1605-01-01".into(), "1605-12-31".into()));
        assert_eq!(days("1990s"), ("1990-01-01".into(), "1999-12-31".into()));
        assert_eq!(days("9999"), ("9999-01-01".into(), "9999-12-31".into()));
    }
}

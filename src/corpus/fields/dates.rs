//! Dates from whatever stands under a date's key: printed dates, seconds since 1970, parts.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Field, Fields, aliases, values};
use crate::article::{Found, Gap, Rival};
use crate::corpus::settings::DateOrder;
use crate::date::printed::{self, Reading};
use crate::date::{self, Date};

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// Numbers from here on count seconds since 1970 (from March 1973 on); below they are printed dates.
const FIRST_SECONDS: i64 = 100_000_000;

/// Numbers from here on count milliseconds (in seconds it would be the year 5138).
const FIRST_MILLISECONDS: i64 = 100_000_000_000;

/// Numbers from here on count microseconds, and a thousand times further nanoseconds.
const FIRST_MICROSECONDS: i64 = 100_000_000_000_000;

/// The date of publication, and what could not be understood on the way to it.
///
/// `elsewhere` is what the address or the path says: it settles an ambiguous date, and stands in
/// for one that is missing.
pub(super) fn published(
    fields: &Fields<'_>,
    elsewhere: Option<Found<Date>>,
) -> (Option<Found<Date>>, Vec<Gap>) {
    let mut said = Said::default();
    for field in fields.named(aliases::DATE) {
        said.add(as_said(field.value, fields), fields.rule(field));
    }
    if let Some((reading, text, key)) = of_parts(fields) {
        said.add(Some((reading, text)), fields.rule_named(&key));
    }
    for field in fields.named(aliases::LATE_DATE) {
        said.add(as_said(field.value, fields), fields.rule(field));
    }
    said.settle(elsewhere.as_ref());
    let (date, gaps) = said.decided();
    (date.or(elsewhere), gaps)
}

/// The last change; one that cannot be read is left out, as the article's own date is what counts.
pub(super) fn updated(fields: &Fields<'_>) -> Option<Found<Date>> {
    fields
        .named(aliases::UPDATED)
        .find_map(|field| match as_said(field.value, fields)? {
            (Reading::Date(value), _) => Some(Found::by(fields.rule(field), value)),
            _ => None,
        })
}

/// What a value says as its dates are written, or as dates are.
fn as_said(value: &Value, fields: &Fields<'_>) -> Option<(Reading, String)> {
    let format = fields.dates.zip(value.as_str());
    let date = format.and_then(|(format, text)| Some((format.read(text)?, text)));
    match date {
        Some((date, text)) if is_believed(date) => Some((Reading::Date(date), text.to_owned())),
        Some((_, text)) => Some((Reading::Impossible, text.to_owned())),
        None => in_order(read(value), fields.order),
    }
}

/// What was read, clear where the order of the numbers is known.
fn in_order(
    said: Option<(Reading, String)>,
    order: Option<DateOrder>,
) -> Option<(Reading, String)> {
    let (reading, text) = said?;
    let reading = match (reading, order) {
        (Reading::Ambiguous { day_first, .. }, Some(DateOrder::DayFirst)) => {
            Reading::Date(day_first)
        }
        (Reading::Ambiguous { month_first, .. }, Some(DateOrder::MonthFirst)) => {
            Reading::Date(month_first)
        }
        (reading, _) => reading,
    };
    Some((reading, text))
}

/// Reads a text as a date, and does not believe days that no newspaper can carry.
pub(in crate::corpus) fn read_text(text: &str) -> Reading {
    match printed::read(text) {
        Reading::Date(date) if !is_believed(date) => Reading::Impossible,
        Reading::Ambiguous {
            day_first,
            month_first,
        } if day_first == month_first => Reading::Date(day_first),
        reading => reading,
    }
}

/// What the date fields of a record say, in order.
#[derive(Default)]
struct Said {
    dates: Vec<(Date, Cow<'static, str>)>,
    ambiguous: Vec<(Date, Date, String, Cow<'static, str>)>,
    unread: Vec<(Gap, Rival)>,
}

impl Said {
    fn add(&mut self, said: Option<(Reading, String)>, rule: Cow<'static, str>) {
        let Some((reading, text)) = said else { return };
        match reading {
            Reading::Date(date) => self.dates.push((date, rule)),
            Reading::Ambiguous {
                day_first,
                month_first,
            } => self.ambiguous.push((day_first, month_first, text, rule)),
            Reading::Impossible => self.cannot(
                "date_impossible",
                format!("no newspaper has the date “{text}”"),
                text,
                rule,
            ),
            Reading::None => self.cannot(
                "date_unread",
                format!("“{text}” is not a date that can be read"),
                text,
                rule,
            ),
        }
    }

    fn cannot(&mut self, code: &'static str, text: String, value: String, rule: Cow<'static, str>) {
        let gap = Gap {
            code: code.into(),
            text,
        };
        self.unread.push((gap, Rival { value, rule }));
    }

    /// Makes an ambiguous date clear that means the same day as a date found elsewhere.
    fn settle(&mut self, elsewhere: Option<&Found<Date>>) {
        let Some(date) = elsewhere.map(|found| found.value) else {
            return;
        };
        if !self.dates.is_empty() {
            return;
        }
        let settled = self
            .ambiguous
            .iter()
            .position(|(day_first, month_first, ..)| *day_first == date || *month_first == date);
        if let Some(at) = settled {
            let (.., rule) = self.ambiguous.remove(at);
            self.dates.push((date, rule));
        }
    }

    /// The first clear date; an ambiguous one only where another date settles it.
    fn decided(self) -> (Option<Found<Date>>, Vec<Gap>) {
        let mut dates = self.dates.into_iter();
        let winner = dates.next();
        let Some((value, rule)) = winner else {
            return (
                None,
                self.unread
                    .into_iter()
                    .map(|(gap, _)| gap)
                    .chain(self.ambiguous.into_iter().map(ambiguity))
                    .collect(),
            );
        };
        let mut rivals: Vec<Rival> = Vec::new();
        for (date, rule) in dates.filter(|(date, _)| *date != value) {
            if rivals.iter().all(|rival| rival.value != date.to_string()) {
                rivals.push(Rival {
                    value: date.to_string(),
                    rule,
                });
            }
        }
        let open = self
            .ambiguous
            .into_iter()
            .filter(|(day_first, month_first, ..)| *day_first != value && *month_first != value);
        rivals.extend(open.map(|(_, _, value, rule)| Rival { value, rule }));
        let (gaps, unread): (Vec<Gap>, Vec<Rival>) = self.unread.into_iter().unzip();
        rivals.extend(unread);
        (
            Some(Found {
                rivals,
                ..Found::by(rule, value)
            }),
            gaps,
        )
    }
}

fn ambiguity((day_first, month_first, text, _): (Date, Date, String, Cow<'static, str>)) -> Gap {
    Gap {
        code: "date_ambiguous".into(),
        text: format!("“{text}” may be {day_first} or {month_first}"),
    }
}

/// Reads the value of a date field; `None` where it is missing.
fn read(value: &Value) -> Option<(Reading, String)> {
    match value {
        Value::Number(number) => {
            let text = values::text(value)?.into_owned();
            let reading = match number
                .as_i64()
                .or_else(|| number.as_f64().map(|f| f as i64))
            {
                Some(number) => of_number(number, &text),
                None => Reading::None,
            };
            Some((reading, text))
        }
        Value::String(text) => {
            let text = values::clean_line(text)?;
            Some((of_text(&text), text))
        }
        Value::Array(parts) => match of_list(parts) {
            Some(date) => Some((date, Value::Array(parts.clone()).to_string())),
            None => read(parts.first()?),
        },
        Value::Object(object) => read(inner(object)?),
        Value::Null | Value::Bool(_) => None,
    }
}

fn of_text(text: &str) -> Reading {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let digits = digits.split_once('.').map_or(digits, |(whole, _)| whole);
    let is_number = digits.len() >= 9
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    match digits.parse::<i64>() {
        Ok(number) if is_number && text.starts_with('-') => of_number(-number, text),
        Ok(number) if is_number => of_number(number, text),
        _ => read_text(text),
    }
}

/// Seconds since 1970 or a thousandth, a millionth of them; else digits as `19970305`.
fn of_number(number: i64, text: &str) -> Reading {
    if matches!(text.len(), 12 | 14) && text.starts_with(['1', '2']) {
        let day = read_text(&text[..8]);
        if matches!(day, Reading::Date(_)) && text[8..10].parse::<u8>().is_ok_and(|hour| hour < 24)
        {
            return day;
        }
    }
    let size = number.abs();
    let seconds = if size < FIRST_SECONDS {
        return read_text(text);
    } else if size < FIRST_MILLISECONDS {
        number
    } else if size < FIRST_MICROSECONDS {
        number / 1_000
    } else if size < FIRST_MICROSECONDS * 1_000 {
        number / 1_000_000
    } else {
        number / 1_000_000_000
    };
    match Date::of_day(seconds.div_euclid(SECONDS_PER_DAY)) {
        Some(date) if is_believed(date) => Reading::Date(date),
        _ => Reading::Impossible,
    }
}

/// A list of year, month and day, as Java prints it.
fn of_list(parts: &[Value]) -> Option<Reading> {
    let [year, month, day, ..] = parts else {
        return None;
    };
    let small = |value: &Value| i8::try_from(value.as_i64()?).ok();
    let date = Date::day(
        i16::try_from(year.as_i64()?).ok()?,
        small(month)?,
        small(day)?,
    );
    Some(match date {
        Some(date) if is_believed(date) => Reading::Date(date),
        _ => Reading::Impossible,
    })
}

/// The date in an object: `{"$date": {"$numberLong": "…"}}`.
fn inner(object: &Map<String, Value>) -> Option<&Value> {
    ["$date", "$numberLong", "date", "iso", "datetime", "start"]
        .iter()
        .find_map(|name| object.get(*name))
        .or_else(|| values::member(object))
}

/// The date in the keys of year, month and day: its reading, its text and its keys.
fn of_parts(fields: &Fields<'_>) -> Option<(Reading, String, String)> {
    let part = |names| {
        fields
            .named(names)
            .find_map(|field: &Field<'_>| Some((values::line(field.value)?, field)))
    };
    let (year, year_field) = part(aliases::YEAR)?;
    let mut key = year_field.printed.clone();
    let mut text = year.clone();
    if let Some((month, field)) = part(aliases::MONTH) {
        key = format!("{key}+{}", field.printed);
        let day = part(aliases::DAY).filter(|(day, _)| day.parse::<u8>().is_ok());
        if let Some((_, field)) = &day {
            key = format!("{key}+{}", field.printed);
        }
        text = match (month.parse::<u8>(), day) {
            (Ok(month), Some((day, _))) => format!("{year}-{month:02}-{day:0>2}"),
            (Ok(month), None) => format!("{year}-{month:02}"),
            (Err(_), Some((day, _))) => format!("{day} {month} {year}"),
            (Err(_), None) => format!("{month} {year}"),
        };
    }
    Some((read_text(&text), text, key))
}

fn is_believed(date: Date) -> bool {
    date::believed(date, date::today())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::fields::Origin;

    /// The date found in a record, and the codes of its gaps.
    fn found(record: &str, elsewhere: Option<&str>) -> (Option<String>, Vec<String>) {
        let record: Map<String, Value> = serde_json::from_str(record).expect("the case is JSON");
        let elsewhere = elsewhere.map(|date| Found::by("url", date.parse().expect("a date")));
        let (date, gaps) = published(&Fields::of(&record, Origin::Keys), elsewhere);
        let date = date.map(|date| format!("{} by {}", date.value, date.rule));
        (
            date,
            gaps.into_iter().map(|gap| gap.code.into_owned()).collect(),
        )
    }

    #[test]
    fn a_date_is_read_in_any_shape() {
        for (record, expected) in [
            (r#"{"date": "5 March 1997"}"#, "1997-03-05 by key date"),
            (
                r#"{"pub_date": "1997-03-05T23:30:00-05:00"}"#,
                "1997-03-05 by key pub_date",
            ),
            (r#"{"date": 857520000}"#, "1997-03-05 by key date"),
            (r#"{"date": 857520000000}"#, "1997-03-05 by key date"),
            (r#"{"date": "857520000.5"}"#, "1997-03-05 by key date"),
            (r#"{"date": 19970305}"#, "1997-03-05 by key date"),
            (r#"{"date": "199703051200"}"#, "1997-03-05 by key date"),
            (r#"{"date": 1997}"#, "1997 by key date"),
            (
                r#"{"date": {"$date": {"$numberLong": "857520000000"}}}"#,
                "1997-03-05 by key date",
            ),
            (r#"{"date": [1997, 3, 5, 12, 0]}"#, "1997-03-05 by key date"),
            (
                r#"{"year": 1997.0, "month": 3, "day": "5"}"#,
                "1997-03-05 by key year+month+day",
            ),
            (
                r#"{"year": "1997", "month": "March"}"#,
                "1997-03 by key year+month",
            ),
            (
                r#"{"date": "", "created": "1997-03-05"}"#,
                "1997-03-05 by key created",
            ),
        ] {
            assert_eq!(
                found(record, None),
                (Some(expected.to_owned()), vec![]),
                "{record}"
            );
        }
    }

    #[test]
    fn a_date_that_cannot_be_is_a_gap_and_never_guessed() {
        for (record, elsewhere, date, gap) in [
            (
                r#"{"date": "1997-02-30"}"#,
                None,
                None,
                Some("date_impossible"),
            ),
            (
                r#"{"date": "0001-01-01"}"#,
                None,
                None,
                Some("date_impossible"),
            ),
            (
                r#"{"date": "9000-01-01"}"#,
                None,
                None,
                Some("date_impossible"),
            ),
            (
                r#"{"date": "once upon a time"}"#,
                None,
                None,
                Some("date_unread"),
            ),
            (
                r#"{"date": "3/4/1997"}"#,
                None,
                None,
                Some("date_ambiguous"),
            ),
            (
                r#"{"date": "3/4/1997"}"#,
                Some("1997-04-03"),
                Some("1997-04-03 by key date"),
                None,
            ),
            (
                r#"{"date": "3/4/1997"}"#,
                Some("1997-05-05"),
                Some("1997-05-05 by url"),
                Some("date_ambiguous"),
            ),
            (
                r#"{"date": "3/4/1997", "created": "1997-03-04"}"#,
                None,
                Some("1997-03-04 by key created"),
                None,
            ),
            (r#"{"date": "N/A"}"#, None, None, None),
        ] {
            let expected = (
                date.map(str::to_owned),
                gap.into_iter().map(str::to_owned).collect(),
            );
            assert_eq!(found(record, elsewhere), expected, "{record}");
        }
    }
}

//! Dates that are one number or one word: a year, a stamp of digits, a quarter, a decade.

use std::sync::LazyLock;

use regex::Regex;

use super::Reading;
use crate::date::Date;

/// Years that a number alone may mean.
const YEARS: std::ops::RangeInclusive<i16> = 1400..=2100;

/// Reads `2012`, `1990s`, `2012-Q3`, `20121113`, `20121113T2330`, and seconds or milliseconds since
/// 1970; anything else is [`Reading::None`].
pub(super) fn read(text: &str) -> Reading {
    static QUARTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:q([1-4])[ ,/-]{0,2}(\d{4})|(\d{4})[ /-]?q([1-4]))$")
            .expect("a valid pattern")
    });
    static DECADE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:the )?(\d{3}0)['’]?s$").expect("a valid pattern"));
    static STAMP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\d{4})(\d\d)(\d\d)(?:[T ]?(?:\d{4}|\d{6})(?:\.\d+)?(?:Z|[+-]\d{4})?)?$")
            .expect("a valid pattern")
    });
    let number = |text: &str| text.parse::<i16>().ok();
    let date = if let Some(found) = QUARTER.captures(text) {
        let group = |at| found.get(at).map(|m: regex::Match<'_>| m.as_str());
        let year = group(2).or(group(3)).and_then(number);
        let quarter = group(1).or(group(4)).and_then(|q| q.parse().ok());
        year.zip(quarter).and_then(|(y, q)| Date::quarter(y, q))
    } else if let Some(found) = DECADE.captures(text) {
        number(&found[1]).and_then(Date::decade)
    } else if let Some(date) = year(text).or_else(|| epoch(text)) {
        Some(date)
    } else if let Some(found) = STAMP.captures(text) {
        let year = number(&found[1]).filter(|year| YEARS.contains(year));
        year.zip(found[2].parse().ok())
            .zip(found[3].parse().ok())
            .and_then(|((year, month), day)| Date::day(year, month, day))
    } else {
        None
    };
    date.map_or(Reading::None, Reading::Date)
}

fn year(text: &str) -> Option<Date> {
    let digits = text.strip_suffix(['.', ',']).unwrap_or(text);
    let digits = digits
        .strip_prefix(['(', '['])
        .and_then(|rest| rest.strip_suffix([')', ']']))
        .unwrap_or(digits);
    let year = is_digits(digits, 4).then(|| digits.parse::<i16>().ok())??;
    YEARS.contains(&year).then(|| Date::year(year))?
}

const SECONDS_PER_DAY: i64 = 86_400;

fn epoch(text: &str) -> Option<Date> {
    let whole = match text.split_once('.') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) => {
            whole
        }
        Some(_) => return None,
        None => text,
    };
    let seconds = if is_digits(whole, 10) {
        whole.parse::<i64>().ok()?
    } else if is_digits(whole, 13) {
        whole.parse::<i64>().ok()? / 1000
    } else {
        return None;
    };
    let day = seconds.div_euclid(SECONDS_PER_DAY);
    let year = crate::date::civil(day)?.year();
    // A telephone number is no date.
    YEARS.contains(&year).then(|| Date::of_day(day))?
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

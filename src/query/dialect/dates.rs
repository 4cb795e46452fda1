//! The dates of dialects: `aft 1995 and bef 1999`, `geq (1/1/2019) and leq (12/31/2019)`, `-30`.

use super::super::Options;
use super::super::dates::{self, Problem, Range};
use super::super::filters::{Compare, compared, worded_range};
use crate::date::Day;

/// Whether a word after `date` promises a date.
pub(in crate::query) fn promises(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "aft" | "after" | "bef" | "before" | "geq" | "leq" | "from"
    )
}

/// Reads what stands after `date`: one or more comparisons, joined by `and` or `&`.
pub(in crate::query) fn range(text: &str, options: &Options) -> Result<Range, Problem> {
    let text = text.replace(['(', ')'], " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let joint = |word: &&str| *word == "&" || word.eq_ignore_ascii_case("and");
    let mut range: Range = (None, None);
    for words in words.split(joint) {
        let (from, to) = comparison(&words.join(" "), options)?;
        range = (later(range.0, from), earlier(range.1, to));
    }
    Ok(range)
}

fn comparison(text: &str, options: &Options) -> Result<Range, Problem> {
    if let Ok(range) = worded_range(text, options) {
        return Ok(range);
    }
    if let Some(days) = text.strip_prefix('-') {
        return dates::range(&format!("{days}d"), options);
    }
    if let Some(ago) = last(text) {
        return dates::range(&ago, options);
    }
    for (sign, compare) in [
        ("geq", Compare::AtLeast),
        ("leq", Compare::AtMost),
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Is),
    ] {
        let sign_typed = text.get(..sign.len()).unwrap_or_default();
        if sign_typed.eq_ignore_ascii_case(sign) {
            return compared(compare, text[sign.len()..].trim(), options);
        }
    }
    worded_range(text, options)
}

/// `last 30 days` is `30d`.
fn last(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let [last, count, unit] = text.split_whitespace().collect::<Vec<_>>()[..] else {
        return None;
    };
    let unit = match unit.trim_end_matches('s') {
        "day" => 'd',
        "week" => 'w',
        "month" => 'm',
        "year" => 'y',
        _ => return None,
    };
    (last == "last").then(|| format!("{count}{unit}"))
}

fn later(left: Option<Day>, right: Option<Day>) -> Option<Day> {
    left.max(right)
}

fn earlier(left: Option<Day>, right: Option<Day>) -> Option<Day> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

//! Values as clean text: one line of a title, the words behind a nested value.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::corpus::html;

/// What programs write where a value is missing, in small letters.
const MISSING: [&str; 12] = [
    "none",
    "null",
    "nan",
    "nat",
    "n/a",
    "undefined",
    "<na>",
    "nil",
    "-",
    "\\n",
    "[removed]",
    "[deleted]",
];

/// The members of an object that hold its text, most telling first.
const TEXT_MEMBERS: [&str; 17] = [
    "main", "rendered", "original", "default", "value", "$t", "#text", "_text", "text", "content",
    "body", "html", "name", "title", "label", "$oid", "iso",
];

/// The text of a value; `None` where it is missing.
///
/// Of an object the member that holds its text, of a list its first text.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => (!is_missing(text)).then_some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(whole(number))),
        Value::Array(items) => items.iter().find_map(text),
        Value::Object(object) => member(object).and_then(text),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The member of an object that holds its text.
pub(super) fn member(object: &Map<String, Value>) -> Option<&Value> {
    TEXT_MEMBERS.iter().find_map(|name| object.get(*name))
}

/// The text of a value as one clean line: no markup, no entities, single spaces.
pub(super) fn line(value: &Value) -> Option<String> {
    clean_line(&text(value)?)
}

/// A text as one clean line; `None` where nothing remains.
pub(in crate::corpus) fn clean_line(text: &str) -> Option<String> {
    let plain = match is_html(text) {
        true => Cow::Owned(html::paragraphs(text).join(" ")),
        false => without_entities(text),
    };
    let line = html::tidy(&plain);
    (!is_missing(&line)).then_some(line)
}

/// All texts of a list, or of a list printed as text, or of one value.
pub(super) fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(line).collect(),
        Value::String(text) => match printed_list(text) {
            Some(items) => items.iter().filter_map(|item| clean_line(item)).collect(),
            None => clean_line(text).into_iter().collect(),
        },
        other => line(other).into_iter().collect(),
    }
}

/// The items of a list of strings as Python or JSON print it: `['Ann Lee', "Bo O'Dell"]`.
pub(super) fn printed_list(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut items = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (item, after) = quoted(&rest[1..], quote)?;
        items.push(item);
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if rest.is_empty() => rest,
            None => return None,
        };
    }
    Some(items)
}

/// A string up to its closing quote, and what follows it.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut item = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => match characters.next()?.1 {
                'n' => item.push('\n'),
                other => item.push(other),
            },
            _ if character == quote => return Some((item, &text[at + 1..])),
            _ => item.push(character),
        }
    }
    None
}

/// Whether a text stands for a missing value.
pub(super) fn is_missing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || (text.len() < 12 && MISSING.contains(&text.to_lowercase().as_str()))
}

/// Whether a text has tags that shape text.
pub(super) fn is_html(text: &str) -> bool {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)<(?:/?(?:p|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|blockquote|figure|img|table|thead|tbody|th|td|tr|dl|dt|dd|section|article|aside|body|html|header|footer|script|style|sup|sub|small|font|center|cite|q)(?:\s[^<>]*)?|(?:br|hr)\s*/?)>",
        )
        .expect("the pattern is valid")
    });
    text.contains('<') && TAG.is_match(text)
}

/// A text with its entities decoded, its tags left as they are.
pub(super) fn without_entities(text: &str) -> Cow<'_, str> {
    static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
            .expect("the pattern is valid")
    });
    match text.contains('&') {
        true => ENTITY.replace_all(text, |found: &regex::Captures<'_>| {
            let fragment = scraper::Html::parse_fragment(&found[0]);
            fragment.root_element().text().collect::<String>()
        }),
        false => Cow::Borrowed(text),
    }
}

/// A number as printed, whole where it is whole: `1851` of `1851.0`.
fn whole(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_clean() {
        for (value, expected) in [
            (r#""Snow &amp; ice\n in  May""#, Some("Snow & ice in May")),
            (r#""<em>Snow</em> in May""#, Some("Snow in May")),
            (r#""5 < 6 > 4""#, Some("5 < 6 > 4")),
            (r#"{"rendered": "Snow&#8217;s end"}"#, Some("Snow’s end")),
            (r#"[null, {"value": "Snow"}]"#, Some("Snow")),
            ("1851.0", Some("1851")),
            (r#""None""#, None),
            (r#"" ""#, None),
            ("true", None),
        ] {
            let value: Value = serde_json::from_str(value).expect("the case is JSON");
            assert_eq!(line(&value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_printed_list_is_read() {
        for (text, expected) in [
            (
                "['Ann Lee', \"Bo O'Dell\"]",
                Some(vec!["Ann Lee", "Bo O'Dell"]),
            ),
            (r"['Bo O\'Dell']", Some(vec!["Bo O'Dell"])),
            ("[]", Some(vec![])),
            ("[Correction] The mayor", None),
            ("['open", None),
            ("['a' 'b']", None),
        ] {
            let expected =
                expected.map(|items| items.into_iter().map(String::from).collect::<Vec<_>>());
            assert_eq!(printed_list(text), expected, "{text}");
        }
    }
}

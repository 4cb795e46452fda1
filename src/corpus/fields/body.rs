//! The text of a record in paragraphs, from a string, a list, HTML or typed blocks.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::values;
use crate::article::{Gap, Trimmed};
use crate::corpus::{clean, html};

/// A text in paragraphs, and what was noticed.
#[derive(Default)]
pub(super) struct Body {
    pub(super) paragraphs: Vec<String>,
    pub(super) trimmed: Vec<Trimmed>,
    pub(super) gaps: Vec<Gap>,
}

/// Blocks that are not text, by type.
const NOT_TEXT: [&str; 17] = [
    "title",
    "headline",
    "byline",
    "kicker",
    "date",
    "deck",
    "authorinfo",
    "image",
    "video",
    "gallery",
    "tweet",
    "inline",
    "table",
    "script",
    "rawhtml",
    "ad",
    "oembed",
];

/// Lists whose items are the same text in several forms have one of these in each.
const FORMS: [&str; 3] = ["role", "contentType", "contenttype"];

/// The shares of a hard-wrapped text: most lines are as wide as a typewriter's or a mail's.
const WRAPPED_WIDTHS: std::ops::RangeInclusive<usize> = 50..=92;

/// Reads the value of a body field.
pub(super) fn body(value: &Value) -> Body {
    let mut body = Body {
        paragraphs: paragraphs(value),
        ..Body::default()
    };
    body.note_cut();
    body
}

impl Body {
    /// Notes that a feed cut the text: `… [+1234 chars]`.
    fn note_cut(&mut self) {
        static MARK: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\s*\[\+\d+ chars\]$").expect("the pattern is valid"));
        let Some(last) = self.paragraphs.last_mut() else {
            return;
        };
        let mark = MARK.find(last).map(|mark| mark.range());
        if mark.is_none() && !["[…]", "[...]"].iter().any(|end| last.ends_with(end)) {
            return;
        }
        self.gaps.push(Gap {
            code: "body_truncated".into(),
            text: "the text was cut before it reached the archive".into(),
        });
        if let Some(mark) = mark {
            self.trimmed.push(Trimmed {
                rule: "truncation".into(),
                text: last[mark.clone()].trim().to_owned(),
            });
            last.truncate(mark.start);
        }
    }
}

/// Whether a typed block of this type is a piece of the text.
pub(super) fn is_text_block(kind: &str) -> bool {
    !NOT_TEXT.contains(&super::plain(kind).as_str())
}

fn paragraphs(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => match values::printed_list(text) {
            Some(items) => items.iter().flat_map(|item| paragraphs_of(item)).collect(),
            None => paragraphs_of(text),
        },
        Value::Array(items) => of_list(items),
        Value::Object(object) => of_object(object),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// The paragraphs of a text, which may be HTML.
pub(in crate::corpus) fn paragraphs_of(text: &str) -> Vec<String> {
    if values::is_missing(text) {
        return Vec::new();
    }
    if values::is_html(text) {
        return html::paragraphs(text)
            .iter()
            .map(|paragraph| html::tidy(paragraph))
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
    }
    paragraphs_of_lines(&values::without_entities(text))
}

fn of_list(items: &[Value]) -> Vec<String> {
    let forms: Vec<&Value> = items
        .iter()
        .filter(|item| FORMS.iter().any(|form| item.get(form).is_some()))
        .collect();
    if !forms.is_empty() && forms.len() == items.len() {
        let all = forms.iter().map(|form| paragraphs(form));
        return all
            .filter(|form| !form.is_empty())
            .max_by_key(Vec::len)
            .unwrap_or_default();
    }
    items
        .iter()
        .flat_map(|item| match item {
            // A list in a list holds the sentences of one paragraph.
            Value::Array(sentences) if sentences.iter().all(Value::is_string) => {
                let sentences: Vec<&str> = sentences.iter().filter_map(Value::as_str).collect();
                paragraphs_of(&sentences.join(" "))
            }
            item => paragraphs(item),
        })
        .collect()
}

fn of_object(object: &Map<String, Value>) -> Vec<String> {
    let kind = object.get("type").and_then(Value::as_str);
    if kind.is_some_and(|kind| !is_text_block(kind)) {
        return Vec::new();
    }
    ["paragraphs", "blocks", "children", "items"]
        .iter()
        .find_map(|member| object.get(*member).filter(|value| value.is_array()))
        .or_else(|| values::member(object))
        .map_or_else(Vec::new, paragraphs)
}

/// The paragraphs of plain text: between blank lines; else each line, unless the lines are wrapped.
pub(in crate::corpus) fn paragraphs_of_lines(text: &str) -> Vec<String> {
    let text = clean::clean(text);
    let mut found = Vec::new();
    for block in blocks(&text) {
        if is_wrapped(&block) {
            found.extend(tidy(&lines_joined(&block)));
        } else {
            found.extend(unbroken(&block).iter().filter_map(|line| tidy(line)));
        }
    }
    found
}

/// The lines of a wrapped paragraph as one.
pub(in crate::corpus) fn lines_joined(block: &[&str]) -> String {
    let mut text = String::new();
    for line in block {
        push_line(&mut text, line);
    }
    text
}

/// Puts a line behind a text; behind a hyphen inside a word no space is put.
fn push_line(text: &mut String, line: &str) {
    let line = line.trim();
    let before = text.strip_suffix('-');
    let is_inside = before.is_some_and(|before| before.ends_with(char::is_alphabetic))
        && line.starts_with(char::is_lowercase);
    text.push_str(if is_inside || text.is_empty() {
        ""
    } else {
        " "
    });
    text.push_str(line);
}

/// The lines of a block, those that break off in a sentence joined to the next.
fn unbroken(block: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in block {
        let goes_on = line.trim_start().starts_with(char::is_lowercase);
        match lines.last_mut() {
            Some(last)
                if goes_on
                    && !last
                        .trim_end()
                        .ends_with(['.', '!', '?', ':', ';', '"', '”']) =>
            {
                push_line(last, line);
            }
            _ => lines.push((*line).trim_end().to_owned()),
        }
    }
    lines
}

fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), blocks.last_mut()) {
            (false, Some(block)) => block.push(line),
            _ => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Whether the lines of a block, but for the last, are of the width of wrapped text.
fn is_wrapped(block: &[&str]) -> bool {
    let Some((_, full)) = block.split_last() else {
        return false;
    };
    let fitting = full
        .iter()
        .filter(|line| WRAPPED_WIDTHS.contains(&line.trim().chars().count()))
        .count();
    !full.is_empty() && fitting * 100 > full.len() * 55
}

/// A clean text with single spaces; `None` where nothing remains.
fn tidy(text: &str) -> Option<String> {
    let text = clean::single_spaced(text);
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_found_in_any_shape() {
        let long = "X ".repeat(80);
        let long = long.trim();
        for (value, expected) in [
            (r#""Snow fell.\n\nIce came.""#.to_owned(), vec!["Snow fell.", "Ice came."]),
            (r#""Snow fell.\nIce came.""#.to_owned(), vec!["Snow fell.", "Ice came."]),
            (r#""Snow fell\non the quay.\nIce came.""#.to_owned(), vec!["Snow fell on the quay.", "Ice came."]),
            (format!(r#""{long}\n{long}""#), vec![long, long]),
            (
                r#""Snow fell\non the quay.\nIce came.""#.to_owned(),
                vec!["Snow fell on the quay.", "Ice came."],
            ),
            (r#""<p>Snow &amp; ice.</p><p>Rain.</p>""#.to_owned(), vec!["Snow & ice.", "Rain."]),
            (r#"["Snow fell.", ["It was cold.", "Ice came."]]"#.to_owned(), vec!["Snow fell.", "It was cold. Ice came."]),
            (r#"{"rendered": "<p>Snow fell.</p>"}"#.to_owned(), vec!["Snow fell."]),
            (r#"[{"type": "kicker", "content": "Weather"}, {"type": "sanitized_html", "content": "Snow fell."}]"#.to_owned(), vec!["Snow fell."]),
            (r#"[{"role": "text", "value": "Snow fell."}, {"role": "html", "value": "<p>Snow fell.</p>"}]"#.to_owned(), vec!["Snow fell."]),
            ("null".to_owned(), vec![]),
        ] {
            let json: Value = serde_json::from_str(&value).expect("the case is JSON");
            assert_eq!(body(&json).paragraphs, expected, "{value}");
        }
    }

    #[test]
    fn a_text_cut_by_a_feed_is_noted() {
        let cut = body(&Value::String(
            "Snow fell on the har… [+1234 chars]".to_owned(),
        ));
        assert_eq!(cut.paragraphs, ["Snow fell on the har…"]);
        assert_eq!(cut.gaps[0].code, "body_truncated");
        assert_eq!(cut.trimmed[0].text, "[+1234 chars]");
        assert!(
            body(&Value::String("Snow fell.".to_owned()))
                .gaps
                .is_empty()
        );
    }
}

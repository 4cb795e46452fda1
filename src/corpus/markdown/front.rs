//! The fields before a Markdown text: YAML, TOML or JSON, also when it is broken.

use serde_json::{Deserializer, Map, Value};

/// The front matter of a text, and the text after it.
#[derive(Default)]
pub(super) struct Front<'t> {
    pub(super) fields: Map<String, Value>,
    /// Whether it could only be read line by line.
    pub(super) is_repaired: bool,
    pub(super) rest: &'t str,
}

/// Reads the front matter of a text; no fields if it has none.
pub(super) fn of(text: &str) -> Front<'_> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    fenced(text, "---", &["---", "..."])
        .and_then(|(inside, rest)| yaml(inside, rest))
        .or_else(|| {
            let (inside, rest) = fenced(text, "+++", &["+++"])?;
            Some(front(toml(inside), false, rest))
        })
        .or_else(|| json(text))
        .unwrap_or_else(|| front(Map::new(), false, text))
}

fn front(fields: Map<String, Value>, is_repaired: bool, rest: &str) -> Front<'_> {
    Front {
        fields,
        is_repaired,
        rest,
    }
}

/// What stands between two fences at the beginning of a text, and what follows.
fn fenced<'t>(text: &'t str, open: &str, close: &[&str]) -> Option<(&'t str, &'t str)> {
    let (first, inside) = text.split_once('\n')?;
    if first.trim_end() != open {
        return None;
    }
    let mut end = 0;
    for line in inside.split_inclusive('\n') {
        if close.contains(&line.trim_end()) {
            return Some((&inside[..end], &inside[end + line.len()..]));
        }
        end += line.len();
    }
    None
}

/// `None` for a text that only begins with a rule.
fn yaml<'t>(inside: &str, rest: &'t str) -> Option<Front<'t>> {
    if let Ok(Value::Object(fields)) = serde_norway::from_str(inside) {
        return Some(front(fields, false, rest));
    }
    let fields = line_by_line(inside);
    (!fields.is_empty()).then(|| front(fields, true, rest))
}

/// Hugo's JSON front matter: an object, then the text.
fn json(text: &str) -> Option<Front<'_>> {
    if !text.starts_with('{') || text.starts_with("{{") {
        return None;
    }
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    match values.next() {
        Some(Ok(Value::Object(fields))) => {
            Some(front(fields, false, &text[values.byte_offset()..]))
        }
        _ => None,
    }
}

/// Reads `key: value` and `- item` lines, which is what broken YAML nearly always is.
fn line_by_line(inside: &str) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    let mut last_key = String::new();
    for line in inside.lines() {
        let trimmed = line.trim();
        if let Some(item) = trimmed.strip_prefix("- ") {
            push(&mut fields, &last_key, unquoted(item));
        } else if let Some((key, value)) = key_and_value(line) {
            key.clone_into(&mut last_key);
            fields.insert(last_key.clone(), value_of(value));
        } else if let Some(Value::String(text)) = fields.get_mut(&last_key)
            && !trimmed.is_empty()
        {
            // A long value runs on in the next line.
            text.push(' ');
            text.push_str(unquoted(trimmed));
        }
    }
    fields
}

/// A line `key: value` that is not indented.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty()
        && key.len() <= 40
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (is_key && (value.is_empty() || value.starts_with(' '))).then_some((key, value.trim()))
}

fn push(fields: &mut Map<String, Value>, key: &str, item: &str) {
    let Some(value) = fields.get_mut(key) else {
        return;
    };
    match value {
        Value::Array(items) => items.push(item.into()),
        Value::String(text) if text.is_empty() => *value = Value::Array(vec![item.into()]),
        _ => {}
    }
}

/// Reads the fields of TOML: `key = value` lines, in whatever section.
fn toml(inside: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut lines = inside.lines();
    while let Some(line) = lines.next() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let mut value = value.trim().to_owned();
        while value.starts_with('[') && !value.ends_with(']') {
            let Some(more) = lines.next() else { break };
            value.push(' ');
            value.push_str(more.trim());
        }
        fields.insert(unquoted(key.trim()).to_owned(), value_of(&value));
    }
    fields
}

/// A list in brackets, or a text without its quotes.
fn value_of(text: &str) -> Value {
    match text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
    {
        Some(items) => items
            .split(',')
            .map(|item| unquoted(item.trim()))
            .filter(|item| !item.is_empty())
            .map(Value::from)
            .collect(),
        None => unquoted(text).into(),
    }
}

fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_front_matter_is_read() {
        let title = |text| {
            of(text)
                .fields
                .get("title")
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        for (text, expected, rest) in [
            ("---\ntitle: Snow\n---\nIt fell.", Some("Snow"), "It fell."),
            (
                "---\r\ntitle: Snow\r\n---\r\nIt fell.",
                Some("Snow"),
                "It fell.",
            ),
            (
                "+++\ntitle = \"Snow\"\ntags = [\n\"a\",\n]\n+++\nIt fell.",
                Some("Snow"),
                "It fell.",
            ),
            (
                "{\"title\": \"Snow\"}\n\nIt fell.",
                Some("Snow"),
                "\n\nIt fell.",
            ),
            (
                "---\ntitle: Snow: again\n---\nIt fell.",
                Some("Snow: again"),
                "It fell.",
            ),
            (
                "---\nIt fell.\n---\nAnd fell.",
                None,
                "---\nIt fell.\n---\nAnd fell.",
            ),
            ("---\nIt fell.", None, "---\nIt fell."),
        ] {
            assert_eq!(title(text).as_deref(), expected, "{text}");
            assert_eq!(of(text).rest, rest, "{text}");
        }
    }
}

//! Reads a JSON file: an object is an article, a list is many.

pub(super) mod lines;
mod records;

use serde_json::{Deserializer, Map, Value};

use self::records::Records;
use crate::article::{Article, Found};
use crate::corpus::clues::Clues;
use crate::corpus::fields::{self, Fields, Origin};
use crate::corpus::reader::{Around, Reader, Text, Way};
use crate::corpus::{BadRecord, Record, markdown};

/// JSON that is no JSON Lines.
pub(super) const READER: Reader = Reader {
    name: "json",
    what: "JSON: an article, a list of them, or the answer of a news service",
    example: "[{\"headline\": \"Flood inquiry opens\", \"published\": \"1997-03-12\", \"body\": \"The inquiry opened.\"}]",
    way: Way::Text { recognises, read },
};

fn recognises(text: &Text<'_>) -> bool {
    let inside = |open: char| Some(text.start.strip_prefix(open)?.trim_start());
    let looks_like_it = inside('{').is_some_and(|inner| inner.starts_with(['"', '}']))
        || inside('[').is_some_and(|inner| inner.starts_with(['{', '[', ']']));
    let is_front_matter = markdown::is_name(text.extension) && text.start.starts_with('{');
    !is_front_matter && (text.extension == "json" || (looks_like_it && parse(text.start).is_ok()))
}

/// Reads a file that holds one JSON value, or several after another.
fn read(text: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let text = text.trim_start_matches('\u{feff}');
    match parse(text) {
        Err(error) => each(Err(BadRecord::new(
            around.file,
            None,
            "not_json",
            format!("it is not JSON: {error}"),
        ))),
        Ok(values) => {
            let given = Given {
                around,
                whole: None,
                format: READER.name,
            };
            match values.as_slice() {
                [value] => read_value(value, given, each),
                values => read_many(values.iter(), given, each),
            }
        }
    }
}

/// What holds for all records of a file.
#[derive(Clone, Copy)]
struct Given<'a> {
    around: &'a Around<'a>,
    /// What the object around a list says of all in it.
    whole: Option<&'a Article>,
    format: &'static str,
}

/// The article of one record, or why it is none.
fn record(object: &Map<String, Value>, number: Option<u64>, given: Given<'_>) -> Record {
    if let Some(kind) = kind_without_text(object) {
        let reason = format!("it is of the type “{kind}”, not a text");
        return Err(BadRecord::new(
            given.around.file,
            number,
            "not_an_article",
            reason,
        ));
    }
    let mut article = fields::article(&Fields::of(object, Origin::Keys), given.around.clues);
    article.place.record = number;
    article.format = given.format.into();
    if let Some(whole) = given.whole {
        fields::inherit(&mut article, whole);
    }
    fields::checked(article, given.around.file)
}

/// The types of items that agencies send beside texts.
const KINDS_WITHOUT_TEXT: [&str; 11] = [
    "picture",
    "photo",
    "image",
    "graphic",
    "video",
    "audio",
    "event",
    "planning",
    "composite",
    "package",
    "gallery",
];

/// The type of a record that is a picture, a plan or the like, and has no text of its own.
fn kind_without_text(object: &Map<String, Value>) -> Option<&str> {
    let kind = object.get("type")?.as_str()?;
    let is_without_text = KINDS_WITHOUT_TEXT.contains(&kind.to_lowercase().as_str());
    let is_rendered = object.contains_key("renditions");
    (is_without_text && (is_rendered || !records::has_text(object))).then_some(kind)
}

/// The values of a text, usually one; `NaN`, which Python writes, counts as null.
fn parse(text: &str) -> Result<Vec<Value>, serde_json::Error> {
    let values = Deserializer::from_str(text)
        .into_iter()
        .collect::<Result<Vec<Value>, _>>();
    match values {
        Err(error) => match without_nan(text) {
            Some(repaired) => Deserializer::from_str(&repaired).into_iter().collect(),
            None => Err(error),
        },
        values => values,
    }
}

/// The text with null for each `NaN` and `Infinity` outside strings; `None` if it has none.
fn without_nan(text: &str) -> Option<String> {
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    let mut is_changed = false;
    while let Some(at) = rest.find(['"', 'N', 'I']) {
        repaired.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('"') {
            let end = end_of_string(rest);
            repaired.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(after) = rest
            .strip_prefix("NaN")
            .or_else(|| rest.strip_prefix("Infinity"))
        {
            if repaired.ends_with('-') {
                repaired.pop();
            }
            repaired.push_str("null");
            rest = after;
            is_changed = true;
        } else {
            return None;
        }
    }
    repaired.push_str(rest);
    is_changed.then_some(repaired)
}

/// The index behind the closing quote of a string that begins the text.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !is_escaped => return at + 1,
            b'\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

fn read_value(value: &Value, given: Given<'_>, each: &mut dyn FnMut(Record)) {
    match value {
        Value::Array(items) => read_many(items.iter(), given, each),
        Value::Object(object) => match records::of(object) {
            Records::One(object) => each(record(object, None, given)),
            Records::Many(items, whole) => {
                let whole = whole.map(of_whole);
                let given = Given {
                    whole: whole.as_ref(),
                    ..given
                };
                read_many(items.into_iter(), given, each);
            }
            Records::Columns(rows) => read_many(rows.iter(), given, each),
        },
        _ => each(Err(BadRecord::new(
            given.around.file,
            None,
            "not_an_article",
            "it is a bare JSON value, not an object",
        ))),
    }
}

fn read_many<'v>(
    items: impl Iterator<Item = &'v Value>,
    given: Given<'_>,
    each: &mut dyn FnMut(Record),
) {
    let mut number = 0;
    for item in items {
        number += 1;
        each(match item {
            Value::Object(object) => record(records::unwrapped(object), Some(number), given),
            _ => Err(BadRecord::new(
                given.around.file,
                Some(number),
                "not_an_article",
                "it is not an object",
            )),
        });
    }
    if number == 0 {
        each(Err(BadRecord::new(
            given.around.file,
            None,
            "empty",
            "the list is empty",
        )));
    }
}

/// What the object around a list says of all in it; a feed's title is the source.
fn of_whole(whole: &Map<String, Value>) -> Article {
    let mut article = fields::article(&Fields::of(whole, Origin::Keys), &Clues::default());
    let is_feed = ["home_page_url", "feed_url", "feedUrl"]
        .iter()
        .any(|key| whole.contains_key(*key));
    if is_feed && let Some(title) = article.title.take() {
        article.source = Some(Found::by("feed", title.value));
    }
    article
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        let mut titles = Vec::new();
        let around = Around {
            file: "a.json",
            clues: &Clues::default(),
            beside: &crate::corpus::beside::Beside::default(),
        };
        read(text, &around, &mut |record| {
            titles.push(match record {
                Ok(article) => article.title.map_or("-".to_owned(), |title| title.value),
                Err(bad) => format!("{}: {}", bad.place.record.unwrap_or(0), bad.code),
            });
        });
        titles
    }

    #[test]
    fn records_are_found_wherever_they_stand() {
        for (text, expected) in [
            (r#"{"title": "Snow", "text": "It fell."}"#, vec!["Snow"]),
            (
                r#"[{"title": "Snow", "text": "It fell."}, 5, {"a": 1}]"#,
                vec!["Snow", "2: not_an_article", "3: not_an_article"],
            ),
            (
                r#"{"status": "ok", "articles": [{"title": "Snow", "url": "http://a.example/1"}]}"#,
                vec!["Snow"],
            ),
            (
                r#"{"response": {"docs": [{"headline": {"main": "Snow"}, "pub_date": "1997-03-05"}]}}"#,
                vec!["Snow"],
            ),
            (
                r#"{"hits": {"hits": [{"_id": "1", "_source": {"title": "Snow", "body": "It fell."}}]}}"#,
                vec!["Snow"],
            ),
            (
                r#"{"a1": {"title": "Snow", "text": "It fell."}, "a2": {"title": "Ice", "text": "It came."}}"#,
                vec!["Snow", "Ice"],
            ),
            (
                r#"{"title": {"0": "Snow", "1": "Ice"}, "text": {"0": "It fell.", "1": "It came."}}"#,
                vec!["Snow", "Ice"],
            ),
            (
                r#"{"title": "Snow", "score": NaN, "text": "It \"fell\" NaN."}"#,
                vec!["Snow"],
            ),
            (
                "{\"title\": \"Snow\", \"text\": \"a\"}\n{\n\"title\": \"Ice\", \"text\": \"b\"}",
                vec!["Snow", "Ice"],
            ),
            (r#"{"title": "Snow", "text": "#, vec!["0: not_json"]),
            ("[]", vec!["0: empty"]),
            ("7", vec!["0: not_an_article"]),
        ] {
            assert_eq!(titles(text), expected, "{text}");
        }
    }

    #[test]
    fn a_deep_value_is_refused() {
        assert_eq!(titles(&"[".repeat(100_000)), ["0: not_json"]);
    }
}

//! Bylines, from a line, a list of names or objects with names.

use serde_json::{Map, Value};

use super::values;
use crate::byline::Byline;

/// The members of an object that hold the people themselves.
const PEOPLE_MEMBERS: [&str; 4] = ["person", "people", "authors", "persons"];

/// Reads the value of a byline field.
pub(super) fn byline(value: &Value) -> Option<Byline> {
    match value {
        Value::String(text) => Byline::read(&values::clean_line(text)?),
        Value::Array(items) => of_names(items.iter().filter_map(name).collect()),
        Value::Object(object) => match (values::line(value), people(object)) {
            (Some(line), _) if name_of(object).is_none() => Byline::read(&line),
            (_, Some(items)) => of_names(items.iter().filter_map(name).collect()),
            _ => of_names(name_of(object).into_iter().collect()),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A single name may be a whole byline: `Ann Lee and Bo Odell`.
fn of_names(names: Vec<String>) -> Option<Byline> {
    match names.as_slice() {
        [] => None,
        names if names.iter().all(|name| is_handle(name)) => Some(Byline {
            printed: names.join(", "),
            people: names.to_vec(),
            ..Byline::default()
        }),
        [line] => Byline::read(line),
        names => Byline::of_people(names),
    }
}

/// The name that a content system files an author under, as `ann-lee`.
fn is_handle(name: &str) -> bool {
    name.contains(['-', '_'])
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.')
        })
}

fn people(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    PEOPLE_MEMBERS
        .iter()
        .find_map(|member| object.get(*member)?.as_array())
}

fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => values::clean_line(text),
        Value::Object(object) => name_of(object).or_else(|| values::line(value)),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// The name in an object about a person.
fn name_of(object: &Map<String, Value>) -> Option<String> {
    let part = |names: &[&str]| {
        names
            .iter()
            .find_map(|wanted| object.iter().find(|(key, _)| super::plain(key) == *wanted))
            .and_then(|(_, value)| values::line(value))
    };
    if let Some(whole) = part(&["name", "fullname", "displayname", "authorname"]) {
        return Some(whole);
    }
    let last = part(&["lastname", "familyname", "surname", "last"])?;
    let parts = [
        part(&["firstname", "givenname", "first"]),
        part(&["middlename"]),
        Some(last),
    ];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_in_any_shape() {
        for (value, expected) in [
            (r#""By Ann Lee and Bo Odell""#, vec!["Ann Lee", "Bo Odell"]),
            (r#"["Ann Lee", "Bo Odell"]"#, vec!["Ann Lee", "Bo Odell"]),
            (r#""['Ann Lee', 'Bo Odell']""#, vec!["Ann Lee", "Bo Odell"]),
            (r#"["ann-lee", "bo-odell"]"#, vec!["ann-lee", "bo-odell"]),
            (
                r#"{"original": "By Ann Lee", "person": []}"#,
                vec!["Ann Lee"],
            ),
            (
                r#"[{"firstname": "Ann", "lastname": "Lee", "rank": 1}]"#,
                vec!["Ann Lee"],
            ),
            (
                r#"{"name": "Ann Lee", "url": "http://a.example"}"#,
                vec!["Ann Lee"],
            ),
            (
                r#"{"original": null, "person": [{"first_name": "Ann", "last_name": "Lee"}]}"#,
                vec!["Ann Lee"],
            ),
            ("[]", vec![]),
            ("null", vec![]),
        ] {
            let json: Value = serde_json::from_str(value).expect("the case is JSON");
            let people = byline(&json).map_or(Vec::new(), |byline| byline.people);
            assert_eq!(people, expected, "{value}");
        }
    }
}

//! Bylines, from a line, a list of names or objects with names.

use serde_json::{Map, Value};

use super::values;
use crate::byline::Byline;

/// The members of an object that hold the people themselves.
const PEOPLE_MEMBERS: [&str; 4] = ["person", "people", "authors", "persons"];

/// Reads the value of a byline field.
pub(super) fn byline(value: &Value) -> Option<Byline> {
    match value {
        Value::String(text) => match values::printed_list(text) {
            Some(names) => of_names(
                names
                    .iter()
                    .filter_map(|name| values::clean_line(name))
                    .collect(),
            ),
            None => Byline::read(&values::clean_line(text)?),
        },
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
        [line] => Byline::read(line),
        names => Byline::of_people(names),
    }
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

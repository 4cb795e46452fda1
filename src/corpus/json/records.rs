//! Finds the records of a JSON file: the object itself, a list inside it, its values or its columns.

use serde_json::{Map, Value};

use crate::corpus::fields;

/// Where the records of an object are.
pub(super) enum Records<'v> {
    /// The object is one.
    One(&'v Map<String, Value>),
    /// They are in a list or a map, inside an object that says what holds for all.
    Many(Vec<&'v Value>, Option<&'v Map<String, Value>>),
    /// They were columns, as data frames are written.
    Columns(Vec<Value>),
}

/// How deep the list of records may stand, as in `response.docs`.
const DEEPEST: usize = 3;

/// How many members of a list are looked at to tell whether it holds records.
const LOOKED_AT: usize = 20;

/// Finds the records of an object.
pub(super) fn of(object: &Map<String, Value>) -> Records<'_> {
    if let Some(rows) = rows_of_columns(object) {
        return Records::Columns(rows);
    }
    let is_article = fields::looks_like_article(object);
    if !has_text(object)
        && let Some((items, whole)) = list_in(object, is_article, DEEPEST)
    {
        return Records::Many(items, Some(whole));
    }
    if !is_article && object.len() > 1 && are_records(object.values()) {
        return Records::Many(object.values().collect(), None);
    }
    Records::One(unwrapped(object))
}

/// The record inside an object that holds nothing else: `{"article": {…}}`.
pub(super) fn unwrapped(object: &Map<String, Value>) -> &Map<String, Value> {
    match (object.len(), object.values().next()) {
        (1, Some(Value::Object(inner))) if fields::looks_like_article(inner) => inner,
        _ => object,
    }
}

/// What lists of records are called; other lists in an article are about that article.
const LIST_NAMES: [&str; 13] = [
    "articles",
    "items",
    "entries",
    "docs",
    "documents",
    "results",
    "data",
    "posts",
    "stories",
    "records",
    "news",
    "hits",
    "rows",
];

/// The longest list of records, and the object that it stands in.
fn list_in(
    object: &Map<String, Value>,
    is_article: bool,
    depth: usize,
) -> Option<(Vec<&Value>, &Map<String, Value>)> {
    let mut longest: Option<(Vec<&Value>, &Map<String, Value>)> = None;
    for (key, value) in object {
        let found = match value {
            Value::Array(items) if is_list_name(key, is_article) && are_records(items.iter()) => {
                Some((items.iter().collect::<Vec<_>>(), object))
            }
            Value::Object(inner) if depth > 0 => list_in(inner, is_article, depth - 1),
            _ => None,
        };
        if let Some(found) = found
            && longest
                .as_ref()
                .is_none_or(|(items, _)| items.len() < found.0.len())
        {
            longest = Some(found);
        }
    }
    longest
}

fn is_list_name(key: &str, is_article: bool) -> bool {
    key != "contents" && (!is_article || LIST_NAMES.contains(&key.to_lowercase().as_str()))
}

/// Whether half of these or more are records of articles; a feed has removed ones among them.
fn are_records<'v>(values: impl Iterator<Item = &'v Value>) -> bool {
    let (mut seen, mut records) = (0, 0);
    for value in values.take(LOOKED_AT) {
        seen += 1;
        let is_record = value
            .as_object()
            .is_some_and(|object| fields::looks_like_article(unwrapped(object)));
        records += usize::from(is_record);
    }
    seen > 0 && records * 2 >= seen
}

/// Whether an object has a text of its own, so that a list in it is about that one article.
pub(super) fn has_text(object: &Map<String, Value>) -> bool {
    [
        "text",
        "body",
        "content",
        "maintext",
        "articleBody",
        "contents",
        "body_text",
        "body_html",
        "bodies",
    ]
    .iter()
    .any(|key| {
        object
            .get(*key)
            .is_some_and(|value| !value.is_null() && value != "")
    })
}

/// Turns `{"title": {"0": …}, "text": {"0": …}}` or `{"title": […], "text": […]}` into rows.
fn rows_of_columns(object: &Map<String, Value>) -> Option<Vec<Value>> {
    if object.len() < 2 {
        return None;
    }
    if let Some(rows) = rows_of_split(object) {
        return Some(rows);
    }
    let names = column_names(object.values().next()?)?;
    if names.is_empty()
        || !object
            .values()
            .all(|column| column_names(column).as_ref() == Some(&names))
    {
        return None;
    }
    let rows: Vec<Value> = names
        .iter()
        .map(|name| {
            let cells = object.iter().map(|(key, column)| {
                let cell = match column {
                    Value::Array(cells) => name.parse::<usize>().ok().and_then(|at| cells.get(at)),
                    column => column.get(name),
                };
                (key.clone(), cell.cloned().unwrap_or(Value::Null))
            });
            Value::Object(cells.collect())
        })
        .collect();
    are_records(rows.iter()).then_some(rows)
}

/// Turns `{"columns": ["title", …], "data": [["Snow", …]]}` into rows.
fn rows_of_split(object: &Map<String, Value>) -> Option<Vec<Value>> {
    let columns = object.get("columns")?.as_array()?;
    let rows = object.get("data")?.as_array()?.iter().map(|row| {
        let cells = columns.iter().zip(row.as_array()?);
        let cells = cells.map(|(name, cell)| Some((name.as_str()?.to_owned(), cell.clone())));
        Some(Value::Object(cells.collect::<Option<_>>()?))
    });
    rows.collect()
}

/// The names of a column's cells, if all are plain: numbers of rows.
fn column_names(column: &Value) -> Option<Vec<String>> {
    match column {
        Value::Array(cells) if !cells.iter().any(Value::is_object) => {
            Some((0..cells.len()).map(|row| row.to_string()).collect())
        }
        Value::Object(cells)
            if cells
                .keys()
                .all(|row| row.bytes().all(|b| b.is_ascii_digit())) =>
        {
            let mut names: Vec<String> = cells.keys().cloned().collect();
            names.sort_by_key(|name| (name.len(), name.clone()));
            Some(names)
        }
        _ => None,
    }
}

//! The fields of a record as its own keys name them: the columns of a JSON object or of front matter.

mod aliases;
mod article;
mod body;
mod dates;
mod people;
mod values;

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::corpus::settings::{DateFormat, DateOrder, From, Settings};
use crate::date::printed::Reading;

pub(super) use aliases::{field_named, fields_of, names};
pub(super) use article::{article, checked, host, inherit, looks_like_article};
pub(super) use body::{lines_joined, paragraphs_of, paragraphs_of_lines};
pub(super) use dates::read_text as read_date;
pub(super) use values::clean_line;

/// Where fields stand, which gives the rules their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The keys of a JSON object: `key date_publish`.
    Keys,
    /// The columns of a table: `column date_publish`.
    Columns,
    /// The elements of XML: `element pubDate`.
    Elements,
    /// The head of a Markdown file: `front matter`.
    FrontMatter,
    /// Lines as `**Published:** 2015-01-04` under a title: `label`.
    Labels,
}

/// A record's fields, its own before those of the objects in it.
pub(super) struct Fields<'v> {
    fields: Vec<Field<'v>>,
    origin: Origin,
    /// How dates of three numbers are meant, if that is known.
    order: Option<DateOrder>,
    /// How dates are written, if that is said.
    dates: Option<&'v DateFormat>,
}

/// A key and its value.
pub(super) struct Field<'v> {
    /// The path of keys to it as aliases write it: `byline.original`.
    key: String,
    /// The path as printed: `Byline.original`.
    printed: String,
    value: &'v Value,
    /// The rule of its value, where it is not that of its key.
    rule: Option<&'v str>,
}

/// How deep in a record fields are looked for; real records nest two or three deep.
const DEEPEST: usize = 4;

/// Keys of objects that wrap a record's own fields, as aliases write them.
const WRAPPERS: [&str; 24] = [
    "source", // of Elasticsearch: `_source`
    "fields",
    "metadata",
    "meta",
    "article",
    "attributes",
    "properties",
    "data",
    "document",
    "doc",
    "node",
    "post",
    "story",
    "item",
    "news",
    "params",
    "extra",
    "row",
    "record",
    "entry",
    "result",
    "hit",
    "thread",
    "frontmatter",
];

impl<'v> Fields<'v> {
    /// The fields of a record.
    pub(super) fn of(record: &'v Map<String, Value>, origin: Origin) -> Self {
        let mut fields = Fields {
            fields: Vec::new(),
            origin,
            order: None,
            dates: None,
        };
        fields.collect(record, "", "", DEEPEST);
        fields
    }

    /// The fields of a record, with what is said of the file that it is in.
    pub(super) fn with(
        record: &'v Map<String, Value>,
        origin: Origin,
        settings: &'v Settings,
    ) -> Self {
        let mut fields = Self::of(record, origin);
        fields.order = settings.order;
        fields.dates = settings.dates.as_ref();
        for mapping in settings.columns.iter().rev() {
            let value = match &mapping.from {
                From::Fixed(text) => text,
                From::Key(key) => {
                    let wanted = plain(key);
                    let mut known = fields.fields.iter();
                    // A key that is not in the record gives nothing.
                    let Some(at) = known.position(|field| field.key == wanted) else {
                        continue;
                    };
                    // What was said to be one field is not taken for another as well.
                    fields.fields.remove(at).value
                }
            };
            let Some(aliases) = aliases::of(mapping.field) else {
                continue;
            };
            // The most telling name, before all that have it of themselves.
            let key = aliases[0].to_owned();
            let printed = key.clone();
            let rule = Some(mapping.rule.as_str());
            fields.fields.insert(
                0,
                Field {
                    key,
                    printed,
                    value,
                    rule,
                },
            );
        }
        fields
    }

    fn collect(&mut self, object: &'v Map<String, Value>, path: &str, printed: &str, depth: usize) {
        let mut objects = Vec::new();
        for (key, value) in object {
            let field = Field {
                key: joined(path, &plain(key)),
                printed: joined(printed, key),
                value,
                rule: None,
            };
            if let Value::Object(inner) = value {
                objects.push((key, field.key.clone(), field.printed.clone(), inner));
            }
            self.fields.push(field);
        }
        if let Some(Value::Array(blocks)) = object.get("contents") {
            self.collect_blocks(blocks);
        }
        if depth == 0 {
            return;
        }
        for (key, below, printed_below, inner) in objects {
            let below = if wraps(key, inner) { path } else { &below };
            self.collect(inner, below, &printed_below, depth - 1);
        }
    }

    /// Typed blocks of an article, where title, byline and date stand between the paragraphs.
    fn collect_blocks(&mut self, blocks: &'v [Value]) {
        for block in blocks {
            if let (Some(Value::String(kind)), Some(value)) =
                (block.get("type"), block.get("content"))
                && !body::is_text_block(kind)
            {
                self.fields.push(Field {
                    key: plain(kind),
                    printed: format!("contents.{kind}"),
                    value,
                    rule: None,
                });
            }
        }
    }

    /// The fields that have one of these names, in the order of the names.
    fn named(&self, aliases: &'static [&'static str]) -> impl Iterator<Item = &Field<'v>> {
        aliases
            .iter()
            .flat_map(|alias| self.fields.iter().filter(move |field| field.key == *alias))
    }

    /// The rule of a value found in this field.
    fn rule(&self, field: &Field<'_>) -> Cow<'static, str> {
        match field.rule {
            Some(rule) => rule.to_owned().into(),
            None => self.rule_named(&field.printed),
        }
    }

    fn rule_named(&self, key: &str) -> Cow<'static, str> {
        match self.origin {
            Origin::Keys => format!("key {key}").into(),
            Origin::Columns => format!("column {key}").into(),
            Origin::Elements => format!("element {key}").into(),
            Origin::FrontMatter => "front matter".into(),
            Origin::Labels => "label".into(),
        }
    }
}

/// A key as aliases write it: small letters and digits, as `datepublish` for `Date_Publish`.
pub(super) fn plain(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | ':' | '@'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a field of this name says something about an article.
pub(super) fn is_known(key: &str) -> bool {
    aliases::ALL.iter().any(|aliases| aliases.contains(&key))
}

/// Whether a field says when, where or by whom an article was published, in a way that can be read.
pub(super) fn is_telling(key: &str, value: &str) -> bool {
    let is_date = [aliases::DATE, aliases::YEAR]
        .iter()
        .any(|names| names.contains(&key));
    let is_telling = aliases::TELLING.iter().any(|names| names.contains(&key));
    is_telling && (!is_date || read_date(value) != Reading::None)
}

fn joined(path: &str, key: &str) -> String {
    match path {
        "" => key.to_owned(),
        path => format!("{path}.{key}"),
    }
}

fn wraps(key: &str, inner: &Map<String, Value>) -> bool {
    let plain = plain(key);
    // A source that is an object has a name; Elasticsearch's wrapper has a whole record.
    if plain == "source" {
        return key.starts_with('_') || inner.len() > 3;
    }
    WRAPPERS.contains(&plain.as_str()) || plain.ends_with("metadata")
}

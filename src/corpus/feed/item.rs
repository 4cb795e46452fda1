//! One item of a feed, from its elements to an article.

use std::collections::HashMap;

use quick_xml::events::BytesStart;
use serde_json::{Map, Value};

use crate::article::{Article, Gap};
use crate::corpus::fields::{self, Fields, Origin};
use crate::corpus::reader::Around;

/// The elements of an item that say something of the article.
const TELLING: [&str; 26] = [
    "title",
    "link",
    "guid",
    "id",
    "description",
    "summary",
    "content",
    "content:encoded",
    "xhtml:body",
    "pubDate",
    "published",
    "issued",
    "created",
    "updated",
    "modified",
    "dc:date",
    "dc:creator",
    "dc:publisher",
    "dc:language",
    "author",
    "category",
    "dc:subject",
    "source",
    "excerpt:encoded",
    "wp:post_date",
    "wp:post_id",
];

/// Elements that tell whether an item is an article at all.
const ABOUT: [&str; 2] = ["wp:post_type", "wp:status"];

/// The elements that hold a whole text.
const TEXTS: [&str; 3] = ["content:encoded", "content", "xhtml:body"];

/// The elements that hold a summary, or a text where there is no other.
const SUMMARIES: [&str; 2] = ["description", "summary"];

/// An item of a feed.
pub(super) struct Item {
    /// How many elements it stands in.
    depth: usize,
    /// The element that is open in it, if it is a telling one.
    open: Option<String>,
    text: String,
    values: HashMap<String, Vec<String>>,
}

impl Item {
    pub(super) fn new(depth: usize) -> Item {
        Item {
            depth,
            open: None,
            text: String::new(),
            values: HashMap::new(),
        }
    }

    /// About how many bytes it has.
    pub(super) fn size(&self) -> usize {
        let values = self.values.values().flatten().map(String::len);
        self.text.len() + values.sum::<usize>()
    }

    /// An element begins in it.
    pub(super) fn open(&mut self, name: &str, depth: usize, tag: &BytesStart<'_>) {
        if depth == self.depth + 1 {
            self.text.clear();
            let is_telling = TELLING.contains(&name) || ABOUT.contains(&name);
            self.open = (is_telling && !is_no_text(name, tag)).then(|| name.to_owned());
            match name {
                "link" => self.open_link(tag),
                "category" => self.put_attribute("category", tag, &["label", "term"]),
                "guid" if attribute(tag, "isPermaLink").as_deref() == Some("false") => {
                    self.open = Some("id".to_owned());
                }
                _ => {}
            }
            return;
        }
        match (self.open.as_deref(), name) {
            // Of a person the name counts, of another feed its title.
            (Some("author"), "name") | (Some("source"), "title") => self.text.clear(),
            (Some("author" | "source"), _) => self.text.push(' '),
            // Markup that stands in the feed as such.
            (Some(_), _) => {
                let element = name.rsplit(':').next().unwrap_or(name);
                self.text.push_str(&format!("<{element}>"));
            }
            (None, _) => {}
        }
    }

    /// An element ends; whether the item does.
    pub(super) fn close(&mut self, name: &str, depth: usize) -> bool {
        if depth <= self.depth {
            return true;
        }
        if depth > self.depth + 1 {
            match self.open.as_deref() {
                Some(open @ ("author" | "source")) => {
                    if matches!((open, name), ("author", "name") | ("source", "title")) {
                        let (open, text) = (open.to_owned(), std::mem::take(&mut self.text));
                        self.put(&open, text);
                        self.open = None;
                    }
                }
                Some(_) => {
                    let element = name.rsplit(':').next().unwrap_or(name);
                    self.text.push_str(&format!("</{element}>"));
                }
                None => {}
            }
            return false;
        }
        if let Some(open) = self.open.take() {
            let text = std::mem::take(&mut self.text);
            self.put(&open, text);
        }
        false
    }

    pub(super) fn add(&mut self, text: &str) {
        if self.open.is_some() {
            self.text.push_str(text);
        }
    }

    /// Why it is no article: a picture or a menu of WordPress, or what was never published.
    pub(super) fn why_skipped(&self) -> Option<&'static str> {
        let first = |name| self.values.get(name).and_then(|values| values.first());
        if let Some(kind) = first("wp:post_type")
            && !matches!(kind.as_str(), "post" | "page" | "article" | "news")
        {
            return Some("a picture, a menu or the like of WordPress");
        }
        let status = first("wp:status").map(String::as_str);
        matches!(status, Some("draft" | "auto-draft" | "trash" | "private"))
            .then_some("a draft of WordPress")
    }

    pub(super) fn article(self, around: &Around<'_>) -> Article {
        let mut object = Map::new();
        let summary = self.summary_as_text();
        let mut texts = self.values.values().flatten();
        let is_repaired = texts.any(|text| text.contains(char::REPLACEMENT_CHARACTER));
        for (name, mut values) in self.values {
            let value = match (name.as_str(), values.len()) {
                ("category" | "dc:subject", 2..) => {
                    object.insert("categories".to_owned(), values.into());
                    continue;
                }
                ("author" | "dc:creator", 2..) => values.into(),
                _ => Value::String(values.swap_remove(0)),
            };
            object.insert(name, value);
        }
        let fields = Fields::with(&object, Origin::Elements, around.settings);
        let mut article = fields::article(&fields, around.clues);
        if article.body.is_empty()
            && let Some(summary) = summary
        {
            article.body = fields::paragraphs_of(&summary);
            article.deck = None;
            if !article.body.is_empty() {
                article.gaps.push(Gap {
                    code: "body_summary".into(),
                    text: "the feed gives this as a description, which may be a summary".into(),
                });
            }
        }
        article.gaps.extend(is_repaired.then(|| Gap {
            code: "encoding_repaired".into(),
            text:
                "characters that mean nothing in the encoding of the feed stand as \u{fffd}".into(),
        }));
        // Atom has a date of the last change always, and that of publication sometimes.
        if article.date.is_none() {
            article.date.clone_from(&article.updated);
        }
        article
    }

    /// The longer summary, if there is no text.
    fn summary_as_text(&self) -> Option<String> {
        let has_text = TEXTS.iter().any(|name| self.values.contains_key(*name));
        let summaries = SUMMARIES
            .iter()
            .filter_map(|name| self.values.get(*name)?.first());
        summaries
            .max_by_key(|text| text.len())
            .filter(|_| !has_text)
            .cloned()
    }

    /// An address stands in the element or in its attribute; those of other things do not count.
    fn open_link(&mut self, tag: &BytesStart<'_>) {
        let relation = attribute(tag, "rel");
        if relation.is_some_and(|relation| relation != "alternate") {
            self.open = None;
            return;
        }
        if let Some(address) = attribute(tag, "href") {
            self.put("link", address);
            self.open = None;
        }
    }

    fn put_attribute(&mut self, name: &str, tag: &BytesStart<'_>, attributes: &[&str]) {
        if let Some(value) = attributes.iter().find_map(|known| attribute(tag, known)) {
            self.put(name, value);
            self.open = None;
        }
    }

    fn put(&mut self, name: &str, text: String) {
        if text.trim().is_empty() {
            return;
        }
        let text = match name {
            "author" => person(&text).to_owned(),
            name if TEXTS.contains(&name) => with_paragraphs(text),
            _ => text.trim().to_owned(),
        };
        self.values.entry(name.to_owned()).or_default().push(text);
    }
}

/// The name in `editor@gazette.example (Ann Lee)`.
fn person(text: &str) -> &str {
    let inner = text
        .trim()
        .strip_suffix(')')
        .and_then(|text| text.split_once('('));
    match inner {
        Some((address, name)) if address.contains('@') => name,
        _ => text.trim(),
    }
}

/// WordPress keeps a text with blank lines for paragraphs among its tags.
fn with_paragraphs(text: String) -> String {
    match text.contains('<') && !text.contains("<p") && text.contains("\n\n") {
        true => text.replace("\n\n", "<p>"),
        false => text,
    }
}

/// Whether an element holds something else than text.
fn is_no_text(name: &str, tag: &BytesStart<'_>) -> bool {
    let kind = attribute(tag, "type").unwrap_or_default();
    name == "content" && kind.contains('/') && !kind.starts_with("text/") && !kind.contains("xml")
}

/// An attribute of a tag; one that is written wrongly is none.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten();
    let mut found = found.filter(|attribute| attribute.key.as_ref() == name);
    let value = found.next()?.value.into_owned();
    match quick_xml::escape::unescape(&value) {
        Ok(text) => Some(text.into_owned()),
        Err(_) => Some(value),
    }
}

//! A small tree of XML for documents that machines wrote, forgiving where those did not close a tag.

pub(super) mod text;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::article::Gap;
use crate::corpus::clean::clean;
use crate::corpus::reader::Around;
use crate::corpus::{BadRecord, Record, html};

/// An element, by its name without prefix and in small letters.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: String,
    /// Names, without prefix and in small letters, and values of its attributes.
    attributes: Vec<(String, String)>,
    /// What it holds.
    pub(super) nodes: Vec<Node>,
}

/// A piece of an element.
#[derive(Debug, PartialEq)]
pub(super) enum Node {
    /// An element in it.
    Element(Element),
    /// Text in it.
    Text(String),
}

/// How deep elements may nest; those of real documents stay below 40.
const MAX_DEPTH: usize = 256;

/// How many elements a document may have: a tree of them takes some 100 bytes for each. A scanned
/// broadsheet has 60,000.
const MAX_ELEMENTS: usize = 2_000_000;

/// How long one text, and one tag, may be.
const MAX_TEXT: usize = 64 << 20;

/// Reads a document and hands on its root; one that cannot be read is a bad record, and one that
/// breaks off is noted on each article of it.
pub(super) fn read(
    text: &str,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
    read: impl Fn(&Element, &mut dyn FnMut(Record)),
) {
    match parse(text) {
        Err(why) => {
            let reason = format!("the document {why}");
            each(Err(BadRecord::new(around.file, None, "not_xml", reason)));
        }
        Ok(document) => read(&document.root, &mut |record| {
            each(record.map(|mut article| {
                let cut = document.broken.as_ref().map(|why| Gap {
                    code: "xml_broken".into(),
                    text: clean(&format!("the document is not XML to its end: {why}")).into_owned(),
                });
                article.gaps.extend(cut);
                article
            }));
        }),
    }
}

/// Reads the first element of a document, or says why not, as the end of a sentence about it.
///
/// No entity but those that every document has is replaced, and nothing is fetched. Tags that are
/// not closed end with what is around them; ends of what was never begun are passed over.
pub(super) fn parse(text: &str) -> Result<Document, String> {
    let mut reader = Reader::from_str(text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut tree = Tree::default();
    loop {
        match reader.read_event() {
            // `a < b` in a text that was not escaped.
            Ok(Event::Start(tag) | Event::Empty(tag)) if !begins_a_name(&tag) => {
                tree.broken
                    .get_or_insert(format!("`<{}>` is no tag", beginning(&tag)));
                tree.push(&format!("<{}>", &*tag))?;
            }
            Ok(Event::Start(tag)) => tree.open(element(&tag))?,
            Ok(Event::Empty(tag)) => {
                tree.open(element(&tag))?;
                tree.close_last();
            }
            Ok(Event::End(tag)) => tree.close(&local(tag.name().as_ref())),
            Ok(Event::Text(text)) => tree.push(&text)?,
            Ok(Event::CData(text)) => tree.push(&text)?,
            Ok(Event::GeneralRef(reference)) => tree.push(&resolved(&reference))?,
            Ok(Event::Eof) => return tree.finish(),
            Ok(_) => {}
            Err(error) => return tree.broken(&error),
        }
    }
}

/// A document as far as it could be read.
#[derive(Debug)]
pub(super) struct Document {
    /// Its first element.
    pub(super) root: Element,
    /// Why it breaks off before its end, if it does.
    pub(super) broken: Option<String>,
}

/// A tree that grows: the open elements, the outermost first.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    broken: Option<String>,
}

impl Tree {
    fn open(&mut self, element: Element) -> Result<(), String> {
        self.elements += 1;
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("nests its elements over {MAX_DEPTH} deep"));
        }
        if self.elements > MAX_ELEMENTS {
            return Err(format!("has over {MAX_ELEMENTS} elements"));
        }
        self.open.push(element);
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), String> {
        if text.len() > MAX_TEXT {
            return Err(format!("has a text of over {} MiB", MAX_TEXT >> 20));
        }
        if let Some(element) = self.open.last_mut() {
            match element.nodes.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => element.nodes.push(Node::Text(text.to_owned())),
            }
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|element| element.name == name) {
            while self.open.len() > at {
                self.close_last();
            }
        }
    }

    fn close_last(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(outer) => outer.nodes.push(Node::Element(element)),
            None => {
                self.root.get_or_insert(element);
            }
        }
    }

    fn finish(mut self) -> Result<Document, String> {
        while !self.open.is_empty() {
            self.close_last();
        }
        let root = self.root.ok_or_else(|| "holds no element".to_owned())?;
        Ok(Document {
            root,
            broken: self.broken,
        })
    }

    /// What was read before the syntax broke off, if it is more than one empty element.
    fn broken(self, error: &quick_xml::Error) -> Result<Document, String> {
        let document = self
            .finish()
            .ok()
            .filter(|read| !read.root.nodes.is_empty());
        let document = document.ok_or_else(|| format!("is not XML: {error}"))?;
        Ok(Document {
            broken: Some(error.to_string()),
            ..document
        })
    }
}

fn begins_a_name(tag: &str) -> bool {
    tag.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':')
}

/// So much of a text as a message can show.
fn beginning(text: &str) -> String {
    text.chars().take(20).collect()
}

fn element(tag: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    for attribute in tag.html_attributes().with_checks(false).flatten() {
        let value = attribute.value.as_ref();
        let value = match value.contains('&') {
            true => html::unescaped(value),
            false => value.to_owned(),
        };
        attributes.push((local(attribute.key.as_ref()), value));
    }
    Element {
        name: local(tag.name().as_ref()),
        attributes,
        nodes: Vec::new(),
    }
}

fn local(name: &str) -> String {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.to_lowercase()
}

/// The character that a reference means; one that nobody knows as it is printed.
fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => html::unescaped(&format!("&{};", &**reference)),
    }
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it with one of these names, in their order.
    pub(super) fn children<'e>(&'e self, names: &'e [&str]) -> impl Iterator<Item = &'e Element> {
        self.elements()
            .filter(|element| names.contains(&element.name.as_str()))
    }

    /// The first element at the end of a path of names: `head/docdata`.
    pub(super) fn at(&self, path: &str) -> Option<&Element> {
        path.split('/').try_fold(self, |element, name| {
            element.elements().find(|inner| inner.name == name)
        })
    }

    /// All elements below it, at any depth, with one of these names, in their order; not those in
    /// one that was found.
    pub(super) fn all<'e>(&'e self, names: &[&str]) -> Vec<&'e Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            match names.contains(&element.name.as_str()) {
                true => found.push(element),
                false => found.extend(element.all(names)),
            }
        }
        found
    }

    /// The first element below it with one of these names.
    pub(super) fn first(&self, names: &[&str]) -> Option<&Element> {
        self.elements()
            .find_map(|element| match names.contains(&element.name.as_str()) {
                true => Some(element),
                false => element.first(names),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_a_tree_whatever_is_wrong_with_it() {
        for (text, expected) in [
            ("<a><b>x</b></a>", Ok("x")),
            ("\u{feff} <n:A><N:b>x</N:b></n:A>", Ok("x")),
            ("<a><b>x</a>", Ok("x")),
            ("<a></c><b>x", Ok("x")),
            (
                "<a><b>x &amp; y&#33;&nbsp;&eacute;</b></a>",
                Ok("x & y!\u{a0}é"),
            ),
            (
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a><b>&e;</b></a>",
                Ok("&e;"),
            ),
            ("<a><b>AT&T <![CDATA[<c>]]></b></a>", Ok("AT&T <c>")),
            ("text", Err("holds no element")),
            ("", Err("holds no element")),
        ] {
            let read =
                parse(text).map(
                    |read| match read.root.at("b").and_then(|b| b.nodes.first()) {
                        Some(Node::Text(text)) => text.clone(),
                        other => format!("{other:?}"),
                    },
                );
            assert_eq!(
                read,
                expected.map(str::to_owned).map_err(str::to_owned),
                "{text}"
            );
        }
    }

    #[test]
    fn a_bomb_is_refused_or_stays_as_printed() {
        let deep = "<a>".repeat(1_000_000);
        assert!(parse(&deep).is_err());
        let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><a><b>&b;</b></a>";
        let root = parse(laughs).expect("it is well-formed").root;
        assert_eq!(
            root.at("b").map(|b| &b.nodes),
            Some(&vec![Node::Text("&b;".to_owned())])
        );
    }
}

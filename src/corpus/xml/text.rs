//! The text of an element, as one line or in paragraphs.

use super::{Element, Node};
use crate::corpus::html::tidy;

/// Elements that part paragraphs, in the dialects of agencies and in XHTML.
const BLOCKS: [&str; 27] = [
    "p",
    "br",
    "hl1",
    "hl2",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "block",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "title",
    "blockquote",
    "bq",
    "section",
    "article",
    "body",
    "nitf-table",
    "dl",
    "dt",
    "dd",
];

/// Elements whose text is not of the article's: pictures and what is said about them.
const SKIPPED: [&str; 12] = [
    "media",
    "script",
    "style",
    "head",
    "figure",
    "figcaption",
    "img",
    "iframe",
    "video",
    "media-caption",
    "object",
    "form",
];

/// All the text of an element as one line; `None` if it has none.
pub(in crate::corpus) fn line(element: &Element) -> Option<String> {
    let mut text = String::new();
    collect(element, &mut text);
    Some(tidy(&text)).filter(|text| !text.is_empty())
}

fn collect(element: &Element, text: &mut String) {
    for node in &element.nodes {
        match node {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(inner) => {
                let is_block = BLOCKS.contains(&inner.name.as_str());
                text.push_str(if is_block { " " } else { "" });
                collect(inner, text);
                text.push_str(if is_block { " " } else { "" });
            }
        }
    }
}

/// The text of an element in paragraphs, but for pictures and the elements that are asked to be
/// left out.
pub(in crate::corpus) fn paragraphs(element: &Element, without: &[&str]) -> Vec<String> {
    let mut sheet = vec![String::new()];
    write(element, without, &mut sheet);
    let lines = sheet.iter().map(|text| tidy(text));
    lines.filter(|text| !text.is_empty()).collect()
}

fn write(element: &Element, without: &[&str], sheet: &mut Vec<String>) {
    for node in &element.nodes {
        match (node, sheet.last_mut()) {
            (Node::Text(piece), Some(last)) => last.push_str(piece),
            (Node::Text(_), None) => {}
            (Node::Element(inner), _) => {
                let name = inner.name.as_str();
                if SKIPPED.contains(&name) || without.contains(&name) {
                    continue;
                }
                let is_block = BLOCKS.contains(&name);
                if is_block {
                    sheet.push(String::new());
                }
                write(inner, without, sheet);
                if is_block {
                    sheet.push(String::new());
                }
            }
        }
    }
}

/// The text of an element as it stands there.
pub(in crate::corpus) fn raw(element: &Element) -> String {
    let mut text = String::new();
    collect(element, &mut text);
    text
}

//! Reads NITF, the markup of agencies and of the New York Times corpus.

use super::{no_text, numbered, set, set_byline, set_date, set_dateline, set_language, set_value};
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::xml::text::{line, paragraphs};
use crate::corpus::xml::{self, Element, Node};
use crate::corpus::{Record, html};

/// NITF of all dialects.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "nitf",
    what: "NITF, the markup of news agencies and of the New York Times corpus",
    example: "<nitf><body><body.head><hedline><hl1>Flood inquiry opens</hl1></hedline></body.head><body.content><p>The inquiry opened.</p></body.content></body></nitf>",
    way: Way::Text {
        recognises: |text| text.has_root(&["nitf", "contentset"]),
        read: |text, around, each| {
            xml::read(text, around, each, |root, each| {
                let documents = match root.name.as_str() {
                    "nitf" => vec![root],
                    _ => root.all(&["nitf"]),
                };
                if documents.is_empty() {
                    each(no_text(around, None, "a content set without NITF"));
                }
                for (number, element) in numbered(documents) {
                    each(article(element, number, around));
                }
            })
        },
    },
};

fn article(nitf: &Element, number: Option<u64>, around: &Around<'_>) -> Record {
    let mut draft = Draft::of(around, number, READER.name);
    let body = fill(&mut draft, nitf);
    draft.into_record(body, around)
}

/// Gives a draft what a document says; hands back its text.
pub(super) fn fill(draft: &mut Draft, nitf: &Element) -> Vec<String> {
    set_head_of_text(draft, nitf);
    if let Some(head) = nitf.at("head") {
        set_head(draft, head);
    }
    let written = nitf.at("body/body.head/dateline/story.date");
    set_date(
        draft,
        written.and_then(|date| date.attribute("norm")),
        "nitf story.date",
    );
    set_language(draft, nitf.attribute("lang"), "nitf lang");
    let end = nitf.at("body/body.end").and_then(line);
    if let Some(end) = end {
        draft.trim("nitf body.end", &end);
    }
    body(nitf)
}

fn set_head_of_text(draft: &mut Draft, nitf: &Element) {
    let Some(head) = nitf.at("body/body.head") else {
        return;
    };
    let headline = head.at("hedline");
    let printed = headline
        .and_then(|headline| headline.at("hl1"))
        .or(headline);
    set(draft, |a| &mut a.title, printed, "nitf hl1");
    for below in headline
        .iter()
        .flat_map(|headline| headline.children(&["hl2"]))
    {
        let is_title = below.attribute("class") == Some("online_headline");
        match is_title {
            true => set(draft, |a| &mut a.title, Some(below), "nitf hl2"),
            false => set(draft, |a| &mut a.deck, Some(below), "nitf hl2"),
        }
    }
    set_bylines(draft, head);
    set(draft, |a| &mut a.deck, head.at("abstract"), "nitf abstract");
    if let Some(place) = head.at("dateline/location") {
        set(draft, |a| &mut a.dateline, Some(place), "nitf location");
    } else {
        set_dateline(draft, head.at("dateline").and_then(line), "nitf dateline");
    }
    set(
        draft,
        |a| &mut a.wire,
        head.at("distributor"),
        "nitf distributor",
    );
}

/// The byline as printed before the one that a librarian wrote.
fn set_bylines(draft: &mut Draft, head: &Element) {
    let normalized = |byline: &&Element| byline.attribute("class") == Some("normalized_byline");
    let (last, first): (Vec<_>, Vec<_>) = head.children(&["byline"]).partition(normalized);
    for byline in first {
        let text = without(byline, "byttl").or_else(|| line(byline));
        set_byline(draft, text, "nitf byline");
    }
    for byline in last.into_iter().filter_map(line) {
        if draft.article.byline.is_none()
            && let Some(byline) = crate::corpus::export::turned_byline(&byline)
        {
            draft.byline(byline, "nitf normalized_byline");
        }
    }
}

/// The line of an element without what stands in the elements of this name.
fn without(element: &Element, name: &str) -> Option<String> {
    let kept = element.nodes.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.clone()),
        Node::Element(inner) if inner.name != name => line(inner),
        Node::Element(_) => None,
    });
    let text = kept.collect::<Vec<_>>().concat();
    let text = html::tidy(&text);
    Some(text.trim_end_matches([',', ';']).to_owned())
        .filter(|text| text.contains(char::is_alphabetic))
}

fn set_head(draft: &mut Draft, head: &Element) {
    set(draft, |a| &mut a.title, head.at("title"), "nitf title");
    let docdata = head.at("docdata");
    if let Some(paper) = head.at("pubdata") {
        let value = |name| paper.attribute(name).map(str::to_owned);
        set_date(draft, paper.attribute("date.publication"), "nitf pubdata");
        set_value(draft, |a| &mut a.source, value("name"), "nitf pubdata");
        set_value(
            draft,
            |a| &mut a.section,
            value("position.section"),
            "nitf pubdata",
        );
        set_value(
            draft,
            |a| &mut a.page,
            value("position.sequence"),
            "nitf pubdata",
        );
        set_value(
            draft,
            |a| &mut a.edition,
            value("edition.name"),
            "nitf pubdata",
        );
        set_value(
            draft,
            |a| &mut a.url,
            value("ex-ref").filter(|url| url.starts_with("http")),
            "nitf pubdata",
        );
    }
    let issued = docdata.and_then(|data| data.at("date.issue"));
    set_date(
        draft,
        issued.and_then(|date| date.attribute("norm")),
        "nitf date.issue",
    );
    for meta in head.children(&["meta"]) {
        set_meta(draft, meta);
    }
    if let Some(docdata) = docdata {
        set_docdata(draft, docdata);
    }
}

/// Who holds the rights, the document's number and its topics.
fn set_docdata(draft: &mut Draft, docdata: &Element) {
    let attribute = |path: &str, name| {
        docdata
            .at(path)
            .and_then(|element| element.attribute(name))
            .map(str::to_owned)
    };
    set_value(
        draft,
        |a| &mut a.source,
        attribute("doc.copyright", "holder"),
        "nitf doc.copyright",
    );
    draft.article.key = attribute("doc-id", "id-string");
    let topics = docdata
        .at("identified-content")
        .map(|content| content.all(&["classifier", "org", "person", "location"]));
    let topics = topics.unwrap_or_default().into_iter().filter_map(line);
    let keywords = docdata
        .all(&["keyword"])
        .into_iter()
        .filter_map(|word| word.attribute("key").map(str::to_owned));
    for tag in topics.chain(keywords) {
        if !draft.article.tags.contains(&tag) {
            draft.article.tags.push(tag);
        }
    }
}

/// What the New York Times corpus says in `meta`.
fn set_meta(draft: &mut Draft, meta: &Element) {
    let value = meta.attribute("content").map(str::to_owned);
    match meta.attribute("name") {
        Some("print_section") => set_value(draft, |a| &mut a.section, value, "nitf meta"),
        Some("online_sections") | Some("dsk") => {
            set_value(draft, |a| &mut a.section, value, "nitf meta")
        }
        Some("print_page_number") => set_value(draft, |a| &mut a.page, value, "nitf meta"),
        _ => {}
    }
}

/// The text: the blocks that are all of it where some repeat its beginning.
fn body(nitf: &Element) -> Vec<String> {
    let Some(content) = nitf.at("body/body.content").or_else(|| nitf.at("body")) else {
        return Vec::new();
    };
    let whole: Vec<&Element> = content
        .children(&["block"])
        .filter(|block| block.attribute("class") == Some("full_text"))
        .collect();
    match whole.is_empty() {
        true => paragraphs(content, &["body.head", "body.end"]),
        false => whole
            .into_iter()
            .flat_map(|block| paragraphs(block, &[]))
            .collect(),
    }
}

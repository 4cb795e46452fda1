//! Reads the collection Reuters-21578: a thousand articles of 1987 in each file.

use std::io::BufRead;

use super::{set_byline, set_date, set_dateline, set_value, sgml};
use crate::article::Gap;
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{Record, decode};

/// Reuters-21578, as a stream.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "reuters",
    what: "the SGML of the collection Reuters-21578",
    example: "<REUTERS NEWID=\"1\"><DATE>12-MAR-1997 15:01:01.79</DATE><TEXT><TITLE>FLOOD INQUIRY OPENS</TITLE><BODY>The inquiry opened.</BODY></TEXT></REUTERS>",
    way: Way::Stream { recognises, read },
};

fn recognises(head: &Head<'_>) -> bool {
    let beginning = head.bytes.trim_ascii_start();
    let beginning = &beginning[..beginning.len().min(1024)];
    let text = String::from_utf8_lossy(beginning);
    text.starts_with("<REUTERS ")
        || (text.starts_with("<!DOCTYPE lewis") && text.contains("<REUTERS "))
}

fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    sgml::read(input, "</REUTERS>", around, each, article);
}

fn article(bytes: &[u8], number: u64, around: &Around<'_>) -> Record {
    let decoded = decode::decode(bytes);
    let record = &*decoded.text;
    let mut draft = Draft::of(around, Some(number), READER.name);
    draft.article.gaps.extend(decoded.gap());
    draft.article.key = sgml::attribute(record, "REUTERS", "NEWID").map(str::to_owned);
    let line = |name| sgml::element(record, name).and_then(sgml::line);
    set_value(
        &mut draft,
        |a| &mut a.title,
        line("TITLE").map(|title| starless(&title).to_owned()),
        "reuters TITLE",
    );
    set_byline(&mut draft, line("AUTHOR"), "reuters AUTHOR");
    set_dateline(&mut draft, line("DATELINE"), "reuters DATELINE");
    set_date(
        &mut draft,
        line("DATE").as_deref().map(printed),
        "reuters DATE",
    );
    draft.text(|a| &mut a.source, "Reuters", "reuters");
    for name in [
        "TOPICS",
        "PLACES",
        "PEOPLE",
        "ORGS",
        "EXCHANGES",
        "COMPANIES",
    ] {
        let topics = sgml::element(record, name).unwrap_or_default();
        draft
            .article
            .tags
            .extend(sgml::elements(topics, "D").filter_map(sgml::line));
    }
    let body = body(record);
    if sgml::element(record, "BODY").is_none() && !body.is_empty() {
        draft.article.gaps.push(Gap {
            code: "body_uncertain".into(),
            text: "the collection left this article without marks of title and text".into(),
        });
    }
    draft.into_record(body, around)
}

/// A date without the odd signs that stand behind some: `28-MAR-1987 01:05:36.10#M`.
fn printed(date: &str) -> &str {
    let end = date.find(|c: char| !(c.is_ascii_alphanumeric() || "-:. ".contains(c)));
    let date = date[..end.unwrap_or(date.len())].trim();
    date.split(' ').next().unwrap_or(date)
}

/// The title without the stars that a flash begins with.
fn starless(title: &str) -> &str {
    title.trim_start_matches(['*', ' '])
}

/// The text, from `BODY`, or what stands in `TEXT` outside the other elements.
fn body(record: &str) -> Vec<String> {
    let text = match sgml::element(record, "BODY") {
        Some(body) => sgml::text(body),
        None => {
            let all = sgml::element(record, "TEXT").unwrap_or_default();
            let is_brief = sgml::attribute(record, "TEXT", "TYPE") == Some("BRIEF");
            if is_brief {
                String::new()
            } else {
                sgml::text(outside(all))
            }
        }
    };
    let mut paragraphs = sgml::paragraphs(&text);
    // The mark of the agency stands below every text.
    paragraphs
        .pop_if(|last| last.to_lowercase().trim_matches(['*', '.', ' ', '\u{3}']) == "reuter");
    paragraphs
}

/// What stands behind the title, author and dateline of a text that has no body.
fn outside(text: &str) -> &str {
    ["</DATELINE>", "</AUTHOR>", "</TITLE>"]
        .iter()
        .find_map(|end| text.split_once(end))
        .map_or(text, |(_, behind)| behind)
}

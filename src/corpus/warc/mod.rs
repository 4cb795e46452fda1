//! Reads web archives in WARC: each saved page is an article.

mod http;
mod records;

use std::io::BufRead;

use self::http::Response;
use self::records::{Content, Head, Next, Records};
use crate::corpus::clues::Clues;
use crate::corpus::file::{cut, with_gap};
use crate::corpus::html::{self, Saved};
use crate::corpus::reader::{self, Around, Reader, Way};
use crate::corpus::{BadRecord, Record, decode};
use crate::date::Date;

/// Web archives.
pub(super) const READER: Reader = Reader {
    name: "warc",
    what: "a web archive in WARC, packed or not: each saved page, with its address",
    example: EXAMPLE,
    way: Way::Stream { recognises, read },
};

const EXAMPLE: &str = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://gazette.example/1997/03/12/flood\r\n\
Content-Type: text/html\r\nContent-Length: 77\r\n\r\n\
<html><head><title>Flood inquiry</title></head><body><p>It opened.</p></body>\r\n\r\n";

fn recognises(head: &reader::Head<'_>) -> bool {
    head.bytes.trim_ascii_start().starts_with(b"WARC/")
}

/// Reads a stream of records; the number of an article is that of its record, whatever its type.
fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    // A date in the path is that of the archive, not of the pages in it.
    let around = &Around {
        clues: &Clues::default(),
        ..*around
    };
    let bad =
        |number, code, reason: String| Err(BadRecord::new(around.file, Some(number), code, reason));
    let mut records = Records::of(input);
    let mut has_pages = false;
    loop {
        let number = records.number;
        match records.next_record() {
            Ok(Next::End) => break,
            Ok(Next::Damage(reason)) => each(bad(number, "warc_damaged", reason)),
            Ok(Next::Record(head, content)) => {
                let number = number + 1;
                match page(&head, content, around) {
                    Page::Article(record) => {
                        has_pages = true;
                        each(numbered(*record, number));
                    }
                    Page::Bad(code, reason) => each(bad(number, code, reason)),
                    Page::Skipped(why) => around.notes.skipped(why),
                    Page::None => {}
                }
            }
            Err(error) => {
                each(bad(
                    number,
                    "unreadable",
                    format!("cannot read on: {error}"),
                ));
                return;
            }
        }
    }
    if !has_pages {
        let reason = "no web page is in it";
        each(Err(BadRecord::new(around.file, None, "empty", reason)));
    }
}

fn numbered(record: Record, number: u64) -> Record {
    match record {
        Ok(mut article) => {
            article.place.record = Some(number);
            article.format = READER.name.into();
            Ok(article)
        }
        Err(mut bad) => {
            bad.place.record = Some(number);
            Err(bad)
        }
    }
}

/// What a record of a web archive is.
enum Page {
    Article(Box<Record>),
    Bad(&'static str, String),
    Skipped(&'static str),
    /// A record about the archive or about another record.
    None,
}

fn page(head: &Head, content: Content<'_>, around: &Around<'_>) -> Page {
    let response = match head.get("warc-type").to_ascii_lowercase().as_str() {
        "response" => Response::of(content.bytes),
        "resource" | "conversion" => Some(Response::bare(content.bytes, head.get("content-type"))),
        "revisit" => return Page::Skipped("a page that had not changed"),
        _ => return Page::None,
    };
    let Some(response) = response else {
        // Answers to other questions than for a page, such as that for a host's number.
        return Page::Skipped("no answer of a web server");
    };
    if !response.is_success() {
        return Page::Skipped("an error or a redirection instead of a page");
    }
    if !response.is_page() {
        return Page::Skipped("a picture, script or the like of a page");
    }
    if content.is_partial {
        return Page::Bad("too_large", "the page is too large to be one".to_owned());
    }
    match response.body() {
        Ok(body) => {
            let decoded = match response.charset() {
                Some(charset) => decode::decode_labelled(&body, charset),
                None => decode::decode(&body),
            };
            let saved = Saved {
                url: Some(address(head.get("warc-target-uri")))
                    .filter(|url| url.starts_with("http")),
                fetched: head
                    .get("warc-date")
                    .get(..10)
                    .and_then(|day| day.parse::<Date>().ok()),
                rule: READER.name,
            };
            let record = cut(
                html::read(&decoded.text, around, Some(saved)),
                content.is_cut,
            );
            Page::Article(Box::new(with_gap(record, decoded.gap().as_ref())))
        }
        Err(reason) => Page::Bad("body_damaged", reason),
    }
}

/// An address without the angle brackets that some programs put around it.
fn address(text: &str) -> &str {
    text.trim()
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim()
}

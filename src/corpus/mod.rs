//! Finds archive files and reads them: each record is an article, or bad with its reason.

mod beside;
pub mod clean;
pub mod clues;
mod copyright;
pub mod dateline;
mod decode;
mod docx;
mod draft;
mod export;
mod fields;
mod html;
mod json;
mod label;
mod language;
mod mail;
mod markdown;
mod reader;
mod rtf;
mod scan;
mod sniff;
mod text;
mod walk;
mod wire;
mod xml;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use crate::article::{Article, Found, Gap, Place};
use crate::corpus::beside::Beside;
use crate::corpus::clues::Clues;
use crate::corpus::reader::{Around, Head, Reader, Text, Way};

pub use crate::corpus::walk::{Archive, Listing};

/// What a record of a file turned out to be.
pub type Record = Result<Article, BadRecord>;

/// A record that could not be read as an article: counted, listed, skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// Its file, and its line or number in it.
    pub place: Place,
    /// A stable short name to count by: `empty`, `not_json`, `no_text`, `binary`, `unreadable`, …
    pub code: &'static str,
    /// The sentence for a reader.
    pub reason: String,
}

impl BadRecord {
    /// A file, or a record of it, that is not an article.
    pub(crate) fn new(
        file: &str,
        record: Option<u64>,
        code: &'static str,
        reason: impl Into<String>,
    ) -> BadRecord {
        BadRecord {
            place: Place {
                file: file.to_owned(),
                record,
            },
            code,
            reason: reason.into(),
        }
    }
}

/// A file of the archive, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the archive, with `/` between the parts; what articles call `file`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: i64,
    /// It is the whole archive, which nothing beside it is part of.
    pub is_archive: bool,
}

/// The largest file read as a whole, in bytes: no article comes near it, and a parsed file takes
/// many times its size in memory. JSON Lines, mailboxes and SGML are streams of any size.
const LARGEST_FILE: u64 = 64 << 20;

/// How much of a file's beginning is looked at to recognise its format, in bytes: the first two
/// lines of JSON Lines lie in it.
const HEAD: u64 = 256 * 1024;

/// The readers, in the order in which they are asked whether a file is theirs.
const READERS: [&Reader; 16] = [
    &docx::READER,
    &rtf::READER,
    &mail::MBOX,
    &mail::EML,
    &json::lines::READER,
    &wire::reuters::READER,
    &wire::trec::READER,
    &wire::nitf::READER,
    &wire::newsml::READER,
    &scan::READER,
    &export::proquest::READER,
    &export::lexis::READER,
    &export::nexis::READER,
    &export::factiva::READER,
    &html::READER,
    &json::READER,
];

/// The readers of what is text and is neither another's nor known to be unreadable.
const READERS_OF_TEXT: [&Reader; 2] = [&markdown::READER, &text::READER];

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its short name, which an article read from it carries.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// The smallest file of it, with one article.
    pub example: &'static str,
}

/// The formats that are read, in the order in which a file is tried as one of them.
pub fn formats() -> impl Iterator<Item = Format> {
    let readers = READERS.iter().chain(&READERS_OF_TEXT);
    readers.map(|reader| Format {
        name: reader.name,
        what: reader.what,
        example: reader.example,
    })
}

/// Reads one file and hands on its records in their order.
pub fn read(file: &ArchiveFile, each: &mut dyn FnMut(Record)) {
    match File::open(&file.path) {
        Ok(opened) => {
            let beside = Beside::of(file);
            read_stream(&mut BufReader::new(opened), &file.name, &beside, each);
        }
        Err(error) => each(Err(unreadable(&file.name, &error))),
    }
}

/// Reads bytes as those of a file of this name, of whatever format they are.
pub fn read_bytes(mut bytes: &[u8], name: &str, each: &mut dyn FnMut(Record)) {
    read_stream(&mut bytes, name, &Beside::default(), each);
}

/// Reads JSON Lines from a stream, whose name stands for the file in each record's place.
pub fn read_lines(input: &mut dyn BufRead, name: &str, each: &mut dyn FnMut(Record)) {
    let around = Around {
        file: name,
        clues: &Clues::default(),
        beside: &Beside::default(),
    };
    json::lines::read(input, &around, &mut |record| each(finished(record, name)));
}

/// Reads a stream as a file of this name.
fn read_stream(input: &mut dyn BufRead, name: &str, beside: &Beside, each: &mut dyn FnMut(Record)) {
    let around = Around {
        file: name,
        clues: &Clues::of(name),
        beside,
    };
    let mut each = |record: Record| each(finished(record, name));
    if let Err(bad) = read_any(input, &around, &mut each) {
        each(Err(bad));
    }
}

fn read_any(
    input: &mut dyn BufRead,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) -> Result<(), BadRecord> {
    let bad = |code, reason: String| BadRecord::new(around.file, None, code, reason);
    let unreadable = |error: io::Error| unreadable(around.file, &error);

    let mut bytes = Vec::new();
    let mut start = input.take(HEAD);
    start.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(bad("empty", "the file is empty".to_owned()));
    }
    let extension = sniff::extension(around.file);
    let head = Head {
        bytes: &bytes,
        extension: &extension,
    };
    let by_bytes = READERS.iter().find_map(|reader| match reader.way {
        Way::Stream { recognises, read } if recognises(&head) => Some(Ok(read)),
        Way::Bytes { recognises, read } if recognises(&head) => Some(Err(read)),
        _ => None,
    });
    if let Some(Ok(read)) = by_bytes {
        read(&mut bytes.chain(input), around, each);
        return Ok(());
    }
    if by_bytes.is_none()
        && let Some(kind) = sniff::unread_bytes(&head)
    {
        return Err(bad(kind.code(), kind.reason()));
    }
    read_rest(input, &mut bytes, around)?;
    match by_bytes {
        Some(Err(read)) => read(&bytes, around, each),
        _ => read_text(&decode::decode(&bytes), &extension, around, each),
    }
    Ok(())
}

/// Reads what is left of a file that is read as a whole.
fn read_rest(
    input: &mut dyn BufRead,
    bytes: &mut Vec<u8>,
    around: &Around<'_>,
) -> Result<(), BadRecord> {
    input
        .take(LARGEST_FILE)
        .read_to_end(bytes)
        .map_err(|error| unreadable(around.file, &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let most = LARGEST_FILE >> 20;
        let reason =
            format!("a file of more than {most} MiB is read only as JSON Lines, a mailbox or SGML");
        return Err(BadRecord::new(around.file, None, "too_large", reason));
    }
    Ok(())
}

fn read_text(
    decoded: &decode::Decoded<'_>,
    extension: &str,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    let text = Text::new(&decoded.text, extension);
    let bad = |code, reason: String| Err(BadRecord::new(around.file, None, code, reason));
    if text.start.is_empty() {
        let reason = "the file holds nothing but white space";
        return each(bad("empty", reason.to_owned()));
    }
    let of = |readers: &[&Reader]| {
        readers.iter().find_map(|reader| match reader.way {
            Way::Text { recognises, read } if recognises(&text) => Some(read),
            _ => None,
        })
    };
    let read = match (of(&READERS), sniff::unread_text(&text)) {
        (Some(read), _) => Some(read),
        (None, Some(kind)) => return each(bad(kind.code(), kind.reason())),
        (None, None) => of(&READERS_OF_TEXT),
    };
    let read = read.expect("plain text is read whatever it is");
    let repaired = decoded.gap();
    read(&decoded.text, around, &mut |record| {
        each(with_gap(record, repaired.as_ref()));
    });
}

fn unreadable(file: &str, error: &io::Error) -> BadRecord {
    BadRecord::new(file, None, "unreadable", format!("cannot read it: {error}"))
}

fn with_gap(record: Record, gap: Option<&Gap>) -> Record {
    record.map(|mut article| {
        article.gaps.extend(gap.cloned());
        article
    })
}

fn finished(record: Record, file: &str) -> Record {
    record.map(|mut article| {
        file.clone_into(&mut article.place.file);
        language::set_language(&mut article);
        set_dateline(&mut article);
        article
    })
}

/// Takes the place of reporting and the agency from the text where no field has them.
fn set_dateline(article: &mut Article) {
    if article.dateline.is_some() {
        return;
    }
    let Some(found) = dateline::of_body(article.body.iter().map(String::as_str)) else {
        return;
    };
    if !found.place.is_empty() {
        article.dateline = Some(Found::by("dateline", found.place));
    }
    if let (None, Some(agency)) = (&article.wire, found.agency) {
        article.wire = Some(Found::by("dateline", agency));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};
    use serde_json::Value;

    use super::*;

    /// Pieces that the readers give a meaning to, so that random texts reach far into them.
    const PIECES: [&str; 72] = [
        "---\n",
        "+++\n",
        "# ",
        "## Snow\n",
        "**Date:** 1997-03-05\n",
        "URL: http://a.example\n",
        "By Ann Lee\n",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"title\"",
        "\"text\"",
        "\"contents\"",
        "\"date\"",
        "\"source\"",
        "\"\\u00e9",
        "\"",
        "NaN",
        "-1e400",
        "20170305120000",
        "null",
        "<p>",
        "</p>",
        "<!DOCTYPE html>",
        "<?xml ?>",
        "&amp;",
        "&#xd800;",
        "{{<",
        ">}}",
        "{%",
        "```\n",
        "| a |\n|---|\n",
        "ß\u{301}\u{200b}",
        "\u{feff}",
        "\n\n",
        "\r\n",
        " [+12 chars]",
        "1 of 2 DOCUMENTS\n",
        "LENGTH: 2 words\n",
        "Copyright 1997 Weir\n",
        "March 12, 1997\n",
        "End of Document\n",
        "Body\n",
        "Document weirgz0019970312dt3c0001a\n",
        "4 words\n",
        "HD\tSnow\n",
        "TD\n",
        "____________________\n",
        "Full text: ",
        "Publication title: Weir\n",
        "{\\rtf1 ",
        "\\par ",
        "\\'e9",
        "\\u-10179?",
        "<REUTERS NEWID=\"1\">",
        "</REUTERS>",
        "<DOC>\n<DOCNO>",
        "</DOC>",
        "<TEXT>",
        "<nitf>",
        "<newsItem guid=\"&#5;\">",
        "<contentMeta>",
        "<headline>",
        "<alto><Page><TextBlock>",
        "<String CONTENT=\"Snow\"/>",
        "From a@b 10:15:00\n",
        "From: a@b\nSubject: Snow\nMessage-ID: <1>\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        "&#5;",
    ];

    fn text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(&PIECES[..]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn every_example_is_read_by_its_reader() {
        for format in formats() {
            let mut read = Vec::new();
            let name = format!("example.{}", format.name);
            read_bytes(format.example.as_bytes(), &name, &mut |record| {
                read.push(record.map(|article| article.format.into_owned()));
            });
            assert_eq!(read, [Ok(format.name.to_owned())]);
        }
    }

    #[test]
    fn content_goes_before_name() {
        for (text, name, expected) in [
            (" \n", "a.txt", "empty"),
            ("<!DOCTYPE html><html><body><p>Snow", "a.txt", "html"),
            (
                "<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><body>Snow",
                "a.xml",
                "html",
            ),
            (
                "<?xml version=\"1.0\"?>\n<!-- c -->\n<tei>Snow</tei>",
                "a.xml",
                "format_unsupported",
            ),
            ("<p>Snow fell.</p>", "a", "html"),
            ("<3 said the mayor", "a.txt", "text"),
            ("<SNOW>\n<NO>1</NO>\n</SNOW>", "a", "format_unsupported"),
            (
                "{\"title\": \"Snow\", \"text\": \"It fell.\"}",
                "a.txt",
                "json",
            ),
            (
                "{\"title\": \"Snow\", \"text\": \"It fell.\"}\n{\"a\":",
                "a.txt",
                "jsonl",
            ),
            ("[2015-01-04] Snow fell", "a.txt", "text"),
            ("Snow", "a.json", "not_json"),
            ("# Snow\n\nIt fell.", "a", "markdown"),
            ("#snow fell", "a.txt", "text"),
            ("---\ntitle: Snow\n---\nIt fell.", "a.txt", "markdown"),
            ("Snow fell.", "a.md", "markdown"),
            ("Snow fell.", "a.sql", "format_unsupported"),
        ] {
            let mut first = None;
            read_bytes(text.as_bytes(), name, &mut |record| {
                let format = match record {
                    Ok(article) => article.format.into_owned(),
                    Err(bad) => bad.code.to_owned(),
                };
                first.get_or_insert(format);
            });
            assert_eq!(first.as_deref(), Some(expected), "{text:?} {name}");
        }
    }

    /// What a terminal must not see is in no text of an article.
    fn is_clean(value: &Value) -> bool {
        match value {
            Value::String(text) => !text.contains(|c: char| c.is_control() && !"\n\t".contains(c)),
            Value::Array(values) => values.iter().all(is_clean),
            Value::Object(fields) => fields.values().all(is_clean),
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
        }
    }

    fn read_as(name: &str, bytes: &[u8]) {
        let mut records = 0;
        read_bytes(bytes, name, &mut |record| {
            records += 1;
            let written = record.as_ref().ok().map(serde_json::to_value);
            let written = written.map(|written| written.expect("an article is JSON"));
            assert!(written.as_ref().is_none_or(is_clean), "{record:?}");
        });
        assert!(records > 0, "neither an article nor a bad record");
        read_lines(&mut &*bytes, name, &mut |_| {});
    }

    proptest! {
        // A page takes milliseconds in a debug build.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_text_makes_a_reader_panic(text in text(), name in prop::sample::select(&["a", "a.json", "a.md", "a.html"][..])) {
            read_as(name, text.as_bytes());
        }

        #[test]
        fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read_as("a", &bytes);
        }
    }
}

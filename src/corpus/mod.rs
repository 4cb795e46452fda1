//! Finds archive files and reads them: each record is an article, or bad with its reason.

mod ahead;
mod beside;
mod bounds;
pub mod clean;
pub mod clues;
pub mod confidence;
mod container;
mod content;
mod copyright;
pub mod dateline;
mod decode;
mod docx;
mod draft;
mod export;
mod feed;
mod fields;
mod file;
mod html;
mod inspect;
mod json;
mod label;
mod language;
mod mail;
mod markdown;
mod mhtml;
mod notes;
mod open;
#[cfg(feature = "pdf")]
pub mod pdf;
mod reader;
mod rtf;
mod rules;
mod scan;
mod settings;
mod sniff;
mod table;
mod text;
mod transcode;
mod twice;
mod walk;
mod warc;
mod wire;
mod xml;

use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use crate::article::{Article, Found, Gap, Place};
use crate::corpus::beside::Beside;
use crate::corpus::clues::Clues;
use crate::corpus::file::{Session, Source};
use crate::corpus::notes::Notes;
use crate::corpus::reader::{Around, Head, Reader, Way};

pub(crate) use crate::corpus::content::Beginning;
pub use crate::corpus::content::Content;
pub use crate::corpus::file::LARGEST_FILE;
pub use crate::corpus::inspect::{Inspection, inspect};
pub use crate::corpus::notes::{ColumnNote, FileNote, Noticed};
pub use crate::corpus::rules::Rules;
pub(crate) use crate::corpus::scan::may_describe_issue;
pub use crate::corpus::settings::{DateOrder, Pages};
pub use crate::corpus::walk::{Archive, Listing, bytes_of};

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
    /// Its path below the archive, with `/` between the parts; what articles call `file`. Bytes that
    /// are not UTF-8 stand as `\xff`; [`bytes_of`] has them back.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: i64,
    /// When anything about it was last changed, its name included, in nanoseconds since 1970; 0
    /// where the system does not say. Unlike the time above nobody can set it.
    pub changed: i64,
    /// It is the whole archive, which nothing beside it is part of.
    pub is_archive: bool,
}

/// The readers, in the order in which they are asked whether a file is theirs.
const READERS: &[&Reader] = &[
    #[cfg(feature = "parquet")]
    &table::parquet::READER,
    #[cfg(feature = "pdf")]
    &pdf::READER,
    &docx::PACKAGE,
    &container::packed::GZIP,
    &container::packed::BZIP2,
    &container::packed::XZ,
    &container::packed::ZSTD,
    &container::zip::READER,
    &container::tar::READER,
    &warc::READER,
    &mhtml::READER,
    &rtf::READER,
    &mail::MBOX,
    &mail::EML,
    &feed::READER,
    &json::lines::READER,
    &json::list::READER,
    &docx::READER,
    &wire::reuters::READER,
    &wire::trec::READER,
    &table::READER,
    &wire::nitf::READER,
    &wire::newsml::READER,
    &scan::READER,
    &scan::hocr::READER,
    &export::proquest::READER,
    &export::lexis::READER,
    &export::nexis::READER,
    &export::factiva::READER,
    &html::READER,
    &json::READER,
];

/// The readers of what is text and is neither another's nor known to be unreadable.
const READERS_OF_TEXT: &[&Reader] = &[&markdown::READER, &text::READER];

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Format {
    /// Its short name, which an article read from it carries.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// The smallest file of it, with one article; of a container how a file in it is named, and of
    /// what is no text how a file is.
    pub example: &'static str,
    /// Whether it holds files rather than articles.
    pub is_container: bool,
}

/// The formats that are read, in the order in which a file is tried as one of them.
pub fn formats() -> impl Iterator<Item = Format> {
    let readers = READERS.iter().chain(READERS_OF_TEXT);
    readers.map(|reader| Format {
        name: reader.name,
        what: reader.what,
        example: reader.example,
        is_container: matches!(reader.way, Way::Container { .. }),
    })
}

/// Whether a file's lines are its records, each by itself, so that more may be appended.
pub(crate) fn may_grow(file: &ArchiveFile) -> io::Result<bool> {
    let extension = sniff::extension(&file.name);
    if !json::lines::is_named(&extension) {
        return Ok(false);
    }
    let mut bytes = Vec::new();
    let opener = content::Opener::of(&file.path);
    opener.open()?.take(file::HEAD).read_to_end(&mut bytes)?;
    Ok(json::lines::recognises(&Head::new(&bytes, &extension)))
}

/// Reads the lines of a file behind its beginning, as [`read`] does.
pub(crate) fn read_on(
    file: &ArchiveFile,
    rules: &Rules,
    behind: Beginning,
    each: &mut dyn FnMut(Record),
) -> Noticed {
    let notes = Notes::default();
    let opener = content::Opener::of(&file.path);
    let mut each = |record: Record| each(finish(record, &file.name, rules, &[]));
    let opened = opener.open().and_then(|mut input| {
        io::copy(&mut input.by_ref().take(behind.bytes), &mut io::sink())?;
        Ok(input)
    });
    match opened {
        Ok(mut input) => {
            let around = Around {
                file: &file.name,
                clues: &Clues::of(&file.name),
                settings: &rules.before(&file.name, &[]),
                notes: &notes,
                beside: &Beside::of(file),
            };
            json::lines::read_on(&mut input, behind.lines, &around, &mut each);
        }
        Err(error) => each(Err(file::unreadable(&file.name, &error))),
    }
    Noticed {
        content: opener.content(),
        ..notes.into_noticed()
    }
}

/// Reads one file by the rules of its archive and hands on its records in their order.
pub fn read(file: &ArchiveFile, rules: &Rules, each: &mut dyn FnMut(Record)) -> Noticed {
    let (notes, budget) = (Notes::default(), rules.budget());
    let mut is_unreadable = false;
    let mut noting = |record: Record| {
        is_unreadable |= matches!(&record, Err(bad) if bad.code == "unreadable");
        each(record);
    };
    let opener = content::Opener::of(&file.path);
    let beside = Beside::of(file);
    match opener.open() {
        Ok(mut input) => {
            let session = Session {
                rules,
                notes: &notes,
                budget: &budget,
                beside: &beside,
            };
            file::read(&mut input, Source::of(&file.name), &session, &mut noting);
        }
        Err(error) => noting(Err(file::unreadable(&file.name, &error))),
    }
    // What could not be read has been told of already.
    if let (false, Some(changed)) = (is_unreadable, open::changed(file)) {
        each(Err(changed));
    }
    Noticed {
        content: opener.content(),
        beside: beside.looked_for(),
        ..notes.into_noticed()
    }
}

/// Reads bytes as those of a file of this name, of whatever format they are.
pub fn read_bytes(bytes: &[u8], name: &str, each: &mut dyn FnMut(Record)) {
    read_bytes_by(&Rules::default(), bytes, name, each);
}

/// Reads bytes by these rules, as [`read_bytes`] does.
pub fn read_bytes_by(rules: &Rules, bytes: &[u8], name: &str, each: &mut dyn FnMut(Record)) {
    let budget = rules.budget();
    let session = Session {
        rules,
        notes: &Notes::default(),
        budget: &budget,
        beside: &Beside::default(),
    };
    file::read(&mut &bytes[..], Source::of(name), &session, each);
}

/// Reads JSON Lines from a stream by these rules; its name stands for the file in each record's
/// place.
pub fn read_lines(
    input: &mut dyn BufRead,
    name: &str,
    rules: &Rules,
    each: &mut dyn FnMut(Record),
) {
    let around = Around {
        file: name,
        clues: &Clues::default(),
        settings: &rules.before(name, &[]),
        notes: &Notes::default(),
        beside: &Beside::default(),
    };
    json::lines::read(input, &around, &mut |record| {
        each(finish(record, name, rules, &[]));
    });
}

/// The record with what follows from its text and from the rules of the archive, of which those
/// marked as `held` have their text in its file.
fn finish(record: Record, file: &str, rules: &Rules, held: &[bool]) -> Record {
    let is_repaired = twice::take_repaired();
    record.map(|mut article| {
        file.clone_into(&mut article.place.file);
        if is_repaired {
            article.gaps.push(Gap {
                code: "encoding_repaired".into(),
                text: "letters that were encoded twice are read as they were".into(),
            });
        }
        set_dateline(&mut article);
        rules.apply(&mut article, held);
        language::set_language(&mut article);
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
        let is_text =
            |format: &Format| !format.is_container && !format.example.ends_with(format.name);
        for format in formats().filter(is_text) {
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
        read_lines(&mut &*bytes, name, &Rules::default(), &mut |_| {});
    }

    #[test]
    fn addresses_and_exports_that_were_sent_are_clean() {
        for (name, text) in [
            (
                "a.warc",
                warc::READER.example.replace("flood\r", "fl\u{1b}[31mood\r"),
            ),
            (
                "a.mht",
                mhtml::READER.example.replace(
                    "\n\n--b",
                    "\nSnapshot-Content-Location: http://a.example/fl\u{1}ood\n\n--b",
                ),
            ),
            (
                "a.eml",
                format!(
                    "{}\n{}",
                    mail::EML.example,
                    export::proquest::READER.example.replace(
                        "Author: ",
                        "From: Ann Holt <ann@we\u{11}ir.example>\n\nAuthor: "
                    )
                ),
            ),
        ] {
            assert!(
                text.contains(|c: char| c.is_control() && !"\r\n".contains(c)),
                "{text:?}"
            );
            read_as(name, text.as_bytes());
        }
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

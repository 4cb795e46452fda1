//! Finds archive files and reads them: each record is an article, or bad with its reason.

pub mod clean;
pub mod clues;
mod content;
pub mod dateline;
mod decode;
mod fields;
pub mod html;
mod json;
mod language;
mod markdown;
mod open;
mod sniff;
pub mod text;
mod walk;

use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use crate::article::{Article, Found, Gap, Place};
use crate::corpus::clues::Clues;
use crate::corpus::sniff::Format;

pub(crate) use crate::corpus::content::Beginning;
pub use crate::corpus::content::Content;
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
}

/// The largest file read as a whole, in bytes: no article comes near it, and a parsed file takes
/// many times its size in memory. JSON Lines are read line by line and may be of any size.
pub const LARGEST_FILE: u64 = 64 << 20;

/// How much of a file's beginning is looked at to recognise its format, in bytes.
const HEAD: u64 = 8 * 1024;

/// Reads one file and hands on its records in their order. The content is that of the bytes that
/// were read; `None` where the file was put aside before its end.
pub fn read(file: &ArchiveFile, each: &mut dyn FnMut(Record)) -> Option<Content> {
    let mut is_unreadable = false;
    let mut noting = |record: Record| {
        is_unreadable |= matches!(&record, Err(bad) if bad.code == "unreadable");
        each(record);
    };
    let opener = content::Opener::of(&file.path);
    read_opened(&|| opener.open(), &file.name, &mut noting);
    // What could not be read has been told of already.
    if let (false, Some(changed)) = (is_unreadable, open::changed(file)) {
        each(Err(changed));
    }
    opener.content()
}

/// Whether a file's lines are its records, each by itself, so that more may be appended.
pub(crate) fn may_grow(file: &ArchiveFile) -> io::Result<bool> {
    if !sniff::is_named_lines(&file.name) {
        return Ok(false);
    }
    let opener = content::Opener::of(&file.path);
    let mut head = Vec::new();
    opener.open()?.take(HEAD).read_to_end(&mut head)?;
    sniff::is_lines(&head, &file.name, &|| opener.open())
}

/// Reads the lines of a file behind its beginning, as [`read`] does.
pub(crate) fn read_on(
    file: &ArchiveFile,
    behind: Beginning,
    each: &mut dyn FnMut(Record),
) -> Option<Content> {
    let opener = content::Opener::of(&file.path);
    let mut each = |record: Record| each(finished(record, &file.name));
    let opened = opener.open().and_then(|mut input| {
        io::copy(&mut input.by_ref().take(behind.bytes), &mut io::sink())?;
        Ok(input)
    });
    match opened {
        Ok(mut input) => {
            let clues = Clues::of(&file.name);
            json::lines::read_on(&mut input, behind.lines, &file.name, &clues, &mut each);
        }
        Err(error) => {
            let reason = format!("cannot read it: {error}");
            each(Err(BadRecord::new(&file.name, None, "unreadable", reason)));
        }
    }
    opener.content()
}

/// Reads bytes as those of a file of this name, of whatever format they are.
pub fn read_bytes(bytes: &[u8], name: &str, each: &mut dyn FnMut(Record)) {
    read_opened(&|| Ok(bytes), name, each);
}

/// Reads JSON Lines from a stream, whose name stands for the file in each record's place.
pub fn read_lines(input: &mut dyn BufRead, name: &str, each: &mut dyn FnMut(Record)) {
    json::lines::read(input, name, &Clues::default(), &mut |record| {
        each(finished(record, name));
    });
}

/// Reads what `open` opens, each time from its beginning.
fn read_opened<R: BufRead>(
    open: &dyn Fn() -> io::Result<R>,
    name: &str,
    each: &mut dyn FnMut(Record),
) {
    let mut each = |record: Record| each(finished(record, name));
    if let Err(bad) = read_any(open, name, &mut each) {
        each(Err(bad));
    }
}

fn read_any<R: BufRead>(
    open: &dyn Fn() -> io::Result<R>,
    name: &str,
    each: &mut dyn FnMut(Record),
) -> Result<(), BadRecord> {
    let bad = |code, reason: String| BadRecord::new(name, None, code, reason);
    let unreadable = |error: io::Error| bad("unreadable", format!("cannot read it: {error}"));

    let mut input = open().map_err(unreadable)?;
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(HEAD)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(bad("empty", "the file is empty".to_owned()));
    }
    if let Some(kind) = sniff::kind_of_bytes(&bytes, name) {
        return Err(bad(kind.code(), kind.reason()));
    }
    let clues = Clues::of(name);
    if sniff::is_lines(&bytes, name, open).map_err(unreadable)? {
        json::lines::read(&mut open().map_err(unreadable)?, name, &clues, each);
        return Ok(());
    }
    input
        .take(LARGEST_FILE)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(bad(
            "too_large",
            format!(
                "a file of more than {} MiB is read as JSON Lines only",
                LARGEST_FILE >> 20
            ),
        ));
    }
    read_text(name, decode::decode(&bytes), &clues, each);
    Ok(())
}

fn read_text(name: &str, decoded: decode::Decoded, clues: &Clues, each: &mut dyn FnMut(Record)) {
    let text = decoded.text.as_ref();
    let repaired = decoded.gap();
    let mut each = |record: Record| each(with_gap(record, repaired.as_ref()));
    match sniff::format(text, name) {
        Format::Empty => each(Err(BadRecord::new(
            name,
            None,
            "empty",
            "the file holds nothing but white space",
        ))),
        Format::Other(kind) => each(Err(BadRecord::new(name, None, kind.code(), kind.reason()))),
        Format::Html => each(html::read(text, name, clues)),
        Format::Json => json::read(text, name, clues, &mut each),
        Format::Markdown => {
            for record in markdown::read(text, name, clues) {
                each(record);
            }
        }
        Format::Text => {
            for record in text::read(text, name, clues) {
                each(record);
            }
        }
    }
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

    use super::*;

    /// Pieces that the readers give a meaning to, so that random texts reach far into them.
    const PIECES: [&str; 40] = [
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
    ];

    fn text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(&PIECES[..]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn read_as(name: &str, bytes: &[u8]) {
        read_bytes(bytes, name, &mut |_| {});
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

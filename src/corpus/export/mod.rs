//! Reads the exports of the commercial databases: many articles in a text, a page, RTF or Word.

pub(super) mod factiva;
mod factiva_page;
pub(super) mod lexis;
pub(super) mod nexis;
pub(super) mod proquest;
mod tdm;
mod words;

use crate::byline::Byline;
use crate::corpus::clean::clean;
use crate::corpus::reader::{Around, Text, not_in_silence};
use crate::corpus::{BadRecord, Record, fields, html};

/// How far into a file the marks of a database are looked for, in bytes: a list of five hundred
/// titles may stand before the first article.
const MARKED_WITHIN: usize = 256 * 1024;

/// A database, by what its exports look like as lines.
struct Database {
    recognises: fn(&str) -> bool,
    read: fn(&[&str], &Around<'_>, &mut dyn FnMut(Record)),
}

const DATABASES: [&Database; 4] = [
    &proquest::DATABASE,
    &lexis::DATABASE,
    &nexis::DATABASE,
    &factiva::DATABASE,
];

/// Reads lines as an export, if they are one.
///
/// Blank lines part the paragraphs.
pub(super) fn read_lines(lines: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) -> bool {
    let database = DATABASES
        .iter()
        .find(|database| (database.recognises)(beginning(lines)));
    if let Some(database) = database {
        read_as(database, lines, around, each);
    }
    database.is_some()
}

/// Whether a text or page is an export of this database.
fn recognises(text: &Text<'_>, database: &Database) -> bool {
    (database.recognises)(beginning(text.start))
}

/// Reads a text or a page as an export of this database.
fn read(text: &str, database: &Database, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let lines = match text.trim_start().starts_with('<') {
        true => lines_of(html::paragraphs(text)),
        false => clean(text).into_owned(),
    };
    read_as(database, &lines, around, each);
}

fn read_as(database: &Database, lines: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let lines: Vec<&str> = lines.lines().collect();
    not_in_silence(around, each, |each| (database.read)(&lines, around, each));
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MARKED_WITHIN)]
}

/// Paragraphs as lines, a blank one behind each.
pub(super) fn lines_of(paragraphs: Vec<String>) -> String {
    let mut lines = String::new();
    for paragraph in paragraphs {
        lines.push_str(&paragraph);
        lines.push_str("\n\n");
    }
    lines
}

/// The lines between the lines that part records.
fn parted<'l, 't>(lines: &'l [&'t str], parts: impl Fn(&str) -> bool) -> Vec<&'l [&'t str]> {
    lines.split(|line| parts(line)).collect()
}

/// The lines that blank lines part from others.
fn blocks<'t>(lines: &[&'t str]) -> Vec<Vec<&'t str>> {
    let blocks = lines.split(|line| line.trim().is_empty());
    let blocks = blocks.filter(|block| !block.is_empty());
    blocks.map(<[&str]>::to_vec).collect()
}

/// The lines that are not blank, without what is around them.
fn filled<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let lines = lines.iter().map(|line| line.trim());
    lines.filter(|line| !line.is_empty()).collect()
}

fn has_letters(lines: &[&str]) -> bool {
    lines.iter().any(|line| line.contains(char::is_alphabetic))
}

/// The paragraphs of these blocks, wrapped lines joined.
fn paragraphs(blocks: &[Vec<&str>]) -> Vec<String> {
    let blocks: Vec<String> = blocks.iter().map(|block| block.join("\n")).collect();
    fields::paragraphs_of_lines(&blocks.join("\n\n"))
}

/// The byline that a librarian wrote, last names first: `Holt, Ann; Lee, Bo`.
pub(super) fn turned_byline(printed: &str) -> Option<Byline> {
    proquest::byline(printed)
}

/// What stands before the first article: a cover page, a list of documents, a search.
fn cover(around: &Around<'_>, lines: &[&str]) -> Option<Record> {
    let reason = "the cover page of an export, not an article";
    let bad = || BadRecord::new(around.file, None, "cover_page", reason);
    has_letters(lines).then(|| Err(bad()))
}

/// Lines among the articles that are none: what was searched for, an address to write to.
fn no_article(around: &Around<'_>, number: Option<u64>) -> Record {
    let reason = "it is part of an export, but not an article";
    Err(BadRecord::new(
        around.file,
        number,
        "not_an_article",
        reason,
    ))
}

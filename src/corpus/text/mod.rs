//! Reads articles from plain text: finds title, date, byline and outlet in the lines around the body.

mod between;
mod foot;
mod head;
mod label;
mod line;
mod patterns;
mod records;
mod title;
mod unit;

use self::unit::Unit;
use super::clean::clean;
use super::clues::Clues;
use super::draft::Draft;
use super::reader::{Around, Reader, Way};
use super::{BadRecord, Record, dateline};
use crate::article::{Article, Place};

/// Plain text, which is what every other text is taken for.
pub(super) const READER: Reader = Reader {
    name: "text",
    what: "plain text: title, byline, date and source from the lines around the body, or labels",
    example: "Flood inquiry opens\nBy Ann Holt\nMarch 12, 1997\n\nThe inquiry opened.",
    way: Way::Text {
        recognises: |_| true,
        read: |text, around, each| {
            for record in read(text, around) {
                each(record);
            }
        },
    },
};

/// Reads lines that another format held, and says that it did.
pub(super) fn read_as(
    text: &str,
    format: &'static str,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    for record in read(text, around) {
        each(record.map(|article| Article {
            format: format.into(),
            ..article
        }));
    }
}

/// Reads the articles of a text file that is already decoded: one, or several that rows of dashes
/// part, each with its own title, date or address.
fn read(text: &str, around: &Around<'_>) -> Vec<Record> {
    let Around { file, clues, .. } = *around;
    let text = clean(text);
    let records = records::split(&text);
    let several = records.len() > 1;
    (1..)
        .zip(records)
        .map(|(number, record)| {
            let place = Place {
                file: file.to_owned(),
                record: several.then_some(number),
            };
            article(record, place, clues)
        })
        .collect()
}

fn article(text: &str, place: Place, clues: &Clues) -> Record {
    if let Some((code, reason)) = unreadable(text) {
        return Err(BadRecord {
            place,
            code,
            reason: reason.to_owned(),
        });
    }
    let mut draft = Draft::new(place, READER.name);
    let labelled = label::take(&mut draft, unit::units(text));
    let body = match labelled {
        label::Rest::Head(units) => head::take(&mut draft, units, clues),
        label::Rest::Body { head, mut body } => {
            let mut units = head::take(&mut draft, head, clues);
            units.append(&mut body);
            units
        }
    };
    let body = without_lines_of_the_page(&mut draft, body);
    if let Some(dateline) = dateline::of_body(body.iter().map(String::as_str)) {
        let agency = dateline.agency.unwrap_or_default();
        draft.text(|a| &mut a.dateline, &dateline.place, "dateline");
        draft.text(|a| &mut a.wire, &agency, "dateline");
    }
    Ok(draft.finish(body, clues))
}

/// Takes what is no text from the text of a record, as pages were copied into data sets.
pub(super) fn trim(article: &mut Article) {
    let body = std::mem::take(&mut article.body);
    let units = body.into_iter().map(|text| Unit { text }).collect();
    let mut draft = Draft::from(std::mem::take(article));
    let body = without_lines_of_the_page(&mut draft, units);
    *article = draft.article;
    article.body = body;
}

fn without_lines_of_the_page(draft: &mut Draft, units: Vec<Unit>) -> Vec<String> {
    let (units, foot) = foot::split(draft, units);
    let units = between::take(draft, units);
    foot::set_all(draft, foot);
    units.into_iter().map(|unit| unit.text).collect()
}

/// Fewer lines than this prove nothing about a file.
const LINES_OF_A_TABLE: usize = 30;

/// Words on a line from which on it is prose.
const WORDS_OF_PROSE: usize = 5;

/// Letters beyond ASCII on a line from which on it is prose, in scripts without spaces.
const LETTERS_OF_PROSE: usize = 15;

/// Words on a line of a table of words.
const WORDS_OF_A_ROW: usize = 3;

/// Why the text is no article: a code and a sentence.
fn unreadable(text: &str) -> Option<(&'static str, &'static str)> {
    if text.trim().is_empty() {
        return Some(("empty", "the file is empty"));
    }
    if !text.contains(char::is_alphabetic) {
        return Some(("no_text", "the file holds no letters"));
    }
    is_table_of_words(text).then_some(("not_prose", "the file holds rows of words, not sentences"))
}

fn is_table_of_words(text: &str) -> bool {
    let (mut lines, mut rows) = (0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words = line.split_whitespace().count();
        let foreign = line.chars().filter(|c| !c.is_ascii()).count();
        if words >= WORDS_OF_PROSE || foreign >= LETTERS_OF_PROSE {
            return false;
        }
        lines += 1;
        rows += usize::from(words <= WORDS_OF_A_ROW);
    }
    lines >= LINES_OF_A_TABLE && rows * 2 > lines
}
#[cfg(test)]
mod tests;

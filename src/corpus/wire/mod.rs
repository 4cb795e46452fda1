//! Reads what agencies and archives send: NITF, NewsML, and the SGML of the research collections.

pub(super) mod newsml;
mod newsml_1;
pub(super) mod nitf;
mod rcv1;
pub(super) mod reuters;
mod sgml;
pub(super) mod trec;

use crate::article::{Article, Found};
use crate::byline::Byline;
use crate::corpus::draft::Draft;
use crate::corpus::reader::Around;
use crate::corpus::xml::Element;
use crate::corpus::xml::text::line;
use crate::corpus::{BadRecord, Record, dateline, label};
use crate::date;

/// A field of text.
type Text = fn(&mut Article) -> &mut Option<Found<String>>;

/// Offers the text of an element for a field.
fn set(draft: &mut Draft, field: Text, element: Option<&Element>, rule: &'static str) {
    set_value(draft, field, element.and_then(line), rule);
}

/// Offers a value for a field.
fn set_value(draft: &mut Draft, field: Text, value: Option<String>, rule: &'static str) {
    draft.text(field, value.as_deref().unwrap_or_default(), rule);
}

/// Offers a date as agencies write it: `20070101T000000`, `2016-10-18T13:12:21-05:00`.
fn set_date(draft: &mut Draft, value: Option<&str>, rule: &'static str) {
    if let Some(value) = value {
        draft.date(day(value), rule);
    }
}

/// The day of a date and time; the day is the one printed, whatever the offset.
fn day(value: &str) -> &str {
    let value = value.trim();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match value.get(..8) {
        Some(day) if digits == 8 || digits == 14 => day,
        _ => value,
    }
}

fn set_byline(draft: &mut Draft, printed: Option<String>, rule: &'static str) {
    let Some(printed) = printed else { return };
    match Byline::read(&printed) {
        Some(byline) => draft.byline(byline, rule),
        None => draft.trim(rule, &printed),
    }
}

/// Offers the place of a dateline, without its date and agency; text that strayed into it is kept.
fn set_dateline(draft: &mut Draft, printed: Option<String>, rule: &'static str) {
    let Some(printed) = printed else { return };
    let dated = date::printed::find(&printed).map(|(_, at)| at.start);
    let bare = &printed[..dated.filter(|at| *at > 0).unwrap_or(printed.len())];
    let bare = bare.trim_end_matches(['-', '–', '—', ' ', ',']);
    // As before a text, of which it needs one sign.
    let found = dateline::read(&printed)
        .or_else(|| dateline::read(&format!("{bare} - x")))
        .filter(|found| !found.place.is_empty());
    let place = found.as_ref().map_or(bare, |found| found.place.as_str());
    draft.text(|a| &mut a.dateline, place, rule);
    if let Some(agency) = found.as_ref().and_then(|found| found.agency.as_deref()) {
        draft.text(|a| &mut a.wire, agency, rule);
    }
    if bare.contains(" - ") {
        draft.trim(rule, &printed);
    }
}

fn set_language(draft: &mut Draft, tag: Option<&str>, rule: &'static str) {
    if let Some(tag) = tag.and_then(label::language) {
        draft.text(|a| &mut a.language, tag, rule);
    }
}

/// A record that is no article, by its kind.
fn no_text(around: &Around<'_>, number: Option<u64>, kind: &str) -> Record {
    let reason = format!("it is {kind}, not a text");
    Err(BadRecord::new(
        around.file,
        number,
        "not_an_article",
        reason,
    ))
}

/// Numbers of records where there are several.
fn numbered<T>(records: Vec<T>) -> impl Iterator<Item = (Option<u64>, T)> {
    let several = records.len() > 1;
    (1..)
        .zip(records)
        .map(move |(number, record)| (several.then_some(number), record))
}

//! Reads the XML that ProQuest hands out for text mining: a `RECORD` for each article.

use super::proquest::{FORMAT, byline};
use super::words;
use crate::corpus::draft::Draft;
use crate::corpus::label;
use crate::corpus::reader::{Around, Text, not_in_silence};
use crate::corpus::xml::text::line;
use crate::corpus::xml::{self, Element};
use crate::corpus::{Record, fields};

pub(super) fn recognises(text: &Text<'_>) -> bool {
    text.has_root(&["record", "records"]) && is_one(text.start)
}

/// A record of ProQuest, whose elements no other database has.
pub(super) fn is_one(text: &str) -> bool {
    let beginning = super::beginning(text);
    ["<GOID", "<DFS", "<TitleAtt", "<PubFrosting"]
        .iter()
        .any(|mark| beginning.contains(mark))
}

pub(super) fn read(text: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    xml::read(text, around, each, |root, each| {
        let records = match root.name.as_str() {
            "record" => vec![root],
            _ => root.all(&["record"]),
        };
        not_in_silence(around, each, |each| {
            for (number, record) in (1..).zip(records) {
                each(article(record, around, number));
            }
        });
    });
}

/// The rule of what an element says.
const RULE: &str = "element";

fn article(record: &Element, around: &Around<'_>, number: u64) -> Record {
    let mut draft = Draft::of(around, Some(number), FORMAT);
    let text = |names: &[&str]| record.first(names).and_then(line);
    let set = |draft: &mut Draft,
               value: Option<String>,
               field: fn(
        &mut crate::article::Article,
    ) -> &mut Option<crate::article::Found<String>>| {
        draft.text(field, value.as_deref().unwrap_or_default(), RULE);
    };
    let title = record
        .first(&["titleatt"])
        .and_then(|title| title.at("title"))
        .and_then(line);
    set(&mut draft, title, |a| &mut a.title);
    let outlet = record
        .first(&["pubfrosting"])
        .and_then(|paper| paper.at("title"))
        .and_then(line);
    set(&mut draft, outlet, |a| &mut a.source);
    set(&mut draft, text(&["url"]), |a| &mut a.url);
    set(&mut draft, text(&["startpage", "pagination"]), |a| {
        &mut a.page
    });
    set(&mut draft, text(&["abstext", "abstract"]), |a| &mut a.deck);
    if let Some(date) = text(&["numericdate", "alphadate", "rawpubdate"]) {
        draft.date(&date, RULE);
    }
    if let Some(tag) = text(&["rawlang", "isocode"])
        .as_deref()
        .and_then(label::language)
    {
        draft.text(|a| &mut a.language, tag, RULE);
    }
    draft.article.key = text(&["goid"]);
    set_authors(&mut draft, record);
    let terms = record.all(&["genericdata", "classterm", "gentermvalue"]);
    draft
        .article
        .tags
        .extend(terms.into_iter().filter_map(line));
    let body = record.first(&["textinfo"]).and_then(|info| info.at("text"));
    let body = body.map(|body| match body.elements().next() {
        Some(_) => xml::text::paragraphs(body, &[]),
        None => fields::paragraphs_of(&xml::text::raw(body)),
    });
    draft.into_record(body.unwrap_or_default(), around)
}

fn set_authors(draft: &mut Draft, record: &Element) {
    let Some(contributors) = record.first(&["contributors"]) else {
        return;
    };
    let names = contributors.all(&["contributor"]);
    let names: Vec<String> = names
        .into_iter()
        .filter_map(|person| {
            let part = |name| person.first(&[name]).and_then(line);
            part("normalizeddisplayform")
                .or_else(|| part("originalform"))
                .or_else(|| Some(format!("{}, {}", part("lastname")?, part("firstname")?)))
        })
        .collect();
    let printed = names.join("; ");
    match byline(&printed) {
        Some(byline) => draft.byline(byline, RULE),
        None if printed.is_empty() => {}
        None => draft.trim(words::RULE, &printed),
    }
}

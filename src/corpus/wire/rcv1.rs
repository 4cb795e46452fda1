//! Reads an item of the Reuters corpus RCV1.

use super::newsml::READER;
use super::{set, set_byline, set_date, set_dateline, set_language, set_value};
use crate::corpus::Record;
use crate::corpus::draft::Draft;
use crate::corpus::reader::Around;
use crate::corpus::xml::Element;
use crate::corpus::xml::text::{line, paragraphs};

/// An item whose text stands in it, not in a content set.
pub(super) fn is_one(item: &Element) -> bool {
    item.at("contentmeta").is_none() && item.at("itemmeta").is_none() && item.at("text").is_some()
}

pub(super) fn article(item: &Element, number: Option<u64>, around: &Around<'_>) -> Record {
    let mut draft = Draft::of(around, number, READER.name);
    set(
        &mut draft,
        |a| &mut a.title,
        item.at("headline"),
        "rcv1 headline",
    );
    set(&mut draft, |a| &mut a.title, item.at("title"), "rcv1 title");
    set_byline(&mut draft, item.at("byline").and_then(line), "rcv1 byline");
    set_dateline(
        &mut draft,
        item.at("dateline").and_then(line),
        "rcv1 dateline",
    );
    set_date(&mut draft, item.attribute("date"), "rcv1 date");
    set_language(&mut draft, item.attribute("lang"), "rcv1 lang");
    draft.article.key = item.attribute("itemid").map(str::to_owned);
    let facts = item.all(&["dc"]);
    let fact = |name: &str| {
        let found = facts
            .iter()
            .find(|fact| fact.attribute("element") == Some(name));
        found
            .and_then(|fact| fact.attribute("value"))
            .map(str::to_owned)
    };
    set_value(
        &mut draft,
        |a| &mut a.source,
        fact("dc.publisher"),
        "rcv1 dc.publisher",
    );
    set_date(
        &mut draft,
        fact("dc.date.published").as_deref(),
        "rcv1 dc.date.published",
    );
    let body = item.at("text").map(|text| paragraphs(text, &[]));
    draft.into_record(body.unwrap_or_default(), around)
}

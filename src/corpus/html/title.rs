//! Finds the headline of a page.

use crate::article::Found;

use super::page::{Page, Role, Zone};
use super::render::line;
use super::weigh::{Candidate, folded, weigh};

/// The longest headline; longer texts in its place are something else.
const MAX_LETTERS: usize = 400;

/// Between the headline and the outlet's name.
const SEPARATORS: [&str; 11] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " // ", " : ",
];

/// A part of a title that is not the outlet's name has more words than this.
const MAX_WORDS_OF_OUTLET: usize = 4;

const TITLE_METAS: [&str; 8] = [
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "title",
];

/// The headline as printed; `outlets` are the names of the outlet, which may stand behind it.
pub(super) fn title(page: &Page<'_>, outlets: &[String]) -> Option<Found<String>> {
    let metas: Vec<String> = page
        .metas(&TITLE_METAS)
        .map(|text| without_outlet(text, outlets))
        .collect();
    let tag = page
        .title_tag
        .as_deref()
        .map(|text| without_outlet(text, outlets));
    let headlines: Vec<&str> = page
        .graph
        .articles()
        .filter_map(|node| node.get("headline").or(node.get("name"))?.as_str())
        .take(1)
        .collect();
    let stated = metas.iter().chain(&tag).map(String::as_str);
    let stated: Vec<String> = stated
        .chain(headlines.iter().copied())
        .map(folded)
        .collect();

    let mut candidates = headings(page, &stated, outlets);
    for (role, trust) in [(Role::Headline, 0.65), (Role::TitleClass, 0.65)] {
        let marks = page.marked(role).filter(|mark| mark.zone == Zone::Main);
        candidates.extend(marks.take(1).map(|mark| Candidate {
            value: line(mark.element),
            rule: if role == Role::Headline {
                "itemprop"
            } else {
                "title class"
            },
            trust,
        }));
    }
    let others = headlines
        .iter()
        .map(|text| ("json-ld", 0.64, (*text).to_owned()))
        .chain(metas.into_iter().map(|text| ("og:title", 0.42, text)))
        .chain(tag.map(|text| ("title tag", 0.30, text)));
    candidates.extend(others.map(|(rule, trust, value)| Candidate { value, rule, trust }));
    let plausible = candidates.into_iter().filter(|candidate| {
        let letters = candidate.value.chars().count();
        (1..=MAX_LETTERS).contains(&letters) && !is_outlet(&candidate.value, outlets)
    });
    weigh(plausible, |value| folded(value), String::clone)
}

/// The `<h1>` that the page's other statements confirm, or its only one.
fn headings(page: &Page<'_>, stated: &[String], outlets: &[String]) -> Vec<Candidate<String>> {
    let texts: Vec<String> = page
        .marked(Role::Heading)
        .map(|mark| line(mark.element))
        .filter(|text| !text.is_empty() && !is_outlet(text, outlets))
        .collect();
    let only = texts.len() == 1;
    texts
        .into_iter()
        .enumerate()
        .map(|(at, value)| {
            let heading = folded(&value);
            let confirmed = stated.iter().any(|other| confirms(&heading, other));
            let trust = match (confirmed, only, at) {
                (true, _, _) => 0.88,
                (false, true, _) => 0.82,
                (false, false, 0) => 0.4,
                (false, false, _) => 0.2,
            };
            Candidate {
                value,
                rule: "h1",
                trust,
            }
        })
        .collect()
}

/// Whether one of two folded titles contains the other, and is not much longer.
fn confirms(heading: &str, stated: &str) -> bool {
    let (short, long) = if heading.len() < stated.len() {
        (heading, stated)
    } else {
        (stated, heading)
    };
    !short.is_empty() && short.len() * 5 >= long.len() * 2 && long.contains(short)
}

/// The title without the outlet's name before or behind it.
fn without_outlet(title: &str, outlets: &[String]) -> String {
    let title = title.trim();
    let last = SEPARATORS
        .iter()
        .filter_map(|separator| Some((title.rfind(separator)?, separator)))
        .max();
    if let Some((at, separator)) = last {
        let (head, tail) = (&title[..at], &title[at + separator.len()..]);
        let named = is_outlet(tail, outlets);
        let short = tail.split_whitespace().count() <= MAX_WORDS_OF_OUTLET;
        if named || (*separator != " : " && short && head.len() > tail.len()) {
            return without_outlet(head, outlets);
        }
    }
    let first = SEPARATORS
        .iter()
        .filter_map(|separator| title.split_once(separator))
        .min_by_key(|(head, _)| head.len());
    match first {
        Some((head, tail)) if is_outlet(head, outlets) => tail.trim().to_owned(),
        _ => title.to_owned(),
    }
}

fn is_outlet(text: &str, outlets: &[String]) -> bool {
    let text = folded(text);
    outlets.iter().any(|outlet| folded(outlet) == text)
}

/// How many texts stand before the headline: what stands beside it belongs to the article.
pub(super) fn position(page: &Page<'_>, title: Option<&str>) -> usize {
    let title = title.map(folded).unwrap_or_default();
    let mut headings = page.marked(Role::Heading);
    let heading = headings.find(|mark| confirms(&folded(&line(mark.element)), &title));
    let printed = || {
        page.texts
            .iter()
            .position(|text| confirms(&folded(text), &title))
    };
    heading.map(|mark| mark.at).or_else(printed).unwrap_or(0)
}

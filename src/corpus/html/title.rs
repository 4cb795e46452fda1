//! Finds the headline of a page.

use scraper::ElementRef;

use crate::article::Found;

use super::page::{MAX_HEADINGS, Page, Role, Zone, has_role};
use super::plain::unescaped;
use super::render::{BLOCKS, SKIPPED, line_within, tidy};
use super::walk::{Step, Then, walk};
use super::weigh::{Candidate, folded, weigh};

/// The longest headline, in bytes; longer texts in its place are something else.
const MAX_BYTES: usize = 600;

/// How many metadata titles and headings of the second rank are looked at.
const MAX_METAS: usize = 10;
const MAX_SUBHEADINGS: usize = 60;

/// Between the headline and the outlet's name.
const SEPARATORS: [&str; 11] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " // ", " : ",
];

/// Between a kicker and the headline behind it.
const KICKERS: [&str; 5] = [" | ", ": ", " / ", " – ", " - "];

/// Marks that may stand between a headline and what was cut from around it.
const AROUND_HEADLINE: [char; 5] = [':', '|', '-', '–', ' '];

/// Headings of more pieces of text than this are searched only at their beginning.
const MAX_PARTS: usize = 12;

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

/// The headline as printed; `outlets` are the names of the outlet, which may stand around it.
pub(super) fn title(page: &Page<'_>, outlets: &[String]) -> Option<Found<String>> {
    let stated = stated(page, outlets);
    let mut candidates = headings(page, &stated, outlets);
    candidates.extend(marked(page));
    candidates.extend(stated);
    let plausible = candidates.into_iter().filter(|candidate| {
        !folded(&candidate.value).is_empty()
            && !is_outlet(&candidate.value, outlets)
            && candidate.value.len() <= MAX_BYTES
    });
    weigh(plausible, |value| folded(value), String::clone)
}

/// What the page's metadata states, without the outlet's name.
fn stated(page: &Page<'_>, outlets: &[String]) -> Vec<Candidate<String>> {
    let short = |text: &&str| text.len() <= MAX_BYTES;
    let headline = page
        .graph
        .articles()
        .find_map(|node| node.get("headline").or(node.get("name"))?.as_str())
        .filter(short)
        .map(|text| ("json-ld", 0.64, unescaped(text)));
    let metas = page
        .metas(&TITLE_METAS)
        .filter(short)
        .take(MAX_METAS)
        .map(|text| ("og:title", 0.42, without_outlet(text, outlets)));
    let tag = page
        .title_tag
        .as_deref()
        .filter(short)
        .map(|text| ("title tag", 0.30, without_outlet(text, outlets)));
    headline
        .into_iter()
        .chain(metas)
        .chain(tag)
        .map(|(rule, trust, value)| Candidate {
            value: tidy(&value),
            rule,
            trust,
        })
        .collect()
}

/// What the page marks as its headline by attribute or class.
fn marked(page: &Page<'_>) -> impl Iterator<Item = Candidate<String>> {
    let first = |role, rule| {
        let mut marks = page.marked(role).filter(|mark| mark.zone == Zone::Main);
        let value = heading_text(heading_in(marks.next()?.element))?;
        Some(Candidate {
            value,
            rule,
            trust: 0.65,
        })
    };
    first(Role::Headline, "itemprop")
        .into_iter()
        .chain(first(Role::TitleClass, "title class"))
}

/// The first heading in an element, or the element itself.
fn heading_in(element: ElementRef<'_>) -> ElementRef<'_> {
    let is_heading = |inner: &ElementRef<'_>| {
        matches!(inner.value().name(), "h1" | "h2" | "h3")
            && inner.text().any(|text| !text.trim().is_empty())
    };
    element
        .descendent_elements()
        .find(is_heading)
        .unwrap_or(element)
}

/// The `<h1>` that the page's other statements confirm, or its only one; else a confirmed `<h2>`.
fn headings(
    page: &Page<'_>,
    stated: &[Candidate<String>],
    outlets: &[String],
) -> Vec<Candidate<String>> {
    let texts = |role, most| -> Vec<String> {
        page.marked(role)
            .take(most)
            .filter(|mark| !has_role(mark.element, Role::SiteName))
            .filter_map(|mark| headline_in(mark.element, stated))
            .filter(|text| !folded(text).is_empty() && !is_outlet(text, outlets))
            .collect()
    };
    let is_confirmed = |text: &String| {
        let heading = folded(text);
        stated
            .iter()
            .any(|other| confirms(&heading, &folded(&other.value)))
    };
    let first = texts(Role::Heading, MAX_HEADINGS);
    let only = first.len() == 1;
    let mut candidates: Vec<Candidate<String>> = first
        .into_iter()
        .enumerate()
        .map(|(at, value)| {
            let trust = match (is_confirmed(&value), only, at) {
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
        .collect();
    if !candidates
        .iter()
        .any(|candidate| is_confirmed(&candidate.value))
    {
        let second = texts(Role::Subheading, MAX_SUBHEADINGS)
            .into_iter()
            .find(|text| {
                let heading = folded(text);
                let mut others = stated.iter().map(|other| folded(&other.value));
                others.any(|other| {
                    confirms(&heading, &other) && heading.len() * 10 >= other.len() * 6
                })
            });
        candidates.extend(second.map(|value| Candidate {
            value,
            rule: "h2",
            trust: 0.84,
        }));
    }
    candidates
}

/// The text of a heading, or the whole part of it that the page states as its title elsewhere:
/// some outlets print a kicker, a date or a subtitle inside.
fn headline_in(heading: ElementRef<'_>, stated: &[Candidate<String>]) -> Option<String> {
    let whole = heading_text(heading)?;
    let wanted: Vec<String> = stated.iter().map(|other| folded(&other.value)).collect();
    let is_wanted = |part: &str| wanted.contains(&folded(part));
    if is_wanted(&whole) {
        return Some(whole);
    }
    let parts: Vec<&str> = heading
        .text()
        .filter(|text| !text.trim().is_empty())
        .take(MAX_PARTS)
        .collect();
    let runs =
        (0..parts.len()).flat_map(|start| (start + 1..=parts.len()).map(move |end| start..end));
    let part = runs
        .filter(|run| run.len() < parts.len())
        .map(|run| tidy(&parts[run].concat()))
        .find(|part| is_wanted(part));
    let behind_kicker = || {
        let mut behind = KICKERS
            .iter()
            .filter_map(|mark| Some(whole.split_once(mark)?.1));
        behind.find(|part| is_wanted(part)).map(str::to_owned)
    };
    let part = part.or_else(behind_kicker);
    Some(part.map_or(whole.clone(), |part| {
        part.trim_matches(AROUND_HEADLINE).to_owned()
    }))
}

/// The text of a heading without what its classes call a kicker, a date or a subtitle.
fn heading_text(heading: ElementRef<'_>) -> Option<String> {
    let mut text = String::new();
    walk(heading, |step| {
        match step {
            Step::Text(part) => text.push_str(part),
            Step::Close(_) => {}
            Step::Open(element) => {
                let name = element.value().name();
                let inner = element.id() != heading.id();
                if matches!(name, "rt" | "rp") {
                    return Then::Skip;
                }
                let cut = SKIPPED.contains(&name) || inner && has_role(element, Role::Kicker);
                if cut || name == "br" || BLOCKS.contains(&name) {
                    text.push(' ');
                }
                if cut {
                    return Then::Skip;
                }
            }
        }
        if text.len() > MAX_BYTES {
            Then::Stop
        } else {
            Then::Enter
        }
    });
    match tidy(&text) {
        text if text.is_empty() => line_within(heading, MAX_BYTES),
        text => Some(text),
    }
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
    let first = SEPARATORS
        .iter()
        .filter_map(|separator| title.split_once(separator))
        .min_by_key(|(head, _)| head.len());
    if let Some((head, tail)) = first
        && is_outlet(head, outlets)
    {
        return without_outlet(tail, outlets);
    }
    let last = SEPARATORS
        .iter()
        .filter_map(|separator| Some((title.rfind(separator)?, *separator)))
        .max();
    let Some((at, separator)) = last else {
        return title.to_owned();
    };
    let (head, tail) = (&title[..at], &title[at + separator.len()..]);
    let short = tail.split_whitespace().count() <= MAX_WORDS_OF_OUTLET && head.len() > tail.len();
    match separator {
        _ if is_outlet(tail, outlets) => without_outlet(head, outlets),
        // Blogs put their own name and `Archive` before such a mark.
        " » " => tail.to_owned(),
        " : " | " // " => title.to_owned(),
        _ if short => without_outlet(head, outlets),
        _ => title.to_owned(),
    }
}

fn is_outlet(text: &str, outlets: &[String]) -> bool {
    let text = folded(text);
    outlets.iter().any(|outlet| folded(outlet) == text)
}

/// How many lines stand before the headline: what stands beside it belongs to the article.
pub(super) fn position(page: &Page<'_>, title: Option<&str>) -> usize {
    let Some(title) = title.map(folded) else {
        return 0;
    };
    let mut headings = page.marked(Role::Heading).take(MAX_HEADINGS);
    let is_title = |text: &str| confirms(&folded(text), &title);
    let heading = headings
        .find(|mark| line_within(mark.element, MAX_BYTES).is_some_and(|text| is_title(&text)));
    let printed = || page.lines.iter().position(|line| is_title(line));
    heading.map(|mark| mark.at).or_else(printed).unwrap_or(0)
}

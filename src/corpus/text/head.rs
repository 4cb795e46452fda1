//! Takes the lines before the text: what they say goes to the fields, the best one is the headline.

use super::line::{self, Line};
use super::title::{self, Surroundings};
use super::unit::Unit;
use crate::byline;
use crate::corpus::clues::Clues;
use crate::corpus::draft::Draft;

/// The head is at most so many units.
const UNITS_OF_A_HEAD: usize = 14;

/// Where no running text follows, only the first units can be a head.
const UNITS_OF_A_HEAD_ALONE: usize = 5;

/// Takes what the first units say; what they do not is left in front of the body.
pub(super) fn take(draft: &mut Draft, mut units: Vec<Unit>, clues: &Clues) -> Vec<Unit> {
    let mut body = units.split_off(zone(&units));
    let mut candidates = Vec::new();
    let mut text = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        match line::read(&units, at) {
            Line::Candidate => candidates.push((at, unit.clone())),
            Line::Text => {
                text = units[at..].to_vec();
                break;
            }
            known => set(draft, known, &unit.text),
        }
    }
    text.append(&mut body);
    let mut left = take_title(draft, candidates, &text, clues);
    left.append(&mut text);
    left
}

/// How many units stand before the text, its first unit with them.
fn zone(units: &[Unit]) -> usize {
    let text = units
        .iter()
        .take(UNITS_OF_A_HEAD)
        .enumerate()
        .position(|(at, unit)| line::is_text(unit, at));
    match text {
        Some(at) => at + 1,
        None => units.len().min(UNITS_OF_A_HEAD_ALONE),
    }
}

fn set(draft: &mut Draft, line: Line, text: &str) {
    match line {
        Line::Outlet { outlet, date } => {
            set_outlet(draft, &outlet, "outlet line");
            if let Some(date) = date {
                draft.date(&date, "date line");
            }
        }
        Line::Byline {
            byline,
            outlet,
            date,
        } => {
            if let Some(outlet) = outlet {
                set_outlet(draft, &outlet, "by-line");
            }
            if let Some(agency) = byline
                .affiliations
                .iter()
                .find(|name| byline::is_agency(name))
            {
                draft.text(|a| &mut a.wire, agency, "by-line");
            }
            if let Some(date) = date {
                draft.date(&date, "by-line");
            }
            draft.byline(byline, "by-line");
        }
        Line::Date => draft.date(text, "date line"),
        Line::Updated => draft.updated(text, "date line"),
        Line::Section(_) if draft.article.section.is_some() => draft.trim("section", text),
        Line::Section(name) => draft.text(|a| &mut a.section, &name, "section line"),
        Line::Edition => draft.text(|a| &mut a.edition, text, "edition line"),
        Line::Address => draft.text(|a| &mut a.url, text, "address line"),
        Line::Origin(name) => {
            draft.text(|a| &mut a.source, &name, "origin");
            draft.trim("origin", text);
        }
        Line::Furniture(rule) => draft.trim(rule, text),
        Line::Text | Line::Candidate => {}
    }
}

fn set_outlet(draft: &mut Draft, name: &str, rule: &'static str) {
    if byline::is_agency(name) {
        draft.text(|a| &mut a.wire, name, rule);
    } else {
        draft.text(|a| &mut a.source, name, rule);
    }
}

/// Lines above the headline with so many words name a kind of article, or a series.
const LONGEST_KICKER: usize = 5;

/// Takes the headline and the lines set below it; hands back what is left of the candidates, which
/// come with their places.
fn take_title(
    draft: &mut Draft,
    candidates: Vec<(usize, Unit)>,
    text: &[Unit],
    clues: &Clues,
) -> Vec<Unit> {
    let mut left = Vec::new();
    if let Some(title) = &draft.article.title {
        let title = title.value.clone();
        for (_, unit) in candidates {
            if unit.text == title {
                draft.trim("title", &unit.text);
            } else {
                left.push(unit);
            }
        }
        return left;
    }
    let around = Surroundings {
        slug: title::words(clues.slug.as_deref().unwrap_or_default()),
        text: text
            .iter()
            .take(3)
            .flat_map(|unit| title::words(&unit.text))
            .collect(),
    };
    let lines: Vec<&Unit> = candidates.iter().map(|(_, unit)| unit).collect();
    let Some(chosen) = title::choose(&lines, &around) else {
        return candidates.into_iter().map(|(_, unit)| unit).collect();
    };
    let mut deck: Vec<String> = Vec::new();
    let title_at = candidates[chosen].0;
    for (at, unit) in candidates {
        if at == title_at {
            let rule = if chosen == 0 {
                "first line"
            } else {
                "title line"
            };
            draft.text(|a| &mut a.title, &unit.text, rule);
        } else if at == 0 && draft.article.date.is_some() && line::is_outlet(&unit.text) {
            // Above a date and a headline stands the name of the paper.
            draft.text(|a| &mut a.source, &unit.text, "outlet line");
        } else if at < title_at && unit.words() <= LONGEST_KICKER {
            draft.trim("kicker", &unit.text);
        } else if at == title_at + deck.len() + 1 && title::is_deck(&unit) {
            deck.push(unit.text);
        } else {
            left.push(unit);
        }
    }
    draft.text(|a| &mut a.deck, &deck.join("\n"), "below the title");
    left
}

//! Chooses the headline among the lines before the text, or none.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::unit::{Unit, ends_a_sentence};
use crate::byline::{self, Byline};

/// Points below which a line is no title.
const ENOUGH: f64 = 0.6;

/// More lines than this before the text are the menu of a page, where a title must be surer.
const LINES_OF_A_MENU: usize = 7;
const ENOUGH_IN_A_MENU: f64 = 1.4;

/// What is known beside the lines themselves.
pub(super) struct Surroundings {
    /// The words of the file's name.
    pub(super) slug: HashSet<String>,
    /// The words of the first paragraphs.
    pub(super) text: HashSet<String>,
}

/// The place of the best candidate, if it is good enough.
pub(super) fn choose(candidates: &[&Unit], around: &Surroundings) -> Option<usize> {
    let needed = if candidates.len() > LINES_OF_A_MENU {
        ENOUGH_IN_A_MENU
    } else {
        ENOUGH
    };
    let mut best: Option<(usize, f64)> = None;
    for (at, unit) in candidates.iter().enumerate() {
        let follows = at.checked_sub(1).map(|before| candidates[before]);
        let points = points(unit, follows, around);
        if points >= needed && best.is_none_or(|(_, most)| points > most) {
            best = Some((at, points));
        }
    }
    best.map(|(at, _)| at)
}

/// Headlines longer than this, in characters, are sentences.
const LONGEST: usize = 200;

fn points(unit: &Unit, follows: Option<&Unit>, around: &Surroundings) -> f64 {
    let text = unit.text.as_str();
    let goes_on = text.ends_with([',', ';', ':', '-', '–', '—']);
    let is_listed = text.starts_with(['•', '*', '·', '-', '–', '—', '|', '>', '@']);
    if unit.chars() > LONGEST
        || goes_on
        || is_listed
        || text.starts_with(char::is_lowercase)
        || is_caption(text)
        || (unit.words() < 4 && byline::is_paper(text))
    {
        return 0.0;
    }
    let words = words(text);
    let mut points = 0.0;
    if (4..=26).contains(&unit.words())
        || (unit.words() == 1 && !text.is_ascii() && unit.chars() >= 8)
    {
        points += 1.0;
    }
    let named = share(&words, &around.slug);
    match follows {
        None => points += 0.5,
        // Behind a longer line it is the second of a list, or of the text.
        Some(line) if line.words() > 3 && named == 0.0 => points -= 1.0,
        // Of two lines set as headlines the upper one is it.
        Some(line)
            if named == 0.0
                && line.words() > 1
                && is_displayed(&line.text)
                && is_displayed(text) =>
        {
            points -= 1.0;
        }
        Some(_) => {}
    }
    if is_displayed(text) {
        points += 0.5;
    } else if text.ends_with(['?', '!']) {
        points -= 0.3;
    } else if ends_a_sentence(text) {
        points -= 1.4;
    }
    if unit.words() < 3 && named == 0.0 {
        points -= 0.5;
    }
    if is_of_names_only(text) {
        // `Tax Vote Delayed` has the form of a name too, but its words come again below.
        points -= if unit.words() > 3 { 1.5 } else { 0.7 };
    }
    if holds_two_sentences(text) {
        points -= 1.2;
    }
    points += 1.2 * named + 0.5 * share(&words, &around.text);
    points
}

/// Captions, credits and buttons, which scrapers leave where the headline was.
fn is_caption(text: &str) -> bool {
    static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:enlarge this image|(?:image|media|photo|video|foto|bild|file photo|picture)\s+(?:copyright|caption|playback|credit|source|by|via|shows))\b|^(?:(?:direkt )?zum (?:inhalt|menü|hauptinhalt)|skip to|jump to:? nav|pasar al|filed under|this website uses cookies|story highlights|key points|listen to (?:the |this )?article|share this|watch (?:now|live)|advertisement|related (?:articles|stories)|read more)\b|^(?:watch|related|listen):|\b(?:getty images|photo by|photo:|/reuters|/ap|/afp|via ap|via getty|foto:)[^()]{0,40}\)?$|^\(.*\)$|\| ?(?:AP|Reuters|Getty|AFP)\b|\bAP Photo|pic\.twitter|\(@\w+\)|(?-i:^CLOSE\b)|\.\s*\([^()]{2,60}\)\W*\w*$")
            .expect("a valid pattern")
    });
    CAPTION.is_match(text)
}

/// A byline without its `By`.
pub(super) fn is_of_names_only(text: &str) -> bool {
    !ends_a_sentence(text)
        && Byline::read(text).is_some_and(|byline| {
            let words: usize = byline
                .people
                .iter()
                .map(|name| name.split(' ').count())
                .sum();
            // What is not a name, or joins names, was left out.
            !byline.people.is_empty()
                && byline
                    .people
                    .iter()
                    .all(|name| (2..=4).contains(&name.split(' ').count()))
                && words + byline.people.len() > text.split_whitespace().count()
        })
}

/// One sentence ends inside the line, as where a caption ran into the headline.
fn holds_two_sentences(text: &str) -> bool {
    static INNER_END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\p{Ll}{4,}(?:['’]s)?\. \p{Lu}").expect("a valid pattern"));
    INNER_END.is_match(text)
}

/// The line belongs to the headline above it: set as one, and no caption, name or label.
pub(super) fn is_deck(unit: &Unit) -> bool {
    let text = unit.text.as_str();
    unit.words() >= 3
        && is_displayed(text)
        && !text.ends_with(':')
        && !is_caption(text)
        && !is_of_names_only(text)
        && !byline::has_by(text)
}

/// Set as headlines are: in capitals, or each longer word with one.
pub(super) fn is_displayed(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().filter(|c| c.is_uppercase()).count();
    if capitals > 2 && letters.clone().filter(|c| c.is_lowercase()).count() * 8 < capitals {
        return true;
    }
    let long: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| word.chars().count() >= 4 && word.contains(char::is_alphabetic))
        .collect();
    let capital = long
        .iter()
        .filter(|word| word.starts_with(char::is_uppercase))
        .count();
    long.len() >= 2 && capital * 10 >= long.len() * 8
}

/// The folded words of a text that are longer than two letters.
pub(super) fn words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

fn share(words: &HashSet<String>, among: &HashSet<String>) -> f64 {
    if words.is_empty() {
        return 0.0;
    }
    let shared = words.iter().filter(|word| among.contains(*word)).count();
    shared as f64 / words.len() as f64
}

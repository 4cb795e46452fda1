//! Reads one line before the text: is it outlet, byline, date, section, address, or a headline?

use std::sync::LazyLock;

use regex::Regex;

use super::title;
use super::unit::{Unit, ends_a_sentence};
use crate::byline::{self, Byline};
use crate::corpus::dateline;
use crate::date::printed::{self, Reading};

/// What a line of the head is.
pub(super) enum Line {
    Outlet {
        outlet: String,
        date: Option<String>,
    },
    Byline {
        byline: Byline,
        outlet: Option<String>,
        date: Option<String>,
    },
    Date,
    Updated,
    Section(String),
    Edition,
    Address,
    Origin(String),
    Furniture(&'static str),
    /// The text begins here.
    Text,
    /// It may be a headline.
    Candidate,
}

/// The unit is running text; a long first line that ends as no statement does is a headline.
pub(super) fn is_text(unit: &Unit, at: usize) -> bool {
    let is_headline = at == 0 && unit.chars() < LONGEST_HEADLINE && !ends_a_statement(&unit.text);
    unit.is_prose() && !is_headline && byline(&unit.text).is_none()
}

/// First lines longer than this, in characters, are text.
const LONGEST_HEADLINE: usize = 200;

fn ends_a_statement(text: &str) -> bool {
    ends_a_sentence(text) && !text.ends_with(['?', '!'])
}

/// The line is one that a head is known by, so that wrapped lines do not run into it.
pub(super) fn is_known_line(text: &str) -> bool {
    is_address(text)
        || text.len() <= LONGEST_BYLINE && byline::has_by(text) && text.split(' ').count() <= 6
        || printed::read(text) != Reading::None
        || outlet_alone(text).is_some()
}

/// The line is an address of the web and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(' ')
}

/// A dash and a name on a later line are who said a motto.
const LAST_OUTLET_LINE: usize = 2;

/// What the unit at this place of a head is.
pub(super) fn read(units: &[Unit], at: usize) -> Line {
    let text = units[at].text.as_str();
    let next = units.get(at + 1).map_or("", |unit| unit.text.as_str());
    if is_address(text) {
        return Line::Address;
    }
    // One word behind a dash may be a menu's, but for the very first line.
    if let Some(outlet) = outlet_alone(text)
        && (at == 0 || at <= LAST_OUTLET_LINE && outlet.contains(' '))
    {
        let (_, date) = without_date(text);
        return Line::Outlet {
            outlet: outlet.to_owned(),
            date: date.map(str::to_owned),
        };
    }
    if let Some(rule) = furniture(text) {
        return Line::Furniture(rule);
    }
    if let Some(origin) = origin(text) {
        return Line::Origin(origin.to_owned());
    }
    if let Some(section) = section(text) {
        return Line::Section(section.to_owned());
    }
    if is_edition(text) {
        return Line::Edition;
    }
    if is_date(text, at) {
        return if is_update(text) {
            Line::Updated
        } else {
            Line::Date
        };
    }
    if let Some(line) = byline(text).or_else(|| name_line(text, next)) {
        return line;
    }
    let is_paper = is_outlet(text) && (byline::is_paper(text) || byline::is_agency(text));
    if is_paper && (at > 0 || is_date(next, at + 1)) {
        return Line::Outlet {
            outlet: text.to_owned(),
            date: None,
        };
    }
    let is_dateline = dateline::read(text).is_some_and(|d| d.is_whole_line || !d.place.is_empty());
    if is_text(&units[at], at) || is_dateline {
        Line::Text
    } else {
        Line::Candidate
    }
}

/// Names on a line of their own, when the next line says whose reporters they are.
fn name_line(text: &str, next: &str) -> Option<Line> {
    let is_owner = is_outlet(next) && (byline::is_paper(next) || byline::is_agency(next));
    let is_signed =
        title::is_of_names_only(text) && (is_owner || byline::is_role(next) && next.len() <= 60);
    let byline = is_signed.then(|| Byline::read(text))??;
    Some(Line::Byline {
        byline,
        outlet: None,
        date: None,
    })
}

/// A year alone is a date on the first lines only, where no number of a text stands.
fn is_date(text: &str, at: usize) -> bool {
    let year_alone =
        text.chars().filter(|c| c.is_ascii_digit()).count() == text.trim_end_matches('.').len();
    printed::read(text) != Reading::None && (!year_alone || at < 3)
}

fn is_update(text: &str) -> bool {
    static UPDATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:last )?(?:updated|modified|revised|aktualisiert|zuletzt|mis à jour|actualizado|aggiornato|atualizado)")
            .expect("a valid pattern")
    });
    UPDATE.is_match(text)
}

/// The outlet of a line that lost its byline: `- The Washington Times`, with its date or without.
fn outlet_alone(text: &str) -> Option<&str> {
    static OUTLET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[Bb][Yy]\s*)?[-–—]\s+(?:[-–—]\s+)?(\S.*)$").expect("a valid pattern")
    });
    let name = OUTLET.captures(without_date(text).0)?.get(1)?.as_str();
    is_outlet(name).then_some(name)
}

/// The line without the date at its end, and that date.
fn without_date(text: &str) -> (&str, Option<&str>) {
    match printed::find(text) {
        Some((_, at)) if printed::read(&text[at.start..]) != Reading::None => {
            let rest =
                text[..at.start].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
            (rest, Some(&text[at.start..]))
        }
        _ => (text, None),
    }
}

/// The text has the form of an outlet's name: a few words with capitals, no role, no agency.
pub(super) fn is_outlet(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=7).contains(&words.len())
        && text.chars().count() <= 60
        && !ends_a_sentence(text)
        && !text.contains(['(', ')', ',', ':'])
        && !byline::is_role(text)
        && printed::find(text).is_none()
        && printed::read(text) == Reading::None
        && words.iter().all(|word| {
            word.starts_with(|c: char| {
                !c.is_lowercase() && (c.is_alphanumeric() || c == '&' || c == '(')
            }) || matches!(
                *word,
                "of" | "the"
                    | "and"
                    | "de"
                    | "la"
                    | "le"
                    | "del"
                    | "di"
                    | "der"
                    | "die"
                    | "das"
                    | "&"
                    | "for"
                    | "in"
                    | "y"
                    | "et"
            ) || word.contains('.')
        })
        && words
            .iter()
            .any(|word| word.starts_with(char::is_alphabetic))
}

/// Bylines longer than this, in bytes, are sentences.
const LONGEST_BYLINE: usize = 300;

fn byline(text: &str) -> Option<Line> {
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(.*\S)\s+(?:[-–—|]|//)\s+(\S.*)$").expect("a valid pattern")
    });
    if text.len() > LONGEST_BYLINE
        || !byline::has_by(text)
        || ends_a_sentence(text) && text.split(' ').count() > 6
    {
        return None;
    }
    let (mut names, date) = without_date(text);
    let mut outlet = None;
    if let Some(found) = TAIL.captures(names)
        && let (Some(people), Some(tail)) = (found.get(1), found.get(2))
    {
        let tail = tail.as_str();
        let tail = tail.strip_prefix("Special to ").unwrap_or(tail);
        if is_outlet(tail) {
            outlet = Some(tail.to_owned());
            names = people.as_str();
        }
    }
    let byline = Byline::read(names).filter(|byline| is_plausible(byline, names))?;
    Some(Line::Byline {
        byline,
        outlet,
        date: date.map(str::to_owned),
    })
}

/// Words of a name after `Von` or `Di`, which also begin headlines: `Von der Heide Wins Vote`.
const LONGEST_NAME: usize = 3;

/// The line names somebody in full: `By Land and Sea` is a headline.
fn is_plausible(byline: &Byline, line: &str) -> bool {
    let words = |name: &String| name.split(' ').count();
    let in_full = |name: &String| words(name) > 1 || !name.is_ascii();
    let by = line.to_lowercase();
    let is_by = by.starts_with("by") || by.contains(" by ");
    let is_named = byline.people.is_empty() || byline.people.iter().any(in_full);
    is_named && (is_by || byline.people.iter().all(|name| words(name) <= LONGEST_NAME))
}

/// Words that papers set above an article to name its kind.
const SECTIONS: &[&str] = &[
    "analysis",
    "opinion",
    "analysis/opinion",
    "commentary",
    "editorial",
    "editorials",
    "exclusive",
    "column",
    "op-ed",
    "letters",
    "letters to the editor",
    "news analysis",
    "politics",
    "world",
    "world news",
    "national",
    "business",
    "sport",
    "sports",
    "culture",
    "arts",
    "science",
    "technology",
    "health",
    "education",
    "local",
    "local news",
    "entertainment",
    "lifestyle",
    "travel",
    "obituaries",
    "news",
    "top news",
    "u.s.",
    "international",
    "kommentar",
    "meinung",
    "politik",
    "wirtschaft",
    "kultur",
    "wissenschaft",
    "feuilleton",
    "panorama",
    "lokales",
    "économie",
    "politique",
    "société",
    "opinion/analysis",
    "special report",
    "investigation",
    "feature",
    "features",
    "interview",
    "question and answer",
    "q&a",
    "explainer",
    "fact check",
    "review",
];

fn section(text: &str) -> Option<&str> {
    let name = text.trim_end_matches(':').trim();
    let is_known = SECTIONS.contains(&name.to_lowercase().as_str());
    let shouted = name.split_whitespace().count() <= 3
        && text.ends_with(':')
        && name.contains(char::is_alphabetic)
        && !name.contains(char::is_lowercase);
    (is_known || shouted).then_some(name)
}

/// `Late Edition - Final`, `First Edition`, `Ausgabe Nord`
fn is_edition(text: &str) -> bool {
    static EDITION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:[\p{Lu}\d][\p{L}\d.]*\s){0,3}(?:Edition|EDITION|Édition|Edición)\b|Ausgabe\s)(?:\s?[-–:]?\s?[\p{Lu}\d][\p{L}\d]*){0,3}$")
            .expect("a valid pattern")
    });
    EDITION.is_match(text)
}

/// Buttons and notices of a page.
fn furniture(text: &str) -> Option<&'static str> {
    static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^\W*(?:
                (?: share | tweet | print | e-?mail | save | comments? (?: \s \(\d+\) )? | \d+ \s comments? | advertisement | advert | menu
                  | skip \s to .{0,30} | listen .{0,30} | facebook | twitter | whatsapp | linkedin | pinterest | reddit | flipboard | copy \s link
                  | share \s this .{0,30} | share \s on .{0,20} | follow \s us .{0,40} | read \s more | read \s later | home | log \s in | sign \s in
                  | \d+ \s* min(?:ute)?s? (?: \s read )? | \d+ \s shares? | anzeige | teilen | drucken | publicité | photo | image | toggle .{0,20} | by )
              )\W*$",
        )
        .expect("a valid pattern")
    });
    static SERIES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:first|second|third|fourth|fifth|last|final|(?:part )?\w+) (?:of|in) an? ?(?:\w+[- ]part series|series of \w+).{0,60}$|^\W*(?:(?:first|second|third|fourth|fifth|last|final)|part \w+) of (?:two|three|four|five|six|seven|\d) (?:parts|articles|stories)\b.{0,60}$")
            .expect("a valid pattern")
    });
    if SERIES.is_match(text) {
        return Some("series");
    }
    let is_row = !text.contains(char::is_alphanumeric);
    (is_row || FURNITURE.is_match(text)).then_some("page furniture")
}

/// The outlet that a line names as the first to publish the text.
fn origin(text: &str) -> Option<&str> {
    static ORIGIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^\W*(?:
                (?: this \s (?: article | story | post | piece ) \s (?: was \s )? )?
                (?: originally | first ) \s (?: published | appeared | posted ) \s (?: on | in | by | at )
              | origine \s (?: publikigita | aperis ) \s (?: la | en | ĉe | de )
              | zuerst \s (?: erschienen | veröffentlicht ) \s (?: in | auf | bei )
              | publicado \s originalmente \s (?: en | em | por )
              | publié \s (?: initialement | à \s l['’]origine ) \s (?: sur | dans | par )
              | special \s to
            ) \s+ (.+?) \W* $",
        )
        .expect("a valid pattern")
    });
    let name = ORIGIN.captures(text)?.get(1)?.as_str();
    let name = name.split(" en ").next().unwrap_or(name);
    (name.split_whitespace().count() <= 6).then_some(name)
}

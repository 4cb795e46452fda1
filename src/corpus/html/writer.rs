//! Finds who wrote a page's article.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

use crate::article::Found;
use crate::byline::{Byline, has_by, without_by};
use crate::date::printed::find;

use super::page::{Mark, Page, Role, Zone};
use super::render::{line_within, tidy};
use super::weigh::{Candidate, folded, weigh};

/// Longer texts in an element for an author are something else.
const MAX_BYTES: usize = 160;

/// More authors than this are a list of something else.
const MAX_PEOPLE: usize = 8;

/// How much of a rule's trust stays where it names the outlet itself as the author.
const TRUST_IN_OUTLET: f64 = 0.3;

/// How many elements for authors are looked at, and how many names in each.
const MAX_MARKS: usize = 30;
const MAX_NAMES_IN_MARK: usize = 10;

/// How many lines apart the elements for the authors of one article may stand.
const LINES_BETWEEN_AUTHORS: usize = 3;

/// How many lines from the headline an author may stand in what seems to surround the article.
const LINES_TO_ASIDE: usize = 15;

/// How many lines before the headline a printed byline is looked for.
const LINES_BEFORE_HEADLINE: usize = 4;

/// Longer lines that begin with a `By` are sentences.
const MAX_BYTES_OF_LINE: usize = 80;
const MAX_WORDS_OF_LINE: usize = 8;
const MAX_WORDS_OF_NAME: usize = 3;

/// Who did what else, behind the author on the same line.
static OTHER_WORK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(illustration|illustrationen|fotos?|photos?|bilder|bild|übersetz\w+|datum|date)\b",
    )
    .expect("the pattern is valid")
});

/// What stands in the place of a name: the label before it.
const LABELS: [&str; 12] = [
    "author", "authors", "autor", "autoren", "autorin", "by", "datum", "date", "par", "quelle",
    "text", "von",
];

/// A line that names its author.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\W*(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Text|Autor|Autorin|Autoren|Author|Words|(?i:written by|text von|posted by|posted on .{6,30} by|ein beitrag von|ein kommentar von|eine kolumne von|ein interview von|ein gastbeitrag von|texte?|texto|autor(?:in)?|auteur|author|verfasser|erstellt von|eingestellt von|gepostet von))(?: ?:)?) +(.+)$",
    )
    .expect("the pattern is valid")
});

/// The byline of the article; `outlets` are the names of the outlet, which are no author.
pub(super) fn byline(
    page: &Page<'_>,
    outlets: &[String],
    headline_at: usize,
) -> Option<Found<Byline>> {
    let mut candidates = Vec::new();
    let mut names = |rule, trust: f64, names: Vec<String>| {
        let names: Vec<String> = names.into_iter().filter(|name| is_name(name)).collect();
        let (of_outlet, others): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| is_outlet(name, outlets));
        let (names, trust) = if others.is_empty() {
            (of_outlet, trust * TRUST_IN_OUTLET)
        } else {
            (others, trust)
        };
        let byline = Byline::of_people(&names);
        if let Some(value) = byline.filter(|byline| byline.people.len() <= MAX_PEOPLE) {
            candidates.push(Candidate { value, rule, trust });
        }
    };
    let mut articles = page.graph.articles();
    let stated = articles.find_map(|node| {
        let author = node.get("author").or(node.get("creator"))?;
        Some(page.graph.names(author)).filter(|names| !names.is_empty())
    });
    names("json-ld", 0.85, owned(stated.unwrap_or_default()));
    for metas in [
        &["parsely-author"][..],
        &["sailthru.author"],
        &["dc.creator", "dcterms.creator"],
        &["citation_author"],
    ] {
        names("dc.creator", 0.85, owned(page.metas(metas).collect()));
    }
    names(
        "meta author",
        0.69,
        owned(page.metas(&["author"]).collect()),
    );
    names(
        "meta author",
        0.69,
        owned(page.metas(&["article:author", "byl"]).collect()),
    );
    for (role, rule, trust) in [
        (Role::Author, "itemprop", 0.84),
        (Role::AuthorLink, "rel=author", 0.81),
        (Role::AuthorClass, "author class", 0.75),
        (Role::AuthorPath, "author link", 0.7),
        (Role::Byline, "byline class", 0.55),
    ] {
        names(rule, trust, marked(page, role, headline_at));
    }
    names("byline", 0.6, printed(page, headline_at));
    weigh(candidates, key, |byline| byline.printed.clone())
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// The same people in any order are the same byline.
fn key(byline: &Byline) -> String {
    let names = byline.people.iter().chain(&byline.affiliations);
    let mut names: Vec<String> = names.map(|name| folded(name)).collect();
    names.sort();
    names.join(",")
}

fn is_name(name: &str) -> bool {
    let folded_name = folded(name);
    !folded_name.is_empty() && !LABELS.contains(&folded_name.as_str()) && !name.contains("://")
}

fn is_outlet(name: &str, outlets: &[String]) -> bool {
    let name = folded(name);
    outlets.iter().any(|outlet| folded(outlet) == name)
}

/// The texts of the elements with this role that stand nearest to the headline.
fn marked(page: &Page<'_>, role: Role, headline_at: usize) -> Vec<String> {
    let mut marks: Vec<Mark<'_>> = page.marked(role).collect();
    if role == Role::AuthorPath {
        marks.retain(|mark| mark.at.abs_diff(headline_at) <= LINES_TO_ASIDE);
    }
    if marks.iter().any(|mark| mark.zone == Zone::Main) {
        marks.retain(|mark| mark.zone == Zone::Main);
    } else {
        marks.retain(|mark| mark.at.abs_diff(headline_at) <= LINES_TO_ASIDE);
    }
    marks.sort_by_key(|mark| mark.at.abs_diff(headline_at));
    let mut texts: Vec<String> = Vec::new();
    let mut last = None;
    for mark in marks.into_iter().take(MAX_MARKS) {
        if last.is_some_and(|at: usize| at.abs_diff(mark.at) > LINES_BETWEEN_AUTHORS) {
            break;
        }
        for text in names_in(mark.element) {
            last = Some(mark.at);
            if !texts
                .iter()
                .any(|other| other.contains(&text) || text.contains(other.as_str()))
            {
                texts.push(text);
            }
        }
    }
    texts
}

/// The names in an element for an author: its own attribute, those marked or linked in it, or its
/// text up to a date.
fn names_in(element: ElementRef<'_>) -> Vec<String> {
    if element.attr("content").is_some() {
        return text(element).into_iter().collect();
    }
    let named = |is_name: fn(&ElementRef<'_>) -> bool| -> Vec<String> {
        let inner = element.descendent_elements().skip(1).filter(is_name);
        inner.take(MAX_NAMES_IN_MARK).filter_map(text).collect()
    };
    let marked = named(|inner| {
        inner.attr("itemprop") == Some("name") || inner.attr("rel") == Some("author")
    });
    if !marked.is_empty() {
        return marked;
    }
    let Some(whole) = text(element) else {
        return Vec::new();
    };
    let linked = named(|inner| inner.value().name() == "a");
    if !linked.is_empty() {
        return linked;
    }
    let name = before_date(&whole);
    let name = BY
        .captures(name)
        .and_then(|found| found.get(1))
        .map_or(name, |found| found.as_str());
    vec![name.to_owned()]
}

/// The name that an element gives in its attribute or prints, if it is as short as one.
fn text(element: ElementRef<'_>) -> Option<String> {
    match element.attr("content") {
        Some(content) => Some(tidy(content)).filter(|name| name.len() <= MAX_BYTES),
        None => line_within(element, MAX_BYTES),
    }
}

fn before_date(text: &str) -> &str {
    find(text).map_or(text, |(_, at)| &text[..at.start])
}

/// The first short line from the headline on that names its author.
fn printed(page: &Page<'_>, headline_at: usize) -> Vec<String> {
    let start = headline_at
        .saturating_sub(LINES_BEFORE_HEADLINE)
        .min(page.lines.len());
    let lines = page.lines[start..]
        .iter()
        .filter(|line| line.len() <= MAX_BYTES_OF_LINE);
    lines
        .filter_map(|line| named_by_line(line))
        .take(1)
        .collect()
}

/// Who a line that begins with a `By`, or has one behind its date, names.
fn named_by_line(line: &str) -> Option<String> {
    let name = match BY.captures(line).and_then(|found| found.get(1)) {
        Some(name) => name.as_str(),
        None => {
            let (_, date) = find(line)?;
            let not_a_word = |letter: char| !letter.is_alphabetic();
            let behind_date = line[date.end..].trim_start_matches(not_a_word);
            has_by(behind_date).then(|| without_by(behind_date))?
        }
    };
    let name = before_date(name);
    let name = OTHER_WORK
        .find(name)
        .map_or(name, |found| &name[..found.start()]);
    let name = match name.split_once(',') {
        Some((name, role)) if role.split_whitespace().count() > MAX_WORDS_OF_NAME => name,
        _ => name,
    };
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let short = name.split_whitespace().count() <= MAX_WORDS_OF_LINE;
    (capital && short).then(|| name.trim().to_owned())
}

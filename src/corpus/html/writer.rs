//! Finds who wrote a page's article.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

use crate::article::Found;
use crate::byline::Byline;
use crate::date::printed::find;

use super::page::{Mark, Page, Role, Zone};
use super::render::line;
use super::weigh::{Candidate, folded, weigh};

/// Longer texts in an element for an author are something else.
const MAX_BYTES: usize = 160;

/// More authors than this are a list of something else.
const MAX_PEOPLE: usize = 8;

/// How many lines apart the elements for the authors of one article may stand.
const LINES_BETWEEN_AUTHORS: usize = 3;

/// How many lines from the headline an author may stand in what seems to surround the article.
const LINES_TO_ASIDE: usize = 15;

/// How many lines before the headline a printed byline is looked for.
const LINES_BEFORE_HEADLINE: usize = 4;

/// Longer lines that begin with a `By` are sentences.
const MAX_BYTES_OF_LINE: usize = 80;
const MAX_WORDS_OF_LINE: usize = 8;

/// A line that names its author.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\W*(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Text|Autor|Autorin|Autoren|Author|Words|(?i:written by|text von|posted by|posted on .{6,30} by|ein beitrag von|ein kommentar von|eine kolumne von|ein interview von|ein gastbeitrag von|texte?|texto|autor(?:in)?|auteur|author|verfasser|erstellt von|eingestellt von))(?: ?:)?) +(.+)$",
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
    let mut names = |rule, trust, names: Vec<String>| {
        let names = names.into_iter().filter(|name| is_author(name, outlets));
        let byline = Byline::of_people(&names.collect::<Vec<_>>());
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
    for metas in [&["parsely-author"][..], &["sailthru.author"], &["dc.creator", "dcterms.creator"], &["citation_author"]] {
        names("dc.creator", 0.85, owned(page.metas(metas).collect()));
    }
    names("meta author", 0.69, owned(page.metas(&["author"]).collect()));
    names("meta author", 0.69, owned(page.metas(&["article:author", "byl"]).collect()));
    for (role, rule, trust) in [
        (Role::Author, "itemprop", 0.84),
        (Role::AuthorLink, "rel=author", 0.81),
        (Role::AuthorClass, "author class", 0.75),
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

fn is_author(name: &str, outlets: &[String]) -> bool {
    let folded_name = folded(name);
    !folded_name.is_empty()
        && !name.contains("://")
        && !outlets.iter().any(|outlet| folded(outlet) == folded_name)
}

/// The texts of the elements with this role that stand nearest to the headline.
fn marked(page: &Page<'_>, role: Role, headline_at: usize) -> Vec<String> {
    let mut marks: Vec<Mark<'_>> = page.marked(role).collect();
    if marks.iter().any(|mark| mark.zone == Zone::Main) {
        marks.retain(|mark| mark.zone == Zone::Main);
    } else {
        marks.retain(|mark| mark.at.abs_diff(headline_at) <= LINES_TO_ASIDE);
    }
    marks.sort_by_key(|mark| mark.at.abs_diff(headline_at));
    let mut texts: Vec<String> = Vec::new();
    let mut last = None;
    for mark in marks {
        if last.is_some_and(|at: usize| at.abs_diff(mark.at) > LINES_BETWEEN_AUTHORS) {
            break;
        }
        for text in names_in(mark.element) {
            last = Some(mark.at);
            if !texts.iter().any(|other| other.contains(&text) || text.contains(other.as_str())) {
                texts.push(text);
            }
        }
    }
    texts
}

/// The names in an element for an author: its own attribute, those marked or linked in it, or its
/// text up to a date.
fn names_in(element: ElementRef<'_>) -> Vec<String> {
    let named = |wanted: fn(&ElementRef<'_>) -> bool| -> Vec<String> {
        let inner = element.descendent_elements().filter(|inner| inner.id() != element.id());
        inner.filter(wanted).map(text).filter(|text| is_short(text)).collect()
    };
    if element.attr("content").is_some() {
        return vec![text(element)];
    }
    let marked = named(|inner| inner.attr("itemprop") == Some("name") || inner.attr("rel") == Some("author"));
    if !marked.is_empty() {
        return marked;
    }
    let whole = text(element);
    if !is_short(&whole) {
        return Vec::new();
    }
    let linked = named(|inner| inner.value().name() == "a");
    if !linked.is_empty() {
        return linked;
    }
    let name = find(&whole).map_or(whole.as_str(), |(_, at)| &whole[..at.start]);
    Some(name.to_owned()).filter(|name| is_short(name)).into_iter().collect()
}

fn text(element: ElementRef<'_>) -> String {
    match element.attr("content") {
        Some(content) => content.trim().to_owned(),
        None => line(element),
    }
}

fn is_short(text: &str) -> bool {
    (2..=MAX_BYTES).contains(&text.len())
}

/// The first short line beside the headline, or the last of the text, that begins with a `By`.
fn printed(page: &Page<'_>, headline_at: usize) -> Vec<String> {
    let start = headline_at.saturating_sub(LINES_BEFORE_HEADLINE).min(page.lines.len());
    let lines = page.lines[start..].iter().filter(|line| is_short(line) && line.len() <= MAX_BYTES_OF_LINE);
    let by = lines.filter_map(|line| {
        let found = BY.captures(line)?;
        let name = found.get(1)?.as_str();
        let name = find(name).map_or(name, |(_, at)| &name[..at.start]);
        let capital = name.chars().next().is_some_and(char::is_uppercase);
        (capital && name.split_whitespace().count() <= MAX_WORDS_OF_LINE).then(|| name.to_owned())
    });
    by.take(1).collect()
}

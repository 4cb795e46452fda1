//! Finds who wrote a page's article.

use crate::article::Found;
use crate::byline::Byline;

use super::page::{Mark, Page, Role, Zone};
use super::render::line;
use super::weigh::{Candidate, folded, weigh};

/// Longer texts in an element for an author are something else.
const MAX_BYTES: usize = 160;

/// More authors than this are a list of something else.
const MAX_PEOPLE: usize = 8;

/// How many texts apart the elements for the authors of one article may stand.
const TEXTS_BETWEEN_AUTHORS: usize = 12;

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
        (Role::Byline, "byline class", 0.55),
    ] {
        names(rule, trust, marked(page, role, headline_at));
    }
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

/// The texts of the elements with this role that stand nearest behind the headline.
fn marked(page: &Page<'_>, role: Role, headline_at: usize) -> Vec<String> {
    let mut marks: Vec<Mark<'_>> = page
        .marked(role)
        .filter(|mark| mark.zone == Zone::Main)
        .collect();
    marks.sort_by_key(|mark| mark.at.abs_diff(headline_at));
    let mut texts: Vec<String> = Vec::new();
    let mut last = None;
    for mark in marks {
        if last.is_some_and(|at: usize| at.abs_diff(mark.at) > TEXTS_BETWEEN_AUTHORS) {
            break;
        }
        let text = name_in(mark);
        if text.is_empty() || text.len() > MAX_BYTES {
            continue;
        }
        last = Some(mark.at);
        if !texts
            .iter()
            .any(|other| other.contains(&text) || text.contains(other.as_str()))
        {
            texts.push(text);
        }
    }
    texts
}

/// The name in an element for an author: its own attribute, the name marked in it, or its text.
fn name_in(mark: Mark<'_>) -> String {
    if let Some(content) = mark.element.attr("content") {
        return content.trim().to_owned();
    }
    let named = mark.element.descendent_elements().find(|element| {
        element.attr("itemprop") == Some("name") || element.attr("rel") == Some("author")
    });
    match named {
        Some(named) if named.id() != mark.element.id() => match named.attr("content") {
            Some(content) => content.trim().to_owned(),
            None => line(named),
        },
        _ => line(mark.element),
    }
}

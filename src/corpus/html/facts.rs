//! Finds what a page says around its article: outlet, section, language, address, deck, topics.

use crate::article::Found;

use super::json_ld::strings;
use super::page::{Page, Role};
use super::render::{line_within, tidy};
use super::weigh::{Candidate, folded, weigh};

/// The longest name of an outlet, a section or a topic, in bytes; longer texts are something else.
const MAX_BYTES_OF_NAME: usize = 120;

/// How many breadcrumbs and topics are looked at.
const MAX_BREADCRUMBS: usize = 12;
const MAX_TAGS: usize = 100;

/// The names that the outlet goes by on its page, the most trusted first.
pub(super) fn outlets(page: &Page<'_>, url: Option<&str>) -> Vec<Candidate<String>> {
    let publishers = page
        .graph
        .articles()
        .filter_map(|node| node.get("publisher"))
        .flat_map(|publisher| page.graph.names(publisher))
        .map(|name| ("json-ld", 0.85, name.to_owned()));
    let suffix = page.title_tag.as_deref().and_then(|title| {
        let (_, suffix) = title.rsplit_once(" | ").or(title.rsplit_once(" - "))?;
        Some(suffix.to_owned())
    });
    let metas = |names, rule, trust| {
        let first = page.metas(names).next();
        first.map(|name| (rule, trust, name.to_owned()))
    };
    let suffix = suffix
        .filter(|name| url.is_some_and(|url| is_like_host(name, url)))
        .map(|name| ("title tag", 0.7, name));
    metas(&["og:site_name"], "og:site_name", 0.9)
        .into_iter()
        .chain(publishers)
        .chain(suffix)
        .chain(metas(&["application-name"], "application-name", 0.6))
        .chain(url.and_then(host).map(|host| ("host", 0.5, host)))
        .map(|(rule, trust, name)| Candidate {
            value: tidy(&name),
            rule,
            trust,
        })
        .filter(|seen| (1..=MAX_BYTES_OF_NAME).contains(&seen.value.len()))
        .collect()
}

/// The outlet that published the page.
pub(super) fn source(outlets: Vec<Candidate<String>>) -> Option<Found<String>> {
    weigh(outlets, |name| folded(name), String::clone)
}

/// The section of the outlet.
pub(super) fn section(page: &Page<'_>, title: Option<&str>) -> Option<Found<String>> {
    let meta = page
        .metas(&["article:section", "parsely-section", "dc.section"])
        .next();
    if let Some(name) = meta {
        return Some(Found::by("article:section", tidy(name)));
    }
    let stated = page.graph.articles().find_map(|node| {
        let names = strings(node.get("articleSection")?);
        names.first().map(|name| tidy(name))
    });
    if let Some(name) = stated.filter(|name| !name.is_empty()) {
        return Some(Found::by("json-ld", name));
    }
    let mut crumbs = page.graph.breadcrumbs();
    if crumbs.is_empty() {
        crumbs = printed_breadcrumbs(page);
    }
    let title = title.map(folded);
    let last = crumbs
        .iter()
        .skip(1)
        .rfind(|crumb| Some(folded(crumb)) != title)?;
    (crumbs.len() > 2 || title.is_some()).then(|| Found::by("breadcrumb", tidy(last)))
}

/// The links of the first breadcrumbs on the page.
fn printed_breadcrumbs(page: &Page<'_>) -> Vec<String> {
    let Some(mark) = page.marked(Role::Breadcrumbs).next() else {
        return Vec::new();
    };
    mark.element
        .descendent_elements()
        .filter(|element| element.value().name() == "a")
        .filter_map(|link| line_within(link, MAX_BYTES_OF_NAME))
        .take(MAX_BREADCRUMBS)
        .collect()
}

/// The language that the page states, as a tag of BCP 47.
pub(super) fn language(page: &Page<'_>) -> Option<Found<String>> {
    let locale = page
        .metas(&["og:locale", "content-language", "dc.language"])
        .next();
    let stated = page.language.map(|tag| ("html lang", tag));
    let (rule, tag) = stated
        .filter(|(_, tag)| is_language(tag))
        .or(locale.map(|tag| ("og:locale", tag)))?;
    is_language(tag).then(|| Found::by(rule, tag.trim().replace('_', "-")))
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.trim().split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|letter| letter.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.is_ascii())
}

/// The address the page was published at.
pub(super) fn url(page: &Page<'_>) -> Option<Found<String>> {
    let stated = page.graph.articles().chain(page.graph.pages());
    let stated = stated.filter_map(|node| node.get("url")?.as_str());
    let candidates = page
        .canonical
        .map(|url| ("canonical", url))
        .into_iter()
        .chain(
            page.metas(&["og:url", "twitter:url"])
                .map(|url| ("og:url", url)),
        )
        .chain(stated.map(|url| ("json-ld", url)));
    candidates
        .map(|(rule, url)| (rule, tidy(original(url.trim()))))
        .find(|(_, url)| host(url).is_some())
        .map(|(rule, url)| Found::by(rule, url))
}

/// The address without the web archive that it was saved from.
fn original(url: &str) -> &str {
    let Some((archive, saved)) = url.split_once("/web/") else {
        return url;
    };
    match saved.split_once("/http") {
        Some((moment, _)) if archive.ends_with("web.archive.org") => {
            &url[url.len() - saved.len() + moment.len() + 1..]
        }
        _ => url,
    }
}

/// The host of an absolute address, without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or(url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    host.contains('.').then(|| host.to_owned())
}

/// Whether a name is the one that the host spells.
fn is_like_host(name: &str, url: &str) -> bool {
    let name = folded(name);
    let host = host(url).map(|host| folded(&host)).unwrap_or_default();
    name.len() >= 3 && host.contains(&name)
}

/// The summary that the outlet wrote, unless it only repeats the beginning of the text.
pub(super) fn deck(page: &Page<'_>, body: &[String]) -> Option<Found<String>> {
    let metas = [
        ("og:description", page.metas(&["og:description"]).next()),
        (
            "description",
            page.metas(&["description", "dc.description"]).next(),
        ),
    ];
    let text = folded(&body.iter().take(5).map(String::as_str).collect::<String>());
    metas.into_iter().find_map(|(rule, text_of)| {
        let deck = tidy(text_of?);
        let start = folded(deck.trim_end_matches(['.', '…', ']', '[']));
        (!start.is_empty() && !text.starts_with(&start)).then(|| Found::by(rule, deck))
    })
}

/// The outlet's topics for the article.
pub(super) fn tags(page: &Page<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let single = page.metas(&["article:tag"]).map(str::to_owned);
    let listed = page
        .metas(&["news_keywords", "keywords"])
        .next()
        .into_iter();
    let stated = page
        .graph
        .articles()
        .filter_map(|node| node.get("keywords"));
    let candidates = single
        .chain(stated.flat_map(strings).flat_map(parts))
        .chain(listed.flat_map(parts));
    for tag in candidates.take(MAX_TAGS) {
        let tag = tidy(&tag);
        let is_known = tags.iter().any(|other| folded(other) == folded(&tag));
        if !tag.is_empty() && tag.len() <= MAX_BYTES_OF_NAME && !is_known {
            tags.push(tag);
        }
    }
    tags
}

fn parts(list: &str) -> impl Iterator<Item = String> {
    list.split([',', ';']).map(str::to_owned)
}

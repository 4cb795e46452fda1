//! Gathers in one walk over a page what the rules for its fields look at.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use scraper::{ElementRef, Html};

use super::json_ld::Graph;
use super::render::tidy;
use super::walk::{Step, Then, walk};

/// What a page says about itself, in document order.
pub(super) struct Page<'a> {
    pub(super) graph: Graph,
    pub(super) marks: Vec<Mark<'a>>,
    /// The texts that stand with the article, in order.
    pub(super) texts: Vec<&'a str>,
    pub(super) title_tag: Option<String>,
    pub(super) language: Option<&'a str>,
    pub(super) canonical: Option<&'a str>,
    /// How deep its elements nest.
    pub(super) depth: usize,
    metas: Vec<(String, &'a str)>,
}

/// An element that a rule looks at.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) role: Role,
    pub(super) element: ElementRef<'a>,
    pub(super) zone: Zone,
    /// How many of the page's texts stand before it.
    pub(super) at: usize,
}

/// What an element may hold, by its name, class or attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    TitleClass,
    Headline,
    Author,
    AuthorLink,
    AuthorClass,
    Byline,
    Published,
    Modified,
    Time,
    DateClass,
    Breadcrumbs,
}

/// Whether an element stands with the article or in what surrounds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Main,
    Aside,
}

impl<'a> Page<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let root = html.root_element();
        let mut page = Page {
            graph: Graph::default(),
            marks: Vec::new(),
            texts: Vec::new(),
            title_tag: None,
            language: root.attr("lang").or(root.attr("xml:lang")),
            canonical: None,
            depth: 0,
            metas: Vec::new(),
        };
        let mut asides = Vec::new();
        page.depth = walk(root, |step| match step {
            Step::Open(element) => {
                let then = page.meet(element, zone(&asides));
                if then == Then::Enter && is_aside(element) {
                    asides.push(element.id());
                }
                then
            }
            Step::Text(text) => {
                if asides.is_empty() && !text.trim().is_empty() {
                    page.texts.push(text);
                }
                Then::Enter
            }
            Step::Close(element) => {
                asides.pop_if(|aside| *aside == element.id());
                Then::Enter
            }
        });
        page
    }

    /// The contents of the `<meta>` elements with these names, in the order of the names.
    pub(super) fn metas(&self, names: &'static [&'static str]) -> impl Iterator<Item = &'a str> {
        names.iter().flat_map(|name| {
            let named = self.metas.iter().filter(move |(other, _)| other == name);
            named.map(|(_, content)| *content)
        })
    }

    /// The marks with this role.
    pub(super) fn marked(&self, role: Role) -> impl Iterator<Item = Mark<'a>> {
        self.marks
            .iter()
            .filter(move |mark| mark.role == role)
            .copied()
    }

    fn meet(&mut self, element: ElementRef<'a>, zone: Zone) -> Then {
        match element.value().name() {
            "meta" => self.meet_meta(element),
            "script" => {
                if element
                    .attr("type")
                    .is_some_and(|kind| kind.contains("ld+json"))
                {
                    self.graph.add(&element.text().collect::<String>());
                }
                return Then::Skip;
            }
            "style" | "noscript" | "svg" | "template" => return Then::Skip,
            "title" => {
                let text = tidy(&element.text().collect::<String>());
                if self.title_tag.is_none() && !text.is_empty() {
                    self.title_tag = Some(text);
                }
                return Then::Skip;
            }
            "link" if element.attr("rel") == Some("canonical") => {
                self.canonical = self.canonical.or(element.attr("href"));
            }
            _ => {}
        }
        let at = self.texts.len();
        self.marks
            .extend(roles(element).into_iter().map(|role| Mark {
                role,
                element,
                zone,
                at,
            }));
        Then::Enter
    }

    fn meet_meta(&mut self, element: ElementRef<'a>) {
        let Some(content) = element
            .attr("content")
            .filter(|text| !text.trim().is_empty())
        else {
            return;
        };
        for attribute in ["property", "name", "itemprop"] {
            if let Some(name) = element.attr(attribute) {
                self.metas.push((name.trim().to_lowercase(), content));
            }
        }
    }
}

fn zone<T>(asides: &[T]) -> Zone {
    if asides.is_empty() {
        Zone::Main
    } else {
        Zone::Aside
    }
}

/// The roles that the name and the attributes of an element give it.
fn roles(element: ElementRef<'_>) -> Vec<Role> {
    let mut roles = Vec::new();
    match element.value().name() {
        "h1" => roles.push(Role::Heading),
        "time" => roles.push(Role::Time),
        _ => {}
    }
    for property in words(element.attr("itemprop")) {
        match property {
            "headline" => roles.push(Role::Headline),
            "author" | "creator" => roles.push(Role::Author),
            "datePublished" | "dateCreated" => roles.push(Role::Published),
            "dateModified" => roles.push(Role::Modified),
            _ => {}
        }
    }
    if words(element.attr("rel")).any(|word| word == "author") {
        roles.push(Role::AuthorLink);
    }
    if let Some(names) = class_and_id(element) {
        let matched = CLASS_RULES.matches(&names);
        let named = CLASSES
            .iter()
            .zip(0..)
            .filter(|(_, at)| matched.matched(*at));
        roles.extend(named.map(|((role, _), _)| *role));
        if NOT_AUTHOR.is_match(&names) {
            roles.retain(|role| *role != Role::AuthorClass);
        }
    }
    roles
}

fn words(attribute: Option<&str>) -> impl Iterator<Item = &str> {
    attribute.unwrap_or_default().split_ascii_whitespace()
}

/// The classes and the id of an element, as words in lower case with spaces around them:
/// `articleBody__date` is ` article body  date `.
fn class_and_id(element: ElementRef<'_>) -> Option<String> {
    let value = element.value();
    let (class, id) = (value.attr("class"), value.attr("id"));
    if class.is_none() && id.is_none() {
        return None;
    }
    let mut names = String::from(" ");
    for name in [class, id].into_iter().flatten() {
        let mut before = ' ';
        for letter in name.chars() {
            if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
                names.push(' ');
            }
            names.push(if letter.is_alphanumeric() {
                letter.to_ascii_lowercase()
            } else {
                ' '
            });
            before = letter;
        }
        names.push(' ');
    }
    Some(names)
}

/// Whether an element surrounds the article: navigation, comments, teasers of others.
fn is_aside(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "nav" | "footer" | "aside" => true,
        "div" | "section" | "ul" | "ol" | "li" | "form" => {
            class_and_id(element).is_some_and(|names| ASIDE.is_match(&names))
        }
        _ => false,
    }
}

/// Words in classes and ids that tell what an element holds.
const CLASSES: [(Role, &str); 5] = [
    (
        Role::TitleClass,
        " (entry|post|article|news|story|content|page|single) ?(title|headline|heading) ",
    ),
    (
        Role::AuthorClass,
        " (authors?|author ?name|autor|autoren|auteurs?|autore|verfasser|writer|journalist|reporter|redakteur|posted ?by|vcard) ",
    ),
    (
        Role::Byline,
        " (byline|by line|signature|(entry|post|article) meta) ",
    ),
    (
        Role::DateClass,
        " (([a-z]*(pub|post|article|entry|news|story))?(date|datum|time)(time|line|published|posted)?|timestamp|published?|publication|posted|posted ?on|fecha|data|(entry|post|article) ?meta) ",
    ),
    (Role::Breadcrumbs, " bread ?crumbs? "),
];

static CLASS_RULES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(CLASSES.map(|(_, pattern)| pattern)).expect("the patterns are valid")
});
static NOT_AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        " (bio|biography|avatar|image|img|photo|picture|social|twitter|comments?|related|description|desc|follow|more|count) ",
    )
});
static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        " (comments?|commentlist|respond|related|sidebar|footer|nav|navigation|menu|teasers?|recommend(ed|ations?)?|popular|trending|widget|most ?read|newsletter|promo) ",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

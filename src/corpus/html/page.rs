//! Gathers in one walk over a page what the rules for its fields look at.

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::{Regex, RegexSet};
use scraper::{ElementRef, Html, Selector};

use super::json_ld::Graph;
use super::render::{BLOCKS, tidy};
use super::walk::{Step, Then, walk};

/// What a page says about itself, in document order.
pub(super) struct Page<'a> {
    pub(super) graph: Graph,
    pub(super) marks: Vec<Mark<'a>>,
    /// The lines of text that stand with the article, in order.
    pub(super) lines: Vec<String>,
    pub(super) title_tag: Option<String>,
    pub(super) language: Option<&'a str>,
    pub(super) canonical: Option<&'a str>,
    /// How deep its elements nest.
    pub(super) depth: usize,
    /// The elements that a heading of the first rank is in.
    pub(super) headed: HashSet<NodeId>,
    metas: Vec<(String, &'a str)>,
}

/// An element that a rule looks at.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) role: Role,
    pub(super) element: ElementRef<'a>,
    pub(super) zone: Zone,
    /// How many of the page's lines stand before it.
    pub(super) at: usize,
}

/// What an element may hold, by its name, class or attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    Subheading,
    Kicker,
    Lead,
    TitleClass,
    Headline,
    Author,
    AuthorLink,
    AuthorPath,
    SiteName,
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
            lines: Vec::new(),
            title_tag: None,
            language: root.attr("lang").or(root.attr("xml:lang")),
            canonical: None,
            depth: 0,
            headed: html
                .select(&H1)
                .take(MAX_HEADINGS)
                .flat_map(|heading| heading.ancestors().map(|node| node.id()))
                .collect(),
            metas: Vec::new(),
        };
        let mut aside = None;
        let mut articles = 0;
        let mut line = String::new();
        page.depth = walk(root, |step| match step {
            Step::Open(element) => {
                page.end_line(element, &mut line);
                let names = class_and_id(element);
                let then = page.meet(element, names.as_deref(), zone(&aside));
                if then == Then::Enter {
                    articles += usize::from(element.value().name() == "article");
                    if aside.is_none()
                        && is_aside(element, names.as_deref(), articles)
                        && !page.headed.contains(&element.id())
                    {
                        aside = Some(element.id());
                    }
                }
                then
            }
            Step::Text(text) => {
                if aside.is_none() {
                    line.push_str(text);
                }
                Then::Enter
            }
            Step::Close(element) => {
                page.end_line(element, &mut line);
                articles -= usize::from(element.value().name() == "article");
                aside.take_if(|aside| *aside == element.id());
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

    /// Ends the line where an element parts paragraphs.
    fn end_line(&mut self, element: ElementRef<'_>, line: &mut String) {
        let name = element.value().name();
        if name == "br" || BLOCKS.contains(&name) {
            let text = tidy(line);
            if !text.is_empty() {
                self.lines.push(text);
            }
            line.clear();
        }
    }

    fn meet(&mut self, element: ElementRef<'a>, names: Option<&str>, zone: Zone) -> Then {
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
            "style" | "noscript" | "svg" | "template" | "select" | "button" | "rt" | "rp" => {
                return Then::Skip;
            }
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
        let at = self.lines.len();
        self.marks
            .extend(roles(element, names).into_iter().map(|role| Mark {
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

fn zone<T>(aside: &Option<T>) -> Zone {
    if aside.is_none() {
        Zone::Main
    } else {
        Zone::Aside
    }
}

/// Whether the name and the attributes of an element give it this role.
pub(super) fn has_role(element: ElementRef<'_>, role: Role) -> bool {
    roles(element, class_and_id(element).as_deref()).contains(&role)
}

/// The roles that the name and the attributes of an element give it; `names` are its classes and id.
fn roles(element: ElementRef<'_>, names: Option<&str>) -> Vec<Role> {
    let mut roles = Vec::new();
    match element.value().name() {
        "h1" => roles.push(Role::Heading),
        "h2" | "h3" => roles.push(Role::Subheading),
        "a" if element
            .attr("href")
            .is_some_and(|href| AUTHOR_PATH.is_match(href)) =>
        {
            roles.push(Role::AuthorPath);
        }
        "time" => roles.push(Role::Time),
        _ => {}
    }
    for property in words(element.attr("itemprop")) {
        match property {
            "headline" => roles.push(Role::Headline),
            "author" | "creator" => roles.push(Role::Author),
            "description" | "alternativeHeadline" => roles.push(Role::Lead),
            "datePublished" | "dateCreated" => roles.push(Role::Published),
            "dateModified" => roles.push(Role::Modified),
            _ => {}
        }
    }
    if words(element.attr("rel")).any(|word| word == "author") {
        roles.push(Role::AuthorLink);
    }
    // Few elements have such a name: that one of the rules is true is found in half the time.
    if let Some(names) = names.filter(|names| CLASS_RULES.is_match(names)) {
        let matched = CLASS_RULES.matches(names);
        let named = CLASSES
            .iter()
            .zip(0..)
            .filter(|(_, at)| matched.matched(*at));
        roles.extend(named.map(|((role, _), _)| *role));
        if NOT_AUTHOR.is_match(names) {
            roles.retain(|role| *role != Role::AuthorClass);
        }
    }
    roles
}

fn words(attribute: Option<&str>) -> impl Iterator<Item = &str> {
    attribute.unwrap_or_default().split_ascii_whitespace()
}

/// The classes and the id of an element, as words in lower case with spaces around them and bars
/// between the names: `articleBody__date main` is `| article body date | main |`.
pub(super) fn class_and_id(element: ElementRef<'_>) -> Option<String> {
    let value = element.value();
    let (class, id) = (value.attr("class"), value.attr("id"));
    if class.is_none() && id.is_none() {
        return None;
    }
    let mut names = String::from("|");
    for name in words(class).chain(words(id)) {
        let mut before = '_';
        names.push(' ');
        for letter in name.chars() {
            let is_word = letter.is_alphanumeric();
            let starts_word = letter.is_ascii_uppercase() && before.is_ascii_lowercase();
            if (starts_word || !is_word) && !names.ends_with(' ') {
                names.push(' ');
            }
            if is_word {
                names.push(letter.to_ascii_lowercase());
            }
            before = letter;
        }
        names.push_str(if names.ends_with(' ') { "|" } else { " |" });
    }
    Some(names)
}

/// Whether an element surrounds the article, by its name: navigation, comments, teasers.
fn is_aside(element: ElementRef<'_>, names: Option<&str>, articles_around: usize) -> bool {
    let named = |pattern: &Regex| names.is_some_and(|names| pattern.is_match(names));
    match element.value().name() {
        "nav" | "aside" => true,
        "footer" => articles_around == 0 && !named(&FOOT_OF_ARTICLE),
        "div" | "section" | "ul" | "ol" | "li" | "form" => {
            named(&ASIDE) && element.attr("itemprop").is_none() && !named(&FOOT_OF_ARTICLE)
        }
        _ => false,
    }
}

/// Words in classes and ids that tell what an element holds.
const CLASSES: [(Role, &str); 8] = [
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
    (
        Role::Kicker,
        " (kicker|over ?line|top ?line|roof ?line|dach ?zeile|super ?title|pre ?title|volanta|surtitre|occhiello|antetitulo|sub ?title|sub ?headline|date|meta) ",
    ),
    (
        Role::Lead,
        " (lead|lede|leadtext|teaser ?text|intro|introtext|introduction|stand ?first|vorspann|summary|sub ?title|sub ?head|sub ?headline|deck|dek|chapo|chapeau|excerpt|abstract|entradilla|bajada|copete|sottotitolo|sommario|einleitung|anriss|untertitel) ",
    ),
    (
        Role::SiteName,
        " ((site|blog|page) ?(title|name)|logo|brand|branding) ",
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
/// Pages with more headings of the first rank than this use them for anything.
pub(super) const MAX_HEADINGS: usize = 30;

static H1: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("h1").expect("the selector is valid"));
static AUTHOR_PATH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"/(author|authors|autor|autoren|autorin|auteur|auteurs|autore|autori|redaktion|staff|by|journalist|journalists|people|person|profile?|reporter|columnist|contributors?|redacteur|newsteam)/[^/?#]*[a-zA-Z][^/]*/?$|[?&]author=",
    )
});
static FOOT_OF_ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(" (entry|post|article) (footer|widget) "));
pub(super) static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\| (the )?(sidebar|footer) | (comments?|commentlist|respond|related|nav|navigation|menu|teasers?|recommend(ed|ations?)?|popular|trending|widget|most ?read|newsletter|promo) ",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is valid")
}

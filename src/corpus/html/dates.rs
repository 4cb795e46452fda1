//! Finds when a page was published and last changed.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Found, Gap};
use crate::date::printed::{Reading, find, read};
use crate::date::{Date, Precision, believed, civil, today};

use super::page::{Mark, Page, Role, Zone};
use super::render::line_within;
use super::weigh::{Candidate, weigh};

/// The dates of a page, and what could not be understood about them.
#[derive(Default)]
pub(super) struct Dates {
    pub(super) published: Option<Found<Date>>,
    pub(super) updated: Option<Found<Date>>,
    pub(super) gap: Option<Gap>,
}

/// Longer texts in an element for a date are something else.
const MAX_BYTES_OF_DATE: usize = 250;

/// How much of the text behind the headline, and before it, is searched for a date.
const BYTES_BEHIND_HEADLINE: usize = 3_000;
const LINES_BEFORE_HEADLINE: usize = 5;

/// Longer lines are sentences, whose dates may be those of events.
const MAX_BYTES_OF_LINE: usize = 120;
const LINES_BEHIND_HEADLINE: usize = 15;

/// Dates in text before this year are what an article is about: no page is older than the web.
const FIRST_YEAR_OF_WEB: i16 = 1991;

const PUBLISHED_METAS: [&str; 4] = [
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
];

const OTHER_METAS: [&str; 24] = [
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.date.publication",
    "dc.created",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_online_date",
    "article.published",
    "datecreated",
    "created",
];

const MODIFIED_METAS: [&str; 7] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "article:modified",
];

/// Reads the dates of a page that was published at `url`, its headline behind so many lines.
pub(super) fn dates(page: &Page<'_>, url: Option<&str>, headline_at: usize) -> Dates {
    let order = Order::of(page, url);
    let mut seen = Seen::new(order);
    marked(page, headline_at, &mut seen);
    stated(page, &mut seen);
    if let Some(date) = url.and_then(in_address) {
        seen.published("url", 0.93, &Reading::Date(date));
    }
    if let Some(reading) = in_text(page, headline_at) {
        seen.published("text", 0.5, &reading);
    }
    if let Some((reading, _)) = page.metas(&DESCRIPTIONS).find_map(find) {
        seen.published("description", 0.4, &reading);
    }
    seen.dates()
}

/// Where some sites print the day behind the summary, and nowhere else.
const DESCRIPTIONS: [&str; 2] = ["description", "og:description"];

/// What date-like things were met.
struct Seen {
    order: Order,
    published: Vec<Candidate<Date>>,
    modified: Vec<Candidate<Date>>,
    ambiguous: Vec<(Candidate<Date>, Date)>,
}

impl Seen {
    fn new(order: Order) -> Self {
        Seen {
            order,
            published: Vec::new(),
            modified: Vec::new(),
            ambiguous: Vec::new(),
        }
    }

    fn published(&mut self, rule: &'static str, trust: f64, reading: &Reading) {
        let candidate = |value| Candidate { value, rule, trust };
        match (reading, self.order) {
            (Reading::Date(date), _) => self.published.push(candidate(*date)),
            (Reading::Ambiguous { day_first, .. }, Order::DayFirst) => {
                self.published.push(candidate(*day_first));
            }
            (Reading::Ambiguous { month_first, .. }, Order::MonthFirst) => {
                self.published.push(candidate(*month_first));
            }
            (
                Reading::Ambiguous {
                    day_first,
                    month_first,
                },
                Order::Unknown,
            ) => {
                self.ambiguous.push((candidate(*day_first), *month_first));
            }
            _ => {}
        }
    }

    fn modified(&mut self, rule: &'static str, trust: f64, reading: &Reading) {
        if let Reading::Date(value) = reading {
            self.modified.push(Candidate {
                value: *value,
                rule,
                trust,
            });
        }
    }

    fn dates(mut self) -> Dates {
        self.settle_ambiguous();
        let today = today();
        self.published.retain(|seen| believed(seen.value, today));
        self.modified.retain(|seen| believed(seen.value, today));
        let whole = |seen: &Candidate<Date>| seen.value.precision() == Precision::Day;
        if self.published.iter().any(whole) {
            self.published.retain(whole);
        }
        let choose = |candidates| weigh(candidates, Date::to_string, Date::to_string);
        let updated = choose(self.modified);
        let gap = self.ambiguous.first().map(|(candidate, other)| Gap {
            code: "date_ambiguous".into(),
            text: format!("the date may be {} or {other}", candidate.value),
        });
        let published = choose(self.published);
        let gap = gap.filter(|_| published.is_none());
        Dates {
            published: published.or_else(|| updated.clone().filter(|_| gap.is_none())),
            updated,
            gap,
        }
    }

    /// A clear date elsewhere on the page tells which of the two is meant.
    fn settle_ambiguous(&mut self) {
        for (candidate, other) in std::mem::take(&mut self.ambiguous) {
            let is_seen = |date| self.published.iter().any(|seen| seen.value == date);
            if is_seen(candidate.value) || candidate.value == other {
                self.published.push(candidate);
            } else if is_seen(other) {
                self.published.push(Candidate {
                    value: other,
                    ..candidate
                });
            } else {
                self.ambiguous.push((candidate, other));
            }
        }
    }
}

/// What the elements marked as dates say, those beside the headline first.
fn marked(page: &Page<'_>, headline_at: usize, seen: &mut Seen) {
    for (role, rule, trust) in [
        (Role::Published, "itemprop", 0.97),
        (Role::DateClass, "date class", 0.87),
        (Role::Time, "time", 0.86),
    ] {
        let mut marks: Vec<Mark<'_>> = page.marked(role).collect();
        marks.sort_by_key(|mark| {
            let before = usize::from(mark.at < headline_at);
            (
                mark.zone == Zone::Aside,
                mark.at.abs_diff(headline_at) + before,
            )
        });
        for mark in marks.into_iter().take(12) {
            match said(mark) {
                Some((Sense::Published, reading)) => {
                    seen.published(rule, trust - doubt(mark, headline_at), &reading);
                    break;
                }
                Some((Sense::Modified, reading)) => seen.modified(rule, 0.8, &reading),
                None => {}
            }
        }
    }
    for mark in page.marked(Role::Modified).take(1) {
        if let Some((_, reading)) = said(mark) {
            seen.modified("itemprop", 0.9, &reading);
        }
    }
}

/// How much less a date is trusted that stands away from the article: the heads of pages show
/// today's date, what surrounds an article shows those of others.
fn doubt(mark: Mark<'_>, headline_at: usize) -> f64 {
    if mark.zone == Zone::Aside {
        0.4
    } else if mark.at + LINES_BEFORE_HEADLINE < headline_at {
        0.3
    } else {
        0.0
    }
}

/// What a date is the date of.
#[derive(Clone, Copy)]
enum Sense {
    Published,
    Modified,
}

/// The date in an element for one: by its attribute, else by its text.
fn said(mark: Mark<'_>) -> Option<(Sense, Reading)> {
    let text = line_within(mark.element, MAX_BYTES_OF_DATE).unwrap_or_default();
    let sense = if CHANGED.is_match(&text) {
        Sense::Modified
    } else {
        Sense::Published
    };
    let attributes = ["datetime", "content", "title"];
    let attribute = attributes
        .iter()
        .find_map(|name| dated(mark.element.attr(name)?));
    let printed = || dated(&text).or_else(|| find(&text).map(|(reading, _)| reading));
    let reading = attribute.or_else(printed)?;
    is_of_the_web(&reading).then_some((sense, reading))
}

/// The date that a text is.
fn dated(text: &str) -> Option<Reading> {
    match read(text.trim()) {
        Reading::None | Reading::Impossible => None,
        reading => Some(reading),
    }
}

/// What the metadata of the page states.
fn stated(page: &Page<'_>, seen: &mut Seen) {
    let mut published = |rule, trust, text: Option<&str>| {
        if let Some(reading) = text.and_then(dated) {
            seen.published(rule, trust, &reading);
        }
    };
    published(
        "article:published_time",
        0.92,
        page.metas(&PUBLISHED_METAS).next(),
    );
    published("meta date", 0.77, page.metas(&OTHER_METAS).next());
    for (key, trust) in [("datePublished", 0.91), ("dateCreated", 0.8)] {
        let article = page
            .graph
            .articles()
            .find_map(|node| node.get(key)?.as_str());
        published("json-ld", trust, article);
        let whole = page.graph.pages().find_map(|node| node.get(key)?.as_str());
        published("json-ld page", trust - 0.1, whole);
    }
    let mut modified = |rule, trust, text: Option<&str>| {
        if let Some(reading) = text.and_then(dated) {
            seen.modified(rule, trust, &reading);
        }
    };
    modified("meta modified", 0.9, page.metas(&MODIFIED_METAS).next());
    let article = page
        .graph
        .articles()
        .find_map(|node| node.get("dateModified")?.as_str());
    modified("json-ld", 0.9, article);
}

/// The date in the path of an address: `/2020/01/23/`, `/2020-01-23-`, `/20200123/`.
fn in_address(url: &str) -> Option<Date> {
    static IN_PATH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"[/._-]((?:19|20)\d\d)(?:([/_-])(\d{1,2})([/_-])(\d{1,2})|(\d\d)(\d\d))(?:[/._-]|$)",
        )
        .expect("the pattern is valid")
    });
    IN_PATH.captures_iter(url).find_map(|found| {
        let number = |at, or| found.get(at).or(found.get(or))?.as_str().parse::<i8>().ok();
        let year = found.get(1)?.as_str().parse().ok()?;
        Date::day(year, number(3, 6)?, number(5, 7)?)
    })
}

/// The first date beside the headline, else in the text behind it, that is not one of a change.
fn in_text(page: &Page<'_>, headline_at: usize) -> Option<Reading> {
    let headline_at = headline_at.min(page.lines.len());
    let (before, behind) = page.lines.split_at(headline_at);
    let short = |line: &&String| line.len() <= MAX_BYTES_OF_LINE;
    let near = behind.iter().take(LINES_BEHIND_HEADLINE).filter(short);
    let just_before = before
        .iter()
        .rev()
        .take(LINES_BEFORE_HEADLINE)
        .filter(short);
    let mut length = 0;
    let text = behind.iter().take_while(|line| {
        length += line.len();
        length <= BYTES_BEHIND_HEADLINE
    });
    near.chain(just_before).chain(text).find_map(|line| {
        let (reading, at) = find(line)?;
        let of_change = CHANGED.is_match(&line[..at.start]);
        (!of_change && is_of_the_web(&reading)).then_some(reading)
    })
}

fn is_of_the_web(reading: &Reading) -> bool {
    let date = match reading {
        Reading::Date(date) => date,
        Reading::Ambiguous { day_first, .. } => day_first,
        Reading::Impossible | Reading::None => return false,
    };
    civil(date.first()).is_some_and(|day| day.year() >= FIRST_YEAR_OF_WEB)
}

static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:last |zuletzt |letzte |dernière |article |última |ultim\w+ )?(?:updated?|modified|aktualisiert|aktualisierung|geändert|änderung|update|stand|mis[e]? à jour|modification|actualizad[oa]|aggiorna(?:to|mento)|bijgewerkt|atualizad[oa])\b",
    )
    .expect("the pattern is valid")
});

/// How the page's readers read `03/04/2012`.
#[derive(Clone, Copy)]
enum Order {
    DayFirst,
    MonthFirst,
    Unknown,
}

impl Order {
    /// By the language and region of the page, else by the country of its address.
    fn of(page: &Page<'_>, url: Option<&str>) -> Order {
        let locale = page.language.or(page.metas(&["og:locale"]).next());
        let locale = locale.unwrap_or_default().to_lowercase();
        match locale.split(['-', '_']).collect::<Vec<_>>()[..] {
            ["en", "us", ..] => return Order::MonthFirst,
            ["en", _, ..] => return Order::DayFirst,
            ["en"] | [""] | [] => {}
            _ => return Order::DayFirst,
        }
        let host = url.and_then(|url| url.split("//").nth(1)?.split('/').next());
        match host.and_then(|host| host.rsplit('.').next()) {
            Some("us" | "gov" | "mil") => Order::MonthFirst,
            Some(country) if country.len() == 2 => Order::DayFirst,
            _ => Order::Unknown,
        }
    }
}

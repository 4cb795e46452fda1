//! Makes an article of a record's fields.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Fields, Origin, aliases, body, dates, people, values};
use crate::article::{Article, Found, Gap, Rival};
use crate::byline::Byline;
use crate::corpus::clues::Clues;
use crate::corpus::{BadRecord, Record, text};

/// A text under an unknown key is taken for the article's from this many characters on.
const LEAST_UNNAMED_TEXT: usize = 200;

/// The article that a record's fields describe, its text too.
pub(in crate::corpus) fn article(fields: &Fields<'_>, clues: &Clues) -> Article {
    let url = fields.found(aliases::URL, address);
    let elsewhere = url
        .as_ref()
        .and_then(date_of_url)
        .or_else(|| clues.date.clone());
    let (date, gaps) = dates::published(fields, elsewhere);
    let mut article = Article {
        title: fields.found(aliases::TITLE, values::line),
        deck: fields.found(aliases::DECK, values::line),
        date,
        updated: dates::updated(fields),
        byline: byline(fields),
        source: source(fields, url.as_ref()),
        section: fields.found(aliases::SECTION, values::line),
        page: fields.found(aliases::PAGE, values::line),
        edition: fields.found(aliases::EDITION, values::line),
        dateline: fields.found(aliases::DATELINE, place),
        wire: fields.found(aliases::WIRE, values::line),
        language: fields.found(aliases::LANGUAGE, values::line),
        tags: tags(fields),
        key: fields
            .named(aliases::KEY)
            .find_map(|field| values::line(field.value)),
        url,
        gaps,
        ..Article::default()
    };
    set_body(&mut article, fields);
    article
}

/// Fills what a record lacks from what is said of all the records of its file.
pub(in crate::corpus) fn inherit(article: &mut Article, whole: &Article) {
    if article.date.is_none() {
        article.date.clone_from(&whole.date);
    }
    if article.source.is_none() || is_by(article.source.as_ref(), "url") {
        article.source = whole.source.clone().or_else(|| article.source.take());
    }
    if article.language.is_none() {
        article.language.clone_from(&whole.language);
    }
    if article.edition.is_none() {
        article.edition.clone_from(&whole.edition);
    }
}

/// An article that says enough to be one, or what it lacks.
///
/// A headline with a date, a source or the like is an article whose text did not reach the
/// archive; a name alone is not.
pub(in crate::corpus) fn checked(mut article: Article, file: &str) -> Record {
    let record = article.place.record;
    let bad = |code, reason: &str| Err(BadRecord::new(file, record, code, reason));
    if !article.body.is_empty() {
        return Ok(article);
    }
    let is_dated = article
        .date
        .as_ref()
        .is_some_and(|date| date.rule != "path");
    let is_placed =
        is_dated || article.source.is_some() || article.byline.is_some() || article.url.is_some();
    match &article.title {
        None => bad("not_an_article", "it has neither a title nor a text"),
        Some(title) if title.rule.ends_with("name") => bad(
            "not_an_article",
            "it has a name, but neither a title nor a text",
        ),
        Some(_) if !is_placed => bad("no_text", "it has a title and nothing else"),
        Some(_) => {
            article.gaps.push(Gap {
                code: "body_missing".into(),
                text: "the record has no text".into(),
            });
            Ok(article)
        }
    }
}

/// Whether an object among others is a record of an article.
pub(in crate::corpus) fn looks_like_article(record: &Map<String, Value>) -> bool {
    let fields = Fields::of(record, Origin::Keys);
    let has = |aliases| {
        fields
            .named(aliases)
            .any(|field| values::text(field.value).is_some())
    };
    let beside = [
        aliases::DATE,
        aliases::URL,
        aliases::SOURCE,
        aliases::BYLINE,
        aliases::KEY,
    ];
    let is_placed = beside.into_iter().any(has);
    let has_title = fields
        .named(aliases::TITLE)
        .any(|field| field.key != "name" && values::text(field.value).is_some());
    match (has_title, has(aliases::BODY)) {
        (true, has_body) => has_body || is_placed,
        (false, true) => is_placed,
        (false, false) => false,
    }
}

impl Fields<'_> {
    /// The value that the most telling field has, and what the others say.
    fn found(
        &self,
        aliases: &'static [&'static str],
        read: impl Fn(&Value) -> Option<String>,
    ) -> Option<Found<String>> {
        let mut values = self
            .named(aliases)
            .filter_map(|field| Some((read(field.value)?, self.rule(field))));
        let (value, rule) = values.next()?;
        let mut seen = HashSet::from([value.clone()]);
        let rivals = values
            .filter(|(value, _)| seen.insert(value.clone()))
            .map(|(value, rule)| Rival { value, rule })
            .collect();
        Some(Found {
            rivals,
            ..Found::by(rule, value)
        })
    }
}

fn byline(fields: &Fields<'_>) -> Option<Found<Byline>> {
    let mut bylines = fields
        .named(aliases::BYLINE)
        .filter_map(|field| Some((people::byline(field.value)?, fields.rule(field))));
    let (value, rule) = bylines.next()?;
    let mut seen = HashSet::from([value.people.clone()]);
    let rivals = bylines
        .filter(|(byline, _)| seen.insert(byline.people.clone()))
        .map(|(byline, rule)| Rival {
            value: byline.printed,
            rule,
        })
        .collect();
    Some(Found {
        rivals,
        ..Found::by(rule, value)
    })
}

/// The source as named, else its domain, else the host of the article's address.
fn source(fields: &Fields<'_>, url: Option<&Found<String>>) -> Option<Found<String>> {
    fields
        .found(aliases::SOURCE, |value| {
            let name = values::line(value)?;
            Some(host(&name).map_or(name.clone(), str::to_owned))
        })
        .or_else(|| {
            fields.found(aliases::DOMAIN, |value| {
                let address = values::line(value)?;
                Some(host(&address).map_or(address.clone(), str::to_owned))
            })
        })
        .or_else(|| Some(Found::by("url", host(&url?.value)?.to_owned())))
}

/// The host of an address, without `www.`.
pub(in crate::corpus) fn host(address: &str) -> Option<&str> {
    let after = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .or_else(|| address.starts_with("www.").then_some(address))?;
    let host = after.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

fn address(value: &Value) -> Option<String> {
    let text = values::line(value)?;
    let text = text.trim_start_matches('<').trim_end_matches('>');
    let is_address = ["http://", "https://"]
        .iter()
        .any(|scheme| text.starts_with(scheme));
    (is_address && !text.contains(' ')).then(|| text.to_owned())
}

/// A place of reporting: neither an address nor a sentence.
fn place(value: &Value) -> Option<String> {
    values::line(value).filter(|place| !place.contains("://") && place.chars().count() <= 80)
}

fn date_of_url(url: &Found<String>) -> Option<Found<crate::date::Date>> {
    let (_, path) = url.value.split_once("://")?;
    let (_, path) = path.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    let found = Clues::of(path).date?;
    Some(Found::by("url", found.value))
}

/// The topics in their order: lists, or texts with commas between.
fn tags(fields: &Fields<'_>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for field in fields.named(aliases::TAGS) {
        let lines = match field.value {
            Value::String(text) if values::printed_list(text).is_none() => text
                .split([',', ';', '|'])
                .filter_map(values::clean_line)
                .collect(),
            value => values::lines(value),
        };
        for tag in lines {
            // Content systems write the numbers of topics.
            let is_number = tag.bytes().all(|b| b.is_ascii_digit());
            if !is_number && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}

fn set_body(article: &mut Article, fields: &Fields<'_>) {
    let named = fields.named(aliases::BODY).find_map(|field| {
        let body = body::body(field.value);
        (!body.paragraphs.is_empty()).then_some((field, body))
    });
    let Some((field, body)) = named else {
        set_unnamed_body(article, fields);
        return;
    };
    article.body = body.paragraphs;
    article.trimmed = body.trimmed;
    article.gaps.extend(body.gaps);
    text::trim(article);
    if field.key == "leadparagraph" {
        article.gaps.push(Gap {
            code: "body_truncated".into(),
            text: "the record has the first paragraph only".into(),
        });
    }
}

/// Takes the longest text under an unknown key where no known key has one.
fn set_unnamed_body(article: &mut Article, fields: &Fields<'_>) {
    let longest = fields
        .fields
        .iter()
        .filter(|field| !super::is_known(&field.key))
        .filter_map(|field| Some((field, field.value.as_str()?)))
        .filter(|(_, text)| text.chars().count() >= LEAST_UNNAMED_TEXT && !text.contains("://"))
        .filter(|(_, text)| text.split_whitespace().count() * 20 > text.chars().count())
        .max_by_key(|(_, text)| text.len());
    if let Some((field, _)) = longest {
        article.body = body::body(field.value).paragraphs;
        article.gaps.push(Gap {
            code: "body_uncertain".into(),
            text: format!(
                "the text was taken from “{}”, the longest of the record",
                field.printed
            ),
        });
    }
}

fn is_by<T>(found: Option<&Found<T>>, rule: &str) -> bool {
    found.is_some_and(|found| found.rule == rule)
}

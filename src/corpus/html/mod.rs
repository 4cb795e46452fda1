//! Reads a saved web page as an article.

mod body;
mod bulk;
mod copy;
mod css;
mod dates;
mod facts;
mod foot;
mod guard;
mod json_ld;
mod page;
mod plain;
mod render;
mod tags;
mod title;
mod walk;
mod weigh;
mod writer;

use scraper::{ElementRef, Html};

use crate::article::{Article, Found, Gap, Place, Rival};
use crate::corpus::clean::clean;
use crate::corpus::reader::{Around, Reader, Text, Way};
use crate::corpus::settings::Pages;
use crate::corpus::{BadRecord, Record, dateline, sniff};
use crate::date::{self, Date};

use self::body::Certainty;
use self::page::Page;

/// Saved web pages, and pieces of them.
pub(super) const READER: Reader = Reader {
    name: "html",
    what: "a saved web page: its metadata, and the article without what is around it",
    example: "<html><head><title>Flood inquiry opens</title></head><body><p>The inquiry opened.</p></body></html>",
    way: Way::Text {
        recognises,
        read: |text, around, each| each(read(text, around, None)),
    },
};

/// What whoever saved a page says of it.
#[derive(Clone, Copy)]
pub(super) struct Saved<'a> {
    /// The address it was fetched from.
    pub(super) url: Option<&'a str>,
    /// The day it was fetched, which is not the day it was published.
    pub(super) fetched: Option<Date>,
    /// The format that says so.
    pub(super) rule: &'static str,
}

fn recognises(text: &Text<'_>) -> bool {
    let is_named = ["html", "htm", "xhtml", "shtml"].contains(&text.extension);
    if (!is_named && !text.start.starts_with('<')) || sniff::known_root(text).is_some() {
        return false;
    }
    let early = text.beginning().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| early.contains(tag));
    let is_xml = early.starts_with("<?xml") || text.extension == "xml";
    is_page || is_named || (!is_xml && text.has_root(&PAGE_ELEMENTS))
}

/// What a piece of a page begins with.
const PAGE_ELEMENTS: [&str; 13] = [
    "head", "body", "p", "div", "article", "section", "main", "h1", "h2", "table", "meta", "title",
    "span",
];

/// Reads one saved page as an article; the clues date a page that does not.
///
/// A page without any text is a bad record.
pub(super) fn read(page: &str, around: &Around<'_>, saved: Option<Saved<'_>>) -> Record {
    let Around { file, clues, .. } = *around;
    let article = match guard::objection(page) {
        Some(objection) => read_plainly(page, &objection),
        None => read_tree(page, saved, around),
    };
    let place = Place {
        file: file.to_owned(),
        record: None,
    };
    if article.body.is_empty() {
        return Err(BadRecord {
            place,
            code: "no_text",
            reason: "the page holds no text of an article".to_owned(),
        });
    }
    let dateline = dateline::of_body(article.body.iter().map(String::as_str));
    let (town, agency) = match dateline {
        Some(dateline) => (Some(dateline.place), dateline.agency),
        None => (None, None),
    };
    let printed = |text: Option<String>| {
        let text = text.filter(|text| !text.is_empty());
        text.map(|text| Found::by("dateline", text))
    };
    let mut article = Article {
        dateline: printed(town),
        wire: printed(agency),
        date: article.date.or_else(|| clues.date.clone()),
        place,
        format: "html".into(),
        ..article
    };
    if let Some((fetched, rule)) = saved.and_then(|saved| Some((saved.fetched?, saved.rule))) {
        note_fetched(&mut article, fetched, rule);
    }
    Ok(article)
}

/// Notes when a page was fetched beside its date; a page cannot be of a later day.
fn note_fetched(article: &mut Article, fetched: Date, rule: &'static str) {
    let (code, text) = match &mut article.date {
        Some(date) if date::believed(date.value, fetched.last()) => {
            date.rivals.push(Rival {
                value: fetched.to_string(),
                rule: rule.into(),
            });
            return;
        }
        Some(date) => (
            "date_impossible",
            format!(
                "the page was fetched on {fetched}, before its date {}",
                date.value
            ),
        ),
        None => (
            "date_fetched",
            format!("the page has no date; it was fetched on {fetched}"),
        ),
    };
    article.date = None;
    article.gaps.push(Gap {
        code: code.into(),
        text,
    });
}

/// The paragraphs of a piece of HTML, as found in the bodies of other formats.
pub(super) fn paragraphs(fragment: &str) -> Vec<String> {
    if guard::objection(fragment).is_some() {
        return plain::paragraphs(fragment);
    }
    let fragment = Html::parse_fragment(fragment);
    render::paragraphs(fragment.root_element())
}

/// The text with its character references read.
pub(super) fn unescaped(text: &str) -> String {
    plain::unescaped(text)
}

/// The text in plain characters as one line.
pub(super) fn tidy(text: &str) -> String {
    render::tidy(text)
}

/// The paragraphs of an element and all below it.
pub(super) fn element_paragraphs(element: ElementRef<'_>) -> Vec<String> {
    render::paragraphs(element)
}

/// Why a page is too much for a tree, if it is: `is 20 MiB long`.
pub(super) fn objection(page: &str) -> Option<String> {
    guard::objection(page)
}

fn read_tree(source: &str, saved: Option<Saved<'_>>, around: &Around<'_>) -> Article {
    let html = Html::parse_document(source);
    let page = Page::of(&html);
    // The guard counts tags; what a parser makes of them may still be deeper.
    let mut article = match page.depth > guard::MAX_DEPTH {
        true => read_plainly(source, &format!("nests its elements {} deep", page.depth)),
        false => of_page(&html, &page, saved, around.settings.html),
    };
    css::apply(&html, around, &mut article);
    article
}

fn of_page(html: &Html, page: &Page<'_>, saved: Option<Saved<'_>>, pages: Pages) -> Article {
    let fetched_from = saved.and_then(|saved| {
        let url = clean(saved.url?).into_owned();
        Some(Found::by(saved.rule, url))
    });
    let url = facts::url(page).or(fetched_from);
    let address = url.as_ref().map(|url| url.value.as_str());
    let outlets = facts::outlets(page, address);
    let names: Vec<String> = outlets.iter().map(|seen| seen.value.clone()).collect();
    let title = title::title(page, &names);
    let headline = title.as_ref().map(|title| title.value.as_str());
    let headline_at = title::position(page, headline);
    let dates = dates::dates(page, address, headline_at);
    let body = body::body(html, page, pages);
    let uncertain = (body.certainty == Certainty::Uncertain).then(|| Gap {
        code: "body_uncertain".into(),
        text: "the article's text could not be told from the rest of the page".to_owned(),
    });
    let body = body::without_title(body.paragraphs, headline);
    let mut body = body::with_lead(body, page, headline_at);
    let trimmed = foot::take(&mut body);
    Article {
        deck: facts::deck(page, &body),
        byline: writer::byline(page, &names, headline_at),
        source: facts::source(outlets),
        section: facts::section(page, headline),
        language: facts::language(page),
        tags: facts::tags(page),
        date: dates.published,
        updated: dates.updated,
        gaps: dates.gap.into_iter().chain(uncertain).collect(),
        body,
        trimmed,
        title,
        url,
        ..Article::default()
    }
}

fn read_plainly(page: &str, objection: &str) -> Article {
    let title = plain::title(page).map(|title| Found::by("title tag", title));
    let text = plain::paragraphs(page);
    let gap = Gap {
        code: "html_too_deep".into(),
        text: format!("the page {objection}: its tags were cut away, not read"),
    };
    Article {
        body: body::without_title(text, title.as_ref().map(|title| title.value.as_str())),
        title,
        gaps: vec![gap],
        ..Article::default()
    }
}

#[cfg(test)]
mod tests;

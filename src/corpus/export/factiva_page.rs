//! Reads a Factiva export in HTML, whose elements say in their classes what they hold.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use super::factiva::{self, DATABASE, FORMAT, PLACE, number_of, set_byline, take_details};
use super::{lines_of, words};
use crate::corpus::draft::Draft;
use crate::corpus::reader::{Around, Text};
use crate::corpus::{BadRecord, Record, html};

pub(super) fn recognises(text: &Text<'_>) -> bool {
    text.start.starts_with('<') && is_one(text.start)
}

/// A page with the classes of Factiva, which begin with the language of the user.
pub(super) fn is_one(page: &str) -> bool {
    static CLASSES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"class=["'](?:article [a-z]{2,4}Article|[a-z]{2,4}Headline|articleParagraph [a-z]{2,4}articleParagraph)"#)
            .expect("a valid pattern")
    });
    CLASSES.is_match(super::beginning(page))
}

pub(super) fn read(page: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    if html::objection(page).is_some() {
        return super::read(page, &DATABASE, around, each);
    }
    let page = Html::parse_document(page);
    let articles: Vec<ElementRef<'_>> = page.select(&selector("div.article")).collect();
    if articles.is_empty() {
        let reason = "it looks like a page of Factiva, but holds no article";
        return each(Err(BadRecord::new(
            around.file,
            None,
            "not_an_article",
            reason,
        )));
    }
    for (number, element) in (1..).zip(articles) {
        each(article(element, around, number));
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a valid selector")
}

/// What an element of an article is.
#[derive(PartialEq)]
enum Part {
    Headline,
    Author,
    Paragraph,
    /// The name of a field as a code stands before its value.
    Coded,
    Other,
}

fn article(element: ElementRef<'_>, around: &Around<'_>, number: u64) -> Record {
    let parts = parts(element);
    let mut draft = Draft::of(around, Some(number), FORMAT);
    if parts.iter().any(|(part, _)| *part == Part::Coded) {
        return coded(draft, &parts, around);
    }
    let count = parts
        .iter()
        .position(|(part, text)| *part == Part::Other && words::is_length(text));
    let count = count.unwrap_or(parts.len());
    for (part, text) in &parts[..count] {
        set_above(&mut draft, part, text);
    }
    let below = parts.get(count + 1..).unwrap_or_default();
    let details: Vec<&str> = below
        .iter()
        .take_while(|(part, _)| *part == Part::Other)
        .map(|(_, text)| text.as_str())
        .collect();
    let taken = take_details(&mut draft, &details);
    let mut body = Vec::new();
    for (_, text) in &below[taken..] {
        match number_of(text) {
            Some(key) => draft.article.key = Some(key.to_owned()),
            None => body.push(text.clone()),
        }
    }
    draft.into_record(body, around)
}

/// An article whose table names the fields by codes is read as its lines are.
fn coded(draft: Draft, parts: &[(Part, String)], around: &Around<'_>) -> Record {
    let lines = lines_of(parts.iter().map(|(_, text)| text.clone()).collect());
    factiva::coded(draft, &lines.lines().collect::<Vec<_>>(), around)
}

fn set_above(draft: &mut Draft, part: &Part, text: &str) {
    match part {
        Part::Headline => draft.text(|a| &mut a.title, text, "class"),
        Part::Author => set_byline(draft, text, "class"),
        _ if draft.article.title.is_none() => draft.text(|a| &mut a.section, text, PLACE),
        _ => draft.trim(PLACE, text),
    }
}

/// The innermost blocks of an article in their order.
fn parts(article: ElementRef<'_>) -> Vec<(Part, String)> {
    static BLOCKS: LazyLock<Selector> = LazyLock::new(|| selector("div, p, tr"));
    let mut parts = Vec::new();
    for element in article.select(&BLOCKS) {
        let name = element.value().name();
        let is_row = name == "tr";
        let has_inner = element.select(&BLOCKS).any(|inner| inner != element);
        let in_row = element.ancestors().any(|above| {
            above
                .value()
                .as_element()
                .is_some_and(|above| above.name() == "tr")
        });
        if !is_row && (has_inner || in_row) {
            continue;
        }
        parts.extend(part(element));
    }
    parts
}

fn part(element: ElementRef<'_>) -> Option<(Part, String)> {
    static CELLS: LazyLock<Selector> = LazyLock::new(|| selector("td"));
    static HEADLINE: LazyLock<Selector> =
        LazyLock::new(|| selector("[class$=Headline], [class$=headline]"));
    let text = html::element_paragraphs(element);
    let class = element.value().attr("class").unwrap_or_default();
    if element.value().name() == "tr" {
        let mut cells = element.select(&CELLS).map(html::element_paragraphs);
        let code = cells.next()?.join(" ");
        let value = cells.flatten().collect::<Vec<_>>().join("\n\n");
        return Some(match factiva::is_code(&code) {
            true => (Part::Coded, format!("{code}\t{value}")),
            false => (Part::Paragraph, format!("{code} {value}").trim().to_owned()),
        });
    }
    let text = text.join(" ");
    if text.is_empty() {
        return None;
    }
    let part = if class.ends_with("Headline") || element.select(&HEADLINE).next().is_some() {
        Part::Headline
    } else if class.split(' ').any(|class| class == "author") {
        Part::Author
    } else if class.contains("articleParagraph") {
        Part::Paragraph
    } else {
        Part::Other
    };
    Some((part, text))
}

//! Takes the fields of a page from where its archive's owner says that they stand.

use scraper::{ElementRef, Html};

use crate::article::Article;
use crate::byline::Byline;
use crate::corpus::fields;
use crate::corpus::reader::Around;
use crate::corpus::rules::put;
use crate::corpus::settings::{Css, Part, Pick};
use crate::date::Date;
use crate::date::printed::Reading;

use super::render;

/// Takes the fields of a page by the rule that is for it; what the rule does not find stays as it
/// was read, and is noted.
pub(super) fn apply(html: &Html, around: &Around<'_>, article: &mut Article) {
    let mut pages = around.settings.pages.iter();
    let rule = pages.find(|page| page.is_for(article));
    let Some(css) = rule.and_then(|rule| rule.css.as_deref()) else {
        return;
    };
    for (part, pick) in &css.picks {
        let is_found = set(*part, pick, css, html, article);
        if !is_found {
            around.notes.of(around.file, |note| {
                let field = part.name();
                let remark = format!("{}: {field} = “{}” finds nothing", css.rule, pick.written);
                note.remarks.push(remark);
            });
        }
    }
}

/// Sets one field; whether its selector finds something that can be read.
fn set(part: Part, pick: &Pick, css: &Css, html: &Html, article: &mut Article) -> bool {
    let elements = outermost(html, pick);
    let texts: Vec<String> = elements
        .iter()
        .filter_map(|element| text(*element, pick))
        .collect();
    match part {
        Part::Body => {
            let body: Vec<String> = elements
                .iter()
                .flat_map(|element| render::paragraphs(*element))
                .collect();
            let is_found = !body.is_empty();
            if is_found {
                article.body = body;
                article.trimmed.clear();
                article.gaps.retain(|gap| gap.code != "body_uncertain");
            }
            is_found
        }
        Part::Title => texts
            .first()
            .map(|title| put(&mut article.title, title.clone(), &css.rule, String::clone))
            .is_some(),
        Part::Byline => Byline::of_people(&texts)
            .map(|byline| {
                put(&mut article.byline, byline, &css.rule, |byline| {
                    byline.printed.clone()
                });
            })
            .is_some(),
        Part::Date => texts
            .iter()
            .find_map(|text| date(text, css))
            .map(|date| {
                put(&mut article.date, date, &css.rule, Date::to_string);
                article.gaps.retain(|gap| !gap.code.starts_with("date_"));
            })
            .is_some(),
    }
}

/// The elements that a selector finds, but for those inside of others that it finds.
fn outermost<'h>(html: &'h Html, pick: &Pick) -> Vec<ElementRef<'h>> {
    let mut found: Vec<ElementRef<'h>> = Vec::new();
    for element in html.select(&pick.selector) {
        let is_inside = element
            .ancestors()
            .any(|above| found.iter().any(|known| known.id() == above.id()));
        if !is_inside {
            found.push(element);
        }
    }
    found
}

/// The text of an element, or of the attribute that is asked for.
fn text(element: ElementRef<'_>, pick: &Pick) -> Option<String> {
    let text = match &pick.attribute {
        Some(name) => element.value().attr(name)?.to_owned(),
        None => element.text().collect(),
    };
    let text = render::tidy(&text);
    (!text.is_empty()).then_some(text)
}

fn date(text: &str, css: &Css) -> Option<Date> {
    if let Some(date) = css.dates.as_ref().and_then(|format| format.read(text)) {
        return Some(date);
    }
    match fields::read_date(text) {
        Reading::Date(date) => Some(date),
        _ => None,
    }
}

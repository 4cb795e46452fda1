//! Reads a saved web page as an article.

mod body;
mod dates;
mod facts;
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

use scraper::Html;

use crate::article::{Article, Found, Gap, Place};
use crate::corpus::clues::Clues;
use crate::corpus::{BadRecord, Record, dateline};

use self::body::Certainty;
use self::page::Page;

/// Reads one saved page, stored as `file`, as an article; `clues` date a page that does not.
///
/// A page without any text is a bad record.
pub fn read(page: &str, file: &str, clues: &Clues) -> Record {
    let article = match guard::objection(page) {
        Some(objection) => read_plainly(page, &objection),
        None => read_tree(page),
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
    Ok(Article {
        dateline: printed(town),
        wire: printed(agency),
        date: article.date.or_else(|| clues.date.clone()),
        place,
        format: "html".into(),
        ..article
    })
}

/// The paragraphs of a piece of HTML, as found in the bodies of other formats.
pub fn paragraphs(fragment: &str) -> Vec<String> {
    if guard::objection(fragment).is_some() {
        return plain::paragraphs(fragment);
    }
    let fragment = Html::parse_fragment(fragment);
    render::paragraphs(fragment.root_element())
}

/// Whether a file that begins like this is a web page.
pub fn looks_like_page(head: &str) -> bool {
    let head = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let Some(rest) = head.strip_prefix('<') else {
        return false;
    };
    let lower = rest.chars().take(2_000).collect::<String>().to_lowercase();
    ["!doctype html", "html", "head", "body"]
        .iter()
        .any(|start| lower.starts_with(start))
        || (lower.starts_with(['!', '?']) && lower.contains("<html"))
}

fn read_tree(source: &str) -> Article {
    let html = Html::parse_document(source);
    let page = Page::of(&html);
    // The guard counts tags; what a parser makes of them may still be deeper.
    if page.depth > guard::MAX_DEPTH {
        return read_plainly(source, &format!("nests its elements {} deep", page.depth));
    }
    let url = facts::url(&page);
    let address = url.as_ref().map(|url| url.value.as_str());
    let outlets = facts::outlets(&page, address);
    let names: Vec<String> = outlets.iter().map(|seen| seen.value.clone()).collect();
    let title = title::title(&page, &names);
    let headline = title.as_ref().map(|title| title.value.as_str());
    let headline_at = title::position(&page, headline);
    let dates = dates::dates(&page, address, headline_at);
    let body = body::body(source, &html, &page);
    let uncertain = (body.certainty == Certainty::Uncertain).then(|| Gap {
        code: "body_uncertain".into(),
        text: "the article's text could not be told from the rest of the page".to_owned(),
    });
    let body = body::without_title(body.paragraphs, headline);
    let body = body::with_lead(body, &page, headline_at);
    Article {
        deck: facts::deck(&page, &body),
        byline: writer::byline(&page, &names, headline_at),
        source: facts::source(outlets),
        section: facts::section(&page, headline),
        language: facts::language(&page),
        tags: facts::tags(&page),
        date: dates.published,
        updated: dates.updated,
        gaps: dates.gap.into_iter().chain(uncertain).collect(),
        body,
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

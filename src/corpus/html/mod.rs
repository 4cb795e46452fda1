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
use crate::corpus::{BadRecord, Record};

use self::body::Certainty;
use self::page::Page;
use self::weigh::Candidate;

/// Reads one saved page, stored as `file`, as an article.
///
/// A page without any text is a bad record.
pub fn read(page: &str, file: &str) -> Record {
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
    Ok(Article {
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
    if page.depth > guard::MAX_DEPTH {
        return read_plainly(source, &format!("nests its elements {} deep", page.depth));
    }
    let url = facts::url(&page);
    let address = url.as_ref().map(|url| url.value.as_str());
    let outlets = facts::outlets(&page, address);
    let names: Vec<String> = outlets
        .iter()
        .map(|outlet: &Candidate<String>| outlet.value.clone())
        .collect();
    let title = title::title(&page, &names);
    let headline_at = title::position(&page, title.as_ref().map(|title| title.value.as_str()));
    let dates = dates::dates(&page, address, headline_at);
    let printed_title = title.as_ref().map(|title| title.value.as_str());
    let body = body::body(source, &html, &page);
    let paragraphs = body::without_title(body.paragraphs, printed_title);
    let paragraphs = body::with_lead(paragraphs, &page, headline_at);
    let uncertain = (body.certainty == Certainty::Uncertain).then(|| Gap {
        code: "body_uncertain".into(),
        text: "the article's text could not be told from the rest of the page".to_owned(),
    });
    Article {
        deck: facts::deck(&page, &paragraphs),
        byline: writer::byline(&page, &names, headline_at),
        source: facts::source(outlets),
        section: facts::section(&page, printed_title),
        language: facts::language(&page),
        tags: facts::tags(&page),
        date: dates.published,
        updated: dates.updated,
        gaps: dates.gap.into_iter().chain(uncertain).collect(),
        body: paragraphs,
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
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Reads a page on a stack of 8 MiB, the smallest that a main thread has.
    fn read_on_small_stack(page: String) -> Record {
        let thread = std::thread::Builder::new().stack_size(8 << 20);
        let reading = thread.spawn(move || read(&page, "attack.html"));
        reading.expect("a thread").join().expect("no panic")
    }

    #[test]
    fn no_page_is_deep_enough_to_overflow_the_stack() {
        for (name, page) in [
            ("div", "<div>".repeat(100_000)),
            ("b", "<b>".repeat(50_000)),
            ("tables", "<table><tr><td>".repeat(20_000)),
            ("span", "<span>".repeat(30_000)),
            ("divs within the limit", "<div>".repeat(990)),
            ("tables within the limit", "<table><tr><td>".repeat(990)),
            ("formatting within the limit", "<b id=1><p>".repeat(300)),
            ("lists within the limit", "<ul><li>".repeat(990)),
            ("spans within the limit", "<p><span>".repeat(990)),
            ("quotes within the limit", "<blockquote>".repeat(990)),
        ] {
            let start = Instant::now();
            let record =
                read_on_small_stack(page + "Rain fell all day in the north of the county.");
            eprintln!("{name} {:?} {:?}", start.elapsed(), record.map(|r| r.gaps));
        }
        for (name, page) in [
            ("p", "<p>Rain fell.".repeat(500_000)),
            ("line", "rain ".repeat(4_200_000)),
            (
                "attributes",
                format!(
                    "<p {}>Rain fell.",
                    (0..50_000).map(|n| format!("a{n}=b ")).collect::<String>()
                ),
            ),
            ("brackets", "<".repeat(2_000_000)),
            ("entities", "&amp; ".repeat(900_000)),
            (
                "json",
                format!(
                    "<script type='application/ld+json'>{}</script><p>Rain fell.",
                    "[".repeat(200_000)
                ),
            ),
        ] {
            let start = Instant::now();
            let record = read_on_small_stack(page);
            eprintln!("{name} {:?} {:?}", start.elapsed(), record.map(|r| r.gaps));
        }
        let _ = Duration::ZERO;
    }
}

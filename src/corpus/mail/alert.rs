//! Reads the hits of a Google Alert, each of which is an article somewhere else.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};

use crate::article::{Article, Found, Gap};
use crate::corpus::reader::{Around, not_in_silence};
use crate::corpus::{BadRecord, Record, html};

/// The page of an alert, by who sent it.
pub(super) fn is_one(sender: &str, page: &str) -> bool {
    sender.contains("googlealerts") && page.contains("schema.org/Article")
}

/// Hands on each hit with the date of the mail.
pub(super) fn read(page: &str, mail: &Article, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    static HITS: LazyLock<Selector> = LazyLock::new(|| {
        Selector::parse("[itemtype$=\"schema.org/Article\"]").expect("a valid selector")
    });
    if let Some(why) = html::objection(page) {
        let reason = format!("the page of the alert {why}");
        return each(Err(BadRecord::new(
            around.file,
            None,
            "html_too_deep",
            reason,
        )));
    }
    let page = Html::parse_document(page);
    not_in_silence(around, each, |each| {
        for hit in page.select(&HITS) {
            each(article(hit, mail, around));
        }
    });
}

/// The rule of what stands in a hit.
const RULE: &str = "alert";

fn article(hit: ElementRef<'_>, mail: &Article, around: &Around<'_>) -> Record {
    let text = |selector: &str| {
        let selector = Selector::parse(selector).expect("a valid selector");
        let found = hit.select(&selector).next().map(html::element_paragraphs);
        let line = found?.join(" ");
        (!line.is_empty()).then(|| Found::by(RULE, line))
    };
    let title = text("a [itemprop=name]").or_else(|| text("[itemprop=name]"));
    if title.is_none() {
        let reason = "a hit of an alert without a title";
        return Err(BadRecord::new(around.file, None, "not_an_article", reason));
    }
    Ok(Article {
        title,
        source: text("[itemprop=publisher]"),
        deck: text("[itemprop=description]"),
        url: address(hit).map(|url| Found::by(RULE, url)),
        date: mail.date.clone(),
        gaps: vec![Gap {
            code: "body_missing".into(),
            text: "an alert names an article, and holds no text of it".into(),
        }],
        place: mail.place.clone(),
        format: mail.format.clone(),
        ..Article::default()
    })
}

/// The address of the article, out of that which counts the clicks.
fn address(hit: ElementRef<'_>) -> Option<String> {
    static LINK: LazyLock<Selector> =
        LazyLock::new(|| Selector::parse("a[href]").expect("a valid selector"));
    let link = hit.select(&LINK).next()?.value().attr("href")?;
    let inner = link
        .split(['?', '&'])
        .find_map(|part| part.strip_prefix("url="));
    let address = inner.map_or_else(|| link.to_owned(), unescaped);
    let is_one = address.starts_with("http")
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    is_one.then_some(address)
}

/// The text with its `%2F` read.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let read = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(read.unwrap_or(*first));
        rest = if read.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

//! Finds the text of a page's article.

use std::panic::AssertUnwindSafe;
use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options, extract_document};

use crate::corpus::settings::Pages;

use super::bulk;
use super::copy::{Extent, copy};
use super::page::{Page, Role, Zone};
use super::render::{self, tidy};
use super::weigh::folded;

/// A text, and whether it may hold more or less than the article.
pub(super) struct Body {
    pub(super) paragraphs: Vec<String>,
    pub(super) certainty: Certainty,
}

/// Whether a text is the article's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    Certain,
    Uncertain,
}

/// Shorter paragraphs outside any article are labels and links.
const MIN_LETTERS_OF_LOOSE_PARAGRAPH: usize = 40;

/// A text of fewer letters may be only a part of the article.
const LETTERS_OF_LITTLE: usize = 1_500;

/// A text of fewer letters is doubtful though nothing else is found.
const LETTERS_OF_A_PIECE: usize = 250;

/// How many times as long another reading of the page must be to be the better one.
const MUCH_MORE: f64 = 1.5;

/// Longer paragraphs are more than the credit of a picture.
const MAX_BYTES_OF_CREDIT: usize = 120;

/// How many lines behind the headline a lead may stand, and how long it may be.
const LINES_TO_LEAD: usize = 12;
const MAX_BYTES_OF_LEAD: usize = 1_500;

/// The text of the article: as it is found in the page, else as the metadata states it, else all
/// paragraphs of the page.
pub(super) fn body(html: &Html, page: &Page<'_>, pages: Pages) -> Body {
    let mut paragraphs = match pages {
        Pages::Full => extracted(html, page),
        Pages::Fast => bulk::paragraphs(html, &page.headed),
    };
    paragraphs.retain(|text| !is_credit(text));
    if !paragraphs.is_empty() {
        return Body {
            paragraphs,
            certainty: Certainty::Certain,
        };
    }
    let stated = page
        .graph
        .articles()
        .filter_map(|node| node.get("articleBody")?.as_str())
        .max_by_key(|text| text.len())
        .map(lines)
        .unwrap_or_default();
    if !stated.is_empty() {
        return Body {
            paragraphs: stated,
            certainty: Certainty::Certain,
        };
    }
    Body {
        paragraphs: loose(html.root_element()),
        certainty: Certainty::Uncertain,
    }
}

/// What the extractor finds when it may leave out doubtful parts; where that is little, and one
/// pass over the page finds more, what it finds when it compares several readings.
fn extracted(html: &Html, page: &Page<'_>) -> Vec<String> {
    let strict = || Options::default().with_focus(ExtractionFocus::FavorPrecision);
    let first = extracted_with(html, Extent::Essence, strict());
    let length = letters(&first);
    if length > LETTERS_OF_LITTLE {
        return first;
    }
    let is_much_more = |other: usize, than: usize| other as f64 > than as f64 * MUCH_MORE;
    if length > LETTERS_OF_A_PIECE
        && !is_much_more(letters(&bulk::paragraphs(html, &page.headed)), length)
    {
        return first;
    }
    let compared = strict().with_fallback(true);
    let strict = extracted_with(html, Extent::Whole, compared.clone());
    let length = letters(&strict);
    if length > LETTERS_OF_LITTLE {
        return strict;
    }
    let lenient = compared.with_focus(ExtractionFocus::Balanced);
    let lenient = extracted_with(html, Extent::Whole, lenient);
    if is_much_more(letters(&lenient), length) {
        lenient
    } else {
        strict
    }
}

fn letters(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|text| text.chars().count()).sum()
}

fn extracted_with(html: &Html, extent: Extent, options: Options) -> Vec<String> {
    let options = options
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let extract = || extract_document(copy(html, extent), &options);
    // A page that the extractor cannot cope with is read by the ways below it; the copy that it has
    // changed is gone with it.
    let result = std::panic::catch_unwind(AssertUnwindSafe(extract));
    let Ok(Ok(result)) = result else {
        return Vec::new();
    };
    let fragment = Html::parse_fragment(&result.content_html);
    render::paragraphs(fragment.root_element())
}

/// Whether a paragraph only says whose picture stood there.
fn is_credit(text: &str) -> bool {
    static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?i:fotos?|photos?|bild(?:er|quelle|nachweis|rechte)?|titelbild|titelfoto|photo (?:by|credit|courtesy)|crédits? ?(?:photos?)?|image(?: credit)?|picture|imagen|foto de)(?: ?[:©]| by )|^©",
        )
        .expect("the pattern is valid")
    });
    text.len() <= MAX_BYTES_OF_CREDIT && CREDIT.is_match(text)
}

/// The lines of a text, or the paragraphs of one with markup.
fn lines(text: &str) -> Vec<String> {
    if text.contains("</") || text.contains("<p>") {
        return super::paragraphs(text);
    }
    let lines = text.lines().map(tidy);
    lines.filter(|line| !line.is_empty()).collect()
}

/// The text of all `<p>` on the page that are long enough to be sentences.
fn loose(root: ElementRef<'_>) -> Vec<String> {
    root.descendent_elements()
        .filter(|element| element.value().name() == "p")
        .flat_map(render::paragraphs)
        .filter(|text| text.chars().count() >= MIN_LETTERS_OF_LOOSE_PARAGRAPH)
        .collect()
}

/// The body without the title, where it is repeated as the first paragraph.
pub(super) fn without_title(mut body: Vec<String>, title: Option<&str>) -> Vec<String> {
    let repeats = |first: &String| title.is_some_and(|title| folded(title) == folded(first));
    if body.len() > 1 && body.first().is_some_and(repeats) {
        body.remove(0);
    }
    body
}

/// The body with the lead that the page prints between the headline and the text, which
/// extractors take for a label.
pub(super) fn with_lead(mut body: Vec<String>, page: &Page<'_>, headline_at: usize) -> Vec<String> {
    let marked = page
        .marked(Role::Lead)
        .filter(|mark| mark.zone == Zone::Main)
        .filter(|mark| (headline_at..headline_at + LINES_TO_LEAD).contains(&mark.at))
        .take(LINES_TO_LEAD)
        .filter_map(|mark| render::line_within(mark.element, MAX_BYTES_OF_LEAD));
    let lines = page.lines.iter().skip(headline_at).take(LINES_TO_LEAD);
    let printed: Vec<String> = lines.map(|line| folded(line)).collect();
    let described = page
        .metas(&["og:description", "description"])
        .map(tidy)
        .filter(|lead| {
            let lead = folded(lead.trim_end_matches(['.', '…']));
            printed.iter().any(|line| line.starts_with(&lead))
        });
    let text = folded(&body.concat());
    let lead = marked.chain(described).find(|lead| {
        lead.chars().count() >= MIN_LETTERS_OF_LOOSE_PARAGRAPH
            && lead.len() <= MAX_BYTES_OF_LEAD
            && !text.contains(&folded(lead))
    });
    if let Some(lead) = lead {
        body.insert(0, lead);
    }
    body
}

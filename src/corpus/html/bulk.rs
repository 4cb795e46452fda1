//! Finds the text of a page's article in one pass: it is what stands in the smallest element that
//! holds most of the sentences on the page.
//!
//! This takes a twentieth of the time of the extractor that weighs several readings of a page, and
//! finds a little less: see `examples/pages`.

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Html};

use super::page::{ASIDE, class_and_id};
use super::render::{BLOCKS, SKIPPED, tidy};
use super::walk::{Step, Then, walk};

/// How much of the letters in sentences the article's element holds at least, as a fraction.
const SHARE: (usize, usize) = (4, 5);

/// A paragraph with fewer letters need not be one of sentences.
const LETTERS_OF_SENTENCES: usize = 60;

/// What is in no paragraph of its own is text from so many letters on, or from so few if it ends
/// as a sentence does.
const LETTERS_OF_LOOSE_TEXT: usize = 60;
const LETTERS_OF_SENTENCE: usize = 25;

/// How far below a heading its text begins, in paragraphs.
const PARAGRAPHS_BELOW_HEADING: usize = 3;

/// How much larger what seems to surround the article must be to be the article.
const TIMES_AROUND: usize = 4;

/// The paragraphs of the article; elements in `headed` have the headline in them, whatever they
/// are called.
pub(super) fn paragraphs(html: &Html, headed: &HashSet<NodeId>) -> Vec<String> {
    let mut outline = Outline::default();
    walk(html.root_element(), |step| outline.take(step, headed));
    outline.paragraphs()
}

/// What a paragraph stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    Prose,
    Item,
    Loose,
}

impl Kind {
    fn of(name: &str) -> Kind {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
            "p" | "blockquote" | "pre" => Kind::Prose,
            "li" | "ul" | "ol" | "table" | "tbody" | "tr" | "td" => Kind::Item,
            _ => Kind::Loose,
        }
    }
}

/// A paragraph, with its letters and those of them in links.
struct Paragraph {
    text: String,
    letters: usize,
    linked: usize,
    kind: Kind,
    is_aside: bool,
    /// The number of the element it stands in.
    within: usize,
}

impl Paragraph {
    fn is_sentences(&self) -> bool {
        self.letters >= LETTERS_OF_SENTENCES
            && self.linked * 3 < self.letters
            && self.kind != Kind::Heading
    }

    /// What it counts where the article is looked for.
    fn weight(&self) -> usize {
        match (self.is_sentences(), self.kind) {
            (false, _) => 0,
            (true, Kind::Prose) => self.letters * 2,
            (true, _) => self.letters,
        }
    }

    fn ends_sentence(&self) -> bool {
        let closing = ['"', '”', '»', '’', ')'];
        let text = self.text.trim_end_matches(closing);
        text.ends_with(['.', '!', '?', '…', ':', '。'])
    }
}

/// An element of the page, numbered in document order.
struct Element {
    parent: usize,
    /// The number of the last element in it.
    last: usize,
    weight: usize,
    /// Whether it may hold paragraphs, and is none itself.
    is_container: bool,
}

/// An element that is not closed yet.
struct Open {
    number: usize,
    kind: Kind,
    is_aside: bool,
}

/// The paragraphs and elements of a page, as a walk meets them.
#[derive(Default)]
struct Outline {
    elements: Vec<Element>,
    paragraphs: Vec<Paragraph>,
    open: Vec<Open>,
    /// How many of the open elements are links, and how many surround the article.
    links: usize,
    asides: usize,
    text: String,
    linked: usize,
    breaks: usize,
}

impl Outline {
    fn take(&mut self, step: Step<'_>, headed: &HashSet<NodeId>) -> Then {
        match step {
            Step::Text(text) => self.take_text(text),
            Step::Open(element) => return self.enter(element, headed),
            Step::Close(element) => self.leave(element),
        }
        Then::Enter
    }

    fn take_text(&mut self, text: &str) {
        let letters = text.trim();
        if !letters.is_empty() {
            self.breaks = 0;
        }
        if self.links > 0 {
            self.linked += letters.chars().count();
        }
        self.text.push_str(text);
    }

    fn enter(&mut self, element: ElementRef<'_>, headed: &HashSet<NodeId>) -> Then {
        let name = element.value().name();
        match name {
            name if SKIPPED.contains(&name) => return Then::Skip,
            "br" => {
                self.breaks += 1;
                // Two breaks in a row are how old pages part paragraphs.
                match self.breaks > 1 {
                    true => self.end_paragraph(),
                    false => self.text.push(' '),
                }
                return Then::Skip;
            }
            "td" | "th" => self.text.push(' '),
            name if BLOCKS.contains(&name) => self.end_paragraph(),
            _ => {}
        }
        let is_aside = is_aside(element) && !headed.contains(&element.id());
        self.asides += usize::from(is_aside);
        self.links += usize::from(name == "a");
        let number = self.elements.len();
        self.elements.push(Element {
            parent: self.open.last().map_or(0, |open| open.number),
            last: number,
            weight: 0,
            is_container: BLOCKS.contains(&name) && Kind::of(name) == Kind::Loose,
        });
        self.open.push(Open {
            number,
            kind: Kind::of(name),
            is_aside,
        });
        Then::Enter
    }

    fn leave(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if BLOCKS.contains(&name) {
            self.end_paragraph();
        }
        let Some(open) = self.open.pop() else { return };
        self.elements[open.number].last = self.elements.len() - 1;
        self.links -= usize::from(name == "a");
        self.asides -= usize::from(open.is_aside);
    }

    fn end_paragraph(&mut self) {
        let text = tidy(&self.text);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        let Some(open) = self.open.last().filter(|_| !text.is_empty()) else {
            return;
        };
        self.paragraphs.push(Paragraph {
            letters: text.chars().count(),
            linked,
            kind: open.kind,
            is_aside: self.asides > 0,
            within: open.number,
            text,
        });
    }

    fn paragraphs(mut self) -> Vec<String> {
        let (around, inside): (Vec<&Paragraph>, Vec<_>) =
            self.paragraphs.iter().partition(|text| text.is_aside);
        let letters = |texts: Vec<&Paragraph>| -> usize {
            let sentences = texts.into_iter().filter(|text| text.is_sentences());
            sentences.map(|text| text.letters).sum()
        };
        if letters(inside) * TIMES_AROUND > letters(around) {
            self.paragraphs.retain(|text| !text.is_aside);
        }
        let Some((first, last)) = self.article() else {
            return Vec::new();
        };
        let within = |text: &Paragraph| (first..=last).contains(&text.within);
        self.paragraphs.retain(within);
        let is_kept: Vec<bool> = (0..self.paragraphs.len())
            .map(|at| self.is_text(at))
            .collect();
        let kept = self.paragraphs.into_iter().zip(is_kept);
        kept.filter_map(|(text, is_kept)| is_kept.then_some(text.text))
            .collect()
    }

    /// The number of the element that is the article, and of the last element in it.
    fn article(&mut self) -> Option<(usize, usize)> {
        for text in &self.paragraphs {
            self.elements[text.within].weight += text.weight();
        }
        // An element has a higher number than those it is in.
        for number in (1..self.elements.len()).rev() {
            let Element { parent, weight, .. } = self.elements[number];
            self.elements[parent].weight += weight;
        }
        let all = self.elements.first()?.weight;
        let holds_most =
            |element: &Element| element.is_container && element.weight * SHARE.1 >= all * SHARE.0;
        // Those that hold most of it lie one in the other.
        let number = self.elements.iter().rposition(holds_most)?;
        Some((number, self.elements[number].last))
    }

    /// Whether the paragraph at this place belongs to the text.
    fn is_text(&self, at: usize) -> bool {
        let text = &self.paragraphs[at];
        let is_link = text.linked * 2 >= text.letters;
        match text.kind {
            Kind::Heading => {
                let below = &self.paragraphs[at + 1..];
                let mut near = below.iter().take(PARAGRAPHS_BELOW_HEADING);
                !is_link && near.any(Paragraph::is_sentences)
            }
            Kind::Prose => text.linked * 5 < text.letters * 4,
            Kind::Item => !is_link,
            Kind::Loose => {
                let is_long = text.letters >= LETTERS_OF_LOOSE_TEXT;
                let is_sentence = text.letters >= LETTERS_OF_SENTENCE && text.ends_sentence();
                !is_link && (is_long || is_sentence)
            }
        }
    }
}

/// Whether an element stands around the article or beside its text, by its name.
fn is_aside(element: ElementRef<'_>) -> bool {
    match element.value().name() {
        "aside" | "nav" | "footer" => true,
        "div" | "section" | "ul" | "ol" | "li" | "form" | "p" | "span" | "table" => {
            element.attr("itemprop").is_none()
                && class_and_id(element)
                    .is_some_and(|names| ASIDE.is_match(&names) || BESIDE_TEXT.is_match(&names))
        }
        _ => false,
    }
}

/// Words in classes and ids of what stands between the paragraphs of a text and is none.
static BESIDE_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        " (caption|share|social|sharing|tags|bread ?crumbs?|byline|author|bio|cookie|banner|advert|disclaimer|copyright|meta|subscribe|signup|login|modal|popup|hidden|sponsored|credits?|gallery) ",
    )
    .expect("the pattern is valid")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_element_with_most_sentences_is_the_article() {
        let long = "The inquiry into the flood of March opened on Tuesday, and the mayor spoke first of all.";
        for (page, expected) in [
            (
                format!("<nav>Home News</nav><div><p>{long}</div><p>Imprint"),
                vec![long],
            ),
            (
                format!(
                    "<p>x<div><h2>Why</h2><p>{long}<p>It rained.<p><a>More</a><h2>Also</h2></div>"
                ),
                vec!["Why", long, "It rained."],
            ),
            (
                format!("<div class=related><p>{long}</div><div><p>It did.<p>{long}</div>"),
                vec!["It did.", long],
            ),
            (format!("<div class=meta><p>{long}</div>"), vec![long]),
            (
                format!("<div>{long}<br><br>He left early, it is said.<br><br>Share"),
                vec![long, "He left early, it is said."],
            ),
            ("<p>Short".to_owned(), vec!["Short"]),
            (String::new(), vec![]),
        ] {
            let html = Html::parse_document(&page);
            assert_eq!(paragraphs(&html, &HashSet::new()), expected, "{page}");
        }
    }
}

//! Writes sentences and paragraphs in the words of a story.

use morgue::bench::lots::Lots;

use super::story::Story;
use super::words::{self, Words};

/// Function words among all words.
const FUNCTION_SHARE: f64 = 0.45;
/// Content words that belong to the story, where there is one.
const TOPIC_SHARE: f64 = 0.2;
/// Set phrases among content words, and how many there are.
const PHRASE_SHARE: f64 = 0.04;
const PHRASES: f64 = 30_000.0;
const PHRASE_LINKS: [&str; 6] = ["", " of", " of the", " and", " in the", " for"];
/// Paragraphs with something said.
const QUOTE_SHARE: f64 = 0.2;

/// Writes in the language as it is by now.
pub(crate) struct Writer<'a> {
    pub(crate) words: &'a mut Words,
    pub(crate) lots: &'a mut Lots,
    /// How many content words there are by now.
    pub(crate) vocabulary: f64,
}

impl Writer<'_> {
    /// A text of about so many words in paragraphs.
    pub(crate) fn body(&mut self, length: usize, story: &Story) -> Vec<String> {
        let (mut paragraphs, mut written) = (Vec::new(), 0);
        while written < length {
            let mut paragraph = String::new();
            for _ in 0..=self.lots.below(3) {
                let words = 7 + self.lots.below(22);
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                if self.lots.happens(QUOTE_SHARE) {
                    self.said(words, story, &mut paragraph);
                } else {
                    self.sentence(words, story, &mut paragraph);
                }
                written += words;
            }
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    /// A headline.
    pub(crate) fn title(&mut self, story: &Story) -> String {
        let mut title = String::new();
        for place in 0..4 + self.lots.below(5) {
            if place > 0 {
                title.push(' ');
            }
            if place % 3 == 2 {
                title += self.words.function(self.lots);
            } else {
                let begin = title.len();
                self.content(story, &mut title);
                capitalise(&mut title, begin);
            }
        }
        title
    }

    /// The name of a person or place by its number.
    pub(crate) fn name(&mut self, number: usize) -> String {
        let mut name = String::new();
        for part in [number * 7 + 11, number * 13 + 300] {
            if !name.is_empty() {
                name.push(' ');
            }
            let begin = name.len();
            name += self.words.content(part);
            capitalise(&mut name, begin);
        }
        name
    }

    fn said(&mut self, words: usize, story: &Story, out: &mut String) {
        out.push('“');
        self.clause(words, story, out);
        out.push_str(",” said ");
        out.push_str(story.name(self.lots));
        out.push('.');
    }

    fn sentence(&mut self, words: usize, story: &Story, out: &mut String) {
        self.clause(words, story, out);
        out.push('.');
    }

    fn clause(&mut self, words: usize, story: &Story, out: &mut String) {
        let begin = out.len();
        for place in 0..words {
            if place > 0 {
                out.push_str(if self.lots.happens(0.05) { ", " } else { " " });
            }
            if self.lots.happens(FUNCTION_SHARE) {
                out.push_str(self.words.function(self.lots));
            } else {
                self.thing(story, out);
            }
        }
        capitalise(out, begin);
    }

    fn thing(&mut self, story: &Story, out: &mut String) {
        match self.lots.below(1000) {
            0..40 => out.push_str(story.name(self.lots)),
            40..60 => out.push_str(&(1 + self.lots.below(2000)).to_string()),
            60..66 => out.push_str(&format!("${}m", 1 + self.lots.below(90))),
            66..76 => {
                self.content(story, out);
                out.push('-');
                self.content(story, out);
            }
            76..85 => out.push_str("U.S."),
            _ if self.lots.happens(PHRASE_SHARE) => self.phrase(out),
            _ => self.content(story, out),
        }
    }

    /// A set phrase: the same words in the same order each time.
    fn phrase(&mut self, out: &mut String) {
        let mut fixed = Lots::new(words::rank(PHRASES, self.lots) as u64);
        let (first, last) = (fixed.below(4_000), fixed.below(4_000));
        out.push_str(self.words.content(first));
        out.push_str(PHRASE_LINKS[fixed.below(PHRASE_LINKS.len())]);
        out.push(' ');
        out.push_str(self.words.content(last));
    }

    fn content(&mut self, story: &Story, out: &mut String) {
        let rank = match story.topic(self.lots, TOPIC_SHARE) {
            Some(rank) => rank,
            None => words::rank(self.vocabulary, self.lots),
        };
        out.push_str(self.words.content(rank));
        match self.lots.below(100) {
            0..12 => out.push('s'),
            12..15 => out.push_str("ing"),
            15..17 => out.push_str("'s"),
            _ => {}
        }
    }
}

/// Makes the letter at this place a capital; words here begin with an ASCII letter.
fn capitalise(text: &mut String, at: usize) {
    if let Some(first) = text[at..].chars().next() {
        text.replace_range(at..at + first.len_utf8(), &first.to_uppercase().to_string());
    }
}

//! Reads a page of ALTO: its blocks, the lines in them, the words in those.

use crate::corpus::xml::Element;

/// A page, its blocks in their order.
pub(super) struct Page {
    pub(super) blocks: Vec<Block>,
}

/// A block of text.
pub(super) struct Block {
    lines: Vec<Line>,
    /// The ids of the block and of what is around it.
    ids: Vec<String>,
    width: f64,
}

struct Line {
    id: String,
    /// Where it begins, from the left.
    left: f64,
    words: Vec<Word>,
}

/// A word as it was recognised.
#[derive(Clone)]
struct Word {
    id: String,
    /// Its number in the page, from 1.
    number: u64,
    text: String,
    /// The whole word, where a line ends inside it.
    whole: Option<String>,
    is_second_half: bool,
    /// A hyphen stands behind it at the end of its line.
    is_hyphenated: bool,
}

/// A part of a page, by the ids of its first and last element, or of one that holds all of it.
pub(super) struct Area {
    pub(super) begin: String,
    pub(super) end: String,
}

impl Page {
    /// The page in a document, its words numbered.
    pub(super) fn of(root: &Element) -> Page {
        let mut page = Page { blocks: Vec::new() };
        let mut number = 0;
        for element in root.all(&["page"]) {
            page.collect(element, &[], &mut number);
        }
        page
    }

    fn collect(&mut self, element: &Element, around: &[String], number: &mut u64) {
        let mut ids = around.to_vec();
        ids.extend(element.attribute("id").map(str::to_owned));
        if element.name == "textblock" {
            let lines = element
                .children(&["textline"])
                .map(|line| self::line(line, number));
            let lines = lines.collect();
            let width = measure(element, "width");
            return self.blocks.push(Block { lines, ids, width });
        }
        for inner in element.elements() {
            self.collect(inner, &ids, number);
        }
    }

    /// Takes the text of an area out of the page, in paragraphs.
    pub(super) fn take(&mut self, area: &Area) -> Vec<String> {
        let mut taken = Vec::new();
        for block in &mut self.blocks {
            if block.ids.contains(&area.begin) {
                taken.extend(block.paragraphs());
                block.lines.clear();
            }
        }
        match taken.is_empty() {
            true => self.take_words(area),
            false => taken,
        }
    }

    /// Takes the words from one to another, by the ids of words or lines or by their numbers.
    fn take_words(&mut self, area: &Area) -> Vec<String> {
        let words = self.blocks.iter().flat_map(|block| &block.lines);
        let find = |id: &str, last: bool| {
            let numbers = words.clone().flat_map(|line| {
                let is_line = line.id == id;
                line.words
                    .iter()
                    .filter(move |word| is_line || word.id == id)
                    .map(|word| word.number)
            });
            let found = if last { numbers.max() } else { numbers.min() };
            found.or_else(|| id.strip_prefix("word")?.parse().ok())
        };
        let (Some(first), Some(last)) = (find(&area.begin, false), find(&area.end, true)) else {
            return Vec::new();
        };
        let mut taken = Vec::new();
        for block in &mut self.blocks {
            taken.extend(block.take(first..=last));
        }
        taken
    }

    /// The text of all that was not taken.
    pub(super) fn rest(&self) -> Vec<String> {
        self.blocks.iter().flat_map(Block::paragraphs).collect()
    }
}

fn measure(element: &Element, name: &str) -> f64 {
    let value = element.attribute(name).and_then(|value| value.parse().ok());
    value.unwrap_or(0.0)
}

fn line(element: &Element, number: &mut u64) -> Line {
    let mut words: Vec<Word> = Vec::new();
    for piece in element.elements() {
        match (piece.name.as_str(), words.last_mut()) {
            ("string", _) => {
                *number += 1;
                words.push(word(piece, *number));
            }
            ("hyp", Some(last)) => last.is_hyphenated = true,
            _ => {}
        }
    }
    Line {
        id: element.attribute("id").unwrap_or_default().to_owned(),
        left: measure(element, "hpos"),
        words,
    }
}

fn word(element: &Element, number: u64) -> Word {
    let value = |name| element.attribute(name).unwrap_or_default().to_owned();
    let part = value("subs_type").to_lowercase();
    let whole = value("subs_content");
    Word {
        id: value("id"),
        number,
        text: value("content"),
        whole: (part == "hyppart1" && !whole.is_empty()).then_some(whole),
        is_second_half: part == "hyppart2",
        is_hyphenated: false,
    }
}

/// How far a line is set in that begins a paragraph, as a share of its block's width.
const INDENT: std::ops::Range<f64> = 0.025..0.3;

impl Block {
    /// The paragraphs of a block: a line set in further than both around it begins one.
    fn paragraphs(&self) -> Vec<String> {
        let mut paragraphs = vec![Joined::default()];
        for (at, line) in self.lines.iter().enumerate() {
            let is_in_word = paragraphs.last().is_some_and(|last| last.waits);
            if self.begins(at) && !is_in_word {
                paragraphs.push(Joined::default());
            }
            if let Some(paragraph) = paragraphs.last_mut() {
                line.words.iter().for_each(|word| paragraph.push(word));
            }
        }
        let texts = paragraphs
            .into_iter()
            .map(|paragraph| crate::corpus::html::tidy(&paragraph.text));
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn begins(&self, at: usize) -> bool {
        let further = |other: Option<&Line>| {
            other.is_none_or(|other| {
                INDENT.contains(&((self.lines[at].left - other.left) / self.width))
            })
        };
        let next = self.lines.get(at + 1);
        at > 0
            && self.width > 0.0
            && next.is_some()
            && further(self.lines.get(at - 1))
            && further(next)
    }

    /// Takes the words with these numbers out of the block.
    fn take(&mut self, numbers: std::ops::RangeInclusive<u64>) -> Vec<String> {
        let mut taken = Block {
            lines: Vec::new(),
            ids: Vec::new(),
            width: self.width,
        };
        for line in &mut self.lines {
            let (words, rest) = line
                .words
                .drain(..)
                .partition(|word| numbers.contains(&word.number));
            line.words = rest;
            taken.lines.push(Line {
                id: String::new(),
                left: line.left,
                words,
            });
        }
        taken.lines.retain(|line| !line.words.is_empty());
        self.lines.retain(|line| !line.words.is_empty());
        taken.paragraphs()
    }
}

/// Words that are put together.
#[derive(Default)]
struct Joined {
    text: String,
    /// The second half of a word that stands there whole is still to come.
    waits: bool,
    /// The last word goes on without a space.
    is_open: bool,
}

impl Joined {
    fn push(&mut self, word: &Word) {
        if word.is_second_half && std::mem::take(&mut self.waits) {
            return;
        }
        if !self.text.is_empty() && !std::mem::take(&mut self.is_open) {
            self.text.push(' ');
        }
        self.text
            .push_str(word.whole.as_deref().unwrap_or(&word.text));
        self.waits = word.whole.is_some();
        self.is_open = word.whole.is_none() && word.is_hyphenated;
    }
}

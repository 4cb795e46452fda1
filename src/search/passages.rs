//! Shows an article's text with its matches: the best passages, the lead, or all of it.
//!
//! The index holds positions, not bytes: only the paragraphs that are shown are walked through again,
//! by the same analysis, and only as far as the last passage that may be shown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::matcher::Occurrence;
use super::page::{Passage, Piece};
use crate::analysis::{self, Walk, WordAt};
use crate::index::StoredBody;

/// A passage grows by whole sentences until it has so many bytes.
const WANTED_BYTES: usize = 180;
/// A passage longer than this is cut around its matches.
const MOST_BYTES: usize = 360;
/// A further passage is shown if it is worth at least this share of the best.
const WORTH_SHOWING: f64 = 0.5;
/// What a repeated match adds to a passage, as a share of the first one of its clause.
const REPEATED: f64 = 0.1;

/// A match with its number in the article.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    pub(super) occurrence: Occurrence,
    pub(super) number: u64,
}

/// The best passages of a body, in the order of the text; the lead where it has no match.
pub(super) fn best(body: &StoredBody, matches: &[Numbered], most: usize) -> Vec<Passage> {
    if most == 0 {
        return Vec::new();
    }
    if matches.is_empty() {
        return lead(body).into_iter().collect();
    }
    let paragraphs = paragraphs_with(body, matches);
    let mut candidates: Vec<Candidate> =
        paragraphs.iter().flat_map(Paragraph::candidates).collect();
    candidates.sort_by(|a, b| {
        b.worth
            .total_cmp(&a.worth)
            .then_with(|| a.place().cmp(&b.place()))
    });
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut shown = BTreeSet::new();
    for candidate in candidates {
        let best_worth = chosen.first().map_or(0.0, |best| best.worth);
        let adds = candidate.units.iter().any(|unit| !shown.contains(unit));
        let is_apart = chosen.iter().all(|other| other.is_apart(&candidate));
        if chosen.len() < most
            && is_apart
            && (adds || candidate.worth >= best_worth * WORTH_SHOWING)
        {
            shown.extend(candidate.units.iter().copied());
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(Candidate::place);
    chosen
        .into_iter()
        .map(|candidate| candidate.passage())
        .collect()
}

/// The beginning of a body, without matches.
fn lead(body: &StoredBody) -> Option<Passage> {
    let text = body
        .paragraphs
        .iter()
        .find(|text| !text.trim().is_empty())?;
    let paragraph = Paragraph::beginning(text);
    let (bytes, cut) = paragraph.shortened(paragraph.grown(0)?);
    Some(Passage {
        field: "body",
        cut,
        spans: pieces(text, paragraph.words(), &[], bytes),
    })
}

/// The first sentence of a body, shortened where it is long.
pub(super) fn opening(body: &StoredBody) -> Option<String> {
    let text = body
        .paragraphs
        .iter()
        .find(|text| !text.trim().is_empty())?;
    let paragraph = Paragraph::beginning(text);
    let (bytes, cut) = paragraph.shortened(paragraph.sentence(0)?);
    let end = if cut[1] { "…" } else { "" };
    Some(format!("{}{end}", text.get(bytes)?))
}

/// A title in pieces.
pub(super) fn title(text: &str, matches: &[Numbered]) -> Vec<Piece> {
    let words = analysis::paragraph_words(text);
    pieces(text, &words, &local(matches, 0, words.len()), 0..text.len())
}

/// A whole body in pieces, paragraph by paragraph.
pub(super) fn whole(body: &StoredBody, matches: &[Numbered]) -> Vec<Vec<Piece>> {
    let starts = body.starts.iter().zip(&body.paragraphs);
    let paragraphs = starts.map(|(start, text)| {
        let words = analysis::paragraph_words(text);
        let matches = local(matches, *start, words.len());
        pieces(text, &words, &matches, 0..text.len())
    });
    paragraphs.collect()
}

/// A match in its context.
pub(super) struct Context {
    pub(super) number: u64,
    /// The position of its first word in the field, from 1.
    pub(super) position: u64,
    pub(super) left: String,
    pub(super) spans: Vec<Piece>,
    pub(super) right: String,
}

/// The matches of a title, each with so many characters on either side at most.
pub(super) fn title_contexts(text: &str, matches: &[Numbered], width: usize) -> Vec<Context> {
    let mut field = Running::of([(0, text)].into_iter());
    matches
        .iter()
        .filter_map(|numbered| field.context(numbered, width))
        .collect()
}

/// The matches of a body, each with so many characters on either side at most.
pub(super) fn body_contexts(body: &StoredBody, matches: &[Numbered], width: usize) -> Vec<Context> {
    let texts = body.paragraphs.iter().map(String::as_str);
    let mut field = Running::of(body.starts.iter().copied().zip(texts));
    matches
        .iter()
        .filter_map(|numbered| field.context(numbered, width))
        .collect()
}

/// The paragraphs of a field as one running text.
struct Running {
    text: String,
    paragraphs: Vec<RunningParagraph>,
}

struct RunningParagraph {
    /// The position of its first word.
    start: u32,
    bytes: Range<usize>,
    /// Its words, once somebody has asked for one.
    words: Option<Vec<WordAt>>,
}

impl Running {
    fn of<'a>(paragraphs: impl Iterator<Item = (u32, &'a str)>) -> Running {
        let mut running = Running {
            text: String::new(),
            paragraphs: Vec::new(),
        };
        for (start, text) in paragraphs {
            if !running.text.is_empty() {
                running.text.push(' ');
            }
            let from = running.text.len();
            running.text.push_str(text);
            running.paragraphs.push(RunningParagraph {
                start,
                bytes: from..running.text.len(),
                words: None,
            });
        }
        running
    }

    /// The bytes of the word at a position.
    fn bytes_of(&mut self, position: u32) -> Option<Range<usize>> {
        let next = self
            .paragraphs
            .partition_point(|paragraph| paragraph.start <= position);
        let paragraph = self.paragraphs.get_mut(next.checked_sub(1)?)?;
        let text = &self.text[paragraph.bytes.clone()];
        let words = paragraph
            .words
            .get_or_insert_with(|| analysis::paragraph_words(text));
        let word = words.get((position - paragraph.start) as usize)?;
        Some(paragraph.bytes.start + word.start..paragraph.bytes.start + word.end)
    }

    fn context(&mut self, numbered: &Numbered, width: usize) -> Option<Context> {
        let positions = numbered.occurrence.span.positions();
        let mut spans = Vec::new();
        let mut plain_from = None;
        let mut start = 0;
        for run in positions.chunk_by(|a, b| a + 1 == *b) {
            let bytes = self.bytes_of(run[0])?.start..self.bytes_of(run[run.len() - 1])?.end;
            match plain_from {
                Some(from) => push(&mut spans, &self.text[from..bytes.start], None),
                None => start = bytes.start,
            }
            push(&mut spans, &self.text[bytes.clone()], Some(numbered.number));
            plain_from = Some(bytes.end);
        }
        Some(Context {
            number: numbered.number,
            position: u64::from(positions[0]) + 1,
            left: last_words(&self.text[..start], width).to_owned(),
            spans,
            right: first_words(&self.text[plain_from?..], width).to_owned(),
        })
    }
}

/// The last whole words of a text in so many characters, with the space behind them.
///
/// Where that would leave less than half of them, as in a script without spaces, a word is cut.
fn last_words(text: &str, width: usize) -> &str {
    let Some((cut, letter)) = text.char_indices().rev().nth(width) else {
        return text;
    };
    let tail = &text[cut..];
    let kept = |space: &usize| tail[*space..].chars().count() * 2 > width;
    match tail.find(char::is_whitespace).filter(kept) {
        Some(space) => tail[space..].trim_start(),
        None => &tail[letter.len_utf8()..],
    }
}

/// The first whole words of a text in so many characters; a word is cut as in [`last_words`].
fn first_words(text: &str, width: usize) -> &str {
    let Some((cut, letter)) = text.char_indices().nth(width) else {
        return text;
    };
    let head = &text[..cut + letter.len_utf8()];
    let kept = |space: &usize| head[..*space].chars().count() * 2 > width;
    match head.rfind(char::is_whitespace).filter(kept) {
        Some(space) => &head[..space],
        None => &text[..cut],
    }
}

/// A match, or one end of it, inside one paragraph, by the paragraph's words.
#[derive(Clone, Debug)]
struct Local {
    words: Range<usize>,
    number: u64,
    unit: usize,
    idf: f64,
}

/// The matches that touch the words from `start` on, counted from there, in the order of the text.
/// A match with words between its ends is several.
fn local(matches: &[Numbered], start: u32, length: usize) -> Vec<Local> {
    let start = start as usize;
    let mut local = Vec::new();
    for Numbered { occurrence, number } in matches {
        let positions = occurrence.span.positions().iter();
        let inside: Vec<usize> = positions
            .map(|position| *position as usize)
            .filter(|position| (start..start + length).contains(position))
            .collect();
        for run in inside.chunk_by(|a, b| a + 1 == *b) {
            local.push(Local {
                words: run[0] - start..run[run.len() - 1] + 1 - start,
                number: *number,
                unit: occurrence.unit,
                idf: occurrence.idf,
            });
        }
    }
    local.sort_by_key(|local| local.words.start);
    local
}

/// A paragraph with matches.
struct Paragraph<'a> {
    text: &'a str,
    /// Its number in the body.
    number: usize,
    /// As far as the last passage that may be shown.
    walk: Walk<'a>,
    matches: Vec<Local>,
}

fn paragraphs_with<'a>(body: &'a StoredBody, matches: &[Numbered]) -> Vec<Paragraph<'a>> {
    // Each with the last of the positions in it.
    let mut lasts: BTreeMap<usize, u32> = BTreeMap::new();
    for numbered in matches {
        for position in numbered.occurrence.span.positions() {
            // Starts grow; the last paragraph that starts at or before the position holds it.
            let next = body.starts.partition_point(|start| start <= position);
            if let Some(number) = next.checked_sub(1) {
                let last = lasts.entry(number).or_default();
                *last = (*last).max(*position);
            }
        }
    }
    let with = lasts.into_iter().map(|(number, last)| {
        let (text, start) = (&body.paragraphs[number], body.starts[number]);
        let mut walk = Walk::through(text);
        walk.to_word((last - start) as usize + 1);
        let matches = local(matches, start, walk.words().len());
        Paragraph::with(text, number, walk, matches)
    });
    with.collect()
}

impl<'a> Paragraph<'a> {
    /// A paragraph without matches, as far as its first passage.
    fn beginning(text: &'a str) -> Paragraph<'a> {
        Paragraph::with(text, 0, Walk::through(text), Vec::new())
    }

    /// A paragraph with its matches, up to the last of which it has been walked through.
    fn with(
        text: &'a str,
        number: usize,
        mut walk: Walk<'a>,
        matches: Vec<Local>,
    ) -> Paragraph<'a> {
        let last = matches.last().map_or(0, |last| last.words.start);
        let place = walk.ends().partition_point(|end| *end < last);
        let first = place
            .checked_sub(1)
            .map_or(0, |before| walk.ends()[before] + 1);
        // As far as a passage that begins with the sentence of the last match grows.
        let is_enough = |walk: &Walk, end: usize| {
            let words = walk.words();
            end >= last && words[end].end - words[first].start >= WANTED_BYTES
        };
        let mut met = walk.ends().last().copied();
        while !met.is_some_and(|end| is_enough(&walk, end)) {
            met = walk.to_end();
            if met.is_none() {
                break;
            }
        }
        Paragraph {
            text,
            number,
            walk,
            matches,
        }
    }

    fn words(&self) -> &[WordAt] {
        self.walk.words()
    }

    /// The bytes of a sentence, the signs and quotes that close it included; `None` behind the last.
    fn sentence(&self, place: usize) -> Option<Range<usize>> {
        let end = self.sentence_end(place)?;
        let start = place
            .checked_sub(1)
            .and_then(|before| self.sentence_end(before));
        Some(trimmed(self.text, start.unwrap_or(0)..end))
    }

    fn sentence_end(&self, place: usize) -> Option<usize> {
        let last = *self.walk.ends().get(place)?;
        let word = self.words()[last].end;
        let next = self.words().get(last + 1);
        let next = next.map_or(self.walk.next_start(), |next| next.start);
        if next == self.text.len() {
            return Some(next);
        }
        let space = self.text[word..next].find(char::is_whitespace);
        Some(space.map_or(next, |space| word + space))
    }

    /// One candidate for each sentence in which a match begins.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let ends = self.walk.ends();
        let mut places: Vec<usize> = self
            .matches
            .iter()
            .map(|local| ends.partition_point(|end| *end < local.words.start))
            .collect();
        places.dedup();
        let passages = places.into_iter().filter_map(|place| self.grown(place));
        let candidates = passages.map(|bytes| {
            let (bytes, cut) = self.shortened(bytes);
            Candidate::of(self, bytes, cut)
        });
        candidates.collect()
    }

    /// A sentence with as many of its neighbours as a passage wants: those behind it first.
    fn grown(&self, place: usize) -> Option<Range<usize>> {
        let mut bytes = self.sentence(place)?;
        let behind = (place + 1..).map_while(|place| self.sentence(place));
        let before = (0..place).rev().filter_map(|place| self.sentence(place));
        for neighbour in behind.chain(before) {
            let longer = bytes.start.min(neighbour.start)..bytes.end.max(neighbour.end);
            if bytes.len() >= WANTED_BYTES || longer.len() > MOST_BYTES {
                break;
            }
            bytes = longer;
        }
        Some(bytes)
    }

    /// The bytes shortened around their matches where they are too many, and where they were cut.
    fn shortened(&self, bytes: Range<usize>) -> (Range<usize>, [bool; 2]) {
        if bytes.len() <= MOST_BYTES {
            return (bytes, [false, false]);
        }
        let words = self.words();
        let words = &words[words.partition_point(|word| word.start < bytes.start)..];
        let words = &words[..words.partition_point(|word| word.end <= bytes.end)];
        let densest = self.densest(&bytes);
        // A third of the room stands before the first match, the rest behind it.
        let room_before = (MOST_BYTES.saturating_sub(densest.len())) / 3;
        let earliest = densest.start.saturating_sub(room_before).max(bytes.start);
        let start = match words.iter().find(|word| word.start >= earliest) {
            Some(word) if earliest > bytes.start => word.start,
            _ => bytes.start,
        };
        let latest = (start + MOST_BYTES).min(bytes.end);
        let end = match words
            .iter()
            .rev()
            .find(|word| word.end <= latest && word.end > start)
        {
            Some(word) if latest < bytes.end => word.end,
            _ if latest < bytes.end => self.text.floor_char_boundary(latest),
            _ => bytes.end,
        };
        (start..end, [start > bytes.start, end < bytes.end])
    }

    /// The stretch of these bytes that holds the most different clauses.
    fn densest(&self, bytes: &Range<usize>) -> Range<usize> {
        let inside: Vec<(&Local, Range<usize>)> = self
            .matches
            .iter()
            .map(|local| (local, self.bytes_of(local)))
            .filter(|(_, at)| bytes.start <= at.start && at.end <= bytes.end)
            .collect();
        let mut densest = bytes.start..bytes.start;
        let mut most = 0.0;
        for (first, (_, from)) in inside.iter().enumerate() {
            let (mut units, mut worth, mut end) = (BTreeSet::new(), 0.0, from.end);
            for (local, at) in inside[first..]
                .iter()
                .take_while(|(_, at)| at.end <= from.start + MOST_BYTES)
            {
                worth += if units.insert(local.unit) {
                    local.idf
                } else {
                    local.idf * REPEATED
                };
                end = at.end;
            }
            if worth > most {
                most = worth;
                densest = from.start..end;
            }
        }
        densest
    }

    fn bytes_of(&self, local: &Local) -> Range<usize> {
        let words = &self.words()[local.words.clone()];
        words[0].start..words[words.len() - 1].end
    }
}

fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let inside = &text[bytes.clone()];
    let start = bytes.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// A passage that may be shown.
struct Candidate<'a> {
    paragraph: &'a Paragraph<'a>,
    bytes: Range<usize>,
    cut: [bool; 2],
    units: BTreeSet<usize>,
    worth: f64,
}

impl<'a> Candidate<'a> {
    fn of(paragraph: &'a Paragraph<'a>, bytes: Range<usize>, cut: [bool; 2]) -> Candidate<'a> {
        let (mut units, mut worth) = (BTreeSet::new(), 0.0);
        for local in &paragraph.matches {
            let at = paragraph.bytes_of(local);
            if bytes.start <= at.start && at.end <= bytes.end {
                worth += if units.insert(local.unit) {
                    local.idf
                } else {
                    local.idf * REPEATED
                };
            }
        }
        Candidate {
            paragraph,
            bytes,
            cut,
            units,
            worth,
        }
    }

    fn place(&self) -> (usize, usize) {
        (self.paragraph.number, self.bytes.start)
    }

    fn is_apart(&self, other: &Candidate<'_>) -> bool {
        self.paragraph.number != other.paragraph.number
            || self.bytes.end <= other.bytes.start
            || other.bytes.end <= self.bytes.start
    }

    fn passage(self) -> Passage {
        let Paragraph { text, matches, .. } = self.paragraph;
        Passage {
            field: "body",
            cut: self.cut,
            spans: pieces(text, self.paragraph.words(), matches, self.bytes),
        }
    }
}

/// A stretch of a text in pieces: its matches numbered, what stands between them plain.
fn pieces(text: &str, words: &[WordAt], matches: &[Local], bytes: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain_from = bytes.start;
    for local in matches {
        let (start, end) = (
            words[local.words.start].start,
            words[local.words.end - 1].end,
        );
        if start < plain_from || end > bytes.end {
            continue;
        }
        push(&mut pieces, &text[plain_from..start], None);
        push(&mut pieces, &text[start..end], Some(local.number));
        plain_from = end;
    }
    push(&mut pieces, &text[plain_from..bytes.end], None);
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &str, occurrence: Option<u64>) {
    if !text.is_empty() {
        pieces.push(Piece {
            text: text.to_owned(),
            occurrence,
        });
    }
}

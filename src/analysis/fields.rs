//! A field of an article from its paragraphs: words, forms and marks.

use super::compounds::compounds;
use super::fold::{may_have_accents, push_exact, push_folded};
use super::quotations::quotations;
use super::sentences::mark_ends;
use super::signs::signs;
use super::words::{Word, words};
use super::{Analysis, FormAt, FormKind, Marks};

/// The lead is at most so many words.
const LONGEST_LEAD: usize = 100;
/// And at most so many paragraphs.
const LEAD_PARAGRAPHS: usize = 2;
/// A body of one paragraph is cut if it has more words than this.
const LONGEST_ONLY_PARAGRAPH: usize = 150;
/// It is cut at the first sentence end at or after so many words.
const SHORTEST_CUT: usize = 75;
/// Fewer words without a small letter are no sign that the printer shouted.
const SHORTEST_SHOUT: usize = 3;

/// The analysis of a title: one sentence and one paragraph.
pub(super) fn of_title(text: &str) -> Analysis {
    let mut found = words(text);
    if let Some(last) = found.last_mut() {
        last.ends_sentence = true;
    }
    let mut analysis = Analysis::default();
    push_words(&mut analysis, text, &found);
    push_marks(&mut analysis, &marks(text, &found, &[]));
    analysis
}

/// The analysis of a filter field: words and forms, no marks.
pub(super) fn of_filter(text: &str) -> Analysis {
    let found = words(text);
    let mut analysis = Analysis::default();
    push_words(&mut analysis, text, &found);
    analysis
}

/// The analysis of a body. Paragraphs without words are not counted as paragraphs.
pub(super) fn of_body(paragraphs: &[String]) -> Analysis {
    let found: Vec<Vec<Word>> = paragraphs.iter().map(|p| words_and_ends(p)).collect();
    let lengths: Vec<usize> = found.iter().map(Vec::len).filter(|n| *n > 0).collect();
    let lead = lead_length(&lengths);
    let mut analysis = Analysis::default();
    analysis
        .words
        .reserve(paragraphs.iter().map(|p| p.len() + 1).sum());
    for (paragraph, found) in paragraphs.iter().zip(&found) {
        let cuts = match lengths.as_slice() {
            [only] if *only > LONGEST_ONLY_PARAGRAPH => cuts(found),
            _ => Vec::new(),
        };
        analysis.cut |= !cuts.is_empty();
        let mut marks = marks(paragraph, found, &cuts);
        let lead_left = lead.saturating_sub(analysis.length as usize);
        if let Some(last) = lead_left
            .checked_sub(1)
            .and_then(|last| marks.get_mut(last))
        {
            last.set(Marks::LEAD_END);
        }
        push_words(&mut analysis, paragraph, found);
        push_marks(&mut analysis, &marks);
    }
    analysis
}

/// The words of a paragraph with the ends of its sentences.
pub(super) fn words_and_ends(paragraph: &str) -> Vec<Word> {
    let mut found = words(paragraph);
    mark_ends(paragraph, &mut found);
    found
}

fn lead_length(lengths: &[usize]) -> usize {
    lengths
        .iter()
        .take(LEAD_PARAGRAPHS)
        .sum::<usize>()
        .min(LONGEST_LEAD)
}

/// The words at which a long only paragraph is cut, its last word left out.
fn cuts(found: &[Word]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut length = 0;
    for (index, word) in found.iter().enumerate() {
        length += 1;
        if word.ends_sentence && length >= SHORTEST_CUT && index + 1 < found.len() {
            cuts.push(index);
            length = 0;
        }
    }
    cuts
}

/// Appends the words of a paragraph and their forms, and the paragraph's start.
fn push_words(analysis: &mut Analysis, text: &str, found: &[Word]) {
    let first = analysis.length;
    analysis.starts.push(first);
    for (word, position) in found.iter().zip(first..) {
        if position > 0 {
            analysis.words.push(' ');
        }
        let start = analysis.words.len();
        push_folded(text, word, &mut analysis.words);
        let folded = &analysis.words[start..];
        let further = form_of_word(text, word, folded);
        analysis.forms.extend(further.map(|(kind, text)| FormAt {
            position,
            length: 1,
            kind,
            text,
        }));
        analysis.length += 1;
    }
    let before = analysis.forms.len();
    push_signs(analysis, text, found, first);
    push_compounds(analysis, text, found, first);
    if analysis.forms.len() > before {
        analysis.forms.sort_unstable();
    }
}

fn form_of_word(text: &str, word: &Word, folded: &str) -> Option<(FormKind, String)> {
    if may_have_accents(text, word) {
        let mut exact = String::new();
        push_exact(text, word, &mut exact);
        if exact != folded {
            return Some((FormKind::Exact, exact));
        }
    }
    let us = folded == "us" && (word.dotted || word.is_capitals());
    us.then(|| (FormKind::Us, folded.to_owned()))
}

fn push_signs(analysis: &mut Analysis, text: &str, found: &[Word], first: u32) {
    let kept = signs(text, found).into_iter().map(|sign| FormAt {
        position: first + sign.words.start as u32,
        length: sign.words.len() as u32,
        kind: FormKind::Sign,
        text: sign.whole,
    });
    analysis.forms.extend(kept);
}

fn push_compounds(analysis: &mut Analysis, text: &str, found: &[Word], first: u32) {
    for parts in compounds(text, found) {
        let mut joined = String::new();
        let mut exact = String::new();
        for part in &found[parts.clone()] {
            push_folded(text, part, &mut joined);
            push_exact(text, part, &mut exact);
        }
        let form = |kind, text| FormAt {
            position: first + parts.start as u32,
            length: parts.len() as u32,
            kind,
            text,
        };
        if exact != joined {
            analysis.forms.push(form(FormKind::Exact, exact));
        }
        analysis.forms.push(form(FormKind::Joined, joined));
    }
}

fn push_marks(analysis: &mut Analysis, marks: &[Marks]) {
    let first = analysis.length - marks.len() as u32;
    let marked = (first..)
        .zip(marks.iter().copied())
        .filter(|(_, marks)| *marks != Marks::default());
    analysis.marks.extend(marked);
}

/// What holds at each word of a paragraph as printed, which is cut after the words `cuts`.
fn marks(paragraph: &str, found: &[Word], cuts: &[usize]) -> Vec<Marks> {
    let mut marks: Vec<Marks> = found.iter().map(shape).collect();
    let mut start = 0;
    for last in cuts.iter().copied().chain(found.len().checked_sub(1)) {
        marks[last].set(Marks::PARAGRAPH_END);
        if is_shouted(&found[start..=last]) {
            marks[last].set(Marks::SHOUTED);
        }
        start = last + 1;
    }
    for quotation in quotations(paragraph, found) {
        marks[*quotation.start()].set(Marks::QUOTE_OPENS);
        marks[*quotation.end()].set(Marks::QUOTE_CLOSES);
    }
    marks
}

/// The capitals of a word, and whether it ends a sentence.
fn shape(word: &Word) -> Marks {
    let mut marks = Marks::default();
    if word.ends_sentence {
        marks.set(Marks::SENTENCE_END);
    }
    let begins_with_capital = word.begins_with_capital();
    if begins_with_capital {
        marks.set(Marks::CAPITAL_FIRST);
    }
    if word.capitals > u32::from(begins_with_capital) {
        marks.set(Marks::CAPITAL_INSIDE);
    }
    match word.letters {
        0 => marks.set(Marks::NO_LETTER),
        _ if word.smalls > 0 => {}
        1 => marks.set(Marks::ONE_LETTER),
        _ => marks.set(Marks::ALL_CAPITALS),
    }
    marks
}

fn is_shouted(words: &[Word]) -> bool {
    let has_small = |word: &Word| word.smalls > 0 || word.small_possessive;
    words.len() >= SHORTEST_SHOUT && !words.iter().any(has_small)
}

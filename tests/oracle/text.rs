//! A text as the language sees it: words at positions from 1, further forms, and what holds where.

use morgue::analysis::{Analysis, FormKind, Marks};

/// A field of an article, analysed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    /// The folded words, in order.
    pub(crate) words: Vec<String>,
    /// Joined forms, exact forms, signs and the country `US`.
    pub(crate) forms: Vec<Form>,
    marks: Vec<Marks>,
    sentences: Vec<usize>,
    paragraphs: Vec<usize>,
    quotations: Vec<Option<usize>>,
    /// Whether the paragraph at hand has three words or more and no small letter.
    shouted: Vec<bool>,
    /// The last position of the lead; 0 where there is none.
    pub(crate) lead: u32,
}

/// A further form over the positions `first ..= last`.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) kind: FormKind,
    pub(crate) text: String,
}

impl Text {
    pub(crate) fn of(analysis: &Analysis) -> Text {
        let words: Vec<String> = analysis
            .words
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        assert_eq!(words.len(), analysis.length as usize, "{analysis:?}");
        let mut marks = vec![Marks::default(); words.len()];
        for (position, mark) in &analysis.marks {
            marks[*position as usize] = *mark;
        }
        let forms = analysis.forms.iter().map(|form| Form {
            first: form.position + 1,
            last: form.position + form.length,
            kind: form.kind,
            text: form.text.clone(),
        });
        let lead = marks.iter().position(|mark| mark.has(Marks::LEAD_END));
        let ends = |end: Marks| move |marks: Marks| marks.has(end);
        let any_end =
            |marks: Marks| marks.has(Marks::SENTENCE_END) || marks.has(Marks::PARAGRAPH_END);
        Text {
            forms: forms.collect(),
            sentences: numbered(&marks, any_end),
            paragraphs: numbered(&marks, ends(Marks::PARAGRAPH_END)),
            quotations: quotations(&marks),
            shouted: shouted(&marks),
            lead: lead.map_or(0, |lead| lead as u32 + 1),
            words,
            marks,
        }
    }

    pub(crate) fn length(&self) -> u32 {
        self.words.len() as u32
    }

    pub(crate) fn word(&self, position: u32) -> &str {
        &self.words[index(position)]
    }

    pub(crate) fn sentence(&self, position: u32) -> usize {
        self.sentences[index(position)]
    }

    pub(crate) fn paragraph(&self, position: u32) -> usize {
        self.paragraphs[index(position)]
    }

    /// The quotation that a position stands in.
    pub(crate) fn quotation(&self, position: u32) -> Option<usize> {
        self.quotations[index(position)]
    }

    pub(crate) fn marks(&self, position: u32) -> Marks {
        self.marks[index(position)]
    }

    pub(crate) fn is_shouted(&self, position: u32) -> bool {
        self.shouted[index(position)]
    }
}

fn index(position: u32) -> usize {
    position as usize - 1
}

/// For each position how many ends stand before it.
fn numbered(marks: &[Marks], is_end: impl Fn(Marks) -> bool) -> Vec<usize> {
    let mut number = 0;
    let mut numbers = Vec::new();
    for mark in marks {
        numbers.push(number);
        number += usize::from(is_end(*mark));
    }
    numbers
}

fn quotations(marks: &[Marks]) -> Vec<Option<usize>> {
    let mut number = 0;
    let mut open = false;
    let mut quotations = Vec::new();
    for mark in marks {
        if mark.has(Marks::QUOTE_OPENS) {
            open = true;
            number += 1;
        }
        quotations.push(open.then_some(number));
        if mark.has(Marks::QUOTE_CLOSES) {
            open = false;
        }
    }
    quotations
}

fn shouted(marks: &[Marks]) -> Vec<bool> {
    let paragraphs = numbered(marks, |marks| marks.has(Marks::PARAGRAPH_END));
    let shouts: Vec<usize> = marks
        .iter()
        .zip(&paragraphs)
        .filter(|(mark, _)| mark.has(Marks::SHOUTED))
        .map(|(_, paragraph)| *paragraph)
        .collect();
    paragraphs
        .iter()
        .map(|paragraph| shouts.contains(paragraph))
        .collect()
}

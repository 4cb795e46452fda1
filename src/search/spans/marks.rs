//! Where marks stand: the ends of sentences and paragraphs, capitals, quotations.

use tantivy::DocId;
use tantivy::postings::{Postings, SegmentPostings};

use super::group::reach;
use crate::analysis::Marks;
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use crate::query::tree::Capitals;
use crate::search::span::Span;

/// Where one kind of mark stands.
pub(in crate::search) struct MarkList {
    // Boxed: postings hold decoded blocks of kilobytes, and cursors nest on the stack as queries do.
    postings: Option<Box<SegmentPostings>>,
}

impl MarkList {
    /// The marks of a text; an empty list for no mark.
    pub(in crate::search) fn open(
        segment: &Segment<'_>,
        text: Text,
        mark: Option<Marks>,
    ) -> Result<MarkList, Error> {
        let postings = match mark {
            Some(mark) => segment.marks(text, mark)?,
            None => None,
        };
        let postings = postings.map(Box::new);
        Ok(MarkList { postings })
    }

    /// Its positions in an article. Articles must be asked for in ascending order.
    pub(in crate::search) fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let mut positions = Vec::new();
        if let Some(postings) = &mut self.postings
            && reach(postings, doc) == doc
        {
            postings.positions(&mut positions);
        }
        positions
    }
}

/// The marks that say which capitals a text has.
pub(in crate::search) struct CapitalMarks {
    kind: Capitals,
    capital_first: MarkList,
    capital_inside: MarkList,
    all_capitals: MarkList,
    one_letter: MarkList,
    no_letter: MarkList,
    paragraph_ends: MarkList,
    shouted: MarkList,
}

impl CapitalMarks {
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        kind: Capitals,
    ) -> Result<CapitalMarks, Error> {
        let list = |mark| MarkList::open(segment, text, Some(mark));
        Ok(CapitalMarks {
            kind,
            capital_first: list(Marks::CAPITAL_FIRST)?,
            capital_inside: list(Marks::CAPITAL_INSIDE)?,
            all_capitals: list(Marks::ALL_CAPITALS)?,
            one_letter: list(Marks::ONE_LETTER)?,
            no_letter: list(Marks::NO_LETTER)?,
            paragraph_ends: list(Marks::PARAGRAPH_END)?,
            shouted: list(Marks::SHOUTED)?,
        })
    }

    /// The spans whose capitals are as wanted. A shouted paragraph says nothing: its spans are dropped.
    pub(super) fn kept(&mut self, mut spans: Vec<Span>, doc: DocId) -> Vec<Span> {
        if spans.is_empty() {
            return spans;
        }
        let (ends, shouted) = (
            self.paragraph_ends.positions(doc),
            self.shouted.positions(doc),
        );
        spans.retain(|span| {
            !span
                .positions()
                .iter()
                .any(|position| is_shouted(*position, &ends, &shouted))
        });
        let (first, inside) = (
            self.capital_first.positions(doc),
            self.capital_inside.positions(doc),
        );
        let holds = |list: &[u32], position: &u32| list.binary_search(position).is_ok();
        match self.kind {
            Capitals::Initial => {
                spans.retain(|span| span.positions().iter().all(|p| holds(&first, p)))
            }
            Capitals::No => {
                spans.retain(|span| {
                    !span
                        .positions()
                        .iter()
                        .any(|p| holds(&first, p) || holds(&inside, p))
                });
            }
            Capitals::All => {
                let all = self.all_capitals.positions(doc);
                let (one, none) = (
                    self.one_letter.positions(doc),
                    self.no_letter.positions(doc),
                );
                spans.retain(|span| {
                    let no_small = |p: &u32| holds(&all, p) || holds(&one, p) || holds(&none, p);
                    let single = span.positions().iter().filter(|p| holds(&one, p)).count();
                    let has_two_letters =
                        single >= 2 || span.positions().iter().any(|p| holds(&all, p));
                    has_two_letters && span.positions().iter().all(no_small)
                });
            }
        }
        spans
    }
}

fn is_shouted(position: u32, paragraph_ends: &[u32], shouted: &[u32]) -> bool {
    let end = paragraph_ends.get(paragraph_ends.partition_point(|end| *end < position));
    end.is_some_and(|end| shouted.binary_search(end).is_ok())
}

/// The marks that say where quotations begin and end. They do not nest: each opening has its closing.
pub(in crate::search) struct QuoteMarks {
    opens: MarkList,
    closes: MarkList,
}

impl QuoteMarks {
    pub(super) fn open(segment: &Segment<'_>, text: Text) -> Result<QuoteMarks, Error> {
        Ok(QuoteMarks {
            opens: MarkList::open(segment, text, Some(Marks::QUOTE_OPENS))?,
            closes: MarkList::open(segment, text, Some(Marks::QUOTE_CLOSES))?,
        })
    }

    /// The spans of which all positions lie in one quotation.
    pub(super) fn kept(&mut self, mut spans: Vec<Span>, doc: DocId) -> Vec<Span> {
        if spans.is_empty() {
            return spans;
        }
        let (opens, closes) = (self.opens.positions(doc), self.closes.positions(doc));
        spans.retain(|span| {
            let before = opens.partition_point(|open| *open <= span.start());
            let close = before.checked_sub(1).and_then(|place| closes.get(place));
            close.is_some_and(|close| span.end() <= *close)
        });
        spans
    }
}

//! Walks the spans of one text in one segment: words, rows of words, alternatives.
//!
//! A cursor stands on an article that may hold a span; only [`SpanCursor::spans`] reads positions,
//! and only for the article it stands on.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::plan::{Slot, Spans};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::index::open::Segment;

/// Positions in a row, the first and the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Walks the spans of one text.
pub(super) enum SpanCursor {
    Group(GroupCursor),
    Row(RowCursor),
    Either(Vec<SpanCursor>),
}

impl SpanCursor {
    /// A cursor on the first article of the segment that may hold a span.
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        spans: &Spans,
    ) -> Result<SpanCursor, Error> {
        Ok(match spans {
            Spans::Group { any, but } => {
                SpanCursor::Group(GroupCursor::open(segment, text, any, but)?)
            }
            Spans::Row(slots) => SpanCursor::Row(RowCursor::open(segment, text, slots)?),
            Spans::Either(all) => SpanCursor::Either(
                all.iter()
                    .map(|spans| SpanCursor::open(segment, text, spans))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    /// The article it stands on.
    pub(super) fn doc(&self) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.doc(),
            SpanCursor::Row(row) => row.doc,
            SpanCursor::Either(all) => all.iter().map(SpanCursor::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Goes to the first article from this one on that may hold a span.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.seek(target),
            SpanCursor::Row(row) => row.seek(target),
            SpanCursor::Either(all) => all
                .iter_mut()
                .map(|cursor| cursor.seek(target))
                .min()
                .unwrap_or(TERMINATED),
        }
    }

    /// Roughly how many articles it will stand on.
    pub(super) fn cost(&self) -> u64 {
        match self {
            SpanCursor::Group(group) => group.union.cost(),
            SpanCursor::Row(row) => row
                .slots
                .iter()
                .map(|slot| slot.cursor.cost())
                .min()
                .unwrap_or(0),
            SpanCursor::Either(all) => all.iter().map(SpanCursor::cost).sum(),
        }
    }

    /// The number of spans where it can be told without reading positions.
    pub(super) fn frequency(&self) -> Option<u32> {
        match self {
            SpanCursor::Group(group) if group.but.is_empty() => Some(group.union.frequency()),
            _ => None,
        }
    }

    /// The spans in the article it stands on, in order, each once; none if it holds none after all.
    pub(super) fn spans(&mut self) -> Vec<Span> {
        match self {
            SpanCursor::Group(group) => group.spans(),
            SpanCursor::Row(row) => row.spans(),
            SpanCursor::Either(all) => {
                let doc = all.iter().map(SpanCursor::doc).min().unwrap_or(TERMINATED);
                let standing = all.iter_mut().filter(|cursor| cursor.doc() == doc);
                let mut spans: Vec<Span> = standing.flat_map(SpanCursor::spans).collect();
                spans.sort_unstable();
                spans.dedup();
                spans
            }
        }
    }
}

/// Walks the articles that hold any of several terms.
pub(super) struct GroupCursor {
    union: Union,
    but: Vec<SegmentPostings>,
}

impl GroupCursor {
    fn open(
        segment: &Segment<'_>,
        text: Text,
        any: &[Entry],
        but: &[Entry],
    ) -> Result<GroupCursor, Error> {
        let mut members = Vec::new();
        for entry in any {
            if let Some(postings) = segment.postings(text, entry.layer, &entry.term)? {
                members.push(Member {
                    postings,
                    length: entry.length,
                });
            }
        }
        let mut excluded = Vec::new();
        for entry in but {
            excluded.extend(segment.postings(text, entry.layer, &entry.term)?);
        }
        Ok(GroupCursor {
            union: Union::of(members),
            but: excluded,
        })
    }

    fn spans(&mut self) -> Vec<Span> {
        let mut spans = self.union.spans();
        let doc = self.union.doc();
        for postings in &mut self.but {
            if reach(postings, doc) == doc {
                let mut positions = Vec::new();
                postings.positions(&mut positions);
                spans.retain(|span| positions.binary_search(&span.start).is_err());
            }
        }
        spans
    }
}

/// The postings of one term, and how many positions it stands over.
struct Member {
    postings: SegmentPostings,
    length: u32,
}

/// Up to this many members a scan for the smallest is faster than a heap.
const MOST_SCANNED: usize = 8;

/// Several terms as one.
struct Union {
    members: Vec<Member>,
    doc: DocId,
    /// The members by the article they stand on; empty where a scan is faster.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The members that stand on `doc`, where there is a heap.
    standing: Vec<usize>,
}

impl Union {
    fn of(members: Vec<Member>) -> Union {
        let mut union = Union {
            members,
            doc: TERMINATED,
            heap: BinaryHeap::new(),
            standing: Vec::new(),
        };
        if union.members.len() > MOST_SCANNED {
            let docs = union.members.iter().enumerate();
            union.heap = docs
                .map(|(place, member)| Reverse((member.postings.doc(), place)))
                .collect();
            union.settle();
        } else {
            union.doc = union
                .members
                .iter()
                .map(|member| member.postings.doc())
                .min()
                .unwrap_or(TERMINATED);
        }
        union
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        if self.members.len() <= MOST_SCANNED {
            let docs = self
                .members
                .iter_mut()
                .map(|member| reach(&mut member.postings, target));
            self.doc = docs.min().unwrap_or(TERMINATED);
            return self.doc;
        }
        for place in std::mem::take(&mut self.standing) {
            self.heap.push(Reverse((
                reach(&mut self.members[place].postings, target),
                place,
            )));
        }
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, place)) = *top;
            if doc >= target {
                break;
            }
            *top = Reverse((reach(&mut self.members[place].postings, target), place));
        }
        self.settle();
        self.doc
    }

    /// Takes the members that stand on the smallest article off the heap.
    fn settle(&mut self) {
        self.doc = self
            .heap
            .peek()
            .map_or(TERMINATED, |Reverse((doc, _))| *doc);
        while let Some(top) = self.heap.peek_mut() {
            let Reverse((doc, place)) = *top;
            if doc != self.doc || doc == TERMINATED {
                break;
            }
            PeekMut::pop(top);
            self.standing.push(place);
        }
    }

    fn cost(&self) -> u64 {
        self.members
            .iter()
            .map(|member| u64::from(member.postings.size_hint()))
            .sum()
    }

    fn frequency(&self) -> u32 {
        if self.members.len() > MOST_SCANNED {
            return self
                .standing
                .iter()
                .map(|place| self.members[*place].postings.term_freq())
                .sum();
        }
        let standing = self
            .members
            .iter()
            .filter(|member| member.postings.doc() == self.doc);
        standing.map(|member| member.postings.term_freq()).sum()
    }

    fn spans(&mut self) -> Vec<Span> {
        let (mut spans, mut positions) = (Vec::new(), Vec::new());
        let mut add = |member: &mut Member| {
            member.postings.positions(&mut positions);
            spans.extend(positions.iter().map(|&start| Span {
                start,
                end: start + member.length - 1,
            }));
        };
        if self.members.len() > MOST_SCANNED {
            for place in &self.standing {
                add(&mut self.members[*place]);
            }
        } else {
            self.members
                .iter_mut()
                .filter(|member| member.postings.doc() == self.doc)
                .for_each(add);
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

/// Goes to an article or the next one, also where the postings stand beyond it already.
pub(super) fn reach(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target {
        postings.seek(target)
    } else {
        postings.doc()
    }
}

/// Walks the articles that hold all words of a row.
pub(super) struct RowCursor {
    slots: Vec<RowSlot>,
    doc: DocId,
}

struct RowSlot {
    cursor: SpanCursor,
    /// How many words, whichever they are, stand between the slot before and this one.
    skipped: u32,
}

impl RowCursor {
    fn open(segment: &Segment<'_>, text: Text, slots: &[Slot]) -> Result<RowCursor, Error> {
        let (mut opened, mut skipped) = (Vec::new(), 0);
        for slot in slots {
            match slot {
                Slot::Any => skipped += 1,
                Slot::Spans(spans) => {
                    let cursor = SpanCursor::open(segment, text, spans)?;
                    opened.push(RowSlot {
                        cursor,
                        skipped: std::mem::take(&mut skipped),
                    });
                }
            }
        }
        let mut row = RowCursor {
            slots: opened,
            doc: 0,
        };
        row.doc = row.align(0);
        Ok(row)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.align(target);
        }
        self.doc
    }

    /// The first article from this one on that holds every slot's words.
    fn align(&mut self, mut target: DocId) -> DocId {
        if self.slots.is_empty() {
            return TERMINATED;
        }
        loop {
            let furthest = self
                .slots
                .iter_mut()
                .map(|slot| slot.cursor.seek(target))
                .max()
                .unwrap_or(TERMINATED);
            if furthest == TERMINATED || furthest == target {
                return furthest;
            }
            target = furthest;
        }
    }

    fn spans(&mut self) -> Vec<Span> {
        let mut rows: Option<Vec<Span>> = None;
        for slot in &mut self.slots {
            let next = slot.cursor.spans();
            rows = Some(match rows {
                None => next,
                Some(rows) => prolonged(&rows, &next, slot.skipped),
            });
            if rows.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        rows.unwrap_or_default()
    }
}

/// The rows prolonged by the spans that begin right behind them, `skipped` words between.
fn prolonged(rows: &[Span], next: &[Span], skipped: u32) -> Vec<Span> {
    let mut longer = Vec::new();
    for row in rows {
        let start = row.end + 1 + skipped;
        let from = next.partition_point(|span| span.start < start);
        let following = next[from..].iter().take_while(|span| span.start == start);
        longer.extend(following.map(|span| Span {
            start: row.start,
            end: span.end,
        }));
    }
    longer.sort_unstable();
    longer.dedup();
    longer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_prolonged_by_what_begins_right_behind_it() {
        let span = |start, end| Span { start, end };
        let rows = [span(0, 0), span(4, 5)];
        let next = [span(1, 1), span(1, 2), span(6, 6), span(9, 9)];
        assert_eq!(
            prolonged(&rows, &next, 0),
            [span(0, 1), span(0, 2), span(4, 6)]
        );
        assert_eq!(prolonged(&rows, &next, 3), [span(4, 9)]);
    }
}

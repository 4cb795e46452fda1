//! Walks the spans of one text in one segment: words, rows, connectors, windows, conditions.
//!
//! A cursor stands on an article that may hold a span; only [`SpanCursor::spans`] reads positions,
//! and only for one article. Sentences, capitals and quotations come from the marks of the index:
//! no operator reads a text again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::plan::{Slot, Spans};
use super::span::{self, Nearness, Span, Strayed};
use crate::analysis::Marks;
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::index::open::Segment;
use crate::query::tree::{Capitals, Connector, Reach, Sense};

/// The article that spans are wanted of, and the last position that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub(super) doc: DocId,
    /// The end of the lead, where only the lead counts.
    pub(super) last: Option<u32>,
}

/// Walks the spans of one text.
pub(super) enum SpanCursor {
    Group(GroupCursor),
    Row(All, Vec<u32>),
    Either(Vec<SpanCursor>),
    /// As an operand of a connector: each of these near the other operand.
    All(All),
    Near(Box<NearCursor>),
    Window(All, u32),
    Sloppy(All, Vec<u32>, u32),
    First(Box<SpanCursor>, u32),
    Capitals(Box<SpanCursor>, Box<CapitalMarks>),
    Quote(Box<SpanCursor>, Box<QuoteMarks>),
}

impl SpanCursor {
    /// A cursor on the first article of the segment that may hold a span.
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        spans: &Spans,
    ) -> Result<SpanCursor, Error> {
        let open = |spans: &Spans| SpanCursor::open(segment, text, spans);
        let all = |spans: &[Spans]| spans.iter().map(open).collect::<Result<Vec<_>, Error>>();
        Ok(match spans {
            Spans::Group { any, but } => {
                SpanCursor::Group(GroupCursor::open(segment, text, any, but)?)
            }
            Spans::Row(slots) => open_row(segment, text, slots)?,
            Spans::Either(any) => SpanCursor::Either(all(any)?),
            Spans::All(parts) => SpanCursor::All(All::of(all(parts)?)),
            Spans::Near(connector, left, right) => SpanCursor::Near(Box::new(NearCursor::of(
                *connector,
                (open(left)?, open(right)?),
                MarkList::open(segment, text, boundary(connector.reach))?,
            ))),
            Spans::Window(words, parts) => SpanCursor::Window(All::of(all(parts)?), *words),
            Spans::Sloppy(words, slop) => {
                let cursors = words
                    .iter()
                    .map(|(_, spans)| open(spans))
                    .collect::<Result<Vec<_>, _>>()?;
                SpanCursor::Sloppy(
                    All::of(cursors),
                    words.iter().map(|(index, _)| *index).collect(),
                    *slop,
                )
            }
            Spans::First(words, inner) => {
                // Anywhere in the title counts.
                let words = if text == Text::Body { *words } else { u32::MAX };
                SpanCursor::First(Box::new(open(inner)?), words)
            }
            Spans::Capitals(kind, inner) => SpanCursor::Capitals(
                Box::new(open(inner)?),
                Box::new(CapitalMarks::open(segment, text, *kind)?),
            ),
            Spans::Quote(inner) => {
                let marks = QuoteMarks::open(segment, text)?;
                SpanCursor::Quote(Box::new(open(inner)?), Box::new(marks))
            }
        })
    }

    /// The article it stands on.
    pub(super) fn doc(&self) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.doc(),
            SpanCursor::Either(any) => any.iter().map(SpanCursor::doc).min().unwrap_or(TERMINATED),
            SpanCursor::Row(all, _)
            | SpanCursor::All(all)
            | SpanCursor::Window(all, _)
            | SpanCursor::Sloppy(all, ..) => all.doc,
            SpanCursor::Near(near) => near.doc(),
            SpanCursor::First(inner, _)
            | SpanCursor::Capitals(inner, _)
            | SpanCursor::Quote(inner, _) => inner.doc(),
        }
    }

    /// Goes to the first article from this one on that may hold a span.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.seek(target),
            SpanCursor::Either(any) => any
                .iter_mut()
                .map(|cursor| cursor.seek(target))
                .min()
                .unwrap_or(TERMINATED),
            SpanCursor::Row(all, _)
            | SpanCursor::All(all)
            | SpanCursor::Window(all, _)
            | SpanCursor::Sloppy(all, ..) => all.seek(target),
            SpanCursor::Near(near) => near.seek(target),
            SpanCursor::First(inner, _)
            | SpanCursor::Capitals(inner, _)
            | SpanCursor::Quote(inner, _) => inner.seek(target),
        }
    }

    /// Roughly how many articles it will stand on.
    pub(super) fn cost(&self) -> u64 {
        match self {
            SpanCursor::Group(group) => group.union.cost(),
            SpanCursor::Either(any) => any.iter().map(SpanCursor::cost).sum(),
            SpanCursor::Row(all, _)
            | SpanCursor::All(all)
            | SpanCursor::Window(all, _)
            | SpanCursor::Sloppy(all, ..) => all.cost(),
            SpanCursor::Near(near) => near.cost(),
            SpanCursor::First(inner, _)
            | SpanCursor::Capitals(inner, _)
            | SpanCursor::Quote(inner, _) => inner.cost(),
        }
    }

    /// The number of spans where it can be told without reading positions.
    pub(super) fn frequency(&self) -> Option<u32> {
        match self {
            SpanCursor::Group(group) if group.but.is_empty() => Some(group.union.frequency()),
            _ => None,
        }
    }

    /// All spans in an article, in order, each once; none where it does not stand on it.
    pub(super) fn spans(&mut self, scope: Scope) -> Vec<Span> {
        if self.doc() != scope.doc {
            return Vec::new();
        }
        match self {
            SpanCursor::Group(group) => group.spans(scope),
            SpanCursor::Either(any) => span::in_order(
                any.iter_mut()
                    .flat_map(|cursor| cursor.spans(scope))
                    .collect(),
            ),
            SpanCursor::Row(all, skipped) => row(all, skipped, scope),
            // Only a connector asks for them, part by part.
            SpanCursor::All(_) => Vec::new(),
            SpanCursor::Near(near) => near.spans(scope),
            SpanCursor::Window(all, words) => all
                .lists(scope)
                .map_or_else(Vec::new, |lists| span::in_window(&lists, *words)),
            SpanCursor::Sloppy(all, indexes, slop) => {
                all.lists(scope).map_or_else(Vec::new, |lists| {
                    let words = lists.into_iter().zip(indexes.iter());
                    let words: Vec<Strayed> = words
                        .map(|(spans, index)| Strayed {
                            spans,
                            index: *index,
                        })
                        .collect();
                    span::sloppy(&words, *slop)
                })
            }
            SpanCursor::First(inner, words) => {
                let mut spans = inner.spans(scope);
                spans.retain(|span| span.end() < *words);
                spans
            }
            SpanCursor::Capitals(inner, marks) => marks.kept(inner.spans(scope), scope.doc),
            SpanCursor::Quote(inner, marks) => marks.kept(inner.spans(scope), scope.doc),
        }
    }

    /// The spans that can be minimal among all of them: what the outermost connector needs.
    pub(super) fn minimal(&mut self, scope: Scope) -> Vec<Span> {
        match self {
            SpanCursor::Near(near) if near.doc() == scope.doc => near.minimal(scope),
            other => span::minimal(other.spans(scope)),
        }
    }
}

/// The mark at the end of the stretch that must hold both sides of a connector.
fn boundary(reach: Reach) -> Option<Marks> {
    match reach {
        Reach::Sentence => Some(Marks::SENTENCE_END),
        Reach::Paragraph => Some(Marks::PARAGRAPH_END),
        Reach::Words(_) | Reach::Segment => None,
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

/// Where one kind of mark stands.
pub(super) struct MarkList {
    postings: Option<SegmentPostings>,
}

impl MarkList {
    /// The marks of a text; an empty list for no mark.
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        mark: Option<Marks>,
    ) -> Result<MarkList, Error> {
        let postings = match mark {
            Some(mark) => segment.marks(text, mark)?,
            None => None,
        };
        Ok(MarkList { postings })
    }

    /// Its positions in an article. Articles must be asked for in ascending order.
    pub(super) fn positions(&mut self, doc: DocId) -> Vec<u32> {
        let mut positions = Vec::new();
        if let Some(postings) = &mut self.postings
            && reach(postings, doc) == doc
        {
            postings.positions(&mut positions);
        }
        positions
    }
}

/// Walks the articles that hold any of several terms.
pub(super) struct GroupCursor {
    union: Union,
    but: Vec<Member>,
}

impl GroupCursor {
    fn open(
        segment: &Segment<'_>,
        text: Text,
        any: &[Entry],
        but: &[Entry],
    ) -> Result<GroupCursor, Error> {
        let open = |entries: &[Entry]| {
            let mut members = Vec::new();
            for entry in entries {
                if let Some(postings) = segment.postings(text, entry.layer, &entry.term)? {
                    members.push(Member {
                        postings,
                        length: entry.length,
                    });
                }
            }
            Ok::<_, Error>(members)
        };
        Ok(GroupCursor {
            union: Union::of(open(any)?),
            but: open(but)?,
        })
    }

    fn spans(&mut self, scope: Scope) -> Vec<Span> {
        let mut spans = self.union.spans();
        for member in &mut self.but {
            if reach(&mut member.postings, scope.doc) == scope.doc {
                let excluded = member.spans();
                spans.retain(|span| excluded.binary_search(span).is_err());
            }
        }
        if let Some(last) = scope.last {
            spans.retain(|span| span.end() <= last);
        }
        spans
    }
}

/// The postings of one term, and how many positions it stands over.
struct Member {
    postings: SegmentPostings,
    length: u32,
}

impl Member {
    fn spans(&mut self) -> Vec<Span> {
        let mut positions = Vec::new();
        self.postings.positions(&mut positions);
        positions
            .into_iter()
            .map(|start| Span::row(start, self.length))
            .collect()
    }
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
        let mut spans = Vec::new();
        if self.members.len() > MOST_SCANNED {
            for place in &self.standing {
                spans.extend(self.members[*place].spans());
            }
        } else {
            let standing = self
                .members
                .iter_mut()
                .filter(|member| member.postings.doc() == self.doc);
            spans.extend(standing.flat_map(Member::spans));
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

/// Walks the articles that all of several cursors stand on.
pub(super) struct All {
    parts: Vec<SpanCursor>,
    doc: DocId,
}

impl All {
    fn of(parts: Vec<SpanCursor>) -> All {
        let mut all = All { parts, doc: 0 };
        all.doc = all.align(0);
        all
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.align(target);
        }
        self.doc
    }

    fn align(&mut self, mut target: DocId) -> DocId {
        if self.parts.is_empty() {
            return TERMINATED;
        }
        loop {
            let furthest = self
                .parts
                .iter_mut()
                .map(|part| part.seek(target))
                .max()
                .unwrap_or(TERMINATED);
            if furthest == TERMINATED || furthest == target {
                return furthest;
            }
            target = furthest;
        }
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(SpanCursor::cost).min().unwrap_or(0)
    }

    /// The spans of each part; `None` as soon as one has none.
    fn lists(&mut self, scope: Scope) -> Option<Vec<Vec<Span>>> {
        let mut lists = Vec::with_capacity(self.parts.len());
        for part in &mut self.parts {
            let spans = part.spans(scope);
            if spans.is_empty() {
                return None;
            }
            lists.push(spans);
        }
        Some(lists)
    }
}

fn open_row(segment: &Segment<'_>, text: Text, slots: &[Slot]) -> Result<SpanCursor, Error> {
    let (mut cursors, mut gaps, mut skipped) = (Vec::new(), Vec::new(), 0);
    for slot in slots {
        match slot {
            Slot::Any => skipped += 1,
            Slot::Spans(spans) => {
                cursors.push(SpanCursor::open(segment, text, spans)?);
                gaps.push(std::mem::take(&mut skipped));
            }
        }
    }
    Ok(SpanCursor::Row(All::of(cursors), gaps))
}

/// The rows of one span of each slot; `skipped` words, whichever they are, stand before a slot.
fn row(slots: &mut All, skipped: &[u32], scope: Scope) -> Vec<Span> {
    let mut rows: Option<Vec<Span>> = None;
    for (slot, skipped) in slots.parts.iter_mut().zip(skipped) {
        let next = slot.spans(scope);
        let longer = rows.map_or_else(|| next.clone(), |rows| span::joined(&rows, &next, *skipped));
        if longer.is_empty() {
            return longer;
        }
        rows = Some(longer);
    }
    rows.unwrap_or_default()
}

/// Walks the articles in which both sides of a connector stand, or the left one of an excluding one.
pub(super) struct NearCursor {
    connector: Connector,
    left: SpanCursor,
    right: SpanCursor,
    /// The last positions of sentences or paragraphs, where one must hold both sides.
    ends: MarkList,
    doc: DocId,
}

impl NearCursor {
    fn of(connector: Connector, sides: (SpanCursor, SpanCursor), ends: MarkList) -> NearCursor {
        let (left, right) = sides;
        let mut near = NearCursor {
            connector,
            left,
            right,
            ends,
            doc: 0,
        };
        near.doc = near.align(0);
        near
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.align(target);
        }
        self.doc
    }

    fn align(&mut self, mut target: DocId) -> DocId {
        loop {
            let left = self.left.seek(target);
            if self.connector.sense == Sense::NotNear || left == TERMINATED {
                return left;
            }
            let right = self.right.seek(left);
            if right == left {
                return left;
            }
            target = right;
        }
    }

    fn cost(&self) -> u64 {
        match self.connector.sense {
            Sense::NotNear => self.left.cost(),
            Sense::Near => self.left.cost().min(self.right.cost()),
        }
    }

    fn spans(&mut self, scope: Scope) -> Vec<Span> {
        self.unions(scope, span::near)
    }

    fn minimal(&mut self, scope: Scope) -> Vec<Span> {
        span::minimal(self.unions(scope, span::nearest))
    }

    /// The unions of both sides by a rule, or what an excluding connector leaves of the left.
    fn unions(
        &mut self,
        scope: Scope,
        unite: fn(&[Span], &[Span], Nearness<'_>) -> Vec<Span>,
    ) -> Vec<Span> {
        if self.connector.sense == Sense::NotNear {
            return self.left_alone(scope);
        }
        match (&mut self.left, &mut self.right) {
            (SpanCursor::All(parts), one) | (one, SpanCursor::All(parts)) => {
                let one_side = one.spans(scope);
                let Some(lists) = parts.lists(scope).filter(|_| !one_side.is_empty()) else {
                    return Vec::new();
                };
                let one_is_left = matches!(self.right, SpanCursor::All(_));
                let ends = self.ends_in(scope.doc);
                span::near_each(
                    &one_side,
                    &lists,
                    self.nearness(ends.as_deref()),
                    one_is_left,
                )
            }
            (left, right) => {
                let left = left.spans(scope);
                let right = if left.is_empty() {
                    Vec::new()
                } else {
                    right.spans(scope)
                };
                if right.is_empty() {
                    return Vec::new();
                }
                let ends = self.ends_in(scope.doc);
                unite(&left, &right, self.nearness(ends.as_deref()))
            }
        }
    }

    fn left_alone(&mut self, scope: Scope) -> Vec<Span> {
        let left = self.left.spans(scope);
        if left.is_empty() || self.right.seek(scope.doc) != scope.doc {
            return left;
        }
        let right = self.right.spans(scope);
        let ends = self.ends_in(scope.doc);
        span::not_near(left, &right, self.nearness(ends.as_deref()))
    }

    fn ends_in(&mut self, doc: DocId) -> Option<Vec<u32>> {
        boundary(self.connector.reach).map(|_| self.ends.positions(doc))
    }

    fn nearness<'a>(&self, within: Option<&'a [u32]>) -> Nearness<'a> {
        let words = match self.connector.reach {
            Reach::Words(words) => words,
            Reach::Sentence | Reach::Paragraph | Reach::Segment => u32::MAX,
        };
        Nearness {
            words,
            order: self.connector.order,
            within,
        }
    }
}

/// The marks that say which capitals a text has.
pub(super) struct CapitalMarks {
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
    fn open(segment: &Segment<'_>, text: Text, kind: Capitals) -> Result<CapitalMarks, Error> {
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
    fn kept(&mut self, mut spans: Vec<Span>, doc: DocId) -> Vec<Span> {
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
pub(super) struct QuoteMarks {
    opens: MarkList,
    closes: MarkList,
}

impl QuoteMarks {
    fn open(segment: &Segment<'_>, text: Text) -> Result<QuoteMarks, Error> {
        Ok(QuoteMarks {
            opens: MarkList::open(segment, text, Some(Marks::QUOTE_OPENS))?,
            closes: MarkList::open(segment, text, Some(Marks::QUOTE_CLOSES))?,
        })
    }

    /// The spans of which all positions lie in one quotation.
    fn kept(&mut self, mut spans: Vec<Span>, doc: DocId) -> Vec<Span> {
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

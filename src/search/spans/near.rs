//! A connector: the articles in which both sides stand, and the spans that unite them.

use tantivy::{DocId, TERMINATED};

use super::marks::MarkList;
use super::{Scope, SpanCursor, quick};
use crate::analysis::Marks;
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use crate::query::tree::{Connector, Reach, Sense};
use crate::search::plan::Spans;
use crate::search::span::{self, Limit, Nearness, Span};

/// Walks the articles in which both sides of a connector stand, or the left one of an excluding one.
pub(in crate::search) struct NearCursor {
    connector: Connector,
    left: SpanCursor,
    right: SpanCursor,
    /// The last positions of sentences or paragraphs, where one must hold both sides.
    ends: MarkList,
    doc: DocId,
    /// Which side leads: the other one is only asked where it stands.
    is_left_rarer: bool,
    /// Whether both sides are words that never share a position, but for their further forms.
    is_plain: bool,
    /// The positions of both sides, kept from article to article to save allocations.
    positions: [Vec<u32>; 2],
}

impl NearCursor {
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        connector: Connector,
        left: &Spans,
        right: &Spans,
    ) -> Result<NearCursor, Error> {
        let is_plain = quick::are_apart(left, right);
        let left = SpanCursor::open(segment, text, left)?;
        let right = SpanCursor::open(segment, text, right)?;
        let mut near = NearCursor {
            connector,
            is_left_rarer: left.cost() < right.cost(),
            left,
            right,
            ends: MarkList::open(segment, text, boundary(connector.reach))?,
            doc: 0,
            is_plain,
            positions: [Vec::new(), Vec::new()],
        };
        near.doc = near.align(0);
        Ok(near)
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.align(target);
        }
        self.doc
    }

    fn align(&mut self, mut target: DocId) -> DocId {
        if self.connector.sense == Sense::NotNear {
            return self.left.seek(target);
        }
        let (rarer, other) = match self.is_left_rarer {
            true => (&mut self.left, &mut self.right),
            false => (&mut self.right, &mut self.left),
        };
        loop {
            let doc = rarer.seek(target);
            if doc == TERMINATED {
                return doc;
            }
            target = other.seek(doc);
            if target == doc {
                return doc;
            }
        }
    }

    pub(super) fn cost(&self) -> u64 {
        match self.connector.sense {
            Sense::NotNear => self.left.cost(),
            Sense::Near => self.left.cost().min(self.right.cost()),
        }
    }

    pub(super) fn spans(&mut self, scope: Scope<'_>) -> Vec<Span> {
        self.unions(scope, span::near)
    }

    /// See [`SpanCursor::weight`].
    pub(super) fn weight(&mut self, doc: DocId) -> Option<f64> {
        if self.connector.sense == Sense::NotNear || !self.is_plain {
            return None;
        }
        let (SpanCursor::Group(left), SpanCursor::Group(right)) = (&mut self.left, &mut self.right)
        else {
            return None;
        };
        if !(left.is_of_words() && right.is_of_words()) {
            return None;
        }
        left.union.positions(1, &mut self.positions[0]);
        right.union.positions(1, &mut self.positions[1]);
        let ends = self.ends_in(doc);
        let [left, right] = &self.positions;
        Some(quick::near(left, right, self.nearness(ends.as_deref())))
    }

    pub(super) fn minimal(&mut self, scope: Scope<'_>) -> Vec<Span> {
        span::minimal(self.unions(scope, span::nearest))
    }

    /// The unions of both sides by a rule, or what an excluding connector leaves of the left.
    fn unions(
        &mut self,
        scope: Scope<'_>,
        unite: fn(&[Span], &[Span], Nearness<'_>, &Limit) -> Vec<Span>,
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
                    scope.limit,
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
                unite(&left, &right, self.nearness(ends.as_deref()), scope.limit)
            }
        }
    }

    fn left_alone(&mut self, scope: Scope<'_>) -> Vec<Span> {
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

/// The mark at the end of the stretch that must hold both sides of a connector.
fn boundary(reach: Reach) -> Option<Marks> {
    match reach {
        Reach::Sentence => Some(Marks::SENTENCE_END),
        Reach::Paragraph => Some(Marks::PARAGRAPH_END),
        Reach::Words(_) | Reach::Segment => None,
    }
}

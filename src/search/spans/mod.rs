//! Walks the spans of one text in one segment: words, rows, connectors, windows, conditions.
//!
//! A cursor stands on an article that may hold a span; only [`SpanCursor::spans`] reads positions,
//! and only for one article. Sentences, capitals and quotations come from the marks of the index:
//! no operator reads a text again.

mod group;
mod marks;
mod near;
mod quick;
mod row;

use tantivy::{DocId, TERMINATED};

use super::plan::Spans;
use super::span::{self, Limit, Span, Strayed};
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use group::GroupCursor;
pub(super) use group::reach;
pub(super) use marks::MarkList;
use marks::{CapitalMarks, QuoteMarks};
use near::NearCursor;
use row::Row;

/// The article that spans are wanted of, and the last position that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) doc: DocId,
    /// The end of the lead, where only the lead counts.
    pub(super) last: Option<u32>,
    /// How many spans are too many.
    pub(super) limit: &'a Limit,
}

/// Walks the spans of one text.
pub(super) enum SpanCursor {
    Group(GroupCursor),
    Row(Row),
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
            Spans::Row(slots) => SpanCursor::Row(Row::open(segment, text, slots)?),
            Spans::Either(any) => SpanCursor::Either(all(any)?),
            Spans::All(parts) => SpanCursor::All(All::of(all(parts)?)),
            Spans::Near(connector, left, right) => SpanCursor::Near(Box::new(NearCursor::open(
                segment, text, *connector, left, right,
            )?)),
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
            SpanCursor::Row(Row { slots: all, .. })
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
    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.seek(target),
            other => other.seek_further(target),
        }
    }

    fn seek_further(&mut self, target: DocId) -> DocId {
        match self {
            SpanCursor::Group(group) => group.union.seek(target),
            SpanCursor::Either(any) => any
                .iter_mut()
                .map(|cursor| cursor.seek(target))
                .min()
                .unwrap_or(TERMINATED),
            SpanCursor::Row(Row { slots: all, .. })
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
            SpanCursor::Row(Row { slots: all, .. })
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
            SpanCursor::Group(group) if group.is_certain() => Some(group.union.frequency()),
            SpanCursor::Row(row) => row.frequency(),
            _ => None,
        }
    }

    /// What the spans in the article weigh together, for the commonest shapes: rows of plain words
    /// and two plain words near each other. Their positions are compared without making spans of
    /// them, ten times as fast. `None` for other shapes.
    pub(super) fn weight(&mut self, scope: Scope<'_>) -> Option<f64> {
        if scope.last.is_some() {
            return None;
        }
        match self {
            SpanCursor::Row(row) => row.weight(scope.doc),
            SpanCursor::Near(near) => near.weight(scope.doc),
            _ => None,
        }
    }

    /// All spans in an article, in order, each once; none where it does not stand on it.
    pub(super) fn spans(&mut self, scope: Scope<'_>) -> Vec<Span> {
        if self.doc() != scope.doc {
            return Vec::new();
        }
        match self {
            SpanCursor::Group(group) => group.spans(scope),
            SpanCursor::Either(any) => scope.limit.in_order(
                any.iter_mut()
                    .flat_map(|cursor| cursor.spans(scope))
                    .collect(),
            ),
            SpanCursor::Row(row) => row.spans(scope),
            // Only a connector asks for them, part by part.
            SpanCursor::All(_) => Vec::new(),
            SpanCursor::Near(near) => near.spans(scope),
            SpanCursor::Window(all, words) => all.lists(scope).map_or_else(Vec::new, |lists| {
                span::in_window(&lists, *words, scope.limit)
            }),
            SpanCursor::Sloppy(all, indexes, slop) => {
                all.lists(scope).map_or_else(Vec::new, |lists| {
                    let words = lists.into_iter().zip(indexes.iter());
                    let words: Vec<Strayed> = words
                        .map(|(spans, index)| Strayed {
                            spans,
                            index: *index,
                        })
                        .collect();
                    span::sloppy(&words, *slop, scope.limit)
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
    pub(super) fn minimal(&mut self, scope: Scope<'_>) -> Vec<Span> {
        match self {
            SpanCursor::Near(near) if near.doc() == scope.doc => near.minimal(scope),
            other => span::minimal(other.spans(scope)),
        }
    }
}

/// Walks the articles that all of several cursors stand on.
pub(super) struct All {
    parts: Vec<SpanCursor>,
    /// The rarest first: the others are only asked where it stands.
    by_cost: Vec<usize>,
    /// Positions, kept from article to article to save allocations.
    positions: [Vec<u32>; 2],
    doc: DocId,
}

impl All {
    fn of(parts: Vec<SpanCursor>) -> All {
        let mut by_cost: Vec<usize> = (0..parts.len()).collect();
        by_cost.sort_by_key(|place| parts[*place].cost());
        let mut all = All {
            parts,
            by_cost,
            positions: [Vec::new(), Vec::new()],
            doc: 0,
        };
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
        let Some((rarest, others)) = self.by_cost.split_first() else {
            return TERMINATED;
        };
        'again: loop {
            let doc = self.parts[*rarest].seek(target);
            if doc == TERMINATED {
                return doc;
            }
            for place in others {
                target = self.parts[*place].seek(doc);
                if target != doc {
                    continue 'again;
                }
            }
            return doc;
        }
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(SpanCursor::cost).min().unwrap_or(0)
    }

    /// The spans of each part; `None` as soon as one has none.
    fn lists(&mut self, scope: Scope<'_>) -> Option<Vec<Vec<Span>>> {
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

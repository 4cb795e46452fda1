//! A row of slots: words, groups of them, or more, each so many steps behind the one before.

use smallvec::SmallVec;
use tantivy::DocId;

use super::group::Lengths;
use super::{All, Scope, SpanCursor};
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use crate::search::plan::Slot;
use crate::search::span::{self, Span};

/// Walks the rows of one text.
pub(in crate::search) struct Row {
    pub(super) slots: All,
    /// How far behind the end of the slot before it each slot begins.
    steps: Vec<u32>,
    /// Where each slot begins, if no form in any of them is longer than another.
    offsets: Option<Offsets>,
}

/// More ways than these to choose a length for each slot are left to spans.
const MOST_WAYS: usize = 16;

/// How far behind the start of a row each slot begins, and its length.
type Offsets = SmallVec<[(u32, u32); 8]>;

impl Row {
    pub(super) fn open(segment: &Segment<'_>, text: Text, slots: &[Slot]) -> Result<Row, Error> {
        let (mut cursors, mut steps, mut step) = (Vec::new(), Vec::new(), 1);
        for slot in slots {
            match slot {
                Slot::Any => step += 1,
                Slot::Again => step -= 1,
                Slot::Spans(spans) => {
                    cursors.push(SpanCursor::open(segment, text, spans)?);
                    steps.push(std::mem::replace(&mut step, 1));
                }
            }
        }
        let lengths = cursors.iter().map(|slot| match slot {
            SpanCursor::Group(group) => group.length(),
            _ => None,
        });
        let lengths: Option<Vec<u32>> = lengths.collect();
        Ok(Row {
            offsets: lengths.map(|lengths| offsets(lengths.into_iter(), &steps)),
            slots: All::of(cursors),
            steps,
        })
    }

    /// See [`SpanCursor::frequency`].
    pub(super) fn frequency(&self) -> Option<u32> {
        match &self.slots.parts[..] {
            [only] => only.frequency(),
            _ => None,
        }
    }

    /// The rows of one span of each slot.
    pub(super) fn spans(&mut self, scope: Scope<'_>) -> Vec<Span> {
        let mut rows: Option<Vec<Span>> = None;
        for (slot, step) in self.slots.parts.iter_mut().zip(&self.steps) {
            let next = slot.spans(scope);
            let longer = rows.map_or_else(
                || next.clone(),
                |rows| span::joined(&rows, &next, *step, scope.limit),
            );
            if longer.is_empty() {
                return longer;
            }
            rows = Some(longer);
        }
        rows.unwrap_or_default()
    }

    /// How many rows an article holds; `None` if a slot is more than words and their forms.
    pub(super) fn weight(&mut self, doc: DocId) -> Option<f64> {
        if let Some(offsets) = &self.offsets {
            return match self.slots.doc == doc {
                true => Some(starts(&mut self.slots, offsets)?.len() as f64),
                false => Some(0.0),
            };
        }
        let mut lengths: SmallVec<[Lengths; 8]> = SmallVec::new();
        for slot in &self.slots.parts {
            let SpanCursor::Group(group) = slot else {
                return None;
            };
            if group.union.doc() != doc {
                return Some(0.0);
            }
            lengths.push(group.lengths()?);
        }
        let ways: usize = lengths.iter().map(|lengths| lengths.len()).product();
        if ways > MOST_WAYS {
            return None;
        }
        // Two ways may find the same row: a joined form before a word, and a word before one.
        let mut rows = Vec::new();
        for mut way in 0..ways {
            let chosen = lengths.iter().map(|lengths| {
                let length = lengths[way % lengths.len()];
                way /= lengths.len();
                length
            });
            let offsets = offsets(chosen, &self.steps);
            let end = offsets.last().map_or(0, |(offset, length)| offset + length);
            let starts = starts(&mut self.slots, &offsets)?;
            rows.extend(starts.iter().map(|start| (*start, end)));
        }
        rows.sort_unstable();
        rows.dedup();
        Some(rows.len() as f64)
    }
}

fn offsets(lengths: impl Iterator<Item = u32>, steps: &[u32]) -> Offsets {
    let mut end = None;
    let slots = lengths.zip(steps).map(|(length, step)| {
        let offset = end.map_or(0, |end| end + step);
        end = Some(offset + length - 1);
        (offset, length)
    });
    slots.collect()
}

/// Where rows begin whose slots are that long. The rarest words come first: most articles that hold
/// all of them hold no row, and the many places of the commonest are then never read.
fn starts<'a>(slots: &'a mut All, offsets: &Offsets) -> Option<&'a [u32]> {
    let [starts, next] = &mut slots.positions;
    starts.clear();
    for (nth, place) in slots.by_cost.iter().enumerate() {
        let SpanCursor::Group(group) = &mut slots.parts[*place] else {
            return None;
        };
        let (offset, length) = offsets[*place];
        if nth == 0 {
            group.union.positions(length, starts);
            starts.retain_mut(|start| {
                let is_inside = *start >= offset;
                *start = start.saturating_sub(offset);
                is_inside
            });
        } else {
            group.union.positions(length, next);
            keep_followed(starts, next, offset);
        }
        if starts.is_empty() {
            break;
        }
    }
    Some(starts)
}

/// Keeps the positions that one of the others follows at this distance.
fn keep_followed(starts: &mut Vec<u32>, others: &[u32], distance: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let wanted = start + distance;
        at += others[at..]
            .iter()
            .take_while(|other| **other < wanted)
            .count();
        others.get(at) == Some(&wanted)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_kept_where_others_follow() {
        let mut starts = vec![0, 3, 4, 9];
        keep_followed(&mut starts, &[1, 5, 6, 11], 2);
        assert_eq!(starts, [3, 4, 9]);
    }
}

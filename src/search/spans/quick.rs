//! The commonest shapes without making spans of them: positions are compared as they are.

use smallvec::SmallVec;
use tantivy::DocId;

use super::{All, SpanCursor};
use crate::index::dictionary::Entry;
use crate::index::open::Layer;
use crate::search::plan::Spans;
use crate::search::span::Nearness;

/// How many rows of plain words an article holds; `None` if a slot is more than plain words. Each
/// slot begins so many steps behind the end of the one before. The rarest words come first: most articles that hold all
/// of them hold no row, and the many places of the commonest are then never read.
pub(super) fn rows(slots: &mut All, steps: &[u32], doc: DocId) -> Option<f64> {
    let mut offsets: SmallVec<[u32; 8]> = SmallVec::new();
    let mut end = None;
    for (slot, step) in slots.parts.iter().zip(steps) {
        let SpanCursor::Group(group) = slot else {
            return None;
        };
        let offset = end.map_or(0, |end| end + step);
        offsets.push(offset);
        end = Some(offset + group.length()? - 1);
    }
    let [starts, next] = &mut slots.positions;
    starts.clear();
    for (nth, place) in slots.by_cost.iter().enumerate() {
        let SpanCursor::Group(group) = &mut slots.parts[*place] else {
            return None;
        };
        if group.union.doc() != doc {
            return Some(0.0);
        }
        let offset = offsets[*place];
        if nth == 0 {
            group.union.positions(starts);
            starts.retain_mut(|start| {
                let is_inside = *start >= offset;
                *start = start.saturating_sub(offset);
                is_inside
            });
        } else {
            group.union.positions(next);
            keep_followed(starts, next, offset);
        }
        if starts.is_empty() {
            break;
        }
    }
    Some(starts.len() as f64)
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

/// Whether two operands are plain words that never share a position.
pub(super) fn are_apart(left: &Spans, right: &Spans) -> bool {
    let (
        Spans::Group {
            any: left,
            but: no_left,
        },
        Spans::Group {
            any: right,
            but: no_right,
        },
    ) = (left, right)
    else {
        return false;
    };
    let is_word = |entry: &Entry| entry.layer == Layer::Words;
    let all_words = left.iter().chain(right.iter()).all(is_word);
    all_words
        && no_left.is_empty()
        && no_right.is_empty()
        && !left.iter().any(|entry| right.contains(entry))
}

/// What the minimal spans of two lists of positions that share none weigh together.
///
/// A minimal span has no position of either list inside, so it is two neighbours of the merged
/// lists, one from each.
pub(super) fn near(left: &[u32], right: &[u32], nearness: Nearness<'_>) -> f64 {
    let (mut weight, mut i, mut j) = (0.0, 0, 0);
    while i < left.len() && j < right.len() {
        let (l, r) = (left[i], right[j]);
        let (first, last) = (l.min(r), l.max(r));
        let next_of_first = if l < r {
            left.get(i + 1)
        } else {
            right.get(j + 1)
        };
        let is_neighbour = next_of_first.is_none_or(|next| *next > last);
        if is_neighbour && nearness.joins(first, last, l < r) {
            weight += 1.0 / f64::from(last - first);
        }
        if l < r { i += 1 } else { j += 1 }
    }
    weight
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::tree::Order;
    use crate::search::span::{self, Span};

    #[test]
    fn positions_compared_weigh_what_their_spans_weigh() {
        let positions = |bits: u32| (0..7).filter(|n| bits >> n & 1 == 1).collect::<Vec<u32>>();
        let spans = |at: &[u32]| at.iter().map(|at| Span::row(*at, 1)).collect::<Vec<_>>();
        for (left, right) in (0..128).flat_map(|left| (0..128).map(move |right| (left, right))) {
            if left & right != 0 {
                continue;
            }
            let (left, right) = (positions(left), positions(right));
            for (order, words) in [
                (Order::Any, 2),
                (Order::LeftFirst, 3),
                (Order::Any, u32::MAX),
            ] {
                let nearness = Nearness {
                    words,
                    order,
                    within: Some(&[3, 6]),
                };
                let unions = span::near(
                    &spans(&left),
                    &spans(&right),
                    nearness,
                    &span::Limit::default(),
                );
                let minimal = span::minimal(unions);
                let weights = minimal
                    .iter()
                    .map(|span| 1.0 / (1.0 + f64::from(span.gap())));
                let expected: f64 = weights.sum();
                assert!(
                    (near(&left, &right, nearness) - expected).abs() < 1e-12,
                    "{left:?} {right:?}"
                );
            }
        }
    }

    #[test]
    fn positions_are_kept_where_others_follow() {
        let mut starts = vec![0, 3, 4, 9];
        keep_followed(&mut starts, &[1, 5, 6, 11], 2);
        assert_eq!(starts, [3, 4, 9]);
    }
}

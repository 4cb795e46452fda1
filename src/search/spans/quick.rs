//! The commonest shapes without making spans of them: positions are compared as they are.

use crate::search::plan::Spans;
use crate::search::span::Nearness;

/// Whether two operands are words that never share a position, but for their further forms.
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
    no_left.is_empty() && no_right.is_empty() && !left.iter().any(|entry| right.contains(entry))
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
}

//! The matches of an article: the spans of all true parts, pooled, each position counted once.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::matcher::Occurrence;
use crate::index::Text;

/// Takes from the left, the longer first where two begin together, each span that shares no
/// position with one already taken: section 6 of the language. Title before body.
pub(super) fn matches(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    occurrences.sort_by(from_the_left);
    if occurrences.iter().all(|found| found.span.gap() == 0) {
        take_rows(&mut occurrences);
    } else {
        take_sets(&mut occurrences);
    }
    occurrences
}

/// Spans without gaps share a position with one taken before if they begin at or before its end.
fn take_rows(occurrences: &mut Vec<Occurrence>) {
    let mut last_taken: Option<(Text, u32)> = None;
    occurrences.retain(|occurrence| {
        let place = (occurrence.text, occurrence.span.start());
        let is_free = last_taken.is_none_or(|last| last < place);
        if is_free {
            last_taken = Some((occurrence.text, occurrence.span.end()));
        }
        is_free
    });
}

fn take_sets(occurrences: &mut Vec<Occurrence>) {
    let mut taken: HashSet<(Text, u32)> = HashSet::new();
    occurrences.retain(|occurrence| {
        let positions = occurrence.span.positions().iter();
        let places = positions.map(|position| (occurrence.text, *position));
        let is_free = places.clone().all(|place| !taken.contains(&place));
        if is_free {
            taken.extend(places);
        }
        is_free
    });
}

fn from_the_left(a: &Occurrence, b: &Occurrence) -> Ordering {
    let (one, other) = (&a.span, &b.span);
    (a.text.cmp(&b.text))
        .then_with(|| one.start().cmp(&other.start()))
        .then_with(|| other.end().cmp(&one.end()))
        .then_with(|| other.positions().len().cmp(&one.positions().len()))
        .then_with(|| one.positions().cmp(other.positions()))
        .then_with(|| a.unit.cmp(&b.unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::span::Span;

    #[test]
    fn each_position_counts_once_and_the_longer_span_wins() {
        let at = |start, end| Occurrence {
            text: Text::Body,
            span: Span::row(start, end - start + 1),
            unit: 0,
            idf: 1.0,
        };
        type Ranges = &'static [(u32, u32)];
        let cases: [(Ranges, Ranges); 4] = [
            (&[(2, 2), (0, 2)], &[(0, 2)]),
            (&[(0, 0), (0, 1), (1, 1), (2, 2)], &[(0, 1), (2, 2)]),
            (&[(3, 4), (0, 1), (1, 3)], &[(0, 1), (3, 4)]),
            (&[(5, 5), (5, 5)], &[(5, 5)]),
        ];
        for (given, expected) in cases {
            let found = matches(given.iter().map(|&(start, end)| at(start, end)).collect());
            let range = |o: &Occurrence| (o.span.start(), o.span.end());
            let found: Vec<(u32, u32)> = found.iter().map(range).collect();
            assert_eq!(found, expected, "{given:?}");
        }
    }
}

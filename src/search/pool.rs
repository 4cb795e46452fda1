//! The matches of an article: the spans of all true parts, pooled, each position counted once.

use super::matcher::Occurrence;
use crate::index::Text;

/// Takes from the left, the longer first where two begin together, each span that shares no
/// position with one already taken: section 6 of the language. Title before body.
pub(super) fn matches(mut occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    occurrences.sort_by(|a, b| {
        let key = |o: &Occurrence| (o.text, o.span.start, std::cmp::Reverse(o.span.end), o.unit);
        key(a).cmp(&key(b))
    });
    let mut taken: Vec<Occurrence> = Vec::new();
    for occurrence in occurrences {
        let is_free = |last: &Occurrence| {
            last.text != occurrence.text || last.span.end < occurrence.span.start
        };
        if taken.last().is_none_or(is_free) {
            taken.push(occurrence);
        }
    }
    taken
}

/// How many of them stand in a text.
pub(super) fn count_in(matches: &[Occurrence], text: Text) -> usize {
    matches
        .iter()
        .filter(|occurrence| occurrence.text == text)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::spans::Span;

    #[test]
    fn each_position_counts_once_and_the_longer_span_wins() {
        let at = |start, end| Occurrence {
            text: Text::Body,
            span: Span { start, end },
            unit: 0,
            idf: 1.0,
        };
        let cases: [(&[(u32, u32)], &[(u32, u32)]); 4] = [
            (&[(2, 2), (0, 2)], &[(0, 2)]),
            (&[(0, 0), (0, 1), (1, 1), (2, 2)], &[(0, 1), (2, 2)]),
            (&[(3, 4), (0, 1), (1, 3)], &[(0, 1), (3, 4)]),
            (&[(5, 5), (5, 5)], &[(5, 5)]),
        ];
        for (given, expected) in cases {
            let found = matches(given.iter().map(|&(start, end)| at(start, end)).collect());
            let found: Vec<(u32, u32)> = found.iter().map(|o| (o.span.start, o.span.end)).collect();
            assert_eq!(found, expected, "{given:?}");
        }
    }
}

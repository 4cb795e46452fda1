//! Spans, and what can be asked of lists of them: near, in one window, minimal.
//!
//! A span is a set of positions in one text. All lists are sorted by first position, then last,
//! then the positions themselves, and hold each span once.

use std::cell::Cell;

use smallvec::SmallVec;

use super::limits::MOST_SPANS;
use crate::query::tree::Order;

/// A set of positions in one text, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The positions in ascending order.
    at: SmallVec<[u32; 4]>,
}

impl Span {
    /// The positions from one on, so many.
    pub(super) fn row(start: u32, length: u32) -> Span {
        Span {
            at: (start..start + length.max(1)).collect(),
        }
    }

    /// The first position.
    pub(super) fn start(&self) -> u32 {
        self.at[0]
    }

    /// The last position.
    pub(super) fn end(&self) -> u32 {
        self.at[self.at.len() - 1]
    }

    /// The positions in ascending order.
    pub(super) fn positions(&self) -> &[u32] {
        &self.at
    }

    /// How many positions lie between its first and its last without being in it.
    pub(super) fn gap(&self) -> u32 {
        self.end() - self.start() + 1 - self.at.len() as u32
    }

    /// Whether the two share no position.
    pub(super) fn is_apart(&self, other: &Span) -> bool {
        if self.end() < other.start() || other.end() < self.start() {
            return true;
        }
        let (mut mine, mut its) = (self.at.iter().peekable(), other.at.iter().peekable());
        while let (Some(a), Some(b)) = (mine.peek(), its.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => mine.next(),
                std::cmp::Ordering::Greater => its.next(),
                std::cmp::Ordering::Equal => return false,
            };
        }
        true
    }

    /// How far apart the two are: 0 when their ranges intersect, 1 when they are neighbours.
    pub(super) fn distance(&self, other: &Span) -> u32 {
        if self.end() < other.start() {
            other.start() - self.end()
        } else if other.end() < self.start() {
            self.start() - other.end()
        } else {
            0
        }
    }

    /// All positions of both.
    pub(super) fn union(&self, other: &Span) -> Span {
        let mut at: SmallVec<[u32; 4]> = self.at.iter().chain(&other.at).copied().collect();
        at.sort_unstable();
        at.dedup();
        Span { at }
    }

    /// The span with so many further positions right behind it.
    pub(super) fn prolonged(&self, by: u32) -> Span {
        let next = self.end() + 1;
        Span {
            at: self.at.iter().copied().chain(next..next + by).collect(),
        }
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Span) -> std::cmp::Ordering {
        let key = |span: &Span| (span.start(), span.end());
        key(self)
            .cmp(&key(other))
            .then_with(|| self.at.cmp(&other.at))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Span) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Positions that a clause may compare whatever it meets: less than a second's work.
pub(super) const WORK: u64 = 4_000_000;
/// Further positions for each article that it is looked for in: a hundred times what clauses as
/// people write them need.
pub(super) const WORK_PER_ARTICLE: u64 = 100_000;

/// Watches over the number of spans in an article, and over the work of finding them in all.
#[derive(Debug, Default)]
pub(super) struct Limit {
    is_exceeded: Cell<bool>,
    articles: Cell<u64>,
    work: Cell<u64>,
}

impl Limit {
    /// Whether spans have been left out.
    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded.get()
    }

    /// Whether the work has become too much for any answer to come in time.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work.get() > WORK + WORK_PER_ARTICLE * self.articles.get()
    }

    /// One more article is looked at.
    pub(super) fn begin_article(&self) {
        self.articles.set(self.articles.get() + 1);
    }

    /// Counts the work of comparing a span with so many others.
    fn count(&self, span: &Span, others: usize) {
        self.work
            .set(self.work.get() + (span.at.len() * others) as u64);
    }

    /// Whether so many spans, some perhaps the same, are enough to be cut.
    fn is_reached(&self, gathered: usize) -> bool {
        let is_reached = gathered > MOST_SPANS * 2 || self.is_exhausted();
        if is_reached {
            self.is_exceeded.set(true);
        }
        is_reached
    }

    /// A list of spans brought in order, each once, and no more than [`MOST_SPANS`].
    pub(super) fn in_order(&self, mut spans: Vec<Span>) -> Vec<Span> {
        if let Some(first) = spans.first() {
            // Sorting compares each with as many as the number has binary digits.
            self.count(first, spans.len() * spans.len().ilog2() as usize);
        }
        spans.sort_unstable();
        spans.dedup();
        if spans.len() > MOST_SPANS {
            self.is_exceeded.set(true);
            spans.truncate(MOST_SPANS);
        }
        spans
    }
}

/// How two spans may stand to each other.
#[derive(Clone, Copy)]
pub(super) struct Nearness<'a> {
    /// The furthest distance in words.
    pub(super) words: u32,
    /// Whether the left must come first.
    pub(super) order: Order,
    /// The last positions of the stretches (sentences, paragraphs) of which one must hold both.
    pub(super) within: Option<&'a [u32]>,
}

impl Nearness<'_> {
    /// Whether a left and a right span are near, apart and in order.
    fn holds(&self, left: &Span, right: &Span) -> bool {
        left.distance(right) <= self.words
            && self.is_ordered(left, right)
            && self.is_within(left, right)
            && left.is_apart(right)
    }

    /// Whether two positions, the smaller first, may be the ends of a span.
    #[inline]
    pub(super) fn joins(&self, first: u32, last: u32, is_left_first: bool) -> bool {
        let is_near = last - first <= self.words;
        let is_ordered = self.order == Order::Any || is_left_first;
        is_near && is_ordered && self.holds_both(first, last)
    }

    fn is_ordered(&self, left: &Span, right: &Span) -> bool {
        self.order == Order::Any || left.end() < right.start()
    }

    fn is_within(&self, left: &Span, right: &Span) -> bool {
        let first = left.start().min(right.start());
        self.holds_both(first, left.end().max(right.end()))
    }

    /// Whether one stretch holds both positions.
    fn holds_both(&self, first: u32, last: u32) -> bool {
        let Some(ends) = self.within else {
            return true;
        };
        let next_end = ends.get(ends.partition_point(|end| *end < first));
        next_end.is_none_or(|end| last <= *end)
    }
}

/// All unions of a left and a right span that are near.
pub(super) fn near(
    left: &[Span],
    right: &[Span],
    nearness: Nearness<'_>,
    limit: &Limit,
) -> Vec<Span> {
    let longest = right
        .iter()
        .map(|span| span.end() - span.start())
        .max()
        .unwrap_or(0);
    let mut unions = Vec::new();
    for one in left {
        for other in reachable(right, one, nearness.words, longest) {
            limit.count(one, 1);
            if nearness.holds(one, other) {
                unions.push(one.union(other));
            }
        }
        if limit.is_reached(unions.len()) {
            break;
        }
    }
    limit.in_order(unions)
}

/// The spans that can lie within so many words of one.
fn reachable<'a>(
    spans: &'a [Span],
    one: &Span,
    words: u32,
    longest: u32,
) -> impl Iterator<Item = &'a Span> {
    let from = one.start().saturating_sub(words).saturating_sub(longest);
    let first = spans.partition_point(|span| span.start() < from);
    let last = one.end().saturating_add(words);
    spans[first..]
        .iter()
        .take_while(move |span| span.start() <= last)
}

/// The unions of a left and a right span that can be minimal among all of them: for each left one
/// those with the nearest right ones on either side, and those whose ranges intersect.
pub(super) fn nearest(
    left: &[Span],
    right: &[Span],
    nearness: Nearness<'_>,
    limit: &Limit,
) -> Vec<Span> {
    let longest = right
        .iter()
        .map(|span| span.end() - span.start())
        .max()
        .unwrap_or(0);
    let mut unions = Vec::new();
    for one in left {
        limit.count(one, 1);
        behind(one, right, nearness, &mut unions);
        before_or_across(one, right, nearness, longest, &mut unions);
    }
    minimal(unions)
}

/// The union with the right span behind `one` that ends first.
fn behind(one: &Span, right: &[Span], nearness: Nearness<'_>, unions: &mut Vec<Span>) {
    let first = right.partition_point(|span| span.start() <= one.end());
    let mut best: Option<&Span> = None;
    for other in &right[first..] {
        if other.start() > one.end().saturating_add(nearness.words)
            || best.is_some_and(|best| best.end() < other.start())
        {
            break;
        }
        if best.is_none_or(|best| other.end() < best.end()) && nearness.holds(one, other) {
            best = Some(other);
        }
    }
    // Of several that end together the one whose positions come first counts; they are few.
    if let Some(best) = best {
        let together = right[first..]
            .iter()
            .take_while(|other| other.start() <= best.end());
        let together =
            together.filter(|other| other.end() == best.end() && nearness.holds(one, other));
        unions.extend(together.map(|other| one.union(other)));
    }
}

/// The unions with right spans before `one`: those that begin last; and all whose ranges intersect with it.
fn before_or_across(
    one: &Span,
    right: &[Span],
    nearness: Nearness<'_>,
    longest: u32,
    unions: &mut Vec<Span>,
) {
    let end = right.partition_point(|span| span.start() <= one.end());
    let mut latest: Option<u32> = None;
    for other in right[..end].iter().rev() {
        let out_of_reach = other
            .start()
            .saturating_add(longest)
            .saturating_add(nearness.words)
            < one.start();
        if out_of_reach
            || latest.is_some_and(|latest| {
                other.start() < latest && other.start() + longest < one.start()
            })
        {
            break;
        }
        let is_across = other.end() >= one.start();
        if (is_across || latest.is_none_or(|latest| other.start() == latest))
            && nearness.holds(one, other)
        {
            if !is_across {
                latest = Some(other.start());
            }
            unions.push(one.union(other));
        }
    }
}

/// The spans inside whose range no other lies; of equal ranges the one whose positions come first.
pub(super) fn minimal(spans: Vec<Span>) -> Vec<Span> {
    let sorted = {
        let mut spans = spans;
        spans.sort_unstable();
        spans.dedup_by_key(|span| (span.start(), span.end()));
        spans
    };
    let mut kept: Vec<Span> = Vec::new();
    let mut least_end = u32::MAX;
    // From the right: a span holds another if one that begins at or behind it ends at or before it.
    // Of those that begin together the shortest is met last, so equal beginnings are looked at as one.
    let mut group_end = sorted.len();
    while group_end > 0 {
        let start = sorted[group_end - 1].start();
        let group_start = sorted[..group_end].partition_point(|span| span.start() < start);
        let shortest = &sorted[group_start];
        if shortest.end() < least_end {
            least_end = shortest.end();
            kept.push(shortest.clone());
        }
        group_end = group_start;
    }
    kept.reverse();
    kept
}

/// The left spans that no right one is near, or, where it may stand before them too, shares a
/// position with; one equal to it does not count.
pub(super) fn not_near(left: Vec<Span>, right: &[Span], nearness: Nearness<'_>) -> Vec<Span> {
    let longest = right
        .iter()
        .map(|span| span.end() - span.start())
        .max()
        .unwrap_or(0);
    let is_met = |one: &Span| {
        reachable(right, one, nearness.words, longest).any(|other| {
            other != one
                && ((nearness.order == Order::Any && !one.is_apart(other))
                    || (one.distance(other) <= nearness.words
                        && nearness.is_ordered(one, other)
                        && nearness.is_within(one, other)))
        })
    };
    left.into_iter().filter(|one| !is_met(one)).collect()
}

/// One span with a partner of each list near it: the unions of all.
pub(super) fn near_each(
    one_side: &[Span],
    others: &[Vec<Span>],
    nearness: Nearness<'_>,
    one_is_left: bool,
    limit: &Limit,
) -> Vec<Span> {
    let mut unions = Vec::new();
    for one in one_side {
        let mut with_all = vec![one.clone()];
        for others in others {
            let longest = others
                .iter()
                .map(|span| span.end() - span.start())
                .max()
                .unwrap_or(0);
            let near_one: Vec<&Span> = reachable(others, one, nearness.words, longest)
                .filter(|other| {
                    if one_is_left {
                        nearness.holds(one, other)
                    } else {
                        nearness.holds(other, one)
                    }
                })
                .collect();
            with_all
                .iter()
                .for_each(|span| limit.count(span, near_one.len()));
            with_all = with_all
                .iter()
                .flat_map(|span| near_one.iter().map(|other| span.union(other)))
                .collect();
            with_all = limit.in_order(with_all);
        }
        unions.extend(with_all);
        if limit.is_reached(unions.len()) {
            break;
        }
    }
    limit.in_order(unions)
}

/// One span of each list, pairwise apart, all within so many words.
pub(super) fn in_window(lists: &[Vec<Span>], words: u32, limit: &Limit) -> Vec<Span> {
    let Some((first, rest)) = lists.split_first() else {
        return Vec::new();
    };
    let fits = |span: &Span| span.end() - span.start() < words;
    let mut windows: Vec<Span> = first.iter().filter(|span| fits(span)).cloned().collect();
    for list in rest {
        let longest = list
            .iter()
            .map(|span| span.end() - span.start())
            .max()
            .unwrap_or(0);
        let mut wider = Vec::new();
        for window in &windows {
            limit.count(window, list.len().min(words as usize));
            let others =
                reachable(list, window, words, longest).filter(|other| window.is_apart(other));
            wider.extend(
                others
                    .map(|other| window.union(other))
                    .filter(|span| fits(span)),
            );
            if limit.is_reached(wider.len()) {
                break;
            }
        }
        windows = limit.in_order(wider);
    }
    windows
}

/// A word of a sloppy phrase: where it may stand, and its place in the phrase.
pub(super) struct Strayed {
    pub(super) spans: Vec<Span>,
    pub(super) index: u32,
}

/// One span for each word of a phrase, pairwise apart, none further than `slop` from its place
/// relative to the others: Lucene's rule, max − min of (position − index) ≤ slop.
pub(super) fn sloppy(words: &[Strayed], slop: u32, limit: &Limit) -> Vec<Span> {
    let slop = i64::from(slop);
    let mut partial: Vec<(Option<Span>, i64, i64)> = vec![(None, i64::MAX, i64::MIN)];
    for word in words {
        let mut longer = Vec::new();
        for (span, low, high) in &partial {
            for other in &word.spans {
                limit.count(span.as_ref().unwrap_or(other), 1);
                let place = i64::from(other.start()) - i64::from(word.index);
                let (low, high) = (place.min(*low), place.max(*high));
                if high - low > slop || span.as_ref().is_some_and(|span| !span.is_apart(other)) {
                    continue;
                }
                longer.push((
                    Some(
                        span.as_ref()
                            .map_or_else(|| other.clone(), |span| span.union(other)),
                    ),
                    low,
                    high,
                ));
            }
            if limit.is_reached(longer.len()) {
                break;
            }
        }
        partial = longer;
    }
    limit.in_order(partial.into_iter().filter_map(|(span, ..)| span).collect())
}

/// The rows prolonged by the spans that begin a step behind their ends: 1 is right behind them, more
/// leaves room for other words, which then belong to the row, 0 is at their last word.
pub(super) fn joined(rows: &[Span], next: &[Span], step: u32, limit: &Limit) -> Vec<Span> {
    let skipped = step.saturating_sub(1);
    let mut longer = Vec::new();
    for row in rows {
        let start = row.end() + step;
        let from = next.partition_point(|span| span.start() < start);
        let following = next[from..].iter().take_while(|span| span.start() == start);
        longer.extend(following.map(|span| row.prolonged(skipped).union(span)));
    }
    limit.in_order(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(all: &[&[u32]]) -> Vec<Span> {
        Limit::default().in_order(
            all.iter()
                .map(|at| Span {
                    at: at.iter().copied().collect(),
                })
                .collect(),
        )
    }

    fn shown(spans: &[Span]) -> Vec<Vec<u32>> {
        spans.iter().map(|span| span.at.to_vec()).collect()
    }

    const ANY: Nearness<'static> = Nearness {
        words: 5,
        order: Order::Any,
        within: None,
    };

    #[test]
    fn near_unites_what_is_apart_and_close() {
        let (a, b) = (spans(&[&[0], &[2]]), spans(&[&[1], &[3], &[9]]));
        assert_eq!(
            shown(&near(&a, &b, ANY, &Limit::default())),
            [vec![0, 1], vec![0, 3], vec![1, 2], vec![2, 3]]
        );
        let ordered = Nearness {
            order: Order::LeftFirst,
            ..ANY
        };
        assert_eq!(
            shown(&near(&a, &b, ordered, &Limit::default())),
            [vec![0, 1], vec![0, 3], vec![2, 3]]
        );
        let neighbours = Nearness { words: 1, ..ANY };
        assert_eq!(
            shown(&near(&a, &b, neighbours, &Limit::default())),
            [vec![0, 1], vec![1, 2], vec![2, 3]]
        );
        let sentences = Nearness {
            within: Some(&[1, 9]),
            words: u32::MAX,
            ..ANY
        };
        assert_eq!(
            shown(&near(&a, &b, sentences, &Limit::default())),
            [vec![0, 1], vec![2, 3], vec![2, 9]]
        );
        assert!(
            near(&a, &a[..1], ANY, &Limit::default())
                .iter()
                .all(|span| span.at.len() == 2),
            "a span is not apart from itself"
        );
    }

    #[test]
    fn minimal_spans_hold_no_other() {
        let all = spans(&[&[0, 1], &[0, 3], &[1, 2], &[2, 3], &[0, 2, 3], &[1, 2, 3]]);
        assert_eq!(shown(&minimal(all)), [vec![0, 1], vec![1, 2], vec![2, 3]]);
        assert_eq!(
            shown(&minimal(spans(&[&[0, 4, 5], &[0, 2, 5]]))),
            [vec![0, 2, 5]]
        );
    }

    #[test]
    fn the_nearest_are_the_minimal_of_all_that_are_near() {
        // Every pair of small lists over six positions, words and two-word phrases mixed.
        let pool = spans(&[&[0], &[1], &[2], &[4], &[5], &[1, 2], &[4, 5], &[0, 2]]);
        let subset = |bits: usize| -> Vec<Span> {
            pool.iter()
                .enumerate()
                .filter(|(n, _)| bits >> n & 1 == 1)
                .map(|(_, span)| span.clone())
                .collect()
        };
        for (left, right) in (0..256).flat_map(|left| (0..256).map(move |right| (left, right))) {
            let (a, b) = (subset(left), subset(right));
            for order in [Order::Any, Order::LeftFirst] {
                let nearness = Nearness {
                    words: 2,
                    order,
                    within: Some(&[2, 5]),
                };
                assert_eq!(
                    nearest(&a, &b, nearness, &Limit::default()),
                    minimal(near(&a, &b, nearness, &Limit::default())),
                    "{a:?} {b:?}"
                );
            }
        }
    }

    #[test]
    fn a_row_is_prolonged_by_what_begins_right_behind_it() {
        let (rows, next) = (spans(&[&[0], &[4, 5]]), spans(&[&[1], &[1, 2], &[6], &[9]]));
        assert_eq!(
            shown(&joined(&rows, &next, 1, &Limit::default())),
            [vec![0, 1], vec![0, 1, 2], vec![4, 5, 6]]
        );
        assert_eq!(
            shown(&joined(&rows, &next, 4, &Limit::default())),
            [vec![4, 5, 6, 7, 8, 9]]
        );
        let (rows, next) = (spans(&[&[0, 1]]), spans(&[&[1, 2], &[2, 3]]));
        assert_eq!(
            shown(&joined(&rows, &next, 0, &Limit::default())),
            [vec![0, 1, 2]]
        );
    }

    #[test]
    fn slop_counts_how_far_words_stray() {
        let words = |a: &[u32], b: &[u32]| {
            let one = |at: &[u32], index| Strayed {
                spans: spans(&at.iter().map(std::slice::from_ref).collect::<Vec<_>>()),
                index,
            };
            [one(a, 0), one(b, 1)]
        };
        assert_eq!(
            sloppy(&words(&[1], &[0]), 2, &Limit::default()).len(),
            1,
            "b a is two steps from a b"
        );
        assert!(sloppy(&words(&[1], &[0]), 1, &Limit::default()).is_empty());
        assert_eq!(sloppy(&words(&[0], &[1]), 0, &Limit::default()).len(), 1);
        assert!(sloppy(&words(&[0], &[2]), 0, &Limit::default()).is_empty());
    }

    #[test]
    fn a_window_holds_one_of_each() {
        let lists = [spans(&[&[0]]), spans(&[&[2]]), spans(&[&[4]])];
        assert_eq!(
            shown(&in_window(&lists, 5, &Limit::default())),
            [vec![0, 2, 4]]
        );
        assert!(in_window(&lists, 4, &Limit::default()).is_empty());
    }

    #[test]
    fn not_near_keeps_those_that_nothing_meets() {
        let (a, b) = (spans(&[&[0], &[20]]), spans(&[&[2]]));
        assert_eq!(shown(&not_near(a.clone(), &b, ANY)), [vec![20]]);
        assert_eq!(
            shown(&not_near(a.clone(), &a, ANY)),
            [vec![0], vec![20]],
            "itself does not count"
        );
    }
}

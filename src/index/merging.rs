//! Which segments are made into one.
//!
//! Every lookup is paid once a segment, so they must stay few; but a merge rewrites its segments,
//! and a run that changes little must not. A segment that is more than twice as large as all
//! smaller ones together is left alone: 100 articles a night leave at most ten segments in a
//! million, and each article is rewritten about as often before it rests. The two largest may be
//! alike where they are large: making them one would take a third of the time that their articles
//! took, and a search hardly feels it. For the same reason a large merge makes two, at once, on two
//! cores. A segment of which a tenth was removed is rewritten as well, since removed articles take
//! space and time.

use tantivy::index::{SegmentId, SegmentMeta};

/// A segment is left alone that has more than so many times the articles of all smaller ones.
const MUCH_LARGER: u64 = 2;
/// Two segments of so many articles each are not made one.
const LARGE: u64 = 20_000;
/// A segment is rewritten once one in so many of its articles was removed.
const ONE_IN: u32 = 10;

/// A segment as far as it matters here.
#[derive(Clone, Copy, Debug)]
struct Size {
    articles: u64,
    /// Whether it is to be rewritten in any case.
    is_worn: bool,
}

/// The segments to be made one, each list apart. Those of a new index are to be without removed
/// articles, and a small one is to have a single segment.
pub(super) fn due(segments: &[SegmentMeta], is_new: bool) -> Vec<Vec<SegmentId>> {
    let mut segments: Vec<&SegmentMeta> = segments.iter().collect();
    // The name of a segment is random, but which of two equal ones is merged changes no answer.
    segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
    let is_worn = |segment: &SegmentMeta| match is_new {
        true => segment.has_deletes(),
        false => segment.num_deleted_docs() * ONE_IN >= segment.max_doc(),
    };
    let sizes = segments.iter().map(|segment| Size {
        articles: segment.num_docs().into(),
        is_worn: is_worn(segment),
    });
    let sizes: Vec<Size> = sizes.collect();
    let is_small = sizes.first().is_none_or(|largest| largest.articles < LARGE);
    let first = match is_new && is_small {
        true => 0,
        false => first_of_many(&sizes),
    };
    let chosen = chosen(&sizes, first).into_iter();
    let ids = |places: Vec<usize>| places.iter().map(|place| segments[*place].id()).collect();
    chosen.map(ids).collect()
}

/// The places of those to be made one, in lists: all from `first` on, and of the larger ones before it
/// those that are worn.
fn chosen(sizes: &[Size], first: usize) -> Vec<Vec<usize>> {
    let alone = (0..first).map(|place| vec![place]);
    let mut lists: Vec<Vec<usize>> = alone.chain(halves(sizes, first)).collect();
    lists.retain(|list| match list.as_slice() {
        [] => false,
        [only] => sizes[*only].is_worn,
        _ => true,
    });
    lists
}

/// The place of the largest segment that is to be one with all smaller ones.
fn first_of_many(sizes: &[Size]) -> usize {
    let mut smaller: u64 = sizes.iter().map(|size| size.articles).sum();
    for (place, size) in sizes.iter().enumerate() {
        smaller -= size.articles;
        let next = sizes.get(place + 1).map_or(0, |next| next.articles);
        let beside = match place == 0 && next >= LARGE {
            true => smaller - next,
            false => smaller,
        };
        if beside > 0 && size.articles <= beside * MUCH_LARGER {
            return place;
        }
    }
    sizes.len()
}

/// Those from a place on, in two lists of about as many articles if both are large.
fn halves(sizes: &[Size], first: usize) -> [Vec<usize>; 2] {
    let mut halves = [(0, Vec::new()), (0, Vec::new())];
    for (place, size) in sizes.iter().enumerate().skip(first) {
        let lighter = usize::from(halves[1].0 < halves[0].0);
        halves[lighter].0 += size.articles;
        halves[lighter].1.push(place);
    }
    let are_large = first == 0 && halves.iter().all(|(articles, _)| *articles >= LARGE);
    let [(_, one), (_, other)] = halves;
    match are_large {
        true => [one, other],
        false => [(first..sizes.len()).collect(), Vec::new()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_of(sizes: &[Size]) -> Vec<Vec<usize>> {
        chosen(sizes, first_of_many(sizes))
    }

    fn sizes(articles: &[u64]) -> Vec<Size> {
        let size = |articles: &u64| Size {
            articles: *articles,
            is_worn: false,
        };
        articles.iter().map(size).collect()
    }

    #[test]
    fn small_segments_are_merged_and_much_larger_ones_left_alone() {
        let cases: [(&[u64], &[&[usize]]); 13] = [
            (&[], &[]),
            (&[5], &[]),
            (&[5, 5], &[&[0, 1]]),
            (&[100_000, 100], &[]),
            (&[100_000, 100, 100], &[&[1, 2]]),
            (&[100_000, 200, 100], &[&[1, 2]]),
            (&[100_000, 300, 100], &[]),
            (&[700, 300, 100], &[&[0, 1, 2]]),
            (&[7, 0], &[]),
            (&[48_000, 47_000], &[]),
            (&[48_000, 47_000, 3_000, 2_000], &[&[2, 3]]),
            (&[48_000, 47_000, 40_000], &[&[1, 2]]),
            (
                &[48_000, 47_000, 46_000, 45_000, 100],
                &[&[0, 3, 4], &[1, 2]],
            ),
        ];
        for (articles, expected) in cases {
            assert_eq!(chosen_of(&sizes(articles)), expected, "{articles:?}");
        }
    }

    #[test]
    fn a_worn_segment_is_rewritten_where_it_stands() {
        let size = |articles, is_worn| Size { articles, is_worn };
        let sizes = [size(100_000, true), size(100, false)];
        assert_eq!(chosen_of(&sizes), [[0]]);
        let sizes = [size(100_000, false), size(100, false), size(90, true)];
        assert_eq!(chosen_of(&sizes), [[1, 2]]);
        let sizes = [size(50_000, false), size(50_000, true)];
        assert_eq!(chosen_of(&sizes), [[1]]);
    }

    #[test]
    fn years_of_nightly_runs_leave_few_segments() {
        let mut segments: Vec<u64> = vec![60_000, 40_000];
        for _ in 0..3_000 {
            segments.push(100);
            segments.sort_unstable_by_key(|articles| std::cmp::Reverse(*articles));
            let lists = chosen_of(&sizes(&segments));
            let merged: Vec<u64> = lists
                .iter()
                .map(|list| list.iter().map(|place| segments[*place]).sum())
                .collect();
            let gone: Vec<usize> = lists.concat();
            let left = segments.iter().enumerate();
            segments = left
                .filter(|(place, _)| !gone.contains(place))
                .map(|(_, articles)| *articles)
                .chain(merged)
                .collect();
            assert!(segments.len() <= 10, "{segments:?}");
        }
    }
}

//! Which segments are made into one.
//!
//! Every lookup is paid once a segment, so they must stay few; but a merge rewrites its segments,
//! and a run that changes little must not. A segment that is more than twice as large as all
//! smaller ones together is left alone: 100 articles a night leave at most nine segments in a
//! million, and each article is rewritten about as often before it rests. A segment of which a
//! tenth was removed is rewritten as well, since removed articles take space and time.

use tantivy::index::{SegmentId, SegmentMeta};

/// A segment is left alone that has more than so many times the articles of all smaller ones.
const MUCH_LARGER: u64 = 2;
/// A segment is rewritten once one in so many of its articles was removed.
const ONE_IN: u32 = 10;

/// A segment as far as it matters here.
#[derive(Clone, Copy, Debug)]
struct Size {
    articles: u64,
    /// Whether it is to be rewritten in any case.
    is_worn: bool,
}

/// The segments to be made one, each list apart.
pub(super) fn due(segments: &[SegmentMeta]) -> Vec<Vec<SegmentId>> {
    let mut segments: Vec<&SegmentMeta> = segments.iter().collect();
    // The name of a segment is random, but which of two equal ones is merged changes no answer.
    segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
    let sizes = segments.iter().map(|segment| Size {
        articles: segment.num_docs().into(),
        is_worn: segment.num_deleted_docs() * ONE_IN >= segment.max_doc(),
    });
    let (alone, together) = chosen(&sizes.collect::<Vec<_>>());
    let ids = |places: Vec<usize>| places.iter().map(|place| segments[*place].id()).collect();
    let alone = alone.into_iter().map(|place| ids(vec![place]));
    let all = alone.chain([ids(together)]);
    all.filter(|ids: &Vec<SegmentId>| !ids.is_empty()).collect()
}

/// The places of those to be rewritten alone, and of those to be made one; the largest come first.
fn chosen(sizes: &[Size]) -> (Vec<usize>, Vec<usize>) {
    let mut smaller: u64 = sizes.iter().map(|size| size.articles).sum();
    let mut first = sizes.len();
    for (place, size) in sizes.iter().enumerate() {
        smaller -= size.articles;
        if smaller > 0 && size.articles <= smaller * MUCH_LARGER {
            first = place;
            break;
        }
    }
    let is_alone = |place: &usize| sizes[*place].is_worn;
    (
        (0..first).filter(is_alone).collect(),
        (first..sizes.len()).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_segments_are_merged_and_much_larger_ones_left_alone() {
        type Places = &'static [usize];
        let cases: [(&[u64], Places); 9] = [
            (&[], &[]),
            (&[5], &[]),
            (&[5, 5], &[0, 1]),
            (&[100_000, 100], &[]),
            (&[100_000, 100, 100], &[1, 2]),
            (&[100_000, 200, 100], &[1, 2]),
            (&[100_000, 300, 100], &[]),
            (&[700, 300, 100], &[0, 1, 2]),
            (&[7, 0], &[]),
        ];
        for (articles, expected) in cases {
            let sizes = articles.iter().map(|articles| Size {
                articles: *articles,
                is_worn: false,
            });
            let (alone, together) = chosen(&sizes.collect::<Vec<_>>());
            assert_eq!(
                (alone, together),
                (Vec::new(), expected.to_vec()),
                "{articles:?}"
            );
        }
    }

    #[test]
    fn a_worn_segment_is_rewritten_where_it_stands() {
        let size = |articles, is_worn| Size { articles, is_worn };
        let sizes = [size(100_000, true), size(100, false)];
        assert_eq!(chosen(&sizes), (vec![0], vec![]));
        let sizes = [size(100_000, false), size(100, false), size(90, true)];
        assert_eq!(chosen(&sizes), (vec![], vec![1, 2]));
    }

    #[test]
    fn years_of_nightly_runs_leave_few_segments() {
        let mut segments: Vec<u64> = vec![100_000];
        for _ in 0..3_000 {
            segments.push(100);
            segments.sort_unstable_by_key(|articles| std::cmp::Reverse(*articles));
            let sizes = segments.iter().map(|articles| Size {
                articles: *articles,
                is_worn: false,
            });
            let (_, together) = chosen(&sizes.collect::<Vec<_>>());
            let merged: u64 = together.iter().map(|place| segments[*place]).sum();
            segments.truncate(segments.len() - together.len());
            segments.extend((merged > 0).then_some(merged));
            assert!(segments.len() <= 9, "{segments:?}");
        }
    }
}

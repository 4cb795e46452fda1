//! Several words of the dictionary as one: the articles and positions that hold any of them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use smallvec::SmallVec;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::Scope;
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::index::open::{Layer, Segment};
use crate::search::span::Span;

/// Walks the articles that hold any of several terms.
pub(in crate::search) struct GroupCursor {
    pub(super) union: Union,
    but: Vec<Member>,
    /// Whether all of its spans are words by themselves, whatever the article.
    is_only_words: bool,
}

impl GroupCursor {
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        any: &[Entry],
        but: &[Entry],
    ) -> Result<GroupCursor, Error> {
        let open = |entries: &[Entry]| {
            let mut members = Vec::new();
            for entry in entries {
                if let Some(postings) = segment.postings(text, entry)? {
                    members.push(Member {
                        postings,
                        layer: entry.layer,
                        length: entry.length,
                    });
                }
            }
            Ok::<_, Error>(members)
        };
        let (any, but) = (open(any)?, open(but)?);
        let mut layers = any.iter().map(|member| member.layer);
        Ok(GroupCursor {
            is_only_words: but.is_empty() && layers.all(|layer| layer == Layer::Words),
            union: Union::of(any),
            but,
        })
    }

    /// Whether every occurrence is a span.
    pub(super) fn is_certain(&self) -> bool {
        self.but.is_empty()
    }

    /// How many positions each of its spans stands over, if that is the same for all and every
    /// occurrence is one.
    pub(super) fn length(&self) -> Option<u32> {
        let mut lengths = self.union.members.iter().map(|member| member.length);
        let first = lengths.next().unwrap_or(1);
        (self.but.is_empty() && lengths.all(|length| length == first)).then_some(first)
    }

    /// How many positions its spans in the article stand over: joined forms are longer than words,
    /// and few articles hold one. `None` if not every occurrence is a span.
    pub(super) fn lengths(&self) -> Option<Lengths> {
        let mut lengths = Lengths::new();
        for member in self.union.here() {
            if !lengths.contains(&member.length) {
                lengths.push(member.length);
            }
        }
        self.but.is_empty().then_some(lengths)
    }

    /// Whether all of its spans in the article are words by themselves, no further forms.
    pub(super) fn is_of_words(&self) -> bool {
        if self.is_only_words {
            return true;
        }
        let mut standing = self.union.here();
        self.but.is_empty() && standing.all(|member| member.layer == Layer::Words)
    }

    pub(super) fn spans(&mut self, scope: Scope<'_>) -> Vec<Span> {
        let mut spans = self.union.spans();
        for member in &mut self.but {
            if reach(&mut member.postings, scope.doc) == scope.doc {
                let excluded = member.spans();
                spans.retain(|span| excluded.binary_search(span).is_err());
            }
        }
        if let Some(last) = scope.last {
            spans.retain(|span| span.end() <= last);
        }
        spans
    }
}

/// How many positions the spans of a group in an article stand over: most often one length.
pub(super) type Lengths = SmallVec<[u32; 2]>;

/// The postings of one term, and how many positions it stands over.
struct Member {
    postings: SegmentPostings,
    layer: Layer,
    length: u32,
}

impl Member {
    fn spans(&mut self) -> Vec<Span> {
        let mut positions = Vec::new();
        self.postings.positions(&mut positions);
        positions
            .into_iter()
            .map(|start| Span::row(start, self.length))
            .collect()
    }
}

/// Up to this many members a scan for the smallest is faster than a heap.
const MOST_SCANNED: usize = 8;

/// Several terms as one.
pub(in crate::search) struct Union {
    members: Vec<Member>,
    doc: DocId,
    /// The members by the article they stand on; empty where a scan is faster.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The members that stand on `doc`, where there is a heap.
    standing: Vec<usize>,
}

impl Union {
    fn of(members: Vec<Member>) -> Union {
        let mut union = Union {
            members,
            doc: TERMINATED,
            heap: BinaryHeap::new(),
            standing: Vec::new(),
        };
        if union.members.len() > MOST_SCANNED {
            let docs = union.members.iter().enumerate();
            union.heap = docs
                .map(|(place, member)| Reverse((member.postings.doc(), place)))
                .collect();
            union.settle();
        } else {
            union.doc = union
                .members
                .iter()
                .map(|member| member.postings.doc())
                .min()
                .unwrap_or(TERMINATED);
        }
        union
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        // Most words have one form: no loop, no heap.
        if let [only] = &mut self.members[..] {
            self.doc = only.postings.seek(target);
            return self.doc;
        }
        self.seek_any(target)
    }

    fn seek_any(&mut self, target: DocId) -> DocId {
        if self.members.len() <= MOST_SCANNED {
            let docs = self
                .members
                .iter_mut()
                .map(|member| reach(&mut member.postings, target));
            self.doc = docs.min().unwrap_or(TERMINATED);
            return self.doc;
        }
        for place in std::mem::take(&mut self.standing) {
            self.heap.push(Reverse((
                reach(&mut self.members[place].postings, target),
                place,
            )));
        }
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, place)) = *top;
            if doc >= target {
                break;
            }
            *top = Reverse((reach(&mut self.members[place].postings, target), place));
        }
        self.settle();
        self.doc
    }

    /// Takes the members that stand on the smallest article off the heap.
    fn settle(&mut self) {
        self.doc = self
            .heap
            .peek()
            .map_or(TERMINATED, |Reverse((doc, _))| *doc);
        while let Some(top) = self.heap.peek_mut() {
            let Reverse((doc, place)) = *top;
            if doc != self.doc || doc == TERMINATED {
                break;
            }
            PeekMut::pop(top);
            self.standing.push(place);
        }
    }

    pub(super) fn cost(&self) -> u64 {
        self.members
            .iter()
            .map(|member| u64::from(member.postings.size_hint()))
            .sum()
    }

    pub(super) fn frequency(&self) -> u32 {
        self.here().map(|member| member.postings.term_freq()).sum()
    }

    /// The first positions of the members' words in the article, in order; of those that stand over
    /// so many positions.
    pub(super) fn positions(&mut self, length: u32, into: &mut Vec<u32>) {
        into.clear();
        if let [only] = &mut self.members[..] {
            if only.length == length {
                only.postings.append_positions_with_offset(0, into);
            }
            return;
        }
        let mut contributed = 0;
        self.each_here(|member| {
            if member.length == length {
                member.postings.append_positions_with_offset(0, into);
                contributed += 1;
            }
        });
        if contributed > 1 {
            into.sort_unstable();
        }
    }

    fn spans(&mut self) -> Vec<Span> {
        let mut spans = Vec::new();
        self.each_here(|member| spans.extend(member.spans()));
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// The members that stand on the article.
    fn here(&self) -> impl Iterator<Item = &Member> {
        let (scanned, standing) = match self.members.len() > MOST_SCANNED {
            true => (&[][..], &self.standing[..]),
            false => (&self.members[..], &[][..]),
        };
        let doc = self.doc;
        let scanned = scanned
            .iter()
            .filter(move |member| member.postings.doc() == doc);
        scanned.chain(standing.iter().map(|place| &self.members[*place]))
    }

    fn each_here(&mut self, mut each: impl FnMut(&mut Member)) {
        if self.members.len() > MOST_SCANNED {
            for place in &self.standing {
                each(&mut self.members[*place]);
            }
        } else {
            let doc = self.doc;
            let standing = self.members.iter_mut();
            standing
                .filter(|member| member.postings.doc() == doc)
                .for_each(each);
        }
    }
}

/// Goes to an article or the next one, also where the postings stand beyond it already.
pub(in crate::search) fn reach(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target {
        postings.seek(target)
    } else {
        postings.doc()
    }
}

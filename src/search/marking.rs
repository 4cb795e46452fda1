//! The matches of ranked articles, found again for those that are shown.
//!
//! A pass over all articles keeps no matches. Those of a stretch of ranked articles are found
//! together, so that the postings of a word with many forms are opened once and not for each hit.

use std::cell::RefCell;
use std::ops::Range;

use tantivy::DocAddress;

use super::matcher::{self, Occurrence};
use super::plan::Plan;
use super::rank::Ranked;
use super::{Searcher, pool};
use crate::error::Error;

/// So many articles are a stretch: a page of hits, and few enough to keep.
const STRETCH: usize = 50;

/// The matches of the stretch that was asked for last.
#[derive(Debug, Default)]
pub(super) struct Marking {
    last: RefCell<Stretch>,
}

#[derive(Debug, Default)]
struct Stretch {
    places: Range<usize>,
    matches: Vec<Vec<Occurrence>>,
}

impl Marking {
    /// The matches of the ranked article at a place.
    pub(super) fn of(
        &self,
        searcher: &Searcher,
        plan: &Plan,
        ranked: &[Ranked],
        place: usize,
    ) -> Result<Vec<Occurrence>, Error> {
        let mut last = self.last.borrow_mut();
        if !last.places.contains(&place) {
            let places = place..ranked.len().min(place + STRETCH);
            let addresses: Vec<DocAddress> = ranked[places.clone()]
                .iter()
                .map(|ranked| ranked.address)
                .collect();
            last.matches = find(searcher, plan, &addresses)?;
            last.places = places;
        }
        let within = place - last.places.start;
        Ok(last.matches[within].clone())
    }
}

/// The matches of a plan in some articles, in their order; none where it is false.
pub(super) fn find(
    searcher: &Searcher,
    plan: &Plan,
    addresses: &[DocAddress],
) -> Result<Vec<Vec<Occurrence>>, Error> {
    let mut matches = vec![Vec::new(); addresses.len()];
    // Cursors go forward only.
    let mut ascending: Vec<usize> = (0..addresses.len()).collect();
    ascending.sort_by_key(|place| addresses[*place]);
    for segment in searcher.open.segments() {
        let is_here = |place: &usize| addresses[*place].segment_ord == segment.place;
        let mut here = ascending.iter().copied().filter(is_here).peekable();
        if here.peek().is_none() {
            continue;
        }
        let mut cursor = matcher::open(&segment, plan, searcher.means)?;
        for place in here {
            let doc = addresses[place].doc_id;
            if cursor.seek(doc) == doc && cursor.confirm() {
                let mut occurrences = Vec::new();
                cursor.collect(&mut occurrences);
                matches[place] = pool::matches(occurrences);
            }
        }
    }
    Ok(matches)
}

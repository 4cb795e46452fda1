//! The words of removed articles, so that they do not linger in the statistics.
//!
//! A removed article stays in the postings of its segment until the segment is merged, and the
//! dictionary goes on counting it: a word would seem less rare than it is, a score would depend on
//! how an index came about, and a misspelling would be mended to a word that no article has. So a
//! commit keeps, for each segment with removed articles, how many of them held each term, and every
//! lookup takes that number off. The same archive then has the same counts and scores as a fresh
//! index, after whatever runs.
//!
//! It costs the analysis of each article that is removed, once; a file with a segment, of some
//! 10 bytes for each distinct term, which is mapped into memory and not read; and a lookup of less
//! than a microsecond for each term of a query in such a segment. A segment of which a tenth is
//! removed is rewritten instead (see `merging`), so the files stay small.

use std::collections::BTreeMap;

use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;
use tantivy_fst::raw::Fst;
use tantivy_fst::{IntoStreamer, Map, MapBuilder, Streamer};

use super::open::Open;
use super::prepared::Prepared;
use super::schema::Fields;
use crate::error::Error;

/// How many removed articles of a segment held each term.
pub(super) struct Gone(Map<OwnedBytes>);

impl Gone {
    pub(super) fn of(bytes: OwnedBytes) -> Result<Gone, Error> {
        let fst = Fst::new(bytes).map_err(|error| Error::of_index(std::io::Error::other(error)))?;
        Ok(Gone(Map::from(fst)))
    }

    /// How many removed articles held a term of a field.
    pub(super) fn articles(&self, field: Field, term: &[u8]) -> u64 {
        self.0.get(key(field, term)).unwrap_or(0)
    }

    /// The terms with what is counted of each.
    fn counts(&self) -> BTreeMap<Vec<u8>, u64> {
        let mut counts = BTreeMap::new();
        let mut stream = (&self.0).into_stream();
        while let Some((key, articles)) = stream.next() {
            counts.insert(key.to_vec(), articles);
        }
        counts
    }
}

/// A field and a term of it as one key.
fn key(field: Field, term: &[u8]) -> Vec<u8> {
    [&field.field_id().to_be_bytes(), term].concat()
}

/// What is to be written beside the segment at a place of `now`; `None` if what `before`, an older
/// state of the index, has of it still holds. Segments are never changed, only removed from.
pub(super) fn written(
    now: &Open,
    place: usize,
    before: Option<&Open>,
    fields: &Fields,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(segment) = now.segments().nth(place) else {
        return Ok(None);
    };
    let known = before.and_then(|before| Some((before, before.same_segment(&segment)?)));
    let was_there = |doc: u32| match &known {
        Some((_, known)) => known.holds(doc),
        None => true,
    };
    let mut counts = match &known {
        Some((before, known)) => before
            .gone(known.place)
            .map_or_else(BTreeMap::new, Gone::counts),
        None => BTreeMap::new(),
    };
    let newly: Vec<u32> = (0..segment.max_doc())
        .filter(|doc| !segment.holds(*doc) && was_there(*doc))
        .collect();
    if newly.is_empty() {
        return Ok(None);
    }
    for doc in newly {
        let stored = now.article(tantivy::DocAddress::new(segment.place, doc))?;
        let prepared = Prepared::of(stored.article);
        for (field, term) in prepared.terms(fields, &stored.copies) {
            *counts.entry(key(field, term.as_bytes())).or_default() += 1;
        }
    }
    let failed = |error: tantivy_fst::Error| Error::of_index(std::io::Error::other(error));
    let mut builder = MapBuilder::memory();
    for (key, articles) in counts {
        builder.insert(key, articles).map_err(failed)?;
    }
    builder.into_inner().map(Some).map_err(failed)
}

//! The one matcher: walks the articles of a segment that a plan is true in, with scores and matches.
//!
//! A cursor stands on an article that may be true; [`Cursor::confirm`] decides, reading positions
//! only where it must. Score and matches are asked for after that, and only of the parts that are
//! true: what decided that an article is a hit is what counts, ranks and marks it.

mod boolean;
mod clause;
mod condition;

use tantivy::{DocId, TERMINATED};

use super::plan::Plan;
use super::span::Span;
use crate::error::{Error, Refusal};
use crate::index::Text;
use crate::index::open::Segment;
use boolean::{AndCursor, AtLeastCursor, BoostCursor, OrCursor};
use clause::ClauseCursor;
use condition::{Every, FewCursor, FilterCursor, ListCursor, TestCursor};

/// A span that is a match, or would be one if another did not share a position with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Occurrence {
    pub(super) text: Text,
    pub(super) span: Span,
    /// The number of the clause that found it.
    pub(super) unit: usize,
    /// How rare the clause's words are.
    pub(super) idf: f64,
}

/// Walks the articles of a segment.
pub(super) trait Cursor {
    /// The article it stands on.
    fn doc(&self) -> DocId;

    /// Goes to the first article from this one on that may be true.
    fn seek(&mut self, target: DocId) -> DocId;

    /// Roughly how many articles it will stand on.
    fn cost(&self) -> u64;

    /// How dear it is to confirm an article: the cheap ones are asked first.
    fn pains(&self) -> Pains;

    /// Whether it is true in the article it stands on.
    fn confirm(&mut self) -> bool {
        true
    }

    /// The score of the confirmed article.
    fn score(&mut self) -> f64 {
        0.0
    }

    /// Whether spans were left out in some article, because it had too many.
    fn is_capped(&self) -> bool {
        false
    }

    /// Whether finding its spans has become too much work for any answer to come in time.
    fn is_exhausted(&self) -> bool {
        false
    }

    /// Adds the spans of the parts that are true in the confirmed article.
    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// How dear it is to confirm an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pains {
    /// A look at a column, or nothing at all.
    None,
    /// Positions are read.
    Positions,
    /// Several cursors are asked.
    Several,
}

/// What a plan needs to know of the whole index to score in one segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Means {
    pub(super) title: f64,
    pub(super) body: f64,
}

/// A cursor for a plan over a segment.
pub(super) fn open<'a>(
    segment: &Segment<'a>,
    plan: &Plan,
    means: Means,
) -> Result<Box<dyn Cursor + 'a>, Error> {
    Ok(match plan {
        Plan::All => Box::new(Every::below(segment.max_doc())),
        Plan::Unit(unit) => Box::new(ClauseCursor::open(segment, unit, means)?),
        Plan::Filter(text, spans) => Box::new(FilterCursor::open(segment, *text, spans)?),
        Plan::Present(name) => Box::new(ListCursor::open(segment, name)?),
        Plan::Date(filter) => Box::new(TestCursor::of_date(segment, filter)?),
        Plan::Length(from, to) => Box::new(TestCursor::of_length(segment, *from..=*to)?),
        Plan::Ids(wanted) => Box::new(FewCursor::open(segment, wanted)?),
        Plan::And(children) => Box::new(AndCursor::open(segment, children, means)?),
        Plan::Not(_) => Box::new(AndCursor::open(segment, std::slice::from_ref(plan), means)?),
        Plan::Or(children) => Box::new(OrCursor::open(segment, children, means)?),
        Plan::Boost(child, by) => Box::new(BoostCursor::new(open(segment, child, means)?, *by)),
        Plan::AtLeast(count, child) => {
            Box::new(AtLeastCursor::new(open(segment, child, means)?, *count))
        }
    })
}

/// Goes through the articles of a segment that a cursor is true in. A query that can be satisfied in
/// too many ways is refused rather than answered after minutes.
pub(super) fn for_each(
    segment: &Segment<'_>,
    cursor: &mut dyn Cursor,
    mut each: impl FnMut(DocId, &mut dyn Cursor) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut doc = cursor.seek(0);
    while doc != TERMINATED {
        if segment.holds(doc) && cursor.confirm() {
            each(doc, cursor)?;
        }
        if cursor.is_exhausted() {
            return Err(Error::Refused(Refusal {
                at: [0, 0],
                text: "this query can be satisfied in too many ways to be answered".to_owned(),
                hint: "write fewer connectors inside each other, smaller distances, or rarer words"
                    .to_owned(),
            }));
        }
        doc = cursor.seek(doc + 1);
    }
    Ok(())
}

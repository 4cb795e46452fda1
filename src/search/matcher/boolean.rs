//! AND, OR, NOT and what wraps a part of a query as a whole.

use tantivy::{DocId, TERMINATED};

use super::{Cursor, Means, Occurrence, Pains, open};
use crate::error::Error;
use crate::index::open::Segment;
use crate::search::plan::Plan;
use crate::search::pool;

/// The articles in which all of some are true and none of others.
pub(super) struct AndCursor<'a> {
    /// In the order of the query, in which scores are summed.
    required: Vec<Box<dyn Cursor + 'a>>,
    /// The rarest first: it leads.
    by_cost: Vec<usize>,
    /// The cheap to confirm first.
    by_pains: Vec<usize>,
    excluded: Vec<Box<dyn Cursor + 'a>>,
    doc: DocId,
}

impl<'a> AndCursor<'a> {
    pub(super) fn open(
        segment: &Segment<'a>,
        children: &[Plan],
        means: Means,
    ) -> Result<AndCursor<'a>, Error> {
        let (mut required, mut excluded) = (Vec::new(), Vec::new());
        for child in children {
            match child {
                Plan::Not(child) => excluded.push(open(segment, child, means)?),
                child => required.push(open(segment, child, means)?),
            }
        }
        if required.is_empty() {
            required.push(open(segment, &Plan::All, means)?);
        }
        let mut by_cost: Vec<usize> = (0..required.len()).collect();
        by_cost.sort_by_key(|place| required[*place].cost());
        let mut by_pains = by_cost.clone();
        by_pains.sort_by_key(|place| required[*place].pains());
        let mut and = AndCursor {
            required,
            by_cost,
            by_pains,
            excluded,
            doc: 0,
        };
        and.doc = and.align(0);
        Ok(and)
    }

    /// The first article from this one on that all the required stand on.
    fn align(&mut self, mut target: DocId) -> DocId {
        'again: loop {
            for place in &self.by_cost {
                let doc = self.required[*place].seek(target);
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
    }
}

impl Cursor for AndCursor<'_> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = self.align(target);
        }
        self.doc
    }

    fn cost(&self) -> u64 {
        let costs = self.required.iter().map(|cursor| cursor.cost());
        costs.min().unwrap_or(0)
    }

    fn pains(&self) -> Pains {
        Pains::Several
    }

    fn confirm(&mut self) -> bool {
        for place in &self.by_pains {
            if !self.required[*place].confirm() {
                return false;
            }
        }
        let doc = self.doc;
        for excluded in &mut self.excluded {
            if excluded.seek(doc) == doc && excluded.confirm() {
                return false;
            }
        }
        true
    }

    fn score(&mut self) -> f64 {
        self.required.iter_mut().map(|cursor| cursor.score()).sum()
    }

    fn is_exhausted(&self) -> bool {
        let mut cursors = self.required.iter().chain(&self.excluded);
        cursors.any(|cursor| cursor.is_exhausted())
    }

    fn is_capped(&self) -> bool {
        let mut cursors = self.required.iter().chain(&self.excluded);
        cursors.any(|cursor| cursor.is_capped())
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        for cursor in &mut self.required {
            cursor.collect(into);
        }
    }
}

/// The articles in which any is true.
pub(super) struct OrCursor<'a> {
    sides: Vec<Side<'a>>,
    doc: DocId,
}

struct Side<'a> {
    cursor: Box<dyn Cursor + 'a>,
    /// Whether it is true in the confirmed article.
    is_true: bool,
}

impl<'a> OrCursor<'a> {
    pub(super) fn open(
        segment: &Segment<'a>,
        children: &[Plan],
        means: Means,
    ) -> Result<OrCursor<'a>, Error> {
        let sides = children.iter().map(|child| {
            let cursor = open(segment, child, means)?;
            Ok(Side {
                cursor,
                is_true: false,
            })
        });
        let sides = sides.collect::<Result<Vec<_>, Error>>()?;
        let docs = sides.iter().map(|side| side.cursor.doc());
        Ok(OrCursor {
            doc: docs.min().unwrap_or(TERMINATED),
            sides,
        })
    }

    fn true_sides(&mut self) -> impl Iterator<Item = &mut Side<'a>> {
        self.sides.iter_mut().filter(|side| side.is_true)
    }
}

impl Cursor for OrCursor<'_> {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            let docs = self.sides.iter_mut().map(|side| side.cursor.seek(target));
            self.doc = docs.min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn cost(&self) -> u64 {
        self.sides.iter().map(|side| side.cursor.cost()).sum()
    }

    fn pains(&self) -> Pains {
        Pains::Several
    }

    fn confirm(&mut self) -> bool {
        let mut is_true = false;
        for side in &mut self.sides {
            side.is_true = side.cursor.doc() == self.doc && side.cursor.confirm();
            is_true |= side.is_true;
        }
        is_true
    }

    fn score(&mut self) -> f64 {
        self.true_sides().map(|side| side.cursor.score()).sum()
    }

    fn is_exhausted(&self) -> bool {
        self.sides.iter().any(|side| side.cursor.is_exhausted())
    }

    fn is_capped(&self) -> bool {
        self.sides.iter().any(|side| side.cursor.is_capped())
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        self.true_sides().for_each(|side| side.cursor.collect(into));
    }
}

/// Its child with the score multiplied.
pub(super) struct BoostCursor<'a> {
    child: Box<dyn Cursor + 'a>,
    by: f64,
}

impl<'a> BoostCursor<'a> {
    pub(super) fn new(child: Box<dyn Cursor + 'a>, by: f32) -> BoostCursor<'a> {
        let by = f64::from(by);
        BoostCursor { child, by }
    }
}

impl Cursor for BoostCursor<'_> {
    fn doc(&self) -> DocId {
        self.child.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.child.seek(target)
    }

    fn cost(&self) -> u64 {
        self.child.cost()
    }

    fn pains(&self) -> Pains {
        self.child.pains()
    }

    fn confirm(&mut self) -> bool {
        self.child.confirm()
    }

    fn score(&mut self) -> f64 {
        self.child.score() * self.by
    }

    fn is_exhausted(&self) -> bool {
        self.child.is_exhausted()
    }

    fn is_capped(&self) -> bool {
        self.child.is_capped()
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        self.child.collect(into);
    }
}

/// The articles with at least so many matches of its child.
pub(super) struct AtLeastCursor<'a> {
    child: Box<dyn Cursor + 'a>,
    count: usize,
}

impl<'a> AtLeastCursor<'a> {
    pub(super) fn new(child: Box<dyn Cursor + 'a>, count: u32) -> AtLeastCursor<'a> {
        let count = count as usize;
        AtLeastCursor { child, count }
    }
}

impl Cursor for AtLeastCursor<'_> {
    fn doc(&self) -> DocId {
        self.child.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.child.seek(target)
    }

    fn cost(&self) -> u64 {
        self.child.cost()
    }

    fn pains(&self) -> Pains {
        Pains::Several
    }

    fn confirm(&mut self) -> bool {
        if !self.child.confirm() {
            return false;
        }
        let mut occurrences = Vec::new();
        self.child.collect(&mut occurrences);
        pool::matches(occurrences).len() >= self.count
    }

    fn score(&mut self) -> f64 {
        self.child.score()
    }

    fn is_exhausted(&self) -> bool {
        self.child.is_exhausted()
    }

    fn is_capped(&self) -> bool {
        self.child.is_capped()
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        self.child.collect(into);
    }
}

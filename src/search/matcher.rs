//! The one matcher: walks the articles of a segment that a plan is true in, with scores and matches.
//!
//! A cursor stands on an article that may be true; [`Cursor::confirm`] decides, reading positions
//! only where it must. Score and matches are asked for after that, and only of the parts that are
//! true: what decided that an article is a hit is what counts, ranks and marks it.

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::plan::{Plan, Region, Unit, UnitPlace};
use super::rank::{Weight, title_weight};
use super::spans::{Span, SpanCursor, reach};
use crate::analysis::Marks;
use crate::date::{self, Day};
use crate::error::Error;
use crate::index::Text;
use crate::index::open::{Days, Segment};
use crate::query::tree::DateFilter;

/// A span that is a match, or would be one if a longer one did not cover it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Occurrence {
    pub(super) text: Text,
    pub(super) span: Span,
    /// The number of the unit that found it.
    pub(super) unit: usize,
    /// How rare the unit's words are.
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
    fn pains(&self) -> u8;
    /// Whether it is true in the article it stands on.
    fn confirm(&mut self) -> bool;
    /// The score of the confirmed article.
    fn score(&mut self) -> f64;
    /// Adds the spans of the parts that are true in the confirmed article.
    fn collect(&mut self, into: &mut Vec<Occurrence>);
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
    let end = segment.max_doc();
    Ok(match plan {
        Plan::All => Box::new(Every {
            doc: start(end),
            end,
        }),
        Plan::Unit(unit) => Box::new(UnitCursor::open(segment, unit, means)?),
        Plan::Filter(text, spans) => Box::new(FilterCursor {
            spans: SpanCursor::open(segment, *text, spans)?,
        }),
        Plan::Present(name) => Box::new(ListCursor {
            postings: segment.present(name)?,
        }),
        Plan::Date(filter) => Box::new(DateCursor::open(segment, filter)?),
        Plan::Length(from, to) => Box::new(LengthCursor {
            every: Every {
                doc: start(end),
                end,
            },
            lengths: segment.lengths()?,
            range: (*from, *to),
        }),
        Plan::Ids(wanted) => {
            let ids = segment.ids()?;
            let docs = (0..end)
                .filter(|doc| wanted.contains(&ids.of(*doc)))
                .collect();
            Box::new(FewCursor { docs, place: 0 })
        }
        Plan::And(children) => Box::new(AndCursor::open(segment, children, means)?),
        Plan::Or(children) => {
            let children = children
                .iter()
                .map(|child| open(segment, child, means))
                .collect::<Result<Vec<_>, _>>()?;
            let is_true = vec![false; children.len()];
            Box::new(OrCursor { children, is_true })
        }
        Plan::Not(_) => Box::new(AndCursor::open(segment, std::slice::from_ref(plan), means)?),
        Plan::Boost(child, by) => Box::new(BoostCursor {
            child: open(segment, child, means)?,
            by: f64::from(*by),
        }),
    })
}

fn start(end: DocId) -> DocId {
    if end == 0 { TERMINATED } else { 0 }
}

/// Every article.
struct Every {
    doc: DocId,
    end: DocId,
}

impl Cursor for Every {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            self.doc = if target < self.end {
                target
            } else {
                TERMINATED
            };
        }
        self.doc
    }

    fn cost(&self) -> u64 {
        u64::from(self.end)
    }

    fn pains(&self) -> u8 {
        0
    }

    fn confirm(&mut self) -> bool {
        true
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// A scored clause in the texts that its field governs.
struct UnitCursor {
    number: usize,
    places: Vec<PlaceCursor>,
    doc: DocId,
}

struct PlaceCursor {
    text: Text,
    idf: f64,
    spans: SpanCursor,
    /// Where the lead ends, if only the lead counts.
    lead: Option<LeadEnd>,
    norms: FieldNormReader,
    weight: Weight,
    /// How often it occurs in the confirmed article.
    frequency: u32,
}

impl UnitCursor {
    fn open(segment: &Segment<'_>, unit: &Unit, means: Means) -> Result<UnitCursor, Error> {
        let places = unit
            .places
            .iter()
            .map(|place| PlaceCursor::open(segment, place, means));
        let mut unit = UnitCursor {
            number: unit.number,
            places: places.collect::<Result<_, _>>()?,
            doc: TERMINATED,
        };
        unit.doc = unit
            .places
            .iter()
            .map(|place| place.spans.doc())
            .min()
            .unwrap_or(TERMINATED);
        Ok(unit)
    }
}

impl Cursor for UnitCursor {
    fn doc(&self) -> DocId {
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.doc {
            let docs = self.places.iter_mut().map(|place| place.spans.seek(target));
            self.doc = docs.min().unwrap_or(TERMINATED);
        }
        self.doc
    }

    fn cost(&self) -> u64 {
        self.places.iter().map(|place| place.spans.cost()).sum()
    }

    fn pains(&self) -> u8 {
        let certain = self
            .places
            .iter()
            .all(|place| place.lead.is_none() && place.spans.frequency().is_some());
        if certain { 1 } else { 2 }
    }

    fn confirm(&mut self) -> bool {
        let doc = self.doc;
        for place in &mut self.places {
            place.frequency = if place.spans.doc() == doc {
                place.frequency_in(doc)
            } else {
                0
            };
        }
        self.places.iter().any(|place| place.frequency > 0)
    }

    fn score(&mut self) -> f64 {
        let doc = self.doc;
        let present = self.places.iter().filter(|place| place.frequency > 0);
        present
            .map(|place| {
                place
                    .weight
                    .score(f64::from(place.frequency), place.norms.fieldnorm(doc))
            })
            .sum()
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        let (doc, unit) = (self.doc, self.number);
        for place in self.places.iter_mut().filter(|place| place.frequency > 0) {
            let (text, idf) = (place.text, place.idf);
            into.extend(place.spans_in(doc).into_iter().map(|span| Occurrence {
                text,
                span,
                unit,
                idf,
            }));
        }
    }
}

impl PlaceCursor {
    fn open(segment: &Segment<'_>, place: &UnitPlace, means: Means) -> Result<PlaceCursor, Error> {
        let (factor, mean) = match place.text {
            Text::Title => (title_weight(), means.title),
            _ => (1.0, means.body),
        };
        let lead = match place.region {
            Region::Whole => None,
            Region::Lead => Some(LeadEnd {
                ends: segment.marks(place.text, Marks::LEAD_END)?,
            }),
        };
        Ok(PlaceCursor {
            text: place.text,
            idf: place.idf,
            spans: SpanCursor::open(segment, place.text, &place.spans)?,
            lead,
            norms: segment.norms(place.text)?,
            weight: Weight::new(factor * place.idf, mean),
            frequency: 0,
        })
    }

    fn frequency_in(&mut self, doc: DocId) -> u32 {
        match self.spans.frequency() {
            Some(frequency) if self.lead.is_none() => frequency,
            _ => u32::try_from(self.spans_in(doc).len()).unwrap_or(u32::MAX),
        }
    }

    fn spans_in(&mut self, doc: DocId) -> Vec<Span> {
        let mut spans = self.spans.spans();
        if let Some(lead) = &mut self.lead {
            let end = lead.of(doc);
            spans.retain(|span| end.is_some_and(|end| span.end <= end));
        }
        spans
    }
}

/// Where the leads of a segment end.
struct LeadEnd {
    ends: Option<SegmentPostings>,
}

impl LeadEnd {
    /// The position of the last word of an article's lead.
    fn of(&mut self, doc: DocId) -> Option<u32> {
        let ends = self.ends.as_mut()?;
        if reach(ends, doc) != doc {
            return None;
        }
        let mut positions = Vec::new();
        ends.positions(&mut positions);
        positions.last().copied()
    }
}

/// Words in a field that only filters.
struct FilterCursor {
    spans: SpanCursor,
}

impl Cursor for FilterCursor {
    fn doc(&self) -> DocId {
        self.spans.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.spans.seek(target)
    }

    fn cost(&self) -> u64 {
        self.spans.cost()
    }

    fn pains(&self) -> u8 {
        if self.spans.frequency().is_some() {
            1
        } else {
            2
        }
    }

    fn confirm(&mut self) -> bool {
        self.spans
            .frequency()
            .is_some_and(|frequency| frequency > 0)
            || !self.spans.spans().is_empty()
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// A plain list of articles.
struct ListCursor {
    postings: Option<SegmentPostings>,
}

impl Cursor for ListCursor {
    fn doc(&self) -> DocId {
        self.postings.as_ref().map_or(TERMINATED, DocSet::doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings
            .as_mut()
            .map_or(TERMINATED, |postings| reach(postings, target))
    }

    fn cost(&self) -> u64 {
        self.postings
            .as_ref()
            .map_or(0, |postings| u64::from(postings.size_hint()))
    }

    fn pains(&self) -> u8 {
        0
    }

    fn confirm(&mut self) -> bool {
        true
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// A few articles in order.
struct FewCursor {
    docs: Vec<DocId>,
    place: usize,
}

impl Cursor for FewCursor {
    fn doc(&self) -> DocId {
        self.docs.get(self.place).copied().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.doc() < target {
            self.place += 1;
        }
        self.doc()
    }

    fn cost(&self) -> u64 {
        self.docs.len() as u64
    }

    fn pains(&self) -> u8 {
        0
    }

    fn confirm(&mut self) -> bool {
        true
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// The articles whose date fits.
struct DateCursor {
    every: Every,
    days: Days,
    filter: DateFilter,
}

/// No printed date covers a longer period: a decade.
const LONGEST_PERIOD: Day = 3653;

impl DateCursor {
    fn open(segment: &Segment<'_>, filter: &DateFilter) -> Result<DateCursor, Error> {
        let (days, end) = (segment.days()?, segment.max_doc());
        let (mut from, mut to) = (0, end);
        // Articles stand newest first, the undated last: a range of days is a range of articles.
        if let DateFilter::Range {
            from: first,
            to: last,
        } = filter
        {
            let begins_after =
                |day: Day| partition(end, |doc| days.of(doc).is_some_and(|period| period.0 > day));
            from = last.map_or(0, begins_after);
            to = first.map_or(end, |first| begins_after(first - LONGEST_PERIOD - 1));
        }
        let doc = if from < to { from } else { TERMINATED };
        Ok(DateCursor {
            every: Every { doc, end: to },
            days,
            filter: filter.clone(),
        })
    }
}

/// The first number below `end` of which this is false, where it is true before and false after.
fn partition(end: DocId, is_before: impl Fn(DocId) -> bool) -> DocId {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1
        } else {
            high = middle
        }
    }
    low
}

impl Cursor for DateCursor {
    fn doc(&self) -> DocId {
        self.every.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.every.seek(target)
    }

    fn cost(&self) -> u64 {
        if self.every.doc == TERMINATED {
            0
        } else {
            u64::from(self.every.end - self.every.doc)
        }
    }

    fn pains(&self) -> u8 {
        0
    }

    fn confirm(&mut self) -> bool {
        fits(&self.filter, self.days.of(self.every.doc))
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// Whether an article's period fits a condition.
fn fits(filter: &DateFilter, period: Option<(Day, Day)>) -> bool {
    let Some((first, last)) = period else {
        return *filter == DateFilter::Unknown;
    };
    let on_a_day = || date::civil(first).filter(|_| first == last);
    match filter {
        DateFilter::Unknown => false,
        DateFilter::Range { from, to } => {
            from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
        }
        DateFilter::On { month, day } => {
            on_a_day().is_some_and(|date| (date.month(), date.day()) == (*month, *day))
        }
        DateFilter::Weekday(weekday) => {
            on_a_day().is_some_and(|date| date.weekday().to_monday_one_offset() == *weekday)
        }
    }
}

/// The articles whose length fits.
struct LengthCursor {
    every: Every,
    lengths: Column<u64>,
    range: (u64, u64),
}

impl Cursor for LengthCursor {
    fn doc(&self) -> DocId {
        self.every.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.every.seek(target)
    }

    fn cost(&self) -> u64 {
        self.every.cost()
    }

    fn pains(&self) -> u8 {
        0
    }

    fn confirm(&mut self) -> bool {
        let length = self.lengths.first(self.every.doc).unwrap_or(0);
        (self.range.0..=self.range.1).contains(&length)
    }

    fn score(&mut self) -> f64 {
        0.0
    }

    fn collect(&mut self, _into: &mut Vec<Occurrence>) {}
}

/// The articles in which all of some are true and none of others.
struct AndCursor<'a> {
    /// The rarest first: it leads.
    required: Vec<Box<dyn Cursor + 'a>>,
    /// The required in the order in which they are confirmed: the cheap ones first.
    by_pains: Vec<usize>,
    excluded: Vec<Box<dyn Cursor + 'a>>,
    doc: DocId,
}

impl<'a> AndCursor<'a> {
    fn open(
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
        // Scores are summed in the order of the query, so the order in which cursors lead is kept apart.
        let mut by_cost: Vec<usize> = (0..required.len()).collect();
        by_cost.sort_by_key(|place| required[*place].cost());
        let mut by_pains = by_cost.clone();
        by_pains.sort_by_key(|place| required[*place].pains());
        let mut and = AndCursor {
            required,
            by_pains,
            excluded,
            doc: 0,
        };
        and.doc = and.align(0);
        Ok(and)
    }

    fn align(&mut self, mut target: DocId) -> DocId {
        loop {
            let mut furthest = target;
            for place in 0..self.required.len() {
                let doc = self.required[place].seek(target);
                if doc > target {
                    furthest = doc;
                    break;
                }
            }
            if furthest == target || furthest == TERMINATED {
                return furthest;
            }
            target = furthest;
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
        self.required
            .iter()
            .map(|cursor| cursor.cost())
            .min()
            .unwrap_or(0)
    }

    fn pains(&self) -> u8 {
        3
    }

    fn confirm(&mut self) -> bool {
        let doc = self.doc;
        let is_excluded =
            |cursor: &mut Box<dyn Cursor + '_>| cursor.seek(doc) == doc && cursor.confirm();
        for place in &self.by_pains {
            if !self.required[*place].confirm() {
                return false;
            }
        }
        !self.excluded.iter_mut().any(is_excluded)
    }

    fn score(&mut self) -> f64 {
        self.required.iter_mut().map(|cursor| cursor.score()).sum()
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        for cursor in &mut self.required {
            cursor.collect(into);
        }
    }
}

/// The articles in which any is true.
struct OrCursor<'a> {
    children: Vec<Box<dyn Cursor + 'a>>,
    /// Which of them are true in the confirmed article.
    is_true: Vec<bool>,
}

impl Cursor for OrCursor<'_> {
    fn doc(&self) -> DocId {
        self.children
            .iter()
            .map(|child| child.doc())
            .min()
            .unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.children
            .iter_mut()
            .map(|child| child.seek(target))
            .min()
            .unwrap_or(TERMINATED)
    }

    fn cost(&self) -> u64 {
        self.children.iter().map(|child| child.cost()).sum()
    }

    fn pains(&self) -> u8 {
        3
    }

    fn confirm(&mut self) -> bool {
        let doc = self.doc();
        for (child, is_true) in self.children.iter_mut().zip(&mut self.is_true) {
            *is_true = child.doc() == doc && child.confirm();
        }
        self.is_true.contains(&true)
    }

    fn score(&mut self) -> f64 {
        self.true_ones().map(|child| child.score()).sum()
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        self.true_ones().for_each(|child| child.collect(into));
    }
}

impl<'a> OrCursor<'a> {
    fn true_ones(&mut self) -> impl Iterator<Item = &mut Box<dyn Cursor + 'a>> {
        self.children
            .iter_mut()
            .zip(&self.is_true)
            .filter(|(_, is_true)| **is_true)
            .map(|(child, _)| child)
    }
}

/// Its child with the score multiplied.
struct BoostCursor<'a> {
    child: Box<dyn Cursor + 'a>,
    by: f64,
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

    fn pains(&self) -> u8 {
        self.child.pains()
    }

    fn confirm(&mut self) -> bool {
        self.child.confirm()
    }

    fn score(&mut self) -> f64 {
        self.child.score() * self.by
    }

    fn collect(&mut self, into: &mut Vec<Occurrence>) {
        self.child.collect(into);
    }
}

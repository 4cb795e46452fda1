//! Conditions on an article: they give no score and no matches.

use std::ops::RangeInclusive;

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

use super::{Cursor, Pains};
use crate::article::Id;
use crate::date::{self, Day};
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Segment;
use crate::query::tree::DateFilter;
use crate::search::plan::Spans;
use crate::search::span::Limit;
use crate::search::spans::{Scope, SpanCursor, reach};

/// A stretch of articles, every one of them.
pub(super) struct Every {
    doc: DocId,
    end: DocId,
}

impl Every {
    /// The articles below a number.
    pub(super) fn below(end: DocId) -> Every {
        Every::between(0, end)
    }

    fn between(start: DocId, end: DocId) -> Every {
        let doc = if start < end { start } else { TERMINATED };
        Every { doc, end }
    }
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
        if self.doc == TERMINATED {
            0
        } else {
            u64::from(self.end - self.doc)
        }
    }

    fn pains(&self) -> Pains {
        Pains::None
    }
}

/// Words in a field that only filters.
pub(super) struct FilterCursor {
    spans: SpanCursor,
    limit: Limit,
}

impl FilterCursor {
    pub(super) fn open(
        segment: &Segment<'_>,
        text: Text,
        spans: &Spans,
    ) -> Result<FilterCursor, Error> {
        Ok(FilterCursor {
            spans: SpanCursor::open(segment, text, spans)?,
            limit: Limit::default(),
        })
    }
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

    fn pains(&self) -> Pains {
        if self.spans.frequency().is_some() {
            Pains::None
        } else {
            Pains::Positions
        }
    }

    fn confirm(&mut self) -> bool {
        if let Some(frequency) = self.spans.frequency() {
            return frequency > 0;
        }
        let doc = self.spans.doc();
        let scope = Scope {
            doc,
            last: None,
            limit: &self.limit,
        };
        !self.spans.spans(scope).is_empty()
    }
}

/// The articles that have a field.
pub(super) struct ListCursor {
    postings: Option<SegmentPostings>,
}

impl ListCursor {
    pub(super) fn open(segment: &Segment<'_>, name: &str) -> Result<ListCursor, Error> {
        let postings = segment.present(name)?;
        Ok(ListCursor { postings })
    }
}

impl Cursor for ListCursor {
    fn doc(&self) -> DocId {
        self.postings.as_ref().map_or(TERMINATED, DocSet::doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let postings = self.postings.as_mut();
        postings.map_or(TERMINATED, |postings| reach(postings, target))
    }

    fn cost(&self) -> u64 {
        let postings = self.postings.as_ref();
        postings.map_or(0, |postings| u64::from(postings.size_hint()))
    }

    fn pains(&self) -> Pains {
        Pains::None
    }
}

/// A few articles in order.
pub(super) struct FewCursor {
    docs: Vec<DocId>,
    place: usize,
}

impl FewCursor {
    pub(super) fn open(segment: &Segment<'_>, wanted: &[Id]) -> Result<FewCursor, Error> {
        let ids = segment.ids()?;
        let docs = segment.docs().filter(|doc| wanted.contains(&ids.of(*doc)));
        Ok(FewCursor {
            docs: docs.collect(),
            place: 0,
        })
    }
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

    fn pains(&self) -> Pains {
        Pains::None
    }
}

/// The articles of a stretch that pass a test of their columns.
pub(super) struct TestCursor {
    every: Every,
    test: Box<dyn Fn(DocId) -> bool>,
}

/// No printed date covers a longer period: a decade.
const LONGEST_PERIOD: Day = 3653;

impl TestCursor {
    /// The articles whose length in words lies in a range.
    pub(super) fn of_length(
        segment: &Segment<'_>,
        wanted: RangeInclusive<u64>,
    ) -> Result<TestCursor, Error> {
        let lengths = segment.lengths()?.clone();
        Ok(TestCursor {
            every: Every::below(segment.max_doc()),
            test: Box::new(move |doc| wanted.contains(&lengths.first(doc).unwrap_or(0))),
        })
    }

    /// The articles whose date fits.
    pub(super) fn of_date(segment: &Segment<'_>, filter: &DateFilter) -> Result<TestCursor, Error> {
        let days = segment.days()?;
        let (mut start, mut end) = (0, segment.max_doc());
        // Articles stand newest first, the undated last: a range of days is a range of articles.
        if let DateFilter::Range { from, to, .. } = filter {
            let begin_after = |day: Day| {
                let begins_after = |doc| days.of(doc).is_some_and(|(first, _)| first > day);
                partition(segment.max_doc(), begins_after)
            };
            start = to.map_or(start, begin_after);
            end = from.map_or(end, |from| begin_after(from - LONGEST_PERIOD - 1));
        }
        let filter = filter.clone();
        Ok(TestCursor {
            every: Every::between(start, end),
            test: Box::new(move |doc| fits(&filter, days.of(doc))),
        })
    }
}

/// The first number below `end` of which this is false, where it is true before and false after.
fn partition(end: DocId, is_before: impl Fn(DocId) -> bool) -> DocId {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low + (high - low) / 2;
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl Cursor for TestCursor {
    fn doc(&self) -> DocId {
        self.every.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.every.seek(target)
    }

    fn cost(&self) -> u64 {
        self.every.cost()
    }

    fn pains(&self) -> Pains {
        Pains::None
    }

    fn confirm(&mut self) -> bool {
        (self.test)(self.every.doc)
    }
}

/// Whether an article's period fits a condition.
fn fits(filter: &DateFilter, period: Option<(Day, Day)>) -> bool {
    let Some((first, last)) = period else {
        return *filter == DateFilter::Unknown;
    };
    let single_day = || date::civil(first).filter(|_| first == last);
    match filter {
        DateFilter::Unknown => false,
        DateFilter::Range { from, to, .. } => {
            from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
        }
        DateFilter::On { month, day } => {
            single_day().is_some_and(|date| (date.month(), date.day()) == (*month, *day))
        }
        DateFilter::Weekday(weekday) => {
            single_day().is_some_and(|date| date.weekday().to_monday_one_offset() == *weekday)
        }
    }
}

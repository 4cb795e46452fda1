//! Runs a planned query: one pass over the articles that counts, ranks and notes.

use tantivy::columnar::{Column, StrColumn};
use tantivy::postings::SegmentPostings;
use tantivy::{DocAddress, DocId};

use super::limits::MOST_SPANS;
use super::marking::Marking;
use super::matcher::{self, Cursor, Means};
use super::page::{Counts, JSON_VERSION, Page, Sort, Stamp};
use super::plan::{self, Plan, Planned};
use super::rank::{Best, Ranked};
use super::spans::reach;
use super::sweep::{Sweep, Take};
use super::tally::{Counter, Tally, first_name};
use super::{Counting, Request, Results, Searcher, nothing};
use crate::date::Day;
use crate::error::Error;
use crate::index::columns::{Ids, Names};
use crate::index::open::{Open, Segment};
use crate::query::tree::DateFilter;
use crate::query::{Note, Query};

/// See [`Searcher::run`].
pub(super) fn run<'a>(searcher: &'a Searcher, request: &Request) -> Result<Results<'a>, Error> {
    let planned = plan::plan(searcher, &request.query)?;
    let wanted = request
        .limit
        .map_or(usize::MAX, |limit| request.offset.saturating_add(limit));
    let mut pass = Pass {
        best: Best::new(request.sort, wanted),
        sort: request.sort,
        articles: 0,
        tally: (request.counting == Counting::Everything).then(Tally::default),
        observed: Observed::of(&planned.plan),
    };
    for segment in searcher.open.segments() {
        pass.over(&segment, &planned.plan, searcher.means)?;
    }
    let counts = pass.counts();
    let notes = notes(searcher, &request.query, &planned, &pass.observed, counts)?;
    let page = Page {
        morgue: JSON_VERSION,
        kind: "page",
        query: request.query.text.clone(),
        reading: request.query.reading(),
        notes,
        index: stamp(&searcher.open),
        counts,
        sort: request.sort,
        offset: request.offset,
        limit: request.limit,
        hits: Vec::new(),
    };
    let mut ranked = pass.best.into_ordered();
    ranked.drain(..request.offset.min(ranked.len()));
    Ok(Results {
        page,
        searcher,
        plan: planned.plan,
        ranked,
        marking: Marking::default(),
        passages: request.passages,
    })
}

/// All that is to be said about an answer: the reading, the plan, the dates, why there is nothing.
pub(super) fn notes(
    searcher: &Searcher,
    query: &Query,
    planned: &Planned,
    observed: &Observed,
    counts: Counts,
) -> Result<Vec<Note>, Error> {
    let mut notes = query.notes.clone();
    notes.extend(planned.notes.iter().cloned());
    notes.extend(observed.notes());
    if counts.articles == 0 {
        notes.extend(nothing::why(searcher, query)?);
    }
    Ok(notes)
}

/// How many articles a plan is true in.
pub(super) fn count(searcher: &Searcher, plan: &Plan) -> Result<u64, Error> {
    let mut articles = 0;
    for segment in searcher.open.segments() {
        match Sweep::open(&segment, plan, searcher.means)? {
            Some(sweep) => sweep.for_each(&mut Count(&mut articles))?,
            None => {
                let mut cursor = matcher::open(&segment, plan, searcher.means)?;
                matcher::for_each(&segment, cursor.as_mut(), |_, _| {
                    articles += 1;
                    Ok(())
                })?;
            }
        }
    }
    Ok(articles)
}

/// Counts the articles of a sweep, and shows none.
struct Count<'a>(&'a mut u64);

impl Take for Count<'_> {
    fn count(&mut self, articles: u64) {
        *self.0 += articles;
    }

    fn floor(&self) -> f64 {
        f64::INFINITY
    }

    fn take(&mut self, _: DocId, _: f64) -> Result<(), Error> {
        Ok(())
    }
}

/// Whether a plan is true in any article.
pub(super) fn is_anywhere(searcher: &Searcher, plan: &Plan) -> Result<bool, Error> {
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, plan, searcher.means)?;
        if matcher::first(&segment, cursor.as_mut())?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everything that a plan finds, counted.
pub(super) fn tally(searcher: &Searcher, plan: &Plan) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, plan, searcher.means)?;
        let mut counter = Counter::open(&segment)?;
        matcher::for_each(&segment, cursor.as_mut(), |doc, cursor| {
            tally.add(&counter.look(cursor, doc)?);
            Ok(())
        })?;
    }
    Ok(tally)
}

/// Which index answers.
pub(super) fn stamp(open: &Open) -> Stamp {
    Stamp {
        id: open.id().to_owned(),
        commit: open.commit(),
        articles: open.articles(),
    }
}

/// One pass over the articles of an index.
struct Pass {
    best: Best,
    sort: Sort,
    articles: u64,
    /// Only where everything is counted.
    tally: Option<Tally>,
    observed: Observed,
}

impl Pass {
    fn over(&mut self, segment: &Segment<'_>, plan: &Plan, means: Means) -> Result<(), Error> {
        let columns = Columns::of(segment, self.sort)?;
        if self.tally.is_none()
            && let Some(sweep) = Sweep::open(segment, plan, means)?
        {
            return sweep.for_each(&mut Ranking {
                pass: self,
                columns,
                are_older: false,
            });
        }
        let mut cursor = matcher::open(segment, plan, means)?;
        self.observed.begin(segment)?;
        let mut counter = match &self.tally {
            Some(_) => Some(Counter::open(segment)?),
            None => None,
        };
        let days = match self.observed.is_asked() {
            true => Some(segment.days()?),
            false => None,
        };
        matcher::for_each(segment, cursor.as_mut(), |doc, cursor| {
            if let Some(days) = &days {
                self.observed.look(doc, days.of(doc));
            }
            let score = cursor.score();
            if let (Some(tally), Some(counter)) = (&mut self.tally, &mut counter) {
                tally.add(&counter.look(cursor, doc)?);
            }
            self.articles += 1;
            self.rank(doc, score, &columns)
        })?;
        self.observed.close(cursor.as_ref());
        Ok(())
    }

    /// Keeps an article if it is among the first.
    fn rank(&mut self, doc: DocId, score: f64, columns: &Columns<'_>) -> Result<(), Error> {
        // Most articles of a common word are below the first ten: the columns are left alone.
        let day = || columns.first_days.first(doc);
        if self.best.is_below(score, day) {
            return Ok(());
        }
        self.best.add(Ranked {
            score,
            day: day(),
            id: columns.ids.of(doc),
            address: DocAddress::new(columns.segment, doc),
            source: first_name(columns.sources, doc)?,
            words: columns.lengths.first(doc).unwrap_or(0),
        });
        Ok(())
    }

    fn counts(&self) -> Counts {
        let only_articles = Counts {
            articles: self.articles,
            ..Counts::default()
        };
        self.tally.as_ref().map_or(only_articles, Tally::counts)
    }
}

/// Ranks the articles of a sweep.
struct Ranking<'a, 'b> {
    pass: &'a mut Pass,
    columns: Columns<'b>,
    /// Whether all that are still to come are older than those that are kept, where the newest are
    /// asked for: the articles of a segment lie newest first, the undated behind them.
    are_older: bool,
}

impl Take for Ranking<'_, '_> {
    fn count(&mut self, articles: u64) {
        self.pass.articles += articles;
    }

    fn floor(&self) -> f64 {
        match self.are_older {
            true => f64::INFINITY,
            false => self.pass.best.floor(),
        }
    }

    fn take(&mut self, doc: DocId, score: f64) -> Result<(), Error> {
        if self.pass.sort == Sort::Newest {
            let day = || self.columns.first_days.first(doc);
            self.are_older = self.pass.best.is_below(score, day);
        }
        self.pass.rank(doc, score, &self.columns)
    }
}

/// What the order of the articles of a segment rests on.
struct Columns<'a> {
    segment: u32,
    first_days: &'a Column<i64>,
    ids: &'a Ids,
    lengths: &'a Column<u64>,
    sources: Option<&'a StrColumn>,
}

impl<'a> Columns<'a> {
    fn of(segment: &Segment<'a>, sort: Sort) -> Result<Columns<'a>, Error> {
        Ok(Columns {
            segment: segment.place,
            first_days: segment.first_days()?,
            ids: segment.ids()?,
            lengths: segment.lengths()?,
            sources: match sort {
                Sort::Source => segment.names(Names::Source)?,
                _ => None,
            },
        })
    }
}

/// What is to be said of a run: dates less precise than the ranges asked for, long paragraphs that
/// were cut, spans left out.
pub(super) struct Observed {
    ranges: Vec<(Option<Day>, Option<Day>)>,
    imprecise: u64,
    is_capped: bool,
    /// The articles of the segment whose one long paragraph was cut, where a sentence or a
    /// paragraph is asked for.
    cut: Option<SegmentPostings>,
    asks_stretches: bool,
    cut_found: u64,
}

impl Observed {
    pub(super) fn of(plan: &Plan) -> Observed {
        Observed {
            ranges: ranges_of(plan),
            imprecise: 0,
            is_capped: false,
            cut: None,
            asks_stretches: asks_stretches(plan),
            cut_found: 0,
        }
    }

    /// Whether there is anything to look for in the articles that are found.
    fn is_asked(&self) -> bool {
        !self.ranges.is_empty() || self.asks_stretches
    }

    /// Begins with a segment.
    pub(super) fn begin(&mut self, segment: &Segment<'_>) -> Result<(), Error> {
        if self.asks_stretches {
            self.cut = segment.cut()?;
        }
        Ok(())
    }

    /// Looks at an article that was found, and at its period.
    pub(super) fn look(&mut self, doc: DocId, period: Option<(Day, Day)>) {
        if let Some(cut) = &mut self.cut {
            self.cut_found += u64::from(reach(cut, doc) == doc);
        }
        let Some((first, last)) = period else {
            return;
        };
        let only_overlaps = self.ranges.iter().any(|(from, to)| {
            let overlaps = from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to);
            let lies_within =
                from.is_none_or(|from| first >= from) && to.is_none_or(|to| last <= to);
            overlaps && !lies_within
        });
        self.imprecise += u64::from(only_overlaps);
    }

    /// Looks at a cursor that has gone through its segment.
    pub(super) fn close(&mut self, cursor: &dyn Cursor) {
        self.is_capped |= cursor.is_capped();
    }

    fn notes(&self) -> Vec<Note> {
        let imprecise = match self.imprecise {
            0 => None,
            1 => Some(
                "1 article has a date less precise than the range, and may lie outside it".into(),
            ),
            many => Some(format!(
                "{many} articles have dates less precise than the range, and may lie outside it"
            )),
        };
        let capped = self.is_capped.then(|| {
            format!(
                "an article has more than {MOST_SPANS} ways to satisfy a clause; the rest of them was left out"
            )
        });
        let imprecise = imprecise.map(|text| ("date_imprecise", text));
        let capped = capped.map(|text| ("spans_capped", text));
        let cut = (self.cut_found > 0).then(|| {
            let text = format!(
                "articles found that are one long paragraph, cut at sentence ends: {}",
                self.cut_found
            );
            ("paragraph_cut", text)
        });
        let notes = imprecise.into_iter().chain(capped).chain(cut);
        notes
            .map(|(code, text)| Note {
                code,
                at: None,
                text,
            })
            .collect()
    }
}

/// The ranges of days that are asked for somewhere in a plan.
fn ranges_of(plan: &Plan) -> Vec<(Option<Day>, Option<Day>)> {
    match plan {
        Plan::Date(DateFilter::Range { from, to, .. }) => vec![(*from, *to)],
        Plan::And(children) | Plan::Or(children) => children.iter().flat_map(ranges_of).collect(),
        Plan::Boost(child, _) => ranges_of(child),
        _ => Vec::new(),
    }
}

/// Whether a clause asks for one sentence or one paragraph.
fn asks_stretches(plan: &Plan) -> bool {
    match plan {
        Plan::Unit(unit) => unit.places.iter().any(|place| place.spans.asks_stretches()),
        Plan::And(children) | Plan::Or(children) => children.iter().any(asks_stretches),
        Plan::Not(child) | Plan::Boost(child, _) | Plan::AtLeast(_, child) => asks_stretches(child),
        _ => false,
    }
}

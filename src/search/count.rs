//! Counts what a query finds, in all and by year, month, source, byline or section.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Searcher;
use super::matcher;
use super::page::{By, CountPage, Counts, JSON_VERSION, Row};
use super::plan::{self, Plan};
use super::rows::{self, Rows};
use super::run::{self, Observed};
use super::tally::{self, Counted, Counter, Tally};
use crate::error::Error;
use crate::index::columns::Names;
use crate::index::open::Segment;
use crate::query::Query;

/// See [`Searcher::count`].
pub(super) fn count(
    searcher: &Searcher,
    query: &Query,
    by: Option<By>,
) -> Result<CountPage, Error> {
    let planned = plan::plan(searcher, query)?;
    let mut segments = Vec::new();
    let mut observed = Observed::of(&planned.plan);
    for segment in searcher.open.segments() {
        let mut rows = Rows::open(&segment, by)?;
        if matches!(planned.plan, Plan::All) {
            rows.add_all(segment.docs());
        } else {
            look(searcher, &segment, &planned.plan, &mut rows, &mut observed)?;
        }
        segments.push((segment, rows.close()?));
    }
    let (counts, rows) = together(segments)?;
    Ok(CountPage {
        morgue: JSON_VERSION,
        kind: "count",
        query: query.text.clone(),
        reading: query.reading(),
        notes: run::notes(searcher, query, &planned, &observed, counts)?,
        index: run::stamp(&searcher.open),
        counts,
        by,
        rows: in_order(rows, by),
    })
}

/// Looks for the articles of a segment that a plan is true in.
fn look(
    searcher: &Searcher,
    segment: &Segment<'_>,
    plan: &Plan,
    rows: &mut Rows,
    observed: &mut Observed,
) -> Result<(), Error> {
    let mut cursor = matcher::open(segment, plan, searcher.means)?;
    let mut counter = Counter::open(segment)?;
    observed.begin(segment)?;
    let days = segment.days()?;
    matcher::for_each(segment, cursor.as_mut(), |doc, cursor| {
        observed.look(doc, days.of(doc));
        rows.add(doc, counter.weigh(cursor, doc));
        Ok(())
    })?;
    observed.close(cursor.as_ref());
    Ok(())
}

/// What was counted of each segment.
type OfSegment<'a> = (Segment<'a>, (Counted, Vec<rows::Row>));

/// The counts of all segments, and the rows by their names. Only what several segments hold needs to be
/// looked for in each other.
fn together(mut segments: Vec<OfSegment<'_>>) -> Result<(Counts, Vec<Row>), Error> {
    if segments.len() == 1
        && let Some((_, (all, mut rows))) = segments.pop()
    {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let rows = rows.into_iter();
        let rows = rows.map(|(key, counted)| row(key, counted.counts()));
        return Ok((all.counts(), rows.collect()));
    }
    let mut all = Tally::default();
    let mut rows: BTreeMap<Option<String>, Tally> = BTreeMap::new();
    for (segment, (of_all, of_rows)) in segments {
        let sources = source_names(&segment)?;
        all.merge(&of_all, &sources);
        for (key, counted) in of_rows {
            rows.entry(key).or_default().merge(&counted, &sources);
        }
    }
    let rows = rows.into_iter();
    let rows = rows.map(|(key, tally)| row(key, tally.counts()));
    Ok((all.counts(), rows.collect()))
}

fn source_names(segment: &Segment<'_>) -> Result<Vec<Arc<str>>, Error> {
    let Some(column) = segment.names(Names::Source)? else {
        return Ok(Vec::new());
    };
    let names = tally::names(column, column.num_terms() as u64)?;
    Ok(names.into_iter().map(Arc::from).collect())
}

/// Years and months in their order, the others by their articles; what has no key last.
fn in_order(mut rows: Vec<Row>, by: Option<By>) -> Vec<Row> {
    if !matches!(by, Some(By::Year | By::Month)) {
        rows.sort_by_key(|row| std::cmp::Reverse(row.articles));
    }
    rows.sort_by_key(|row| row.key.is_none());
    rows
}

fn row(key: Option<String>, counts: Counts) -> Row {
    Row {
        key,
        articles: counts.articles,
        matches: counts.matches.unwrap_or(0),
        sentences: counts.sentences.unwrap_or(0),
        sources: counts.sources.unwrap_or(0),
    }
}

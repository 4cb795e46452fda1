//! Counts what a query finds, in all and by year, month, source, byline or section.

use std::collections::BTreeMap;

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::Searcher;
use super::matcher;
use super::page::{By, CountPage, JSON_VERSION, Row};
use super::plan;
use super::run::{self, Observed};
use super::tally::{Counter, Tally, all_names};
use crate::date::{Date, Precision as DatePrecision};
use crate::error::Error;
use crate::index::columns::{Days, Names};
use crate::index::open::Segment;
use crate::query::Query;

/// See [`Searcher::count`].
pub(super) fn count(
    searcher: &Searcher,
    query: &Query,
    by: Option<By>,
) -> Result<CountPage, Error> {
    let planned = plan::plan(searcher, query)?;
    let mut all = Tally::default();
    let mut rows: BTreeMap<Option<String>, Tally> = BTreeMap::new();
    let mut observed = Observed::of(&planned.plan);
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, &planned.plan, searcher.means)?;
        let mut counter = Counter::open(&segment)?;
        observed.begin(&segment)?;
        let days = segment.days()?;
        let keys = by.map(|by| Keys::open(&segment, by)).transpose()?;
        matcher::for_each(&segment, cursor.as_mut(), |doc, cursor| {
            observed.look(doc, days.of(doc));
            let found = counter.look(cursor, doc)?;
            all.add(&found);
            if let Some(keys) = &keys {
                for key in keys.of(doc)? {
                    rows.entry(key).or_default().add(&found);
                }
            }
            Ok(())
        })?;
        observed.close(cursor.as_ref());
    }
    let counts = all.counts();
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

/// Years and months in their order, the others by their articles; what has no key last.
fn in_order(rows: BTreeMap<Option<String>, Tally>, by: Option<By>) -> Vec<Row> {
    let mut rows: Vec<Row> = rows
        .into_iter()
        .map(|(key, tally)| row(key, &tally))
        .collect();
    if !matches!(by, Some(By::Year | By::Month)) {
        rows.sort_by_key(|row| std::cmp::Reverse(row.articles));
    }
    rows.sort_by_key(|row| row.key.is_none());
    rows
}

fn row(key: Option<String>, tally: &Tally) -> Row {
    let counts = tally.counts();
    Row {
        key,
        articles: counts.articles,
        matches: counts.matches.unwrap_or(0),
        sentences: counts.sentences.unwrap_or(0),
        sources: counts.sources.unwrap_or(0),
    }
}

/// The keys of a segment's articles.
enum Keys {
    Years(Days),
    Months(Days),
    Names(Option<StrColumn>),
}

impl Keys {
    fn open(segment: &Segment<'_>, by: By) -> Result<Keys, Error> {
        Ok(match by {
            By::Year => Keys::Years(segment.days()?.clone()),
            By::Month => Keys::Months(segment.days()?.clone()),
            By::Source => Keys::Names(segment.names(Names::Source)?.cloned()),
            By::Byline => Keys::Names(segment.names(Names::Person)?.cloned()),
            By::Section => Keys::Names(segment.names(Names::Section)?.cloned()),
        })
    }

    /// The keys that an article counts under: one, or one for each name.
    fn of(&self, doc: DocId) -> Result<Vec<Option<String>>, Error> {
        let days = |days: &Days, finest| {
            let period = days.of(doc);
            let date = period.and_then(|(first, last)| Date::of_period(first, last));
            date.map(|date| date.no_finer_than(finest).to_string())
        };
        Ok(match self {
            Keys::Years(of) => vec![days(of, DatePrecision::Year)],
            Keys::Months(of) => vec![days(of, DatePrecision::Month)],
            Keys::Names(column) => {
                let mut names: Vec<Option<String>> = all_names(column.as_ref(), doc)?
                    .into_iter()
                    .map(Some)
                    .collect();
                if names.is_empty() {
                    names.push(None);
                }
                names
            }
        })
    }
}

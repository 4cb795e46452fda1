//! Runs a planned query: one pass over the articles that counts, ranks and notes.

use std::collections::BTreeSet;

use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId};

use super::matcher::{self, Cursor, Occurrence};
use super::page::{Counts, JSON_VERSION, Page, Sort, Stamp};
use super::plan::{self, Plan};
use super::rank::{Best, Ranked};
use super::spans::MarkList;
use super::{Counting, Request, Results, Searcher, pool};
use crate::analysis::Marks;
use crate::date::Day;
use crate::error::Error;
use crate::index::Text;
use crate::index::open::{Days, Open, Segment};
use crate::query::Note;
use crate::query::tree::DateFilter;

/// See [`Searcher::run`].
pub(super) fn run<'a>(searcher: &'a Searcher, request: &Request) -> Result<Results<'a>, Error> {
    let planned = plan::plan(&searcher.open, &request.query)?;
    let wanted = request
        .limit
        .map_or(usize::MAX, |limit| request.offset.saturating_add(limit));
    let mut pass = Pass {
        best: Best::new(request.sort, wanted),
        sort: request.sort,
        counting: request.counting,
        counts: Counts::default(),
        sources: BTreeSet::new(),
        ranges: ranges_of(&planned.plan),
        imprecise: 0,
    };
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, &planned.plan, searcher.means)?;
        pass.over(&segment, cursor.as_mut())?;
    }
    let mut notes = request.query.notes.clone();
    notes.extend(planned.notes);
    notes.extend(pass.note_of_imprecise());
    let page = Page {
        morgue: JSON_VERSION,
        kind: "page",
        query: request.query.text.clone(),
        reading: request.query.reading(),
        notes,
        index: stamp(&searcher.open),
        counts: pass.counts(),
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
        passages: request.passages,
    })
}

/// How many articles a plan is true in.
pub(super) fn count(searcher: &Searcher, plan: &Plan) -> Result<u64, Error> {
    let mut articles = 0;
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, plan, searcher.means)?;
        matcher::for_each(cursor.as_mut(), |_, _| {
            articles += 1;
            Ok::<(), Error>(())
        })?;
    }
    Ok(articles)
}

/// The length of an article's body in words.
pub(super) fn length(open: &Open, address: DocAddress) -> Result<u64, Error> {
    let Some(segment) = open.segments().nth(address.segment_ord as usize) else {
        return Ok(0);
    };
    Ok(segment.lengths()?.first(address.doc_id).unwrap_or(0))
}

/// Which index answers.
fn stamp(open: &Open) -> Stamp {
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
    counting: Counting,
    counts: Counts,
    sources: BTreeSet<String>,
    /// The ranges of days that the query asks for.
    ranges: Vec<(Option<Day>, Option<Day>)>,
    /// Articles whose period only overlaps a range.
    imprecise: u64,
}

impl Pass {
    fn over(&mut self, segment: &Segment<'_>, cursor: &mut dyn Cursor) -> Result<(), Error> {
        let (days, ids, lengths) = (segment.days()?, segment.ids()?, segment.lengths()?);
        let sources = if self.needs_sources() {
            segment.sources()?
        } else {
            None
        };
        let mut ends = MarkList::open(segment, Text::Body, Some(Marks::SENTENCE_END))?;
        matcher::for_each(cursor, |doc, cursor| {
            self.counts.articles += 1;
            self.imprecise += u64::from(self.is_imprecise(&days, doc));
            let source = source_of(sources.as_ref(), doc)?;
            let score = cursor.score();
            if self.counting == Counting::Everything {
                self.count_matches(cursor, &mut ends, doc);
                self.sources.extend(source.clone());
            }
            self.best.add(Ranked {
                score,
                day: days.of(doc).map(|period| period.0),
                id: ids.of(doc),
                address: DocAddress::new(segment.place, doc),
                source,
                words: lengths.first(doc).unwrap_or(0),
            });
            Ok(())
        })
    }

    fn needs_sources(&self) -> bool {
        self.sort == Sort::Source || self.counting == Counting::Everything
    }

    fn count_matches(&mut self, cursor: &mut dyn Cursor, ends: &mut MarkList, doc: DocId) {
        let mut occurrences = Vec::new();
        cursor.collect(&mut occurrences);
        let matches = pool::matches(occurrences);
        *self.counts.matches.get_or_insert(0) += matches.len() as u64;
        *self.counts.sentences.get_or_insert(0) += sentences(&matches, ends, doc);
    }

    /// The counts; those of a full pass are nothing rather than null where nothing was found.
    fn counts(&self) -> Counts {
        match self.counting {
            Counting::Articles => self.counts,
            Counting::Everything => Counts {
                articles: self.counts.articles,
                matches: Some(self.counts.matches.unwrap_or(0)),
                sentences: Some(self.counts.sentences.unwrap_or(0)),
                sources: Some(self.sources.len() as u64),
            },
        }
    }

    fn is_imprecise(&self, days: &Days, doc: DocId) -> bool {
        let Some((first, last)) = days.of(doc).filter(|_| !self.ranges.is_empty()) else {
            return false;
        };
        self.ranges.iter().any(|(from, to)| {
            let overlaps = from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to);
            let lies_within =
                from.is_none_or(|from| first >= from) && to.is_none_or(|to| last <= to);
            overlaps && !lies_within
        })
    }

    fn note_of_imprecise(&self) -> Option<Note> {
        let text = match self.imprecise {
            0 => return None,
            1 => "1 article has a date less precise than the range, and may lie outside it"
                .to_owned(),
            many => format!(
                "{many} articles have dates less precise than the range, and may lie outside it"
            ),
        };
        Some(Note {
            code: "date_imprecise",
            at: None,
            text,
        })
    }
}

fn source_of(sources: Option<&StrColumn>, doc: DocId) -> Result<Option<String>, Error> {
    let Some((sources, ordinal)) =
        sources.and_then(|sources| Some((sources, sources.term_ords(doc).next()?)))
    else {
        return Ok(None);
    };
    let mut name = String::new();
    sources
        .ord_to_str(ordinal, &mut name)
        .map_err(Error::of_index)?;
    Ok(Some(name))
}

/// The ranges of days that must hold somewhere in a plan.
fn ranges_of(plan: &Plan) -> Vec<(Option<Day>, Option<Day>)> {
    match plan {
        Plan::Date(DateFilter::Range { from, to }) => vec![(*from, *to)],
        Plan::And(children) | Plan::Or(children) => children.iter().flat_map(ranges_of).collect(),
        Plan::Boost(child, _) => ranges_of(child),
        _ => Vec::new(),
    }
}

/// The distinct sentences of an article that hold the first word of a match; a title is one.
fn sentences(matches: &[Occurrence], ends: &mut MarkList, doc: DocId) -> u64 {
    let in_body = matches.iter().filter(|found| found.text == Text::Body);
    let first_words: Vec<u32> = in_body.map(|found| found.span.start()).collect();
    let in_title = u64::from(first_words.len() < matches.len());
    if first_words.is_empty() {
        return in_title;
    }
    let ends = ends.positions(doc);
    let sentence = |word: &u32| ends.partition_point(|end| end < word);
    let sentences: BTreeSet<usize> = first_words.iter().map(sentence).collect();
    in_title + sentences.len() as u64
}

//! Asks an open index, in this process.

use std::time::Instant;

use super::{Act, Answer, Ask, Case, Phases};
use crate::error::Error;
use crate::query::{self, Options, Query};
use crate::search::kwic::KwicRequest;
use crate::search::page::{By, KwicSort, Sort};
use crate::search::{Counting, Request, Searcher};

/// Hits and lines that are asked for: the first page.
const FIRST_PAGE: usize = 10;
/// Passages of a hit, as a page shows them.
const PASSAGES: usize = 3;
/// Characters on either side of a line's match.
const WIDTH: usize = 60;

/// Asks an open index.
#[derive(Debug)]
pub struct Warm<'a> {
    searcher: &'a Searcher,
    options: Options,
}

impl<'a> Warm<'a> {
    /// Asks this index, dates read with these options.
    pub fn new(searcher: &'a Searcher, options: Options) -> Warm<'a> {
        Warm { searcher, options }
    }

    fn read(&self, case: &Case) -> Result<Query, Error> {
        let query = query::parse(&case.query, &self.options);
        match query.refused.first() {
            Some(refusal) => Err(Error::Refused(refusal.clone())),
            None => Ok(query),
        }
    }

    fn answer(&self, case: &Case) -> Result<u64, Error> {
        let query = self.read(case)?;
        match case.act {
            Act::Hits => self.hits(query, Sort::Relevance),
            Act::Newest => self.hits(query, Sort::Newest),
            Act::Count => Ok(self.searcher.count(&query, None)?.counts.articles),
            Act::Years => Ok(self.searcher.count(&query, Some(By::Year))?.counts.articles),
            Act::Kwic => self.lines(query),
        }
    }

    fn hits(&self, query: Query, sort: Sort) -> Result<u64, Error> {
        let page = self.searcher.search(&request(query, sort))?;
        Ok(page.counts.articles)
    }

    fn lines(&self, query: Query) -> Result<u64, Error> {
        let request = KwicRequest {
            query,
            width: WIDTH,
            sort: KwicSort::Newest,
            sample: None,
            seed: 0,
        };
        let concordance = self.searcher.kwic(&request)?;
        let mut lines = 0;
        let ended = concordance.for_each(|_| {
            lines += 1;
            match lines {
                FIRST_PAGE => Err(Stop::Enough),
                _ => Ok(()),
            }
        });
        match ended {
            Err(Stop::Failed(error)) => Err(error),
            Ok(()) | Err(Stop::Enough) => Ok(concordance.page.counts.articles),
        }
    }

    /// Takes an answer apart: each step measured alone, once. `None` where it has other steps.
    pub(super) fn steps(&self, case: &Case) -> Result<Option<Steps>, Error> {
        let sort = match case.act {
            Act::Hits => Sort::Relevance,
            Act::Newest => Sort::Newest,
            Act::Count | Act::Years | Act::Kwic => return Ok(None),
        };
        let (parse, query) = timed(|| self.read(case));
        let query = query?;
        let (plan, planned) = timed(|| self.searcher.plan(&query));
        planned?;
        let request = request(query, sort);
        let (run, results) = timed(|| self.searcher.run(&request));
        let results = results?;
        let places = 0..results.len();
        let (fetch, fetched) = timed(|| places.clone().try_for_each(|place| results.fetch(place)));
        fetched?;
        let (hits, made) = timed(|| {
            places
                .clone()
                .try_for_each(|place| results.hit(place).map(drop))
        });
        made?;
        Ok(Some(Steps {
            parse,
            plan,
            run,
            fetch,
            hits,
        }))
    }
}

/// Times of the steps of an answer, in nanoseconds; some are parts of others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    parse: u64,
    plan: u64,
    /// The plan is part of it.
    run: u64,
    fetch: u64,
    /// The fetch is part of it.
    hits: u64,
}

impl Steps {
    /// Step by step the lesser time.
    pub(super) fn least(self, other: Steps) -> Steps {
        Steps {
            parse: self.parse.min(other.parse),
            plan: self.plan.min(other.plan),
            run: self.run.min(other.run),
            fetch: self.fetch.min(other.fetch),
            hits: self.hits.min(other.hits),
        }
    }

    /// The parts that an answer is the sum of.
    pub(super) fn phases(self) -> Phases {
        Phases {
            parse: self.parse,
            plan: self.plan,
            matching: self.run.saturating_sub(self.plan),
            fetch: self.fetch,
            passages: self.hits.saturating_sub(self.fetch),
        }
    }
}

impl Ask for Warm<'_> {
    fn ask(&self, case: &Case) -> Result<Answer, Error> {
        let begun = Instant::now();
        let articles = self.answer(case)?;
        Ok(Answer {
            articles,
            took: begun.elapsed(),
        })
    }
}

/// Why no more lines are taken.
enum Stop {
    Enough,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        Stop::Failed(error)
    }
}

fn request(query: Query, sort: Sort) -> Request {
    Request {
        query,
        sort,
        offset: 0,
        limit: Some(FIRST_PAGE),
        passages: PASSAGES,
        counting: Counting::Articles,
    }
}

/// What a step gives, and its nanoseconds.
fn timed<T>(step: impl FnOnce() -> T) -> (u64, T) {
    let begun = Instant::now();
    let done = step();
    (nanoseconds(begun.elapsed()), done)
}

/// A time in nanoseconds; five hundred years are the most.
pub(super) fn nanoseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

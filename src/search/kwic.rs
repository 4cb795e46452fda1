//! Every match on a line, in its context: the concordance of a query.

use std::collections::BTreeMap;

use super::marking::Marking;
use super::matcher;
use super::page::{JSON_VERSION, KwicLine, KwicPage, KwicSort, Sort};
use super::plan::{self, Plan};
use super::rank::{Best, Ranked};
use super::run::{self, Observed};
use super::tally::{Counter, Tally, first_name};
use super::{Searcher, numbered, passages};
use crate::analysis;
use crate::error::Error;
use crate::index::columns::Names;
use crate::query::Query;

/// What to draw a concordance of.
#[derive(Clone, Debug)]
pub struct KwicRequest {
    /// The query, filters of flags included.
    pub query: Query,
    /// How many characters stand on either side of a match at most.
    pub width: usize,
    /// The order of the lines.
    pub sort: KwicSort,
    /// How many lines to draw at random; `None` for all.
    pub sample: Option<usize>,
    /// What they are drawn by: the same seed over the same articles draws the same lines.
    pub seed: u64,
}

/// A concordance: its lines are made one by one, so that it has no ceiling.
#[derive(Debug)]
pub struct Concordance<'a> {
    /// The page without its lines.
    pub page: KwicPage,
    searcher: &'a Searcher,
    plan: Plan,
    /// The articles in order.
    articles: Vec<Ranked>,
    /// The numbers of the matches that were drawn, by the article's place; all where it is `None`.
    drawn: Option<BTreeMap<usize, Vec<u64>>>,
    width: usize,
    marking: Marking,
}

/// See [`Searcher::kwic`].
pub(super) fn kwic<'a>(
    searcher: &'a Searcher,
    request: &KwicRequest,
) -> Result<Concordance<'a>, Error> {
    let planned = plan::plan(searcher, &request.query)?;
    let mut tally = Tally::default();
    let mut observed = Observed::of(&planned.plan);
    let order = match request.sort {
        KwicSort::Oldest => Sort::Oldest,
        KwicSort::Source => Sort::Source,
        KwicSort::Newest | KwicSort::Left | KwicSort::Right => Sort::Newest,
    };
    let mut best = Best::new(order, usize::MAX);
    for segment in searcher.open.segments() {
        let mut cursor = matcher::open(&segment, &planned.plan, searcher.means)?;
        let mut counter = Counter::open(&segment)?;
        observed.begin(&segment)?;
        let (days, ids) = (segment.days()?, segment.ids()?);
        let sources = match order {
            Sort::Source => segment.names(Names::Source)?,
            _ => None,
        };
        matcher::for_each(&segment, cursor.as_mut(), |doc, cursor| {
            observed.look(doc, days.of(doc));
            let found = counter.look(cursor, doc)?;
            tally.add(&found);
            best.add(Ranked {
                score: 0.0,
                day: days.of(doc).map(|(first, _)| first),
                id: ids.of(doc),
                address: tantivy::DocAddress::new(segment.place, doc),
                source: first_name(sources, doc)?,
                // The lines that the article has.
                words: found.matches.len() as u64,
            });
            Ok(())
        })?;
        observed.close(cursor.as_ref());
    }
    let articles = best.into_ordered();
    let counts = tally.counts();
    Ok(Concordance {
        page: KwicPage {
            morgue: JSON_VERSION,
            kind: "kwic",
            query: request.query.text.clone(),
            reading: request.query.reading(),
            notes: run::notes(searcher, &request.query, &planned, &observed, counts)?,
            index: run::stamp(&searcher.open),
            counts,
            sort: request.sort,
            sample: request.sample,
            seed: request.sample.map(|_| request.seed),
            lines: Vec::new(),
        },
        drawn: request
            .sample
            .map(|sample| draw(&articles, sample, request.seed)),
        searcher,
        plan: planned.plan,
        articles,
        width: request.width,
        marking: Marking::default(),
    })
}

/// Draws so many of all matches: those whose numbers, mixed with the seed, come first. So the draw
/// depends on the articles alone, not on their order in the index.
fn draw(articles: &[Ranked], sample: usize, seed: u64) -> BTreeMap<usize, Vec<u64>> {
    let mut lots: Vec<(u64, usize, u64)> = Vec::new();
    for (place, article) in articles.iter().enumerate() {
        let lot = |number| (mixed(seed, article.id.number(), number), place, number);
        lots.extend((1..=article.words).map(lot));
    }
    if sample < lots.len() {
        lots.select_nth_unstable(sample);
        lots.truncate(sample);
    }
    let mut drawn: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for (_, place, number) in lots {
        drawn.entry(place).or_default().push(number);
    }
    drawn
}

fn mixed(seed: u64, id: u64, number: u64) -> u64 {
    let mut hash = blake3::Hasher::new();
    for part in [seed, id, number] {
        hash.update(&part.to_le_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

impl Concordance<'_> {
    /// Hands on the lines in order, until `each` fails.
    ///
    /// Ordered by their words the lines are all gathered first; in the other orders they are made
    /// one article at a time.
    pub fn for_each<E: From<Error>>(
        &self,
        mut each: impl FnMut(KwicLine) -> Result<(), E>,
    ) -> Result<(), E> {
        let side = match self.page.sort {
            KwicSort::Left => Side::Left,
            KwicSort::Right => Side::Right,
            KwicSort::Newest | KwicSort::Oldest | KwicSort::Source => {
                for place in 0..self.articles.len() {
                    self.lines_of(place)?.into_iter().try_for_each(&mut each)?;
                }
                return Ok(());
            }
        };
        let mut lines = Vec::new();
        for place in 0..self.articles.len() {
            let keyed = |line: KwicLine| (side.words(&line), line);
            lines.extend(self.lines_of(place)?.into_iter().map(keyed));
        }
        // Stable: lines with the same words stay in the order of their articles.
        lines.sort_by(|(words, _), (others, _)| words.cmp(others));
        lines.into_iter().try_for_each(|(_, line)| each(line))
    }

    /// The page with all its lines.
    pub fn into_page(mut self) -> Result<KwicPage, Error> {
        let mut lines = Vec::new();
        self.for_each(|line| {
            lines.push(line);
            Ok::<(), Error>(())
        })?;
        self.page.lines = lines;
        Ok(self.page)
    }

    fn lines_of(&self, place: usize) -> Result<Vec<KwicLine>, Error> {
        let wanted = match &self.drawn {
            Some(drawn) => match drawn.get(&place) {
                Some(numbers) => Some(numbers),
                None => return Ok(Vec::new()),
            },
            None => None,
        };
        let ranked = &self.articles[place];
        let matches = self
            .marking
            .of(self.searcher, &self.plan, &self.articles, place)?;
        let (in_title, in_body) = numbered(&matches);
        let (shown, body) = self.searcher.open.shown_and_body(ranked.address)?;
        let title = shown.title;
        let titles = title
            .as_ref()
            .map(|title| passages::title_contexts(title, &in_title, self.width));
        let contexts = titles
            .unwrap_or_default()
            .into_iter()
            .map(|context| ("title", context));
        let contexts = contexts.chain(
            passages::body_contexts(&body, &in_body, self.width)
                .into_iter()
                .map(|context| ("body", context)),
        );
        let (date, source) = (shown.date, shown.source);
        let lines = contexts.map(|(field, context)| KwicLine {
            id: ranked.id.to_string(),
            date: date.clone(),
            source: source.clone(),
            title: title.clone(),
            field,
            occurrence: context.number,
            position: context.position,
            left: context.left,
            spans: context.spans,
            right: context.right,
        });
        let is_wanted =
            |line: &KwicLine| wanted.is_none_or(|numbers| numbers.contains(&line.occurrence));
        Ok(lines.filter(is_wanted).collect())
    }
}

/// The side whose words lines are ordered by.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl Side {
    /// The folded words of this side, the nearest to the match first.
    fn words(self, line: &KwicLine) -> Vec<String> {
        let text = match self {
            Side::Left => &line.left,
            Side::Right => &line.right,
        };
        let words = analysis::field(text).words;
        let words = words
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned);
        match self {
            Side::Left => words.rev().collect(),
            Side::Right => words.collect(),
        }
    }
}

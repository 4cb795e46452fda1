//! Scores and order: BM25 over title and body, ties by date and id, the best k.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::DocAddress;

use super::matcher::Means;
use super::page::Sort;
use crate::article::Id;
use crate::date::Day;
use crate::index::Text;

/// How much faster than linearly a word's weight saturates with its frequency; tantivy's and Lucene's value.
const K1: f64 = 1.2;
/// How much of a text's length counts; tantivy's and Lucene's value.
const B: f64 = 0.75;

/// What a match in the title weighs against one in the body.
///
/// Measured on a judged collection of 1,400 abstracts and 225 questions (their titles taken out of
/// the bodies): nDCG@10 is .278 at 0, .338 at .5, .346 at .75, .341 at 1 and .332 at 2; questions
/// made of words of a lead lose further with each step, those that name title words gain up to 1.
pub const TITLE_WEIGHT: f64 = 0.75;

/// How rare a word is that so many of the articles hold.
pub(super) fn idf(articles: u64, holding: u64) -> f64 {
    let (articles, holding) = (articles as f64, holding as f64);
    (1.0 + (articles - holding + 0.5) / (holding + 0.5)).ln()
}

/// The weight of a clause of this rarity in a text of the index.
pub(super) fn weight(text: Text, idf: f64, means: Means) -> Weight {
    match text {
        Text::Title => Weight::new(TITLE_WEIGHT * idf, means.title),
        _ => Weight::new(idf, means.body),
    }
}

/// The weight of one clause in one text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weight {
    weight: f64,
    mean_length: f64,
}

impl Weight {
    fn new(idf: f64, mean_length: f64) -> Weight {
        // A text that no article has is never scored; its mean must still not divide by nothing.
        Weight {
            weight: idf * (1.0 + K1),
            mean_length: mean_length.max(f64::MIN_POSITIVE),
        }
    }

    /// The score of a frequency in a text of this many words.
    pub(super) fn score(&self, frequency: f64, length: u32) -> f64 {
        self.saturated(frequency, self.saturation(length))
    }

    /// How a text of this many words dampens a frequency.
    pub(super) fn saturation(&self, length: u32) -> f64 {
        let length = f64::from(length) / self.mean_length;
        K1 * (1.0 - B + B * length)
    }

    /// The score of a frequency that is dampened so.
    pub(super) fn saturated(&self, frequency: f64, saturation: f64) -> f64 {
        self.weight * frequency / (frequency + saturation)
    }
}

/// A ranked article.
#[derive(Clone, Debug)]
pub(super) struct Ranked {
    pub(super) score: f64,
    /// The first day of its date.
    pub(super) day: Option<Day>,
    pub(super) id: Id,
    pub(super) address: DocAddress,
    /// Only where the order asks for it.
    pub(super) source: Option<String>,
    /// The length of the body.
    pub(super) words: u64,
}

impl Ranked {
    /// Which of two comes first in an order.
    fn compare(&self, other: &Ranked, sort: Sort) -> Ordering {
        let newer = || newest_first(self.day, other.day);
        let ordering = match sort {
            Sort::Relevance => other.score.total_cmp(&self.score).then_with(newer),
            Sort::Newest => newer(),
            Sort::Oldest => match (self.day, other.day) {
                (Some(day), Some(its)) => day.cmp(&its),
                (day, its) => its.is_some().cmp(&day.is_some()),
            },
            Sort::Source => match (&self.source, &other.source) {
                (Some(source), Some(its)) => source.cmp(its),
                (source, its) => its.is_some().cmp(&source.is_some()),
            }
            .then_with(newer),
            Sort::Words => other.words.cmp(&self.words).then_with(newer),
        };
        ordering.then_with(|| self.id.cmp(&other.id))
    }
}

/// The newer day first, no day last.
fn newest_first(day: Option<Day>, other: Option<Day>) -> Ordering {
    other.cmp(&day)
}

/// Keeps the first articles in an order.
pub(super) struct Best {
    sort: Sort,
    most: usize,
    /// The last of them on top.
    heap: BinaryHeap<Placed>,
}

struct Placed(Ranked, Sort);

impl Ord for Placed {
    fn cmp(&self, other: &Placed) -> Ordering {
        self.0.compare(&other.0, self.1)
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Placed) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Placed) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Placed {}

impl Best {
    pub(super) fn new(sort: Sort, most: usize) -> Best {
        Best {
            sort,
            most,
            heap: BinaryHeap::new(),
        }
    }

    /// Whether an article with this score and first day cannot be among them, whatever else it is.
    #[inline]
    pub(super) fn is_below(&self, score: f64, day: impl FnOnce() -> Option<Day>) -> bool {
        if self.heap.len() < self.most {
            return false;
        }
        let Some(Placed(last, _)) = self.heap.peek() else {
            return true;
        };
        match self.sort {
            Sort::Relevance => score < last.score,
            Sort::Newest => day() < last.day,
            Sort::Oldest | Sort::Source | Sort::Words => false,
        }
    }

    /// The score below which no article can be among them: infinite where none is wanted, the lowest
    /// where the order asks for more than scores.
    pub(super) fn floor(&self) -> f64 {
        match (self.heap.peek(), self.sort) {
            (None, _) if self.most == 0 => f64::INFINITY,
            (Some(Placed(last, _)), Sort::Relevance) if self.heap.len() >= self.most => last.score,
            _ => f64::NEG_INFINITY,
        }
    }

    pub(super) fn add(&mut self, ranked: Ranked) {
        if self.heap.len() < self.most {
            self.heap.push(Placed(ranked, self.sort));
        } else if let Some(mut last) = self.heap.peek_mut()
            && ranked.compare(&last.0, self.sort) == Ordering::Less
        {
            *last = Placed(ranked, self.sort);
        }
    }

    /// The articles in order.
    pub(super) fn into_ordered(self) -> Vec<Ranked> {
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|placed| placed.0)
            .collect()
    }
}

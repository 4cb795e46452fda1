//! Stories that run for some days: their topic, their people, their life.

use morgue::bench::lots::Lots;

use super::prose::Writer;
use super::words;

/// Content words of a topic.
const TOPIC_WORDS: usize = 40;
/// People in a story.
const PEOPLE: usize = 4;
/// How many people there are in the news; the same ones come back.
const NAMES: f64 = 60_000.0;

/// What some articles are about.
pub(crate) struct Story {
    topic: Vec<usize>,
    names: Vec<String>,
    /// Articles it is still good for.
    pub(crate) left: usize,
}

impl Story {
    /// A story of so many articles.
    pub(crate) fn new(left: usize, writer: &mut Writer) -> Story {
        let topic = (0..TOPIC_WORDS).map(|_| words::rank(writer.vocabulary, writer.lots));
        let topic = topic.collect();
        let numbers = (0..PEOPLE).map(|_| words::rank(NAMES, writer.lots));
        let numbers: Vec<usize> = numbers.collect();
        let names = numbers
            .into_iter()
            .map(|number| writer.name(number))
            .collect();
        Story { topic, names, left }
    }

    /// A word of the topic, in so large a share of cases; the first ones are its commonest.
    pub(crate) fn topic(&self, lots: &mut Lots, share: f64) -> Option<usize> {
        if !lots.happens(share) {
            return None;
        }
        self.topic
            .get(words::rank(self.topic.len() as f64, lots))
            .copied()
    }

    /// One of its people.
    pub(crate) fn name(&self, lots: &mut Lots) -> &str {
        lots.one(&self.names).map_or("", String::as_str)
    }
}

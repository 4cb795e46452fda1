//! Counts articles, matches, sentences and sources: what a full pass finds.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use smallvec::SmallVec;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::matcher::{Cursor, Occurrence};
use super::page::Counts;
use super::pool;
use super::spans::MarkList;
use crate::analysis::Marks;
use crate::error::Error;
use crate::index::Text;
use crate::index::columns::Names;
use crate::index::open::Segment;

/// What has been counted so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    articles: u64,
    matches: u64,
    sentences: u64,
    sources: BTreeSet<Arc<str>>,
}

/// What one article adds.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) matches: Vec<Occurrence>,
    sentences: u64,
    source: Option<Arc<str>>,
}

impl Tally {
    /// Counts one more article.
    pub(super) fn add(&mut self, found: &Found) {
        self.articles += 1;
        self.matches += found.matches.len() as u64;
        self.sentences += found.sentences;
        if let Some(source) = found
            .source
            .as_ref()
            .filter(|it| !self.sources.contains(*it))
        {
            self.sources.insert(Arc::clone(source));
        }
    }

    /// Adds what was counted of a segment.
    pub(super) fn merge(&mut self, counted: &Counted, sources: &[Arc<str>]) {
        self.articles += counted.articles;
        self.matches += counted.matches;
        self.sentences += counted.sentences;
        let met = counted.sources();
        self.sources
            .extend(met.map(|number| Arc::clone(&sources[number as usize])));
    }

    /// The counts, none of them null.
    pub(super) fn counts(&self) -> Counts {
        Counts {
            articles: self.articles,
            matches: Some(self.matches),
            sentences: Some(self.sentences),
            sources: Some(self.sources.len() as u64),
        }
    }
}

/// Looks into the confirmed articles of one segment.
pub(super) struct Counter {
    sentence_ends: MarkList,
    sources: Option<StrColumn>,
    /// The names of the sources met so far, by their numbers in the column.
    names: HashMap<u64, Arc<str>>,
}

impl Counter {
    pub(super) fn open(segment: &Segment<'_>) -> Result<Counter, Error> {
        Ok(Counter {
            sentence_ends: MarkList::open(segment, Text::Body, Some(Marks::SENTENCE_END))?,
            sources: segment.names(Names::Source)?.cloned(),
            names: HashMap::new(),
        })
    }

    /// What the confirmed article of a cursor adds. Articles must come in ascending order.
    pub(super) fn look(&mut self, cursor: &mut dyn Cursor, doc: DocId) -> Result<Found, Error> {
        let mut occurrences = Vec::new();
        cursor.collect(&mut occurrences);
        let matches = pool::matches(occurrences);
        Ok(Found {
            sentences: self.sentences(&matches, doc),
            source: self.source(doc)?,
            matches,
        })
    }

    /// How many matches and sentences the confirmed article of a cursor adds.
    pub(super) fn weigh(&mut self, cursor: &mut dyn Cursor, doc: DocId) -> (u64, u64) {
        let mut occurrences = Vec::new();
        cursor.collect(&mut occurrences);
        if occurrences.is_empty() {
            return (0, 0);
        }
        let matches = pool::matches(occurrences);
        (matches.len() as u64, self.sentences(&matches, doc))
    }

    fn source(&mut self, doc: DocId) -> Result<Option<Arc<str>>, Error> {
        let Some(sources) = &self.sources else {
            return Ok(None);
        };
        let Some(number) = sources.term_ords(doc).next() else {
            return Ok(None);
        };
        if let Some(name) = self.names.get(&number) {
            return Ok(Some(Arc::clone(name)));
        }
        let mut name = String::new();
        sources
            .ord_to_str(number, &mut name)
            .map_err(Error::of_index)?;
        let name: Arc<str> = name.into();
        self.names.insert(number, Arc::clone(&name));
        Ok(Some(name))
    }

    /// The distinct sentences that hold the first word of a match; a title is one.
    fn sentences(&mut self, matches: &[Occurrence], doc: DocId) -> u64 {
        let in_body = matches.iter().filter(|found| found.text == Text::Body);
        let first_words: Vec<u32> = in_body.map(|found| found.span.start()).collect();
        let in_title = u64::from(first_words.len() < matches.len());
        if first_words.is_empty() {
            return in_title;
        }
        let ends = self.sentence_ends.positions(doc);
        let sentence = |word: &u32| ends.partition_point(|end| end < word);
        let sentences: BTreeSet<usize> = first_words.iter().map(sentence).collect();
        in_title + sentences.len() as u64
    }
}

/// What has been counted of a segment, the sources by their numbers in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub(super) articles: u64,
    pub(super) matches: u64,
    pub(super) sentences: u64,
    sources: Sources,
}

impl Counted {
    /// Counts an article of this source with its matches and sentences.
    #[inline]
    pub(super) fn add(&mut self, source: u32, (matches, sentences): (u64, u64)) {
        self.articles += 1;
        self.matches += matches;
        self.sentences += sentences;
        self.sources.add(source);
    }

    /// Adds what was counted of other articles of the segment.
    pub(super) fn take_in(&mut self, other: &Counted) {
        self.articles += other.articles;
        self.matches += other.matches;
        self.sentences += other.sentences;
        other
            .sources
            .each()
            .for_each(|source| self.sources.add(source));
    }

    /// The sources, as their numbers in the column.
    fn sources(&self) -> impl Iterator<Item = u32> {
        let numbers = self.sources.each();
        numbers.filter_map(|number| number.checked_sub(1))
    }

    /// The counts, none of them null.
    pub(super) fn counts(&self) -> Counts {
        Counts {
            articles: self.articles,
            matches: Some(self.matches),
            sentences: Some(self.sentences),
            sources: Some(self.sources().count() as u64),
        }
    }
}

/// A set of sources by their numbers; 0 is none. A count by byline has a row for each person, most of
/// whom write for one.
#[derive(Clone, Debug, Default)]
struct Sources {
    /// A few; empty once they are many.
    few: SmallVec<[u32; 2]>,
    /// A bit each, as far as the highest.
    many: Vec<u64>,
}

/// More sources than these are many.
const FEW: usize = 16;

impl Sources {
    #[inline]
    fn add(&mut self, source: u32) {
        match self.many.is_empty() {
            true if self.few.last() == Some(&source) => {}
            true => self.add_to_few(source),
            false => self.add_to_many(source),
        }
    }

    fn add_to_few(&mut self, source: u32) {
        if self.few.contains(&source) {
            return;
        }
        if self.few.len() < FEW {
            return self.few.push(source);
        }
        self.add_to_many(source);
        for source in std::mem::take(&mut self.few) {
            self.add_to_many(source);
        }
    }

    fn add_to_many(&mut self, source: u32) {
        let (word, bit) = ((source / u64::BITS) as usize, source % u64::BITS);
        if word >= self.many.len() {
            self.many.resize(word + 1, 0);
        }
        self.many[word] |= 1 << bit;
    }

    fn each(&self) -> impl Iterator<Item = u32> {
        let words = (0..).zip(&self.many);
        let many = words.flat_map(|(word, bits)| {
            let set = (0..u64::BITS).filter(move |bit| bits >> bit & 1 == 1);
            set.map(move |bit| word * u64::BITS + bit)
        });
        self.few.iter().copied().chain(many)
    }
}

/// The first names of a column, so many, in their order.
pub(super) fn names(column: &StrColumn, many: u64) -> Result<Vec<String>, Error> {
    let numbers: Vec<u64> = (0..many).collect();
    let mut names = Vec::with_capacity(numbers.len());
    let read = column
        .dictionary()
        .sorted_ords_to_term_cb(&numbers, |name| {
            names.push(String::from_utf8_lossy(name).into_owned());
        });
    read.map_err(Error::of_index)?;
    Ok(names)
}

/// The first of an article's names in a column.
pub(super) fn first_name(names: Option<&StrColumn>, doc: DocId) -> Result<Option<String>, Error> {
    Ok(all_names(names, doc)?.into_iter().next())
}

/// All of an article's names in a column.
pub(super) fn all_names(names: Option<&StrColumn>, doc: DocId) -> Result<Vec<String>, Error> {
    let Some(names) = names else {
        return Ok(Vec::new());
    };
    let ordinals = names.term_ords(doc).map(|ordinal| {
        let mut name = String::new();
        names
            .ord_to_str(ordinal, &mut name)
            .map_err(Error::of_index)?;
        Ok(name)
    });
    ordinals.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_sources_are_each_counted_once() {
        for many in [1, 3, FEW as u32, FEW as u32 + 1, 200] {
            let mut counted = Counted::default();
            let mut all = Counted::default();
            for source in (0..many).chain(0..many).chain([many - 1]) {
                counted.add(source, (2, 1));
            }
            all.take_in(&counted);
            all.take_in(&counted);
            let sources: BTreeSet<u32> = all.sources().collect();
            assert_eq!(sources, (0..many - 1).collect::<BTreeSet<u32>>());
            // The first is of no source.
            assert_eq!(all.counts().sources, Some(u64::from(many) - 1));
            assert_eq!(all.counts().articles, 2 * (2 * u64::from(many) + 1));
        }
    }
}

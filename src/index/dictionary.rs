//! The words of an index: which of them a query word, a pattern or a misspelling stands for.

use rust_stemmers::{Algorithm, Stemmer};
use smallvec::SmallVec;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;

use super::gone::Gone;
use super::open::{Layer, Open};
use super::pairs;
use super::pattern::{Joined, Pattern};
use super::schema::{self, Text};
use super::tree::Automaton;
use crate::analysis::FormKind;
use crate::error::Error;

/// A word or form of the dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its postings are.
    pub layer: Layer,
    /// The term.
    pub term: String,
    /// How many positions it stands over.
    pub length: u32,
    /// How many articles hold it in this text.
    pub articles: u64,
    found: Found,
}

impl Entry {
    /// The word as a reader would know it.
    pub fn word(&self) -> &str {
        let text = match self.layer {
            Layer::Words => return &self.term,
            Layer::Forms => schema::form_parts(&self.term).map_or("", |(text, _)| text),
        };
        // An exact form stands behind its folded one; a reader knows the exact one.
        text.rsplit(schema::UNIT).next().unwrap_or(text)
    }

    /// Where its postings lie in the segment at this place; `None` if it has none there.
    pub(super) fn in_segment(&self, place: u32) -> Option<&TermInfo> {
        let here = self.found.iter().find(|(segment, _)| *segment == place);
        here.map(|(_, info)| info)
    }
}

/// Where a term is, by the places of the segments.
type Found = SmallVec<[(u32, TermInfo); 1]>;

impl Open {
    /// A folded word, if a text has it.
    pub fn word(&self, text: Text, folded: &str) -> Result<Option<Entry>, Error> {
        self.term(text, Layer::Words, folded.to_owned(), 1)
    }

    /// Two of the commonest words in a row, if a text has them so.
    pub fn pair(&self, text: Text, first: &str, second: &str) -> Result<Option<Entry>, Error> {
        self.term(text, Layer::Forms, pairs::term(first, second), 2)
    }

    fn term(
        &self,
        text: Text,
        layer: Layer,
        term: String,
        length: u32,
    ) -> Result<Option<Entry>, Error> {
        let field = self.layer(text, layer);
        let mut counted = Counted::default();
        for (place, (reader, gone)) in (0..).zip(self.readers()) {
            let inverted = reader.inverted_index(field)?;
            if let Some(info) = inverted.terms().get(&term).map_err(Error::of_index)? {
                counted.add(place, info, gone_of(gone, field, term.as_bytes()));
            }
        }
        Ok((counted.articles > 0).then(|| entry(layer, term, length, counted)))
    }

    /// The forms of a kind with this text, of whatever length.
    pub fn forms(&self, text: Text, kind: FormKind, form: &str) -> Result<Vec<Entry>, Error> {
        self.forms_from(text, &schema::form_prefix(kind, form))
    }

    /// The exact forms that fold to a word.
    pub fn exact_variants(&self, text: Text, folded: &str) -> Result<Vec<Entry>, Error> {
        self.forms_from(text, &schema::exact_prefix(folded))
    }

    fn forms_from(&self, text: Text, prefix: &str) -> Result<Vec<Entry>, Error> {
        let terms = self.terms_from(self.layer(text, Layer::Forms), prefix)?;
        Ok(terms.into_iter().filter_map(form_entry).collect())
    }

    /// The words and joined forms of a text that a pattern matches, in the order of the dictionary.
    pub fn matching(&self, text: Text, pattern: &Pattern) -> Result<Vec<Entry>, Error> {
        let [words, forms] = [Layer::Words, Layer::Forms].map(|layer| self.layer(text, layer));
        let [words, joined] = match pattern {
            Pattern::Prefix(prefix) => {
                let joined = format!("{}{prefix}", schema::JOINED_PREFIX);
                [
                    self.terms_from(words, prefix)?,
                    self.terms_from(forms, &joined)?,
                ]
            }
            Pattern::Regex(regex) => self.words_and_joined(words, forms, &**regex)?,
            Pattern::Fuzzy(near) => self.words_and_joined(words, forms, &**near)?,
        };
        let words = words.into_iter();
        let words = words.map(|(word, counted)| entry(Layer::Words, word, 1, counted));
        Ok(words
            .chain(joined.into_iter().filter_map(form_entry))
            .collect())
    }

    /// The words and joined forms of a text that have the same English stem.
    pub fn of_stem(&self, text: Text, folded: &str) -> Result<Vec<Entry>, Error> {
        // The English stemmer never changes a word's first letter.
        let Some(first) = folded.chars().next() else {
            return Ok(Vec::new());
        };
        let stemmer = Stemmer::create(Algorithm::English);
        let stem = stemmer.stem(folded);
        let mut entries = self.matching(text, &Pattern::Prefix(first.to_string()))?;
        entries.retain(|entry| stemmer.stem(entry.word()) == stem);
        Ok(entries)
    }

    /// The terms that begin with this, in order.
    fn terms_from(&self, field: Field, prefix: &str) -> Result<Vec<(String, Counted)>, Error> {
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xFF); // no UTF-8 byte is 0xFF
        let mut terms = Terms::default();
        for (place, (reader, gone)) in (0..).zip(self.readers()) {
            let inverted = reader.inverted_index(field)?;
            let range = inverted.terms().range().ge(prefix).lt(&end);
            let mut found = range.into_stream().map_err(Error::of_index)?;
            while let Some((term, info)) = found.next() {
                terms.push(place, term, info.clone(), gone_of(gone, field, term));
            }
        }
        Ok(terms.in_order())
    }

    /// The words that an automaton accepts, and the terms of the joined forms.
    fn words_and_joined<A: Automaton>(
        &self,
        words: Field,
        forms: Field,
        automaton: &A,
    ) -> Result<[Vec<(String, Counted)>; 2], Error> {
        let joined = Joined(automaton);
        Ok([
            self.terms_accepted(words, "", automaton)?,
            self.terms_accepted(forms, schema::JOINED_PREFIX, &joined)?,
        ])
    }

    /// The terms that begin with this and whose rest an automaton accepts, in order.
    fn terms_accepted<A: Automaton>(
        &self,
        field: Field,
        prefix: &str,
        automaton: &A,
    ) -> Result<Vec<(String, Counted)>, Error> {
        let mut terms = Terms::default();
        for (segment, (reader, gone)) in self.segments().zip(self.readers()) {
            let Some(tree) = segment.tree(field)? else {
                continue;
            };
            let inverted = reader.inverted_index(field)?;
            tree.each(prefix.as_bytes(), automaton, |term| {
                if let Some(info) = inverted.terms().get(term).map_err(Error::of_index)? {
                    terms.push(segment.place, term, info, gone_of(gone, field, term));
                }
                Ok(())
            })?;
        }
        Ok(terms.in_order())
    }
}

/// How many removed articles of a segment held a term.
fn gone_of(gone: Option<&Gone>, field: Field, term: &[u8]) -> u64 {
    gone.map_or(0, |gone| gone.articles(field, term))
}

/// Where a term is, and how many articles that are in the index still hold it.
#[derive(Default)]
struct Counted {
    articles: u64,
    found: Found,
}

impl Counted {
    fn add(&mut self, place: u32, info: TermInfo, gone: u64) {
        self.articles += u64::from(info.doc_freq).saturating_sub(gone);
        self.found.push((place, info));
    }
}

/// Terms gathered from segments one after the other.
#[derive(Default)]
struct Terms {
    /// Those of each segment in order, one segment's behind the other's.
    all: Vec<(String, Counted)>,
    /// The places of the first segment that has any and of the last.
    segments: Option<(u32, u32)>,
}

impl Terms {
    fn push(&mut self, place: u32, term: &[u8], info: TermInfo, gone: u64) {
        let mut counted = Counted::default();
        counted.add(place, info, gone);
        let term = String::from_utf8_lossy(term).into_owned();
        self.all.push((term, counted));
        let (first, _) = self.segments.unwrap_or((place, place));
        self.segments = Some((first, place));
    }

    /// Each term once; those that only removed articles held are none.
    fn in_order(mut self) -> Vec<(String, Counted)> {
        if self.segments.is_some_and(|(first, last)| first != last) {
            self.all.sort_by(|a, b| a.0.cmp(&b.0));
            self.all.dedup_by(|(next, more), (term, counted)| {
                let is_same = next == term;
                if is_same {
                    counted.articles += more.articles;
                    counted.found.append(&mut more.found);
                }
                is_same
            });
        }
        self.all.retain(|(_, counted)| counted.articles > 0);
        self.all
    }
}

fn entry(layer: Layer, term: String, length: u32, counted: Counted) -> Entry {
    Entry {
        layer,
        term,
        length,
        articles: counted.articles,
        found: counted.found,
    }
}

fn form_entry((term, counted): (String, Counted)) -> Option<Entry> {
    let (_, length) = schema::form_parts(&term)?;
    Some(entry(Layer::Forms, term, length, counted))
}

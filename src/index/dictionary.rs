//! The words of an index: which of them a query word, a pattern or a misspelling stands for.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use super::open::{Layer, Open};
use super::pattern::{Joined, Levenshtein, Pattern};
use super::schema::{self, Text};
use crate::analysis::FormKind;
use crate::error::Error;

/// A word or form of the dictionary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Where its postings are.
    pub layer: Layer,
    /// The term.
    pub term: String,
    /// The word as a reader would know it.
    pub word: String,
    /// How many positions it stands over.
    pub length: u32,
    /// How many articles hold it in this text.
    pub articles: u64,
}

impl Open {
    /// A folded word, if a text has it.
    pub fn word(&self, text: Text, folded: &str) -> Result<Option<Entry>, Error> {
        let field = self.layer(text, Layer::Words);
        let mut articles = 0;
        for reader in self.readers() {
            let info = reader
                .inverted_index(field)?
                .terms()
                .get(folded)
                .map_err(Error::of_index)?;
            articles += info.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok((articles > 0).then(|| word_entry(folded, articles)))
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
        Ok(terms
            .into_iter()
            .filter_map(|(term, articles)| form_entry(term, articles))
            .collect())
    }

    /// The words and joined forms of a text that a pattern matches, in the order of the dictionary.
    pub fn matching(&self, text: Text, pattern: &Pattern) -> Result<Vec<Entry>, Error> {
        let [words, forms] = [Layer::Words, Layer::Forms].map(|layer| self.layer(text, layer));
        let (words, joined) = match pattern {
            Pattern::Prefix(prefix) => {
                let joined = format!("{}{prefix}", schema::JOINED_PREFIX);
                (
                    self.terms_from(words, prefix)?,
                    self.terms_from(forms, &joined)?,
                )
            }
            Pattern::Regex(regex) => {
                let regex = regex.as_ref();
                (
                    self.terms_accepted(words, regex)?,
                    self.terms_accepted(forms, &Joined(regex))?,
                )
            }
            Pattern::Fuzzy(dfa) => {
                let near = Levenshtein(dfa);
                (
                    self.terms_accepted(words, &near)?,
                    self.terms_accepted(forms, &Joined(&near))?,
                )
            }
        };
        let words = words.into_iter();
        let words = words.map(|(word, articles)| word_entry(&word, articles));
        let joined = joined.into_iter();
        let joined = joined.filter_map(|(term, articles)| form_entry(term, articles));
        Ok(words.chain(joined).collect())
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
        entries.retain(|entry| stemmer.stem(&entry.word) == stem);
        Ok(entries)
    }

    /// The terms that begin with this, and how many articles hold each.
    fn terms_from(&self, field: Field, prefix: &str) -> Result<BTreeMap<String, u64>, Error> {
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xFF); // no UTF-8 byte is 0xFF
        let mut found = BTreeMap::new();
        for reader in self.readers() {
            let inverted = reader.inverted_index(field)?;
            let range = inverted.terms().range().ge(prefix).lt(&end);
            gather(range.into_stream().map_err(Error::of_index)?, &mut found);
        }
        Ok(found)
    }

    /// The terms that an automaton accepts, and how many articles hold each.
    fn terms_accepted<A>(&self, field: Field, automaton: &A) -> Result<BTreeMap<String, u64>, Error>
    where
        A: Automaton<State: Clone>,
    {
        let mut found = BTreeMap::new();
        for reader in self.readers() {
            let inverted = reader.inverted_index(field)?;
            let accepted = inverted.terms().search(automaton);
            gather(accepted.into_stream().map_err(Error::of_index)?, &mut found);
        }
        Ok(found)
    }
}

/// Adds the terms of one segment to those of others.
fn gather<A>(mut terms: TermStreamer<'_, A>, into: &mut BTreeMap<String, u64>)
where
    A: Automaton<State: Clone>,
{
    while let Some((term, info)) = terms.next() {
        let term = String::from_utf8_lossy(term).into_owned();
        *into.entry(term).or_default() += u64::from(info.doc_freq);
    }
}

fn word_entry(word: &str, articles: u64) -> Entry {
    Entry {
        layer: Layer::Words,
        term: word.to_owned(),
        word: word.to_owned(),
        length: 1,
        articles,
    }
}

fn form_entry(term: String, articles: u64) -> Option<Entry> {
    let (text, length) = schema::form_parts(&term)?;
    // An exact form stands behind its folded one; a reader knows the exact one.
    let word = text.rsplit('\u{1f}').next().unwrap_or(text).to_owned();
    Some(Entry {
        layer: Layer::Forms,
        word,
        length,
        articles,
        term,
    })
}

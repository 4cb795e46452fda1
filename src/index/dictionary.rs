//! The words of an index: which of them a query word, a pattern or a misspelling stands for.

use std::collections::BTreeMap;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rust_stemmers::{Algorithm, Stemmer};
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy_fst::Automaton;

use super::gone::Gone;
use super::open::{Layer, Open};
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

/// What a word of the dictionary must look like.
pub enum Pattern {
    /// Begins with this.
    Prefix(String),
    /// Matches this expression as a whole.
    Regex(Box<tantivy_fst::Regex>),
    /// Is spelt within a distance.
    Fuzzy(Box<DFA>),
}

impl Pattern {
    /// A folded word with `*` (none or more letters) and `?` (exactly one).
    pub fn wildcard(pattern: &str) -> Result<Pattern, String> {
        if let Some(prefix) = pattern
            .strip_suffix('*')
            .filter(|prefix| !prefix.contains(['*', '?']))
        {
            return Ok(Pattern::Prefix(prefix.to_owned()));
        }
        let expression = pattern.chars().map(|letter| match letter {
            '*' => ".*".to_owned(),
            '?' => ".".to_owned(),
            other => regex::escape(other.encode_utf8(&mut [0; 4])),
        });
        Pattern::regex(&expression.collect::<String>())
    }

    /// A regular expression that must match a whole folded word.
    pub fn regex(expression: &str) -> Result<Pattern, String> {
        let automaton = tantivy_fst::Regex::new(expression).map_err(|error| error.to_string())?;
        Ok(Pattern::Regex(Box::new(automaton)))
    }

    /// Words within a spelling distance of 1 or 2; a swap of neighbours is one step.
    pub fn fuzzy(word: &str, distance: u8) -> Pattern {
        Pattern::Fuzzy(Box::new(
            LevenshteinAutomatonBuilder::new(distance, true).build_dfa(word),
        ))
    }
}

struct Levenshtein<'a>(&'a DFA);

impl Automaton for Levenshtein<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// An automaton over words as one over the terms of their joined forms.
struct Joined<'a, A>(&'a A);

/// How far a term of a joined form has been read.
#[derive(Clone)]
enum Read<S> {
    Nothing,
    /// Inside the word.
    Word(S),
    /// Behind the word, which the automaton accepts: what follows is the form's length.
    Length,
    /// Something else.
    Other,
}

impl<A: Automaton> Automaton for Joined<'_, A> {
    type State = Read<A::State>;

    fn start(&self) -> Read<A::State> {
        Read::Nothing
    }

    fn is_match(&self, state: &Read<A::State>) -> bool {
        matches!(state, Read::Length)
    }

    fn can_match(&self, state: &Read<A::State>) -> bool {
        match state {
            Read::Nothing | Read::Length => true,
            Read::Word(state) => self.0.can_match(state),
            Read::Other => false,
        }
    }

    fn accept(&self, state: &Read<A::State>, byte: u8) -> Read<A::State> {
        match state {
            Read::Nothing if schema::JOINED_PREFIX.as_bytes() == [byte] => {
                Read::Word(self.0.start())
            }
            Read::Word(state) if byte == schema::UNIT_BYTE => match self.0.is_match(state) {
                true => Read::Length,
                false => Read::Other,
            },
            Read::Word(state) => Read::Word(self.0.accept(state, byte)),
            Read::Length => Read::Length,
            Read::Nothing | Read::Other => Read::Other,
        }
    }
}

impl Open {
    /// A folded word, if a text has it.
    pub fn word(&self, text: Text, folded: &str) -> Result<Option<Entry>, Error> {
        let field = self.layer(text, Layer::Words);
        let mut articles = 0;
        for (reader, gone) in self.readers() {
            let info = reader
                .inverted_index(field)?
                .terms()
                .get(folded)
                .map_err(Error::of_index)?;
            let holding = info.map_or(0, |info| u64::from(info.doc_freq));
            let gone = gone.map_or(0, |gone| gone.articles(field, folded.as_bytes()));
            articles += holding.saturating_sub(gone);
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
        for (reader, gone) in self.readers() {
            let inverted = reader.inverted_index(field)?;
            let range = inverted.terms().range().ge(prefix).lt(&end);
            let terms = range.into_stream().map_err(Error::of_index)?;
            gather(terms, field, gone, &mut found);
        }
        Ok(found)
    }

    /// The terms that an automaton accepts, and how many articles hold each.
    fn terms_accepted<A>(&self, field: Field, automaton: &A) -> Result<BTreeMap<String, u64>, Error>
    where
        A: Automaton<State: Clone>,
    {
        let mut found = BTreeMap::new();
        for (reader, gone) in self.readers() {
            let inverted = reader.inverted_index(field)?;
            let accepted = inverted.terms().search(automaton);
            let terms = accepted.into_stream().map_err(Error::of_index)?;
            gather(terms, field, gone, &mut found);
        }
        Ok(found)
    }
}

/// Adds the terms of one segment to those of others; terms that only removed articles held are none.
fn gather<A>(
    mut terms: TermStreamer<'_, A>,
    field: Field,
    gone: Option<&Gone>,
    into: &mut BTreeMap<String, u64>,
) where
    A: Automaton<State: Clone>,
{
    while let Some((term, info)) = terms.next() {
        let gone = gone.map_or(0, |gone| gone.articles(field, term));
        let articles = u64::from(info.doc_freq).saturating_sub(gone);
        if articles > 0 {
            let term = String::from_utf8_lossy(term).into_owned();
            *into.entry(term).or_default() += articles;
        }
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

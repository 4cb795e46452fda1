//! Draws queries from the articles of an index, so that they are about what stands in it.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use tantivy::DocAddress;

use super::lots::Lots;
use super::{Case, Class};
use crate::error::Error;
use crate::index::Text;
use crate::index::open::Open;

/// Articles that words and phrases are taken from.
const SAMPLE: usize = 400;
/// Tries for a query; a class that an index has no words for gives up after so many each.
const TRIES: usize = 400;
/// The commonest words, which a phrase with stop words has two of.
const STOPS: usize = 50;
/// Letters of a word that can be drawn: shorter ones are seldom searched, longer ones seldom words.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=14;

/// The queries that were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The queries, class by class.
    pub cases: Vec<Case>,
    /// Classes of which fewer were found than asked for, as sentences.
    pub notes: Vec<String>,
}

/// See [`super::draw`].
pub(super) fn draw(
    index: &Path,
    classes: &[Class],
    per_class: usize,
    seed: u64,
) -> Result<Drawn, Error> {
    let open = Open::index(index)?;
    let mut drawn = Drawn {
        cases: Vec::new(),
        notes: Vec::new(),
    };
    for class in classes {
        // Each class has lots of its own: its queries do not depend on which others are drawn.
        let lots = Lots::new(seed ^ (*class as u64 + 1) << 32);
        let mut urn = Urn::new(&open, lots)?;
        let queries = urn.queries(*class, per_class)?;
        if queries.len() < per_class {
            drawn.notes.push(format!(
                "{}: {} of {per_class} queries, the articles give no more",
                class.name(),
                queries.len()
            ));
        }
        drawn.cases.extend(queries.into_iter().map(|query| Case {
            class: class.name().to_owned(),
            query,
            act: class.act(),
        }));
    }
    Ok(drawn)
}

/// A range of numbers of articles, both ends inside.
type Band = (u64, u64);

/// What queries are drawn from.
struct Urn<'a> {
    open: &'a Open,
    lots: Lots,
    /// Words in a row without a sign between them, in lower case, with the year of their article.
    runs: Vec<(Vec<String>, Option<i16>)>,
    stops: HashSet<String>,
    articles: HashMap<String, u64>,
}

impl Urn<'_> {
    fn new(open: &Open, mut lots: Lots) -> Result<Urn<'_>, Error> {
        let mut runs = Vec::new();
        let mut holding: HashMap<String, usize> = HashMap::new();
        for address in sample(open, &mut lots) {
            let (stored, body) = open.head_and_body(address)?;
            let year = stored.article.date.map(|date| date.value);
            let year = year.and_then(|date| crate::date::civil(date.first()));
            let year = year.map(|day| day.year());
            let begin = runs.len();
            for paragraph in &body.paragraphs {
                runs.extend(runs_of(paragraph).into_iter().map(|run| (run, year)));
            }
            let words: HashSet<&String> = runs[begin..].iter().flat_map(|(run, _)| run).collect();
            for word in words {
                *holding.entry(word.clone()).or_default() += 1;
            }
        }
        let mut by_articles: Vec<(String, usize)> = holding.into_iter().collect();
        by_articles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let stops = by_articles.into_iter().take(STOPS).map(|(word, _)| word);
        Ok(Urn {
            open,
            lots,
            runs,
            stops: stops.collect(),
            articles: HashMap::new(),
        })
    }

    fn queries(&mut self, class: Class, wanted: usize) -> Result<Vec<String>, Error> {
        let mut queries: Vec<String> = Vec::new();
        let mut tries = 0;
        while queries.len() < wanted && tries < TRIES * wanted && !self.runs.is_empty() {
            tries += 1;
            if let Some(query) = self.query(class)?
                && !queries.contains(&query)
            {
                queries.push(query);
            }
        }
        Ok(queries)
    }

    /// A query of a class, if the run that was drawn has one.
    fn query(&mut self, class: Class) -> Result<Option<String>, Error> {
        let (run, year) = self.runs[self.lots.below(self.runs.len())].clone();
        Ok(match class {
            Class::Rare => self.word(&run, self.rare())?,
            Class::Mid => self.word(&run, self.mid())?,
            Class::Common => self.word(&run, self.common())?,
            Class::And => self.pair(&run)?.map(|[a, b]| format!("{a} AND {b}")),
            Class::Or => self.pair(&run)?.map(|[a, b]| format!("{a} OR {b}")),
            Class::Near => self.neighbours(&run)?.map(|[a, b]| format!("{a} w/5 {b}")),
            Class::Sentence => self.pair(&run)?.map(|[a, b]| format!("{a} w/s {b}")),
            Class::Natural => self.question(&run),
            Class::Phrase => self.phrase(&run),
            Class::Stops => self.phrase_with_stops(&run),
            Class::Prefix => self
                .word(&run, self.mid())?
                .and_then(|word| self.beginning(&word)),
            Class::Wildcard => self
                .word(&run, self.mid())?
                .and_then(|word| self.opened(&word)),
            Class::Fuzzy => self
                .word(&run, self.mid())?
                .and_then(|word| self.misspelt(&word)),
            Class::Dates => {
                let word = self.either(&run)?;
                word.zip(year)
                    .map(|(word, year)| format!("{word} date:{year:04}"))
            }
            Class::Newest | Class::Count | Class::Years | Class::Kwic => self.either(&run)?,
        })
    }

    fn rare(&self) -> Band {
        let all = self.open.articles();
        ((all / 10_000).max(1), (all / 1_700).max(3))
    }

    fn mid(&self) -> Band {
        let (all, above) = (self.open.articles(), self.rare().1 + 1);
        ((all / 400).max(above), (all / 60).max(above * 2))
    }

    fn common(&self) -> Band {
        let all = self.open.articles();
        ((all / 12).max(1), all / 2)
    }

    fn is_content(&self, word: &str) -> bool {
        LETTERS.contains(&word.chars().count()) && !self.stops.contains(word)
    }

    /// A content word of the run that so many articles hold.
    fn word(&mut self, run: &[String], band: Band) -> Result<Option<String>, Error> {
        let Some(word) = self.lots.one(run).cloned() else {
            return Ok(None);
        };
        if !self.is_content(&word) {
            return Ok(None);
        }
        let articles = match self.articles.get(&word) {
            Some(articles) => *articles,
            None => {
                let entry = self.open.word(Text::Body, &word)?;
                let articles = entry.map_or(0, |entry| entry.articles);
                self.articles.insert(word.clone(), articles);
                articles
            }
        };
        Ok((band.0 <= articles && articles <= band.1).then_some(word))
    }

    /// A common word or a less common one, as often the one as the other.
    fn either(&mut self, run: &[String]) -> Result<Option<String>, Error> {
        let band = match self.lots.happens(0.5) {
            true => self.common(),
            false => self.mid(),
        };
        self.word(run, band)
    }

    /// Two words of the run, neither rare nor among the commonest.
    fn pair(&mut self, run: &[String]) -> Result<Option<[String; 2]>, Error> {
        let band = (self.rare().1, self.common().1);
        let (first, second) = (self.word(run, band)?, self.word(run, band)?);
        Ok(first
            .zip(second)
            .filter(|(a, b)| a != b)
            .map(|(a, b)| [a, b]))
    }

    /// Two such words that stand within five of each other.
    fn neighbours(&mut self, run: &[String]) -> Result<Option<[String; 2]>, Error> {
        let begin = self.lots.below(run.len());
        let end = run.len().min(begin + 6);
        self.pair(&run[begin..end])
    }

    fn question(&mut self, run: &[String]) -> Option<String> {
        let length = 5 + self.lots.below(4);
        let is_operator = |word: &String| ["and", "or", "not"].contains(&word.as_str());
        if run.len() < length || run[..length].iter().any(is_operator) {
            return None;
        }
        Some(run[..length].join(" ") + "?")
    }

    fn phrase(&mut self, run: &[String]) -> Option<String> {
        let words = self.stretch(run, 2, 4)?;
        let (first, last) = (words.first()?, words.last()?);
        (self.is_content(first) && self.is_content(last)).then(|| quoted(words))
    }

    fn phrase_with_stops(&mut self, run: &[String]) -> Option<String> {
        let words = self.stretch(run, 3, 5)?;
        let stops = words
            .iter()
            .filter(|word| self.stops.contains(*word))
            .count();
        (stops >= 2).then(|| quoted(words))
    }

    fn stretch<'r>(
        &mut self,
        run: &'r [String],
        least: usize,
        most: usize,
    ) -> Option<&'r [String]> {
        let length = least + self.lots.below(most - least + 1);
        let begin = self.lots.below(run.len());
        run.get(begin..begin + length)
    }

    fn beginning(&mut self, word: &str) -> Option<String> {
        let kept = 4 + self.lots.below(3);
        let letters: Vec<char> = word.chars().collect();
        let beginning = letters.get(..kept).filter(|_| letters.len() > kept)?;
        Some(beginning.iter().chain(&['*']).collect())
    }

    /// The word with one letter, or all but its ends, left open.
    fn opened(&mut self, word: &str) -> Option<String> {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() < 5 {
            return None;
        }
        if self.lots.happens(0.5) {
            let place = 1 + self.lots.below(letters.len() - 2);
            letters[place] = '?';
        } else {
            letters.splice(2..letters.len() - 1, ['*']);
        }
        Some(letters.into_iter().collect())
    }

    /// The word with a letter dropped, changed or doubled, to be found within one step.
    fn misspelt(&mut self, word: &str) -> Option<String> {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() < 6 {
            return None;
        }
        let place = 1 + self.lots.below(letters.len() - 2);
        match self.lots.below(3) {
            0 => drop(letters.remove(place)),
            1 => letters[place] = if letters[place] == 'e' { 'o' } else { 'e' },
            _ => letters.insert(place, letters[place]),
        }
        let spelt: String = letters.into_iter().collect();
        Some(spelt + "~1")
    }
}

fn quoted(words: &[String]) -> String {
    format!("\"{}\"", words.join(" "))
}

/// Some articles at random, in the order of the draw; an article may come twice.
fn sample(open: &Open, lots: &mut Lots) -> Vec<DocAddress> {
    let mut all = Vec::new();
    for segment in open.segments() {
        let address = |doc| DocAddress::new(segment.place, doc);
        all.extend(segment.docs().map(address));
    }
    (0..SAMPLE)
        .filter_map(|_| all.get(lots.below(all.len())).copied())
        .collect()
}

/// The stretches of whole words in a paragraph, in lower case: a sign ends one, and so does a word
/// with an apostrophe, whose end is punctuation as often as not.
fn runs_of(paragraph: &str) -> Vec<Vec<String>> {
    let is_apostrophe = |c: char| c == '\'' || c == '’';
    let ends = |c: char| !c.is_alphabetic() && c != ' ' && !is_apostrophe(c);
    let mut runs = Vec::new();
    for stretch in paragraph.split(ends) {
        let words: Vec<&str> = stretch.split_whitespace().collect();
        for run in words.split(|word| word.contains(is_apostrophe)) {
            if run.len() > 1 {
                runs.push(run.iter().map(|word| word.to_lowercase()).collect());
            }
        }
    }
    runs
}

//! Articles like one: those that hold the words which set it apart.

use std::collections::HashMap;

use super::find;
use super::plan::{Plan, Region, Spans, Unit, UnitPlace};
use super::rank::idf;
use crate::analysis;
use crate::article::Id;
use crate::error::{Error, Refusal};
use crate::index::Text;
use crate::index::open::Open;
use crate::query::tree::At;

/// So many words are looked for: more add time and noise.
const MOST_WORDS: usize = 25;
/// A word that fewer articles hold finds nothing but the article itself.
const LEAST_ARTICLES: u64 = 2;
/// Shorter words are seldom names of a matter.
const LEAST_LETTERS: usize = 3;

/// The plan of `like:ID`: any of the words by which the article differs most from the others, but
/// not the article itself. An article without words that others share is like none.
pub(super) fn plan(open: &Open, id: &str, at: At, units: &mut usize) -> Result<Plan, Error> {
    let refused = |text: String| {
        Error::Refused(Refusal {
            at,
            text,
            hint: "ids are shown beside each hit".to_owned(),
        })
    };
    let address = find::one(open, id).map_err(|error| match error {
        Error::BadId { text } => refused(text),
        other => other,
    })?;
    let article = open.article(address)?.article;
    let own = Plan::Not(Box::new(Plan::Ids(vec![Id::of(&article)])));
    let mut any = Vec::new();
    for (word, weight) in telling_words(open, &analysis::body(&article.body).words)? {
        let entries = open.word(Text::Body, &word)?;
        let spans = Spans::Group {
            any: entries.into_iter().collect(),
            but: Vec::new(),
        };
        let place = UnitPlace {
            text: Text::Body,
            region: Region::Whole,
            spans,
            idf: weight,
        };
        any.push(Plan::Unit(Unit {
            number: *units,
            places: vec![place],
        }));
        *units += 1;
    }
    Ok(Plan::And(vec![Plan::Or(any), own]))
}

/// The words by which a text differs most from the others, and how rare each is.
fn telling_words(open: &Open, words: &str) -> Result<Vec<(String, f64)>, Error> {
    let mut frequencies: HashMap<&str, f64> = HashMap::new();
    for word in words
        .split(' ')
        .filter(|word| word.chars().count() >= LEAST_LETTERS)
    {
        *frequencies.entry(word).or_default() += 1.0;
    }
    let mut telling = Vec::new();
    for (word, frequency) in frequencies {
        let articles = open
            .word(Text::Body, word)?
            .map_or(0, |entry| entry.articles);
        if articles >= LEAST_ARTICLES {
            let rarity = idf(open.articles(), articles);
            telling.push((word.to_owned(), rarity, frequency * rarity));
        }
    }
    telling.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    telling.truncate(MOST_WORDS);
    Ok(telling
        .into_iter()
        .map(|(word, rarity, _)| (word, rarity))
        .collect())
}

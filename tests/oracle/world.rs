//! Articles with the words that queries about them are made of, and the two answers compared.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use morgue::article::Article;
use morgue::error::Error;
use morgue::query::{Options, Query, parse};
use morgue::search::page::{Page, Sort};
use morgue::search::{Counting, Request, Searcher};

use crate::archive::{self, Analysed, Draft, Indexed};
use crate::articles;
use crate::random::Random;
use crate::truth::{self, Match};

/// How many articles one index holds.
const ARTICLES: usize = 40;
/// The longest beginning of a real article.
const LONGEST: usize = 150;

/// Drafts, their index, and the words that they share.
pub(crate) struct World {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) words: Vec<String>,
    pub(crate) indexed: Indexed,
}

impl World {
    /// Articles made up from a few words.
    pub(crate) fn invented(random: &mut Random) -> World {
        let words = articles::words(random);
        let drafts = (0..ARTICLES)
            .map(|_| articles::article(random, &words))
            .collect();
        World::of(drafts, words)
    }

    /// The beginnings of articles from an archive.
    pub(crate) fn real(random: &mut Random, from: &[Article]) -> World {
        let drafts: Vec<Draft> = (0..ARTICLES)
            .map(|_| {
                let article = random.one(from);
                let length = random.within(20..=LONGEST);
                Draft::beginning(article, length)
            })
            .collect();
        let words = neighbours(random, &drafts);
        World::of(drafts, words)
    }

    fn of(drafts: Vec<Draft>, words: Vec<String>) -> World {
        let indexed = archive::of_drafts(&drafts);
        World {
            drafts,
            words,
            indexed,
        }
    }
}

/// Words that stand near each other in one of the articles.
fn neighbours(random: &mut Random, drafts: &[Draft]) -> Vec<String> {
    let draft = random.one(drafts);
    let mut text = draft.paragraphs.join(" ");
    text.push(' ');
    text.push_str(draft.title.as_deref().unwrap_or_default());
    let printed: Vec<&str> = text.split_whitespace().collect();
    let first = random.below(printed.len().max(1));
    let outside = |c: char| !c.is_alphanumeric();
    let mut words: Vec<String> = printed
        .iter()
        .skip(first)
        .take(14)
        .map(|word| {
            word.trim_matches(outside)
                .replace(['"', '“', '”', '?', '*', '~', '^'], "")
        })
        .filter(|word| !word.is_empty())
        .collect();
    words.extend(["the", "of", "said", "and"].map(str::to_owned));
    words
}

/// What came of a query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// It is refused.
    Refused,
    /// It has more spans than the oracle can try.
    TooMany,
    /// Both answers are the same; in so many articles it is true.
    Same(usize),
    /// They differ: in which article, if in one, and how.
    Differs(Option<usize>, String),
}

/// Reads a query as a person's.
pub(crate) fn read(text: &str) -> Query {
    let options = Options {
        today: 20_000,
        date_order: None,
        dialect: None,
    };
    parse(text, &options)
}

/// Asks the engine and the oracle.
pub(crate) fn ask(indexed: &Indexed, text: &str) -> Outcome {
    let query = read(text);
    let reading = query.reading();
    if read(&reading).reading() != reading {
        return Outcome::Differs(None, format!("the reading is read otherwise: {reading}"));
    }
    let page = match page(&indexed.searcher, &query) {
        Ok(page) => page,
        Err(Error::Refused(_)) => return Outcome::Refused,
        Err(error) => return Outcome::Differs(None, format!("the engine failed: {error}")),
    };
    let mut expected = Vec::new();
    for article in &indexed.articles {
        match truth::matches(&query.root, article) {
            Ok(matches) => expected.push(matches),
            Err(_) => return Outcome::TooMany,
        }
    }
    let hits: HashMap<&str, u64> = page
        .hits
        .iter()
        .map(|hit| (hit.id.as_str(), hit.matches))
        .collect();
    for (place, (article, expected)) in indexed.articles.iter().zip(&expected).enumerate() {
        let hit = hits.get(article.id.as_str()).copied();
        // Where both find nothing, the matches of some articles are asked for all the same.
        if hit.is_none() && expected.is_none() && place % 8 > 0 {
            continue;
        }
        if let Some(difference) = difference(&indexed.searcher, &query, article, expected, hit) {
            return Outcome::Differs(Some(place), difference);
        }
    }
    if let Some(difference) = difference_of_counts(&page, &indexed.articles, &expected) {
        return Outcome::Differs(None, difference);
    }
    Outcome::Same(hits.len())
}

/// The whole answer of the engine.
pub(crate) fn page(searcher: &Searcher, query: &Query) -> Result<Page, Error> {
    searcher.search(&Request {
        query: query.clone(),
        sort: Sort::Relevance,
        offset: 0,
        limit: None,
        passages: 0,
        counting: Counting::Everything,
    })
}

fn difference(
    searcher: &Searcher,
    query: &Query,
    article: &Analysed,
    expected: &Option<Vec<Match>>,
    hit: Option<u64>,
) -> Option<String> {
    let found = match searcher.matches(&article.id, query) {
        Ok(found) => found,
        Err(error) => return Some(format!("the engine has no matches: {error}")),
    };
    let got: Vec<Match> = found
        .into_iter()
        .map(|found| (found.field, found.positions))
        .collect();
    let number = expected.as_ref().map(|matches| matches.len() as u64);
    let wanted = expected.clone().unwrap_or_default();
    (number != hit || wanted != got)
        .then(|| format!("expected: {expected:?}\ngot: {got:?}, in the hit: {hit:?}"))
}

fn difference_of_counts(
    page: &Page,
    articles: &[Analysed],
    expected: &[Option<Vec<Match>>],
) -> Option<String> {
    let mut wanted = (0, 0, BTreeSet::new(), BTreeSet::new());
    for (place, (article, matches)) in articles.iter().zip(expected).enumerate() {
        let Some(matches) = matches else { continue };
        wanted.0 += 1;
        wanted.1 += matches.len() as u64;
        for (field, span) in matches {
            let sentence = match *field {
                "body" => article.body.sentence(span[0]),
                _ => 0,
            };
            wanted.2.insert((place, *field, sentence));
        }
        wanted
            .3
            .extend(article.article.source.as_ref().map(|found| &found.value));
    }
    let wanted = [
        wanted.0,
        wanted.1,
        wanted.2.len() as u64,
        wanted.3.len() as u64,
    ]
    .map(Some);
    let counts = page.counts;
    let got = [
        Some(counts.articles),
        counts.matches,
        counts.sentences,
        counts.sources,
    ];
    (wanted != got).then(|| {
        format!("articles, matches, sentences, sources\nexpected: {wanted:?}\ngot: {got:?}")
    })
}

/// The archives of a folder, if one is named, each with its first articles.
pub(crate) fn further_archives(articles: usize) -> Vec<(String, Vec<Article>)> {
    let Some(folder) = std::env::var_os("MORGUE_CORPORA") else {
        return Vec::new();
    };
    [
        "washington-times",
        "article-bias",
        "wikinews-csv",
        "masakhanews",
    ]
    .iter()
    .map(|name| (name, Path::new(&folder).join(name)))
    .filter(|(_, path)| path.is_dir())
    .map(|(name, path)| {
        let mut found = archive::articles(&path);
        found.truncate(articles);
        ((*name).to_owned(), found)
    })
    .filter(|(_, found)| !found.is_empty())
    .collect()
}

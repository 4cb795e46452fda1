//! Which articles come first: the engine against the score as the language defines it.

use std::cmp::Reverse;

use morgue::error::Error;
use morgue::search::page::Sort;
use morgue::search::{Counting, Request};

use crate::archive::{self, Analysed, Draft, Indexed};
use crate::queries;
use crate::random::Random;
use crate::scores::Statistics;
use crate::truth;
use crate::world;

/// Queries asked of the sample.
const QUERIES: usize = 500;
/// Queries asked of each further archive, of which so many articles are taken.
const FURTHER_QUERIES: usize = 150;
const FURTHER_ARTICLES: usize = 1_000;
/// How many hits are compared.
const HITS: usize = 10;
/// Scores that differ by less are the same.
const SAME: f64 = 1e-9;

#[test]
fn the_first_ten_hits_in_the_sample_are_those_of_the_promised_score() {
    let sample = archive::of_archive(&archive::sample());
    compare("sample", &sample, QUERIES, 4);
}

#[test]
fn the_first_ten_hits_in_further_archives_are_those_of_the_promised_score() {
    for (name, articles) in world::further_archives(FURTHER_ARTICLES) {
        let drafts: Vec<Draft> = articles
            .iter()
            .map(|article| Draft::beginning(article, usize::MAX))
            .collect();
        let indexed = archive::of_drafts(&drafts);
        compare(&name, &indexed, FURTHER_QUERIES, 5);
    }
}

fn compare(name: &str, indexed: &Indexed, queries: usize, seed: u64) {
    let statistics = Statistics::of(&indexed.articles);
    let mut random = Random::new(seed);
    let mut found = 0;
    for _ in 0..queries {
        let query = queries::ranked(&mut random, &indexed.articles);
        let wanted = wanted(indexed, &statistics, &query);
        let Some(got) = got(indexed, &query) else {
            continue;
        };
        found += usize::from(!got.is_empty());
        let same = wanted.len() == got.len()
            && wanted.iter().zip(&got).all(|(wanted, got)| {
                wanted.0 == got.0 && (wanted.1 - got.1).abs() < SAME * wanted.1.abs().max(1.0)
            });
        let lines = |hits: &[(String, f64)]| {
            let lines: Vec<String> = hits
                .iter()
                .map(|(id, score)| format!("{id} {score:.12}"))
                .collect();
            lines.join("\n")
        };
        assert!(
            same,
            "{name}, seed {seed}\nquery: {query}\nexpected:\n{}\ngot:\n{}",
            lines(&wanted),
            lines(&got)
        );
    }
    assert!(
        found * 2 > queries,
        "{name}: only {found} of {queries} find anything"
    );
}

fn wanted(indexed: &Indexed, statistics: &Statistics, query: &str) -> Vec<(String, f64)> {
    let root = world::read(query).root;
    let is_true = |article: &&Analysed| {
        truth::matches(&root, article)
            .expect("the queries have few spans")
            .is_some()
    };
    let mut hits: Vec<(&Analysed, f64)> = indexed
        .articles
        .iter()
        .filter(is_true)
        .map(|article| (article, statistics.score(&root, article)))
        .collect();
    hits.sort_by_cached_key(|(article, score)| {
        let day = article.article.date.as_ref().map(|date| date.value.first());
        // `None`, an article without a date, is less than any day.
        let rounded = (score / SAME).round() as i64;
        (Reverse(rounded), Reverse(day), article.id.clone())
    });
    hits.into_iter()
        .take(HITS)
        .map(|(article, score)| (article.id.clone(), score))
        .collect()
}

/// The first hits of the engine; `None` if the query is refused.
fn got(indexed: &Indexed, query: &str) -> Option<Vec<(String, f64)>> {
    let page = indexed.searcher.search(&Request {
        query: world::read(query),
        sort: Sort::Relevance,
        offset: 0,
        limit: Some(HITS),
        passages: 0,
        counting: Counting::Articles,
    });
    match page {
        Ok(page) => Some(
            page.hits
                .into_iter()
                .map(|hit| (hit.id, hit.score))
                .collect(),
        ),
        Err(Error::Refused(_)) => None,
        Err(error) => panic!("the engine failed: {error}"),
    }
}

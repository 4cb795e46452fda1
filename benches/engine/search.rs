//! Each class of query on an open index, all queries of the class one after the other; the parts of
//! an answer.

use divan::Bencher;
use divan::counter::ItemsCount;
use morgue::bench::{self, Ask, Case, Class, Warm};
use morgue::query::{self, Options};
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Searcher};

use crate::archive;

/// Queries of a class.
const QUERIES: usize = 20;
const SEED: u64 = 1;

const OPTIONS: Options = Options {
    today: 0,
    date_order: None,
    dialect: None,
};

#[divan::bench(args = Class::ALL.map(Class::name), sample_count = 10)]
fn classes(bencher: Bencher, name: &str) {
    let cases = cases(name);
    let searcher = searcher();
    let warm = Warm::new(&searcher, OPTIONS);
    bencher
        .counter(ItemsCount::new(cases.len()))
        .bench_local(|| {
            for case in &cases {
                divan::black_box(warm.ask(case).expect("the query can be run"));
            }
        });
}

/// Ten hits of a common word with their passages, found and ranked before.
#[divan::bench]
fn ten_hits(bencher: Bencher) {
    let searcher = searcher();
    let request = common(10);
    let results = searcher.run(&request).expect("the query can be run");
    bencher
        .counter(ItemsCount::new(results.len()))
        .bench_local(|| {
            for place in 0..results.len() {
                divan::black_box(results.hit(place).expect("the article is whole"));
            }
        });
}

/// Fetching the same ten articles alone.
#[divan::bench]
fn ten_fetches(bencher: Bencher) {
    let searcher = searcher();
    let request = common(10);
    let results = searcher.run(&request).expect("the query can be run");
    bencher
        .counter(ItemsCount::new(results.len()))
        .bench_local(|| {
            for place in 0..results.len() {
                results.fetch(place).expect("the article is whole");
            }
        });
}

fn searcher() -> Searcher {
    Searcher::open(archive::index()).expect("the index is whole")
}

fn cases(name: &str) -> Vec<Case> {
    let class = Class::ALL.into_iter().find(|class| class.name() == name);
    let class = class.expect("the name is a class's");
    let drawn = bench::draw(archive::index(), &[class], QUERIES, SEED);
    drawn.expect("the index is whole").cases
}

/// A search for a common word.
fn common(limit: usize) -> Request {
    let cases = cases(Class::Common.name());
    let text = &cases.first().expect("there are common words").query;
    Request {
        query: query::parse(text, &OPTIONS),
        sort: Sort::Relevance,
        offset: 0,
        limit: Some(limit),
        passages: 3,
        counting: Counting::Articles,
    }
}

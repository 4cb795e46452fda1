//! Whether a query is true of an article, and where: the engine against the oracle.

use std::io::Write as _;
use std::time::Instant;

use crate::archive;
use crate::queries;
use crate::random::Random;
use crate::shrink;
use crate::spans::{self, Span};
use crate::truth::Match;
use crate::world::{self, Outcome, World};

/// Pairs of an article and a query that each test compares, unless more are asked for.
const PAIRS: usize = 3_000;
/// Queries asked of one index.
const QUERIES: usize = 25;
/// The most queries of a hundred that may be refused.
const REFUSED: usize = 30;
/// The most queries of a hundred with too many spans to try.
const TOO_MANY: usize = 3;
/// How many articles of each further archive are drawn from.
const FURTHER_ARTICLES: usize = 4_000;
/// Failures after which a test gives up.
const FAILURES: usize = 5;

#[test]
fn the_engine_finds_in_invented_articles_what_the_language_promises() {
    compare("invented", 1, &mut World::invented);
}

#[test]
fn the_engine_finds_in_the_sample_what_the_language_promises() {
    let articles = archive::articles(&archive::sample());
    compare("sample", 2, &mut |random| World::real(random, &articles));
}

#[test]
fn the_engine_finds_in_further_archives_what_the_language_promises() {
    for (name, articles) in world::further_archives(FURTHER_ARTICLES) {
        compare(&name, 3, &mut |random| World::real(random, &articles));
    }
}

#[test]
fn each_occurrence_is_kept_or_met_and_order_only_narrows() {
    let mut random = Random::new(6);
    for _ in 0..3 {
        let world = World::invented(&mut random);
        for _ in 0..20 {
            let a = queries::word(&mut random, &world.words);
            let b = queries::word(&mut random, &world.words);
            let n = random.within(1..=6);
            properties(&world, &a, &b, n as u32);
        }
    }
}

fn properties(world: &World, a: &str, b: &str, n: u32) {
    let searcher = &world.indexed.searcher;
    for article in &world.indexed.articles {
        let matches = |query: &str| -> Vec<Match> {
            let found = searcher.matches(&article.id, &world::read(query));
            let found = found.expect("the query is not refused").into_iter();
            found.map(|found| (found.field, found.positions)).collect()
        };
        let (all_a, all_b) = (matches(a), matches(b));
        let kept = matches(&format!("{a} NOT w/{n} {b}"));
        let near = matches(&format!("{a} w/{n} {b}"));
        let ordered = matches(&format!("{a} pre/{n} {b}"));
        let mut left: Vec<Match> = all_a.clone();
        let mut met = false;
        left.retain(|(field, a)| {
            let others = all_b.iter().filter(|(of, b)| of == field && a != b);
            let near: Vec<&Span> = others
                .map(|(_, b)| b)
                .filter(|b| !spans::apart(a, b) || spans::distance(a, b) <= n)
                .collect();
            met |= near.iter().any(|b| spans::apart(a, b));
            near.is_empty()
        });
        let context = format!("{a} and {b} within {n}: {:?}", article.article);
        assert_eq!(kept, left, "not near, {context}");
        assert_eq!(met, !near.is_empty(), "near, {context}");
        assert!(
            ordered.is_empty() || !near.is_empty(),
            "in order, {context}"
        );
    }
}

#[derive(Debug, Default)]
struct Tally {
    queries: usize,
    pairs: usize,
    refused: usize,
    too_many: usize,
    found: usize,
}

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn compare(name: &str, seed: usize, make: &mut dyn FnMut(&mut Random) -> World) {
    let pairs = number("MORGUE_ORACLE_PAIRS").unwrap_or(PAIRS);
    let seed = number("MORGUE_ORACLE_SEED").unwrap_or(seed);
    let mut random = Random::new(seed as u64);
    let (mut tally, began) = (Tally::default(), Instant::now());
    let mut failures = Vec::new();
    while tally.pairs < pairs && failures.len() < FAILURES {
        let world = make(&mut random);
        for _ in 0..QUERIES {
            let query = queries::query(&mut random, &world.words);
            tally.queries += 1;
            match world::ask(&world.indexed, &query) {
                Outcome::Refused => tally.refused += 1,
                Outcome::TooMany => tally.too_many += 1,
                Outcome::Same(found) => {
                    tally.pairs += world.indexed.articles.len();
                    tally.found += found;
                }
                Outcome::Differs(place, sentence) => {
                    failures.push(report(&world, place, &query, &sentence));
                }
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let line = format!("{name}, seed {seed}: {tally:?} in {seconds:.1} s\n");
    // A test that cannot print its tally is none the worse.
    let _ = std::io::stderr().write_all(line.as_bytes());
    assert!(
        failures.is_empty(),
        "{line}{}",
        failures.join("\n--------\n")
    );
    let share = |part: usize| part * 100 / tally.queries;
    assert!(
        share(tally.refused) < REFUSED,
        "too many are refused: {tally:?}"
    );
    assert!(
        share(tally.too_many) < TOO_MANY,
        "too many are not tried: {tally:?}"
    );
}

fn number(variable: &str) -> Option<usize> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("the variable is a number"))
}

/// What is wrong, and the smallest pair with which it is.
fn report(world: &World, place: Option<usize>, query: &str, sentence: &str) -> String {
    let id = place.map(|place| &world.indexed.articles[place].id);
    let draft = id.and_then(|id| {
        world.drafts.iter().find(|draft| {
            let alone = archive::of_drafts(std::slice::from_ref(*draft));
            alone.articles.iter().any(|article| article.id == *id)
        })
    });
    let mut report = format!("query: {query}\n{sentence}\n");
    match draft.and_then(|draft| shrink::shrink(draft, query)) {
        Some((draft, query, sentence)) => {
            let reading = world::read(&query).reading();
            report.push_str(&format!(
                "shrunk: {query}\nreading: {reading}\n{sentence}\n{draft:?}\n"
            ));
        }
        None => report.push_str(&format!("with others only: {draft:?}\n")),
    }
    report
}

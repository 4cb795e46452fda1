//! Whatever is asked is answered or refused, soon and in little memory.

use std::time::{Duration, Instant};

use morgue::error::Error;
use morgue::query::{Options, parse};
use morgue::search::Searcher;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof};

use crate::harness::{Answer, Folder, sample_index};

/// Builds without optimisation take ten times as long.
const SOON: Duration = Duration::from_secs(10);

/// What the program may take, in KiB.
const MEMORY: u32 = 500_000;

/// What its stack may take, in KiB: a thread has as much.
const STACK: u32 = 2_048;

/// Asks for a query, which may be longer than an argument can be. The tab before it keeps one that
/// begins with `#` from being a comment.
#[track_caller]
fn ask(query: &str) -> Answer {
    let folder = Folder::new()
        .on_sample()
        .file("queries.txt", &format!("\t{query}"));
    let begin: String = query.chars().take(60).collect();
    let start = Instant::now();
    let answer = folder.shell(&format!(
        "ulimit -v {MEMORY} -s {STACK}; morgue count -f queries.txt"
    ));
    let took = start.elapsed();
    assert!(took < SOON, "{took:?} for {begin}…");
    answer
}

#[track_caller]
fn is_refused(query: &str, sentence: &str) {
    let answer = ask(query);
    answer.exits(2).out_is("").err_has(sentence);
    answer.err_has("hint: ask for less at once");
}

/// Found, not found or refused with a sentence: what a query means is not looked at here.
#[track_caller]
fn has_an_answer(query: &str) {
    let answer = ask(query);
    let is_refused = answer.err.starts_with("error: queries.txt:1: ") && answer.out.is_empty();
    let is_counted = answer.out.contains(" articles, ") || answer.out.contains("1 article, ");
    let begin: String = query.chars().take(60).collect();
    assert!(
        is_counted || is_refused,
        "{begin}…\n{}\n{}",
        answer.out,
        answer.err
    );
}

/// A text as many times, joined.
fn times(text: &str, times: usize, joint: &str) -> String {
    vec![text; times].join(joint)
}

/// Different words, joined.
fn words(count: usize, joint: &str) -> String {
    let words: Vec<String> = (0..count).map(|number| format!("word{number}")).collect();
    words.join(joint)
}

/// Connectors in each other's parentheses.
fn nested(depth: usize, connector: &str) -> String {
    let inner = (0..depth).fold("the".to_owned(), |inner, _| {
        format!("({inner} {connector} of)")
    });
    format!("{inner} {connector} a")
}

#[test]
fn a_query_that_is_too_large_is_refused_in_a_sentence() {
    is_refused(
        &"flood ".repeat(175_000),
        "the query has 1049999 characters; 65536 are the most",
    );
    is_refused(&words(10_000, " ")[..65_000], "words; 1000 are the most");
    is_refused(
        &format!("\"{}\"", times("a", 10_000, " ")),
        "the query has 10000 words",
    );
    is_refused(
        &"(".repeat(1_000),
        "the query has 1000 parentheses inside each other; 64 are the most",
    );
    is_refused(
        &format!("{}flood{}", "(".repeat(1_000), ")".repeat(1_000)),
        "the query has 1000 parentheses inside each other; 64 are the most",
    );
    is_refused(
        &nested(100, "w/5"),
        "the query has 100 parentheses inside each other",
    );
    is_refused(
        &times("the", 202, " w/5 "),
        "the query has 201 connectors; 200 are the most",
    );
}

#[test]
fn a_long_query_within_the_limits_is_answered() {
    for query in [
        words(200, " "),
        words(200, " OR "),
        times("the", 200, " "),
        format!("\"{}\"", times("the", 1_000, " ")),
        nested(63, "w/5"),
        nested(63, "w/s"),
        nested(63, "w/p"),
        nested(63, "NOT w/5"),
        times("the", 101, " w/5 "),
        times("the", 201, " w/5 "),
        format!("{}flood{}", "(".repeat(64), ")".repeat(64)),
        format!("{}flood{}", "-(".repeat(64), ")".repeat(64)),
        format!("{}flood{}", "title:(".repeat(64), ")".repeat(64)),
        format!("{}flood{}", "quote(".repeat(64), ")".repeat(64)),
    ] {
        has_an_answer(&query);
    }
}

#[test]
fn signs_without_end_are_answered() {
    for sign in [
        "-",
        "+",
        "!",
        "=",
        "*",
        "?",
        "~",
        "^2",
        "\"",
        "'",
        "/",
        ")",
        "&",
        "|",
        "#",
        "%",
        "[",
        "{",
        "NOT ",
        "AND ",
        "OR ",
        "w/5 ",
        "title:",
        "date:",
        "1953..",
        "has:",
        "- ",
        "-\"",
        "(-",
        "() ",
        "title:(",
        "stem(",
        "window/5(",
        "\u{301}",
        "漢",
    ] {
        let count = 6_000 / sign.chars().count();
        for query in [sign.repeat(count), format!("{}flood", sign.repeat(count))] {
            has_an_answer(&query);
        }
    }
}

#[test]
fn many_patterns_are_answered() {
    for pattern in [
        "s*",
        "*s",
        "?*",
        "*e*e*e*",
        "inquiry~2",
        "/(a|b|.*)*s/",
        "stem(floods)",
        "like:WG-1997-0312",
        "date:1950s",
        "/(((a{99}){99}){99}){99}/",
        "/(\\w{0,99}){99}/",
    ] {
        has_an_answer(pattern);
        has_an_answer(&times(pattern, 10, " OR "));
    }
}

#[test]
fn more_patterns_than_a_query_may_have_are_refused() {
    let different = |count: usize, pattern: fn(usize) -> String| {
        (0..count).map(pattern).collect::<Vec<_>>().join(" OR ")
    };
    for pattern in [
        (|n| format!("*e{n}*")) as fn(usize) -> String,
        |n| format!("inquir{n}~2"),
        |n| format!("/a.{{50}}{n}/"),
    ] {
        has_an_answer(&different(40, pattern));
        ask(&different(200, pattern))
            .exits(2)
            .err_has("more than 50 patterns and misspellings in a query")
            .err_has("hint: write fewer, or beginnings of words");
    }
    for pattern in ["s*", "*e*e*e*", "inquiry~2", "/a.{50}/"] {
        has_an_answer(&times(pattern, 1_000, " OR "));
    }
    has_an_answer(&format!("window/255({})", times("the", 200, ", ")));
}

/// Pieces that mean something to the language, to be strewn without sense.
const PIECES: [&str; 64] = [
    "flood",
    "inquiry",
    "the",
    "of",
    "US",
    "Pelé",
    "café",
    "1953",
    "10%",
    "co-op",
    "O'Neill",
    "and",
    "AND",
    "or",
    "OR",
    "not",
    "NOT",
    "w/5",
    "pre/3",
    "w/s",
    "w/p",
    "NOT w/5",
    "NEAR/4",
    "+5",
    "(",
    ")",
    "(",
    ")",
    "\"",
    "\"",
    "“",
    "”",
    "'",
    "-",
    "+",
    "=",
    "!",
    "*",
    "?",
    "~",
    "~2",
    "^2",
    "&",
    "|",
    ",",
    ":",
    "/",
    "#",
    "title:",
    "lead:",
    "source:",
    "byline:",
    "date:1953",
    "date>=",
    "..",
    "words>9",
    "has:",
    "missing:date",
    "stem(",
    "caps(",
    "window/9(",
    "first/50(",
    "atleast2(",
    "quote(",
];

/// Any text, or pieces of queries with any text between them.
fn random_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let space = prop::sample::select(&["", " ", " "][..]);
    let strewn = prop::collection::vec((piece, space), 0..24).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, space)| piece + space)
            .collect()
    });
    prop_oneof![1 => any::<String>(), 3 => strewn]
}

/// How many random texts are tried.
fn cases() -> u32 {
    let asked = std::env::var("MORGUE_RANDOM_STRINGS");
    asked.map_or(300, |number| {
        number.parse().expect("MORGUE_RANDOM_STRINGS is a number")
    })
}

#[test]
fn any_text_has_an_answer_or_a_refusal() {
    let searcher = Searcher::open(sample_index()).expect("the sample is indexed");
    let options = Options {
        today: 0,
        date_order: None,
        dialect: None,
    };
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(cases()));
    let ran = runner.run(&random_text(), |text| {
        let query = parse(&text, &options);
        let again = parse(&query.reading(), &options);
        assert_eq!(again.reading(), query.reading(), "{text}");
        let start = Instant::now();
        match searcher.count(&query, None) {
            Ok(_) => assert!(query.refused.is_empty(), "{text}"),
            Err(Error::Refused(refusal)) => assert!(!refusal.text.is_empty(), "{text}"),
            Err(Error::BadId { .. }) => {}
            Err(error) => panic!("{error:?} for {text}"),
        }
        assert!(start.elapsed() < SOON, "{text}");
        Ok(())
    });
    ran.expect("every text has an answer");
}

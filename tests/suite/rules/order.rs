//! Section 6: the score, and the order of the hits.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{array, build, keys, pages};

fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let dated = |key: &str, date: &str, text: &str| json!({"id": key, "text": text, "date": date, "source": key});
        build(
            "order",
            &[
                dated("old", "1950-01-01", "zebra one"),
                dated("new", "2000-01-01", "zebra one"),
                dated("undated", "", "zebra one"),
                dated("twice", "1900-01-01", "zebra zebra"),
                dated("near", "1960-01-01", "lion tiger x x x x"),
                dated("far", "1970-01-01", "lion x x x x tiger"),
                dated("forms", "1980-01-01", "horses x"),
                dated("form", "1981-01-01", "horse x"),
                dated("pony", "1982-01-01", "pony x"),
            ],
        )
    })
}

#[track_caller]
fn come_in_order(query: &str, flags: &[&str], expected: &str) {
    let flags = [&["--all"], flags].concat();
    let page = &pages("search", index(), &[query], &flags)[0];
    assert_eq!(keys(page).join(" "), expected, "{query} {flags:?}");
}

#[test]
fn rule_6_hits_come_by_score_then_the_newer_date_the_undated_last() {
    come_in_order("zebra", &[], "twice new old undated");
    come_in_order("lion w/9 tiger", &[], "near far");
    come_in_order("-lion one", &[], "new old undated");
    come_in_order("-x -lion", &[], "new old twice undated");
}

#[test]
fn rule_6_hits_are_sorted_by_date_or_source_as_asked() {
    come_in_order("zebra", &["--sort", "date"], "new old twice undated");
    come_in_order("zebra", &["--sort", "-date"], "twice old new undated");
    come_in_order("zebra", &["--sort", "source"], "new old twice undated");
    come_in_order("-x -lion", &["--sort", "-date"], "twice old new undated");
}

#[test]
fn rule_6_equal_hits_come_by_id() {
    let articles: Vec<Value> = (0..20)
        .map(|number| json!({"id": format!("k{number}"), "text": format!("zebra {number}"), "source": format!("P{number}")}))
        .collect();
    let index = build("equals", &articles);
    for sort in ["relevance", "date", "-date"] {
        let page = &pages("search", &index, &["zebra"], &["--all", "--sort", sort])[0];
        let ids: Vec<&str> = array(&page["hits"])
            .iter()
            .filter_map(|hit| hit["id"].as_str())
            .collect();
        assert_eq!(ids.len(), 20);
        assert!(ids.is_sorted(), "{sort}: {ids:?}");
    }
}

#[test]
fn rule_6_a_compound_in_a_row_counts_as_much_as_the_word_it_joins_to() {
    let article = |key: &str, text: &str| json!({"id": key, "text": text, "source": key});
    let index = build(
        "compounds",
        &[
            article("mixed", "on news-wire com, on newswire com."),
            article("joined", "on news-wire com. Or on newswire com"),
            article("plain", "on newswire com, on newswire com. Or so"),
            article("none", "on news wire com. Or on the wire"),
        ],
    );
    for (query, matches) in [("\"on newswire com\"", 6), ("newswire pre/1 com", 6)] {
        let page = &pages("search", &index, &[query], &["--all"])[0];
        let hits = array(&page["hits"]);
        let scores: Vec<&Value> = hits.iter().map(|hit| &hit["score"]).collect();
        assert_eq!(scores.len(), 3, "{query}");
        let counted = &pages("count", &index, &[query], &[])[0];
        assert_eq!(counted["counts"]["matches"], matches, "{query}");
        let of = |key: &str| {
            hits.iter()
                .find(|hit| hit["key"] == key)
                .expect("it is a hit")
        };
        assert_eq!(of("joined")["score"], of("plain")["score"], "{query}");
    }
}

#[test]
fn rule_6_wrappers_score_as_their_content_and_filters_not_at_all() {
    let scores = |queries: &[&str]| -> Vec<Vec<(String, String)>> {
        let scored = |page: &Value| {
            let hits = array(&page["hits"]).iter();
            hits.map(|hit| (hit["key"].to_string(), hit["score"].to_string()))
                .collect()
        };
        pages("search", index(), queries, &["--all"])
            .iter()
            .map(scored)
            .collect()
    };
    let queries = [
        "zebra",
        "nocaps(zebra)",
        "atleast1(zebra)",
        "first/10(zebra)",
        "zebra -lion",
        "zebra has:source",
        "zebra words<9",
    ];
    let found = scores(&queries);
    assert_eq!(found[0].len(), 4);
    for (scored, query) in found.iter().zip(queries) {
        assert_eq!(*scored, found[0], "{query}");
    }
    let phrases = scores(&[
        "\"lion tiger\"",
        "nocaps(\"lion tiger\")",
        "lion pre/1 tiger",
        "lion w/1 tiger",
    ]);
    for scored in &phrases {
        assert_eq!(*scored, phrases[0]);
    }
}

#[test]
fn rule_6_the_forms_of_a_word_are_one_word_and_a_boost_lifts_it() {
    // One word with two forms, each in one article: both articles score the same.
    let page = &pages("search", index(), &["horse"], &["--all"])[0];
    let scores: Vec<&Value> = array(&page["hits"])
        .iter()
        .map(|hit| &hit["score"])
        .collect();
    assert_eq!(scores.len(), 2);
    assert_eq!(scores[0], scores[1]);
    come_in_order("horse^9 OR pony", &[], "form forms pony");
    come_in_order("=horse OR pony^9", &[], "pony form");
    come_in_order("=horse^9 OR pony", &[], "form pony");
}

//! `morgue count`: exact numbers, in all and by year, source, …

use serde_json::Value;

use crate::harness::{Folder, on_sample, sample_page};

/// Three short articles; one is of a decade and has no source.
fn three_articles() -> Folder {
    let folder = Folder::new()
        .file(
            "news/a.txt",
            "Title: Flood\nDate: 1953-03-13\nSource: The Weir Gazette\n\n\
             The flood came. A flood and a flood went.\n",
        )
        .file(
            "news/b.txt",
            "Title: Fair\nDate: 1954-05\nSource: Evening Post\n\nNo flood here.\n",
        )
        .file("news/c.txt", "Title: Memories\n\nThere was a flood once.\n");
    folder.run(&["index", "news"]).exits(0);
    folder
}

#[test]
fn the_counts_stand_on_one_line() {
    three_articles()
        .run(&["count", "flood"])
        .exits(0)
        .err_is("")
        .out_is("3 articles, 6 matches, 5 sentences, 2 sources\n");
    three_articles()
        .run(&["count", "once"])
        .out_is("1 article, 1 match, 1 sentence, 0 sources\n");
}

#[test]
fn rows_have_bars_and_what_has_no_key_stands_last() {
    let folder = three_articles().variable("COLUMNS", "60");
    folder
        .run(&["count", "flood", "--by", "year"])
        .exits(0)
        .out_is(
            "\
3 articles, 6 matches, 5 sentences, 2 sources

year     articles  matches  sentences  sources
1953            1        4          3        1  ▇▇▇▇▇▇▇▇▇▇▇▇
1954            1        1          1        1  ▇▇▇▇▇▇▇▇▇▇▇▇
undated         1        1          1        0  ▇▇▇▇▇▇▇▇▇▇▇▇
",
        );
    folder
        .run(&["count", "flood", "--by", "month"])
        .out_has("\n1953-03 ")
        .out_has("\n1954-05 ");
    folder
        .run(&["count", "flood", "--by", "source"])
        .out_has("\nThe Weir Gazette ")
        .out_has("\nno source ");
    folder
        .run(&["count", "flood", "--by", "byline"])
        .out_has("\nno byline ");
    folder
        .run(&["count", "flood", "--by", "section"])
        .out_has("\nno section ");
}

#[test]
fn a_narrow_terminal_has_no_bars() {
    let folder = three_articles().variable("COLUMNS", "40");
    folder
        .run(&["count", "flood", "--by", "year"])
        .out_lacks("▇");
}

#[test]
fn everybody_counts_the_same() {
    for query in [
        "flood",
        "minister w/5 resign!",
        "flood -inquiry",
        "strike w/s union",
    ] {
        let page = on_sample(&["count", query, "--json"]).json();
        assert_eq!(
            page["counts"],
            sample_page(&[query, "--count"])["counts"],
            "{query}"
        );
        let clauses = sample_page(&[query, "--explain"])["explain"].clone();
        assert_eq!(
            clauses[0]["articles"], page["counts"]["articles"],
            "{query}"
        );
    }
}

#[test]
fn the_page_has_all_its_keys() {
    let page = on_sample(&["count", "flood", "--by", "year", "--json"]).json();
    for (key, value) in [
        ("morgue", Value::from(1)),
        ("kind", "count".into()),
        ("by", "year".into()),
    ] {
        assert_eq!(page[key], value);
    }
    assert_eq!(page["reading"], "flood");
    let rows = page["rows"].as_array().expect("rows");
    let articles: u64 = rows.iter().filter_map(|row| row["articles"].as_u64()).sum();
    assert_eq!(page["counts"]["articles"], articles);
    for key in ["key", "articles", "matches", "sentences", "sources"] {
        assert!(rows[0].get(key).is_some(), "{key}");
    }
    let plain = on_sample(&["count", "flood", "--json"]).json();
    assert_eq!(plain["by"], Value::Null);
    assert_eq!(plain["rows"].as_array().map(Vec::len), Some(0));
    let lines = on_sample(&["count", "flood", "--jsonl"]).json_lines();
    assert_eq!(lines[0]["counts"], plain["counts"]);
    assert_eq!(lines[0]["name"], Value::Null);
}

#[test]
fn tables_have_a_row_for_each_key() {
    let folder = three_articles();
    folder
        .run(&["count", "flood", "--by", "year", "--csv"])
        .out_is("key,articles,matches,sentences,sources\n1953,1,4,3,1\n1954,1,1,1,1\n,1,1,1,0\n");
    folder
        .run(&["count", "flood", "--tsv"])
        .out_is("articles\tmatches\tsentences\tsources\n3\t6\t5\t2\n");
}

#[test]
fn nothing_exits_with_1_and_says_why_once() {
    let answer = on_sample(&["count", "flood zeppelin"]);
    answer
        .exits(1)
        .out_is("0 articles, 0 matches, 0 sentences, 0 sources\n")
        .err_has("note: no article has zeppelin\n")
        .err_has(" for flood AND zeppelin\n");
    assert_eq!(answer.err.matches("no article").count(), 1);
    on_sample(&["count", "flood", "--since", "2026-12", "--quiet"])
        .exits(1)
        .err_is("");
}

#[test]
fn a_query_whose_parts_never_meet_says_so() {
    on_sample(&["count", "turkey zebra"])
        .exits(1)
        .err_has("no article has zebra; the nearest spelling is ");
    on_sample(&["count", "pigeons pele"])
        .exits(1)
        .err_has("note: each clause finds articles, but no article satisfies all: pigeons ");
}

#[test]
fn a_refused_query_is_an_error() {
    on_sample(&["count", "a w/0 b"])
        .exits(2)
        .out_is("")
        .err_has("error: ");
    on_sample(&["count"])
        .exits(2)
        .err_has("the query has no word");
    on_sample(&["count", "flood", "--by", "colour"])
        .exits(2)
        .err_has("colour");
}

#[test]
fn each_unknown_field_is_noted() {
    on_sample(&["count", "foo:bar titel:flood foo:baz"])
        .exits(1)
        .err_has("note: foo: is no field")
        .err_has("did you mean title:?");
}

//! Section 9: the closed list of what is refused, with a caret and the rewrite.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{build, pages};
use crate::harness::Folder;

fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        build(
            "refusals",
            &[
                json!({"id": "one", "title": "aa bb", "text": "aa bb cc dd river", "date": "1995-03", "source": "P"}),
                json!({"id": "two", "title": "bb aa", "text": "aa bb ee river", "date": "1996", "source": "Q"}),
                json!({"id": "three", "text": "of no such things", "date": "1997", "source": "R"}),
            ],
        )
    })
}

/// Fails unless each query is refused, with a place in it and a hint, and is then not answered.
#[track_caller]
fn are_refused(queries: &[&str]) {
    let mut wrong = String::new();
    for (query, page) in queries.iter().zip(pages("search", index(), queries, &[])) {
        let at = |end: usize| page["at"][end].as_u64().unwrap_or(u64::MAX) as usize;
        let has_place = at(0) < at(1) && at(1) <= query.chars().count();
        let has_hint = page["hint"].as_str().is_some_and(|hint| !hint.is_empty());
        if page["kind"] != "error" || !has_place || !has_hint {
            writeln!(wrong, "{query}: {page}").expect("a string takes all");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Fails unless each query is answered.
#[track_caller]
fn are_answered(queries: &[&str]) {
    for (query, page) in queries.iter().zip(pages("search", index(), queries, &[])) {
        assert_eq!(page["kind"], "page", "{query}: {page}");
    }
}

#[test]
fn rule_9_and_on_both_sides_of_a_connector_is_refused() {
    are_refused(&[
        "(aa AND bb) w/10 (cc AND dd)",
        "(aa bb) w/10 (cc dd)",
        "(aa AND bb) pre/5 (cc AND dd)",
        "(aa AND bb) w/s (cc AND dd)",
        "(aa AND bb) w/p (cc AND dd)",
        "(aa AND bb) w/seg (cc AND dd)",
        "title:((aa AND bb) w/10 (cc AND dd))",
        "zz OR ((aa AND bb) w/10 (cc AND dd))",
    ]);
    are_answered(&[
        "(aa AND bb) w/10 cc",
        "cc w/10 (aa AND bb)",
        "(aa OR bb) w/10 (cc OR dd)",
    ]);
}

#[test]
fn rule_9_not_inside_a_connector_is_refused() {
    are_refused(&[
        "aa w/10 (NOT bb)",
        "(NOT bb) w/10 aa",
        "aa w/10 (-bb)",
        "aa w/10 (bb OR -cc)",
        "aa w/10 (bb -cc)",
        "aa pre/10 (NOT bb)",
        "aa w/s (NOT bb)",
        "aa w/seg (NOT bb)",
        "aa NOT w/5 (NOT bb)",
    ]);
    let page = &pages("search", index(), &["aa w/10 (NOT bb)"], &[])[0];
    let hint = page["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("aa NOT w/10 bb"), "{hint}");
}

#[test]
fn rule_9_distances_outside_1_to_10000_are_refused() {
    are_refused(&[
        "aa w/0 bb",
        "aa w/10001 bb",
        "aa w/99999999999999999999 bb",
        "aa pre/0 bb",
        "aa pre/10001 bb",
        "aa /0 bb",
        "aa +0 bb",
        "aa near/0 bb",
        "aa near0 bb",
        "aa AROUND(0) bb",
        "aa adj10001 bb",
        "aa NOT w/0 bb",
        "aa NOT w/10001 bb",
        "window/0(aa, bb)",
        "window/10001(aa, bb)",
        "first/0(aa)",
        "first/10001(aa)",
    ]);
    are_answered(&[
        "aa w/1 bb",
        "aa w/10000 bb",
        "aa NOT w/10000 bb",
        "window/10000(aa, bb)",
        "first/10000(aa)",
    ]);
}

#[test]
fn rule_9_and_inside_atleast_window_or_beside_not_within_is_refused() {
    are_refused(&[
        "atleast2(aa AND bb)",
        "atleast2(aa bb)",
        "atleast2((aa bb) OR cc)",
        "window/9(aa AND bb, cc)",
        "window/9(cc, aa bb)",
        "(aa AND bb) NOT w/5 cc",
        "aa NOT w/5 (bb AND cc)",
        "aa NOT pre/5 (bb AND cc)",
        "aa NOT w/s (bb AND cc)",
    ]);
    are_answered(&[
        "atleast2(aa OR bb)",
        "window/9(aa OR bb, cc)",
        "(aa OR bb) NOT w/5 cc",
    ]);
}

#[test]
fn rule_9_not_filters_stars_and_atleast_inside_functions_are_refused() {
    are_refused(&[
        "atleast2(NOT aa)",
        "atleast2(aa OR -bb)",
        "window/5(aa, NOT bb)",
        "first/5(NOT aa)",
        "caps(NOT aa)",
        "allcaps(-aa)",
        "nocaps(aa OR -bb)",
        "quote(NOT aa)",
        "aa w/5 date:1995",
        "aa w/5 words>2",
        "aa w/5 source:paper",
        "aa w/5 has:byline",
        "aa w/5 (bb OR date:1995)",
        "atleast2(date:1995)",
        "atleast2(source:paper)",
        "first/5(words>2)",
        "caps(source:paper)",
        "quote(missing:date)",
        "window/5(aa, date:1995)",
        "aa w/5 *",
        "atleast2(*)",
        "window/5(aa, *)",
        "first/5(*)",
        "caps(*)",
        "quote(*)",
        "aa w/5 atleast2(bb)",
        "atleast2(atleast2(aa))",
        "window/5(aa, atleast2(bb))",
        "first/5(atleast2(aa))",
        "caps(atleast2(aa))",
        "quote(atleast2(aa))",
    ]);
    are_answered(&[
        "title:(NOT aa)",
        "title:(aa -bb)",
        "title:(aa date:1995)",
        "title:(atleast1(aa))",
        "TITLE(aa NOT bb)",
        "caps(title:aa)",
        "first/5(body:aa)",
    ]);
}

#[test]
fn rule_9_a_count_of_0_is_refused() {
    are_refused(&["atleast0(aa)", "atleast0 aa", "bb atleast0(aa)"]);
    are_answered(&["atleast1(aa)"]);
}

#[test]
fn rule_9_two_fields_in_one_connector_are_refused() {
    are_refused(&[
        "title:aa w/5 body:bb",
        "body:aa pre/5 title:bb",
        "title:aa w/s lead:bb",
        "title:aa NOT w/5 body:bb",
    ]);
    are_answered(&[
        "title:aa w/5 title:bb",
        "title:aa w/5 bb",
        "title:(aa w/5 body:bb)",
        "title:aa body:bb",
        "title:aa OR body:bb",
    ]);
}

#[test]
fn rule_9_ambiguous_days_and_unknown_ids_are_refused() {
    are_refused(&[
        "aa date:03/04/1995",
        "date:03/04/1995..2000",
        "date>03/04/1995",
        "before:03/04/1995",
        "date aft 03/04/1995 and atleast1(aa)",
        "id:nosuchid",
        "aa id:nosuchid",
        "like:nosuchid",
        "aa like:nosuchid",
    ]);
    are_answered(&["date:25/12/1995", "date:05/05/1995", "id:one", "like:one"]);
}

#[test]
fn rule_9_more_than_the_limits_is_refused() {
    let words = |number: usize| vec!["aa"; number].join(" ");
    let connectors = |number: usize| format!("aa{}", " w/9 bb".repeat(number));
    let (many, chained) = (words(1_001), connectors(201));
    are_refused(&[&many, &chained]);
    are_answered(&[
        &words(1_000),
        &format!("{}aa{}", "(".repeat(50), ")".repeat(50)),
    ]);
}

#[test]
fn rule_9_each_refusal_exits_with_2_and_points_at_its_place() {
    let cases = [
        (
            "(aa AND bb) w/10 (cc AND dd)",
            "(aa w/10 cc) AND (aa w/10 dd)",
        ),
        ("aa w/10 (NOT bb)", "aa NOT w/10 bb"),
        ("aa w/0 bb", "w/1"),
        ("atleast2(aa AND bb)", "aa OR bb"),
        ("aa w/5 date:1995", "AND date:1995"),
        ("atleast0(aa)", "atleast1"),
        ("title:aa w/5 body:bb", "AND"),
        ("date:03/04/1995", "--date-order"),
        ("id:nosuchid", "id"),
    ];
    let place = index().display().to_string();
    for (query, hint) in cases {
        let answer = Folder::new().run(&["search", "--index", &place, "--", query]);
        answer
            .exits(2)
            .out_is("")
            .err_has("error: ")
            .err_has(&format!("\n  {query}\n  "))
            .err_has("^")
            .err_has("\nhint: ")
            .err_has(hint);
    }
    for command in ["count", "kwic"] {
        let answer = Folder::new().run(&[command, "--index", &place, "--", "aa w/0 bb"]);
        answer.exits(2).out_is("").err_has("^").err_has("\nhint: ");
    }
}

#[test]
fn what_a_note_says_is_an_error_under_strict() {
    let queries = [
        "aa bb OR cc",
        "aa and bb",
        "aa |",
        "aa w/5",
        "\"aa bb",
        "aa?",
        "foo:bar",
        "aa -19",
        "aa | bb",
        "aa bb w/5 cc",
        "aa NOT dd AND cc",
        "us",
    ];
    let kinds = |flags: &[&str]| -> Vec<Value> {
        let pages = pages("search", index(), &queries, flags);
        pages.iter().map(|page| page["kind"].clone()).collect()
    };
    assert_eq!(kinds(&[]), ["page"; 12]);
    assert_eq!(kinds(&["--strict"]), ["error"; 12]);
    let place = index().display().to_string();
    let answer = Folder::new().run(&["search", "--strict", "--index", &place, "aa bb OR cc"]);
    answer.exits(2);
}

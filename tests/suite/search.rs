//! `morgue search`: queries, flags, notes, refusals, exit codes.

use serde_json::Value;

use crate::harness::{on_sample, sample_page};

/// The keys of the records, or the files without one, of all articles that a query finds.
fn found(query: &str) -> Vec<String> {
    let page = sample_page(&[query, "--all"]);
    let hits = page["hits"].as_array().expect("hits").iter();
    hits.map(|hit| hit["file"].as_str().expect("a file").to_owned())
        .collect()
}

#[test]
fn a_found_article_exits_with_0_and_none_with_1() {
    on_sample(&["search", "flood"]).exits(0).err_is("");
    on_sample(&["search", "zeppelin"]).exits(1);
}

#[test]
fn finding_nothing_says_what_was_searched_and_which_word_is_missing() {
    let answer = on_sample(&["search", "flood", "zeppelin"]);
    answer
        .exits(1)
        .out_has("0 articles · relevance · ")
        .err_has("note: no article has zeppelin\nsearched 120 articles of ")
        .err_has(" for flood AND zeppelin\n");
    on_sample(&["search", "zeppelin", "--quiet"])
        .exits(1)
        .err_is("");
}

#[test]
fn the_sample_answers_as_its_readme_says() {
    let page = sample_page(&["flood inquiry -sport"]);
    assert_eq!(page["counts"]["articles"], 17);
    assert_eq!(page["reading"], "flood AND inquiry AND NOT sport");
}

#[test]
fn a_flag_and_its_form_in_the_query_give_one_page() {
    for (flags, form) in [
        (&["--since", "1996"][..], "date>=1996"),
        (&["--until", "1953-03"], "date<=1953-03"),
        (&["--on", "03-13"], "on:03-13"),
        (
            &["--source", "The Weir Gazette"],
            "source:\"The Weir Gazette\"",
        ),
        (
            &[
                "--source",
                "The Weir Gazette",
                "--source",
                "Saltmouth Chronicle",
            ],
            "(source:\"The Weir Gazette\" OR source:\"Saltmouth Chronicle\")",
        ),
        (&["--byline", "Ann Holt"], "byline:\"Ann Holt\""),
        (&["--section", "News"], "section:\"News\""),
        (&["--lang", "en"], "lang:en"),
        (&["--missing", "byline"], "missing:byline"),
        (&["--has", "section"], "has:section"),
    ] {
        let by_flag = sample_page(&[&["flood", "--all"], flags].concat());
        let by_form = sample_page(&[&format!("flood {form}"), "--all"]);
        assert!(
            by_form["hits"]
                .as_array()
                .is_some_and(|hits| !hits.is_empty()),
            "{form}"
        );
        for key in ["counts", "hits", "sort", "index"] {
            assert_eq!(by_flag[key], by_form[key], "{key} of {form}");
        }
    }
}

#[test]
fn filters_alone_find_articles() {
    let page = sample_page(&["--since", "2019", "--sort", "date"]);
    assert!(
        page["counts"]["articles"]
            .as_u64()
            .is_some_and(|count| count > 3)
    );
}

#[test]
fn a_flag_that_cannot_be_read_is_an_error() {
    on_sample(&["search", "flood", "--since", "banana"])
        .exits(2)
        .out_is("")
        .err_has("error: --since: banana is not a date");
    on_sample(&["search", "flood", "--missing", "hat"])
        .exits(2)
        .err_has("error: --missing: there is no field hat");
    on_sample(&["search", "flood", "--today", "1953"])
        .exits(2)
        .err_has("single day");
}

#[test]
fn a_day_is_one_of_a_year_or_of_any_year() {
    let page = sample_page(&["--on", "1953-03-13"]);
    assert_eq!(page["reading"], "date:1953-03-13");
    let page = sample_page(&["--on", "03-13"]);
    assert_eq!(page["reading"], "on:03-13");
    on_sample(&["search", "--on", "02-31"])
        .exits(2)
        .err_has("error: --on: ");
}

#[test]
fn an_ambiguous_date_is_refused_with_a_caret_and_the_rewrite() {
    on_sample(&["search", "flood date:03/04/1953"])
        .exits(2)
        .out_is("")
        .err_has("error: ")
        .err_has("\n  flood date:03/04/1953\n")
        .err_has("^^^^^^^^^^\n")
        .err_has("hint: ");
    on_sample(&["search", "flood date:13/03/1953"]).exits(0);
    on_sample(&["search", "flood date:03/13/1953", "--date-order", "mdy"]).exits(0);
}

#[test]
fn a_query_that_cannot_mean_one_thing_is_refused_with_its_place() {
    on_sample(&["search", "(dam AND gate) w/10 (mayor AND flood)"])
        .exits(2)
        .out_is("")
        .err_has("error: AND stands on both sides of w/10")
        .err_has("\n  (dam AND gate) w/10 (mayor AND flood)\n")
        .err_has("^")
        .err_has("hint: ");
}

#[test]
fn only_the_words_that_are_near_are_marked() {
    let page = sample_page(&["title:fenwick minister w/5 resign!"]);
    let passages = page["hits"][0]["passages"].to_string();
    assert!(passages.contains("\"match\""), "{passages}");
    on_sample(&["search", "bribe! w/s tender"])
        .exits(0)
        .out_has("**");
    on_sample(&["search", "flood w/1 zeppelin"]).exits(1);
}

#[test]
fn a_note_is_told_and_is_an_error_when_strict() {
    let query = "flood dam OR bridge";
    on_sample(&["search", query]).exits(0).err_has("note: ");
    on_sample(&["search", query, "--quiet"]).exits(0).err_is("");
    on_sample(&["search", query, "--strict"])
        .exits(2)
        .out_is("")
        .err_has("error: --strict: OR binds tighter than AND")
        .err_has("\n  flood dam OR bridge\n")
        .err_lacks("note: ");
    assert_eq!(sample_page(&[query])["notes"][0]["code"], "and_or_mix");
    on_sample(&["search", "flood", "--strict"]).exits(0);
    on_sample(&["search", "zeppelin", "--strict"]).exits(1);
}

#[test]
fn relative_dates_count_from_the_day_given() {
    let page = sample_page(&["date:7d", "--today", "1953-03-14", "--all"]);
    assert!(page["hits"].as_array().is_some_and(|hits| hits.len() >= 3));
}

#[test]
fn orders_are_what_their_names_say() {
    let column = |order: &str, key: &str| -> Vec<Value> {
        let page = sample_page(&["flood", "--all", "--sort", order]);
        page["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .map(|hit| hit[key].clone())
            .collect()
    };
    let dates = |order: &str| -> Vec<String> {
        let dates = column(order, "date");
        dates
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let (newest, oldest) = (dates("date"), dates("-date"));
    assert!(newest.first() > newest.last() && oldest.first() < oldest.last());
    let words: Vec<u64> = column("words", "words")
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    assert!(words.is_sorted_by(|a, b| a >= b), "{words:?}");
    let scores: Vec<f64> = column("relevance", "score")
        .iter()
        .filter_map(Value::as_f64)
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let sources: Vec<Value> = column("source", "source");
    let sources: Vec<&str> = sources.iter().filter_map(Value::as_str).collect();
    assert!(sources.is_sorted(), "{sources:?}");
}

#[test]
fn a_page_continues_where_the_one_before_ended() {
    let ids = |arguments: &[&str]| -> Vec<Value> {
        let page = sample_page(arguments);
        page["hits"]
            .as_array()
            .expect("hits")
            .iter()
            .map(|hit| hit["id"].clone())
            .collect()
    };
    let all = ids(&["flood", "--all"]);
    let first = ids(&["flood", "--limit", "4"]);
    let second = ids(&["flood", "--limit", "4", "--offset", "4"]);
    assert_eq!([first, second].concat(), all[..8]);
}

#[test]
fn explaining_shows_the_clauses_and_the_words_they_stand_for() {
    on_sample(&["search", "resign! dam", "--explain"])
        .exits(0)
        .out_has("read as resign* AND dam\n")
        .out_has("resigned ");
    let page = sample_page(&["resign! dam", "--explain"]);
    let clauses = page["explain"].as_array().expect("clauses");
    assert!(
        clauses
            .iter()
            .any(|clause| clause["expansions"].as_array().is_some_and(|w| w.len() > 2))
    );
}

#[test]
fn passages_are_as_many_as_asked_for_at_most() {
    let most = |number: &str| {
        let page = sample_page(&["flood", "--all", "--passages", number]);
        let hits = page["hits"].as_array().expect("hits").clone();
        hits.iter()
            .filter_map(|hit| hit["passages"].as_array().map(Vec::len))
            .max()
    };
    assert_eq!(most("1"), Some(1));
    assert!(most("3") > Some(1));
}

#[test]
fn what_is_put_into_the_sample_on_purpose_is_found() {
    assert_eq!(found("date:unknown"), ["gazette/misc/weir-cake.txt"]);
    assert_eq!(found("date:1894"), ["gazette/1894/to-our-readers.md"]);
    assert_eq!(found("pele -mural").len(), found("Pelé -mural").len());
    assert_eq!(found("\"state of emergency\" date:1953").len(), 4);
}

#[test]
fn pasted_text_is_never_an_error() {
    for text in [
        "it's (not",
        "a - b",
        "E=mc2 + 5",
        "[note",
        "who? what!",
        "“curly quotes” ’tis",
        "\"unclosed",
        "foo:bar",
        "10^6 ~ *",
        "/usr/bin/",
        "OR",
        "NOT",
        "AND AND",
        "don't ask-codex 20.04",
        "東京 -報告",
    ] {
        let answer = on_sample(&["search", "--json", "--", text]);
        assert_eq!(answer.json()["query"], text);
    }
}

#[test]
fn a_query_without_a_word_is_an_error_that_says_so() {
    for text in ["((((", "))", "\\", "'", "😀", "\"\"", "- -"] {
        on_sample(&["search", "--", text])
            .exits(2)
            .out_is("")
            .err_has("the query has no word");
    }
}

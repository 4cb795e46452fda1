//! `morgue show`: an article with where each field came from.

use crate::harness::{on_sample, sample_page};

#[test]
fn an_article_is_shown_with_the_rule_of_each_field() {
    on_sample(&["show", "WG-1996-1121"])
        .exits(0)
        .out_has("The three who died\n")
        .out_has("source     The Weir Gazette (")
        .out_has("date       1996-11-21 (")
        .out_has("byline     Ann Holt, Colin Dacre (")
        .out_has("Arthur Pell, 71, of Dyer’s Row, was a retired dyer and kept pigeons.")
        .err_is("");
}

#[test]
fn a_unique_beginning_of_an_id_is_enough() {
    let page = sample_page(&["turkey", "--limit", "1"]);
    let id = page["hits"][0]["id"].as_str().expect("an id");
    let whole = on_sample(&["show", id]);
    on_sample(&["show", &id[..10]]).exits(0).out_is(&whole.out);
}

#[test]
fn an_id_that_nobody_has_is_an_error() {
    on_sample(&["show", "nobody"])
        .exits(2)
        .out_is("")
        .err_has("error: ")
        .err_has("hint: ");
}

#[test]
fn the_matches_of_a_query_are_marked() {
    let arguments = ["show", "WG-1996-1121", "--query", "pigeons OR birds"];
    on_sample(&arguments)
        .exits(0)
        .out_has("**pigeons**")
        .out_has("**birds**")
        .out_has(" matches\n");
    on_sample(&["show", "WG-1996-1121"]).out_lacks("**");
}

#[test]
fn words_that_are_near_are_marked_as_one_match() {
    let page = sample_page(&["title:fenwick minister w/5 resign!", "--limit", "1"]);
    let id = page["hits"][0]["id"].as_str().expect("an id");
    let query = "minister w/5 resigned";
    on_sample(&["show", id, "--query", query])
        .exits(0)
        .out_has("the **minister** for transport, **resigned**")
        .out_has(" words, 1 match\n");
    let article = on_sample(&["show", id, "--query", query, "--json"]).json();
    let marked = article["paragraphs"].to_string();
    assert_eq!(marked.matches("\"match\":1").count(), 2, "{marked}");
}

#[test]
fn an_article_as_json_carries_its_provenance() {
    let article = on_sample(&["show", "WG-1996-1121", "--json", "--query", "pigeons"]).json();
    assert_eq!(article["kind"], "article");
    assert_eq!(article["query"], "pigeons");
    assert_eq!(article["article"]["key"], "WG-1996-1121");
    assert_eq!(article["article"]["date"]["value"], "1996-11-21");
    assert!(article["article"]["date"]["rule"].is_string());
    assert_eq!(article["copies"].as_array().map(Vec::len), Some(0));
    assert!(
        article["paragraphs"]
            .as_array()
            .is_some_and(|paragraphs| paragraphs.len() == 4)
    );
}

#[test]
fn lines_that_were_cut_off_are_shown_as_such() {
    let page = sample_page(&["file:council-count.txt", "--limit", "1"]);
    let id = page["hits"][0]["id"].as_str().expect("an id");
    on_sample(&["show", id])
        .exits(0)
        .out_has("(no title)")
        .out_has("trimmed (");
}

#[test]
fn an_article_in_two_places_names_both() {
    let page = sample_page(&["title:\"River Bursts Its Banks Again\""]);
    assert_eq!(page["hits"].as_array().map(Vec::len), Some(1));
    assert_eq!(page["hits"][0]["copies"], 1);
    let id = page["hits"][0]["id"].as_str().expect("an id");
    on_sample(&["show", id])
        .exits(0)
        .out_has("gazette/1996/river-bursts-its-banks.txt")
        .out_has("gazette/1997.jsonl:1");
}

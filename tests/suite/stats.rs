//! `morgue stats`: what is in an index.

use crate::harness::on_sample;

#[test]
fn the_sample_is_described() {
    on_sample(&["stats"])
        .exits(0)
        .err_is("")
        .out_has("120 articles, ")
        .out_has("The Weir Gazette\n")
        .out_has("   1950s  ▇")
        .out_has(" undated  ▇");
}

#[test]
fn the_description_as_json_has_its_keys() {
    let stats = on_sample(&["stats", "--json"]).json();
    assert_eq!(stats["kind"], "stats");
    assert_eq!(stats["build"]["articles"], 120);
    for key in [
        "index",
        "id",
        "commit",
        "words",
        "vocabulary",
        "sources",
        "years",
        "languages",
        "parts",
    ] {
        assert!(!stats[key].is_null(), "{key}");
    }
}

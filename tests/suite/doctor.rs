//! `morgue doctor`.

use crate::harness::{Folder, on_sample};

#[test]
fn a_healthy_index_and_the_limits_are_told() {
    on_sample(&["doctor"])
        .exits(0)
        .err_is("")
        .out_has("program     morgue ")
        .out_has("whole, 120 articles")
        .out_has("    65,536  characters of a query\n")
        .out_has("        64  parentheses inside each other\n");
}

#[test]
fn the_limits_told_are_those_that_refuse() {
    let told = on_sample(&["doctor", "--json"]).exits(0).json();
    assert_eq!(told["kind"], "doctor");
    assert_eq!(told["index"]["state"], "well");
    let most = |name: &str| {
        let limits = told["limits"].as_array().expect("limits");
        let limit = limits.iter().find(|limit| limit["name"] == name);
        let most = limit.expect("it is told")["most"].as_u64();
        usize::try_from(most.expect("a number")).expect("it is small")
    };
    let query = |count: usize| vec!["flood"; count].join(" ");
    on_sample(&["search", "--quiet", &query(most("words"))]).exits(0);
    on_sample(&["search", &query(most("words") + 1)]).exits(2);
    let nested = |depth: usize| format!("{}flood{}", "(".repeat(depth), ")".repeat(depth));
    on_sample(&["search", &nested(most("nesting"))]).exits(0);
    on_sample(&["search", &nested(most("nesting") + 1)]).exits(2);
    let near = |reach: usize| format!("flood w/{reach} the");
    on_sample(&["search", &near(most("reach"))]).exits(0);
    on_sample(&["search", &near(most("reach") + 1)]).exits(2);
}

#[test]
fn no_index_is_no_illness_and_a_damaged_one_is() {
    let folder = Folder::with_news();
    folder
        .run(&["doctor"])
        .exits(0)
        .out_has("index       there is no index at ");
    folder.run(&["index", "news"]).exits(0);
    folder.write("index/morgue.json", b"{");
    let answer = folder.run(&["doctor", "--json"]);
    answer
        .exits(2)
        .err_has("hint: build it anew with morgue index DIR --replace");
    assert_eq!(answer.json()["index"]["state"], "unwell");
}

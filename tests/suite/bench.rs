//! `morgue bench`, and answers line by line.

use serde_json::Value;

use crate::harness::{Answer, Folder, on_sample};

/// A short measurement of a few classes.
const SHORT: [&str; 9] = [
    "bench",
    "--classes",
    "rare,phrase,newest,count,kwic",
    "--per-class",
    "2",
    "--warmup",
    "0",
    "--repeats",
    "2",
];

fn short(more: &[&str]) -> Vec<&'static str> {
    let more = more.iter().map(|argument| String::from(*argument).leak());
    SHORT
        .into_iter()
        .chain(more.map(|argument| &*argument))
        .collect()
}

#[test]
fn a_measurement_is_a_table_by_class() {
    on_sample(&short(&[]))
        .exits(0)
        .err_is("")
        .out_has("120 articles (index ")
        .out_has("p99.9")
        .out_has("phrase ")
        .out_has("all ")
        .out_has("passages\n");
}

#[test]
fn a_measurement_as_json_has_its_keys() {
    let bench = on_sample(&short(&["--json"])).json();
    assert_eq!(bench["morgue"], 1);
    assert_eq!(bench["kind"], "bench");
    assert_eq!(bench["index"]["articles"], 120);
    assert_eq!(bench["setting"]["mode"], "warm");
    for key in ["version", "machine", "notes", "all", "classes", "queries"] {
        assert!(!bench[key].is_null(), "{key}");
    }
    assert_eq!(bench["classes"][0]["class"], "rare");
    for key in ["samples", "mean", "p50", "p90", "p95", "p99", "p999", "max"] {
        assert!(bench["all"]["latency"][key].is_u64(), "{key}");
    }
    for key in ["parse", "plan", "match", "fetch", "passages"] {
        assert!(bench["classes"][0]["phases"][key].is_u64(), "{key}");
    }
    let queries = bench["queries"].as_array().expect("a list");
    assert_eq!(queries.len(), 10);
    for query in queries {
        assert_eq!(query["times"].as_array().map(Vec::len), Some(2));
        assert!(query["articles"].as_u64() > Some(0), "{query}");
    }
}

#[test]
fn a_seed_draws_its_queries_again() {
    let queries = |seed: &str| {
        let bench = on_sample(&short(&["--json", "--seed", seed])).json();
        let queries = bench["queries"].as_array().expect("a list").clone();
        queries
            .into_iter()
            .map(|query| query["query"].clone())
            .collect::<Vec<Value>>()
    };
    assert_eq!(queries("3"), queries("3"));
    assert_ne!(queries("3"), queries("4"));
}

#[test]
fn queries_of_a_file_are_rows_by_their_names() {
    Folder::new()
        .on_sample()
        .file(
            "mine.txt",
            "water\tflood\n\nwater\triver\nmayor OR minister\n",
        )
        .run(&[
            "bench",
            "--queries",
            "mine.txt",
            "--repeats",
            "1",
            "--threads",
            "2",
        ])
        .exits(0)
        .out_has("3 queries in 1 round after 1 of warm-up, 2 threads")
        .out_has("water                2")
        .out_has("given                1");
}

#[test]
fn fresh_processes_are_measured_and_what_they_cannot_is_noted() {
    on_sample(&short(&["--fresh"]))
        .exits(0)
        .out_has("a fresh process each")
        .out_has("note: kwic: measured on an open index only")
        .out_lacks("passages");
    on_sample(&[
        "bench",
        "--cold",
        "--classes",
        "rare",
        "--per-class",
        "1",
        "--repeats",
        "1",
    ])
    .exits(0)
    .out_has("a fresh process each");
}

#[test]
fn a_query_that_is_refused_ends_the_measurement() {
    Folder::new()
        .on_sample()
        .file("mine.txt", "(a AND b) w/5 (c AND d)\n")
        .run(&["bench", "--queries", "mine.txt"])
        .exits(2)
        .err_has("AND stands on both sides of w/5");
}

#[test]
fn the_same_queries_are_asked_again_and_compared() {
    let folder = Folder::new().on_sample();
    folder.run(&short(&["--save", "old.json"])).exits(0);
    folder
        .run(&["bench", "--compare", "old.json", "--repeats", "2"])
        .exits(0)
        .out_has("10 queries in 2 rounds")
        .out_has("now / then")
        .out_has("95 of 100");
    let changes = folder
        .run(&["bench", "--compare", "old.json", "--json"])
        .json();
    assert_eq!(changes["changes"][0]["class"], "all");
}

#[test]
fn what_is_not_the_same_work_is_not_compared() {
    let folder = Folder::new().on_sample();
    folder.run(&short(&["--save", "old.json"])).exits(0);
    let refused = |change: fn(&mut Value), why: &str| {
        let mut old: Value = serde_json::from_str(&folder.read("old.json")).expect("it is JSON");
        change(&mut old);
        folder.write("changed.json", old.to_string().as_bytes());
        let answer: Answer = folder.run(&["bench", "--compare", "changed.json", "--repeats", "1"]);
        answer
            .exits(2)
            .out_is("")
            .err_has("these cannot be compared: ")
            .err_has(why);
    };
    refused(
        |old| old["index"]["id"] = "000000".into(),
        "the index was 000000 with 120 articles",
    );
    refused(
        |old| old["queries"][0]["articles"] = 119.into(),
        "the answers differ: ",
    );
    refused(|old| old["setting"]["threads"] = 2.into(), "threads");
    folder
        .run(&[
            "bench",
            "--compare",
            "old.json",
            "--seed",
            "9",
            "--repeats",
            "1",
        ])
        .exits(2)
        .err_has("the queries differ");
}

#[test]
fn each_line_of_stdin_is_answered_by_a_line() {
    let queries = "flood\n(a AND b) w/5 (c AND d)\n\n\"no such phrase here\"\n";
    let answer = Folder::new()
        .on_sample()
        .run_with_input(&["search", "--stdin", "--limit", "2"], queries);
    answer.exits(2).err_is(
        "error: 2 of the queries could not be run, the first on line 2\n\
                 hint: their lines in the answer are of the kind error, and say why\n",
    );
    let lines = answer.json_lines();
    let kinds: Vec<&Value> = lines.iter().map(|line| &line["kind"]).collect();
    assert_eq!(kinds, ["page", "error", "error", "page"]);
    assert_eq!(lines[0]["hits"].as_array().map(Vec::len), Some(2));
    assert_eq!(lines[1]["line"], 2);
    assert_eq!(lines[1]["at"], serde_json::json!([14, 23]));
    assert_eq!(lines[1]["name"], Value::Null);
    assert!(lines[1]["hint"].is_string());
    assert_eq!(lines[3]["counts"]["articles"], 0);
}

#[test]
fn lines_of_stdin_get_the_pages_that_search_prints() {
    let one = on_sample(&["search", "--json", "--sort", "date", "flood"]);
    let many = Folder::new().on_sample();
    many.run_with_input(&["search", "--stdin", "--sort", "date"], "flood\r\nflood\n")
        .exits(0)
        .err_is("")
        .out_is(&format!("{0}{0}", one.out));
    let timed = many.run_with_input(&["search", "--stdin", "--time"], "flood\n");
    assert!(timed.json()["seconds"]["search"].is_f64());
    many.run_with_input(&["search", "--stdin"], "xyzzy\n")
        .exits(1);
    many.run_with_input(&["search", "--stdin"], "")
        .exits(1)
        .out_is("");
}

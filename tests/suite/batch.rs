//! Many queries in one file: `-f` of search, count and kwic.

use serde_json::Value;

use crate::harness::{Folder, on_sample};

const QUERIES: &str = "\
# what the committee asked for
floods\tflood OR dam

both sides\t(dam AND gate) w/10 (mayor AND flood)
zeppelin
fruit\tapple -fruit
";

fn folder() -> Folder {
    Folder::new().on_sample().file("queries.txt", QUERIES)
}

#[test]
fn each_query_is_answered_under_its_name() {
    folder()
        .run(&["count", "-f", "queries.txt"])
        .exits(2)
        .out_is(
            "\
floods  flood OR dam
46 articles, 86 matches, 86 sentences, 4 sources

5  zeppelin
0 articles, 0 matches, 0 sentences, 0 sources

fruit  apple -fruit
7 articles, 19 matches, 18 sentences, 2 sources

",
        );
}

#[test]
fn a_bad_line_is_told_with_its_number_and_the_rest_is_answered() {
    for command in ["search", "count", "kwic"] {
        let answer = folder().run(&[command, "-f", "queries.txt"]);
        answer
            .exits(2)
            .out_has("floods  flood OR dam\n")
            .out_has("fruit  apple -fruit\n")
            .err_has("error: queries.txt:4: AND stands on both sides of w/10")
            .err_has("\n  (dam AND gate) w/10 (mayor AND flood)\n")
            .err_has("hint: ")
            .err_has("note: queries.txt:5: no article has zeppelin\n")
            .err_lacks("searched");
    }
}

#[test]
fn a_batch_as_json_is_one_object() {
    for (command, kind) in [("search", "page"), ("count", "count"), ("kwic", "kwic")] {
        let answer = folder().run(&[command, "-f", "queries.txt", "--json"]);
        answer.exits(2).err_lacks("error");
        let batch = answer.json();
        assert_eq!(
            (&batch["morgue"], &batch["kind"]),
            (&1.into(), &"batch".into())
        );
        let pages = batch["pages"].as_array().expect("pages");
        let column = |key: &str| -> Vec<&Value> { pages.iter().map(|page| &page[key]).collect() };
        assert_eq!(column("kind"), [kind, "error", kind, kind]);
        let names = [
            "floods".into(),
            "both sides".into(),
            Value::Null,
            "fruit".into(),
        ];
        assert_eq!(column("name"), names.iter().collect::<Vec<_>>());
        assert_eq!(column("line"), [2, 4, 5, 6]);
        let bad = &pages[1];
        assert_eq!(bad["morgue"], 1);
        assert!(bad["at"].as_array().is_some_and(|at| at.len() == 2));
        assert!(
            bad["text"]
                .as_str()
                .is_some_and(|text| text.starts_with("AND stands"))
        );
        assert!(bad["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
    }
}

#[test]
fn lines_and_rows_carry_the_name() {
    let lines = folder()
        .run(&["search", "-f", "queries.txt", "--jsonl", "--limit", "1"])
        .json_lines();
    let kinds: Vec<&Value> = lines.iter().map(|line| &line["kind"]).collect();
    assert_eq!(kinds, ["hit", "error", "hit"]);
    assert_eq!(
        (&lines[0]["name"], &lines[0]["line"]),
        (&"floods".into(), &2.into())
    );
    assert_eq!(
        (&lines[1]["name"], &lines[1]["line"]),
        (&"both sides".into(), &4.into())
    );
    folder()
        .run(&["count", "-f", "queries.txt", "--csv"])
        .exits(2)
        .out_is("name,articles,matches,sentences,sources\nfloods,46,86,86,4\n5,0,0,0,0\nfruit,7,19,18,2\n")
        .err_has("error: queries.txt:4: ");
    let rows = folder().run(&["kwic", "-f", "queries.txt", "--tsv"]).out;
    assert!(rows.starts_with("name\tid\tdate\t"));
    assert_eq!(
        rows.lines()
            .filter(|row| row.starts_with("fruit\t"))
            .count(),
        19
    );
    let rows = folder()
        .run(&["search", "-f", "queries.txt", "--csv", "--all"])
        .out;
    assert!(rows.starts_with("name,rank,id,"));
}

#[test]
fn a_page_of_a_batch_is_the_page_of_its_query() {
    let batch = folder()
        .run(&["count", "-f", "queries.txt", "--by", "year", "--json"])
        .json();
    let mut page = batch["pages"][0].clone();
    let alone = on_sample(&["count", "flood OR dam", "--by", "year", "--json"]).json();
    let keys = page.as_object_mut().expect("an object");
    keys.remove("name");
    keys.remove("line");
    assert_eq!(page, alone);
}

#[test]
fn queries_come_from_stdin_too() {
    let folder = Folder::new().on_sample();
    let answer = folder.run_with_input(
        &["count", "-f", "-", "--csv"],
        "a\tflood\r\n\u{feff}dam\n(\n",
    );
    answer
        .exits(2)
        .out_has("a,34,45,45,4\n2,")
        .err_has("error: stdin:3: there is nothing to search for: the query has no word\n");
}

#[test]
fn a_line_that_is_no_text_is_a_bad_one() {
    let folder = Folder::new().on_sample();
    folder.write("queries.txt", b"flood\ncaf\xe9\n");
    folder
        .run(&["count", "-f", "queries.txt", "--csv"])
        .exits(2)
        .out_has("\n1,34,45,45,4\n")
        .err_is(
            "error: queries.txt:2: the line is not UTF-8\n\
             hint: save the file of queries as UTF-8\n",
        );
}

#[test]
fn a_batch_exits_by_what_it_found() {
    for (queries, code) in [
        ("flood\nzeppelin\n", 0),
        ("zeppelin\nzebra crossing\n", 1),
        ("zeppelin\n()\n", 2),
        ("flood\na w/0 b\n", 2),
        ("# none\n\n", 2),
    ] {
        let folder = Folder::new().on_sample();
        for command in ["search", "count", "kwic"] {
            folder
                .run_with_input(&[command, "-f", "-"], queries)
                .exits(code);
        }
    }
    Folder::new()
        .on_sample()
        .run_with_input(&["count", "-f", "-"], "# none\n")
        .err_has("error: there is no query in -\nhint: ");
}

#[test]
fn a_note_is_a_bad_line_when_strict() {
    let folder = Folder::new().on_sample();
    let queries = "a\tflood dam OR bridge\ntitel:flood\nflood\nzeppelin\n";
    let answer = folder.run_with_input(&["count", "-f", "-", "--strict", "--jsonl"], queries);
    let lines = answer.exits(2).json_lines();
    let kinds: Vec<&Value> = lines.iter().map(|line| &line["kind"]).collect();
    assert_eq!(kinds, ["error", "error", "count", "count"]);
    assert_eq!(lines[1]["line"], 2);
    assert!(
        lines[1]["text"]
            .as_str()
            .is_some_and(|text| text.contains("did you mean title:?"))
    );
}

#[test]
fn flags_narrow_every_query_and_a_bad_flag_ends_the_batch() {
    let folder = folder();
    let all = folder.run(&["count", "-f", "queries.txt", "--since", "1990", "--csv"]);
    all.out_lacks("floods,46,");
    folder
        .run(&["count", "-f", "queries.txt", "--since", "banana"])
        .exits(2)
        .out_is("")
        .err_has("error: --since: banana is not a date");
    folder
        .run(&["count", "-f", "nowhere.txt"])
        .exits(2)
        .out_is("")
        .err_has("error: cannot read nowhere.txt\n");
    folder
        .run(&["count", "-f", "queries.txt", "flood"])
        .exits(2)
        .err_has("cannot be used with");
}

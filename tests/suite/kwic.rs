//! `morgue kwic`: every match on a line.

use serde_json::Value;

use crate::harness::{Folder, article, on_sample};

/// The concordance that the sample answers with.
fn sample_lines(arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["kwic", "--json"], arguments].concat();
    let page = on_sample(&arguments).json();
    page["lines"].as_array().expect("lines").clone()
}

fn column(lines: &[Value], key: &str) -> Vec<String> {
    let text = |line: &Value| line[key].as_str().unwrap_or_default().to_owned();
    lines.iter().map(text).collect()
}

/// Two short articles, one of them in letters that take two columns.
fn two_articles() -> Folder {
    let folder = Folder::new()
        .file(
            "news/a.txt",
            "Title: River Rises\nDate: 1953-03-13\nSource: The Weir Gazette\n\n\
             The flood came at night. Nobody had a boat.\n",
        )
        .file(
            "news/b.txt",
            "Title: 川の報告\nDate: 1954\n\n東京都は昨日、洪水についての報告書を公表した。\n",
        );
    folder.run(&["index", "news"]).exits(0);
    folder
}

#[test]
fn a_match_stands_between_its_contexts_before_its_article() {
    let folder = two_articles();
    let id = folder.run(&["kwic", "flood", "--json"]).json()["lines"][0]["id"].clone();
    let id = id.as_str().expect("an id");
    folder
        .run(&["kwic", "flood", "--width", "12"])
        .exits(0)
        .err_is("")
        .out_is(&format!(
            "        The **flood** came at         1953-03-13  {id}  The Weir Gazette\n"
        ));
}

#[test]
fn columns_are_straight_whatever_the_letters() {
    let folder = two_articles().variable("COLUMNS", "100");
    let answer = folder.run(&["kwic", "flood OR 洪水 OR 報告", "--color", "always"]);
    answer.exits(0).out_lacks("**");
    let places: Vec<usize> = answer.out.lines().map(columns_before_match).collect();
    assert_eq!(places.len(), 4);
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    answer.out_has("は昨日、").out_has("no source");
}

/// The columns before the first escape sequence of a line; Han and Kana take two.
fn columns_before_match(line: &str) -> usize {
    let left = line
        .split('\u{1b}')
        .next()
        .expect("a line begins with something");
    let wide = |c: char| if u32::from(c) >= 0x3000 { 2 } else { 1 };
    left.chars().map(wide).sum()
}

#[test]
fn lines_fit_the_terminal_unless_a_width_is_given() {
    for columns in [80, 100, 120] {
        let folder = Folder::new()
            .on_sample()
            .variable("COLUMNS", &columns.to_string());
        let answer = folder.run(&["kwic", "flood OR minister w/2 resign!"]);
        for line in answer.exits(0).out.lines() {
            let width = line.chars().count();
            assert!(width <= columns, "{width} columns of {columns}: {line}");
        }
    }
    let wide = on_sample(&["kwic", "flood", "--width", "200"]);
    assert!(wide.out.lines().any(|line| line.chars().count() > 400));
}

#[test]
fn what_stands_between_two_ends_is_left_out_where_it_does_not_fit() {
    on_sample(&[
        "kwic",
        "minister w/9 resigned",
        "--width",
        "10",
        "--since",
        "2021",
    ])
    .exits(0)
    .out_has("**resigned** … **minister**");
}

#[test]
fn there_are_as_many_lines_as_matches() {
    for query in [
        "flood",
        "minister w/5 resign!",
        "\"state of emergency\" OR curfew",
    ] {
        let counts = on_sample(&["count", query, "--json"]).json()["counts"].clone();
        let lines = on_sample(&["kwic", query]).out.lines().count();
        assert_eq!(counts["matches"], lines, "{query}");
        let page = on_sample(&["kwic", query, "--json"]).json();
        assert_eq!(page["counts"], counts);
        assert_eq!(page["lines"].as_array().map(Vec::len), Some(lines));
    }
}

#[test]
fn the_page_and_its_lines_have_all_their_keys() {
    let page = on_sample(&["kwic", "minister w/5 resigned", "--json"]).json();
    let keys: Vec<&String> = page.as_object().expect("an object").keys().collect();
    for key in [
        "morgue", "kind", "query", "reading", "notes", "index", "counts", "sort", "sample", "seed",
        "lines",
    ] {
        assert!(keys.iter().any(|other| *other == key), "{key}");
    }
    assert_eq!(
        (&page["morgue"], &page["kind"]),
        (&1.into(), &"kwic".into())
    );
    assert_eq!(
        (&page["sample"], &page["seed"]),
        (&Value::Null, &Value::Null)
    );
    let lines = on_sample(&["kwic", "minister w/5 resigned", "--jsonl"]).json_lines();
    assert_eq!(page["lines"].as_array().map(Vec::len), Some(lines.len()));
    let first = &page["lines"][0];
    assert_eq!(lines[0]["kind"], "line");
    assert_eq!(lines[0]["name"], Value::Null);
    for key in [
        "id", "date", "source", "title", "field", "match", "position", "left", "spans", "right",
    ] {
        assert_eq!(lines[0][key], first[key], "{key}");
    }
    let ends = first["spans"].as_array().expect("spans");
    assert_eq!(
        ends.first().expect("a span")["match"],
        ends.last().expect("a span")["match"]
    );
}

#[test]
fn a_table_has_a_column_for_each_part_of_a_line() {
    let csv = on_sample(&["kwic", "minister w/5 resigned", "--csv"]).out;
    let header = "id,date,source,title,field,match,position,left,text,right";
    assert_eq!(csv.lines().next(), Some(header));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    let lines = sample_lines(&["minister w/5 resigned"]);
    assert_eq!(rows.len(), lines.len());
    assert_eq!(rows[0].get(0), lines[0]["id"].as_str());
    assert_eq!(rows[0].get(7), lines[0]["left"].as_str());
    assert_eq!(rows[0].get(8), Some("resigned as minister"));
    on_sample(&["kwic", "minister w/5 resigned", "--csv", "--marks"])
        .out_has("**resigned** as **minister**");
    let tsv = on_sample(&["kwic", "flood", "--tsv"]).out;
    assert_eq!(tsv.lines().next(), Some(header.replace(',', "\t").as_str()));
}

#[test]
fn a_width_is_the_most_characters_on_either_side() {
    for width in [0, 7, 40, 100] {
        for line in sample_lines(&["flood", "--width", &width.to_string()]) {
            for side in ["left", "right"] {
                let side = line[side].as_str().expect("a context");
                assert!(side.chars().count() <= width, "{side}");
            }
        }
    }
    let usual = sample_lines(&["flood"]);
    assert_eq!(usual, sample_lines(&["flood", "--width", "40"]));
}

#[test]
fn a_script_without_spaces_has_contexts_too() {
    let line = two_articles()
        .run(&["kwic", "洪水", "--width", "4", "--json"])
        .json()["lines"][0]
        .clone();
    assert_eq!(line["left"], "は昨日、");
    assert_eq!(line["right"], "について");
}

#[test]
fn lines_come_in_the_order_asked_for() {
    let newest = column(&sample_lines(&["flood"]), "date");
    let newest: Vec<&String> = newest.iter().filter(|date| !date.is_empty()).collect();
    assert!(newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
    let oldest = column(&sample_lines(&["flood", "--sort", "-date"]), "date");
    assert!(oldest.first() < oldest.last());
    let sources = column(
        &sample_lines(&["flood", "--sort", "source", "--has", "source"]),
        "source",
    );
    assert!(sources.is_sorted(), "{sources:?}");
    let first_word = |text: &String| {
        let word = text
            .split(|c: char| !(c.is_alphanumeric() || c == '’'))
            .find(|word| !word.is_empty());
        word.unwrap_or_default().to_lowercase()
    };
    let right = column(&sample_lines(&["flood", "--sort", "right"]), "right");
    assert!(right.is_sorted_by_key(first_word), "{right:?}");
    let last_word = |text: &String| {
        let word = text
            .rsplit(|c: char| !(c.is_alphanumeric() || c == '’'))
            .find(|word| !word.is_empty());
        word.unwrap_or_default().to_lowercase()
    };
    let left = column(&sample_lines(&["flood", "--sort", "left"]), "left");
    assert!(left.is_sorted_by_key(last_word), "{left:?}");
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let drawn = |seed: &str| on_sample(&["kwic", "flood", "--sample", "5", "--seed", seed]).out;
    let first = drawn("1");
    assert_eq!(first.lines().count(), 5);
    assert_eq!(first, drawn("1"));
    assert_eq!(first, on_sample(&["kwic", "flood", "--sample", "5"]).out);
    assert_ne!(first, drawn("2"));
    let all = on_sample(&["kwic", "flood"]).out;
    assert!(first.lines().all(|line| all.contains(line)));
    let page = on_sample(&["kwic", "flood", "--sample", "5", "--seed", "2", "--json"]).json();
    assert_eq!((&page["sample"], &page["seed"]), (&5.into(), &2.into()));
    on_sample(&["kwic", "flood", "--seed", "2"])
        .exits(2)
        .err_has("--sample");
}

#[test]
fn no_line_exits_with_1_and_says_why() {
    on_sample(&["kwic", "flood w/2 zeppelin"])
        .exits(1)
        .out_is("")
        .err_has("note: no article has zeppelin\nsearched 120 articles of ")
        .err_has(" for flood w/2 zeppelin\n");
    on_sample(&["kwic", "date:1953"])
        .exits(1)
        .out_is("")
        .err_is("note: 6 articles, but filters and negations alone have no match to show\n");
    on_sample(&["kwic", "zeppelin", "--quiet"])
        .exits(1)
        .err_is("");
    on_sample(&["kwic", "zeppelin", "--csv"])
        .exits(1)
        .out_is("id,date,source,title,field,match,position,left,text,right\n");
}

#[test]
fn a_reader_that_has_seen_enough_ends_it() {
    let folder = Folder::new().on_sample();
    for format in ["", "--jsonl", "--csv", "--sort left"] {
        let answer = folder.shell(&format!("morgue kwic the {format} | head -n 2"));
        answer.exits(0).err_is("");
        assert_eq!(answer.out.lines().count(), 2);
    }
}

#[test]
fn the_clauses_stand_before_the_lines() {
    on_sample(&["kwic", "minister w/5 resign!", "--explain"])
        .exits(0)
        .out_has("read as minister w/5 resign*\n")
        .out_has("    resign*: 16 articles, 38 matches (resigned 11, ");
    let page = on_sample(&["kwic", "minister w/5 resign!", "--explain", "--json"]).json();
    assert_eq!(page["explain"][0]["reading"], "minister w/5 resign*");
}

#[test]
fn controls_in_a_context_do_nothing() {
    let text = "The flood \u{1b}[2J came \u{9b}31m at night. \u{202e}";
    let folder = Folder::new().file("news/a.txt", &article("\u{1b}]0;x\u{7} flood", text));
    folder.run(&["index", "news"]).exits(0);
    for format in ["", "--json"] {
        let arguments = ["kwic", "flood", format];
        let arguments: Vec<&str> = arguments
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let answer = folder.run(&arguments);
        answer.exits(0);
        let live = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(answer.out.chars().find(live), None, "{:?}", answer.out);
    }
}

#[test]
fn a_word_that_looks_like_a_flag_says_what_to_type() {
    on_sample(&["kwic", "apple", "-fruit"])
        .exits(2)
        .out_is("")
        .err_has("error: -fruit looks like a flag, and kwic has no such flag\n")
        .err_has("morgue kwic 'apple -fruit'\n");
}

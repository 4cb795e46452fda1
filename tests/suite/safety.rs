//! Nothing from outside does anything to a terminal.

use std::path::Path;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof};
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::harness::{Answer, Folder};

const TITLE: &str = "Red \u{1b}[31mAlert\u{1b}]0;owned\u{7} \u{202e}txt.exe";

fn hostile() -> Folder {
    let article = format!(
        "{{\"title\":{},\"text\":{},\"source\":{}}}\n",
        serde_json::json!(TITLE),
        serde_json::json!("The flood \u{9b}2J came \u{1b}[2J at night.\u{2066}"),
        serde_json::json!("Evil\u{1b}[5m Times"),
    );
    let folder = Folder::new().file("news/a.jsonl", &(article + "{\n"));
    #[cfg(unix)]
    let folder = folder
        .file(
            "news/b\u{1b}[31m.txt",
            "Title: Second flood\nSource: X\n\nThe flood again.\n",
        )
        .file("news/c\u{1b}[31m.json", "{");
    folder
}

#[track_caller]
fn is_inert(answer: &Answer) {
    for text in [&answer.out, &answer.err] {
        assert_eq!(obeyed(&without_own_sequences(text)), None, "{text:?}");
    }
}

/// The first character that a terminal obeys or that nobody sees.
fn obeyed(text: &str) -> Option<char> {
    let mut before = 'x';
    text.chars().find(|&c| {
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && !before.is_ascii();
        before = c;
        let live = (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
        live && !joins
    })
}

/// A text without the escape sequences that are the program's own: styles, and links to files.
fn without_own_sequences(text: &str) -> String {
    let own = regex::Regex::new(r"\x1b\[(\d+(;\d+)*)?m|\x1b\]8;;(file:///[\x21-\x7e]*)?\x1b\\");
    let own = own.expect("it is a regular expression");
    own.replace_all(text, "").into_owned()
}

#[test]
fn archives_cannot_reach_the_terminal() {
    let folder = hostile();
    is_inert(folder.run(&["index", "news"]).exits(0));
    let found = folder.run(&["search", "flood"]);
    is_inert(found.exits(0).out_has("[31mAlert"));
    is_inert(folder.run(&["search", "flood", "--explain"]).exits(0));
    for format in ["--color=never", "--json"] {
        is_inert(folder.run(&["kwic", "flood", format]).exits(0));
    }
    let counts = folder.run(&["count", "flood", "--by", "source"]);
    is_inert(counts.exits(0).out_has("Times"));
    is_inert(&folder.run_with_input(
        &["count", "-f", "-"],
        "a\u{1b}[31m\tflood\u{1b}[2J\n\u{9b}(\n",
    ));
    is_inert(folder.run(&["stats"]).exits(0).out_has("Times"));
    let page = folder.run(&["search", "flood", "--json"]);
    is_inert(page.exits(0));
    for hit in page.json()["hits"].as_array().expect("hits") {
        let id = hit["id"].as_str().expect("an id");
        is_inert(folder.run(&["show", id]).exits(0));
        is_inert(folder.run(&["show", id, "--json"]).exits(0));
    }
}

#[cfg(unix)]
#[test]
fn json_keeps_a_file_name_as_it_was() {
    let folder = hostile();
    folder.run(&["index", "news"]).exits(0);
    let page = folder.run(&["search", "second", "--json"]).json();
    assert_eq!(page["hits"][0]["file"], "b\u{1b}[31m.txt");
}

#[test]
fn queries_and_paths_cannot_reach_the_terminal() {
    let folder = hostile();
    folder.run(&["index", "news"]).exits(0);
    is_inert(
        folder
            .run(&["search", "zebra\u{1b}[2J zeppelin \u{202e}"])
            .exits(1),
    );
    is_inert(
        folder
            .run(&["search", "\u{1b}[2J date:03/04/1995"])
            .exits(2),
    );
    is_inert(folder.run(&["show", "\u{1b}[2J"]).exits(2));
    is_inert(folder.run(&["index", "no\u{1b}[2Jwhere"]).exits(2));
    is_inert(
        folder
            .run(&["search", "flood", "--index", "no\u{1b}[2Jwhere"])
            .exits(2),
    );
    for command in ["check", "doctor", "stats"] {
        is_inert(&folder.run(&[command, "--index", "no\u{1b}[2Jwhere"]));
    }
    is_inert(folder.run(&["backup", "to\u{1b}[2J\u{202e}"]).exits(0));
    is_inert(
        folder
            .run(&["restore", "no\u{1b}[2J", "--replace"])
            .exits(2),
    );
    is_inert(folder.run(&["help", "\u{1b}[2J"]).exits(2));
    is_inert(
        folder
            .run(&["search", "flood", "--since", "\u{1b}[2J"])
            .exits(2),
    );
    is_inert(folder.run(&["search", "flood", "--\u{1b}[2J"]).exits(2));
    is_inert(
        folder
            .run(&["search", "flood", "--sort", "\u{1b}[2J"])
            .exits(2),
    );
}

/// Pieces that do something to one terminal or another.
const PIECES: [&str; 40] = [
    "flood",
    "inquiry",
    " ",
    " ",
    "é",
    "東京",
    "א",
    "ن",
    "👩",
    "\0",
    "\u{7}",
    "\u{8}",
    "\t",
    "\n",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\n",
    "\u{1b}",
    "\u{1b}[2J",
    "\u{1b}[31m",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]8;;http://evil.example\u{1b}\\",
    "\u{1b}P$q\u{1b}\\",
    "\u{7f}",
    "\u{85}",
    "\u{9b}5m",
    "\u{9d}0;x\u{9c}",
    "\u{200b}",
    "\u{200d}",
    "\u{200e}",
    "\u{61c}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{2060}",
    "\u{feff}",
    "\u{fff9}",
    "\u{e0041}",
    "=cmd|'/c calc'!A1",
];

fn hostile_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

/// An article whose every field is hostile, in the words of JSON archives.
fn hostile_article() -> impl Strategy<Value = serde_json::Value> {
    prop::collection::vec(hostile_text(), 14).prop_map(|texts| {
        let text = |field: usize| &texts[field];
        json!({
            "id": text(0), "title": text(1), "deck": text(2), "source": text(3), "author": text(4),
            "section": text(5), "page": text(6), "edition": text(7), "dateline": text(8),
            "url": format!("http://a.example/{}", text(9)), "tags": [text(10), text(11)],
            "language": text(12), "date": "1953-03-13",
            "text": format!("{} the flood came. {}\n\n{}", text(13), text(0), text(1)),
        })
    })
}

#[cfg(unix)]
fn hostile_file(folder: &Path, name: &str, text: &str) {
    let name: String = name
        .chars()
        .filter(|c| !matches!(c, '/' | '\0'))
        .take(40)
        .collect();
    // A system that refuses the name makes the case weaker and not wrong.
    let _ = std::fs::write(folder.join(format!("n{name}")), text);
}

#[cfg(unix)]
#[test]
fn whatever_articles_and_queries_hold_stays_text() {
    let archives = (prop::collection::vec(hostile_article(), 6), hostile_text());
    let mut runner = TestRunner::new(ProptestConfig::with_cases(4));
    let ran = runner.run(&archives, |(articles, query)| {
        let folder = Folder::new().variable("FORCE_HYPERLINK", "1");
        let lines: Vec<String> = articles.iter().map(ToString::to_string).collect();
        folder.write("news/all.jsonl", lines.join("\n").as_bytes());
        for article in &articles {
            let title = article["title"].as_str().expect("it is a text");
            let labelled = format!("Title: {title}\nSource: {title}\n\nThe flood. {title}\n");
            hostile_file(&folder.path().join("news"), title, &labelled);
            hostile_file(&folder.path().join("news"), &format!("{title}.json"), "{");
        }
        ask_everything(&folder, &query);
        Ok(())
    });
    ran.expect("nothing is obeyed");
}

/// Runs every command in every format.
fn ask_everything(folder: &Folder, query: &str) {
    let query: String = query.chars().filter(|c| *c != '\0').collect();
    is_inert(
        folder
            .run(&["index", "news", "--rejects", "rejects.jsonl"])
            .exits(0),
    );
    assert_eq!(obeyed(&folder.read("rejects.jsonl")), None);
    is_inert(&folder.run(&["index", "news", "--json"]));
    for color in ["--color=always", "--color=never"] {
        for command in [
            &["search", "flood"][..],
            &["search", "flood", "--explain"],
            &["kwic", "flood"],
            &["count", "flood", "--by", "source"],
            &["count", "flood", "--by", "byline"],
            &["count", "flood", "--by", "section"],
            &["stats"],
            &["doctor"],
            &["check"],
            &["remove", "flood"],
            &["merge", "merged", "index", "--replace"],
            &["search", "--", &query],
            &["count", "--", &query],
        ] {
            is_inert(&folder.run(&[&[command[0], color], &command[1..]].concat()));
        }
    }
    for format in ["--json", "--jsonl", "--csv", "--tsv"] {
        is_inert(folder.run(&["search", "flood", format]).exits(0));
        is_inert(folder.run(&["kwic", "flood", format]).exits(0));
        is_inert(
            folder
                .run(&["count", "flood", "--by", "source", format])
                .exits(0),
        );
    }
    is_inert(&folder.run_with_input(
        &["search", "-f", "-", "--csv"],
        &format!("{query}\tflood\n{query}\n"),
    ));
    is_inert(folder.run(&["stats", "--json"]).exits(0));
    for hit in folder
        .run(&["search", "flood", "--jsonl", "--all"])
        .json_lines()
    {
        let id = hit["id"].as_str().expect("an id");
        is_inert(
            folder
                .run(&["show", id, "--color=always", "--query", "flood"])
                .exits(0),
        );
        is_inert(folder.run(&["show", id, "--json"]).exits(0));
    }
}

#[test]
fn json_holds_the_query_as_it_was() {
    let folder = hostile();
    folder.run(&["index", "news"]).exits(0);
    let query = "flood OR k\u{1b}[2J\u{202e}\u{200b}\u{9b}1";
    let page = folder.run(&["search", query, "--json"]);
    assert_eq!(page.json()["query"], query);
}

#[test]
fn csv_safe_keeps_spreadsheets_from_running_a_cell() {
    let title = "=HYPERLINK(\"http://evil.example\")";
    let article = json!({"title": title, "source": "+1", "text": "@flood -1"}).to_string();
    let folder = Folder::new().file("news/a.jsonl", &article);
    folder.run(&["index", "news"]).exits(0);
    for (flag, separator) in [("--csv", b','), ("--tsv", b'\t')] {
        let cells = |arguments: &[&str]| -> Vec<String> {
            let out = folder.run(arguments).out;
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .from_reader(out.as_bytes());
            let row = reader.records().next().expect("a row").expect("a table");
            row.iter().map(str::to_owned).collect()
        };
        let open = cells(&["search", "flood", flag]);
        assert!(open.iter().any(|cell| cell == title));
        let safe = cells(&["search", "flood", flag, "--csv-safe"]);
        assert!(safe.iter().any(|cell| *cell == format!("'{title}")));
        assert!(safe.iter().any(|cell| cell == "'+1"));
        let begins = |cell: &String| cell.starts_with(['=', '+', '-', '@']);
        assert!(!safe.iter().any(begins), "{safe:?}");
    }
}

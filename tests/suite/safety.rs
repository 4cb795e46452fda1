//! Nothing from outside does anything to a terminal.

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
        let live = |c: &char| {
            (c.is_control() && *c != '\n')
                || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(text.chars().find(live), None, "{text:?}");
    }
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

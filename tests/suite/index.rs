//! `morgue index` and where an index lies.

use crate::harness::{Folder, article, sample};

#[test]
fn a_build_says_what_is_in_and_what_is_not() {
    let folder = Folder::new();
    let archive = sample().display().to_string();
    folder
        .run(&["index", &archive])
        .exits(0)
        .out_has("120 articles in the index, from ")
        .out_has("rejected    ")
        .out_has("copies      1\n")
        .err_has("netherby-post/archive.jsonl:5: ")
        .err_has("gazette/misc/empty.txt: ");
}

#[test]
fn the_summary_as_json_has_its_keys() {
    let summary = Folder::with_news().run(&["index", "news", "--json"]).json();
    let keys: Vec<&str> = summary
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    for key in [
        "morgue",
        "kind",
        "archive",
        "files",
        "bytes",
        "articles",
        "copies",
        "formats",
        "bad",
        "skipped",
        "gaps",
        "missing",
        "seconds",
        "index_bytes",
    ] {
        assert!(keys.contains(&key), "{key} is not among {keys:?}");
    }
    assert_eq!(summary["kind"], "summary");
    assert_eq!(summary["articles"], 2);
}

#[test]
fn a_bad_record_is_named_and_the_rest_is_indexed() {
    let folder = Folder::with_news().file("news/bad.json", "{\"title\": ");
    let answer = folder.run(&["index", "news"]);
    answer
        .exits(0)
        .out_has("2 articles in the index")
        .err_has("bad.json");
    folder.run(&["search", "flood"]).exits(0);
}

#[test]
fn strict_fails_when_a_record_was_rejected() {
    let folder = Folder::with_news().file("news/bad.json", "{\"title\": ");
    folder
        .run(&["index", "news", "--strict"])
        .exits(2)
        .err_has("error: --strict: 1 record rejected\n")
        .err_has("hint: list them with morgue index news --rejects FILE\n");
    Folder::with_news()
        .run(&["index", "news", "--strict"])
        .exits(0);
}

#[test]
fn rejected_records_are_kept_as_json_lines() {
    let folder = Folder::with_news().file("news/bad.json", "{\"title\": ");
    folder
        .run(&["index", "news", "--rejects", "bad.jsonl", "--quiet"])
        .exits(0)
        .err_is("");
    let reject: serde_json::Value =
        serde_json::from_str(&folder.read("bad.jsonl")).expect("one line of JSON");
    assert_eq!(reject["file"], "bad.json");
    assert!(reject["code"].is_string() && reject["reason"].is_string());
    assert!(reject["record"].is_null() || reject["record"].is_u64());
}

#[test]
fn only_the_first_twenty_rejected_records_are_told() {
    let mut folder = Folder::with_news();
    for number in 0..25 {
        folder = folder.file(&format!("news/bad{number:02}.json"), "{");
    }
    let answer = folder.run(&["index", "news"]);
    answer
        .exits(0)
        .err_has("and 5 more rejected records: see them all with --rejects FILE\n");
    assert_eq!(
        answer.err.matches(".json: ").count() + answer.err.matches(".json:1: ").count(),
        20
    );
}

#[test]
fn the_file_of_rejects_is_made_before_the_work() {
    let folder = Folder::with_news();
    folder
        .run(&["index", "news", "--rejects", "nowhere/bad.jsonl"])
        .exits(2)
        .err_has("error: cannot write --rejects nowhere/bad.jsonl\n");
    folder
        .run(&["search", "flood"])
        .exits(2)
        .err_has("there is no index at");
}

#[test]
fn a_mistyped_archive_is_an_error() {
    Folder::new()
        .run(&["index", "nwes"])
        .exits(2)
        .out_is("")
        .err_has("error: no such file or folder: nwes\nhint: ");
}

#[test]
fn an_empty_archive_is_an_error() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("news")).expect("a folder can be made");
    folder
        .run(&["index", "news"])
        .exits(2)
        .err_has("holds no files");
}

#[test]
fn an_archive_of_bad_records_only_is_an_error() {
    let folder = Folder::new()
        .file("news/a.json", "{")
        .file("news/b.txt", "");
    folder.run(&["index", "news"]).exits(2).err_has("error: ");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_not_passed_over_in_silence() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_news().file("news/closed/a.txt", &article("A", "Text."));
    let closed = folder.path().join("news/closed");
    let mode = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode));
    mode(0).expect("the folder is ours");
    let enforced = std::fs::read_dir(&closed).is_err();
    let answer = folder.run(&["index", "news"]);
    mode(0o755).expect("the folder is ours");
    if enforced {
        answer.err_has("closed");
    }
}

#[test]
fn json_lines_come_from_stdin() {
    let folder = Folder::new();
    let lines = "{\"title\":\"River Rises\",\"text\":\"The flood came at night.\"}\nnot json\n";
    folder
        .run_with_input(&["index", "-"], lines)
        .exits(0)
        .out_has("1 article in the index")
        .err_has(":2: ");
    folder
        .run(&["search", "flood"])
        .exits(0)
        .out_has("River Rises");
}

#[test]
fn the_nearest_index_upwards_is_used() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder
        .shell("cd news && morgue search flood")
        .exits(0)
        .out_has("River Rises");
}

#[test]
fn the_flag_goes_before_the_variable() {
    let folder = Folder::with_news();
    folder.run(&["index", "news", "--index", "here"]).exits(0);
    let folder = folder.variable("MORGUE_INDEX", "nowhere");
    folder
        .run(&["search", "flood"])
        .exits(2)
        .err_has("there is no index at nowhere");
    folder.run(&["search", "flood", "--index", "here"]).exits(0);
}

#[test]
fn without_an_index_the_error_says_how_to_build_one() {
    for command in [&["search", "flood"][..], &["show", "k3v9"], &["stats"]] {
        Folder::new()
            .run(command)
            .exits(2)
            .out_is("")
            .err_has("error: there is no index at ")
            .err_has("hint: build it with morgue index DIR");
    }
}

#[test]
fn the_index_of_another_archive_is_not_overwritten() {
    let folder = Folder::with_news().file("other/a.txt", &article("Tram", "The last tram."));
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["index", "other"])
        .exits(2)
        .err_has("hint: to keep both: morgue index ")
        .err_has("hint: to replace it: morgue index ");
    folder.run(&["search", "flood"]).exits(0);
    folder
        .run(&["search", "flood", "--in", "other"])
        .exits(2)
        .err_has("hint: ");
    folder.run(&["index", "other", "--replace"]).exits(0);
    folder.run(&["search", "flood"]).exits(1);
    folder.run(&["search", "tram"]).exits(0);
}

#[test]
fn a_search_in_an_archive_makes_its_index_and_keeps_it_up_to_date() {
    let folder = Folder::with_news();
    let search = ["search", "flood", "--in", "news"];
    folder
        .run(&search)
        .exits(0)
        .err_has("indexed 2 articles of ");
    folder.run(&search).exits(0).err_is("");
    folder.write(
        "news/second.txt",
        article("Second Flood", "Again a flood.").as_bytes(),
    );
    let answer = folder.run(&search);
    answer
        .exits(0)
        .err_has("indexed 3 articles of ")
        .out_has("Second **Flood**");
}

#[test]
fn an_index_that_is_damaged_is_not_called_missing() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    for file in files(&folder.path().join("index")) {
        std::fs::write(file, b"x").expect("files can be written");
    }
    folder
        .run(&["search", "flood"])
        .exits(2)
        .err_has("error: ")
        .err_has("hint: ")
        .err_lacks("there is no index");
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

#[test]
fn letters_that_were_encoded_twice_are_repaired_and_told() {
    let records = ["One", "Two", "Three"].map(|title| {
        let letters = if title == "Two" {
            "couldn\u{e2}\u{20ac}\u{2122}t"
        } else {
            "couldn\u{2019}t"
        };
        format!(r#"{{"title": "{title}", "text": "The ferry of {title} {letters} leave."}}"#) + "\n"
    });
    let folder = Folder::new().file("news/a.jsonl", &records.concat());
    let indexed = folder.run(&["index", "news"]);
    indexed
        .exits(0)
        .out_has("gaps        encoding repaired 1\n");
    let page = folder.run(&["search", "=couldn't", "--json"]).json();
    assert_eq!(page["counts"]["articles"], 3);
    let told = |title: &str| {
        let hits = page["hits"].as_array().expect("there are hits");
        let hit = hits.iter().find(|hit| hit["title"] == title);
        let id = hit.expect("it is found")["id"]
            .as_str()
            .expect("it has an id");
        let shown = folder.run(&["show", id]).out.clone();
        shown.contains("letters that were encoded twice are read as they were")
    };
    assert_eq!(["One", "Two", "Three"].map(told), [false, true, false]);
}

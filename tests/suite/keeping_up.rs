//! `morgue index` said again: what changed, what vanished, what was removed on purpose.

use std::process::{Command, Stdio};

use crate::harness::{Folder, article};

fn manifest(folder: &Folder) -> String {
    folder.read("index/morgue.json")
}

#[test]
fn a_second_run_over_the_same_archive_commits_nothing() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let before = manifest(&folder);
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("2 articles in the index")
        .out_has("files       2 unchanged\n");
    assert_eq!(before, manifest(&folder));
}

#[test]
fn what_a_removed_article_held_is_counted_out_its_pairs_of_common_words_too() {
    // So many that a segment is kept for a single removal.
    let folder = (0..60).fold(Folder::new(), |folder, n| {
        let body = format!("The end of the line {n}.");
        folder.file(&format!("news/{n:02}.txt"), &article("Last Tram", &body))
    });
    folder.run(&["index", "news"]).exits(0);
    folder.shell("rm news/07.txt");
    folder.run(&["index", "news", "--prune"]).exits(0);
    folder.run(&["check", "--quiet"]).exits(0);
    folder
        .run(&["count", "\"of the\""])
        .exits(0)
        .out_has("59 articles");
}

#[test]
fn a_run_says_what_was_added_changed_moved_and_removed() {
    let folder = Folder::with_news()
        .file("news/fire.txt", &article("Mill Fire", "The mill burned."))
        .file("news/tram.txt", &article("Last Tram", "The last tram ran."));
    folder.run(&["index", "news"]).exits(0);
    folder.write("news/fair.txt", article("Pear Fair", "Pears.").as_bytes());
    folder.write("news/snow.txt", article("Snow", "It snowed.").as_bytes());
    folder.shell("mkdir news/old && mv news/fire.txt news/old/fire.txt && rm news/tram.txt");
    let dry = folder.run(&["index", "news", "--dry-run"]);
    dry.exits(0).out_is(
        "added       snow.txt\n\
         changed     fair.txt\n\
         vanished    tram.txt\n\
         moved       fire.txt → old/fire.txt\n\
         files: 1 added, 1 changed, 1 moved, 1 vanished, 1 unchanged; nothing was written\n",
    );
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("5 articles in the index")
        .out_has("files       1 added, 1 changed, 1 moved, 1 vanished, 1 unchanged\n")
        .out_has("vanished    1 file is gone, the articles are kept; index --prune removes them\n");
    folder.run(&["search", "apples"]).exits(1);
    folder.run(&["search", "pears"]).exits(0);
    folder.run(&["search", "tram"]).exits(0);
    folder
        .run(&["search", "burned"])
        .exits(0)
        .out_has("old/fire.txt");
    folder
        .run(&["stats"])
        .exits(0)
        .out_has("vanished    1 file");
    folder
        .run(&["index", "news", "--prune"])
        .exits(0)
        .out_has("4 articles in the index")
        .out_has("files       1 removed, 4 unchanged\n");
    folder.run(&["search", "tram"]).exits(1);
    folder.run(&["stats"]).exits(0).out_lacks("vanished");
}

#[test]
fn a_dry_run_makes_no_index() {
    let folder = Folder::with_news();
    let preview = folder.run(&["index", "news", "--dry-run", "--json"]).json();
    assert_eq!(preview["kind"], "preview");
    assert_eq!(preview["difference"]["added"], 2);
    assert_eq!(
        preview["added"],
        serde_json::json!(["fair.txt", "flood.txt"])
    );
    assert!(!folder.path().join("index").exists());
    folder
        .run_with_input(&["index", "-", "--dry-run"], "")
        .exits(2)
        .err_has("hint: ");
}

#[test]
fn a_file_with_new_times_that_holds_the_same_is_unchanged() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.shell("touch -d 2001-02-03 news/flood.txt").exits(0);
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("files       2 unchanged\n");
}

#[test]
fn a_change_that_keeps_size_and_time_is_found() {
    let folder = Folder::with_news();
    folder.shell("touch -d 2001-02-03 news/flood.txt").exits(0);
    folder.run(&["index", "news"]).exits(0);
    folder.shell("sed -i s/night/ninth/ news/flood.txt && touch -d 2001-02-03 news/flood.txt");
    folder
        .run(&["index", "news", "--verify"])
        .exits(0)
        .out_has("1 changed");
    folder.run(&["search", "ninth"]).exits(0);
    folder.shell("sed -i s/ninth/tenth/ news/flood.txt && touch -d 2001-02-03 news/flood.txt");
    folder.run(&["index", "news"]).exits(0).out_has("1 changed");
    folder.run(&["search", "ninth"]).exits(1);
}

#[test]
fn rejects_of_unchanged_files_stay_counted_and_listed() {
    let folder = Folder::with_news().file("news/bad.json", "{\"title\": ");
    folder.run(&["index", "news"]).exits(0);
    folder.write("news/new.txt", article("New", "New.").as_bytes());
    folder
        .run(&["index", "news", "--rejects", "bad.jsonl"])
        .exits(0)
        .out_has("rejected    ")
        .err_lacks("bad.json");
    assert!(folder.read("bad.jsonl").contains("\"file\":\"bad.json\""));
    folder.run(&["index", "news", "--strict"]).exits(2);
    folder.run(&["stats"]).exits(0).out_has("rejected    ");
}

#[cfg(unix)]
#[test]
fn files_below_a_folder_that_cannot_be_listed_are_not_pruned() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_news().file("news/closed/a.txt", &article("Tram", "The tram."));
    folder.run(&["index", "news"]).exits(0);
    let closed = folder.path().join("news/closed");
    let mode = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode));
    mode(0).expect("the folder is ours");
    let is_enforced = std::fs::read_dir(&closed).is_err();
    let answer = folder.run(&["index", "news", "--prune"]);
    mode(0o755).expect("the folder is ours");
    if is_enforced {
        answer.exits(0).err_has("closed").out_has("1 vanished");
        folder.run(&["search", "tram"]).exits(0);
    }
}

#[test]
fn an_archive_that_is_gone_takes_no_article_with_it() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.shell("rm news/*");
    folder
        .run(&["index", "news", "--prune"])
        .exits(2)
        .err_has("holds no files");
    folder.run(&["search", "flood"]).exits(0);
}

#[test]
fn articles_removed_on_purpose_stay_out_until_they_are_restored() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["remove", "apples"])
        .exits(0)
        .out_has("**Apple** Fair")
        .out_has("1 article to remove\n")
        .err_has("nothing was removed; --yes removes them\n");
    folder.run(&["search", "apples"]).exits(0);
    folder
        .run(&["remove", "apples", "--yes"])
        .exits(0)
        .out_has("removed 1 article\n");
    folder.run(&["search", "apples"]).exits(1);
    folder.write("news/new.txt", article("New", "New rain.").as_bytes());
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("2 articles in the index")
        .out_has("removed     1 article, on purpose; index --restore-removed brings them back\n");
    folder.run(&["search", "apples"]).exits(1);
    folder
        .run(&["stats"])
        .exits(0)
        .out_has("removed     1 article, ");
    folder
        .run(&["index", "news", "--restore-removed"])
        .exits(0)
        .out_has("3 articles in the index");
    folder.run(&["search", "apples"]).exits(0);
    folder.run(&["stats"]).exits(0).out_lacks("on purpose");
}

#[test]
fn words_of_removed_articles_are_neither_counted_nor_offered() {
    let others = many(30);
    others.run(&["index", "news"]).exits(0);
    let folder = many(30).file(
        "news/z.txt",
        &article("Airship", "A zeppelin over the flood."),
    );
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["search", "zepelin"])
        .exits(1)
        .err_has("zeppelin");
    folder.run(&["remove", "zeppelin", "--yes"]).exits(0);
    // Too few of a segment's articles were removed for it to be rewritten.
    let kept = std::fs::read_dir(folder.path().join("index/segments"));
    let names = kept.expect("the files are there").flatten();
    let is_gone = |name: std::ffi::OsString| name.to_string_lossy().ends_with(".gone");
    assert_eq!(names.filter(|file| is_gone(file.file_name())).count(), 1);
    folder
        .run(&["search", "zepelin"])
        .exits(1)
        .err_lacks("zeppelin");
    folder.run(&["search", "zepp*"]).exits(1);
    let described = |folder: &Folder| {
        let stats = folder.run(&["stats", "--json"]).json();
        (stats["vocabulary"].clone(), stats["words"].clone())
    };
    assert_eq!(described(&folder), described(&others));
    let score = |folder: &Folder| {
        let page = folder.run(&["search", "flood", "--json"]).json();
        page["hits"][0]["score"].clone()
    };
    assert_eq!(score(&folder), score(&others));
}

#[test]
fn what_cannot_be_meant_removes_nothing() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["remove", "zeppelin", "--yes"]).exits(1);
    folder.run(&["remove", "flood (", "--yes"]).exits(2);
    folder
        .run(&["remove", " ", "--yes"])
        .exits(2)
        .err_has("morgue remove '*'");
    folder.run(&["remove", "--yes"]).exits(2);
    folder.run(&["stats"]).exits(0).out_has("2 articles, ");
}

#[test]
fn a_search_in_an_archive_reads_only_what_changed() {
    let folder = Folder::with_news();
    folder.run(&["search", "flood", "--in", "news"]).exits(0);
    folder.shell("rm news/fair.txt");
    folder.write("news/new.txt", article("New", "A new flood.").as_bytes());
    folder
        .run(&["search", "flood", "--in", "news"])
        .exits(0)
        .err_has("indexed 3 articles of ");
    let before = manifest(&folder);
    folder
        .run(&["search", "apples", "--in", "news"])
        .exits(0)
        .err_is("");
    assert_eq!(before, manifest(&folder));
}

/// An archive of so many files of one article each, of which each commit takes a while.
fn many(files: usize) -> Folder {
    let folder = Folder::new();
    for number in 0..files {
        let text = article(&format!("Report {number}"), "The flood came at night.");
        folder.write(format!("news/{number:03}.txt"), text.as_bytes());
    }
    folder
}

/// Indexes with as many commits as can be, and is given a signal once there is one.
fn interrupted(folder: &Folder, signal: &str) -> std::process::Output {
    let child = Command::new(env!("CARGO_BIN_EXE_morgue"))
        .args(["index", "news", "--commit-every", "0"])
        .current_dir(folder.path())
        .env_remove("MORGUE_INDEX")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    while !folder.path().join("index/morgue.json").exists() {
        std::thread::yield_now();
    }
    let process = child.id().to_string();
    let sent = Command::new("kill").args([signal, &process]).status();
    assert!(sent.is_ok_and(|sent| sent.success()));
    child.wait_with_output().expect("the program ends")
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_keeps_its_commits_and_the_next_goes_on() {
    let folder = many(300);
    interrupted(&folder, "-KILL");
    let count = || {
        let counted = folder.run(&["count", "flood", "--json"]).json();
        counted["counts"]["articles"].as_u64().expect("a count")
    };
    let kept = count();
    assert!(0 < kept && kept < 300, "{kept}");
    // The last file may have been committed without its end, and is looked at once more.
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("300 articles in the index")
        .out_has(&format!("files       {} added, ", 300 - kept));
    assert_eq!(count(), 300);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_commits_what_it_read_and_says_so() {
    let folder = many(300);
    let output = interrupted(&folder, "-INT");
    assert_eq!(output.status.code(), Some(130));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("stopped: what was read is committed, "),
        "{told}"
    );
    assert!(
        told.contains(" left; say the same again to go on\n"),
        "{told}"
    );
    folder.run(&["stats"]).exits(0).out_has("unread      ");
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("300 articles in the index");
    folder.run(&["stats"]).exits(0).out_lacks("unread");
}

#[test]
fn a_folder_whose_name_looks_like_a_file_with_files_in_it_is_a_folder() {
    let text = article("Mill Fire", "The mill burned.");
    let folder = Folder::new()
        .file("news/extra!/fire.txt", &text)
        .file("news/fire.txt", &text);
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("1 article in the index");
    folder.shell("rm -r 'news/extra!'");
    folder
        .run(&["index", "news", "--prune"])
        .exits(0)
        .out_has("1 removed, 1 unchanged")
        .out_lacks("copies");
    let hit = folder.run(&["search", "mill", "--jsonl"]).json_lines();
    assert_eq!(hit[0]["file"], "fire.txt");
}

#[test]
fn pages_are_read_again_when_they_are_to_be_read_another_way() {
    let page = |text: &str| {
        format!(
            "<!DOCTYPE html><html><head><title>Mill Fire</title></head><body><nav>Home</nav><div><p>{text}</p></div></body></html>"
        )
    };
    let long =
        "The mill at the upper weir burned down to its stones on Tuesday, and nobody was hurt.";
    let folder = Folder::new().file("news/mill.html", &page(long));
    folder
        .run(&["index", "news", "--html", "fast"])
        .exits(0)
        .out_has("1 article in the index");
    folder
        .run(&["index", "news", "--html", "fast"])
        .exits(0)
        .out_has("files       1 unchanged\n");
    folder
        .run(&["index", "news"])
        .exits(0)
        .out_has("files       1 changed, 0 unchanged\n");
    folder
        .run(&["index", "news", "--html", "full"])
        .exits(0)
        .out_has("files       1 unchanged\n");
    folder
        .run(&["inspect", "news/mill.html", "--html", "fast"])
        .exits(0)
        .out_has("The mill at the upper weir");
}

//! `morgue backup` and `morgue restore`.

use crate::harness::{Folder, article};

#[test]
fn a_backup_is_an_index_of_its_own() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["backup", "kept"])
        .exits(0)
        .out_has("backed up 2 articles, commit 1: ")
        .out_has("of them copied, all read again\nto kept\n");
    std::fs::remove_dir_all(folder.path().join("index")).expect("it is ours");
    folder
        .run(&["search", "flood", "--index", "kept"])
        .exits(0)
        .out_has("River Rises");
    folder
        .run(&["check", "--index", "kept"])
        .exits(0)
        .out_has("whole, in ");
}

#[test]
fn an_older_backup_gets_what_is_new() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    let again = folder.run(&["backup", "kept", "--json"]).exits(0).json();
    assert_eq!(
        (again["kind"].as_str(), again["copied"].as_u64()),
        (Some("backup"), Some(0))
    );
    folder.write("news/third.txt", article("Third", "A flood.").as_bytes());
    folder.run(&["index", "news"]).exits(0);
    let next = folder.run(&["backup", "kept", "--json"]).exits(0).json();
    assert_eq!(next["articles"], 3);
    folder
        .run(&["check", "--index", "kept"])
        .exits(0)
        .out_lacks("left over");
    folder.run(&["search", "third", "--index", "kept"]).exits(0);
}

#[test]
fn a_restored_backup_is_the_index_again() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    let before = folder.run(&["search", "flood", "--jsonl"]).out;
    folder.write("news/third.txt", article("Third", "A flood.").as_bytes());
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["restore", "kept"])
        .exits(2)
        .err_has("error: there is an index at ")
        .err_has("hint: to replace it: --replace; to keep both: --index OTHER\n");
    folder
        .run(&["restore", "kept", "--replace"])
        .exits(0)
        .out_has("restored 2 articles, commit 3: ");
    folder
        .run(&["search", "flood", "--jsonl"])
        .exits(0)
        .out_is(&before);
    folder.run(&["check"]).exits(0).out_lacks("left over");
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["search", "third"]).exits(0);
    folder
        .run(&["restore", "kept", "--index", "elsewhere"])
        .exits(0);
    folder.run(&["check", "--index", "elsewhere"]).exits(0);
}

#[test]
fn what_is_damaged_is_no_backup_and_no_index() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    folder
        .shell("printf X | dd of=$(ls kept/segments/*.pos) bs=1 seek=3 conv=notrunc")
        .exits(0);
    folder
        .run(&["restore", "kept", "--index", "elsewhere"])
        .exits(2)
        .err_has("error: the index at kept is damaged: the file ");
    folder
        .run(&["search", "flood", "--index", "elsewhere"])
        .exits(2);
    folder.run(&["backup", "kept"]).exits(0);
    folder.run(&["check", "--index", "kept"]).exits(0);
    folder
        .shell("truncate -s 10 index/segments/*.store")
        .exits(0);
    folder
        .run(&["backup", "other"])
        .exits(2)
        .err_has("is damaged: the file ");
    folder
        .run(&["search", "flood", "--index", "other"])
        .exits(2)
        .err_has("there is no index at other");
    folder.run(&["restore", "kept", "--replace"]).exits(0);
    folder.run(&["check"]).exits(0);
}

#[test]
fn the_backup_of_another_archive_is_not_overwritten() {
    let folder = Folder::with_news().file("other/a.txt", &article("Tram", "The last tram."));
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["index", "other", "--index", "second"])
        .exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    folder
        .run(&["backup", "kept", "--index", "second"])
        .exits(2)
        .err_has("holds the archive ");
    folder
        .run(&["backup", "news"])
        .exits(2)
        .err_has("holds files that are not an index's");
    folder.run(&["backup", "index"]).exits(0);
    folder.run(&["check"]).exits(0);
}

#[test]
fn a_backup_beside_a_writer_is_one_commit() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let answer = folder.shell(
        "(for i in $(seq 8); do printf 'Title: Report %s\\n\\nA flood.\\n' $i > news/more$i.txt
            morgue index news --quiet > log || echo failed; done) &
         for i in $(seq 4); do morgue backup kept$i --quiet > log$i && morgue check --index kept$i --quiet > log$i || echo broken; done
         wait",
    );
    answer.exits(0).out_is("").err_is("");
    folder.run(&["check"]).exits(0);
}

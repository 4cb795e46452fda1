//! `morgue merge`: one index of several.

use crate::harness::{Folder, article};

/// An index of each of two archives, one article in both.
fn indexed() -> Folder {
    let folder = Folder::with_news()
        .variable("COLUMNS", "200")
        .file(
            "mill/fire.txt",
            &article("Mill Fire", "The mill burned at night."),
        )
        .file(
            "mill/flood.txt",
            &article("River Rises", "The flood came at night."),
        );
    folder.run(&["index", "news", "--index", "a"]).exits(0);
    folder.run(&["index", "mill", "--index", "b"]).exits(0);
    folder
}

#[test]
fn indexes_are_joined_and_left_alone() {
    let folder = indexed();
    let before = [folder.read("a/morgue.json"), folder.read("b/morgue.json")];
    // What no longer is there is not needed.
    folder.shell("mv news away; chmod -R a-w a b").exits(0);
    folder
        .run(&["merge", "all", "a", "mill=b"])
        .exits(0)
        .out_has("3 articles in ")
        .out_has("archive     mill: 2 articles from 2 files of ")
        .out_has("archive     news: 2 articles from 2 files of ")
        .out_has("/news, not there now: its articles are kept\n")
        .out_has(
            "shared      1 article in several of the indexes: held once, with all its places\n",
        )
        .out_has("index       all\n");
    let after = [folder.read("a/morgue.json"), folder.read("b/morgue.json")];
    assert_eq!(before, after);
    folder.shell("chmod -R u+w a b; mv away news").exits(0);
    folder
        .run(&["search", "flood", "--index", "all"])
        .exits(0)
        .out_has("    mill:flood.txt · ")
        .out_has(" · 1 copy\n");
    folder.run(&["check", "--index", "all"]).exits(0);
    folder
        .run(&["index", "news", "--index", "all"])
        .exits(0)
        .out_has("files       2 unchanged\n");
}

#[test]
fn an_index_that_is_merged_alone_gets_a_name() {
    let folder = indexed();
    folder.run(&["merge", "all", "weir=a"]).exits(0);
    folder
        .run(&["index", "mill", "--as", "mill", "--index", "all"])
        .exits(0);
    let stats = folder.run(&["stats", "--index", "all", "--json"]).json();
    assert_eq!(stats["build"]["archive"], "mill, weir");
    // Named archives keep their names, and two of one name are told.
    folder
        .run(&["merge", "more", "all", "b"])
        .exits(2)
        .err_has("error: the index at more would call two archives mill: ")
        .err_has("hint: give it a name there: morgue merge DEST NAME=INDEX\n");
    folder.run(&["merge", "more", "all", "old=b"]).exits(0);
    folder
        .run(&["merge", "more", "x=all", "b", "--replace"])
        .exits(2)
        .err_has("holds several archives, which keep their names: mill, weir\n");
    // The archive of two names is one article with three places.
    folder
        .run(&["search", "flood", "--index", "more"])
        .exits(0)
        .out_has(" · 2 copies\n");
}

#[test]
fn an_article_removed_from_one_stays_removed() {
    let folder = indexed();
    folder
        .run(&["remove", "flood", "--yes", "--index", "a"])
        .exits(0);
    let merged = folder
        .run(&["merge", "all", "a", "b", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&merged["kind"], &merged["articles"], &merged["removed"]),
        (&"merge".into(), &2.into(), &1.into())
    );
    folder.run(&["search", "flood", "--index", "all"]).exits(1);
    folder
        .run(&["index", "mill", "--restore-removed", "--index", "all"])
        .exits(0);
    folder.run(&["search", "flood", "--index", "all"]).exits(0);
}

#[test]
fn what_cannot_be_merged_is_told_and_nothing_is_written() {
    let folder = indexed().file("old/morgue.json", "{\"morgue\": 1, \"analysis\": 1}");
    folder
        .run(&["merge", "all", "a", "old"])
        .exits(2)
        .err_has("error: the index at old was made by another version (format 1.1, ");
    folder
        .run(&["merge", "all", "a", "nowhere"])
        .exits(2)
        .err_has("error: there is no index at nowhere\n");
    folder
        .run(&["merge", "a", "a", "b", "--replace"])
        .exits(2)
        .err_has("error: a is one of the indexes to be merged\n")
        .err_has("hint: name a new folder: indexes are only read\n");
    folder
        .run(&["merge", "b", "a"])
        .exits(2)
        .err_has("error: there is an index at b already\n");
    folder
        .run(&["merge", "news", "a", "b"])
        .exits(2)
        .err_has("error: news holds files that are not an index's\n");
    folder
        .run_with_input(
            &["index", "-", "--index", "c"],
            "{\"title\":\"A\",\"text\":\"b\"}\n",
        )
        .exits(0);
    folder
        .run(&["merge", "all", "a", "c"])
        .exits(2)
        .err_has("error: the index at c holds an archive that has no name yet: -\n");
    folder
        .shell("printf X | dd of=$(ls b/segments/*.pos) bs=1 seek=3 conv=notrunc")
        .exits(0);
    folder
        .run(&["merge", "all", "a", "b"])
        .exits(2)
        .err_has("error: the index at b is damaged: the file ");
    assert!(!folder.path().join("all").exists());
    folder.run(&["merge", "all", "a", "dump=c"]).exits(0);
    folder
        .run(&["search", "b", "--index", "all", "--archive", "dump"])
        .exits(0)
        .out_has("dump:-");
}

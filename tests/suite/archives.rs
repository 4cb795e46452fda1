//! An index of several archives, each with a name.

use crate::harness::{Folder, article};

/// Two archives of two articles, one of them in both.
fn two() -> Folder {
    Folder::with_news()
        .variable("COLUMNS", "200")
        .file(
            "mill/fire.txt",
            &article("Mill Fire", "The mill burned at night."),
        )
        .file(
            "mill/old/flood.txt",
            &article("River Rises", "The flood came at night."),
        )
}

fn indexed() -> Folder {
    let folder = two();
    folder.run(&["index", "news", "--as", "weir"]).exits(0);
    folder.run(&["index", "mill", "--as", "mill"]).exits(0);
    folder
}

#[test]
fn a_second_archive_stands_beside_the_first() {
    let folder = two();
    folder
        .run(&["index", "news", "--as", "weir"])
        .exits(0)
        .out_has("2 articles in the index, from 2 files")
        .out_has("archive     weir: 2 articles from 2 files of ");
    folder
        .run(&["index", "mill", "--as", "mill"])
        .exits(0)
        .out_has("3 articles in the index, from 4 files")
        .out_has("archive     mill: 2 articles from 2 files of ")
        .out_has("archive     weir: 2 articles from 2 files of ")
        .out_has("copies      1\n");
    folder
        .run(&["search", "flood"])
        .exits(0)
        .out_has("    mill:old/flood.txt · ")
        .out_has(" · 1 copy\n");
    let stats = folder.run(&["stats", "--json"]).exits(0).json();
    let archives = &stats["build"]["archives"];
    assert_eq!(
        (&archives[0]["name"], &archives[1]["name"]),
        (&"mill".into(), &"weir".into())
    );
    assert_eq!(
        (&archives[0]["articles"], &archives[1]["files"]),
        (&2.into(), &2.into())
    );
    assert_eq!(stats["build"]["archive"], "mill, weir");
    folder.run(&["check"]).exits(0);
}

#[test]
fn a_run_over_one_archive_leaves_the_others_as_they_are() {
    let folder = indexed();
    let manifest = folder.read("index/morgue.json");
    folder
        .run(&["index", "news", "--as", "weir", "--prune"])
        .exits(0)
        .out_has("files       2 unchanged\n");
    assert_eq!(manifest, folder.read("index/morgue.json"));
    folder.write(
        "mill/tram.txt",
        article("Tram", "The last tram.").as_bytes(),
    );
    // It is known by its folder, too.
    folder
        .run(&["index", "mill"])
        .exits(0)
        .out_has("files       1 added, 2 unchanged\n")
        .out_has("4 articles in the index");
    folder.shell("rm news/fair.txt mill/fire.txt");
    folder
        .run(&["index", "news", "--prune", "--dry-run"])
        .exits(0)
        .out_is("removed     weir:fair.txt\nfiles: 1 removed, 1 unchanged; nothing was written\n");
    folder.run(&["index", "news", "--prune"]).exits(0);
    folder.run(&["search", "apples"]).exits(1);
    folder.run(&["search", "burned"]).exits(0);
}

#[test]
fn an_article_of_two_archives_stays_while_one_of_them_holds_it() {
    let folder = indexed();
    folder.shell("rm mill/old/flood.txt").exits(0);
    folder.run(&["index", "mill", "--prune"]).exits(0);
    folder
        .run(&["search", "flood"])
        .exits(0)
        .out_has("    weir:flood.txt · ")
        .out_lacks("copy");
}

#[test]
fn a_search_may_ask_one_archive() {
    let folder = indexed();
    let ids = |arguments: &[&str]| {
        let all = [&["search", "--json"], arguments].concat();
        let page = folder.run(&all).json();
        let hits = page["hits"].as_array().expect("there are hits").clone();
        hits.iter()
            .map(|hit| hit["title"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&["night"]).len(), 2);
    assert_eq!(ids(&["night", "--archive", "weir"]), ["\"River Rises\""]);
    assert_eq!(ids(&["night", "--archive", "mill"]).len(), 2);
    assert_eq!(ids(&["*", "--archive", "weir"]).len(), 2);
    assert_eq!(ids(&["* -flood", "--archive", "mill"]), ["\"Mill Fire\""]);
    assert_eq!(ids(&["night", "--in", "news"]), ["\"River Rises\""]);
    folder
        .run(&["count", "night", "--archive", "weir", "--by", "year"])
        .exits(0)
        .out_has("1 article, 1 match");
    folder
        .run(&["kwic", "night", "--archive", "mill"])
        .exits(0)
        .out_has("The mill burned at");
    folder
        .run(&["search", "burned", "--archive", "weir"])
        .exits(1)
        .err_has("note: no article has burned")
        .err_has("searched 2 articles of weir for burned\n");
}

#[test]
fn an_archive_that_is_not_there_is_told_and_kept() {
    let folder = indexed();
    folder.shell("mv mill away").exits(0);
    folder
        .run(&["index", "mill", "--as", "mill", "--prune"])
        .exits(2)
        .err_has("error: no such file or folder: mill\n");
    folder
        .run(&["index", "news", "--prune"])
        .exits(0)
        .out_has("/mill, not there now: its articles are kept\n");
    folder.run(&["stats"]).exits(0).out_has("not there now");
    folder.shell("mkdir mill").exits(0);
    folder
        .run(&["index", "mill", "--prune"])
        .exits(2)
        .err_has("/mill holds no files\n");
    folder.run(&["search", "burned"]).exits(0);
}

#[test]
fn an_archive_that_was_moved_is_not_read_again() {
    let folder = indexed();
    folder.shell("mv mill elsewhere").exits(0);
    folder
        .run(&["index", "elsewhere", "--as", "mill"])
        .exits(2)
        .err_has("error: the index at ")
        .err_has(" calls the archive ")
        .err_has("--as mill --moved\n");
    folder
        .run(&["index", "elsewhere", "--as", "mill", "--moved"])
        .exits(0)
        .out_has("files       2 unchanged\n")
        .out_has("archive     mill: 2 articles from 2 files of ")
        .out_has("/elsewhere\n");
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    folder.shell("mv news elsewhere").exits(0);
    folder
        .run(&["index", "elsewhere", "--moved"])
        .exits(0)
        .out_has("files       2 unchanged\n");
    folder.run(&["index", "elsewhere"]).exits(0);
}

#[test]
fn an_archive_can_go_as_a_whole() {
    let folder = indexed();
    folder
        .run(&["remove", "--archive", "mill"])
        .exits(0)
        .out_has("mill: 2 articles of ")
        .out_has("; what other archives hold of them stays\n")
        .err_has("nothing was removed; --yes removes it\n");
    folder
        .run(&["remove", "night", "--archive", "third", "--yes"])
        .exits(2)
        .err_has(" calls no archive third: it holds mill, weir\n");
    folder
        .run(&["remove", "--archive", "mill", "--yes"])
        .exits(0)
        .out_has("removed 1 article\n");
    folder.run(&["search", "burned"]).exits(1);
    folder
        .run(&["search", "flood"])
        .exits(0)
        .out_has("    weir:flood.txt · ");
    folder.run(&["check"]).exits(0);
    folder
        .run(&["remove", "--archive", "weir", "--yes"])
        .exits(2)
        .err_has(" holds no archive but weir\n");
    folder.run(&["index", "mill", "--as", "mill"]).exits(0);
    folder.run(&["search", "burned"]).exits(0);
    // Of one archive's articles only.
    folder
        .run(&["remove", "night", "--archive", "weir", "--yes"])
        .exits(0)
        .out_has("removed 1 article\n");
    folder.run(&["search", "burned"]).exits(0);
    folder.run(&["remove"]).exits(2);
}

#[test]
fn names_are_checked() {
    let folder = indexed();
    let refused = |arguments: &[&str], why: &str, hint: &str| {
        folder.run(arguments).exits(2).err_has(why).err_has(hint);
    };
    folder.write("third/a.txt", article("Third", "A third.").as_bytes());
    refused(
        &["index", "third"],
        "holds the archive mill (",
        "hint: in one index archives have names: morgue index ",
    );
    refused(
        &["index", "third", "--as", "mill"],
        " calls the archive ",
        "hint: call it otherwise: --as OTHER\n",
    );
    refused(
        &["index", "news", "--as", "third"],
        " weir already\n",
        "hint: bring it up to date: morgue index ",
    );
    refused(
        &["index", "third", "--as", "a/b"],
        "an archive's name has letters, digits, - _ and .",
        "",
    );
    refused(
        &["index", "-", "--as", "third"],
        "--as: what comes from stdin has an index of its own",
        "morgue merge DEST third=OTHER INDEX",
    );
    refused(
        &["search", "flood", "--archive", "third"],
        " calls no archive third: it holds mill, weir\n",
        "hint: morgue stats lists",
    );
    folder.run(&["index", "third", "--index", "plain"]).exits(0);
    refused(
        &["index", "news", "--as", "weir", "--index", "plain"],
        "/third without a name, so no other can stand beside it\n",
        "hint: give it one first: morgue index ",
    );
    refused(
        &["search", "flood", "--index", "plain", "--archive", "third"],
        " calls no archive third: it holds ",
        "",
    );
    folder
        .run_with_input(&["index", "-"], "{\"title\":\"A\",\"text\":\"b\"}\n")
        .exits(2)
        .err_has("holds the archive mill (");
    folder.run(&["search", "flood"]).exits(0);
}

#[test]
fn a_backup_of_an_index_grows_with_its_archives() {
    let folder = two();
    folder.run(&["index", "news", "--as", "weir"]).exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    folder.run(&["index", "mill", "--as", "mill"]).exits(0);
    folder.run(&["backup", "kept"]).exits(0);
    folder
        .run(&["search", "burned", "--index", "kept", "--archive", "mill"])
        .exits(0);
    folder.run(&["index", "news", "--index", "plain"]).exits(0);
    folder
        .run(&["backup", "kept", "--index", "plain"])
        .exits(2)
        .err_has("holds the archive mill (");
}

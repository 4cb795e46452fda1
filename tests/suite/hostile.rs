//! Trees that no archive should be: each thing in them is read, or told with its reason.
#![cfg(unix)]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Answer, Folder, article};

/// Nothing in a folder may make the program wait for somebody.
const SOON: Duration = Duration::from_secs(20);

fn index(folder: &Folder) -> Answer {
    let begun = Instant::now();
    let answer = folder.run(&["index", "news", "--rejects", "rejects.jsonl"]);
    assert!(begun.elapsed() < SOON, "it took {:?}", begun.elapsed());
    answer
}

fn pipe(folder: &Folder, name: &str) {
    let made = Command::new("mkfifo")
        .arg(folder.path().join(name))
        .status();
    assert!(made.expect("mkfifo starts").success());
}

#[test]
fn links_pipes_and_sockets_are_told_and_never_waited_for() {
    let folder = Folder::with_news();
    let news = folder.path().join("news");
    pipe(&folder, "news/pipe.txt");
    let _socket = UnixListener::bind(news.join("socket.txt")).expect("a socket can be made");
    for (target, link) in [
        ("round", "round"),
        (".", "self"),
        ("..", "parent"),
        ("nowhere", "broken.txt"),
        ("/dev/zero", "zero.txt"),
        ("/dev/stdin", "stdin.txt"),
        ("flood.txt", "again.txt"),
    ] {
        symlink(target, news.join(link)).expect("a link can be made");
    }
    index(&folder)
        .exits(0)
        .out_has("2 articles in the index")
        .err_has("pipe.txt: neither a file nor a folder, but a pipe, socket or device\n")
        .err_has("socket.txt: neither a file nor a folder, but a pipe, socket or device\n")
        .err_has("zero.txt: neither a file nor a folder, but a pipe, socket or device\n")
        .err_has("stdin.txt: neither a file nor a folder")
        .err_has("self: a link to a folder, which is not followed\n")
        .err_has("parent: a link to a folder, which is not followed\n")
        .err_has("broken.txt: a link that leads nowhere: ")
        .err_has("round: a link that leads nowhere: ")
        .out_has("a link to another file of the archive 1");
}

#[test]
fn an_archive_that_is_a_pipe_or_device_is_refused() {
    let folder = Folder::new();
    pipe(&folder, "pipe");
    for archive in ["pipe", "/dev/null", "/dev/zero"] {
        let begun = Instant::now();
        folder
            .run(&["index", archive])
            .exits(2)
            .err_has("a pipe, socket or device");
        assert!(begun.elapsed() < SOON);
    }
}

#[test]
fn names_that_are_no_text_are_read_and_can_be_had_back() {
    let folder = Folder::new();
    let names: [&[u8]; 8] = [
        b"line\nend.txt",
        b"bad\xff\xfebytes.txt",
        br"backslash\xff.txt",
        b"esc\x1b[31m.txt",
        b"-rf",
        "right\u{202e}to left.txt".as_bytes(),
        "😀.txt".as_bytes(),
        b" ",
    ];
    for (number, name) in names.iter().enumerate() {
        let text = article(&format!("Report {number}"), "The flood.");
        folder.write(
            std::path::Path::new("news").join(OsStr::from_bytes(name)),
            text.as_bytes(),
        );
    }
    index(&folder)
        .exits(0)
        .out_has("8 articles in the index")
        .out_lacks("rejected");
    let hits = folder
        .run(&["search", "flood", "--jsonl", "--all"])
        .exits(0)
        .json_lines();
    for (number, name) in names.iter().enumerate() {
        let title = format!("Report {number}");
        let hit = hits.iter().find(|hit| hit["title"] == title.as_str());
        let file = hit.expect("it is found")["file"].as_str().expect("a text");
        assert_eq!(morgue::corpus::bytes_of(file), *name, "{file}");
    }
    let csv = folder.run(&["search", "flood", "--csv", "--all"]);
    assert_eq!(csv.exits(0).out.lines().count(), 1 + names.len());
}

#[test]
fn a_longest_name_is_read() {
    let folder = Folder::new().file(
        &format!("news/{}", "n".repeat(255)),
        &article("A", "The flood."),
    );
    index(&folder).exits(0);
    folder.run(&["search", "flood"]).exits(0).out_has("nnnn");
}

/// So many folders are made in one step: their names fit a path.
const STEP: usize = 500;

/// Makes folders in each other, which together have a name longer than a path may be; an article
/// after each [`STEP`].
fn deep(folder: &Folder, depth: usize) {
    let script = format!(
        "cd news; path=$(printf 'd/%.0s' $(seq {STEP})); \
         for i in $(seq {}); do mkdir -p $path && cd -P $path || exit 1; \
         printf 'Title: Deep %s\\n\\nThe flood.\\n' $i > a.txt; done",
        depth / STEP
    );
    folder.shell(&script).exits(0);
}

#[test]
fn five_thousand_folders_in_each_other_are_read_or_told() {
    let folder = Folder::with_news();
    deep(&folder, 5_000);
    index(&folder).exits(0).out_has("articles in the index");
    let hits = folder
        .run(&["search", "title:deep", "--jsonl", "--all"])
        .json_lines();
    let rejects = folder.read("rejects.jsonl");
    let below = rejects
        .lines()
        .filter(|line| line.contains("cannot list it: "))
        .count();
    // Where a path is too long for the system the folder is named, and with it all that is below.
    assert!(
        hits.len() == 10 || (!hits.is_empty() && below == 1),
        "{} {rejects}",
        hits.len()
    );
    folder.shell("rm -rf news").exits(0);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told() {
    let folder = Folder::new();
    let line = "{\"title\":\"Growing\",\"text\":\"The flood.\"}\n";
    folder.write("news/a.jsonl", line.repeat(20_000).as_bytes());
    // The writer adds a line at a time until it is told to stop, so the file has no end.
    let grow =
        "while [ ! -e stop ]; do printf '%s\\n' '{\"text\":\"More.\"}' >> news/a.jsonl; done & ";
    let answer = folder.shell(&format!(
        "{grow} morgue index news; code=$?; touch stop; wait; exit $code"
    ));
    answer
        .exits(0)
        .err_has("a.jsonl: it changed while it was read: index the archive again\n");
}

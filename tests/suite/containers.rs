//! Files inside files: read in place, in their order, with names that say where they are.

use std::io::Write as _;

use bzip2::Compression;
use bzip2::write::BzEncoder;

use crate::harness::{Folder, article};
use crate::packs::{gzip, streamed_zip, tar, zip};

/// An article packed by `xz -9`: none of our crates packs it.
pub(crate) const FLOOD: &[u8] = include_bytes!("fixtures/flood.txt.xz");

/// The files of the articles with this word, as `search` tells them.
fn files(folder: &Folder, query: &str) -> Vec<String> {
    let answer = folder.run(&["search", query, "--all", "--jsonl"]);
    let mut files: Vec<String> = answer
        .json_lines()
        .iter()
        .filter_map(|hit| Some(hit["file"].as_str()?.to_owned()))
        .collect();
    files.sort();
    files
}

#[test]
fn articles_are_read_from_whatever_holds_them() {
    let flood = article("River Rises", "The flood came at night.");
    let members = [("1953/flood.txt", flood.as_bytes())];
    for (name, bytes) in [
        ("a.zip", zip(&members)),
        ("a.zip", streamed_zip(&members)),
        ("a.tar", tar(&members)),
        ("a.tar.gz", gzip(&tar(&members))),
        ("a.tgz", gzip(&tar(&members))),
    ] {
        let folder = Folder::new();
        folder.write(format!("news/{name}"), &bytes);
        folder.run(&["index", "news"]).exits(0).err_is("");
        assert_eq!(files(&folder, "flood"), [format!("{name}!/1953/flood.txt")]);
    }
}

#[test]
fn a_packed_file_is_read_as_what_it_unpacks_to() {
    let lines = "{\"title\":\"River Rises\",\"text\":\"The flood came at night.\"}\n";
    let folder = Folder::new();
    // Two parts, one after another, are one file.
    let parts = [
        gzip(lines.as_bytes()),
        gzip(lines.replace("Rises", "Falls").as_bytes()),
    ]
    .concat();
    folder.write("news/dump.jsonl.gz", &parts);
    let packed = zstd::encode_all(lines.replace("Rises", "Froze").as_bytes(), 3);
    folder.write(
        "news/dump.jsonl.zst",
        &packed.expect("a vector takes everything"),
    );
    let mut packed = BzEncoder::new(Vec::new(), Compression::best());
    packed
        .write_all(lines.replace("Rises", "Was Calm").as_bytes())
        .expect("a vector takes everything");
    let packed = packed.finish().expect("a vector takes everything");
    folder.write("news/dump.jsonl.bz2", &packed);
    folder.write("news/flood.txt.xz", FLOOD);
    folder
        .run(&["index", "news"])
        .exits(0)
        .err_is("")
        .out_has("formats     jsonl 4, text 1\n");
    assert_eq!(
        files(&folder, "flood"),
        [
            "dump.jsonl.bz2",
            "dump.jsonl.gz",
            "dump.jsonl.gz",
            "dump.jsonl.zst",
            "flood.txt.xz"
        ]
    );
}

#[test]
fn containers_are_read_three_deep() {
    let flood = article("River Rises", "The flood came at night.");
    let mut pack = zip(&[("flood.txt", flood.as_bytes())]);
    for depth in 1..5 {
        let folder = Folder::new();
        folder.write("news/a.zip", &pack);
        let answer = folder.run(&["index", "news"]);
        match depth {
            ..4 => answer.exits(0).err_is(""),
            _ => answer
                .exits(2)
                .err_has("lies more than 3 files deep and is not read"),
        };
        pack = zip(&[("inner.zip", &pack)]);
    }
}

#[test]
fn what_systems_leave_in_archives_is_passed_over_and_counted() {
    let flood = article("River Rises", "The flood came at night.");
    let folder = Folder::new();
    folder.write(
        "news/a.zip",
        &zip(&[
            ("__MACOSX/._flood.txt", b"junk"),
            ("news/.DS_Store", b"junk"),
            ("news/flood.txt", flood.as_bytes()),
        ]),
    );
    folder
        .run(&["index", "news"])
        .exits(0)
        .err_is("")
        .out_has("1 article in the index")
        .out_has("skipped     hidden 1, left by a system 1\n");
}

#[test]
fn names_inside_archives_lead_nowhere_else() {
    let flood = article("River Rises", "The flood came at night.");
    let folder = Folder::new();
    let names = [("../../etc/a\u{1b}[31m.txt", flood.as_bytes())];
    folder.write("news/a.zip", &zip(&names));
    let long = format!("{}/flood.txt", "deep/".repeat(40).trim_end_matches('/'));
    folder.write(
        "news/b.tar",
        &tar(&[(&long, flood.replace("Rises", "Falls").as_bytes())]),
    );
    folder.run(&["index", "news"]).exits(0);
    assert_eq!(
        files(&folder, "flood"),
        [
            "a.zip!/etc/a\u{fffd}[31m.txt".to_owned(),
            format!("b.tar!/{long}")
        ]
    );
}

#[test]
fn a_date_in_a_path_inside_an_archive_counts() {
    let folder = Folder::new();
    let text =
        "River Rises\n\nThe flood came at night, and it did not go until the morning came.\n";
    folder.write(
        "news/a.zip",
        &zip(&[("1953/03/12/flood.txt", text.as_bytes())]),
    );
    folder.run(&["index", "news"]).exits(0);
    folder
        .run(&["search", "flood date:1953-03-12"])
        .exits(0)
        .out_has("1953-03-12");
}

#[test]
fn an_office_document_is_not_taken_apart() {
    let folder = Folder::with_news();
    folder.write(
        "news/a.xlsx",
        &zip(&[("[Content_Types].xml", b"<x/>"), ("xl/sheet.xml", b"<x/>")]),
    );
    folder
        .run(&["index", "news"])
        .exits(0)
        .err_has("a.xlsx: the file is an Excel table, which is not read");
}

//! Files made to harm: each is answered within bounds or refused with a reason.

use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::harness::{Answer, Folder};
use crate::packs::{deflate, gzip, tar, tar_header, zip, zip_end, zip_header};

/// Far more than any of these takes in a debug build, and far less than it takes without bounds.
const LONG: Duration = Duration::from_secs(60);

/// Inspects a file and fails if that takes long.
#[track_caller]
fn inspect(name: &str, bytes: &[u8]) -> Answer {
    let folder = Folder::new();
    folder.write(name, bytes);
    let begun = Instant::now();
    let answer = folder.shell(&format!("ulimit -v 1500000; morgue inspect '{name}'"));
    assert!(begun.elapsed() < LONG, "{name} took {:?}", begun.elapsed());
    answer
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 300 << 20];
    let bomb = deflate(&zeros);
    let header = zip_header("a.txt", 8, 0, 0, (bomb.len(), zeros.len()));
    inspect("a.zip", &[header, bomb, zip_end()].concat())
        .exits(1)
        .out_has("(too_large)");
    inspect("a.txt.gz", &gzip(&zeros))
        .exits(1)
        .out_has("(too_large)");
    let packed = zstd::encode_all(&zeros[..], 3).expect("a vector takes everything");
    inspect("a.jsonl.zst", &packed)
        .exits(1)
        .out_has("it unpacks to more than 200 times its size");
}

#[test]
fn a_bomb_of_many_small_files_is_not_unpacked() {
    let spaces = vec![b' '; 4 << 20];
    let names: Vec<String> = (0..200).map(|number| format!("{number}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &spaces[..]))
        .collect();
    inspect("a.zip", &zip(&members))
        .exits(1)
        .out_has("it unpacks to more than 200 times its size");
}

#[test]
fn what_breaks_off_is_kept_and_said_so() {
    let lines: String = (0..6000)
        .map(|number| {
            format!(
                "{{\"title\":\"Gate {number}\",\"text\":\"The gate stuck {} times.\"}}\n",
                number * 7919 % 1013
            )
        })
        .collect();
    let gz = gzip(lines.as_bytes());
    let zst = zstd::encode_all(lines.as_bytes(), 3).expect("a vector takes everything");
    for (name, bytes) in [("a.jsonl.gz", &gz), ("a.jsonl.zst", &zst)] {
        inspect(name, &bytes[..bytes.len() * 2 / 3])
            .exits(0)
            .out_has("title      Gate 0 (")
            .out_has("it breaks off before its end; what was read");
    }
    let list = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    inspect("a.json", &list.as_bytes()[..list.len() * 2 / 3])
        .exits(0)
        .out_has("title      Gate 0 (")
        .out_has("the list breaks off; what was read before is");
    let text = "Gate\n\nThe gate stuck in the night.\n".repeat(100);
    let archive = tar(&[("a.txt", text.as_bytes()), ("b.txt", text.as_bytes())]);
    inspect("a.tar", &archive[..archive.len() - 2048])
        .exits(0)
        .out_has("a.tar!/b.txt: it breaks off before its end");
    let archive = zip(&[("a.txt", text.as_bytes()), ("b.jsonl", lines.as_bytes())]);
    inspect("a.zip", &archive[..archive.len() - 200])
        .exits(0)
        .out_has("a.zip!/b.jsonl: it breaks off before its end");
}

#[test]
fn an_encrypted_file_is_named() {
    let header = zip_header("secret.txt", 8, 1, 0, (4, 4));
    let text = crate::harness::article("Gate", "It stuck.");
    let rest = zip(&[("b.txt", text.as_bytes())]);
    inspect("a.zip", &[header, b"abcd".to_vec(), rest].concat())
        .exits(0)
        .out_has("a.zip!/secret.txt: it is encrypted and not read (encrypted)")
        .out_has("articles   1\n");
}

#[test]
fn lengths_that_lie_take_no_memory() {
    let long = tar_header("././@LongLink", 8_000_000_000, b'L');
    inspect("a.tar", &long)
        .exits(1)
        .out_has("a name in it is too long to be one");
    let huge = tar_header("a.txt", 8_000_000_000, b'0');
    inspect("b.tar", &[huge, b"Gate\n\nIt stuck.".to_vec()].concat())
        .out_has("b.tar!/a.txt: it breaks off before its end");
    let header = zip_header("a.txt", 0, 0, 0, (0xffff_fff0, 0xffff_fff0));
    inspect("a.zip", &[header, b"Gate\n\nIt stuck.".to_vec()].concat())
        .out_has("a.zip!/a.txt: it breaks off before its end");
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_no_file() {
    let mut table = b"title,date,text\nGate,1953-03-12,\"It stuck.\n".to_vec();
    for number in 0..20_000 {
        writeln!(table, "Fair {number},1953-03-13,Apples were sold.")
            .expect("a vector takes everything");
    }
    inspect("a.csv", &table)
        .exits(0)
        .out_has("articles   20,001\n")
        .out_has("a quotation mark of the row is never closed");
}

#[test]
fn a_line_without_end_is_refused_in_bounded_memory() {
    let folder = Folder::new();
    for (name, head) in [
        ("a.csv", "title,text\nGate,"),
        ("a.jsonl", "{\"title\":\"a\",\"text\":\"b\"}\n{\"title\":\""),
    ] {
        let path = folder.path().join(name);
        let mut file = std::fs::File::create(path).expect("files can be written");
        file.write_all(head.as_bytes())
            .expect("files can be written");
        file.write_all(&vec![b'x'; 80 << 20])
            .expect("files can be written");
    }
    let begun = Instant::now();
    folder
        .shell("ulimit -v 1500000; morgue inspect a.csv")
        .exits(1)
        .out_has("a.csv:2: the row is too long to be one (too_large)");
    folder
        .shell("ulimit -v 1500000; morgue inspect a.jsonl")
        .exits(0)
        .out_has("a.jsonl:2: the line has more than 64 MiB (too_large)");
    assert!(begun.elapsed() < LONG);
}

/// Two gigabytes in a file of nothing: slow in a debug build.
#[test]
#[ignore = "reads gigabytes"]
fn two_gigabytes_of_nothing_are_refused() {
    let folder = Folder::new();
    for (name, head) in [
        ("a.csv", "title,text\nGate,\""),
        ("a.xml", "<rss><channel><item><title>"),
        ("a.warc", "WARC/1.0\r\nContent-Length: 3\r\n\r\n"),
        ("a.txt", "Gate\n\n"),
    ] {
        let mut file =
            std::fs::File::create(folder.path().join(name)).expect("files can be written");
        file.write_all(head.as_bytes())
            .expect("files can be written");
        file.set_len(2 << 30).expect("files can be sparse");
    }
    for name in ["a.csv", "a.xml", "a.warc", "a.txt"] {
        let begun = Instant::now();
        folder
            .shell(&format!("ulimit -v 1500000; morgue inspect {name}"))
            .exits(1)
            .out_has("rejected ");
        assert!(begun.elapsed() < 3 * LONG, "{name}");
    }
}

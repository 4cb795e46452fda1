//! Files made to harm: each is answered within bounds or refused with a reason.

use std::io::Write as _;
use std::time::{Duration, Instant};

use morgue::corpus;

use crate::containers::FLOOD;
use crate::harness::{Answer, Folder, article};
use crate::packs::{deflate, gzip, page, streamed_zip, tar, tar_header, zip, zip_end, zip_header};

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
    let zeros = vec![b' '; 120 << 20];
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
        .out_has("it unpacks to more than 100 times its size");
}

#[test]
fn a_bomb_of_many_small_files_is_not_unpacked() {
    let spaces = vec![b' '; 4 << 20];
    let packed = deflate(&spaces);
    let mut archive = Vec::new();
    for number in 0..200 {
        let name = format!("{number}.txt");
        let lengths = (packed.len(), spaces.len());
        // The sum behind the file is not there to be checked.
        archive.extend(zip_header(&name, 8, 8, 0, lengths));
        archive.extend_from_slice(&packed);
        archive.extend([&b"PK\x07\x08"[..], &[0; 12]].concat());
    }
    archive.extend(zip_end());
    inspect("a.zip", &archive)
        .exits(1)
        .out_has("it unpacks to more than 100 times its size");
}

#[test]
fn a_bomb_of_one_text_is_refused_whole() {
    let sentence = "The mill at the upper weir burned down to its stones. ";
    let text = format!("Mill Fire\n\n{}", sentence.repeat(400_000));
    let page = page("Mill Fire", &sentence.repeat(400_000));
    let document = format!(
        "<?xml version=\"1.0\"?><w:document><w:p><w:t>{}</w:t></w:p></w:document>",
        sentence.repeat(400_000)
    );
    for (name, bytes) in [
        ("a.txt.gz", gzip(text.as_bytes())),
        ("a.zip", zip(&[("a.txt", text.as_bytes())])),
        ("b.zip", zip(&[("a.html", page.as_bytes())])),
        ("a.docx", zip(&[("word/document.xml", document.as_bytes())])),
    ] {
        inspect(name, &bytes)
            .exits(1)
            .out_has("articles   0\n")
            .out_has("it unpacks to more than 100 times its size");
    }
}

#[test]
fn a_bomb_of_records_is_refused_soon_however_much_was_looked_at_to_recognise_it() {
    let line = format!(
        "{{\"title\":\"Mill Fire\",\"text\":\"{}\"}}\n",
        "It burned. ".repeat(2_000)
    );
    // Its beginning alone, of which 256 KiB are looked at, unpacks to this file.
    let packed = gzip(line.repeat(2_500).as_bytes());
    let folder = Folder::new();
    folder.write("a.jsonl.gz", &packed);
    let answer = folder.run(&["inspect", "a.jsonl.gz", "--json"]);
    let told = answer.json();
    let articles = told["articles"].as_u64().expect("they are counted");
    let unpacked = articles * line.len() as u64;
    assert!(unpacked < 12 << 20, "{unpacked} of {} bytes", packed.len());
}

#[test]
fn a_bomb_of_believable_text_is_told_soon_and_what_may_be_unpacked_can_be_said() {
    let text = "The mill at the upper weir burned down to its stones. ".repeat(400);
    let line = format!("{{\"title\":\"Mill Fire\",\"text\":\"{text}\"}}\n");
    let lines = line.repeat(400);
    let packed = zstd::encode_all(lines.as_bytes(), 3).expect("a vector takes everything");
    let folder = Folder::new();
    folder.write("a.jsonl.zst", &packed);
    folder
        .run(&["inspect", "a.jsonl.zst"])
        .exits(0)
        .out_lacks("articles   400\n")
        .out_has("it unpacks to more than 100 times its size");
    folder
        .run(&["inspect", "a.jsonl.zst", "--unpack", "100000"])
        .exits(0)
        .out_has("articles   400\n")
        .out_lacks("too_large");
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
    inspect("a.txt.xz", &FLOOD[..FLOOD.len() * 2 / 3]).out_has("(cut_off)");
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
    let text = article("Gate", "It stuck.");
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

/// Every container and web archive with a few bytes changed is articles, bad records, or both.
#[test]
fn archives_with_bytes_changed_at_random_are_read_or_refused() {
    let text = article("Gate", "The gate stuck in the night, and the water came.");
    let html = page(
        "Gate",
        "The gate stuck in the night, and the water came over.",
    );
    let members = [("a.txt", text.as_bytes()), ("b/c.html", html.as_bytes())];
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{html}\r\n\r\n",
        html.len()
    );
    let feed = "<rss><channel><title>Gazette</title><item><title>Gate</title><description>&lt;p&gt;It stuck.</description></item></channel></rss>";
    let originals = [
        ("a.zip", zip(&members)),
        ("a.zip", streamed_zip(&members)),
        ("a.tar", tar(&members)),
        ("a.tar.gz", gzip(&tar(&members))),
        ("a.txt.xz", FLOOD.to_vec()),
        (
            "a.txt.zst",
            zstd::encode_all(text.as_bytes(), 3).expect("a vector takes everything"),
        ),
        ("a.warc", warc.repeat(3).into_bytes()),
        ("a.warc.gz", gzip(warc.as_bytes()).repeat(3)),
        ("a.xml", feed.as_bytes().to_vec()),
        (
            "a.csv",
            b"title,date,text\n\"Gate\",1953-03-12,\"It\nstuck\"\n".repeat(3),
        ),
    ];
    let read = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || {
            let mut random = Random(7);
            for (name, original) in &originals {
                for _ in 0..60 {
                    let mut bytes = original.clone();
                    for _ in 0..=random.below(4) {
                        let place = random.below(bytes.len());
                        bytes[place] = u8::try_from(random.below(256)).expect("it is below 256");
                    }
                    bytes.truncate(bytes.len() - random.below(bytes.len() / 4));
                    corpus::read_bytes(&bytes, name, &mut |record| {
                        let place = record.map_or_else(|bad| bad.place, |article| article.place);
                        assert!(place.file.starts_with(name), "{place:?}");
                    });
                }
            }
        });
    read.expect("a thread can be made")
        .join()
        .expect("nothing panics");
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end.max(1)
    }
}

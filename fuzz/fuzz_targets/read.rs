//! Any bytes are read as articles or bad records, by each reader, and articles are free of control
//! characters.
//!
//! The first line is the file's name; behind a tab it may name a format that the file is read as,
//! whatever it looks like, so that each reader meets bytes that it would never have recognised. The
//! rest is the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::article::Article;
use morgue::corpus::{self, Rules};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Some(line) = bytes.iter().position(|byte| *byte == b'\n') else {
        return;
    };
    let head = String::from_utf8_lossy(&bytes[..line]);
    let (name, format) = head.split_once('\t').unwrap_or((&head, ""));
    // A name is made inert where it is printed, not where it is read.
    let name = name.replace(char::is_control, "");
    let told = Rules::default().with_format(format).ok();
    read(&bytes[line + 1..], &name, &told.unwrap_or_default());
});

fn read(bytes: &[u8], name: &str, rules: &Rules) {
    let mut records = 0;
    corpus::read_bytes_by(rules, bytes, name, &mut |record| {
        records += 1;
        match record {
            Ok(article) => is_clean(&article, name),
            Err(bad) => assert!(is_in(&bad.place.file, name), "{bad:?}"),
        }
    });
    // What is passed over in an archive is counted, and is neither.
    assert!(records > 0 || is_archive(bytes), "neither an article nor a bad record");
}

/// Whether a file is this one or inside of it.
fn is_in(file: &str, name: &str) -> bool {
    let rest = file.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("!/"))
}

/// Whether these bytes may be those of files inside files, of a web archive or of a feed.
fn is_archive(bytes: &[u8]) -> bool {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let marks: [&[u8]; 9] = [
        b"PK", b"\x1f\x8b", b"BZh", b"7zXZ", b"\x28\xb5\x2f\xfd", b"ustar", b"WARC/", b"<item", b"<entry",
    ];
    marks.iter().any(|mark| has(mark)) || bytes.len() >= 512
}

fn is_clean(article: &Article, name: &str) {
    assert!(is_in(&article.place.file, name), "{:?}", article.place);
    let value = serde_json::to_value(article).expect("an article can be written as JSON");
    has_no_controls(&value, &value);
}

fn has_no_controls(value: &Value, article: &Value) {
    match value {
        Value::String(text) => {
            let control = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!text.contains(control), "{text:?} in {article:#?}");
        }
        Value::Array(values) => values.iter().for_each(|value| has_no_controls(value, article)),
        Value::Object(fields) => fields.values().for_each(|value| has_no_controls(value, article)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

//! Any bytes are read as articles or bad records, and articles are free of control characters.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::article::Article;
use morgue::corpus;
use serde_json::Value;

/// The names that a file may have; its first byte chooses one.
const NAMES: [&str; 11] = [
    "a",
    "a.txt",
    "a.md",
    "a.json",
    "a.jsonl",
    "a.html",
    "a.xml",
    "gazette/1953/03/13/flood.txt",
    "Weir Gazette/1953-03-13-flood.html",
    "20170305120000.htm",
    "a.eml",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let mut records = 0;
    corpus::read_bytes(bytes, name, &mut |record| {
        records += 1;
        match record {
            Ok(article) => is_clean(&article, name),
            Err(bad) => assert_eq!(bad.place.file, name, "{bad:?}"),
        }
    });
    assert!(records > 0, "neither an article nor a bad record");
});

fn is_clean(article: &Article, name: &str) {
    assert_eq!(article.place.file, name);
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

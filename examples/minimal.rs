//! The least that a program on tantivy does to answer a query: opens an index, asks, prints.
//!
//! What a search of ours costs from start to exit is measured beside it. Once
//! `cargo run --release --example minimal -- --unpack INDEX FOLDER`: our index as tantivy lays one
//! out, in links; then `minimal FOLDER WORD…` prints the number of articles that hold all of the words
//! in title or body, and the addresses and scores of the first ten. No text, no passages.

use std::error::Error;
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, ReloadPolicy, Term};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [flag, index, folder] if flag == "--unpack" => unpack(Path::new(index), Path::new(folder)),
        [folder, words @ ..] if !words.is_empty() => ask(Path::new(folder), words),
        _ => Err("--unpack INDEX FOLDER, or FOLDER WORD…".into()),
    }
}

/// The list of segments stands in our manifest; tantivy wants it as a file beside them.
fn unpack(index: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let manifest = std::fs::read(index.join("morgue.json"))?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest)?;
    let meta = manifest["commit"]["meta"].as_str().unwrap_or_default();
    std::fs::write(folder.join("meta.json"), meta)?;
    for entry in std::fs::read_dir(index.join("segments"))? {
        let path = entry?.path().canonicalize()?;
        let name = path.file_name().unwrap_or_default();
        std::os::unix::fs::symlink(&path, folder.join(name))?;
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn ask(folder: &Path, words: &[String]) -> Result<(), Box<dyn Error>> {
    let index = Index::open_in_dir(folder)?;
    let fields = [
        index.schema().get_field("title")?,
        index.schema().get_field("body")?,
    ];
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
    let searcher = reader.try_into()?.searcher();
    let clauses = words.iter().map(|word| {
        let places = fields.map(|field| {
            let term = Term::from_field_text(field, word);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(query) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(places.into());
        (Occur::Must, Box::new(query) as Box<dyn Query>)
    });
    let query = BooleanQuery::new(clauses.collect());
    let first_ten = TopDocs::with_limit(10).order_by_score();
    let (first, count) = searcher.search(&query, &(first_ten, Count))?;
    let mut out = format!("{count}\n");
    for (score, address) in first {
        out += &format!("{score} {address:?}\n");
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

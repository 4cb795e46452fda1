//! Ten fixed operations whose instructions are counted: `benches/instructions/check` runs them.
//!
//! `prepare DIR` makes what they work on, outside the count; `NAME DIR` does one of them, inside
//! [`counted_operation`], whose name the check gives to callgrind.

#[path = "../../examples/synth/press/mod.rs"]
mod press;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use morgue::bench::{Act, Ask, Case, Warm};
use morgue::corpus::{self, Archive};
use morgue::index::{self, Replacing};
use morgue::query::{self, Options};
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Searcher};
use morgue::{analysis, article};

use press::{Article, Press};

/// Articles of the index, and of each archive that is read.
const INDEXED: usize = 3_000;
const READ: usize = 100;
const OPTIONS: Options = Options {
    today: 0,
    date_order: None,
    dialect: None,
};

/// The operations that ask the index: words of the invented press, by what they ask for.
const ASKED: [(&str, &str); 3] = [
    ("common_word", "babal"),
    ("phrase_of_stops", "\"of the\""),
    ("near", "babal w/5 the"),
];
const QUERIES: [&str; 3] = [
    "what did the minister say about the flood in the valley?",
    "\"state of emergency\" OR curfew -sport date:1953..1954",
    "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["prepare", folder] => prepare(Path::new(folder)),
        ["list"] => list(),
        [name, folder] if name != "--bench" => run(name, Path::new(folder)),
        // `cargo bench` without a name passes here.
        _ => Ok(()),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn list() -> Result<()> {
    let mut out = std::io::stdout().lock();
    let asked = ASKED.map(|(name, _)| name);
    let others = [
        "read_json_lines",
        "read_text",
        "read_markdown",
        "read_html",
        "analyse",
        "parse",
        "ten_hits",
    ];
    for name in others.into_iter().chain(asked) {
        writeln!(out, "{name}")?;
    }
    Ok(())
}

fn prepare(folder: &Path) -> Result<()> {
    let articles: Vec<Article> = Press::new(INDEXED, 1).collect();
    let lines = |articles: &[Article]| articles.iter().map(Article::json).collect::<String>();
    write(&folder.join("all"), "a.jsonl", &lines(&articles))?;
    write(
        &folder.join("read_json_lines"),
        "a.jsonl",
        &lines(&articles[..READ]),
    )?;
    for article in &articles[..READ] {
        for (operation, extension, text) in [
            ("read_text", "txt", article.text()),
            ("read_markdown", "md", article.markdown()),
            ("read_html", "html", article.html()),
        ] {
            let name = format!("{:04}.{extension}", article.number);
            write(&folder.join(operation), &name, &text)?;
        }
    }
    let (archive, index) = (folder.join("all"), folder.join("index"));
    index::build(&archive, &index, Replacing::Anything, &mut ())?;
    Ok(())
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    Ok(std::fs::write(folder.join(name), text)?)
}

/// What is between its beginning and its end is counted.
#[inline(never)]
fn counted_operation<T>(operation: impl FnOnce() -> Result<T>) -> Result<T> {
    std::hint::black_box(operation())
}

fn run(name: &str, folder: &Path) -> Result<()> {
    let archive = folder.join(name);
    match name {
        "read_json_lines" | "read_text" | "read_markdown" | "read_html" => {
            counted_operation(|| Ok(read(&archive)?.len()))?;
        }
        "analyse" => {
            let articles = read(&folder.join("read_text"))?;
            counted_operation(|| {
                let analysed = articles.iter().map(|article| analysis::body(&article.body));
                Ok(analysed.collect::<Vec<_>>())
            })?;
        }
        "parse" => {
            counted_operation(|| Ok(QUERIES.map(|text| query::parse(text, &OPTIONS))))?;
        }
        _ => ask(name, &folder.join("index"))?,
    }
    Ok(())
}

fn ask(name: &str, index: &Path) -> Result<()> {
    let searcher = Searcher::open(index)?;
    let warm = Warm::new(&searcher, OPTIONS);
    if name == "ten_hits" {
        let request = Request {
            query: query::parse(ASKED[0].1, &OPTIONS),
            sort: Sort::Relevance,
            offset: 0,
            limit: Some(10),
            passages: 3,
            counting: Counting::Articles,
        };
        let results = searcher.run(&request)?;
        return counted_operation(|| {
            let hits = (0..results.len()).map(|place| results.hit(place));
            Ok(hits.collect::<Result<Vec<_>, _>>().map(drop)?)
        });
    }
    let Some((_, text)) = ASKED.iter().find(|(asked, _)| *asked == name) else {
        bail!("there is no operation {name}");
    };
    let case = Case {
        class: name.to_owned(),
        query: (*text).to_owned(),
        act: Act::Hits,
    };
    let answer = counted_operation(|| Ok(warm.ask(&case)?))?;
    if answer.articles == 0 {
        bail!("{text} finds nothing: the operation is empty");
    }
    Ok(())
}

fn read(archive: &Path) -> Result<Vec<article::Article>> {
    let listing = Archive::open(archive)?.list()?;
    let mut articles = Vec::new();
    for file in &listing.files {
        corpus::read(file, &corpus::Rules::default(), &mut |record| {
            articles.extend(record)
        });
    }
    (articles.len() == READ)
        .then_some(articles)
        .context("not every article was read")
}

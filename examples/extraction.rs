//! Measures how archives are read: a line for each folder of a folder.
//!
//! `cargo run --release --example extraction -- DIR [EXPECTED]` reads each folder in DIR as an
//! archive and prints a table in Markdown: articles found, how many have a title, a date, a byline
//! and a source, and what was refused and why. EXPECTED names folders and, tabs between, how many
//! articles, titles, dates and bylines they state, and how that was counted; these stand behind an
//! `of`. Where people have judged the pages of a folder (`gold.jsonl`, as for the example `pages`),
//! what is right of what they say stands there instead. An article that is met twice is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use morgue::article::{Article, Place};
use morgue::corpus::{self, Archive, Rules};
use serde_json::Value;

/// What people say of the pages of a folder.
const GOLD: &str = "gold.jsonl";

/// Pages nest deep, and are read on a stack that is deep enough.
const STACK_BYTES: usize = 64 << 20;

fn main() -> anyhow::Result<()> {
    let reader = std::thread::Builder::new().stack_size(STACK_BYTES);
    let reader = reader.spawn(run)?;
    reader
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what is printed here are numbers and the names of one's own folders"
)]
fn run() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments
        .next()
        .context("usage: extraction DIR [EXPECTED]")?;
    let expected = match arguments.next() {
        Some(file) => expected(Path::new(&file))?,
        None => HashMap::new(),
    };
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "| folder | files | articles | title | date | byline | source | refused |\n\
         |---|---|---|---|---|---|---|---|"
    )?;
    for folder in folders(Path::new(&folder))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let mut found = Found::default();
        let files = found.read(&folder)?;
        let nothing = Expected::default();
        let stated = expected.get(name.as_ref()).unwrap_or(&nothing);
        writeln!(
            out,
            "| {name} | {files} | {} | {} | {} | {} | {} | {} |",
            of(found.articles, stated.articles),
            found.title.shown(stated.titles),
            found.date.shown(stated.dates),
            found.byline.shown(stated.bylines),
            found.source.present,
            found.refused(),
        )?;
    }
    Ok(())
}

/// How much a folder states.
#[derive(Default)]
struct Expected {
    articles: Option<usize>,
    titles: Option<usize>,
    dates: Option<usize>,
    bylines: Option<usize>,
}

/// How much each folder states; what was not counted is empty.
fn expected(file: &Path) -> anyhow::Result<HashMap<String, Expected>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines
        .map(|(folder, counts)| {
            let mut counts = counts.split('\t').map(|count| count.parse().ok());
            let mut next = || counts.next().flatten();
            let expected = Expected {
                articles: next(),
                titles: next(),
                dates: next(),
                bylines: next(),
            };
            (folder.to_owned(), expected)
        })
        .collect())
}

/// A number, and that which was to be.
fn of(found: usize, expected: Option<usize>) -> String {
    match expected {
        Some(expected) => format!("{found} of {expected}"),
        None => found.to_string(),
    }
}

fn folders(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// What was found in a folder.
#[derive(Default)]
struct Found {
    articles: usize,
    title: Field,
    date: Field,
    byline: Field,
    source: Field,
    /// Where each article was read, to tell those that are met twice.
    places: BTreeSet<Place>,
    refused: BTreeMap<&'static str, usize>,
}

/// How many articles have a field, and how many of those that people have judged have it right.
#[derive(Default)]
struct Field {
    present: usize,
    right: usize,
    judged: usize,
}

impl Field {
    /// How many are right of those judged, else how many there are of those stated.
    fn shown(&self, stated: Option<usize>) -> String {
        match self.judged {
            0 => of(self.present, stated),
            judged => format!("{} right of {judged}", self.right),
        }
    }

    fn judge(&mut self, found: Option<BTreeSet<String>>, gold: Option<BTreeSet<String>>) {
        self.present += usize::from(found.is_some());
        if let Some(gold) = gold {
            self.judged += 1;
            self.right += usize::from(found == Some(gold));
        }
    }
}

impl Found {
    /// Reads an archive; how many files it has.
    fn read(&mut self, folder: &Path) -> anyhow::Result<usize> {
        let gold = gold(folder)?;
        let rules = Rules::of_archive(folder)?;
        let listing = Archive::open(folder)?.list()?;
        for bad in &listing.bad {
            *self.refused.entry(bad.code).or_default() += 1;
        }
        let files = listing.files.iter().filter(|file| file.name != GOLD);
        for file in files.clone() {
            corpus::read(file, &rules, &mut |record| match record {
                Ok(article) => self.take(&article, &gold),
                Err(bad) => *self.refused.entry(bad.code).or_default() += 1,
            });
        }
        Ok(files.count())
    }

    fn take(&mut self, article: &Article, gold: &HashMap<String, Value>) {
        self.articles += 1;
        if !self.places.insert(article.place.clone()) {
            *self.refused.entry("met twice").or_default() += 1;
        }
        let page = article.place.file.rsplit('/').next().unwrap_or_default();
        let judged = |key: &str| Some(words(gold.get(page)?.get(key)?.as_str()?));
        let title = article.title.as_ref().map(|title| words(&title.value));
        self.title.judge(title, judged("title"));
        let date = article
            .date
            .as_ref()
            .map(|date| words(&date.value.to_string()));
        self.date.judge(date, judged("date"));
        let byline = article.byline.as_ref().map(|byline| {
            let byline = &byline.value;
            let names = match byline.people.is_empty() {
                true => &byline.affiliations,
                false => &byline.people,
            };
            words(&names.join(" "))
        });
        self.byline.judge(byline, judged("author"));
        self.source
            .judge(article.source.as_ref().map(|_| BTreeSet::new()), None);
    }

    /// The records that are no articles, by why.
    fn refused(&self) -> String {
        let refused = self.refused.iter();
        let refused = refused.map(|(code, count)| format!("{} {count}", code.replace('_', " ")));
        refused.collect::<Vec<_>>().join(", ")
    }
}

/// What people say of the pages of a folder, by the names of their files.
fn gold(folder: &Path) -> anyhow::Result<HashMap<String, Value>> {
    let file = folder.join(GOLD);
    if !file.is_file() {
        return Ok(HashMap::new());
    }
    let mut gold = HashMap::new();
    for line in std::fs::read_to_string(&file)?.lines() {
        let page: Value = serde_json::from_str(line)?;
        if let Some(name) = page["file"].as_str() {
            gold.insert(name.to_owned(), page);
        }
    }
    Ok(gold)
}

/// The words of a text, however they are written and in whatever order.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

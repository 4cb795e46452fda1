//! Measures how archives are read: a line for each folder of a folder.
//!
//! `cargo run --release --example extraction -- DIR [EXPECTED]` reads each folder in DIR as an
//! archive and prints a table in Markdown: articles found, how many have a title, a date, a byline
//! and a source, what was refused and why, and how long it took. EXPECTED names folders and the
//! numbers of their articles, a tab between. Where people have judged the pages of a folder
//! (`gold.jsonl`, as for the example `pages`), the shares that are right stand behind a `=`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use morgue::article::Article;
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
        "| folder | files | articles | expected | title | date | byline | source | refused | seconds |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    )?;
    for folder in folders(Path::new(&folder))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let mut found = Found::default();
        let started = Instant::now();
        let files = found.read(&folder)?;
        let seconds = started.elapsed().as_secs_f64();
        let expected = expected.get(name.as_ref()).map_or("", String::as_str);
        writeln!(
            out,
            "| {name} | {files} | {} | {expected} | {} | {} | {} | {} | {} | {seconds:.1} |",
            found.articles,
            found.title.share(found.articles),
            found.date.share(found.articles),
            found.byline.share(found.articles),
            found.source.share(found.articles),
            found.refused(),
        )?;
    }
    Ok(())
}

/// How many articles each folder is known to have.
fn expected(file: &Path) -> anyhow::Result<HashMap<String, String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?;
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(lines
        .map(|(folder, count)| {
            let count = count.split('\t').next().unwrap_or(count);
            (folder.to_owned(), count.to_owned())
        })
        .collect())
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
    fn share(&self, articles: usize) -> String {
        let percent = |part: usize, whole: usize| part * 100 / whole.max(1);
        match self.judged {
            0 => format!("{} %", percent(self.present, articles)),
            judged => format!(
                "{} % = {} %",
                percent(self.present, articles),
                percent(self.right, judged)
            ),
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

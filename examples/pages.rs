//! Measures the reader of web pages against a folder of pages that people have judged.
//!
//! `cargo run --release --example pages -- DIR [FIELD]` reads `DIR/gold.jsonl`, one JSON object a
//! line with `file`, `title`, `date`, `author`, sentences the body must have (`with`) and must not
//! have (`without`), and the pages in `DIR/pages/`. It prints how often each field is right where
//! one is stated, and with a FIELD (`title`, `byline`, `date`, `body`) each page where it is not.
//! All cores read, each page once in either mode: how many they read together is told by the clock,
//! how many one reads by the time that it worked.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use icu_normalizer::ComposingNormalizerBorrowed;
use morgue::article::Article;
use morgue::corpus::{self, Pages, Rules};
use serde_json::Value;

/// How often a field was right, of how many pages that state one.
#[derive(Default)]
struct Score {
    right: usize,
    stated: usize,
}

/// All scores of a run.
#[derive(Default)]
struct Scores {
    title: Score,
    byline: Score,
    date: Score,
    sentences_found: usize,
    sentences_missing: usize,
    sentences_wrong: usize,
}

/// A page as it lies in its folder: its name and its bytes.
type SavedPage<'a> = (&'a str, Vec<u8>);

/// What was read of a page, and how long a core worked for it.
struct Read {
    article: Option<Article>,
    took: Duration,
}

/// What a thread has that reads web pages, as deep as they nest, in bytes.
const STACK: usize = 64 << 20;

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("usage: pages DIR [FIELD]")?;
    let shown = arguments.next().unwrap_or_default();
    let folder = Path::new(&folder);
    let gold = folder.join("gold.jsonl");
    let gold =
        std::fs::read_to_string(&gold).with_context(|| format!("read {}", gold.display()))?;
    let gold: Vec<Value> = gold
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let pages = gold.iter().map(|gold| {
        let file = gold["file"].as_str().context("a page without `file`")?;
        Ok((file, std::fs::read(folder.join("pages").join(file))?))
    });
    let pages: Vec<SavedPage<'_>> = pages.collect::<anyhow::Result<_>>()?;
    let cores = thread::available_parallelism()?.get();
    let mut out = io::stdout().lock();
    for (name, mode) in [("full", Pages::Full), ("fast", Pages::Fast)] {
        writeln!(out, "{name}")?;
        let start = Instant::now();
        let read = read_all(&pages, &Rules::default().with_pages(mode), cores)?;
        let took = start.elapsed();
        let mut scores = Scores::default();
        for ((gold, (file, _)), read) in gold.iter().zip(&pages).zip(&read) {
            let article = read.article.clone().unwrap_or_default();
            for (field, miss) in scores.judge(gold, &article) {
                if field == shown {
                    writeln!(out, "{file} {miss}")?;
                }
            }
        }
        scores.print(&mut out)?;
        print_speed(&mut out, &pages, &read, took, cores)?;
    }
    Ok(())
}

/// Reads each page once, on so many threads, which take the next page when they are done with one.
fn read_all(pages: &[SavedPage<'_>], rules: &Rules, threads: usize) -> io::Result<Vec<Read>> {
    let next = AtomicUsize::new(0);
    let read_some = || {
        let mut read = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            match pages.get(at) {
                Some((file, bytes)) => read.push((at, read_one(bytes, file, rules))),
                None => return read,
            }
        }
    };
    let mut read = thread::scope(|scope| {
        let start = |_| {
            let thread = thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, read_some)
        };
        let threads: Vec<_> = (0..threads).map(start).collect::<io::Result<_>>()?;
        let read = threads.into_iter().flat_map(|thread| {
            let read = thread.join();
            read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        io::Result::Ok(read.collect::<Vec<_>>())
    })?;
    read.sort_by_key(|(at, _)| *at);
    Ok(read.into_iter().map(|(_, read)| read).collect())
}

fn read_one(bytes: &[u8], file: &str, rules: &Rules) -> Read {
    let mut article = None;
    let start = worked();
    corpus::read_bytes_by(rules, bytes, file, &mut |record| article = record.ok());
    let took = worked() - start;
    Read { article, took }
}

fn print_speed(
    out: &mut impl Write,
    pages: &[SavedPage<'_>],
    read: &[Read],
    took: Duration,
    cores: usize,
) -> io::Result<()> {
    let worked: Duration = read.iter().map(|read| read.took).sum();
    let a_second = |time: Duration| read.len() as f64 / time.as_secs_f64();
    let bad = read.iter().filter(|read| read.article.is_none()).count();
    writeln!(
        out,
        "pages      {:.0} a second on one core, {:.0} on {cores}; {} pages, {bad} bad",
        a_second(worked),
        a_second(took),
        read.len(),
    )?;
    let slowest = pages.iter().zip(read).max_by_key(|(_, read)| read.took);
    let Some(((name, _), read)) = slowest else {
        return Ok(());
    };
    let milliseconds = read.took.as_secs_f64() * 1e3;
    writeln!(out, "slowest    {name}, {milliseconds:.0} ms")
}

impl Scores {
    /// Compares an article with what people say; returns what differs, by field.
    fn judge(&mut self, gold: &Value, article: &Article) -> Vec<(&'static str, String)> {
        let mut misses = Vec::new();
        if let Some(wanted) = gold["title"].as_str() {
            let found = article.title.as_ref();
            let same = found.is_some_and(|found| folded(&found.value) == folded(wanted));
            self.title.count(same);
            if !same {
                misses.push(("title", format!("{wanted:?}\n   {found:?}")));
            }
        }
        if let Some(wanted) = gold["author"].as_str() {
            let found = article.byline.as_ref();
            let same = found.is_some_and(|found| {
                let value = &found.value;
                let names = match value.people.is_empty() {
                    true => value.affiliations.iter(),
                    false => value.people.iter(),
                };
                let names: BTreeSet<String> =
                    names.map(|name| folded(name).to_lowercase()).collect();
                names == names_in(wanted)
            });
            self.byline.count(same);
            if !same {
                misses.push(("byline", format!("{wanted:?}\n   {found:?}")));
            }
        } else if let Some(found) = &article.byline {
            misses.push(("nobody", format!("{found:?}")));
        }
        if let Some(wanted) = gold["date"].as_str() {
            let found = article.date.as_ref();
            let same = found.is_some_and(|found| found.value.to_string() == wanted);
            self.date.count(same);
            if !same {
                misses.push(("date", format!("{wanted:?}\n   {found:?}")));
            }
        }
        misses.extend(self.judge_body(gold, article).map(|miss| ("body", miss)));
        misses
    }

    fn judge_body(&mut self, gold: &Value, article: &Article) -> Option<String> {
        let body = folded(&article.body.join(" "));
        let sentences = |key: &str| -> Vec<&str> {
            let list = gold[key].as_array().map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(Value::as_str).collect()
        };
        let has = |sentence: &&str| body.contains(&folded(sentence));
        let (found, missing): (Vec<_>, Vec<_>) = sentences("with").into_iter().partition(has);
        let wrong: Vec<_> = sentences("without").into_iter().filter(has).collect();
        self.sentences_found += found.len();
        self.sentences_missing += missing.len();
        self.sentences_wrong += wrong.len();
        let clean = missing.is_empty() && wrong.is_empty();
        (!clean).then(|| {
            format!(
                "missing {missing:?}, wrong {wrong:?}, gaps {:?}",
                article.gaps
            )
        })
    }

    fn print(&mut self, out: &mut impl Write) -> io::Result<()> {
        for (name, score) in [
            ("title", &self.title),
            ("byline", &self.byline),
            ("date", &self.date),
        ] {
            let share = 100.0 * score.right as f64 / score.stated.max(1) as f64;
            writeln!(out, "{name:<10} {share:5.1} % of {}", score.stated)?;
        }
        let (found, missing, wrong) = (
            self.sentences_found as f64,
            self.sentences_missing as f64,
            self.sentences_wrong as f64,
        );
        writeln!(
            out,
            "sentences  F1 {:.3}  precision {:.3}  recall {:.3}",
            2.0 * found / (2.0 * found + missing + wrong),
            found / (found + wrong),
            found / (found + missing),
        )
    }
}

/// How long a core has worked for this thread; on other systems than Linux, how late it is.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

impl Score {
    fn count(&mut self, right: bool) {
        self.stated += 1;
        self.right += usize::from(right);
    }
}

/// The names of a judged author line, which may be a printed list.
fn names_in(author: &str) -> BTreeSet<String> {
    author
        .trim_matches(['[', ']'])
        .split([',', ';'])
        .map(|name| folded(name.trim().trim_matches('\'')).to_lowercase())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The text in compatibility form, with one kind of quotation mark and single spaces.
fn folded(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc()
        .normalize(text)
        .into_owned();
    let quotes = text.replace(
        [
            '"', '“', '”', '„', '«', '»', '‘', '’', '‚', '`', '´', '‹', '›',
        ],
        "'",
    );
    quotes.split_whitespace().collect::<Vec<_>>().join(" ")
}

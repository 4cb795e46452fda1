//! Measures `w/5`, `w/s` and `w/p` beside tantivy's own phrase query with slop, and phrases with
//! stop words beside its phrase query, on the same words.
//!
//! `cargo run --release --example near -- INDEX [PAIRS]`: pairs of words that are neither rare nor
//! common are drawn from the index; each question asks for the first ten articles and the exact
//! number of them, in one pass, in the body alone. A figure is the processor time of the
//! best of seven rounds, in which the questions take turns.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;
use std::time::Duration;

use morgue::analysis;
use morgue::date;
use morgue::query::{self, Options};
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Searcher};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::PhraseQuery;
use tantivy::schema::Field;
use tantivy::{Index, Term};

/// Words that between 1 in 125 and 1 in 12 articles hold.
const RAREST: u64 = 125;
const COMMONEST: u64 = 12;
const ROUNDS: usize = 7;
/// So many articles are looked through for phrases, and so many words are common.
const SAMPLE: usize = 2_000;
const STOPS: usize = 50;
/// So many pairs are tried to find enough.
const MOST_TRIED: usize = 100_000;

#[expect(
    clippy::disallowed_methods,
    reason = "it prints for its developer alone"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let index = arguments.next().ok_or("name an index")?;
    let pairs: usize = arguments.next().map_or(Ok(200), |number| number.parse())?;
    let stock = Stock::open(Path::new(&index))?;
    let searcher = Searcher::open(Path::new(&index))?;
    let phrases = phrases(&searcher, pairs)?;
    let pairs = stock.pairs(pairs)?;
    let near = |connector: &str, pair: &[String]| {
        ask(
            &searcher,
            &format!("body:(\"{}\" {connector} \"{}\")", pair[0], pair[1]),
        )
    };
    let [slop, near, sentence, paragraph] =
        side_by_side(&pairs, |question, pair| match question {
            0 => stock.ask(pair, 5).map(drop),
            1 => near("w/5", pair),
            2 => near("w/s", pair),
            _ => near("w/p", pair),
        })?;
    let [stock_phrase, phrase] = side_by_side(&phrases, |question, phrase| match question {
        0 => stock.ask(phrase, 0).map(drop),
        _ => ask(&searcher, &format!("body:\"{}\"", phrase.join(" "))),
    })?;
    let mut out = String::new();
    for (name, times, beside) in [
        ("slop 5", &slop, &slop),
        ("w/5", &near, &slop),
        ("w/s", &sentence, &near),
        ("w/p", &paragraph, &near),
        ("tantivy's phrase", &stock_phrase, &stock_phrase),
        ("phrase", &phrase, &stock_phrase),
    ] {
        let (p50, p99) = (quantile(times, 50), quantile(times, 99));
        out += &format!(
            "{name:16} p50 {:8.1} µs  p99 {:8.1} µs  ratio {:.2} and {:.2}\n",
            p50 * 1e6,
            p99 * 1e6,
            p50 / quantile(beside, 50),
            p99 / quantile(beside, 99),
        );
    }
    std::io::Write::write_all(&mut std::io::stdout(), out.as_bytes())?;
    Ok(())
}

fn ask(searcher: &Searcher, text: &str) -> Result<(), Box<dyn Error>> {
    searcher.run(&request(text, 10))?;
    Ok(())
}

fn request(text: &str, limit: usize) -> Request {
    let options = Options {
        today: date::today(),
        date_order: None,
        dialect: None,
    };
    Request {
        query: query::parse(text, &options),
        sort: Sort::Relevance,
        offset: 0,
        limit: Some(limit),
        passages: 0,
        counting: Counting::Articles,
    }
}

/// Runs of words of the index's articles of which two or more are among the commonest.
fn phrases(searcher: &Searcher, wanted: usize) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut bodies = Vec::new();
    for hit in searcher.search(&request("*", SAMPLE))?.hits {
        let article = searcher.open_article(&hit.id, None)?.article;
        let words = analysis::body(&article.body).words;
        bodies.push(words.split(' ').map(str::to_owned).collect::<Vec<String>>());
    }
    let mut counts: HashMap<&String, usize> = HashMap::new();
    for word in bodies.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut by_count: Vec<(&String, usize)> = counts.into_iter().collect();
    by_count.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let stops: HashSet<&String> = by_count.iter().take(STOPS).map(|(word, _)| *word).collect();
    let is_asked = |run: &[String]| {
        let stops = run.iter().filter(|word| stops.contains(word)).count();
        stops >= 2
            && run
                .iter()
                .all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
    };
    let firsts = bodies
        .iter()
        .enumerate()
        .filter_map(|(n, body)| body.windows(3 + n % 2).find(|run| is_asked(run)));
    Ok(firsts.take(wanted).map(<[String]>::to_vec).collect())
}

/// tantivy without us.
struct Stock {
    searcher: tantivy::Searcher,
    body: Field,
}

impl Stock {
    fn open(index: &Path) -> Result<Stock, Box<dyn Error>> {
        let manifest = std::fs::read(index.join("morgue.json"))?;
        let manifest: serde_json::Value = serde_json::from_slice(&manifest)?;
        // The list of segments stands in the manifest; tantivy wants it as a file beside them.
        let folder = tempfile::tempdir()?;
        let meta = manifest["commit"]["meta"].as_str().unwrap_or_default();
        std::fs::write(folder.path().join("meta.json"), meta)?;
        for entry in std::fs::read_dir(index.join("segments"))? {
            let path = entry?.path().canonicalize()?;
            let name = path.file_name().unwrap_or_default();
            std::os::unix::fs::symlink(&path, folder.path().join(name))?;
        }
        let index = Index::open_in_dir(folder.path())?;
        let body = index.schema().get_field("body")?;
        let searcher = index.reader()?.searcher();
        Ok(Stock { searcher, body })
    }

    /// The number of articles that hold the words as a phrase, as loose as that.
    fn ask(&self, words: &[String], slop: u32) -> Result<usize, Box<dyn Error>> {
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(self.body, word));
        let mut query = PhraseQuery::new(terms.collect());
        query.set_slop(slop);
        let first_ten = TopDocs::with_limit(10).order_by_score();
        Ok(self.searcher.search(&query, &(first_ten, Count))?.1)
    }

    /// Pairs of words spread evenly over those that are neither rare nor common, and that are near
    /// each other somewhere.
    fn pairs(&self, wanted: usize) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
        let articles = self.searcher.num_docs();
        let mut words = Vec::new();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.body)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((term, info)) = terms.next() {
                let frequency = u64::from(info.doc_freq);
                let is_word = term.iter().all(u8::is_ascii_lowercase);
                if is_word && (articles / RAREST..articles / COMMONEST).contains(&frequency) {
                    words.push(String::from_utf8(term.to_vec())?);
                }
            }
        }
        if words.len() < 2 {
            return Err("the index has no words that are neither rare nor common".into());
        }
        // Pairs that are never near are told why nothing was found, which is another question.
        let mut pairs = Vec::new();
        for n in 0..MOST_TRIED {
            let pair = [(n * 7919 + 13), (n * 104_729 + 101)];
            let pair = pair.map(|n| words[n % words.len()].clone()).to_vec();
            if pairs.len() < wanted && pair[0] != pair[1] && self.ask(&pair, 5)? > 0 {
                pairs.push(pair);
            }
        }
        Ok(pairs)
    }
}

/// How long each question takes of each of the words, at best of several rounds. The questions take
/// turns, so that what else the machine does hits all alike.
fn side_by_side<const N: usize>(
    words: &[Vec<String>],
    ask: impl Fn(usize, &[String]) -> Result<(), Box<dyn Error>>,
) -> Result<[Vec<Duration>; N], Box<dyn Error>> {
    let mut times = [const { Vec::new() }; N];
    for words in words {
        let mut best = [Duration::MAX; N];
        for _ in 0..ROUNDS {
            for (question, best) in best.iter_mut().enumerate() {
                let begun = processor_time();
                ask(question, words)?;
                *best = (*best).min(processor_time() - begun);
            }
        }
        for (times, best) in times.iter_mut().zip(best) {
            times.push(best);
        }
    }
    Ok(times)
}

/// What this thread has had of a processor: other programs take none of it.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Seconds below which so many of a hundred lie.
fn quantile(times: &[Duration], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() - 1) * percent / 100].as_secs_f64()
}

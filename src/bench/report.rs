//! What a measurement came to: per query and per class, as JSON that a later one compares with.

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use super::{Case, Measured, Phased, Phases};

/// Digits of a time that are kept.
const DIGITS: u8 = 3;

/// A measurement. Times are nanoseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of the JSON.
    pub morgue: u32,
    /// `bench`
    pub kind: String,
    /// The version of the program.
    pub version: String,
    /// What was asked.
    pub index: Asked,
    /// On what.
    pub machine: Machine,
    /// How.
    pub setting: Setting,
    /// What is to be said about it.
    pub notes: Vec<String>,
    /// All queries together.
    pub all: Row,
    /// Class by class.
    pub classes: Vec<Row>,
    /// Query by query.
    pub queries: Vec<QueryTimes>,
}

/// The index that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Six hexadecimal digits of what it holds.
    pub id: String,
    /// Its articles.
    pub articles: u64,
}

/// The machine, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name.
    pub cpu: Option<String>,
    /// How many threads it runs at once.
    pub cores: usize,
    /// How its clock is governed.
    pub governor: Option<String>,
    /// How many threads wanted to run, on average over the minute before.
    pub load: Option<f64>,
}

/// How it was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Who was asked.
    pub mode: Mode,
    /// Rounds before the clock counted.
    pub warmup: usize,
    /// Rounds that counted.
    pub repeats: usize,
    /// Askers at the same time.
    pub threads: usize,
    /// What became of the index's files in the page cache before each query.
    pub page_cache: PageCache,
}

/// Who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// An open index in the same process.
    Warm,
    /// A fresh process for each query.
    Fresh,
    /// A fresh process that has to read the index from the disk.
    Cold,
}

/// What became of the page cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageCache {
    /// It was left alone.
    Kept,
    /// The system was asked to drop the index's files.
    Dropped,
    /// The system cannot be asked to here.
    Refused,
}

/// The figures of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its name; `all` for all of them.
    pub class: String,
    /// Its queries.
    pub queries: usize,
    /// Over all rounds of all queries.
    pub latency: Latency,
    /// Over the best round of each query: what the machine's noise leaves alone.
    pub best: Latency,
    /// Queries a second, all askers together.
    pub per_second: f64,
    /// Where the time of a query goes on average; null where it has no such steps.
    pub phases: Option<Phases>,
}

/// Percentiles, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "their names say all")]
pub struct Latency {
    pub samples: u64,
    pub mean: u64,
    pub p50: u64,
    pub p90: u64,
    pub p95: u64,
    pub p99: u64,
    pub p999: u64,
    pub max: u64,
}

/// A query and its times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryTimes {
    /// The query.
    #[serde(flatten)]
    pub case: Case,
    /// The articles it found.
    pub articles: u64,
    /// Its time in each round.
    pub times: Vec<u64>,
    /// Where its time goes.
    pub phases: Option<Phases>,
}

impl QueryTimes {
    /// Its best round.
    pub fn best(&self) -> u64 {
        self.times.iter().copied().min().unwrap_or(0)
    }
}

/// Query by query what was measured, and where the time goes if that was.
pub fn queries(cases: Vec<Case>, measured: Measured, phased: Option<Phased>) -> Vec<QueryTimes> {
    let phased = phased.unwrap_or_else(|| vec![None; cases.len()]);
    let times = measured.articles.into_iter().zip(measured.samples);
    let measured = cases.into_iter().zip(times).zip(phased);
    let query = |((case, (articles, times)), phases)| QueryTimes {
        case,
        articles,
        times,
        phases,
    };
    measured.map(query).collect()
}

/// The figures of all queries, and those of each class in the order in which they come.
pub fn rows(queries: &[QueryTimes], threads: usize) -> (Row, Vec<Row>) {
    let mut names: Vec<&str> = Vec::new();
    for query in queries {
        if !names.contains(&query.case.class.as_str()) {
            names.push(&query.case.class);
        }
    }
    let of_class = |name: &str| {
        let of_class = queries.iter().filter(|query| query.case.class == name);
        row(name, &of_class.collect::<Vec<_>>(), threads)
    };
    let all = row("all", &queries.iter().collect::<Vec<_>>(), threads);
    (all, names.into_iter().map(of_class).collect())
}

fn row(name: &str, queries: &[&QueryTimes], threads: usize) -> Row {
    let latency = latency(queries.iter().flat_map(|query| query.times.iter().copied()));
    let phased: Vec<Phases> = queries.iter().filter_map(|query| query.phases).collect();
    Row {
        class: name.to_owned(),
        queries: queries.len(),
        latency,
        best: self::latency(queries.iter().map(|query| query.best())),
        // Each asker begins with the next query when it is done with one.
        per_second: threads as f64 * 1e9 / latency.mean.max(1) as f64,
        phases: (phased.len() == queries.len() && !phased.is_empty()).then(|| mean(&phased)),
    }
}

fn latency(times: impl Iterator<Item = u64>) -> Latency {
    let mut histogram = Histogram::<u64>::new(DIGITS).expect("1 to 5 digits are possible");
    for time in times {
        histogram += time;
    }
    if histogram.is_empty() {
        return Latency::default();
    }
    Latency {
        samples: histogram.len(),
        mean: histogram.mean() as u64,
        p50: histogram.value_at_quantile(0.50),
        p90: histogram.value_at_quantile(0.90),
        p95: histogram.value_at_quantile(0.95),
        p99: histogram.value_at_quantile(0.99),
        p999: histogram.value_at_quantile(0.999),
        max: histogram.max(),
    }
}

fn mean(phases: &[Phases]) -> Phases {
    let mean = |of: fn(&Phases) -> u64| phases.iter().map(of).sum::<u64>() / phases.len() as u64;
    Phases {
        parse: mean(|phases| phases.parse),
        plan: mean(|phases| phases.plan),
        matching: mean(|phases| phases.matching),
        fetch: mean(|phases| phases.fetch),
        passages: mean(|phases| phases.passages),
    }
}

//! `morgue bench`: measures how fast an index answers.

mod drawn;
mod fresh;
mod machine;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use morgue::bench::report::{self, Asked, Mode, PageCache, QueryTimes, Report, Setting};
use morgue::bench::{self, Act, Case, Class, Drawn, Effort, Warm, compare};
use morgue::date;
use morgue::query::Options;
use morgue::search::Searcher;
use morgue::search::page::JSON_VERSION;

use super::failure::Stumble;
use super::print::{Console, json};
use super::{Outcome, place};
use fresh::Fresh;

/// Queries of a class.
const PER_CLASS: usize = 20;
/// Rounds before the clock counts, and rounds that count, of an open index.
const WARM_ROUNDS: (usize, usize) = (1, 9);
/// The same of fresh processes, which take a hundred times as long.
const FRESH_ROUNDS: (usize, usize) = (1, 3);
const SEED: u64 = 1;

/// Measure how fast the index answers
///
/// Puts queries to the index in rounds and tells the percentiles of their times, from the query's
/// text to the last of ten hits with passages and the exact number of articles. The queries are
/// drawn from the articles themselves, the same ones for the same seed, or given in a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue bench                                all classes on an open index
  morgue bench --classes phrase,stops,near --per-class 100
  morgue bench --queries mine.txt --threads 2
  morgue bench --cold                         a process each, from the disk
  morgue bench --save old.json                keep it, and compare later:
  morgue bench --compare old.json             the same queries again

Classes: rare, mid, common (words); and, or; natural (a question); phrase,
stops (a phrase with the commonest words); prefix, wildcard, fuzzy; near
(w/5), sentence (w/s); dates (a word in a year), newest; count, years (count
by year); kwic (ten lines).

The percentiles are taken over all rounds of a class's queries; the JSON has
them over the best round of each query too, and every single time. Compared are
best rounds, query by query. A comparison is refused when the index or an answer
has changed, for then the work has.

Exit codes: 0 measured, 2 error.")]
pub(crate) struct Args {
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Take the queries from this file: one a line, or a name, a tab and a query
    #[arg(long, value_name = "FILE", conflicts_with = "classes")]
    queries: Option<PathBuf>,
    /// Draw these classes of queries only
    #[arg(
        long,
        value_name = "A,B,…",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    classes: Vec<Drawable>,
    /// Draw the queries by this seed [default: 1]
    #[arg(long, value_name = "N", conflicts_with = "queries")]
    seed: Option<u64>,
    /// Draw so many queries of each class [default: 20]
    #[arg(long, value_name = "N", value_parser = positive, conflicts_with = "queries")]
    per_class: Option<usize>,
    /// Rounds before the clock counts [default: 1]
    #[arg(long, value_name = "N")]
    warmup: Option<usize>,
    /// Rounds that count [default: 9; 3 for fresh processes]
    #[arg(long, value_name = "N", value_parser = positive)]
    repeats: Option<usize>,
    /// Ask so many at the same time
    #[arg(long, value_name = "N", value_parser = positive, default_value = "1")]
    threads: usize,
    /// Start a process for each query, and count its start and its end in
    #[arg(long)]
    fresh: bool,
    /// The same, the index's files dropped from the system's cache before each, where it lets us
    #[arg(long, conflicts_with_all = ["fresh", "threads"])]
    cold: bool,
    /// Print the measurement as JSON
    #[arg(long)]
    json: bool,
    /// Write the measurement to this file, as JSON
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Compare with a saved measurement; its queries are asked unless others are named
    #[arg(long, value_name = "OLD.json")]
    compare: Option<PathBuf>,
}

/// A class by the name that is typed.
#[derive(Clone, Copy, Debug)]
struct Drawable(Class);

impl ValueEnum for Drawable {
    fn value_variants<'a>() -> &'a [Drawable] {
        const ALL: [Drawable; Class::ALL.len()] = {
            let mut all = [Drawable(Class::Rare); Class::ALL.len()];
            let mut place = 0;
            while place < all.len() {
                all[place] = Drawable(Class::ALL[place]);
                place += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("it must be a number from 1".to_owned()),
        Ok(number) => Ok(number),
    }
}

/// Measures, and prints and keeps what came out.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let index = place::existing(args.index.as_deref())?;
    let old = args.compare.as_deref().map(saved).transpose()?;
    let drawn = args.cases(&index, old.as_ref())?;
    let report = args.measure(&index, drawn)?;
    // Kept before anything else can fail: it took a while.
    if let Some(path) = &args.save {
        let text = serde_json::to_string(&report)? + "\n";
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let changes = match &old {
        Some(old) => Some(compare::compare(old, &report).map_err(|why| {
            let hint = "measure anew with --save, once by each program, on the same index";
            Stumble::new(format!("these cannot be compared: {why}"), hint)
        })?),
        None => None,
    };
    if args.json {
        json::bench(&report, changes.as_deref(), console.json())?;
    } else {
        let mut screen = console.out();
        drawn::report(&report, &mut screen)?;
        if let Some(changes) = &changes {
            drawn::changes(changes, &mut screen)?;
        }
        screen.flush()?;
    }
    Ok(Outcome::Found)
}

fn saved(path: &Path) -> Result<Report> {
    let named = || format!("cannot read the measurement {}", path.display());
    let text = fs::read(path).with_context(named)?;
    serde_json::from_slice(&text).with_context(named)
}

impl Args {
    fn mode(&self) -> Mode {
        match (self.fresh, self.cold) {
            (_, true) => Mode::Cold,
            (true, false) => Mode::Fresh,
            (false, false) => Mode::Warm,
        }
    }

    /// The queries: those of the file, those of the measurement to compare with, or drawn ones.
    fn cases(&self, index: &Path, old: Option<&Report>) -> Result<Drawn> {
        if let Some(path) = &self.queries {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            return Ok(Drawn {
                cases: given(&text),
                notes: Vec::new(),
            });
        }
        let draws = !self.classes.is_empty() || self.seed.is_some() || self.per_class.is_some();
        if let Some(old) = old.filter(|_| !draws) {
            let cases = old.queries.iter().map(|query| query.case.clone());
            return Ok(Drawn {
                cases: cases.collect(),
                notes: Vec::new(),
            });
        }
        let named: Vec<Class> = self.classes.iter().map(|drawable| drawable.0).collect();
        let classes = if named.is_empty() {
            Class::ALL.as_slice()
        } else {
            &named
        };
        let per_class = self.per_class.unwrap_or(PER_CLASS);
        Ok(bench::draw(
            index,
            classes,
            per_class,
            self.seed.unwrap_or(SEED),
        )?)
    }

    /// How often a query is asked in this way.
    fn effort(&self, mode: Mode) -> Effort {
        let (warmup, repeats) = match mode {
            Mode::Warm => WARM_ROUNDS,
            Mode::Fresh | Mode::Cold => FRESH_ROUNDS,
        };
        Effort {
            warmup: self.warmup.unwrap_or(warmup),
            repeats: self.repeats.unwrap_or(repeats),
            threads: self.threads,
        }
    }

    fn measure(&self, index: &Path, drawn: Drawn) -> Result<Report> {
        let Drawn {
            mut cases,
            mut notes,
        } = drawn;
        let machine = machine::describe();
        let mode = self.mode();
        if mode != Mode::Warm {
            notes.extend(fresh::leave_out(&mut cases));
        }
        if cases.is_empty() {
            let hint = "give queries with --queries FILE";
            return Err(Stumble::new("there are no queries to ask", hint).into());
        }
        let effort = self.effort(mode);
        let asked = asked(index)?;
        let (queries, page_cache) = queries(index, mode, cases, effort)?;
        let (all, classes) = report::rows(&queries, effort.threads);
        Ok(Report {
            morgue: JSON_VERSION,
            kind: "bench".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            index: asked,
            machine,
            setting: Setting {
                mode,
                warmup: effort.warmup,
                repeats: effort.repeats,
                threads: effort.threads,
                page_cache,
            },
            notes,
            all,
            classes,
            queries,
        })
    }
}

/// Asks each query as often as that, in this way.
fn queries(
    index: &Path,
    mode: Mode,
    cases: Vec<Case>,
    effort: Effort,
) -> Result<(Vec<QueryTimes>, PageCache)> {
    if mode != Mode::Warm {
        let fresh = Fresh::new(index, mode)?;
        let measured = bench::measure(&fresh, &cases, effort)?;
        return Ok((report::queries(cases, measured, None), fresh.page_cache()));
    }
    let searcher = Searcher::open(index)?;
    let options = Options {
        today: date::today(),
        date_order: None,
        dialect: None,
    };
    let warm = Warm::new(&searcher, options);
    let measured = bench::measure(&warm, &cases, effort)?;
    let phased = bench::phases(&warm, &cases, effort.repeats)?;
    let queries = report::queries(cases, measured, Some(phased));
    Ok((queries, PageCache::Kept))
}

fn asked(index: &Path) -> Result<Asked> {
    let stamp = Searcher::open(index)?.stamp();
    Ok(Asked {
        id: stamp.id,
        articles: stamp.articles,
    })
}

/// The queries of a file: empty lines are passed over.
fn given(text: &str) -> Vec<Case> {
    let case = |line: &str| {
        let (class, query) = line.split_once('\t').unwrap_or(("given", line));
        Case {
            class: class.to_owned(),
            query: query.to_owned(),
            act: Act::Hits,
        }
    };
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(case)
        .collect()
}

//! Puts the queries again and again, in rounds, so that what slows the machine slows all alike.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::warm::{Steps, Warm, nanoseconds};
use super::{Ask, Case, Phases};
use crate::error::Error;

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Rounds before the clock counts.
    pub warmup: usize,
    /// Rounds that count.
    pub repeats: usize,
    /// Askers at the same time.
    pub threads: usize,
}

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// For each query the articles that it found.
    pub articles: Vec<u64>,
    /// For each query the nanoseconds of each round.
    pub samples: Vec<Vec<u64>>,
    /// How long the rounds that count took.
    pub wall: Duration,
}

/// For each query where its time goes: the least of some rounds, step by step.
pub type Phased = Vec<Option<Phases>>;

/// Puts all queries in so many rounds.
pub fn measure(ask: &dyn Ask, cases: &[Case], effort: Effort) -> Result<Measured, Error> {
    for _ in 0..effort.warmup {
        round(ask, cases, effort.threads)?;
    }
    let mut measured = Measured {
        articles: vec![0; cases.len()],
        samples: vec![Vec::with_capacity(effort.repeats); cases.len()],
        wall: Duration::ZERO,
    };
    for _ in 0..effort.repeats.max(1) {
        let begun = Instant::now();
        let answers = round(ask, cases, effort.threads)?;
        measured.wall += begun.elapsed();
        for (place, articles, took) in answers {
            measured.articles[place] = articles;
            measured.samples[place].push(took);
        }
    }
    Ok(measured)
}

/// What a query came to: its place, the articles it found, its nanoseconds.
type Asked = (usize, u64, u64);

/// Every query once, on so many threads.
fn round(ask: &dyn Ask, cases: &[Case], threads: usize) -> Result<Vec<Asked>, Error> {
    let next = AtomicUsize::new(0);
    if threads <= 1 {
        return take_turns(ask, cases, &next);
    }
    std::thread::scope(|scope| {
        let asker = || scope.spawn(|| take_turns(ask, cases, &next));
        let askers: Vec<_> = (0..threads).map(|_| asker()).collect();
        let mut answers = Vec::with_capacity(cases.len());
        for asker in askers {
            let ended = asker.join();
            answers.extend(ended.unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(answers)
    })
}

/// Takes the next query that nobody has taken until there is none.
fn take_turns(ask: &dyn Ask, cases: &[Case], next: &AtomicUsize) -> Result<Vec<Asked>, Error> {
    let mut answers = Vec::new();
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(case) = cases.get(place) else {
            return Ok(answers);
        };
        let answer = ask.ask(case)?;
        answers.push((place, answer.articles, nanoseconds(answer.took)));
    }
}

/// Takes the answers apart, so many times each.
pub fn phases(warm: &Warm<'_>, cases: &[Case], repeats: usize) -> Result<Phased, Error> {
    let mut least: Vec<Option<Steps>> = vec![None; cases.len()];
    for _ in 0..repeats.max(1) {
        for (place, case) in cases.iter().enumerate() {
            let now = warm.steps(case)?;
            least[place] = match (least[place], now) {
                (Some(before), Some(now)) => Some(before.least(now)),
                (_, now) => now,
            };
        }
    }
    let phases = |steps: Option<Steps>| steps.map(Steps::phases);
    Ok(least.into_iter().map(phases).collect())
}

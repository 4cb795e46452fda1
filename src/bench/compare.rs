//! Compares two measurements of the same answers: which differences exceed the noise.

use serde::Serialize;

use super::lots::Lots;
use super::report::{QueryTimes, Report};

/// Draws of the bootstrap: enough for the ends of an interval of 95 %.
const DRAWS: usize = 2_000;
/// What is never told from noise: two builds of the same source differ by as much in the layout of
/// their code.
const LEAST_NOISE: f64 = 0.01;

/// A class, then and now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its name.
    pub class: String,
    /// The time now over the time then: the geometric mean over the queries' best rounds.
    pub ratio: f64,
    /// Where it lies in 95 of 100 cases, drawn again from the same queries.
    pub between: [f64; 2],
    /// How far the halves of a measurement lie apart, as a ratio less 1.
    pub noise: f64,
    /// What it means.
    pub verdict: Verdict,
}

/// What a difference means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Less time, beyond the noise.
    Faster,
    /// More time, beyond the noise.
    Slower,
    /// No difference that exceeds the noise.
    Same,
}

/// Compares class by class; all queries together come first. `Err` says why two measurements
/// cannot be compared.
pub fn compare(old: &Report, new: &Report) -> Result<Vec<Change>, String> {
    refuse(old, new)?;
    let pairs: Vec<(&QueryTimes, &QueryTimes)> = old.queries.iter().zip(&new.queries).collect();
    let mut changes = vec![change("all", &pairs)];
    for row in &new.classes {
        let of_class = pairs.iter().filter(|(_, new)| new.case.class == row.class);
        changes.push(change(&row.class, &of_class.copied().collect::<Vec<_>>()));
    }
    Ok(changes)
}

fn refuse(old: &Report, new: &Report) -> Result<(), String> {
    if old.index != new.index {
        return Err(format!(
            "the index was {} with {} articles, now it is {} with {}",
            old.index.id, old.index.articles, new.index.id, new.index.articles
        ));
    }
    if (old.setting.mode, old.setting.threads) != (new.setting.mode, new.setting.threads) {
        return Err(
            "one was measured warm, fresh or cold, or on so many threads, the other not".to_owned(),
        );
    }
    if !old
        .queries
        .iter()
        .map(|query| &query.case)
        .eq(new.queries.iter().map(|query| &query.case))
    {
        return Err("the queries differ".to_owned());
    }
    let mut pairs = old.queries.iter().zip(&new.queries);
    match pairs.find(|(old, new)| old.articles != new.articles) {
        Some((old, new)) => Err(format!(
            "the answers differ: {} found {} articles, now it finds {}",
            new.case.query, old.articles, new.articles
        )),
        None => Ok(()),
    }
}

fn change(class: &str, pairs: &[(&QueryTimes, &QueryTimes)]) -> Change {
    let logs = pairs
        .iter()
        .map(|(old, new)| log_ratio(new.best(), old.best()));
    let logs: Vec<f64> = logs.collect();
    let ratio = mean(&logs);
    let between = bootstrap(&logs);
    let halves = |of: fn(&(&QueryTimes, &QueryTimes)) -> f64| {
        mean(&pairs.iter().map(of).collect::<Vec<_>>()).abs()
    };
    let noise = halves(|(old, _)| halves_apart(old)).max(halves(|(_, new)| halves_apart(new)));
    let noise = noise.max(LEAST_NOISE);
    let verdict = match between {
        [_, high] if high < -noise => Verdict::Faster,
        [low, _] if low > noise => Verdict::Slower,
        _ => Verdict::Same,
    };
    Change {
        class: class.to_owned(),
        ratio: ratio.exp(),
        between: between.map(f64::exp),
        noise: noise.exp_m1(),
        verdict,
    }
}

/// The logarithm of a ratio of times; of two that were not measured it is 0.
fn log_ratio(above: u64, below: u64) -> f64 {
    (above.max(1) as f64 / below.max(1) as f64).ln()
}

/// How far the best of the first rounds lies from the best of the last ones.
fn halves_apart(query: &QueryTimes) -> f64 {
    let (first, last) = query.times.split_at(query.times.len() / 2);
    match (first.iter().min(), last.iter().min()) {
        (Some(first), Some(last)) => log_ratio(*last, *first),
        _ => 0.0,
    }
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len().max(1) as f64
}

/// The ends between which the mean lies in 95 of 100 draws of as many of the same numbers.
fn bootstrap(numbers: &[f64]) -> [f64; 2] {
    // Any seed will do, as long as it is the same one each time.
    let mut lots = Lots::new(7);
    let mut draw = || {
        let drawn = (0..numbers.len()).filter_map(|_| lots.one(numbers).copied());
        mean(&drawn.collect::<Vec<_>>())
    };
    let mut means: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
    means.sort_by(f64::total_cmp);
    [means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::{Act, Case};

    fn query(times: &[u64]) -> QueryTimes {
        QueryTimes {
            case: Case {
                class: "mid".into(),
                query: "flood".into(),
                act: Act::Hits,
            },
            articles: 3,
            times: times.to_vec(),
            phases: None,
        }
    }

    #[test]
    fn a_difference_counts_when_it_exceeds_the_noise() {
        let verdict = |old: &[u64], new: &[u64]| {
            let (old, new) = (query(old), query(new));
            change("mid", &[(&old, &new), (&old, &new), (&old, &new)]).verdict
        };
        for (old, new, expected) in [
            (
                &[1000, 1010, 1000, 1000][..],
                &[1000, 1000, 1005, 1000][..],
                Verdict::Same,
            ),
            (
                &[1000, 1000, 1000, 1000],
                &[1200, 1210, 1200, 1200],
                Verdict::Slower,
            ),
            (
                &[1000, 1000, 1000, 1000],
                &[800, 810, 800, 900],
                Verdict::Faster,
            ),
            // The first rounds were half as fast as the last ones: nothing can be told.
            (
                &[1000, 1000, 1000, 1000],
                &[2400, 2400, 1200, 1200],
                Verdict::Same,
            ),
        ] {
            assert_eq!(verdict(old, new), expected, "{old:?} {new:?}");
        }
    }
}

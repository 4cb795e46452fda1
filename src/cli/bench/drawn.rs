//! Draws a measurement as tables.

use std::io::Result;

use morgue::bench::Phases;
use morgue::bench::compare::{Change, Verdict};
use morgue::bench::report::{Mode, PageCache, Report, Row};

use crate::cli::print::{Screen, human, style};

/// Draws the measurement: the percentiles by class, then where the time goes.
pub(crate) fn report(report: &Report, screen: &mut Screen) -> Result<()> {
    head(report, screen)?;
    screen.end()?;
    let titles = [
        "queries", "p50", "p90", "p95", "p99", "p99.9", "max", "a second",
    ];
    columns("ms", &titles, screen)?;
    for row in report.classes.iter().chain([&report.all]) {
        percentiles(row, screen)?;
    }
    if report.all.phases.is_some() || report.classes.iter().any(|row| row.phases.is_some()) {
        screen.end()?;
        let titles = ["parse", "plan", "match", "fetch", "passages"];
        columns("µs on average", &titles, screen)?;
        for row in &report.classes {
            if let Some(of) = &row.phases {
                phases(&row.class, of, screen)?;
            }
        }
    }
    for note in &report.notes {
        screen.put(style::NOTE, "note: ")?;
        screen.line(note.as_str())?;
    }
    Ok(())
}

fn head(report: &Report, screen: &mut Screen) -> Result<()> {
    let setting = &report.setting;
    let how = match (setting.mode, setting.page_cache) {
        (Mode::Warm, _) => "an open index",
        (Mode::Fresh, _) => "a fresh process each, the files in the system's cache",
        (Mode::Cold, PageCache::Dropped) => {
            "a fresh process each, the files dropped from the cache"
        }
        (Mode::Cold, _) => "a fresh process each; the system's cache could not be dropped",
    };
    screen.line(format!(
        "{} (index {}), {how}",
        human::articles(report.index.articles),
        report.index.id
    ))?;
    screen.line(format!(
        "{} in {} after {} of warm-up, {}",
        human::counted(report.queries.len() as u64, "query", "queries"),
        human::counted(setting.repeats as u64, "round", "rounds"),
        setting.warmup,
        human::counted(setting.threads as u64, "thread", "threads"),
    ))?;
    let machine = &report.machine;
    let mut told = vec![human::counted(machine.cores as u64, "core", "cores")];
    told.extend(machine.cpu.clone());
    told.extend(
        machine
            .governor
            .as_ref()
            .map(|governor| format!("governor {governor}")),
    );
    told.extend(machine.load.map(|load| format!("load {load:.1}")));
    screen.line(format!("morgue {}; {}", report.version, told.join(", ")))
}

/// The width of a row's name, and of a figure.
const NAME: usize = 14;
const FIGURE: usize = 8;

fn columns(unit: &str, titles: &[&str], screen: &mut Screen) -> Result<()> {
    let titles = titles
        .iter()
        .map(|title| format!(" {title:>0$}", FIGURE - 1));
    screen.put(
        style::FAINT,
        format!("{unit:NAME$}{}", titles.collect::<String>()),
    )?;
    screen.end()
}

fn percentiles(row: &Row, screen: &mut Screen) -> Result<()> {
    let of = &row.latency;
    let mut line = format!("{:NAME$}{:>FIGURE$}", row.class, row.queries);
    for nanoseconds in [of.p50, of.p90, of.p95, of.p99, of.p999, of.max] {
        line += &format!("{:>FIGURE$}", significant(nanoseconds as f64 / 1e6));
    }
    let per_second = human::number(row.per_second as u64);
    screen.line(format!("{line} {per_second:>FIGURE$}"))
}

fn phases(class: &str, of: &Phases, screen: &mut Screen) -> Result<()> {
    let mut line = format!("{class:NAME$}");
    for nanoseconds in [of.parse, of.plan, of.matching, of.fetch, of.passages] {
        line += &format!("{:>FIGURE$}", significant(nanoseconds as f64 / 1e3));
    }
    screen.line(line)
}

/// Three digits, as far as they say something.
fn significant(number: f64) -> String {
    match number {
        ..10.0 => format!("{number:.2}"),
        ..100.0 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

/// Draws a comparison.
pub(crate) fn changes(changes: &[Change], screen: &mut Screen) -> Result<()> {
    screen.end()?;
    columns("now / then", &["", "95 of 100", "", "noise"], screen)?;
    for change in changes {
        let [low, high] = change.between;
        let noise = format!("±{:.1} %", change.noise * 100.0);
        screen.put(
            style::PLAIN,
            format!(
                "{:NAME$}{:>FIGURE$.3}  {low:.3} to {high:.3} {noise:>FIGURE$}  ",
                change.class, change.ratio
            ),
        )?;
        match change.verdict {
            Verdict::Faster => screen.put(style::HINT, "faster")?,
            Verdict::Slower => screen.put(style::ERROR, "slower")?,
            Verdict::Same => screen.put(style::FAINT, "the same within the noise")?,
        }
        screen.end()?;
    }
    Ok(())
}

//! Shows how a build goes on stderr, and keeps the records that were rejected.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use morgue::article::Place;
use morgue::corpus::BadRecord;
use morgue::index::{Progress as Done, Watch};
use serde::Serialize;

use super::place::Telling;
use super::print::data::JsonWriter;
use super::print::{Console, human, style};

/// How many rejected records are told one by one.
const TOLD: u64 = 20;
/// How often a terminal is redrawn in a second.
const REDRAWS: u8 = 10;
/// How often a log is told, which nobody watches.
const LINE_EVERY: Duration = Duration::from_secs(10);

/// How a build is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Showing {
    /// As a bar that moves, for a terminal.
    Bar,
    /// As a line now and then, for a log.
    Lines,
    /// Not at all.
    Nothing,
}

impl Showing {
    fn of(telling: Telling, console: &Console) -> Showing {
        match (telling, console.err_is_terminal()) {
            (Telling::Quiet, _) => Showing::Nothing,
            (Telling::Told, true) => Showing::Bar,
            (Telling::Told, false) => Showing::Lines,
        }
    }
}

/// Watches a build for a person.
pub(crate) struct Progress<'a> {
    console: &'a Console,
    showing: Showing,
    bar: ProgressBar,
    rejects: Rejects,
    rejected: u64,
    begun: Instant,
    last_line: Instant,
    stop: Arc<AtomicBool>,
}

impl<'a> Progress<'a> {
    /// A watcher that draws a bar on a terminal and writes a line now and then elsewhere.
    pub(crate) fn new(rejects: Rejects, telling: Telling, console: &'a Console) -> Progress<'a> {
        Progress {
            console,
            showing: Showing::of(telling, console),
            bar: ProgressBar::hidden(),
            rejects,
            rejected: 0,
            begun: Instant::now(),
            last_line: Instant::now(),
            stop: Arc::default(),
        }
    }

    /// Ends the work as soon as this becomes true.
    pub(crate) fn stop_on(&mut self, flag: Arc<AtomicBool>) {
        self.stop = flag;
    }

    /// Takes the bar away, says how many rejected records were not told, and completes their file.
    pub(crate) fn finish(self) -> Result<()> {
        self.bar.finish_and_clear();
        if self.showing != Showing::Nothing && self.rejected > TOLD {
            let more = human::number(self.rejected - TOLD);
            let place = match self.rejects.is_kept() {
                true => "they are all in the file of --rejects",
                false => "see them all with --rejects FILE",
            };
            self.say(&format!("and {more} more rejected records: {place}"));
        }
        self.rejects.finish()
    }

    /// A line above the bar. A stderr that is gone must not end a long build.
    fn say(&self, line: &str) {
        self.bar.suspend(|| {
            let mut screen = self.console.err();
            let _ = screen.line(line).and_then(|()| screen.flush());
        });
    }
}

impl Watch for Progress<'_> {
    fn listed(&mut self, _files: u64, bytes: u64) {
        if self.showing == Showing::Bar {
            let target = ProgressDrawTarget::stderr_with_hz(REDRAWS);
            self.bar = ProgressBar::with_draw_target(Some(bytes), target).with_style(bar_style());
        }
    }

    fn progress(&mut self, done: &Done) {
        let late = self.last_line.elapsed() >= LINE_EVERY;
        match self.showing {
            Showing::Bar => {
                self.bar.set_position(done.bytes);
                self.bar.set_message(counts(done));
            }
            Showing::Lines if late => {
                self.last_line = Instant::now();
                let rate = done.bytes as f64 / self.begun.elapsed().as_secs_f64();
                let (read, rate) = (human::bytes(done.bytes), human::bytes(rate as u64));
                let counts = counts(done);
                self.say(&format!("indexing: {counts}, {read} read, {rate}/s"));
            }
            Showing::Lines | Showing::Nothing => {}
        }
    }

    fn bad(&mut self, record: &BadRecord) {
        self.rejected += 1;
        self.rejects
            .keep(&record.place, record.code, &record.reason);
        if self.showing != Showing::Nothing && self.rejected <= TOLD {
            let place = human::place(&record.place.file, record.place.record);
            let console = self.console;
            self.bar.suspend(|| {
                let mut screen = console.err();
                // As in `say`.
                let _ = screen
                    .put(style::FAINT, format!("{place}: "))
                    .and_then(|()| screen.line(record.reason.as_str()))
                    .and_then(|()| screen.flush());
            });
        }
    }

    fn still_bad(&mut self, place: &Place, code: &str, reason: &str) {
        self.rejects.keep(place, code, reason);
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn committing(&mut self) {
        self.bar.set_message("writing the index");
        self.bar.tick();
    }
}

/// Shows on stderr how far one long work is that has an end.
pub(crate) struct Steps<'a> {
    console: &'a Console,
    showing: Showing,
    bar: ProgressBar,
    last_line: Instant,
}

impl<'a> Steps<'a> {
    /// A bar on a terminal, a line now and then elsewhere.
    pub(crate) fn new(telling: Telling, console: &'a Console) -> Steps<'a> {
        Steps {
            console,
            showing: Showing::of(telling, console),
            bar: ProgressBar::hidden(),
            last_line: Instant::now(),
        }
    }

    /// So much of all has been done of what `doing` names.
    pub(crate) fn at(&mut self, doing: &'static str, done: u64, all: u64) {
        match self.showing {
            Showing::Bar => {
                if self.bar.length() != Some(all) {
                    let target = ProgressDrawTarget::stderr_with_hz(REDRAWS);
                    self.bar = ProgressBar::with_draw_target(Some(all), target);
                    self.bar.set_style(steps_style());
                    self.bar.set_message(doing);
                }
                self.bar.set_position(done);
            }
            Showing::Lines if self.last_line.elapsed() >= LINE_EVERY => {
                self.last_line = Instant::now();
                let percent = 100 * done / all.max(1);
                let mut screen = self.console.err();
                // A stderr that is gone must not end a long work.
                let _ = screen
                    .line(format!("{doing}: {percent} %"))
                    .and_then(|()| screen.flush());
            }
            Showing::Lines | Showing::Nothing => {}
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

fn steps_style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:16} {percent} % · {msg} · {eta} left")
        .expect("the template is a constant that names known keys")
}

fn counts(done: &Done) -> String {
    let rejected = human::number(done.bad);
    format!("{}, {rejected} rejected", human::articles(done.articles))
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:16} {decimal_bytes_per_sec} · {msg} · {eta} left")
        .expect("the template is a constant that names known keys")
}

/// The file of `--rejects`, one JSON object a line, if one was asked for.
pub(crate) struct Rejects {
    file: Option<JsonWriter<BufWriter<File>>>,
    failure: Option<std::io::Error>,
    name: String,
}

#[derive(Serialize)]
struct Reject<'a> {
    file: &'a str,
    record: Option<u64>,
    code: &'a str,
    reason: &'a str,
}

impl Rejects {
    /// No file.
    pub(crate) fn none() -> Rejects {
        Rejects {
            file: None,
            failure: None,
            name: String::new(),
        }
    }

    /// A file, made before the long work so that a wrong path fails at once.
    pub(crate) fn create(path: &Path) -> Result<Rejects> {
        let name = path.display().to_string();
        let file = File::create(path).with_context(|| format!("cannot write --rejects {name}"))?;
        Ok(Rejects {
            file: Some(JsonWriter::new(BufWriter::new(file))),
            failure: None,
            name,
        })
    }

    fn is_kept(&self) -> bool {
        self.file.is_some()
    }

    /// Writes a record; the first failure is kept for [`Rejects::finish`].
    fn keep(&mut self, place: &Place, code: &str, reason: &str) {
        let Some(file) = &mut self.file else { return };
        let reject = Reject {
            file: &place.file,
            record: place.record,
            code,
            reason,
        };
        if let (Err(error), None) = (file.line(&reject), &self.failure) {
            self.failure = Some(error);
        }
    }

    fn finish(self) -> Result<()> {
        let written = match (self.file, self.failure) {
            (_, Some(failure)) => Err(failure),
            (Some(mut file), None) => file.flush(),
            (None, None) => Ok(()),
        };
        written.with_context(|| format!("cannot write --rejects {}", self.name))
    }
}

//! `morgue doctor`: says how things stand with the program, the index and the terminal.

use std::path::{Path, PathBuf};

use anyhow::Result;
use morgue::error::Error;
use morgue::search::Searcher;
use morgue::search::limits::limits;
use morgue::{corpus, index};

use super::failure::{self, Stumble};
use super::print::diagnosis::{self, Diagnosis, Health, Terminal};
use super::print::{Audience, Console, json};
use super::{Outcome, place};

/// Say how things stand: versions, the index, the terminal, the limits of a query
///
/// The index is opened as a search opens it, so that every byte of it that has not been read since
/// it was changed is compared with its hash. morgue check reads all, and compares more.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes: 0 well, also without an index; 2 the index cannot be searched.")]
pub(crate) struct Args {
    /// Where the index lies [default: $MORGUE_INDEX, else the nearest folder named index]
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Looks at everything and prints it.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let (format, engine) = index::versions();
    let health = match place::existing(args.index.as_deref()) {
        Ok(folder) => examine(&folder),
        Err(error) => Health::none(format!("{error:#}")),
    };
    let found = Diagnosis {
        version: env!("CARGO_PKG_VERSION"),
        format,
        engine,
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        index: health,
        terminal: terminal(console),
        limits: limits(),
        largest_file: corpus::LARGEST_FILE,
    };
    match args.json {
        true => json::diagnosis(&found, console.json())?,
        false => diagnosis::draw(&found, &mut console.out())?,
    }
    match found.index.is_unwell() {
        true => Err(Stumble::new("the index cannot be searched", found.index.hint).into()),
        false => Ok(Outcome::Found),
    }
}

fn examine(folder: &Path) -> Health {
    let searcher = match Searcher::open(folder) {
        Ok(searcher) => searcher,
        Err(error @ Error::NoIndex { .. }) => return Health::none(error.to_string()),
        Err(error) => {
            let error = anyhow::Error::from(error);
            return Health::unwell(folder, format!("{error:#}"), failure::hint(&error));
        }
    };
    let stamp = searcher.stamp();
    let summary = searcher.summary();
    Health::well(folder, &stamp, summary, room(folder))
}

/// The bytes that are free where the index lies.
#[cfg(target_os = "linux")]
fn room(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail * about.f_frsize)
}

#[cfg(not(target_os = "linux"))]
fn room(_: &Path) -> Option<u64> {
    None
}

fn terminal(console: &Console) -> Terminal {
    let looks = console.looks();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        (!value.is_empty()).then_some(value)
    });
    Terminal {
        is_one: console.audience() == Audience::Terminal,
        columns: looks.width,
        colors: looks.colored,
        links: looks.linked,
        locale,
    }
}

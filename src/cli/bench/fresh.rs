//! Asks by a process of its own for each query, as a person at a prompt does.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use morgue::bench::report::{Mode, PageCache};
use morgue::bench::{Act, Answer, Ask, Case};
use morgue::error::Error;
use serde_json::Value;

/// Asks by processes of this program.
pub(crate) struct Fresh {
    program: PathBuf,
    index: PathBuf,
    /// What is to be dropped from the system's cache before each query.
    cold: Vec<PathBuf>,
    dropped: PageCache,
}

impl Fresh {
    pub(crate) fn new(index: &Path, mode: Mode) -> Result<Fresh> {
        let mut fresh = Fresh {
            program: std::env::current_exe().context("cannot tell which program this is")?,
            index: index.to_owned(),
            cold: Vec::new(),
            dropped: PageCache::Kept,
        };
        if mode == Mode::Cold {
            fresh.cold =
                files(index).with_context(|| format!("cannot list {}", index.display()))?;
            let dropped = fresh.cold.iter().try_for_each(|file| drop_from_cache(file));
            fresh.dropped = match dropped {
                Ok(()) => PageCache::Dropped,
                Err(_) => PageCache::Refused,
            };
        }
        Ok(fresh)
    }

    /// What becomes of the page cache before each query.
    pub(crate) fn page_cache(&self) -> PageCache {
        self.dropped
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Error::Io {
            doing: "ask",
            path: self.program.clone(),
            source,
        }
    }

    fn command(&self, case: &Case) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["search", "--json", "--quiet", "--index"])
            .arg(&self.index);
        match case.act {
            Act::Newest => command.args(["--sort", "date"]),
            Act::Count => command.arg("--count"),
            Act::Hits | Act::Years | Act::Kwic => &mut command,
        };
        command.arg("--").arg(&case.query);
        command.stdin(Stdio::null());
        command
    }
}

impl Ask for Fresh {
    fn ask(&self, case: &Case) -> Result<Answer, Error> {
        if self.dropped == PageCache::Dropped {
            for file in &self.cold {
                drop_from_cache(file).map_err(|source| self.failed(source))?;
            }
        }
        let mut command = self.command(case);
        let begun = Instant::now();
        let output = command.output().map_err(|source| self.failed(source))?;
        let took = begun.elapsed();
        let page: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            self.failed(std::io::Error::other(told))
        })?;
        let articles = page["counts"]["articles"].as_u64().unwrap_or(0);
        Ok(Answer { articles, took })
    }
}

/// Leaves out what `morgue search` does not answer; a sentence for each class that this ends.
pub(crate) fn leave_out(cases: &mut Vec<Case>) -> Vec<String> {
    let is_left = |case: &Case| matches!(case.act, Act::Years | Act::Kwic);
    let mut notes: Vec<String> = cases
        .iter()
        .filter(|case| is_left(case))
        .map(|case| format!("{}: measured on an open index only", case.class))
        .collect();
    notes.dedup();
    cases.retain(|case| !is_left(case));
    notes
}

/// All files of a folder, those of its folders too.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

/// Asks the system to forget what it has cached of a file. That needs no privilege, and touches
/// nobody else's files.
#[cfg(target_os = "linux")]
fn drop_from_cache(file: &Path) -> std::io::Result<()> {
    let file = std::fs::File::open(file)?;
    // Only what is on the disk can be dropped.
    file.sync_data()?;
    Ok(rustix::fs::fadvise(
        &file,
        0,
        None,
        rustix::fs::Advice::DontNeed,
    )?)
}

#[cfg(not(target_os = "linux"))]
fn drop_from_cache(_: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

//! Which index a command works on, and how it is brought up to date.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use morgue::corpus::{Archive, Rules};
use morgue::error::Error;
use morgue::index::archives::Name;
use morgue::index::{self, Replacing, Summary};
use morgue::search::Searcher;

use super::print::Console;
use super::print::human;
use super::progress::{Progress, Rejects};

/// Where the index is looked for without `--index`.
const VARIABLE: &str = "MORGUE_INDEX";

/// The index to read: named by the flag, by the variable, or the nearest one upwards.
pub(crate) fn existing(flag: Option<&Path>) -> Result<PathBuf> {
    if let Some(named) = named(flag) {
        return Ok(named);
    }
    let here = current_folder()?;
    let path = here.join("index");
    Ok(index::nearest(&here).ok_or(Error::NoIndex { path })?)
}

/// The index to build: named by the flag, by the variable, the nearest one upwards, or a new one.
pub(crate) fn existing_or_new(flag: Option<&Path>) -> Result<PathBuf> {
    match named(flag) {
        Some(named) => Ok(named),
        None => Ok(index::nearest_or_new(&current_folder()?)),
    }
}

fn named(flag: Option<&Path>) -> Option<PathBuf> {
    let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
    flag.map(Path::to_path_buf)
        .or_else(|| variable().map(PathBuf::from))
}

fn current_folder() -> Result<PathBuf> {
    std::env::current_dir().context("cannot tell the current folder")
}

/// Whether the making of an index is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// On stderr.
    Told,
    /// Only errors are.
    Quiet,
}

impl Telling {
    /// It is told unless `--quiet` was said.
    pub(crate) fn unless(quiet: bool) -> Telling {
        match quiet {
            true => Telling::Quiet,
            false => Telling::Told,
        }
    }
}

/// The index of an archive, made or brought up to date if its files have changed.
pub(crate) fn refreshed(
    archive: &Path,
    flag: Option<&Path>,
    telling: Telling,
    console: &Console,
) -> Result<PathBuf> {
    let index = existing_or_new(flag)?;
    let mut progress = Progress::new(Rejects::none(), telling, console);
    let summary = index::refresh(archive, &Rules::of_archive(archive)?, &index, &mut progress);
    progress.finish()?;
    if let (Some(summary), Telling::Told) = (summary?, telling) {
        tell(&summary, &index, console)?;
    }
    Ok(index)
}

/// What an index calls the archive at a path, if it calls it anything.
pub(crate) fn name_of(archive: &Path, searcher: &Searcher) -> Result<Option<Name>> {
    let root = Archive::open(archive)?.root().display().to_string();
    let mut held = searcher.summary().archives.iter();
    Ok(held
        .find(|held| held.path == root)
        .and_then(|held| held.name.clone()))
}

fn tell(summary: &Summary, index: &Path, console: &Console) -> Result<()> {
    let mut screen = console.err();
    screen.line(format!(
        "indexed {} of {} in {}: {}",
        human::articles(summary.articles),
        summary.archive,
        human::seconds(summary.seconds),
        index.display()
    ))?;
    Ok(screen.flush()?)
}

/// What a new index may replace: with `--replace`, whatever is there.
pub(crate) fn replacing(anything: bool) -> Replacing {
    match anything {
        true => Replacing::Anything,
        false => Replacing::SameArchive,
    }
}

//! Schema, builds, opens and describes an index; the only place that names a tantivy field.

mod build;
pub mod dictionary;
mod frame;
mod intake;
mod manifest;
pub mod open;
mod schema;
mod stats;

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::corpus::{BadRecord, Rules};
use crate::error::Error;

pub use schema::{StoredBody, Text};
pub use stats::stats;

/// What happens while an index is built, for those who show it.
pub trait Watch {
    /// The archive has been listed: this many files and bytes are to be read.
    fn listed(&mut self, files: u64, bytes: u64);
    /// So much has been read by now.
    fn progress(&mut self, done: &Progress);
    /// A record is bad.
    fn bad(&mut self, record: &BadRecord);
    /// Reading is over; the index is being written to disk.
    fn committing(&mut self);
}

/// How far a build has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Articles in.
    pub articles: u64,
    /// Bad records met.
    pub bad: u64,
}

/// What a build did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The archive, as an absolute path; `-` for standard input.
    pub archive: String,
    /// Files read.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Articles in the index.
    pub articles: u64,
    /// Records that held an article already in: the same title, source, date and text.
    pub copies: u64,
    /// Articles by format.
    pub formats: BTreeMap<String, u64>,
    /// Bad records by their code.
    pub bad: BTreeMap<String, u64>,
    /// Files passed over on purpose, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Articles with a gap, by its code.
    pub gaps: BTreeMap<String, u64>,
    /// Articles without a title, date, byline, source, by the field's name.
    pub missing: BTreeMap<String, u64>,
    /// Seconds it took.
    pub seconds: f64,
    /// Bytes of the index on disk.
    pub index_bytes: u64,
}

/// What is in an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// The index's folder.
    pub index: PathBuf,
    /// Six hexadecimal digits of what it holds.
    pub id: String,
    /// How many times it was committed.
    pub commit: u64,
    /// How the last build went.
    pub build: Summary,
    /// Words in the bodies.
    pub words: u64,
    /// Distinct words of the bodies.
    pub vocabulary: u64,
    /// Articles by source, most first; `None` is "no source".
    pub sources: Vec<(Option<String>, u64)>,
    /// Articles by year, oldest first; `None` is "undated". A decade counts under its own name.
    pub years: Vec<(Option<String>, u64)>,
    /// Articles by language, most first.
    pub languages: Vec<(Option<String>, u64)>,
    /// Bytes by part: `words`, `positions`, `articles`, `columns`, `other`.
    pub parts: Vec<(String, u64)>,
}

/// Builds an index of an archive (a folder or a file), read by these rules, in place of what the
/// folder held of it.
///
/// Readers see the old index until the new one is whole on disk. An index of another archive is
/// `Error::OtherArchive` unless it is to be replaced.
pub fn build(
    archive: &Path,
    rules: &Rules,
    index: &Path,
    replacing: Replacing,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    build::build(archive, rules, index, replacing, watch)
}

/// Builds an index of JSON Lines from a stream, read by these rules.
pub fn build_stream(
    input: &mut dyn BufRead,
    rules: &Rules,
    index: &Path,
    replacing: Replacing,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    build::build_stream(input, rules, index, replacing, watch)
}

/// Brings the index of an archive up to date if names, sizes or times of its files differ, or the
/// rules by which they are read, or there is none yet; `None` if nothing was to be done.
pub fn refresh(
    archive: &Path,
    rules: &Rules,
    index: &Path,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    build::refresh(archive, rules, index, watch)
}

/// Whether an index of another archive may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacing {
    /// Only the same archive's.
    SameArchive,
    /// Whatever is there.
    Anything,
}

/// The name of an index's folder where none is given.
const DEFAULT_FOLDER: &str = "index";

/// The nearest folder `index` upwards from here that holds an index.
pub fn nearest(from: &Path) -> Option<PathBuf> {
    candidates(from).find(|folder| folder.join(manifest::MANIFEST).is_file())
}

/// Where a new index goes: the nearest folder `index` upwards that holds an index or nothing, else one here.
pub fn nearest_or_new(from: &Path) -> PathBuf {
    let mut fit = candidates(from).filter(|folder| {
        // A folder that cannot be listed is nobody's place for an index.
        folder.join(manifest::MANIFEST).is_file() || manifest::is_free(folder).unwrap_or(false)
    });
    fit.next().unwrap_or_else(|| from.join(DEFAULT_FOLDER))
}

fn candidates(from: &Path) -> impl Iterator<Item = PathBuf> {
    from.ancestors()
        .map(|folder| folder.join(DEFAULT_FOLDER))
        .filter(|folder| folder.is_dir())
}

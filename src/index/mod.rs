//! Schema, builds, opens and describes an index; the only place that names a tantivy field.

pub mod archives;
mod backup;
mod changes;
mod check;
pub mod columns;
pub mod dictionary;
pub mod disk;
mod finding;
mod frame;
mod gone;
mod ground;
mod holdings;
mod intake;
mod joining;
mod list;
mod lock;
mod manifest;
mod merging;
pub mod open;
pub mod pairs;
pub mod pattern;
mod prepared;
mod queued;
mod remove;
mod schema;
mod shown;
mod stats;
mod storage;
mod stored;
mod tokens;
mod tree;
mod update;
mod verified;
mod writing;

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::article::{Id, Place};
use crate::corpus::{BadRecord, Rules};
use crate::error::Error;
use archives::{Archived, Name};
use disk::{Disk, System};

pub use backup::{Copied, backup, restore};
pub use changes::{Comparing, Restoring};
pub use check::{Checkup, Damage, Extent, Step, check};
pub use joining::{Merged, Part};
pub use lock::Waiting;
pub use schema::{StoredBody, Text};
pub use stats::stats;

/// The version of what lies on disk, and the version of the engine that wrote the segments.
pub fn versions() -> (String, String) {
    let format = format!("{}.{}", manifest::FORMAT, crate::analysis::VERSION);
    (format, tantivy::version_string().to_owned())
}

/// What happens while an index is built, for those who show it.
pub trait Watch {
    /// The archive has been listed: this many files and bytes are to be read.
    fn listed(&mut self, _files: u64, _bytes: u64) {}
    /// So much has been read by now.
    fn progress(&mut self, _done: &Progress) {}
    /// A record is bad.
    fn bad(&mut self, _record: &BadRecord) {}
    /// Reading is over; the index is being written to disk.
    fn committing(&mut self) {}
    /// A record of a file that has not changed is bad still.
    fn still_bad(&mut self, _place: &Place, _code: &str, _reason: &str) {}
    /// Whether the run is to end as soon as what was read is committed.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {}

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
    /// The archive, as an absolute path; `-` for standard input; the names of several with commas
    /// between them.
    pub archive: String,
    /// The archives, in the order of their names.
    pub archives: Vec<Archived>,
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
    /// Files that are gone from the archive and whose articles are in the index still.
    pub vanished: u64,
    /// Articles of the archive that were removed from the index on purpose.
    pub removed_articles: u64,
    /// What the last run found changed.
    pub difference: Difference,
    /// Files that the last run left unread because it was stopped.
    pub unread: u64,
    /// Seconds it took.
    pub seconds: f64,
    /// Bytes of the index on disk.
    pub index_bytes: u64,
}

/// How an archive differs from what an index holds of it, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// New files.
    pub added: u64,
    /// Files that hold something else, or that must be read again.
    pub changed: u64,
    /// Files that stood under another name.
    pub moved: u64,
    /// Files that are gone, and their articles with them.
    pub removed: u64,
    /// Files that are gone; their articles are kept.
    pub vanished: u64,
    /// Files that need not be read.
    pub unchanged: u64,
}

/// What a run would do, by the names of the files.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Preview {
    /// The same in numbers.
    pub difference: Difference,
    /// New files.
    pub added: Vec<String>,
    /// Files that hold something else, or that must be read again.
    pub changed: Vec<String>,
    /// The old and the new name of files that were moved.
    pub moved: Vec<(String, String)>,
    /// Files that are gone.
    pub vanished: Vec<String>,
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

/// A commit costs a second or two in an index of a million files: little in a minute, and a minute
/// is little to lose.
const COMMIT_EVERY: Duration = Duration::from_secs(60);

/// What becomes of the articles of files that are gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vanished {
    /// They stay in the index, and are counted: a disk may be missing, not its files.
    #[default]
    Kept,
    /// They go.
    Pruned,
}

/// How an index is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the archive is called in the index. An index of one archive needs no name; with names it
    /// holds several.
    pub name: Option<Name>,
    /// Whether the archive may lie elsewhere than it did.
    pub lying: Lying,
    /// Whether an index of another archive may be replaced.
    pub replacing: Replacing,
    /// What to do while another process writes the index.
    pub waiting: Waiting,
    /// How files are compared with what is known of them.
    pub comparing: Comparing,
    /// What becomes of the articles of files that are gone.
    pub vanished: Vanished,
    /// Whether articles that were removed on purpose come back.
    pub restoring: Restoring,
    /// How long a run goes on without a commit.
    pub commit_every: Duration,
    /// What the archive says of its files, beside them. Where it says something else than it did,
    /// every file is read again.
    pub rules: Rules,
    /// Where the files go: the system's disk, or a test's.
    pub disk: Arc<dyn Disk>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            name: None,
            lying: Lying::AsBefore,
            replacing: Replacing::SameArchive,
            waiting: Waiting::Never,
            comparing: Comparing::Times,
            vanished: Vanished::Kept,
            restoring: Restoring::Nothing,
            commit_every: COMMIT_EVERY,
            rules: Rules::default(),
            disk: Arc::new(System),
        }
    }
}

impl From<Replacing> for Options {
    fn from(replacing: Replacing) -> Options {
        Options {
            replacing,
            ..Options::default()
        }
    }
}

/// Builds the index of an archive (a folder or a file), or brings it up to date: only files that are
/// new or changed are read. Under a name the archive stands beside others in the index, which stay as
/// they are; a name that it cannot have there is `Error::Naming`.
///
/// Readers see the last commit until the next is whole on disk. An index of another archive is
/// `Error::OtherArchive` unless it is to be replaced; an index that is replaced is built from nothing.
pub fn build(
    archive: &Path,
    index: &Path,
    options: impl Into<Options>,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    update::update(archive, index, &options.into(), watch)
}

/// Says what [`build`] would do, and writes nothing.
pub fn preview(
    archive: &Path,
    index: &Path,
    options: impl Into<Options>,
) -> Result<Preview, Error> {
    update::preview(archive, index, &options.into())
}

/// Removes articles by their ids. They stay removed while the archive holds them, until they are
/// restored or the index is replaced. Gives how many of them were in the index.
pub fn remove(index: &Path, ids: &[Id], options: impl Into<Options>) -> Result<u64, Error> {
    remove::remove(index, ids, &options.into())
}

/// Removes an archive, whole. Its articles are not kept from coming back, and those that another
/// archive holds stay as that one has them. Gives how many articles went.
pub fn forget(index: &Path, archive: &Name, options: impl Into<Options>) -> Result<u64, Error> {
    remove::forget(index, archive, &options.into())
}

/// Makes a new index of several, which are only read: what one of all their archives would be. Each
/// archive has a name in it; two of the same name are `Error::Naming`. An index that is there is
/// `Error::Occupied` unless it is to be replaced.
pub fn merge(
    parts: &[Part],
    to: &Path,
    options: impl Into<Options>,
    watch: &mut dyn FnMut(Step),
) -> Result<Merged, Error> {
    joining::merge(parts, to, &options.into(), watch)
}

/// Builds an index of JSON Lines from a stream.
pub fn build_stream(
    input: &mut dyn BufRead,
    index: &Path,
    options: impl Into<Options>,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    update::build_stream(input, index, &options.into(), watch)
}

/// Brings the index of an archive up to date if names, sizes or times of its files differ, or the
/// rules by which they are read, or there is none yet; `None` if nothing was to be done.
pub fn refresh(
    archive: &Path,
    rules: &Rules,
    index: &Path,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    let options = Options {
        rules: rules.clone(),
        ..Options::default()
    };
    update::refresh(archive, index, &options, watch)
}

/// Whether an archive may lie elsewhere than it did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lying {
    /// What lies elsewhere is another archive.
    #[default]
    AsBefore,
    /// It was moved: the archive of this name, or the only one, lies there now.
    Elsewhere,
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

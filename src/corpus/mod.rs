//! Finds archive files and reads them: each record is an article, or bad with its reason.

pub mod clean;
pub mod clues;
pub mod dateline;
pub mod html;
pub mod text;

use std::path::PathBuf;

use crate::article::{Article, Place};

/// What a record of a file turned out to be.
pub type Record = Result<Article, BadRecord>;

/// A record that could not be read as an article: counted, listed, skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// Its file, and its line or number in it.
    pub place: Place,
    /// A stable short name to count by: `empty`, `not_json`, `no_text`, `binary`, `unreadable`, …
    pub code: &'static str,
    /// The sentence for a reader.
    pub reason: String,
}

/// A file of the archive, not yet read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path below the archive, with `/` between the parts; what articles call `file`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not say.
    pub modified: i64,
}

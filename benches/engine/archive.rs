//! The archive that is measured on, in each format, and its index.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use morgue::corpus::{Archive, ArchiveFile};
use morgue::index::{self, Replacing};
use tempfile::TempDir;

use crate::press::{Article, Press};

/// Articles of the archive.
const ARTICLES: usize = 10_000;
/// Articles of a part that is read again and again.
const PART: usize = 500;

/// All articles.
pub(crate) fn articles() -> &'static [Article] {
    static ARTICLES_MADE: OnceLock<Vec<Article>> = OnceLock::new();
    ARTICLES_MADE.get_or_init(|| Press::new(ARTICLES, 1).collect())
}

/// The first of them.
pub(crate) fn part() -> &'static [Article] {
    &articles()[..PART]
}

/// A folder that goes when it is dropped.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// The index of all articles, made once.
pub(crate) fn index() -> &'static Path {
    static INDEX: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, index) = INDEX.get_or_init(|| {
        let folder = folder();
        let index = folder.path().join("index");
        build(articles(), &index);
        (folder, index)
    });
    index
}

/// Builds an index of articles from JSON Lines.
pub(crate) fn build(articles: &[Article], index: &Path) {
    let archive = folder();
    write(archive.path(), "a.jsonl", lines(articles));
    index::build(archive.path(), index, Replacing::Anything, &mut ())
        .expect("the archive can be indexed");
}

/// The articles as JSON Lines.
pub(crate) fn lines(articles: &[Article]) -> String {
    articles.iter().map(Article::json).collect()
}

/// Writes a file of an archive.
pub(crate) fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    std::fs::write(folder.join(name), bytes).expect("a temporary file can be written");
}

/// The files of an archive.
pub(crate) fn files(folder: &Path) -> Vec<ArchiveFile> {
    let archive = Archive::open(folder).expect("the folder is there");
    archive.list().expect("the folder can be listed").files
}

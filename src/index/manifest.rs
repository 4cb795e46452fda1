//! What an index says of itself: the manifest, the single point of truth.
//!
//! An index is a folder with the manifest `morgue.json` and a folder of write-once files. The
//! manifest names every file of the commit with its length and hash, carries tantivy's list of
//! segments, and is sealed by a hash over itself. A commit is: all files synced, their folder
//! synced, the new manifest written beside the old one, synced, moved into its place, and the
//! index's folder synced. So a reader sees one commit or the next, and a power cut at any point
//! leaves one of the two.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Summary;
use super::disk::Disk;
use super::storage::{self, Files, Recorded};
use crate::analysis;
use crate::error::Error;

/// The version of what lies on disk. Another one is refused.
pub(super) const FORMAT: u32 = 5;
/// The manifest's name; a folder that holds it is an index.
pub(super) const MANIFEST: &str = "morgue.json";
/// The next manifest, until it is moved into its place.
const NEXT: &str = "morgue.json.new";

/// What an index says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Six hexadecimal digits of what it holds.
    pub(super) id: String,
    /// How many times it was committed.
    pub(super) commit: u64,
    /// Articles in it.
    pub(super) articles: u64,
    /// Words in all titles and in all bodies: tantivy only estimates them once it has merged a
    /// segment with a deleted article.
    pub(super) lengths: Lengths,
    /// How the build went.
    pub(super) summary: Summary,
    /// tantivy's list of segments.
    pub(super) meta: String,
    /// The dictionary of the stored articles, if it has one.
    pub(super) dictionary: Option<String>,
    /// The list of the archive's files.
    pub(super) list: Option<String>,
    /// The words of removed articles, by the names of their segments.
    pub(super) gone: BTreeMap<String, String>,
    /// Every file of the commit.
    pub(super) files: Files,
}

/// The words of an article, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lengths {
    /// In the title.
    pub(super) title: u64,
    /// In the body.
    pub(super) body: u64,
}

/// The manifest as it lies on disk: the versions, which every version can read, and the rest,
/// sealed.
#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    morgue: u32,
    analysis: u32,
    hash: String,
    #[serde(borrow)]
    commit: &'a RawValue,
}

impl<'a> Sealed<'a> {
    fn of(commit: &'a RawValue) -> Sealed<'a> {
        let mut sealed = Sealed {
            morgue: FORMAT,
            analysis: analysis::VERSION,
            hash: String::new(),
            commit,
        };
        sealed.hash = sealed.seal();
        sealed
    }

    /// The manifest as it lies on disk.
    fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut text = serde_json::to_vec(self)?;
        text.push(b'\n');
        Ok(text)
    }

    fn seal(&self) -> String {
        seal(self.morgue, self.analysis, self.commit.get())
    }
}

/// The commit of a manifest of this version that is as it was written; `None` where anything is not,
/// and must be looked into.
fn whole(text: &[u8]) -> Option<&str> {
    let (version, rest) = std::str::from_utf8(text).ok()?.split_once(",\"hash\":\"")?;
    let (hash, commit) = rest.split_once("\",\"commit\":")?;
    let commit = commit.strip_suffix("}\n")?;
    let analysis = analysis::VERSION;
    let is_whole = version == format!("{{\"morgue\":{FORMAT},\"analysis\":{analysis}")
        && hash == seal(FORMAT, analysis, commit);
    is_whole.then_some(commit)
}

fn seal(morgue: u32, analysis: u32, commit: &str) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(&morgue.to_le_bytes());
    hash.update(&analysis.to_le_bytes());
    hash.update(commit.as_bytes());
    hash.finalize().to_hex().to_string()
}

/// The part of a manifest that every version can read.
#[derive(Deserialize)]
struct Versions {
    morgue: u32,
    analysis: u32,
}

impl Manifest {
    /// Reads the manifest of an index; refuses another version's, and one that was changed.
    pub(super) fn read(index: &Path) -> Result<Manifest, Error> {
        let path = index.join(MANIFEST);
        let text = fs::read(&path).map_err(|source| match source.kind() {
            ErrorKind::NotFound => Error::NoIndex {
                path: index.to_owned(),
            },
            _ => Error::Io {
                doing: "read",
                path,
                source,
            },
        })?;
        let damaged = |what: String| Error::Damaged {
            path: index.to_owned(),
            what: format!("{MANIFEST}: {what}"),
        };
        let broken =
            |error: serde_json::Error| damaged(format!("it is cut short or changed ({error})"));
        if let Some(commit) = whole(&text) {
            return serde_json::from_str(commit).map_err(broken);
        }
        let versions: Versions = serde_json::from_slice(&text).map_err(broken)?;
        if (versions.morgue, versions.analysis) != (FORMAT, analysis::VERSION) {
            return Err(Error::OtherVersion {
                path: index.to_owned(),
                found: format!("{}.{}", versions.morgue, versions.analysis),
                wanted: format!("{FORMAT}.{}", analysis::VERSION),
            });
        }
        let sealed: Sealed<'_> = serde_json::from_slice(&text).map_err(broken)?;
        if sealed.hash != sealed.seal() {
            return Err(damaged("it does not have its own hash".to_owned()));
        }
        // What the hash leaves out, such as spaces, is damage too: who knows what else was changed.
        if sealed.to_bytes().map_err(broken)? != text {
            return Err(damaged("it is not as it was written".to_owned()));
        }
        serde_json::from_str(sealed.commit.get()).map_err(broken)
    }

    /// Looks whether every file of the commit is there in its length, which costs microseconds a
    /// file; what is in them is not read.
    pub(super) fn check(&self, index: &Path) -> Result<(), Error> {
        for (name, recorded) in &self.files {
            look(index, name, recorded)?;
        }
        Ok(())
    }

    /// Puts the manifest in place of the one there: the last step of a commit.
    pub(super) fn write(&self, index: &Path, disk: &dyn Disk) -> Result<(), Error> {
        let (next, place) = (index.join(NEXT), index.join(MANIFEST));
        let failed = |source| Error::Io {
            doing: "write",
            path: place.clone(),
            source,
        };
        let written = self.to_json().and_then(|text| {
            remove_if_there(&next, disk)?;
            let mut file = disk.create(&next)?;
            file.write_all(&text)?;
            file.flush()?;
            file.sync()?;
            drop(file);
            disk.rename(&next, &place)?;
            disk.sync_folder(index)
        });
        written.map_err(failed)
    }

    fn to_json(&self) -> std::io::Result<Vec<u8>> {
        let commit = serde_json::value::to_raw_value(self)?;
        Ok(Sealed::of(&commit).to_bytes()?)
    }

    /// The bytes of all files of the commit.
    pub(super) fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.bytes).sum()
    }
}

/// What the system says of a file of a commit, if it is there in its length.
pub(super) fn look(index: &Path, name: &str, recorded: &Recorded) -> Result<Metadata, Error> {
    let path = storage::folder(index).join(name);
    let damaged = |what: String| Error::Damaged {
        path: index.to_owned(),
        what: format!("the file {name} {what}"),
    };
    match fs::metadata(&path) {
        Ok(about) if about.len() == recorded.bytes => Ok(about),
        Ok(about) => Err(damaged(format!(
            "has {} bytes instead of {}",
            about.len(),
            recorded.bytes
        ))),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(damaged("is missing".to_owned())),
        Err(source) => Err(Error::Io {
            doing: "read",
            path,
            source,
        }),
    }
}

fn remove_if_there(path: &Path, disk: &dyn Disk) -> std::io::Result<()> {
    match disk.remove(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes the folder for an index, or refuses one that holds other people's files.
pub(super) fn prepare(index: &Path, disk: &dyn Disk) -> Result<(), Error> {
    disk.make_folder(index).map_err(|source| Error::Io {
        doing: "make",
        path: index.to_owned(),
        source,
    })?;
    if !index.join(MANIFEST).exists() && !is_free(index)? {
        return Err(Error::NotAnIndex {
            path: index.to_owned(),
        });
    }
    Ok(())
}

/// Whether a folder holds nothing but hidden files and what an unfinished commit left there.
pub(super) fn is_free(index: &Path) -> Result<bool, Error> {
    let files = storage::folder(index);
    for path in entries(index)? {
        let name = path.file_name().unwrap_or_default();
        if name.as_encoded_bytes().starts_with(b".") || name == NEXT || is_old_generation(&path) {
            continue;
        }
        let is_ours = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(storage::is_ours)
        };
        if path != files || !entries(&files)?.iter().all(is_ours) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes what an index of the first format had instead of the folder of files.
pub(super) fn remove_old_generations(index: &Path) -> Result<(), Error> {
    for path in entries(index)? {
        if is_old_generation(&path) {
            fs::remove_dir_all(&path).map_err(|source| Error::Io {
                doing: "remove",
                path,
                source,
            })?;
        }
    }
    Ok(())
}

/// A folder `g12` that holds a tantivy index.
fn is_old_generation(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let digits = name.and_then(|name| name.strip_prefix('g'));
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        && path.join("meta.json").is_file()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::Io {
        doing: "list",
        path: folder.to_owned(),
        source,
    };
    fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| Ok(entry.map_err(failed)?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::disk::System;

    #[test]
    fn no_flipped_bit_of_a_manifest_goes_unnoticed() {
        let index = tempfile::tempdir().expect("a temporary folder can be made");
        let manifest = Manifest {
            id: "0a1b2c".to_owned(),
            commit: 3,
            articles: 7,
            lengths: Lengths { title: 5, body: 9 },
            summary: Summary::default(),
            meta: "{\"segments\":[]}".to_owned(),
            dictionary: None,
            list: Some("c3.list".to_owned()),
            gone: BTreeMap::new(),
            files: Files::new(),
        };
        manifest
            .write(index.path(), &System)
            .expect("the manifest can be written");
        let read = Manifest::read(index.path()).expect("it was just written");
        assert_eq!((read.commit, read.articles), (3, 7));
        let path = index.path().join(MANIFEST);
        let whole = fs::read(&path).expect("it was just written");
        for cut in [&whole[..whole.len() - 1], &[&whole[..], b"\n"].concat()] {
            fs::write(&path, cut).expect("it can be written again");
            assert!(Manifest::read(index.path()).is_err());
        }
        for place in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[place] ^= 1 << (place % 8);
            fs::write(&path, &flipped).expect("it can be written again");
            assert!(Manifest::read(index.path()).is_err(), "byte {place}");
        }
    }
}

//! What an index says of itself, and where it lies: the manifest, the generations, the list of files.
//!
//! An index is a folder with the manifest `morgue.json` and the generation that it names. A build
//! makes the next generation beside it and then replaces the manifest in one step, so that a reader
//! sees the old index or the new one, whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Summary;
use crate::analysis;
use crate::corpus::ArchiveFile;
use crate::error::Error;

/// The version of what lies on disk. Another one is refused.
const FORMAT: u32 = 1;
/// The manifest's name; a folder that holds it is an index.
pub(super) const MANIFEST: &str = "morgue.json";
const FILES: &str = "files.json";
const LOCK: &str = ".morgue-lock";

/// What an index says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of the format on disk.
    pub(super) morgue: u32,
    /// The version of the analysis.
    pub(super) analysis: u32,
    /// Six hexadecimal digits of what it holds.
    pub(super) id: String,
    /// How many times it was committed.
    pub(super) commit: u64,
    /// Articles in it.
    pub(super) articles: u64,
    /// Words in all titles and in all bodies: tantivy only estimates them once it has merged a
    /// segment with a deleted article.
    pub(super) lengths: Lengths,
    /// What stands for the rules that its files were read by.
    #[serde(default)]
    pub(super) rules: String,
    /// How the build went.
    pub(super) summary: Summary,
}

/// The words of an article, or of all.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Lengths {
    /// In the title.
    pub(super) title: u64,
    /// In the body.
    pub(super) body: u64,
}

impl Manifest {
    pub(super) fn new(commit: u64, id: String, lengths: Lengths, summary: Summary) -> Manifest {
        Manifest {
            morgue: FORMAT,
            analysis: analysis::VERSION,
            id,
            commit,
            articles: summary.articles,
            lengths,
            rules: String::new(),
            summary,
        }
    }

    /// Reads the manifest of an index; refuses another version's.
    pub(super) fn read(index: &Path) -> Result<Manifest, Error> {
        let path = index.join(MANIFEST);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::NoIndex {
                    path: index.to_owned(),
                });
            }
            Err(source) => {
                return Err(Error::Io {
                    doing: "read",
                    path,
                    source,
                });
            }
        };
        let damaged = |what: String| Error::Damaged {
            path: index.to_owned(),
            what: format!("{MANIFEST}: {what}"),
        };
        let versions: Versions =
            serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
        if (versions.morgue, versions.analysis) != (FORMAT, analysis::VERSION) {
            return Err(Error::OtherVersion {
                path: index.to_owned(),
                found: format!("{}.{}", versions.morgue, versions.analysis),
                wanted: format!("{FORMAT}.{}", analysis::VERSION),
            });
        }
        serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))
    }

    /// Puts the manifest in place of the one there, in one step that survives a power cut.
    pub(super) fn write(&self, index: &Path) -> Result<(), Error> {
        write_whole(&index.join(MANIFEST), &to_json(self, index)?)
    }

    /// The folder of the generation that it names.
    pub(super) fn generation(&self, index: &Path) -> PathBuf {
        generation(index, self.commit)
    }
}

/// The part of a manifest that every version can read.
#[derive(Deserialize)]
struct Versions {
    morgue: u32,
    analysis: u32,
}

/// The folder of a commit's generation.
pub(super) fn generation(index: &Path, commit: u64) -> PathBuf {
    index.join(format!("g{commit}"))
}

/// Removes every generation but this commit's.
pub(super) fn remove_other_generations(index: &Path, commit: u64) -> Result<(), Error> {
    let kept = generation(index, commit);
    for path in entries(index)? {
        if is_generation(&path) && path != kept {
            fs::remove_dir_all(&path).map_err(|source| Error::Io {
                doing: "remove",
                path,
                source,
            })?;
        }
    }
    Ok(())
}

fn is_generation(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.strip_prefix('g')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Makes the folder for an index, or refuses one that holds other people's files.
pub(super) fn prepare(index: &Path) -> Result<(), Error> {
    fs::create_dir_all(index).map_err(|source| Error::Io {
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

/// Whether a folder holds nothing but hidden files and unfinished generations.
pub(super) fn is_free(folder: &Path) -> Result<bool, Error> {
    let hidden = |path: &Path| {
        path.file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    };
    Ok(entries(folder)?
        .iter()
        .all(|path| hidden(path) || is_generation(path)))
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

/// Takes the writer's lock; it ends with the process, however that ends.
pub(super) fn lock(index: &Path) -> Result<File, Error> {
    let path = index.join(LOCK);
    let file = File::create(&path).map_err(|source| Error::Io {
        doing: "write",
        path: path.clone(),
        source,
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Error::Locked {
            path: index.to_owned(),
        }),
        Err(fs::TryLockError::Error(source)) => Err(Error::Io {
            doing: "lock",
            path,
            source,
        }),
    }
}

/// What a file of the archive was like when it was read: enough to see that it has changed.
pub(super) type Seen = (String, u64, i64);

/// Keeps the list of files beside a generation.
pub(super) fn write_files(generation: &Path, files: &[ArchiveFile]) -> Result<(), Error> {
    let path = generation.join(FILES);
    write_whole(&path, &to_json(&seen(files), &path)?)
}

/// Whether these are the files that a generation was made of.
pub(super) fn are_same_files(generation: &Path, files: &[ArchiveFile]) -> bool {
    // A list that cannot be read is as good as a changed archive: the build makes a new one.
    let Ok(text) = fs::read(generation.join(FILES)) else {
        return false;
    };
    serde_json::from_slice::<Vec<Seen>>(&text).is_ok_and(|known| known == seen(files))
}

fn seen(files: &[ArchiveFile]) -> Vec<Seen> {
    files
        .iter()
        .map(|file| (file.name.clone(), file.size, file.modified))
        .collect()
}

fn to_json(value: &impl Serialize, path: &Path) -> Result<Vec<u8>, Error> {
    serde_json::to_vec_pretty(value).map_err(|error| Error::Io {
        doing: "write",
        path: path.to_owned(),
        source: error.into(),
    })
}

/// Writes a file beside its place, syncs it, moves it there, and syncs the folder.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::Io {
        doing: "write",
        path: path.to_owned(),
        source,
    };
    let beside = path.with_extension("new");
    let mut file = File::create(&beside).map_err(failed)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| Error::Io {
        doing: "sync",
        path: folder.to_owned(),
        source,
    })
}

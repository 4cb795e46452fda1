//! Searches only bytes that have been read and found whole, without reading them for each search.
//!
//! A flipped bit in a segment would be a wrong hit that nobody notices. So the first search after a
//! commit hashes the commit's files, and what was found whole is remembered: name and hash, with the
//! length, the inode and the times of the file as the system keeps them. A file that is still so is
//! not read again; one that was edited, restored, copied or replaced is, whatever its own date says,
//! because the system itself sets the time of the last change. What no file system knows of, a
//! disk that gives back other bits than it was given, only `morgue check` finds: it reads everything.
//!
//! The memory lies beside the manifest, or where that cannot be written in the user's cache; it has
//! a hash of its own, and a missing, torn or changed one means only that the files are read again.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::manifest::{self, Manifest};
use super::storage::{self, Recorded};
use crate::error::Error;

/// What has been verified, beside the manifest.
const MEMORY: &str = ".morgue-verified";
/// The coarsest clock of file systems in use, FAT's: a file changed within it may change again
/// without another time.
const CLOCK: Duration = Duration::from_secs(2);
/// How much is read at once, in bytes.
const CHUNK: usize = 1 << 20;
/// Files of fewer bytes together are hashed sooner than threads are started.
const WORTH_THREADS: u64 = 1 << 22;

/// A file as the system sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    inode: u64,
    /// Nanoseconds since 1970: when its bytes were written last, as anybody may claim.
    modified: i128,
    /// The same: when anything of it was changed, as the system alone says.
    changed: i128,
}

impl Stamp {
    #[cfg(unix)]
    fn of(about: &Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Stamp {
            bytes: about.len(),
            inode: about.ino(),
            modified: nanoseconds(about.mtime(), about.mtime_nsec()),
            changed: nanoseconds(about.ctime(), about.ctime_nsec()),
        }
    }

    #[cfg(not(unix))]
    fn of(about: &Metadata) -> Stamp {
        let modified = about.modified().ok().map_or(i128::MAX, nanoseconds);
        Stamp {
            bytes: about.len(),
            inode: 0,
            modified,
            changed: modified,
        }
    }

    /// Whether a later change would surely give it another time.
    fn is_settled(&self) -> bool {
        self.changed < nanoseconds(SystemTime::now()) - CLOCK.as_nanos().cast_signed()
    }
}

fn nanoseconds(time: SystemTime) -> i128 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos().cast_signed())
}

/// Files that were whole, by their names: the hash that each had, and how the system saw it.
type Known = BTreeMap<String, (String, Stamp)>;

/// Makes sure that every file of a commit is there and is what was written, reading those that are not
/// known.
pub(super) fn verify(index: &Path, manifest: &Manifest) -> Result<(), Error> {
    let places = places(index);
    // More than one where somebody who may write beside the manifest did, before the last commit.
    let known: Vec<Known> = places.iter().filter_map(|place| read(place)).collect();
    let mut kept = Known::new();
    let mut unknown = Vec::new();
    for (name, recorded) in &manifest.files {
        let stamp = Stamp::of(&manifest::look(index, name, recorded)?);
        let seen = (recorded.hash.clone(), stamp);
        match known.iter().any(|known| known.get(name) == Some(&seen)) {
            true => drop(kept.insert(name.clone(), seen)),
            false => unknown.push((name.as_str(), recorded, seen.1)),
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    hash_all(index, &unknown)?;
    for (name, recorded, stamp) in unknown {
        if stamp.is_settled() {
            kept.insert(name.to_owned(), (recorded.hash.clone(), stamp));
        }
    }
    if !kept.is_empty() && !known.contains(&kept) {
        remember(&kept, &places);
    }
    Ok(())
}

type Unknown<'a> = (&'a str, &'a Recorded, Stamp);

/// Hashes files on all cores; the first that is not as it was written is the error.
fn hash_all(index: &Path, files: &[Unknown]) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let (Err(error), Ok(mut failed)) = (hash_one(index, file), failed.lock()) {
                failed.get_or_insert(error);
            }
        }
    };
    let bytes: u64 = files.iter().map(|(_, recorded, _)| recorded.bytes).sum();
    let cores = match bytes {
        ..WORTH_THREADS => 1,
        _ => std::thread::available_parallelism().map_or(1, usize::from),
    };
    std::thread::scope(|scope| {
        for _ in 1..cores.min(files.len()) {
            scope.spawn(work);
        }
        work();
    });
    match failed.into_inner() {
        Ok(Some(error)) => Err(error),
        Ok(None) => Ok(()),
        Err(_) => Err(Error::of_index(io::Error::other(
            "a thread that hashes files died",
        ))),
    }
}

/// Reads every file of a commit against its hash, whatever is remembered of it.
pub(super) fn read_all(
    index: &Path,
    manifest: &Manifest,
    read: &mut dyn FnMut(u64),
) -> Result<(), Error> {
    for (name, recorded) in &manifest.files {
        let path = storage::folder(index).join(name);
        if read_whole(&path, read)? != *recorded {
            return Err(changed(index, name));
        }
    }
    Ok(())
}

fn read_whole(path: &Path, read: &mut dyn FnMut(u64)) -> Result<Recorded, Error> {
    recorded_of(path, read).map_err(|source| Error::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    })
}

fn changed(index: &Path, name: &str) -> Error {
    Error::Damaged {
        path: index.to_owned(),
        what: format!("the file {name} is not what was written"),
    }
}

fn hash_one(index: &Path, (name, recorded, stamp): &Unknown) -> Result<(), Error> {
    let path = storage::folder(index).join(name);
    let found = read_whole(&path, &mut |_| {})?;
    // Whoever changed it while it was read may have changed what was read already.
    let now = Stamp::of(&manifest::look(index, name, recorded)?);
    if found == **recorded && now == *stamp {
        return Ok(());
    }
    Err(changed(index, name))
}

/// The length and the hash of a file; `read` is told of the bytes as they are read.
pub(super) fn recorded_of(path: &Path, read: &mut dyn FnMut(u64)) -> io::Result<Recorded> {
    let mut file = File::open(path)?;
    let mut hash = blake3::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    let mut bytes = 0;
    loop {
        let length = match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hash.update(&chunk[..length]);
        bytes += length as u64;
        read(length as u64);
    }
    Ok(Recorded {
        bytes,
        hash: hash.finalize().to_hex().to_string(),
    })
}

/// What is remembered, as it lies on disk.
#[derive(Serialize, Deserialize)]
struct Memory {
    hash: String,
    files: Known,
}

impl Memory {
    fn seal(files: &Known) -> Option<String> {
        let text = serde_json::to_vec(files).ok()?;
        Some(blake3::hash(&text).to_hex().to_string())
    }
}

/// Where the memory may lie, the best place first.
fn places(index: &Path) -> Vec<PathBuf> {
    let beside = Some(index.join(MEMORY));
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let cache = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(variable("HOME")?).join(".cache")));
    let named = index
        .canonicalize()
        .ok()
        .map(|path| blake3::hash(path.as_os_str().as_encoded_bytes()));
    let in_cache = cache
        .zip(named)
        .map(|(cache, name)| cache.join("morgue/verified").join(&name.to_hex()[..32]));
    beside.into_iter().chain(in_cache).collect()
}

/// A memory that cannot be read is none.
fn read(place: &Path) -> Option<Known> {
    let text = fs::read(place).ok()?;
    let memory: Memory = serde_json::from_slice(&text).ok()?;
    (Memory::seal(&memory.files)? == memory.hash).then_some(memory.files)
}

/// Keeps the memory in the first place that takes it. Where none does, the next search reads the
/// files again: slower, and as safe.
fn remember(files: &Known, places: &[PathBuf]) {
    let memory = Memory::seal(files).map(|hash| Memory {
        hash,
        files: files.clone(),
    });
    let Some(text) = memory.and_then(|memory| serde_json::to_vec(&memory).ok()) else {
        return;
    };
    for (rank, place) in places.iter().enumerate() {
        // The folder of the index is there; the one in the cache may not be.
        let made = match place.parent().filter(|_| rank > 0) {
            Some(folder) => fs::create_dir_all(folder),
            None => Ok(()),
        };
        if made.and_then(|()| fs::write(place, &text)).is_ok() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_that_was_changed_is_none() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = folder.path().join(MEMORY);
        let stamp = Stamp {
            bytes: 7,
            inode: 8,
            modified: 9,
            changed: 10,
        };
        let known = Known::from([("a.idx".to_owned(), ("00ff".to_owned(), stamp))]);
        remember(&known, std::slice::from_ref(&place));
        assert_eq!(read(&place), Some(known));
        let whole = fs::read(&place).expect("it was just written");
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1;
            fs::write(&place, &flipped).expect("it can be written again");
            assert_eq!(read(&place), None, "byte {at}");
        }
        fs::write(&place, &whole[..whole.len() / 2]).expect("it can be written again");
        assert_eq!(read(&place), None);
    }

    #[test]
    fn a_file_that_was_just_changed_is_not_settled() {
        let stamp = |changed| Stamp {
            bytes: 0,
            inode: 0,
            modified: 0,
            changed,
        };
        let now = nanoseconds(SystemTime::now());
        assert!(stamp(now - 3_000_000_000).is_settled());
        assert!(!stamp(now).is_settled());
        assert!(!stamp(now + 3_600_000_000_000).is_settled());
    }
}

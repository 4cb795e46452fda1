//! The folder of write-once files behind an index, as a directory for tantivy.
//!
//! tantivy keeps the truth about an index in a `meta.json` of its own, which has no checksum and
//! whose last rename it does not sync; and its garbage collection removes what that file no longer
//! names. Here the truth is our manifest: `meta.json` is read from it and never written to disk.
//! What tantivy writes under that name waits here until the manifest that carries it is in place,
//! and no file of the last manifest is removed before. So one rename decides what a reader sees,
//! and a writer that is killed leaves only files that no manifest names: [`Storage::sweep`] removes
//! them.
//!
//! Every file is hashed while it is written, so that a commit knows its files without reading them
//! again. Readers take no lock and write nothing: an index on read-only media can be searched.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::disk::{Disk, Output};
use super::manifest::Manifest;
use crate::error::Error;

/// The folder of the files below the index's.
const FOLDER: &str = "segments";
/// tantivy's own list of segments: kept in the manifest.
const META: &str = "meta.json";
/// tantivy's list of the files it may remove: kept by tantivy in memory.
const MANAGED: &str = ".managed.json";

/// The end of the names of files that no commit names: tantivy sorts articles with them.
const PASSING: &str = ".store.temp";

/// What a commit knows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recorded {
    pub(super) bytes: u64,
    /// BLAKE3 of the whole file, in hexadecimal digits.
    pub(super) hash: String,
}

/// The files of a commit by their names.
pub(super) type Files = BTreeMap<String, Recorded>;

/// The folder of an index's files.
pub(super) fn folder(index: &Path) -> PathBuf {
    index.join(FOLDER)
}

/// The folder of files; clones are the same folder.
#[derive(Clone, Debug)]
pub(super) struct Storage {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    mapped: MmapDirectory,
    /// Only a writer has one.
    disk: Option<Arc<dyn Disk>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// tantivy's list of segments: the manifest's, or one that waits for a manifest.
    meta: Option<Vec<u8>>,
    /// The files of the last manifest.
    committed: Files,
    /// The files written since.
    written: Files,
    /// The first operation on a file that failed: tantivy tells of it as a thread that ended.
    failure: Option<Error>,
}

impl Storage {
    /// The files of a commit, to be read.
    pub(super) fn reading(index: &Path, meta: &str) -> Result<Storage, Error> {
        let state = State {
            meta: Some(meta.as_bytes().to_vec()),
            ..State::default()
        };
        Storage::of(index, None, state)
    }

    /// The files of a commit, to which others are added; `meta` is absent where the next commit
    /// begins from nothing.
    pub(super) fn writing(
        index: &Path,
        meta: Option<&str>,
        committed: Files,
        disk: Arc<dyn Disk>,
    ) -> Result<Storage, Error> {
        let folder = folder(index);
        disk.make_folder(&folder).map_err(failed("make", &folder))?;
        let state = State {
            meta: meta.map(|meta| meta.as_bytes().to_vec()),
            committed,
            ..State::default()
        };
        Storage::of(index, Some(disk), state)
    }

    fn of(index: &Path, disk: Option<Arc<dyn Disk>>, state: State) -> Result<Storage, Error> {
        let folder = folder(index);
        let mapped = MmapDirectory::open(&folder).map_err(tantivy::TantivyError::from)?;
        let state = Mutex::new(state);
        Ok(Storage {
            shared: Arc::new(Shared {
                folder,
                mapped,
                disk,
                state,
            }),
        })
    }

    /// tantivy's list of segments, as it stands.
    pub(super) fn meta(&self) -> Option<Vec<u8>> {
        self.state().meta.clone()
    }

    /// Tells a reader no more of the fields: tantivy asks again for the list when it has opened an
    /// index, and reading what the list says of the fields takes longer than a search.
    pub(super) fn leave_out_fields(&self) {
        let mut state = self.state();
        let without = state.meta.as_deref().and_then(without_fields);
        if without.is_some() {
            state.meta = without;
        }
    }

    /// Why writing failed, if an operation on a file is to blame; told once.
    pub(super) fn failure(&self) -> Option<Error> {
        self.state().failure.take()
    }

    /// Keeps the first failure of an operation on a file.
    fn noted<T>(&self, name: &str, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && self.state().failure.is_none()
        {
            let path = self.shared.folder.join(name);
            // An error of the system is known by its number; others by their text.
            let copy = match error.raw_os_error() {
                Some(number) => io::Error::from_raw_os_error(number),
                None => io::Error::new(error.kind(), error.to_string()),
            };
            self.state().failure = Some(failed("write", &path)(copy));
        }
        result
    }

    /// What is known of a file of this commit or the last.
    pub(super) fn recorded(&self, name: &str) -> Option<Recorded> {
        let state = self.state();
        let written = state.written.get(name);
        written.or_else(|| state.committed.get(name)).cloned()
    }

    /// Reads a file of our own.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.shared.folder.join(name);
        std::fs::read(&path).map_err(failed("read", &path))
    }

    /// Maps a file of our own into memory.
    pub(super) fn map(&self, name: &str) -> Result<OwnedBytes, Error> {
        let path = self.shared.folder.join(name);
        let mapped = self.shared.mapped.open_read(Path::new(name));
        let mapped = mapped.map_err(tantivy::TantivyError::from)?;
        mapped.read_bytes().map_err(failed("read", &path))
    }

    /// Writes a file of our own, synced.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.shared.folder.join(name);
        let written = self.create(name).and_then(|mut file| {
            file.write_all(bytes)?;
            file.complete()
        });
        written.map_err(failed("write", &path))
    }

    /// Makes the names of all files written survive a power cut.
    pub(super) fn sync(&self) -> Result<(), Error> {
        let synced = self
            .disk()
            .and_then(|disk| disk.sync_folder(&self.shared.folder));
        synced.map_err(failed("sync", &self.shared.folder))
    }

    /// Takes it that a manifest that names these files is in place, and removes all others.
    pub(super) fn committed(&self, files: Files) -> Result<(), Error> {
        {
            let mut state = self.state();
            state.committed = files;
            state.written.clear();
        }
        self.sweep()
    }

    /// Removes the files that the last manifest does not name: what a killed writer left behind,
    /// and what only older commits needed. A file that is not an index's is left alone.
    pub(super) fn sweep(&self) -> Result<(), Error> {
        let folder = &self.shared.folder;
        let kept: BTreeSet<String> = self.state().committed.keys().cloned().collect();
        let disk = self.disk().map_err(failed("list", folder))?;
        for path in disk.list(folder).map_err(failed("list", folder))? {
            let name = path.file_name().and_then(|name| name.to_str());
            if name.is_some_and(|name| is_ours(name) && !kept.contains(name)) {
                disk.remove(&path).map_err(failed("remove", &path))?;
            }
        }
        Ok(())
    }

    /// Removes what was written since the last commit, unless another one is in place: the last
    /// step of a commit, which makes it last, may fail after a reader can see it. The next writer
    /// sweeps in any case.
    pub(super) fn undo(&self) -> Result<(), Error> {
        let index = self.shared.folder.parent().unwrap_or(&self.shared.folder);
        let is_last = match Manifest::read(index) {
            Ok(manifest) => manifest.files == self.state().committed,
            Err(Error::NoIndex { .. }) => self.state().committed.is_empty(),
            Err(_) => false,
        };
        match is_last {
            true => self.sweep(),
            false => Ok(()),
        }
    }

    fn create(&self, name: &str) -> io::Result<Hashed> {
        let path = self.shared.folder.join(name);
        let output = self.disk().and_then(|disk| disk.create(&path));
        Ok(Hashed {
            name: name.to_owned(),
            output: self.noted(name, output)?,
            hash: blake3::Hasher::new(),
            bytes: 0,
            storage: self.clone(),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change to the state is one assignment: a panic elsewhere leaves it whole.
        let state = self.shared.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }

    fn disk(&self) -> io::Result<&Arc<dyn Disk>> {
        let disk = self.shared.disk.as_ref();
        disk.ok_or_else(|| io::Error::other("the index was opened for reading only"))
    }
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Io {
        doing,
        path,
        source,
    }
}

/// tantivy's list of segments without what it says of the fields, as tantivy sets it on lines.
fn without_fields(meta: &[u8]) -> Option<Vec<u8>> {
    let (before, schema) = std::str::from_utf8(meta)
        .ok()?
        .split_once("\n  \"schema\": [\n")?;
    let (_, behind) = schema.split_once("\n  ]")?;
    Some(format!("{before}\n  \"schema\": []{behind}").into_bytes())
}

/// Whether a file of this name can only have been made by a writer: a segment's number of 32
/// digits, or a commit's, and the kind of the file behind it.
pub(super) fn is_ours(name: &str) -> bool {
    let Some((stem, kind)) = name.split_once('.') else {
        return false;
    };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let of_segment = stem.len() == 32 && is_number(stem);
    let of_commit = stem.strip_prefix('c').is_some_and(|number| {
        !number.is_empty() && is_number(number) && OWN_KINDS.iter().any(|own| kind.starts_with(own))
    });
    of_segment || of_commit
}

/// What a file of ours holds, as the end of its name: the dictionary of the stored articles, the
/// list of the archive's files.
pub(super) const DICTIONARY: &str = "dict";
pub(super) const LIST: &str = "list";
/// The words of a segment's removed articles, behind the name of the segment and a commit.
pub(super) const GONE: &str = "gone";
const OWN_KINDS: [&str; 2] = [DICTIONARY, LIST];

/// What is written at once: enough for the hash to be made of several pieces side by side.
const BUFFER_BYTES: usize = 64 * 1024;

/// A file that is hashed while it is written.
struct Hashed {
    name: String,
    output: Box<dyn Output>,
    hash: blake3::Hasher,
    bytes: u64,
    storage: Storage,
}

impl Hashed {
    /// Whether no commit will name it.
    fn is_passing(&self) -> bool {
        self.name.ends_with(PASSING)
    }

    /// Syncs the file and keeps what is known of it.
    fn complete(&mut self) -> io::Result<()> {
        let mut synced = self.output.flush();
        if synced.is_ok() && !self.is_passing() {
            synced = self.output.sync();
        }
        self.storage.noted(&self.name, synced)?;
        let recorded = Recorded {
            bytes: self.bytes,
            hash: self.hash.finalize().to_hex().to_string(),
        };
        let mut state = self.storage.state();
        state.written.insert(self.name.clone(), recorded);
        Ok(())
    }
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes);
        let written = self.storage.noted(&self.name, written)?;
        // What only tantivy reads, and that at once, is never compared with its hash.
        if !self.is_passing() {
            self.hash.update(&bytes[..written]);
        }
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl TerminatingWrite for Hashed {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.complete()
    }
}

impl Directory for Storage {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.shared.mapped.get_file_handle(path);
        handle.map_err(|error| match error {
            // tantivy takes a missing file of positions for a segment without any. A reader must
            // fail instead when the file was swept while it opened the others.
            OpenReadError::FileDoesNotExist(path) => {
                OpenReadError::wrap_io_error(io::ErrorKind::NotFound.into(), path)
            }
            error => error,
        })
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let name = path.to_string_lossy();
        let wrapped = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
            _ => DeleteError::IoError {
                io_error: Arc::new(source),
                filepath: path.to_owned(),
            },
        };
        if self.state().committed.contains_key(name.as_ref()) {
            // The next commit no longer needs it, but this one does until the next is in place.
            return Ok(());
        }
        let whole = self.shared.folder.join(path);
        self.disk()
            .and_then(|disk| disk.remove(&whole))
            .map_err(wrapped)?;
        self.state().written.remove(name.as_ref());
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        match path.to_str() {
            Some(META) => Ok(self.state().meta.is_some()),
            Some(MANAGED) => Ok(false),
            _ => self.shared.mapped.exists(path),
        }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let wrapped = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(source, path.to_owned()),
        };
        let file = self.create(&path.to_string_lossy()).map_err(wrapped)?;
        Ok(BufWriter::with_capacity(BUFFER_BYTES, Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let meta = match path.to_str() {
            Some(META) => self.meta(),
            _ => None,
        };
        meta.ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(META) {
            self.state().meta = Some(data.to_vec());
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        // tantivy asks for it at each of its commits; ours syncs once, see `sync`.
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        // Writers exclude each other by our own lock; a reader that loses a file to one begins again.
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_a_writer_gives_are_ours() {
        let segment = "0123456789abcdef0123456789abcdef";
        for (name, expected) in [
            (format!("{segment}.idx"), true),
            (format!("{segment}.12.del"), true),
            (format!("{segment}.store.temp"), true),
            ("c12.list".to_owned(), true),
            ("c12.dict".to_owned(), true),
            (segment.to_owned(), false),
            ("c.list".to_owned(), false),
            ("cab.txt".to_owned(), false),
            ("notes.txt".to_owned(), false),
            ("meta.json".to_owned(), false),
        ] {
            assert_eq!(is_ours(&name), expected, "{name}");
        }
    }
}

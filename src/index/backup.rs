//! Copies an index while a writer may be at work on it, and puts a copy in place of an index.
//!
//! Files are written once and never changed, so a copy of the files that one manifest names is that
//! commit, whatever a writer does meanwhile. All of them are opened before the first is copied: what
//! the writer removes then is there until it is closed. Each file is compared with its hash while it
//! is read, and the copy is read again before its manifest is written: a backup that has a manifest
//! is whole.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::archives::{self, Archived};
use super::check::Step;
use super::disk::Disk;
use super::lock::WriterLock;
use super::manifest::{self, MANIFEST, Manifest};
use super::storage::{self, Recorded};
use super::verified::recorded_of;
use super::{Options, Replacing};
use crate::error::Error;

/// How much is copied at once, in bytes.
const CHUNK: usize = 1 << 20;

/// What was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// The index that was copied.
    pub from: PathBuf,
    /// Where to.
    pub to: PathBuf,
    /// Six hexadecimal digits of what it holds.
    pub id: String,
    /// The number of the commit there.
    pub commit: u64,
    /// Its articles.
    pub articles: u64,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The files that were not there yet.
    pub copied: u64,
}

/// Copies an index into a folder that is empty or holds an older backup of its archives, of which
/// the files that are the same are not copied again.
pub fn backup(
    index: &Path,
    to: &Path,
    options: &Options,
    watch: &mut dyn FnMut(Step),
) -> Result<Copied, Error> {
    let held = Manifest::read(index)?.summary.archives;
    let place = Place::take(to, options, |standing| {
        let known = &standing.summary.archives;
        let is_held = |known: &Archived| held.iter().any(|held| held.is_same(known));
        if known.iter().all(is_held) {
            return Ok(());
        }
        Err(Error::OtherArchive {
            path: to.to_owned(),
            found: archives::told(known),
            wanted: archives::told(&held),
        })
    })?;
    place.fill(index, &|manifest, _| manifest.commit, watch)
}

/// Puts the copy of an index in the place of an index, which is kept until the copy is whole there.
pub fn restore(
    backup: &Path,
    index: &Path,
    options: &Options,
    watch: &mut dyn FnMut(Step),
) -> Result<Copied, Error> {
    Manifest::read(backup)?.check(backup)?;
    let place = Place::take(index, options, |_| {
        Err(Error::Occupied {
            path: index.to_owned(),
        })
    })?;
    // Readers tell commits by their numbers, and the next one is another than they knew.
    let number = |manifest: &Manifest, standing: u64| manifest.commit.max(standing + 1);
    place.fill(backup, &number, watch)
}

/// Where an index is copied to, held against writers.
struct Place<'a> {
    to: &'a Path,
    disk: &'a dyn Disk,
    /// The commit that is there.
    standing: Option<Manifest>,
    _lock: WriterLock,
}

impl<'a> Place<'a> {
    /// Takes the place; `fits` says whether what is there may be replaced unless anything may.
    fn take(
        to: &'a Path,
        options: &'a Options,
        fits: impl FnOnce(&Manifest) -> Result<(), Error>,
    ) -> Result<Place<'a>, Error> {
        let disk = options.disk.as_ref();
        manifest::prepare(to, disk)?;
        let lock = WriterLock::take(to, options.waiting)?;
        let standing = match (Manifest::read(to), options.replacing) {
            (Ok(standing), Replacing::SameArchive) => {
                fits(&standing)?;
                Some(standing)
            }
            (Ok(standing), Replacing::Anything) => Some(standing),
            (Err(Error::NoIndex { .. }), _) | (Err(_), Replacing::Anything) => None,
            (Err(error), Replacing::SameArchive) => return Err(error),
        };
        Ok(Place {
            to,
            disk,
            standing,
            _lock: lock,
        })
    }

    /// Fills it with the commit of another folder; `number` is what the commit is called here.
    fn fill(
        &self,
        from: &Path,
        number: &dyn Fn(&Manifest, u64) -> u64,
        watch: &mut dyn FnMut(Step),
    ) -> Result<Copied, Error> {
        let (manifest, mut sources) = opened(from)?;
        let folder = storage::folder(self.to);
        self.disk
            .make_folder(&folder)
            .map_err(failed("make", &folder))?;
        let all = 2 * manifest.bytes();
        let mut done = 0;
        let mut read = |bytes| {
            done += bytes;
            watch(Step::Bytes { done, all });
        };
        let mut copied = 0;
        for source in &mut sources {
            let place = folder.join(&source.name);
            if holds(&place, &source.recorded, &mut read)? {
                read(source.recorded.bytes);
                continue;
            }
            self.copy(source, from, &place, &mut read)?;
            copied += 1;
        }
        self.disk
            .sync_folder(&folder)
            .map_err(failed("sync", &folder))?;
        let standing = self.standing.as_ref().map_or(0, |standing| standing.commit);
        let manifest = Manifest {
            commit: number(&manifest, standing),
            ..manifest
        };
        manifest.write(self.to, self.disk)?;
        self.sweep(&manifest, &folder)?;
        Ok(Copied {
            from: from.to_owned(),
            to: self.to.to_owned(),
            commit: manifest.commit,
            articles: manifest.articles,
            files: manifest.files.len() as u64,
            bytes: manifest.bytes(),
            copied,
            id: manifest.id,
        })
    }

    /// Copies a file of another folder to its place here, and reads it again there.
    fn copy(
        &self,
        source: &mut Source,
        from: &Path,
        place: &Path,
        read: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        self.clear(&source.name, place)?;
        let written = source.copy(place, self.disk, read);
        if written.map_err(failed("copy", place))? != source.recorded {
            return Err(source.damaged(from));
        }
        if holds(place, &source.recorded, read)? {
            return Ok(());
        }
        let name = &source.name;
        Err(Error::Damaged {
            path: self.to.to_owned(),
            what: format!("the file {name} could not be read as it was written"),
        })
    }

    /// Removes a file of this name that is another. Where the commit that is there needs it, which
    /// takes two histories with the same segment, that commit ends here, before its file does.
    fn clear(&self, name: &str, place: &Path) -> Result<(), Error> {
        let standing = self.standing.as_ref();
        let manifest = self.to.join(MANIFEST);
        if standing.is_some_and(|standing| standing.files.contains_key(name))
            && place.exists()
            && manifest.exists()
        {
            let removed = self.disk.remove(&manifest);
            let removed = removed.and_then(|()| self.disk.sync_folder(self.to));
            removed.map_err(failed("remove", &manifest))?;
        }
        match self.disk.remove(place) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(failed("remove", place)(error))
            }
            _ => Ok(()),
        }
    }

    /// Removes the files that the commit does not name.
    fn sweep(&self, manifest: &Manifest, folder: &Path) -> Result<(), Error> {
        for path in self.disk.list(folder).map_err(failed("list", folder))? {
            let name = path.file_name().and_then(|name| name.to_str());
            if name.is_some_and(|name| storage::is_ours(name) && !manifest.files.contains_key(name))
            {
                self.disk.remove(&path).map_err(failed("remove", &path))?;
            }
        }
        Ok(())
    }
}

/// A file of the index that is copied, open.
struct Source {
    name: String,
    recorded: Recorded,
    file: File,
}

/// Opens all files of the commit that stands in a folder.
fn opened(from: &Path) -> Result<(Manifest, Vec<Source>), Error> {
    let mut manifest = Manifest::read(from)?;
    loop {
        let sources = open_all(from, &manifest);
        if sources.is_ok() {
            return Ok((manifest, sources?));
        }
        // A writer removes files once the next commit is in place.
        let now = Manifest::read(from)?;
        if now.commit == manifest.commit {
            manifest.check(from)?;
            return Ok((manifest, sources?));
        }
        manifest = now;
    }
}

fn open_all(from: &Path, manifest: &Manifest) -> Result<Vec<Source>, Error> {
    let open = |(name, recorded): (&String, &Recorded)| {
        let path = storage::folder(from).join(name);
        if !storage::is_ours(name) {
            return Err(Error::Damaged {
                path: from.to_owned(),
                what: format!("{MANIFEST}: {name} is no name of a file of an index"),
            });
        }
        Ok(Source {
            name: name.clone(),
            recorded: recorded.clone(),
            file: File::open(&path).map_err(failed("read", &path))?,
        })
    };
    manifest.files.iter().map(open).collect()
}

impl Source {
    /// Copies it, synced, and says what was read.
    fn copy(
        &mut self,
        to: &Path,
        disk: &dyn Disk,
        read: &mut dyn FnMut(u64),
    ) -> io::Result<Recorded> {
        let mut output = disk.create(to)?;
        let mut hash = blake3::Hasher::new();
        let mut chunk = vec![0; CHUNK];
        let mut bytes = 0;
        loop {
            let length = match self.file.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            output.write_all(&chunk[..length])?;
            hash.update(&chunk[..length]);
            bytes += length as u64;
            read(length as u64);
        }
        output.flush()?;
        output.sync()?;
        Ok(Recorded {
            bytes,
            hash: hash.finalize().to_hex().to_string(),
        })
    }

    fn damaged(&self, from: &Path) -> Error {
        Error::Damaged {
            path: from.to_owned(),
            what: format!("the file {} is not what was written", self.name),
        }
    }
}

/// Whether a file is there and is what was recorded.
fn holds(path: &Path, recorded: &Recorded, read: &mut dyn FnMut(u64)) -> Result<bool, Error> {
    match path.metadata() {
        Ok(about) if about.len() == recorded.bytes => {}
        _ => return Ok(false),
    }
    let found = recorded_of(path, read).map_err(failed("read", path))?;
    Ok(found == *recorded)
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Io {
        doing,
        path,
        source,
    }
}

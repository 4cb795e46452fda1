//! What a writer finds at an index's place: who holds it, what was committed, what was left behind.

use std::path::Path;
use std::sync::Arc;

use super::archives::{self, Name};
use super::finding::Current;
use super::holdings::Holdings;
use super::list::List;
use super::lock::WriterLock;
use super::manifest::{self, Manifest};
use super::storage::{Files, Storage};
use super::verified;
use super::writing::Writing;
use super::{Options, Replacing};
use crate::error::Error;

/// An index's place, held by its one writer.
pub(super) struct Ground {
    pub(super) storage: Storage,
    /// The commit to go on from; `None` to begin from nothing.
    pub(super) from: Option<Manifest>,
    /// The files that the commit holds.
    pub(super) list: List,
    /// What the archive that the run is over is called in the index.
    pub(super) name: Option<Name>,
    /// The number of the commit that lies there.
    standing: u64,
    // Held until the run ends.
    _lock: WriterLock,
}

impl Ground {
    /// Takes the place for the archive at a path, to go on from the commit there.
    pub(super) fn take(index: &Path, archive: &str, options: &Options) -> Result<Ground, Error> {
        let (lock, standing) = Ground::hold(index, options)?;
        let (from, name) = match (&standing, options.replacing) {
            (Some(standing), Replacing::SameArchive) => {
                let name = named(index, standing, archive, options)?;
                (Some(standing.clone()), name)
            }
            _ => (None, options.name.clone()),
        };
        let ground = Ground::of(index, standing, from, lock, options)?;
        Ok(Ground { name, ..ground })
    }

    /// Takes the place for an archive without a name, to begin from nothing.
    pub(super) fn clear(index: &Path, archive: &str, options: &Options) -> Result<Ground, Error> {
        let (lock, standing) = Ground::hold(index, options)?;
        if let (Some(standing), Replacing::SameArchive) = (&standing, options.replacing)
            && named(index, standing, archive, options)?.is_some()
        {
            // Others would go with it.
            return Err(Error::OtherArchive {
                path: index.to_owned(),
                found: archives::told(&standing.summary.archives),
                wanted: archive.to_owned(),
            });
        }
        Ground::of(index, standing, None, lock, options)
    }

    /// Takes a place where no index is, or one that may be replaced by any.
    pub(super) fn free(index: &Path, options: &Options) -> Result<Ground, Error> {
        let (lock, standing) = Ground::hold(index, options)?;
        match (&standing, options.replacing) {
            (Some(_), Replacing::SameArchive) => Err(Error::Occupied {
                path: index.to_owned(),
            }),
            _ => Ground::of(index, standing, None, lock, options),
        }
    }

    /// Takes the place of an index that is there, whatever its archives.
    pub(super) fn existing(index: &Path, options: &Options) -> Result<Ground, Error> {
        Manifest::read(index)?;
        let (lock, standing) = Ground::hold(index, options)?;
        Ground::of(index, standing.clone(), standing, lock, options)
    }

    /// Locks the place, and reads the manifest that stands there.
    fn hold(index: &Path, options: &Options) -> Result<(WriterLock, Option<Manifest>), Error> {
        manifest::prepare(index, options.disk.as_ref())?;
        let lock = WriterLock::take(index, options.waiting)?;
        match (Manifest::read(index), options.replacing) {
            (Ok(manifest), _) => Ok((lock, Some(manifest))),
            // Another version's index, or a damaged one, of whatever archive: only a new build mends it.
            (Err(Error::NoIndex { .. } | Error::OtherVersion { .. }), _)
            | (Err(_), Replacing::Anything) => Ok((lock, None)),
            (Err(error), Replacing::SameArchive) => Err(error),
        }
    }

    fn of(
        index: &Path,
        standing: Option<Manifest>,
        from: Option<Manifest>,
        lock: WriterLock,
        options: &Options,
    ) -> Result<Ground, Error> {
        let number = standing.as_ref().map_or(0, |manifest| manifest.commit);
        let files = standing.map_or_else(Files::new, |manifest| manifest.files);
        let meta = from.as_ref().map(|manifest| manifest.meta.as_str());
        let storage = Storage::writing(index, meta, files, Arc::clone(&options.disk))?;
        // The manifest that stands may have been moved into place a moment before its writer was
        // killed: it must last before the files of the one before it go.
        let synced = options.disk.sync_folder(index);
        synced.map_err(|source| Error::Io {
            doing: "sync",
            path: index.to_owned(),
            source,
        })?;
        storage.sweep()?;
        let list = match &from {
            Some(from) => {
                // What is merged gets a new hash: damage must not get one with it.
                verified::verify(index, from)?;
                known(index, from)?
            }
            None => List::default(),
        };
        Ok(Ground {
            storage,
            from,
            list,
            name: None,
            standing: number,
            _lock: lock,
        })
    }

    /// Begins to write the next commit.
    pub(super) fn begin(&mut self, index: &Path, options: &Options) -> Result<Holdings, Error> {
        let writing = Writing::begin(
            index,
            self.storage.clone(),
            self.standing,
            self.from.as_ref(),
            Arc::clone(&options.disk),
        )?;
        let current = Current {
            prefix: archives::prefix(self.name.as_ref()),
            rules: options.rules.clone(),
        };
        Holdings::of(writing, std::mem::take(&mut self.list), current)
    }

    /// Removes what a run has written that ended without a commit, so that a full disk is not full
    /// any longer; gives the error to be told.
    pub(super) fn clean(&self, error: Error) -> Error {
        let cause = self.storage.failure();
        // The error that ended the run is the one to be told; the next run sweeps again.
        let _ = self.storage.undo();
        match error {
            Error::Tantivy(_) => cause.unwrap_or(error),
            error => error,
        }
    }
}

/// The files that a commit holds.
pub(super) fn known(index: &Path, manifest: &Manifest) -> Result<List, Error> {
    let Some(name) = &manifest.list else {
        return Ok(List::default());
    };
    let path = super::storage::folder(index).join(name);
    let bytes = std::fs::read(&path).map_err(|source| Error::Io {
        doing: "read",
        path,
        source,
    })?;
    List::from_bytes(&bytes).map_err(|error| Error::Damaged {
        path: index.to_owned(),
        what: format!("{name}: {error}"),
    })
}

/// What the archive at a path is called in an index, or is to be called there.
pub(super) fn named(
    index: &Path,
    manifest: &Manifest,
    archive: &str,
    options: &Options,
) -> Result<Option<Name>, Error> {
    let held = &manifest.summary.archives;
    archives::name_within(index, held, archive, options)
}

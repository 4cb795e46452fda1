//! What a writer finds at an index's place: who holds it, what was committed, what was left behind.

use std::path::Path;
use std::sync::Arc;

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
    /// The number of the commit that lies there.
    standing: u64,
    // Held until the run ends.
    _lock: WriterLock,
}

impl Ground {
    /// Takes the place for an archive, to go on from the commit there.
    pub(super) fn take(index: &Path, archive: &str, options: &Options) -> Result<Ground, Error> {
        manifest::prepare(index, options.disk.as_ref())?;
        let lock = WriterLock::take(index, options.waiting)?;
        let standing = standing(index, archive, options.replacing)?;
        let from = match options.replacing {
            Replacing::SameArchive => standing.clone(),
            Replacing::Anything => None,
        };
        Ground::of(index, standing, from, lock, options)
    }

    /// Takes the place for an archive, to begin from nothing.
    pub(super) fn clear(index: &Path, archive: &str, options: &Options) -> Result<Ground, Error> {
        manifest::prepare(index, options.disk.as_ref())?;
        let lock = WriterLock::take(index, options.waiting)?;
        let standing = standing(index, archive, options.replacing)?;
        Ground::of(index, standing, None, lock, options)
    }

    /// Takes the place of an index that is there, whatever its archive.
    pub(super) fn existing(index: &Path, options: &Options) -> Result<Ground, Error> {
        let manifest = Manifest::read(index)?;
        Ground::take(index, &manifest.summary.archive, options)
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
                from.check(index)?;
                verified::verify(index, from)?;
                known(index, from)?
            }
            None => List::default(),
        };
        Ok(Ground {
            storage,
            from,
            list,
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
        let rules = options.rules.clone();
        Holdings::of(writing, std::mem::take(&mut self.list), rules)
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

/// The manifest that is in place, or why there must be no other.
fn standing(index: &Path, archive: &str, replacing: Replacing) -> Result<Option<Manifest>, Error> {
    let found = match (Manifest::read(index), replacing) {
        (Ok(manifest), Replacing::Anything) => return Ok(Some(manifest)),
        (Ok(manifest), Replacing::SameArchive) => manifest,
        // Another version's index, or a damaged one, of whatever archive: only a new build mends it.
        (Err(Error::NoIndex { .. } | Error::OtherVersion { .. }), _)
        | (Err(_), Replacing::Anything) => return Ok(None),
        (Err(error), Replacing::SameArchive) => return Err(error),
    };
    if found.summary.archive == archive {
        return Ok(Some(found));
    }
    Err(Error::OtherArchive {
        path: index.into(),
        found: found.summary.archive,
        wanted: archive.to_owned(),
    })
}

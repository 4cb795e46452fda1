//! Adds articles to the files of an index, and makes a commit of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::indexer::NoMergePolicy;
use tantivy::{FutureResult, IndexWriter, Term};

use super::disk::Disk;
use super::frame::{self, Frames, Packing};
use super::gone;
use super::manifest::{self, Manifest};
use super::merging;
use super::open::Open;
use super::prepared::Prepared;
use super::queued::{Queue, Queued};
use super::schema::{self, Fields};
use super::storage::{self, Files, Storage};
use crate::article::{Duplicate, Id};
use crate::error::Error;

/// Memory in which tantivy gathers postings before it completes a segment.
const ARENA_BYTES: usize = 200_000_000;
/// Articles and bytes that a dictionary is trained on.
const SAMPLE_ARTICLES: usize = 600;
const SAMPLE_BYTES: u64 = 16 * 1024 * 1024;
/// The files that every segment has.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];

/// The next commit of an index, under way.
pub(super) struct Writing {
    index: PathBuf,
    disk: Arc<dyn Disk>,
    storage: Storage,
    /// What is committed: the manifest that is in place, or one of nothing.
    base: Manifest,
    fields: Fields,
    tantivy: tantivy::Index,
    writer: IndexWriter<Queued>,
    queue: Queue,
    dictionary: Option<String>,
    /// What other threads pack articles with.
    packing: Packing,
    frames: Option<Frames<'static>>,
    /// Articles that wait until a dictionary is trained on them.
    waiting: Vec<(Prepared, Vec<Duplicate>)>,
    waiting_bytes: u64,
}

impl Writing {
    /// Goes on from a commit, or from nothing; the next one gets the number after `standing`, the
    /// one that lies there until it is in place.
    pub(super) fn begin(
        index: &Path,
        storage: Storage,
        standing: u64,
        from: Option<&Manifest>,
        disk: Arc<dyn Disk>,
    ) -> Result<Writing, Error> {
        let tantivy = match from {
            Some(_) => schema::open(&storage)?,
            None => schema::create(&storage)?,
        };
        // One thread for this is as fast as two: reading and analysis keep the other core busy.
        let writer = tantivy.writer_with_num_threads(1, ARENA_BYTES)?;
        // Merged on purpose: background merges would come at other times on each run.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut base = from.cloned().unwrap_or_default();
        base.commit = standing;
        let dictionary = base.dictionary.clone();
        let packing = Packing::default();
        let frames = match &dictionary {
            Some(name) => {
                let dictionary = storage.read(name)?;
                packing.know(&dictionary);
                Some(Frames::new(&dictionary)?)
            }
            None => None,
        };
        Ok(Writing {
            index: index.to_owned(),
            disk,
            storage,
            base,
            fields: schema::schema().1,
            tantivy,
            writer,
            queue: Queue::default(),
            dictionary,
            packing,
            frames,
            waiting: Vec::new(),
            waiting_bytes: 0,
        })
    }

    /// The last commit.
    pub(super) fn base(&self) -> &Manifest {
        &self.base
    }

    /// What other threads pack articles with.
    pub(super) fn packing(&self) -> &Packing {
        &self.packing
    }

    /// Adds an article; `copies` are further records that hold it.
    pub(super) fn add(
        &mut self,
        mut prepared: Prepared,
        copies: Vec<Duplicate>,
    ) -> Result<(), Error> {
        if let Some(frames) = &mut self.frames {
            let bytes = prepared.bytes();
            let document = prepared.document(&self.fields, frames, &copies)?;
            let queued = self.queue.place(document, bytes);
            self.writer.add_document(queued)?;
            return Ok(());
        }
        self.waiting_bytes += prepared.article.text_bytes();
        self.waiting.push((prepared, copies));
        if self.waiting.len() >= SAMPLE_ARTICLES || self.waiting_bytes >= SAMPLE_BYTES {
            self.train()?;
        }
        Ok(())
    }

    /// Removes the article with an id, if it was there when the writing was flushed last.
    pub(super) fn remove(&mut self, id: Id) {
        let term = Term::from_field_u64(self.fields.id, id.number());
        self.writer.delete_term(term);
    }

    fn train(&mut self) -> Result<(), Error> {
        let mut samples = Vec::with_capacity(self.waiting.len() * 2);
        for (prepared, _) in &mut self.waiting {
            samples.extend(prepared.samples()?);
        }
        let dictionary = frame::train(&samples);
        if !dictionary.is_empty() {
            let name = self.own_name(storage::DICTIONARY);
            self.storage.write(&name, &dictionary)?;
            self.dictionary = Some(name);
        }
        let frames = Frames::new(&dictionary)?;
        self.packing.know(&dictionary);
        self.frames = Some(frames);
        self.waiting_bytes = 0;
        for (prepared, copies) in std::mem::take(&mut self.waiting) {
            self.add(prepared, copies)?;
        }
        Ok(())
    }

    /// Completes the segments, so that [`Writing::open`] sees all that was added and removed.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        if !self.waiting.is_empty() {
            self.train()?;
        }
        self.writer.commit()?;
        Ok(())
    }

    /// Opens what has been flushed.
    pub(super) fn open(&self) -> Result<Open, Error> {
        let manifest = Manifest {
            dictionary: self.dictionary.clone(),
            gone: self.base.gone.clone(),
            ..Manifest::default()
        };
        Open::of(&self.index, &self.tantivy, &self.storage, manifest)
    }

    /// The segments that have been flushed.
    pub(super) fn segments(&self) -> Result<Vec<SegmentMeta>, Error> {
        Ok(self.tantivy.searchable_segment_metas()?)
    }

    /// Makes one segment of several where there are too many, and rewrites those of which too much
    /// was removed; in an index made from nothing those of which anything was.
    pub(super) fn merge(&mut self, is_new: bool) -> Result<(), Error> {
        let lists = merging::due(&self.segments()?, is_new);
        let merges: Vec<_> = lists.iter().map(|ids| self.writer.merge(ids)).collect();
        // All are waited for: what goes on when the writing is given up would write on.
        let ended: Vec<_> = merges.into_iter().map(FutureResult::wait).collect();
        for merged in ended {
            merged?;
        }
        Ok(())
    }

    /// The name of a file of this commit's own.
    fn own_name(&self, kind: &str) -> String {
        format!("c{}.{kind}", self.base.commit + 1)
    }

    /// Writes the list of the archive's files.
    pub(super) fn write_list(&mut self, bytes: &[u8]) -> Result<String, Error> {
        let name = self.own_name(storage::LIST);
        self.storage.write(&name, bytes)?;
        Ok(name)
    }

    /// Commits what has been flushed: once this returns, neither a crash nor a power cut undoes it.
    /// What the manifest says beside its files is given by `manifest`; `before` is the last commit.
    pub(super) fn publish(
        &mut self,
        mut manifest: Manifest,
        before: Option<&Open>,
    ) -> Result<&Manifest, Error> {
        manifest.commit = self.base.commit + 1;
        manifest.dictionary.clone_from(&self.dictionary);
        manifest.meta = self.meta()?;
        manifest.gone = self.write_gone(before)?;
        manifest.files = self.files(&manifest)?;
        manifest.summary.index_bytes = manifest.bytes();
        self.storage.sync()?;
        manifest.write(&self.index, self.disk.as_ref())?;
        self.base = manifest;
        // From here on nothing can be lost: what fails now leaves a file too many.
        self.storage.committed(self.base.files.clone())?;
        manifest::remove_old_generations(&self.index)?;
        Ok(&self.base)
    }

    /// Writes the words of the articles removed since the last commit.
    fn write_gone(&self, before: Option<&Open>) -> Result<BTreeMap<String, String>, Error> {
        let mut names = BTreeMap::new();
        let segments = self.segments()?;
        if !segments.iter().any(SegmentMeta::has_deletes) {
            return Ok(names);
        }
        let now = self.open()?;
        for (place, (reader, _)) in now.readers().enumerate() {
            if !reader.has_deletes() {
                continue;
            }
            let segment = reader.segment_id().uuid_string();
            let name = match gone::written(&now, place, before, &self.fields)? {
                Some(bytes) => {
                    let number = self.base.commit + 1;
                    let name = format!("{segment}.{number}.{}", storage::GONE);
                    self.storage.write(&name, &bytes)?;
                    Some(name)
                }
                None => self.base.gone.get(&segment).cloned(),
            };
            names.extend(name.map(|name| (segment, name)));
        }
        Ok(names)
    }

    fn meta(&self) -> Result<String, Error> {
        let meta = self.storage.meta().unwrap_or_default();
        String::from_utf8(meta).map_err(|error| Error::of_index(std::io::Error::other(error)))
    }

    /// What is known of every file that a commit needs.
    fn files(&self, manifest: &Manifest) -> Result<Files, Error> {
        let mut names: Vec<String> = Vec::new();
        for segment in self.segments()? {
            names.extend(files_of(&segment));
        }
        names.extend(manifest.dictionary.clone());
        names.extend(manifest.list.clone());
        names.extend(manifest.gone.values().cloned());
        let mut files = Files::new();
        for name in names {
            let recorded = self.storage.recorded(&name).ok_or_else(|| {
                let what = format!("{name} was never written");
                Error::of_index(std::io::Error::other(what))
            })?;
            files.insert(name, recorded);
        }
        Ok(files)
    }
}

/// The names of a segment's files.
pub(super) fn files_of(segment: &SegmentMeta) -> impl Iterator<Item = String> {
    let deletes = segment.has_deletes().then_some(SegmentComponent::Delete);
    let components = COMPONENTS.into_iter().chain(deletes);
    components.map(|component| segment.relative_path(component).display().to_string())
}

//! Builds an index: adds the articles of an archive in one order, and commits once, so that the same
//! archive gives the same index on each run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, Term};

use super::frame::{self, Frames};
use super::intake::{self, Taken};
use super::manifest::{self, Lengths, Manifest};
use super::open::Open;
use super::schema::{self, Fields, Prepared};
use super::{Progress, Replacing, Summary, Watch};
use crate::article::{Article, Duplicate, Id};
use crate::corpus::{self, Archive, ArchiveFile, BadRecord, Rules};
use crate::error::Error;

/// Memory in which tantivy gathers postings before it writes a segment.
const ARENA_BYTES: usize = 200_000_000;
/// Articles and bytes that a dictionary is trained on.
const SAMPLE_ARTICLES: usize = 2_000;
const SAMPLE_BYTES: usize = 16 * 1024 * 1024;
/// How standard input is called among archives.
const STREAM: &str = "-";

/// See [`super::build`].
pub(super) fn build(
    archive: &Path,
    rules: &Rules,
    index: &Path,
    replacing: Replacing,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let archive = Archive::open(archive)?;
    let name = archive.root().display().to_string();
    let listing = archive.list()?;
    let mut build = Build::begin(index, name, replacing, watch)?;
    build.rules = rules.fingerprint_of_all();
    build.watch.listed(
        listing.files.len() as u64,
        listing.files.iter().map(|file| file.size).sum(),
    );
    for bad in listing.bad {
        build.take_bad(&bad);
    }
    for (_, why) in listing.skipped {
        *build.summary.skipped.entry(why.to_owned()).or_default() += 1;
    }
    build.take_files(&listing.files, rules)?;
    build.finish(&listing.files)
}

/// See [`super::build_stream`].
pub(super) fn build_stream(
    input: &mut dyn BufRead,
    rules: &Rules,
    index: &Path,
    replacing: Replacing,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let mut build = Build::begin(index, STREAM.to_owned(), replacing, watch)?;
    build.summary.files = 1;
    let mut taken = Ok(());
    corpus::read_lines(input, STREAM, rules, &mut |record| {
        if taken.is_ok() {
            taken = match record {
                Ok(article) => build.take_article(Prepared::of(article)),
                Err(bad) => {
                    build.take_bad(&bad);
                    Ok(())
                }
            };
        }
    });
    taken?;
    build.finish(&[])
}

/// See [`super::refresh`].
pub(super) fn refresh(
    archive: &Path,
    rules: &Rules,
    index: &Path,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    match Manifest::read(index) {
        Err(Error::NoIndex { .. } | Error::OtherVersion { .. }) => {}
        Err(error) => return Err(error),
        Ok(manifest) => {
            let opened = Archive::open(archive)?;
            let same_archive = manifest.summary.archive == opened.root().display().to_string();
            if same_archive
                && manifest.rules == rules.fingerprint_of_all()
                && manifest::are_same_files(&manifest.generation(index), &opened.list()?.files)
            {
                return Ok(None);
            }
        }
    }
    build(archive, rules, index, Replacing::SameArchive, watch).map(Some)
}

/// A build under way.
struct Build<'a> {
    watch: &'a mut dyn Watch,
    summary: Summary,
    progress: Progress,
    lengths: Lengths,
    started: Instant,
    adding: Adding,
    seen: HashSet<Id>,
    copies: BTreeMap<Id, Vec<Duplicate>>,
    commit: u64,
    /// What stands for the rules that the files are read by.
    rules: String,
    index: &'a Path,
    // Held until the build ends.
    _lock: std::fs::File,
}

impl<'a> Build<'a> {
    fn begin(
        index: &'a Path,
        archive: String,
        replacing: Replacing,
        watch: &'a mut dyn Watch,
    ) -> Result<Build<'a>, Error> {
        manifest::prepare(index)?;
        let lock = manifest::lock(index)?;
        let commit = next_commit(index, &archive, replacing)?;
        let folder = manifest::generation(index, commit);
        if folder.exists() {
            // What a build that was killed left behind.
            let removed = std::fs::remove_dir_all(&folder);
            removed.map_err(|source| Error::Io {
                doing: "remove",
                path: folder.clone(),
                source,
            })?;
        }
        Ok(Build {
            watch,
            summary: Summary {
                archive,
                ..Summary::default()
            },
            progress: Progress::default(),
            lengths: Lengths::default(),
            started: Instant::now(),
            adding: Adding::to(&folder)?,
            seen: HashSet::new(),
            copies: BTreeMap::new(),
            commit,
            rules: String::new(),
            index,
            _lock: lock,
        })
    }

    fn take_files(&mut self, files: &[ArchiveFile], rules: &Rules) -> Result<(), Error> {
        // The bytes of the files that have been read to their ends.
        let mut whole = 0;
        intake::take(files, rules, |taken| {
            match taken {
                Taken::Article(prepared) => {
                    let texts = prepared.article.body.iter().map(String::len);
                    self.progress.bytes += texts.sum::<usize>() as u64;
                    self.take_article(*prepared)?;
                }
                Taken::Bad(bad) => self.take_bad(&bad),
                Taken::File { size, skipped } => {
                    for (why, count) in skipped {
                        *self.summary.skipped.entry(why.to_owned()).or_default() += count;
                    }
                    whole += size;
                    self.summary.files += 1;
                    self.progress.files += 1;
                    self.progress.bytes = whole;
                }
            }
            self.watch.progress(&self.progress);
            Ok(())
        })
    }

    fn take_bad(&mut self, bad: &BadRecord) {
        self.progress.bad += 1;
        *self.summary.bad.entry(bad.code.to_owned()).or_default() += 1;
        self.watch.bad(bad);
    }

    fn take_article(&mut self, prepared: Prepared) -> Result<(), Error> {
        if !self.seen.insert(prepared.id) {
            self.summary.copies += 1;
            self.copies.entry(prepared.id).or_default().push(Duplicate {
                place: prepared.article.place,
                key: prepared.article.key,
            });
            return Ok(());
        }
        self.progress.articles += 1;
        let Lengths { title, body } = prepared.lengths();
        self.lengths.title += title;
        self.lengths.body += body;
        count(&mut self.summary, &prepared.article);
        self.adding.add(prepared)
    }

    fn finish(mut self, files: &[ArchiveFile]) -> Result<Summary, Error> {
        self.summary.articles = self.progress.articles;
        if self.summary.articles == 0 {
            self.adding.discard()?;
            return Err(Error::NothingRead {
                archive: self.summary.archive,
                bad: self.progress.bad,
            });
        }
        self.watch.committing();
        let folder = manifest::generation(self.index, self.commit);
        self.summary.bytes = self.progress.bytes;
        self.adding.finish(&self.copies)?;
        manifest::write_files(&folder, files)?;
        self.summary.index_bytes = folder_bytes(&folder)?;
        self.summary.seconds = self.started.elapsed().as_secs_f64();
        let id = id_of(&self.seen);
        let mut manifest = Manifest::new(self.commit, id, self.lengths, self.summary.clone());
        manifest.rules = self.rules;
        manifest.write(self.index)?;
        manifest::remove_other_generations(self.index, self.commit)?;
        Ok(self.summary)
    }
}

/// The number of the next commit, or why there must be none.
fn next_commit(index: &Path, archive: &str, replacing: Replacing) -> Result<u64, Error> {
    let found = match (Manifest::read(index), replacing) {
        (Ok(manifest), Replacing::Anything) => return Ok(manifest.commit + 1),
        (Ok(manifest), Replacing::SameArchive) => manifest,
        // Another version's index, or a damaged one, of whatever archive: only a new build mends it.
        (Err(Error::NoIndex { .. } | Error::OtherVersion { .. }), _)
        | (Err(_), Replacing::Anything) => return Ok(1),
        (Err(error), Replacing::SameArchive) => return Err(error),
    };
    if found.summary.archive == archive {
        return Ok(found.commit + 1);
    }
    Err(Error::OtherArchive {
        path: index.into(),
        found: found.summary.archive,
        wanted: archive.to_owned(),
    })
}

fn count(summary: &mut Summary, article: &Article) {
    *summary
        .formats
        .entry(article.format.to_string())
        .or_default() += 1;
    let codes: HashSet<&str> = article.gaps.iter().map(|gap| gap.code.as_ref()).collect();
    for code in codes {
        *summary.gaps.entry(code.to_owned()).or_default() += 1;
    }
    let fields = [
        ("title", article.title.is_none()),
        ("date", article.date.is_none()),
        ("byline", article.byline.is_none()),
        ("source", article.source.is_none()),
    ];
    for (field, missing) in fields {
        *summary.missing.entry(field.to_owned()).or_default() += u64::from(missing);
    }
}

/// Six hexadecimal digits that are the same for the same articles.
fn id_of(ids: &HashSet<Id>) -> String {
    let mut sorted: Vec<u64> = ids.iter().map(|id| id.number()).collect();
    sorted.sort_unstable();
    let mut hash = blake3::Hasher::new();
    for number in sorted {
        hash.update(&number.to_le_bytes());
    }
    hash.finalize().to_hex()[..6].to_owned()
}

fn folder_bytes(folder: &Path) -> Result<u64, Error> {
    let failed = |source| Error::Io {
        doing: "list",
        path: folder.to_owned(),
        source,
    };
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        bytes += entry
            .and_then(|entry| entry.metadata())
            .map_err(failed)?
            .len();
    }
    Ok(bytes)
}

/// Adds prepared articles to a new generation. The first ones wait until a dictionary is trained on them.
struct Adding {
    folder: std::path::PathBuf,
    fields: Fields,
    index: tantivy::Index,
    writer: IndexWriter,
    waiting: Vec<Prepared>,
    waiting_bytes: usize,
    frames: Option<Frames>,
}

impl Adding {
    fn to(folder: &Path) -> Result<Adding, Error> {
        std::fs::create_dir_all(folder).map_err(|source| Error::Io {
            doing: "make",
            path: folder.to_owned(),
            source,
        })?;
        let (schema, fields) = schema::schema();
        let index = tantivy::Index::builder()
            .schema(schema)
            .settings(schema::settings())
            .create_in_dir(folder)?;
        schema::register(index.tokenizers());
        let writer = index.writer_with_num_threads(1, ARENA_BYTES)?;
        // Merged once, at the end: background merges would come at other times on each run.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let folder = folder.to_owned();
        Ok(Adding {
            folder,
            fields,
            index,
            writer,
            waiting: Vec::new(),
            waiting_bytes: 0,
            frames: None,
        })
    }

    fn add(&mut self, prepared: Prepared) -> Result<(), Error> {
        if let Some(frames) = &mut self.frames {
            self.writer
                .add_document(prepared.document(&self.fields, frames, &[])?)?;
            return Ok(());
        }
        self.waiting_bytes += prepared.article.body.iter().map(String::len).sum::<usize>();
        self.waiting.push(prepared);
        if self.waiting.len() >= SAMPLE_ARTICLES || self.waiting_bytes >= SAMPLE_BYTES {
            self.train()?;
        }
        Ok(())
    }

    fn train(&mut self) -> Result<(), Error> {
        let mut samples = Vec::with_capacity(self.waiting.len() * 2);
        for prepared in &self.waiting {
            samples.extend(prepared.samples()?);
        }
        let dictionary = frame::train(&samples);
        if !dictionary.is_empty() {
            manifest::write_whole(&self.folder.join(frame::DICTIONARY_FILE), &dictionary)?;
        }
        let mut frames = Frames::new(&dictionary)?;
        for prepared in self.waiting.drain(..) {
            self.writer
                .add_document(prepared.document(&self.fields, &mut frames, &[])?)?;
        }
        self.frames = Some(frames);
        Ok(())
    }

    /// Commits, gives articles with several places all of them, and merges to one segment.
    fn finish(mut self, copies: &BTreeMap<Id, Vec<Duplicate>>) -> Result<(), Error> {
        if self.frames.is_none() {
            self.train()?;
        }
        self.writer.commit()?;
        if !copies.is_empty() {
            self.add_copies(copies)?;
        }
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 || !copies.is_empty() {
            // One segment: no article deleted above lingers in the statistics of the ranking.
            self.writer.merge(&segments).wait()?;
        }
        self.writer.garbage_collect_files().wait()?;
        self.writer.wait_merging_threads()?;
        manifest::sync_folder(&self.folder)
    }

    fn add_copies(&mut self, copies: &BTreeMap<Id, Vec<Duplicate>>) -> Result<(), Error> {
        let open = Open::generation(&self.folder)?;
        let known: HashMap<Id, _> = open.addresses()?;
        let Some(frames) = &mut self.frames else {
            return Ok(());
        };
        for (id, places) in copies {
            let Some(address) = known.get(id) else {
                continue;
            };
            let article = open.article(*address)?.article;
            self.writer
                .delete_term(Term::from_field_u64(self.fields.id, id.number()));
            let document = Prepared::of(article).document(&self.fields, frames, places)?;
            self.writer.add_document(document)?;
        }
        self.writer.commit()?;
        Ok(())
    }

    fn discard(self) -> Result<(), Error> {
        drop(self.writer);
        let removed = std::fs::remove_dir_all(&self.folder);
        removed.map_err(|source| Error::Io {
            doing: "remove",
            path: self.folder,
            source,
        })
    }
}

//! Builds an index: adds the articles of an archive in one order, and commits once, so that the same
//! archive gives the same index on each run.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tantivy::index::SegmentMeta;

use super::intake::{self, Taken};
use super::lock::WriterLock;
use super::manifest::{self, Lengths, Manifest};
use super::schema::Prepared;
use super::writing::Writing;
use super::{Options, Progress, Replacing, Summary, Watch};
use crate::article::{Article, Duplicate, Id};
use crate::corpus::{self, Archive, ArchiveFile, BadRecord};
use crate::error::Error;

/// How standard input is called among archives.
const STREAM: &str = "-";

/// See [`super::build`].
pub(super) fn build(
    archive: &Path,
    index: &Path,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let archive = Archive::open(archive)?;
    let name = archive.root().display().to_string();
    let listing = archive.list()?;
    let mut build = Build::begin(index, name, options, watch)?;
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
    build.take_files(&listing.files)?;
    build.finish(&listing.files)
}

/// See [`super::build_stream`].
pub(super) fn build_stream(
    input: &mut dyn BufRead,
    index: &Path,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let mut build = Build::begin(index, STREAM.to_owned(), options, watch)?;
    build.summary.files = 1;
    let mut taken = Ok(());
    corpus::read_lines(input, STREAM, &mut |record| {
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
    index: &Path,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    match Manifest::read(index) {
        Err(Error::NoIndex { .. } | Error::OtherVersion { .. }) => {}
        Err(error) => return Err(error),
        Ok(manifest) => {
            let opened = Archive::open(archive)?;
            let same_archive = manifest.summary.archive == opened.root().display().to_string();
            if same_archive && manifest.are_its_files(index, &opened.list()?.files) {
                return Ok(None);
            }
        }
    }
    build(archive, index, &Options::default(), watch).map(Some)
}

/// A build under way.
struct Build<'a> {
    watch: &'a mut dyn Watch,
    summary: Summary,
    progress: Progress,
    lengths: Lengths,
    started: Instant,
    writing: Writing,
    seen: HashSet<Id>,
    copies: BTreeMap<Id, Vec<Duplicate>>,
    // Held until the build ends.
    _lock: WriterLock,
}

impl<'a> Build<'a> {
    fn begin(
        index: &Path,
        archive: String,
        options: &Options,
        watch: &'a mut dyn Watch,
    ) -> Result<Build<'a>, Error> {
        manifest::prepare(index, options.disk.as_ref())?;
        let lock = WriterLock::take(index, options.waiting)?;
        let standing = standing(index, &archive, options.replacing)?;
        Ok(Build {
            watch,
            summary: Summary {
                archive,
                ..Summary::default()
            },
            progress: Progress::default(),
            lengths: Lengths::default(),
            started: Instant::now(),
            writing: Writing::begin(index, standing.as_ref(), None, Arc::clone(&options.disk))?,
            seen: HashSet::new(),
            copies: BTreeMap::new(),
            _lock: lock,
        })
    }

    fn take_files(&mut self, files: &[ArchiveFile]) -> Result<(), Error> {
        // The bytes of the files that have been read to their ends.
        let mut whole = 0;
        intake::take(files, |taken| {
            match taken {
                Taken::Article(prepared) => {
                    let texts = prepared.article.body.iter().map(String::len);
                    self.progress.bytes += texts.sum::<usize>() as u64;
                    self.take_article(*prepared)?;
                }
                Taken::Bad(bad) => self.take_bad(&bad),
                Taken::File { size } => {
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
        self.writing.add(prepared, Vec::new())
    }

    fn finish(mut self, files: &[ArchiveFile]) -> Result<Summary, Error> {
        self.summary.articles = self.progress.articles;
        if self.summary.articles == 0 {
            self.writing.end()?;
            return Err(Error::NothingRead {
                archive: self.summary.archive,
                bad: self.progress.bad,
            });
        }
        self.watch.committing();
        self.summary.bytes = self.progress.bytes;
        self.writing.flush()?;
        if !self.copies.is_empty() {
            self.add_copies()?;
        }
        let segments = self.writing.segments()?;
        if segments.len() > 1 || !self.copies.is_empty() {
            // One segment: no article removed above lingers in the statistics of the ranking.
            let ids: Vec<_> = segments.iter().map(SegmentMeta::id).collect();
            self.writing.merge(&ids)?;
        }
        let list = self.writing.write_list(&manifest::list_of(files)?)?;
        self.summary.seconds = self.started.elapsed().as_secs_f64();
        let manifest = Manifest {
            id: id_of(&self.seen),
            articles: self.summary.articles,
            lengths: self.lengths,
            summary: self.summary,
            list: Some(list),
            ..Manifest::default()
        };
        let summary = self.writing.publish(manifest)?.summary.clone();
        self.writing.end()?;
        Ok(summary)
    }

    /// Gives articles with several places all of them.
    fn add_copies(&mut self) -> Result<(), Error> {
        let open = self.writing.open()?;
        let known: HashMap<Id, _> = open.addresses()?;
        for (id, places) in &self.copies {
            let Some(address) = known.get(id) else {
                continue;
            };
            let article = open.article(*address)?.article;
            self.writing.remove(*id);
            self.writing.add(Prepared::of(article), places.clone())?;
        }
        self.writing.flush()
    }
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
pub(super) fn id_of(ids: &HashSet<Id>) -> String {
    let mut sorted: Vec<u64> = ids.iter().map(|id| id.number()).collect();
    sorted.sort_unstable();
    let mut hash = blake3::Hasher::new();
    for number in sorted {
        hash.update(&number.to_le_bytes());
    }
    hash.finalize().to_hex()[..6].to_owned()
}

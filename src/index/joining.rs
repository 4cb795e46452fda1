//! Makes one index of several: what one of all their archives would be, without reading these.
//!
//! The stored articles are analysed anew, for each index has a dictionary of its own and other names
//! for its archives. The indexes are only read; each of their files, and each that is written, is
//! compared with its hash.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use tantivy::DocAddress;

use super::archives::{self, Archived, Name};
use super::check::{self, Extent, Step};
use super::ground::{self, Ground};
use super::holdings::Holdings;
use super::list::{Known, List};
use super::manifest::Manifest;
use super::open::{Open, Stored};
use super::prepared::Prepared;
use super::{Difference, Options, verified};
use crate::article::{Article, Duplicate, Id};
use crate::error::{Error, Naming};

/// Articles that are analysed together, on all cores.
const BATCH: usize = 512;

/// An index that is to be merged with others.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its folder.
    pub index: PathBuf,
    /// What its archive is to be called; else by its name in that index, or by the name of its folder.
    pub name: Option<Name>,
}

/// What was merged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Merged {
    /// The new index.
    pub to: PathBuf,
    /// Six hexadecimal digits of what it holds.
    pub id: String,
    /// Its articles.
    pub articles: u64,
    /// Those of them that more than one of the indexes holds. Each is one article, held as its first
    /// place has it, with its other places as copies.
    pub shared: u64,
    /// Articles that are not in it because they were removed on purpose from one of the indexes.
    pub removed: u64,
    /// Its archives, in the order of their names.
    pub archives: Vec<Archived>,
    /// Bytes of the index on disk.
    pub bytes: u64,
    /// Seconds it took.
    pub seconds: f64,
}

/// An index that is merged, open.
struct Source {
    open: Open,
    list: List,
    ids: HashSet<Id>,
    /// What stands before the names of an archive's files there, and what is to stand there.
    prefixes: Vec<(String, String)>,
    archives: Vec<Archived>,
}

/// See [`super::merge`].
pub(super) fn merge(
    parts: &[Part],
    to: &Path,
    options: &Options,
    watch: &mut dyn FnMut(Step),
) -> Result<Merged, Error> {
    let begun = Instant::now();
    let sources = open_all(parts, watch)?;
    let archives = distinct(&sources, to)?;
    refuse_itself(parts, to)?;
    let mut ground = Ground::free(to, options)?;
    ground.list = joined(&sources);
    let mut holdings = ground.begin(to, options)?;
    holdings.hold(archives);
    let done = take_all(&sources, &mut holdings, watch).and_then(|shared| {
        holdings.settle()?;
        holdings.merge(true)?;
        let seconds = begun.elapsed().as_secs_f64();
        let manifest = holdings.publish(Difference::default(), seconds)?;
        Ok((shared, manifest.clone()))
    });
    let (shared, manifest) = done.map_err(|error| {
        drop(holdings);
        ground.clean(error)
    })?;
    // Read again where it went, as a backup is.
    let checkup = check::check(to, Extent::Sample(0), watch)?;
    if let Some(damage) = checkup.damage.first() {
        return Err(Error::Damaged {
            path: to.to_owned(),
            what: format!("{}: {}", damage.file, damage.what),
        });
    }
    Ok(merged(to, manifest, shared, begun))
}

fn merged(to: &Path, manifest: Manifest, shared: u64, begun: Instant) -> Merged {
    Merged {
        to: to.to_owned(),
        id: manifest.id,
        articles: manifest.articles,
        shared,
        removed: manifest.summary.removed_articles,
        archives: manifest.summary.archives,
        bytes: manifest.summary.index_bytes,
        seconds: begun.elapsed().as_secs_f64(),
    }
}

fn refuse_itself(parts: &[Part], to: &Path) -> Result<(), Error> {
    let Ok(place) = to.canonicalize() else {
        // What is not there yet is none of them.
        return Ok(());
    };
    let is_it = |part: &Part| part.index.canonicalize().is_ok_and(|index| index == place);
    match parts.iter().any(is_it) {
        true => Err(Error::IntoItself {
            path: to.to_owned(),
        }),
        false => Ok(()),
    }
}

fn open_all(parts: &[Part], watch: &mut dyn FnMut(Step)) -> Result<Vec<Source>, Error> {
    let manifests = parts.iter().map(|part| Manifest::read(&part.index));
    let manifests = manifests.collect::<Result<Vec<_>, _>>()?;
    let all = manifests.iter().map(Manifest::bytes).sum();
    let mut done = 0;
    let mut read = |bytes| {
        done += bytes;
        watch(Step::Bytes { done, all });
    };
    let sources = parts.iter().map(|part| Source::open(part, &mut read));
    sources.collect()
}

impl Source {
    /// Opens an index and reads every byte of it against its hash.
    fn open(part: &Part, read: &mut dyn FnMut(u64)) -> Result<Source, Error> {
        let path = &part.index;
        loop {
            let open = Open::index(path)?;
            let whole = verified::read_all(path, open.manifest(), read)
                .and_then(|()| ground::known(path, open.manifest()));
            match whole {
                Ok(list) => return Source::of(part, open, list),
                // A writer removes the files of a commit once the next is in place.
                Err(_) if Manifest::read(path)?.commit != open.commit() => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn of(part: &Part, open: Open, list: List) -> Result<Source, Error> {
        let mut ids = HashSet::new();
        for segment in open.segments() {
            let column = segment.ids()?;
            ids.extend(segment.docs().map(|doc| column.of(doc)));
        }
        let held = &open.summary().archives;
        let mut archives = Vec::new();
        let mut prefixes = Vec::new();
        for archive in held {
            let name = name_of(archive, part, held)?;
            prefixes.push((archive.prefix(), archives::prefix(Some(&name))));
            archives.push(Archived {
                name: Some(name),
                ..archive.clone()
            });
        }
        Ok(Source {
            open,
            list,
            ids,
            prefixes,
            archives,
        })
    }

    /// Gives a place its name in the new index.
    fn rename(&self, place: &mut String) {
        let mut prefixes = self.prefixes.iter();
        let found = prefixes.find(|(from, _)| place.starts_with(from));
        if let Some((from, to)) = found {
            place.replace_range(..from.len(), to);
        }
    }

    /// The article with an id, and the further records that hold it, under their new names.
    fn stored(&self, address: DocAddress) -> Result<Stored, Error> {
        let mut stored = self.open.article(address)?;
        self.rename(&mut stored.article.place.file);
        for copy in &mut stored.copies {
            self.rename(&mut copy.place.file);
        }
        Ok(stored)
    }

    /// A file under its new name.
    fn renamed(&self, name: &str, known: &Known) -> (String, Known) {
        let (mut name, mut known) = (name.to_owned(), known.clone());
        self.rename(&mut name);
        for inside in known
            .rejects
            .iter_mut()
            .flat_map(|reject| &mut reject.inside)
        {
            self.rename(inside);
        }
        (name, known)
    }
}

/// What an archive of an index is to be called.
fn name_of(archive: &Archived, part: &Part, held: &[Archived]) -> Result<Name, Error> {
    let refused = |naming| Error::Naming {
        path: part.index.clone(),
        naming,
    };
    match (&part.name, &archive.name) {
        (Some(_), _) if held.len() > 1 => Err(refused(Naming::NotOne {
            names: archives::title(held),
        })),
        (Some(name), _) | (None, Some(name)) => Ok(name.clone()),
        (None, None) => Name::of_path(&archive.path).ok_or_else(|| {
            refused(Naming::Unnameable {
                archive: archive.path.clone(),
            })
        }),
    }
}

/// The archives of all, if no two have the same name.
fn distinct(sources: &[Source], to: &Path) -> Result<Vec<Archived>, Error> {
    let mut paths: HashMap<&Name, &str> = HashMap::new();
    let all = || sources.iter().flat_map(|source| &source.archives);
    for archive in all() {
        let Some(name) = &archive.name else { continue };
        if let Some(other) = paths.insert(name, &archive.path) {
            return Err(Error::Naming {
                path: to.to_owned(),
                naming: Naming::Twice {
                    name: name.to_string(),
                    archives: [other.to_owned(), archive.path.clone()],
                },
            });
        }
    }
    Ok(all().cloned().collect())
}

/// The files of all, and the articles that are not to be held: those removed from any.
fn joined(sources: &[Source]) -> List {
    let mut list = List::default();
    for source in sources {
        let files = source.list.files.iter();
        list.files
            .extend(files.map(|(name, known)| source.renamed(name, known)));
        list.removed.extend(&source.list.removed);
    }
    list
}

/// Takes every article once; gives how many of them are in more than one of the indexes.
fn take_all(
    sources: &[Source],
    holdings: &mut Holdings,
    watch: &mut dyn FnMut(Step),
) -> Result<u64, Error> {
    let all = holdings.list.articles().len() as u64;
    let (mut shared, mut done) = (0, 0);
    let mut batch = Vec::with_capacity(BATCH);
    for (place, source) in sources.iter().enumerate() {
        let is_taken = |id: Id| {
            sources[..place]
                .iter()
                .any(|earlier| earlier.ids.contains(&id))
        };
        for segment in source.open.segments() {
            let ids = segment.ids()?;
            for doc in segment.docs() {
                let id = ids.of(doc);
                if holdings.list.removed.contains(&id.number()) || is_taken(id) {
                    continue;
                }
                let first = source.stored(DocAddress::new(segment.place, doc))?;
                let (article, is_shared) = with_others(id, first, &sources[place + 1..])?;
                shared += u64::from(is_shared);
                batch.push(article);
                if batch.len() == BATCH {
                    done += BATCH as u64;
                    add(std::mem::take(&mut batch), holdings)?;
                    watch(Step::Articles { done, all });
                }
            }
        }
    }
    add(batch, holdings)?;
    Ok(shared)
}

/// An article of an index as it is held beside those of others: as the first of its places has it.
/// Says also whether any other index holds it.
fn with_others(id: Id, mut first: Stored, others: &[Source]) -> Result<(Stored, bool), Error> {
    let mut is_shared = false;
    for other in others.iter().filter(|other| other.ids.contains(&id)) {
        let Some(address) = other.open.address(id)? else {
            continue;
        };
        is_shared = true;
        let mut second = other.stored(address)?;
        if second.article.place < first.article.place {
            std::mem::swap(&mut first, &mut second);
        }
        let Stored { article, copies } = second;
        first.copies.push(Duplicate {
            place: article.place,
            key: article.key,
        });
        first.copies.extend(copies);
    }
    first.copies.sort_by(|a, b| a.place.cmp(&b.place));
    Ok((first, is_shared))
}

/// Analyses articles on all cores, and adds them in their order.
fn add(batch: Vec<Stored>, holdings: &mut Holdings) -> Result<(), Error> {
    let (articles, copies): (Vec<Article>, Vec<Vec<Duplicate>>) = batch
        .into_iter()
        .map(|stored| (stored.article, stored.copies))
        .unzip();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = articles.len().div_ceil(cores).max(1);
    let mut articles = articles.into_iter();
    let prepared: Vec<Vec<Prepared>> = std::thread::scope(|scope| {
        let mut threads = Vec::new();
        while articles.len() > 0 {
            let some: Vec<Article> = articles.by_ref().take(share).collect();
            threads.push(scope.spawn(|| some.into_iter().map(Prepared::of).collect()));
        }
        let ended = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        ended.collect::<Result<_, _>>()
    })
    .map_err(|_| {
        Error::of_index(std::io::Error::other(
            "a thread that analyses articles died",
        ))
    })?;
    for (prepared, copies) in prepared.into_iter().flatten().zip(copies) {
        holdings.add(prepared, copies)?;
    }
    Ok(())
}

//! Keeps each article of an archive's files once: at its first place, the others beside it.
//!
//! An article may stand in several records. The index holds it as the first of them in the order
//! of the files has it, and names the others as its copies, as if all files had been read at once.
//! So when a file is replaced or goes, each article of its records is looked at again: it may be
//! gone, may have lost a copy, or may now be held as another record has it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use tantivy::DocAddress;

use super::archives::{self, Archived, Name};
use super::changes::Restoring;
use super::finding::{self, Current};
use super::frame::Packing;
use super::intake::{self, Taken};
use super::list::{List, Standing, Times};
use super::manifest::{Lengths, Manifest};
use super::open::{Open, Stored};
use super::prepared::Prepared;
use super::writing::Writing;
use super::{Difference, Summary};
use crate::analysis;
use crate::article::{Article, Duplicate, Id, Place};
use crate::error::{Error, Naming};

/// The articles of an index while it is written.
pub(super) struct Holdings {
    pub(super) writing: Writing,
    /// The files whose records are held.
    pub(super) list: List,
    /// What the last commit holds.
    base: Option<Arc<Open>>,
    /// The articles that are held, or were until their files were given up.
    present: HashSet<Id>,
    totals: Totals,
    restoring: Restoring,
    /// The archives that the files are of, in the order of their names.
    archives: Vec<Archived>,
    /// The one that the run is over.
    current: Current,
    batch: Batch,
}

/// What is counted over all articles.
#[derive(Clone, Debug, Default)]
struct Totals {
    lengths: Lengths,
    formats: BTreeMap<String, u64>,
    gaps: BTreeMap<String, u64>,
    missing: BTreeMap<String, u64>,
}

/// What has happened since the last commit.
#[derive(Default)]
struct Batch {
    /// Files whose records of the last commit no longer count.
    given_up: HashSet<String>,
    /// The articles of those records.
    lost: BTreeSet<u64>,
    /// Articles of the last commit that were taken out.
    dropped: HashSet<Id>,
    /// Articles added with copies that the last commit knew.
    with_copies: BTreeSet<u64>,
    /// Further records of articles that are held.
    copies: BTreeMap<u64, Vec<Duplicate>>,
}

/// An article of the last commit.
struct Old {
    address: DocAddress,
    stored: Stored,
}

/// An article whose first record is now one of which nothing but the place is known.
struct Inherited {
    id: Id,
    old: Old,
    key: Option<String>,
    copies: Vec<Duplicate>,
}

impl Holdings {
    pub(super) fn of(writing: Writing, list: List, current: Current) -> Result<Holdings, Error> {
        let base = match writing.base().articles {
            0 => None,
            _ => Some(Arc::new(writing.open()?)),
        };
        let base_summary = &writing.base().summary;
        Ok(Holdings {
            present: list.articles(),
            totals: Totals {
                lengths: writing.base().lengths,
                formats: base_summary.formats.clone(),
                gaps: base_summary.gaps.clone(),
                missing: base_summary.missing.clone(),
            },
            restoring: Restoring::Nothing,
            archives: base_summary.archives.clone(),
            current,
            batch: Batch::default(),
            writing,
            list,
            base,
        })
    }

    /// What stored articles are packed with.
    pub(super) fn packing(&self) -> &Packing {
        self.writing.packing()
    }

    /// The last commit, to be read.
    pub(super) fn base(&self) -> Option<Arc<Open>> {
        self.base.clone()
    }

    /// Notes what can be said of an archive beside what its files hold.
    pub(super) fn note(&mut self, begun: &Archived) {
        let noted = begun.noted(&self.list);
        match self
            .archives
            .iter_mut()
            .find(|held| held.name == noted.name)
        {
            Some(held) => *held = noted,
            None => self.archives.push(noted),
        }
        self.archives.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Says whether articles that were removed on purpose come back when a record holds them.
    pub(super) fn restore(&mut self, restoring: Restoring) {
        self.restoring = restoring;
    }

    /// Gives up the records that a file has in the list.
    pub(super) fn give_up(&mut self, file: &str) {
        if let Some(known) = self.list.files.get(file) {
            self.batch.lost.extend(&known.ids);
            self.batch.given_up.insert(file.to_owned());
        }
    }

    /// Takes an article from a record. Records come in the order of their places.
    pub(super) fn take(&mut self, prepared: Prepared) -> Result<(), Error> {
        let id = prepared.id;
        if self.list.removed.contains(&id.number()) {
            match self.restoring {
                Restoring::Nothing => return Ok(()),
                Restoring::Removed => self.list.removed.remove(&id.number()),
            };
        }
        if self.present.insert(id) {
            return self.add(prepared, Vec::new());
        }
        let place = &prepared.article.place;
        if let Some(old) = self.old(id)? {
            let left = self.places_left(&old.stored);
            // An earlier record may have been met while a later file, that has moved away from
            // before it, was not given up: then only that record's file can tell.
            let is_first = !self.batch.copies.contains_key(&id.number())
                && left.first().is_none_or(|first| *place < first.place);
            if is_first {
                self.drop_old(id, &old)?;
                if !left.is_empty() {
                    self.batch.with_copies.insert(id.number());
                }
                return self.add(prepared, left);
            }
        }
        let copies = self.batch.copies.entry(id.number()).or_default();
        copies.push(Duplicate {
            place: prepared.article.place,
            key: prepared.article.key,
        });
        Ok(())
    }

    /// Takes a record whose article the last commit held as it is.
    pub(super) fn take_held(&mut self, id: Id, record: Duplicate) {
        if !self.list.removed.contains(&id.number()) {
            let records = self.batch.copies.entry(id.number()).or_default();
            records.push(record);
        }
    }

    /// Holds these archives from now on.
    pub(super) fn hold(&mut self, mut archives: Vec<Archived>) {
        archives.sort_by(|a, b| a.name.cmp(&b.name));
        self.archives = archives;
    }

    /// Adds an article that is not held; `copies` are further records that hold it.
    pub(super) fn add(&mut self, prepared: Prepared, copies: Vec<Duplicate>) -> Result<(), Error> {
        self.totals.count(&prepared.article, Step::In);
        let Lengths { title, body } = prepared.lengths;
        self.totals.lengths.title += title;
        self.totals.lengths.body += body;
        self.writing.add(prepared, copies)
    }

    /// The article with an id as the last commit holds it, unless it was taken out since.
    fn old(&self, id: Id) -> Result<Option<Old>, Error> {
        let Some(base) = self
            .base
            .as_ref()
            .filter(|_| !self.batch.dropped.contains(&id))
        else {
            return Ok(None);
        };
        let Some(address) = base.address(id)? else {
            return Ok(None);
        };
        Ok(Some(Old {
            address,
            stored: base.head(address)?,
        }))
    }

    /// The places of an old article whose files were not given up.
    fn places_left(&self, stored: &Stored) -> Vec<Duplicate> {
        let first = Duplicate {
            place: stored.article.place.clone(),
            key: stored.article.key.clone(),
        };
        let all = std::iter::once(&first).chain(&stored.copies);
        all.filter(|copy| !self.is_given_up(&copy.place))
            .cloned()
            .collect()
    }

    /// Whether the file of a place was given up.
    fn is_given_up(&self, place: &Place) -> bool {
        let mut files = place.archive_files();
        files.any(|file| self.batch.given_up.contains(file))
    }

    fn drop_old(&mut self, id: Id, old: &Old) -> Result<(), Error> {
        let article = &old.stored.article;
        self.totals.count(article, Step::Out);
        let title = article.title.as_ref();
        let title = title.map_or(0, |title| analysis::title(&title.value).length.into());
        let body = match &self.base {
            Some(base) => base.length(old.address)?,
            None => 0,
        };
        self.totals.lengths.title = self.totals.lengths.title.saturating_sub(title);
        self.totals.lengths.body = self.totals.lengths.body.saturating_sub(body);
        self.batch.dropped.insert(id);
        self.writing.remove(id);
        Ok(())
    }

    /// How many articles the last commit holds.
    pub(super) fn articles(&self) -> u64 {
        self.writing.base().articles
    }

    /// Takes an article out for good.
    pub(super) fn remove(&mut self, id: Id) -> Result<(), Error> {
        if let Some(old) = self.old(id)? {
            self.drop_old(id, &old)?;
        }
        self.present.remove(&id);
        self.list.removed.insert(id.number());
        Ok(())
    }

    /// Gives up an archive with all its files; `Error::Naming` if it is not held, or is the only one.
    pub(super) fn forget(&mut self, index: &Path, name: &Name) -> Result<(), Error> {
        let prefix = archives::called(index, &self.archives, name)?.prefix();
        if self.archives.len() == 1 {
            return Err(Error::Naming {
                path: index.to_owned(),
                naming: Naming::Only {
                    name: name.to_string(),
                },
            });
        }
        let files: Vec<String> = self
            .list
            .of(&prefix)
            .map(|(name, _)| name.clone())
            .collect();
        for file in files {
            self.give_up(&file);
            self.list.files.remove(&file);
        }
        self.archives
            .retain(|held| held.name.as_ref() != Some(name));
        Ok(())
    }

    /// Looks again at the articles whose places have changed, and completes the segments.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        let lost = std::mem::take(&mut self.batch.lost);
        let mut copies = std::mem::take(&mut self.batch.copies);
        let with_copies = std::mem::take(&mut self.batch.with_copies);
        let touched: BTreeSet<u64> = lost.iter().chain(copies.keys()).copied().collect();
        let mut added_since = Vec::new();
        let mut inherited = BTreeMap::new();
        for number in touched {
            let id = Id::from_number(number);
            let further = copies.remove(&number).unwrap_or_default();
            match self.old(id)? {
                Some(old) => self.settle_old(id, old, further, &mut inherited)?,
                None => {
                    let may_lose_one = lost.contains(&number) && with_copies.contains(&number);
                    if may_lose_one || !further.is_empty() {
                        added_since.push((id, further));
                    }
                }
            }
        }
        self.settle_inherited(inherited)?;
        self.writing.flush()?;
        self.settle_added(added_since)
    }

    /// Gives articles added since the last commit the copies that were met after them.
    fn settle_added(&mut self, added: Vec<(Id, Vec<Duplicate>)>) -> Result<(), Error> {
        if added.is_empty() {
            return Ok(());
        }
        let open = self.writing.open()?;
        for (id, further) in added {
            let Some(address) = open.address(id)? else {
                continue;
            };
            let Stored { article, copies } = open.article(address)?;
            let mut all = copies.clone();
            all.retain(|copy| !self.is_given_up(&copy.place));
            all.extend(further);
            all.sort_by(|a, b| a.place.cmp(&b.place));
            if all != copies {
                self.writing.remove(id);
                self.writing.add(Prepared::of(article), all)?;
            }
        }
        self.writing.flush()
    }

    /// Settles an article of the last commit that no later record has taken over.
    fn settle_old(
        &mut self,
        id: Id,
        old: Old,
        further: Vec<Duplicate>,
        inherited: &mut BTreeMap<Place, Inherited>,
    ) -> Result<(), Error> {
        let mut copies = self.places_left(&old.stored);
        copies.extend(further);
        copies.sort_by(|a, b| a.place.cmp(&b.place));
        if copies.is_empty() {
            self.present.remove(&id);
            return self.drop_old(id, &old);
        }
        let Duplicate { place, key } = copies.remove(0);
        if place != old.stored.article.place {
            let heir = Inherited {
                id,
                old,
                key,
                copies,
            };
            inherited.insert(place, heir);
        } else if copies != old.stored.copies
            && let Some(article) = self.old_article(&old)?
        {
            self.drop_old(id, &old)?;
            self.add(Prepared::of(article), copies)?;
        }
        Ok(())
    }

    fn old_article(&self, old: &Old) -> Result<Option<Article>, Error> {
        let base = self.base.as_ref();
        let stored = base.map(|base| base.article(old.address)).transpose()?;
        Ok(stored.map(|stored| stored.article))
    }

    /// Holds articles as the record has them that is now their first: what is not part of the id,
    /// the byline for one, may differ.
    fn settle_inherited(&mut self, mut inherited: BTreeMap<Place, Inherited>) -> Result<(), Error> {
        if inherited.is_empty() {
            return Ok(());
        }
        let files: BTreeSet<String> = inherited
            .keys()
            .flat_map(Place::archive_files)
            .map(str::to_owned)
            .collect();
        for (rules, due) in finding::find(&files, &self.archives, &self.current, &self.list) {
            let packing = self.writing.packing().clone();
            intake::take(&due, &rules, None, &packing, |taken| {
                if let Taken::Article(prepared) = taken
                    && let Some(heir) = heir_of(&prepared, &mut inherited)
                {
                    self.drop_old(heir.id, &heir.old)?;
                    self.add(*prepared, heir.copies)?;
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        // A file that is gone or cannot be read now: what is known of the article stays.
        for (place, heir) in inherited {
            if let Some(article) = self.old_article(&heir.old)? {
                self.read_again_later(&place);
                let key = heir.key;
                self.drop_old(heir.id, &heir.old)?;
                let article = Article {
                    place,
                    key,
                    ..article
                };
                self.add(Prepared::of(article), heir.copies)?;
            }
        }
        Ok(())
    }

    /// Has the file of a place read by the next run over its archive, as if it were changed, unless it
    /// is gone.
    fn read_again_later(&mut self, place: &Place) {
        for file in place.archive_files() {
            let known = self.list.files.get_mut(file);
            if let Some(known) = known.filter(|known| known.standing == Standing::There) {
                known.content = None;
                known.times = Times::UNSURE;
            }
        }
    }

    /// Merges segments; those of an index made from nothing hold no removed article then.
    pub(super) fn merge(&mut self, is_fresh: bool) -> Result<(), Error> {
        self.writing.merge(is_fresh)
    }

    /// Commits what was settled, with how the archive differed and how long the run took.
    pub(super) fn publish(
        &mut self,
        difference: Difference,
        seconds: f64,
    ) -> Result<&Manifest, Error> {
        let articles = self.list.articles();
        let is_only = self.archives.len() == 1;
        for archive in &mut self.archives {
            archive.count(&self.list);
            archive.articles = match is_only {
                true => articles.len() as u64,
                false => self.list.articles_of(&archive.prefix()).len() as u64,
            };
        }
        let summary = Summary {
            articles: articles.len() as u64,
            copies: self.list.records() - articles.len() as u64,
            removed_articles: self.list.withheld(),
            difference,
            seconds,
            ..self.summary()
        };
        let list = self.writing.write_list(&self.list.to_bytes()?)?;
        let manifest = Manifest {
            id: id_of(&articles),
            articles: summary.articles,
            lengths: self.totals.lengths,
            summary,
            list: Some(list),
            ..Manifest::default()
        };
        self.writing.publish(manifest, self.base.as_deref())?;
        self.base = Some(Arc::new(self.writing.open()?));
        self.batch = Batch::default();
        Ok(self.writing.base())
    }

    /// What the archives and the totals say.
    fn summary(&self) -> Summary {
        let sum = |of: fn(&Archived) -> u64| self.archives.iter().map(of).sum();
        let Totals {
            formats,
            gaps,
            mut missing,
            ..
        } = self.totals.clone();
        for field in FIELDS {
            missing.entry(field.to_owned()).or_default();
        }
        Summary {
            archive: archives::title(&self.archives),
            files: sum(|archive| archive.files),
            bytes: sum(|archive| archive.bytes),
            formats,
            bad: archives::total(self.archives.iter().map(|archive| &archive.bad)),
            skipped: archives::total(self.archives.iter().map(|archive| &archive.skipped)),
            gaps,
            missing,
            vanished: sum(|archive| archive.vanished),
            unread: sum(|archive| archive.unread),
            archives: self.archives.clone(),
            ..Summary::default()
        }
    }
}

/// The article of the last commit that a record is now the first of.
fn heir_of(prepared: &Prepared, inherited: &mut BTreeMap<Place, Inherited>) -> Option<Inherited> {
    let place = &prepared.article.place;
    let is_it = inherited
        .get(place)
        .is_some_and(|heir| heir.id == prepared.id);
    is_it.then(|| inherited.remove(place)).flatten()
}

/// The fields whose absence is counted.
const FIELDS: [&str; 4] = ["title", "date", "byline", "source"];

/// Whether an article comes in or goes out.
#[derive(Clone, Copy)]
enum Step {
    In,
    Out,
}

impl Totals {
    fn count(&mut self, article: &Article, step: Step) {
        count(&mut self.formats, &article.format, step);
        let codes: HashSet<&str> = article.gaps.iter().map(|gap| gap.code.as_ref()).collect();
        for code in codes {
            count(&mut self.gaps, code, step);
        }
        let is_missing = [
            article.title.is_none(),
            article.date.is_none(),
            article.byline.is_none(),
            article.source.is_none(),
        ];
        for (field, is_missing) in FIELDS.into_iter().zip(is_missing) {
            if is_missing {
                count(&mut self.missing, field, step);
            }
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: &str, step: Step) {
    let count = counts.entry(name.to_owned()).or_default();
    match step {
        Step::In => *count += 1,
        Step::Out => *count = count.saturating_sub(1),
    }
    if *count == 0 {
        counts.remove(name);
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

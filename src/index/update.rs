//! Brings an index up to date with its archive: reads what is new or changed, and commits.
//!
//! A run compares the archive with the list of files that the index keeps, reads the files that
//! differ in the order of their names, and commits at its end; a long run commits in between as
//! well, so that a crash costs minutes. Each commit holds whole files, each in its old state or its
//! new one; only a file that was not held before may be held in part, and is gone on with.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use super::archives::{self, Archived, Name};
use super::changes::{Changes, Due, Looking, Why};
use super::ground::{self, Ground};
use super::holdings::Holdings;
use super::intake::{self, Taken};
use super::list::{Known, List, Reading, Standing, Times};
use super::manifest::Manifest;
use super::prepared::Prepared;
use super::{Difference, Options, Preview, Progress, Replacing, Summary, Vanished, Watch};
use crate::article::Place;
use crate::corpus::{self, Archive, BadRecord, Noticed};
use crate::error::Error;

/// How standard input is called among archives.
const STREAM: &str = "-";

/// See [`super::build`].
pub(super) fn update(
    archive: &Path,
    index: &Path,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let archive = Archive::open(archive)?;
    let mut ground = Ground::take(index, &path_of(&archive), options)?;
    let prefix = archives::prefix(ground.name.as_ref());
    let mut changes = Changes::of(&archive, &prefix, &ground.list, options.into())?;
    let begun = begun_account(&archive, ground.name.clone(), &changes);
    let difference = difference(&changes, options);
    let is_noted = changes.note(&mut ground.list);
    for bad in &changes.listing.bad {
        watch.bad(bad);
    }
    tell_known_rejects(&ground, &changes, options, watch);
    if let Some(from) = ground.from.as_ref().filter(|_| !is_noted)
        && is_up_to_date(from, &ground, &changes, &begun, options)
    {
        let mut unchanged = from.summary.clone();
        unchanged.difference = difference;
        return Ok(unchanged);
    }
    let to_read = std::mem::take(&mut changes.to_read);
    let bytes = to_read.iter().map(|due| due.file.size).sum();
    watch.listed(to_read.len() as u64, bytes);
    let mut running = Running::begin(ground.begin(index, options)?, begun, options, watch);
    running.difference = difference;
    let done = running
        .go(&changes, &to_read)
        .and_then(|()| running.finish(ground.from.is_none()));
    done.map_err(|error| {
        drop(running);
        ground.clean(error)
    })
}

/// See [`super::build_stream`].
pub(super) fn build_stream(
    input: &mut dyn BufRead,
    index: &Path,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Summary, Error> {
    let mut ground = Ground::clear(index, STREAM, options)?;
    let begun = Archived {
        path: STREAM.to_owned(),
        ..Archived::default()
    };
    let mut running = Running::begin(ground.begin(index, options)?, begun, options, watch);
    let done = running.go_through(input);
    done.map_err(|error| {
        drop(running);
        ground.clean(error)
    })
}

/// See [`super::refresh`].
pub(super) fn refresh(
    archive: &Path,
    index: &Path,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Option<Summary>, Error> {
    match Manifest::read(index) {
        Err(Error::NoIndex { .. } | Error::OtherVersion { .. }) => {}
        Err(error) => return Err(error),
        Ok(manifest) => {
            // Looked at without the lock first: an index that is up to date may be read-only.
            let opened = Archive::open(archive)?;
            let held = &manifest.summary.archives;
            if let Ok(held) = archives::held_at(index, held, &path_of(&opened)) {
                let mut list = ground::known(index, &manifest)?;
                let changes = Changes::of(&opened, &held.prefix(), &list, options.into())?;
                if changes.to_read.is_empty() && !changes.note(&mut list) {
                    return Ok(None);
                }
            }
        }
    }
    update(archive, index, options, watch).map(Some)
}

/// See [`super::preview`].
pub(super) fn preview(archive: &Path, index: &Path, options: &Options) -> Result<Preview, Error> {
    let archive = Archive::open(archive)?;
    let (name, list) = match (Manifest::read(index), options.replacing) {
        (Ok(manifest), Replacing::SameArchive) => (
            ground::named(index, &manifest, &path_of(&archive), options)?,
            ground::known(index, &manifest)?,
        ),
        (Err(Error::NoIndex { .. } | Error::OtherVersion { .. }), _) | (_, Replacing::Anything) => {
            (options.name.clone(), List::default())
        }
        (Err(error), Replacing::SameArchive) => return Err(error),
    };
    let prefix = archives::prefix(name.as_ref());
    let changes = Changes::of(&archive, &prefix, &list, options.into())?;
    let named = |is_it: fn(&Why) -> bool| {
        let due = changes.to_read.iter().filter(|due| is_it(&due.why));
        due.map(|due| due.name.clone()).collect()
    };
    let moved = changes.to_read.iter().filter_map(|due| match &due.why {
        Why::Moved(from) => Some((from.clone(), due.name.clone())),
        _ => None,
    });
    Ok(Preview {
        added: named(|why| matches!(why, Why::Added)),
        changed: named(is_change),
        moved: moved.collect(),
        difference: difference(&changes, options),
        vanished: changes.vanished,
    })
}

fn path_of(archive: &Archive) -> String {
    archive.root().display().to_string()
}

impl<'a> From<&'a Options> for Looking<'a> {
    fn from(options: &'a Options) -> Looking<'a> {
        Looking {
            rules: &options.rules,
            comparing: options.comparing,
            restoring: options.restoring,
            vanished: options.vanished,
        }
    }
}

/// The records of unchanged files that are bad still.
fn tell_known_rejects(
    ground: &Ground,
    changes: &Changes,
    options: &Options,
    watch: &mut dyn Watch,
) {
    let mut given_up: BTreeSet<&str> = BTreeSet::new();
    for due in &changes.to_read {
        match &due.why {
            Why::Begun(_) | Why::Appended(_) => continue,
            Why::Moved(from) => given_up.insert(from),
            Why::Added | Why::Changed | Why::Restored => true,
        };
        given_up.insert(&due.name);
    }
    if options.vanished == Vanished::Pruned {
        given_up.extend(changes.vanished.iter().map(String::as_str));
    }
    let prefix = archives::prefix(ground.name.as_ref());
    for (name, known) in ground.list.of(&prefix) {
        if given_up.contains(name.as_str()) {
            continue;
        }
        for reject in &known.rejects {
            let place = Place {
                file: reject.inside.clone().unwrap_or_else(|| name.clone()),
                record: reject.record,
            };
            watch.still_bad(&place, &reject.code, &reject.reason);
        }
    }
}

/// What can be said of an archive before a file of it is read.
fn begun_account(archive: &Archive, name: Option<Name>, changes: &Changes) -> Archived {
    let mut account = Archived {
        name,
        path: path_of(archive),
        ..Archived::default()
    };
    for bad in &changes.listing.bad {
        *account.bad.entry(bad.code.to_owned()).or_default() += 1;
    }
    for (_, why) in &changes.listing.skipped {
        *account.skipped.entry((*why).to_owned()).or_default() += 1;
    }
    account
}

fn difference(changes: &Changes, options: &Options) -> Difference {
    let gone = changes.vanished.len() as u64;
    let hidden = changes.hidden.len() as u64;
    let (removed, vanished) = match options.vanished {
        Vanished::Kept => (0, gone + hidden),
        Vanished::Pruned => (gone, hidden),
    };
    Difference {
        added: changes.count(|why| matches!(why, Why::Added)),
        changed: changes.count(is_change),
        moved: changes.count(|why| matches!(why, Why::Moved(_))),
        removed,
        vanished,
        unchanged: changes.unchanged,
    }
}

/// Whether a file is read because of what it holds.
fn is_change(why: &Why) -> bool {
    !matches!(why, Why::Added | Why::Moved(_))
}

/// Whether a commit would be the last one again.
fn is_up_to_date(
    from: &Manifest,
    ground: &Ground,
    changes: &Changes,
    begun: &Archived,
    options: &Options,
) -> bool {
    let now = begun.noted(&ground.list);
    let is_as_before = |held: &Archived| {
        let same_counts = held.bad == now.bad && held.skipped == now.skipped;
        held.is_same(&now) && same_counts && held.unread == 0
    };
    let prunes = options.vanished == Vanished::Pruned && !changes.vanished.is_empty();
    changes.to_read.is_empty() && !prunes && from.summary.archives.iter().any(is_as_before)
}

/// A run under way.
struct Running<'a> {
    watch: &'a mut dyn Watch,
    options: &'a Options,
    holdings: Holdings,
    /// What can be said of the archive beside what its files hold.
    begun: Archived,
    difference: Difference,
    progress: Progress,
    started: Instant,
    committed: Instant,
    /// The file that is being read.
    current: Known,
}

impl<'a> Running<'a> {
    fn begin(
        mut holdings: Holdings,
        begun: Archived,
        options: &'a Options,
        watch: &'a mut dyn Watch,
    ) -> Running<'a> {
        let now = Instant::now();
        holdings.note(&begun);
        Running {
            watch,
            options,
            holdings,
            begun,
            difference: Difference::default(),
            progress: Progress::default(),
            started: now,
            committed: now,
            current: Known::default(),
        }
    }

    /// Gives up the files that are gone for good, and reads those that are due.
    fn go(&mut self, changes: &Changes, due: &[Due]) -> Result<(), Error> {
        self.holdings.restore(self.options.restoring);
        if self.options.vanished == Vanished::Pruned {
            for name in &changes.vanished {
                self.holdings.give_up(name);
                self.holdings.list.files.remove(name);
            }
        }
        let (mut place, mut is_begun) = (0, false);
        // The bytes of the files that have been read to their ends.
        let mut whole = 0;
        let (held, packing) = (self.holdings.base(), self.holdings.packing().clone());
        intake::take(due, &self.options.rules, held, &packing, |taken| {
            if !is_begun {
                self.begin_file(&due[place]);
                is_begun = true;
            }
            match taken {
                Taken::Article(prepared) => {
                    self.progress.bytes += prepared.article.text_bytes();
                    self.take_article(*prepared)?;
                }
                Taken::Held { id, record, bytes } => {
                    self.progress.bytes += bytes;
                    self.progress.articles += 1;
                    self.current.ids.push(id.number());
                    self.holdings.take_held(id, record);
                }
                Taken::Bad(bad) => self.take_bad(&bad),
                Taken::File { noticed } => {
                    self.end_file(&due[place], noticed);
                    whole += due[place].file.size;
                    self.progress.bytes = whole;
                    (place, is_begun) = (place + 1, false);
                }
            }
            self.watch.progress(&self.progress);
            let within = is_begun.then(|| &due[place]);
            let ends = self.watch.is_stopped() && self.can_commit(within);
            if ends || self.is_commit_due(within) {
                self.keep_begun(within);
            }
            if ends {
                return Ok(ControlFlow::Break(()));
            }
            if self.is_commit_due(within) {
                self.commit()?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        self.begun.unread = (due.len() - place) as u64;
        Ok(())
    }

    fn begin_file(&mut self, due: &Due) {
        let name = &due.name;
        let known = self.holdings.list.files.get(name);
        self.current = match (&due.why, known) {
            (Why::Begun(_) | Why::Appended(_), Some(known)) => Known {
                size: due.file.size,
                times: due.times,
                ..known.clone()
            },
            _ => Known {
                size: due.file.size,
                times: due.times,
                rules: self.options.rules.fingerprint(&due.file.name),
                ..Known::default()
            },
        };
        if matches!(due.why, Why::Begun(_) | Why::Appended(_)) {
            return;
        }
        self.holdings.give_up(name);
        if let Why::Moved(from) = &due.why {
            self.holdings.give_up(from);
        }
    }

    fn end_file(&mut self, due: &Due, noticed: Noticed) {
        let mut known = std::mem::take(&mut self.current);
        known.content = noticed.content;
        known.beside = noticed.beside;
        for (why, count) in noticed.skipped {
            *known.skipped.entry(why.to_owned()).or_default() += count;
        }
        known.reading = Reading::Whole;
        known.standing = Standing::There;
        let files = &mut self.holdings.list.files;
        files.insert(due.name.clone(), known);
        if let Why::Moved(from) = &due.why {
            files.remove(from);
        }
        self.progress.files += 1;
    }

    fn take_bad(&mut self, bad: &BadRecord) {
        self.progress.bad += 1;
        self.current.rejects.push(bad.into());
        self.watch.bad(bad);
    }

    fn take_article(&mut self, prepared: Prepared) -> Result<(), Error> {
        self.progress.articles += 1;
        self.current.ids.push(prepared.id.number());
        self.holdings.take(prepared)
    }

    /// Whether a commit may come now: between two files, or in one of which nothing was held.
    fn can_commit(&self, within: Option<&Due>) -> bool {
        let is_new = |why: &Why| matches!(why, Why::Added | Why::Begun(_) | Why::Appended(_));
        within.is_none_or(|due| is_new(&due.why))
    }

    fn is_commit_due(&self, within: Option<&Due>) -> bool {
        self.committed.elapsed() >= self.options.commit_every && self.can_commit(within)
    }

    /// Notes the file that is being read as read so far.
    fn keep_begun(&mut self, within: Option<&Due>) {
        if let Some(due) = within {
            let mut known = self.current.clone();
            known.reading = Reading::Begun;
            let files = &mut self.holdings.list.files;
            files.insert(due.name.clone(), known);
        }
    }

    fn commit(&mut self) -> Result<&Manifest, Error> {
        self.holdings.settle()?;
        self.publish()
    }

    fn publish(&mut self) -> Result<&Manifest, Error> {
        self.committed = Instant::now();
        self.holdings.note(&self.begun);
        let seconds = self.started.elapsed().as_secs_f64();
        self.holdings.publish(self.difference, seconds)
    }

    fn finish(&mut self, is_fresh: bool) -> Result<Summary, Error> {
        let holds_nothing = self.holdings.list.holds_nothing(&self.begun.prefix());
        let is_whole = self.begun.unread == 0;
        match (holds_nothing, is_whole) {
            (true, true) => return Err(self.nothing_read()),
            // Stopped before the first article: there is nothing to commit.
            (true, false) => return Ok(self.begun_summary()),
            (false, _) => {}
        }
        self.watch.committing();
        self.holdings.settle()?;
        if is_whole {
            self.holdings.merge(is_fresh)?;
        }
        Ok(self.publish()?.summary.clone())
    }

    /// What is said of a run that has read nothing.
    fn begun_summary(&self) -> Summary {
        Summary {
            archive: self.begun.path.clone(),
            unread: self.begun.unread,
            difference: self.difference,
            ..Summary::default()
        }
    }

    fn nothing_read(&self) -> Error {
        let Archived { path, bad, .. } = self.begun.noted(&self.holdings.list);
        Error::NothingRead {
            archive: path,
            bad: bad.values().sum(),
        }
    }

    /// Reads JSON Lines from a stream, which is all of an archive.
    fn go_through(&mut self, input: &mut dyn BufRead) -> Result<Summary, Error> {
        let mut taken = Ok(());
        let rules = self.options.rules.clone();
        corpus::read_lines(input, STREAM, &rules, &mut |record| {
            if taken.is_err() {
                return;
            }
            match record {
                Ok(article) => {
                    self.progress.bytes += article.text_bytes();
                    taken = self.take_article(Prepared::of(article));
                }
                Err(bad) => self.take_bad(&bad),
            }
            self.watch.progress(&self.progress);
        });
        taken?;
        self.current.size = self.progress.bytes;
        self.current.times = Times::UNSURE;
        let known = std::mem::take(&mut self.current);
        let files = &mut self.holdings.list.files;
        files.insert(STREAM.to_owned(), known);
        if self.holdings.list.holds_nothing("") {
            return Err(self.nothing_read());
        }
        self.watch.committing();
        self.holdings.settle()?;
        self.holdings.merge(true)?;
        Ok(self.publish()?.summary.clone())
    }
}

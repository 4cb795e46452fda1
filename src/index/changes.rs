//! What has become of the files of an archive since they were read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Vanished;
use super::list::{Known, List, Reading, Standing, Times};
use crate::corpus::{self, Archive, ArchiveFile, Beginning, Content, Listing, Rules};
use crate::error::Error;

/// How files are compared with what is known of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparing {
    /// By name, size and times; an unchanged file is not opened.
    #[default]
    Times,
    /// By what they hold.
    Contents,
}

/// Whether articles that were removed on purpose are brought back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restoring {
    /// They stay removed.
    #[default]
    Nothing,
    /// Where a file holds them still.
    Removed,
}

/// What is looked for among the files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looking<'a> {
    pub(super) comparing: Comparing,
    pub(super) restoring: Restoring,
    pub(super) vanished: Vanished,
    pub(super) rules: &'a Rules,
}

impl Looking<'_> {
    fn restores(self, list: &List, known: &Known) -> bool {
        self.restoring == Restoring::Removed && known.ids.iter().any(|id| list.removed.contains(id))
    }
}

/// A change within so many nanoseconds of another may leave the same time: the clock of file
/// systems ticks every 10 ms at worst, or every two seconds where it knows no fractions of them.
const TICK: i64 = 50_000_000;
const COARSE_TICK: i64 = 2_000_000_000;
const SECOND: i64 = 1_000_000_000;
/// So many files compared by content because of their time alone make it worth while to keep the
/// new times.
const MANY_TOUCHED: usize = 1_000;

/// What has become of an archive's files.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files to be read, in the order of their names.
    pub(super) to_read: Vec<Due>,
    /// Files that are gone, in the order of their names.
    pub(super) vanished: Vec<String>,
    /// Files that are gone as far as can be told, but below a folder that cannot be listed.
    pub(super) hidden: Vec<String>,
    /// Files that need not be read.
    pub(super) unchanged: u64,
    /// Unchanged files whose records depend on what lies beside them.
    dependent: Vec<Due>,
    /// Unchanged files with other times than are known.
    touched: Vec<(String, Times)>,
    /// Files that were gone and are there again as they were.
    returned: Vec<String>,
    /// What stands before the names of the archive's files.
    prefix: String,
    /// What the archive holds beside them.
    pub(super) listing: Listing,
}

/// A file to be read.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// Its name in the index: the archive's, and its own in the archive.
    pub(super) name: String,
    pub(super) file: ArchiveFile,
    pub(super) why: Why,
    /// The times to be known of it.
    pub(super) times: Times,
}

impl Due {
    /// A file of the archive before the names of whose files this stands.
    pub(super) fn of(prefix: &str, file: ArchiveFile, why: Why, times: Times) -> Due {
        Due {
            name: format!("{prefix}{}", file.name),
            file,
            why,
            times,
        }
    }

    /// What stands before the file's name in the archive.
    pub(super) fn prefix(&self) -> &str {
        self.name.strip_suffix(&self.file.name).unwrap_or_default()
    }
}

/// Why a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// There was none of its name.
    Added,
    /// It does not hold what it did.
    Changed,
    /// Lines were appended to what is known of it.
    Appended(Beginning),
    /// It stood under this name, which is gone.
    Moved(String),
    /// So many of its records are known; the rest is still to be read.
    Begun(usize),
    /// It holds articles that are to be brought back.
    Restored,
}

impl Changes {
    /// Lists an archive and compares its files with those that are known; `prefix` stands before
    /// their names in the index.
    pub(super) fn of(
        archive: &Archive,
        prefix: &str,
        known: &List,
        looking: Looking<'_>,
    ) -> Result<Changes, Error> {
        let now = nanoseconds_now();
        let mut listing = archive.list()?;
        let files = std::mem::take(&mut listing.files);
        for bad in &mut listing.bad {
            bad.place.file.insert_str(0, prefix);
        }
        let mut changes = Changes {
            listing,
            prefix: prefix.to_owned(),
            ..Changes::default()
        };
        let mut missing: BTreeMap<&String, &Known> = known.of(prefix).collect();
        for file in files {
            let times = times_of(&file, now);
            let due = Due::of(prefix, file, Why::Added, times);
            let why = match missing.remove(&due.name) {
                None => Some(Why::Added),
                Some(there) if looking.restores(known, there) => Some(Why::Restored),
                Some(there) if there.rules != looking.rules.fingerprint(&due.file.name) => {
                    Some(Why::Changed)
                }
                Some(there) => changes.compare(&due, there, looking.comparing),
            };
            changes.to_read.extend(why.map(|why| Due { why, ..due }));
        }
        changes.find_moved(missing);
        changes.find_dependent(known, looking.vanished);
        Ok(changes)
    }

    /// Why a file is to be read of which this is known, if it is.
    fn compare(&mut self, due: &Due, known: &Known, comparing: Comparing) -> Option<Why> {
        let file = &due.file;
        let is_same_time = known.times == Times(file.modified, file.changed);
        let is_same_size = known.size == file.size;
        if known.reading == Reading::Begun {
            return Some(match is_same_time && is_same_size {
                true => Why::Begun(known.ids.len() + known.rejects.len()),
                false => Why::Changed,
            });
        }
        let has_same_content = || {
            // A file that cannot be read now is as good as changed: its reader says why.
            is_same_size
                && known.content.is_some()
                && Content::of_file(&file.path).ok() == known.content
        };
        let is_unchanged = match comparing {
            Comparing::Times if is_same_time && is_same_size => true,
            Comparing::Times | Comparing::Contents => has_same_content(),
        };
        if !is_unchanged {
            return Some(appended(file, known).map_or(Why::Changed, Why::Appended));
        }
        self.unchanged += 1;
        if known.times != due.times {
            self.touched.push((due.name.clone(), due.times));
        }
        if known.standing == Standing::Vanished {
            self.returned.push(due.name.clone());
        }
        if !known.beside.is_empty() {
            self.dependent.push(due.clone());
        }
        None
    }

    /// Finds the files beside which something has changed that their records depend on. What lies
    /// beside a file is known by its name in the archive.
    fn find_dependent(&mut self, known: &List, vanished: Vanished) {
        let dependent = std::mem::take(&mut self.dependent);
        if dependent.is_empty() {
            return;
        }
        let in_archive = |name| str::strip_prefix(name, &self.prefix).unwrap_or(name);
        let mut changed: BTreeSet<&str> = BTreeSet::new();
        for due in &self.to_read {
            changed.insert(&due.file.name);
            if let Why::Moved(from) = &due.why {
                changed.insert(in_archive(from));
            }
        }
        // The articles of files that are gone are kept, unless they are to go.
        if vanished == Vanished::Pruned {
            changed.extend(self.vanished.iter().map(|name| in_archive(name)));
        }
        let describing = changed
            .iter()
            .filter(|name| corpus::may_describe_issue(name));
        let folders: BTreeSet<&str> = describing
            .map(|name| &name[..name.rfind('/').map_or(0, |at| at + 1)])
            .collect();
        let depends = |due: &Due| {
            let beside = &known.files[&due.name].beside;
            beside.iter().any(|name| {
                let folder = if name == "/" { "" } else { name };
                changed.contains(name.as_str()) || folders.contains(folder)
            })
        };
        let due: Vec<Due> = dependent.into_iter().filter(depends).collect();
        if due.is_empty() {
            return;
        }
        self.unchanged -= due.len() as u64;
        self.to_read.extend(due.into_iter().map(|due| Due {
            why: Why::Changed,
            ..due
        }));
        self.to_read.sort_by(|a, b| a.file.name.cmp(&b.file.name));
    }

    /// Finds the new names of files that are missing; the others have vanished.
    fn find_moved(&mut self, mut missing: BTreeMap<&String, &Known>) {
        // The time may be new, as after a copy; a size that is the same by chance costs a reading.
        let mut by_size: HashMap<u64, Vec<&String>> = HashMap::new();
        for (name, known) in &missing {
            if known.content.is_some() {
                by_size.entry(known.size).or_default().push(name);
            }
        }
        for due in &mut self.to_read {
            let names = by_size.get_mut(&due.file.size);
            let Some(names) = names.filter(|_| due.why == Why::Added) else {
                continue;
            };
            let content = Content::of_file(&due.file.path).ok();
            let is_it = |name: &&String| missing[*name].content == content;
            if let Some(place) = names.iter().position(is_it) {
                let name = names.remove(place);
                missing.remove(name);
                due.why = Why::Moved(name.clone());
            }
        }
        for name in missing.into_keys() {
            match self.is_hidden(name) {
                true => self.hidden.push(name.clone()),
                false => self.vanished.push(name.clone()),
            }
        }
    }

    /// Whether a file may be there still, in a folder that cannot be listed.
    fn is_hidden(&self, name: &str) -> bool {
        self.listing.bad.iter().any(|bad| {
            let folder = bad.place.file.as_str();
            let below = name.strip_prefix(folder);
            folder == self.prefix || below.is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// Notes in the list what is to be known of the files that are not read; whether that is worth
    /// a commit of its own.
    pub(super) fn note(&self, list: &mut List) -> bool {
        let mut is_worth_it = self.touched.len() >= MANY_TOUCHED || !self.returned.is_empty();
        for (name, times) in &self.touched {
            if let Some(known) = list.files.get_mut(name) {
                known.times = *times;
            }
        }
        for name in &self.returned {
            if let Some(known) = list.files.get_mut(name) {
                known.standing = Standing::There;
            }
        }
        for name in self.vanished.iter().chain(&self.hidden) {
            if let Some(known) = list.files.get_mut(name) {
                is_worth_it |= known.standing == Standing::There;
                known.standing = Standing::Vanished;
            }
        }
        is_worth_it
    }

    /// How many files are to be read for a reason.
    pub(super) fn count(&self, is_it: impl Fn(&Why) -> bool) -> u64 {
        self.to_read.iter().filter(|due| is_it(&due.why)).count() as u64
    }
}

/// What is known of a file, if it has only been appended to since.
fn appended(file: &ArchiveFile, known: &Known) -> Option<Beginning> {
    let may_be = known.size < file.size
        && known.content.is_some()
        && !known.ids.is_empty()
        && corpus::may_grow(file).unwrap_or(false);
    if !may_be {
        return None;
    }
    // A file that cannot be read now is as good as changed: its reader says why.
    let beginning = Content::of_beginning(&file.path, known.size).ok().flatten();
    let (content, beginning) = beginning?;
    (Some(content) == known.content).then_some(beginning)
}

/// What is to be known of a file's times.
fn times_of(file: &ArchiveFile, now: i64) -> Times {
    let is_unsure =
        is_unsure(file.modified, now) || (file.changed != 0 && is_unsure(file.changed, now));
    match is_unsure {
        true => Times::UNSURE,
        false => Times(file.modified, file.changed),
    }
}

/// Whether a file may change once more and keep its time.
fn is_unsure(modified: i64, now: i64) -> bool {
    let tick = match modified % SECOND {
        0 => COARSE_TICK,
        _ => TICK,
    };
    // 0 stands for no time at all.
    modified == 0 || modified > now.saturating_sub(tick)
}

fn nanoseconds_now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| i64::try_from(now.as_nanos()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_sure_once_the_clock_has_gone_on() {
        let now = 1_000 * SECOND + 7;
        for (modified, expected) in [
            (0, true),
            (now + 5, true),
            (now, true),
            (now - TICK + 1, true),
            (now - TICK - 1, false),
            (999 * SECOND, true),
            (997 * SECOND, false),
            (-5, false),
        ] {
            assert_eq!(is_unsure(modified, now), expected, "{modified}");
        }
    }
}

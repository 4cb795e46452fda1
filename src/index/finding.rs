//! Finds files of an index's archives once more, to hold an article as another record has it.

use std::collections::BTreeSet;

use super::archives::Archived;
use super::changes::{Due, Why};
use super::list::{List, Times};
use crate::corpus::{Archive, Rules};

/// The archive that a run is over, and the rules by which it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Current {
    /// What stands before the names of its files.
    pub(super) prefix: String,
    pub(super) rules: Rules,
}

/// The files with these names in the index, by their archives, each with the rules it was read by.
///
/// A file that is gone, or in an archive that is not there now or is read by other rules than it
/// was, is not found.
pub(super) fn find(
    names: &BTreeSet<String>,
    archives: &[Archived],
    current: &Current,
    list: &List,
) -> Vec<(Rules, Vec<Due>)> {
    let mut found = Vec::new();
    for archive in archives {
        let prefix = archive.prefix();
        if !names.iter().any(|name| name.starts_with(&prefix)) {
            continue;
        }
        let Ok(listing) = Archive::open(archive.path.as_ref()).and_then(|there| there.list())
        else {
            continue;
        };
        let rules = match prefix == current.prefix {
            true => Ok(current.rules.clone()),
            false => Rules::of_archive(archive.path.as_ref()),
        };
        let Ok(rules) = rules else { continue };
        let files = listing.files.into_iter();
        let due = files.map(|file| Due::of(&prefix, file, Why::Changed, Times::UNSURE));
        // Flags that a run over another archive was given are not known now, but what they came to.
        let is_read_so = |due: &Due| {
            let known = list.files.get(&due.name);
            prefix == current.prefix
                || known.is_some_and(|known| known.rules == rules.fingerprint(&due.file.name))
        };
        let is_wanted = |due: &Due| names.contains(&due.name) && is_read_so(due);
        let due: Vec<Due> = due.filter(is_wanted).collect();
        found.push((rules, due));
    }
    found
}

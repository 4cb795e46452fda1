//! The archives of an index: one that needs no name, or several, each with its own.
//!
//! An archive's name stands before the names of its files, as in `weir:1953/flood.txt`. So the files
//! of all archives stand in one order, whichever archive came first: an index of several is what one
//! of all their files would be.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::list::{List, Standing};
use super::{Lying, Options};
use crate::error::{Error, Naming};

/// What stands between the name of an archive and that of a file.
const BEHIND_NAME: char = ':';
/// What stands before the name of an archive among the things that an article has.
const TERM: &str = "archive:";
/// So many characters a name has at most.
const LONGEST_NAME: usize = 40;

/// The name of an archive in an index: letters, digits, `-`, `_` and `.`, first a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that a folder or a file gives its archive: what of its own can be in a name.
    pub fn of_path(path: &str) -> Option<Name> {
        let last = Path::new(path).file_name()?.to_str()?;
        let fit = last.chars().map(|c| if is_fit(c) { c } else { '-' });
        let fit: String = fit.take(LONGEST_NAME).collect();
        fit.trim_matches(|c: char| !c.is_alphanumeric())
            .parse()
            .ok()
    }
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Name, String> {
        let is_short = (1..=LONGEST_NAME).contains(&text.chars().count());
        let begins = text.starts_with(char::is_alphanumeric);
        match is_short && begins && text.chars().all(is_fit) {
            true => Ok(Name(text.to_owned())),
            false => Err(format!(
                "an archive's name has letters, digits, - _ and ., {LONGEST_NAME} at most, \
                 and begins with a letter or a digit"
            )),
        }
    }
}

fn is_fit(character: char) -> bool {
    character.is_alphanumeric() || "-_.".contains(character)
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An archive of an index, as the last run over it left it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Archived {
    /// Its name in the index; `None` if it has none, and then it is the only one.
    pub name: Option<Name>,
    /// Its path, absolute; `-` for standard input.
    pub path: String,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Its articles, those that another archive holds as well among them.
    pub articles: u64,
    /// Its bad records by their code.
    pub bad: BTreeMap<String, u64>,
    /// What was passed over in it on purpose, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Its files that are gone and whose articles are in the index still.
    pub vanished: u64,
    /// Its files that the last run left unread because it was stopped.
    pub unread: u64,
}

impl Archived {
    /// What it is called: its name, or its path if it has none.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => name.to_string(),
            None => self.path.clone(),
        }
    }

    /// What stands before the names of its files.
    pub(super) fn prefix(&self) -> String {
        prefix(self.name.as_ref())
    }

    /// Whether another is the same archive under the same name.
    pub(super) fn is_same(&self, other: &Archived) -> bool {
        (&self.name, &self.path) == (&other.name, &other.path)
    }

    /// The same with what was bad and passed over in its files; `self` says what was beside them.
    pub(super) fn noted(&self, list: &List) -> Archived {
        let mut noted = self.clone();
        let prefix = self.prefix();
        list.count_rejects(&prefix, &mut noted.bad);
        list.count_skipped(&prefix, &mut noted.skipped);
        noted
    }

    /// Counts its files in the list.
    pub(super) fn count(&mut self, list: &List) {
        let prefix = self.prefix();
        let of = || list.of(&prefix).map(|(_, known)| known);
        self.files = of().count() as u64;
        self.bytes = of().map(|known| known.size).sum();
        let gone = of().filter(|known| known.standing == Standing::Vanished);
        self.vanished = gone.count() as u64;
    }
}

/// What stands before the names of the files of an archive with this name.
pub(super) fn prefix(name: Option<&Name>) -> String {
    name.map_or_else(String::new, |name| format!("{name}{BEHIND_NAME}"))
}

/// The name and the rest of a place in an archive that has one.
fn parted(file: &str) -> Option<(&str, &str)> {
    let (name, rest) = file.split_once(BEHIND_NAME)?;
    name.parse::<Name>().is_ok().then_some((name, rest))
}

/// What says among the things that an article has that it stands in this file's archive.
pub(super) fn term_of_file(file: &str) -> Option<String> {
    Some(term(parted(file)?.0))
}

/// What says among the things that an article has that it stands in the archive of this name.
pub fn term(name: &str) -> String {
    format!("{TERM}{name}")
}

/// The path of the archive that holds a file, and the file's name in it; `None` for what came from
/// standard input.
pub fn located<'a>(archives: &'a [Archived], file: &'a str) -> Option<(&'a str, &'a str)> {
    let found = match archives {
        [only] if only.name.is_none() => (only.path.as_str(), file),
        several => {
            let (name, rest) = parted(file)?;
            let is_it = |archive: &&Archived| archive.name.as_ref().is_some_and(|n| n.0 == name);
            (several.iter().find(is_it)?.path.as_str(), rest)
        }
    };
    (found.0 != "-").then_some(found)
}

/// What the archives of an index are called in one line.
pub(super) fn title(archives: &[Archived]) -> String {
    archives
        .iter()
        .map(Archived::title)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Counts of several archives, by what is counted.
pub(super) fn total<'a>(
    counts: impl Iterator<Item = &'a BTreeMap<String, u64>>,
) -> BTreeMap<String, u64> {
    let mut total = BTreeMap::new();
    for (name, count) in counts.flatten() {
        *total.entry(name.clone()).or_default() += count;
    }
    total
}

/// The archives with their paths, as an error tells of them.
pub(super) fn told(archives: &[Archived]) -> String {
    let told = |archive: &Archived| match &archive.name {
        Some(name) => format!("{name} ({})", archive.path),
        None => archive.path.clone(),
    };
    archives.iter().map(told).collect::<Vec<_>>().join(", ")
}

/// The name of an archive at a path among those that an index holds, or the one that it is to get
/// there; the options have the name that it was called by.
pub(super) fn name_within(
    index: &Path,
    held: &[Archived],
    path: &str,
    options: &Options,
) -> Result<Option<Name>, Error> {
    let has_moved = options.lying == Lying::Elsewhere;
    let refused = |naming: Naming| Error::Naming {
        path: index.to_owned(),
        naming,
    };
    let Some(wanted) = &options.name else {
        return match held {
            [only] if has_moved => Ok(only.name.clone()),
            _ => held_at(index, held, path).map(|held| held.name.clone()),
        };
    };
    if let Some(nameless) = held.iter().find(|held| held.name.is_none()) {
        let archive = nameless.path.clone();
        return Err(refused(Naming::Nameless { archive }));
    }
    let called = held.iter().find(|held| held.name.as_ref() == Some(wanted));
    let at_path = held.iter().find(|held| held.path == path);
    match (called, at_path) {
        (Some(called), _) if called.path == path => {}
        (_, Some(other)) => {
            return Err(refused(Naming::Held {
                archive: path.to_owned(),
                name: other.title(),
            }));
        }
        (Some(called), None) if !has_moved => {
            return Err(refused(Naming::Taken {
                name: wanted.to_string(),
                by: called.path.clone(),
                wanted: path.to_owned(),
            }));
        }
        (_, None) => {}
    }
    Ok(Some(wanted.clone()))
}

/// The archive with a name among those that an index holds; `Error::Naming` if none has it.
pub fn called<'a>(
    index: &Path,
    held: &'a [Archived],
    wanted: &Name,
) -> Result<&'a Archived, Error> {
    let found = held.iter().find(|held| held.name.as_ref() == Some(wanted));
    found.ok_or_else(|| Error::Naming {
        path: index.to_owned(),
        naming: Naming::Unknown {
            wanted: wanted.to_string(),
            found: title(held),
        },
    })
}

/// The archive at a path among those that an index holds; `Error::OtherArchive` if none lies there.
pub fn held_at<'a>(index: &Path, held: &'a [Archived], path: &str) -> Result<&'a Archived, Error> {
    let at_path: Vec<&Archived> = held.iter().filter(|held| held.path == path).collect();
    match at_path.as_slice() {
        [only] => Ok(only),
        [] => Err(Error::OtherArchive {
            path: index.to_owned(),
            found: told(held),
            wanted: path.to_owned(),
        }),
        // The archives of two machines, in an index that was merged.
        [first, second, ..] => Err(Error::Naming {
            path: index.to_owned(),
            naming: Naming::Several {
                archive: path.to_owned(),
                names: [first.title(), second.title()],
            },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_has_no_signs_that_paths_have() {
        let longest = "a".repeat(LONGEST_NAME);
        let too_long = format!("{longest}a");
        for (text, expected) in [
            ("weir", true),
            ("Süd-Zeitung_2.b", true),
            ("1953", true),
            (&longest, true),
            (&too_long, false),
            ("", false),
            ("-weir", false),
            ("..", false),
            ("a/b", false),
            ("a:b", false),
            ("a b", false),
            ("a\u{1b}", false),
        ] {
            assert_eq!(text.parse::<Name>().is_ok(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_path_gives_its_archive_a_name_if_it_has_one() {
        for (path, expected) in [
            ("/mnt/weir", Some("weir")),
            ("/mnt/The Weir Gazette!", Some("The-Weir-Gazette")),
            ("/mnt/dump.csv.gz", Some("dump.csv.gz")),
            ("/mnt/.hidden", Some("hidden")),
            ("/mnt/!!!", None),
            ("/", None),
            ("-", None),
        ] {
            let name = Name::of_path(path).map(String::from);
            assert_eq!(name.as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_place_tells_its_archive() {
        let archive = |name: Option<&str>, path: &str| Archived {
            name: name.map(|name| name.parse().expect("it is a good one")),
            path: path.to_owned(),
            ..Archived::default()
        };
        let several = [archive(Some("weir"), "/a"), archive(Some("mill"), "/b")];
        let only = [archive(None, "/a")];
        let stream = [archive(None, "-")];
        assert_eq!(located(&several, "mill:x:y/z"), Some(("/b", "x:y/z")));
        assert_eq!(located(&several, "other:x"), None);
        assert_eq!(located(&only, "mill:x"), Some(("/a", "mill:x")));
        assert_eq!(located(&stream, "-"), None);
        assert_eq!(term_of_file("mill:x/y").as_deref(), Some("archive:mill"));
        assert_eq!(term_of_file("a/mill:x"), None);
    }
}

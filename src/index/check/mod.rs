//! Checks an index: every byte against the manifest, then what is in the files against each other.

mod articles;
mod compared;

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

use super::manifest::{MANIFEST, Manifest};
use super::open::Open;
use super::verified::recorded_of;
use super::{storage, writing};
use crate::error::Error;

/// How much is compared with the stored articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every article.
    Whole,
    /// So many articles, others on each run; with 0 the files alone are read.
    Sample(u64),
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Checkup {
    /// The index's folder.
    pub index: PathBuf,
    /// Six hexadecimal digits of what it holds.
    pub id: String,
    /// How many times it was committed.
    pub commit: u64,
    /// Files that were read, the manifest not among them.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// The articles in the index.
    pub articles: u64,
    /// Those that were analysed anew and compared with what the index holds of them.
    pub compared: u64,
    /// The words that were compared: terms of an article with their positions.
    pub words: u64,
    /// What is wrong; nothing in an index that is whole.
    pub damage: Vec<Damage>,
    /// Files that a writer left when it was stopped: the next one removes them.
    pub leftovers: Vec<String>,
    /// Seconds it took.
    pub seconds: f64,
}

/// What is wrong with a file of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The file, below the index's folder.
    pub file: String,
    /// What is wrong, as a sentence about it.
    pub what: String,
}

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Of the bytes of the files.
    Bytes {
        /// Read.
        done: u64,
        /// To be read.
        all: u64,
    },
    /// Of the articles.
    Articles {
        /// Compared.
        done: u64,
        /// To be compared.
        all: u64,
    },
}

/// Checks the index in a folder. What is damaged is in the answer; an error is what keeps it from
/// being checked at all: there is none, or another version's.
pub fn check(index: &Path, extent: Extent, watch: &mut dyn FnMut(Step)) -> Result<Checkup, Error> {
    let begun = Instant::now();
    loop {
        let (mut checkup, commit) = once(index, extent, watch)?;
        // A writer removes the files of a commit once the next is in place.
        let is_overtaken = || Manifest::read(index).is_ok_and(|now| Some(now.commit) != commit);
        if !checkup.damage.is_empty() && is_overtaken() {
            continue;
        }
        checkup.index = index.to_owned();
        checkup.seconds = begun.elapsed().as_secs_f64();
        return Ok(checkup);
    }
}

/// Checks what the manifest names now, and says which commit that was.
fn once(
    index: &Path,
    extent: Extent,
    watch: &mut dyn FnMut(Step),
) -> Result<(Checkup, Option<u64>), Error> {
    let mut checkup = Checkup::default();
    let manifest = match Manifest::read(index) {
        Ok(manifest) => manifest,
        Err(Error::Damaged { what, .. }) => {
            let what = what.trim_start_matches(MANIFEST).trim_start_matches(": ");
            checkup.damage.push(Damage::of(MANIFEST, what));
            return Ok((checkup, None));
        }
        Err(error) => return Err(error),
    };
    checkup.id.clone_from(&manifest.id);
    checkup.commit = manifest.commit;
    checkup.articles = manifest.articles;
    read_files(index, &manifest, &mut checkup, watch)?;
    checkup.leftovers = leftovers(index, &manifest)?;
    // What is in a damaged file means nothing, and tantivy does not expect it.
    if checkup.damage.is_empty() {
        match Open::index(index) {
            Ok(open) if open.commit() == manifest.commit => {
                check_names(&open, &manifest, &mut checkup)?;
                articles::check(&open, extent, &mut checkup, watch)?;
            }
            // Another commit by now, whose files are others.
            Ok(_) => return once(index, extent, watch),
            Err(Error::Damaged { what, .. }) => checkup.damage.push(Damage::of(MANIFEST, what)),
            Err(error) => return Err(error),
        }
    }
    Ok((checkup, Some(manifest.commit)))
}

impl Damage {
    fn of(file: impl Into<String>, what: impl Into<String>) -> Damage {
        Damage {
            file: file.into(),
            what: what.into(),
        }
    }
}

/// Reads every byte of every file.
fn read_files(
    index: &Path,
    manifest: &Manifest,
    checkup: &mut Checkup,
    watch: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let all = manifest.bytes();
    let mut done = 0;
    for (name, recorded) in &manifest.files {
        let path = storage::folder(index).join(name);
        let found = recorded_of(&path, &mut |bytes| {
            done += bytes;
            watch(Step::Bytes { done, all });
        });
        let damage = match found {
            Ok(found) if found == *recorded => None,
            Ok(found) if found.bytes != recorded.bytes => Some(format!(
                "it has {} bytes instead of {}",
                found.bytes, recorded.bytes
            )),
            Ok(_) => Some("its bytes are not those that were written".to_owned()),
            Err(error) if error.kind() == ErrorKind::NotFound => Some("it is missing".to_owned()),
            Err(error) => Some(format!("it cannot be read: {error}")),
        };
        checkup.files += 1;
        checkup.bytes += recorded.bytes;
        checkup
            .damage
            .extend(damage.map(|what| Damage::of(shown(name), what)));
    }
    Ok(())
}

/// The path of a file below the index.
fn shown(name: &str) -> String {
    storage::folder(Path::new(""))
        .join(name)
        .display()
        .to_string()
}

/// The files that a writer made and no commit names.
fn leftovers(index: &Path, manifest: &Manifest) -> Result<Vec<String>, Error> {
    let folder = storage::folder(index);
    let failed = |source| Error::Io {
        doing: "list",
        path: folder.clone(),
        source,
    };
    let mut names = Vec::new();
    let entries = match folder.read_dir() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(names),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let name = entry
            .map_err(failed)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if storage::is_ours(&name) && !manifest.files.contains_key(&name) {
            names.push(shown(&name));
        }
    }
    names.sort();
    Ok(names)
}

/// Looks whether the manifest names the files that its own list of segments needs, and no other.
fn check_names(open: &Open, manifest: &Manifest, checkup: &mut Checkup) -> Result<(), Error> {
    let mut needed = BTreeSet::new();
    for segment in open.segment_metas()? {
        needed.extend(writing::files_of(&segment));
    }
    needed.extend(manifest.dictionary.clone());
    needed.extend(manifest.list.clone());
    needed.extend(manifest.gone.values().cloned());
    let named: BTreeSet<String> = manifest.files.keys().cloned().collect();
    for name in needed.difference(&named) {
        let what = format!("it does not name {}, which is needed", shown(name));
        checkup.damage.push(Damage::of(MANIFEST, what));
    }
    for name in named.difference(&needed) {
        let what = format!("it names {}, which belongs to nothing in it", shown(name));
        checkup.damage.push(Damage::of(MANIFEST, what));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::index::disk::System;
    use crate::index::{Replacing, build};

    const ARTICLES: usize = 12;

    /// An index of articles that hold these words.
    fn index_of(words: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let article = |number: usize| {
            let (year, text) = (1950 + number, format!("{words} {}", "word ".repeat(number)));
            format!("{{\"title\":\"{words} {number}\",\"date\":\"{year}\",\"text\":\"{text}\"}}\n")
        };
        let lines: String = (0..ARTICLES).map(article).collect();
        let archive = folder.path().join("a.jsonl");
        fs::write(&archive, lines).expect("the folder is ours");
        let index = folder.path().join("index");
        build(&archive, &index, Replacing::SameArchive, &mut ()).expect("it can be indexed");
        folder
    }

    fn found(index: &Path) -> Vec<Damage> {
        let checkup = check(index, Extent::Whole, &mut |_| {});
        checkup.expect("it can be checked").damage
    }

    #[test]
    fn a_manifest_that_is_sealed_and_wrong_is_found() {
        type Falsify = fn(&mut Manifest);
        let falsehoods: [(Falsify, &str); 6] = [
            (|manifest| manifest.articles += 1, "articles"),
            (
                |manifest| manifest.id = "000000".to_owned(),
                "its id 000000",
            ),
            (|manifest| manifest.lengths.body += 1, "words, there are"),
            (|manifest| manifest.lengths.title += 1, "words of titles"),
            (|manifest| manifest.list = None, "belongs to nothing"),
            (
                |manifest| {
                    let name = manifest
                        .files
                        .keys()
                        .find(|name| name.ends_with(".pos"))
                        .cloned();
                    manifest
                        .files
                        .remove(&name.expect("an index has positions"));
                },
                "which is needed",
            ),
        ];
        let folder = index_of("flood inquiry");
        let index = folder.path().join("index");
        let true_one = Manifest::read(&index).expect("it was just written");
        assert_eq!(found(&index), []);
        for (falsify, said) in falsehoods {
            let mut manifest = true_one.clone();
            falsify(&mut manifest);
            manifest.write(&index, &System).expect("the index is ours");
            let damage = found(&index);
            assert!(
                damage.iter().any(|damage| damage.what.contains(said)),
                "{said}: {damage:?}"
            );
        }
        true_one.write(&index, &System).expect("the index is ours");
        assert_eq!(found(&index), []);
    }

    /// Files that are whole, with hashes that are right, of another index: the hashes know nothing
    /// of it, and the searched words, positions, lengths and columns are not those of the articles.
    #[test]
    fn a_whole_file_in_the_wrong_index_is_found() {
        let (here, there) = (index_of("flood inquiry"), index_of("tram mayor inquiry"));
        let [index, other] = [&here, &there].map(|folder| folder.path().join("index"));
        let read = |index: &Path| Manifest::read(index).expect("it was just written");
        let (true_one, foreign) = (read(&index), read(&other));
        for kind in [".store", ".fieldnorm", ".fast", ".pos"] {
            let name_in = |manifest: &Manifest| {
                let name = manifest.files.keys().find(|name| name.ends_with(kind));
                name.expect("every segment has one").clone()
            };
            let (name, from) = (name_in(&true_one), name_in(&foreign));
            let place = storage::folder(&index).join(&name);
            let kept = fs::read(&place).expect("it is there");
            fs::copy(storage::folder(&other).join(&from), &place).expect("the index is ours");
            let mut manifest = true_one.clone();
            manifest.files.insert(name, foreign.files[&from].clone());
            manifest.write(&index, &System).expect("the index is ours");
            assert_ne!(found(&index), [], "{kind}");
            fs::write(&place, kept).expect("the index is ours");
            true_one.write(&index, &System).expect("the index is ours");
            assert_eq!(found(&index), [], "{kind}");
        }
    }
}

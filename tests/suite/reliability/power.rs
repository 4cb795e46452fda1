//! The power fails: what was not synced is damaged in one way or another, and what was is there.
//!
//! The disk of these tests keeps a second truth beside the system's: which bytes and which names
//! would be there after a cut. A file's bytes are safe from its last sync on, a name from the sync
//! of its folder. At the cut each unsafe file is kept, emptied, cut in half, filled with zeros or
//! has a bit flipped, and each unsafe change of a name is done or not, whatever came before it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use morgue::index::disk::{Disk, Output, System};

use super::{Random, assert_whole, build, build_on, often, write_articles};
use crate::harness::Folder;

/// A file, whatever its names.
#[derive(Clone, Debug, Default)]
struct Bytes {
    written: Vec<u8>,
    /// What its last sync made safe.
    safe: Option<Vec<u8>>,
}

/// A change of names that its folder's sync has not made safe.
#[derive(Clone, Debug)]
enum Change {
    Create(PathBuf, usize),
    Rename(PathBuf, PathBuf, usize),
    Remove(PathBuf),
}

impl Change {
    fn folder(&self) -> &Path {
        let (Change::Create(path, _) | Change::Rename(_, path, _) | Change::Remove(path)) = self;
        path.parent().expect("a file stands in a folder")
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Change::Create(path, file) => drop(names.insert(path.clone(), *file)),
            Change::Rename(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Change::Remove(path) => drop(names.remove(path)),
        }
    }
}

#[derive(Debug, Default)]
struct State {
    files: Vec<Bytes>,
    /// The names as the running system sees them, and as they are safe.
    names: BTreeMap<PathBuf, usize>,
    safe: BTreeMap<PathBuf, usize>,
    unsafe_changes: Vec<Change>,
    /// Operations until the cut.
    left: u64,
    done: u64,
}

/// A disk that loses what was not synced.
#[derive(Clone, Debug, Default)]
struct Losing(Arc<Mutex<State>>);

impl Losing {
    /// A disk that holds a folder's files, safely.
    fn holding(folder: &Path, left: u64) -> Losing {
        let disk = Losing::default();
        {
            let mut state = disk.state();
            state.left = left;
            for path in files_below(folder) {
                let bytes = fs::read(&path).expect("it is there");
                let file = state.files.len();
                state.files.push(Bytes {
                    written: bytes.clone(),
                    safe: Some(bytes),
                });
                state.names.insert(path.clone(), file);
                state.safe.insert(path, file);
            }
        }
        disk
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test panics while it holds it")
    }

    /// One operation more, unless the power is off.
    fn pass(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        if state.left == 0 {
            return Err(io::Error::from_raw_os_error(5));
        }
        state.left -= 1;
        state.done += 1;
        Ok(state)
    }

    /// Puts in place of a folder what is there after the cut.
    fn cut(&self, folder: &Path, random: &mut Random) {
        let state = self.state();
        let mut names = state.safe.clone();
        for change in &state.unsafe_changes {
            if random.below(2) == 0 {
                change.apply(&mut names);
            }
        }
        for path in files_below(folder) {
            fs::remove_file(path).expect("it is ours");
        }
        for (path, file) in names {
            let bytes = &state.files[file];
            if let Some(left) = left_of(bytes, random) {
                fs::write(path, left).expect("it is ours");
            }
        }
    }
}

/// What is left of a file after a cut.
fn left_of(bytes: &Bytes, random: &mut Random) -> Option<Vec<u8>> {
    let is_safe = bytes.safe.as_ref() == Some(&bytes.written);
    let mut left = bytes.written.clone();
    match random.below(6) {
        _ if is_safe => {}
        0 => return None,
        1 => left.clear(),
        2 => left.truncate(left.len() / 2),
        3 => left.fill(0),
        4 if !left.is_empty() => {
            let at = random.below(left.len());
            left[at] ^= 1;
        }
        _ => {}
    }
    Some(left)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        match path.is_dir() {
            true => files.extend(files_below(&path)),
            false => files.push(path),
        }
    }
    files
}

struct LosingFile {
    disk: Losing,
    number: usize,
    file: Box<dyn Output>,
}

impl Write for LosingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.pass()?;
        let written = self.file.write(bytes)?;
        state.files[self.number].written.extend(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Output for LosingFile {
    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.pass()?;
        let file = &mut state.files[self.number];
        file.safe = Some(file.written.clone());
        Ok(())
    }
}

impl Disk for Losing {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        drop(self.pass()?);
        System.make_folder(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        let mut state = self.pass()?;
        let file = System.create(path)?;
        let number = state.files.len();
        state.files.push(Bytes::default());
        state.names.insert(path.to_owned(), number);
        state
            .unsafe_changes
            .push(Change::Create(path.to_owned(), number));
        Ok(Box::new(LosingFile {
            disk: self.clone(),
            number,
            file,
        }))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.pass()?;
        let changes = std::mem::take(&mut state.unsafe_changes);
        for change in changes {
            match change.folder() == folder {
                true => change.apply(&mut state.safe),
                false => state.unsafe_changes.push(change),
            }
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.pass()?;
        System.rename(from, to)?;
        let file = state.names.remove(from).expect("it was created here");
        state.names.insert(to.to_owned(), file);
        let change = Change::Rename(from.to_owned(), to.to_owned(), file);
        state.unsafe_changes.push(change);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.pass()?;
        System.remove(path)?;
        state.names.remove(path);
        state.unsafe_changes.push(Change::Remove(path.to_owned()));
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        drop(self.pass()?);
        System.list(folder)
    }
}

const OLD: u64 = 6;
const NEW: u64 = 9;

#[test]
fn after_a_power_cut_the_last_commit_is_there() {
    let folder = Folder::new();
    let (archive, before) = (folder.path().join("news"), folder.path().join("before"));
    let index = folder.path().join("index");
    write_articles(&archive.join("old.jsonl"), 0..OLD);
    build(&archive, &before);
    write_articles(&archive.join("new.jsonl"), OLD..NEW);
    // One undisturbed run tells how many operations there are; a cut after the last is one too.
    let run = |left: u64| {
        if index.exists() {
            fs::remove_dir_all(&index).expect("it is ours");
        }
        super::copy(&before, &index);
        let disk = Losing::holding(&index, left);
        let built = build_on(&archive, &index, Arc::new(disk.clone()));
        (disk, built)
    };
    let (disk, built) = run(u64::MAX);
    built.expect("nothing was disturbed");
    let all = disk.state().done;
    let cuts = often("MORGUE_CUTS", 60, 10_000);
    let mut seen = [0, 0];
    for case in 0..cuts {
        let mut random = Random::of_case(case);
        let left = random.next() % (all + 1);
        let (disk, mut built) = run(left);
        let mut about = format!(
            "seed {}, a cut after {left} of {all} operations",
            random.seed
        );
        // Half of the writers are killed first, and the power fails for the next one.
        if case % 2 == 1 && built.is_err() {
            let more = random.next() % (all + 1);
            disk.state().left = more;
            about = format!("{about}, and {more} of the next run");
            built = build_on(&archive, &index, Arc::new(disk.clone()));
        }
        disk.cut(&index, &mut random);
        let articles = assert_whole(&index, &about);
        match built {
            Ok(_) => assert_eq!(articles, NEW, "{about}: a commit is lost"),
            Err(_) => assert!([OLD, NEW].contains(&articles), "{about}: {articles}"),
        }
        seen[usize::from(articles == NEW)] += 1;
        if case % 8 == 0 {
            build(&archive, &index);
            assert_eq!(assert_whole(&index, &about), NEW, "{about}: the next run");
        }
    }
    assert!(seen[0] > 0, "no cut came before the commit");
}

#[test]
fn a_disk_that_is_not_synced_loses_what_it_should() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut damaged = 0;
    for case in 0..200 {
        let disk = Losing::holding(folder.path(), u64::MAX);
        let path = folder.path().join("a");
        let mut file = disk.create(&path).expect("it can be made");
        file.write_all(b"some bytes").expect("it can be written");
        drop(file);
        disk.cut(folder.path(), &mut Random::of_case(case));
        damaged += u64::from(fs::read(&path).ok().as_deref() != Some(b"some bytes"));
        if path.exists() {
            fs::remove_file(&path).expect("it is ours");
        }
    }
    assert!((60..190).contains(&damaged), "{damaged} of 200");
}

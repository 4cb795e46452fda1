//! Every operation on files fails in turn, or is the last before the writer is gone: what was
//! committed stands, nothing that failed is called a success, and the next run ends well.

use std::fmt::Debug;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use morgue::index::disk::{Disk, Output, System};
use morgue::index::{self, Options, Part, Replacing};

use super::{assert_whole, build, build_on, check, copy, often, write_articles};
use crate::harness::Folder;

/// What a disk says: a fault of the device, no room, no more open files.
const CODES: [i32; 3] = [5, 28, 24];

/// How long an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fails {
    /// This one does.
    Once,
    /// And so does every later one, as for a writer that is gone.
    ForEver,
}

/// A disk whose N-th operation fails.
#[derive(Clone, Debug)]
struct Failing {
    at: u64,
    fails: Fails,
    code: i32,
    done: Arc<AtomicU64>,
}

impl Failing {
    fn new(at: u64, fails: Fails, code: i32) -> Failing {
        Failing {
            at,
            fails,
            code,
            done: Arc::default(),
        }
    }

    /// Fails or lets it be done.
    fn pass(&self) -> io::Result<()> {
        let number = 1 + self.done.fetch_add(1, Ordering::SeqCst);
        let fails = match self.fails {
            Fails::Once => number == self.at,
            Fails::ForEver => number >= self.at,
        };
        match fails {
            true => Err(io::Error::from_raw_os_error(self.code)),
            false => Ok(()),
        }
    }

    fn operations(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }
}

struct FailingFile {
    disk: Failing,
    file: Box<dyn Output>,
}

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.disk.pass() {
            Ok(()) => self.file.write(bytes),
            // A disk that is full has taken a part.
            Err(error) => {
                self.file.write_all(&bytes[..bytes.len() / 2])?;
                Err(error)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Output for FailingFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.pass()?;
        self.file.sync()
    }
}

impl Disk for Failing {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass()?;
        System.make_folder(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        self.pass()?;
        Ok(Box::new(FailingFile {
            disk: self.clone(),
            file: System.create(path)?,
        }))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.pass()?;
        System.sync_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass()?;
        System.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass()?;
        System.remove(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.pass()?;
        System.list(folder)
    }
}

/// The articles of the commit that stands, and of the next one.
const OLD: u64 = 8;
const NEW: u64 = 12;

/// A folder with an index of the old articles, and an archive that holds the new ones too.
fn between_commits() -> Folder {
    let folder = Folder::new();
    write_articles(&folder.path().join("news/old.jsonl"), 0..OLD);
    build(&folder.path().join("news"), &folder.path().join("before"));
    write_articles(&folder.path().join("news/new.jsonl"), OLD..NEW);
    folder
}

fn fail(folder: &Folder, disk: &Failing) {
    let (archive, index) = (folder.path().join("news"), folder.path().join("index"));
    if index.exists() {
        std::fs::remove_dir_all(&index).expect("it is ours");
    }
    copy(&folder.path().join("before"), &index);
    let about = format!(
        "operation {} fails {:?} with {}",
        disk.at, disk.fails, disk.code
    );
    let built = build_on(&archive, &index, Arc::new(disk.clone()));
    let articles = assert_whole(&index, &about);
    match built {
        Ok(_) => assert_eq!(articles, NEW, "{about}: false success"),
        Err(_) => assert!(
            [OLD, NEW].contains(&articles),
            "{about}: {articles} articles"
        ),
    }
    build(&archive, &index);
    assert_eq!(assert_whole(&index, &about), NEW, "{about}: the next run");
    let checkup = check(&index).expect("it was just whole");
    assert_eq!(checkup.leftovers, [""; 0], "{about}");
    assert!(!index.join("morgue.json.new").exists(), "{about}");
}

/// How many operations an undisturbed run takes.
fn operations(folder: &Folder) -> u64 {
    let undisturbed = Failing::new(u64::MAX, Fails::Once, 0);
    fail(folder, &undisturbed);
    undisturbed.operations()
}

/// The operation of a turn: all in order where there are turns enough; else every other turn one of
/// the last, where the commit is made, and the others at equal distances.
fn nth(turn: u64, turns: u64, all: u64) -> u64 {
    match (turns >= all, turn % 2) {
        (true, _) => 1 + turn % all,
        (false, 0) => 1 + turn * all / turns,
        (false, _) => all - turn / 2,
    }
}

#[test]
fn an_operation_that_fails_is_no_success_and_loses_nothing() {
    let folder = between_commits();
    let all = operations(&folder);
    assert!(all > 40, "{all} operations are too few to be all of them");
    let tried = often("MORGUE_FAULTS", 24, 3 * all);
    for turn in 0..tried {
        let at = nth(turn, tried, all);
        let code = CODES[usize::try_from((turn + turn / all) % 3).expect("it is small")];
        fail(&folder, &Failing::new(at, Fails::Once, code));
    }
}

#[test]
fn a_writer_that_is_gone_after_any_operation_has_lost_nothing() {
    let folder = between_commits();
    let all = operations(&folder);
    let tried = often("MORGUE_GONE", 24, all);
    for turn in 0..tried {
        let at = nth(turn, tried, all);
        fail(&folder, &Failing::new(at, Fails::ForEver, CODES[0]));
    }
}

#[test]
fn a_first_build_that_fails_leaves_no_half_index() {
    let folder = Folder::new();
    let (archive, index) = (folder.path().join("news"), folder.path().join("index"));
    write_articles(&archive.join("a.jsonl"), 0..OLD);
    let tried = often("MORGUE_FIRST", 8, 100);
    for turn in 0..tried {
        if index.exists() {
            std::fs::remove_dir_all(&index).expect("it is ours");
        }
        let at = 1 + turn * 100 / tried;
        let built = build_on(
            &archive,
            &index,
            Arc::new(Failing::new(at, Fails::ForEver, 28)),
        );
        match (built, check(&index)) {
            (_, Ok(checkup)) => assert!(checkup.damage.is_empty(), "operation {at}: {checkup:?}"),
            (Err(_), Err(morgue::error::Error::NoIndex { .. })) => {}
            (built, checked) => panic!("operation {at}: {built:?}, {checked:?}"),
        }
        build(&archive, &index);
        assert_eq!(assert_whole(&index, "the next run"), OLD);
    }
}

#[test]
fn a_merge_that_fails_is_no_success_and_leaves_its_sources_alone() {
    let folder = Folder::new();
    let parts = ["mill", "port"].map(|name| {
        let (archive, index) = (
            folder.path().join(name),
            folder.path().join(name.to_uppercase()),
        );
        write_articles(&archive.join("a.jsonl"), 0..OLD);
        build(&archive, &index);
        Part {
            index,
            name: name.parse().ok(),
        }
    });
    let to = folder.path().join("merged");
    let merge = |disk: &Failing| {
        let options = Options {
            disk: Arc::new(disk.clone()),
            ..Options::from(Replacing::Anything)
        };
        index::merge(&parts, &to, options, &mut |_| {})
    };
    let undisturbed = Failing::new(u64::MAX, Fails::Once, 0);
    merge(&undisturbed).expect("nothing fails");
    let all = undisturbed.operations();
    assert!(all > 20, "{all} operations are too few to be all of them");
    let tried = often("MORGUE_FAULTS", 24, 3 * all);
    for turn in 0..tried {
        if to.exists() {
            std::fs::remove_dir_all(&to).expect("it is ours");
        }
        let at = nth(turn, tried, all);
        let code = CODES[usize::try_from((turn + turn / all) % 3).expect("it is small")];
        let about = format!("operation {at} fails with {code}");
        match (merge(&Failing::new(at, Fails::Once, code)), check(&to)) {
            (_, Ok(checkup)) => assert!(checkup.damage.is_empty(), "{about}: {checkup:?}"),
            (Err(_), Err(morgue::error::Error::NoIndex { .. })) => {}
            (merged, checked) => panic!("{about}: {merged:?}, {checked:?}"),
        }
        for part in &parts {
            assert_eq!(assert_whole(&part.index, &about), OLD, "{about}");
        }
        merge(&undisturbed).expect("the next one ends well");
        assert_eq!(assert_whole(&to, &about), OLD, "{about}: the next one");
    }
}

#[test]
fn a_full_disk_is_told_with_its_folder() {
    let folder = between_commits();
    let index = folder.path().join("index");
    copy(&folder.path().join("before"), &index);
    // Late enough for a segment to be under way.
    let disk = Failing::new(9, Fails::ForEver, 28);
    let error = build_on(&folder.path().join("news"), &index, Arc::new(disk));
    let error = anyhow::Error::from(error.expect_err("the disk is full"));
    let told = format!("{error:#}");
    assert!(told.contains("No space left on device"), "{told}");
}

/// A disk of a few hundred kilobytes; it is gone when this is.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where only others may mount disks.
    fn mount(place: PathBuf, kilobytes: u64) -> Option<SmallDisk> {
        std::fs::create_dir_all(&place).expect("a folder can be made");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "morgue"])
            .arg(&place)
            .stderr(Stdio::null())
            .status();
        let is_mounted = mounted.is_ok_and(|status| status.success());
        is_mounted.then_some(SmallDisk(place))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A disk that stays is no reason to hide why the test failed.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_keeps_the_last_commit() {
    let folder = Folder::new();
    let archive = folder.path().join("news");
    let sizes = often("MORGUE_DISKS", 6, 40);
    let mut filled = 0;
    for size in 0..sizes {
        let Some(disk) = SmallDisk::mount(folder.path().join("disk"), 44 + size * 160 / sizes)
        else {
            return;
        };
        write_articles(&archive.join("a.jsonl"), 0..OLD);
        let index = disk.0.join("index");
        if folder
            .run(&["index", "news", "--index", "disk/index", "--quiet"])
            .code
            != Some(0)
        {
            continue;
        }
        write_articles(&archive.join("a.jsonl"), 0..20 * NEW);
        let answer = folder.run(&["index", "news", "--index", "disk/index", "--quiet"]);
        let articles = assert_whole(&index, &answer.err);
        match answer.code {
            Some(0) => assert_eq!(articles, 20 * NEW),
            _ => {
                filled += 1;
                answer
                    .exits(2)
                    .err_has("No space left on device")
                    .err_has("disk/index")
                    .err_has("hint: ");
                assert_eq!(articles, OLD);
            }
        }
        folder
            .run(&["search", "*", "--count", "--index", "disk/index"])
            .exits(0);
    }
    assert!(filled > 0, "no disk was too small");
}

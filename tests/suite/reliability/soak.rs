//! Hours of work: one writer that adds, changes and removes, readers beside it, and at the end the
//! same memory, the same handles and a whole index.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use morgue::index::disk::System;
use morgue::index::{self, Options, Replacing, Vanished};
use morgue::search::Searcher;

use super::{Random, assert_whole, often, query, write_articles};
use crate::harness::Folder;

/// What the process holds.
#[derive(Clone, Copy, Debug)]
struct Holding {
    /// Kibibytes of memory that are its own: maps of files come and go with the index.
    memory: u64,
    /// Kibibytes of memory in all.
    resident: u64,
    handles: u64,
}

impl Holding {
    fn now() -> Holding {
        let status = fs::read_to_string("/proc/self/status").expect("there is a /proc");
        let kibibytes = |label: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(label));
            let number = line.expect("it is told").trim().split(' ').next();
            number.expect("a number").parse().expect("a number")
        };
        let handles = fs::read_dir("/proc/self/fd")
            .expect("there is a /proc")
            .count();
        Holding {
            memory: kibibytes("RssAnon:"),
            resident: kibibytes("VmRSS:"),
            handles: handles as u64,
        }
    }
}

/// What the process held while the soak went on, also written to a file, for whoever runs it long.
struct Log {
    begun: Instant,
    file: File,
    held: Vec<Holding>,
}

impl Log {
    fn begin() -> Log {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("soak.txt");
        let mut file = File::create(path).expect("the figures can be kept");
        let heads = "seconds\tcommits\treadings\tprivate KiB\tresident KiB\thandles";
        writeln!(file, "{heads}").expect("they can be written");
        Log {
            begun: Instant::now(),
            file,
            held: Vec::new(),
        }
    }

    fn look(&mut self, commits: u64, readings: u64) {
        let now = Holding::now();
        let seconds = self.begun.elapsed().as_secs();
        let Holding {
            memory,
            resident,
            handles,
        } = now;
        writeln!(
            self.file,
            "{seconds}\t{commits}\t{readings}\t{memory}\t{resident}\t{handles}"
        )
        .expect("the figures can be written");
        self.held.push(now);
    }
}

const READERS: usize = 4;
/// How often it is looked at what the process holds.
const PARTS: u32 = 60;
/// How much one commit takes more than another, in kibibytes.
const UNEVEN: u64 = 24 * 1024;
/// The archive's files, each of some articles.
const FILES: u64 = 24;

/// Changes the archive a little: a file comes, goes, or holds other articles.
fn change(archive: &Path, turn: u64, random: &mut Random) {
    let file = archive.join(format!("{:02}.jsonl", random.next() % FILES));
    match random.below(4) {
        // A file that is not there cannot go.
        0 => drop(fs::remove_file(file)),
        _ => {
            let first = random.next() % 40 * 10 + turn % 3;
            write_articles(&file, first..first + 6);
        }
    }
}

/// One reader: opens what is committed and asks it, until the writer ends.
fn read(index: &Path, ended: &AtomicBool, asked: &AtomicU64) {
    let mut last = 0;
    while !ended.load(Ordering::Relaxed) {
        let searcher = Searcher::open(index).expect("a commit can be opened at any time");
        let stamp = searcher.stamp();
        assert!(stamp.commit >= last, "commit {} after {last}", stamp.commit);
        last = stamp.commit;
        let all = searcher.count(&query("*"), None).expect("it is answered");
        assert_eq!(all.counts.articles, stamp.articles, "commit {last}");
        let some = searcher
            .count(&query("flood w/5 the"), None)
            .expect("it is answered");
        assert!(some.counts.articles <= stamp.articles);
        asked.fetch_add(1, Ordering::Relaxed);
    }
}

/// Says to the program of the tests that it is the one in which nothing else runs.
const ALONE: &str = "MORGUE_SOAK_ALONE";

#[test]
fn a_writer_and_its_readers_go_on_for_hours() {
    if std::env::var_os(ALONE).is_some() {
        return soak();
    }
    // Other tests would count as its memory and its handles.
    let this = std::env::current_exe().expect("the tests are a program");
    let alone = Command::new(this)
        .args(["--exact", "--nocapture"])
        .arg("reliability::soak::a_writer_and_its_readers_go_on_for_hours")
        .env(ALONE, "")
        .output()
        .expect("it starts once more");
    let told = String::from_utf8_lossy(&alone.stderr);
    assert!(alone.status.success(), "{told}");
}

fn soak() {
    let folder = Folder::new();
    let (archive, index) = (folder.path().join("news"), folder.path().join("index"));
    for file in 0..FILES {
        write_articles(
            &archive.join(format!("{file:02}.jsonl")),
            file * 6..file * 6 + 6,
        );
    }
    let options = || Options {
        vanished: Vanished::Pruned,
        disk: Arc::new(System),
        ..Options::from(Replacing::SameArchive)
    };
    let update = || index::build(&archive, &index, options(), &mut ()).expect("it is indexed");
    update();
    let length = Duration::from_secs(often("MORGUE_SOAK_SECONDS", 10, 1_800));
    let (ended, asked) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut random = Random::of_case(0);
    let mut log = Log::begin();
    let mut commits = 0;
    log.look(commits, 0);
    std::thread::scope(|scope| {
        for _ in 0..READERS {
            scope.spawn(|| read(&index, &ended, &asked));
        }
        while log.begun.elapsed() < length {
            change(&archive, commits, &mut random);
            update();
            commits += 1;
            let parts = u32::try_from(log.held.len()).expect("it is small");
            if log.begun.elapsed() > length * parts / PARTS {
                log.look(commits, asked.load(Ordering::Relaxed));
            }
        }
        ended.store(true, Ordering::Relaxed);
    });
    let held = log.held;
    // Caches and arenas have their size once the first third is over; within a commit memory goes up
    // and down, so it is the most that is compared.
    let third = held.len() / 3;
    let most = |held: &[Holding], of: fn(&Holding) -> u64| held.iter().map(of).max();
    let [memory, handles] =
        [|held: &Holding| held.memory, |held: &Holding| held.handles].map(|of| {
            (
                most(&held[third..2 * third], of),
                most(&held[2 * third..], of),
            )
        });
    let articles = assert_whole(&index, "at the end");
    let answers = asked.load(Ordering::Relaxed);
    let told = format!("{commits} commits, {answers} readings, {articles} articles, {held:?}");
    assert!(commits > 1 && answers > 1, "{told}");
    let grown = |(before, after): (Option<u64>, Option<u64>)| {
        (before.expect("it was looked at"), after.expect("so it was"))
    };
    let (before, after) = grown(memory);
    assert!(after <= before + before / 20 + UNEVEN, "{told}");
    let (before, after) = grown(handles);
    assert!(after <= before + 4, "{told}");
    let update_again = update();
    assert_eq!(update_again.articles, articles, "{told}");
}

//! The program is killed at random moments of its work.
#![cfg(unix)]

use std::process::{Command, Stdio};
use std::time::Instant;

use super::{Random, assert_whole, check, often, write_articles};
use crate::harness::Folder;

const FIRST: u64 = 40;
/// Articles of the largest archive.
const MOST: u64 = 200;

fn index_command(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
    command
        .args(["index", "news", "--index", "index", "--quiet"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn a_killed_writer_loses_no_commit() {
    let folder = Folder::new();
    let index = folder.path().join("index");
    write_articles(&folder.path().join("news/a.jsonl"), 0..FIRST);
    let begun = Instant::now();
    folder
        .run(&["index", "news", "--index", "index", "--quiet"])
        .exits(0);
    // How long a run takes, by the last one that was not killed.
    let mut whole_run = begun.elapsed();
    let mut committed = FIRST;
    let mut killed = 0;
    let kills = often("MORGUE_KILLS", 25, 1_000);
    for case in 0..kills {
        let mut random = Random::of_case(case);
        // The archive grows, and begins anew once it is large.
        let wanted = match committed + 10 > MOST {
            true => FIRST,
            false => committed + 10,
        };
        write_articles(&folder.path().join("news/a.jsonl"), 0..wanted);
        let moment = whole_run.mul_f64(random.below(1_000) as f64 / 900.0);
        let begun = Instant::now();
        let mut writer = index_command(&folder).spawn().expect("the program starts");
        std::thread::sleep(moment);
        // One that has ended already cannot be killed.
        let _ = writer.kill();
        let ended = writer.wait().expect("it ends");
        killed += u64::from(!ended.success());
        let about = format!(
            "seed {}, killed after {moment:?} of {wanted} articles",
            random.seed
        );
        let articles = assert_whole(&index, &about);
        match ended.success() {
            true => {
                whole_run = begun.elapsed();
                assert_eq!(articles, wanted, "{about}");
            }
            false => assert!(
                [committed, wanted].contains(&articles),
                "{about}: {articles}"
            ),
        }
        committed = articles;
    }
    assert!(
        4 * killed > kills,
        "only {killed} of {kills} were killed at work"
    );
    folder
        .run(&["index", "news", "--index", "index", "--quiet"])
        .exits(0);
    assert_whole(&index, "the last run");
    assert_eq!(check(&index).expect("it is whole").leftovers, [""; 0]);
}

/// A signal that asks: the writer may end its work, but what is committed is whole.
#[test]
fn an_interrupted_writer_leaves_the_last_commit() {
    let folder = Folder::new();
    write_articles(&folder.path().join("news/a.jsonl"), 0..FIRST);
    folder.run(&["index", "news", "--quiet"]).exits(0);
    write_articles(&folder.path().join("news/b.jsonl"), FIRST..MOST);
    for signal in ["INT", "TERM", "HUP"] {
        folder.shell(&format!(
            "morgue index news --quiet & sleep 0.2; kill -{signal} $! ; wait $!; true"
        ));
        let articles = assert_whole(&folder.path().join("index"), signal);
        assert!([FIRST, MOST].contains(&articles), "{signal}: {articles}");
    }
}

/// No more open files, no more room for a file: errors that say so, and the last commit stands.
#[test]
fn limits_of_the_system_are_told() {
    let folder = Folder::new();
    write_articles(&folder.path().join("news/a.jsonl"), 0..FIRST);
    folder.run(&["index", "news", "--quiet"]).exits(0);
    write_articles(&folder.path().join("news/b.jsonl"), FIRST..MOST);
    let index = folder.path().join("index");
    folder
        .shell("ulimit -f 4; morgue index news --quiet")
        .exits(2)
        .err_has("error: ")
        .err_has("File too large");
    assert_eq!(assert_whole(&index, "a limit on files' sizes"), FIRST);
    let files = folder.shell("ulimit -n 8; morgue index news --quiet");
    assert!(files.code == Some(2), "{:?} {}", files.code, files.err);
    assert_eq!(assert_whole(&index, "a limit on open files"), FIRST);
    folder.run(&["index", "news", "--quiet"]).exits(0);
    assert_eq!(assert_whole(&index, "no limit"), MOST);
}

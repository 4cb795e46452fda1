//! Damage is found, and is never an answer.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Random, answers_or_panic, build, check, copy, often, write_articles};
use crate::harness::Folder;

/// An index with a file of every kind, another of other articles, and what it answers.
struct Whole {
    folder: Folder,
    answers: String,
}

/// So many articles have a dictionary.
const ARTICLES: u64 = 260;

impl Whole {
    fn new() -> Whole {
        let folder = Folder::new();
        let place = |name: &str| folder.path().join(name);
        write_articles(&place("news/a.jsonl"), 0..ARTICLES);
        write_articles(&place("other/a.jsonl"), ARTICLES..2 * ARTICLES);
        build(&place("news"), &place("index"));
        build(&place("other"), &place("stranger"));
        let answers = super::answers(&place("index")).expect("a whole index answers");
        Whole { folder, answers }
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// A fresh copy to be damaged.
    fn copy(&self) -> PathBuf {
        let place = self.folder.path().join("damaged");
        if place.exists() {
            fs::remove_dir_all(&place).expect("it is ours");
        }
        copy(&self.index(), &place);
        place
    }

    /// The files of the index, the manifest among them.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = vec![PathBuf::from("morgue.json")];
        for entry in fs::read_dir(self.index().join("segments")).expect("it is there") {
            files.push(Path::new("segments").join(entry.expect("it can be listed").file_name()));
        }
        files.sort();
        files
    }
}

/// Damages a file in one way or another, and says how; `None` if that changed nothing.
fn damage(whole: &Whole, index: &Path, random: &mut Random) -> Option<String> {
    let files = whole.files();
    let file = &files[random.below(files.len())];
    let path = index.join(file);
    let before = fs::read(&path).expect("it was copied");
    let mut after = before.clone();
    let at = random.below(before.len());
    let how = match random.below(9) {
        0..3 => {
            after[at] ^= 1 << random.below(8);
            format!("a flipped bit at {at}")
        }
        3 => {
            let length = [0, 1, at, before.len() - 1][random.below(4)];
            after.truncate(length);
            format!("cut to {length}")
        }
        4 => {
            let page = at / 4096 * 4096;
            let end = before.len().min(page + 4096);
            after[page..end].fill(0);
            format!("a page of zeros at {page}")
        }
        5 => {
            after.push(b'0');
            "a byte more".to_owned()
        }
        6 => {
            fs::remove_file(&path).expect("it is ours");
            return Some(format!("{}: removed", file.display()));
        }
        7 => {
            let other = &files[random.below(files.len())];
            after = fs::read(index.join(other)).expect("it was copied");
            fs::write(index.join(other), &before).expect("it is ours");
            format!("swapped with {}", other.display())
        }
        _ => {
            let stranger = of_stranger(whole, file);
            after = fs::read(stranger).expect("it is there");
            "the file of another index in its place".to_owned()
        }
    };
    if before == after {
        return None;
    }
    fs::write(&path, after).expect("it is ours");
    Some(format!("{}: {how}", file.display()))
}

/// The file of the other index that is of the same kind.
fn of_stranger(whole: &Whole, file: &Path) -> PathBuf {
    let stranger = whole.folder.path().join("stranger");
    if file == Path::new("morgue.json") {
        return stranger.join(file);
    }
    let files = fs::read_dir(stranger.join("segments")).expect("it is there");
    let mut files = files.map(|entry| entry.expect("it can be listed").path());
    let same = files.find(|path| path.extension() == file.extension());
    same.expect("both indexes have files of each kind")
}

#[test]
fn damage_is_found_and_never_an_answer() {
    let whole = Whole::new();
    assert_eq!(
        whole.files().len(),
        9,
        "six of the segment, a list, a dictionary, the manifest"
    );
    let mut tried = 0;
    let mut case = 0;
    let cases = often("MORGUE_DAMAGES", 200, 20_000);
    while tried < cases {
        case += 1;
        let mut random = Random::of_case(case);
        let index = whole.copy();
        let Some(how) = damage(&whole, &index, &mut random) else {
            continue;
        };
        tried += 1;
        let about = format!("seed {}: {how}", random.seed);
        match answers_or_panic(&index) {
            Ok(Ok(answers)) => assert!(answers == whole.answers, "{about}: another answer"),
            Ok(Err(error)) => {
                let told = error.to_string();
                let names = told.contains("morgue.json")
                    || told.contains("the file ")
                    || told.contains("another version")
                    || told.contains("no index");
                assert!(names, "{about}: {told}");
            }
            Err(()) => panic!("{about}: a panic"),
        }
        match check(&index) {
            Ok(checkup) => assert!(!checkup.damage.is_empty(), "{about}: not found"),
            Err(error) => {
                let told = error.to_string();
                assert!(
                    told.contains("another version") || told.contains("no index"),
                    "{about}: {told}"
                );
            }
        }
    }
}

#[test]
fn an_edited_manifest_is_no_truth() {
    let whole = Whole::new();
    let text = fs::read_to_string(whole.index().join("morgue.json")).expect("it is there");
    for (from, to) in [
        (r#"max_doc\": 260"#, r#"max_doc\": 240"#),
        (r#"max_doc\": 260"#, r#"max_doc\": 280"#),
        (r#""articles":260"#, r#""articles":261"#),
        (r#""commit":1"#, r#""commit":2"#),
        (r#""dictionary":"c1.dict""#, r#""dictionary":null"#),
    ] {
        assert!(text.contains(from), "{from}");
        let index = whole.copy();
        fs::write(index.join("morgue.json"), text.replacen(from, to, 1)).expect("it is ours");
        let told = super::answers(&index).expect_err(to).to_string();
        assert!(
            told.contains("morgue.json: it does not have its own hash"),
            "{told}"
        );
        assert_eq!(
            check(&index).expect("it can be checked").damage[0].file,
            "morgue.json"
        );
    }
}

/// Makes the memory of what was verified say that the files are whole as they are now: as if the
/// disk had changed bits that no file system knows of.
#[cfg(unix)]
fn pretend_verified(index: &Path) {
    use std::os::unix::fs::MetadataExt;
    let manifest = fs::read_to_string(index.join("morgue.json")).expect("it is there");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    let files = manifest["commit"]["files"]
        .as_object()
        .expect("files by name");
    let known: Vec<String> = files
        .iter()
        .map(|(name, recorded)| {
            let about = fs::metadata(index.join("segments").join(name)).expect("it is there");
            let time =
                |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
            format!(
                r#""{name}":[{},{{"bytes":{},"inode":{},"modified":{},"changed":{}}}]"#,
                recorded["hash"],
                about.len(),
                about.ino(),
                time(about.mtime(), about.mtime_nsec()),
                time(about.ctime(), about.ctime_nsec()),
            )
        })
        .collect();
    let known = format!("{{{}}}", known.join(","));
    let hash = blake3::hash(known.as_bytes()).to_hex();
    let memory = format!(r#"{{"hash":"{hash}","files":{known}}}"#);
    fs::write(index.join(".morgue-verified"), memory).expect("the index is ours");
}

#[cfg(unix)]
#[test]
fn what_no_file_system_knows_of_is_no_panic_and_found_by_check() {
    let whole = Whole::new();
    let mut case = 1 << 40;
    let mut untouched = 0;
    let cases = often("MORGUE_ROTS", 24, 2_000);
    for _ in 0..cases {
        case += 1;
        let mut random = Random::of_case(case);
        let index = whole.copy();
        let files = whole.files();
        let file = &files[1 + random.below(files.len() - 1)];
        let mut bytes = fs::read(index.join(file)).expect("it was copied");
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        fs::write(index.join(file), bytes).expect("it is ours");
        pretend_verified(&index);
        let index = index.display().to_string();
        let about = format!("seed {}: {} at {at}", random.seed, file.display());
        for command in [
            &["search", "flood w/9 mayor"][..],
            &["stats"],
            &["kwic", "we*"],
        ] {
            let answer = whole.folder.run(&[command, &["--index", &index]].concat());
            assert!(
                answer.code.is_some_and(|code| code <= 2),
                "{about}: {:?}",
                answer.code
            );
            assert!(!answer.err.contains("panicked"), "{about}: {}", answer.err);
            untouched += u64::from(answer.code == Some(0));
        }
        let checked = whole.folder.run(&["check", "--index", &index, "--json"]);
        checked.exits(2).out_has("its bytes are not");
    }
    assert!(untouched > 0, "the pretended memory was believed");
}

#[test]
fn check_says_what_is_damaged_and_what_to_do() {
    let whole = Whole::new();
    let index = whole.copy();
    let file = whole
        .files()
        .into_iter()
        .find(|file| file.extension().is_some_and(|kind| kind == "pos"));
    let file = file.expect("an index has positions");
    let mut bytes = fs::read(index.join(&file)).expect("it was copied");
    bytes[0] ^= 1;
    fs::write(index.join(&file), bytes).expect("it is ours");
    let answer = whole.folder.run(&["check", "--index", "damaged", "--json"]);
    let found = answer.exits(2).json();
    assert_eq!(found["kind"], "check");
    assert_eq!(found["damage"][0]["file"], file.display().to_string());
    assert_eq!(found["compared"], 0);
    answer
        .err_has("error: the index at damaged is damaged\n")
        .err_has("hint: nothing of the archive is lost: build the index anew with morgue index");
    whole
        .folder
        .run(&["search", "flood", "--index", "damaged"])
        .exits(2)
        .out_is("")
        .err_has("is not what was written");
}

#[test]
fn damage_gets_no_new_hash() {
    let whole = Whole::new();
    let index = whole.copy();
    for kind in ["store", "idx", "fast"] {
        let file = whole.files().into_iter();
        let mut file = file.filter(|file| file.extension().is_some_and(|found| found == kind));
        let file = file.next().expect("an index has a file of each kind");
        let kept = fs::read(index.join(&file)).expect("it was copied");
        let mut bytes = kept.clone();
        let at = bytes.len() / 3;
        bytes[at] ^= 1;
        fs::write(index.join(&file), bytes).expect("it is ours");
        write_articles(&whole.folder.path().join("news/b.jsonl"), 600..620);
        whole
            .folder
            .run(&["index", "news", "--index", "damaged"])
            .exits(2)
            .err_has("is not what was written\n")
            .err_has("hint: build it anew with morgue index DIR --replace");
        fs::write(index.join(&file), kept).expect("it is ours");
    }
    whole
        .folder
        .run(&["index", "news", "--index", "damaged", "--quiet"])
        .exits(0);
    assert_eq!(super::assert_whole(&index, "mended by hand"), ARTICLES + 20);
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_is_verified_once() {
    use std::os::unix::fs::PermissionsExt;
    let whole = Whole::new();
    let index = whole.index();
    let cache = whole.folder.path().join(".cache/morgue/verified");
    let searched = || {
        whole
            .folder
            .run(&["search", "flood", "--count"])
            .exits(0)
            .code
    };
    // Files that were changed a moment ago are not remembered.
    let is_kept = |place: &Path| {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while std::time::Instant::now() < until && !place.exists() {
            searched();
        }
        place.exists()
    };
    assert!(is_kept(&index.join(".morgue-verified")));
    fs::remove_file(index.join(".morgue-verified")).expect("it is ours");
    // Nobody can write over a folder, be it with all rights.
    fs::create_dir(index.join(".morgue-verified")).expect("the index is ours");
    fs::set_permissions(&index, fs::Permissions::from_mode(0o555)).expect("it is ours");
    let is_in_cache = is_kept(&cache);
    fs::set_permissions(&index, fs::Permissions::from_mode(0o755)).expect("it is ours");
    assert!(is_in_cache);
    let kept: Vec<_> = fs::read_dir(&cache).expect("it is there").collect();
    assert_eq!(kept.len(), 1);
}

#[test]
fn a_whole_index_is_said_to_be_whole() {
    let whole = Whole::new();
    let left = "segments/0123456789abcdef0123456789abcdef.idx";
    whole
        .folder
        .write(Path::new("index").join(left), b"half a segment");
    whole
        .folder
        .run(&["check"])
        .exits(0)
        .err_is("")
        .out_has("whole, in ")
        .out_has("compared    260 articles, ")
        .out_has("left over   1 file of a writer that was stopped");
    let sample = whole.folder.run(&["check", "--sample", "20", "--json"]);
    let sample = sample.exits(0).json();
    assert!((13..=20).contains(&sample["compared"].as_u64().expect("a number")));
    assert_eq!(sample["leftovers"][0], left);
    let files = whole
        .folder
        .run(&["check", "--sample", "0", "--json"])
        .exits(0)
        .json();
    assert_eq!(files["compared"], 0);
    Folder::new()
        .run(&["check"])
        .exits(2)
        .err_has("error: there is no index at ");
}

//! What lies on disk: commits, leftovers, damage, who may write.

use std::path::{Path, PathBuf};

use crate::harness::{Folder, article};

/// The files of the index, the manifest left out.
fn segments(folder: &Folder) -> Vec<PathBuf> {
    let place = folder.path().join("index/segments");
    let entries = std::fs::read_dir(place).expect("the folder of files is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("a file has a name");
    name.to_string_lossy().into_owned()
}

#[test]
fn a_missing_file_is_named_with_the_remedy() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    for file in segments(&folder) {
        let bytes = std::fs::read(&file).expect("the file is there");
        std::fs::remove_file(&file).expect("the file is ours");
        folder
            .run(&["search", "flood"])
            .exits(2)
            .err_has(&format!("is damaged: the file {} is missing", name(&file)))
            .err_has("hint: build it anew with morgue index DIR --replace");
        std::fs::write(&file, &bytes[1..]).expect("the file is ours");
        folder
            .run(&["search", "flood"])
            .exits(2)
            .err_has(&format!("the file {} has ", name(&file)));
        std::fs::write(&file, bytes).expect("the file is ours");
    }
    folder.run(&["search", "flood"]).exits(0);
}

#[test]
fn a_changed_manifest_is_refused() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let manifest = folder.read("index/morgue.json");
    let changed = manifest.replacen("\"articles\":2", "\"articles\":3", 1);
    assert_ne!(manifest, changed);
    folder.write("index/morgue.json", changed.as_bytes());
    folder
        .run(&["search", "flood"])
        .exits(2)
        .err_has("morgue.json: it does not have its own hash");
    folder.run(&["index", "news", "--replace"]).exits(0);
    folder.run(&["search", "flood"]).exits(0);
}

#[test]
fn what_a_killed_writer_left_is_swept_and_other_files_are_not() {
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let before = segments(&folder);
    let left = "index/segments/0123456789abcdef0123456789abcdef.idx";
    folder.write(left, b"half a segment");
    folder.write("index/segments/c99.list", b"[");
    folder.write("index/segments/notes.txt", b"somebody's");
    folder.write("index/morgue.json.new", b"{");
    folder.run(&["search", "flood"]).exits(0);
    folder.write("news/third.txt", article("Third", "A flood.").as_bytes());
    folder.run(&["index", "news"]).exits(0);
    assert!(!folder.path().join(left).exists());
    assert!(!folder.path().join("index/segments/c99.list").exists());
    assert!(!folder.path().join("index/morgue.json.new").exists());
    assert_eq!(folder.read("index/segments/notes.txt"), "somebody's");
    assert_ne!(before, segments(&folder));
}

#[test]
fn a_folder_with_segments_of_somebody_else_is_no_place_for_an_index() {
    let folder = Folder::with_news().file("theirs/segments/lemon.txt", "half a lemon");
    folder
        .run(&["index", "news", "--index", "theirs"])
        .exits(2)
        .err_has("holds files that are not an index's");
    assert_eq!(folder.read("theirs/segments/lemon.txt"), "half a lemon");
}

#[test]
fn the_index_of_the_first_format_is_built_anew_in_its_place() {
    let folder = Folder::with_news()
        .file("index/morgue.json", "{\"morgue\": 1, \"analysis\": 1}")
        .file("index/g3/meta.json", "{}");
    folder
        .run(&["search", "flood"])
        .exits(2)
        .err_has("was made by another version");
    folder.run(&["index", "news"]).exits(0);
    folder.run(&["search", "flood"]).exits(0);
    assert!(!folder.path().join("index/g3").exists());
}

#[cfg(unix)]
#[test]
fn an_index_that_cannot_be_written_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_news();
    folder.run(&["index", "news"]).exits(0);
    let before = segments(&folder);
    let mode = |mode| {
        for place in ["index/segments", "index"] {
            let permissions = std::fs::Permissions::from_mode(mode);
            let place = folder.path().join(place);
            std::fs::set_permissions(place, permissions).expect("the folder is ours");
        }
    };
    mode(0o555);
    let answers = [&["search", "flood"][..], &["stats"], &["kwic", "flood"]];
    let answers = answers.map(|command| folder.run(command));
    mode(0o755);
    for answer in answers {
        answer.exits(0);
    }
    // Nor would it have been written if it could be, but for what has been verified.
    assert_eq!(before, segments(&folder));
    let entries = std::fs::read_dir(folder.path().join("index")).expect("the index is there");
    let names: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    let memory = |path: &&PathBuf| path.ends_with(".morgue-verified");
    assert_eq!(names.iter().filter(|path| !memory(path)).count(), 3);
}

#[cfg(unix)]
#[test]
fn a_second_writer_is_told_who_holds_the_lock() {
    let folder = Folder::with_news();
    let answer = folder.shell(
        "mkfifo lines
         morgue index - < lines &
         exec 3> lines
         until grep -qs . index/.morgue-lock; do :; done
         morgue index news; echo \"ended with $?\"
         echo '{\"title\":\"Tram\",\"text\":\"The last tram.\"}' >&3
         exec 3>&-
         wait
         morgue index news --replace --wait",
    );
    answer
        .exits(0)
        .err_has("error: another morgue is writing the index at ")
        .err_has("(process ")
        .err_has(" seconds)\n")
        .err_has("hint: wait until it is done, as --wait does")
        .out_has("ended with 2\n")
        .out_has("1 article in the index")
        .out_has("2 articles in the index");
}

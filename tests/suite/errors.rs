//! Every message of an error as a person reads it: what, why, and what to do next.

use std::path::Path;

use crate::harness::{Folder, article};

/// What is typed. `news` is an archive, `index` its index, and the rest is what goes wrong.
const TYPED: &[&str] = &[
    // Arguments.
    "morgue serch flood",
    "morgue search --limt 3 flood",
    "morgue search --limit many flood",
    "morgue search flood --sort size",
    "morgue search",
    "morgue search ''",
    "morgue search apple -fruit",
    "morgue search -f nowhere.txt",
    "morgue search -f empty.txt",
    "morgue search flood --json --csv",
    "morgue count flood --by colour",
    "morgue kwic flood --width wide",
    "morgue help flod",
    "morgue show",
    "morgue check --sample some",
    // Queries.
    "morgue search 'date:03/04/1995'",
    "morgue search 'flood w/0 river'",
    "morgue search '(flood AND river) w/5 night'",
    "morgue search flood --since yesterdayish",
    "morgue search flood --dialect lexis",
    "morgue search '/(/'",
    "morgue search 'like:zzzzzz'",
    "morgue search --strict 'nosuchfield:x flood'",
    "morgue search -f bad-queries.txt --quiet",
    "printf '(((\\377\\n' | morgue search --stdin",
    // Articles.
    "morgue show zzzzzz",
    "morgue show ''",
    // Archives.
    "morgue index nowhere",
    "morgue index empty",
    "morgue index rubbish --index fresh --quiet",
    "morgue index news --strict --rejects /dev/null",
    "cp news/flood.txt rubbish; morgue index rubbish --index fresh --strict --quiet; rm -r fresh",
    "morgue index news --rejects nowhere/rejects.jsonl",
    "morgue index other",
    "morgue index other --as other",
    "morgue index other --as 'my archive'",
    "morgue search flood --archive other",
    "morgue merge index index --replace",
    "morgue merge both index old",
    "morgue merge both index other=torn",
    "morgue merge both index index",
    "morgue merge both index my:name=index",
    "morgue merge index old",
    "morgue index pipe --index fresh",
    "morgue index - --index fresh < empty.txt",
    "morgue search flood --in nowhere",
    // Indexes.
    "morgue search flood --index nowhere",
    "morgue search flood --index news",
    "morgue index news --index news",
    "morgue index news --index news/flood.txt",
    "morgue index news --index /proc/morgue",
    "morgue search flood --index old",
    "morgue search flood --index torn",
    "morgue search flood --index edited",
    "morgue stats --index short",
    "morgue kwic flood --index flipped",
    "morgue show k3v9 --index missing",
    "morgue check --index flipped --sample 0 --quiet",
    "morgue check --index nowhere",
    "morgue doctor --index torn > /dev/null",
    // The system.
    "morgue search flood > /dev/full",
    "morgue search flood --json > /dev/full",
    "morgue search flood --csv > /dev/full",
    "morgue stats --json > /dev/full",
    "morgue index news --json --index fresh > /dev/full",
    "morgue help syntax > /dev/full",
    "morgue search flood | head -n 0",
    "morgue kwic flood --jsonl | head -n 1 | wc -l",
    "ulimit -f 4; morgue index large --index full --quiet",
];

#[cfg(target_os = "linux")]
#[test]
fn every_error_says_what_is_wrong_and_what_to_do() {
    let folder = Folder::with_news()
        .file("other/tram.txt", &article("Tram", "The last tram."))
        .file("rubbish/a.json", "{")
        .file("rubbish/b.txt", "")
        .file("empty.txt", "")
        .file("empty/.hidden", "")
        .file("bad-queries.txt", "ok\tflood\nbad\tflood w/0 river\n")
        .file("old/morgue.json", "{\"morgue\": 1, \"analysis\": 1}")
        .file("large/a.jsonl", &large());
    let script = "mkfifo pipe; morgue index news --quiet
        for damaged in torn edited short flipped missing; do cp -r index $damaged; done
        truncate -s 300 torn/morgue.json
        sed -i 's/\"articles\":2/\"articles\":3/' edited/morgue.json
        truncate -s 20 short/segments/*.idx
        printf X | dd of=$(ls flipped/segments/*.pos) bs=1 seek=3 conv=notrunc 2> /dev/null
        rm missing/segments/*.store";
    folder.shell(script).exits(0);
    let mut told = String::new();
    for typed in TYPED {
        let answer = folder.shell(typed);
        let code = answer
            .code
            .map_or("a signal".to_owned(), |code| code.to_string());
        told.push_str(&format!(
            "$ {typed}\n{}[{code}]\n\n",
            plain(&answer.err, folder.path())
        ));
        assert!(!answer.err.contains("panicked"), "{typed}: {}", answer.err);
        // Whoever is told of an error is told what to do, but where the pipe is closed on purpose.
        let is_error = answer.code == Some(2);
        assert!(
            !is_error || answer.err.contains("error: ") || answer.err.is_empty(),
            "{typed}"
        );
    }
    golden(&told);
}

/// So many articles that their index is larger than a limit of the shell.
fn large() -> String {
    let line = |number| {
        format!("{{\"title\":\"Report {number}\",\"text\":\"The flood of day {number} came.\"}}\n")
    };
    (0..400).map(line).collect()
}

/// A message without what differs from run to run: the folder, and the names of segments.
fn plain(text: &str, folder: &Path) -> String {
    let folder = folder
        .canonicalize()
        .expect("it is there")
        .display()
        .to_string();
    let segment = regex::Regex::new("[0-9a-f]{32}").expect("it is an expression");
    let text = text.replace(&folder, "/home/ann");
    segment.replace_all(&text, "SEGMENT").into_owned()
}

/// Compares with the messages kept beside the tests; `MORGUE_BLESS=1` rewrites them.
fn golden(told: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/golden/errors.txt");
    if std::env::var_os("MORGUE_BLESS").is_some() {
        std::fs::write(&file, told).expect("the golden file can be written");
    }
    let kept = std::fs::read_to_string(&file).expect("there is a golden file");
    for (kept, told) in kept.split("\n\n").zip(told.split("\n\n")) {
        assert_eq!(kept, told, "the message changed; MORGUE_BLESS=1 keeps it");
    }
    assert_eq!(kept.len(), told.len(), "MORGUE_BLESS=1 keeps the messages");
}

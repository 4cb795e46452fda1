//! A fresh folder, a prepared command, and an answer that says what went wrong.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use morgue::article::Article;
use morgue::corpus::{Archive, Record};
use serde_json::Value;
use tempfile::TempDir;

/// The variables that change what the program does.
const VARIABLES: [&str; 6] = [
    "MORGUE_INDEX",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "RUST_BACKTRACE",
];

/// The bundled sample archive.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The index of the sample archive, made once for all tests, which only read it.
pub(crate) fn sample_index() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let index = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample-index");
        let folder = Folder::new();
        let (archive, place) = (sample(), index.display().to_string());
        let archive = archive.display().to_string();
        folder
            .run(&["index", &archive, "--index", &place, "--replace", "--quiet"])
            .exits(0);
        index
    })
}

/// Runs the program on the sample's index, in a fresh folder.
pub(crate) fn on_sample(arguments: &[&str]) -> Answer {
    Folder::new().on_sample().run(arguments)
}

/// The page that a search of the sample answers with.
pub(crate) fn sample_page(arguments: &[&str]) -> Value {
    let arguments = [&["search", "--json"], arguments].concat();
    on_sample(&arguments).json()
}

/// A fresh folder to run the program in.
pub(crate) struct Folder {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Folder {
            folder,
            variables: Vec::new(),
        }
    }

    /// A folder with an archive `news` of two articles.
    pub(crate) fn with_news() -> Folder {
        Folder::new()
            .file(
                "news/flood.txt",
                &article("River Rises", "The flood came at night."),
            )
            .file(
                "news/fair.txt",
                &article("Apple Fair", "Apples were sold. There was no rain."),
            )
    }

    /// With a file.
    pub(crate) fn file(self, name: &str, text: &str) -> Folder {
        self.write(name, text.as_bytes());
        self
    }

    /// With a variable of the environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Folder {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the sample's index as the one to use.
    pub(crate) fn on_sample(self) -> Folder {
        let index = sample_index().display().to_string();
        self.variable("MORGUE_INDEX", &index)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.path().join(name);
        let parent = path.parent().expect("a file stands in a folder");
        std::fs::create_dir_all(parent).expect("folders can be made");
        std::fs::write(path, bytes).expect("files can be written");
    }

    /// Reads a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).expect("the file is there")
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with_input(arguments, "")
    }

    /// Runs the program with this on its stdin.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Answer {
        let mut child = self
            .command(env!("CARGO_BIN_EXE_morgue"), arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        // A program that reads no input may be gone by now.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        self.answer(format!("morgue {}", arguments.join(" ")), output)
    }

    /// Runs a line of shell in which `morgue` is the program.
    pub(crate) fn shell(&self, line: &str) -> Answer {
        let define = format!(
            "morgue() {{ '{}' \"$@\"; }}\n",
            env!("CARGO_BIN_EXE_morgue")
        );
        let script = format!("set -o pipefail\n{define}{line}");
        let output = self.command("bash", &["-c", &script]).output();
        self.answer(line.to_owned(), output.expect("bash starts"))
    }

    fn command(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path());
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command.env("XDG_CACHE_HOME", self.path().join(".cache"));
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }

    fn answer(&self, command: String, output: Output) -> Answer {
        Answer {
            command,
            folder: self.path().display().to_string(),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

/// A labelled article of the three towns.
pub(crate) fn article(title: &str, text: &str) -> String {
    format!("Title: {title}\nDate: 1953-03-13\nSource: The Weir Gazette\n\n{text}\n")
}

/// What the program answered.
pub(crate) struct Answer {
    command: String,
    folder: String,
    /// The exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// Stdout.
    pub(crate) out: String,
    /// Stderr.
    pub(crate) err: String,
}

impl Answer {
    /// Fails unless the program ended with this code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Answer {
        self.check(self.code == Some(code), &format!("exit code {code}"));
        self
    }

    /// Fails unless stdout is exactly this.
    #[track_caller]
    pub(crate) fn out_is(&self, expected: &str) -> &Answer {
        self.check(self.out == expected, &format!("this stdout:\n{expected}"));
        self
    }

    /// Fails unless stderr is exactly this.
    #[track_caller]
    pub(crate) fn err_is(&self, expected: &str) -> &Answer {
        self.check(self.err == expected, &format!("this stderr:\n{expected}"));
        self
    }

    /// Fails unless stdout holds this.
    #[track_caller]
    pub(crate) fn out_has(&self, text: &str) -> &Answer {
        self.check(self.out.contains(text), &format!("in stdout: {text}"));
        self
    }

    /// Fails if stdout holds this.
    #[track_caller]
    pub(crate) fn out_lacks(&self, text: &str) -> &Answer {
        self.check(!self.out.contains(text), &format!("not in stdout: {text}"));
        self
    }

    /// Fails unless stderr holds this.
    #[track_caller]
    pub(crate) fn err_has(&self, text: &str) -> &Answer {
        self.check(self.err.contains(text), &format!("in stderr: {text}"));
        self
    }

    /// Fails if stderr holds this.
    #[track_caller]
    pub(crate) fn err_lacks(&self, text: &str) -> &Answer {
        self.check(!self.err.contains(text), &format!("not in stderr: {text}"));
        self
    }

    /// Stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let value = serde_json::from_str(&self.out);
        self.check(value.is_ok(), "JSON on stdout");
        value.expect("it was just checked")
    }

    /// Stdout as lines of JSON.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let lines: Result<Vec<Value>, _> = self.out.lines().map(serde_json::from_str).collect();
        self.check(lines.is_ok(), "lines of JSON on stdout");
        lines.expect("it was just checked")
    }

    #[track_caller]
    fn check(&self, holds: bool, expected: &str) {
        if holds {
            return;
        }
        let mut report = String::new();
        let rule = "-".repeat(72);
        let code = self
            .code
            .map_or_else(|| "a signal".to_owned(), |code| code.to_string());
        for (name, text) in [
            ("expected", expected),
            ("command", self.command.as_str()),
            ("folder", self.folder.as_str()),
            ("exit code", code.as_str()),
            ("stdout", self.out.as_str()),
            ("stderr", self.err.as_str()),
        ] {
            write!(report, "\n{rule}\n{name}: {text}").expect("a string takes everything");
        }
        panic!("{report}\n{rule}");
    }
}

/// What the library reads of a file of fixtures: a block of lines for each record.
pub(crate) fn told(fixture: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/fixtures")
        .join(fixture);
    let bytes = std::fs::read(&path).expect("the fixture can be read");
    told_of(&bytes, fixture)
}

/// What the library reads of these bytes in a file of this name.
pub(crate) fn told_of(bytes: &[u8], name: &str) -> String {
    let mut told = String::new();
    morgue::corpus::read_bytes(bytes, name, &mut |record| told_record(&mut told, record));
    told
}

fn told_record(told: &mut String, record: Record) {
    let written = match record {
        Ok(article) => tell(told, &article),
        Err(bad) => {
            let number = bad
                .place
                .record
                .map_or("-".to_owned(), |number| number.to_string());
            writeln!(told, "{number} {}: {}", bad.code, bad.reason)
        }
    };
    written.expect("a string takes everything");
}

/// A line for each field that an article has, with the rule that gave it, and its text.
fn tell(told: &mut String, article: &Article) -> std::fmt::Result {
    let number = article
        .place
        .record
        .map_or("-".to_owned(), |number| number.to_string());
    writeln!(told, "{number} {}", article.format)?;
    let value = serde_json::to_value(article).expect("an article is JSON");
    for field in [
        "title", "deck", "date", "source", "section", "page", "edition", "dateline", "wire",
        "language", "url",
    ] {
        let found = &value[field];
        if let (Some(value), Some(rule)) = (found["value"].as_str(), found["rule"].as_str())
            && !(field == "language" && rule == "detected")
        {
            writeln!(told, "  {field}: {value} ({rule})")?;
        }
    }
    if let Some(byline) = &article.byline {
        let people = [&byline.value.people[..], &byline.value.affiliations[..]].concat();
        writeln!(told, "  byline: {} ({})", people.join(", "), byline.rule)?;
        if !byline.value.contributors.is_empty() {
            writeln!(told, "  with: {}", byline.value.contributors.join(", "))?;
        }
    }
    if let Some(key) = &article.key {
        writeln!(told, "  key: {key}")?;
    }
    if !article.tags.is_empty() {
        writeln!(told, "  tags: {}", article.tags.join(", "))?;
    }
    for gap in &article.gaps {
        writeln!(told, "  gap: {}", gap.code)?;
    }
    for line in &article.trimmed {
        writeln!(told, "  cut: {}", line.text)?;
    }
    for paragraph in &article.body {
        writeln!(told, "  | {paragraph}")?;
    }
    Ok(())
}

/// Compares with a file kept beside the tests; `MORGUE_BLESS=1` rewrites it.
pub(crate) fn golden(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/golden");
    let file = folder.join(format!("{name}.txt"));
    if std::env::var_os("MORGUE_BLESS").is_some() {
        std::fs::write(&file, text).expect("the golden file can be written");
    }
    let kept = std::fs::read_to_string(&file).expect("there is a golden file");
    assert!(
        kept == text,
        "{name} changed; MORGUE_BLESS=1 keeps it:\n{text}"
    );
}

/// What the library reads of a folder of fixtures: each file's name, and a block for each record.
pub(crate) fn told_of_folder(folder: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/suite/fixtures")
        .join(folder);
    let archive = Archive::open(&path).expect("the fixture is a folder");
    let mut told = String::new();
    for file in archive.list().expect("it can be listed").files {
        writeln!(told, "{}", file.name).expect("a string takes everything");
        let rules = morgue::corpus::Rules::default();
        morgue::corpus::read(&file, &rules, &mut |record| told_record(&mut told, record));
    }
    told
}

//! An archive that grows, changes and shrinks has the index that a fresh build of it has.

mod several;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use morgue::date;
use morgue::index::disk::{Disk, Output, System};
use morgue::index::{self, Options, Progress, Stats, Vanished, Watch};
use morgue::query::{self, Options as Reading};
use morgue::search::page::Sort;
use morgue::search::{Counting, Request, Searcher};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop, prop_oneof, proptest};
use serde_json::Value;

/// So many files stand in the archive from the beginning: enough for a few of them to be removed
/// from their segment without its being rewritten.
const FILES: usize = 50;
/// So many names a file may have.
const NAMES: usize = 60;
/// So many different articles there are, apart from the first files'.
const ARTICLES: usize = 12;

const WORDS: [&str; 24] = [
    "flood",
    "mayor",
    "bridge",
    "council",
    "river",
    "school",
    "market",
    "train",
    "strike",
    "harbour",
    "wool",
    "mill",
    "storm",
    "verdict",
    "bakery",
    "orchard",
    "tram",
    "library",
    "ferry",
    "quarry",
    "lantern",
    "parade",
    "well-known",
    "U.S.",
];

const SOURCES: [&str; 2] = ["The Weir Gazette", "Mill Wire"];

const QUERIES: [&str; 22] = [
    "*",
    "flood",
    "mayor OR bridge OR quarry",
    "river -storm",
    "\"council river\"",
    "flood w/3 mayor",
    "wool w/s mill",
    "l*",
    "?ram",
    "ferri~1",
    "verdct~2",
    "title:harbour",
    "source:gazette tram",
    "file:b07*",
    "byline:lee",
    "date:1950..1955 market",
    "atleast2(flood)",
    "caps(U.S.)",
    "stem(school) OR orchard^3",
    "unheard",
    "missing:date",
    "rare7 OR rare21 OR rare33",
];

/// What happens to the archive.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, Vec<Record>),
    Append(usize, Vec<Record>),
    Delete(usize),
    Move(usize, usize),
    Touch(usize),
    Index(Vanished, Pace),
}

/// How a run goes on.
#[derive(Clone, Copy, Debug)]
enum Pace {
    /// To its end, in one commit.
    Whole,
    /// With a commit after each record, where one may come.
    Committing,
    /// It is stopped after so many records.
    Stopped(usize),
}

/// A line of a file.
#[derive(Clone, Debug)]
enum Record {
    /// An article, and which of its records: they differ in what is not part of its id.
    Article(usize, usize),
    Bad,
}

fn step() -> impl Strategy<Value = Step> {
    let article = (0..ARTICLES, 0..3_usize).prop_map(|(article, of)| Record::Article(article, of));
    let record = prop_oneof![8 => article, 1 => Just(Record::Bad)];
    let records = || prop::collection::vec(record.clone(), 0..4);
    let pace = prop_oneof![
        2 => Just(Pace::Whole),
        1 => Just(Pace::Committing),
        1 => (0..9_usize).prop_map(Pace::Stopped),
    ];
    let vanished = prop_oneof![Just(Vanished::Kept), Just(Vanished::Pruned)];
    prop_oneof![
        4 => (0..NAMES, records()).prop_map(|(file, records)| Step::Write(file, records)),
        2 => (0..NAMES, records()).prop_map(|(file, records)| Step::Append(file, records)),
        2 => (0..NAMES).prop_map(Step::Delete),
        2 => (0..NAMES, 0..NAMES).prop_map(|(from, to)| Step::Move(from, to)),
        1 => (0..NAMES).prop_map(Step::Touch),
        3 => (vanished, pace).prop_map(|(vanished, pace)| Step::Index(vanished, pace)),
    ]
}

/// Names in the order of their numbers and in another, in two folders.
fn file(archive: &Path, number: usize) -> PathBuf {
    match number % 3 {
        0 => archive.join(format!("a/b{number:02}.jsonl")),
        _ => archive.join(format!("b{number:02}.jsonl")),
    }
}

/// Some words that depend on a number alone.
fn words(seed: usize, count: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 33) as usize % WORDS.len()]
    };
    (0..count).map(|_| next()).collect::<Vec<_>>().join(" ")
}

fn line(seed: usize, of: usize) -> String {
    let mut record = serde_json::json!({
        "title": format!("{} at noon", words(seed, 2)),
        "text": format!("{}. Rare{seed} said {}.", words(seed * 7, 5 + seed % 9), words(seed * 11, 6)),
        "source": SOURCES[seed % SOURCES.len()],
        "id": format!("K{seed}-{of}"),
    });
    if !seed.is_multiple_of(5) {
        record["date"] = Value::from(format!("{}-03-{:02}", 1948 + seed % 10, 1 + seed % 28));
    }
    if of > 0 {
        record["byline"] = Value::from(["By Ann Lee", "By Tom Reed"][of - 1]);
        record["section"] = Value::from(format!("Section {of}"));
    }
    format!("{record}\n")
}

/// Files as they are written by a person who does not wait.
fn take(step: &Step, archive: &Path) {
    match step {
        Step::Write(number, records) => write(&file(archive, *number), &lines(records)),
        Step::Append(number, records) => {
            let path = file(archive, *number);
            let before = std::fs::read_to_string(&path).unwrap_or_default();
            write(&path, &(before + &lines(records)));
        }
        Step::Delete(number) => drop(std::fs::remove_file(file(archive, *number))),
        Step::Move(from, to) => {
            drop(std::fs::rename(file(archive, *from), file(archive, *to)));
        }
        Step::Touch(number) => {
            let path = file(archive, *number);
            if let Ok(bytes) = std::fs::read(&path) {
                write(
                    &path,
                    &String::from_utf8(bytes).expect("it was written as text"),
                );
            }
        }
        Step::Index(..) => {}
    }
}

fn lines(records: &[Record]) -> String {
    let lines = records.iter().map(|record| match record {
        Record::Article(article, of) => line(1_000 + article, *of),
        Record::Bad => "{\"title\": \n".to_owned(),
    });
    lines.collect()
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("the file can be written");
}

/// The system's disk without the waiting.
#[derive(Debug)]
struct Hasty;

impl Disk for Hasty {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        System.make_folder(folder)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        Ok(Box::new(Unsynced(std::fs::File::create_new(path)?)))
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        System.list(folder)
    }
}

struct Unsynced(std::fs::File);

impl io::Write for Unsynced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Unsynced {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Watches how many records are left to read before it says stop, and how many articles are read.
struct Patience(usize, u64);

impl Watch for Patience {
    fn progress(&mut self, done: &Progress) {
        self.0 = self.0.saturating_sub(1);
        self.1 = done.articles;
    }
    fn is_stopped(&self) -> bool {
        self.0 == 0
    }
}

fn options(vanished: Vanished, pace: Pace) -> Options {
    Options {
        vanished,
        commit_every: match pace {
            Pace::Committing => Duration::ZERO,
            Pace::Whole | Pace::Stopped(_) => Duration::MAX,
        },
        disk: Arc::new(Hasty),
        ..Options::default()
    }
}

/// Builds or updates an index; gives how many articles were read.
fn build(archive: &Path, index: &Path, options: Options, pace: Pace) -> u64 {
    let mut patience = match pace {
        Pace::Stopped(records) => Patience(records + 1, 0),
        Pace::Whole | Pace::Committing => Patience(usize::MAX, 0),
    };
    match index::build(archive, index, options, &mut patience) {
        // An archive that holds nothing leaves the index as it was, in either way of building.
        Ok(_) | Err(morgue::error::Error::NothingRead { .. }) => {}
        Err(error) => panic!("{error}: {error:?}"),
    }
    patience.1
}

/// All that can be asked of an index, as values to compare.
fn answers(index: &Path) -> Vec<(String, Value)> {
    let searcher = Searcher::open(index).expect("the index can be opened");
    let mut answers = Vec::new();
    let mut ids = BTreeSet::new();
    for text in QUERIES {
        let reading = Reading {
            today: date::today(),
            date_order: None,
            dialect: None,
        };
        let query = query::parse(text, &reading);
        let request = Request {
            query: query.clone(),
            sort: Sort::Relevance,
            offset: 0,
            limit: None,
            passages: 3,
            counting: Counting::Everything,
        };
        let page = searcher.search(&request).expect("the query is a good one");
        ids.extend(page.hits.iter().map(|hit| hit.id.clone()));
        let mut page = serde_json::to_value(&page).expect("a page is JSON");
        page["index"]["commit"] = Value::Null;
        let clauses = searcher.explain(&query).expect("it can be explained");
        answers.push((text.to_owned(), page));
        let clauses = serde_json::to_value(&clauses).expect("clauses are JSON");
        answers.push((format!("explain {text}"), clauses));
    }
    for id in ids {
        let opened = searcher.open_article(&id, None).expect("it was found");
        let article = serde_json::to_value((&opened.article, &opened.copies, opened.words));
        answers.push((id, article.expect("an article is JSON")));
    }
    answers.push(("stats".to_owned(), described(index)));
    answers
}

/// What stats say, but for how the index came about.
fn described(index: &Path) -> Value {
    let stats: Stats = index::stats(index).expect("the index can be described");
    let mut stats = serde_json::to_value(&stats).expect("stats are JSON");
    for key in ["index", "commit", "parts"] {
        stats[key] = Value::Null;
    }
    for key in ["seconds", "index_bytes", "difference"] {
        stats["build"][key] = Value::Null;
    }
    stats
}

/// Takes the steps, and compares with an index built from nothing of what is there at the end.
fn check(steps: &[Step]) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let archive = folder.path().join("archive");
    let (grown, fresh) = (folder.path().join("grown"), folder.path().join("fresh"));
    std::fs::create_dir_all(archive.join("a")).expect("folders can be made");
    write(&archive.join("whole.jsonl"), &line(999, 0));
    for number in 0..FILES {
        write(&file(&archive, number), &line(number, 0));
    }
    let build =
        |index: &Path, vanished, pace| build(&archive, index, options(vanished, pace), pace);
    build(&grown, Vanished::Kept, Pace::Whole);
    for step in steps {
        take(step, &archive);
        if let Step::Index(vanished, pace) = step {
            build(&grown, *vanished, *pace);
        }
    }
    build(&grown, Vanished::Pruned, Pace::Whole);
    build(&fresh, Vanished::Kept, Pace::Whole);
    assert_same("grown", &answers(&grown), &answers(&fresh));
}

/// Fails unless an index answers as a fresh one does.
#[track_caller]
fn assert_same(about: &str, one: &[(String, Value)], fresh: &[(String, Value)]) {
    for ((what, one), (same, fresh)) in one.iter().zip(fresh) {
        assert_eq!(what, same, "{about}");
        let difference = difference("", one, fresh);
        assert_eq!(difference, None, "{about}: {what}");
    }
    assert_eq!(one.len(), fresh.len(), "{about}");
}

/// Where two values differ first, and how.
fn difference(at: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => one
            .iter()
            .find_map(|(key, value)| difference(&format!("{at}.{key}"), value, &other[key])),
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            pairs
                .find_map(|(place, (one, other))| difference(&format!("{at}[{place}]"), one, other))
        }
        _ if one == other => None,
        _ => Some(format!("{at}: {one} instead of {other}")),
    }
}

#[test]
fn a_file_that_moves_behind_another_record_of_its_article_leaves_it_to_that_one() {
    use Record::Article;
    check(&[
        Step::Write(51, vec![Article(1, 1)]),
        Step::Index(Vanished::Kept, Pace::Whole),
        Step::Move(51, 59),
        Step::Write(53, vec![Article(1, 2)]),
    ]);
}

#[test]
fn an_article_whose_first_file_goes_is_held_as_the_next_one_has_it() {
    use Record::Article;
    check(&[
        Step::Write(50, vec![Article(1, 1), Article(2, 0)]),
        Step::Write(53, vec![Article(2, 1), Article(1, 2), Article(1, 0)]),
        Step::Index(Vanished::Kept, Pace::Whole),
        Step::Delete(50),
    ]);
}

#[test]
fn copies_come_and_go_with_their_files() {
    use Record::Article;
    check(&[
        Step::Write(50, vec![Article(1, 1)]),
        Step::Write(52, vec![Article(1, 2), Article(3, 2)]),
        Step::Write(53, vec![Article(1, 0)]),
        Step::Index(Vanished::Kept, Pace::Whole),
        Step::Write(50, vec![Article(1, 1), Article(3, 0)]),
        Step::Write(53, vec![Article(3, 0)]),
        Step::Index(Vanished::Kept, Pace::Whole),
        Step::Write(52, vec![]),
    ]);
}

#[test]
fn a_file_is_gone_on_with_where_a_run_was_stopped() {
    use Record::{Article, Bad};
    let many = || {
        vec![
            Article(1, 0),
            Bad,
            Article(2, 1),
            Article(1, 2),
            Article(3, 0),
        ]
    };
    for records in 1..5 {
        check(&[
            Step::Write(55, many()),
            Step::Write(51, vec![Article(3, 1)]),
            Step::Index(Vanished::Kept, Pace::Stopped(records)),
            Step::Index(Vanished::Kept, Pace::Committing),
        ]);
    }
}

#[test]
fn only_the_lines_that_were_appended_are_read() {
    use Record::{Article, Bad};
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (archive, index) = (folder.path().join("archive"), folder.path().join("index"));
    std::fs::create_dir_all(archive.join("a")).expect("folders can be made");
    let update = || {
        let options = options(Vanished::Kept, Pace::Whole);
        build(&archive, &index, options, Pace::Whole)
    };
    let all = vec![Article(1, 0), Bad, Article(2, 0), Article(3, 0)];
    take(&Step::Write(1, all), &archive);
    assert_eq!(update(), 3);
    take(
        &Step::Append(1, vec![Bad, Article(4, 0), Article(1, 2)]),
        &archive,
    );
    assert_eq!(update(), 2);
    assert_eq!(update(), 0);
    let whole = std::fs::read_to_string(file(&archive, 1)).expect("it was written");
    write(&file(&archive, 1), &whole.replacen("at noon", "at dawn", 1));
    assert_eq!(update(), 5);
    let stats = described(&index);
    assert_eq!(stats["build"]["articles"], 5);
    assert_eq!(stats["build"]["copies"], 0);
    assert_eq!(stats["build"]["bad"]["not_json"], 2);
}

/// How many sequences are tried.
fn cases() -> u32 {
    let cases = std::env::var("MORGUE_GROWTH_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(15)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_of_an_archive_gives_the_index_of_a_fresh_build(
        steps in prop::collection::vec(step(), 1..25),
    ) {
        check(&steps);
    }
}

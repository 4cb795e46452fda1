//! What an index survives: damage, failing disks, power cuts, kills, hours of work.
//!
//! `tests/RELIABILITY.md` says what is promised. Each test has a quick form, which the gate runs, and
//! a long one: `MORGUE_LONG=1`, or a number of its own. Each prints the seed of what failed;
//! `MORGUE_SEED` repeats it.

mod damage;
mod faults;
mod kills;
mod power;
mod soak;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use morgue::error::Error;
use morgue::index::disk::{Disk, System};
use morgue::index::{self, Checkup, Extent, Options, Replacing, Summary};
use morgue::query::{Options as Reading, Query, parse};
use morgue::search::kwic::KwicRequest;
use morgue::search::page::{By, KwicSort, Sort};
use morgue::search::{Counting, Request, Searcher};
use serde_json::json;

/// How often a test tries: what its variable says, else the long or the quick number.
fn often(variable: &str, quick: u64, long: u64) -> u64 {
    let given = std::env::var(variable).ok();
    let given = given.map(|number| {
        number
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number"))
    });
    let is_long = std::env::var_os("MORGUE_LONG").is_some();
    given.unwrap_or(if is_long { long } else { quick })
}

/// Random numbers that are the same for the same seed: splitmix64.
struct Random {
    seed: u64,
    state: u64,
}

impl Random {
    /// The source for a case of a test.
    fn of_case(case: u64) -> Random {
        let seed = std::env::var("MORGUE_SEED").ok();
        let seed = seed.map_or(1, |seed| seed.parse().expect("MORGUE_SEED is a number"));
        let seed = case ^ u64::rotate_left(seed, 32);
        Random { seed, state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }
}

const WORDS: [&str; 24] = [
    "flood",
    "inquiry",
    "mayor",
    "bridge",
    "weir",
    "council",
    "night",
    "river",
    "tram",
    "harvest",
    "strike",
    "mill",
    "school",
    "fire",
    "storm",
    "market",
    "the",
    "of",
    "and",
    "in",
    "a",
    "state",
    "emergency",
    "dam",
];

/// An article in a line of JSON; the same number is the same article.
fn article(number: u64) -> String {
    let mut random = Random {
        seed: number,
        state: number,
    };
    let mut words = |count: usize| {
        let words: Vec<&str> = (0..count)
            .map(|_| WORDS[random.below(WORDS.len())])
            .collect();
        words.join(" ")
    };
    let (title, first, second) = (words(4), words(40), words(30));
    let source = match number % 3 {
        0 => "The Netherby Post",
        _ => "The Weir Gazette",
    };
    json!({
        "id": format!("K{number}"), "title": format!("{title} {number}"),
        "source": source,
        "author": "Ann Holt", "date": format!("{}-03-{:02}", 1950 + number % 40, 1 + number % 28),
        "text": format!("{first}.\n\n{second}."),
    })
    .to_string()
}

/// Writes articles as a file of an archive.
fn write_articles(file: &Path, numbers: impl IntoIterator<Item = u64>) {
    let lines: String = numbers
        .into_iter()
        .map(|number| article(number) + "\n")
        .collect();
    fs::create_dir_all(file.parent().expect("a file stands in a folder"))
        .expect("folders can be made");
    fs::write(file, lines).expect("files can be written");
}

/// Builds the index of an archive over a disk.
fn build_on(archive: &Path, index: &Path, disk: Arc<dyn Disk>) -> Result<Summary, Error> {
    let options = Options {
        disk,
        ..Options::from(Replacing::SameArchive)
    };
    index::build(archive, index, options, &mut ())
}

fn build(archive: &Path, index: &Path) {
    build_on(archive, index, Arc::new(System)).expect("the archive can be indexed");
}

fn query(text: &str) -> Query {
    let reading = Reading {
        today: 0,
        date_order: None,
        dialect: None,
    };
    parse(text, &reading)
}

/// What an index answers to a little of everything: hits, counts, lines, an article, its statistics.
fn answers(index: &Path) -> Result<String, Error> {
    let searcher = Searcher::open(index)?;
    let mut answers = Vec::new();
    for (text, sort) in [
        ("flood inquiry", Sort::Relevance),
        ("\"state of\" OR mayor w/5 bridge", Sort::Newest),
        ("we* -tram date:1953..1961", Sort::Oldest),
        ("source:gazette title:dam", Sort::Source),
    ] {
        let query = query(text);
        let page = searcher.search(&Request {
            query: query.clone(),
            sort,
            offset: 0,
            limit: Some(5),
            passages: 2,
            counting: Counting::Everything,
        })?;
        let counts = searcher.count(&query, Some(By::Year))?;
        let opened = match page.hits.first() {
            Some(hit) => {
                let opened = searcher.open_article(&hit.id, Some(&query))?;
                format!("{:?} {:?}", opened.article, opened.paragraphs)
            }
            None => String::new(),
        };
        answers.push(json!([page, counts, opened]).to_string());
    }
    let lines = searcher.kwic(&KwicRequest {
        query: query("harvest"),
        sort: KwicSort::Right,
        width: 30,
        sample: Some(9),
        seed: 1,
    })?;
    answers.push(json!(lines.into_page()?).to_string());
    let mut stats = index::stats(index)?;
    stats.index.clear();
    answers.push(json!(stats).to_string());
    Ok(answers.join("\n"))
}

/// The same, where a panic is told from an error.
fn answers_or_panic(index: &Path) -> Result<Result<String, Error>, ()> {
    catch_unwind(AssertUnwindSafe(|| answers(index))).map_err(|_| ())
}

/// Checks an index as a whole.
fn check(index: &Path) -> Result<Checkup, Error> {
    index::check(index, Extent::Whole, &mut |_| {})
}

/// Fails unless an index is whole, and says how many articles it holds.
#[track_caller]
fn assert_whole(index: &Path, about: &str) -> u64 {
    let checkup = check(index).unwrap_or_else(|error| panic!("{about}: {error}"));
    assert!(checkup.damage.is_empty(), "{about}: {:?}", checkup.damage);
    checkup.articles
}

/// Copies the files of a folder, and of those in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be listed");
        let place = to.join(entry.file_name());
        match entry.file_type().expect("it has a type").is_dir() {
            true => copy(&entry.path(), &place),
            false => drop(fs::copy(entry.path(), place).expect("a file can be copied")),
        }
    }
}

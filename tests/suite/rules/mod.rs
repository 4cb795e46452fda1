//! The rules of the query language: texts, queries, and what these find in them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::harness::Folder;

mod counting;
mod dates;
mod fields;
mod forms;
mod operators;
mod order;
mod precedence;
mod proximity;
mod refusals;
mod sentences;
mod signs;
mod words;

/// What a query finds in one text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Finds {
    /// Nothing.
    No,
    /// It is found.
    Yes,
    /// It is found, with so many matches.
    Matches(u64),
    /// It is found, with these matches as printed; `..` stands where one is interrupted.
    Shows(&'static [&'static str]),
    /// It is found, and the answer carries a note with this code.
    Noted(&'static str),
}

use Finds::{Matches, No, Noted, Shows, Yes};

/// An article, and what queries find in it. In its body `x*40` stands for forty words `x`.
struct Case {
    title: &'static str,
    body: &'static str,
    queries: &'static [(&'static str, Finds)],
}

/// A text without a title.
const fn text(body: &'static str, queries: &'static [(&'static str, Finds)]) -> Case {
    titled("", body, queries)
}

const fn titled(
    title: &'static str,
    body: &'static str,
    queries: &'static [(&'static str, Finds)],
) -> Case {
    Case {
        title,
        body,
        queries,
    }
}

/// The rules of a file, over one index of their texts.
struct Rules {
    name: &'static str,
    rules: &'static [&'static [Case]],
    index: OnceLock<PathBuf>,
}

impl Rules {
    const fn new(name: &'static str, rules: &'static [&'static [Case]]) -> Rules {
        Rules {
            name,
            rules,
            index: OnceLock::new(),
        }
    }

    /// Fails unless each query finds in its text what is expected.
    #[track_caller]
    fn hold(&self, rule: &[Case]) {
        let cases: Vec<(&Case, &str, Finds)> = rule
            .iter()
            .flat_map(|case| {
                let queries = case.queries.iter();
                queries.map(move |(query, finds)| (case, *query, *finds))
            })
            .collect();
        let queries: Vec<&str> = cases.iter().map(|(_, query, _)| *query).collect();
        let pages = pages("search", self.index(), &queries, &["--all"]);
        let lines = pages_of_lines(self.index(), &cases);
        let mut wrong = String::new();
        for (((case, query, finds), page), lines) in cases.iter().zip(&pages).zip(&lines) {
            let key = self.key(case);
            let hit = array(&page["hits"]).iter().find(|hit| hit["key"] == key);
            let shown = hit.map(|hit| shown(lines, &hit["id"]));
            if !is_right(*finds, page, hit, shown.as_deref()) {
                let matches = hit.map(|hit| &hit["matches"]);
                writeln!(
                    wrong,
                    "{} | {}\n  {query}\n  expected {finds:?}, got matches {matches:?} {shown:?}, {}",
                    case.title,
                    case.body,
                    told(page)
                )
                .expect("a string takes all");
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    }

    fn index(&self) -> &Path {
        self.index.get_or_init(|| {
            let cases = self.rules.iter().copied().flatten();
            let articles: Vec<Value> = cases
                .enumerate()
                .map(|(number, case)| {
                    json!({
                        "id": number.to_string(), "title": case.title, "text": spread(case.body),
                        "source": format!("Paper {number}"),
                    })
                })
                .collect();
            build(self.name, &articles)
        })
    }

    fn key(&self, case: &Case) -> String {
        let mut cases = self.rules.iter().copied().flatten();
        let number = cases.position(|other| (other.title, other.body) == (case.title, case.body));
        number.expect("the rule is one of its file").to_string()
    }
}

fn is_right(finds: Finds, page: &Value, hit: Option<&Value>, shown: Option<&[String]>) -> bool {
    match finds {
        No => page["kind"] == "page" && hit.is_none(),
        Yes => hit.is_some(),
        Matches(matches) => hit.is_some_and(|hit| hit["matches"] == matches),
        Shows(matches) => shown.is_some_and(|shown| shown == matches),
        Noted(code) => hit.is_some() && is_noted(page, code),
    }
}

fn is_noted(page: &Value, code: &str) -> bool {
    let notes = array(&page["notes"]);
    notes.iter().any(|note| note["code"] == code)
}

/// How a query was read, and what was said about it.
fn told(page: &Value) -> String {
    let notes = array(&page["notes"]).iter().map(|note| &note["code"]);
    let codes: Vec<&Value> = notes.collect();
    let (kind, reading) = (&page["kind"], &page["reading"]);
    format!("{kind} {reading} notes {codes:?} {}", page["text"])
}

/// The lines of each query that is expected to show something, nothing for the others.
fn pages_of_lines(index: &Path, cases: &[(&Case, &str, Finds)]) -> Vec<Value> {
    let is_shown = |finds: &Finds| matches!(finds, Shows(_));
    let shown = cases.iter().filter(|(_, _, finds)| is_shown(finds));
    let queries: Vec<&str> = shown.map(|(_, query, _)| *query).collect();
    let mut pages = pages("kwic", index, &queries, &[]).into_iter();
    let mut next = |finds: &Finds| is_shown(finds).then(|| pages.next()).flatten();
    let lines = cases.iter().map(|(_, _, finds)| next(finds));
    lines.map(Option::unwrap_or_default).collect()
}

/// The matches of an article as its lines print them.
fn shown(page: &Value, id: &Value) -> Vec<String> {
    let lines = array(&page["lines"])
        .iter()
        .filter(|line| line["id"] == *id);
    lines
        .map(|line| {
            let spans = array(&line["spans"]).iter();
            let matched = spans.filter(|span| span["match"].is_number());
            let texts: Vec<&str> = matched.filter_map(|span| span["text"].as_str()).collect();
            texts.join(" .. ")
        })
        .collect()
}

/// A body with each `word*n` written out.
fn spread(body: &str) -> String {
    let pieces = body.split(' ').map(|piece| {
        let (word, number) = piece.split_once('*').unwrap_or((piece, ""));
        match number.parse() {
            Ok(number) => vec![word; number].join(" "),
            Err(_) => piece.to_owned(),
        }
    });
    pieces.collect::<Vec<String>>().join(" ")
}

/// An index of these articles, in a folder of this name.
fn build(name: &str, articles: &[Value]) -> PathBuf {
    let lines: String = articles
        .iter()
        .map(|article| format!("{article}\n"))
        .collect();
    let name = format!("rules-of-{name}");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let to = place.display().to_string();
    let folder = Folder::new().file("texts.jsonl", &lines);
    folder
        .run(&["index", "texts.jsonl", "--index", &to, "--replace"])
        .exits(0);
    place
}

/// The pages, or errors, that answer queries in one batch.
fn pages(command: &str, index: &Path, queries: &[&str], flags: &[&str]) -> Vec<Value> {
    if queries.is_empty() {
        return Vec::new();
    }
    let lines: String = queries
        .iter()
        .map(|query| format!("q\t{query}\n"))
        .collect();
    let index = index.display().to_string();
    let fixed = [command, "--json", "-f", "queries.txt", "--index", &index];
    let answer = Folder::new()
        .file("queries.txt", &lines)
        .run(&[&fixed, flags].concat());
    array(&answer.json()["pages"]).to_vec()
}

/// Fails unless each query, with these flags, finds the articles with these keys, sorted.
#[track_caller]
fn finds_keys(index: &Path, flags: &[&str], cases: &[(&str, &str)]) {
    let queries: Vec<&str> = cases.iter().map(|(query, _)| *query).collect();
    let flags = [&["--all"], flags].concat();
    let mut wrong = String::new();
    for ((query, expected), page) in cases.iter().zip(pages("search", index, &queries, &flags)) {
        let mut keys = keys(&page);
        keys.sort_unstable();
        let keys = keys.join(" ");
        if page["kind"] != "page" || keys != *expected {
            writeln!(
                wrong,
                "{query}\n  expected {expected:?}, got {keys:?}, {}",
                told(&page)
            )
            .expect("a string takes all");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The keys of the hits, in their order.
fn keys(page: &Value) -> Vec<&str> {
    let hits = array(&page["hits"]).iter();
    hits.filter_map(|hit| hit["key"].as_str()).collect()
}

/// The elements of an array, none of what is no array.
fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

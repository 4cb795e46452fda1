//! The conformance table of the query language: which text answers which query.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::harness::Folder;

/// What a query finds in one text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Finds {
    /// It is not found.
    No,
    /// It is found.
    Yes,
    /// It is found, with so many matches.
    Matches(u64),
    /// It is found, and the answer carries a note with this code.
    Noted(&'static str),
}

use Finds::{Matches, No, Noted, Yes};

/// A text, its title where it matters, and what queries find in it.
struct Row {
    name: &'static str,
    title: &'static str,
    body: &'static str,
    queries: &'static [(&'static str, Finds)],
}

const fn row(
    name: &'static str,
    body: &'static str,
    queries: &'static [(&'static str, Finds)],
) -> Row {
    Row {
        name,
        title: "",
        body,
        queries,
    }
}

const ROWS: &[Row] = &[
    row(
        "clinton",
        "president will clinton",
        &[
            ("president w/2 clinton", Yes),
            ("president w/1 clinton", No),
        ],
    ),
    row(
        "axxxxb",
        "aa x x x x bb",
        &[("aa w/5 bb", Yes), ("aa w/4 bb", No)],
    ),
    row(
        "ba",
        "bb aa",
        &[
            ("aa pre/3 bb", No),
            ("aa w/3 bb", Yes),
            ("\"aa bb\"~2", Yes),
            ("\"aa bb\"~1", No),
        ],
    ),
    row(
        "fire",
        "fire inquiry school",
        &[("fire w/5 school w/5 inquiry", Yes)],
    ),
    row("caab", "cc aa aa bb", &[("cc w/1 (aa w/5 bb)", Yes)]),
    row("abab", "aa bb aa bb", &[("aa w/5 bb", Matches(2))]),
    row(
        "ac",
        "aa cc",
        &[
            ("(aa bb) OR cc", Matches(1)),
            ("aa bb OR cc", Noted("and_or_mix")),
        ],
    ),
    row(
        "bank",
        "Bank of England",
        &[
            ("\"bank of england\" OR england", Matches(1)),
            ("atleast2(\"bank of england\" OR england)", No),
        ],
    ),
    row(
        "rico",
        "puerto rico x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x RICO charges",
        &[("rico NOT w/5 puerto", Matches(1))],
    ),
    row("puerto", "puerto rico", &[("rico NOT w/5 puerto", No)]),
    row(
        "marvin",
        "marvin gaye",
        &[("marvin w/5 marvin", No), ("marvin NOT w/5 marvin", Yes)],
    ),
    row(
        "spouse",
        "fiduciary relationship with her spouse",
        &[("\"fiduciary relationship\" +3 spouse", Yes)],
    ),
    row(
        "sentences",
        "Aa. said. Then Bb.",
        &[("Aa w/s Bb", No), ("Aa w/p Bb", Yes), ("Aa w/5 Bb", Yes)],
    ),
    row(
        "loan",
        "student loan",
        &[("student OR college w/5 loan", Yes)],
    ),
    Row {
        name: "smith",
        title: "smith",
        body: "jones",
        queries: &[("smith w/seg jones", No), ("smith jones", Yes)],
    },
    row(
        "window",
        "fire x school x inquiry",
        &[
            ("window/5(fire, school, inquiry)", Yes),
            ("window/4(fire, school, inquiry)", No),
        ],
    ),
    row(
        "ab",
        "aa bb",
        &[("aa AND NOT bb AND cc", No), ("aa -bb", No)],
    ),
    row("c", "cc", &[("NOT bb OR cc", No), ("-bb OR cc", Yes)]),
    row(
        "prime",
        "prime numbers are such. The minister resigned.",
        &[(
            "prime minister w/5 resign!",
            Noted("words_beside_connector"),
        )],
    ),
    row("apples", "apples apple's apple", &[("apple", Matches(3))]),
    row(
        "only-apples",
        "apples",
        &[("=apple", No), ("\"apple\"", No), ("apple!", Yes)],
    ),
    row("news", "news", &[("new", No)]),
    row("aid", "foreign aid", &[("AIDS", No), ("aids", Yes)]),
    row(
        "aids",
        "aids the poor; AIDS",
        &[("allcaps(AIDS)", Matches(1))],
    ),
    Row {
        name: "shouted",
        title: "AIDS CUTS FEARED",
        body: "aids",
        queries: &[("allcaps(AIDS)", No)],
    },
    row(
        "office",
        "the prime minister's office",
        &[("\"prime minister\"", Yes)],
    ),
    row(
        "us",
        "give us the US view",
        &[("US", Matches(1)), ("us", Matches(2))],
    ),
    row(
        "ten",
        "10 people; 10%",
        &[("10%", Matches(1)), ("10", Matches(2))],
    ),
    row(
        "policy",
        "policy-makers",
        &[("policy-maker", Yes), ("policymakers", Yes)],
    ),
    row("known", "well-known man", &[("wellknown w/1 man", Yes)]),
    row("email", "email", &[("e-mail", Yes)]),
    row("pele", "Pele", &[("\"Pelé\"", Yes), ("=Pelé", No)]),
    row(
        "killed",
        "who killed him",
        &[
            ("\"who killed him?\"", Yes),
            ("who killed him?", Noted("question_mark")),
        ],
    ),
    row(
        "trial",
        "trial and error",
        &[("trial and error", Noted("lower_case_operator"))],
    ),
    row(
        "codex",
        "don't ask codex version 20.04",
        &[("don't ask-codex 20.04", Yes)],
    ),
    row("play", "the state of play", &[("“state of play”", Yes)]),
    row(
        "tokyo",
        "東京都の報告書",
        &[("東京", Yes), ("東京 -報告", No)],
    ),
    Row {
        name: "hlead",
        title: "zz",
        body: "",
        queries: &[("hlead:zz OR zz", Matches(1))],
    },
    row("go", "let us go", &[("it us", No), ("use", No)]),
    row("mps", "three MPs", &[("MP", Yes)]),
    row("nineties", "the 1990s", &[("1990", No)]),
];

/// An index of all texts, made once.
fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut lines = String::new();
        for row in ROWS {
            let article = json!({
                "id": row.name, "title": row.title, "text": row.body,
                "source": format!("Paper {}", row.name), "date": "1995-03",
            });
            writeln!(lines, "{article}").expect("a string takes all");
        }
        let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("conformance-index");
        let folder = Folder::new().file("texts.jsonl", &lines);
        let to = place.display().to_string();
        folder
            .run(&["index", "texts.jsonl", "--index", &to, "--replace"])
            .exits(0);
        place
    })
}

fn page(query: &str) -> Value {
    let index = index().display().to_string();
    let folder = Folder::new();
    folder
        .run(&["search", "--json", "--all", "--index", &index, "--", query])
        .json()
}

#[test]
fn each_row_answers_as_the_table_says() {
    let mut wrong = String::new();
    for row in ROWS {
        for (query, finds) in row.queries {
            let page = page(query);
            let hits = page["hits"].as_array().expect("a page has hits");
            let hit = hits.iter().find(|hit| hit["key"] == row.name);
            let notes = page["notes"].as_array().expect("a page has notes");
            let is_right = match finds {
                No => hit.is_none(),
                Yes => hit.is_some(),
                Matches(matches) => hit.is_some_and(|hit| hit["matches"] == *matches),
                Noted(code) => hit.is_some() && notes.iter().any(|note| note["code"] == *code),
            };
            if !is_right {
                let matches = hit.map(|hit| &hit["matches"]);
                let codes: Vec<&Value> = notes.iter().map(|note| &note["code"]).collect();
                writeln!(wrong, "{:?}, {query}: expected {finds:?}, got matches {matches:?}, notes {codes:?}, reading {}", row.body, page["reading"])
                    .expect("a string takes all");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_month_overlaps_a_range_of_days_and_the_answer_says_so() {
    let page = page("apple date:1995-03-05..1995-03-10");
    assert_eq!(page["counts"]["articles"], 2);
    let notes = page["notes"].as_array().expect("a page has notes");
    assert!(
        notes.iter().any(|note| note["code"] == "date_imprecise"),
        "{notes:?}"
    );
}

//! Section 1, fields: their names, and what they hold.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{Case, Matches, No, Rules, Shows, Yes, array, build, finds_keys, pages, text, titled};

static FIELDS: Rules = Rules::new("fields", &[LEADS, GOVERNED, ONCE]);

const LEADS: &[Case] = &[
    text(
        "one two three.\n\nfour five six.\n\nseven eight nine.",
        &[
            ("lead:one", Yes),
            ("lead:five", Yes),
            ("lead:eight", No),
            ("lp:one", Yes),
            ("lp:eight", No),
            ("hlead:three", Yes),
            ("hlp:eight", No),
        ],
    ),
    text(
        "x*98 alpha beta gamma x*50",
        &[
            ("lead:alpha", Yes),
            ("lead:beta", Yes),
            ("lead:gamma", No),
            ("lead:(beta w/1 gamma)", No),
        ],
    ),
    text(
        "x*60 \n\n x*39 delta epsilon\n\nend",
        &[("lead:delta", Yes), ("lead:epsilon", No), ("lead:end", No)],
    ),
    titled(
        "zeta eta",
        "theta",
        &[
            ("hlead:eta", Yes),
            ("hlead:theta", Yes),
            ("lead:eta", No),
            ("title:eta", Yes),
        ],
    ),
];

#[test]
fn the_lead_is_two_paragraphs_of_at_most_100_words() {
    FIELDS.hold(LEADS);
}

const GOVERNED: &[Case] = &[
    titled(
        "aa",
        "bb",
        &[
            ("title:aa bb", Yes),
            ("title:(aa bb)", No),
            ("title:(aa body:bb)", Yes),
            ("body:(bb title:aa)", Yes),
            ("title:(zz OR body:bb)", Yes),
            ("title:bb", No),
            ("title:aa w/5 bb", No),
            ("title:\"aa\"", Yes),
        ],
    ),
    titled(
        "cc dd",
        "dd cc",
        &[
            ("title:cc w/5 dd", Matches(1)),
            ("title:(cc w/5 dd)", Matches(1)),
            ("cc w/5 title:dd", Matches(1)),
            ("cc w/5 dd", Matches(2)),
            ("title:cc pre/1 dd", Yes),
            ("body:cc pre/1 dd", No),
        ],
    ),
];

#[test]
fn a_field_governs_its_unit_and_the_words_of_its_connector() {
    FIELDS.hold(GOVERNED);
}

const ONCE: &[Case] = &[
    titled(
        "kappa",
        "",
        &[
            ("hlead:kappa OR kappa", Matches(1)),
            ("title:kappa hlead:kappa", Matches(1)),
        ],
    ),
    titled(
        "sigma",
        "sigma",
        &[
            ("hlead:sigma OR sigma", Matches(2)),
            ("lead:sigma OR body:sigma", Shows(&["sigma"])),
        ],
    ),
];

#[test]
fn a_word_seen_through_two_fields_is_one_match() {
    FIELDS.hold(ONCE);
}

/// Two articles with all that an article has, and one with nothing but its text.
fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let articles = [
            json!({
                "id": "north-1", "title": "Budget passed", "text": "zebra grazed here",
                "byline": "Ann Quill", "source": "Northern Gazette", "section": "Home News",
                "page": "A4", "dateline": "LEEDS", "lang": "en",
                "url": "https://north.example.org/budget", "tags": ["money", "council tax"],
                "date": "1951-02-03",
            }),
            json!({
                "id": "south-2", "title": "Fair opened", "text": "zebra sold there today",
                "byline": "Ben Inkwell", "source": "Gazette of the South", "section": "Sport",
                "page": "B9", "dateline": "DOVER", "lang": "fr",
                "url": "https://south.example.net/fair", "tags": ["fairs"],
                "date": "1952-02-03",
            }),
            json!({"id": "bare", "text": "zebra"}),
        ];
        build("all-fields", &articles)
    })
}

#[test]
fn each_field_answers_to_each_of_its_names() {
    let cases = [
        ("title:budget", "north-1"),
        ("headline:budget", "north-1"),
        ("hd:budget", "north-1"),
        ("ti:budget", "north-1"),
        ("body:grazed", "north-1"),
        ("text:grazed", "north-1"),
        ("td:grazed", "north-1"),
        ("byline:quill", "north-1"),
        ("by:quill", "north-1"),
        ("author:\"ann quill\"", "north-1"),
        ("source:northern", "north-1"),
        ("sn:northern", "north-1"),
        ("pub:northern", "north-1"),
        ("publication:northern", "north-1"),
        ("source:gazette", "north-1 south-2"),
        ("section:home", "north-1"),
        ("se:sport", "south-2"),
        ("page:a4", "north-1"),
        ("pg:B9", "south-2"),
        ("dateline:leeds", "north-1"),
        ("lang:en zebra -missing:title", "north-1"),
        ("la:fr", "south-2"),
        ("url:north.example.org", "north-1"),
        ("site:south.example.net", "south-2"),
        ("id:north-1", "north-1"),
        ("words:3", "north-1"),
        ("words>3", "south-2"),
        ("wc:4", "south-2"),
        ("length:1", "bare"),
        ("file:texts.jsonl zebra", "bare north-1 south-2"),
        ("tag:money", "north-1"),
        ("tag:\"council tax\"", "north-1"),
        ("tag:fairs", "south-2"),
        ("has:byline", "north-1 south-2"),
        ("missing:byline", "bare"),
        ("missing:date", "bare"),
        ("has:page", "north-1 south-2"),
        ("SOURCE(northern)", "north-1"),
        ("BYLINE(quill OR inkwell)", "north-1 south-2"),
        ("by=quill", "north-1"),
        ("quill", ""),
        ("northern", ""),
        ("leeds", ""),
    ];
    finds_keys(index(), &[], &cases);
}

#[test]
fn filters_match_words_as_the_body_does() {
    let cases = [
        ("source:gazettes", "north-1 south-2"),
        ("source:\"gazettes\"", ""),
        ("source:=gazettes", ""),
        ("source:gazet*", "north-1 south-2"),
        ("source:\"northern gazette\"", "north-1"),
        ("source:\"gazette northern\"", ""),
        ("source:(gazette -northern)", "south-2"),
        ("source:NORTHERN", "north-1"),
        ("tag:fair", "south-2"),
        ("section:sports", "south-2"),
    ];
    finds_keys(index(), &[], &cases);
}

#[test]
fn filters_give_no_score_and_no_matches() {
    let queries = [
        "zebra",
        "zebra source:gazette",
        "source:gazette",
        "has:byline words>2 lang:en OR lang:fr",
    ];
    let pages = pages("search", index(), &queries, &["--all"]);
    let of = |page: &Value, what: &str| {
        let hits = array(&page["hits"]).iter();
        let of_north = hits.filter(|hit| hit["key"] == "north-1");
        let values: Vec<Value> = of_north.map(|hit| hit[what].clone()).collect();
        values.first().cloned().unwrap_or_default()
    };
    assert_eq!(of(&pages[0], "score"), of(&pages[1], "score"));
    assert_eq!(of(&pages[1], "matches"), 1);
    assert_eq!(of(&pages[2], "matches"), 0);
    assert_eq!(of(&pages[3], "matches"), 0);
    // By date, the newer first.
    assert_eq!(super::keys(&pages[2]), ["south-2", "north-1"]);
}

#[test]
fn repeated_sources_mean_any_of_them_and_their_values_are_phrases() {
    let zebra = |expected: &'static str| [("zebra", expected)];
    finds_keys(
        index(),
        &["--source", "northern gazette"],
        &zebra("north-1"),
    );
    finds_keys(index(), &["--source", "gazette northern"], &zebra(""));
    let both = ["--source", "northern gazette", "--source", "of the south"];
    finds_keys(index(), &both, &zebra("north-1 south-2"));
}

//! Section 6: what is counted.

use serde_json::{Value, json};

use super::{Case, Matches, No, Rules, Shows, Yes, array, build, pages, text, titled};

static COUNTING: Rules = Rules::new("counting", &[POOLED, TRUE_PARTS, FILTERS, AT_LEAST]);

const POOLED: &[Case] = &[
    text(
        "Aa bb AA Bb aA",
        &[
            ("aa OR \"aa bb\"", Shows(&["Aa bb", "AA Bb", "aA"])),
            ("aa w/1 bb", Matches(2)),
            ("aa", Matches(3)),
            ("aa bb", Matches(5)),
            ("\"bb aa\" OR aa", Shows(&["Aa", "bb AA", "Bb aA"])),
        ],
    ),
    text(
        "aa bb cc",
        &[
            ("(aa w/5 cc) OR bb", Matches(2)),
            ("\"aa bb cc\" OR bb OR aa", Matches(1)),
            // Of equal ends the one with more positions goes first.
            ("\"aa bb cc\" OR (aa w/5 cc) OR bb", Matches(1)),
            ("bb OR (aa w/5 cc) OR \"aa bb cc\"", Matches(1)),
            ("\"aa bb\" OR \"bb cc\"", Shows(&["aa bb"])),
        ],
    ),
    text(
        "Bank of England",
        &[("\"bank of england\" OR england", Matches(1))],
    ),
    titled("Fire", "the fire", &[("fire", Shows(&["Fire", "fire"]))]),
];

#[test]
fn rule_6_matches_are_pooled_from_the_left_the_longer_first() {
    COUNTING.hold(POOLED);
}

const TRUE_PARTS: &[Case] = &[
    text(
        "aa bb aa",
        &[
            ("aa -zz", Matches(2)),
            ("aa -(bb zz)", Matches(2)),
            ("(aa zz) OR bb", Shows(&["bb"])),
            ("(aa bb) OR zz", Matches(3)),
            ("bb OR (zz w/5 aa)", Matches(1)),
            ("aa OR (bb NOT zz)", Matches(3)),
            ("aa OR (bb -aa)", Matches(2)),
            ("aa OR (-zz)", Matches(2)),
            ("atleast2(aa) bb", Matches(3)),
            ("atleast3(aa) OR bb", Matches(1)),
        ],
    ),
    text("a c", &[("(a b) OR c", Shows(&["c"]))]),
];

#[test]
fn rule_6_only_true_parts_give_matches() {
    COUNTING.hold(TRUE_PARTS);
}

const FILTERS: &[Case] = &[text(
    "kappa",
    &[
        ("-zz", Matches(0)),
        ("*", Matches(0)),
        ("has:source -zz", Matches(0)),
        ("* kappa", Matches(1)),
    ],
)];

#[test]
fn rule_6_filters_and_negations_alone_find_articles_without_matches() {
    COUNTING.hold(FILTERS);
}

const AT_LEAST: &[Case] = &[
    titled(
        "Tram",
        "the trams and a tram-line; Tram stop. trap x trap",
        &[
            ("atleast4(tram)", Yes),
            ("atleast5(tram)", No),
            ("title:atleast1(tram)", Yes),
            ("atleast2(title:tram)", No),
            ("atleast6(tram OR trap)", Yes),
            ("atleast7(tram OR trap)", No),
            ("atleast6(tra*)", Yes),
            ("atleast1(\"tram stop\")", Yes),
            ("atleast2(\"tram stop\")", No),
            ("atleast2(caps(tram))", Yes),
            ("atleast3(caps(tram))", No),
            ("atleast1(trap w/2 trap)", Yes),
            ("atleast2(trap w/2 trap)", No),
        ],
    ),
    text(
        "Bank of England",
        &[("atleast2(\"bank of england\" OR england)", No)],
    ),
];

#[test]
fn rule_6_atleast_counts_the_pooled_matches_of_title_and_body() {
    COUNTING.hold(AT_LEAST);
}

#[test]
fn rule_6_sentences_are_those_of_first_words_and_sources_those_of_hits() {
    let article = |key: &str, source: &str, title: &str, text: &str| json!({"id": key, "source": source, "title": title, "text": text});
    let index = build(
        "sentences-counted",
        &[
            article(
                "one",
                "P",
                "Zebra",
                "Zebra zebra ran. Then a zebra hid. All was well.",
            ),
            article("two", "P", "Other", "The lion ran. Zebra hid."),
            article("three", "Q", "Third", "The zebra hid in the zoo"),
        ],
    );
    let cases = [
        ("zebra", [3, 6, 5, 2]),
        ("title:zebra", [1, 1, 1, 1]),
        ("lion w/5 zebra", [1, 1, 1, 1]),
        ("\"ran then\" OR hid", [3, 4, 4, 2]),
        ("ran hid", [2, 4, 4, 1]),
        ("zebra -lion", [2, 5, 4, 2]),
        ("-lion", [2, 0, 0, 2]),
        ("giraffe", [0, 0, 0, 0]),
    ];
    let queries: Vec<&str> = cases.iter().map(|(query, _)| *query).collect();
    let counted = pages("count", &index, &queries, &[]);
    let lines = pages("kwic", &index, &queries, &[]);
    let found = pages("search", &index, &queries, &["--all"]);
    for (number, (query, expected)) in cases.iter().enumerate() {
        let names = ["articles", "matches", "sentences", "sources"];
        let counts = names.map(|name| counted[number]["counts"][name].clone());
        assert_eq!(counts, expected.map(Value::from), "{query}");
        assert_eq!(array(&lines[number]["lines"]).len(), expected[1], "{query}");
        let hits = array(&found[number]["hits"]).iter();
        let matches: u64 = hits.filter_map(|hit| hit["matches"].as_u64()).sum();
        assert_eq!(matches, expected[1] as u64, "{query}");
    }
}

//! Section 10: where a sign is an operator, and where it is text.

use super::{Case, No, Noted, Rules, Shows, Yes, array, pages, text, titled};

static SIGNS: Rules = Rules::new(
    "signs",
    &[
        NUMBERS,
        CONNECTORS,
        WORDS,
        BARS,
        NEGATIONS,
        EXCLAMATIONS,
        SLASHES,
        SUFFIXES,
        EQUALS,
        NAMES,
        FUNCTIONS,
        QUOTES,
        BRACKETS,
    ],
);

const NUMBERS: &[Case] = &[
    text(
        "alpha x beta",
        &[
            ("alpha +5 beta", Yes),
            ("alpha /5 beta", Yes),
            ("beta +5 alpha", No),
            ("alpha/5 beta", No),
            ("alpha +5x beta", No),
            ("alpha /5", No),
        ],
    ),
    text(
        "alpha 5 beta stars 5x",
        &[
            ("alpha/5 beta", Yes),
            ("alpha +5x beta", Yes),
            ("+5 stars", Yes),
            ("alpha /5", Yes),
        ],
    ),
    text("stars alone", &[("+5 stars", No), ("stars alone", Yes)]),
];

#[test]
fn sign_numbers_are_connectors_between_operands() {
    SIGNS.hold(NUMBERS);
}

const CONNECTORS: &[Case] = &[
    text(
        "gamma delta",
        &[
            ("(gamma)w/5(delta)", Yes),
            ("(gamma)w/5(epsilon)", No),
            ("gamma W/5 delta", Yes),
            ("gamma w/out delta", No),
        ],
    ),
    text(
        "gamma w out delta and or 24 7",
        &[
            ("gamma w/out delta", Yes),
            ("and/or", Yes),
            ("24/7", Yes),
            ("or/and", No),
            ("7/24", No),
        ],
    ),
];

#[test]
fn sign_slashes_of_words_are_text() {
    SIGNS.hold(CONNECTORS);
}

const WORDS: &[Case] = &[
    text(
        "zeta x eta",
        &[
            ("zeta SAME eta", Yes),
            ("zeta SENTENCE eta", Yes),
            ("zeta PARAGRAPH eta", Yes),
            ("zeta same eta", No),
            ("zeta sentence eta", No),
            ("zeta Paragraph eta", No),
            ("SAME zeta", No),
        ],
    ),
    text(
        "same sex marriage",
        &[("same sex marriage", Yes), ("SAME sex marriage", Yes)],
    ),
];

#[test]
fn sign_words_in_capitals_are_connectors_between_operands() {
    SIGNS.hold(WORDS);
}

const BARS: &[Case] = &[
    text(
        "theta alone",
        &[
            ("theta | iota", Noted("sign_as_operator")),
            ("theta & alone", Noted("sign_as_operator")),
            ("theta & iota", No),
            ("theta|iota", No),
            ("\"theta | iota\"", No),
            ("\"theta | alone\"", Yes),
            ("\"theta & alone\"", Yes),
            ("theta |", Yes),
        ],
    ),
    text("theta iota", &[("theta|iota", Yes)]),
];

#[test]
fn sign_bars_and_ampersands_are_operators_when_spaced() {
    SIGNS.hold(BARS);
}

const NEGATIONS: &[Case] = &[
    text(
        "kappa lambda",
        &[
            ("kappa -lambda", No),
            ("kappa !lambda", No),
            ("kappa (-lambda)", No),
            ("kappa - lambda", Yes),
            ("kappa ! lambda", Yes),
            ("kappa --lambda", Yes),
            ("kappa -- lambda", Yes),
            ("kappa-lambda", Yes),
            ("lambda-kappa", No),
        ],
    ),
    text("covid came", &[("covid -19", Noted("negated_number"))]),
    text(
        "covid 19",
        &[("covid -19", No), ("covid-19", Yes), ("covid - 19", Yes)],
    ),
];

#[test]
fn sign_minus_negates_when_glued_to_a_word() {
    SIGNS.hold(NEGATIONS);
}

const EXCLAMATIONS: &[Case] = &[
    text(
        "sigma s 1953",
        &[
            ("si!", Yes),
            ("sigma!", Yes),
            ("s!", Shows(&["s"])),
            ("19!", No),
            ("sigma !", Yes),
            ("sigm !", No),
        ],
    ),
    text("solo", &[("s!", No), ("so!", Yes)]),
];

#[test]
fn sign_exclamation_expands_after_two_letters() {
    SIGNS.hold(EXCLAMATIONS);
}

const SLASHES: &[Case] = &[
    text(
        "usr bin s and gray",
        &[
            ("/usr/bin/", Yes),
            ("/bin/usr/", No),
            ("/gr.y/", Yes),
            ("usr /s gray", Yes),
            ("usr /p gray", Yes),
            ("usr /9 gray", Yes),
        ],
    ),
    text(
        "Usr. Then gray.",
        &[("usr /s gray", No), ("usr /p gray", Yes)],
    ),
];

#[test]
fn sign_slashes_hold_a_regex_that_is_the_whole_word() {
    SIGNS.hold(SLASHES);
}

const SUFFIXES: &[Case] = &[
    text(
        "phi chi of 10",
        &[
            ("phi^2", Yes),
            ("phi^2 chi", Yes),
            ("phj~1", Yes),
            ("(phi chi)^2", Yes),
            ("\"phi chi\"^2", Yes),
            ("\"chi phi\"~2", Yes),
            ("10^6", No),
            ("phi ~1", No),
            ("phi ^2", No),
            ("phi~0", No),
        ],
    ),
    text(
        "phi 10 6 phi 0 phi 1 phi 2",
        &[
            ("10^6", Yes),
            ("phi ~1", Yes),
            ("phi ^2", Yes),
            ("phi~0", Yes),
            ("6^10", No),
        ],
    ),
];

#[test]
fn sign_distances_and_boosts_stand_directly_after_an_atom() {
    SIGNS.hold(SUFFIXES);
}

const EQUALS: &[Case] = &[titled(
    "apples",
    "e mc2 pears a b",
    &[
        ("E=mc2", Yes),
        ("mc2=E", No),
        ("a = b", Yes),
        ("=pear", No),
        ("=pears", Yes),
        ("(=pear)", No),
        ("hd=apple", Yes),
        ("hd==apple", No),
        ("hd==apples", Yes),
        ("hd=pears", No),
        ("title:=apple", No),
    ],
)];

#[test]
fn sign_equals_is_exact_before_a_word_and_a_field_after_its_name() {
    SIGNS.hold(EQUALS);
}

const NAMES: &[Case] = &[
    text(
        "foo bar at 12 30 on date march 5",
        &[
            ("foo:bar", Yes),
            ("bar:foo", No),
            ("at:on", No),
            ("12:30", Yes),
            ("30:12", No),
            ("Date: March", Yes),
            ("foo:bar", Noted("unknown_field")),
            ("body:foo", Yes),
            ("title:foo", No),
        ],
    ),
    text("bar foo", &[("foo:bar", No)]),
];

#[test]
fn sign_colon_asks_for_a_field_after_its_name() {
    SIGNS.hold(NAMES);
    let said = |query: &str| {
        let page = &pages("search", SIGNS.index(), &[query], &[])[0];
        let notes = array(&page["notes"]).iter();
        let texts: Vec<&str> = notes.filter_map(|note| note["text"].as_str()).collect();
        texts.join("\n")
    };
    let near = said("titel:foo");
    assert!(near.contains("did you mean title"), "{near}");
    let far = said("foo:bar");
    assert!(!far.contains("did you mean"), "{far}");
}

const FUNCTIONS: &[Case] = &[
    text(
        "baz bar foo of a source s",
        &[
            ("source(s)", Yes),
            ("foo(bar baz)", Yes),
            ("foo(bar qux)", No),
            ("caps (foo)", No),
            ("caps(foo)", No),
            ("nocaps(foo)", Yes),
            ("body(foo)", Yes),
        ],
    ),
    text("foo has caps", &[("caps (foo)", Yes), ("source(s)", No)]),
];

#[test]
fn sign_parenthesis_calls_a_function_after_its_name() {
    SIGNS.hold(FUNCTIONS);
}

const QUOTES: &[Case] = &[titled(
    "pipe burst",
    "a pipe of 6 and tau",
    &[
        ("6\" pipe", Yes),
        ("6\" tau", Yes),
        ("\"6 pipe\"", No),
        ("(\"6 and\")", Yes),
        ("(\"and 6\")", No),
        ("title:\"pipe burst\"", Yes),
        ("title:\"burst pipe\"", No),
        ("hd=\"pipe burst\"", Yes),
        ("tau -\"6 and\"", No),
        ("tau -\"and 6\"", Yes),
    ],
)];

#[test]
fn sign_quote_opens_after_the_start_a_space_or_a_sign() {
    SIGNS.hold(QUOTES);
}

const BRACKETS: &[Case] = &[
    text(
        "rho to psi",
        &[
            ("[rho TO psi]", Yes),
            ("[rho TO chi]", No),
            ("words:[2 TO 4]", Yes),
            ("words:[4 TO 9]", No),
        ],
    ),
    text("rho psi", &[("[rho TO psi]", No)]),
];

#[test]
fn sign_brackets_are_a_range_after_a_field_only() {
    SIGNS.hold(BRACKETS);
}

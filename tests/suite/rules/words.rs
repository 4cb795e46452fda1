//! Section 3, rules 1 to 7: what a word is and where it stands.

use super::{Case, Matches, No, Noted, Rules, Shows, Yes, text, titled};

static WORDS: Rules = Rules::new(
    "words",
    &[
        RUNS,
        DOTTED,
        FOLDED,
        POSSESSIVES,
        SIGNS,
        OTHER_SIGNS,
        COMPOUNDS,
        COUNTRY,
        LETTERS,
    ],
);

const RUNS: &[Case] = &[
    text(
        "O’Connor paid 1,000 at 3.5 today",
        &[
            ("o'connor", Yes),
            ("O’CONNOR", Yes),
            ("connor", No),
            ("\"o connor\"", No),
            ("1,000", Yes),
            ("1000", No),
            ("000", No),
            ("3.5", Yes),
            ("5", No),
            ("35", No),
            ("paid w/2 at", Yes),
            ("paid w/1 at", No),
            ("paid w/4 today", Yes),
            ("paid w/3 today", No),
        ],
    ),
    text(
        "it ended.Then alpha — (beta) [gamma] foo_bar, 5,apples 4x4 v1.2 ’90s rock’n’roll",
        &[
            ("ended", Yes),
            ("\"ended then\"", Yes),
            ("endedthen", No),
            ("alpha w/1 beta", Yes),
            ("\"alpha beta gamma\"", Yes),
            ("\"foo bar\"", Yes),
            ("foobar", No),
            ("5 w/1 apples", Yes),
            ("4x4", Yes),
            ("x4", No),
            ("v1.2", Yes),
            ("v1", No),
            ("90s", Yes),
            ("rock'n'roll", Yes),
            ("roll", No),
        ],
    ),
    text(
        "cafe\u{301} society",
        &[("café", Yes), ("cafe", Yes), ("café w/1 society", Yes)],
    ),
];

#[test]
fn rule_3_1_a_word_is_a_run_of_letters_marks_and_digits() {
    WORDS.hold(RUNS);
}

const DOTTED: &[Case] = &[
    text(
        "at 9 p.m. in the U.S. army of J.R.R. Tolkien with A. Vitamin",
        &[
            ("p.m.", Yes),
            ("pm", Yes),
            ("9 w/2 in", Yes),
            ("9 w/1 in", No),
            ("\"p m\"", No),
            ("the w/2 army", Yes),
            ("the w/1 army", No),
            ("\"the us army\"", Yes),
            ("jrr", Yes),
            ("J.R.R.", Yes),
            ("of pre/2 tolkien", Yes),
            ("with pre/2 vitamin", Yes),
        ],
    ),
    text("the U.K policy", &[("uk", Yes), ("the w/2 policy", Yes)]),
];

#[test]
fn rule_3_1_dotted_letters_are_one_word_without_their_dots() {
    WORDS.hold(DOTTED);
}

const FOLDED: &[Case] = &[
    text(
        "ÉCOLE Straße Ægir søn Łódź Αθήνα йод हिन्दी がく",
        &[
            ("ecole", Yes),
            ("école", Yes),
            ("Ecolé", Yes),
            ("strasse", Yes),
            ("STRASSE", Yes),
            ("straße", Yes),
            ("aegir", Yes),
            ("ægir", Yes),
            ("son", Yes),
            ("lodz", Yes),
            ("łodz", Yes),
            ("αθηνα", Yes),
            ("ΑΘΗΝΑ", Yes),
            ("йод", Yes),
            ("ЙОД", Yes),
            ("иод", No),
            ("हिन्दी", Yes),
            ("हनद", No),
            ("がく", Yes),
            ("かく", No),
        ],
    ),
    text("ΟΔΟΣ", &[("οδος", Yes), ("οδός", Yes)]),
    text(
        "the strasse of an oconnor",
        &[("straße", Yes), ("o'connor", No)],
    ),
];

#[test]
fn rule_3_2_case_folds_and_accents_fold_on_latin_and_greek() {
    WORDS.hold(FOLDED);
}

const POSSESSIVES: &[Case] = &[
    text(
        "the workers’ rights of the 1990’s and the U.S.’s minister’s SMITH'S",
        &[
            ("\"workers rights\"", Yes),
            ("\"workers' rights\"", Yes),
            ("=workers", Yes),
            ("worker", Yes),
            ("1990", Yes),
            ("1990's", Yes),
            ("1990s", No),
            ("US", Yes),
            ("=minister", Yes),
            ("=minister's", Yes),
            ("\"minister's\"", Yes),
            ("\"minister smith\"", Yes),
            ("smith", Yes),
            ("s", No),
        ],
    ),
    text(
        "one minister and apples",
        &[
            ("minister's", Yes),
            ("=minister’s", Yes),
            ("apple's", Yes),
            ("\"apple's\"", No),
        ],
    ),
    text("it’s late", &[("it", Yes), ("it's", Yes), ("its", No)]),
    text("its late", &[("it", No), ("it's", No), ("its", Yes)]),
];

#[test]
fn rule_3_3_a_final_s_with_an_apostrophe_is_punctuation() {
    WORDS.hold(POSSESSIVES);
}

const SIGNS: &[Case] = &[
    text(
        "$5m for #tag and @name, 10% in C++ at AT&T’s plan, £1,000",
        &[
            ("$5m", Yes),
            ("\"$5m\"", Yes),
            ("5m", Yes),
            ("$5", No),
            ("#tag", Yes),
            ("tag", Yes),
            ("@name", Yes),
            ("name", Yes),
            ("10%", Yes),
            ("10", Yes),
            ("\"10% in\"", Yes),
            ("C++", Yes),
            ("c++", Yes),
            ("c", Yes),
            ("AT&T", Yes),
            ("at&t", Yes),
            ("\"at t\"", Yes),
            ("at&t w/1 plan", Yes),
            ("c++ w/2 at&t", Yes),
            ("£1,000", Yes),
            ("$1,000", No),
        ],
    ),
    text(
        "10 people and 5m at t, 1,000 with the tag and name in c, 10 %",
        &[
            ("10%", No),
            ("\"10%\"", No),
            ("\"10% people\"", No),
            ("$5m", No),
            ("£1,000", No),
            ("#tag", No),
            ("\"the #tag\"", No),
            ("@name", No),
            ("c++", No),
            ("at&t", No),
        ],
    ),
    text(
        "foo@bar.com R & B",
        &[("@bar", No), ("R&B", No), ("foo@bar.com", Yes)],
    ),
    text(
        "10 people; 10% $5m",
        &[("10%", Matches(1)), ("10", Matches(2)), ("$5m", Matches(1))],
    ),
];

#[test]
fn rule_3_4_signs_are_kept_whole_and_asked_for_whole() {
    WORDS.hold(SIGNS);
}

const OTHER_SIGNS: &[Case] = &[
    text(
        "on 9/11 by F-16 from www.example.com",
        &[
            ("9/11", Yes),
            ("\"9 11\"", Yes),
            ("\"9/11\"", Yes),
            ("11/9", No),
            ("F-16", Yes),
            ("f16", No),
            ("www.example.com", Yes),
            ("http://www.example.com/", No),
            ("example", Yes),
        ],
    ),
    text(
        "9 11 then F 16 and foo bar com",
        &[("9/11", Yes), ("F-16", Yes), ("foo@bar.com", Yes)],
    ),
    text("F-16s and 9 or 11", &[("F-16", No), ("9/11", No)]),
];

#[test]
fn rule_3_4_other_signs_are_the_exact_phrase_of_the_parts() {
    WORDS.hold(OTHER_SIGNS);
}

const COMPOUNDS: &[Case] = &[
    text(
        "the policy-makers spoke",
        &[
            ("\"policy makers\"", Yes),
            ("policymaker", Yes),
            ("policymakers", Yes),
            ("=policymakers", Yes),
            ("=policymaker", No),
            ("policy-maker", Shows(&["policy-makers"])),
            ("policy-makers", Matches(1)),
            ("\"policy-maker\"", No),
            ("=policy-maker", No),
            ("\"policy-makers\"", Yes),
            ("=policy-makers", Yes),
            ("makers w/1 spoke", Yes),
            ("policy w/1 spoke", No),
            ("policymakers w/1 the", Yes),
            ("policymakers w/1 spoke", Yes),
            ("policymakers w/1 makers", No),
        ],
    ),
    text(
        "the policymakers",
        &[
            ("policy-makers", Yes),
            ("policy-maker", Yes),
            ("\"policy-maker\"", No),
            ("\"policy-makers\"", Yes),
            ("policy", No),
        ],
    ),
    text("policies makers", &[("policy-maker", No)]),
    text(
        "his mother-in-law spoke, and covid-19",
        &[
            ("motherinlaw w/1 spoke", Yes),
            ("his w/1 motherinlaw", Yes),
            ("mother-in-law", Matches(1)),
            ("\"in law\"", Yes),
            ("covid-19", Yes),
            ("covid19", No),
        ],
    ),
    text(
        "mother in law, covid19",
        &[
            ("mother-in-law", Yes),
            ("motherinlaw", No),
            ("covid-19", No),
        ],
    ),
];

#[test]
fn rule_3_5_a_compound_is_its_parts_and_its_joined_form() {
    WORDS.hold(COMPOUNDS);
}

const COUNTRY: &[Case] = &[
    text(
        "tell us that U.S. troops left",
        &[
            ("US", Shows(&["U.S."])),
            ("U.S.", Matches(1)),
            ("\"US\"", Matches(1)),
            ("us", Matches(2)),
            ("u.s.", Matches(2)),
            ("us", Noted("us")),
            ("\"US troops\"", Yes),
            ("\"us troops\"", Yes),
            ("\"tell US\"", No),
            ("US w/1 troops", Yes),
            ("US w/1 tell", No),
        ],
    ),
    text(
        "give us the US view",
        &[("US", Shows(&["US"])), ("us", Matches(2))],
    ),
    text("Us and them", &[("US", No), ("U.S.", No), ("us", Yes)]),
    titled(
        "CONGRESS TELLS US TO PAY",
        "it is so",
        &[("US", Yes), ("it", Yes)],
    ),
    text("it is uk", &[("IT", Yes), ("UK", Yes), ("IS", Yes)]),
];

#[test]
fn rule_3_6_us_in_capitals_is_the_country() {
    WORDS.hold(COUNTRY);
}

const LETTERS: &[Case] = &[
    text(
        "東京都の報告書2020",
        &[
            ("東京", Matches(1)),
            ("京東", No),
            ("\"東京都\"", Yes),
            ("東 w/2 都", Yes),
            ("東 w/1 都", No),
            ("東京 pre/3 報告", Yes),
            ("東京 pre/2 報告", No),
            ("2020", Yes),
        ],
    ),
    text("東 京", &[("東京", Yes), ("京", Yes)]),
    text("ประเทศไทย", &[("ไทย", Yes), ("ประเทศ", Yes), ("ยทไ", No)]),
    text(
        "ひらがな",
        &[
            ("がな", Yes),
            ("がひ", No),
            ("ひ w/3 な", Yes),
            ("ひ w/2 な", No),
        ],
    ),
    text("서울시", &[("서울시", Yes), ("서울", No)]),
];

#[test]
fn rule_3_7_each_han_kana_and_thai_letter_is_a_position() {
    WORDS.hold(LETTERS);
}

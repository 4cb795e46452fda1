//! Section 1, the table of operators: each form that is accepted for one.

use super::{Case, Matches, No, Rules, Shows, Yes, text, titled};

static OPERATORS: Rules = Rules::new(
    "operators",
    &[
        ALL, ANY, NOT, PHRASES, EXACT, WITHIN, BEFORE, NOT_WITHIN, SENTENCES, PARAGRAPHS, FIELDS,
        WINDOWS, COUNTS, BEGINNINGS, EXPANSIONS, FUNCTIONS, LENGTHS, EVERYTHING,
    ],
);

const ALL: &[Case] = &[
    text(
        "beta came to alpha",
        &[
            ("alpha beta", Yes),
            ("alpha AND beta", Yes),
            ("alpha & beta", Yes),
            ("+alpha +beta", Yes),
            ("alpha +beta", Yes),
        ],
    ),
    text(
        "alpha came",
        &[
            ("alpha beta", No),
            ("alpha AND beta", No),
            ("alpha & beta", No),
            ("+alpha +beta", No),
            ("alpha^3 beta", No),
            ("alpha^3 came", Yes),
        ],
    ),
];

#[test]
fn all_words_are_asked_for_by_a_space_or_and() {
    OPERATORS.hold(ALL);
}

const ANY: &[Case] = &[text(
    "a beta version",
    &[
        ("delta OR beta", Yes),
        ("delta | beta", Yes),
        ("delta OR gamma", No),
        ("delta | gamma", No),
    ],
)];

#[test]
fn any_word_is_asked_for_by_or() {
    OPERATORS.hold(ANY);
}

const NOT: &[Case] = &[
    text(
        "alpha or beta",
        &[
            ("alpha -beta", No),
            ("alpha NOT beta", No),
            ("alpha AND NOT beta", No),
            ("alpha BUT NOT beta", No),
            ("alpha !beta", No),
            ("alpha -(gamma beta)", Yes),
            ("alpha -\"beta alpha\"", Yes),
        ],
    ),
    text(
        "alpha or but gamma",
        &[
            ("alpha -beta", Yes),
            ("alpha NOT beta", Yes),
            ("alpha AND NOT beta", Yes),
            ("alpha BUT NOT beta", Yes),
            ("alpha !beta", Yes),
            ("-beta gamma", Yes),
        ],
    ),
];

#[test]
fn a_word_is_kept_out_by_not() {
    OPERATORS.hold(NOT);
}

const PHRASES: &[Case] = &[text(
    "alpha betas gamma",
    &[
        ("\"alpha betas\"", Yes),
        ("\"alpha beta\"", No),
        ("\"betas alpha\"", No),
        ("“alpha betas”", Yes),
        ("“betas alpha”", No),
        ("„alpha betas“", Yes),
        ("„alpha betas”", Yes),
        ("„betas alpha“", No),
        ("«alpha betas»", Yes),
        ("«betas alpha»", No),
        ("»alpha betas«", Yes),
    ],
)];

#[test]
fn a_phrase_stands_in_any_double_quotes() {
    OPERATORS.hold(PHRASES);
}

const EXACT: &[Case] = &[text(
    "three damages",
    &[
        ("=damage", No),
        ("\"damage\"", No),
        ("=damages", Yes),
        ("\"damages\"", Yes),
        ("damage", Yes),
    ],
)];

#[test]
fn one_form_is_asked_for_by_the_equal_sign() {
    OPERATORS.hold(EXACT);
}

const WITHIN: &[Case] = &[text(
    "aa x x bb",
    &[
        ("aa w/3 bb", Yes),
        ("aa /3 bb", Yes),
        ("aa near/3 bb", Yes),
        ("aa NEAR/3 bb", Yes),
        ("aa near3 bb", Yes),
        ("aa n/3 bb", Yes),
        ("aa AROUND(3) bb", Yes),
        ("aa w/2 bb", No),
        ("aa /2 bb", No),
        ("aa near/2 bb", No),
        ("aa NEAR/2 bb", No),
        ("aa near2 bb", No),
        ("aa n/2 bb", No),
        ("aa AROUND(2) bb", No),
        ("bb w/3 aa", Yes),
        ("bb /3 aa", Yes),
        ("bb near/3 aa", Yes),
        ("bb NEAR/3 aa", Yes),
        ("bb near3 aa", Yes),
        ("bb n/3 aa", Yes),
        ("bb AROUND(3) aa", Yes),
    ],
)];

#[test]
fn words_near_each_other_come_in_any_order() {
    OPERATORS.hold(WITHIN);
}

const BEFORE: &[Case] = &[text(
    "cc x x dd",
    &[
        ("cc pre/3 dd", Yes),
        ("cc +3 dd", Yes),
        ("cc p/3 dd", Yes),
        ("cc onear/3 dd", Yes),
        ("cc adj3 dd", Yes),
        ("cc pre/2 dd", No),
        ("cc +2 dd", No),
        ("cc p/2 dd", No),
        ("cc onear/2 dd", No),
        ("cc adj2 dd", No),
        ("dd pre/3 cc", No),
        ("dd +3 cc", No),
        ("dd p/3 cc", No),
        ("dd onear/3 cc", No),
        ("dd adj3 cc", No),
    ],
)];

#[test]
fn words_before_each_other_come_in_their_order() {
    OPERATORS.hold(BEFORE);
}

const NOT_WITHIN: &[Case] = &[text(
    "ee x x ff",
    &[
        ("ee NOT w/3 ff", No),
        ("ee NOT /3 ff", No),
        ("ee NOTNEAR/3 ff", No),
        ("ee NOT w/2 ff", Yes),
        ("ee NOT /2 ff", Yes),
        ("ee NOTNEAR/2 ff", Yes),
    ],
)];

#[test]
fn a_word_far_from_another_is_asked_for_by_not_within() {
    OPERATORS.hold(NOT_WITHIN);
}

const SENTENCES: &[Case] = &[
    text(
        "Alpha met beta.",
        &[
            ("beta w/s alpha", Yes),
            ("beta /s alpha", Yes),
            ("beta w/sent alpha", Yes),
            ("beta SENTENCE alpha", Yes),
            ("alpha pre/s beta", Yes),
            ("alpha +s beta", Yes),
            ("beta pre/s alpha", No),
            ("beta +s alpha", No),
        ],
    ),
    text(
        "Alpha came. Then beta went.",
        &[
            ("alpha w/s beta", No),
            ("alpha /s beta", No),
            ("alpha w/sent beta", No),
            ("alpha SENTENCE beta", No),
            ("alpha pre/s beta", No),
            ("alpha +s beta", No),
        ],
    ),
];

#[test]
fn words_of_one_sentence_are_asked_for() {
    OPERATORS.hold(SENTENCES);
}

const PARAGRAPHS: &[Case] = &[
    text(
        "Alpha came home. Then beta went.",
        &[
            ("beta w/p alpha", Yes),
            ("beta /p alpha", Yes),
            ("beta w/para alpha", Yes),
            ("beta SAME alpha", Yes),
            ("beta PARAGRAPH alpha", Yes),
            ("alpha pre/p beta", Yes),
            ("alpha +p beta", Yes),
            ("beta pre/p alpha", No),
            ("beta +p alpha", No),
        ],
    ),
    text(
        "Alpha came.\n\nThen beta went.",
        &[
            ("alpha w/p beta", No),
            ("alpha /p beta", No),
            ("alpha w/para beta", No),
            ("alpha SAME beta", No),
            ("alpha PARAGRAPH beta", No),
            ("alpha pre/p beta", No),
            ("alpha +p beta", No),
            ("alpha w/seg beta", Yes),
            ("alpha /seg beta", Yes),
        ],
    ),
];

#[test]
fn words_of_one_paragraph_are_asked_for() {
    OPERATORS.hold(PARAGRAPHS);
}

const FIELDS: &[Case] = &[titled(
    "alpha",
    "beta",
    &[
        ("alpha w/seg beta", No),
        ("alpha /seg beta", No),
        ("title:alpha beta", Yes),
        ("title:(alpha OR zz)", Yes),
        ("title:beta", No),
        ("title(alpha)", Yes),
        ("Title(alpha)", Yes),
        ("TITLE(alpha)", Yes),
        ("TITLE(beta)", No),
        ("hd=alpha", Yes),
        ("hd=beta", No),
        ("intitle:alpha", Yes),
        ("intitle:beta", No),
        ("HLEAD(beta)", Yes),
        ("hlead:(beta w/5 alpha)", No),
    ],
)];

#[test]
fn words_of_one_field_are_asked_for() {
    OPERATORS.hold(FIELDS);
}

const WINDOWS: &[Case] = &[text(
    "aa bb x cc",
    &[
        ("window/4(aa, bb, cc)", Yes),
        ("window/4(cc,aa,bb)", Yes),
        ("window/3(aa, bb, cc)", No),
        ("\"aa cc\"~2", Yes),
        ("\"aa cc\"~1", No),
        ("\"cc aa\"~4", Yes),
    ],
)];

#[test]
fn a_window_and_a_loose_phrase_hold_words_together() {
    OPERATORS.hold(WINDOWS);
}

const COUNTS: &[Case] = &[titled(
    "fraud",
    "money laundering and fraud",
    &[
        ("atleast2(fraud)", Yes),
        ("atleast2 fraud", Yes),
        ("atleast3 fraud", No),
        ("ATLEAST2(fraud)", Yes),
        ("atleast3(fraud OR \"money launder!\")", Yes),
        ("atleast4(fraud OR \"money launder!\")", No),
    ],
)];

#[test]
fn mentions_are_counted_by_atleast() {
    OPERATORS.hold(COUNTS);
}

const BEGINNINGS: &[Case] = &[text(
    "prices and inflation",
    &[
        ("first/3(inflation)", Yes),
        ("first/2(inflation)", No),
        ("FIRST/3(inflation)", Yes),
    ],
)];

#[test]
fn the_first_words_are_asked_for_by_first() {
    OPERATORS.hold(BEGINNINGS);
}

const EXPANSIONS: &[Case] = &[text(
    "legislation on the climate change denial by women wearing colour gray",
    &[
        ("legislat!", Yes),
        ("legislat*", Yes),
        ("legislate!", No),
        ("col*r", Yes),
        ("wom?n", Yes),
        ("\"climate * denial\"", Yes),
        ("\"climate * change\"", No),
        ("colnor~1", No),
        ("colnor~2", Yes),
        ("golour~1", Yes),
        ("golour~", Yes),
        ("golor~", No),
        ("stem(legislate)", Yes),
        ("/gr[ae]y/", Shows(&["gray"])),
        ("/gr[io]y/", No),
    ],
)];

#[test]
fn words_are_expanded_by_their_beginning_letters_spelling_and_stem() {
    OPERATORS.hold(EXPANSIONS);
}

const FUNCTIONS: &[Case] = &[text(
    "Aids aids AIDS damage, he said “no comment at all”",
    &[
        ("caps(aids)", Matches(2)),
        ("allcaps(aids)", Matches(1)),
        ("nocaps(aids)", Matches(1)),
        ("singular(damages)", Yes),
        ("plural(damages)", No),
        ("quote(\"no comment\")", Yes),
        ("quote(said)", No),
    ],
)];

#[test]
fn capitals_number_and_quotations_are_functions() {
    OPERATORS.hold(FUNCTIONS);
}

const LENGTHS: &[Case] = &[titled(
    "of four words more",
    "kappa lambda my",
    &[
        ("kappa words>2", Yes),
        ("kappa words>3", No),
        ("kappa words>=3", Yes),
        ("kappa words<3", No),
        ("kappa words<4", Yes),
        ("kappa words<=3", Yes),
        ("kappa wc>2", Yes),
        ("kappa wc>3", No),
        ("kappa LENGTH>2", Yes),
        ("kappa LENGTH>3", No),
    ],
)];

#[test]
fn length_is_the_number_of_the_words_of_the_body() {
    OPERATORS.hold(LENGTHS);
}

const EVERYTHING: &[Case] = &[text(
    "omega",
    &[
        ("*", Matches(0)),
        ("-zz", Matches(0)),
        ("NOT zz", Matches(0)),
        ("-omega", No),
        ("words<2", Matches(0)),
        ("missing:byline", Matches(0)),
        ("has:source", Matches(0)),
        ("has:byline", No),
        ("missing:source", No),
        ("has:title", No),
        ("missing:title", Yes),
    ],
)];

#[test]
fn everything_is_found_by_a_star_or_by_filters_alone() {
    OPERATORS.hold(EVERYTHING);
}

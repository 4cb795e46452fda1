//! Section 2: what binds tighter than what, and what dangles.

use super::{Case, No, Noted, Rules, Shows, Yes, text};

static PRECEDENCE: Rules = Rules::new(
    "precedence",
    &[
        OR_FIRST,
        SMALLEST_FIRST,
        UNITS,
        NEGATION,
        AFTER_NOT,
        LOWER_CASE,
        BESIDE,
        QUOTES,
        RESERVED,
        DANGLING,
    ],
);

const OR_FIRST: &[Case] = &[
    text(
        "aa",
        &[
            ("aa OR bb w/1 cc", No),
            ("aa OR (bb w/1 cc)", Yes),
            ("aa bb OR cc", No),
        ],
    ),
    text(
        "aa cc",
        &[
            ("aa OR bb w/1 cc", Shows(&["aa cc"])),
            ("aa bb OR cc", Noted("and_or_mix")),
        ],
    ),
    text("cc", &[("aa bb OR cc", No), ("(aa bb) OR cc", Yes)]),
    text("student loan", &[("student OR college w/5 loan", Yes)]),
    text(
        "bankruptcy discharged x*60 college loan",
        &[
            (
                "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
                Yes,
            ),
            (
                "(bankrupt! w/25 discharg!) AND ((student OR college OR education!) w/5 loan)",
                Yes,
            ),
        ],
    ),
    text(
        "bankruptcy discharged x*60 college",
        &[(
            "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
            No,
        )],
    ),
    text(
        "student x*20 education loan",
        &[(
            "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
            No,
        )],
    ),
];

#[test]
fn or_binds_tighter_than_connectors_and_and() {
    PRECEDENCE.hold(OR_FIRST);
}

const SMALLEST_FIRST: &[Case] = &[
    text(
        "bb aa x cc",
        &[
            ("aa w/5 bb w/2 cc", No),
            ("(aa w/5 bb) w/2 cc", Yes),
            ("aa w/2 bb w/2 cc", Yes),
        ],
    ),
    text(
        "bb aa x dd",
        &[("aa w/5 bb pre/2 dd", No), ("aa w/2 (bb w/2 dd)", No)],
    ),
];

#[test]
fn the_smallest_distance_binds_first_and_ties_go_left_to_right() {
    PRECEDENCE.hold(SMALLEST_FIRST);
}

const UNITS: &[Case] = &[
    text(
        "Bb aa x cc.",
        &[("aa w/s bb w/2 cc", No), ("(aa w/s bb) w/2 cc", Yes)],
    ),
    text(
        "Aa bb. Then cc.",
        &[
            ("cc w/p aa w/s bb", Yes),
            ("(cc w/p aa) w/s bb", No),
            ("aa w/s bb w/p cc", Yes),
        ],
    ),
    text(
        "Aa bb.\n\nThen cc.",
        &[("cc w/seg aa w/p bb", Yes), ("(cc w/seg aa) w/p bb", No)],
    ),
    text(
        "aa bb x x x cc",
        &[("aa NOT bb w/2 cc", Yes), ("aa NOT bb w/4 cc", No)],
    ),
];

#[test]
fn distances_bind_before_sentences_paragraphs_and_fields() {
    PRECEDENCE.hold(UNITS);
}

const NEGATION: &[Case] = &[
    text(
        "gamma",
        &[
            ("NOT beta OR gamma", No),
            ("-beta OR gamma", Yes),
            ("!beta OR gamma", Yes),
            ("alpha OR NOT beta", Yes),
            ("gamma NOT alpha OR beta", Yes),
            ("gamma AND NOT alpha OR beta", Yes),
            ("gamma BUT NOT alpha OR gamma", No),
            ("gamma NOT alpha w/2 gamma", Yes),
        ],
    ),
    text(
        "beta",
        &[
            ("alpha OR NOT beta", No),
            ("NOT beta OR gamma", No),
            ("-beta OR gamma", No),
        ],
    ),
    text(
        "alpha beta",
        &[
            ("alpha OR NOT beta", Yes),
            ("alpha NOT beta w/1 gamma", Yes),
            ("alpha NOT beta w/1 alpha", No),
        ],
    ),
];

#[test]
fn a_glued_sign_negates_a_unit_and_the_word_a_clause() {
    PRECEDENCE.hold(NEGATION);
}

const AFTER_NOT: &[Case] = &[
    text(
        "delta eta",
        &[
            ("delta AND NOT iota AND eta", Noted("after_and_not")),
            ("delta AND NOT iota AND zeta", No),
        ],
    ),
    text("delta iota eta", &[("delta AND NOT iota AND eta", No)]),
    text("delta and more", &[("delta AND NOT iota AND eta", No)]),
];

#[test]
fn what_follows_an_and_not_clause_stays_positive() {
    PRECEDENCE.hold(AFTER_NOT);
}

const LOWER_CASE: &[Case] = &[
    text(
        "trial and error",
        &[("trial and error", Noted("lower_case_operator"))],
    ),
    text(
        "trial of error",
        &[
            ("trial and error", No),
            ("trial AND error", Yes),
            ("trial and error w/5 of", Yes),
        ],
    ),
    text(
        "kappa sigma",
        &[
            ("kappa or zeta", No),
            ("kappa or zeta w/5 sigma", Yes),
            ("kappa or zeta pre/1 sigma", Yes),
            ("kappa or zeta /5 sigma", Yes),
            ("kappa or zeta +5 sigma", Yes),
            ("kappa or zeta near5 sigma", Yes),
            ("kappa or zeta adj5 sigma", Yes),
            ("kappa or zeta w/s sigma", Yes),
            ("kappa or zeta atleast1(sigma)", Yes),
            ("kappa or zeta sigm!", Yes),
            ("kappa or zeta BODY(sigma)", Yes),
            ("kappa or zeta NOCAPS(sigma)", Yes),
            ("kappa or zeta body(sigma)", No),
            ("kappa or zeta sigma*", No),
            ("kappa not sigma", No),
            ("kappa not sigma pre/1 kappa", Yes),
        ],
    ),
];

#[test]
fn lower_case_operators_need_a_sure_connector() {
    PRECEDENCE.hold(LOWER_CASE);
}

const BESIDE: &[Case] = &[
    text(
        "prime numbers x*9 minister resigned",
        &[(
            "prime minister w/5 resign!",
            Noted("words_beside_connector"),
        )],
    ),
    text(
        "prime minister x*9 resigned",
        &[("prime minister w/5 resign!", No)],
    ),
];

#[test]
fn words_beside_a_connector_stand_alone() {
    PRECEDENCE.hold(BESIDE);
}

const QUOTES: &[Case] = &[
    text(
        "rho and tau OR psi",
        &[
            ("\"rho AND tau\"", Yes),
            ("\"tau or psi\"", Yes),
            ("\"rho and tau", Noted("unclosed_quote")),
            ("\"tau and rho", No),
            ("psi \"rho and tau", Yes),
            ("\"rho * tau\"", Yes),
            ("\"rho * and\"", No),
            ("\"rho *\"", Noted("lone_star")),
            ("\"* psi\"", Noted("lone_star")),
            ("\"rh! and t?u\"", Yes),
            ("\"rh* and ta*\"", Yes),
            ("\"rho -and (tau)\"", Yes),
        ],
    ),
    text("rho tau", &[("\"rho * tau\"", No), ("\"rho *\"", Yes)]),
    text("who killed him", &[("\"who killed him?\"", Yes)]),
];

#[test]
fn inside_quotes_everything_is_a_word_but_stars_and_ends() {
    PRECEDENCE.hold(QUOTES);
}

const RESERVED: &[Case] = &[
    text(
        "closing date and bids",
        &[
            ("closing date and bids", Yes),
            ("date", Yes),
            ("closing title", No),
        ],
    ),
    text("closing and bids", &[("closing date and bids", No)]),
];

#[test]
fn a_reserved_word_among_plain_words_is_a_word() {
    PRECEDENCE.hold(RESERVED);
}

const DANGLING: &[Case] = &[
    text(
        "chi and not or same 5 w",
        &[
            ("chi AND", Noted("dangling_operator")),
            ("OR chi", Noted("dangling_operator")),
            ("chi NOT", Noted("dangling_operator")),
            ("chi /5", Yes),
            ("chi +5", Yes),
            ("SAME chi", Yes),
        ],
    ),
    text(
        "chi alone",
        &[
            ("chi AND", No),
            ("OR chi", No),
            ("chi NOT", No),
            ("chi |", Noted("dropped_sign")),
            ("& chi", Noted("dropped_sign")),
            ("chi w/5", Noted("dangling_connector")),
            ("w/5 chi", Noted("dangling_connector")),
            ("chi pre/5", Noted("dangling_connector")),
            ("chi w/s", Noted("dangling_connector")),
            ("chi /5", No),
            ("chi +5", No),
            ("SAME chi", No),
            ("chi SENTENCE", No),
        ],
    ),
];

#[test]
fn operators_without_operands_are_words_or_dropped() {
    PRECEDENCE.hold(DANGLING);
}

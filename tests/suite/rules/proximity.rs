//! Section 5: what is near what.

use super::{Case, Matches, No, Rules, Shows, Yes, text, titled};

static PROXIMITY: Rules = Rules::new(
    "proximity",
    &[
        WITHIN,
        NESTED,
        MINIMAL,
        TWICE,
        CHAINS,
        BOTH,
        NOT_WITHIN,
        NOT_BEFORE,
        NOT_IN_ONE,
        NOT_IN_FIELD,
        UNITS,
        WINDOWS,
        SLOP,
        BEGINNINGS,
        QUOTATIONS,
        REACH,
    ],
);

const WITHIN: &[Case] = &[
    text(
        "aa x bb x x aa",
        &[
            ("aa w/1 bb", No),
            ("aa w/2 bb", Matches(1)),
            ("aa w/3 bb", Matches(1)),
            ("aa pre/1 bb", No),
            ("aa pre/2 bb", Yes),
            ("aa pre/5 bb", Matches(1)),
            ("bb pre/3 aa", Yes),
            ("bb pre/2 aa", No),
        ],
    ),
    text(
        "aa bb cc",
        &[
            // The word under the star is the phrase's.
            ("\"aa * cc\" w/1 bb", No),
            ("(aa w/5 cc) w/1 bb", Yes),
            ("(aa w/5 cc) pre/5 bb", No),
            ("bb pre/5 (aa w/5 cc)", No),
            ("(aa pre/1 bb) pre/1 cc", Yes),
            ("(aa pre/1 bb) w/1 bb", No),
        ],
    ),
    text("aa x x x x bb", &[("aa w/5 bb", Yes), ("aa w/4 bb", No)]),
];

#[test]
fn rule_5_1_two_spans_are_apart_and_near() {
    PROXIMITY.hold(WITHIN);
}

const NESTED: &[Case] = &[
    text(
        "cc aa aa bb",
        &[
            ("cc w/1 (aa w/5 bb)", Yes),
            ("(aa w/5 bb) w/1 cc", Yes),
            ("cc pre/1 (aa w/5 bb)", Yes),
            ("cc pre/1 (aa w/1 bb)", No),
            ("aa w/5 bb", Shows(&["aa bb"])),
        ],
    ),
    text(
        "bb cc x x aa x bb",
        &[("(aa w/9 bb) w/1 cc", Yes), ("(aa w/2 bb) w/1 cc", No)],
    ),
];

#[test]
fn rule_5_2_nesting_loses_nothing() {
    PROXIMITY.hold(NESTED);
}

const MINIMAL: &[Case] = &[
    text("Aa x bb Bb", &[("aa w/5 bb", Shows(&["Aa .. bb"]))]),
    text("aa bb aa", &[("aa w/5 bb", Matches(1))]),
    text("aa bb aa bb", &[("aa w/5 bb", Matches(2))]),
    text(
        "aa x x bb Aa Bb",
        &[("aa w/5 bb", Shows(&["aa .. bb", "Aa Bb"]))],
    ),
    text(
        "Aa Bb bb Cc",
        &[
            ("window/4(aa, bb, cc)", Shows(&["Aa Bb .. Cc"])),
            ("aa w/5 bb w/5 cc", Shows(&["Aa Bb .. Cc"])),
        ],
    ),
];

#[test]
fn rule_5_2_the_outermost_connector_keeps_its_minimal_spans() {
    PROXIMITY.hold(MINIMAL);
}

const TWICE: &[Case] = &[
    text(
        "marvin gaye",
        &[("marvin w/5 marvin", No), ("marvin pre/5 marvin", No)],
    ),
    text(
        "marvin x marvin marvin",
        &[
            ("marvin w/5 marvin", Matches(1)),
            ("marvin w/1 marvin", Matches(1)),
        ],
    ),
    text(
        "new york and york",
        &[
            ("\"new york\" w/3 york", Yes),
            ("\"new york\" w/1 york", No),
            ("york w/2 \"new york\"", Yes),
        ],
    ),
    text(
        "new york",
        &[
            ("\"new york\" w/3 york", No),
            ("york w/3 \"new york\"", No),
            ("york w/5 york", No),
            ("\"new york\" w/s york", No),
        ],
    ),
];

#[test]
fn rule_5_3_the_same_word_twice_needs_two_occurrences() {
    PROXIMITY.hold(TWICE);
}

const CHAINS: &[Case] = &[
    text(
        "aa x x bb x x x x x x x x x cc",
        &[
            ("aa w/5 bb w/10 cc", Yes),
            ("aa w/5 bb w/9 cc", No),
            ("cc w/10 (bb w/5 aa)", Yes),
            ("aa w/2 bb w/10 cc", No),
        ],
    ),
    text(
        "aa x cc x x bb",
        &[("aa w/5 bb w/5 cc", Yes), ("(aa w/5 bb) w/1 cc", Yes)],
    ),
    text(
        "fire inquiry school",
        &[
            ("fire w/5 school w/5 inquiry", Yes),
            ("fire pre/5 school pre/5 inquiry", No),
        ],
    ),
];

#[test]
fn rule_5_4_a_chain_is_measured_from_the_nearest_end() {
    PROXIMITY.hold(CHAINS);
}

const BOTH: &[Case] = &[
    text(
        "aa x cc x bb dd",
        &[
            ("(aa AND bb) w/2 cc", Shows(&["aa .. cc .. bb"])),
            ("cc w/2 (aa bb)", Yes),
            ("(aa AND bb) w/1 cc", No),
            ("(aa AND ee) w/5 cc", No),
            ("((aa AND bb) w/2 cc) w/1 dd", Yes),
            ("(aa AND bb) pre/5 cc", No),
            ("cc pre/5 (bb AND dd)", Yes),
            ("(aa AND bb) w/s cc", Yes),
        ],
    ),
    text(
        "aa cc x*20 cc bb",
        &[
            ("(aa AND bb) w/10 cc", No),
            ("(aa w/10 cc) AND (bb w/10 cc)", Yes),
        ],
    ),
    text(
        "aa bb cc",
        &[("(aa AND bb) pre/5 cc", Yes), ("(aa AND bb) w/1 cc", No)],
    ),
];

#[test]
fn rule_5_5_and_beside_a_connector_is_around_one_occurrence() {
    PROXIMITY.hold(BOTH);
}

const NOT_WITHIN: &[Case] = &[
    text(
        "puerto rico x*40 RICO charges",
        &[
            ("rico NOT w/5 puerto", Shows(&["RICO"])),
            ("rico AND NOT (rico w/5 puerto)", No),
            ("rico NOT w/5 \"puerto rico\"", Shows(&["RICO"])),
            ("rico NOT w/50 puerto", No),
            ("charges NOT w/1 rico", No),
        ],
    ),
    text(
        "puerto rico",
        &[
            ("rico NOT w/5 puerto", No),
            ("\"puerto rico\" NOT w/3 rico", No),
            ("\"puerto rico\" NOT w/3 \"puerto rico\"", Yes),
            ("rico NOT w/5 zz", Yes),
            ("zz NOT w/5 rico", No),
        ],
    ),
    text("marvin gaye", &[("marvin NOT w/5 marvin", Yes)]),
    text(
        "marvin x Marvin",
        &[
            ("marvin NOT w/5 marvin", No),
            ("marvin NOT w/1 marvin", Matches(2)),
        ],
    ),
    text(
        "bb cc x cc aa",
        &[
            // The pair of the first bb and the second cc is not minimal, yet it is near aa.
            ("aa NOT w/1 (bb w/5 cc)", No),
            ("aa NOT w/1 (bb w/1 cc)", Yes),
        ],
    ),
    text(
        "aa bb Bb x x cc",
        &[
            ("(aa w/5 bb) NOT w/2 cc", Shows(&["aa bb"])),
            ("(aa w/5 bb) NOT w/3 cc", Shows(&["aa bb"])),
        ],
    ),
];

#[test]
fn rule_5_6_not_within_keeps_what_has_no_other_near() {
    PROXIMITY.hold(NOT_WITHIN);
}

const NOT_BEFORE: &[Case] = &[
    text(
        "puerto rico x x",
        &[
            ("puerto NOT pre/1 rico", No),
            ("rico NOT pre/1 puerto", Yes),
            ("\"puerto rico\" NOT pre/2 rico", Yes),
        ],
    ),
    text(
        "rico x x puerto Rico",
        &[
            ("rico NOT pre/3 puerto", Shows(&["Rico"])),
            ("rico NOT pre/2 puerto", Matches(2)),
        ],
    ),
];

#[test]
fn rule_5_6_not_before_looks_at_what_follows_only() {
    PROXIMITY.hold(NOT_BEFORE);
}

const NOT_IN_ONE: &[Case] = &[text(
    "Aa met bb. Then AA ran to cc.\n\nThen dd.",
    &[
        ("aa NOT w/s bb", Shows(&["AA"])),
        ("aa NOT w/s cc", Shows(&["Aa"])),
        ("aa NOT w/p cc", No),
        ("aa NOT w/p dd", Matches(2)),
        ("aa NOT w/seg dd", No),
        ("aa NOT w/seg zz", Matches(2)),
        ("dd NOT w/s aa", Yes),
    ],
)];

#[test]
fn rule_5_6_not_in_one_sentence_paragraph_or_field() {
    PROXIMITY.hold(NOT_IN_ONE);
}

const NOT_IN_FIELD: &[Case] = &[
    titled(
        "aa",
        "bb x cc",
        &[
            ("aa NOT w/5 bb", Yes),
            ("aa NOT w/seg bb", Yes),
            ("title:aa NOT w/5 bb", Yes),
            ("body:aa NOT w/5 bb", No),
        ],
    ),
    titled(
        "aa bb",
        "aa",
        &[("title:aa NOT w/5 bb", No), ("aa NOT w/5 bb", Matches(1))],
    ),
    titled(
        "aa x",
        "bb aa",
        &[
            ("title:(aa NOT w/5 bb)", Matches(1)),
            ("body:aa NOT w/5 bb", No),
        ],
    ),
];

#[test]
fn rule_5_6_a_field_limits_both_sides() {
    PROXIMITY.hold(NOT_IN_FIELD);
}

const UNITS: &[Case] = &[
    text(
        "Aa met bb. Then cc came.\n\nThen dd.",
        &[
            ("aa w/s bb", Yes),
            ("bb pre/s aa", No),
            ("bb w/s aa", Yes),
            ("bb w/s cc", No),
            ("(aa w/5 bb) w/s cc", No),
            ("(aa w/5 bb) w/s met", Yes),
            ("(bb w/5 cc) w/s came", No),
            ("(bb w/5 cc) w/5 came", Yes),
            ("(aa w/5 bb) w/p cc", Yes),
            ("cc pre/p aa", No),
            ("aa pre/p cc", Yes),
            ("bb w/p dd", No),
            ("bb w/seg dd", Yes),
            ("aa w/s aa", No),
            ("then w/p then", No),
            ("then w/seg then", Yes),
            ("\"aa met\" w/s met", No),
        ],
    ),
    titled(
        "smith",
        "jones",
        &[
            ("smith w/seg jones", No),
            ("smith w/p jones", No),
            ("smith jones", Yes),
        ],
    ),
    text("aa x*70 bb", &[("aa w/s bb", Yes)]),
    text("Aa. Bb.", &[("aa w/s bb", No), ("met w/s bb", No)]),
];

#[test]
fn rule_5_7_sentences_paragraphs_and_fields_hold_whole_spans() {
    PROXIMITY.hold(UNITS);
}

const WINDOWS: &[Case] = &[
    text(
        "fire x school x inquiry",
        &[
            ("window/5(fire, school, inquiry)", Yes),
            ("window/4(fire, school, inquiry)", No),
            ("window/5(inquiry, fire, school)", Yes),
            ("window/3(fire, school)", Yes),
            ("window/2(fire, school)", No),
            ("window/9(fire, fire)", No),
            ("window/9(fire, zz OR school)", Yes),
        ],
    ),
    text(
        "aa bb x cc aa",
        &[
            ("window/4(\"aa bb\", cc)", Yes),
            ("window/3(\"aa bb\", cc)", No),
            ("window/9(\"aa bb\", bb)", No),
            ("window/5(aa, aa)", Yes),
            ("window/4(aa, aa)", No),
        ],
    ),
];

#[test]
fn rule_5_8_a_window_holds_one_span_of_each() {
    PROXIMITY.hold(WINDOWS);
}

const SLOP: &[Case] = &[
    text(
        "bb aa",
        &[
            ("\"aa bb\"~2", Yes),
            ("\"aa bb\"~1", No),
            ("\"bb aa\"~1", Yes),
        ],
    ),
    text(
        "aa x bb x cc",
        &[
            ("\"aa bb cc\"~2", Shows(&["aa .. bb .. cc"])),
            ("\"aa bb cc\"~1", No),
        ],
    ),
    text(
        "cc bb aa",
        &[("\"aa bb cc\"~4", Yes), ("\"aa bb cc\"~3", No)],
    ),
    text(
        "aa zz apples pie",
        &[
            ("\"aa aa\"~5", No),
            ("\"apple pie\"~5", No),
            ("\"apples pie\"~5", Yes),
        ],
    ),
];

#[test]
fn rule_5_8_slop_is_how_far_the_words_of_a_phrase_are_moved() {
    PROXIMITY.hold(SLOP);
}

const BEGINNINGS: &[Case] = &[titled(
    "x x x dd",
    "bb x aa x aa",
    &[
        ("first/1(bb)", Yes),
        ("first/2(aa)", No),
        ("first/3(aa)", Matches(1)),
        ("first/5(aa)", Matches(2)),
        ("first/3(aa w/2 bb)", Yes),
        ("first/2(aa w/2 bb)", No),
        ("first/2(\"x aa\")", No),
        ("first/1(dd)", Yes),
        ("title:first/1(dd)", Yes),
    ],
)];

#[test]
fn rule_5_8_first_is_the_beginning_of_the_body_or_all_of_the_title() {
    PROXIMITY.hold(BEGINNINGS);
}

const QUOTATIONS: &[Case] = &[
    text(
        "He said “no comment” and 'left' today",
        &[
            ("quote(\"no comment\")", Yes),
            ("quote(comment)", Yes),
            ("quote(today)", No),
            ("quote(left)", No),
            ("quote(said)", No),
            ("quote(said w/5 comment)", No),
        ],
    ),
    text(
        "x \"aa bb\" cc «dd» ee „ff“ gg “hh\" ii",
        &[
            ("quote(aa)", Yes),
            ("quote(cc)", No),
            ("quote(dd)", Yes),
            ("quote(ee)", No),
            ("quote(ff)", Yes),
            ("quote(gg)", No),
            ("quote(hh)", Yes),
            ("quote(ii)", No),
            ("quote(aa w/1 bb)", Yes),
            ("quote(aa w/9 dd)", No),
            ("quote(aa OR cc)", Matches(1)),
        ],
    ),
    text(
        "x “aa bb. Then\n\ncc",
        &[
            ("quote(bb)", Yes),
            ("quote(then)", Yes),
            ("quote(cc)", No),
            ("quote(x)", No),
        ],
    ),
];

#[test]
fn rule_5_9_a_quotation_is_closed_by_any_double_mark_or_the_paragraph() {
    PROXIMITY.hold(QUOTATIONS);
}

const REACH: &[Case] = &[text(
    "aa bb zz",
    &[
        ("aa W/5 bb", Yes),
        ("bb W/5 aa", Yes),
        ("aa Pre/3 bb", Yes),
        ("bb Pre/3 aa", No),
        ("aa PRE/3 bb", Yes),
        ("aa Near/3 bb", Yes),
        ("aa Adj3 bb", Yes),
        ("aa Around(3) bb", Yes),
        ("aa W/S bb", Yes),
        ("aa W/p bb", Yes),
        ("aa Pre/S bb", Yes),
        ("aa W/Seg bb", Yes),
        ("aa not w/5 bb", No),
        ("aa w/10000 bb", Yes),
    ],
)];

#[test]
fn rule_5_10_connectors_stand_in_any_case_and_reach_to_10000() {
    PROXIMITY.hold(REACH);
}

//! Section 4: which words a word finds.

use serde_json::Value;

use super::{Case, Matches, No, Noted, Rules, Shows, Yes, pages, text, titled};
use crate::harness::Folder;

static FORMS: Rules = Rules::new(
    "forms",
    &[
        COMPOUNDS,
        REGULAR,
        IRREGULAR,
        NO_PLURAL,
        NO_SINGULAR,
        ONE_STEP,
        SWITCHED_OFF,
        NUMBER,
        STEMS,
        ACCENTS,
        WILDCARDS,
        QUESTION_MARKS,
        REGEXES,
        SPELLINGS,
        NO_FURTHER,
        CAPITALS,
        SHOUTED,
        OCCURRENCES,
    ],
);

const REGULAR: &[Case] = &[
    text(
        "bus box quiz waltz church dish hero video city boy book gas house",
        &[
            ("buses", Yes),
            ("boxes", Yes),
            ("waltzes", Yes),
            ("churches", Yes),
            ("dishes", Yes),
            ("heroes", Yes),
            ("heros", Yes),
            ("videos", Yes),
            ("videoes", No),
            ("cities", Yes),
            ("citys", No),
            ("boys", Yes),
            ("boies", No),
            ("books", Yes),
            ("bookes", No),
            ("gases", Yes),
            ("houses", Yes),
            ("bused", No),
        ],
    ),
    text(
        "buses boxes waltzes churches dishes heroes videos cities boys books gases houses",
        &[
            ("bus", Yes),
            ("box", Yes),
            ("waltz", Yes),
            ("church", Yes),
            ("dish", Yes),
            ("hero", Yes),
            ("video", Yes),
            ("city", Yes),
            ("boy", Yes),
            ("book", Yes),
            ("gas", Yes),
            ("house", Yes),
            ("buses", Matches(1)),
        ],
    ),
    text(
        "two heros and many cafés",
        &[("hero", Yes), ("cafe", Yes), ("café", Yes)],
    ),
    text(
        "apples apple's apple",
        &[("apple", Matches(3)), ("apples", Matches(3))],
    ),
    text("movies and ties", &[("movie", Yes), ("tie", Yes)]),
];

#[test]
fn rule_4_a_word_finds_its_regular_plural_and_its_singular() {
    FORMS.hold(REGULAR);
}

const IRREGULAR: &[Case] = &[
    text(
        "women men children people feet wives",
        &[
            ("woman", Yes),
            ("man", Yes),
            ("child", Yes),
            ("person", Yes),
            ("foot", Yes),
            ("wife", Yes),
            ("womans", No),
            ("childs", No),
        ],
    ),
    text(
        "woman man child person foot wife",
        &[
            ("women", Yes),
            ("men", Yes),
            ("children", Yes),
            ("people", Yes),
            ("feet", Yes),
            ("wives", Yes),
            ("foots", No),
            ("childs", No),
        ],
    ),
];

#[test]
fn rule_4_the_lists_are_printed() {
    let lists = Folder::new().run(&["help", "forms"]);
    lists
        .exits(0)
        .out_has("\nwoman women\n")
        .out_has("\nchild children\n")
        .out_has("\nperson people persons\n")
        .out_has("\nwife wives\n")
        .out_has("\nnews series species politics ")
        .out_has("\ntaxi taxis\n")
        .out_has("\nMr Mrs ")
        .out_has("\nJan Feb ");
}

#[test]
fn rule_4_listed_irregular_plurals_go_before_the_regular() {
    FORMS.hold(IRREGULAR);
}

const NO_PLURAL: &[Case] = &[
    text(
        "three MPs, some ads, mp3s and the 1990s",
        &[
            ("MP", Yes),
            ("mp", No),
            ("ad", No),
            ("AD", Yes),
            ("mp3", No),
            ("1990", No),
            ("3", No),
        ],
    ),
    text(
        "news of series, species and politics",
        &[
            ("new", No),
            ("serie", No),
            ("specie", No),
            ("politic", No),
            ("news", Yes),
            ("newses", No),
            ("politics", Yes),
        ],
    ),
    text(
        "a new politic for newses",
        &[("news", No), ("politics", No)],
    ),
];

#[test]
fn rule_4_short_words_words_with_digits_and_unpaired_words_have_no_plural() {
    FORMS.hold(NO_PLURAL);
}

const NO_SINGULAR: &[Case] = &[
    text("an ad for us", &[("ads", No), ("ans", No)]),
    text(
        "glas campu basi",
        &[("glass", No), ("campus", No), ("basis", No)],
    ),
    text(
        "glass on campus",
        &[
            ("glas", No),
            ("campu", Yes),
            ("glasses", Yes),
            ("campuses", Yes),
        ],
    ),
    text(
        "a taxi for a ski",
        &[("taxis", Yes), ("skis", Yes), ("TAXIS", No)],
    ),
    text("foreign aid", &[("AIDS", No), ("aids", Yes), ("Aids", Yes)]),
    text("three aids", &[("aid", Yes), ("AID", Yes), ("AIDS", Yes)]),
    text("the MP", &[("MPS", No), ("mps", No)]),
];

#[test]
fn rule_4_no_singular_of_short_words_of_ss_us_is_or_of_capitals() {
    FORMS.hold(NO_SINGULAR);
}

const ONE_STEP: &[Case] = &[
    text("an axe", &[("axes", Yes), ("axis", No)]),
    text("the axis", &[("axes", Yes), ("axe", No)]),
    text("resigned apply", &[("resign", No), ("apple", No)]),
];

#[test]
fn rule_4_forms_are_one_step_and_never_a_closure() {
    FORMS.hold(ONE_STEP);
}

const SWITCHED_OFF: &[Case] = &[text(
    "Damages for the women",
    &[
        ("damage", Yes),
        ("\"damage\"", No),
        ("=damage", No),
        ("\"damages\"", Yes),
        ("=damages", Yes),
        ("=DAMAGES", Yes),
        ("\"woman\"", No),
        ("\"the woman\"", No),
        ("\"the women\"", Yes),
        ("the pre/1 woman", Yes),
    ],
)];

#[test]
fn rule_4_quotes_and_the_equal_sign_switch_forms_off() {
    FORMS.hold(SWITCHED_OFF);
}

const NUMBER: &[Case] = &[
    text(
        "damages for one foot of a person with news of heroes and heros",
        &[
            ("plural(damage)", Yes),
            ("plural(damages)", Yes),
            ("singular(damage)", No),
            ("singular(damages)", No),
            ("singular(feet)", Yes),
            ("singular(foot)", Yes),
            ("plural(foot)", No),
            ("plural(feet)", No),
            ("singular(people)", Yes),
            ("plural(person)", No),
            ("singular(news)", Yes),
            ("plural(news)", Yes),
            ("plural(hero)", Matches(2)),
            ("singular(hero)", No),
        ],
    ),
    text(
        "a damage to two feet of people",
        &[
            ("singular(damages)", Yes),
            ("plural(damage)", No),
            ("plural(foot)", Yes),
            ("singular(foot)", No),
            ("singular(people)", No),
            ("plural(person)", Yes),
            ("plural(people)", Yes),
        ],
    ),
];

#[test]
fn rule_4_singular_and_plural_find_the_one_form_only() {
    FORMS.hold(NUMBER);
}

const COMPOUNDS: &[Case] = &[
    text(
        "the policy-makers of the U.S. on the mother-in-law’s 10%",
        &[
            ("plural(policy-maker)", Matches(1)),
            ("plural(policy-makers)", Yes),
            ("plural(policymaker)", Yes),
            ("singular(policy-makers)", No),
            ("singular(mothers-in-laws)", No),
            ("singular(mother-in-laws)", Matches(1)),
            ("singular(mother-in-law's)", Yes),
            ("stem(policymaking)", Yes),
            ("stem(policy-makers)", Matches(1)),
            ("stem(policy-maker)", Matches(1)),
            ("stem(U.S.)", Yes),
            ("plural(10%)", Yes),
            ("singular(10%)", Yes),
            ("policy-makrs~1", Yes),
            ("policy-makrs's~1", Yes),
            ("of~1 pre/2 the", Yes),
        ],
    ),
    text(
        "one policy maker, a minister",
        &[
            ("singular(policy-makers)", Yes),
            ("plural(policy-makers)", No),
            ("stem(policy-makers)", Yes),
            ("minister's~1", Yes),
            ("mnister’s~1", Yes),
        ],
    ),
];

#[test]
fn rule_4_functions_take_compounds_possessives_and_signs_as_words_are_taken() {
    FORMS.hold(COMPOUNDS);
}

const STEMS: &[Case] = &[
    text(
        "arguing",
        &[("stem(argue)", Yes), ("stem(argued)", Yes), ("argue", No)],
    ),
    text(
        "connections",
        &[
            ("stem(connected)", Yes),
            ("connection", Yes),
            ("connected", No),
        ],
    ),
];

#[test]
fn rule_4_full_stems_are_asked_for() {
    FORMS.hold(STEMS);
    let counts = |flags: &[&str]| -> Vec<Value> {
        let queries = [
            "argue",
            "\"argue\"",
            "=argue",
            "body:argue",
            "zz OR argued",
            "US",
            "id:0",
        ];
        let pages = pages("search", FORMS.index(), &queries, flags);
        let counts = pages.iter().map(|page| &page["counts"]["articles"]);
        counts.cloned().collect()
    };
    assert_eq!(counts(&[]), [0, 0, 0, 0, 0, 1, 1]);
    assert_eq!(counts(&["--stem"]), [1, 0, 0, 1, 1, 1, 1]);
}

const ACCENTS: &[Case] = &[
    text(
        "Pelé scored",
        &[
            ("=Pelé", Yes),
            ("=pelé", Yes),
            ("=PELÉ", Yes),
            ("=pele", No),
            ("\"pele\"", Yes),
            ("\"Pelé scored\"", Yes),
            ("pele", Yes),
        ],
    ),
    text(
        "Pele scored",
        &[
            ("\"Pelé\"", Yes),
            ("=Pelé", No),
            ("Pelé", Yes),
            ("=PELE", Yes),
        ],
    ),
];

#[test]
fn rule_4_the_equal_sign_makes_accents_exact_quotes_do_not() {
    FORMS.hold(ACCENTS);
}

const WILDCARDS: &[Case] = &[
    text(
        "color colour colorer women",
        &[
            ("col*r", Matches(3)),
            ("colo*r", Matches(3)),
            ("colo?r", Shows(&["colour"])),
            ("wom?n", Matches(1)),
            ("*our", Yes),
            ("colou*", Matches(1)),
            ("color*", Matches(2)),
            ("colo!", Matches(3)),
            ("\"col* women\"", Yes),
            ("\"colo! women\"", Yes),
            ("\"colour * women\"", Yes),
            ("\"color * women\"", No),
            ("\"wom?n\"", Yes),
        ],
    ),
    text(
        "the policy-makers of the École gave 10% in 1953",
        &[
            ("polic*akers", Matches(1)),
            ("écol*", Yes),
            ("ecol*", Yes),
            ("19?3", Yes),
            ("10*", Shows(&["10"])),
            ("*10*", Matches(1)),
        ],
    ),
];

#[test]
fn rule_4_wildcards_stand_for_letters_of_words_and_joined_forms() {
    FORMS.hold(WILDCARDS);
}

const QUESTION_MARKS: &[Case] = &[text(
    "who killed him at 1953",
    &[
        ("who killed him?", Noted("question_mark")),
        ("?him", Noted("question_mark")),
        ("h?m", Yes),
        ("wh?", No),
        ("195?", No),
        ("\"who killed him?\"", Yes),
        ("\"who k?lled him\"", Yes),
        ("\"who killed? him\"", Yes),
    ],
)];

#[test]
fn rule_4_a_question_mark_is_a_wildcard_only_between_letters_or_digits() {
    FORMS.hold(QUESTION_MARKS);
}

const REGEXES: &[Case] = &[text(
    "a greyish gray École of policy-makers",
    &[
        ("/gr[ae]y/", Shows(&["gray"])),
        ("/grey/", No),
        ("/gr.*/", Matches(2)),
        ("/ecole/", Yes),
        ("/policymakers/", Yes),
        ("/.*makers/", Matches(1)),
    ],
)];

#[test]
fn rule_4_a_regex_matches_the_whole_folded_word() {
    FORMS.hold(REGEXES);
}

const SPELLINGS: &[Case] = &[
    text(
        "quick color abcd",
        &[
            ("qiuck~1", Yes),
            ("qiuck~", Yes),
            ("quikc~1", Yes),
            ("qick~1", Yes),
            ("quickk~1", Yes),
            ("quack~1", Yes),
            ("quack", No),
            ("qiukc~1", No),
            ("qiukc~2", Yes),
            ("clr~1", No),
            ("clr~2", Yes),
            ("cabd~1", No),
            ("acbd~1", Yes),
        ],
    ),
    // Two steps if a swapped pair could be edited again; in optimal string alignment three.
    text("abcxyz", &[("caxyz~2", No), ("acbxyz~1", Yes)]),
];

#[test]
fn rule_4_a_swap_is_one_step_of_spelling() {
    FORMS.hold(SPELLINGS);
}

const NO_FURTHER: &[Case] = &[text(
    "apples grow",
    &[
        ("app*e", No),
        ("/apple/", No),
        ("aple~1", No),
        ("aple~2", Yes),
    ],
)];

#[test]
fn rule_4_expansions_have_no_further_forms() {
    FORMS.hold(NO_FURTHER);
}

const CAPITALS: &[Case] = &[
    text(
        "Turkey ate a turkey. NATO’s McGraw, A. Vitamin, an iPhone and B2B F-16",
        &[
            ("caps(turkey)", Shows(&["Turkey"])),
            ("nocaps(turkey)", Shows(&["turkey"])),
            ("allcaps(turkey)", No),
            ("allcaps(nato)", Yes),
            ("caps(nato)", Yes),
            ("nocaps(nato)", No),
            ("caps(mcgraw)", Yes),
            ("nocaps(mcgraw)", No),
            ("allcaps(mcgraw)", No),
            ("allcaps(a)", No),
            ("caps(a)", Shows(&["A"])),
            ("caps(\"a vitamin\")", Yes),
            ("caps(\"a turkey\")", No),
            ("caps(iphone)", No),
            ("nocaps(iphone)", No),
            ("allcaps(iphone)", No),
            ("allcaps(b2b)", Yes),
            ("allcaps(\"f 16\")", No),
        ],
    ),
    text(
        "Prime-minister May",
        &[
            ("caps(primeminister)", No),
            ("nocaps(primeminister)", No),
            ("primeminister", Yes),
        ],
    ),
    text(
        "Prime-Minister May",
        &[
            ("caps(primeminister)", Yes),
            ("caps(prime-minister)", Yes),
            ("allcaps(may)", No),
        ],
    ),
    text(
        "aids the poor; AIDS",
        &[
            ("allcaps(AIDS)", Shows(&["AIDS"])),
            ("nocaps(AIDS)", Shows(&["aids"])),
        ],
    ),
];

#[test]
fn rule_4_capitals_are_tested_on_each_word_as_printed() {
    FORMS.hold(CAPITALS);
}

const SHOUTED: &[Case] = &[
    titled(
        "AIDS CUTS FEARED",
        "it was said",
        &[
            ("allcaps(AIDS)", No),
            ("caps(AIDS)", No),
            ("nocaps(AIDS)", No),
            ("AIDS", Yes),
            ("nocaps(said)", Yes),
        ],
    ),
    titled(
        "NATO SUMMIT",
        "it was held",
        &[("allcaps(nato)", Yes), ("caps(summit)", Yes)],
    ),
    text(
        "STRIKE AT MILL GROWS\n\nthe STRIKE",
        &[
            ("allcaps(strike)", Matches(1)),
            ("caps(mill)", No),
            ("strike", Matches(2)),
        ],
    ),
];

#[test]
fn rule_4_a_title_or_paragraph_in_capitals_says_nothing() {
    FORMS.hold(SHOUTED);
}

const OCCURRENCES: &[Case] = &[
    // The nearer pair has a small letter; the farther one is still tested.
    text(
        "Apple pie Pie",
        &[
            ("caps(apple w/5 pie)", Shows(&["Apple .. Pie"])),
            ("apple w/5 pie", Shows(&["Apple pie"])),
        ],
    ),
];

#[test]
fn rule_4_capitals_are_tested_before_spans_are_reduced() {
    FORMS.hold(OCCURRENCES);
}

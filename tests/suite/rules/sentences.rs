//! Section 3, rule 8: where sentences and paragraphs end.

use serde_json::json;

use super::{Case, No, Rules, Yes, array, build, finds_keys, pages, text, titled};

static SENTENCES: Rules = Rules::new(
    "sentences",
    &[ENDS, NO_ENDS, OTHER_SCRIPTS, BOUNDARIES, LONG],
);

const ENDS: &[Case] = &[
    text(
        "Alpha came. Beta went.",
        &[("alpha w/s beta", No), ("alpha w/p beta", Yes)],
    ),
    text("Alpha came! Beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came? Beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came… Beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came... Beta went.", &[("alpha w/s beta", No)]),
    text("“Alpha came.” Beta went.", &[("alpha w/s beta", No)]),
    text("(Alpha came.) Beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came.') Beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came. 5 beta went.", &[("alpha w/s beta", No)]),
    text("Alpha came. “beta went.”", &[("alpha w/s beta", No)]),
    text("Alpha came. (beta went.)", &[("alpha w/s beta", No)]),
    text("Alpha came.\nBeta went.", &[("alpha w/s beta", No)]),
    text("Alpha Mr! Beta went.", &[("alpha w/s beta", No)]),
];

#[test]
fn rule_3_8_a_sentence_ends_before_a_capital_a_digit_or_an_opening() {
    SENTENCES.hold(ENDS);
}

const NO_ENDS: &[Case] = &[
    text("Alpha came. beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha came.Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha came, Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha J. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha U.S. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha at 9 p.m. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha Mr. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha Gen. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha Sen. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha St. Beta went.", &[("alpha w/s beta", Yes)]),
    text("Alpha on Jan. 5 Beta went.", &[("alpha w/s beta", Yes)]),
];

#[test]
fn rule_3_8_a_sentence_goes_on_after_initials_and_abbreviations() {
    SENTENCES.hold(NO_ENDS);
}

const OTHER_SCRIPTS: &[Case] = &[
    text("東。京", &[("東 w/s 京", No), ("東 w/1 京", Yes)]),
    text("東！京", &[("東 w/s 京", No)]),
    text("東？京", &[("東 w/s 京", No)]),
    text("東、京", &[("東 w/s 京", Yes)]),
];

#[test]
fn rule_3_8_full_stops_of_other_scripts_end_a_sentence_at_once() {
    SENTENCES.hold(OTHER_SCRIPTS);
}

const BOUNDARIES: &[Case] = &[
    text(
        "alpha came\n\nbeta went",
        &[
            ("alpha w/s beta", No),
            ("alpha w/p beta", No),
            ("alpha w/2 beta", Yes),
            ("\"came beta\"", Yes),
            ("alpha w/1 beta", No),
            ("alpha w/seg beta", Yes),
        ],
    ),
    titled(
        "Alpha came. Gamma went.",
        "beta",
        &[
            ("alpha w/s gamma", Yes),
            ("alpha w/p gamma", Yes),
            ("gamma w/5 beta", No),
            ("went w/1 beta", No),
            ("\"went beta\"", No),
            ("gamma w/p beta", No),
            ("gamma beta", Yes),
        ],
    ),
];

#[test]
fn rule_3_8_ends_have_no_position_and_a_title_is_one_sentence() {
    SENTENCES.hold(BOUNDARIES);
}

const LONG: &[Case] = &[
    text(
        "alpha x*78 beta gamma",
        &[
            ("alpha w/s beta", Yes),
            ("alpha w/s gamma", No),
            ("beta w/s gamma", No),
            ("alpha w/p gamma", Yes),
        ],
    ),
    text(
        "One. Alpha x*78 beta gamma x*78 delta epsilon",
        &[
            ("alpha w/s beta", Yes),
            ("beta w/s gamma", No),
            ("gamma w/s delta", Yes),
            ("delta w/s epsilon", No),
        ],
    ),
];

#[test]
fn rule_3_8_a_sentence_is_cut_after_every_80_words() {
    SENTENCES.hold(LONG);
}

/// Sentences of ten words, the first word of each numbered.
fn block(sentences: usize) -> String {
    let sentence = |number: usize| format!("Word{number} {}x. ", "x ".repeat(8));
    (1..=sentences).map(sentence).collect()
}

#[test]
fn rule_3_8_one_long_block_is_cut_into_paragraphs() {
    let article = |key: &str, text: String| json!({"id": key, "text": text, "source": key});
    let index = build(
        "blocks",
        &[
            article("fifteen", block(15)),
            article("sixteen", block(16)),
            article("long", block(24)),
            article("two", format!("{}\n\nThe end.", block(16))),
        ],
    );
    finds_keys(
        &index,
        &[],
        &[
            ("word1 w/p word8", "fifteen long sixteen two"),
            ("word1 w/p word9", "fifteen two"),
            ("word1 w/p word15", "fifteen two"),
            ("word9 w/p word16", "long sixteen two"),
            ("word16 w/p word17", ""),
            ("word17 w/p word24", "long"),
            ("word1 w/seg word16", "long sixteen two"),
        ],
    );
    let asked = ["word1 w/p word8", "word1 w/s x1", "word1 w/5 x", "word1"];
    let said: Vec<String> = pages("search", &index, &asked, &["--all"])
        .iter()
        .map(|page| {
            let notes = array(&page["notes"]).iter();
            let cut = notes.filter(|note| note["code"] == "paragraph_cut");
            cut.filter_map(|note| note["text"].as_str()).collect()
        })
        .collect();
    // One of fifteen sentences is short enough to stay whole; who asks for words alone is not told.
    assert_eq!(
        said,
        [
            "articles found that are one long paragraph, cut at sentence ends: 2",
            "",
            "",
            ""
        ]
    );
}

//! Tables of texts and what they are analysed to.

use std::collections::HashSet;
use std::slice::from_ref;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::fields::words_and_ends;
use super::{
    Analysis, FormKind, Marks, QueryWord, Unit, body, field, fold, forms, lists, paragraph_words,
    title, units,
};

/// Each word on its position, `|` after the last of a sentence.
fn with_sentence_ends(analysis: &Analysis) -> String {
    let mut out = Vec::new();
    for (word, position) in analysis.words.split(' ').zip(0..) {
        let ends = marks_at(analysis, position).has(Marks::SENTENCE_END);
        out.push(format!("{word}{}", if ends { "|" } else { "" }));
    }
    out.join(" ")
}

fn marks_at(analysis: &Analysis, position: u32) -> Marks {
    analysis
        .marks
        .iter()
        .find(|(at, _)| *at == position)
        .map_or(Marks::default(), |(_, marks)| *marks)
}

fn positions_with(analysis: &Analysis, mark: Marks) -> Vec<u32> {
    analysis
        .marks
        .iter()
        .filter(|(_, marks)| marks.has(mark))
        .map(|(position, _)| *position)
        .collect()
}

fn paragraphs(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The forms as `kind position+length text`.
fn forms_of(text: &str) -> Vec<String> {
    field(text)
        .forms
        .iter()
        .map(|form| {
            format!(
                "{:?} {}+{} {}",
                form.kind, form.position, form.length, form.text
            )
        })
        .collect()
}

/// Units as `word`, `a+b=ab` or `<sign>length`; typed capitals and `US` after a slash.
fn asked(text: &str) -> String {
    let word = |word: &QueryWord| {
        let capitals = if word.capitals { "/C" } else { "" };
        let us = if word.us { "/US" } else { "" };
        format!("{}{capitals}{us}", word.folded)
    };
    let shown: Vec<String> = units(text)
        .iter()
        .map(|unit| match unit {
            Unit::Word(asked) => word(asked),
            Unit::Compound { parts, joined } => {
                let parts: Vec<String> = parts.iter().map(word).collect();
                format!("{}={}", parts.join("+"), joined.folded)
            }
            Unit::Sign { whole, length } => format!("<{whole}>{length}"),
        })
        .collect();
    shown.join(" ")
}

fn family(text: &str) -> String {
    match units(text).as_slice() {
        [Unit::Word(word)] => forms::family(word).join(" "),
        other => format!("not one word: {other:?}"),
    }
}

#[test]
fn text_is_cut_into_folded_words() {
    let cases = [
        ("O'Connor’s well-known man", "o'connor well known man"),
        ("1,000 people, 3.5 per cent.", "1,000 people 3.5 per cent"),
        (
            "the U.S. at 3 p.m., a.k.a. J.K. Rowling",
            "the us at 3 pm aka jk rowling",
        ),
        ("U.S.Army U.S.A", "us army usa"),
        ("J. Smith J.Smith", "j smith j smith"),
        (
            "apples apple's apple’S James' boss's",
            "apples apple apple james boss",
        ),
        ("1990's the U.S.'s 1990s", "1990 the us 1990s"),
        ("who'd've rock 'n' roll", "who'd've rock n roll"),
        ("the s's of 'tis", "the s of tis"),
        (
            "Straße Ærø Łódź Pelé café Ὀδυσσεύς",
            "strasse aero lodz pele cafe οδυσσευσ",
        ),
        ("й ё हिन्दी が", "й ё हिन्दी が"),
        ("東京都の報告書", "東 京 都 の 報 告 書"),
        (
            "コーヒー ちょっと 2024年",
            "コ ー ヒ ー ち ょ っ と 2024 年",
        ),
        ("ภาษาไทย น้ำ", "ภ า ษ า ไ ท ย น้ำ"),
        ("한국어 신문", "한국어 신문"),
        (
            "pol\u{AD}icy ze\u{200B}ro be\u{7}ll apple\u{200B}'\u{200B}s",
            "policy zero bell apple",
        ),
        ("9/11 F-16 a_b foo:bar x=1", "9 11 f 16 a b foo bar x 1"),
        ("don't use ask-codex 20.04", "don't use ask codex 20.04"),
        ("1.000.000,50 v1.2.3 5.", "1.000.000,50 v1.2.3 5"),
        ("❤️ \u{301} — ½", ""),
        ("ſhip ÍNDICE", "ship indice"),
    ];
    for (text, words) in cases {
        let analysis = field(text);
        assert_eq!(analysis.words, words, "{text}");
        let length = analysis.words.split(' ').filter(|w| !w.is_empty()).count();
        assert_eq!(analysis.length as usize, length, "{text}");
    }
}

#[test]
fn folding_lets_patterns_through() {
    let cases = [
        ("Col*R", "col*r"),
        ("É?*", "e?*"),
        ("O’Con*", "o'con*"),
        ("*ÆØŁß", "*aeolss"),
        ("", ""),
    ];
    for (text, folded) in cases {
        assert_eq!(fold(text), folded);
    }
}

#[test]
fn further_forms_stand_over_their_words() {
    let cases: [(&str, &[&str]); 22] = [
        ("policy-makers", &["Joined 0+2 policymakers"]),
        ("his mother-in-law's", &["Joined 1+3 motherinlaw"]),
        (
            "e\u{2010}mail e\u{2011}mail e–mail e - mail",
            &["Joined 0+2 email", "Joined 2+2 email"],
        ),
        ("F-16 covid-19 post-covid-19 mid-1990s", &[]),
        ("AT&T-owned", &["Sign 0+2 at&t"]),
        ("U.S.-led", &["Joined 0+2 usled", "Us 0+1 us"]),
        ("give us the US view", &["Us 3+1 us"]),
        (
            "U.S. u.s. U.S.'s Us US's",
            &["Us 0+1 us", "Us 1+1 us", "Us 2+1 us", "Us 4+1 us"],
        ),
        ("Pelé pele", &["Exact 0+1 pelé"]),
        (
            "café-bar",
            &["Exact 0+1 café", "Joined 0+2 cafebar", "Exact 0+2 cafébar"],
        ),
        ("Straße don’t", &["Exact 0+1 straße"]),
        ("Россия й", &[]),
        (
            "$5m £5m €1,000 US$5",
            &[
                "Us 3+1 us",
                "Sign 0+1 $5m",
                "Sign 1+1 £5m",
                "Sign 2+1 €1,000",
                "Sign 4+1 $5",
            ],
        ),
        ("$ 5 $x £", &[]),
        (
            "10% 10.5%, 10 % 5m% %5",
            &["Sign 0+1 10%", "Sign 1+1 10.5%"],
        ),
        ("$5-million", &["Sign 0+1 $5"]),
        (
            "#tag (#Tag) @name a@b c#d ##e",
            &[
                "Sign 0+1 #tag",
                "Sign 1+1 #tag",
                "Sign 2+1 @name",
                "Sign 7+1 #e",
            ],
        ),
        ("C++ C+ 5++ C++-like C#", &["Sign 0+1 c++", "Sign 3+1 c++"]),
        (
            "AT&T Q & A R&D's A&B&C",
            &["Sign 0+2 at&t", "Sign 4+2 r&d", "Sign 6+3 a&b&c"],
        ),
        ("A.T.&T.", &["Sign 0+2 at&t"]),
        ("10\u{200B}%", &["Sign 0+1 10%"]),
        ("user@example.com", &[]),
    ];
    for (text, expected) in cases {
        let mut expected = expected.to_vec();
        let mut found = forms_of(text);
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn forms_come_in_the_order_of_their_positions() {
    let analysis = body(&paragraphs(&["Café-bar AT&T 10%", "$5 e-mail US"]));
    assert!(analysis.forms.is_sorted());
    assert!(analysis.forms.iter().any(|form| form.kind == FormKind::Us));
}

#[test]
fn sentences_end_where_the_contract_says() {
    let cases = [
        ("A man said. Then he left.", "a man said| then he left|"),
        ("A. said. Then B.", "a said| then b|"),
        (
            "He met Mr. Smith and Gen. Lee. They spoke.",
            "he met mr smith and gen lee| they spoke|",
        ),
        ("MR. SMITH WENT. HE CAME", "mr smith went| he came|"),
        ("In the U.S. The end", "in the us the end|"),
        ("the U.S.? The end", "the us| the end|"),
        ("J. K. Rowling", "j k rowling|"),
        (
            "“Stop!” He ran. (It rained.) “Oh.”",
            "stop| he ran| it rained| oh|",
        ),
        ("“Stop!” he said", "stop he said|"),
        ("It was 3.5. 5 came", "it was 3.5| 5 came|"),
        (
            "He waited... Then he left… Gone",
            "he waited| then he left| gone|",
        ),
        ("He waited... then", "he waited then|"),
        ("He waited. . . . Then", "he waited| then|"),
        ("Wait . Then", "wait| then|"),
        ("no space.Then . now", "no space then now|"),
        (
            "He said no. Then 5% rose. The",
            "he said no| then 5 rose| the|",
        ),
        ("Up 5%. The", "up 5| the|"),
        ("see No. 10 and no. 10", "see no 10 and no| 10|"),
        ("It was his wife's. The", "it was his wife| the|"),
        ("It ends. (see below) so", "it ends| see below so|"),
        ("It ends. — Not so", "it ends not so|"),
        ("終わり。次です！はい", "終 わ り| 次 で す| は い|"),
        ("Er kam am 5. Mai. Dann", "er kam am 5| mai| dann|"),
        ("Wer? »Ich.« Er", "wer| ich| er|"),
        ("Ford Motor Co. The firm", "ford motor co the firm|"),
        ("in Jan.! The", "in jan| the|"),
        ("he said. ``We won.'' The", "he said| we won| the|"),
        ("she said.\nThen", "she said| then|"),
        ("Co. The Inc's. The", "co the inc| the|"),
    ];
    for (text, expected) in cases {
        assert_eq!(with_sentence_ends(&body(&paragraphs(&[text]))), expected);
    }
}

#[test]
fn a_title_is_one_sentence_and_one_paragraph() {
    let analysis = title("Stop! Thief. Again");
    assert_eq!(positions_with(&analysis, Marks::SENTENCE_END), [2]);
    assert_eq!(positions_with(&analysis, Marks::PARAGRAPH_END), [2]);
    assert!(positions_with(&analysis, Marks::LEAD_END).is_empty());
    assert_eq!(title("").length, 0);
}

#[test]
fn long_sentences_are_cut_after_80_words() {
    let text = "word ".repeat(200);
    let analysis = body(&paragraphs(&[&text, "end"]));
    assert_eq!(
        positions_with(&analysis, Marks::SENTENCE_END),
        [79, 159, 199, 200]
    );
    assert_eq!(positions_with(&analysis, Marks::PARAGRAPH_END), [199, 200]);
    assert!(!analysis.cut);
}

#[test]
fn a_body_of_one_long_paragraph_is_cut() {
    let sentence = format!("{}End. ", "Word ".repeat(39));
    let cases: [(usize, &[u32]); 4] = [
        (3, &[119]),
        (4, &[79, 159]),
        (5, &[79, 159, 199]),
        (1, &[39]),
    ];
    for (sentences, ends) in cases {
        let analysis = body(&paragraphs(&[&sentence.repeat(sentences)]));
        assert_eq!(positions_with(&analysis, Marks::PARAGRAPH_END), ends);
        assert_eq!(analysis.cut, ends.len() > 1);
        assert_eq!(analysis.starts, [0]);
    }
}

#[test]
fn the_lead_is_two_paragraphs_and_at_most_100_words() {
    let of = |n: usize| "word ".repeat(n);
    let cases = [
        (vec![of(5), of(6), of(7)], 10),
        (vec![of(5)], 4),
        (vec![of(120)], 99),
        (vec![of(60), of(60)], 99),
        (vec![of(200), of(60)], 99),
        (vec![of(3), "* * *".to_owned(), of(4), of(5)], 6),
    ];
    for (text, end) in cases {
        assert_eq!(positions_with(&body(&text), Marks::LEAD_END), [end]);
    }
    assert!(body(&[]).marks.is_empty());
}

#[test]
fn every_paragraph_has_its_start() {
    let analysis = body(&paragraphs(&["", "One two.", "***", "Three", "—"]));
    assert_eq!(analysis.starts, [0, 0, 2, 2, 3]);
    assert_eq!(analysis.words, "one two three");
}

#[test]
fn capitals_are_marked_as_printed() {
    let none = Marks::default();
    let (first, inside) = (Marks::CAPITAL_FIRST, Marks::CAPITAL_INSIDE);
    let all = Marks(first.0 | inside.0 | Marks::ALL_CAPITALS.0);
    let cases = [
        ("aid", none),
        ("Aid", first),
        ("AIDS", all),
        ("AIDS's", all),
        ("iPhone", inside),
        ("McDonald", Marks(first.0 | inside.0)),
        ("O'C", all),
        ("U.S.", all),
        ("A", Marks(first.0 | Marks::ONE_LETTER.0)),
        ("1990", Marks::NO_LETTER),
        ("1990s", none),
        ("G8", Marks(first.0 | Marks::ONE_LETTER.0)),
        ("Écoute", first),
        ("E\u{301}coute", first),
        ("東", Marks::ONE_LETTER),
        ("ß", none),
    ];
    for (text, expected) in cases {
        let mut marks = marks_at(&title(text), 0);
        marks.0 &= !(Marks::SENTENCE_END.0 | Marks::PARAGRAPH_END.0);
        assert_eq!(marks, expected, "{text}");
    }
}

#[test]
fn three_words_without_a_small_letter_are_shouted() {
    let cases = [
        ("AIDS CUTS FEARED", true),
        ("AIDS CUTS", false),
        ("AIDS CUTS feared", false),
        ("NATO's BIG PLAN", false),
        ("12 14 15", true),
    ];
    for (text, shouted) in cases {
        let expected: &[u32] = if shouted { &[2] } else { &[] };
        assert_eq!(
            positions_with(&title(text), Marks::SHOUTED),
            expected,
            "{text}"
        );
    }
}

#[test]
fn quotations_are_marked_at_their_ends() {
    let cases: [(&str, &[u32], &[u32]); 9] = [
        ("he said “no comment” today", &[2], &[3]),
        ("he \"said\" so", &[1], &[1]),
        ("„ja“ und «non» »nein«", &[0, 2, 3], &[0, 2, 3]),
        ("he said “no comment", &[2], &[3]),
        ("he said \"\" so \"", &[], &[]),
        ("“a” “b c”", &[0, 1], &[0, 2]),
        ("a 6\" pipe", &[2], &[2]),
        ("'no' ‘no’", &[], &[]),
        ("“one, “two” three", &[0, 2], &[0, 2]),
    ];
    for (text, opens, closes) in cases {
        let analysis = body(&paragraphs(&[text]));
        assert_eq!(
            positions_with(&analysis, Marks::QUOTE_OPENS),
            opens,
            "{text}"
        );
        assert_eq!(
            positions_with(&analysis, Marks::QUOTE_CLOSES),
            closes,
            "{text}"
        );
    }
}

#[test]
fn printed_words_have_their_places() {
    let text = "“The U.S.'s 10%,” O’Connor’s aide said. İt's";
    let places: Vec<&str> = paragraph_words(text)
        .iter()
        .map(|word| &text[word.start..word.end])
        .collect();
    assert_eq!(
        places,
        ["The", "U.S.", "10", "O’Connor", "aide", "said", "İt"]
    );
}

#[test]
fn queries_ask_for_units() {
    let cases = [
        ("apple", "apple"),
        ("O'Connor's", "o'connor"),
        ("policy-makers", "policy+makers=policymakers"),
        ("MP-Led", "mp/C+led=mpled"),
        ("mother-in-law", "mother+in+law=motherinlaw"),
        ("US", "us/C/US"),
        ("US's", "us/C/US"),
        ("U.S.", "us/C/US"),
        ("us", "us"),
        ("u.s.", "us"),
        ("Us", "us"),
        ("USA", "usa/C"),
        ("US-led", "us/C/US+led=usled"),
        ("10%", "<10%>1"),
        ("$5m", "<$5m>1"),
        ("$5-million", "<$5>1 million"),
        ("AT&T", "<at&t>2"),
        ("AT&T-owned", "<at&t>2 owned"),
        ("#policy-makers", "<#policy>1 makers"),
        ("#R&D", "<r&d>2"),
        ("C++", "<c++>1"),
        ("9/11", "9 11"),
        ("F-16", "f 16"),
        ("policy-makers/doers", "policy+makers=policymakers doers"),
        ("東京", "東 京"),
        ("AIDS", "aids/C"),
        ("A", "a"),
        ("G20", "g20"),
        ("?!", ""),
        ("don't", "don't"),
    ];
    for (text, expected) in cases {
        assert_eq!(asked(text), expected, "{text}");
    }
}

#[test]
fn accents_stay_in_the_exact_form_of_a_query() {
    let cases = [("Pelé", "pele", "pelé"), ("O’NEIL", "o'neil", "o'neil")];
    for (text, folded, exact) in cases {
        let Some(Unit::Word(word)) = units(text).pop() else {
            panic!("{text} is one word");
        };
        assert_eq!((&*word.folded, &*word.exact), (folded, exact));
    }
}

#[test]
fn a_bare_word_finds_its_family() {
    let cases = [
        ("apple", "apple apples"),
        ("apples", "apples appleses apple"),
        ("apple's", "apple apples"),
        ("new", "new"),
        ("news", "news"),
        ("series", "series"),
        ("aid", "aid aids"),
        ("aids", "aids aidses aid"),
        ("AIDS", "aids aidses"),
        ("MP", "mp mps"),
        ("mp", "mp"),
        ("MPs", "mps mpses"),
        ("US", "us"),
        ("us", "us"),
        ("use", "use uses"),
        ("it", "it"),
        ("IT", "it"),
        ("1990", "1990"),
        ("1990s", "1990s"),
        ("B52", "b52"),
        ("woman", "woman women"),
        ("women", "women womens woman"),
        ("policeman", "policeman policemen"),
        ("german", "german germans"),
        ("person", "person people persons"),
        ("people", "people peoples person"),
        ("wife", "wife wives"),
        ("wives", "wives wiveses wife wive"),
        ("church", "church churches"),
        ("churches", "churches churcheses church churche"),
        ("stomach", "stomach stomachs"),
        ("potato", "potato potatoes potatos"),
        ("potatoes", "potatoes potatoeses potato potatoe"),
        ("video", "video videos"),
        ("party", "party parties"),
        ("parties", "parties partieses party partie"),
        ("boy", "boy boys"),
        ("kennedy", "kennedy kennedys"),
        ("bus", "bus buses busses"),
        ("buses", "buses buseses bus buse"),
        ("glass", "glass glasses"),
        ("taxi", "taxi taxis"),
        ("taxis", "taxis taxises taxi"),
        ("menus", "menus menuses menu"),
        ("basis", "basis bases"),
        ("bases", "bases baseses basis bas base"),
        ("virus", "virus viruses"),
        ("his", "his"),
        ("doe", "doe"),
        ("gas", "gas gases gasses"),
        ("o'connor", "o'connor o'connors"),
        ("東", "東"),
    ];
    for (text, expected) in cases {
        assert_eq!(family(text), expected);
    }
}

#[test]
fn singular_and_plural_are_told_apart() {
    let cases = [
        ("damages", "damage", "damages"),
        ("damage", "damage", "damages"),
        ("news", "news", "news"),
        ("people", "person", "people persons"),
        ("MP", "mp", "mps"),
        ("it", "it", "it"),
    ];
    for (text, singular, plural) in cases {
        let Some(Unit::Word(word)) = units(text).pop() else {
            panic!("{text} is one word");
        };
        assert_eq!(forms::singular_forms(&word).join(" "), singular);
        assert_eq!(forms::plural_forms(&word).join(" "), plural);
    }
}

#[test]
fn the_lists_do_not_contradict_each_other() {
    let of = |name: &str| {
        let (_, text) = forms::lists()
            .into_iter()
            .find(|(found, _)| *found == name)
            .expect("each list has its name");
        lists::lines(text)
            .map(|line| line.collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let unpaired = of("unpaired").concat();
    let mut seen = HashSet::new();
    for word in &unpaired {
        assert!(seen.insert(*word), "{word} is listed twice");
    }
    for line in of("irregular").iter().chain(&of("pairs")) {
        assert!(line.len() >= 2, "{line:?} has no plural");
        assert!(seen.insert(line[0]), "{} is listed twice", line[0]);
        for plural in &line[1..] {
            assert!(!unpaired.contains(plural), "{plural} is unpaired");
            assert!(
                forms::plurals(line[0]).iter().any(|made| made == plural),
                "{plural}"
            );
            assert!(
                forms::singulars(plural).iter().any(|made| made == line[0]),
                "{plural}"
            );
        }
    }
    for word in seen {
        assert_eq!(word, fold(word));
    }
}

#[test]
fn the_lists_are_printed_with_their_names() {
    for (name, text) in forms::lists() {
        assert!(text.starts_with('#'), "{name}");
        assert!(text.is_ascii(), "{name}");
    }
}

/// Texts that touch every rule: pieces of words, signs, scripts and what has no width.
fn texts() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "S",
        "s",
        "Word",
        "us",
        "US",
        "Mr",
        "é",
        "E\u{301}",
        "ß",
        "İ",
        "ſ",
        "σς",
        "й",
        "한국",
        "東京",
        "コーヒ",
        "น้ำ",
        "กำ",
        "हि",
        "ﾊﾟ",
        "5",
        "10",
        "٣",
        "'",
        "’",
        "ʼ",
        ".",
        "..",
        ",",
        "-",
        "\u{2011}",
        "&",
        "%",
        "++",
        "$",
        "€",
        "#",
        "@",
        "!",
        "?",
        "…",
        "。",
        " ",
        " ",
        " ",
        "\n",
        "\u{A0}",
        "\"",
        "“",
        "”",
        "«",
        "(",
        ")",
        "/",
        "\u{AD}",
        "\u{200B}",
        "\u{200D}",
        "\u{7}",
        "\u{301}",
        "\u{FE0F}",
        "❤",
        "=",
        "\u{338}",
        "\u{1161}",
        "\u{FEFF}",
        ". ",
        "'s ",
        "word ",
    ];
    let piece = prop::sample::select(pieces.to_vec()).prop_map(str::to_owned);
    let any = proptest::char::any().prop_map(String::from);
    let mixed = proptest::strategy::Union::new_weighted(vec![(9, piece.boxed()), (1, any.boxed())]);
    prop::collection::vec(mixed, 0..250).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn places_agree_with_positions(texts in prop::collection::vec(texts(), 1..4)) {
        let analysis = body(&texts);
        let mut ends = Vec::new();
        let mut position = 0;
        for (text, start) in texts.iter().zip(&analysis.starts) {
            prop_assert_eq!(*start, position);
            let places = paragraph_words(text);
            let indexed = words_and_ends(text);
            prop_assert_eq!(places.len(), indexed.len());
            for (word, indexed) in places.into_iter().zip(indexed) {
                prop_assert!(!text[word.start..word.end].is_empty());
                prop_assert_eq!((word.start, word.end), (indexed.start, indexed.end));
                if word.ends_sentence {
                    ends.push(position);
                }
                position += 1;
            }
        }
        prop_assert_eq!(position, analysis.length);
        prop_assert_eq!(ends, positions_with(&analysis, Marks::SENTENCE_END));
        let words = analysis.words.split(' ').filter(|word| !word.is_empty());
        prop_assert_eq!(words.count(), analysis.length as usize);
    }

    #[test]
    fn words_have_nothing_unseen_in_them(text in texts()) {
        let analysis = field(&text);
        let unseen = |c: char| c.is_control() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}');
        prop_assert!(!analysis.words.contains(unseen));
        prop_assert!(!analysis.forms.iter().any(|form| form.text.contains(unseen)));
    }

    #[test]
    fn composed_and_decomposed_texts_are_the_same(text in texts()) {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned();
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
        prop_assert_eq!(body(from_ref(&composed)), body(from_ref(&decomposed)));
        prop_assert_eq!(units(&composed), units(&decomposed));
    }

    #[test]
    fn a_query_asks_for_what_its_text_holds(text in texts()) {
        let analysis = field(&text);
        let words: Vec<&str> = analysis.words.split(' ').filter(|word| !word.is_empty()).collect();
        let mut position = 0;
        for unit in units(&text) {
            match unit {
                Unit::Word(word) => {
                    prop_assert_eq!(words[position], &word.folded);
                    position += 1;
                }
                Unit::Compound { parts, joined } => {
                    prop_assert!(analysis.forms.iter().any(|form| form.kind == FormKind::Joined
                        && form.text == joined.folded && form.position as usize == position));
                    position += parts.len();
                }
                Unit::Sign { whole, length } => {
                    prop_assert!(analysis.forms.iter().any(|form| form.kind == FormKind::Sign
                        && form.text == whole && form.position as usize == position));
                    position += length as usize;
                }
            }
        }
        prop_assert_eq!(position, words.len());
    }

    #[test]
    fn folding_twice_changes_nothing(text in texts()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
    }

    #[test]
    fn a_plural_and_its_singular_find_each_other(word in "[a-z]{2,6}") {
        for plural in forms::plurals(&word) {
            let unlisted = ["ss", "us", "is"].iter().any(|end| plural.ends_with(end));
            let found = forms::singulars(&plural);
            prop_assert!(unlisted || found.contains(&word), "{} {}", word, plural);
        }
    }
}

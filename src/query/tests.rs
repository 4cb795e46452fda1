//! What queries mean, as tables: text and reading, text and notes, text and refusals.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

use super::tree::{Forms, Kind, Node, PhrasePart};
use super::{DateOrder, Options, Query, parse};
use crate::date::day_number;

pub(super) fn options() -> Options {
    Options {
        today: day_number(jiff::civil::date(2019, 5, 1)),
        date_order: None,
        dialect: None,
    }
}

fn read(text: &str) -> Query {
    parse(text, &options())
}

fn readings(table: &[(&str, &str)]) {
    for (text, reading) in table {
        let query = read(text);
        assert_eq!(query.reading(), *reading, "{text}");
        assert_eq!(query.refused, [], "{text}");
    }
}

pub(super) fn codes(query: &Query) -> Vec<&'static str> {
    query.notes.iter().map(|note| note.code).collect()
}

#[test]
fn every_operator_has_its_reading() {
    readings(&[
        ("budget deficit", "budget AND deficit"),
        ("budget AND deficit", "budget AND deficit"),
        ("budget & deficit", "budget AND deficit"),
        ("+budget +deficit", "budget AND deficit"),
        ("tram OR streetcar", "tram OR streetcar"),
        ("tram | streetcar", "tram OR streetcar"),
        ("apple -fruit", "apple AND NOT fruit"),
        ("apple NOT fruit", "apple AND NOT fruit"),
        ("apple AND NOT fruit", "apple AND NOT fruit"),
        ("apple BUT NOT fruit", "apple AND NOT fruit"),
        ("apple !fruit", "apple AND NOT fruit"),
        ("\"state of emergency\"", "\"state of emergency\""),
        ("“state of emergency”", "\"state of emergency\""),
        ("„state of emergency“", "\"state of emergency\""),
        ("«state of emergency»", "\"state of emergency\""),
        ("=damage", "=damage"),
        ("\"damage\"", "\"damage\""),
        (
            "\"he said “we will” again\" x",
            "\"he said we will again\" AND x",
        ),
        ("\"state of play” x", "\"state of play\" AND x"),
        ("東京“大阪”\"京都\"", "東京 AND \"大阪\" AND \"京都\""),
        ("minister w/5 resign!", "minister w/5 resign*"),
        ("minister AROUND(5) resign!", "minister w/5 resign*"),
        ("president pre/2 macron", "president pre/2 macron"),
        ("rico NOT w/5 puerto", "rico NOT w/5 puerto"),
        ("rico NOT /5 puerto", "rico NOT w/5 puerto"),
        ("rico NOTNEAR/5 puerto", "rico NOT w/5 puerto"),
        ("rico NOT pre/5 puerto", "rico NOT pre/5 puerto"),
        ("bribe! w/s tender", "bribe* w/s tender"),
        ("bribe! SENTENCE tender", "bribe* w/s tender"),
        ("\"Bill Gates\" w/p malaria", "\"Bill Gates\" w/p malaria"),
        ("gates SAME malaria", "gates w/p malaria"),
        ("gates PARAGRAPH malaria", "gates w/p malaria"),
        ("smith w/seg jones", "smith w/seg jones"),
        (
            "window/20(fire, school, inquiry)",
            "window/20(fire, school, inquiry)",
        ),
        ("\"trump putin\"~10", "\"trump putin\"~10"),
        (
            "atleast3(fraud OR \"money launder!\")",
            "atleast3(fraud OR \"money launder*\")",
        ),
        ("atleast5 x", "atleast5(x)"),
        ("first/100(inflation)", "first/100(inflation)"),
        (
            "caps(x) allcaps(AIDS) nocaps(turkey)",
            "caps(x) AND allcaps(AIDS) AND nocaps(turkey)",
        ),
        ("plural(damages)", "plural(damages)"),
        ("SINGULAR(damage)", "singular(damage)"),
        ("legislat!", "legislat*"),
        ("col*r wom?n", "col*r AND wom?n"),
        ("\"climate * denial\"", "\"climate * denial\""),
        ("qiuck~1 word~2 word~", "qiuck~1 AND word~2 AND word~1"),
        ("stem(argue)", "stem(argue)"),
        ("stem(argue fight)", "stem(argue) AND stem(fight)"),
        ("/gr[ae]y/", "/gr[ae]y/"),
        ("quote(\"no comment\")", "quote(\"no comment\")"),
        ("hlead:(oil w/5 price)", "hlead:(oil w/5 price)"),
        ("HLEAD(budget)", "hlead:budget"),
        ("words>1000", "words>=1001"),
        ("wc>1000", "words>=1001"),
        ("LENGTH>1000", "words>=1001"),
        ("length(<=50)", "words<=50"),
        ("words:500..1,000", "words:500..1000"),
        ("earthquake^3 damage", "earthquake^3 AND damage"),
        ("\"a b\"^0.5 (a OR b)^2", "\"a b\"^0.5 AND (a OR b)^2"),
        (
            "like:a1b2c3 date<2019-05-01",
            "like:a1b2c3 AND date:..2019-04-30",
        ),
        ("has:byline missing:date", "has:byline AND missing:date"),
        ("*", "*"),
        (
            "source:\"Weir Gazette\" date:1951",
            "source:\"Weir Gazette\" AND date:1951",
        ),
        ("-fruit", "NOT fruit"),
    ]);
}

#[test]
fn fields_have_many_names() {
    readings(&[
        ("title:x", "title:x"),
        (
            "headline:x hd:x ti:x intitle:x",
            "title:x AND title:x AND title:x AND title:x",
        ),
        ("title:(a OR b)", "title:(a OR b)"),
        ("title(x)", "title:x"),
        ("Headline(a b)", "title:(a AND b)"),
        ("hd=x", "title:x"),
        ("hd==x", "title:=x"),
        ("title:\"a b\"~3", "title:\"a b\"~3"),
        (
            "by:holt sn:gazette se:news pg:3",
            "byline:holt AND source:gazette AND section:news AND page:3",
        ),
        ("site:example.com", "url:example.com"),
        ("title:title:x", "title:x"),
        ("hlead:(a title:b)", "hlead:(a AND title:b)"),
        ("hlead:(title:b)", "title:b"),
        ("title:a w/5 b", "title:(a w/5 b)"),
        ("a w/5 title:b", "title:(a w/5 b)"),
        (
            "title:(a OR b) w/5 c w/9 d",
            "title:(((a OR b) w/5 c) w/9 d)",
        ),
        ("-title:x", "NOT title:x"),
        ("title:x^2", "title:x^2"),
        ("title:*", "has:title"),
        ("title:/gr[ae]y/", "title:/gr[ae]y/"),
        ("body:wom?n", "body:wom?n"),
    ]);
}

#[test]
fn precedence_is_that_of_the_language() {
    readings(&[
        (
            "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
            "(bankrupt* w/25 discharg*) AND ((student OR college OR education*) w/5 loan)",
        ),
        ("a b OR c", "a AND (b OR c)"),
        ("NOT b OR c", "NOT (b OR c)"),
        ("-b OR c", "(NOT b) OR c"),
        ("a OR NOT b", "a OR (NOT b)"),
        ("a AND NOT b AND c", "a AND NOT b AND c"),
        ("a AND NOT b w/5 c", "a AND NOT (b w/5 c)"),
        ("a w/5 b w/10 c", "(a w/5 b) w/10 c"),
        ("a w/10 b w/5 c", "a w/10 (b w/5 c)"),
        ("a w/5 b w/5 c", "(a w/5 b) w/5 c"),
        ("a w/p b w/s c w/seg d", "(a w/p (b w/s c)) w/seg d"),
        ("a w/5 b NOT w/3 c", "a w/5 (b NOT w/3 c)"),
        ("(a b) c", "a AND b AND c"),
        ("(a OR b) OR c", "a OR b OR c"),
        ("-(-a)", "a"),
        (
            "student OR college w/5 loan",
            "(student OR college) w/5 loan",
        ),
        (
            "prime minister w/5 resign!",
            "prime AND (minister w/5 resign*)",
        ),
        ("(a)w/5(b)", "a w/5 b"),
        ("a W/5 b Pre/3 c", "a w/5 (b pre/3 c)"),
        ("(a AND b) w/10 c", "(a AND b) w/10 c"),
        (
            "fire w/5 school w/5 inquiry",
            "(fire w/5 school) w/5 inquiry",
        ),
        ("c w/1 (a w/5 b)", "c w/1 (a w/5 b)"),
        ("(a b) OR c", "(a AND b) OR c"),
        (
            "atleast2(\"bank of england\" OR england)",
            "atleast2(\"bank of england\" OR england)",
        ),
        ("marvin NOT w/5 marvin", "marvin NOT w/5 marvin"),
        ("hlead:a OR a", "hlead:a OR a"),
        ("\"Pelé\" =Pelé", "\"Pelé\" AND =Pelé"),
        ("AIDS aids it us", "AIDS AND aids AND it AND us"),
    ]);
}

#[test]
fn signs_are_operators_in_their_place_only() {
    readings(&[
        ("+5 stars", "5 AND stars"),
        ("fiduciary +3 spouse", "fiduciary pre/3 spouse"),
        (
            "and/or 24/7 w/out 9/11",
            "and/or AND 24/7 AND w/out AND 9/11",
        ),
        ("same sex marriage", "same AND sex AND marriage"),
        ("SAME sex marriage", "(SAME) AND sex AND marriage"),
        ("a - b --x", "a AND b AND x"),
        ("covid -19", "covid AND NOT 19"),
        ("covid-19", "covid-19"),
        ("a! stop!", "a AND stop*"),
        ("/usr/bin/ a", "usr/bin AND a"),
        ("a /s b", "a w/s b"),
        ("a /5 b", "a w/5 b"),
        ("a /5", "a AND 5"),
        ("a w/5", "a"),
        ("10^6", "10^6"),
        ("(1984)^2", "(1984)^2"),
        ("E=mc2 a = b", "E=mc2 AND a AND b"),
        ("Date: March", "Date AND March"),
        ("12:30 foo:bar", "12:30 AND foo:bar"),
        ("source(s) child(s)", "source(s) AND child(s)"),
        ("minister(uk)", "minister AND uk"),
        ("6\" pipe", "6 AND pipe"),
        ("[a TO b]", "a AND TO AND b"),
        ("date:[1995 TO 1996-03]", "date:1995-01..1996-03"),
        ("a|b AT&T", "a|b AND AT&T"),
        ("東京 -報告", "東京 AND NOT 報告"),
        ("a:) (b", "a AND b"),
        (
            "$5m #tag @name 10% C++",
            "$5m AND #tag AND @name AND 10% AND C++",
        ),
        (
            "U.S. don't ask-codex 20.04",
            "U.S. AND don't AND ask-codex AND 20.04",
        ),
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("-/gr[ae]y/ a", "NOT /gr[ae]y/ AND a"),
        ("window/5(1,000, a,b)", "window/5((1,000), a, b)"),
    ]);
}

#[test]
fn reserved_words_without_operands_are_words() {
    readings(&[
        ("trial and error", "trial AND and AND error"),
        ("closing date and bids", "closing AND date AND and AND bids"),
        (
            "closing date and bids w/5 x",
            "closing AND date AND (bids w/5 x)",
        ),
        ("-w/5 a +AND b", "NOT +w/5 AND a AND (AND) AND b"),
        ("AND", "(AND)"),
        ("a OR", "a AND (OR)"),
        ("a AND AND b", "a AND (AND) AND b"),
        ("NOT", "(NOT)"),
        ("but not x", "but AND not AND x"),
        ("a BUT b", "a AND (BUT) AND b"),
        ("a | ", "a"),
        ("atleast5", "(atleast5)"),
        ("who killed him?", "who AND killed AND him"),
        ("\"who killed him?\"", "\"who killed him\""),
        ("\"* climate *\"", "\"climate\""),
        ("\"open quote", "\"open quote\""),
        ("* a", "a"),
    ]);
}

#[test]
fn dates_are_printed_as_days() {
    readings(&[
        ("date:1995-03..1995-06", "date:1995-03..1995-06"),
        ("date:1995-03-01..1995-06-30", "date:1995-03-01..1995-06-30"),
        ("date:5 Mar 1995 flood", "date:1995-03-05 AND flood"),
        ("date:March 5, 1995, flood", "date:1995-03-05 AND flood"),
        ("date:\"5 Mar 1995\" flood", "date:1995-03-05 AND flood"),
        ("date:1995 2000", "date:1995 AND 2000"),
        ("date:1990s", "date:1990..1999"),
        ("date:Q2 1995", "date:1995-04..1995-06"),
        ("date:1995-W10", "date:1995-03-06..1995-03-12"),
        ("date:7d", "date:2019-04-25..2019-05-01"),
        ("date:last month", "date:2019-04-01..2019-04-30"),
        ("date:1995..", "date:1995.."),
        ("date>=2020-01", "date:2020.."),
        ("date>2019", "date:2020.."),
        ("date<=1995-06", "date:..1995-06"),
        (
            "since:1995-03 until:1995-06",
            "date:1995-03.. AND date:..1995-06",
        ),
        ("before:1995 after:1990", "date:..1994 AND date:1991.."),
        ("on:04-13 weekday:sun", "on:04-13 AND weekday:sun"),
        ("on:1995-04-13", "date:1995-04-13"),
        ("date:unknown", "date:unknown"),
        ("date:25/12/1995", "date:1995-12-25"),
        (
            "a w/5 b date aft 25/12/1995",
            "(a w/5 b) AND date:1995-12-26..",
        ),
        ("atleast2(a) date is 1995", "atleast2(a) AND date:1995"),
        (
            "a w/5 b and date from 19990201 to 19990301",
            "(a w/5 b) AND date:1999-02-01..1999-03-01",
        ),
        ("date is 1995", "date AND is AND 1995"),
        ("date(>=2020-01-01)", "date:2020-01-01.."),
        ("date:flood", "date:flood"),
        ("(date:1995)", "date:1995"),
        (
            "date>9999 date<0001",
            "date:9999-12-31.. AND date:..0001-01-01",
        ),
    ]);
    let mdy = Options {
        date_order: Some(DateOrder::Mdy),
        ..options()
    };
    assert_eq!(parse("date:03/04/1995", &mdy).reading(), "date:1995-03-04");
}

#[test]
fn what_is_odd_is_noted() {
    for (text, expected) in [
        ("a b OR c", vec!["and_or_mix"]),
        ("a AND NOT b AND c", vec!["after_and_not"]),
        ("a -b c", vec![]),
        ("trial and error", vec!["lower_case_operator"]),
        ("legislat! and reform", vec![]),
        ("TITLE(a) or b", vec![]),
        ("title:(a OR c) -source:(b)", vec![]),
        ("title(a) or b", vec!["lower_case_operator"]),
        ("prime minister w/5 resign!", vec!["words_beside_connector"]),
        ("minister w/5 resign! today", vec!["words_beside_connector"]),
        ("prime (a OR b) w/5 c", vec!["words_beside_connector"]),
        ("minister w/5 resign! date:1995 -x", vec![]),
        ("a AND b w/5 c", vec![]),
        ("a OR", vec!["dangling_operator"]),
        ("a w/5", vec!["dangling_connector"]),
        ("a /5", vec!["dangling_connector"]),
        ("+5 stars", vec![]),
        ("(a b) OR c", vec![]),
        ("a | b", vec!["sign_as_operator"]),
        ("a & b", vec!["sign_as_operator"]),
        ("a |", vec!["dropped_sign"]),
        ("a - b", vec!["dropped_sign"]),
        ("--x", vec!["dropped_sign"]),
        ("a — b", vec![]),
        ("\"open quote", vec!["unclosed_quote"]),
        ("a \"\"", vec!["empty_quotes"]),
        ("(a", vec!["unclosed_parenthesis"]),
        ("a)", vec!["stray_parenthesis"]),
        ("a ()", vec!["empty_parentheses"]),
        ("titel:flood", vec!["unknown_field"]),
        ("foo:bar", vec!["unknown_field"]),
        (
            "foo:bar titel:flood foo:baz",
            vec!["unknown_field", "unknown_field"],
        ),
        ("12:30 https://a.com", vec![]),
        ("atleest3(x)", vec!["unknown_function"]),
        ("Date: March", vec!["field_without_value"]),
        ("date:flood", vec!["not_a_date"]),
        ("date:2019-02-30", vec!["not_a_date"]),
        ("words:many", vec!["not_a_number"]),
        ("date:1995..1990", vec!["empty_range"]),
        ("who killed him?", vec!["question_mark"]),
        ("\"who killed him?\"", vec![]),
        ("wom?n", vec![]),
        ("us view", vec!["us"]),
        ("US view", vec![]),
        ("covid -19", vec!["negated_number"]),
        ("\"* climate\"", vec!["lone_star"]),
        ("* a", vec!["lone_star"]),
        ("=\"a b\"", vec!["exact_ignored"]),
        ("word~5", vec!["fuzzy_capped"]),
        ("\"word\"~5", vec!["slop_ignored"]),
        ("stem(\"a b\")", vec!["not_a_word"]),
        ("?", vec!["question_mark", "nothing_to_search"]),
        ("", vec!["nothing_to_search"]),
        ("has:nonsense", vec!["unknown_field"]),
        ("don't use ask-codex 20.04", vec![]),
    ] {
        assert_eq!(codes(&read(text)), expected, "{text}");
    }
}

#[test]
fn notes_give_the_place_and_the_other_form() {
    for (text, at, part) in [
        ("a b OR c", [0, 8], "write (a AND b) OR c"),
        ("a AND NOT b AND c", [10, 17], "write a AND NOT (b AND c)"),
        (
            "prime minister w/5 resign!",
            [0, 26],
            "write \"prime minister\" w/5 resign!",
        ),
        (
            "minister w/5 has resigned",
            [0, 25],
            "write minister w/5 \"has resigned\"",
        ),
        ("titel:flood", [0, 11], "did you mean title:?"),
        ("é us", [2, 4], "write US"),
        ("trial and error", [6, 9], "write AND"),
    ] {
        let query = read(text);
        let [note] = &query.notes[..] else {
            panic!("{text}: {:?}", query.notes);
        };
        assert_eq!(note.at, Some(at), "{text}");
        assert!(note.text.contains(part), "{text}: {}", note.text);
    }
}

#[test]
fn what_cannot_be_run_is_refused() {
    for (text, at, hint) in [
        (
            "(a AND b) w/10 (c AND d)",
            [15, 24],
            "(a w/10 c) AND (a w/10 d) AND (b w/10 c) AND (b w/10 d)",
        ),
        ("a w/10 (NOT b)", [7, 14], "write a NOT w/10 b"),
        ("a w/10 NOT b", [7, 12], "write a NOT w/10 b"),
        ("a w/0 b", [0, 7], "w/1"),
        ("a w/10001 b", [0, 11], "w/p"),
        ("window/0(a, b)", [0, 14], "w/1"),
        ("first/99999999999(a)", [0, 20], "w/p"),
        ("atleast3(a b)", [9, 12], "a OR b"),
        ("window/9(a b, c)", [9, 12], "a OR b"),
        ("a NOT w/5 (b c)", [10, 15], "b OR c"),
        ("caps(a -b)", [7, 9], "outside"),
        ("stem(-b)", [5, 7], "outside"),
        ("a w/5 source:b", [6, 14], "write source:(…)"),
        ("a w/5 (b date:1995)", [9, 18], "outside"),
        ("a w/5 *", [6, 7], "leave * out"),
        ("a w/5 atleast2(b)", [6, 17], "outside"),
        ("atleast0(a)", [0, 11], "from 1"),
        ("title:a w/5 body:b", [0, 18], "body:"),
        ("date:03/04/1995", [0, 15], "1995-04-03 or 1995-03-04"),
    ] {
        let query = read(text);
        let [refusal] = &query.refused[..] else {
            panic!("{text}: {:?}", query.refused);
        };
        assert_eq!(refusal.at, at, "{text}");
        assert!(refusal.hint.contains(hint), "{text}: {}", refusal.hint);
    }
}

/// Each takes some milliseconds; what is quadratic in the text takes minutes.
const HANGS: std::time::Duration = std::time::Duration::from_secs(5);

#[test]
fn too_much_is_refused_at_once() {
    let article = "word ".repeat(10_000);
    let chain = ["a"; 300].join(" w/5 ");
    let chained = ["(a b)"; 100].join(" w/5 ");
    for (text, refusals) in [
        ("x ".repeat(500_000), 1),
        (article, 1),
        ("(".repeat(1_000), 1),
        ("-(".repeat(30_000), 1),
        ("atleast5 ".repeat(900), 0),
        ("title:".repeat(10_000), 0),
        ("a".repeat(60_000), 0),
        ("\"".repeat(60_000), 0),
        (chain, 1),
        (chained, 99),
        ("a OR b ".repeat(300), 0),
        (format!("{}a{}", "caps(".repeat(60), ")".repeat(60)), 0),
        (["a"; 101].join(" w/5 "), 0),
        (format!("a{}", " w/5 (b".repeat(64)), 0),
        (["date:(x"; 10_000].concat(), 1),
        (["date(x"; 10_000].concat(), 1),
        ("^2".repeat(30_000), 1),
        ("'x'^2".repeat(10_000), 1),
        ("a-".repeat(30_000), 1),
        ("漢".repeat(30_000), 1),
        ("date:x ".repeat(400), 0),
        ("/x".repeat(30_000), 1),
        (format!("{}b", "-(a OR c^2 ".repeat(64)), 0),
    ] {
        let start = std::time::Instant::now();
        let query = read(&text);
        let again = read(&query.reading());
        let short: String = text.chars().take(20).collect();
        assert_eq!(query.refused.len(), refusals, "{short}");
        assert!(again.text.len() < 1_000_000, "{short}");
        assert!(start.elapsed() < HANGS, "{short}");
    }
}

#[test]
fn quotes_switch_off_forms() {
    let word = |text: &str, forms| Kind::Word {
        text: text.to_owned(),
        forms,
    };
    assert_eq!(read("x").root.kind, word("x", Forms::Number));
    assert_eq!(read("\"x\"").root.kind, word("x", Forms::Quoted));
    assert_eq!(read("=x").root.kind, word("x", Forms::Exact));
    assert_eq!(read("=\"x\"").root.kind, word("x", Forms::Exact));
    let parts = ["climate", "*", "leg*"].map(str::to_owned);
    let [climate, _, leg] = parts;
    assert_eq!(
        read("\"climate * leg!\"").root.kind,
        Kind::Phrase {
            parts: vec![
                PhrasePart::Word(climate),
                PhrasePart::Any,
                PhrasePart::Wildcard(leg)
            ],
            slop: None
        }
    );
}

#[test]
fn conditions_beside_the_text_join_it() {
    use super::given::{Bound, any_value, date, has};
    use super::tree::Field;

    let sources = any_value(Field::Source, &["Weir Gazette", "Herald"]).expect("two values");
    let since = date(Bound::Since, "1995-03", &options()).expect("a date");
    let query = read("tram OR bus").and(sources).and(since);
    assert_eq!(
        query.reading(),
        "(tram OR bus) AND (source:\"Weir Gazette\" OR source:\"Herald\") AND date:1995-03.."
    );
    let query = read("").and(has("author").expect("a field"));
    assert!(!query.is_empty());
    assert_eq!(query.reading(), "has:byline");
    for (text, sentence) in [
        (
            "flood",
            "flood is not a date; write 1995, 1995-03, 1995-03-05 or 7d",
        ),
        ("2019-02-30", "the calendar has no 2019-02-30"),
    ] {
        let error = date(Bound::Since, text, &options()).expect_err(text);
        assert_eq!(error.to_string(), sentence);
    }
    let error = has("bylin").expect_err("no field");
    assert_eq!(
        error.to_string(),
        "there is no field bylin; did you mean byline?"
    );
}

/// The tree without the places, which a reading does not keep.
pub(super) fn bare(mut node: Node) -> Node {
    node.at = [0, 0];
    let each = |nodes: Vec<Node>| nodes.into_iter().map(bare).collect();
    let one = |child: Box<Node>| Box::new(bare(*child));
    node.kind = match node.kind {
        Kind::And(nodes) => Kind::And(each(nodes)),
        Kind::Or(nodes) => Kind::Or(each(nodes)),
        Kind::Window(n, nodes) => Kind::Window(n, each(nodes)),
        Kind::Not(child) => Kind::Not(one(child)),
        Kind::Field(field, child) => Kind::Field(field, one(child)),
        Kind::Boost(child, factor) => Kind::Boost(one(child), factor),
        Kind::AtLeast(n, child) => Kind::AtLeast(n, one(child)),
        Kind::First(n, child) => Kind::First(n, one(child)),
        Kind::Capitals(capitals, child) => Kind::Capitals(capitals, one(child)),
        Kind::Quote(child) => Kind::Quote(one(child)),
        Kind::Near {
            connector,
            left,
            right,
        } => Kind::Near {
            connector,
            left: one(left),
            right: one(right),
        },
        leaf => leaf,
    };
    node
}

fn reads_the_same(text: &str) {
    let query = read(text);
    let reading = query.reading();
    let again = read(&reading);
    assert_eq!(again.reading(), reading, "{text}");
    assert_eq!(bare(query.root), bare(again.root), "{text} → {reading}");
    let length = text.chars().count();
    let notes = query.notes.iter().filter_map(|note| note.at);
    for [from, to] in notes.chain(query.refused.iter().map(|refusal| refusal.at)) {
        assert!(from <= to && to <= length, "{text}: {from}..{to}");
    }
}

/// Pieces that mean something to the language, to be strewn without sense.
pub(super) const PIECES: [&str; 96] = [
    "a",
    "b",
    "flood",
    "us",
    "US",
    "U.S.",
    "and",
    "or",
    "not",
    "but",
    "AND",
    "OR",
    "NOT",
    "BUT",
    "SAME",
    "w/5",
    "W/0",
    "pre/3",
    "w/s",
    "w/p",
    "w/seg",
    "/5",
    "+5",
    "/s",
    "near5",
    "adj2",
    "NEAR/5",
    "NOTNEAR/5",
    "AROUND(5)",
    "w/99999",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "(",
    ")",
    ",",
    "-",
    "!",
    "=",
    "+",
    "*",
    "?",
    "~",
    "~2",
    "^2",
    "^0.5",
    "'",
    "’s",
    ":",
    "title:",
    "title(",
    "hd=",
    "hd==",
    "source:",
    "hlead:",
    "foo:",
    "titel:",
    "date:",
    "date:1995",
    "date>=",
    "1995-03",
    "1995",
    "..",
    "03/04/1995",
    "Mar",
    "words>",
    "1,000",
    "10%",
    "C++",
    "$5m",
    "#tag",
    "has:",
    "byline",
    "like:",
    "on:04-13",
    "weekday:sun",
    "caps(",
    "allcaps(",
    "atleast2(",
    "atleast3",
    "window/9(",
    "first/9(",
    "stem(",
    "plural(",
    "quote(",
    "/gr[ae]y/",
    "[",
    "]",
    "|",
    "&",
    "é",
    "東京",
    "है",
    "\u{301}",
];

/// A query by the grammar of the language.
fn grammatical() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        "[a-d]{1,3}",
        "[a-d]{1,2}[-'/&.,][a-d]{1,2}",
        "=[a-d]{1,3}",
        "\"[a-d]{1,2}( [a-d*]{1,2}){0,3}\"(~[1-9])?",
        "[a-d]{2,3}[!*]",
        "[a-d]{1,2}~[12]?",
        "/[a-d]{1,3}/",
        "title:[a-d]{1,2}",
        "source:\"[a-d] [a-d]\"",
        "(date:)(199[0-9])(\\.\\.1999)?",
        "words(>|<|>=|<=|:)[0-9]{1,4}",
        "(stem|plural|singular)\\([a-d]\\)",
        "(has|missing):(byline|date|deck)",
        "[a-d]\\^[1-9](\\.5)?",
    ];
    atom.prop_recursive(5, 40, 4, |inner| {
        let list = |joint: &'static str| {
            prop::collection::vec(inner.clone(), 2..4).prop_map(move |parts| parts.join(joint))
        };
        let connector = prop_oneof!["(NOT )?(w|pre)/([1-9]|s|p|seg)", "/[1-9]", "\\+[1-9]"];
        let near = (inner.clone(), connector, inner.clone())
            .prop_map(|(left, connector, right)| format!("{left} {connector} {right}"));
        let wrapped = (
            "(caps|allcaps|atleast[1-9]|first/9|quote|title|NOT |-|title:)",
            inner.clone(),
        )
            .prop_map(|(function, inner)| format!("{function}({inner})"));
        let window = prop::collection::vec(inner.clone(), 1..4)
            .prop_map(|parts| format!("window/9({})", parts.join(", ")));
        prop_oneof![
            list(" "),
            list(" AND "),
            list(" OR "),
            list(" AND NOT "),
            near,
            wrapped,
            window,
            inner.prop_map(|inner| format!("({inner})^2")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_has_a_reading_that_reads_the_same(text in any::<String>()) {
        reads_the_same(&text);
    }

    #[test]
    fn strewn_signs_have_a_reading_that_reads_the_same(
        pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), any::<bool>()), 0..20)
    ) {
        let text: String = pieces
            .into_iter()
            .map(|(piece, space)| if space { format!("{piece} ") } else { piece.to_owned() })
            .collect();
        reads_the_same(&text);
    }

    #[test]
    fn grammatical_queries_have_a_reading_that_reads_the_same(text in grammatical()) {
        reads_the_same(&text);
    }
}

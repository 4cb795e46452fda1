//! What pasted queries mean, a table for each dialect, and that their readings are our own.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};

use super::Dialect;
use crate::query::tests::{PIECES, bare, codes, options};
use crate::query::{Options, Query, parse};

fn read(text: &str, dialect: Dialect) -> Query {
    let options = Options {
        dialect: Some(dialect),
        ..options()
    };
    parse(text, &options)
}

fn readings(dialect: Dialect, table: &[(&str, &str)]) {
    for (text, reading) in table {
        let query = read(text, dialect);
        assert_eq!(query.reading(), *reading, "{text}");
        assert_eq!(query.refused, [], "{text}");
        reads_the_same(text, dialect);
    }
}

fn reads_the_same(text: &str, dialect: Dialect) {
    let query = read(text, dialect);
    let reading = query.reading();
    let again = parse(&reading, &options());
    assert_eq!(
        bare(query.root),
        bare(again.root),
        "{}: {text} → {reading}",
        dialect.name()
    );
    let length = text.chars().count();
    let notes = query.notes.iter().filter_map(|note| note.at);
    for [from, to] in notes.chain(query.refused.iter().map(|refusal| refusal.at)) {
        assert!(from <= to && to <= length, "{text}: {from}..{to}");
    }
}

#[test]
fn a_dialect_has_a_name() {
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::named(dialect.name()), Some(dialect));
        assert_eq!(Dialect::named(dialect.title()), Some(dialect));
    }
    assert_eq!(Dialect::named("dialog"), None);
}

#[test]
fn nexis_is_read_as_on_nexis() {
    readings(
        Dialect::Nexis,
        &[
            (
                "minister w/5 resign! AND hlead(budget)",
                "(minister w/5 resign*) AND hlead:budget",
            ),
            (
                "prime minister w/5 resign!",
                "\"prime minister\" w/5 resign*",
            ),
            (
                "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
                "(bankrupt* w/25 discharg*) AND ((student OR college OR education*) w/5 loan)",
            ),
            (
                "hlead(caps(Apple)) and atleast10(caps(Apple)) and length > 2000",
                "hlead:(caps(Apple)) AND atleast10(caps(Apple)) AND words>=2001",
            ),
            ("trial and error", "trial AND error"),
            (
                "rail strike or tube strike and pay talks",
                "(\"rail strike\" OR \"tube strike\") AND \"pay talks\"",
            ),
            (
                "apple and not fruit and orchard",
                "apple AND NOT (fruit AND orchard)",
            ),
            (
                "apple and not fruit and not pie",
                "apple AND NOT fruit AND NOT pie",
            ),
            ("apple but not fruit or pie", "apple AND NOT (fruit OR pie)"),
            ("rico not w/5 puerto", "rico NOT w/5 puerto"),
            ("president pre/2 macron", "president pre/2 macron"),
            ("bribe! w/s tender", "bribe* w/s tender"),
            (
                "\"Bill Gates\" w/p malaria fund",
                "\"Bill Gates\" w/p \"malaria fund\"",
            ),
            ("smith w/seg jones", "smith w/seg jones"),
            ("wom*n priest", "\"wom?n priest\""),
            ("wom?n w/3 vote", "wom?n w/3 vote"),
            ("bank*", "/bank./"),
            ("bank** holiday", "/bank../ pre/1 \"holiday\""),
            (
                "policy-maker* talks",
                "((\"policy\" pre/1 /maker./) OR /policymaker./) pre/1 \"talks\"",
            ),
            ("HEADLINE(flood inquiry)", "title:\"flood inquiry\""),
            (
                "BYLINE(ada holt) and PUBLICATION(weir gazette)",
                "byline:\"ada holt\" AND source:\"weir gazette\"",
            ),
            (
                "flood and date aft 25/12/1995",
                "flood AND date:1995-12-26..",
            ),
            ("flood and date bef 3/4/1995", "flood AND date:..1995-03-03"),
            ("flood and date is 1995", "flood AND date:1995"),
            (
                "flood and date(geq (1/1/2019) and leq (12/31/2019))",
                "flood AND date:2019",
            ),
            (
                "flood and date aft 1995 and date bef 1999",
                "flood AND date:1996.. AND date:..1998",
            ),
            (
                "ALLCAPS(AIDS) or CAPS(Aids) and NOCAPS(turkey)",
                "(allcaps(AIDS) OR caps(Aids)) AND nocaps(turkey)",
            ),
            (
                "PLURAL(damages) and SINGULAR(damage)",
                "plural(damages) AND singular(damage)",
            ),
            ("ATLEAST5(money launder!)", "atleast5(\"money launder*\")"),
            ("(oil or gas) price", "(oil OR gas) pre/1 \"price\""),
            ("language(english) and oil", "lang:english AND oil"),
            ("(flood", "flood"),
        ],
    );
}

#[test]
fn westlaw_is_read_as_on_westlaw() {
    readings(
        Dialect::Westlaw,
        &[
            ("car automobile vehicle", "car OR automobile OR vehicle"),
            (
                "car automobile & negligen!",
                "(car OR automobile) AND negligen*",
            ),
            (
                "\"fiduciary relationship\" +3 spouse",
                "\"fiduciary relationship\" pre/3 spouse",
            ),
            ("person /3 jurisdiction", "person w/3 jurisdiction"),
            ("design /s defect fault", "design w/s (defect OR fault)"),
            ("hearsay /p utterance", "hearsay w/p utterance"),
            ("palsgraf +s island", "palsgraf pre/s island"),
            (
                "ti(mikkelson +p mikkelson)",
                "title:(mikkelson pre/p mikkelson)",
            ),
            ("a /3 b +9 c", "a w/3 (b pre/9 c)"),
            ("a /p b +p c /s d", "a w/p (b pre/p (c w/s d))"),
            ("laminectomy % surgery", "laminectomy AND NOT surgery"),
            (
                "r.i.c.o. % \"puerto rico\" & racket!",
                "r.i.c.o. AND NOT (\"puerto rico\" AND racket*)",
            ),
            ("#damage loss", "=damage OR loss"),
            ("fea*t", "fea?t"),
            ("jur**", "/jur.{0,2}/"),
            ("object*** /5 rul!", "/object.{0,3}/ w/5 rul*"),
            ("wom*n man", "wom?n OR man"),
            ("flood & da(aft 2010)", "flood AND date:2011.."),
            ("flood & da(2010)", "flood AND date:2010"),
            (
                "flood & da(aft 12/31/2009 & bef 1/1/2012)",
                "flood AND date:2010..2011",
            ),
            ("au(holt) & flood", "byline:holt AND flood"),
            ("ti(budget deficit)", "title:(budget OR deficit)"),
            ("atleast6(fraud deceit)", "atleast6(fraud OR deceit)"),
            ("a but not b", "a AND NOT b"),
            ("a or b and c", "(a OR b) AND c"),
            ("10% & tax", "10% AND tax"),
            ("\"fiduciary #duty\"", "\"fiduciary duty\""),
            (
                "flood & da(last 30 days)",
                "flood AND date:2019-04-02..2019-05-01",
            ),
            ("tax & (income estate)", "tax AND (income OR estate)"),
        ],
    );
}

#[test]
fn factiva_is_read_as_on_factiva() {
    readings(
        Dialect::Factiva,
        &[
            ("president w/2 clinton", "president pre/2 clinton"),
            ("World Cup adj5 rugby", "\"World Cup\" pre/5 rugby"),
            (
                "carrefour near5 retail sales",
                "carrefour w/5 \"retail sales\"",
            ),
            (
                "boeing 747/N30/british airways",
                "\"boeing 747\" w/30 \"british airways\"",
            ),
            ("toyota/F50/", "first/50(toyota)"),
            ("interest rate/F50/", "first/50(\"interest rate\")"),
            ("(fed or ecb)/F100/", "first/100(fed OR ecb)"),
            (
                "vodafone same telecommunications",
                "vodafone w/p telecommunications",
            ),
            (
                "bill clinton or gore and george bush",
                "\"bill clinton\" OR (gore AND \"george bush\")",
            ),
            ("a or b w/5 c", "a OR (b pre/5 c)"),
            ("a not b and c", "a AND NOT b AND c"),
            (
                "software not spreadsheets or games",
                "(software AND NOT spreadsheets) OR games",
            ),
            ("atleast5 Microsoft", "atleast5(Microsoft)"),
            (
                "atleast10 olympics and atleast10 winter games",
                "atleast10(olympics) AND atleast10(\"winter games\")",
            ),
            ("president % clinton", "\"president * clinton\""),
            ("\"peas and carrots\"", "\"peas and carrots\""),
            (
                "communicat* and (cell* or phone)",
                "communicat* AND (cell* OR phone)",
            ),
            ("transport$3", "/transport.{0,3}/"),
            ("bank$2 holiday", "/bank.{0,2}/ pre/1 \"holiday\""),
            ("gr?y", "gr?y"),
            ("bank?", "/bank./"),
            (
                "hd=tax cut and by=ada holt",
                "title:\"tax cut\" AND byline:\"ada holt\"",
            ),
            (
                "hd=(tax or duty) and wc>1000",
                "title:(tax OR duty) AND words>=1001",
            ),
            ("hlp=(oil near5 price*)", "hlead:(oil w/5 price*)"),
            (
                "oil and date from 19990201 to 19990301",
                "oil AND date:1999-02-01..1999-03-01",
            ),
            ("oil and date after 19990201", "oil AND date:1999-02-02.."),
            ("oil and date -30", "oil AND date:2019-04-02..2019-05-01"),
            (
                "oil and la=en and se=business",
                "oil AND lang:en AND section:business",
            ),
            (
                "closing date and (bid or bids)",
                "\"closing date\" AND (bid OR bids)",
            ),
            (
                "sn=weir gazette and flood",
                "source:\"weir gazette\" AND flood",
            ),
            ("$5m and oil", "$5m AND oil"),
            ("oil adj price", "oil pre/1 price"),
            ("[oil or gas] and price", "(oil OR gas) AND price"),
            (
                "hd=[oil or [gas and coal]]",
                "title:(oil OR (gas AND coal))",
            ),
            (
                "/gr[ae]y/ and date:[1995 TO 1996]",
                "/gr[ae]y/ AND date:1995..1996",
            ),
            (
                "mayor same tender or bribe$1",
                "(mayor w/p tender) OR /bribe.?/",
            ),
        ],
    );
}

#[test]
fn what_a_dialect_leaves_open_is_noted() {
    use Dialect::{Factiva, Nexis, Westlaw};
    for (dialect, text, expected) in [
        (Nexis, "minister w/5 resign! AND hlead(budget)", vec![]),
        (Nexis, "prime minister w/5 resign!", vec![]),
        (Nexis, "a or b and c and not d", vec![]),
        (Nexis, "flood date aft 1995", vec!["space_as_and"]),
        (Nexis, "bank*", vec!["open_end"]),
        (Nexis, "\"bank* holiday\"", vec!["open_end"]),
        (Nexis, "ba*k! and b*nk", vec![]),
        (Nexis, "flood -rain", vec!["space_as_and"]),
        (Nexis, "hlead(flood) rain", vec!["space_as_and"]),
        (
            Nexis,
            "a and not b and date aft 1995",
            vec!["after_and_not"],
        ),
        (Nexis, "date aft soon", vec!["not_a_date"]),
        (Nexis, "flood % rain", vec!["other_dialect"]),
        (Nexis, "flood and bank$3", vec!["other_dialect"]),
        (Nexis, "flood and /F50/", vec!["other_dialect"]),
        (Nexis, "flood & rain", vec!["sign_as_operator"]),
        (Nexis, "(oil or gas) * price", vec!["loose_star"]),
        (Nexis, "flood w/5", vec!["dangling_connector"]),
        (Nexis, "flood and", vec!["dangling_operator"]),
        (Westlaw, "car automobile & flood", vec![]),
        (Westlaw, "flood da(aft 2010)", vec!["space_as_and"]),
        (Westlaw, "flood %", vec!["dropped_sign"]),
        (Westlaw, "flood /N5/ rain", vec!["other_dialect"]),
        (Factiva, "bill clinton or gore and george bush", vec![]),
        (Factiva, "/F50/ flood", vec!["dangling_connector"]),
        (Factiva, "rst=ftft and oil", vec!["source_code"]),
        (Factiva, "oil %", vec!["dropped_sign"]),
        (Factiva, "hd=oil sn=gazette", vec!["space_as_and"]),
        (Nexis, "length > many", vec!["not_a_number", "dropped_sign"]),
    ] {
        assert_eq!(codes(&read(text, dialect)), expected, "{text}");
    }
}

#[test]
fn what_a_dialect_cannot_mean_here_is_refused() {
    use Dialect::{Factiva, Nexis, Westlaw};
    for (dialect, text, at, hint) in [
        (
            Nexis,
            "COMPANY(apple) and fruit",
            [0, 8],
            "leave COMPANY out",
        ),
        (Nexis, "a and subject(budget)", [6, 14], "leave subject out"),
        (Nexis, "(a and b) w/5 (c and d)", [14, 23], "(a w/5 c)"),
        (Westlaw, "flood & da(soon)", [8, 16], "date(aft 1995-03-05)"),
        (Westlaw, "sy(budget) & tax", [0, 3], "leave sy out"),
        (Factiva, "ns=gpol and oil", [0, 3], "leave ns out"),
        (Factiva, "transport$25", [0, 12], "write transport*"),
        (
            Factiva,
            "date after 03/04/1995",
            [0, 21],
            "1995-04-03 or 1995-03-04",
        ),
        (Factiva, "atleast5 fed near5 rate", [0, 12], "outside"),
    ] {
        let query = read(text, dialect);
        let [refusal] = &query.refused[..] else {
            panic!("{text}: {:?}", query.refused);
        };
        assert_eq!(refusal.at, at, "{text}");
        assert!(refusal.hint.contains(hint), "{text}: {}", refusal.hint);
    }
}

/// Each takes some milliseconds; what nests without end overflows the stack.
#[test]
fn too_much_is_refused_at_once() {
    for dialect in Dialect::ALL {
        for text in [
            "(a or b) ".repeat(900),
            format!("\"{}\"", "a$2 b* c? ".repeat(5_000)),
            "a$2 b* c?* ".repeat(5_000),
            "a/F5/".repeat(10_000),
            "/F5/".repeat(10_000),
            "a/N5/".repeat(10_000),
            "% ".repeat(10_000),
            "hd=a ".repeat(900),
            "date(geq (1) ".repeat(4_000),
            "a-b* ".repeat(9_000),
            format!("{}*", "a-".repeat(20_000)),
            "not a and ".repeat(900),
        ] {
            let query = read(&text, dialect);
            let short: String = text.chars().take(20).collect();
            assert!(query.reading().len() < 2_000_000, "{short}");
        }
    }
}

/// Pieces that mean something to a dialect.
const FOREIGN: [&str; 40] = [
    "%", "/N5/", "/F50/", "/f0/", "adj", "adj3", "same", "w/5", "pre/2", "+s", "/p", "a$3", "$2",
    "b$99", "wom*n", "bank*", "bank**", "*", "b?", "?b", "*b", "a-b*", "a.b?", "l!", "lo!",
    "wo*n!", "#a", "#tag", "rst=", "ns=", "hd=", "co(", "da(", "au(", "geq (", "date", "aft",
    "-30", "atleast2", "é*",
];

fn strewn() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(&FOREIGN[..]),
        prop::sample::select(&PIECES[..])
    ];
    prop::collection::vec((piece, any::<bool>()), 0..16).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, space)| piece.to_owned() + if space { " " } else { "" })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_has_a_reading_in_our_own_language(text in any::<String>()) {
        for dialect in Dialect::ALL {
            reads_the_same(&text, dialect);
        }
    }

    #[test]
    fn strewn_signs_have_a_reading_in_our_own_language(text in strewn()) {
        for dialect in Dialect::ALL {
            reads_the_same(&text, dialect);
        }
    }
}

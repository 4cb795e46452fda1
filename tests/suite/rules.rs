//! The numbered rules of the query language, each with texts and queries that show it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::harness::Folder;

/// What a query finds in one text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Finds {
    No,
    Yes,
    Matches(u64),
    Refused,
}

use Finds::{Matches, No, Refused, Yes};

/// A rule by its number, a text, and what queries find in it.
type Rule = (&'static str, &'static str, &'static [(&'static str, Finds)]);

const RULES: &[Rule] = &[
    (
        "1",
        "alpha beta gamma",
        &[
            ("alpha beta", Yes),
            ("alpha AND beta", Yes),
            ("alpha & beta", Yes),
            ("+alpha +beta", Yes),
            ("delta OR beta", Yes),
            ("delta | beta", Yes),
            ("alpha -beta", No),
            ("alpha NOT beta", No),
            ("alpha AND NOT beta", No),
            ("alpha BUT NOT beta", No),
            ("alpha !beta", No),
            ("\"alpha beta\"", Yes),
            ("\"beta alpha\"", No),
            ("„alpha beta“", Yes),
            ("«alpha beta»", Yes),
            ("=alpha", Yes),
            ("alpha w/1 beta", Yes),
            ("alpha /1 beta", Yes),
            ("alpha near/1 beta", Yes),
            ("alpha NEAR/1 beta", Yes),
            ("alpha near1 beta", Yes),
            ("alpha n/1 beta", Yes),
            ("alpha AROUND(1) beta", Yes),
            ("beta pre/1 alpha", No),
            ("alpha pre/1 beta", Yes),
            ("alpha +1 beta", Yes),
            ("alpha p/1 beta", Yes),
            ("alpha onear/1 beta", Yes),
            ("alpha adj1 beta", Yes),
            ("alpha NOT w/1 beta", No),
            ("alpha NOTNEAR/1 beta", No),
            ("alpha w/s beta", Yes),
            ("beta pre/s alpha", No),
            ("alpha /s beta", Yes),
            ("alpha w/sent beta", Yes),
            ("alpha SENTENCE beta", Yes),
            ("alpha w/p beta", Yes),
            ("alpha SAME beta", Yes),
            ("alpha w/para beta", Yes),
            ("alpha PARAGRAPH beta", Yes),
            ("alpha w/seg gamma", Yes),
            ("alpha /seg gamma", Yes),
            ("window/3(alpha, beta, gamma)", Yes),
            ("\"alpha gamma\"~1", Yes),
            ("atleast2(alpha)", No),
            ("atleast1 alpha", Yes),
            ("first/1(alpha)", Yes),
            ("first/1(beta)", No),
            ("alph!", Yes),
            ("alph*", Yes),
            ("al?ha", Yes),
            ("alpah~1", Yes),
            ("alpah~", Yes),
            ("/al[op]ha/", Yes),
            ("body:alpha", Yes),
            ("title:alpha", No),
            ("BODY(alpha)", Yes),
            ("words>2 alpha", Yes),
            ("wc>3 alpha", No),
            ("LENGTH>2 alpha", Yes),
            ("alpha^3 beta", Yes),
            ("has:title alpha", No),
            ("missing:title alpha", Yes),
            ("missing:byline alpha", Yes),
            ("source:\"Paper of Rules\" alpha", Yes),
            ("source:gazette alpha", No),
        ],
    ),
    (
        "1 lead",
        "one two three.\n\nfour five six.\n\nseven eight nine.",
        &[
            ("lead:five", Yes),
            ("lead:eight", No),
            ("hlead:three", Yes),
            ("hlp:eight", No),
            ("lp:one", Yes),
        ],
    ),
    (
        "3.1",
        "O’Connor paid 1,000 at 3.5 p.m. in the U.S. today",
        &[
            ("o'connor", Yes),
            ("connor", No),
            ("1,000", Yes),
            ("1000", No),
            ("3.5", Yes),
            ("p.m.", Yes),
            ("pm w/3 us", Yes),
            ("in w/2 today", No),
        ],
    ),
    (
        "3.2",
        "ÉCOLE Straße Ægir søn Łódź йод",
        &[
            ("ecole", Yes),
            ("école", Yes),
            ("strasse", Yes),
            ("aegir", Yes),
            ("son", Yes),
            ("lodz", Yes),
            ("йод", Yes),
            ("иод", No),
            ("ЙОД", Yes),
        ],
    ),
    (
        "3.3",
        "the workers’ rights of the 1990’s and the U.S.’s minister’s",
        &[
            ("\"workers rights\"", Yes),
            ("=workers", Yes),
            ("1990", Yes),
            ("US", Yes),
            ("=minister", Yes),
        ],
    ),
    (
        "3.4",
        "$5m for #tag and @name, 10% in C++ at AT&T on 9/11 by F-16",
        &[
            ("$5m", Yes),
            ("5m", Yes),
            ("#tag", Yes),
            ("tag", Yes),
            ("@name", Yes),
            ("10%", Yes),
            ("10", Yes),
            ("C++", Yes),
            ("AT&T", Yes),
            ("\"10% in\"", Yes),
            ("9/11", Yes),
            ("\"9 11\"", Yes),
            ("F-16", Yes),
            ("f16", No),
            ("$5", No),
        ],
    ),
    (
        "3.4 without",
        "10 people and 5m at 9 or 11",
        &[("10%", No), ("$5m", No), ("9/11", No)],
    ),
    (
        "3.5",
        "the policy-makers spoke",
        &[
            ("\"policy makers\"", Yes),
            ("policymaker", Yes),
            ("policy-maker", Matches(1)),
            ("\"policy-maker\"", No),
            ("\"policy-makers\"", Yes),
            ("makers w/1 spoke", Yes),
            ("policymakers w/1 the", Yes),
        ],
    ),
    (
        "3.6",
        "tell us that U.S. troops left",
        &[
            ("US", Matches(1)),
            ("U.S.", Matches(1)),
            ("us", Matches(2)),
            ("\"US troops\"", Yes),
            ("\"tell US\"", No),
        ],
    ),
    (
        "3.7",
        "東京都の報告書",
        &[
            ("東京", Yes),
            ("京東", No),
            ("東 w/2 都", Yes),
            ("東 w/1 都", No),
            ("\"東京都\"", Yes),
        ],
    ),
    (
        "3.8",
        "Mr. Smith met Gen. Lee in Jan. there. Anna came.",
        &[
            ("smith w/s there", Yes),
            ("there w/s anna", No),
            ("there w/p anna", Yes),
            ("there w/1 anna", Yes),
        ],
    ),
    (
        "4",
        "women took the buses to two cities with three MPs, a taxi, politics and glass",
        &[
            ("woman", Yes),
            ("bus", Yes),
            ("city", Yes),
            ("MP", Yes),
            ("mp", No),
            ("taxis", Yes),
            ("politic", No),
            ("glas", No),
            ("\"woman\"", No),
            ("=bus", No),
            ("busses", No),
        ],
    ),
    (
        "4 number",
        "damages for one foot",
        &[
            ("plural(damage)", Yes),
            ("singular(damages)", No),
            ("plural(damages)", Yes),
            ("singular(feet)", Yes),
            ("plural(foot)", No),
        ],
    ),
    ("4 stem", "arguing", &[("stem(argue)", Yes), ("argue", No)]),
    (
        "4 accents",
        "Pelé",
        &[
            ("=Pelé", Yes),
            ("=pelé", Yes),
            ("=pele", No),
            ("\"pele\"", Yes),
            ("pele", Yes),
        ],
    ),
    (
        "4 wildcards",
        "color colour woman women greyish",
        &[
            ("col*r", Matches(2)),
            ("wom?n", Matches(2)),
            ("/colou?r/", Matches(2)),
            ("/grey/", No),
            ("\"color * woman\"", Yes),
            ("\"col* woman\"", Yes),
            ("\"color *\"", Yes),
            ("colr~1", Yes),
            ("oclor~1", Yes),
            ("clr~1", No),
            ("clr~2", Yes),
            ("*our", Yes),
        ],
    ),
    (
        "4 capitals",
        "Turkey ate a turkey. NATO, McGraw and A. Vitamin",
        &[
            ("caps(turkey)", Matches(1)),
            ("nocaps(turkey)", Matches(1)),
            ("allcaps(nato)", Yes),
            ("allcaps(turkey)", No),
            ("allcaps(a)", No),
            ("caps(\"a vitamin\")", Yes),
            ("nocaps(mcgraw)", No),
        ],
    ),
    (
        "4 shouted",
        "STRIKE AT MILL GROWS\n\nthe strike",
        &[("allcaps(strike)", No), ("strike", Matches(2))],
    ),
    (
        "5.1",
        "aa x bb x x aa",
        &[
            ("aa w/2 bb", Matches(1)),
            ("aa w/3 bb", Matches(1)),
            ("aa pre/5 bb", Matches(1)),
            ("bb pre/3 aa", Yes),
            ("bb pre/2 aa", No),
        ],
    ),
    (
        "5.2",
        "cc aa aa bb",
        &[("cc w/1 (aa w/5 bb)", Yes), ("cc pre/1 (aa w/1 bb)", No)],
    ),
    (
        "5.3",
        "new york and york",
        &[
            ("\"new york\" w/3 york", Yes),
            ("\"new york\" w/1 york", No),
        ],
    ),
    (
        "5.3 once",
        "new york",
        &[("\"new york\" w/3 york", No), ("york w/5 york", No)],
    ),
    (
        "5.4",
        "aa x x bb x x x x x x x x x cc",
        &[("aa w/5 bb w/10 cc", Yes), ("aa w/5 bb w/9 cc", No)],
    ),
    (
        "5.5",
        "aa x cc x bb",
        &[
            ("(aa AND bb) w/2 cc", Yes),
            ("(aa AND bb) w/1 cc", No),
            ("(aa AND dd) w/5 cc", No),
        ],
    ),
    (
        "5.6",
        "rico x x x x x x x x x puerto rico",
        &[
            ("rico NOT w/5 puerto", Matches(1)),
            ("rico NOT w/20 puerto", No),
            ("puerto NOT pre/1 rico", No),
            ("rico NOT pre/5 puerto", Matches(2)),
            ("rico NOT w/p puerto", No),
            ("rico NOT w/seg puerto", No),
        ],
    ),
    (
        "5.7",
        "Aa met bb. Then cc came.\n\nThen dd.",
        &[
            ("(aa w/5 bb) w/s cc", No),
            ("(aa w/5 bb) w/p cc", Yes),
            ("bb w/p dd", No),
            ("bb w/seg dd", Yes),
            ("aa NOT w/s cc", Yes),
            ("aa NOT w/s bb", No),
        ],
    ),
    (
        "5.8",
        "bb x aa",
        &[
            ("window/3(aa, bb)", Yes),
            ("window/2(aa, bb)", No),
            ("\"aa bb\"~3", Yes),
            ("\"aa bb\"~2", No),
            ("first/2(bb)", Yes),
            ("first/2(aa)", No),
            ("first/3(aa w/2 bb)", Yes),
        ],
    ),
    (
        "5.9",
        "He said “no comment” and 'left' today",
        &[
            ("quote(\"no comment\")", Yes),
            ("quote(today)", No),
            ("quote(left)", No),
            ("quote(said)", No),
        ],
    ),
    (
        "5.10",
        "aa bb",
        &[
            ("aa W/5 bb", Yes),
            ("aa Pre/3 bb", Yes),
            ("aa w/0 bb", Refused),
            ("aa w/10001 bb", Refused),
            ("aa w/10000 bb", Yes),
        ],
    ),
    (
        "6 matches",
        "aa bb aa bb aa",
        &[
            ("aa OR \"aa bb\"", Matches(3)),
            ("atleast3(aa)", Yes),
            ("atleast4(aa)", No),
            ("aa w/1 bb", Matches(2)),
            ("atleast2(aa w/1 bb)", Yes),
            ("(aa zz) OR bb", Matches(2)),
            ("aa -zz", Matches(3)),
        ],
    ),
    (
        "9",
        "aa bb cc dd",
        &[
            ("(aa AND bb) w/10 (cc AND dd)", Refused),
            ("aa w/10 (NOT bb)", Refused),
            ("atleast2(aa AND bb)", Refused),
            ("window/9(aa AND bb, cc)", Refused),
            ("(aa AND bb) NOT w/5 cc", Refused),
            ("aa w/5 *", Refused),
            ("atleast0(aa)", Refused),
            ("title:aa w/5 body:bb", Refused),
            ("aa date:03/04/1995", Refused),
            ("id:nosuchid", Refused),
            ("like:nosuchid", Refused),
        ],
    ),
    (
        "10",
        "5 stars and/or 24/7 at 12:30 for a 6 pipe in e mc2 with 10 6 and source s in usr bin foo bar same sex marriage covid",
        &[
            ("+5 stars", Yes),
            ("and/or", Yes),
            ("24/7", Yes),
            ("12:30", Yes),
            ("6\" pipe", Yes),
            ("E=mc2", Yes),
            ("10^6", Yes),
            ("source(s)", Yes),
            ("/usr/bin/", Yes),
            ("foo:bar", Yes),
            ("same sex marriage", Yes),
            ("covid -19", Yes),
            ("covid - stars", Yes),
            ("stars!", Yes),
            ("hd=stars", No),
            ("marriage w/out", No),
        ],
    ),
];

/// An index of all texts, made once: the article of a rule has its number as key.
fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let articles = RULES
            .iter()
            .map(|(rule, text, _)| json!({"id": rule, "text": text, "source": "Paper of Rules"}));
        build("rules-index", articles)
    })
}

fn build(name: &str, articles: impl Iterator<Item = Value>) -> PathBuf {
    let lines: String = articles.map(|article| format!("{article}\n")).collect();
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let to = place.display().to_string();
    let folder = Folder::new().file("texts.jsonl", &lines);
    folder
        .run(&["index", "texts.jsonl", "--index", &to, "--replace"])
        .exits(0);
    place
}

/// The pages, or errors, that answer queries in one batch.
fn pages(index: &Path, queries: &[&str], flags: &[&str]) -> Vec<Value> {
    let lines: String = queries
        .iter()
        .map(|query| format!("q\t{query}\n"))
        .collect();
    let index = index.display().to_string();
    let fixed = [
        "search",
        "--json",
        "--all",
        "-f",
        "queries.txt",
        "--index",
        &index,
    ];
    let answer = Folder::new()
        .file("queries.txt", &lines)
        .run(&[&fixed, flags].concat());
    answer.json()["pages"]
        .as_array()
        .cloned()
        .expect("a batch has pages")
}

#[test]
fn each_rule_holds_for_its_texts() {
    let cases: Vec<(&str, &str, Finds)> = RULES
        .iter()
        .flat_map(|(rule, _, queries)| {
            queries
                .iter()
                .map(move |(query, finds)| (*rule, *query, *finds))
        })
        .collect();
    let queries: Vec<&str> = cases.iter().map(|(_, query, _)| *query).collect();
    let mut wrong = String::new();
    for ((rule, query, finds), page) in cases.iter().zip(pages(index(), &queries, &[])) {
        let hits = page["hits"].as_array().cloned().unwrap_or_default();
        let hit = hits.iter().find(|hit| hit["key"] == *rule);
        let is_right = match finds {
            No => page["kind"] == "page" && hit.is_none(),
            Yes => hit.is_some(),
            Matches(matches) => hit.is_some_and(|hit| hit["matches"] == *matches),
            Refused => page["kind"] == "error" && page["hint"].is_string(),
        };
        if !is_right {
            let matches = hit.map(|hit| &hit["matches"]);
            writeln!(
                wrong,
                "rule {rule}, {query}: expected {finds:?}, got {matches:?}, {} {} {}",
                page["kind"], page["reading"], page["text"]
            )
            .expect("a string takes all");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn rule_3_8_long_sentences_and_long_paragraphs_are_cut() {
    let long_sentence = format!("aaa {}zzz", "word ".repeat(84));
    let sentence = "One two three four five six seven eight nine ten. ";
    let long_block = format!("Aaa {}zzz", sentence.repeat(16));
    let two_blocks = format!("{long_block}\n\nThe end.");
    let articles = [
        ("sentence", long_sentence),
        ("block", long_block),
        ("two", two_blocks),
    ];
    let articles = articles
        .iter()
        .map(|(key, text)| json!({"id": key, "text": text, "source": "P"}));
    let index = build("cuts-index", articles);
    let keys = |page: &Value| {
        let hits = page["hits"].as_array().expect("a page has hits");
        let mut keys: Vec<String> = hits.iter().map(|hit| hit["key"].to_string()).collect();
        keys.sort();
        keys.join(" ")
    };
    let pages = pages(
        &index,
        &["aaa w/s zzz", "aaa w/p zzz", "aaa w/seg zzz"],
        &[],
    );
    assert_eq!(keys(&pages[0]), "");
    assert_eq!(keys(&pages[1]), "\"sentence\" \"two\"");
    assert_eq!(keys(&pages[2]), "\"block\" \"sentence\" \"two\"");
}

#[test]
fn rule_6_hits_come_by_score_then_the_newer_date_then_id_the_undated_last() {
    let dated = |key: &str, date: &str, text: &str| json!({"id": key, "text": text, "date": date, "source": key});
    let articles = [
        dated("old", "1950-01-01", "zebra one"),
        dated("new", "2000-01-01", "zebra one"),
        dated("undated", "", "zebra one"),
        dated("twice", "1900-01-01", "zebra zebra"),
    ];
    let index = build("order-index", articles.into_iter());
    let keys = |flags: &[&str]| {
        let page = &pages(&index, &["zebra"], flags)[0];
        let hits = page["hits"].as_array().cloned().expect("a page has hits");
        let keys: Vec<String> = hits
            .iter()
            .filter_map(|hit| hit["key"].as_str().map(str::to_owned))
            .collect();
        keys.join(" ")
    };
    assert_eq!(keys(&[]), "twice new old undated");
    assert_eq!(keys(&["--sort", "date"]), "new old twice undated");
    assert_eq!(keys(&["--sort", "-date"]), "twice old new undated");
    assert_eq!(keys(&["--sort", "source"]), "new old twice undated");
}

#[test]
fn rule_7_each_form_of_a_date_covers_its_period() {
    let article =
        |key: &str, date: &str| json!({"id": key, "text": "zebra", "date": date, "source": key});
    // A Sunday; a month of a year; a year.
    let articles = [
        article("day", "1995-03-05"),
        article("month", "1995-03"),
        article("year", "1996"),
        article("undated", ""),
    ];
    let index = build("dates-index", articles.into_iter());
    let cases = [
        ("date:1995", "day month"),
        ("date:1995-03", "day month"),
        ("date:1995-03-05", "day month"),
        ("date:19950305", "day month"),
        ("date:5 Mar 1995", "day month"),
        ("date:March 5, 1995", "day month"),
        ("date:Mar 1995", "day month"),
        ("date:1990s", "day month year"),
        ("date:Q1 1995", "day month"),
        ("date:1995-W09", "day month"),
        ("date:1995-03-06..", "month year"),
        ("date:..1994", ""),
        ("date:1995-01..1995-02", ""),
        ("date:[1995-03-01 TO 1995-03-04]", "month"),
        ("date>1995", "year"),
        ("date>=1995", "day month year"),
        ("date<1996", "day month"),
        ("date<=1995-03-04", "month"),
        ("before:1996", "day month"),
        ("after:1995", "year"),
        ("since:1996", "year"),
        ("until:1995", "day month"),
        ("on:03-05", "day"),
        ("weekday:sun", "day"),
        ("weekday:mon", ""),
        ("date:unknown", "undated"),
        ("date:25/12/1995", ""),
        ("missing:date", "undated"),
        ("has:date", "day month year"),
        ("date:7d", ""),
        ("date:last month", "day month"),
        ("date:2y", "day month"),
        ("atleast1(zebra) date aft 1995", "year"),
    ];
    let queries: Vec<&str> = cases.iter().map(|(query, _)| *query).collect();
    let mut wrong = String::new();
    for ((query, expected), page) in
        cases
            .iter()
            .zip(pages(&index, &queries, &["--today", "1995-04-20"]))
    {
        let hits = page["hits"].as_array().cloned().unwrap_or_default();
        let mut keys: Vec<&str> = hits.iter().filter_map(|hit| hit["key"].as_str()).collect();
        keys.sort_unstable();
        if keys.join(" ") != *expected {
            writeln!(
                wrong,
                "{query}: expected {expected}, got {keys:?}, reading {} {}",
                page["reading"], page["text"]
            )
            .expect("a string takes all");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn rule_7_an_ambiguous_day_is_read_by_the_order_that_is_given() {
    let article = json!({"id": "april", "text": "zebra", "date": "1995-04-03", "source": "P"});
    let index = build("ambiguous-index", std::iter::once(article));
    let found = |flags: &[&str]| {
        pages(&index, &["date:03/04/1995"], flags)[0]["counts"]["articles"].clone()
    };
    assert_eq!(found(&["--date-order", "dmy"]), 1);
    assert_eq!(found(&["--date-order", "mdy"]), 0);
    assert_eq!(found(&[]), Value::Null);
}

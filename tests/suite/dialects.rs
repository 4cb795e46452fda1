//! Queries pasted from other systems: their readings, their counts, their help.

use serde_json::Value;

use crate::harness::{Folder, on_sample, sample_page};

/// Runs pasted queries on the sample: the reading in our language, and how many articles.
fn pasted(dialect: &str, table: &[(&str, &str, u64)]) {
    for (typed, reading, articles) in table {
        let page = sample_page(&["--dialect", dialect, "--limit", "0", "--", typed]);
        assert_eq!(page["reading"], *reading, "{typed}");
        assert_eq!(page["counts"]["articles"], *articles, "{typed}");
        assert_eq!(page["notes"], Value::Array(Vec::new()), "{typed}");
        let same = sample_page(&["--limit", "0", "--", reading]);
        assert_eq!(same["counts"], page["counts"], "{reading}");
    }
}

#[test]
fn nexis_strings_run_as_pasted() {
    pasted(
        "nexis",
        &[
            (
                "prime minister w/10 resign!",
                r#""prime minister" w/10 resign*"#,
                2,
            ),
            (
                "HEADLINE(strike) and PUBLICATION(weir gazette)",
                r#"title:strike AND source:"weir gazette""#,
                3,
            ),
            (
                "BYLINE(ann holt) and dam",
                r#"byline:"ann holt" AND dam"#,
                9,
            ),
            (
                "minister w/10 resign! and not helen marsh",
                r#"(minister w/10 resign*) AND NOT "helen marsh""#,
                6,
            ),
            (
                "public inquiry w/s flood or dam",
                r#""public inquiry" w/s (flood OR dam)"#,
                4,
            ),
            (
                "hlead(flood or strike) and date(geq (1/1/1953) and leq (12/31/1954))",
                "hlead:(flood OR strike) AND date:1953..1954",
                6,
            ),
            (
                "school w/15 fire and not strike and mill",
                "(school w/15 fire) AND NOT (strike AND mill)",
                7,
            ),
            ("colin rudge w/p tender", r#""colin rudge" w/p tender"#, 2),
            ("LENGTH > 150 and mill", "words>=151 AND mill", 15),
            ("flood not w/5 warning", "flood NOT w/5 warning", 31),
            ("state of emergency", r#""state of emergency""#, 6),
        ],
    );
}

#[test]
fn westlaw_strings_run_as_pasted() {
    pasted(
        "westlaw",
        &[
            (
                r#""coldbeck dam" /s gate"#,
                r#""coldbeck dam" w/s gate"#,
                10,
            ),
            ("mayor /p bribe! tender", "mayor w/p (bribe* OR tender)", 4),
            ("strike & mill % 1926", "strike AND mill AND NOT 1926", 8),
            (
                "ti(flood strike) & da(aft 1953 & bef 1997)",
                "title:(flood OR strike) AND date:1954..1996",
                4,
            ),
            (
                r#"au("ann holt") & minister"#,
                r#"byline:"ann holt" AND minister"#,
                5,
            ),
            (
                "gate** /5 stuck stick!",
                "/gate.{0,2}/ w/5 (stuck OR stick*)",
                2,
            ),
            (
                "tram streetcar & council",
                "(tram OR streetcar) AND council",
                1,
            ),
            ("#apples", "=apples", 6),
        ],
    );
}

#[test]
fn factiva_strings_run_as_pasted() {
    pasted(
        "factiva",
        &[
            (
                "prime minister near9 resign*",
                r#""prime minister" w/9 resign*"#,
                2,
            ),
            (
                "state of emergency and date from 19720101 to 19741231",
                r#""state of emergency" AND date:1972..1974"#,
                2,
            ),
            (
                "by=ann holt and hd=minister*",
                r#"byline:"ann holt" AND title:minister*"#,
                3,
            ),
            (
                "sn=saltmouth chronicle and school w/5 fire",
                r#"source:"saltmouth chronicle" AND (school pre/5 fire)"#,
                1,
            ),
            (
                "(flood* or dam)/F20/ and wc>150",
                "first/20(flood* OR dam) AND words>=151",
                14,
            ),
            (
                "mayor same tender or bribe$1",
                "(mayor w/p tender) OR /bribe.?/",
                7,
            ),
            (
                "atleast3 strike not 1984",
                "atleast3(strike) AND NOT 1984",
                2,
            ),
            (
                "la=en and strik$3 and date after 19840101",
                "lang:en AND /strik.{0,3}/ AND date:1984-01-02..",
                8,
            ),
            (
                "the % gate or public inquiry",
                r#""the * gate" OR "public inquiry""#,
                5,
            ),
        ],
    );
}

#[test]
fn the_string_of_a_newsroom_is_read_as_it_was_meant() {
    let typed = "minister w/5 resign! AND hlead(budget)";
    let answer = on_sample(&["search", "--dialect", "nexis", "--", typed]);
    answer
        .exits(1)
        .err_has("read as: (minister w/5 resign*) AND hlead:budget");
    on_sample(&["search", "--dialect", "nexis", "--quiet", "--", typed])
        .exits(1)
        .err_is("");
}

#[test]
fn what_a_dialect_cannot_mean_exits_with_2_and_the_rewrite() {
    on_sample(&["search", "--dialect", "nexis", "company(mill) and strike"])
        .exits(2)
        .err_has("company( is a field of Nexis that articles here do not have")
        .err_has("^^^^^^^^")
        .err_has("hint: leave company out");
    on_sample(&["search", "--dialect", "factiva", "resign$30"])
        .exits(2)
        .err_has("hint: write resign*");
    on_sample(&["search", "--dialect", "dialog", "flood"])
        .exits(2)
        .err_has("--dialect");
}

#[test]
fn strict_refuses_what_a_dialect_leaves_open() {
    let typed = "flood date aft 1953";
    on_sample(&["search", "--dialect", "nexis", typed])
        .exits(0)
        .err_has("note: the space before date aft 1953 cannot mean a phrase");
    on_sample(&["search", "--dialect", "nexis", "--strict", typed]).exits(2);
}

#[test]
fn months_come_first_where_they_did_and_days_where_it_is_said() {
    let american = "flood and date is 3/11/1953";
    for (arguments, day) in [
        (&[][..], "1953-03-11"),
        (&["--date-order", "dmy"], "1953-11-03"),
    ] {
        let dialect = ["--dialect", "nexis", "--", american];
        let page = sample_page(&[arguments, &dialect].concat());
        assert_eq!(page["reading"], format!("flood AND date:{day}"));
    }
    on_sample(&["search", "--dialect", "factiva", american]).exits(2);
}

#[test]
fn every_query_in_the_help_finds_something_in_the_sample() {
    let help = Folder::new().run(&["help", "dialects"]);
    help.exits(0).err_is("");
    assert!(help.out.lines().count() <= 40);
    assert!(help.out.lines().all(|line| line.chars().count() <= 80));
    let (mut dialect, mut queries) = ("", 0);
    for line in help.out.lines() {
        if let Some((_, named)) = line.split_once(", --dialect ") {
            dialect = named;
        }
        let Some(query) = line.strip_prefix("  ").filter(|_| !dialect.is_empty()) else {
            continue;
        };
        let query = query.split("  ").next().unwrap_or(query);
        on_sample(&["search", "--dialect", dialect, "--", query])
            .exits(0)
            .err_lacks("note:");
        queries += 1;
    }
    assert!(queries >= 22, "{queries}");
}

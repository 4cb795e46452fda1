//! Section 7: what a date in a query covers.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{build, finds_keys, is_noted, keys, pages};

/// Articles whose key is their date; the first is of a Sunday.
const DATES: [&str; 5] = ["1995-03-05", "1995-03", "1996", "2004-02-29", "1650-06-01"];

fn index() -> &'static PathBuf {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let dated = |date: &str| json!({"id": date, "text": "zebra", "date": date, "source": date});
        let undated = json!({"id": "undated", "text": "zebra", "source": "none"});
        let articles: Vec<Value> = DATES
            .iter()
            .map(|date| dated(date))
            .chain([undated])
            .collect();
        build("dates", &articles)
    })
}

/// One article of each day, from 1995-01-01 on; the key is the day.
fn days() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let months = [("01", 31), ("02", 28), ("03", 31), ("04", 30)];
        let days = months
            .iter()
            .flat_map(|(month, days)| (1..=*days).map(move |day| format!("1995-{month}-{day:02}")));
        let articles: Vec<Value> = days
            .map(|day| json!({"id": day, "text": "zebra", "date": day, "source": day}))
            .collect();
        build("days", &articles)
    })
}

/// Fails unless each query finds the days from the first to the last, and no other.
#[track_caller]
fn covers(today: &str, cases: &[(&str, &str, &str)]) {
    let queries: Vec<&str> = cases.iter().map(|(query, ..)| *query).collect();
    let flags = ["--all", "--sort", "-date", "--today", today];
    for ((query, first, last), page) in cases.iter().zip(pages("search", days(), &queries, &flags))
    {
        let found = keys(&page);
        let ends = (found.first().copied(), found.last().copied());
        assert_eq!(
            ends,
            (Some(*first), Some(*last)),
            "{query}, today {today}: {}",
            page["reading"]
        );
    }
}

#[test]
fn rule_7_each_form_of_a_date_covers_its_period() {
    let cases = [
        ("date:1995", "1995-03 1995-03-05"),
        ("date:1995-03", "1995-03 1995-03-05"),
        ("date:1995-03-05", "1995-03 1995-03-05"),
        ("date:19950305", "1995-03 1995-03-05"),
        ("date:5 Mar 1995", "1995-03 1995-03-05"),
        ("date:March 5, 1995", "1995-03 1995-03-05"),
        ("date:Mar 1995", "1995-03 1995-03-05"),
        ("date:1990s", "1995-03 1995-03-05 1996"),
        ("date:Q1 1995", "1995-03 1995-03-05"),
        ("date:Q2 1995", ""),
        ("date:1995-W09", "1995-03 1995-03-05"),
        ("date:1995-W08", ""),
        ("date:1995-W10", "1995-03"),
        ("date:1995-03-06..", "1995-03 1996 2004-02-29"),
        ("date:..1994", "1650-06-01"),
        ("date:1995-01..1995-02", ""),
        ("date:1995-02..1995-03", "1995-03 1995-03-05"),
        ("date:[1995-03-01 TO 1995-03-04]", "1995-03"),
        ("date:25/12/1995", ""),
        ("date:05/05/1995", ""),
        ("date:2004-02-29", "2004-02-29"),
        ("date:5 Mar 1995 zebra", "1995-03 1995-03-05"),
        ("date:March 1995 zebra", "1995-03 1995-03-05"),
        ("date:Mar 1995 lion", ""),
        ("on:03-05", "1995-03-05"),
        ("on:02-29", "2004-02-29"),
        ("weekday:sun", "1995-03-05 2004-02-29"),
        ("weekday:mon", ""),
        ("date:unknown", "undated"),
        ("missing:date", "undated"),
        ("has:date", "1650-06-01 1995-03 1995-03-05 1996 2004-02-29"),
        ("before:1996", "1650-06-01 1995-03 1995-03-05"),
        ("after:1995", "1996 2004-02-29"),
        ("date:1650", "1650-06-01"),
    ];
    finds_keys(index(), &[], &cases);
}

#[test]
fn rule_7_comparisons_are_with_the_whole_period() {
    let cases = [
        ("date>1995", "1996 2004-02-29"),
        ("date aft 1995 atleast1(zebra)", "1996 2004-02-29"),
        ("date after 1995 atleast1(zebra)", "1996 2004-02-29"),
        ("date>=1996", "1996 2004-02-29"),
        ("date>=1996-05", "1996 2004-02-29"),
        ("since:1996", "1996 2004-02-29"),
        ("date>1995-03-04", "1995-03 1995-03-05 1996 2004-02-29"),
        ("date>1995-03-05", "1995-03 1996 2004-02-29"),
        ("date>1996-12-30", "1996 2004-02-29"),
        ("date>1996-12-31", "2004-02-29"),
        ("date<1996", "1650-06-01 1995-03 1995-03-05"),
        (
            "date bef 1996 atleast1(zebra)",
            "1650-06-01 1995-03 1995-03-05",
        ),
        (
            "date before 1996 atleast1(zebra)",
            "1650-06-01 1995-03 1995-03-05",
        ),
        ("date<1995-03-05", "1650-06-01 1995-03"),
        ("date<1995-03", "1650-06-01"),
        ("date<=1995-03", "1650-06-01 1995-03 1995-03-05"),
        ("date<=1995", "1650-06-01 1995-03 1995-03-05"),
        ("until:1995", "1650-06-01 1995-03 1995-03-05"),
        ("until:1995-02", "1650-06-01"),
    ];
    finds_keys(index(), &[], &cases);
}

#[test]
fn rule_7_forms_of_other_systems_need_a_sure_connector() {
    let cases = [
        ("date is 1995 atleast1(zebra)", "1995-03 1995-03-05"),
        ("date aft 25/12/1995 and zebr!", "1996 2004-02-29"),
        ("date from 19950301 to 19950304 and zebr!", "1995-03"),
        ("zebra date is 1995", ""),
        ("zebra date from 19950301 to 19950304", ""),
    ];
    finds_keys(index(), &[], &cases);
}

#[test]
fn rule_7_relative_dates_end_today() {
    covers(
        "1995-04-20",
        &[
            ("date:today", "1995-04-20", "1995-04-20"),
            ("date:yesterday", "1995-04-19", "1995-04-19"),
            ("date:1d", "1995-04-20", "1995-04-20"),
            ("date:7d", "1995-04-14", "1995-04-20"),
            ("date:3w", "1995-03-31", "1995-04-20"),
            ("date:1m", "1995-03-21", "1995-04-20"),
            ("date:3m", "1995-01-21", "1995-04-20"),
            ("date:2y", "1995-01-01", "1995-04-20"),
            ("date:last month", "1995-03-01", "1995-03-31"),
            ("date>=yesterday", "1995-04-19", "1995-04-30"),
            ("date<yesterday", "1995-01-01", "1995-04-18"),
            ("date:yesterday..today", "1995-04-19", "1995-04-20"),
        ],
    );
    covers(
        "1995-03-31",
        &[
            ("date:1m", "1995-03-01", "1995-03-31"),
            ("date:last month", "1995-02-01", "1995-02-28"),
        ],
    );
    covers("1995-03-30", &[("date:1m", "1995-03-01", "1995-03-30")]);
    covers("1995-03-28", &[("date:1m", "1995-03-01", "1995-03-28")]);
    covers("1995-03-27", &[("date:1m", "1995-02-28", "1995-03-27")]);
}

#[test]
fn rule_7_ranges_hold_both_their_ends() {
    covers(
        "1995-04-20",
        &[
            ("date:1995-01-05..1995-01-07", "1995-01-05", "1995-01-07"),
            ("date:1995-02..1995-03", "1995-02-01", "1995-03-31"),
            ("date:1995-02-10..1995-03", "1995-02-10", "1995-03-31"),
            ("date:1995-03..", "1995-03-01", "1995-04-30"),
            ("date:..1995-02", "1995-01-01", "1995-02-28"),
            ("date:Q1 1995", "1995-01-01", "1995-03-31"),
            ("date:1995-W10", "1995-03-06", "1995-03-12"),
            ("date>1995-02", "1995-03-01", "1995-04-30"),
            ("date>=1995-02", "1995-02-01", "1995-04-30"),
            ("date<1995-02", "1995-01-01", "1995-01-31"),
            ("date<=1995-02", "1995-01-01", "1995-02-28"),
            ("after:1995-02", "1995-03-01", "1995-04-30"),
            ("before:1995-02", "1995-01-01", "1995-01-31"),
            ("since:1995-02", "1995-02-01", "1995-04-30"),
            ("until:1995-02", "1995-01-01", "1995-02-28"),
        ],
    );
    let sundays = &pages(
        "search",
        days(),
        &["weekday:sun date:1995-03"],
        &["--all", "--sort", "-date"],
    )[0];
    assert_eq!(
        keys(sundays),
        ["1995-03-05", "1995-03-12", "1995-03-19", "1995-03-26"]
    );
}

#[test]
fn rule_7_relative_dates_are_printed_as_days() {
    let flags = ["--today", "2019-05-01"];
    let queries = ["date:7d", "date:today", "date:yesterday", "date:6m"];
    let readings: Vec<Value> = pages("search", index(), &queries, &flags)
        .iter()
        .map(|page| page["reading"].clone())
        .collect();
    assert_eq!(
        readings,
        [
            "date:2019-04-25..2019-05-01",
            "date:2019-05-01",
            "date:2019-04-30",
            "date:2018-11-02..2019-05-01",
        ]
    );
}

#[test]
fn rule_7_articles_less_precise_than_the_range_are_noted() {
    let queries = [
        "date:1995-03-05",
        "date:1995-03",
        "date:1996-01..1996-02",
        "date:1995",
        "date:2004-02-29",
    ];
    let noted: Vec<bool> = pages("search", index(), &queries, &[])
        .iter()
        .map(|page| is_noted(page, "date_imprecise"))
        .collect();
    assert_eq!(noted, [true, false, true, false, false]);
}

#[test]
fn rule_7_an_ambiguous_day_is_read_by_the_order_that_is_given() {
    let day = |flags: &[&str]| {
        let flags = [&["--all"], flags].concat();
        let page = &pages("search", days(), &["date:03/04/1995"], &flags)[0];
        (page["kind"].clone(), keys(page).join(" "))
    };
    assert_eq!(
        day(&["--date-order", "dmy"]),
        ("page".into(), "1995-04-03".into())
    );
    assert_eq!(
        day(&["--date-order", "mdy"]),
        ("page".into(), "1995-03-04".into())
    );
    assert_eq!(
        day(&["--dialect", "nexis"]),
        ("page".into(), "1995-03-04".into())
    );
    assert_eq!(
        day(&["--dialect", "westlaw"]),
        ("page".into(), "1995-03-04".into())
    );
    assert_eq!(day(&[]), ("error".into(), String::new()));
}

#[test]
fn rule_7_dates_of_articles_are_believed_from_1400_to_two_days_from_now() {
    let dated = |date: &str| json!({"id": date, "text": "zebra", "date": date, "source": date});
    let index = build(
        "believed",
        &[
            dated("1399-12-31"),
            dated("1400-01-01"),
            dated("2999-01-01"),
        ],
    );
    let cases = [
        ("date:unknown", "1399-12-31 2999-01-01"),
        ("has:date", "1400-01-01"),
        ("date:0001..1500", "1400-01-01"),
        ("date<1399", ""),
    ];
    finds_keys(&index, &[], &cases);
}

use proptest::prelude::{ProptestConfig, any, proptest};

use super::{Reading, find, read};

/// `None`, `!` for impossible, `A / B` for ambiguous, else the text form of the date.
fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Date(date) => date.to_string(),
        Reading::Ambiguous {
            day_first,
            month_first,
        } => format!("{day_first} / {month_first}"),
        Reading::Impossible => "!".into(),
        Reading::None => "None".into(),
    }
}

const DATES: &[(&str, &str)] = &[
    // English
    ("Tuesday, November 13, 2012", "2012-11-13"),
    ("November 13, 2012", "2012-11-13"),
    ("Nov. 14, 2023", "2023-11-14"),
    ("July 21,1920.", "1920-07-21"),
    ("Sept. 4,1919.", "1919-09-04"),
    ("October 19 1917", "1917-10-19"),
    ("September 14,1915, Tuesday", "1915-09-14"),
    ("Tuesday, Mar 05,1895", "1895-03-05"),
    ("8th December, 1915", "1915-12-08"),
    ("31th December, 1911", "1911-12-31"),
    ("the 1st of May 1890", "1890-05-01"),
    ("May 5th, 1995", "1995-05-05"),
    ("MARCH 3, 1861", "1861-03-03"),
    ("13 Nov 2012", "2012-11-13"),
    ("13/Nov/2012", "2012-11-13"),
    ("Thursday, August 6, 2020 9:09:24 AM", "2020-08-06"),
    ("Published: Nov 13, 2012, 3:15 p.m. ET", "2012-11-13"),
    (
        "Posted on Monday, March 4th, 2019 at 10:15 AM EST",
        "2019-03-04",
    ),
    ("March 14, 2013 Thursday 11:21 AM GMT", "2013-03-14"),
    ("January 11, 2010 Monday", "2010-01-11"),
    (
        "Published 13 November 2012 | Updated 14 November 2012",
        "2012-11-13",
    ),
    ("Updated: November 14, 2012", "2012-11-14"),
    ("By November 2012", "None"),
    // Partial
    ("November 2012", "2012-11"),
    ("Nov. 2012", "2012-11"),
    ("2012-11", "2012-11"),
    ("11/2012", "2012-11"),
    ("2012", "2012"),
    ("1902.", "1902"),
    ("1990s", "1990s"),
    ("Q3 2012", "2012-Q3"),
    ("2012-Q3", "2012-Q3"),
    ("2012年11月", "2012-11"),
    ("2012年", "2012"),
    // Of machines
    ("2012-11-13", "2012-11-13"),
    ("[2015-01-04]", "2015-01-04"),
    ("2012-11-13T23:30:00-05:00", "2012-11-13"),
    ("2012-11-13T23:30-05:00", "2012-11-13"),
    ("2012-11-13T00:10:00+0900", "2012-11-13"),
    ("2012-11-13T23:30:00.123Z", "2012-11-13"),
    ("2012-11-13 23:30:00 UTC", "2012-11-13"),
    ("2012/11/13 08:00", "2012-11-13"),
    ("2012.11.13", "2012-11-13"),
    ("20121113", "2012-11-13"),
    ("20121113T233000Z", "2012-11-13"),
    ("20121113233000", "2012-11-13"),
    ("Tue, 13 Nov 2012 23:30:00 -0500", "2012-11-13"),
    ("Tue, 13 Nov 2012 23:30:00 GMT", "2012-11-13"),
    ("Tue Nov 13 23:30:00 2012", "2012-11-13"),
    ("Tue Nov 13 23:30:00 EST 2012", "2012-11-13"),
    ("26-FEB-1987 15:01:01.79", "1987-02-26"),
    ("1352764800", "2012-11-13"),
    ("1352764800000", "2012-11-13"),
    ("1352764800.0", "2012-11-13"),
    // Numbers
    ("13.11.2012", "2012-11-13"),
    ("3.4.2012", "2012-04-03"),
    ("13. 11. 2012", "2012-11-13"),
    ("25/12/1995", "1995-12-25"),
    ("12/25/1995", "1995-12-25"),
    ("05/05/1995", "1995-05-05"),
    ("03/04/2012", "2012-04-03 / 2012-03-04"),
    ("03-04-2012", "2012-04-03 / 2012-03-04"),
    ("7/23/17", "2017-07-23"),
    ("9/28/16", "2016-09-28"),
    ("4/12/19", "2019-12-04 / 2019-04-12"),
    ("23/7/65", "1965-07-23"),
    ("13.11.12", "2012-11-13"),
    ("09.22.15", "2015-09-22"),
    ("03.04.12", "2012-04-03 / 2012-03-04"),
    ("09.22.2015", "2015-09-22"),
    ("3 JAN 90", "1990-01-03"),
    ("13-Nov-12", "2012-11-13"),
    ("Nov 13 '12", "2012-11-13"),
    // Languages
    ("13. November 2012", "2012-11-13"),
    ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27"),
    ("Stand: 5. März 2019, 14:30 Uhr", "2019-03-05"),
    ("Dienstag, 13. Nov. 2012", "2012-11-13"),
    ("Publié le 1er août 2012 à 14h30", "2012-08-01"),
    ("mardi 13 novembre 2012", "2012-11-13"),
    ("13 de noviembre de 2012", "2012-11-13"),
    ("5 de septiembre del 2012", "2012-09-05"),
    ("13 novembre 2012", "2012-11-13"),
    ("lunedì 5 maggio 2014 alle 10:15", "2014-05-05"),
    ("terça-feira, 13 de novembro de 2012", "2012-11-13"),
    ("novembro de 2012", "2012-11"),
    ("dinsdag 13 november 2012", "2012-11-13"),
    ("5 mrt 2012", "2012-03-05"),
    ("den 13 november 2012", "2012-11-13"),
    ("13. marts 2012", "2012-03-13"),
    ("13 listopada 2012 r.", "2012-11-13"),
    ("13. listopada 2012.", "None"),
    ("1 września 1939", "1939-09-01"),
    ("13 ноября 2012 г.", "2012-11-13"),
    ("9 мая 1945", "1945-05-09"),
    ("13 листопада 2012 року", "2012-11-13"),
    ("13 Kasım 2012 Salı", "2012-11-13"),
    ("5 Ağustos 2012", "2012-08-05"),
    ("13 noiembrie 2012", "2012-11-13"),
    ("13. listopadu 2012", "2012-11-13"),
    ("13. marraskuuta 2012", "2012-11-13"),
    ("2012. november 13.", "2012-11-13"),
    ("13 Νοεμβρίου 2012", "2012-11-13"),
    ("la 14-an de januaro 2014", "2014-01-14"),
    ("13 Agustus 2012", "2012-08-13"),
    ("2012年11月13日", "2012-11-13"),
    ("2012年11月13日 星期二 10:30", "2012-11-13"),
    ("２０１２年１１月１３日", "2012-11-13"),
    ("2012년 11월 13일", "2012-11-13"),
    // Not on the calendar
    ("2019-02-30", "!"),
    ("February 30, 2012", "!"),
    ("31.11.2012", "!"),
    ("13/13/2012", "!"),
    ("0000-00-00", "!"),
    ("0001-01-01", "0001-01-01"),
    ("2050-09-30", "2050-09-30"),
    // No dates
    ("", "None"),
    ("May", "None"),
    ("March on", "None"),
    ("November", "None"),
    ("November 13", "None"),
    ("2012 people", "None"),
    ("2012-13", "None"),
    ("1984 by George", "None"),
    ("555-1234", "None"),
    ("9876543210", "None"),
    ("12345678", "None"),
    ("10:30", "None"),
    ("192.168.0.1", "None"),
    ("3/4", "None"),
    ("Apollo 13 May 2012 launch", "None"),
    ("March 3-5, 2012", "None"),
    ("3-5 March 2012", "None"),
    ("12, 13 or 14 November 2012", "None"),
    ("Vol. 3, No. 5 March 2012", "None"),
    ("He died on November 13, 2012", "None"),
    ("1.2.3", "None"),
    ("$2012", "None"),
    ("'12", "None"),
    ("today", "None"),
];

#[test]
fn a_date_is_read_as_printed_or_not_at_all() {
    let wrong: Vec<String> = DATES
        .iter()
        .map(|(text, expected)| (text, expected, shown(&read(text))))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(text, expected, got)| format!("{text}: {got}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_date_in_a_text_is_found_with_its_bytes() {
    for (text, expected) in [
        (
            "He died on November 13, 2012, in Rome.",
            Some(("2012-11-13", "November 13, 2012")),
        ),
        (
            "Der am 5. März 2019 eröffnete Platz",
            Some(("2019-03-05", "5. März 2019")),
        ),
        (
            "Of 2019-02-30 and 2019-03-01",
            Some(("2019-03-01", "2019-03-01")),
        ),
        (
            "since November 2012 only",
            Some(("2012-11", "November 2012")),
        ),
        (
            "opened on Monday, May 5, 2014",
            Some(("2014-05-05", "Monday, May 5, 2014")),
        ),
        ("it may 2012 times", None),
        ("page 12\nMay 2012", None),
        ("version 1.2.2012.5", None),
        (
            "the 3-5 March 2012 meeting",
            Some(("2012-03", "March 2012")),
        ),
        ("2012-13 season, 1999, 10/12, $5", None),
        ("files_2012-11-13", None),
    ] {
        let found = find(text).map(|(reading, at)| (shown(&reading), &text[at]));
        let found = found.as_ref().map(|(date, part)| (date.as_str(), *part));
        assert_eq!(found, expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_it_panic(text in any::<String>(), dated in "[0-9a-zäé年月. ,/'-]{0,40}") {
        read(&text);
        find(&text);
        read(&dated);
        if let Some((_, at)) = find(&dated) {
            assert!(dated.get(at).is_some(), "the bytes are whole characters");
        }
    }
}

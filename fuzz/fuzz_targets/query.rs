//! Every text has a reading, in every dialect, and the reading reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::query::dialect::Dialect;
use morgue::query::{DateOrder, Options, Query, parse};

/// The day that `today` is: 2026-08-30, in days since 1970.
const TODAY: i64 = 20_695;

fuzz_target!(|text: &str| {
    let dialects = [None].into_iter().chain(Dialect::ALL.map(Some));
    for dialect in dialects {
        for date_order in [None, Some(DateOrder::Dmy), Some(DateOrder::Mdy)] {
            reads_the_same(text, date_order, dialect);
        }
    }
});

fn reads_the_same(text: &str, date_order: Option<DateOrder>, dialect: Option<Dialect>) {
    let options = |dialect| Options {
        today: TODAY,
        date_order,
        dialect,
    };
    let query = parse(text, &options(dialect));
    let reading = query.reading();
    let again = parse(&reading, &options(None)).reading();
    assert_eq!(again, reading, "{dialect:?} {date_order:?}");
    points_into(text, &query);
}

/// Notes and refusals speak of characters that the text has.
fn points_into(text: &str, query: &Query) {
    let length = text.chars().count();
    let notes = query.notes.iter().filter_map(|note| note.at);
    let refused = query.refused.iter().map(|refusal| refusal.at);
    for [from, to] in notes.chain(refused) {
        assert!(from <= to && to <= length, "{from}..{to} of {length}");
    }
}

//! Reading queries.

use morgue::query::{self, Options};

const QUERIES: [&str; 5] = [
    "flood",
    "what did the minister say about the flood in the valley?",
    "\"state of emergency\" OR curfew -sport date:1953..1954",
    "bankrupt! w/25 discharg! and student or college or education! w/5 loan",
    "title:(flood OR inquir*) AND atleast3(dam w/s (broke OR burst)) source:\"Weir Gazette\"",
];

#[divan::bench(args = QUERIES)]
fn parse(text: &str) -> query::Query {
    let options = Options {
        today: 0,
        date_order: None,
        dialect: None,
    };
    query::parse(text, &options)
}

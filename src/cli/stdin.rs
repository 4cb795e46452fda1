//! Answers queries line by line: a page, or what is wrong with the query, on a line for each.

use std::io::{BufRead, Write};

use anyhow::{Context, Result};
use morgue::search::page::Page;
use morgue::search::{Request, Searcher};

use super::Outcome;
use super::failure::{self, Stumble, of_query};
use super::print::Console;
use super::print::json::{self, Extras};

/// Answers the queries on stdin, each as soon as its line is there.
pub(crate) fn run(
    searcher: &Searcher,
    request: impl Fn(&str) -> Result<Request>,
    console: &Console,
) -> Result<Outcome> {
    let mut out = console.data();
    let mut outcome = Outcome::Nothing;
    let mut bad = Vec::new();
    for (number, line) in (1..).zip(std::io::stdin().lock().split(b'\n')) {
        let line = line.context("cannot read the queries on stdin")?;
        match page(searcher, &request, &line).map_err(failure::in_query) {
            Ok(page) => {
                if page.counts.articles > 0 {
                    outcome = Outcome::Found;
                }
                json::page(&page, &Extras::default(), &mut out)?;
            }
            Err(error) => {
                json::bad_line(number, &error?, &mut out)?;
                bad.push(number);
            }
        }
        // Whoever asks may wait for the answer before the next line.
        out.flush()?;
    }
    match bad.first() {
        None => Ok(outcome),
        Some(first) => Err(Stumble::new(
            format!(
                "{} of the queries could not be run, the first on line {first}",
                bad.len()
            ),
            "their lines in the answer are of the kind error, and say why",
        )
        .into()),
    }
}

fn page(
    searcher: &Searcher,
    request: impl Fn(&str) -> Result<Request>,
    line: &[u8],
) -> Result<Page> {
    let line = std::str::from_utf8(line)
        .map_err(|_| Stumble::new("the line is not UTF-8", "write the queries in UTF-8"))?;
    let request = request(line.trim_end_matches('\r'))?;
    let page = searcher.search(&request);
    page.map_err(|error| of_query(&request.query.text, error))
}

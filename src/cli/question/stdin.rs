//! Answers queries from stdin line by line, for programs that wait for each answer: a page, or what
//! is wrong with the query, on a line for each.

use std::io::BufRead;

use anyhow::{Context, Error, Result};
use morgue::search::page::Page;

use super::{Asked, Output, Question, Session};
use crate::cli::Outcome;
use crate::cli::bad_query::BadQuery;
use crate::cli::failure::Stumble;
use crate::cli::print::Console;
use crate::cli::print::answers::Label;
use crate::cli::print::json::{Batched, Extras, Json};

/// Answers the queries on stdin, each as soon as its line is there.
pub(crate) fn answer(
    asked: &Asked,
    output: &Output,
    console: &Console,
    page: impl Fn(&Session, &Question) -> Result<(Page, Extras)>,
) -> Result<Outcome> {
    let conditions = asked.conditions()?;
    let session = Session::open(asked, output, console)?;
    let mut json = Json::new(console.json(), Batched::Alone)?;
    let mut outcome = Outcome::Nothing;
    let mut bad = Vec::new();
    for (number, line) in (1..).zip(std::io::stdin().lock().split(b'\n')) {
        let line = line.context("cannot read the queries on stdin")?;
        let label = Label {
            name: None,
            line: number,
            place: "stdin".to_owned(),
        };
        let found = text(&line)
            .and_then(|text| asked.question(text, &conditions, None))
            .map_err(Error::from)
            .and_then(|question| page(&session, &question));
        match found {
            Ok((page, extras)) => {
                outcome = outcome.max(Outcome::of(page.counts.articles));
                json.page(None, &page, &extras)?;
            }
            // Whatever is not about this query would befall the next one too.
            Err(error) => {
                json.bad_query(&label, &error.downcast()?)?;
                bad.push(number);
            }
        }
        // Whoever asks may wait for the answer before the next line.
        json.flush()?;
    }
    let Some(first) = bad.first() else {
        return Ok(outcome);
    };
    let text = format!(
        "{} of the queries could not be run, the first on line {first}",
        bad.len()
    );
    let hint = "their lines in the answer are of the kind error, and say why";
    Err(Stumble::new(text, hint).into())
}

fn text(line: &[u8]) -> Result<&str, BadQuery> {
    let text = std::str::from_utf8(line).map_err(|error| BadQuery {
        query: String::from_utf8_lossy(line).into_owned(),
        at: None,
        text: format!("the line is not UTF-8: {error}"),
        hint: "write the queries in UTF-8".to_owned(),
    })?;
    Ok(text.trim_end_matches('\r'))
}

//! `morgue count`: how much a query finds, in all and by year, source, …

use anyhow::Result;
use clap::ValueEnum;
use morgue::search::page::{By, CountPage};

use super::Outcome;
use super::failure::of_query;
use super::print::answers::{self, Answers};
use super::print::json::Extras;
use super::print::{Console, Screen, count, explain, table};
use super::question::{self, Asked, Output, Question, Session};

/// Count what a query finds: articles, matches, sentences, sources
///
/// The counts are exact, and the same as those of search and kwic. A sentence is counted once
/// however many matches begin in it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue count 'flood OR inundation'
  morgue count flood --by year --since 1950
  morgue count 'minister w/5 resign!' --by source --csv
  morgue count -f queries.txt --tsv              a row for each query

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Split the counts by year, month, source, byline or section
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    #[arg(help_heading = "Counts")]
    by: Option<Key>,
    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Key {
    Year,
    Month,
    Source,
    Byline,
    Section,
}

impl From<Key> for By {
    fn from(key: Key) -> By {
        match key {
            Key::Year => By::Year,
            Key::Month => By::Month,
            Key::Source => By::Source,
            Key::Byline => By::Byline,
            Key::Section => By::Section,
        }
    }
}

/// Counts and prints the counts.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let columns = match args.by {
        Some(_) => table::ROWS,
        None => table::COUNTS,
    };
    let one = |session: &Session, question: &Question, answers: &mut Answers| {
        let page = session
            .searcher
            .count(&question.query, args.by.map(By::from));
        let page = page.map_err(|error| of_query(&question.query.text, error))?;
        session.tell_notes(question, &page.notes)?;
        print(&page, session, question, answers)?;
        session.tell_rest(question, page.counts.articles)?;
        Ok(Outcome::of(page.counts.articles))
    };
    question::answer(&args.asked, &args.output, columns, console, one)
}

fn print(
    page: &CountPage,
    session: &Session,
    question: &Question,
    answers: &mut Answers,
) -> Result<()> {
    let label = question.label.as_ref();
    match answers {
        Answers::Text(screen) => draw(page, session, question, screen)?,
        Answers::Json(json) => {
            let extras = Extras {
                explain: session.clauses(question)?,
                seconds: None,
            };
            json.page(label, page, &extras)?;
        }
        Answers::Lines(lines) => lines.page(label, page)?,
        Answers::Table(table) if page.by.is_none() => {
            table.row(label, table::counts(&page.counts))?;
        }
        Answers::Table(table) => {
            for row in &page.rows {
                table.row(label, table::counts_of(row))?;
            }
        }
    }
    Ok(answers.flush()?)
}

fn draw(
    page: &CountPage,
    session: &Session,
    question: &Question,
    screen: &mut Screen,
) -> Result<()> {
    if let Some(label) = &question.label {
        answers::draw_heading(label, &page.query, screen)?;
    }
    if let Some(clauses) = session.clauses(question)? {
        explain::draw(&page.reading, &clauses, screen)?;
    }
    count::draw(page, screen)?;
    if question.label.is_some() {
        screen.end()?;
    }
    Ok(())
}

//! Runs a search and prints what it finds, in the format that was asked for.

use std::time::{Duration, Instant};

use anyhow::Result;
use morgue::error::Error;
use morgue::search::Results;
use morgue::search::page::{Hit, Page};

use super::Args;
use crate::cli::Outcome;
use crate::cli::failure::of_query;
use crate::cli::print::answers::{self, Answers};
use crate::cli::print::json::{Extras, Json, Lines, Seconds};
use crate::cli::print::page::{self, Looks, Marking};
use crate::cli::print::table::{self, Table};
use crate::cli::print::{Screen, count, explain};
use crate::cli::question::{Question, Session};

/// What a search has found.
pub(super) struct Answer<'a> {
    args: &'a Args,
    session: &'a Session<'a>,
    question: &'a Question,
    results: Results<'a>,
    /// How long it took to read the query and to find it.
    took: Duration,
}

impl<'a> Answer<'a> {
    /// Runs the search.
    pub(super) fn find(
        args: &'a Args,
        session: &'a Session<'a>,
        question: &'a Question,
    ) -> Result<Answer<'a>> {
        let begun = Instant::now();
        let results = session.searcher.run(&args.request(&question.query));
        let results = results.map_err(|error| of_query(&question.query.text, error))?;
        Ok(Answer {
            args,
            session,
            question,
            results,
            took: question.reading + begun.elapsed(),
        })
    }

    /// Prints what was found.
    pub(super) fn print(&self, answers: &mut Answers) -> Result<Outcome> {
        let page = &self.results.page;
        self.session.tell_notes(self.question, &page.notes)?;
        match answers {
            Answers::Text(screen) => self.draw(screen)?,
            Answers::Json(json) => self.write_page(json)?,
            Answers::Lines(lines) => self.write_lines(lines)?,
            Answers::Table(table) => self.write_rows(table)?,
        }
        answers.flush()?;
        let found = page.counts.articles;
        self.session.tell_rest(self.question, found)?;
        Ok(Outcome::of(found))
    }

    fn draw(&self, screen: &mut Screen) -> Result<()> {
        let page = &self.results.page;
        if let Some(label) = &self.question.label {
            answers::draw_heading(label, &page.query, screen)?;
        }
        if let Some(clauses) = self.session.clauses(self.question)? {
            explain::draw(&page.reading, &clauses, screen)?;
        }
        if self.args.shown.count {
            return Ok(count::draw_counts(&page.counts, screen)?);
        }
        let looks = Looks {
            archives: &self.session.searcher.summary().archives,
            marking: match self.args.shown.marks {
                true => Marking::Asterisks,
                false => Marking::of(screen),
            },
        };
        let begun = Instant::now();
        for hit in self.hits() {
            page::draw_hit(&hit?, looks, screen)?;
        }
        let took = self.took + begun.elapsed();
        page::draw_footer(page, self.results.len(), took, screen)?;
        if self.question.label.is_some() {
            screen.end()?;
        }
        Ok(())
    }

    fn write_page(&self, json: &mut Json) -> Result<()> {
        let (page, extras) = self.page_and_extras()?;
        Ok(json.page(self.question.label.as_ref(), &page, &extras)?)
    }

    /// The page with its hits, and what it carries beside them.
    pub(super) fn page_and_extras(&self) -> Result<(Page, Extras)> {
        let begun = Instant::now();
        let page = self.whole_page()?;
        let took = self.took + begun.elapsed();
        let times = Seconds::new(self.session.opening, took);
        let extras = Extras {
            explain: self.session.clauses(self.question)?,
            seconds: self.args.time.then_some(times),
        };
        Ok((page, extras))
    }

    fn whole_page(&self) -> Result<Page, Error> {
        Ok(Page {
            hits: self.hits().collect::<Result<_, _>>()?,
            ..self.results.page.clone()
        })
    }

    fn write_lines(&self, lines: &mut Lines) -> Result<()> {
        let label = self.question.label.as_ref();
        // Lines of hits have no place for the counts; a page on one line has.
        if self.args.shown.count {
            return Ok(lines.page(label, &self.whole_page()?)?);
        }
        for hit in self.hits() {
            lines.hit(label, &hit?)?;
        }
        Ok(())
    }

    fn write_rows(&self, table: &mut Table) -> Result<()> {
        let label = self.question.label.as_ref();
        if self.args.shown.count {
            let counts = table::counts(&self.results.page.counts);
            return Ok(table.row(label, counts)?);
        }
        let marking = match self.args.shown.marks {
            true => Marking::Asterisks,
            false => Marking::None,
        };
        for hit in self.hits() {
            table.row(label, table::hit(&hit?, marking))?;
        }
        Ok(())
    }

    /// The hits, each made when it is asked for.
    fn hits(&self) -> impl Iterator<Item = Result<Hit, Error>> {
        (0..self.results.len()).map(|place| self.results.hit(place))
    }
}

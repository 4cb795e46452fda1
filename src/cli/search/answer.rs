//! Runs a search and prints what it finds, in the format that was asked for.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;
use morgue::error::Error;
use morgue::query::Note;
use morgue::search::page::{Clause, Hit, Page};
use morgue::search::{Request, Results, Searcher};

use super::{Args, Format};
use crate::cli::failure::{Stumble, of_query};
use crate::cli::place::Telling;
use crate::cli::print::json::{self, Extras, Seconds};
use crate::cli::print::page::{self, Looks, Marking};
use crate::cli::print::table::{self, Separator, Table};
use crate::cli::print::{Audience, Console, explain, human, style};
use crate::cli::{Outcome, shell};

/// A search about to be run.
pub(super) struct Answer<'a> {
    pub(super) args: &'a Args,
    pub(super) console: &'a Console,
    pub(super) request: &'a Request,
    pub(super) searcher: &'a Searcher,
    /// How long it took to open the index.
    pub(super) opening: Duration,
}

impl Answer<'_> {
    /// Runs the search and prints the answer on stdout, what is to be said about it on stderr.
    pub(super) fn print(&self) -> Result<Outcome> {
        let begun = Instant::now();
        let results = self.searcher.run(self.request);
        let results = results.map_err(|error| of_query(&self.request.query.text, error))?;
        let took = begun.elapsed();
        self.tell_reading(&results.page.reading)?;
        self.tell_notes(&results.page.notes)?;
        match self.args.format() {
            Format::Text => self.draw(&results, took)?,
            Format::Page => self.write_page(&results, took)?,
            Format::Lines => self.write_lines(&results)?,
            Format::Table(separator) => self.write_table(&results, separator)?,
        }
        self.tell_lost_phrase(&results.page)?;
        if results.page.counts.articles > 0 {
            return Ok(Outcome::Found);
        }
        self.tell_nothing(&results.page)?;
        Ok(Outcome::Nothing)
    }

    /// A query of another system is told in our language, which is what was searched.
    fn tell_reading(&self, reading: &str) -> Result<()> {
        if self.args.reading.is_translated() && self.args.telling() == Telling::Told {
            let mut screen = self.console.err();
            screen.put(style::NOTE, "read as: ")?;
            screen.line(reading)?;
            screen.flush()?;
        }
        Ok(())
    }

    fn tell_notes(&self, notes: &[Note]) -> Result<()> {
        let degrades = |note: &Note| !WHY_NOTHING.contains(&note.code);
        let strict = self.args.strict && notes.iter().any(degrades);
        if self.args.telling() == Telling::Told || strict {
            let mut screen = self.console.err();
            for note in notes {
                screen.put(style::NOTE, "note: ")?;
                screen.line(&note.text)?;
            }
            screen.flush()?;
        }
        if strict {
            let hint = "write the query as the note says, or leave out --strict";
            return Err(Stumble::new("--strict takes no query with notes", hint).into());
        }
        Ok(())
    }

    fn draw(&self, results: &Results, mut took: Duration) -> Result<()> {
        let mut screen = self.console.out();
        if let Some(clauses) = self.clauses()? {
            explain::draw(&results.page.reading, &clauses, &mut screen)?;
        }
        if self.args.shown.count {
            page::draw_counts(&results.page.counts, &mut screen)?;
            return Ok(screen.flush()?);
        }
        let looks = Looks {
            archive: &self.searcher.summary().archive,
            marking: match self.args.output.marks {
                true => Marking::Asterisks,
                false => Marking::of(&screen),
            },
        };
        let begun = Instant::now();
        for hit in hits(results) {
            page::draw_hit(&hit?, looks, &mut screen)?;
        }
        took += begun.elapsed();
        page::draw_footer(&results.page, results.len(), took, &mut screen)?;
        Ok(screen.flush()?)
    }

    fn write_page(&self, results: &Results, mut took: Duration) -> Result<()> {
        let begun = Instant::now();
        let mut page = results.page.clone();
        page.hits = hits(results).collect::<Result<_, _>>()?;
        took += begun.elapsed();
        let times = Seconds::new(self.opening, took);
        let extras = Extras {
            explain: self.clauses()?,
            seconds: self.args.output.time.then_some(times),
        };
        let mut out = self.console.data();
        json::page(&page, &extras, &mut out)?;
        Ok(out.flush()?)
    }

    fn write_lines(&self, results: &Results) -> Result<()> {
        let mut out = self.console.data();
        for hit in hits(results) {
            json::hit(&hit?, &mut out)?;
        }
        Ok(out.flush()?)
    }

    fn write_table(&self, results: &Results, separator: Separator) -> Result<()> {
        let out = self.console.data();
        if self.args.shown.count {
            return Ok(table::counts(&results.page.counts, out, separator)?);
        }
        let looks = table::Looks {
            separator,
            marking: match self.args.output.marks {
                true => Marking::Asterisks,
                false => Marking::None,
            },
            audience: self.console.audience(),
        };
        let mut table = Table::of_hits(out, looks)?;
        for hit in hits(results) {
            table.hit(&hit?)?;
        }
        Ok(table.finish()?)
    }

    /// What each clause finds, if `--explain` asks.
    fn clauses(&self) -> Result<Option<Vec<Clause>>> {
        match self.args.shown.explain {
            true => Ok(Some(self.searcher.explain(&self.request.query)?)),
            false => Ok(None),
        }
    }

    /// Says how a phrase is typed that the shell may have taken the quotes of.
    fn tell_lost_phrase(&self, page: &Page) -> Result<()> {
        let found = page.counts.articles > 0;
        if self.args.telling() == Telling::Quiet
            || (found && self.console.audience() == Audience::Program)
        {
            return Ok(());
        }
        let least = if found { SURELY_A_PHRASE } else { 2 };
        if let Some(phrase) = shell::lost_phrase(&self.args.query, least) {
            let mut screen = self.console.err();
            screen.put(style::HINT, "hint: ")?;
            screen.line(format!("to search the exact phrase type '\"{phrase}\"'"))?;
            screen.flush()?;
        }
        Ok(())
    }

    /// Says what was searched; which part of the query found nothing stands in the notes.
    fn tell_nothing(&self, page: &Page) -> Result<()> {
        if self.args.telling() == Telling::Quiet {
            return Ok(());
        }
        let mut screen = self.console.err();
        screen.line(format!("no article for {}", page.reading))?;
        let searched = human::articles(page.index.articles);
        let archive = &self.searcher.summary().archive;
        screen.line(format!("searched {searched} of {archive}"))?;
        Ok(screen.flush()?)
    }
}

/// The codes of the notes that say why nothing was found. `--strict` is about queries that would be
/// answered otherwise than they were meant, and the exit code says already that nothing was found.
const WHY_NOTHING: [&str; 2] = ["clause_empty", "none_together"];

/// So many words in one argument were hardly quoted out of habit, as two often are.
const SURELY_A_PHRASE: usize = 3;

/// The hits, each made when it is asked for.
fn hits<'a>(results: &'a Results) -> impl Iterator<Item = Result<Hit, Error>> + 'a {
    (0..results.len()).map(|place| results.hit(place))
}

//! Answers questions one after the other, and says on stderr what is to be said about each.

use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use morgue::query::Note;
use morgue::search::Searcher;
use morgue::search::page::{Clause, Counts};

use super::batch::Batch;
use super::{Asked, Output, Question};
use crate::cli::bad_query::BadQuery;
use crate::cli::failure::{self, Stumble};
use crate::cli::place::Telling;
use crate::cli::print::answers::{Answers, Columns, Label};
use crate::cli::print::{Audience, Console, human, style};
use crate::cli::{Outcome, shell};

/// An open index and how its answers are told.
pub(crate) struct Session<'a> {
    pub(crate) asked: &'a Asked,
    pub(crate) console: &'a Console,
    /// Never closed: what it has mapped goes with the process, sooner than file by file.
    pub(crate) searcher: ManuallyDrop<Searcher>,
    /// How long it took to open the index.
    pub(crate) opening: Duration,
    telling: Telling,
}

/// So many words in one argument were hardly quoted out of habit, as two often are.
const SURELY_A_PHRASE: usize = 3;

/// Answers the query, or each of a batch: a bad one is told, and the rest is answered.
///
/// `one` answers a question; it prints nothing before the question proves to be a good one.
pub(crate) fn answer(
    asked: &Asked,
    output: &Output,
    columns: Columns,
    console: &Console,
    mut one: impl FnMut(&Session, &Question, &mut Answers) -> Result<Outcome>,
) -> Result<Outcome> {
    let conditions = asked.conditions()?;
    let Some(file) = &asked.file else {
        let text = asked.words.join(" ");
        let question = asked.question(&text, &conditions, None)?;
        let session = Session::open(asked, output, console)?;
        let mut answers = Answers::alone(output.format(), columns, console)?;
        let outcome = one(&session, &question, &mut answers)?;
        answers.finish()?;
        return Ok(outcome);
    };
    let mut batch = Batch::open(file)?;
    let session = Session::open(asked, output, console)?;
    let mut answers = Answers::batch(output.format(), columns, console)?;
    let mut whole = None;
    while let Some(entry) = batch.next()? {
        let label = &entry.label;
        let question = entry
            .query
            .and_then(|text| asked.question(&text, &conditions, Some(label)));
        let outcome = question
            .map_err(Error::from)
            .and_then(|question| one(&session, &question, &mut answers));
        let outcome = match outcome {
            Ok(outcome) => outcome,
            // Whatever is not about this query would befall the next one too.
            Err(error) => pass_over(&error.downcast()?, label, &mut answers)?,
        };
        answers.flush()?;
        whole = whole.max(Some(outcome));
    }
    answers.finish()?;
    whole.ok_or_else(|| nothing_asked(file))
}

/// Tells why a query of a batch is not answered.
fn pass_over(bad: &BadQuery, label: &Label, answers: &mut Answers) -> Result<Outcome> {
    match answers {
        Answers::Json(json) => json.bad_query(label, bad)?,
        Answers::Lines(lines) => lines.bad_query(label, bad)?,
        Answers::Text(_) | Answers::Table(_) => failure::tell_bad_query(bad, &label.to_string()),
    }
    Ok(Outcome::Faulty)
}

fn nothing_asked(file: &Path) -> Error {
    let text = format!("there is no query in {}", file.display());
    Stumble::new(
        text,
        "write one on each line: a query, or its name, a tab and the query",
    )
    .into()
}

impl<'a> Session<'a> {
    pub(super) fn open(
        asked: &'a Asked,
        output: &Output,
        console: &'a Console,
    ) -> Result<Session<'a>> {
        let telling = output.telling();
        let index = asked.find_index(telling, console)?;
        let begun = Instant::now();
        let searcher = asked.narrow(Searcher::open(&index)?)?;
        Ok(Session {
            asked,
            console,
            searcher: ManuallyDrop::new(searcher),
            opening: begun.elapsed(),
            telling,
        })
    }

    /// What each clause finds, if `--explain` asks.
    pub(crate) fn clauses(&self, question: &Question) -> Result<Option<Vec<Clause>>> {
        match self.asked.explain {
            true => Ok(Some(self.searcher.explain(&question.query)?)),
            false => Ok(None),
        }
    }

    /// Tells the notes, before the answer; under `--strict` the first is an error.
    pub(crate) fn tell_notes(&self, question: &Question, notes: &[Note]) -> Result<()> {
        if self.asked.strict
            && let Some(note) = notes.iter().find(|note| !note.is_about_finding())
        {
            return Err(BadQuery {
                query: question.query.text.clone(),
                at: note.at,
                text: format!("--strict: {}", note.text),
                hint: "write the query as the note says, or leave out --strict".to_owned(),
            }
            .into());
        }
        if self.telling == Telling::Quiet {
            return Ok(());
        }
        if self.asked.is_translated() {
            self.say(
                "read as: ",
                question.label.as_ref(),
                &question.query.reading(),
            )?;
        }
        for note in notes {
            self.note(question.label.as_ref(), &note.text)?;
        }
        Ok(())
    }

    /// Tells what may have been meant and, if nothing was found, what was searched.
    pub(crate) fn tell_rest(&self, question: &Question, found: u64) -> Result<()> {
        if self.telling == Telling::Quiet || question.label.is_some() {
            return Ok(());
        }
        let found = found > 0;
        let mut screen = self.console.err();
        let least = if found { SURELY_A_PHRASE } else { 2 };
        let watched = !found || self.console.audience() == Audience::Terminal;
        if let Some(phrase) = shell::lost_phrase(&self.asked.words, least)
            && watched
        {
            screen.put(style::HINT, "hint: ")?;
            screen.line(format!("to search the exact phrase type '\"{phrase}\"'"))?;
        }
        if !found {
            let (articles, archive) = self.searcher.searched();
            let searched = human::articles(articles);
            let reading = question.query.reading();
            screen.line(format!("searched {searched} of {archive} for {reading}"))?;
        }
        Ok(screen.flush()?)
    }

    /// Tells why there is no match to show though articles were found.
    pub(crate) fn tell_unmatched(&self, question: &Question, counts: Counts) -> Result<()> {
        if self.telling == Telling::Quiet || counts.articles == 0 || counts.matches != Some(0) {
            return Ok(());
        }
        let articles = human::articles(counts.articles);
        let text = format!("{articles}, but filters and negations alone have no match to show");
        self.note(question.label.as_ref(), &text)
    }

    fn note(&self, label: Option<&Label>, text: &str) -> Result<()> {
        self.say("note: ", label, text)
    }

    fn say(&self, kind: &'static str, label: Option<&Label>, text: &str) -> Result<()> {
        let mut screen = self.console.err();
        screen.put(style::NOTE, kind)?;
        if let Some(label) = label {
            screen.put(style::PLAIN, format!("{label}: "))?;
        }
        screen.line(text)?;
        Ok(screen.flush()?)
    }
}

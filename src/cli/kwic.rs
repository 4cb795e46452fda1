//! `morgue kwic`: every match on a line, in its context.

use anyhow::Result;
use clap::ValueEnum;
use morgue::search::kwic::{Concordance, KwicRequest};
use morgue::search::page::{KwicLine, KwicSort};

use super::Outcome;
use super::failure::of_query;
use super::print::answers::{self, Answers, Format};
use super::print::json::Extras;
use super::print::kwic::{Layout, draw_footer, draw_line};
use super::print::page::Marking;
use super::print::{Audience, Console, Screen, explain, table};
use super::question::{self, Asked, Output, Question, Session};

/// Show every match of a query on a line, in its context
///
/// The match stands in the middle, then its article's date, id and source. Lines come as they are
/// found and there is no limit to them; ordered by words they are gathered first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue kwic flood
  morgue kwic 'minister w/5 resign!' --sort right
  morgue kwic flood --sample 20 --seed 7         the same 20 every time
  morgue kwic '\"state of emergency\"' --width 100 --csv
  morgue kwic flood | wc -l                      as many as morgue count says

Exit codes: 0 found, 1 no line, 2 error.")]
pub(crate) struct Args {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    lines: Lines,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Lines")]
struct Lines {
    /// Characters on each side of the match at most [default: as many as fit the terminal, else 40]
    #[arg(long, value_name = "N")]
    width: Option<usize>,
    /// The order: date (newest first), -date (oldest first), source, and by the words on the left
    /// or right, the nearest to the match first
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "date",
        allow_hyphen_values = true
    )]
    #[arg(hide_possible_values = true)]
    sort: Order,
    /// Draw so many lines at random
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Draw other lines; the same seed draws the same
    #[arg(long, value_name = "S", default_value_t = 1, requires = "sample")]
    seed: u64,
    /// Mark matches with ** instead of colour
    #[arg(long)]
    marks: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    #[value(name = "date")]
    Newest,
    #[value(name = "-date")]
    Oldest,
    Left,
    Right,
    Source,
}

impl From<Order> for KwicSort {
    fn from(order: Order) -> KwicSort {
        match order {
            Order::Newest => KwicSort::Newest,
            Order::Oldest => KwicSort::Oldest,
            Order::Left => KwicSort::Left,
            Order::Right => KwicSort::Right,
            Order::Source => KwicSort::Source,
        }
    }
}

/// Finds the matches and prints them.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let layout = match args.lines.width {
        Some(characters) => Layout::of_context(characters),
        None if args.output.format() == Format::Text => Layout::of_terminal(console),
        // What programs read does not depend on who started them.
        None => Layout::default(),
    };
    let one = |session: &Session, question: &Question, answers: &mut Answers| {
        let request = KwicRequest {
            query: question.query.clone(),
            width: layout.context,
            sort: args.lines.sort.into(),
            sample: args.lines.sample,
            seed: args.lines.seed,
        };
        let concordance = session.searcher.kwic(&request);
        let concordance = concordance.map_err(|error| of_query(&question.query.text, error))?;
        session.tell_notes(question, &concordance.page.notes)?;
        let counts = concordance.page.counts;
        let printing = Printing {
            args,
            layout,
            session,
            question,
        };
        let lines = printing.print(concordance, answers)?;
        answers.flush()?;
        session.tell_rest(question, counts.articles)?;
        session.tell_unmatched(question, counts)?;
        Ok(Outcome::of(lines))
    };
    question::answer(&args.asked, &args.output, table::LINES, console, one)
}

/// A concordance about to be printed.
struct Printing<'a> {
    args: &'a Args,
    layout: Layout,
    session: &'a Session<'a>,
    question: &'a Question,
}

impl Printing<'_> {
    /// Prints the lines; the answer is how many.
    fn print(&self, concordance: Concordance, answers: &mut Answers) -> Result<u64> {
        let label = self.question.label.as_ref();
        match answers {
            Answers::Text(screen) => self.draw(&concordance, screen),
            Answers::Json(json) => {
                let extras = Extras {
                    explain: self.session.clauses(self.question)?,
                    seconds: None,
                };
                let page = concordance.into_page()?;
                json.page(label, &page, &extras)?;
                Ok(page.lines.len() as u64)
            }
            Answers::Lines(lines) => counted(&concordance, |line| Ok(lines.line(label, &line)?)),
            Answers::Table(table) => {
                let marking = self.marking(Marking::None);
                counted(&concordance, |line| {
                    Ok(table.row(label, table::line(&line, marking))?)
                })
            }
        }
    }

    fn draw(&self, concordance: &Concordance, screen: &mut Screen) -> Result<u64> {
        let page = &concordance.page;
        if let Some(label) = &self.question.label {
            answers::draw_heading(label, &page.query, screen)?;
        }
        if let Some(clauses) = self.session.clauses(self.question)? {
            explain::draw(&page.reading, &clauses, screen)?;
        }
        let marking = self.marking(Marking::of(screen));
        let lines = counted(concordance, |line| {
            Ok(draw_line(&line, self.layout, marking, screen)?)
        })?;
        // Whoever reads from a pipe counts the lines.
        if self.session.console.audience() == Audience::Terminal && lines > 0 {
            draw_footer(page, lines, screen)?;
        }
        if self.question.label.is_some() {
            screen.end()?;
        }
        Ok(lines)
    }

    fn marking(&self, usual: Marking) -> Marking {
        match self.args.lines.marks {
            true => Marking::Asterisks,
            false => usual,
        }
    }
}

/// Hands on each line; the answer is how many there were.
fn counted(concordance: &Concordance, mut each: impl FnMut(KwicLine) -> Result<()>) -> Result<u64> {
    let mut lines = 0;
    concordance.for_each(|line| {
        lines += 1;
        each(line)
    })?;
    Ok(lines)
}

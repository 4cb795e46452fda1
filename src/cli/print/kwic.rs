//! Draws a concordance: its lines in columns, the match in the middle.

use std::io::Result;

use morgue::search::page::{KwicLine, KwicPage, KwicSort, Piece};

use super::fit::{self, padded};
use super::page::Marking;
use super::wrap::Run;
use super::{Console, Screen, human, style};

/// Characters on each side where there is no terminal.
const USUAL: usize = 40;
/// On a narrower terminal lines are too long rather than empty.
const LEAST: usize = 10;
/// The source takes so large a part of a terminal.
const SOURCE_SHARE: usize = 8;
/// Columns for the match itself, which is a word most often; a longer one takes them from the
/// right side.
const MATCH: usize = 12;
/// Columns of a date and of an id, with the spaces before them.
const DATE_AND_ID: usize = 2 + DATE + 2 + 12;
/// What stands for the words between the ends of a match.
const LEFT_OUT: &str = " … ";
/// Columns of a day.
const DATE: usize = 10;

/// How the columns of a concordance lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// How many characters are needed on either side.
    pub(crate) context: usize,
    /// The columns before the match.
    left: usize,
    /// The columns of the match and what stands behind it.
    rest: usize,
    /// The columns of the source; `None` for as many as it takes.
    source: Option<usize>,
}

impl Layout {
    /// A layout with so many characters on either side.
    pub(crate) fn of_context(characters: usize) -> Layout {
        Layout {
            context: characters,
            left: characters,
            rest: characters + MATCH,
            source: None,
        }
    }

    /// A layout for the terminal that there is, if there is one.
    ///
    /// Behind a pipe it is the one that `| less` and `| head` write to.
    pub(crate) fn of_terminal(console: &Console) -> Layout {
        let Some(columns) = console.columns() else {
            return Layout::default();
        };
        let source = columns / SOURCE_SHARE;
        let text = columns.saturating_sub(DATE_AND_ID + 2 + source);
        let left = (text.saturating_sub(MATCH) / 2).max(LEAST);
        let rest = text.saturating_sub(left).max(LEAST + MATCH);
        Layout {
            context: rest,
            left,
            rest,
            source: Some(source),
        }
    }
}

impl Default for Layout {
    fn default() -> Layout {
        Layout::of_context(USUAL)
    }
}

/// Draws a match in its context, and which article it is from.
pub(crate) fn draw_line(
    line: &KwicLine,
    layout: Layout,
    marking: Marking,
    screen: &mut Screen,
) -> Result<()> {
    let left = fit::last_words(&line.left, layout.left);
    let space = layout.left - fit::width(left);
    screen.put(style::PLAIN, format!("{}{left}", " ".repeat(space)))?;
    let mut room = layout.rest;
    for run in matched(line, layout, marking) {
        room = room.saturating_sub(fit::width(&run.text));
        screen.put(run.style, run.text)?;
    }
    screen.put(
        style::PLAIN,
        padded(fit::first_words(&line.right, room), room),
    )?;
    draw_article(line, layout, screen)
}

/// The match; where it is too wide, what stands between its ends is left out.
fn matched(line: &KwicLine, layout: Layout, marking: Marking) -> Vec<Run> {
    let runs = marking.runs(&line.spans, style::PLAIN);
    let width: usize = runs.iter().map(|run| fit::width(&run.text)).sum();
    if width <= layout.rest {
        return runs;
    }
    let shortened = |(run, piece): (Run, &Piece)| match piece.occurrence {
        None if fit::width(&run.text) > fit::width(LEFT_OUT) => Run::new(style::FAINT, LEFT_OUT),
        _ => run,
    };
    runs.into_iter().zip(&line.spans).map(shortened).collect()
}

fn draw_article(line: &KwicLine, layout: Layout, screen: &mut Screen) -> Result<()> {
    let date = line.date.as_deref().unwrap_or("undated");
    let source = line.source.as_deref().unwrap_or("no source");
    let source = match layout.source {
        Some(columns) => fit::head_cut(source, columns),
        None => source.to_owned(),
    };
    screen.put(
        style::FAINT,
        format!("  {}  {}  {source}", padded(date, DATE), line.id),
    )?;
    screen.end()
}

/// Draws how much was found and in which order the lines are.
pub(crate) fn draw_footer(page: &KwicPage, lines: u64, screen: &mut Screen) -> Result<()> {
    let matches = human::counted(page.counts.matches.unwrap_or(lines), "match", "matches");
    let articles = human::articles(page.counts.articles);
    let drawn = match page.seed {
        Some(seed) => format!("{} drawn by seed {seed} of ", human::number(lines)),
        None => String::new(),
    };
    let order = match page.sort {
        KwicSort::Newest => "newest first",
        KwicSort::Oldest => "oldest first",
        KwicSort::Left => "by the words on the left",
        KwicSort::Right => "by the words on the right",
        KwicSort::Source => "by source",
    };
    screen.end()?;
    screen.put(
        style::FAINT,
        format!("{drawn}{matches} in {articles} · {order}"),
    )?;
    screen.end()
}

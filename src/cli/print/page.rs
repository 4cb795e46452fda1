//! Draws a page for a terminal: hits with their passages, and a footer.

use std::io::Result;
use std::time::Duration;

use morgue::corpus::bytes_of;
use morgue::index::archives::{self, Archived};
use morgue::search::page::{Hit, Page, Passage, Piece, Sort};

use super::wrap::Run;
use super::{Screen, human, style};

/// Hits stand this far from the left edge, so that their ranks stand out.
const INDENT: usize = 4;
/// A passage begins with a mark and a space, so that two of them are told apart.
const BULLET: usize = 2;

/// How the hits of a page are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks<'a> {
    /// The archives of the index, for links to their files.
    pub(crate) archives: &'a [Archived],
    /// How a match is told from other text.
    pub(crate) marking: Marking,
}

/// How a match is told from other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marking {
    /// By its colour.
    Color,
    /// By asterisks: `**flood**`.
    Asterisks,
    /// Not at all.
    None,
}

impl Marking {
    /// Colour where the screen has it, else asterisks.
    pub(crate) fn of(screen: &Screen) -> Marking {
        match screen.is_colored() {
            true => Marking::Color,
            false => Marking::Asterisks,
        }
    }

    /// Pieces of text as runs, plain ones in this style.
    pub(crate) fn runs(self, pieces: &[Piece], plain: anstyle::Style) -> Vec<Run> {
        let run = |piece: &Piece| match (piece.occurrence, self) {
            (Some(_), Marking::Color) => Run::new(style::MATCH, &piece.text),
            _ => Run::new(plain, self.text(piece)),
        };
        pieces.iter().map(run).collect()
    }

    /// Pieces as plain text.
    pub(crate) fn line(self, pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| self.text(piece)).collect()
    }

    /// A piece as plain text.
    fn text(self, piece: &Piece) -> String {
        match (piece.occurrence, self) {
            (Some(_), Marking::Asterisks) => format!("**{}**", piece.text),
            _ => piece.text.clone(),
        }
    }
}

/// Draws a hit: its title, where it was printed, its passages, where it was read.
pub(crate) fn draw_hit(hit: &Hit, looks: Looks, screen: &mut Screen) -> Result<()> {
    let rank = format!("{:<width$} ", hit.rank, width = INDENT - 1);
    screen.put(style::FAINT, &rank)?;
    screen.hanging(&title_runs(hit, looks.marking), rank.len())?;
    let printed = [&hit.source, &hit.date, &hit.byline, &hit.section];
    let printed: Vec<&str> = printed.into_iter().flatten().map(String::as_str).collect();
    if !printed.is_empty() {
        screen.wrapped(&[Run::new(style::FAINT, printed.join(" · "))], INDENT)?;
    }
    for passage in &hit.passages {
        screen.put(style::FAINT, format!("{:INDENT$}› ", ""))?;
        screen.hanging(&passage_runs(passage, looks.marking), INDENT + BULLET)?;
    }
    draw_place(hit, looks.archives, screen)?;
    screen.end()
}

fn title_runs(hit: &Hit, marking: Marking) -> Vec<Run> {
    if let Some(spans) = &hit.title_spans {
        return marking.runs(spans, style::TITLE);
    }
    let opening = hit.opening.as_deref().unwrap_or_default();
    vec![
        Run::new(style::TITLE, opening),
        Run::new(style::FAINT, " (no title)"),
    ]
}

fn passage_runs(passage: &Passage, marking: Marking) -> Vec<Run> {
    let mut runs = marking.runs(&passage.spans, style::PLAIN);
    if passage.cut[0] {
        runs.insert(0, Run::new(style::FAINT, "… "));
    }
    if passage.cut[1] {
        runs.push(Run::new(style::FAINT, " …"));
    }
    runs
}

fn draw_place(hit: &Hit, archives: &[Archived], screen: &mut Screen) -> Result<()> {
    let place = human::place(&hit.file, hit.record);
    screen.put(style::PLAIN, " ".repeat(INDENT))?;
    match archives::located(archives, &hit.file) {
        None => screen.put(style::FAINT, place)?,
        Some((path, file)) if path.ends_with(&format!("/{file}")) => {
            screen.link(style::FAINT, &place, path.as_bytes())?;
        }
        Some((folder, file)) => {
            let file = [folder.as_bytes(), b"/", &bytes_of(file)].concat();
            screen.link(style::FAINT, &place, &file)?;
        }
    }
    screen.put(style::FAINT, format!(" · {}", hit.id))?;
    if hit.copies > 0 {
        let copies = human::counted(hit.copies, "copy", "copies");
        screen.put(style::FAINT, format!(" · {copies}"))?;
    }
    screen.end()
}

/// Draws the footer: how much was found, what of it is shown, in which order, how fast.
pub(crate) fn draw_footer(
    page: &Page,
    shown: usize,
    took: Duration,
    screen: &mut Screen,
) -> Result<()> {
    let mut parts = vec![found(page, shown)];
    parts.push(order(page.sort).to_owned());
    parts.push(human::seconds(took.as_secs_f64()));
    screen.put(style::FAINT, parts.join(" · "))?;
    screen.end()
}

fn found(page: &Page, shown: usize) -> String {
    let articles = human::articles(page.counts.articles);
    let (first, last) = (page.offset + 1, page.offset + shown);
    match (page.offset, shown) {
        (0, shown) if shown as u64 == page.counts.articles => articles,
        (_, 0) => format!("{articles}, none shown"),
        (0, 1) => format!("{articles}, the first shown"),
        (0, shown) => format!(
            "{articles}, the first {} shown",
            human::number(shown as u64)
        ),
        _ => format!("{articles}, {first} to {last} shown"),
    }
}

fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "newest first",
        Sort::Oldest => "oldest first",
        Sort::Source => "by source",
        Sort::Words => "longest first",
    }
}

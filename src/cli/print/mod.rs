//! Draws answers: for a terminal, as JSON, as CSV.

pub(super) mod answers;
pub(super) mod article;
pub(super) mod caret;
pub(super) mod checkup;
pub(super) mod count;
pub(super) mod data;
pub(super) mod diagnosis;
pub(super) mod explain;
mod fit;
pub(super) mod formats;
pub(super) mod human;
mod inert;
pub(super) mod inspection;
pub(super) mod json;
pub(super) mod kwic;
pub(super) mod page;
mod screen;
pub(super) mod style;
pub(super) mod summary;
pub(super) mod table;
mod wrap;

use std::io::{BufWriter, IsTerminal};

use anstream::AutoStream;
use clap::ColorChoice;
use data::{Guard, JsonWriter, Rows, Separator, Stdout};

pub(super) use inert::Inert;
pub(super) use screen::{Looks, Screen};

/// Where a command prints: its answer on stdout, all else on stderr.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    color: anstream::ColorChoice,
}

impl Console {
    /// A console that colours as it was told the last time, else as terminal and `NO_COLOR` say.
    pub(super) fn new() -> Console {
        Console {
            color: anstream::ColorChoice::global(),
        }
    }

    /// A console that colours when it is told to, as does every later one.
    pub(super) fn colored(color: ColorChoice) -> Console {
        let color = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        color.write_global();
        Console { color }
    }

    /// Stdout for a person.
    pub(super) fn out(&self) -> Screen<'static> {
        let stream = AutoStream::new(stdout(), self.color);
        let looks = self.looks();
        Screen::new(Box::new(BufWriter::new(stream.lock())), looks)
    }

    /// Stderr.
    pub(super) fn err(&self) -> Screen<'static> {
        let stream = AutoStream::new(stderr(), self.color);
        let looks = Looks {
            colored: stream.current_choice() != anstream::ColorChoice::Never,
            linked: false,
            width: width(),
        };
        Screen::new(Box::new(stream.lock()), looks)
    }

    /// Stdout for a program that reads JSON.
    pub(super) fn json(&self) -> JsonWriter<Stdout> {
        JsonWriter::new(BufWriter::new(stdout().lock()))
    }

    /// Stdout for a program that reads tables.
    pub(super) fn rows(&self, separator: Separator, guard: Guard) -> Rows {
        Rows::new(BufWriter::new(stdout().lock()), separator, guard)
    }

    /// What the terminal behind stdout can do.
    pub(super) fn looks(&self) -> Looks {
        let stream = AutoStream::new(stdout(), self.color);
        let colored = stream.current_choice() != anstream::ColorChoice::Never;
        Looks {
            colored,
            linked: colored && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            width: width(),
        }
    }

    /// How many columns there are, if `COLUMNS` says so or there is a terminal, also behind a pipe.
    pub(super) fn columns(&self) -> Option<usize> {
        known_width()
    }

    /// Who reads stdout.
    pub(super) fn audience(&self) -> Audience {
        match stdout().is_terminal() {
            true => Audience::Terminal,
            false => Audience::Program,
        }
    }

    /// Whether a person watches stderr.
    pub(super) fn err_is_terminal(&self) -> bool {
        stderr().is_terminal()
    }
}

/// Who reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// A person, through a terminal that obeys what it is sent.
    Terminal,
    /// A file or a program.
    Program,
}

/// Sends what stdout still holds; there is nobody to tell of a reader that went away.
pub(super) fn flush() {
    let _ = std::io::Write::flush(&mut stdout());
}

/// Stdout, which everywhere else is reached through a [`Console`]: clippy forbids it by name.
#[expect(clippy::disallowed_methods)]
fn stdout() -> std::io::Stdout {
    std::io::stdout()
}

/// Stderr, likewise.
#[expect(clippy::disallowed_methods)]
fn stderr() -> std::io::Stderr {
    std::io::stderr()
}

/// What a terminal has when nobody says otherwise.
const USUAL_WIDTH: usize = 80;
/// Narrower than this a hit cannot be read.
const LEAST_WIDTH: usize = 30;

/// How many columns there are: `COLUMNS`, else the terminal's own, else 80.
fn width() -> usize {
    known_width().unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

/// What `COLUMNS` or a terminal says.
fn known_width() -> Option<usize> {
    let variable = std::env::var("COLUMNS").ok();
    let named = variable.and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    named.or_else(terminal)
}

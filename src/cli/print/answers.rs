//! Where answers go, one after the other, in the format that was asked for.

use std::fmt;
use std::io::Result;

use super::data::{Guard, Separator};
use super::json::{Batched, Json, Lines};
use super::table::Table;
use super::{Console, Screen, style};

/// What an answer is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Text,
    /// One JSON object.
    Json,
    /// A JSON object for each row.
    Lines,
    /// A row for each.
    Table(Separator, Guard),
}

/// The columns of a table.
pub(crate) type Columns = &'static [&'static str];

/// The answers to one query or to a batch of them.
pub(crate) enum Answers {
    /// Drawn for a person.
    Text(Screen<'static>),
    /// Objects, in a batch inside of one.
    Json(Json),
    /// Objects on lines of their own.
    Lines(Lines),
    /// Rows under one header.
    Table(Box<Table>),
}

/// Which query of a batch it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// The name that it was given.
    pub(crate) name: Option<String>,
    /// Its line, from 1.
    pub(crate) line: u64,
    /// The file.
    pub(crate) place: String,
}

impl Label {
    /// The name, or the number of the line of a query without one.
    pub(crate) fn shown(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.line.to_string())
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.place, self.line)
    }
}

impl Answers {
    /// The answer to one query.
    pub(crate) fn alone(format: Format, columns: Columns, console: &Console) -> Result<Answers> {
        Answers::new(format, Batched::Alone, columns, console)
    }

    /// The answers to many.
    pub(crate) fn batch(format: Format, columns: Columns, console: &Console) -> Result<Answers> {
        Answers::new(format, Batched::Together, columns, console)
    }

    fn new(
        format: Format,
        batched: Batched,
        columns: Columns,
        console: &Console,
    ) -> Result<Answers> {
        Ok(match format {
            Format::Text => Answers::Text(console.out()),
            Format::Json => Answers::Json(Json::new(console.json(), batched)?),
            Format::Lines => Answers::Lines(Lines::new(console.json())),
            Format::Table(separator, guard) => {
                let rows = console.rows(separator, guard);
                Answers::Table(Box::new(Table::new(rows, batched, columns)))
            }
        })
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        match self {
            Answers::Text(screen) => screen.flush(),
            Answers::Json(json) => json.flush(),
            Answers::Lines(lines) => lines.flush(),
            Answers::Table(table) => table.flush(),
        }
    }

    /// Ends and sends all.
    pub(crate) fn finish(mut self) -> Result<()> {
        if let Answers::Json(json) = &mut self {
            json.end()?;
        }
        self.flush()
    }
}

/// Draws which query of a batch is answered next.
pub(crate) fn draw_heading(label: &Label, query: &str, screen: &mut Screen) -> Result<()> {
    screen.put(style::TITLE, label.shown())?;
    screen.put(style::FAINT, format!("  {query}"))?;
    screen.end()
}

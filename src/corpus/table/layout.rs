//! What the columns of a table are: by their names, by what stands in them, or as it is said.

use super::dialect::{self, Dialect};
use crate::corpus::fields;
use crate::corpus::notes::ColumnNote;
use crate::corpus::settings::{DateOrder, From, Mapping, Settings};
use crate::date::printed::Reading;

/// What the columns of a table are.
pub(super) struct Layout {
    pub(super) dialect: Dialect,
    /// What the columns are called: by the first row, else by their numbers.
    pub(super) names: Vec<String>,
    /// How many rows stand before the first article.
    pub(super) head: usize,
    /// How many of those say something of the table as a whole.
    pub(super) preamble: usize,
    header: Header,
    /// What is said of the table, and what was guessed.
    pub(super) settings: Settings,
    /// The columns, for those who look how it was read.
    pub(super) columns: Vec<ColumnNote>,
    /// What tells the order of the numbers in dates, if the table does.
    pub(super) remarks: Vec<String>,
}

/// Whether the first row of a table is the names of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    Names,
    None,
}

/// How many rows are looked at.
pub(super) const LOOKED_AT: usize = 200;

/// How many rows may stand before the names.
const LONGEST_PREAMBLE: usize = 10;

/// A column with cells of as many characters in the mean holds texts.
const LEAST_TEXT: usize = 200;

/// Titles have so many characters in the mean.
const TITLES: std::ops::RangeInclusive<usize> = 12..=150;

impl Layout {
    /// The layout of a table that begins like this; the sentence of what is missing if no column
    /// can be a title or a text.
    pub(super) fn of(head: &str, said: &Settings) -> Result<Layout, String> {
        let dialect = dialect::guess(head);
        let (table, told) = dialect::behind_told(head);
        let rows = dialect::sample(table, dialect, LOOKED_AT);
        let preamble = preamble(&rows);
        let rows = &rows[preamble..];
        let header = header(rows);
        let first = rows.first().map_or(&[][..], Vec::as_slice);
        let names = match header {
            Header::Names => unique(first),
            Header::None => (1..=first.len()).map(numbered).collect(),
        };
        let mut layout = Layout {
            dialect,
            columns: Vec::new(),
            remarks: vec![format!(
                "cells are separated by {}; the first row {}",
                dialect::name(dialect.separator),
                match header {
                    Header::Names => "names them",
                    Header::None => "is an article, not names",
                }
            )],
            settings: said.clone(),
            names,
            head: told + preamble + usize::from(header == Header::Names),
            preamble,
            header,
        };
        layout.resolve_numbers()?;
        let rows = &rows[usize::from(header == Header::Names).min(rows.len())..];
        layout.assign(rows);
        layout.tell_order(rows);
        layout.checked()
    }

    /// The layout of a table whose columns have names that are none of its rows.
    #[cfg(feature = "parquet")]
    pub(super) fn of_columns(
        names: Vec<String>,
        rows: &[Vec<String>],
        said: &Settings,
    ) -> Result<Layout, String> {
        let mut layout = Layout {
            dialect: dialect::PLAIN,
            columns: Vec::new(),
            remarks: Vec::new(),
            settings: said.clone(),
            names: unique(&names),
            head: 0,
            preamble: 0,
            header: Header::Names,
        };
        layout.resolve_numbers()?;
        layout.assign(rows);
        layout.tell_order(rows);
        layout.checked()
    }

    /// The column that gives a field.
    pub(super) fn column_of(&self, field: &str) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| column.field == Some(field))
    }

    /// Whether the table, or what is said of it, gives a field.
    pub(super) fn gives(&self, field: &str) -> bool {
        let is_said = |mapping: &Mapping| mapping.field == field;
        self.column_of(field).is_some() || self.settings.columns.iter().any(is_said)
    }

    /// Finds the columns that were named by their numbers; one that is not there is an error.
    fn resolve_numbers(&mut self) -> Result<(), String> {
        for mapping in &mut self.settings.columns {
            let From::Key(key) = &mut mapping.from else {
                continue;
            };
            let is_there = |name: &str| {
                self.names
                    .iter()
                    .any(|n| fields::plain(n) == fields::plain(name))
            };
            if is_there(key) {
                continue;
            }
            let number = key.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            match number.and_then(|at| self.names.get(at)) {
                Some(name) => key.clone_from(name),
                None => {
                    let names = self.names.join(", ");
                    return Err(format!("it has no column “{key}”; its columns are {names}"));
                }
            }
        }
        Ok(())
    }

    /// Says of each column what field it gives.
    fn assign(&mut self, rows: &[Vec<String>]) {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let by_name = match self.header {
            Header::Names => fields::fields_of(&names),
            Header::None => vec![None; names.len()],
        };
        let mut columns: Vec<ColumnNote> = names
            .iter()
            .zip(by_name)
            .map(|(name, field)| ColumnNote {
                name: (*name).to_owned(),
                why: field.map_or(String::new(), |_| "by its name".to_owned()),
                field,
            })
            .collect();
        for mapping in &self.settings.columns {
            for column in &mut columns {
                let is_it = matches!(&mapping.from, From::Key(key) if fields::plain(key) == fields::plain(&column.name));
                if is_it {
                    column.field = Some(mapping.field);
                    column.why = format!("by the rule {}", mapping.rule);
                } else if column.field == Some(mapping.field) {
                    column.field = None;
                }
            }
        }
        self.columns = columns;
        for field in ["text", "url", "date", "title"] {
            self.guess(field, rows);
        }
    }

    /// Takes a column for a field by what stands in it, where none is by its name. A column with a
    /// name of its own is taken for the text alone: nothing else shows itself as clearly.
    fn guess(&mut self, field: &'static str, rows: &[Vec<String>]) {
        if self.gives(field) || (self.header == Header::Names && field != "text") {
            return;
        }
        let fits =
            |at: &usize| self.columns[*at].field.is_none() && is_field(field, &cells(rows, *at));
        let at = (0..self.columns.len())
            .filter(fits)
            .max_by_key(|at| mean_length(&cells(rows, *at)));
        let Some(at) = at else { return };
        let column = &mut self.columns[at];
        column.field = Some(field);
        column.why = "by its cells".to_owned();
        self.settings.columns.push(Mapping {
            field,
            from: From::Key(column.name.clone()),
            rule: match self.header {
                Header::Names => format!("column {}", column.name),
                Header::None => column.name.clone(),
            },
        });
    }

    /// Tells the order of the numbers in dates by those that can only be in one.
    fn tell_order(&mut self, rows: &[Vec<String>]) {
        let Some(at) = self
            .column_of("date")
            .filter(|_| self.settings.order.is_none())
        else {
            return;
        };
        let cells = cells(rows, at);
        let orders: Vec<DateOrder> = cells.iter().filter_map(|cell| order(cell)).collect();
        let Some(first) = orders.first() else { return };
        if orders.iter().all(|order| order == first) {
            self.settings.order = Some(*first);
            let what = match first {
                DateOrder::DayFirst => "the day",
                DateOrder::MonthFirst => "the month",
            };
            self.remarks.push(format!(
                "dates have {what} first, as some can be read in no other order"
            ));
        }
    }

    fn checked(self) -> Result<Layout, String> {
        if self.gives("title") || self.gives("text") {
            return Ok(self);
        }
        let names = self.names.join(", ");
        Err(format!(
            "no column of the table is a title or a text; name them with --map title=…,text=… or in \
             morgue.toml (its columns are {names})"
        ))
    }
}

/// How many rows of a title or the like stand before the names of the columns.
fn preamble(rows: &[Vec<String>]) -> usize {
    let width = dialect::usual_width(rows);
    let is_names = |row: &Vec<String>| {
        let names: Vec<&str> = row.iter().map(String::as_str).collect();
        row.len() == width && fields::fields_of(&names).iter().flatten().count() >= 2
    };
    let at = rows.iter().take(LONGEST_PREAMBLE).position(is_names);
    at.filter(|at| rows[..*at].iter().all(|row| row.len() < width))
        .unwrap_or(0)
}

/// The first row is names if one of them is known, or if it has nothing that only articles have.
fn header(rows: &[Vec<String>]) -> Header {
    let Some(first) = rows.first() else {
        return Header::None;
    };
    let names: Vec<&str> = first.iter().map(String::as_str).collect();
    let are_short = first.iter().all(|cell| cell.chars().count() <= 40);
    if are_short && fields::fields_of(&names).iter().any(Option::is_some) {
        return Header::Names;
    }
    let is_of_article = |cell: &String| {
        cell.chars().count() > 40
            || cell.contains("://")
            || cell.bytes().all(|b| b.is_ascii_digit())
            || matches!(
                fields::read_date(cell),
                Reading::Date(_) | Reading::Ambiguous { .. }
            )
    };
    let filled = first.iter().filter(|cell| !cell.is_empty());
    match filled.clone().count() > 0 && !filled.into_iter().any(is_of_article) {
        true => Header::Names,
        false => Header::None,
    }
}

/// The names of the columns, each once; one without a name has its number.
fn unique(cells: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (number, cell) in (1..).zip(cells) {
        let mut name = fields::clean_line(cell).unwrap_or_else(|| numbered(number));
        while names.contains(&name) {
            name.push('+');
        }
        names.push(name);
    }
    names
}

fn numbered(number: usize) -> String {
    format!("column {number}")
}

/// The cells of a column that hold something.
fn cells(rows: &[Vec<String>], at: usize) -> Vec<&str> {
    let cells = rows.iter().filter_map(|row| row.get(at));
    cells
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
        .collect()
}

/// Whether cells are what the field holds.
fn is_field(field: &str, cells: &[&str]) -> bool {
    let most = |is: &dyn Fn(&&&str) -> bool| {
        !cells.is_empty() && cells.iter().filter(is).count() * 10 >= cells.len() * 8
    };
    let is_address = |cell: &&&str| cell.starts_with("http://") || cell.starts_with("https://");
    match field {
        "text" => mean_length(cells) >= LEAST_TEXT,
        "url" => most(&is_address),
        "date" => most(&|cell| !matches!(fields::read_date(cell), Reading::None)),
        "title" => {
            let distinct: std::collections::HashSet<_> = cells.iter().collect();
            TITLES.contains(&mean_length(cells))
                && distinct.len() * 10 >= cells.len() * 8
                && most(&|cell| cell.contains(' ') && !is_address(cell))
        }
        _ => false,
    }
}

fn mean_length(cells: &[&str]) -> usize {
    let characters: usize = cells.iter().map(|cell| cell.chars().count()).sum();
    characters / cells.len().max(1)
}

/// The order of a date whose numbers allow only one.
fn order(cell: &str) -> Option<DateOrder> {
    let mut numbers = cell
        .split(|c: char| !c.is_ascii_digit())
        .map(str::parse::<u16>);
    let (first, second) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    numbers.next()?.ok().filter(|_| cell.contains('/'))?;
    match (first, second) {
        (13..=31, 1..=12) => Some(DateOrder::DayFirst),
        (1..=12, 13..=31) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name=field` of each column that gives one, or what is missing.
    fn columns(head: &str) -> String {
        match Layout::of(head, &Settings::default()) {
            Ok(layout) => {
                let given = layout.columns.iter();
                let given =
                    given.filter_map(|column| Some(format!("{}={}", column.name, column.field?)));
                given.collect::<Vec<_>>().join(" ")
            }
            Err(missing) => missing,
        }
    }

    #[test]
    fn columns_are_told_by_their_names_or_their_cells() {
        let long = "Snow fell on the hills above the town all night. ".repeat(6);
        for (head, expected) in [
            (
                "Headline;Pub_Date;Body;Views\nSnow;5/3/1997;It fell.;3\n".to_owned(),
                "Headline=title Pub_Date=date Body=text",
            ),
            (format!("nr,V1,V2\n1,\"{long}\",x\n"), "V1=text"),
            (
                format!(
                    "1997-03-05\tSnow in the hills\t{long}\n1997-03-06\tIce on the river\t{long}\n"
                ),
                "column 1=date column 2=title column 3=text",
            ),
            (
                "id,views\n1,2\n".to_owned(),
                "no column of the table is a title or a text; name them with --map title=…,text=… or in \
                 morgue.toml (its columns are id, views)",
            ),
        ] {
            assert_eq!(columns(&head), expected, "{head}");
        }
    }

    #[test]
    fn the_order_of_dates_is_that_of_the_clear_ones() {
        for (dates, expected) in [
            (["3/4/1997", "14/4/1997"], Some(DateOrder::DayFirst)),
            (["3/4/1997", "4/14/1997"], Some(DateOrder::MonthFirst)),
            (["14/4/1997", "4/14/1997"], None),
            (["3/4/1997", "3/5/1997"], None),
        ] {
            let head = format!("title,date\nSnow,{}\nIce,{}\n", dates[0], dates[1]);
            let layout = Layout::of(&head, &Settings::default());
            let order = layout.map(|layout| layout.settings.order);
            assert_eq!(order, Ok(expected), "{dates:?}");
        }
    }
}

//! Flags that narrow a search, each by its form in the query language, and how dates are read.

use anyhow::Result;
use clap::ValueEnum;
use morgue::date::{self, Date, Precision};
use morgue::query::dialect::Dialect;
use morgue::query::given::{self, BadCondition, Bound};
use morgue::query::tree::{Field, Node};
use morgue::query::{self, DateOrder, Options, Query};

use super::bad_query::BadQuery;
use super::failure::Stumble;

/// How a query and its dates are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Read the query as nexis, westlaw or factiva would; morgue help dialects
    #[arg(long, value_name = "SYSTEM", hide_possible_values = true)]
    dialect: Option<System>,
    /// Read 03/04/1995 with the day (dmy) or the month (mdy) first
    #[arg(long, value_name = "ORDER", hide_possible_values = true)]
    date_order: Option<Order>,
    /// The day that today, 7d and last month count from, instead of the clock's
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// Take each bare word by its English stem, as stem(x): argue finds arguing
    #[arg(long)]
    stem: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    Dmy,
    Mdy,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum System {
    Nexis,
    Westlaw,
    Factiva,
}

fn day(text: &str) -> Result<Date, String> {
    let date = text.parse::<Date>().map_err(|error| error.to_string())?;
    match date.precision() {
        Precision::Day => Ok(date),
        _ => Err("it must be a single day, as 2019-05-01".to_owned()),
    }
}

impl Reading {
    /// Reads a query; the first thing that is refused in it is the error.
    pub(crate) fn read(&self, text: &str) -> Result<Query, BadQuery> {
        let query = query::parse(text, &self.options());
        match query.refused.first() {
            Some(refusal) => Err(BadQuery::refused(text, refusal)),
            None if self.stem => Ok(query.stemmed()),
            None => Ok(query),
        }
    }

    /// Whether the query comes from another system.
    pub(crate) fn is_translated(&self) -> bool {
        self.dialect.is_some()
    }

    fn options(&self) -> Options {
        Options {
            today: self.today.map_or_else(date::today, Date::first),
            date_order: self.date_order.map(|order| match order {
                Order::Dmy => DateOrder::Dmy,
                Order::Mdy => DateOrder::Mdy,
            }),
            dialect: self.dialect.map(|system| match system {
                System::Nexis => Dialect::Nexis,
                System::Westlaw => Dialect::Westlaw,
                System::Factiva => Dialect::Factiva,
            }),
        }
    }
}

/// Conditions on the articles, as flags.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters (each is also a form of the query)")]
pub(crate) struct Filters {
    /// Published on this date or later; date>=DATE
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this date or earlier; date<=DATE
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Published on this date, date:DATE; 04-13 is that day of any year, on:04-13
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// From this source, or from any of several such flags; source:"NAME"
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Written by; byline:"NAME"
    #[arg(long, value_name = "NAME")]
    byline: Vec<String>,
    /// In this section; section:"NAME"
    #[arg(long, value_name = "NAME")]
    section: Vec<String>,
    /// In this language; lang:en
    #[arg(long, value_name = "TAG")]
    lang: Vec<String>,
    /// Without this field, such as date, title or byline; missing:FIELD
    #[arg(long, value_name = "FIELD")]
    missing: Vec<String>,
    /// With this field; has:FIELD
    #[arg(long, value_name = "FIELD")]
    has: Vec<String>,
}

impl Filters {
    /// The conditions, each as a part of a query.
    pub(crate) fn conditions(&self, reading: &Reading) -> Result<Vec<Node>> {
        let mut conditions = self.days(reading)?;
        conditions.extend(self.texts()?);
        for name in &self.missing {
            conditions.push(given::missing(name).map_err(|bad| unread("--missing", &bad))?);
        }
        for name in &self.has {
            conditions.push(given::has(name).map_err(|bad| unread("--has", &bad))?);
        }
        Ok(conditions)
    }

    fn days(&self, reading: &Reading) -> Result<Vec<Node>> {
        let mut conditions = Vec::new();
        for (flag, bound, value) in [
            ("--since", Bound::Since, &self.since),
            ("--until", Bound::Until, &self.until),
            ("--on", Bound::Within, &self.on),
        ] {
            let Some(value) = value else { continue };
            if bound == Bound::Within && is_day_of_any_year(value) {
                conditions.push(day_of_any_year(value, reading)?);
                continue;
            }
            let date = given::date(bound, value, &reading.options());
            conditions.push(date.map_err(|bad| unread(flag, &bad))?);
        }
        Ok(conditions)
    }

    fn texts(&self) -> Result<Vec<Node>> {
        let mut conditions = Vec::new();
        for (flag, field, values) in [
            ("--source", Field::Source, &self.source),
            ("--byline", Field::Byline, &self.byline),
            ("--section", Field::Section, &self.section),
            ("--lang", Field::Lang, &self.lang),
        ] {
            if values.is_empty() {
                continue;
            }
            let nothing = || Stumble::new(format!("{flag}: there is no word in it"), "");
            conditions.push(given::any_value(field, values).ok_or_else(nothing)?);
        }
        Ok(conditions)
    }
}

/// `04-13`
fn is_day_of_any_year(value: &str) -> bool {
    let digits =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    value
        .split_once('-')
        .is_some_and(|(month, day)| digits(month) && digits(day))
}

/// A flag has one meaning only: what a query would read as words, with a note, is an error here.
fn day_of_any_year(value: &str, reading: &Reading) -> Result<Node> {
    let query = reading.read(&format!("on:{value}"))?;
    match query.notes.first() {
        None => Ok(query.root),
        Some(note) => Err(Stumble::new(format!("--on: {}", note.text), "morgue help dates").into()),
    }
}

fn unread(flag: &str, bad: &BadCondition) -> Stumble {
    let hint = match bad {
        BadCondition::NoField { .. } => "morgue help syntax",
        _ => "morgue help dates",
    };
    Stumble::new(format!("{flag}: {bad}"), hint)
}

//! Flags that narrow a search, each by its form in the query language, and how dates are read.

use anyhow::Result;
use clap::ValueEnum;
use morgue::date::{self, Date, Precision};
use morgue::query::tree::{Kind, Node};
use morgue::query::{self, DateOrder, Options, Query};

use super::failure::{Refused, Stumble};

/// How the dates of a query are read.
#[derive(Debug, clap::Args)]
pub(crate) struct Reading {
    /// Read 03/04/1995 with the day (dmy) or the month (mdy) first
    #[arg(long, value_name = "ORDER", help_heading = "Reading")]
    date_order: Option<Order>,
    /// The day that today, 7d and last month count from, instead of the clock's
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Reading")]
    today: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    Dmy,
    Mdy,
}

fn day(text: &str) -> Result<Date, String> {
    let date: Date = text
        .parse()
        .map_err(|_| "write it as 2019-05-01".to_owned())?;
    match date.precision() {
        Precision::Day => Ok(date),
        _ => Err("it must be a single day, as 2019-05-01".to_owned()),
    }
}

impl Reading {
    /// Reads a query; the first thing that is refused in it is the error.
    pub(crate) fn read(&self, text: &str) -> Result<Query> {
        let options = Options {
            today: self.today.map_or_else(date::today, Date::first),
            date_order: self.date_order.map(|order| match order {
                Order::Dmy => DateOrder::Dmy,
                Order::Mdy => DateOrder::Mdy,
            }),
        };
        let query = query::parse(text, &options);
        match query.refused.first() {
            Some(refusal) => Err(Refused {
                query: text.to_owned(),
                refusal: refusal.clone(),
            }
            .into()),
            None => Ok(query),
        }
    }
}

/// Conditions on the articles, as flags.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters (each is also a form of the query)")]
pub(crate) struct Filters {
    /// Published on this date or later; the query's date>=DATE
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this date or earlier; the query's date<=DATE
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Published on this day of any year; the query's on:04-13
    #[arg(long, value_name = "MM-DD")]
    on: Option<String>,
    /// From this source, or from any of several such flags; source:"NAME"
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Written by; byline:"NAME"
    #[arg(long, value_name = "NAME")]
    byline: Option<String>,
    /// In this section; section:"NAME"
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// In this language; lang:en
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Without this field: date, byline, title, source …; missing:FIELD
    #[arg(long, value_name = "FIELD")]
    missing: Vec<String>,
    /// With this field; has:FIELD
    #[arg(long, value_name = "FIELD")]
    has: Vec<String>,
}

/// A condition in the query language, and the flag that it stands for.
struct Condition {
    flag: &'static str,
    form: String,
}

impl Filters {
    /// Whether there is no condition.
    pub(crate) fn is_empty(&self) -> bool {
        self.conditions().is_empty() && self.source.is_empty()
    }

    /// The query with every condition added.
    pub(crate) fn narrow(&self, mut query: Query, reading: &Reading) -> Result<Query> {
        for condition in self.conditions() {
            query = query.and(condition.node(reading)?);
        }
        let sources = self
            .source
            .iter()
            .map(|name| phrase("--source", "source", name));
        let sources: Vec<Node> = sources
            .map(|source| source.node(reading))
            .collect::<Result<_>>()?;
        Ok(match any(sources) {
            Some(sources) => query.and(sources),
            None => query,
        })
    }

    fn conditions(&self) -> Vec<Condition> {
        let plain = |flag, field: &str, value: &String| Condition {
            flag,
            form: format!("{field}{value}"),
        };
        let since = self
            .since
            .iter()
            .map(|date| plain("--since", "date>=", date));
        let until = self
            .until
            .iter()
            .map(|date| plain("--until", "date<=", date));
        let on = self.on.iter().map(|day| plain("--on", "on:", day));
        let byline = self
            .byline
            .iter()
            .map(|name| phrase("--byline", "byline", name));
        let section = self
            .section
            .iter()
            .map(|name| phrase("--section", "section", name));
        let lang = self.lang.iter().map(|tag| plain("--lang", "lang:", tag));
        let missing = self
            .missing
            .iter()
            .map(|field| plain("--missing", "missing:", field));
        let has = self.has.iter().map(|field| plain("--has", "has:", field));
        let days = since.chain(until).chain(on);
        let texts = byline.chain(section).chain(lang);
        days.chain(texts).chain(missing).chain(has).collect()
    }
}

fn phrase(flag: &'static str, field: &str, value: &str) -> Condition {
    let value = value.replace('"', " ");
    Condition {
        flag,
        form: format!("{field}:\"{value}\""),
    }
}

impl Condition {
    /// The condition's meaning. A flag has one meaning only, so what is a note in a query (`not a
    /// date, read as words`) is an error here.
    fn node(&self, reading: &Reading) -> Result<Node> {
        let query = reading.read(&self.form)?;
        let Some(note) = query.notes.first() else {
            return Ok(query.root);
        };
        let text = format!("{} cannot be read: {}", self.flag, note.text);
        Err(Stumble::new(text, "morgue help dates, morgue help syntax").into())
    }
}

/// A node that is true where any of these is; none where there are none.
fn any(mut nodes: Vec<Node>) -> Option<Node> {
    match nodes.len() {
        0 | 1 => nodes.pop(),
        _ => Some(Node {
            kind: Kind::Or(nodes),
            at: [0, 0],
        }),
    }
}

//! What is said of a file before it is read: by the rules of its archive or on the command line.

use std::sync::Arc;

use jiff::fmt::strtime;
use scraper::Selector;
use serde_json::Value;

use crate::article::Article;
use crate::corpus::fields;
use crate::date::Date;

/// What is said of a file before it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settings {
    /// Keys or columns that give a field, whatever their names say.
    pub(super) columns: Vec<Mapping>,
    /// How dates such as `3/4/1997` are meant.
    pub(super) order: Option<DateOrder>,
    /// The format that it is, whatever it looks like.
    pub(super) format: Option<&'static str>,
    /// How closely web pages are read.
    pub(super) html: Pages,
    /// How many times its size may be unpacked from a file, where that is said.
    pub(super) unpacked: Option<u64>,
    /// How its dates are written.
    pub(super) dates: Option<DateFormat>,
    /// Where the fields of web pages stand, by the domain of a page; the first for it counts.
    pub(super) pages: Vec<PageRule>,
}

/// How closely saved web pages are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    /// The text that several readings of a page agree on.
    #[default]
    Full,
    /// The text that one pass over a page finds, in less than half of the time.
    Fast,
}

/// How dates are written: `%d.%m.%y`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DateFormat(String);

impl DateFormat {
    /// Reads a format, or says what is wrong with it.
    pub(super) fn new(written: &str) -> Result<DateFormat, String> {
        let format = DateFormat(written.to_owned());
        let printed = strtime::format(written, jiff::Timestamp::UNIX_EPOCH);
        let printed = printed.map_err(|error| error.to_string())?;
        match format.read(&printed) {
            Some(_) => Ok(format),
            None => Err("it has no year, or a day without its month".to_owned()),
        }
    }

    /// The date of a text that is written so from its first character to its last.
    pub(super) fn read(&self, text: &str) -> Option<Date> {
        let read = strtime::parse(&self.0, text.trim()).ok()?;
        if let Ok(day) = read.to_date() {
            return Date::day(day.year(), day.month(), day.day());
        }
        match (read.month(), read.day()) {
            (Some(month), None) => Date::month(read.year()?, month),
            (None, None) => Date::year(read.year()?),
            _ => None,
        }
    }
}

/// Where the fields of web pages stand, for the pages of a domain or for all.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PageRule {
    pub(super) domain: Option<String>,
    /// None if the rule says other things of the page.
    pub(super) css: Option<Arc<Css>>,
}

impl PageRule {
    /// Whether this rule is for a page of this address.
    pub(super) fn is_for(&self, article: &Article) -> bool {
        let domain = self.domain.as_deref();
        domain.is_none_or(|domain| is_from(article, domain))
    }
}

/// Where the fields of a page stand.
#[derive(Debug, PartialEq)]
pub(super) struct Css {
    /// The rule of a value found so.
    pub(super) rule: String,
    pub(super) picks: Vec<(Part, Pick)>,
    /// How dates are written.
    pub(super) dates: Option<DateFormat>,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    Byline,
    Date,
    Body,
}

impl Part {
    /// What it is called in the rules.
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Title => "title",
            Part::Byline => "byline",
            Part::Date => "date",
            Part::Body => "body",
        }
    }
}

/// The elements that have a part, or the attribute of theirs that has it.
#[derive(Debug, PartialEq)]
pub(super) struct Pick {
    pub(super) written: String,
    pub(super) selector: Selector,
    pub(super) attribute: Option<String>,
}

impl Pick {
    /// Reads `time.pub@datetime`: a selector, and an attribute behind an `@`.
    pub(super) fn read(written: &str) -> Result<Pick, String> {
        let (selector, attribute) = match written.rsplit_once('@') {
            Some((selector, name)) if !name.contains([']', ' ', '"']) => (selector, Some(name)),
            _ => (written, None),
        };
        let selector = Selector::parse(selector.trim());
        Ok(Pick {
            written: written.to_owned(),
            selector: selector.map_err(|error| error.to_string())?,
            attribute: attribute.map(str::to_owned),
        })
    }
}

/// Whether an article was published under this domain.
pub(super) fn is_from(article: &Article, domain: &str) -> bool {
    let is_below = |host: &str| {
        let host = host.to_lowercase();
        host == domain
            || host
                .strip_suffix(domain)
                .is_some_and(|sub| sub.ends_with('.'))
    };
    let of_url = article
        .url
        .as_ref()
        .and_then(|url| fields::host(&url.value));
    let of_source = article.source.as_ref().map(|source| source.value.as_str());
    of_url.is_some_and(is_below) || of_source.is_some_and(is_below)
}

/// How a date of three numbers is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
pub enum DateOrder {
    /// `dmy`: day, month, year.
    #[serde(rename = "dmy")]
    DayFirst,
    /// `mdy`: month, day, year.
    #[serde(rename = "mdy")]
    MonthFirst,
}

/// A field and the key, column or text that gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mapping {
    /// The field's own name: `title`, `text`, `date`.
    pub(super) field: &'static str,
    /// Where its value is.
    pub(super) from: From,
    /// The rule of a value found so.
    pub(super) rule: String,
}

/// Where the value of a mapped field is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// Under this key or in this column.
    Key(String),
    /// It is this text for every record.
    Fixed(Value),
}

//! What the doctor says, and how it is drawn.

use std::io::Result;
use std::path::Path;

use morgue::index::Summary;
use morgue::search::limits::{Beyond, Limit};
use morgue::search::page::Stamp;
use serde::Serialize;

use super::wrap::Run;
use super::{Screen, human, style};

/// How things stand.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnosis {
    /// The program's.
    pub(crate) version: &'static str,
    /// Of the index on disk that it reads and writes.
    pub(crate) format: String,
    /// Of the engine below.
    pub(crate) engine: String,
    /// Of the processor.
    pub(crate) cores: usize,
    /// The index that would be searched.
    pub(crate) index: Health,
    /// Behind stdout.
    pub(crate) terminal: Terminal,
    /// Of a query.
    pub(crate) limits: [Limit; 11],
    /// The most bytes of a file that is read as a whole.
    pub(crate) largest_file: u64,
}

/// How an index is.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Health {
    /// `well`, `none` or `unwell`.
    state: &'static str,
    /// Its folder.
    path: Option<String>,
    /// What is wrong, or why there is none.
    what: Option<String>,
    /// What to do about it; empty where there is nothing to do.
    pub(crate) hint: String,
    /// Six hexadecimal digits of what it holds.
    id: Option<String>,
    commit: Option<u64>,
    articles: Option<u64>,
    archive: Option<String>,
    bytes: Option<u64>,
    /// Bytes that are free where it lies.
    free: Option<u64>,
}

impl Health {
    /// There is no index.
    pub(crate) fn none(why: String) -> Health {
        Health {
            state: "none",
            what: Some(why),
            hint: "build it with morgue index DIR".to_owned(),
            ..Health::default()
        }
    }

    /// It cannot be searched.
    pub(crate) fn unwell(folder: &Path, what: String, hint: String) -> Health {
        Health {
            state: "unwell",
            path: Some(folder.display().to_string()),
            what: Some(what),
            hint,
            ..Health::default()
        }
    }

    /// It was opened, and its files are those that were written.
    pub(crate) fn well(
        folder: &Path,
        stamp: &Stamp,
        summary: &Summary,
        free: Option<u64>,
    ) -> Health {
        Health {
            state: "well",
            path: Some(folder.display().to_string()),
            id: Some(stamp.id.clone()),
            commit: Some(stamp.commit),
            articles: Some(stamp.articles),
            archive: Some(summary.archive.clone()),
            bytes: Some(summary.index_bytes),
            free,
            ..Health::default()
        }
    }

    /// Whether there is an index that cannot be searched.
    pub(crate) fn is_unwell(&self) -> bool {
        self.state == "unwell"
    }
}

/// What the terminal can do.
#[derive(Debug, Serialize)]
pub(crate) struct Terminal {
    /// Whether stdout is one.
    pub(crate) is_one: bool,
    /// How wide lines are drawn.
    pub(crate) columns: usize,
    /// Whether it is sent colours.
    pub(crate) colors: bool,
    /// Whether it is sent links.
    pub(crate) links: bool,
    /// What the environment says of language and encoding.
    pub(crate) locale: Option<String>,
}

/// Where the text beside a label begins.
const LABEL: usize = 12;

/// Draws how things stand.
pub(crate) fn draw(found: &Diagnosis, screen: &mut Screen) -> Result<()> {
    let version = format!(
        "morgue {}, index format {}, {}, {}",
        found.version,
        found.format,
        found.engine,
        human::counted(found.cores as u64, "core", "cores")
    );
    labelled("program", &version, screen)?;
    draw_health(&found.index, screen)?;
    labelled("terminal", &terminal(&found.terminal), screen)?;
    let largest = format!(
        "files read as a whole have at most {}",
        human::bytes(found.largest_file)
    );
    labelled("archive", &largest, screen)?;
    screen.end()?;
    screen.put(style::TITLE, "limits of a query")?;
    screen.end()?;
    for limit in &found.limits {
        draw_limit(limit, screen)?;
    }
    screen.flush()
}

fn draw_health(health: &Health, screen: &mut Screen) -> Result<()> {
    let path = health.path.as_deref().unwrap_or_default();
    if let Some(what) = &health.what {
        return labelled("index", what, screen);
    }
    let number = |number: Option<u64>| number.unwrap_or_default();
    let articles = human::articles(number(health.articles));
    let bytes = human::bytes(number(health.bytes));
    let commit = number(health.commit);
    labelled(
        "index",
        &format!("{path}: whole, {articles}, {bytes}, commit {commit}"),
        screen,
    )?;
    labelled("of", health.archive.as_deref().unwrap_or_default(), screen)?;
    match health.free {
        Some(free) => labelled("free there", &human::bytes(free), screen),
        None => Ok(()),
    }
}

fn terminal(terminal: &Terminal) -> String {
    let ability = |has: bool, what: &str| match has {
        true => what.to_owned(),
        false => format!("no {what}"),
    };
    let kind = match terminal.is_one {
        true => "a terminal",
        false => "not a terminal",
    };
    format!(
        "{kind}, {} columns, {}, {}, locale {}",
        terminal.columns,
        ability(terminal.colors, "colours"),
        ability(terminal.links, "links"),
        terminal.locale.as_deref().unwrap_or("not set")
    )
}

fn draw_limit(limit: &Limit, screen: &mut Screen) -> Result<()> {
    screen.put(style::PLAIN, format!("{:>10}  ", human::number(limit.most)))?;
    let beyond = match limit.beyond {
        Beyond::Refused => "",
        Beyond::Noted => "; more are left out, with a note",
    };
    let what = format!("{}{beyond}", limit.what);
    screen.hanging(&[Run::new(style::PLAIN, what)], LABEL)
}

fn labelled(label: &str, text: &str, screen: &mut Screen) -> Result<()> {
    screen.put(style::FAINT, format!("{label:<LABEL$}"))?;
    screen.hanging(&[Run::new(style::PLAIN, text)], LABEL)
}

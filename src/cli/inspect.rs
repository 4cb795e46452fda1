//! `morgue inspect`: shows how a file is read, and why so.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};
use morgue::article::INSIDE;
use morgue::corpus::{self, Rules};

use super::Outcome;
use super::failure::Stumble;
use super::files::Reading;
use super::print::inspection::{self, Shown};
use super::print::{Console, json};

/// Show how a file is read: its format, its columns, each field with the rule that gave it
///
/// The file is read by the rules of the nearest morgue.toml upwards, as an index of that archive
/// would read it. Each field stands with its rule, how far that rule is right, and what else was
/// found; then what was cut off the text, what was refused, and a rule to put into morgue.toml. A
/// file inside a file stands behind !/.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  morgue inspect news/flood.html
  morgue inspect dump.csv --record 7             the row that begins on line 7
  morgue inspect dump.csv --map title=hl,text=txt
  morgue inspect 'export.zip!/1997/flood.html'   a file inside a file

Exit codes: 0 it holds articles, 1 it holds none, 2 error.")]
pub(crate) struct Args {
    /// The file; behind !/ a file inside of it
    #[arg(value_name = "FILE[!/MEMBER]")]
    file: PathBuf,
    /// Show the record with this number: the line of a table or of JSON Lines, else its place among them
    #[arg(long, value_name = "N")]
    record: Option<u64>,
    #[command(flatten)]
    reading: Reading,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Reads the file and prints how.
pub(crate) fn run(args: &Args, console: &Console) -> Result<Outcome> {
    let (path, member) = parted(&args.file);
    if path.is_dir() {
        return Err(Stumble::new(
            format!("{} is a folder", path.display()),
            "name a file in it; morgue index reads folders",
        )
        .into());
    }
    let real = path
        .canonicalize()
        .with_context(|| format!("cannot read {}", path.display()))?;
    let root = Rules::nearest(&real);
    let rules = args.reading.rules(root.unwrap_or(&real))?;
    let name = match root.and_then(|root| real.strip_prefix(root).ok()) {
        Some(below) => joined(below),
        None => as_typed(&path),
    };
    let name = format!("{name}{member}");
    let inspection = corpus::inspect(&real, &name, args.record, &rules)?;
    let is_record_missing = inspection.article.is_none() && inspection.articles > 0;
    if let (Some(record), true) = (args.record, is_record_missing && inspection.bad.is_empty()) {
        return Err(Stumble::new(
            format!("{name} has no article with the number {record}"),
            "numbers are those of lines in tables and JSON Lines; without --record the first is shown",
        )
        .into());
    }
    let outcome = Outcome::of(inspection.articles);
    let shown = Shown::of(&name, &inspection);
    match args.json {
        true => json::inspection(&shown, console.json())?,
        false => inspection::draw(&shown, &mut console.out())?,
    }
    Ok(outcome)
}

/// The path of the file on disk, and what follows from `!/` on.
fn parted(file: &Path) -> (PathBuf, String) {
    let text = file.to_string_lossy();
    match text.split_once(INSIDE) {
        Some((path, member)) if !file.exists() => (path.into(), format!("{INSIDE}{member}")),
        _ => (file.to_owned(), String::new()),
    }
}

/// The path as it was typed, if it leads downwards; else the name of the file.
fn as_typed(path: &Path) -> String {
    let is_below =
        path.is_relative() && !path.components().any(|part| part == Component::ParentDir);
    match (is_below, path.file_name()) {
        (true, _) | (_, None) => joined(path),
        (false, Some(name)) => name.to_string_lossy().into_owned(),
    }
}

/// A path with `/` between its parts.
fn joined(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

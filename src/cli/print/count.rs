//! Draws counts: a line of them, and a row with a bar for each year, source, …

use std::io::Result;

use morgue::search::page::{By, CountPage, Counts, Row};

use super::fit::{self, padded};
use super::{Screen, human, style};

/// A key wider than this is cut.
const WIDEST_KEY: usize = 32;
/// The longest bar, in columns.
const BAR: usize = 40;
/// No bar is drawn into less.
const LEAST_BAR: usize = 8;

/// Draws how much was found.
pub(crate) fn draw(page: &CountPage, screen: &mut Screen) -> Result<()> {
    draw_counts(&page.counts, screen)?;
    match page.by {
        Some(by) if !page.rows.is_empty() => {
            screen.end()?;
            draw_rows(&page.rows, by, screen)
        }
        _ => Ok(()),
    }
}

/// Draws the counts on a line.
pub(crate) fn draw_counts(counts: &Counts, screen: &mut Screen) -> Result<()> {
    let parts = [
        (Some(counts.articles), "article", "articles"),
        (counts.matches, "match", "matches"),
        (counts.sentences, "sentence", "sentences"),
        (counts.sources, "source", "sources"),
    ];
    let parts = parts
        .into_iter()
        .filter_map(|(count, one, many)| count.map(|count| human::counted(count, one, many)));
    screen.line(parts.collect::<Vec<_>>().join(", "))
}

fn draw_rows(rows: &[Row], by: By, screen: &mut Screen) -> Result<()> {
    let heading = by_name(by);
    let keys: Vec<String> = rows.iter().map(|row| key(row, by)).collect();
    let widths = keys.iter().map(|key| fit::width(key));
    let widest = widths.max().unwrap_or(0).max(heading.len());
    screen.put(style::FAINT, format!("{heading:widest$}"))?;
    for column in COLUMNS {
        screen.put(style::FAINT, format!("  {column}"))?;
    }
    screen.end()?;
    let numbers: usize = COLUMNS.iter().map(|column| column.len() + 2).sum();
    let room = screen.width().saturating_sub(widest + numbers + 2).min(BAR);
    let most = rows
        .iter()
        .map(|row| row.articles)
        .max()
        .unwrap_or(0)
        .max(1);
    for (row, key) in rows.iter().zip(&keys) {
        let look = match row.key {
            Some(_) => style::PLAIN,
            None => style::FAINT,
        };
        screen.put(look, padded(key, widest))?;
        draw_numbers(row, screen)?;
        if room >= LEAST_BAR {
            let bar = (row.articles as usize * room).div_ceil(most as usize);
            screen.put(style::FAINT, format!("  {}", "▇".repeat(bar)))?;
        }
        screen.end()?;
    }
    Ok(())
}

/// The columns behind the key, each as wide as its name.
const COLUMNS: [&str; 4] = ["articles", "matches", "sentences", "sources"];

fn draw_numbers(row: &Row, screen: &mut Screen) -> Result<()> {
    let numbers = [row.articles, row.matches, row.sentences, row.sources];
    for (number, column) in numbers.into_iter().zip(COLUMNS) {
        let width = column.len() + 2;
        screen.put(style::PLAIN, format!("{:>width$}", human::number(number)))?;
    }
    Ok(())
}

fn by_name(by: By) -> &'static str {
    match by {
        By::Year => "year",
        By::Month => "month",
        By::Source => "source",
        By::Byline => "byline",
        By::Section => "section",
    }
}

fn key(row: &Row, by: By) -> String {
    match (&row.key, by) {
        (Some(key), _) => fit::head_cut(key, WIDEST_KEY),
        (None, By::Year | By::Month) => "undated".to_owned(),
        (None, by) => format!("no {}", by_name(by)),
    }
}

//! The clauses of a query with what each finds alone.

use std::io::Result;

use morgue::search::page::Clause;

use super::wrap::Run;
use super::{Screen, human, style};

/// How many words of an expansion are named.
const NAMED: usize = 20;
/// Spaces for each level of the query.
const STEP: usize = 2;

/// Draws how the query was read, and the tree of its clauses.
pub(crate) fn draw(reading: &str, clauses: &[Clause], screen: &mut Screen) -> Result<()> {
    screen.put(style::FAINT, "read as ")?;
    screen.line(reading)?;
    for clause in clauses {
        draw_clause(clause, screen)?;
    }
    screen.end()
}

/// Draws a clause on a line: its reading, its articles and matches, the words it stands for.
fn draw_clause(clause: &Clause, screen: &mut Screen) -> Result<()> {
    let mut runs = vec![
        Run::new(style::PLAIN, format!("{}: ", clause.reading)),
        Run::new(style::FAINT, human::articles(clause.articles)),
    ];
    if clause.matches > 0 {
        let matches = human::counted(clause.matches, "match", "matches");
        runs.push(Run::new(style::FAINT, format!(", {matches}")));
    }
    if clause.expansions.len() > 1 {
        runs.push(Run::new(style::FAINT, format!(" ({})", words(clause))));
    }
    screen.wrapped(&runs, STEP + clause.depth * STEP)
}

fn words(clause: &Clause) -> String {
    let named = clause.expansions.iter().take(NAMED);
    let mut words: Vec<String> = named
        .map(|expansion| format!("{} {}", expansion.word, human::number(expansion.articles)))
        .collect();
    let left = clause.expansions.len() - words.len();
    if left > 0 {
        words.push(format!("and {left} more words"));
    }
    words.join(", ")
}

//! A query with the place it is about marked under it.

use std::io::Result;

use unicode_width::UnicodeWidthStr;

use super::{Inert, Screen, style};

/// Draws the query and a line of carets under the characters from and up to `at`.
pub(crate) fn draw(query: &str, at: [usize; 2], screen: &mut Screen) -> Result<()> {
    let query = Inert::from(query);
    let columns = |characters: usize| {
        let text: String = query.as_str().chars().take(characters).collect();
        text.width()
    };
    let before = columns(at[0]);
    let marked = columns(at[1]).saturating_sub(before).max(1);
    screen.line(format!("  {query}"))?;
    screen.put(style::PLAIN, " ".repeat(before + 2))?;
    screen.put(style::ERROR, "^".repeat(marked))?;
    screen.end()
}

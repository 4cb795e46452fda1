//! A query with the place it is about marked under it.

use std::io::Result;

use unicode_width::UnicodeWidthStr;

use super::{Inert, Screen, style};

/// So many characters of a query are drawn; of a longer one those around the place.
const MOST_DRAWN: usize = 70;
/// So many of them stand before the place.
const DRAWN_BEFORE: usize = 20;

/// Draws the query and a line of carets under the characters from and up to `at`.
pub(crate) fn draw(query: &str, at: [usize; 2], screen: &mut Screen) -> Result<()> {
    let query = Inert::from(query);
    let (drawn, at) = excerpt(query.as_str(), at);
    let columns = |characters: usize| {
        let text: String = drawn.chars().take(characters).collect();
        text.width()
    };
    let before = columns(at[0]);
    let marked = columns(at[1]).saturating_sub(before).max(1);
    screen.line(format!("  {drawn}"))?;
    screen.put(style::PLAIN, " ".repeat(before + 2))?;
    screen.put(style::ERROR, "^".repeat(marked))?;
    screen.end()
}

/// The characters of a query around a place, with `…` for what is left out, and the place in them.
fn excerpt(query: &str, at: [usize; 2]) -> (String, [usize; 2]) {
    let length = query.chars().count();
    if length <= MOST_DRAWN {
        return (query.to_owned(), at);
    }
    let start = at[0].min(length).saturating_sub(DRAWN_BEFORE);
    let end = length.min(start + MOST_DRAWN);
    let inside = query.chars().skip(start).take(end - start);
    let (before, after) = (
        if start > 0 { "…" } else { "" },
        if end < length { "…" } else { "" },
    );
    let drawn = before.chars().chain(inside).chain(after.chars()).collect();
    let shift = before.chars().count();
    (
        drawn,
        at.map(|place| place.clamp(start, end) - start + shift),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_query_the_place_is_drawn() {
        assert_eq!(excerpt("a w/0 b", [2, 5]), ("a w/0 b".to_owned(), [2, 5]));
        let long = format!("{} w/0 {}", "x".repeat(100), "y".repeat(100));
        let (drawn, at) = excerpt(&long, [101, 104]);
        assert_eq!(drawn.chars().count(), MOST_DRAWN + 2);
        assert!(drawn.starts_with('…') && drawn.ends_with('…'));
        let marked: String = drawn.chars().skip(at[0]).take(at[1] - at[0]).collect();
        assert_eq!(marked, "w/0");
        assert_eq!(excerpt(&long, [0, 500]).1, [0, MOST_DRAWN]);
    }
}

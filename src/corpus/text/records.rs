//! Cuts a file of several articles at its rows of dashes.

use super::line;
use crate::corpus::label;
use crate::date::printed::{Reading, read};

/// The articles of a text; the whole text if it is one.
pub(super) fn split(text: &str) -> Vec<&str> {
    let chunks = chunks(text);
    let filled: Vec<&str> = chunks
        .into_iter()
        .filter(|chunk| chunk.contains(char::is_alphabetic))
        .collect();
    let headed = filled.iter().filter(|chunk| is_headed(chunk)).count();
    // A row inside an article parts nothing that begins like one.
    if headed < 2 || headed * 10 < filled.len() * 8 {
        return vec![text];
    }
    filled
}

/// Rows shorter than this are ornaments.
const SHORTEST_ROW: usize = 5;

fn is_row(line: &str) -> bool {
    let line = line.trim();
    let marks: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    marks.len() >= SHORTEST_ROW
        && matches!(
            marks[0],
            '-' | '=' | '_' | '*' | '~' | '#' | '—' | '–' | '─' | '═' | '+'
        )
        && marks.iter().all(|c| *c == marks[0])
}

fn chunks(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if is_row(line) {
            chunks.push(&text[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    chunks.push(&text[start..]);
    chunks
}

/// Lines in which a head must show itself.
const LINES_OF_A_HEAD: usize = 8;

/// A date, an address or two labels stand near the top.
fn is_headed(chunk: &str) -> bool {
    let lines: Vec<&str> = chunk
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(LINES_OF_A_HEAD)
        .collect();
    let labels = lines.iter().filter(|line| label::is_one(line)).count();
    labels >= 2
        || lines
            .iter()
            .any(|line| line::is_address(line) || read(line) != Reading::None)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_row_parts_articles_that_have_heads() {
        let two =
            "First\n[2015-01-04]\n\nText one.\n\n----------\n\nSecond\n[2015-01-16]\n\nText.\n";
        assert_eq!(split(two).len(), 2);
        let labels = "Title: A\nDate: 1 May 1990\n\nText.\n=====\nTitle: B\nDate: 2 May 1990\n\nMore.\n=====\n";
        assert_eq!(split(labels).len(), 2);
    }

    #[test]
    fn a_row_inside_an_article_parts_nothing() {
        let one = "First\n[2015-01-04]\n\nText one.\n\n* * * * *\n\nMore of the text.\n";
        assert_eq!(split(one), [one]);
        assert_eq!(split(""), [""]);
    }
}

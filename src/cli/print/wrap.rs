//! Breaks styled text into lines by the columns it takes.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

use super::Inert;

/// A stretch of text in one style.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// How it looks.
    pub(crate) style: Style,
    /// What it says.
    pub(crate) text: String,
}

impl Run {
    /// A stretch of text, made inert before anybody measures it.
    pub(crate) fn new(style: Style, text: impl Into<Inert>) -> Run {
        Run {
            style,
            text: text.into().to_string(),
        }
    }
}

/// The lines of a text: broken at spaces and after wide letters, inside a word only where it is
/// longer than a line. Spaces in a row are one, those at the ends are gone.
pub(crate) fn wrapped(runs: &[Run], width: usize) -> Vec<Vec<Run>> {
    let mut lines = Lines {
        width,
        done: Vec::new(),
        line: Vec::new(),
        columns: 0,
        space: None,
    };
    let mut word = Word::default();
    for run in runs {
        // Where what is not in the word yet begins, and how many columns it takes.
        let (mut begin, mut taken) = (0, 0);
        for (at, c) in run.text.char_indices() {
            let columns = columns(c);
            if c.is_whitespace() {
                word.push(run.style, &run.text[begin..at], taken);
                lines.add(&mut word);
                lines.space = Some(run.style);
                (begin, taken) = (at + c.len_utf8(), 0);
                continue;
            }
            if word.columns + taken + columns > width {
                word.push(run.style, &run.text[begin..at], taken);
                lines.add(&mut word);
                (begin, taken) = (at, 0);
            }
            taken += columns;
            if columns > 1 {
                let end = at + c.len_utf8();
                word.push(run.style, &run.text[begin..end], taken);
                lines.add(&mut word);
                (begin, taken) = (end, 0);
            }
        }
        word.push(run.style, &run.text[begin..], taken);
    }
    lines.add(&mut word);
    lines.finish()
}

/// How many columns a letter takes.
fn columns(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        _ => c.width().unwrap_or(0),
    }
}

/// What stands together on a line, in pieces of one style, and the columns it takes.
#[derive(Default)]
struct Word<'a> {
    pieces: Vec<(Style, &'a str)>,
    columns: usize,
}

impl<'a> Word<'a> {
    fn push(&mut self, style: Style, piece: &'a str, columns: usize) {
        if !piece.is_empty() {
            self.pieces.push((style, piece));
            self.columns += columns;
        }
    }
}

struct Lines {
    width: usize,
    done: Vec<Vec<Run>>,
    /// The line that is being filled, and the columns it takes.
    line: Vec<Run>,
    columns: usize,
    /// A space that goes before the next word, unless a line begins with it.
    space: Option<Style>,
}

impl Lines {
    /// Adds a word to the line, or to a new one where it does not fit, and empties it.
    fn add(&mut self, word: &mut Word) {
        if word.pieces.is_empty() {
            return;
        }
        let space = self.space.take().filter(|_| !self.line.is_empty());
        if self.columns + usize::from(space.is_some()) + word.columns > self.width
            && !self.line.is_empty()
        {
            self.done.push(std::mem::take(&mut self.line));
            self.columns = 0;
        } else if let Some(style) = space {
            self.push(style, " ", 1);
        }
        for (style, piece) in word.pieces.drain(..) {
            self.push(style, piece, 0);
        }
        self.columns += std::mem::take(&mut word.columns);
    }

    fn push(&mut self, style: Style, text: &str, columns: usize) {
        self.columns += columns;
        match self.line.last_mut() {
            Some(last) if last.style == style => last.text.push_str(text),
            _ => self.line.push(Run {
                style,
                text: text.to_owned(),
            }),
        }
    }

    fn finish(mut self) -> Vec<Vec<Run>> {
        if !self.line.is_empty() {
            self.done.push(self.line);
        }
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::super::style;
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let text = wrapped(&[Run::new(style::PLAIN, text)], width);
        let line = |runs: Vec<Run>| runs.into_iter().map(|run| run.text).collect();
        text.into_iter().map(line).collect()
    }

    #[test]
    fn lines_break_at_spaces_and_fit() {
        assert_eq!(lines("the flood came", 9), ["the flood", "came"]);
        assert_eq!(lines("  the   flood ", 20), ["the flood"]);
        assert_eq!(lines("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(lines("", 4), Vec::<String>::new());
    }

    #[test]
    fn wide_letters_take_two_columns_and_break_anywhere() {
        assert_eq!(lines("東京都の報告", 5), ["東京", "都の", "報告"]);
        assert_eq!(lines("a 東京都", 5), ["a 東", "京都"]);
    }

    #[test]
    fn a_word_in_two_styles_stays_whole() {
        let runs = [
            Run::new(style::PLAIN, "the "),
            Run::new(style::MATCH, "policy"),
            Run::new(style::PLAIN, "-makers"),
        ];
        let lines = wrapped(&runs, 14);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1], runs[1..]);
    }
}

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
        line: Stretch::default(),
        space: None,
    };
    let mut word = Stretch::default();
    for run in runs {
        for c in run.text.chars() {
            let columns = c.width().unwrap_or(0);
            if c.is_whitespace() {
                lines.add(&mut word);
                lines.space = Some(run.style);
                continue;
            }
            if word.columns + columns > width {
                lines.add(&mut word);
            }
            word.push(run.style, c, columns);
            if columns > 1 {
                lines.add(&mut word);
            }
        }
    }
    lines.add(&mut word);
    lines.finish()
}

/// Text on one line and the columns it takes.
#[derive(Default)]
struct Stretch {
    runs: Vec<Run>,
    columns: usize,
}

impl Stretch {
    fn push(&mut self, style: Style, c: char, columns: usize) {
        self.columns += columns;
        match self.runs.last_mut() {
            Some(last) if last.style == style => last.text.push(c),
            _ => self.runs.push(Run {
                style,
                text: c.to_string(),
            }),
        }
    }
}

struct Lines {
    width: usize,
    done: Vec<Vec<Run>>,
    line: Stretch,
    space: Option<Style>,
}

impl Lines {
    /// Adds a word to the line, or to a new one where it does not fit, and empties it.
    fn add(&mut self, word: &mut Stretch) {
        if word.runs.is_empty() {
            return;
        }
        let word = std::mem::take(word);
        let space = self.space.take().filter(|_| !self.line.runs.is_empty());
        if self.line.columns + usize::from(space.is_some()) + word.columns > self.width
            && !self.line.runs.is_empty()
        {
            self.done.push(std::mem::take(&mut self.line).runs);
        } else if let Some(style) = space {
            self.line.push(style, ' ', 1);
        }
        for run in word.runs {
            for c in run.text.chars() {
                self.line.push(run.style, c, c.width().unwrap_or(0));
            }
        }
    }

    fn finish(mut self) -> Vec<Vec<Run>> {
        if !self.line.runs.is_empty() {
            self.done.push(self.line.runs);
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

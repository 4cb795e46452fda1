//! The units that the readers of head, body and foot look at: lines, or wrapped lines joined.

use std::collections::HashSet;

use super::line;
use crate::corpus::label;

/// A line of the text, or the lines of one wrapped paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) text: String,
}

impl Unit {
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    pub(super) fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// The unit is running text, not a line of the head.
    pub(super) fn is_prose(&self) -> bool {
        let (chars, words) = (self.chars(), self.words());
        chars >= 200
            || (chars >= 110 && words >= 16)
            || (words >= 14 && ends_a_sentence(&self.text))
            // Scripts without spaces say in forty characters what takes twenty words.
            || (words <= 3 && chars >= 40 && self.text.contains(['。', '、', '，']))
    }
}

/// The text ends as a sentence does.
pub(super) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', '›', ']'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ':'])
}

/// Lines of wrapped text are at least so long and at most so long.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=92;

/// Fewer lines than this are not called wrapped.
const FEWEST_WRAPPED: usize = 4;

/// The units of a text, in order.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    match width(&lines) {
        Some(width) => joined(&lines, width, &hyphenated(text)),
        None => plain(&lines),
    }
}

fn plain(lines: &[&str]) -> Vec<Unit> {
    let filled = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty());
    filled
        .map(|line| Unit {
            text: line.to_owned(),
        })
        .collect()
}

/// The usual length of the lines, if they are wrapped: most are about as long as a line of a
/// typewriter, or many begin in the middle of a sentence.
fn width(lines: &[&str]) -> Option<usize> {
    let filled: Vec<&str> = lines
        .iter()
        .map(|l| l.trim())
        .filter(|l| !l.is_empty())
        .collect();
    let mut lengths: Vec<usize> = filled.iter().map(|line| line.chars().count()).collect();
    lengths.sort_unstable();
    let wrapped = lengths.iter().filter(|l| WRAPPED.contains(l)).count();
    let median = *lengths.get(lengths.len() / 2)?;
    let usual = lengths[lengths.len() * 9 / 10];
    let goes_on = filled
        .iter()
        .filter(|line| line.starts_with(char::is_lowercase))
        .count();
    let by_length = wrapped * 100 > lengths.len() * 55 && median <= *WRAPPED.end();
    let by_sense = goes_on * 100 > lengths.len() * 30 && usual <= *WRAPPED.end();
    // Lines that each end a sentence are paragraphs, however long they are.
    let closed = filled.iter().filter(|line| ends_a_sentence(line)).count();
    (lengths.len() >= FEWEST_WRAPPED
        && (by_length || by_sense)
        && closed * 100 < lengths.len() * 70)
        .then_some(usual)
}

fn joined(lines: &[&str], width: usize, hyphenated: &HashSet<&str>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut parted = true;
    let mut last = 0;
    for line in lines {
        let text = line.trim();
        if text.is_empty() {
            parted = true;
            continue;
        }
        let indented = matches!(line.len() - line.trim_start().len(), 2..=8);
        let first_word = text
            .split(' ')
            .next()
            .map_or(0, |word| word.chars().count());
        // Where the next word would have fitted, the line was ended on purpose.
        let was_full = (last + 1 + first_word) * 4 > width * 3;
        match units.last_mut() {
            Some(unit)
                if !parted
                    && !indented
                    && was_full
                    && !label::is_one(text)
                    && !line::is_known_line(text)
                    && !line::is_known_line(&unit.text) =>
            {
                join(&mut unit.text, text, hyphenated);
            }
            _ => units.push(Unit {
                text: text.to_owned(),
            }),
        }
        parted = false;
        last = text.chars().count();
    }
    units
}

/// Joins a line to its paragraph; a word cut by a hyphen becomes whole, if small letters follow and
/// the text does not print it with its hyphen elsewhere.
fn join(paragraph: &mut String, line: &str, hyphenated: &HashSet<&str>) {
    let cut = paragraph.ends_with('-')
        && paragraph
            .chars()
            .rev()
            .nth(1)
            .is_some_and(char::is_alphabetic)
        && line.starts_with(char::is_lowercase);
    if !cut {
        paragraph.push(' ');
        paragraph.push_str(line);
        return;
    }
    let last = paragraph.rsplit(' ').next().unwrap_or_default();
    let first = line.split(|c: char| !c.is_alphanumeric()).next();
    let whole = format!(
        "{}{}",
        last.trim_start_matches(['"', '“', '(']),
        first.unwrap_or_default()
    );
    if !hyphenated.contains(whole.as_str()) {
        paragraph.pop();
    }
    paragraph.push_str(line);
}

/// The words that the text prints with a hyphen inside.
fn hyphenated(text: &str) -> HashSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| word.trim_end_matches('-').contains('-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::units;

    fn texts(text: &str) -> Vec<String> {
        units(text).into_iter().map(|unit| unit.text).collect()
    }

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let text = "\
THE BRIDGE IS OPEN

     The new bridge over the river was opened yesterday by the may-
or of the town, who said that it was a well-made and a well-
made bridge, and that he had never seen a better one before this.
     A band of thirty men played on the bank until the evening came
and the lamps were lit on both sides of the water for the crowd.
The children of the schools had marched there in the morning, each
with a flag.
The price was high, the mayor said, but the town will pay it back
within ten years.
";
        assert_eq!(
            texts(text),
            [
                "THE BRIDGE IS OPEN",
                "The new bridge over the river was opened yesterday by the mayor of the town, who \
                 said that it was a well-made and a well-made bridge, and that he had never seen a \
                 better one before this.",
                "A band of thirty men played on the bank until the evening came and the lamps were \
                 lit on both sides of the water for the crowd. The children of the schools had \
                 marched there in the morning, each with a flag.",
                "The price was high, the mayor said, but the town will pay it back within ten years.",
            ]
        );
    }

    #[test]
    fn lines_that_are_not_wrapped_stay_lines() {
        assert_eq!(texts("A\nB\n\nC "), ["A", "B", "C"]);
    }
}

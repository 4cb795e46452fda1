//! Splits a Markdown file that holds several articles.

use super::labels;

/// How many lines under a heading its labels may begin in.
const LABELS_WITHIN: usize = 3;

/// The parts that are articles, each from its heading on; none if the file is one article.
///
/// A file holds several if headings of one level are followed by labelled lines; a text before
/// the first of them is a part of its own.
pub(super) fn articles(text: &str) -> Vec<&str> {
    let found = (1..=2)
        .map(|level| labelled_headings(text, level))
        .find(|starts| starts.len() > 1)
        .unwrap_or_default();
    let Some(first) = found.first() else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    if !is_bare(&text[..*first]) {
        parts.push(&text[..*first]);
    }
    let ends = found.iter().skip(1).copied().chain([text.len()]);
    parts.extend(
        found
            .iter()
            .zip(ends)
            .map(|(start, end)| without_rule(&text[*start..end])),
    );
    parts
}

/// Where the headings of a level stand that have labelled lines under them.
fn labelled_headings(text: &str, level: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if labels::heading(line, level).is_some() {
            let mut below = text[at + line.len()..]
                .lines()
                .filter(|line| !line.trim().is_empty());
            if below.by_ref().take(LABELS_WITHIN).any(labels::is_telling) {
                starts.push(at);
            }
        }
        at += line.len();
    }
    starts
}

/// Whether a text is nothing but headings, rules and blank lines.
fn is_bare(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.starts_with('#') || labels::is_rule(line))
}

/// The part without the rule that divides it from the next.
fn without_rule(part: &str) -> &str {
    let trimmed = part.trim_end();
    match trimmed.rsplit_once('\n') {
        Some((before, last)) if labels::is_rule(last) => before,
        _ => trimmed,
    }
}

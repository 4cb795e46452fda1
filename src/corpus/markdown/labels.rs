//! Labelled lines under a Markdown title: `**Published:** 2015-01-04`.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use crate::article::Trimmed;
use crate::corpus::fields;

/// The head of a text, and what follows it.
pub(super) struct Labelled<'t> {
    /// The first heading, if it comes first, in Markdown.
    pub(super) heading: Option<&'t str>,
    /// What the labels that are known say.
    pub(super) fields: Map<String, Value>,
    /// The lines of labels that are not.
    pub(super) unknown: Vec<Trimmed>,
    pub(super) rest: &'t str,
}

/// Reads the heading and the labelled lines at the beginning of a text.
///
/// Lines are labels only if one of them tells when, where or by whom the article was published;
/// a press release has lines like `**Location:** …` in its text.
pub(super) fn of(text: &str) -> Labelled<'_> {
    let mut labelled = Labelled {
        heading: None,
        fields: Map::new(),
        unknown: Vec::new(),
        rest: text,
    };
    let mut lines = Lines(text);
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((line, after)) = lines.next_line() {
        if line.trim().is_empty() {
            continue;
        }
        if labelled.heading.is_none()
            && found.is_empty()
            && let Some(heading) = heading(line, 1)
        {
            labelled.heading = Some(heading);
            labelled.rest = after;
        } else if label(line).is_some() {
            found.push(line);
        } else {
            if is_rule(line) && !found.is_empty() {
                rest = after;
            }
            break;
        }
        rest = after;
    }
    if found.iter().any(|line| is_telling(line)) {
        labelled.rest = rest;
        for line in found {
            labelled.add(line);
        }
    }
    labelled
}

impl Labelled<'_> {
    fn add(&mut self, line: &str) {
        match label(line) {
            Some((label, value)) if fields::is_known(&fields::plain(label)) => {
                self.fields.insert(label.to_owned(), value.into());
            }
            _ => self.unknown.push(Trimmed {
                rule: "label".into(),
                text: line.trim().to_owned(),
            }),
        }
    }
}

/// Whether a line is labelled with what only an article has: a date, an address, an author.
pub(super) fn is_telling(line: &str) -> bool {
    label(line).is_some_and(|(label, value)| fields::is_telling(&fields::plain(label), value))
}

/// The text of a heading of this level: `# Snow`, `# Snow #`.
pub(super) fn heading(line: &str, level: usize) -> Option<&str> {
    let text = line.trim_end().strip_prefix(&"#".repeat(level))?;
    let text = text.strip_prefix([' ', '\t'])?.trim();
    let text = text.trim_end_matches('#').trim_end();
    (!text.is_empty()).then_some(text)
}

/// Whether a line is a rule: `---`, `* * *`.
pub(super) fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else {
        return false;
    };
    line.chars().filter(|c| *c == mark).count() >= 3 && marks.all(|c| c == mark)
}

/// The label and value of a line: emphasised with any name, or plain with a known one.
pub(super) fn label(line: &str) -> Option<(&str, &str)> {
    static EMPHASISED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:[-*+]\s+)?(?:\*\*|__|\*|_)([\p{L}][\p{L} _-]{1,30}?)(?:\(s\))?\s*(?:(?:\*\*|__|\*|_):|:(?:\*\*|__|\*|_))\s*(\S.*?)\s*$")
            .expect("the pattern is valid")
    });
    static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[-*+]\s+)?([\p{L}][\p{L} _-]{1,30}?)(?:\(s\))?:\s+(\S.*?)\s*$")
            .expect("the pattern is valid")
    });
    let parts = |found: regex::Captures<'_>| {
        let at = |part: usize| found.get(part).map(|part| part.range());
        Some((at(1)?, at(2)?))
    };
    if let Some((label, value)) = EMPHASISED.captures(line).and_then(parts) {
        return Some((&line[label], &line[value]));
    }
    let (label, value) = PLAIN.captures(line).and_then(parts)?;
    let is_known = fields::is_known(&fields::plain(&line[label.clone()]));
    (is_known && value.len() <= LONGEST_PLAIN_VALUE).then(|| (&line[label], &line[value]))
}

/// A plain line with a longer value is a sentence with a colon, in bytes.
const LONGEST_PLAIN_VALUE: usize = 120;

/// Takes lines off a text.
struct Lines<'t>(&'t str);

impl<'t> Lines<'t> {
    /// The next line and the text after it.
    fn next_line(&mut self) -> Option<(&'t str, &'t str)> {
        if self.0.is_empty() {
            return None;
        }
        let (line, rest) = self.0.split_once('\n').unwrap_or((self.0, ""));
        self.0 = rest;
        Some((line, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_their_shapes() {
        for (line, expected) in [
            (
                "**Published:** 2015-01-04",
                Some(("Published", "2015-01-04")),
            ),
            ("**Author(s):** Ann Lee  ", Some(("Author", "Ann Lee"))),
            ("- **Volume**: 12", Some(("Volume", "12"))),
            ("Date: 5 March 1997", Some(("Date", "5 March 1997"))),
            ("The mayor said: no", None),
            ("**Snow** fell: all day", None),
            ("Snow fell.", None),
        ] {
            assert_eq!(label(line), expected, "{line}");
        }
    }

    #[test]
    fn a_rule_ends_the_labels() {
        let head = of("# Snow\n\n**Year:** 1851  \n**Volume:** 7  \n\n---\n\nIt fell.\n");
        assert_eq!(head.heading, Some("Snow"));
        assert_eq!(head.fields.get("Year"), Some(&"1851".into()));
        assert_eq!(head.unknown[0].text, "**Volume:** 7");
        assert_eq!(head.rest.trim(), "It fell.");
    }
}

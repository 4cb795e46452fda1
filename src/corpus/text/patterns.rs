//! Lists of patterns of lines, each with the rule that it stands for; all are tried in one pass.

use regex::RegexSet;

/// Patterns in the order in which they count.
pub(super) struct Patterns {
    rules: Vec<&'static str>,
    set: RegexSet,
}

impl Patterns {
    /// Panics where a pattern is not valid: all are written here.
    pub(super) fn new(patterns: &[(&'static str, &'static str)]) -> Patterns {
        Patterns {
            rules: patterns.iter().map(|(rule, _)| *rule).collect(),
            set: RegexSet::new(patterns.iter().map(|(_, pattern)| pattern))
                .expect("the patterns are valid"),
        }
    }

    /// The rule of the first pattern that the line matches.
    pub(super) fn rule(&self, line: &str) -> Option<&'static str> {
        let first = self.set.matches(line).iter().next()?;
        Some(self.rules[first])
    }
}

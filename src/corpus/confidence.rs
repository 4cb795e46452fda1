//! How often the rule that gave a field is right.
//!
//! The numbers were measured, rule by rule, on pages and articles whose fields people had judged:
//! 1,653 web pages, 740 pages copied as text, 27,886 articles with known authors.

use crate::article::Found;

/// How far a value can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The rule is right at least 85 times in a hundred.
    High,
    /// It is right at least 60 times.
    Medium,
    /// It is right less often.
    Low,
}

impl Confidence {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        }
    }
}

/// Times in a hundred that a rule is right, by field.
const MEASURED: [(&str, &str, u8); 38] = [
    ("title", "h1", 82),
    ("title", "h2", 84),
    ("title", "title class", 65),
    ("title", "itemprop", 65),
    ("title", "json-ld", 64),
    ("title", "og:title", 42),
    ("title", "title tag", 30),
    ("title", "line", 82),
    ("title", "heading", 88),
    ("date", "itemprop", 97),
    ("date", "url", 93),
    ("date", "article:published_time", 92),
    ("date", "json-ld", 91),
    ("date", "json-ld page", 81),
    ("date", "date class", 87),
    ("date", "time", 86),
    ("date", "meta date", 77),
    ("date", "text", 76),
    ("date", "meta modified", 44),
    ("date", "date line", 93),
    ("date", "line", 91),
    ("date", "by-line", 89),
    ("date", "path", 90),
    ("byline", "json-ld", 85),
    ("byline", "dc.creator", 85),
    ("byline", "itemprop", 84),
    ("byline", "rel=author", 81),
    ("byline", "author class", 81),
    ("byline", "author link", 81),
    ("byline", "meta author", 69),
    ("byline", "byline class", 55),
    ("byline", "byline", 55),
    ("byline", "by-line", 79),
    ("byline", "line", 56),
    ("byline", "sign-off", 87),
    ("dateline", "dateline", 98),
    ("wire", "dateline", 98),
    ("language", "detected", 99),
];

/// Rules by which the archive itself names the field: what is wrong is wrong there.
const STATED: [&str; 8] = [
    "user:",
    "key ",
    "column ",
    "element ",
    "label",
    "front matter",
    "feed",
    "html lang",
];

/// A date that another rule contradicts by the date in the address, in hundredths.
const CONTRADICTED: f64 = 0.30;

/// What a rival takes away whose rule is right more often than not.
const CONTESTED: f64 = 0.20;

/// Rules that agree share their source now and then, so that no number of them is sure.
const SUREST: f64 = 0.98;

/// How far a field can be relied on that this rule gave; `None` where that was not measured.
///
/// Rules that agree are wrong together as often as all of them alone: their doubts multiply. A
/// rival takes from that what it was measured to be worth.
pub fn of<T>(field: &str, found: &Found<T>) -> Option<Confidence> {
    if STATED.iter().any(|stated| found.rule.starts_with(stated)) {
        return Some(Confidence::High);
    }
    let agreeing = found.agrees.iter();
    let agreeing = agreeing.filter_map(|rule| measured(field, rule));
    let doubt = agreeing.fold(1.0 - measured(field, &found.rule)?, |doubt, right| {
        doubt * (1.0 - right)
    });
    let right = (1.0 - doubt).min(SUREST);
    let mut rivals = found.rivals.iter().map(|rival| rival.rule.as_ref());
    let is_trusted = |rule: &str| measured(field, rule).is_some_and(|right| right >= 0.60);
    let right = if field == "date" && rivals.clone().any(|rule| rule == "url") {
        CONTRADICTED
    } else if rivals.any(is_trusted) {
        right - CONTESTED
    } else {
        right
    };
    Some(match right {
        0.85.. => Confidence::High,
        0.60.. => Confidence::Medium,
        _ => Confidence::Low,
    })
}

/// How often a rule is right, from 0 to 1.
fn measured(field: &str, rule: &str) -> Option<f64> {
    let mut measured = MEASURED.iter();
    let (.., right) = measured.find(|(of, by, _)| *of == field && *by == rule)?;
    Some(f64::from(*right) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Rival;

    #[test]
    fn a_value_is_as_reliable_as_its_rule() {
        for (field, rule, agrees, rivals, expected) in [
            ("title", "column headline", "", "", Some(Confidence::High)),
            ("title", "user:gazette", "", "", Some(Confidence::High)),
            ("title", "title tag", "", "", Some(Confidence::Low)),
            ("title", "h1", "", "", Some(Confidence::Medium)),
            ("title", "h1", "og:title", "", Some(Confidence::High)),
            (
                "title",
                "h1",
                "title tag",
                "json-ld",
                Some(Confidence::Medium),
            ),
            ("title", "h1", "breadcrumb", "", Some(Confidence::Medium)),
            ("date", "json-ld", "", "text", Some(Confidence::Medium)),
            ("date", "json-ld", "time", "text", Some(Confidence::Medium)),
            ("date", "json-ld", "time", "url", Some(Confidence::Low)),
            (
                "byline",
                "byline class",
                "meta author",
                "",
                Some(Confidence::High),
            ),
            ("byline", "meta author", "", "", Some(Confidence::Medium)),
            ("section", "breadcrumb", "", "", None),
        ] {
            let mut found = Found::by(rule, ());
            if !agrees.is_empty() {
                found.agree(agrees);
            }
            if !rivals.is_empty() {
                found.rivals.push(Rival {
                    value: String::new(),
                    rule: rivals.into(),
                });
            }
            assert_eq!(
                of(field, &found),
                expected,
                "{field} by {rule}, {agrees}, {rivals}"
            );
        }
    }
}

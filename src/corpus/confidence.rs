//! How often the rule that gave a field is right.
//!
//! The numbers were measured, rule by rule, on pages and articles whose fields people had judged:
//! 1,653 web pages, 740 pages copied as text, 27,886 articles with known authors.

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

/// A date that another rule contradicts by the date in the address, times in a hundred.
const CONTRADICTED: u8 = 30;

/// How far a field can be relied on that this rule gave; `None` where that was not measured.
///
/// `rivals` are the rules of what else was found for it.
pub fn of<'r>(
    field: &str,
    rule: &str,
    mut rivals: impl Iterator<Item = &'r str>,
) -> Option<Confidence> {
    if STATED.iter().any(|stated| rule.starts_with(stated)) {
        return Some(Confidence::High);
    }
    let mut measured = MEASURED.iter();
    let (.., right) = measured.find(|(of, by, _)| *of == field && *by == rule)?;
    let is_contradicted = field == "date" && rivals.any(|rival| rival == "url");
    Some(
        match if is_contradicted {
            CONTRADICTED
        } else {
            *right
        } {
            85.. => Confidence::High,
            60.. => Confidence::Medium,
            _ => Confidence::Low,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_as_reliable_as_its_rule() {
        for (field, rule, rivals, expected) in [
            ("title", "column headline", &[][..], Some(Confidence::High)),
            ("title", "user:gazette", &[], Some(Confidence::High)),
            ("title", "title tag", &[], Some(Confidence::Low)),
            ("date", "json-ld", &["time"], Some(Confidence::High)),
            ("date", "json-ld", &["url"], Some(Confidence::Low)),
            ("byline", "meta author", &[], Some(Confidence::Medium)),
            ("section", "breadcrumb", &[], None),
        ] {
            let rivals = rivals.iter().copied();
            assert_eq!(of(field, rule, rivals), expected, "{field} by {rule}");
        }
    }
}

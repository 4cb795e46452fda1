//! Reads what the paths of an archive say, by the patterns that its owner gives for them.

use regex::Regex;

use crate::article::{Article, INSIDE};
use crate::date::printed::{self, Reading};
use crate::date::{self, Date};

use super::put;

/// What a value found so has as its rule.
pub(super) const RULE: &str = "user:paths";

/// The fields of a pattern, and the texts that they stand for.
const FIELDS: [(&str, &str); 7] = [
    ("source", r"[^/]+"),
    ("section", r"[^/]+"),
    ("edition", r"[^/]+"),
    ("date", r"\d{4}[-_.]?\d{2}[-_.]?\d{2}"),
    ("year", r"\d{4}"),
    ("month", r"\d{1,2}|\p{L}{3,}"),
    ("day", r"\d{1,2}"),
];

/// A pattern of paths: `{source}/{year}/{month}/{day}/*.txt`.
#[derive(Debug)]
pub(super) struct PathPattern(Regex);

impl PathPattern {
    /// Reads a pattern, or says what is wrong with it.
    pub(super) fn read(written: &str) -> Result<PathPattern, String> {
        let mut pattern = String::from("^");
        let mut rest = written.trim_start_matches('/');
        let mut seen = Vec::new();
        while let Some(c) = rest.chars().next() {
            let (token, length) = match c {
                '{' => {
                    let (name, after) = rest[1..]
                        .split_once('}')
                        .ok_or("a { is never closed by a }")?;
                    let field = FIELDS.iter().find(|(known, _)| *known == name);
                    let (name, text) = field.ok_or_else(|| format!("there is no {{{name}}}"))?;
                    if seen.contains(name) {
                        return Err(format!("{{{name}}} stands in it twice"));
                    }
                    seen.push(*name);
                    (format!("(?P<{name}>{text})"), rest.len() - after.len())
                }
                '*' if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
                '*' if rest.starts_with("**") => (".*".to_owned(), 2),
                '*' => ("[^/]*".to_owned(), 1),
                '?' => ("[^/]".to_owned(), 1),
                c => (regex::escape(c.encode_utf8(&mut [0; 4])), c.len_utf8()),
            };
            pattern.push_str(&token);
            rest = &rest[length..];
        }
        if seen.is_empty() {
            return Err("it names no field".to_owned());
        }
        if seen.contains(&"day") && !seen.contains(&"month")
            || seen.contains(&"month") && !seen.contains(&"year")
        {
            return Err("a {day} needs a {month}, and a {month} a {year}".to_owned());
        }
        pattern.push('$');
        let regex = Regex::new(&pattern).map_err(|error| error.to_string())?;
        Ok(PathPattern(regex))
    }

    /// The names that a pattern may have, for a hint.
    pub(super) fn fields() -> String {
        FIELDS.map(|(name, _)| format!("{{{name}}}")).join(" ")
    }

    /// Sets what a path says; whether this pattern is one for it.
    ///
    /// Of a file inside a file its path in there counts too, and that of the file around it.
    pub(super) fn apply(&self, article: &mut Article) -> bool {
        let file = article.place.file.clone();
        let inner = file.rsplit_once(INSIDE).map(|(_, inner)| inner);
        let outer = file.split_once(INSIDE).map(|(outer, _)| outer);
        let paths = [Some(file.as_str()), inner, outer];
        let found = paths
            .into_iter()
            .flatten()
            .find_map(|path| self.0.captures(path));
        let Some(found) = found else { return false };
        let said = |name| found.name(name).map(|said| said.as_str());
        let fields = [
            (&mut article.source, "source"),
            (&mut article.section, "section"),
            (&mut article.edition, "edition"),
        ];
        for (field, name) in fields {
            if let Some(value) = said(name) {
                put(field, value.to_owned(), RULE, String::clone);
            }
        }
        let day = said("date").and_then(of_stamp);
        let date = day.or_else(|| of_parts(said("year")?, said("month"), said("day")));
        let date = date.filter(|date| date::believed(*date, date::today()));
        // The file itself may say the day in the month that its folder says.
        let known = article.date.as_ref().map(|known| known.value);
        let is_within = |date: &Date| {
            known.is_some_and(|known| date.first() <= known.first() && known.last() <= date.last())
        };
        if let Some(date) = date.filter(|date| !is_within(date)) {
            put(&mut article.date, date, RULE, Date::to_string);
        }
        true
    }
}

/// `19970312`, `1997-03-12`
fn of_stamp(text: &str) -> Option<Date> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let month_and_day = |at: usize| digits.get(at..at + 2)?.parse().ok();
    Date::day(
        digits.get(..4)?.parse().ok()?,
        month_and_day(4)?,
        month_and_day(6)?,
    )
}

/// The date of a year, a month as a number or a word, and a day.
fn of_parts(year: &str, month: Option<&str>, day: Option<&str>) -> Option<Date> {
    let number: i16 = year.parse().ok()?;
    let Some(month) = month else {
        return Date::year(number);
    };
    if let Ok(month) = month.parse() {
        return match day {
            Some(day) => Date::day(number, month, day.parse().ok()?),
            None => Date::month(number, month),
        };
    }
    let printed = format!("{} {month} {year}", day.unwrap_or_default());
    match printed::read(printed.trim()) {
        Reading::Date(date) => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::PathPattern;
    use crate::article::{Article, Place};

    #[test]
    fn a_path_says_what_its_pattern_names() {
        for (pattern, file, expected) in [
            (
                "{source}/{year}/{month}/{day}/*.txt",
                "gazette/1997/03/12/flood.txt",
                "gazette 1997-03-12 - -",
            ),
            (
                "{year}/{month}{day}/{section}/**",
                "1997/0312/world/a/b.txt",
                "- 1997-03-12 world -",
            ),
            (
                "**/{source}_{date}_{edition}.xml",
                "a/b/gazette_1997-03-12_late.xml",
                "gazette 1997-03-12 - late",
            ),
            ("{year}/{month}/*", "1997/March/flood.txt", "- 1997-03 - -"),
            ("{year}/*", "old.zip!/1997/flood.txt", "- 1997 - -"),
            (
                "{source}/{year}.zip",
                "gazette/1997.zip!/flood.txt",
                "gazette 1997 - -",
            ),
            ("{year}/*", "1997/03/flood.txt", "no"),
            ("{year}/*.txt", "1997/flood.md", "no"),
        ] {
            let mut article = Article {
                place: Place {
                    file: file.to_owned(),
                    record: None,
                },
                ..Article::default()
            };
            let read = PathPattern::read(pattern).expect(pattern);
            let shown = match read.apply(&mut article) {
                false => "no".to_owned(),
                true => {
                    let text = |field: &Option<crate::article::Found<String>>| {
                        field
                            .as_ref()
                            .map_or("-".to_owned(), |found| found.value.clone())
                    };
                    let date = article.date.as_ref();
                    let date = date.map_or("-".to_owned(), |date| date.value.to_string());
                    let (source, section) = (text(&article.source), text(&article.section));
                    format!("{source} {date} {section} {}", text(&article.edition))
                }
            };
            assert_eq!(shown, expected, "{pattern} {file}");
        }
    }

    #[test]
    fn a_pattern_that_says_nothing_is_wrong() {
        for (pattern, expected) in [
            ("{outlet}/*", "there is no {outlet}"),
            ("{year/*", "a { is never closed by a }"),
            ("*/*.txt", "it names no field"),
            ("{year}/{year}", "{year} stands in it twice"),
            (
                "{year}/{day}",
                "a {day} needs a {month}, and a {month} a {year}",
            ),
        ] {
            let mistake = PathPattern::read(pattern).err();
            assert_eq!(mistake.as_deref(), Some(expected), "{pattern}");
        }
    }
}

//! What the path of a file says about the articles in it.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::Found;
use crate::date::{self, Date, Day};

/// What the path of a file says, for what the file itself does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clues {
    /// The date in folders or at the start or end of the name: the last resort, rule `path`.
    pub date: Option<Found<Date>>,
    /// The name without its date and ending, if words are in it: `great-flood-in-town`.
    pub slug: Option<String>,
}

impl Clues {
    /// Reads a path below the archive, with `/` between its parts.
    ///
    /// Whole folder names count (`2012/11/13`, `2012/1113`, `2012-11-13`, `1953`), and a stamp at
    /// the start or end of the name (`20121113-x.txt`); a number inside a name says nothing.
    pub fn of(path: &str) -> Clues {
        Self::of_on(path, date::today())
    }

    fn of_on(path: &str, today: Day) -> Clues {
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let name = parts.pop().unwrap_or_default();
        let stem = without_ending(name);
        let (of_name, rest) = date_of_name(stem, today);
        let of_folders = date_of_folders(&parts, today);
        let date = match (of_name, of_folders) {
            (Some(name), Some(folders)) if folders.precision() < name.precision() => Some(folders),
            (name, folders) => name.or(folders),
        };
        Clues {
            date: date.map(|date| Found::by("path", date)),
            slug: slug(rest),
        }
    }
}

/// File endings are short; a longer one belongs to the name.
const LONGEST_ENDING: usize = 8;

fn without_ending(name: &str) -> &str {
    let mut stem = name;
    while let Some((start, ending)) = stem.rsplit_once('.')
        && !start.is_empty()
        && (1..=LONGEST_ENDING).contains(&ending.len())
        && ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    {
        stem = start;
    }
    stem
}

/// The date in a file's name, and the rest of the name.
fn date_of_name(stem: &str, today: Day) -> (Option<Date>, &str) {
    static STAMP: LazyLock<[Regex; 2]> = LazyLock::new(|| {
        [
            r"^(\d{4})([-_.]?)(\d{2})([-_.]?)(\d{2})(?:[-_. T]|$)",
            r"(?:^|[-_. ])(\d{4})([-_.]?)(\d{2})([-_.]?)(\d{2})$",
        ]
        .map(|pattern| Regex::new(pattern).expect("a valid pattern"))
    });
    for (stamp, leads) in STAMP.iter().zip([true, false]) {
        if let Some(found) = stamp.captures(stem)
            && found[2] == found[4]
            && let Some(date) = believed_day(&found[1], &found[3], &found[5], today)
        {
            let whole = found.get_match();
            let rest = if leads {
                &stem[whole.end()..]
            } else {
                &stem[..whole.start()]
            };
            return (Some(date), rest);
        }
    }
    match partial(stem, today) {
        Some(date) => (Some(date), ""),
        None => (None, stem),
    }
}

fn date_of_folders(folders: &[&str], today: Day) -> Option<Date> {
    (0..folders.len()).rev().find_map(|at| {
        let next = folders.get(at + 1).copied().unwrap_or_default();
        let after = folders.get(at + 2).copied().unwrap_or_default();
        let folder = folders[at];
        if is_digits(folder, 4) {
            return believed_day(folder, next, after, today)
                .or_else(|| {
                    let month_and_day = is_digits(next, 4).then(|| next.split_at(2))?;
                    believed_day(folder, month_and_day.0, month_and_day.1, today)
                })
                .or_else(|| partial(&format!("{folder}-{next:0>2}"), today))
                .or_else(|| partial(folder, today));
        }
        let digits: String = folder.chars().filter(char::is_ascii_digit).collect();
        let marked = folder
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
        if marked && digits.len() == 8 {
            return believed_day(&digits[..4], &digits[4..6], &digits[6..], today);
        }
        partial(folder, today)
    })
}

/// `1953` or `1953-07`
fn partial(text: &str, today: Day) -> Option<Date> {
    let date = match text.split_once(['-', '_']) {
        Some((year, month)) if is_digits(year, 4) && is_digits(month, 2) => {
            Date::month(year.parse().ok()?, month.parse().ok()?)
        }
        None if is_digits(text, 4) => Date::year(text.parse().ok()?),
        _ => None,
    };
    date.filter(|date| date::believed(*date, today))
}

fn believed_day(year: &str, month: &str, day: &str, today: Day) -> Option<Date> {
    let short = |text: &str| is_digits(text, 1) || is_digits(text, 2);
    if !short(month) || !short(day) {
        return None;
    }
    let date = Date::day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    date::believed(date, today).then_some(date)
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// A name of two words or more, of letters: others are numbers and codes.
fn slug(rest: &str) -> Option<String> {
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let words = rest
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
        .count();
    (words >= 2).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Clues;
    use crate::date::Date;

    #[test]
    fn a_path_gives_a_date_and_a_slug() {
        let today = "2026-11-24".parse::<Date>().expect("a date").first();
        for (path, date, slug) in [
            (
                "wire/2023/1211/new-bridge-opens.md",
                "2023-12-11",
                "new-bridge-opens",
            ),
            ("2012/11/13/x.txt", "2012-11-13", ""),
            ("2012/1/3/x.txt", "2012-01-03", ""),
            ("2012/11/the-flood.txt", "2012-11", "the-flood"),
            ("20121113-x.txt", "2012-11-13", ""),
            ("2014-03-10-a-new-school.md", "2014-03-10", "a-new-school"),
            (
                "a-new-school-2014-03-10.html.gz",
                "2014-03-10",
                "a-new-school",
            ),
            ("paper_20140310.txt", "2014-03-10", ""),
            ("1953/great-flood.txt", "1953", "great-flood"),
            ("1953/07/great-flood.txt", "1953-07", "great-flood"),
            ("1953/20-questions.txt", "1953", ""),
            ("2012-11-13/a.txt", "2012-11-13", ""),
            ("20121113/a.txt", "2012-11-13", ""),
            ("1953/1953-07-02-flood.txt", "1953-07-02", ""),
            ("2012.txt", "2012", ""),
            ("2012-11.txt", "2012-11", ""),
            ("Death_of_a_Dancer.txt", "", "Death_of_a_Dancer"),
            ("news/story-1984-returns.txt", "", "story-1984-returns"),
            ("news_2015.txt", "", ""),
            ("news_20100101_20251108_all/part.txt", "", ""),
            ("000_1334a92449fc3236.txt", "", ""),
            ("20190230.txt", "", ""),
            ("2050/01/01/a.txt", "", ""),
            ("0123/a.txt", "", ""),
            ("9999/a.txt", "", ""),
            ("", "", ""),
            ("/", "", ""),
            ("é/ü.txt", "", ""),
        ] {
            let clues = Clues::of_on(path, today);
            let found = clues.date.map(|f| f.value.to_string()).unwrap_or_default();
            assert_eq!(found, date, "{path}");
            assert_eq!(clues.slug.unwrap_or_default(), slug, "{path}");
        }
    }
}

//! Who wrote an article: the byline as printed, and the people in it.

mod affiliation;
mod clause;
mod name;

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

pub use affiliation::{is_agency, is_paper, is_role};

/// A byline as printed, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The line as printed, without its leading `By`.
    pub printed: String,
    /// The authors in order; an all-capital name in name case.
    pub people: Vec<String>,
    /// Those who helped: `Additional reporting by …`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// Agencies, papers and roles named beside the people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<String>,
}

/// Bylines longer than this, in bytes, are text that went astray.
const LONGEST: usize = 1_000;

impl Byline {
    /// Reads a printed byline; `None` if it names nobody: an address, a button, a placeholder.
    ///
    /// A list as Python or JSON prints it is read as one. A byline of nobody but an agency or
    /// `Staff` has affiliations and no people.
    pub fn read(printed: &str) -> Option<Byline> {
        let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let printed = without_mail(&printed);
        if printed.len() > LONGEST || !printed.contains(char::is_alphabetic) || is_code(&printed) {
            return None;
        }
        if let Some(names) = listed(&printed) {
            return Byline::of_people(&names);
        }
        let line = without_by(&printed);
        let mut byline = Byline {
            printed: line.to_owned(),
            ..Byline::default()
        };
        byline.take_line(line);
        byline.is_of_someone().then_some(byline)
    }

    /// The byline of a format that gives a list of names; each may still carry a role or a `By`.
    pub fn of_people(names: &[String]) -> Option<Byline> {
        let mut byline = Byline::default();
        let mut printed: Vec<String> = Vec::new();
        for name in names {
            let name = without_mail(name);
            let name = without_by(name.trim());
            let before = byline.clone();
            if name.len() <= LONGEST && !is_code(name) {
                byline.take_line(name);
            }
            if byline != before {
                printed.push(name.to_owned());
            }
        }
        byline.printed = printed.join(", ");
        byline.is_of_someone().then_some(byline)
    }

    fn is_of_someone(&self) -> bool {
        !self.people.is_empty() || !self.affiliations.is_empty()
    }

    fn take_line(&mut self, line: &str) {
        let clauses = clause::cut(line);
        for helper in &clauses.helpers {
            for part in clause::split(helper) {
                if let Some(name) = name::read(&part) {
                    push(&mut self.contributors, name);
                }
            }
        }
        for aside in clauses.asides {
            if affiliation::is_one(&aside) {
                push(&mut self.affiliations, aside);
            } else if clauses.main.trim().is_empty()
                && let Some(name) = name::read(&aside)
            {
                push(&mut self.people, name);
            }
        }
        let parts = clause::split(&clauses.main);
        let alone = parts.len() == 1;
        let before = self.people.len();
        for part in parts {
            let owned = name::owned(&part);
            if let Some((owner, name)) = owned.and_then(|(o, n)| Some((o, name::read(n)?))) {
                push(&mut self.affiliations, owner.to_owned());
                push(&mut self.people, name);
            } else if affiliation::is_one(&part) {
                push(
                    &mut self.affiliations,
                    affiliation::without_for(&part).to_owned(),
                );
            } else if let Some(name) = name::read(&part).or_else(|| {
                // A pen name, which is too like a word of the page to be taken among others.
                (alone).then(|| name::pen_name(&part))?
            }) {
                push(&mut self.people, name);
            }
        }
        drop_places(&mut self.people, before);
    }
}

/// Drops single words beside full names: `Karl Schmidt, Berlin` names one person.
fn drop_places(people: &mut Vec<String>, from: usize) {
    let full = |name: &String| name.contains(' ');
    if people[from..].iter().any(full) {
        let mut at = 0;
        people.retain(|name| {
            at += 1;
            at <= from || full(name)
        });
    }
}

fn push(list: &mut Vec<String>, value: String) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// The line without its leading `By`, in the languages that print one.
pub fn without_by(line: &str) -> &str {
    let rest = BY.find(line).map_or(line, |by| &line[by.end()..]);
    rest.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ',' | ';' | ':' | '•' | '*' | '·')
    })
}

/// The line begins with a `By`.
pub fn has_by(line: &str) -> bool {
    BY.is_match(line)
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^[\s•·*|—–-]*
        (?: (?: (?: an? \s+ )? (?: story | written | posted | reported | report | reporting | words | text
                | article | analysis | opinion | commentary | comment | column | interview | essay | review
                | published | submitted | contributed | exclusive ) (?: \s+ and \s+ \w+ )? \s+ )? by \s* (?: : \s* | \s+ )
          | (?: (?: ein | eine ) \s+ \w+ \s+ | text \s* :? \s+ | geschrieben \s+ )? von \s* (?: : \s* | \s+ )
          | (?: from | par | por | di | da | door | av | af | de: | autor: | autorin: | author: | authors: | author\(s\):
              | byline: | text: | fotos?: | auteur: | автор: | av: | yazar: | tekst: ) \s+
        )",
    )
    .expect("a valid pattern")
});

/// The line without the address of `Jane Doe <jane@example.com>`.
fn without_mail(line: &str) -> Cow<'_, str> {
    static MAIL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s*<[^<>\s]+@[^<>\s]+>").expect("a valid pattern"));
    MAIL.replace_all(line, "")
}

/// Style sheets, addresses and templates that scrapers take for authors.
fn is_code(text: &str) -> bool {
    let small = text.to_lowercase();
    [
        "{",
        "}",
        "<",
        ">",
        "://",
        "www.",
        "url(",
        "px;",
        "function(",
        "undefined",
    ]
    .iter()
    .any(|sign| small.contains(sign))
}

/// The names of a list printed as `['A B', "C D"]`.
fn listed(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut names = Vec::new();
    let mut name = String::new();
    let mut quote = None;
    for c in inner.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"') && name.trim().is_empty() => {
                name.clear();
                quote = Some(c);
            }
            None if c == ',' => names.push(std::mem::take(&mut name)),
            _ => name.push(c),
        }
    }
    names.push(name);
    Some(names)
}

#[cfg(test)]
mod tests;

//! Reads `morgue.toml`, and says where in it a mistake is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::paths::PathPattern;
use super::{Rule, RulesFile, Settable, Titles, known_fields, mapping};
use crate::corpus::formats;
use crate::corpus::settings::{Css, DateFormat, DateOrder, Pages, Part, Pick, Settings};
use crate::error::Error;

/// What the file of the rules is called.
pub(in crate::corpus) const NAME: &str = "morgue.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(default)]
    rule: Vec<Spanned<Entry>>,
    paths: Option<Paths>,
}

/// What the paths of the archive say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paths {
    pattern: Spanned<Patterns>,
}

/// One pattern, or several of which the first for a path counts.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a pattern, or a list of them")]
enum Patterns {
    One(String),
    Several(Vec<String>),
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    #[serde(rename = "match", default)]
    matching: Match,
    #[serde(default)]
    set: Set,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    format: Option<Spanned<String>>,
    date_format: Option<Spanned<String>>,
    css: Option<Selectors>,
    #[serde(default)]
    trim: Vec<Spanned<String>>,
    title: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Match {
    path: Option<Spanned<String>>,
    contains: Option<String>,
    domain: Option<String>,
}

/// Where the fields of a web page stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Selectors {
    title: Option<Spanned<String>>,
    byline: Option<Spanned<String>>,
    date: Option<Spanned<String>>,
    body: Option<Spanned<String>>,
}

impl Selectors {
    /// Each that is given, with its part.
    fn given(&self) -> impl Iterator<Item = (Part, &Spanned<String>)> {
        let parts = [
            (Part::Title, &self.title),
            (Part::Byline, &self.byline),
            (Part::Date, &self.date),
            (Part::Body, &self.body),
        ];
        let given = parts.map(|(part, written)| Some((part, written.as_ref()?)));
        given.into_iter().flatten()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    source: Option<String>,
    language: Option<String>,
    section: Option<String>,
    edition: Option<String>,
    date_order: Option<DateOrder>,
}

/// Reads the rules; none if there is no such file.
pub(super) fn read(path: &Path) -> Result<RulesFile, Error> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(RulesFile::default()),
        Err(source) => Err(Error::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        }),
    }
}

fn parse(text: &str) -> Result<RulesFile, Error> {
    let whole: Whole = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        Mistake {
            at,
            what: error.message().replace('`', "“").replace("“, “", "”, “"),
            hint: EXAMPLE.to_owned(),
        }
        .in_text(text)
    })?;
    rules_of(&whole).map_err(|mistake| mistake.in_text(text))
}

fn rules_of(whole: &Whole) -> Result<RulesFile, Mistake> {
    let (patterns, at) = match &whole.paths {
        None => (&[][..], 0..0),
        Some(paths) => match paths.pattern.get_ref() {
            Patterns::One(pattern) => (std::slice::from_ref(pattern), paths.pattern.span()),
            Patterns::Several(patterns) => (&patterns[..], paths.pattern.span()),
        },
    };
    let paths = patterns.iter().map(|pattern| path(pattern, at.clone()));
    Ok(RulesFile {
        rules: whole.rule.iter().map(rule).collect::<Result<_, _>>()?,
        paths: paths.collect::<Result<_, _>>()?,
        said_of_paths: match patterns.is_empty() {
            true => String::new(),
            false => format!("{patterns:?}"),
        },
    })
}

fn path(written: &str, at: std::ops::Range<usize>) -> Result<PathPattern, Mistake> {
    PathPattern::read(written).map_err(|what| {
        let hint = format!(
            "for example {{source}}/{{year}}/{{month}}/{{day}}/*.txt; what a path can say is {}",
            PathPattern::fields()
        );
        Mistake::new(at, format!("{}: {what}", written), hint)
    })
}

const EXAMPLE: &str = "a rule is [[rule]], a name, match = { path = \"…\", contains = \"…\", domain = \
                       \"…\" }, and set, columns, format, date_format, css, trim or title; \
                       [paths] has a pattern";

/// What is wrong in the file, and where.
struct Mistake {
    at: usize,
    what: String,
    hint: String,
}

impl Mistake {
    fn new(at: std::ops::Range<usize>, what: String, hint: impl Into<String>) -> Mistake {
        Mistake {
            at: at.start,
            what,
            hint: hint.into(),
        }
    }

    fn in_text(self, text: &str) -> Error {
        let before = &text.as_bytes()[..self.at.min(text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::BadRules {
            place: format!("{NAME}:{line}"),
            what: self.what,
            hint: self.hint,
        }
    }
}

fn rule(entry: &Spanned<Entry>) -> Result<Rule, Mistake> {
    let at = entry.span();
    let entry = entry.get_ref();
    let matching = &entry.matching;
    if matching.path.is_none() && matching.contains.is_none() && matching.domain.is_none() {
        let hint = "add match = { path = \"folder/**\" }, or contains, or domain";
        return Err(Mistake::new(at, "the rule matches nothing".into(), hint));
    }
    let settings = settings(entry)?;
    let needs_path_alone = !settings.columns.is_empty() || settings.format.is_some();
    if needs_path_alone && (matching.contains.is_some() || matching.domain.is_some()) {
        let hint = "what a file contains is known only once it is read: match it by its path alone";
        let what = "columns and format cannot go by contains or domain";
        return Err(Mistake::new(at, what.into(), hint));
    }
    Ok(Rule {
        name: entry.name.get_ref().clone(),
        path: matching.path.as_ref().map(glob).transpose()?,
        contains: matching.contains.clone(),
        domain: matching.domain.as_ref().map(|domain| domain.to_lowercase()),
        css: css(entry, settings.dates.as_ref())?,
        settings,
        set: set(&entry.set),
        trim: entry.trim.iter().map(pattern).collect::<Result<_, _>>()?,
        titles: titles(entry)?,
        fingerprint: fingerprint(entry),
    })
}

/// A pattern without `/` matches the name of a file in any folder.
fn glob(path: &Spanned<String>) -> Result<GlobMatcher, Mistake> {
    let written = path.get_ref().trim_start_matches('/');
    let whole = match written.contains('/') {
        true => written.to_owned(),
        false => format!("**/{written}"),
    };
    let glob = GlobBuilder::new(&whole).literal_separator(true).build();
    let glob = glob.map_err(|error| {
        let hint = "* is any name, ** any folders, ? a character, {a,b} one of several";
        Mistake::new(path.span(), format!("{written}: {}", error.kind()), hint)
    })?;
    Ok(glob.compile_matcher())
}

fn pattern(written: &Spanned<String>) -> Result<Regex, Mistake> {
    Regex::new(written.get_ref()).map_err(|error| {
        let text = error.to_string();
        let what = text.lines().last().unwrap_or(&text);
        let hint = "trim takes regular expressions; put \\ before a sign that is meant itself";
        Mistake::new(
            written.span(),
            format!("{}: {what}", written.get_ref()),
            hint,
        )
    })
}

fn settings(entry: &Entry) -> Result<Settings, Mistake> {
    let mut columns = Vec::new();
    for (field, from) in &entry.columns {
        let column = mapping(field, from.get_ref(), entry.name.get_ref());
        columns.push(column.ok_or_else(|| {
            let what = format!("“{field}” is no field");
            Mistake::new(from.span(), what, known_fields())
        })?);
    }
    let format = entry.format.as_ref().map(|name| {
        let mut known = formats().filter(|format| !format.is_container);
        let known = known.find(|format| format.name == name.get_ref());
        known.map(|format| format.name).ok_or_else(|| {
            let what = format!("there is no format “{}”", name.get_ref());
            Mistake::new(name.span(), what, "morgue formats lists them")
        })
    });
    let dates = entry.date_format.as_ref().map(|written| {
        DateFormat::new(written.get_ref()).map_err(|what| {
            let hint = "for example date_format = \"%d.%m.%Y\": %d is the day, %m the month, %b or %B its name, \
                        %Y the year, %y its last two digits";
            Mistake::new(written.span(), format!("{}: {what}", written.get_ref()), hint)
        })
    });
    Ok(Settings {
        html: Pages::default(),
        unpacked: None,
        columns,
        order: entry.set.date_order,
        format: format.transpose()?,
        dates: dates.transpose()?,
        pages: Vec::new(),
    })
}

fn css(entry: &Entry, dates: Option<&DateFormat>) -> Result<Option<Arc<Css>>, Mistake> {
    let Some(selectors) = &entry.css else {
        return Ok(None);
    };
    let picks = selectors.given().map(|(part, written)| {
        let pick = Pick::read(written.get_ref()).map_err(|what| {
            let hint = "css takes selectors, as title = \"h1.story\", and behind @ an attribute, as \
                        date = \"time@datetime\"";
            Mistake::new(written.span(), format!("{}: {what}", written.get_ref()), hint)
        })?;
        Ok((part, pick))
    });
    Ok(Some(Arc::new(Css {
        rule: format!("user:{}", entry.name.get_ref()),
        picks: picks.collect::<Result<_, _>>()?,
        dates: dates.cloned(),
    })))
}

fn set(set: &Set) -> Vec<(Settable, String)> {
    let fields = [
        (Settable::Source, &set.source),
        (Settable::Language, &set.language),
        (Settable::Section, &set.section),
        (Settable::Edition, &set.edition),
    ];
    let set = fields.map(|(field, value)| Some((field, value.clone()?)));
    set.into_iter().flatten().collect()
}

fn titles(entry: &Entry) -> Result<Titles, Mistake> {
    match &entry.title {
        None => Ok(Titles::Found),
        Some(title) if title.get_ref() == "none" => Ok(Titles::None),
        Some(title) => Err(Mistake::new(
            title.span(),
            format!("title cannot be “{}”", title.get_ref()),
            "title = \"none\" takes no title from these files",
        )),
    }
}

/// What stands for all that a rule says; where in the file it stands does not count.
fn fingerprint(entry: &Entry) -> blake3::Hash {
    let columns: Vec<_> = (entry.columns.iter())
        .map(|(field, from)| (field, from.get_ref()))
        .collect();
    let trim: Vec<_> = entry.trim.iter().map(Spanned::get_ref).collect();
    let css = entry.css.iter().flat_map(Selectors::given);
    let css: Vec<_> = css
        .map(|(part, written)| (part, written.get_ref()))
        .collect();
    let matching = &entry.matching;
    let said = format!(
        "{:?}",
        (
            entry.name.get_ref(),
            (
                matching.path.as_ref().map(Spanned::get_ref),
                &matching.contains,
                &matching.domain,
            ),
            &entry.set,
            columns,
            entry.format.as_ref().map(Spanned::get_ref),
            entry.date_format.as_ref().map(Spanned::get_ref),
            css,
            trim,
            entry.title.as_ref().map(Spanned::get_ref),
        )
    );
    blake3::hash(said.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> String {
        match parse(text) {
            Ok(_) => "none".to_owned(),
            Err(Error::BadRules { place, what, .. }) => format!("{place}: {what}"),
            Err(other) => other.to_string(),
        }
    }

    #[test]
    fn a_mistake_is_found_on_its_line() {
        let head = "[[rule]]\nname = \"a\"\nmatch = { path = \"a/*.csv\" }\n";
        for (rest, expected) in [
            (
                "columns = { title = \"hl\", source = \"=The Gazette\" }",
                "none",
            ),
            ("set = { date_order = \"dmy\" }\ntitle = \"none\"", "none"),
            (
                "columns = { titel = \"hl\" }",
                "morgue.toml:4: “titel” is no field",
            ),
            (
                "format = \"cvs\"",
                "morgue.toml:4: there is no format “cvs”",
            ),
            (
                "date_format = \"%d.%m.\"",
                "morgue.toml:4: %d.%m.: it has no year, or a day without its month",
            ),
            ("date_format = \"%m/%y\"", "none"),
            ("css = { title = \"h1\", date = \"time@datetime\" }", "none"),
            ("title = \"some\"", "morgue.toml:4: title cannot be “some”"),
            (
                "trim = [\n\"a\",\n\"(\"\n]",
                "morgue.toml:6: (: error: unclosed group",
            ),
        ] {
            assert_eq!(mistake(&format!("{head}{rest}")), expected, "{rest}");
        }
        assert_eq!(
            mistake("[[rule]]\nname = \"a\""),
            "morgue.toml:1: the rule matches nothing"
        );
        assert!(mistake("\n[[rule]\n").starts_with("morgue.toml:2: "));
        assert!(mistake("[[rule]]\nnaem = \"a\"").starts_with("morgue.toml:2: unknown field"));
    }

    #[test]
    fn a_path_without_a_folder_is_a_name_in_any() {
        for (pattern, path, expected) in [
            ("*.csv", "a/b/c.csv", true),
            ("a/*.csv", "a/b/c.csv", false),
            ("a/**/*.csv", "a/b/c.csv", true),
            ("a/**", "a/b.zip!/c.csv", true),
            ("a.txt", "b.txt", false),
        ] {
            let text = format!("[[rule]]\nname = \"a\"\nmatch = {{ path = \"{pattern}\" }}");
            let rules = parse(&text).unwrap_or_default().rules;
            assert_eq!(rules[0].is_for_path(path), expected, "{pattern} {path}");
        }
    }
}

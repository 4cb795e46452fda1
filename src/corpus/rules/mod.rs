//! The rules of an archive: what its owner says of the files that tell too little themselves.

mod file;
mod paths;

use std::path::Path;
use std::sync::Arc;

use globset::GlobMatcher;
use regex::Regex;

use crate::article::{Article, Found, Rival, Trimmed};
use crate::corpus::bounds::{Budget, MOST_TIMES};
use crate::corpus::fields;
use crate::corpus::settings::{Css, DateOrder, From, Mapping, PageRule, Pages, Settings, is_from};
use crate::error::Error;

use self::paths::PathPattern;

pub(super) use file::NAME;

/// The rules of an archive, from its file `morgue.toml` and from the command line.
///
/// Without any, files are read as they are recognised.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    file: Arc<RulesFile>,
    /// What the command line says of all files.
    said: Settings,
}

/// What `morgue.toml` says.
#[derive(Debug, Default)]
struct RulesFile {
    rules: Vec<Rule>,
    paths: Vec<PathPattern>,
    /// What stands for all that it says of paths; empty if it says nothing.
    said_of_paths: String,
}

/// A rule: the files or articles that it is for, and what it says of them.
#[derive(Debug)]
struct Rule {
    /// How it is called in the rule of a value that it gave: `user:NAME`.
    name: String,
    path: Option<GlobMatcher>,
    contains: Option<String>,
    domain: Option<String>,
    settings: Settings,
    /// Fields of an article, and what they are for each.
    set: Vec<(Settable, String)>,
    css: Option<Arc<Css>>,
    trim: Vec<Regex>,
    titles: Titles,
    fingerprint: blake3::Hash,
}

/// A field that a rule can set for all articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settable {
    Source,
    Language,
    Section,
    Edition,
}

/// Whether the title of an article is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Titles {
    Found,
    None,
}

/// Which rules have their `contains` in the text of a file.
pub(super) type Held = Vec<bool>;

impl Rules {
    /// Reads the rules of an archive, a folder or a file: those of `morgue.toml` in that folder, or
    /// beside that file.
    pub fn of_archive(archive: &Path) -> Result<Rules, Error> {
        let folder = match archive.is_dir() {
            true => Some(archive),
            false => archive.parent(),
        };
        let rules = folder.map(|folder| file::read(&folder.join(NAME)));
        Ok(Rules {
            file: Arc::new(rules.transpose()?.unwrap_or_default()),
            said: Settings::default(),
        })
    }

    /// The folder upwards from a file whose rules are for it: the nearest with a `morgue.toml`.
    pub fn nearest(file: &Path) -> Option<&Path> {
        let mut folders = file.ancestors().skip(1);
        folders.find(|folder| folder.join(NAME).is_file())
    }

    /// With columns or keys for fields: `title=headline,date=pub_date`. A name behind a second `=`
    /// is a text that all records have: `source==The Gazette`.
    pub fn with_columns(mut self, columns: &str) -> Result<Rules, Error> {
        for column in columns
            .split(',')
            .filter(|column| !column.trim().is_empty())
        {
            let Some((field, from)) = column.split_once('=') else {
                return Err(bad_map(&format!("“{column}” is not FIELD=COLUMN")));
            };
            let mapping = mapping(field.trim(), from.trim(), "map")
                .ok_or_else(|| bad_map(&format!("“{}” is no field", field.trim())))?;
            self.said.columns.push(mapping);
        }
        Ok(self)
    }

    /// With a format that every file is read as, whatever it looks like; files that hold files are
    /// still opened.
    pub fn with_format(mut self, name: &str) -> Result<Rules, Error> {
        let known = super::formats().find(|format| format.name == name && !format.is_container);
        let Some(format) = known else {
            return Err(Error::BadRules {
                place: "--format".to_owned(),
                what: format!("there is no format “{name}”"),
                hint: "morgue formats lists them".to_owned(),
            });
        };
        self.said.format = Some(format.name);
        Ok(self)
    }

    /// With web pages read so closely.
    pub fn with_pages(mut self, pages: Pages) -> Rules {
        self.said.html = pages;
        self
    }

    /// With so many times the size of each file that may be unpacked from it.
    pub fn with_unpacked(mut self, most_times: u64) -> Rules {
        self.said.unpacked = Some(most_times);
        self
    }

    /// How much may be unpacked from a file.
    pub(super) fn budget(&self) -> Budget {
        Budget::of_times(self.said.unpacked.unwrap_or(MOST_TIMES))
    }

    /// What stands for all that these rules say of a file: another one means that the file is to be
    /// read again. Empty where they say nothing.
    pub fn fingerprint(&self, file: &str) -> String {
        let rules = self.file.rules.iter();
        let mut rules = rules.filter(|rule| rule.is_for_path(file)).peekable();
        let paths = &self.file.said_of_paths;
        if rules.peek().is_none() && paths.is_empty() && self.said == Settings::default() {
            return String::new();
        }
        let mut hash = blake3::Hasher::new();
        hash.update(paths.as_bytes());
        for rule in rules {
            hash.update(rule.fingerprint.as_bytes());
        }
        hash.update(format!("{:?}", self.said).as_bytes());
        hash.finalize().to_hex()[..16].to_owned()
    }

    /// What is said of a file before it is read: by the first rule for its path and its text, if
    /// that is known.
    pub(super) fn before(&self, file: &str, held: &[bool]) -> Settings {
        let mut settings = self.said.clone();
        let rules = self.file.rules.iter().enumerate();
        let rules = rules.filter(|(at, rule)| {
            let is_held = rule.contains.is_none() || held.get(*at) == Some(&true);
            rule.is_for_path(file) && is_held
        });
        let rules: Vec<&Rule> = rules.map(|(_, rule)| rule).collect();
        if rules.iter().any(|rule| rule.css.is_some()) {
            settings.pages = rules.iter().map(|rule| rule.of_pages()).collect();
        }
        if let Some(rule) = rules.iter().find(|rule| rule.domain.is_none()) {
            settings
                .columns
                .extend(rule.settings.columns.iter().cloned());
            settings.order = settings.order.or(rule.settings.order);
            settings.format = settings.format.or(rule.settings.format);
            settings.dates.clone_from(&rule.settings.dates);
        }
        settings
    }

    /// Which rules have their `contains` in this text.
    pub(super) fn held_by(&self, text: &str) -> Held {
        let held = |rule: &Rule| {
            rule.contains
                .as_ref()
                .is_some_and(|part| text.contains(part))
        };
        self.file.rules.iter().map(held).collect()
    }

    /// Sets what the path of an article says, then does what the first rule for it says.
    pub(super) fn apply(&self, article: &mut Article, held: &[bool]) {
        let mut paths = self.file.paths.iter();
        paths.find(|pattern| pattern.apply(article));
        let rule = (self.file.rules.iter().enumerate()).find(|(at, rule)| {
            let is_held = held.get(*at) == Some(&true);
            rule.is_for_path(&article.place.file)
                && (rule.contains.as_deref()).is_none_or(|part| is_held || holds(article, part))
                && (rule.domain.as_deref()).is_none_or(|domain| is_from(article, domain))
        });
        if let Some((_, rule)) = rule {
            rule.apply(article);
        }
    }
}

impl Rule {
    fn is_for_path(&self, file: &str) -> bool {
        self.path.as_ref().is_none_or(|path| path.is_match(file))
    }

    /// What it says of web pages.
    fn of_pages(&self) -> PageRule {
        PageRule {
            domain: self.domain.clone(),
            css: self.css.clone(),
        }
    }

    fn apply(&self, article: &mut Article) {
        let rule = format!("user:{}", self.name);
        for (field, value) in &self.set {
            let field = match field {
                Settable::Source => &mut article.source,
                Settable::Language => &mut article.language,
                Settable::Section => &mut article.section,
                Settable::Edition => &mut article.edition,
            };
            put(field, value.clone(), &rule, String::clone);
        }
        if let (None, Some(order)) = (&article.date, self.settings.order) {
            settle_date(article, order, &rule);
        }
        self.trim(article, &rule);
        if let (Titles::None, Some(title)) = (
            self.titles,
            article.title.take_if(|_| self.titles == Titles::None),
        ) {
            article.trimmed.insert(
                0,
                Trimmed {
                    rule: rule.into(),
                    text: title.value,
                },
            );
        }
    }

    fn trim(&self, article: &mut Article, rule: &str) {
        if self.trim.is_empty() {
            return;
        }
        let body = std::mem::take(&mut article.body);
        let (cut, kept) = body
            .into_iter()
            .partition(|paragraph| self.trim.iter().any(|pattern| pattern.is_match(paragraph)));
        article.body = kept;
        let trimmed = |text| Trimmed {
            rule: rule.to_owned().into(),
            text,
        };
        let cut: Vec<String> = cut;
        article.trimmed.extend(cut.into_iter().map(trimmed));
    }
}

/// Puts a value in place of the one found, which becomes its rival.
pub(super) fn put<T: PartialEq>(
    field: &mut Option<Found<T>>,
    value: T,
    rule: &str,
    shown: impl Fn(&T) -> String,
) {
    let old = field.take();
    let mut found = Found::by(rule.to_owned(), value);
    if let Some(old) = old {
        if old.value == found.value {
            found.agree(&old.rule);
        } else {
            found.rivals.push(Rival {
                value: shown(&old.value),
                rule: old.rule,
            });
        }
        found.rivals.extend(old.rivals);
    }
    *field = Some(found);
}

/// Reads an ambiguous date in this order.
fn settle_date(article: &mut Article, order: DateOrder, rule: &str) {
    let Some((at, (day_first, month_first))) = article
        .gaps
        .iter()
        .enumerate()
        .find_map(|(at, gap)| Some((at, gap.readings()?)))
    else {
        return;
    };
    article.gaps.remove(at);
    let date = match order {
        DateOrder::DayFirst => day_first,
        DateOrder::MonthFirst => month_first,
    };
    article.date = Some(Found::by(rule.to_owned(), date));
}

/// Whether an article, or what was cut from it, has this text.
fn holds(article: &Article, part: &str) -> bool {
    let trimmed = article.trimmed.iter().map(|line| &line.text);
    let title = article.title.as_ref().map(|title| &title.value);
    let mut texts = article.body.iter().chain(trimmed).chain(title);
    texts.any(|text| text.contains(part))
}

/// The mapping of a field; `None` if there is no such field. `from` is a name, or `=` and a text.
fn mapping(field: &str, from: &str, rule: &str) -> Option<Mapping> {
    let from = match from.strip_prefix('=') {
        Some(text) => From::Fixed(text.into()),
        None => From::Key(from.to_owned()),
    };
    Some(Mapping {
        field: fields::field_named(field)?,
        from,
        rule: format!("user:{rule}"),
    })
}

fn bad_map(what: &str) -> Error {
    Error::BadRules {
        place: "--map".to_owned(),
        what: what.to_owned(),
        hint: format!(
            "for example --map title=headline,date=pub_date; {}",
            known_fields()
        ),
    }
}

/// The sentence that names the fields.
fn known_fields() -> String {
    format!(
        "fields are {}",
        fields::names().collect::<Vec<_>>().join(", ")
    )
}

//! What an article is: its fields, each with the rule that gave it and what else competed.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::byline::Byline;
use crate::date::Date;

/// One news article as its file printed it. A field that is not there is `None`, never guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The headline as printed, without the outlet's suffix; never made from the body.
    pub title: Option<Found<String>>,
    /// The standfirst or summary written by the outlet.
    pub deck: Option<Found<String>>,
    /// When it was first published, as printed, with its precision.
    pub date: Option<Found<Date>>,
    /// The last change that the source states.
    pub updated: Option<Found<Date>>,
    /// Who wrote it.
    pub byline: Option<Found<Byline>>,
    /// The paper or site that published this copy.
    pub source: Option<Found<String>>,
    /// The section as printed.
    pub section: Option<Found<String>>,
    /// The page as printed.
    pub page: Option<Found<String>>,
    /// The edition as printed.
    pub edition: Option<Found<String>>,
    /// The place of reporting, as printed before the text.
    pub dateline: Option<Found<String>>,
    /// The agency that supplied the copy.
    pub wire: Option<Found<String>>,
    /// A BCP 47 language tag, stated or detected.
    pub language: Option<Found<String>>,
    /// The address it was published at.
    pub url: Option<Found<String>>,
    /// The source's own topics.
    pub tags: Vec<String>,
    /// The record's own id (JSON id, accession number), if it has one.
    pub key: Option<String>,
    /// The text in paragraphs, NFC, nothing reworded.
    pub body: Vec<String>,
    /// What was cut from the head and foot of the text, so that nothing is lost.
    pub trimmed: Vec<Trimmed>,
    /// What could not be understood: an impossible date, a repaired encoding.
    pub gaps: Vec<Gap>,
    /// Where it was read.
    pub place: Place,
    /// How its file was read: `text`, `html`, `json`, `csv`, `nexis`, … as the reader is called.
    pub format: Cow<'static, str>,
}

impl Article {
    /// The length of the body in bytes.
    pub(crate) fn text_bytes(&self) -> u64 {
        self.body
            .iter()
            .map(|paragraph| paragraph.len() as u64)
            .sum()
    }
}

/// A value with the rule that gave it (`label`, `json-ld`, `front matter`, `path`, `sign-off`, …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value that won.
    pub value: T,
    /// The rule that gave it: a stable short name.
    pub rule: Cow<'static, str>,
    /// The other rules that gave the same value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agrees: Vec<Cow<'static, str>>,
    /// What else competed, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<Rival>,
}

impl<T> Found<T> {
    /// A value that nothing else competed with.
    pub fn by(rule: impl Into<Cow<'static, str>>, value: T) -> Self {
        Found {
            value,
            rule: rule.into(),
            agrees: Vec::new(),
            rivals: Vec::new(),
        }
    }

    /// Notes that another rule gave the same value.
    pub(crate) fn agree(&mut self, rule: &str) {
        if self.rule != rule && !self.agrees.iter().any(|known| known == rule) {
            self.agrees.push(rule.to_owned().into());
        }
    }
}

/// A candidate for a field that did not win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rival {
    /// The candidate as printed.
    pub value: String,
    /// The rule that found it.
    pub rule: Cow<'static, str>,
}

/// A line that was cut from the head or foot of an article: kept and shown, not searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trimmed {
    /// What kind of line it is: `sign-off`, `copyright`, `newsletter`, …
    pub rule: Cow<'static, str>,
    /// The line as printed.
    pub text: String,
}

/// Something in an article that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// A stable short name: `date_impossible`, `date_ambiguous`, `encoding_repaired`, `html_too_deep`, …
    pub code: Cow<'static, str>,
    /// The sentence for a reader, naming what was found.
    pub text: String,
}

impl Gap {
    /// The days that an ambiguous date may be, the one with the day printed first before the other.
    ///
    /// The sentence of the gap ends in both: `… may be 1997-04-03 or 1997-03-04`.
    pub fn readings(&self) -> Option<(Date, Date)> {
        if self.code != "date_ambiguous" {
            return None;
        }
        let (_, days) = self.text.rsplit_once(" may be ")?;
        let (day_first, month_first) = days.split_once(" or ")?;
        Some((day_first.parse().ok()?, month_first.parse().ok()?))
    }
}

/// Where an article was read: a file of the archive and the record in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The path below the archive, with `/` between its parts, and `!/` before what is inside a file.
    pub file: String,
    /// The record's number in the file from 1 (the line, for JSON Lines and tables); `None` for a file that is one article.
    pub record: Option<u64>,
}

/// What stands between a file and the path inside it.
pub const INSIDE: &str = "!/";

impl Place {
    /// What the file of the archive may be called that holds this place: the file itself, or what
    /// stands before a mark of being inside. Which of them it is only the archive tells: the name of
    /// a folder may end in `!` too.
    pub fn archive_files(&self) -> impl Iterator<Item = &str> {
        let outer = self.file.match_indices(INSIDE);
        let outer = outer.map(|(at, _)| &self.file[..at]);
        std::iter::once(self.file.as_str()).chain(outer)
    }
}

/// A further record that holds the same article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Where it was read.
    pub place: Place,
    /// The record's own id.
    pub key: Option<String>,
}

/// The id of an article: twelve letters and digits made from its title, source, date and text.
///
/// The same four met again give the same id; the same text from another source gives another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

/// The letters of an id, in ascending order: digits and small letters without `i l o u`.
const ID_LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_LENGTH: usize = 12;
const BITS_PER_LETTER: usize = 5;

impl Id {
    /// The id of an article, from its content alone.
    pub fn of(article: &Article) -> Id {
        let mut hash = blake3::Hasher::new();
        let mut part = |text: &str| {
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        part(article.title.as_ref().map_or("", |f| &f.value));
        part(article.source.as_ref().map_or("", |f| &f.value));
        part(
            &article
                .date
                .as_ref()
                .map_or(String::new(), |f| f.value.to_string()),
        );
        for paragraph in &article.body {
            part(paragraph);
        }
        let digest = hash.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest.as_bytes()[..8]);
        Id(u64::from_be_bytes(first) >> (u64::BITS as usize - ID_LENGTH * BITS_PER_LETTER))
    }

    /// The id as a number; ids sort by their numbers as by their letters.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The id with this number, the upper four bits left out.
    pub fn from_number(number: u64) -> Id {
        Id(number & ((1 << (ID_LENGTH * BITS_PER_LETTER)) - 1))
    }

    /// The ids that begin with these letters, as an inclusive range; `None` if no id can.
    pub fn range_of_prefix(prefix: &str) -> Option<(Id, Id)> {
        if prefix.is_empty() || prefix.len() > ID_LENGTH {
            return None;
        }
        let mut first = 0u64;
        for letter in prefix.bytes() {
            let digit = ID_LETTERS
                .iter()
                .position(|l| *l == letter.to_ascii_lowercase())?;
            first = first << BITS_PER_LETTER | digit as u64;
        }
        let open = (ID_LENGTH - prefix.len()) * BITS_PER_LETTER;
        Some((Id(first << open), Id((first << open) | ((1 << open) - 1))))
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for place in (0..ID_LENGTH).rev() {
            let digit = (self.0 >> (place * BITS_PER_LETTER)) as usize % ID_LETTERS.len();
            write!(f, "{}", char::from(ID_LETTERS[digit]))?;
        }
        Ok(())
    }
}

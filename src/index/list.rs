//! The list of the archive's files: what each was like when it was read, and what its records became.
//!
//! It lies beside the segments as JSON behind zstd: 100,000 files of one article each take about
//! 5 MB and are read in some 50 ms, so that a run over an unchanged archive costs little more than
//! its listing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use crate::article::{INSIDE, Id};
use crate::corpus::{BadRecord, Content};
use crate::error::Error;

/// A higher level halves the speed and saves a twentieth.
const LEVEL: i32 = 1;

/// The files of an archive that an index holds, and the articles that it must not hold.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// By their names: the order in which their records come.
    pub(super) files: BTreeMap<String, Known>,
    /// The articles that were removed on purpose.
    pub(super) removed: BTreeSet<u64>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub(super) struct Known {
    pub(super) size: u64,
    pub(super) times: Times,
    /// `None` where it was put aside before its end.
    pub(super) content: Option<Content>,
    /// The ids of its articles in their order.
    pub(super) ids: Vec<u64>,
    pub(super) rejects: Vec<Reject>,
    /// What in it is no article and was passed over, by the reason.
    pub(super) skipped: BTreeMap<String, u64>,
    /// What stands for the rules that it was read by.
    pub(super) rules: String,
    /// What its records depend on beside it: see [`crate::corpus::Noticed::beside`].
    pub(super) beside: Vec<String>,
    /// How far it was read, if a commit came in the middle of it.
    pub(super) reading: Reading,
    /// Whether it was gone when the archive was listed last.
    pub(super) standing: Standing,
}

/// The times of a file, of its text and of anything about it: while they stay, so does the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Times(pub(super) i64, pub(super) i64);

impl Times {
    /// What stands for the times of a file whose next change they might not show: it is compared
    /// by what it holds.
    pub(super) const UNSURE: Times = Times(i64::MIN, i64::MIN);
}

/// How far a file was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// To its end.
    #[default]
    Whole,
    /// As far as its records are known.
    Begun,
}

/// Whether a file was there when the archive was listed last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Standing {
    #[default]
    There,
    Vanished,
}

/// A record that was no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reject {
    /// The file inside the archive's file that it is in, if it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) inside: Option<String>,
    pub(super) record: Option<u64>,
    pub(super) code: String,
    pub(super) reason: String,
}

impl From<&BadRecord> for Reject {
    fn from(bad: &BadRecord) -> Reject {
        Reject {
            inside: bad
                .place
                .file
                .contains(INSIDE)
                .then(|| bad.place.file.clone()),
            record: bad.place.record,
            code: bad.code.to_owned(),
            reason: bad.reason.clone(),
        }
    }
}

/// A file as it is written: names of its fields would be most of the list.
#[derive(Serialize, Deserialize)]
struct Row(
    u64,
    Times,
    Option<Content>,
    Vec<u64>,
    Vec<Reject>,
    u8,
    BTreeMap<String, u64>,
    String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")] Vec<String>,
);

const BEGUN: u8 = 1;
const VANISHED: u8 = 2;

impl From<Row> for Known {
    fn from(row: Row) -> Known {
        let Row(size, times, content, ids, rejects, state, skipped, rules, beside) = row;
        Known {
            size,
            times,
            content,
            ids,
            rejects,
            skipped,
            rules,
            beside,
            reading: match state & BEGUN {
                0 => Reading::Whole,
                _ => Reading::Begun,
            },
            standing: match state & VANISHED {
                0 => Standing::There,
                _ => Standing::Vanished,
            },
        }
    }
}

impl From<Known> for Row {
    fn from(known: Known) -> Row {
        let begun = u8::from(known.reading == Reading::Begun) * BEGUN;
        let vanished = u8::from(known.standing == Standing::Vanished) * VANISHED;
        let Known {
            size,
            times,
            content,
            ids,
            rejects,
            skipped,
            rules,
            beside,
            ..
        } = known;
        let state = begun | vanished;
        Row(
            size, times, content, ids, rejects, state, skipped, rules, beside,
        )
    }
}

/// The list as it is written.
#[derive(Serialize)]
struct Written<'a> {
    files: &'a BTreeMap<String, Known>,
    removed: &'a BTreeSet<u64>,
}

#[derive(Deserialize)]
struct Read {
    files: BTreeMap<String, Known>,
    removed: BTreeSet<u64>,
}

impl List {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let List { files, removed } = self;
        let text = serde_json::to_vec(&Written { files, removed })
            .map_err(|error| Error::of_index(error.into()))?;
        zstd::bulk::compress(&text, LEVEL).map_err(Error::of_index)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> std::io::Result<List> {
        let text = zstd::stream::decode_all(bytes)?;
        let Read { files, removed } = serde_json::from_slice(&text)?;
        Ok(List { files, removed })
    }

    /// The files whose names begin so: those of one archive.
    pub(super) fn of<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a Known)> + use<'a> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let from = self.files.range::<str, _>(from);
        from.take_while(move |(name, _)| name.starts_with(prefix))
    }

    /// The articles that the index must hold, each once.
    pub(super) fn articles(&self) -> HashSet<Id> {
        self.articles_of("")
    }

    /// Those of them that an archive's files hold.
    pub(super) fn articles_of(&self, prefix: &str) -> HashSet<Id> {
        let ids = self.of(prefix).flat_map(|(_, known)| &known.ids);
        let held = ids.filter(|id| !self.removed.contains(id));
        held.map(|id| Id::from_number(*id)).collect()
    }

    /// The records that hold those articles.
    pub(super) fn records(&self) -> u64 {
        let ids = self.files.values().flat_map(|known| &known.ids);
        ids.filter(|id| !self.removed.contains(id)).count() as u64
    }

    /// Adds the bad records of an archive's files by their codes.
    pub(super) fn count_rejects(&self, prefix: &str, bad: &mut BTreeMap<String, u64>) {
        for reject in self.of(prefix).flat_map(|(_, known)| &known.rejects) {
            *bad.entry(reject.code.clone()).or_default() += 1;
        }
    }

    /// Adds what was passed over inside an archive's files, by the reasons.
    pub(super) fn count_skipped(&self, prefix: &str, skipped: &mut BTreeMap<String, u64>) {
        for (why, count) in self.of(prefix).flat_map(|(_, known)| &known.skipped) {
            *skipped.entry(why.clone()).or_default() += count;
        }
    }

    /// Whether no file of an archive holds an article.
    pub(super) fn holds_nothing(&self, prefix: &str) -> bool {
        self.of(prefix).all(|(_, known)| known.ids.is_empty())
    }

    /// The articles removed on purpose that some file still holds.
    pub(super) fn withheld(&self) -> u64 {
        if self.removed.is_empty() {
            return 0;
        }
        let ids = self.files.values().flat_map(|known| &known.ids);
        let withheld: BTreeSet<&u64> = ids.filter(|id| self.removed.contains(id)).collect();
        withheld.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let mut list = List::default();
        let known = Known {
            size: 12,
            times: Times::UNSURE,
            content: serde_json::from_str("\"000102030405060708090a0b0c0d0e0f\"").ok(),
            ids: vec![1, 1 << 59, 1],
            skipped: BTreeMap::from([("a revisit".to_owned(), 2)]),
            rules: "0123".to_owned(),
            beside: vec!["a/0001.xml".to_owned(), "a/".to_owned()],
            rejects: vec![Reject {
                inside: Some("a.zip!/b".to_owned()),
                record: Some(3),
                code: "empty".to_owned(),
                reason: "it holds nothing".to_owned(),
            }],
            reading: Reading::Begun,
            standing: Standing::Vanished,
        };
        list.files.insert("a\u{1b}.txt".to_owned(), known);
        list.files.insert("b.txt".to_owned(), Known::default());
        list.removed.insert(1);
        let bytes = list.to_bytes().expect("a list can be written");
        let read = List::from_bytes(&bytes).expect("it was just written");
        assert_eq!(
            (read.files, read.removed),
            (list.files.clone(), list.removed.clone())
        );
        assert_eq!(
            (list.records(), list.articles().len(), list.withheld()),
            (1, 1, 1)
        );
    }
}

//! What is noticed of a file beside its records: what was passed over, and how it was read.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::corpus::content::Content;

/// What was noticed of a file beside its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// What is no article and was passed over on purpose, by the reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// What it held, if it was read to its end.
    pub content: Option<Content>,
    /// What its records depend on beside it, below the archive: files, there or not, and folders,
    /// which end in `/`, of whose files it chose one that describes its issue.
    pub beside: Vec<String>,
    /// How the file was read, and each file inside it; empty unless it was asked for.
    pub files: Vec<FileNote>,
}

/// How a file, or a file inside a file, was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FileNote {
    /// Its path below the archive; a file inside it stands behind `!/`.
    pub file: String,
    /// What it is read as, outermost first: `gz`, `tar`; the last is the format of its articles.
    pub formats: Vec<&'static str>,
    /// How that is known: `by its content`, `by its name, …`.
    pub why: String,
    /// Its encoding, if it is text.
    pub encoding: Option<String>,
    /// The columns of a table.
    pub columns: Vec<ColumnNote>,
    /// What else a reader has to say of the whole file.
    pub remarks: Vec<String>,
}

impl FileNote {
    /// Notes what it is read as, or what that which it holds is.
    pub(super) fn is_read_as(&mut self, format: &'static str) {
        if self.formats.last() != Some(&format) {
            self.formats.push(format);
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ColumnNote {
    /// Its name, or its number where the table has no header.
    pub name: String,
    /// The field that it gives; `None` if none.
    pub field: Option<&'static str>,
    /// How that is known: `by its name`, `by its cells`, by a rule.
    pub why: String,
}

/// How many files inside a file are noted.
const MOST_FILES: usize = 200;

/// Where readers note what they notice.
#[derive(Default)]
pub(super) struct Notes {
    noticed: RefCell<Noticed>,
    is_keeping: bool,
}

impl Notes {
    /// Keeps how files were read as well.
    pub(super) fn keeping() -> Notes {
        Notes {
            is_keeping: true,
            ..Notes::default()
        }
    }

    /// What is no article and is passed over on purpose.
    pub(super) fn skipped(&self, why: &'static str) {
        *self.noticed.borrow_mut().skipped.entry(why).or_default() += 1;
    }

    /// Notes something of a file, if that is kept.
    pub(super) fn of(&self, file: &str, note: impl FnOnce(&mut FileNote)) {
        if !self.is_keeping {
            return;
        }
        let files = &mut self.noticed.borrow_mut().files;
        match files.iter().rposition(|known| known.file == file) {
            Some(at) => note(&mut files[at]),
            None if files.len() < MOST_FILES => {
                let mut new = FileNote {
                    file: file.to_owned(),
                    ..FileNote::default()
                };
                note(&mut new);
                files.push(new);
            }
            None => {}
        }
    }

    /// All that was noticed.
    pub(super) fn into_noticed(self) -> Noticed {
        self.noticed.into_inner()
    }
}

//! What a reader of one format is: how it recognises a file, and how it wants to be given one.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::BufRead;

use super::beside::Beside;
use super::clues::Clues;
use super::container::Inside;
use super::decode;
use super::notes::Notes;
use super::settings::Settings;
use super::sniff;
use super::{BadRecord, Record};

/// A reader of one format: a line in the table in `corpus/mod.rs`.
pub(super) struct Reader {
    /// What the format is called where an article says how it was read.
    pub(super) name: &'static str,
    /// What it reads, in a few words.
    pub(super) what: &'static str,
    /// The smallest file that it reads, written by us; of a container how a file in it is named, and
    /// of what is no text how a file is.
    pub(super) example: &'static str,
    /// How it reads a file that it recognises.
    pub(super) way: Way,
}

/// How a reader wants a file, and how it recognises one: by its content first, its name second.
pub(super) enum Way {
    /// As a stream of bytes of any length, recognised by its beginning.
    Stream {
        recognises: fn(&Head<'_>) -> bool,
        read: fn(&mut dyn BufRead, &Around<'_>, &mut dyn FnMut(Record)),
    },
    /// As all of its bytes, at most `LARGEST_FILE`, recognised by their beginning.
    Bytes {
        recognises: fn(&Head<'_>) -> bool,
        read: fn(&[u8], &Around<'_>, &mut dyn FnMut(Record)),
    },
    /// As text, decoded whole.
    Text {
        recognises: fn(&Text<'_>) -> bool,
        read: fn(&str, &Around<'_>, &mut dyn FnMut(Record)),
    },
    /// As a stream that holds other files, each of which is recognised in its turn.
    Container {
        recognises: fn(&Head<'_>) -> bool,
        read: fn(&mut dyn BufRead, &mut Inside<'_>),
    },
}

/// What is known of a file before it is read.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// Its path below the archive, which each of its records names as its place.
    pub(super) file: &'a str,
    /// What that path says of the articles in it.
    pub(super) clues: &'a Clues,
    /// What is said of it before it is read.
    pub(super) settings: &'a Settings,
    /// Where to note what is noticed of it.
    pub(super) notes: &'a Notes,
    /// The files that lie beside it.
    pub(super) beside: &'a Beside,
}

#[cfg(test)]
impl<'a> Around<'a> {
    /// A file of which nothing is said.
    pub(super) fn bare(file: &'a str, clues: &'a Clues) -> Around<'a> {
        Around {
            file,
            clues,
            settings: Box::leak(Box::default()),
            notes: Box::leak(Box::default()),
            beside: Box::leak(Box::default()),
        }
    }
}

/// Reads something, and says so where nothing is in it: no file is passed over in silence.
pub(super) fn not_in_silence(
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
    read: impl FnOnce(&mut dyn FnMut(Record)),
) {
    let mut is_silent = true;
    read(&mut |record| {
        is_silent = false;
        each(record);
    });
    if is_silent {
        let reason = "no article was found in it";
        each(Err(BadRecord::new(
            around.file,
            None,
            "not_an_article",
            reason,
        )));
    }
}

/// The beginning of a file.
pub(super) struct Head<'a> {
    /// Its first bytes.
    pub(super) bytes: &'a [u8],
    /// Its extension in lower case; empty if it has none.
    pub(super) extension: &'a str,
    text: OnceCell<Cow<'a, str>>,
}

impl<'a> Head<'a> {
    pub(super) fn new(bytes: &'a [u8], extension: &'a str) -> Head<'a> {
        Head {
            bytes,
            extension,
            text: OnceCell::new(),
        }
    }

    /// Its bytes as text, for a file that is.
    pub(super) fn text(&self) -> &str {
        self.text.get_or_init(|| decode::decode(self.bytes).text)
    }
}

/// A file that is text.
pub(super) struct Text<'a> {
    /// The text from its first character that is not white space.
    pub(super) start: &'a str,
    /// Its extension in lower case; empty if it has none.
    pub(super) extension: &'a str,
    /// The first element of XML, HTML or SGML, without its prefix and in lower case.
    pub(super) root: Option<String>,
}

/// How far into a file what tells its format is looked for, in bytes.
const TOLD_WITHIN: usize = 4096;

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, extension: &'a str) -> Text<'a> {
        let start = text.trim_start();
        let mut text = Text {
            start,
            extension,
            root: None,
        };
        text.root = sniff::root_element(text.beginning());
        text
    }

    /// The part in which a format shows itself.
    pub(super) fn beginning(&self) -> &'a str {
        &self.start[..self.start.floor_char_boundary(TOLD_WITHIN)]
    }

    /// Whether the root is one of these elements.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        self.root
            .as_deref()
            .is_some_and(|root| names.contains(&root))
    }
}

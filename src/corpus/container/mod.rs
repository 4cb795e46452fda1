//! Files that hold files: each is read in place, as a stream, and nothing is written to disk.

pub(super) mod packed;
pub(super) mod tar;
pub(super) mod zip;

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::ControlFlow;

use crate::article::INSIDE;
use crate::corpus::bounds::Budget;
use crate::corpus::file::{self, Session, Source};
use crate::corpus::{BadRecord, Record, decode, sniff, walk};

/// How deep files may stand inside files.
const DEEPEST: u8 = 3;

/// How many files one file may hold.
const MOST_MEMBERS: u64 = 1_000_000;

/// The longest name of a file inside a file, in characters.
const LONGEST_NAME: usize = 1_000;

/// What a container hands its files to.
pub(super) struct Inside<'a> {
    source: Source<'a>,
    session: &'a Session<'a>,
    each: &'a mut dyn FnMut(Record),
    members: u64,
    only: Option<Only>,
}

/// The one file that is wanted of a package, which is a document and not many files.
struct Only {
    name: &'static str,
    is_found: bool,
}

/// Whether a container is to be read on.
pub(super) type Go = ControlFlow<()>;

impl<'a> Inside<'a> {
    pub(super) fn of(
        source: Source<'a>,
        session: &'a Session<'a>,
        each: &'a mut dyn FnMut(Record),
    ) -> Inside<'a> {
        Inside {
            source,
            session,
            each,
            members: 0,
            only: None,
        }
    }

    /// Reads of a package the file of this name alone, as what the package is.
    pub(super) fn read_only(&mut self, name: &'static str) {
        let is_found = false;
        self.only = Some(Only { name, is_found });
    }

    /// Whether the one file that is wanted was there.
    pub(super) fn has_found(&self) -> bool {
        self.only.as_ref().is_some_and(|only| only.is_found)
    }

    /// What bounds all that is unpacked.
    pub(super) fn budget(&self) -> &'a Budget {
        self.session.budget
    }

    /// The path below the archive of a file of this name; `None`, and counted, if it is to be
    /// passed over.
    pub(super) fn wanted(&mut self, name: &[u8]) -> Option<String> {
        let name = plain_name(&decode::decode(name).text);
        if let Some(only) = &mut self.only {
            let is_wanted = name == only.name;
            only.is_found |= is_wanted;
            return is_wanted.then_some(name);
        }
        let parts = || name.split('/');
        let left = parts().find_map(walk::why_left_out);
        let about = parts().nth(1).is_none() && walk::is_documentation(&name);
        let is_index =
            sniff::extension(self.source.name) == "wacz" && !name.starts_with("archive/");
        let why = left
            .or(about.then_some(walk::DOCUMENTATION_OF_ARCHIVE))
            .or(is_index.then_some("an index of web pages"));
        if let Some(why) = why {
            self.session.notes.skipped(why);
            return None;
        }
        Some(name)
    }

    /// Reads a file that it holds.
    pub(super) fn member(&mut self, name: &str, input: &mut dyn BufRead) -> Go {
        if self.only.is_some() {
            let _ = self.unpacked(input);
            return Go::Break(());
        }
        self.members += 1;
        if self.members > MOST_MEMBERS {
            let reason = format!("it holds more than {MOST_MEMBERS} files; the rest is not read");
            self.bad(None, "too_large", reason);
            return Go::Break(());
        }
        let file = format!("{}{INSIDE}{name}", self.source.file);
        let go = self.read(input, &file, name, self.source.depth + 1);
        if go.is_break() {
            let too_much = self.session.budget.too_much();
            self.bad(
                None,
                "too_large",
                format!("{too_much}; the rest is not read"),
            );
        }
        go
    }

    /// Reads what it unpacks to, which has its name without the last ending.
    pub(super) fn unpacked(&mut self, input: &mut dyn BufRead) -> Go {
        let name = without_ending(self.source.name);
        self.read(input, self.source.file, &name, self.source.depth + 1)
    }

    fn read(&mut self, input: &mut dyn BufRead, file: &str, name: &str, depth: u8) -> Go {
        if depth > DEEPEST * 2 || file.matches(INSIDE).count() > usize::from(DEEPEST) {
            let reason = format!("it lies more than {DEEPEST} files deep and is not read");
            (self.each)(Err(BadRecord::new(file, None, "too_deep", reason)));
            return Go::Continue(());
        }
        let source = Source { file, name, depth };
        file::read(input, source, self.session, self.each);
        match self.session.budget.is_spent() {
            true => Go::Break(()),
            false => Go::Continue(()),
        }
    }

    /// Tells of a file in it, or of itself, that cannot be read.
    pub(super) fn bad(
        &mut self,
        member: Option<&str>,
        code: &'static str,
        reason: impl Into<String>,
    ) {
        let file = match member {
            Some(name) => Cow::Owned(format!("{}{INSIDE}{name}", self.source.file)),
            None => Cow::Borrowed(self.source.file),
        };
        (self.each)(Err(BadRecord::new(&file, None, code, reason)));
    }

    /// Tells that it cannot be read on.
    pub(super) fn broken(&mut self, error: &std::io::Error) {
        (self.each)(Err(file::unreadable(self.source.file, error)));
    }
}

/// A name with `/` between its parts, none of which leads upwards, without control characters.
fn plain_name(name: &str) -> String {
    let inert = |c: char| match c {
        '\\' => '/',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    let name: String = name.chars().take(LONGEST_NAME).map(inert).collect();
    let parts: Vec<&str> = name
        .split('/')
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    match parts.is_empty() {
        true => "unnamed".to_owned(),
        false => parts.join("/"),
    }
}

/// The name of what a packed file unpacks to: `dump.tar` of `dump.tgz`.
fn without_ending(name: &str) -> String {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return name.to_owned();
    };
    match ending.to_ascii_lowercase().as_str() {
        "tgz" | "tbz" | "tbz2" | "txz" | "tzst" => format!("{stem}.tar"),
        "gz" | "bz2" | "xz" | "zst" | "zstd" => stem.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        for (name, expected) in [
            ("1997/a.html", "1997/a.html"),
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("C:\\news\\a.txt", "C:/news/a.txt"),
            ("./a//b.txt", "a/b.txt"),
            ("a\u{1b}[31m.txt", "a\u{fffd}[31m.txt"),
            ("..", "unnamed"),
        ] {
            assert_eq!(plain_name(name), expected);
        }
    }

    #[test]
    fn a_packed_file_unpacks_to_its_name_without_the_ending() {
        for (name, expected) in [
            ("a/dump.jsonl.gz", "a/dump.jsonl"),
            ("dump.TGZ", "dump.tar"),
            ("dump", "dump"),
            ("dump.warc", "dump.warc"),
        ] {
            assert_eq!(without_ending(name), expected);
        }
    }
}

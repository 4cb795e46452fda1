//! Reads one file, or a file inside a file: recognises it and gives it to its reader.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};

use crate::article::Gap;
use crate::corpus::beside::Beside;
use crate::corpus::bounds::{Budget, Counted, Ending, TooMuch};
use crate::corpus::clues::Clues;
use crate::corpus::container::Inside;
use crate::corpus::decode::Decoded;
use crate::corpus::notes::{FileNote, Notes};
use crate::corpus::reader::{Around, Head, Reader, Text, Way};
use crate::corpus::rules::Rules;
use crate::corpus::settings::Settings;
use crate::corpus::sniff::{self, Kind};
use crate::corpus::{self, BadRecord, READERS, READERS_OF_TEXT, Record, decode};

/// The largest file read as a whole, in bytes: no article comes near it, and a parsed file takes
/// many times its size in memory. Formats that are read as streams may be of any size.
pub const LARGEST_FILE: u64 = 64 << 20;

/// How much of a file's beginning is looked at to recognise its format, in bytes: the first two
/// lines of JSON Lines lie in it.
pub(super) const HEAD: u64 = 256 * 1024;

/// What holds for all that is read of one file of the archive.
pub(super) struct Session<'a> {
    pub(super) rules: &'a Rules,
    pub(super) notes: &'a Notes,
    pub(super) budget: &'a Budget,
    /// What lies beside the file of the archive; nothing lies beside a file inside it.
    pub(super) beside: &'a Beside,
}

/// A file that is read.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// What its records name as their file: its path, with `!/` before what is inside a file.
    pub(super) file: &'a str,
    /// The name that says what it is: `dump.tar` for what `dump.tar.gz` unpacks to.
    pub(super) name: &'a str,
    /// How many files it is inside of.
    pub(super) depth: u8,
}

impl<'a> Source<'a> {
    /// A file of the archive.
    pub(super) fn of(file: &'a str) -> Source<'a> {
        Source {
            file,
            name: file,
            depth: 0,
        }
    }
}

/// Reads a stream as this file. What was read before it breaks off is kept.
pub(super) fn read(
    input: &mut dyn BufRead,
    source: Source<'_>,
    session: &Session<'_>,
    each: &mut dyn FnMut(Record),
) {
    let error = RefCell::new(None);
    let mut input = Ending::new(input, &error);
    let opened = Opened {
        source,
        session,
        broken: &error,
    };
    if let Err(bad) = opened.read(&mut input, each) {
        each(Err(bad));
    }
    if let Some(error) = error.take() {
        each(Err(unreadable(source.file, &error)));
    }
}

/// The record of a file that cannot be read, or not to its end.
pub(super) fn unreadable(file: &str, error: &io::Error) -> BadRecord {
    match (is_too_much(error), error.kind()) {
        (true, _) => BadRecord::new(file, None, "too_large", error.to_string()),
        (false, io::ErrorKind::UnexpectedEof) => {
            let reason = "it breaks off before its end; what was read before is kept";
            BadRecord::new(file, None, "cut_off", reason)
        }
        _ => BadRecord::new(file, None, "unreadable", format!("cannot read it: {error}")),
    }
}

fn is_too_much(error: &io::Error) -> bool {
    let inner = error.get_ref();
    inner.is_some_and(|inner| inner.downcast_ref::<TooMuch>().is_some())
}

/// A file under the reader's eyes.
struct Opened<'a> {
    source: Source<'a>,
    session: &'a Session<'a>,
    /// Why its stream ended before its end, if it did.
    broken: &'a RefCell<Option<io::Error>>,
}

impl Opened<'_> {
    fn read(&self, input: &mut dyn BufRead, each: &mut dyn FnMut(Record)) -> Result<(), BadRecord> {
        let file = self.source.file;
        let mut bytes = Vec::new();
        let head_read = input.take(HEAD).read_to_end(&mut bytes);
        head_read.map_err(|error| unreadable(file, &error))?;
        if bytes.is_empty() {
            return match self.is_cut() {
                true => Ok(()),
                false => Err(BadRecord::new(file, None, "empty", "the file is empty")),
            };
        }
        let settings = self.session.rules.before(file, &[]);
        let known = {
            let extension = sniff::extension(self.source.name);
            let head = Head::new(&bytes, &extension);
            let known = recognised(&head, &settings);
            let notes = self.session.notes;
            notes.of(file, |note| note_format(note, known, &head, &settings));
            known
        };
        match known {
            Known::Unread(kind) => Err(named(file, kind)),
            Known::Text => self.records(None, bytes, input, &settings, each),
            Known::Reader(reader) => match reader.way {
                Way::Container { read, .. } => {
                    let mut inside = Inside::of(self.source, self.session, each);
                    let mut input = bytes.chain(input);
                    match self.source.depth {
                        0 => read(&mut Counted::new(input, self.session.budget), &mut inside),
                        _ => read(&mut input, &mut inside),
                    }
                    Ok(())
                }
                _ => self.records(Some(&reader.way), bytes, input, &settings, each),
            },
        }
    }

    /// Reads the records of a file that holds no other files, in the way of its reader.
    fn records(
        &self,
        way: Option<&Way>,
        mut bytes: Vec<u8>,
        input: &mut dyn BufRead,
        settings: &Settings,
        each: &mut dyn FnMut(Record),
    ) -> Result<(), BadRecord> {
        let nothing = Beside::default();
        let around = Around {
            file: self.source.file,
            clues: &Clues::of(self.source.file),
            settings,
            notes: self.session.notes,
            beside: match self.source.depth {
                0 => self.session.beside,
                _ => &nothing,
            },
        };
        if let Some(Way::Stream { read, .. }) = way {
            let mut each = |record| each(self.finished(record, &[]));
            read(&mut bytes.chain(input), &around, &mut each);
            return Ok(());
        }
        read_rest(input, &mut bytes, around.file)?;
        // What was made to harm is refused whole where it is not made of records.
        if self.broken.borrow().as_ref().is_some_and(is_too_much) {
            return Ok(());
        }
        let is_cut = self.is_cut();
        if let Some(Way::Bytes { read, .. }) = way {
            let mut each = |record| each(self.finished(cut(record, is_cut), &[]));
            read(&bytes, &around, &mut each);
            return Ok(());
        }
        let decoded = decode::decode(&bytes);
        let held = self.session.rules.held_by(&decoded.text);
        let around = Around {
            settings: &self.session.rules.before(around.file, &held),
            ..around
        };
        let mut each = |record| each(self.finished(cut(record, is_cut), &held));
        let extension = sniff::extension(self.source.name);
        read_text(&decoded, &extension, &around, &mut each);
        Ok(())
    }

    fn is_cut(&self) -> bool {
        self.broken.borrow().is_some()
    }

    fn finished(&self, record: Record, held: &[bool]) -> Record {
        corpus::finish(record, self.source.file, self.session.rules, held)
    }
}

/// What the beginning of a file says that it is.
#[derive(Clone, Copy)]
enum Known {
    /// A format with a reader.
    Reader(&'static Reader),
    /// Something that is not read.
    Unread(Kind),
    /// Text, whose format is told by all of it.
    Text,
}

fn recognised(head: &Head<'_>, settings: &Settings) -> Known {
    let by_bytes = READERS.iter().find(|reader| match reader.way {
        Way::Stream { recognises, .. }
        | Way::Bytes { recognises, .. }
        | Way::Container { recognises, .. } => recognises(head),
        Way::Text { .. } => false,
    });
    match (by_bytes, wanted(settings)) {
        (Some(reader), Some(_)) if matches!(reader.way, Way::Container { .. }) => {
            Known::Reader(reader)
        }
        (Some(reader), Some(wanted)) if reader.name == wanted.name => Known::Reader(reader),
        (_, Some(wanted)) => Known::Reader(wanted),
        (Some(reader), None) => Known::Reader(reader),
        (None, None) => sniff::unread_bytes(head).map_or(Known::Text, Known::Unread),
    }
}

/// The reader of the format that a rule or the command line names.
fn wanted(settings: &Settings) -> Option<&'static Reader> {
    let name = settings.format?;
    let mut readers = READERS.iter().chain(READERS_OF_TEXT).rev();
    // The last of a name takes every file of it; those before, some in a better way.
    readers.find(|reader| reader.name == name).copied()
}

/// Notes what a file is taken for, and whether its content or its name says so.
fn note_format(note: &mut FileNote, known: Known, head: &Head<'_>, settings: &Settings) {
    let Known::Reader(reader) = known else { return };
    note.is_read_as(reader.name);
    let is_container = matches!(reader.way, Way::Container { .. });
    let nameless = Head::new(head.bytes, "");
    let by_content = recognised(&nameless, &Settings::default());
    note.why = match by_content {
        _ if !is_container && settings.format.is_some() => "as it is told to be".to_owned(),
        Known::Reader(same) if same.name == reader.name => "by its content".to_owned(),
        _ => format!("by its name, which ends in .{}", head.extension),
    };
}

/// Reads what is left of a file that is read as a whole.
fn read_rest(input: &mut dyn BufRead, bytes: &mut Vec<u8>, file: &str) -> Result<(), BadRecord> {
    let read = input.take(LARGEST_FILE).read_to_end(bytes);
    read.map_err(|error| unreadable(file, &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let most = LARGEST_FILE >> 20;
        let reason = format!(
            "a file of more than {most} MiB is read only as JSON Lines, a table, a feed, a mailbox, SGML or a web archive"
        );
        return Err(BadRecord::new(file, None, "too_large", reason));
    }
    Ok(())
}

fn read_text(
    decoded: &Decoded<'_>,
    extension: &str,
    around: &Around<'_>,
    each: &mut dyn FnMut(Record),
) {
    let text = Text::new(&decoded.text, extension);
    let bad = |code, reason: String| Err(BadRecord::new(around.file, None, code, reason));
    around.notes.of(around.file, |note| {
        note.encoding = Some(decoded.encoding().name().to_owned());
    });
    if text.start.is_empty() {
        let reason = "the file holds nothing but white space";
        return each(bad("empty", reason.to_owned()));
    }
    let reader = match wanted(around.settings).or_else(|| reader_of(&text)) {
        Some(reader) => reader,
        None => match sniff::unread_text(&text) {
            Some(kind) => return each(bad(kind.code(), kind.reason())),
            None => of_text(READERS_OF_TEXT, &text).expect("plain text is read whatever it is"),
        },
    };
    if around.settings.format.is_none() {
        around
            .notes
            .of(around.file, |note| note_text_format(note, reader, &text));
    }
    let Way::Text { read, .. } = reader.way else {
        return;
    };
    let repaired = decoded.gap();
    read(&decoded.text, around, &mut |record| {
        each(with_gap(record, repaired.as_ref()));
    });
}

/// The reader that knows a text by its marks.
fn reader_of(text: &Text<'_>) -> Option<&'static Reader> {
    of_text(READERS, text)
}

fn of_text(readers: &[&'static Reader], text: &Text<'_>) -> Option<&'static Reader> {
    let mut readers = readers.iter();
    readers
        .find(|reader| matches!(reader.way, Way::Text { recognises, .. } if recognises(text)))
        .copied()
}

fn note_text_format(note: &mut FileNote, reader: &'static Reader, text: &Text<'_>) {
    note.is_read_as(reader.name);
    let nameless = Text::new(text.start, "");
    let by_content = reader_of(&nameless).or_else(|| of_text(READERS_OF_TEXT, &nameless));
    note.why = match by_content {
        Some(same) if same.name == reader.name && reader.name == "text" => {
            "as text of no other format".to_owned()
        }
        Some(same) if same.name == reader.name => "by its content".to_owned(),
        _ => format!("by its name, which ends in .{}", text.extension),
    };
}

fn named(file: &str, kind: Kind) -> BadRecord {
    BadRecord::new(file, None, kind.code(), kind.reason())
}

/// An article of a file that breaks off may have lost its end.
pub(super) fn cut(record: Record, is_cut: bool) -> Record {
    let gap = is_cut.then(|| Gap {
        code: "cut_off".into(),
        text: "the file breaks off: the end of the text may be missing".into(),
    });
    with_gap(record, gap.as_ref())
}

/// The record with this gap, if it is an article.
pub(super) fn with_gap(record: Record, gap: Option<&Gap>) -> Record {
    record.map(|mut article| {
        article.gaps.extend(gap.cloned());
        article
    })
}

//! Writers for programs: JSON and rows, of which a terminal obeys nothing either.

use std::io::{BufWriter, Error, Result, StdoutLock, Write};

use csv::{Writer, WriterBuilder};
use serde::Serialize;
use serde_json::ser::Formatter;

use super::Inert;
use super::inert::is_obeyed;

/// Stdout, held until the answer is written.
pub(crate) type Stdout = BufWriter<StdoutLock<'static>>;

/// JSON whose every text is the text that it was given, written so that a terminal can be shown it.
pub(crate) struct JsonWriter<W>(W);

impl<W: Write> JsonWriter<W> {
    /// JSON on any writer.
    pub(crate) fn new(writer: W) -> JsonWriter<W> {
        JsonWriter(writer)
    }

    /// Writes a value on a line.
    pub(crate) fn line(&mut self, value: &impl Serialize) -> Result<()> {
        self.value(value)?;
        self.0.write_all(b"\n")
    }

    /// Writes the one value that is the answer, and sends it.
    pub(crate) fn only(mut self, value: &impl Serialize) -> Result<()> {
        self.line(value)?;
        self.flush()
    }

    /// Writes a value and leaves its line open.
    pub(crate) fn value(&mut self, value: &impl Serialize) -> Result<()> {
        let mut json = serde_json::Serializer::with_formatter(&mut self.0, Escaping);
        Ok(value.serialize(&mut json)?)
    }

    /// Writes what stands around values.
    pub(crate) fn literal(&mut self, text: &'static str) -> Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

/// Characters that a terminal would obey as `\u` escapes, which are the same text to a parser. JSON
/// itself escapes only those below a space.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> Result<()> {
        let (mut written, mut read) = (0, 0);
        loop {
            let place = read + plain(&text.as_bytes()[read..]);
            let Some(c) = text[place..].chars().next() else {
                break;
            };
            read = place + c.len_utf8();
            if is_obeyed(c) {
                out.write_all(&text.as_bytes()[written..place])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
                written = read;
            }
        }
        out.write_all(&text.as_bytes()[written..])
    }
}

/// How many printable ASCII characters a text begins with: eight are looked at at once.
fn plain(bytes: &[u8]) -> usize {
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; size_of::<u64>()])
    }
    let mut length = 0;
    while let Some(eight) = bytes[length..].first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        // The highest bits of bytes below a space, of those from 0x7f on; the lowest such byte of
        // all is told right, and only the first is asked for.
        let others =
            (eight.wrapping_sub(each(b' ')) | eight.wrapping_add(each(1)) | eight) & each(0x80);
        if others != 0 {
            return length + (others.trailing_zeros() / u8::BITS) as usize;
        }
        length += size_of::<u64>();
    }
    let rest = bytes[length..].iter();
    length + rest.take_while(|byte| matches!(byte, b' '..=b'~')).count()
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

/// Whether a spreadsheet may take a cell for a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// It may: cells are as they are.
    Open,
    /// It may not: an apostrophe stands before such a cell.
    Formulas,
}

/// Rows of CSV or TSV, each on a line of its own: of inert text, as `| head` ends at a terminal.
pub(crate) struct Rows {
    writer: Writer<Stdout>,
    guard: Guard,
}

impl Rows {
    /// Rows on stdout.
    pub(super) fn new(out: Stdout, separator: Separator, guard: Guard) -> Rows {
        let delimiter = match separator {
            Separator::Comma => b',',
            Separator::Tab => b'\t',
        };
        Rows {
            writer: WriterBuilder::new().delimiter(delimiter).from_writer(out),
            guard,
        }
    }

    /// Writes a row.
    pub(crate) fn row<C: Into<Inert>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<()> {
        let guard = self.guard;
        let cells = cells.into_iter().map(|cell| cell_of(cell.into(), guard));
        self.writer.write_record(cells).map_err(of_csv)
    }

    /// Sends what was written.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.writer.flush()
    }
}

/// The characters at which spreadsheets begin a formula, also in their wide forms. A tab and a
/// carriage return begin one too; they are spaces by now, which some spreadsheets pass over.
const BEGIN_FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

fn cell_of(text: Inert, guard: Guard) -> Vec<u8> {
    let formula = text.as_str().trim_start().starts_with(BEGIN_FORMULAS);
    match guard {
        Guard::Formulas if formula => format!("'{text}").into_bytes(),
        _ => text.to_string().into_bytes(),
    }
}

/// A failure to write as such, so that a reader that went away is recognised.
fn of_csv(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_a_terminal_nothing_to_obey_and_a_parser_the_same_text() {
        let text = "é \u{9b}31m \u{202e}txt\u{7f}\u{1b} 東\u{200b}京\u{e0041}";
        let mut bytes = Vec::new();
        JsonWriter::new(&mut bytes)
            .line(&text)
            .expect("a vector takes everything");
        let written = String::from_utf8(bytes).expect("JSON is text");
        let shown = r#""é \u009b31m \u202etxt\u007f\u001b 東\u200b京\udb40\udc41""#;
        assert_eq!(written, format!("{shown}\n"));
        let read: String = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(read, text);
    }

    #[test]
    fn a_guarded_cell_is_no_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-5", "'-5"),
            ("@a", "'@a"),
            ("\t=1", "' =1"),
            ("\r\n=1", "'  =1"),
            ("＝1", "'＝1"),
            ("1=1", "1=1"),
            ("", ""),
        ] {
            assert_eq!(cell_of(text.into(), Guard::Formulas), cell.as_bytes());
        }
        assert_eq!(cell_of("=1".into(), Guard::Open), b"=1");
    }
}

//! Reads RTF: the exports of databases that come as RTF, and any other document as plain text.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::corpus::reader::{Around, Reader, Way};
use crate::corpus::{BadRecord, Record, export, text};

/// Documents of word processors in RTF.
pub(super) const READER: Reader = Reader {
    name: "rtf",
    what: "an RTF document: an export of Nexis, Factiva or ProQuest, or one article as plain text",
    example: "{\\rtf1\\ansi Flood inquiry opens\\par By Ann Holt\\par March 12, 1997\\par\\par The inquiry opened.\\par}",
    way: Way::Bytes {
        recognises: |head| head.bytes.trim_ascii_start().starts_with(b"{\\rtf"),
        read,
    },
};

fn read(bytes: &[u8], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let paragraphs = match paragraphs(bytes) {
        Ok(paragraphs) => paragraphs,
        Err(reason) => return each(Err(BadRecord::new(around.file, None, "not_rtf", reason))),
    };
    let lines = export::lines_of(paragraphs);
    if !export::read_lines(&lines, around, each) {
        text::read_as(&lines, READER.name, around, each);
    }
}

/// How deep groups may nest; Word writes some 20.
const MAX_DEPTH: usize = 1_000;

/// More characters than this never stand for one.
const MOST_STAND_INS: usize = 8;

/// What holds inside a group.
#[derive(Clone, Copy)]
struct Group {
    /// Its text is no part of the document: a table of fonts, a picture.
    is_skipped: bool,
    /// How many characters stand for a `\u` in programs that do not know it.
    stand_ins: usize,
}

/// Destinations whose text is no part of the document.
const HIDDEN: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "footer",
    "headerl",
    "headerr",
    "headerf",
    "footerl",
    "footerr",
    "footerf",
    "object",
    "fldinst",
    "listtable",
    "datastore",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "xmlnstbl",
];

/// The paragraphs of a document; tabs part the cells of a table's row.
fn paragraphs(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut sheet = Sheet::default();
    let mut groups = vec![Group {
        is_skipped: false,
        stand_ins: 1,
    }];
    let mut rest = bytes;
    let mut waiting = 0;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let group = *groups.last().expect("the outermost group stays");
        match first {
            b'{' => {
                if groups.len() > MAX_DEPTH {
                    return Err(format!(
                        "the document nests its groups over {MAX_DEPTH} deep"
                    ));
                }
                groups.push(group);
            }
            b'}' if groups.len() > 1 => {
                groups.pop();
            }
            b'}' | b'\r' | b'\n' => {}
            b'\\' => {
                let (word, after) = control(rest);
                rest = after;
                if let Some(group) = groups.last_mut() {
                    act(&word, group, &mut sheet, &mut waiting, &mut rest);
                }
            }
            _ if waiting > 0 => waiting -= 1,
            byte if !group.is_skipped => sheet.byte(*byte),
            _ => {}
        }
    }
    Ok(sheet.finish())
}

/// A control word or sign, and the number behind it.
struct Control<'b> {
    name: &'b str,
    number: Option<i32>,
}

fn control(bytes: &[u8]) -> (Control<'_>, &[u8]) {
    let letters = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 {
        let (name, rest) = bytes.split_at(bytes.len().min(1));
        return (
            Control {
                name: std::str::from_utf8(name).unwrap_or(""),
                number: None,
            },
            rest,
        );
    }
    let (name, rest) = bytes.split_at(letters);
    let sign = usize::from(rest.first() == Some(&b'-'));
    let digits = rest[sign..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let (number, rest) = rest.split_at(if digits > 0 { sign + digits } else { 0 });
    let number = std::str::from_utf8(number).unwrap_or("").parse().ok();
    let name = std::str::from_utf8(name).unwrap_or("");
    (
        Control { name, number },
        rest.strip_prefix(b" ").unwrap_or(rest),
    )
}

fn act(
    word: &Control<'_>,
    group: &mut Group,
    sheet: &mut Sheet,
    waiting: &mut usize,
    rest: &mut &[u8],
) {
    let is_shown = !group.is_skipped;
    match (word.name, word.number) {
        ("*", _) => group.is_skipped = true,
        (name, _) if HIDDEN.contains(&name) => group.is_skipped = true,
        ("bin", Some(length)) => {
            let length = usize::try_from(length).unwrap_or(0).min(rest.len());
            *rest = &rest[length..];
        }
        ("ansicpg", Some(page)) => sheet.encoding = code_page(page),
        ("uc", Some(count)) => {
            group.stand_ins = usize::try_from(count).unwrap_or(1).min(MOST_STAND_INS)
        }
        ("u", Some(code)) => {
            if is_shown {
                sheet.unit(code);
            }
            *waiting = group.stand_ins;
        }
        ("'", _) => {
            let byte = rest
                .get(..2)
                .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
            *rest = &rest[rest.len().min(2)..];
            match byte {
                Some(_) if *waiting > 0 => *waiting -= 1,
                Some(byte) if is_shown => sheet.byte(byte),
                _ => {}
            }
        }
        (name, _) if is_shown => sheet.act(name),
        _ => {}
    }
}

fn code_page(page: i32) -> &'static Encoding {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The paragraphs so far.
struct Sheet {
    done: Vec<String>,
    last: String,
    /// Bytes in the document's code page that are not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character that `\u` writes in two.
    half: Option<u16>,
    encoding: &'static Encoding,
}

impl Default for Sheet {
    fn default() -> Sheet {
        Sheet {
            done: Vec::new(),
            last: String::new(),
            bytes: Vec::new(),
            half: None,
            encoding: WINDOWS_1252,
        }
    }
}

impl Sheet {
    fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    fn text(&mut self, text: &str) {
        self.decode();
        self.last.push_str(text);
    }

    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.bytes);
            self.last.push_str(&text);
            self.bytes.clear();
        }
    }

    /// Adds a unit of UTF-16, which RTF writes as a number with a sign.
    fn unit(&mut self, code: i32) {
        let unit = (code & 0xffff) as u16;
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else {
            self.text(&String::from_utf16_lossy(&units));
        }
    }

    fn act(&mut self, name: &str) {
        match name {
            "par" | "line" | "row" | "sect" | "page" | "nestrow" | "\n" | "\r" => self.end(),
            "tab" | "cell" | "nestcell" => self.text("\t"),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "~" => self.text(" "),
            "_" => self.text("-"),
            "\\" | "{" | "}" => self.text(name),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.decode();
        let line = std::mem::take(&mut self.last);
        let line = crate::corpus::clean::clean(&line).trim_end().to_owned();
        if !line.trim().is_empty() {
            self.done.push(line);
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_out_of_its_formatting() {
        for (rtf, expected) in [
            (r"{\rtf1 One.\par Two \b bold\b0 .\par}", "One.|Two bold."),
            (r"{\rtf1{\fonttbl{\f0 Arial;}}\f0 One.}", "One."),
            (r"{\rtf1{\*\generator Word;}One.}", "One."),
            (r"{\rtf1 caf\'e9 \u8212?\~x \{y\}}", "café — x {y}"),
            (r"{\rtf1\uc2 \u8220ab\u8221\'61\'62 c}", "“” c"),
            (r"{\rtf1\u-10179?\u-8704?}", "😀"),
            (r"{\rtf1\ansicpg1251 \'cc\'e8\'f0}", "Мир"),
            (
                r"{\rtf1\trowd HD\cell Flood opens\cell\row}",
                "HD\tFlood opens",
            ),
            (
                r"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}}",
                "link",
            ),
            (r"{\rtf1{\pict\bin3 }}}}One}", "One"),
            (r"{\rtf1 a}}}b\", "ab"),
            (r"{\rtf1 \'zz\'", ""),
        ] {
            let read = paragraphs(rtf.as_bytes()).expect("it is not deep");
            assert_eq!(read.join("|"), expected, "{rtf}");
        }
        assert!(paragraphs(&b"{".repeat(1_000_000)).is_err());
    }
}

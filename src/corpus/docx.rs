//! Reads Word documents: the exports of databases that come as such, and any other as plain text.

use std::io::{Cursor, Read};

use quick_xml::Reader as Xml;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::corpus::clean::clean;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::{BadRecord, Record, decode, export, html, text};

/// Documents of Word, packed or as the one flat file that it saves as XML.
pub(super) const READER: Reader = Reader {
    name: "docx",
    what: "a Word document: an export of Nexis, Factiva or ProQuest, or one article as plain text",
    example: "<?xml version=\"1.0\"?><pkg:package><w:p><w:t>Flood inquiry opens</w:t></w:p><w:p><w:t>By Ann Holt</w:t></w:p><w:p><w:t>March 12, 1997</w:t></w:p><w:p><w:t>The inquiry opened.</w:t></w:p></pkg:package>",
    way: Way::Bytes { recognises, read },
};

/// The member of the package that holds the text.
const DOCUMENT: &str = "word/document.xml";

fn recognises(head: &Head<'_>) -> bool {
    if head.bytes.starts_with(b"PK\x03\x04") {
        return head.extension == "docx" || has(head.bytes, DOCUMENT.as_bytes());
    }
    let beginning = &head.bytes[..head.bytes.len().min(1024)];
    beginning.starts_with(b"<?xml") && has(beginning, b"<pkg:package")
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn read(bytes: &[u8], around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let paragraphs = document(bytes).and_then(|xml| paragraphs(&xml));
    let paragraphs = match paragraphs {
        Ok(paragraphs) => paragraphs,
        Err(reason) => {
            let reason = format!("it is not a Word document: {reason}");
            return each(Err(BadRecord::new(around.file, None, "not_docx", reason)));
        }
    };
    let lines = export::lines_of(paragraphs);
    if !export::read_lines(&lines, around, each) {
        text::read_as(&lines, READER.name, around, each);
    }
}

/// How much larger than its package a text may be, in times and in bytes: a bomb is larger.
const MOST_TIMES: u64 = 200;
const MOST_BESIDE: u64 = 64 << 20;

/// The XML of the text.
fn document(bytes: &[u8]) -> Result<String, String> {
    if !bytes.starts_with(b"PK") {
        return Ok(decode::decode(bytes).text.into_owned());
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let member = package
        .by_name(DOCUMENT)
        .map_err(|error| format!("{DOCUMENT}: {error}"))?;
    let most = (bytes.len() as u64 * MOST_TIMES).min(MOST_BESIDE) + MOST_BESIDE;
    let mut xml = Vec::new();
    let read = member.take(most + 1).read_to_end(&mut xml);
    read.map_err(|error| format!("{DOCUMENT}: {error}"))?;
    match xml.len() as u64 > most {
        true => Err(format!("{DOCUMENT} is over {} MiB", most >> 20)),
        false => Ok(decode::decode(&xml).text.into_owned()),
    }
}

/// The paragraphs of a text, each with its breaks as lines of their own.
fn paragraphs(xml: &str) -> Result<Vec<String>, String> {
    let mut reader = Xml::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut done, mut last, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.name().as_ref() == "w:t" => in_text = true,
            Ok(Event::End(tag)) if tag.name().as_ref() == "w:t" => in_text = false,
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.name().as_ref() {
                "w:br" | "w:cr" => end(&mut done, &mut last),
                "w:tab" => last.push('\t'),
                "w:noBreakHyphen" => last.push('-'),
                _ => {}
            },
            Ok(Event::End(tag)) if tag.name().as_ref() == "w:p" => end(&mut done, &mut last),
            Ok(Event::Text(text)) if in_text => last.push_str(&text),
            Ok(Event::CData(text)) if in_text => last.push_str(&text),
            Ok(Event::GeneralRef(reference)) if in_text => {
                last.push_str(&html::unescaped(&format!("&{};", &*reference)));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    end(&mut done, &mut last);
    Ok(done)
}

fn end(done: &mut Vec<String>, last: &mut String) {
    let line = clean(last).trim().to_owned();
    last.clear();
    if !line.is_empty() {
        done.push(line);
    }
}

//! Reads Word documents: the exports of databases that come as such, and any other as plain text.

use std::io::{self, BufRead};

use quick_xml::Reader as Xml;
use quick_xml::events::Event;

use crate::corpus::clean::clean;
use crate::corpus::container::{Inside, zip};
use crate::corpus::reader::{Around, Head, Reader, Text, Way};
use crate::corpus::{BadRecord, Record, export, html, text};

/// Documents of Word as they are saved: packages, of which the text is read.
pub(super) const PACKAGE: Reader = Reader {
    name: NAME,
    what: "the package that a Word document is saved as; its text is the article",
    example: "flood.docx",
    way: Way::Container {
        recognises: is_package,
        read: unpack,
    },
};

/// The text of a package, and documents saved as one flat file of XML.
pub(super) const READER: Reader = Reader {
    name: NAME,
    what: "a Word document: an export of Nexis, Factiva or ProQuest, or one article as plain text",
    example: "<?xml version=\"1.0\"?><pkg:package><w:p><w:t>Flood inquiry opens</w:t></w:p><w:p><w:t>By Ann Holt</w:t></w:p><w:p><w:t>March 12, 1997</w:t></w:p><w:p><w:t>The inquiry opened.</w:t></w:p></pkg:package>",
    way: Way::Text { recognises, read },
};

const NAME: &str = "docx";

/// The file of the package that holds the text.
const DOCUMENT: &str = "word/document.xml";

fn is_package(head: &Head<'_>) -> bool {
    let has_document = || {
        let mut windows = head.bytes.windows(DOCUMENT.len());
        windows.any(|window| window == DOCUMENT.as_bytes())
    };
    head.bytes.starts_with(b"PK\x03\x04") && (head.extension == NAME || has_document())
}

fn unpack(input: &mut dyn BufRead, inside: &mut Inside<'_>) {
    inside.read_only(DOCUMENT);
    let why = match (zip::read_members(input, inside), inside.has_found()) {
        (Ok(()), true) => return,
        (Err(error), true) => return inside.broken(&error),
        (Ok(()), false) => format!("it holds no {DOCUMENT}"),
        (Err(error), false) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "it breaks off".to_owned()
        }
        (Err(error), false) => error.to_string(),
    };
    inside.bad(None, "not_docx", not_docx(&why));
}

fn not_docx(why: &str) -> String {
    format!("it is not a Word document: {why}")
}

fn recognises(text: &Text<'_>) -> bool {
    let marks = ["<w:document", "<pkg:package"];
    text.has_root(&["document", "package"])
        && marks.iter().any(|mark| text.beginning().contains(mark))
}

fn read(xml: &str, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    let paragraphs = match paragraphs(xml) {
        Ok(paragraphs) => paragraphs,
        Err(why) => {
            let bad = BadRecord::new(around.file, None, "not_docx", not_docx(&why));
            return each(Err(bad));
        }
    };
    let lines = export::lines_of(paragraphs);
    if !export::read_lines(&lines, around, each) {
        text::read_as(&lines, READER.name, around, each);
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

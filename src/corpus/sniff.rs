//! Recognises the files that no reader reads, so that they can be named for what they are.

use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::decode;
use crate::corpus::reader::{Head, Text};

/// Something that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It may hold articles, but has no reader.
    Unsupported(&'static str),
    /// It has a reader, which is built in only with a feature of this name.
    NotBuiltIn(&'static str, &'static str),
    /// A picture, a sound, a program.
    Binary(&'static str),
}

impl Kind {
    /// The code of its bad record.
    pub(super) fn code(self) -> &'static str {
        match self {
            Kind::Unsupported(_) | Kind::NotBuiltIn(..) => "format_unsupported",
            Kind::Binary(_) => "binary",
        }
    }

    /// The sentence of its bad record.
    pub(super) fn reason(self) -> String {
        match self {
            Kind::Unsupported(name) => format!("the file is {name}, which is not read"),
            Kind::NotBuiltIn(name, feature) => format!(
                "the file is {name}, which this build does not read; one with --features {feature} does"
            ),
            Kind::Binary(name) => format!("the file is {name}, not text"),
        }
    }
}

/// How a kind of file begins.
const MAGIC: [(&[u8], Kind); 19] = [
    (b"%PDF-", Kind::NotBuiltIn("a PDF", "pdf")),
    (b"PK\x03\x04", Kind::Unsupported("an office document")),
    (b"7z\xbc\xaf", Kind::Unsupported("a 7z archive")),
    (b"Rar!", Kind::Unsupported("a RAR archive")),
    (
        b"\xd0\xcf\x11\xe0",
        Kind::Unsupported("an old Word document"),
    ),
    (b"PAR1", Kind::NotBuiltIn("a Parquet table", "parquet")),
    (b"SQLite format 3", Kind::Unsupported("an SQLite database")),
    (b"\x89PNG", Kind::Binary("a PNG picture")),
    (b"\xff\xd8\xff", Kind::Binary("a JPEG picture")),
    (b"GIF8", Kind::Binary("a GIF picture")),
    (b"II*\0", Kind::Binary("a TIFF picture")),
    (b"MM\0*", Kind::Binary("a TIFF picture")),
    (b"RIFF", Kind::Binary("a picture, sound or film")),
    (b"ID3", Kind::Binary("an MP3 sound")),
    (b"OggS", Kind::Binary("an Ogg sound")),
    (b"fLaC", Kind::Binary("a FLAC sound")),
    (b"\x7fELF", Kind::Binary("a program")),
    (b"wOF", Kind::Binary("a font")),
    (b"\x00\x01\x00\x00", Kind::Binary("a font")),
];

/// What ZIP archives with these names are.
const ZIPPED: [(&str, Kind); 4] = [
    ("docx", Kind::Unsupported("a Word document")),
    ("odt", Kind::Unsupported("an OpenDocument text")),
    ("epub", Kind::Unsupported("an EPUB book")),
    ("xlsx", Kind::Unsupported("an Excel table")),
];

/// Text that is not read, by name.
const BY_NAME: [(&str, Kind); 12] = [
    ("arc", Kind::Unsupported("an ARC archive")),
    ("sql", Kind::Unsupported("an SQL dump")),
    ("tex", Kind::Unsupported("a TeX source")),
    ("yml", Kind::Unsupported("a YAML file")),
    ("yaml", Kind::Unsupported("a YAML file")),
    ("toml", Kind::Unsupported("a TOML file")),
    ("css", Kind::Unsupported("a style sheet")),
    ("js", Kind::Unsupported("a script")),
    ("mjs", Kind::Unsupported("a script")),
    ("py", Kind::Unsupported("a script")),
    ("sh", Kind::Unsupported("a script")),
    ("svg", Kind::Binary("an SVG picture")),
];

/// What an XML document is, by its root element without prefix, in lower case.
const BY_ROOT: [(&str, &str); 2] = [("tei", "TEI XML"), ("svg", "an SVG picture")];

/// What a file is that cannot be decoded as text, or is of a format known by its first bytes.
pub(super) fn unread_bytes(head: &Head<'_>) -> Option<Kind> {
    let bytes = head.bytes;
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        let zipped = ZIPPED.iter().find(|(known, _)| *known == head.extension);
        return match zipped {
            Some((_, zipped)) if bytes.starts_with(b"PK") => Some(*zipped),
            _ => Some(*kind),
        };
    }
    let is_binary = bytes[..bytes.len().min(ZERO_WITHIN)].contains(&0) && !decode::is_utf_16(bytes);
    is_binary.then_some(Kind::Binary("binary data"))
}

/// Whether a ZIP archive is a document of an office or a book: these begin with files of these names.
pub(super) fn is_zipped_document(head: &Head<'_>) -> bool {
    const FIRST: [&[u8]; 4] = [b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/"];
    let name = head.bytes.get(30..).unwrap_or_default();
    let is_named = ZIPPED.iter().any(|(known, _)| *known == head.extension);
    is_named || FIRST.iter().any(|first| name.starts_with(first))
}

/// How far into a file a zero byte says that it is no text, in bytes.
const ZERO_WITHIN: usize = 8 * 1024;

/// What a text is that has no reader, by its name or its markup.
pub(super) fn unread_text(text: &Text<'_>) -> Option<Kind> {
    if let Some((_, kind)) = BY_NAME.iter().find(|(known, _)| *known == text.extension) {
        return Some(*kind);
    }
    unread_markup(text)
}

/// XML and SGML; `None` for text that happens to begin with `<`.
fn unread_markup(text: &Text<'_>) -> Option<Kind> {
    if !text.start.starts_with('<') {
        return None;
    }
    if let Some(what) = known_root(text) {
        return Some(Kind::Unsupported(what));
    }
    if text.beginning().to_ascii_lowercase().starts_with("<?xml") || text.extension == "xml" {
        return Some(Kind::Unsupported("XML"));
    }
    let root = text.root.as_deref()?;
    let is_closed = text.start.to_lowercase().contains(&format!("</{root}>"));
    is_closed.then_some(Kind::Unsupported("SGML"))
}

/// What the root element says a document is.
pub(super) fn known_root(text: &Text<'_>) -> Option<&'static str> {
    let root = text.root.as_deref()?;
    let (_, what) = BY_ROOT.iter().find(|(known, _)| *known == root)?;
    Some(what)
}

/// The first element after declarations and comments, without prefix, in lower case.
pub(super) fn root_element(beginning: &str) -> Option<String> {
    static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)\A(?:\s*<(?:\?.*?\?|!--.*?--|![^\[>]*(?:\[.*?\]\s*)?)>)*\s*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
            .expect("the pattern is valid")
    });
    if !beginning.starts_with('<') {
        return None;
    }
    Some(ELEMENT.captures(beginning)?[1].to_lowercase())
}

/// The extension of a name in lower case; empty if it has none.
pub(super) fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binaries_are_known_by_their_bytes() {
        let kind = |bytes: &[u8], extension| unread_bytes(&Head::new(bytes, extension));
        assert_eq!(kind(b"Snow fell.", ""), None);
        assert_eq!(kind(b"S\0n\0o\0w\0 \0f\0", ""), None);
        assert_eq!(
            kind(b"%PDF-1.4", "txt"),
            Some(Kind::NotBuiltIn("a PDF", "pdf"))
        );
        assert_eq!(
            kind(b"PK\x03\x04", "docx"),
            Some(Kind::Unsupported("a Word document"))
        );
        assert_eq!(
            kind(b"\x01\x02\0\0\0\x03abc", ""),
            Some(Kind::Binary("binary data"))
        );
    }
}

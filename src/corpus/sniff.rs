//! Recognises what a file is: by its content first, by its name second.

use std::io::{self, BufRead};
use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::json::lines::{Line, Lines};
use crate::corpus::{decode, json, markdown};

/// A format with a reader, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// Nothing but white space.
    Empty,
    /// A web page, or a piece of one.
    Html,
    /// A JSON value.
    Json,
    /// Markdown.
    Markdown,
    /// Whatever else can be read.
    Text,
    /// Something that is not read.
    Other(Kind),
}

/// Something that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It may hold articles, but has no reader.
    Unsupported(&'static str),
    /// A picture, a sound, a program.
    Binary(&'static str),
}

impl Kind {
    /// The code of its bad record.
    pub(super) fn code(self) -> &'static str {
        match self {
            Kind::Unsupported(_) => "format_unsupported",
            Kind::Binary(_) => "binary",
        }
    }

    /// The sentence of its bad record.
    pub(super) fn reason(self) -> String {
        match self {
            Kind::Unsupported(name) => format!("the file is {name}, which is not read"),
            Kind::Binary(name) => format!("the file is {name}, not text"),
        }
    }
}

/// How a kind of file begins.
const MAGIC: [(&[u8], Kind); 25] = [
    (b"%PDF-", Kind::Unsupported("a PDF")),
    (b"{\\rtf", Kind::Unsupported("an RTF document")),
    (b"WARC/", Kind::Unsupported("a WARC archive")),
    (b"PK\x03\x04", Kind::Unsupported("a ZIP archive")),
    (b"\x1f\x8b", Kind::Unsupported("a gzip archive")),
    (b"BZh", Kind::Unsupported("a bzip2 archive")),
    (b"\xfd7zXZ\0", Kind::Unsupported("an xz archive")),
    (b"\x28\xb5\x2f\xfd", Kind::Unsupported("a zstd archive")),
    (b"7z\xbc\xaf", Kind::Unsupported("a 7z archive")),
    (b"Rar!", Kind::Unsupported("a RAR archive")),
    (
        b"\xd0\xcf\x11\xe0",
        Kind::Unsupported("an old Word document"),
    ),
    (b"PAR1", Kind::Unsupported("a Parquet table")),
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
const BY_NAME: [(&str, Kind); 19] = [
    ("csv", Kind::Unsupported("a CSV table")),
    ("tsv", Kind::Unsupported("a TSV table")),
    ("tab", Kind::Unsupported("a TSV table")),
    ("eml", Kind::Unsupported("a mail")),
    ("mbox", Kind::Unsupported("a mailbox")),
    ("mht", Kind::Unsupported("an MHTML page")),
    ("mhtml", Kind::Unsupported("an MHTML page")),
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
const BY_ROOT: [(&str, &str); 16] = [
    ("rss", "an RSS feed"),
    ("rdf", "an RSS 1.0 feed"),
    ("feed", "an Atom feed"),
    ("entry", "an Atom entry"),
    ("alto", "ALTO XML"),
    ("mets", "METS XML"),
    ("nitf", "NITF XML"),
    ("newsml", "NewsML"),
    ("newsitem", "NewsML-G2"),
    ("newsmessage", "NewsML-G2"),
    ("packageitem", "NewsML-G2"),
    ("planningitem", "NewsML-G2"),
    ("conceptitem", "NewsML-G2"),
    ("knowledgeitem", "NewsML-G2"),
    ("tei", "TEI XML"),
    ("svg", "an SVG picture"),
];

/// What cannot be decoded as text, or is one of the formats known by their first bytes.
pub(super) fn kind_of_bytes(head: &[u8], name: &str) -> Option<Kind> {
    let extension = extension(name);
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        let zipped = ZIPPED.iter().find(|(known, _)| *known == extension);
        return match zipped {
            Some((_, zipped)) if head.starts_with(b"PK") => Some(*zipped),
            _ => Some(*kind),
        };
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(Kind::Unsupported("a tar archive"));
    }
    let is_binary = head.contains(&0) && !decode::is_utf_16(head);
    is_binary.then_some(Kind::Binary("binary data"))
}

/// Whether a file's name says that it is JSON Lines.
pub(super) fn is_named_lines(name: &str) -> bool {
    ["jsonl", "ndjson", "jsonlines", "ldjson"].contains(&extension(name).as_str())
}

/// Whether a file is JSON Lines: its first line is a whole object, and a second follows or the name
/// says so. The lines are looked at in what `open` opens.
pub(super) fn is_lines<R: BufRead>(
    head: &[u8],
    name: &str,
    open: &dyn Fn() -> io::Result<R>,
) -> io::Result<bool> {
    if decode::is_utf_16(head) {
        return Ok(false);
    }
    let named = is_named_lines(name);
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = start.trim_ascii_start();
    if !start.starts_with(b"{") {
        return Ok(named && !start.starts_with(b"["));
    }
    let mut lines = Lines::new(open()?);
    let first = lines.next_line()?;
    if named {
        // One object spread over many lines, whatever its name says.
        return Ok(first != Line::Whole(b"{"));
    }
    let is_object = matches!(first, Line::Whole(line) if json::lines::is_object(line));
    Ok(is_object && matches!(lines.next_line()?, Line::Whole(line) if line.starts_with(b"{")))
}

/// The format of a file that is text.
pub(super) fn format(text: &str, name: &str) -> Format {
    let start = text.trim_start();
    let extension = extension(name);
    if start.is_empty() {
        return Format::Empty;
    }
    if let Some((_, kind)) = BY_NAME.iter().find(|(known, _)| *known == extension) {
        return Format::Other(*kind);
    }
    if (start.starts_with('<') || is_page_by_name(&extension))
        && let Some(format) = format_of_markup(start, &extension)
    {
        return format;
    }
    if extension == "json" || looks_like_json(start) {
        let is_front_matter = markdown::is_name(&extension) && start.starts_with('{');
        if !is_front_matter && (extension == "json" || json::is_whole(start)) {
            return Format::Json;
        }
    }
    if is_mhtml(start) {
        return Format::Other(Kind::Unsupported("an MHTML page"));
    }
    if markdown::is_name(&extension) || markdown::begins_like_it(start) {
        return Format::Markdown;
    }
    Format::Text
}

fn is_page_by_name(extension: &str) -> bool {
    ["html", "htm", "xhtml", "shtml"].contains(&extension)
}

/// Web pages and XML; `None` for text that happens to begin with `<`.
fn format_of_markup(start: &str, extension: &str) -> Option<Format> {
    let early = start[..start.floor_char_boundary(TOLD_WITHIN)].to_ascii_lowercase();
    let root = root_element(start);
    if let Some(root) = &root
        && let Some((_, what)) = BY_ROOT.iter().find(|(known, _)| known == root)
    {
        return Some(Format::Other(Kind::Unsupported(what)));
    }
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| early.contains(tag));
    if is_page || is_page_by_name(extension) {
        return Some(Format::Html);
    }
    if early.starts_with("<?xml") || extension == "xml" {
        return Some(Format::Other(Kind::Unsupported("XML")));
    }
    let root = root?;
    if PAGE_ELEMENTS.contains(&root.as_str()) {
        return Some(Format::Html);
    }
    let is_closed = start.to_lowercase().contains(&format!("</{root}>"));
    is_closed.then_some(Format::Other(Kind::Unsupported("SGML")))
}

/// What a piece of a page begins with.
const PAGE_ELEMENTS: [&str; 13] = [
    "head", "body", "p", "div", "article", "section", "main", "h1", "h2", "table", "meta", "title",
    "span",
];

/// How far into a file what tells its format is looked for, in bytes.
const TOLD_WITHIN: usize = 4096;

/// The first element after declarations and comments, without prefix, in lower case.
fn root_element(start: &str) -> Option<String> {
    static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)\A(?:\s*<(?:\?.*?\?|!--.*?--|![^\[>]*(?:\[.*?\]\s*)?)>)*\s*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
            .expect("the pattern is valid")
    });
    let head = &start[..start.floor_char_boundary(TOLD_WITHIN)];
    Some(ELEMENT.captures(head)?[1].to_lowercase())
}

fn looks_like_json(start: &str) -> bool {
    let inside = |open: char| Some(start.strip_prefix(open)?.trim_start());
    inside('{').is_some_and(|inner| inner.starts_with(['"', '}']))
        || inside('[').is_some_and(|inner| inner.starts_with(['{', '[', ']']))
}

fn is_mhtml(start: &str) -> bool {
    let head = &start[..start.floor_char_boundary(TOLD_WITHIN)];
    head.contains("MIME-Version:") && head.contains("multipart/related")
}

/// The extension of a name in lower case; empty if it has none.
fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.')
        .map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_name() {
        let other = |what| Format::Other(Kind::Unsupported(what));
        for (text, name, expected) in [
            (" \n", "a.txt", Format::Empty),
            ("<!DOCTYPE html><html><body><p>Snow", "a.txt", Format::Html),
            (
                "<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><body>",
                "a.xml",
                Format::Html,
            ),
            (
                "<?xml version=\"1.0\"?>\n<!-- c -->\n<rss version=\"2.0\">",
                "a.xml",
                other("an RSS feed"),
            ),
            ("<mets:mets xmlns:mets=\"x\">", "a.xml", other("METS XML")),
            ("<p>Snow fell.</p>", "a", Format::Html),
            ("<3 said the mayor", "a.txt", Format::Text),
            ("<DOC>\n<DOCNO>1</DOCNO>\n</DOC>", "a", other("SGML")),
            (
                "<!DOCTYPE lewis SYSTEM \"a.dtd\">\n<NEWS><BODY>Snow</BODY></NEWS>",
                "a.sgm",
                other("SGML"),
            ),
            ("{\"title\": \"Snow\"}", "a.txt", Format::Json),
            ("[2015-01-04] Snow fell", "a.txt", Format::Text),
            ("Snow", "a.json", Format::Json),
            ("# Snow\n\nIt fell.", "a", Format::Markdown),
            ("#snow fell", "a.txt", Format::Text),
            ("---\ntitle: Snow\n---\nIt fell.", "a.txt", Format::Markdown),
            ("Snow fell.", "a.md", Format::Markdown),
            ("title,text\nSnow,It fell", "a.csv", other("a CSV table")),
        ] {
            assert_eq!(format(text, name), expected, "{text:?} {name}");
        }
    }

    #[test]
    fn binaries_are_known_by_their_bytes() {
        let kind = |bytes: &[u8], name| kind_of_bytes(bytes, name);
        assert_eq!(kind(b"Snow fell.", "a"), None);
        assert_eq!(kind(b"S\0n\0o\0w\0 \0f\0", "a"), None);
        assert_eq!(kind(b"%PDF-1.4", "a.txt"), Some(Kind::Unsupported("a PDF")));
        assert_eq!(
            kind(b"PK\x03\x04", "a.docx"),
            Some(Kind::Unsupported("a Word document"))
        );
        assert_eq!(
            kind(b"\x01\x02\0\0\0\x03abc", "a"),
            Some(Kind::Binary("binary data"))
        );
    }
}

//! Splits a page into its tags and the text between them, in one pass and without a tree.

/// A piece of a page; comments and declarations are passed over.
pub(super) enum Piece<'a> {
    Text(&'a str),
    Tag(Tag<'a>),
}

/// A start or end tag.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) side: Side,
    pub(super) attributes: usize,
}

/// Which end of an element a tag is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Start,
    End,
}

/// Elements whose content is text whatever it looks like.
const RAW: [&str; 9] = [
    "iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp",
];

impl Tag<'_> {
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(self.name))
    }

    /// Whether text follows that is no markup whatever it looks like.
    pub(super) fn opens_raw_text(&self) -> bool {
        self.side == Side::Start && self.is_one_of(&RAW)
    }
}

/// The pieces of a page, one after the other.
pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(page: &'a str) -> Self {
        Pieces { rest: page }
    }

    /// Takes the raw text up to the end tag of this element.
    pub(super) fn raw_text(&mut self, name: &str) -> &'a str {
        let end = |window: &[u8]| {
            window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name.as_bytes())
        };
        let bytes = self.rest.as_bytes();
        let at = bytes.windows(name.len() + 2).position(end);
        self.take(at.unwrap_or(bytes.len()))
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn take_past(&mut self, end: &str) {
        let at = self.rest.find(end);
        self.take(at.map_or(self.rest.len(), |at| at + end.len()));
    }

    fn take_tag(&mut self, side: Side) -> Tag<'a> {
        let end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        let length = self.rest.bytes().position(end);
        Tag {
            name: self.take(length.unwrap_or(self.rest.len())),
            side,
            attributes: self.take_attributes(),
        }
    }

    /// Takes the rest of a tag with its `>` and counts the attributes.
    fn take_attributes(&mut self) -> usize {
        let mut count = 0;
        let mut place = Place::Between;
        let mut bytes = self.rest.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            place = match (place, byte) {
                (_, b'>') => {
                    self.take(at + 1);
                    return count;
                }
                (Place::BeforeValue, b'"' | b'\'') => {
                    bytes.find(|(_, other)| *other == byte);
                    Place::Between
                }
                (Place::Name | Place::AfterName, b'=') => Place::BeforeValue,
                (Place::Name | Place::AfterName, _) if byte.is_ascii_whitespace() => {
                    Place::AfterName
                }
                (Place::BeforeValue, _) if byte.is_ascii_whitespace() => Place::BeforeValue,
                (Place::BeforeValue, _) => Place::BareValue,
                (_, _) if byte.is_ascii_whitespace() => Place::Between,
                (Place::BareValue, _) => Place::BareValue,
                (_, b'/') => Place::Between,
                (Place::Name, _) => Place::Name,
                (Place::Between | Place::AfterName, _) => {
                    count += 1;
                    Place::Name
                }
            };
        }
        self.rest = "";
        count
    }

    /// Takes a comment; `<!-->` and `<!--->` are whole ones.
    fn take_comment(&mut self) {
        self.take("!--".len());
        for whole in [">", "->"] {
            if self.rest.starts_with(whole) {
                self.take(whole.len());
                return;
            }
        }
        self.take_past("-->");
    }
}

/// Where in the attributes of a tag a byte stands.
#[derive(Clone, Copy)]
enum Place {
    Between,
    Name,
    AfterName,
    BeforeValue,
    BareValue,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let text = self.rest.find('<').unwrap_or(self.rest.len());
            if text > 0 {
                return Some(Piece::Text(self.take(text)));
            }
            let stray = self.take("<".len());
            match self.rest.as_bytes() {
                [b'!', b'-', b'-', ..] => self.take_comment(),
                [b'!' | b'?', ..] => self.take_past(">"),
                [b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                    self.take("/".len());
                    return Some(Piece::Tag(self.take_tag(Side::End)));
                }
                [letter, ..] if letter.is_ascii_alphabetic() => {
                    return Some(Piece::Tag(self.take_tag(Side::Start)));
                }
                _ => return Some(Piece::Text(stray)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: &str) -> String {
        let write = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Tag(tag) if tag.side == Side::End => format!("[/{}]", tag.name),
            Piece::Tag(tag) => format!("[{} {}]", tag.name, tag.attributes),
        };
        Pieces::of(page).map(write).collect()
    }

    #[test]
    fn a_page_falls_into_tags_and_text() {
        for (page, pieces) in [
            ("", ""),
            ("a < b", "a < b"),
            ("<<b>x</b>", "<[b 0]x[/b]"),
            ("<p class=x id='>' hidden>y", "[p 3]y"),
            ("<a href = \"a>b\" b>c", "[a 2]c"),
            ("<a \">c\">d", "[a 1]c\">d"),
            ("<br/>x<img src=a/b />", "[br 0]x[img 1]"),
            ("<!-- <p> -->x<!-->y<!--->z<!DOCTYPE html>", "xyz"),
            ("x<!-- never closed <p>", "x"),
            ("<p never closed", "[p 2]"),
        ] {
            assert_eq!(written(page), pieces, "{page}");
        }
    }

    #[test]
    fn raw_text_ends_at_its_own_end_tag() {
        let mut pieces = Pieces::of("if (a<b) '</b>'</SCRIPT>x");
        assert_eq!(pieces.raw_text("script"), "if (a<b) '</b>'");
        assert_eq!(Pieces::of("open").raw_text("style"), "open");
    }
}

//! Reads feeds, RSS and Atom, and what WordPress exports: each item is an article.

mod item;

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use self::item::Item;
use crate::article::{Article, Found};
use crate::corpus::bounds::read_known;
use crate::corpus::clues::Clues;
use crate::corpus::reader::{Around, Head, Reader, Way};
use crate::corpus::transcode::Utf8;
use crate::corpus::{BadRecord, Record, decode, fields, sniff};

/// Feeds.
pub(super) const READER: Reader = Reader {
    name: "feed",
    what: "a feed: RSS, Atom, or an export of WordPress; a summary is marked as one",
    example: "<rss><channel><title>Weir Gazette</title><item><title>Flood inquiry opens</title>\
<pubDate>Wed, 12 Mar 1997 09:00:00 GMT</pubDate><description>The inquiry opened.</description></item></channel></rss>",
    way: Way::Stream { recognises, read },
};

/// How much of the beginning is searched for the first element, in bytes.
const ROOT_WITHIN: usize = 64 << 10;

fn recognises(head: &Head<'_>) -> bool {
    if sniff::unread_bytes(head).is_some() || !head.text().trim_start().starts_with('<') {
        return false;
    }
    let text = head.text().trim_start();
    let beginning = &text[..text.floor_char_boundary(ROOT_WITHIN)];
    let has = |marks: &[&str]| marks.iter().any(|mark| beginning.contains(mark));
    match sniff::root_element(beginning).as_deref() {
        Some("rss") => true,
        Some("feed" | "entry") => has(&["w3.org/2005/Atom", "purl.org/atom", "<title", "<entry"]),
        Some("rdf") => has(&["purl.org/rss/", "netscape.com/rdf/", "<channel"]),
        _ => false,
    }
}

/// The most that one piece of a feed may be, in bytes: a text, a tag, an item.
const LARGEST_PIECE: u64 = 64 << 20;

/// How deep elements may stand in each other.
const DEEPEST: usize = 256;

fn read(input: &mut dyn BufRead, around: &Around<'_>, each: &mut dyn FnMut(Record)) {
    // A date in the path is that of the feed, not of its items.
    let around = &Around {
        clues: &Clues::default(),
        ..*around
    };
    let encoding = match input.fill_buf() {
        Ok(head) => decode::decode(head).encoding(),
        Err(error) => {
            let reason = format!("cannot read it: {error}");
            return each(Err(BadRecord::new(around.file, None, "unreadable", reason)));
        }
    };
    around.notes.of(around.file, |note| {
        note.encoding = Some(encoding.name().to_owned())
    });
    let left = Cell::new(LARGEST_PIECE);
    let input = Metered {
        inner: Utf8::repaired(input, encoding),
        left: &left,
    };
    let mut feed = Feed {
        around,
        each,
        names: Vec::new(),
        item: None,
        number: 0,
        text: String::new(),
        whole: Article::default(),
    };
    if let Err(reason) = feed.read(input, &left) {
        let number = Some(feed.number).filter(|number| *number > 0);
        let reason = format!("the feed cannot be read on: {reason}");
        each(Err(BadRecord::new(around.file, number, "not_xml", reason)));
    } else if feed.number == 0 {
        each(Err(BadRecord::new(
            around.file,
            None,
            "empty",
            "the feed has no items",
        )));
    }
}

/// A feed as far as it is read.
struct Feed<'a> {
    around: &'a Around<'a>,
    each: &'a mut dyn FnMut(Record),
    /// The elements that are open, outermost first.
    names: Vec<String>,
    item: Option<Item>,
    /// How many items were met.
    number: u64,
    /// The text of an element of the feed itself.
    text: String,
    /// What the feed says of all its items.
    whole: Article,
}

impl Feed<'_> {
    fn read(&mut self, input: impl BufRead, left: &Cell<u64>) -> Result<(), String> {
        let mut xml = XmlReader::from_reader(input);
        let config = xml.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            left.set(LARGEST_PIECE);
            buffer.clear();
            let event = xml.read_event_into(&mut buffer);
            let event = event.map_err(|error| error.to_string())?;
            match event {
                Event::Start(tag) => self.open(&tag)?,
                Event::End(tag) => self.close(&local(tag.name().as_ref())),
                Event::Text(text) => self.add(&text),
                Event::CData(text) => self.add(&text),
                Event::GeneralRef(name) => self.add(&resolved(&name)),
                Event::Eof => break,
                _ => {}
            }
            if self
                .item
                .as_ref()
                .is_some_and(|item| item.size() as u64 > LARGEST_PIECE)
            {
                return Err("an item is too large to be one".to_owned());
            }
        }
        match self.item.is_some() {
            true => Err("it breaks off inside an item".to_owned()),
            false => Ok(()),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.names.len() >= DEEPEST {
            return Err(format!(
                "elements stand more than {DEEPEST} deep in each other"
            ));
        }
        let name = local(tag.name().as_ref());
        if self.item.is_none() && matches!(name.as_str(), "item" | "entry") {
            self.item = Some(Item::new(self.names.len()));
            self.number += 1;
        } else if let Some(item) = &mut self.item {
            item.open(&name, self.names.len(), tag);
        } else {
            self.text.clear();
        }
        self.names.push(name);
        Ok(())
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.names.iter().rposition(|open| open == name) else {
            return;
        };
        // What stands open inside of it was never closed.
        self.names.truncate(at);
        let Some(mut item) = self.item.take() else {
            self.of_feed(name, at);
            return;
        };
        if !item.close(name, at) {
            self.item = Some(item);
            return;
        }
        if let Some(why) = item.why_skipped() {
            self.around.notes.skipped(why);
            return;
        }
        let mut article = item.article(self.around);
        fields::inherit(&mut article, &self.whole);
        article.place.record = Some(self.number);
        article.format = READER.name.into();
        (self.each)(fields::checked(article, self.around.file));
    }

    /// What a feed says of itself: its title is the source of its items.
    fn of_feed(&mut self, name: &str, depth: usize) {
        let text = fields::clean_line(&std::mem::take(&mut self.text));
        let is_own = matches!(
            self.names.last().map(String::as_str),
            Some("channel" | "feed")
        );
        let (Some(text), true, true) = (text, is_own, depth <= 2) else {
            return;
        };
        match name {
            "title" => self.whole.source = Some(Found::by("feed", text)),
            "language" | "dc:language" => self.whole.language = Some(Found::by("feed", text)),
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        match &mut self.item {
            Some(item) => item.add(text),
            None => self.text.push_str(text),
        }
    }
}

/// An element's name with the prefix that tells what it is, without those that say nothing.
fn local(name: &str) -> String {
    let local = match name.split_once(':') {
        Some(("atom" | "rss" | "a" | "a10" | "rdf", local)) => local,
        _ => name,
    };
    local.to_owned()
}

/// What an entity stands for; one that only HTML knows stays as it is, for the text is often HTML.
fn resolved(name: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return character.to_string();
    }
    match quick_xml::escape::resolve_xml_entity(name) {
        Some(text) => text.to_owned(),
        None => format!("&{};", &**name),
    }
}

/// A stream of which only so much can be read until more is granted.
struct Metered<'l, R> {
    inner: R,
    left: &'l Cell<u64>,
}

impl<R: BufRead> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_known(self, buffer)
    }
}

impl<R: BufRead> BufRead for Metered<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.left.get() {
            0 => Err(io::Error::other("a piece of it is too large to be one")),
            _ => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        self.left.set(self.left.get().saturating_sub(count as u64));
        self.inner.consume(count);
    }
}

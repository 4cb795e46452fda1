//! Reads ZIP archives from their beginning to their end: the header before each file is enough.
//!
//! The list at the end of the archive is not used. So one that was cut is read as far as it goes, one
//! inside another needs no memory, and files that the list calls one and the same many times over are
//! read once.

use std::io::{self, BufRead, BufReader, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::{Go, Inside};
use crate::corpus::ahead::Ahead;
use crate::corpus::bounds::{Bounded, Exactly, broken_off};
use crate::corpus::reader::{Head, Reader, Way};
use crate::corpus::sniff;

/// ZIP archives.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "zip",
    what: "a ZIP archive, or a WACZ archive of web pages",
    example: "export.zip!/1997/flood.html",
    way: Way::Container { recognises, read },
};

/// How the header of a file begins.
const MEMBER: [u8; 4] = *b"PK\x03\x04";

/// How the header of a file is followed, in bytes.
const HEADER: usize = 26;

/// What follows a file whose length its header does not tell.
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// A document of an office or a book is one article, not many files.
fn recognises(head: &Head<'_>) -> bool {
    head.bytes.starts_with(&MEMBER) && !sniff::is_zipped_document(head)
}

fn read(input: &mut dyn BufRead, inside: &mut Inside<'_>) {
    if let Err(error) = read_members(input, inside) {
        inside.broken(&error);
    }
}

/// Reads each file that is wanted, until no more is.
pub(in crate::corpus) fn read_members(
    input: &mut dyn BufRead,
    inside: &mut Inside<'_>,
) -> io::Result<()> {
    let mut input = Ahead::of(input);
    while next(&mut input, inside)?.is_continue() {}
    Ok(())
}

/// Reads the next file.
fn next(input: &mut Ahead<'_>, inside: &mut Inside<'_>) -> io::Result<Go> {
    let mut magic = [0; 4];
    input.read_exact(&mut magic)?;
    match magic {
        MEMBER => {}
        // The list at the end, a signature before it, or an empty archive.
        [b'P', b'K', 1, 2] | [b'P', b'K', 5, 6] | [b'P', b'K', 6, 6 | 8] | [b'P', b'K', 5, 5] => {
            return Ok(Go::Break(()));
        }
        _ => {
            return Err(io::Error::other(
                "a header in it is damaged; the rest is not read",
            ));
        }
    }
    let header = Header::read(input)?;
    if header.name.ends_with(b"/") {
        // A folder.
        Exactly::new(input, header.packed.unwrap_or(0)).skip_rest()?;
        return Ok(Go::Continue(()));
    }
    let wanted = inside.wanted(&header.name);
    match header.packed {
        Some(length) => of_known_length(input, &header, length, wanted.as_deref(), inside),
        None => of_unknown_length(input, &header, wanted.as_deref(), inside),
    }
}

/// What stands before a file.
struct Header {
    name: Vec<u8>,
    method: u16,
    flags: u16,
    /// Its length as it lies there; `None` if that stands behind it.
    packed: Option<u64>,
    crc: u32,
}

impl Header {
    fn read(input: &mut dyn BufRead) -> io::Result<Header> {
        let mut fixed = [0; HEADER];
        input.read_exact(&mut fixed)?;
        let two = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let four = |at: usize| {
            u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]])
        };
        let mut name = vec![0; usize::from(two(22))];
        input.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(two(24))];
        input.read_exact(&mut extra)?;
        let flags = two(2);
        let packed = match four(14) {
            u32::MAX => long_length(&extra, four(18)),
            short => Some(u64::from(short)),
        };
        Ok(Header {
            name,
            method: two(4),
            flags,
            packed: packed.filter(|length| flags & 8 == 0 || *length > 0),
            crc: four(10),
        })
    }

    /// The sum of what it unpacks to; `None` if that stands behind it.
    fn sum(&self) -> Option<u32> {
        (self.flags & 8 == 0).then_some(self.crc)
    }

    fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }
}

/// The length in an extra field, behind that of the unpacked file if this is there too.
fn long_length(extra: &[u8], unpacked: u32) -> Option<u64> {
    let mut rest = extra;
    while let [a, b, c, d, after @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let field = after.get(..length)?;
        if u16::from_le_bytes([*a, *b]) == 1 {
            let at = if unpacked == u32::MAX { 8 } else { 0 };
            let bytes = field.get(at..at + 8)?;
            return Some(u64::from_le_bytes(bytes.try_into().ok()?));
        }
        rest = after.get(length..)?;
    }
    None
}

fn of_known_length(
    input: &mut Ahead<'_>,
    header: &Header,
    length: u64,
    wanted: Option<&str>,
    inside: &mut Inside<'_>,
) -> io::Result<Go> {
    let mut packed = Exactly::new(input, length);
    let go = match wanted {
        Some(name) => member(&mut packed, header, name, inside),
        None => Go::Continue(()),
    };
    if go.is_break() {
        return Ok(go);
    }
    if !packed.skip_rest()? {
        return Err(broken_off());
    }
    if header.flags & 8 != 0 {
        skip_descriptor(input)?;
    }
    Ok(go)
}

/// Reads a file from its bytes as they lie there.
fn member(packed: &mut dyn BufRead, header: &Header, name: &str, inside: &mut Inside<'_>) -> Go {
    if header.is_encrypted() {
        inside.bad(Some(name), "encrypted", "it is encrypted and not read");
        return Go::Continue(());
    }
    let budget = inside.budget();
    match header.method {
        0 => inside.member(name, packed),
        8 => {
            let unpacked = Checked::new(DeflateDecoder::new(packed), header.sum());
            inside.member(name, &mut BufReader::new(Bounded::new(unpacked, budget)))
        }
        12 => {
            let unpacked = bzip2::bufread::BzDecoder::new(packed);
            inside.member(name, &mut BufReader::new(Bounded::new(unpacked, budget)))
        }
        method => {
            let reason = format!("it is packed in a way that is not read (method {method})");
            inside.bad(Some(name), "format_unsupported", reason);
            Go::Continue(())
        }
    }
}

/// Reads a file that tells its end itself: deflated, or stored up to what follows a file.
fn of_unknown_length(
    input: &mut Ahead<'_>,
    header: &Header,
    wanted: Option<&str>,
    inside: &mut Inside<'_>,
) -> io::Result<Go> {
    let budget = inside.budget();
    let name = String::from_utf8_lossy(&header.name);
    if header.is_encrypted() || !matches!(header.method, 0 | 8) {
        let what = if header.is_encrypted() {
            "encrypted"
        } else {
            "packed in another way"
        };
        return Err(io::Error::other(format!(
            "{name} in it is {what} and does not tell its length; the rest is not read"
        )));
    }
    let mut take = |content: &mut dyn BufRead| -> io::Result<Go> {
        let go = wanted.map_or(Go::Continue(()), |name| inside.member(name, content));
        if go.is_continue() {
            io::copy(content, &mut io::sink())?;
        }
        Ok(go)
    };
    if header.method == 8 {
        let unpacked = DeflateDecoder::new(&mut *input);
        let go = take(&mut BufReader::new(Bounded::new(unpacked, budget)))?;
        if go.is_continue() {
            skip_descriptor(input)?;
        }
        return Ok(go);
    }
    take(&mut BufReader::new(Stored::new(input)))
}

/// Passes over what follows a file: perhaps a mark, then a sum and two lengths of four bytes or eight.
fn skip_descriptor(input: &mut Ahead<'_>) -> io::Result<()> {
    let next = input.peek(26)?;
    let start = if next.starts_with(&DESCRIPTOR) { 4 } else { 0 };
    let known = |length: usize| {
        let after = next.get(start + length..start + length + 2);
        after.is_some_and(|after| after == b"PK")
    };
    // Lengths of eight bytes are only there if a header follows just behind them.
    let length = if known(20) && !known(12) { 20 } else { 12 };
    match Exactly::new(input, (start + length) as u64).skip_rest()? {
        true => Ok(()),
        false => Err(broken_off()),
    }
}

/// What is unpacked, whose sum must be that of the header.
struct Checked<R> {
    inner: R,
    sum: Crc,
    /// `None` where it is not known.
    wanted: Option<u32>,
}

impl<R: Read> Checked<R> {
    fn new(inner: R, wanted: Option<u32>) -> Self {
        Checked {
            inner,
            sum: Crc::new(),
            wanted,
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.sum.update(&buffer[..count]);
        if count == 0 && !buffer.is_empty() && self.wanted.is_some_and(|sum| sum != self.sum.sum())
        {
            return Err(io::Error::other("its sum is wrong: it is damaged"));
        }
        Ok(count)
    }
}

/// A stored file up to the mark behind it, whose sum and length are those of what was read.
struct Stored<'r, 'i> {
    input: &'r mut Ahead<'i>,
    sum: Crc,
    length: u64,
    has_ended: bool,
}

impl<'r, 'i> Stored<'r, 'i> {
    fn new(input: &'r mut Ahead<'i>) -> Self {
        Stored {
            input,
            sum: Crc::new(),
            length: 0,
            has_ended: false,
        }
    }

    /// How long the mark is that these bytes begin with, if they do: with lengths of eight bytes or
    /// of four.
    fn mark(&self, next: &[u8]) -> Option<usize> {
        if !next.starts_with(&DESCRIPTOR) || next.get(4..8)? != self.sum.sum().to_le_bytes() {
            return None;
        }
        let long = self.length.to_le_bytes();
        if next.get(8..16) == Some(&long[..]) && next.get(16..24) == Some(&long[..]) {
            return Some(24);
        }
        (next.get(8..12) == Some(&long[..4]) && next.get(12..16) == Some(&long[..4])).then_some(16)
    }
}

impl Read for Stored<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ended || buffer.is_empty() {
            return Ok(0);
        }
        let next = self.input.peek(24)?;
        let mut start = [0; 24];
        let seen = next.len().min(start.len());
        start[..seen].copy_from_slice(&next[..seen]);
        if seen == 0 {
            return Err(broken_off());
        }
        // What may be a mark is looked at when it comes first.
        let mark_at = next.iter().skip(1).position(|byte| *byte == DESCRIPTOR[0]);
        let count = mark_at.map_or(next.len(), |at| at + 1).min(buffer.len());
        if let Some(length) = self.mark(&start[..seen]) {
            self.input.consume(length);
            self.has_ended = true;
            return Ok(0);
        }
        self.input.read_exact(&mut buffer[..count])?;
        self.sum.update(&buffer[..count]);
        self.length += count as u64;
        Ok(count)
    }
}

//! Reads tar archives: headers of 512 bytes, each before its file.
//!
//! Written here for its bounds: the `tar` crate reads a long name into memory however long it says
//! that it is.

use std::io::{self, BufRead, Read};

use super::Inside;
use crate::corpus::bounds::{Exactly, broken_off};
use crate::corpus::reader::{Head, Reader, Way};

/// Tar archives.
pub(in crate::corpus) const READER: Reader = Reader {
    name: "tar",
    what: "a tar archive, packed or not",
    example: "export.tar.gz!/1997/flood.txt",
    way: Way::Container { recognises, read },
};

/// Headers and the files behind them fill blocks of so many bytes.
const BLOCK: usize = 512;

/// The longest block of names and attributes that is read, in bytes.
const LONGEST_EXTENSION: u64 = 1 << 20;

fn recognises(head: &Head<'_>) -> bool {
    let block = head
        .bytes
        .get(..BLOCK)
        .and_then(|block| block.try_into().ok());
    block.is_some_and(|block| Header::of(block).is_some())
}

fn read(input: &mut dyn BufRead, inside: &mut Inside<'_>) {
    if let Err(error) = read_members(input, inside) {
        inside.broken(&error);
    }
}

fn read_members(input: &mut dyn BufRead, inside: &mut Inside<'_>) -> io::Result<()> {
    let mut extended = Extended::default();
    loop {
        let mut block = [0; BLOCK];
        match fill(input, &mut block)? {
            0 => return Ok(()),
            BLOCK => {}
            _ => return Err(broken_off()),
        }
        if block.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
        let Some(header) = Header::of(&block) else {
            return Err(io::Error::other(
                "a header in it is damaged; the rest is not read",
            ));
        };
        let size = match header.kind {
            // Names and attributes have sizes of their own.
            b'L' | b'K' | b'x' | b'g' => header.size,
            _ => extended.size.unwrap_or(header.size),
        };
        let padding = size.next_multiple_of(BLOCK as u64) - size;
        match header.kind {
            b'L' => extended.name = Some(name_until_zero(&extension(input, size)?).to_vec()),
            b'x' => extended.read(&extension(input, size)?),
            b'0' | b'\0' | b'7' => {
                let name = extended.name.take().unwrap_or(header.name);
                extended = Extended::default();
                if !member(input, size, &name, inside)? {
                    return Ok(());
                }
            }
            b'K' | b'g' => skip(input, size)?,
            _ => {
                // Folders, links and devices hold nothing.
                extended = Extended::default();
                skip(input, size)?;
            }
        }
        skip(input, padding)?;
    }
}

/// Reads a file; false if the archive is not to be read on.
fn member(
    input: &mut dyn BufRead,
    size: u64,
    name: &[u8],
    inside: &mut Inside<'_>,
) -> io::Result<bool> {
    let mut content = Exactly::new(input, size);
    if let Some(name) = inside.wanted(name)
        && inside.member(&name, &mut content).is_break()
    {
        return Ok(false);
    }
    match content.skip_rest()? {
        true => Ok(true),
        false => Err(broken_off()),
    }
}

/// What the block before a file says of it.
struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

impl Header {
    /// Reads a header whose sum is right.
    fn of(block: &[u8; BLOCK]) -> Option<Header> {
        let sum: u64 = (block.iter().enumerate())
            // The sum is taken with spaces in its own place.
            .map(|(at, byte)| match at {
                148..156 => u64::from(b' '),
                _ => u64::from(*byte),
            })
            .sum();
        if number(&block[148..156])? != sum {
            return None;
        }
        let mut name = name_until_zero(&block[..100]).to_vec();
        let prefix = name_until_zero(&block[345..500]);
        if &block[257..263] == b"ustar\0" && !prefix.is_empty() {
            name = [prefix, b"/", &name].concat();
        }
        Some(Header {
            name,
            size: number(&block[124..136])?,
            kind: block[156],
        })
    }
}

/// What a block of names and attributes says of the file behind it.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Extended {
    /// Reads lines of `LENGTH KEY=VALUE`.
    fn read(&mut self, mut lines: &[u8]) {
        while let Some(space) = lines.iter().position(|byte| *byte == b' ') {
            let length = std::str::from_utf8(&lines[..space]).ok();
            let Some(length) = length.and_then(|length| length.parse::<usize>().ok()) else {
                return;
            };
            if length <= space + 1 || length > lines.len() {
                return;
            }
            let (line, rest) = lines.split_at(length);
            let line = &line[space + 1..line.len() - 1];
            if let Some(path) = line.strip_prefix(b"path=") {
                self.name = Some(path.to_vec());
            } else if let Some(size) = line.strip_prefix(b"size=") {
                self.size = std::str::from_utf8(size)
                    .ok()
                    .and_then(|size| size.parse().ok());
            }
            lines = rest;
        }
    }
}

/// A number in octal digits, or in bytes where the first says so.
fn number(field: &[u8]) -> Option<u64> {
    if let Some((first, rest)) = field.split_first()
        && first & 0x80 != 0
    {
        let bytes = rest.get(rest.len().checked_sub(8)?..)?;
        return Some(u64::from_be_bytes(bytes.try_into().ok()?));
    }
    let digits = field.iter().filter(|byte| !matches!(byte, b' ' | 0));
    let digits: String = digits.map(|byte| char::from(*byte)).collect();
    match digits.is_empty() {
        true => Some(0),
        false => u64::from_str_radix(&digits, 8).ok(),
    }
}

fn name_until_zero(field: &[u8]) -> &[u8] {
    let end = field.iter().position(|byte| *byte == 0);
    &field[..end.unwrap_or(field.len())]
}

fn extension(input: &mut dyn BufRead, size: u64) -> io::Result<Vec<u8>> {
    if size > LONGEST_EXTENSION {
        return Err(io::Error::other(
            "a name in it is too long to be one; the rest is not read",
        ));
    }
    let mut bytes = Vec::new();
    input.take(size).read_to_end(&mut bytes)?;
    match bytes.len() as u64 == size {
        true => Ok(bytes),
        false => Err(broken_off()),
    }
}

fn skip(input: &mut dyn BufRead, length: u64) -> io::Result<()> {
    match Exactly::new(input, length).skip_rest()? {
        true => Ok(()),
        false => Err(broken_off()),
    }
}

/// Reads a block, or what is left of the input.
fn fill(input: &mut dyn BufRead, block: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match input.read(&mut block[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

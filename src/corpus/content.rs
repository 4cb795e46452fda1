//! What a file holds, as a number: hashed while the file is read, so that it is read once.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Take};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::open;

/// The content of a file: the first half of the BLAKE3 hash of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Content(u128);

impl Content {
    /// Reads a file to its end for nothing but its content.
    pub fn of_file(path: &Path) -> io::Result<Content> {
        let mut hash = blake3::Hasher::new();
        io::copy(&mut open::regular(path)?, &mut hash)?;
        Ok(Content::of(&hash))
    }

    /// Reads the beginning of a file that may have been appended to; `None` if it is shorter than
    /// that, or does not end there with a line.
    pub(crate) fn of_beginning(
        path: &Path,
        bytes: u64,
    ) -> io::Result<Option<(Content, Beginning)>> {
        let mut input = BufReader::with_capacity(BUFFER, open::regular(path)?).take(bytes);
        let (mut hash, mut beginning, mut last) = (blake3::Hasher::new(), Beginning::default(), 0);
        loop {
            let read = input.fill_buf()?;
            let Some(end) = read.last() else { break };
            last = *end;
            hash.update(read);
            beginning.bytes += read.len() as u64;
            beginning.lines += read.iter().filter(|byte| **byte == b'\n').count() as u64;
            let read = read.len();
            input.consume(read);
        }
        let is_whole = beginning.bytes == bytes && last == b'\n';
        Ok(is_whole.then(|| (Content::of(&hash), beginning)))
    }

    fn of(hash: &blake3::Hasher) -> Content {
        let mut first = [0; 16];
        first.copy_from_slice(&hash.finalize().as_bytes()[..16]);
        Content(u128::from_be_bytes(first))
    }
}

/// The beginning of a file, up to the end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginning {
    pub(crate) bytes: u64,
    pub(crate) lines: u64,
}

/// Large enough for the hash to work on many blocks at once.
const BUFFER: usize = 64 * 1024;

impl Serialize for Content {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:032x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Content, D::Error> {
        let digits = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        let number = u128::from_str_radix(&digits, 16).map_err(serde::de::Error::custom)?;
        Ok(Content(number))
    }
}

/// Opens a file as often as its readers like, and knows its content once one of them has come to
/// its end.
pub(super) struct Opener<'a> {
    path: &'a Path,
    content: Cell<Option<Content>>,
}

impl Opener<'_> {
    pub(super) fn of(path: &Path) -> Opener<'_> {
        Opener {
            path,
            content: Cell::new(None),
        }
    }

    /// The content, if the file was read to its end.
    pub(super) fn content(&self) -> Option<Content> {
        self.content.get()
    }

    pub(super) fn open(&self) -> io::Result<BufReader<Hashing<'_>>> {
        Ok(BufReader::new(Hashing {
            file: open::regular(self.path)?,
            hash: blake3::Hasher::new(),
            content: &self.content,
        }))
    }
}

/// A file that is hashed while it is read.
pub(super) struct Hashing<'a> {
    file: Take<File>,
    hash: blake3::Hasher,
    content: &'a Cell<Option<Content>>,
}

impl Read for Hashing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.hash.update(&into[..read]);
        if read == 0 && !into.is_empty() {
            self.content.set(Some(Content::of(&self.hash)));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_read_in_pieces_has_the_content_that_it_has_as_a_whole() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        std::fs::write(file.path(), bytes).expect("the file is ours");
        let opener = Opener::of(file.path());
        let mut half = vec![0; 50_000];
        let mut first = opener.open().expect("it can be opened");
        first.read_exact(&mut half).expect("it is long enough");
        assert_eq!(opener.content(), None);
        let mut whole = Vec::new();
        let mut second = opener.open().expect("it can be opened again");
        second.read_to_end(&mut whole).expect("it can be read");
        let expected = Content::of_file(file.path()).expect("it can be read");
        assert_eq!(opener.content(), Some(expected));
        let text = serde_json::to_string(&expected).expect("it is a string");
        let read: Content = serde_json::from_str(&text).expect("it was just written");
        assert_eq!(read, expected);
    }
}

//! Unpacks gzip, bzip2, xz and zstd: one stream, whose name is that of the file without its ending.

use std::io::{self, BufRead, BufReader, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use zstd::stream::read::Decoder;

use super::Inside;
use crate::corpus::bounds::Bounded;
use crate::corpus::reader::{Head, Reader, Way};

/// Files packed by gzip.
pub(in crate::corpus) const GZIP: Reader = Reader {
    name: "gz",
    what: "a file packed by gzip, of one part or many",
    example: "dump.jsonl.gz",
    way: Way::Container {
        recognises: |head| head.bytes.starts_with(GZIP_MAGIC),
        read: |input, inside| {
            let gzip = Gzip::new(input);
            unpack(gzip, inside);
        },
    },
};

/// Files packed by bzip2.
pub(in crate::corpus) const BZIP2: Reader = Reader {
    name: "bz2",
    what: "a file packed by bzip2",
    example: "dump.jsonl.bz2",
    way: Way::Container {
        recognises: |head| {
            head.bytes.starts_with(b"BZh") && head.bytes.get(4..10) == Some(b"1AY&SY")
        },
        read: |input, inside| unpack(MultiBzDecoder::new(input), inside),
    },
};

/// Files packed by xz.
pub(in crate::corpus) const XZ: Reader = Reader {
    name: "xz",
    what: "a file packed by xz, of at most 128 MiB of memory",
    example: "dump.csv.xz",
    way: Way::Container {
        recognises: |head| head.bytes.starts_with(b"\xfd7zXZ\0"),
        read: |input, inside| unpack(XzReader::new_mem_limit(input, true, XZ_MEMORY_KIB), inside),
    },
};

/// Files packed by zstd, also those that begin with the dictionary of a web archive.
pub(in crate::corpus) const ZSTD: Reader = Reader {
    name: "zst",
    what: "a file packed by zstd, with a window of at most 128 MiB",
    example: "dump.jsonl.zst",
    way: Way::Container {
        recognises: is_zstd,
        read: read_zstd,
    },
};

/// How gzip begins, with the only method that there is.
const GZIP_MAGIC: &[u8] = b"\x1f\x8b\x08";

/// How a frame of zstd begins.
const ZSTD_MAGIC: &[u8] = b"\x28\xb5\x2f\xfd";

/// How the frame begins that holds the dictionary of a `.warc.zst`.
const DICTIONARY_MAGIC: &[u8] = b"\x5d\x2a\x4d\x18";

/// Memory that an xz file may ask for: a dictionary of 128 MiB and what goes with it.
const XZ_MEMORY_KIB: u32 = 130 << 10;

/// The largest window of zstd, as a power of two: 128 MiB.
const LARGEST_WINDOW: u32 = 27;

/// The largest dictionary, in bytes, packed or not.
const LARGEST_DICTIONARY: u64 = 64 << 20;

fn unpack(packed: impl Read, inside: &mut Inside<'_>) {
    let bounded = Bounded::new(packed, inside.budget());
    // Whether it is to be read on does not matter: there is nothing more in it.
    let _ = inside.unpacked(&mut BufReader::new(bounded));
}

fn is_zstd(head: &Head<'_>) -> bool {
    [ZSTD_MAGIC, DICTIONARY_MAGIC]
        .iter()
        .any(|magic| head.bytes.starts_with(magic))
}

fn read_zstd(mut input: &mut dyn BufRead, inside: &mut Inside<'_>) {
    let decoder = dictionary(input).and_then(|dictionary| {
        let input: &mut dyn BufRead = &mut input;
        let mut decoder = Decoder::with_dictionary(input, &dictionary)?;
        decoder.window_log_max(LARGEST_WINDOW)?;
        Ok(decoder)
    });
    match decoder {
        Ok(decoder) => unpack(decoder, inside),
        Err(error) => inside.broken(&error),
    }
}

/// The dictionary in the first frame of a `.warc.zst`; empty if there is none.
fn dictionary(input: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    if !input.fill_buf()?.starts_with(DICTIONARY_MAGIC) {
        return Ok(Vec::new());
    }
    let mut head = [0; 8];
    input.read_exact(&mut head)?;
    let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
    let mut frame = Vec::new();
    if length <= LARGEST_DICTIONARY {
        input.take(length).read_to_end(&mut frame)?;
    }
    if frame.len() as u64 != length {
        return Err(io::Error::other("its dictionary is damaged"));
    }
    if !frame.starts_with(ZSTD_MAGIC) {
        return Ok(frame);
    }
    let mut dictionary = Vec::new();
    let unpacked = Decoder::with_buffer(frame.as_slice())?;
    unpacked
        .take(LARGEST_DICTIONARY)
        .read_to_end(&mut dictionary)?;
    Ok(dictionary)
}

/// The parts of a gzip file, one after another.
///
/// Each record of a web archive is a part of its own. A damaged one does not end the file: what
/// follows from the next beginning of a part on is read, and the damage is told at the end.
struct Gzip<'r> {
    part: Part<'r>,
    /// Whether the file has shown that it is a web archive, whose parts stand alone.
    is_web_archive: Option<bool>,
    damaged: u64,
}

/// Where in a gzip file the reader is.
enum Part<'r> {
    Inside(Box<GzDecoder<&'r mut dyn BufRead>>),
    Between(&'r mut dyn BufRead),
    Ended,
}

impl<'r> Gzip<'r> {
    fn new(input: &'r mut dyn BufRead) -> Gzip<'r> {
        Gzip {
            part: Part::Between(input),
            is_web_archive: None,
            damaged: 0,
        }
    }

    /// Begins the next part; the end of the file, or what is behind the last part, ends it.
    fn begin(&mut self, input: &'r mut dyn BufRead) -> io::Result<()> {
        let next = input.fill_buf()?;
        if next.starts_with(&GZIP_MAGIC[..next.len().min(2)]) && !next.is_empty() {
            self.part = Part::Inside(Box::new(GzDecoder::new(input)));
            return Ok(());
        }
        let is_padding = rest_is_zeros(input)?;
        match (is_padding, self.damaged) {
            (true, 0) => Ok(()),
            (true, damaged) => Err(io::Error::other(format!(
                "{damaged} damaged parts of it were passed over"
            ))),
            (false, _) => Err(io::Error::other("behind its end there is something else")),
        }
    }

    /// Looks for the beginning of the next part behind a damaged one.
    fn resume(&mut self, input: &'r mut dyn BufRead) -> io::Result<()> {
        self.damaged += 1;
        loop {
            let known = input.fill_buf()?;
            if known.is_empty() {
                return self.begin(input);
            }
            let at = known
                .windows(GZIP_MAGIC.len())
                .position(|part| part == GZIP_MAGIC);
            match at {
                Some(at) => {
                    input.consume(at);
                    self.part = Part::Inside(Box::new(GzDecoder::new(input)));
                    return Ok(());
                }
                None => {
                    // A beginning may be cut by the end of the buffer.
                    let length = known.len().saturating_sub(GZIP_MAGIC.len() - 1).max(1);
                    input.consume(length);
                }
            }
        }
    }
}

impl Read for Gzip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.part, Part::Ended) {
                Part::Ended => return Ok(0),
                Part::Between(input) => self.begin(input)?,
                Part::Inside(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.part = Part::Between(decoder.into_inner()),
                    Ok(count) => {
                        let is_web_archive = buffer[..count].starts_with(b"WARC/");
                        self.is_web_archive.get_or_insert(is_web_archive);
                        self.part = Part::Inside(decoder);
                        return Ok(count);
                    }
                    Err(error) => match self.is_web_archive {
                        Some(true) if error.kind() != io::ErrorKind::UnexpectedEof => {
                            self.resume(decoder.into_inner())?;
                        }
                        _ => return Err(error),
                    },
                },
            }
        }
    }
}

/// Whether nothing but zeros follows, as tapes and disks leave behind a file.
fn rest_is_zeros(input: &mut dyn BufRead) -> io::Result<bool> {
    loop {
        let known = input.fill_buf()?;
        if known.is_empty() {
            return Ok(true);
        }
        if known.iter().any(|byte| *byte != 0) {
            return Ok(false);
        }
        let length = known.len();
        input.consume(length);
    }
}

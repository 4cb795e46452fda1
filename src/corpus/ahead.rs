//! A stream that can be looked into ahead of where it is read.

use std::io::{self, BufRead, Read};

use crate::corpus::bounds::read_known;

/// How much is read at a time, in bytes.
const STEP: usize = 64 * 1024;

/// A stream that can be looked into ahead.
pub(super) struct Ahead<'r> {
    input: &'r mut dyn BufRead,
    known: Vec<u8>,
    taken: usize,
}

impl<'r> Ahead<'r> {
    pub(super) fn of(input: &'r mut dyn BufRead) -> Ahead<'r> {
        Ahead {
            input,
            known: Vec::new(),
            taken: 0,
        }
    }

    /// The next bytes, at least so many unless the stream ends before.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.known.len() - self.taken < count && self.taken > 0 {
            self.known.drain(..self.taken);
            self.taken = 0;
        }
        while self.known.len() - self.taken < count {
            let more = self.input.fill_buf()?;
            if more.is_empty() {
                break;
            }
            let length = more.len().min(STEP);
            self.known.extend_from_slice(&more[..length]);
            self.input.consume(length);
        }
        Ok(&self.known[self.taken..])
    }
}

impl Read for Ahead<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_known(self, buffer)
    }
}

impl BufRead for Ahead<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.taken = (self.taken + count).min(self.known.len());
    }
}

//! Bounds on what is unpacked, and ends where a stream breaks off: no input takes the memory or the
//! time of many times its size.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};

/// How many times what was read of a file may be unpacked from it, unless more is allowed. Text
/// packs to a quarter, and pages full of the same markup to a fiftieth.
pub(super) const MOST_TIMES: u64 = 100;

/// What may always be unpacked, in bytes: it is read in a second.
const ALWAYS: u64 = 4 << 20;

/// How much was read of a file of the archive, and how much was unpacked from it.
pub(super) struct Budget {
    most_times: u64,
    read: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    /// A budget for so many times what is read.
    pub(super) fn of_times(most_times: u64) -> Budget {
        Budget {
            most_times,
            read: Cell::new(0),
            unpacked: Cell::new(0),
        }
    }

    /// Why no more is unpacked.
    pub(super) fn too_much(&self) -> TooMuch {
        TooMuch {
            most_times: self.most_times,
        }
    }

    /// Whether no more may be unpacked.
    pub(super) fn is_spent(&self) -> bool {
        self.unpacked.get()
            > self
                .read
                .get()
                .saturating_mul(self.most_times)
                .saturating_add(ALWAYS)
    }
}

/// More was unpacked than any text comes to.
#[derive(Debug, thiserror::Error)]
#[error(
    "it unpacks to more than {most_times} times its size, as no text does (--unpack allows more)"
)]
pub(super) struct TooMuch {
    most_times: u64,
}

/// A file of the archive that holds others, whose bytes are counted where they are unpacked: what is
/// only looked at to recognise it lets no more be unpacked.
pub(super) struct Counted<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<'b, R: BufRead> Counted<'b, R> {
    pub(super) fn new(inner: R, budget: &'b Budget) -> Self {
        Counted { inner, budget }
    }
}

impl<R: BufRead> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget.read.set(self.budget.read.get() + count as u64);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.budget.read.set(self.budget.read.get() + count as u64);
        self.inner.consume(count);
    }
}

/// Reads from what a stream has at hand.
pub(super) fn read_known(input: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let known = input.fill_buf()?;
    let count = known.len().min(buffer.len());
    buffer[..count].copy_from_slice(&known[..count]);
    input.consume(count);
    Ok(count)
}

/// What an unpacker gives, as long as the budget lasts.
pub(super) struct Bounded<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<'b, R: Read> Bounded<'b, R> {
    pub(super) fn new(inner: R, budget: &'b Budget) -> Self {
        Bounded { inner, budget }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.budget.is_spent() {
            return Err(io::Error::other(self.budget.too_much()));
        }
        let count = self.inner.read(buffer)?;
        let unpacked = &self.budget.unpacked;
        unpacked.set(unpacked.get() + count as u64);
        Ok(count)
    }
}

/// A stream that ends where it cannot be read on; why is kept.
///
/// What was read before is worth having: readers see an end, and whoever made the stream tells of
/// the error.
pub(super) struct Ending<'e, R> {
    inner: R,
    error: &'e RefCell<Option<io::Error>>,
}

impl<'e, R: BufRead> Ending<'e, R> {
    pub(super) fn new(inner: R, error: &'e RefCell<Option<io::Error>>) -> Self {
        Ending { inner, error }
    }
}

impl<R: BufRead> Read for Ending<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Ending<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.error.borrow().is_some() {
            return Ok(&[]);
        }
        loop {
            match self.inner.fill_buf() {
                // The buffer is asked for anew below: a borrow cannot leave the loop.
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    *self.error.borrow_mut() = Some(error);
                    return Ok(&[]);
                }
            }
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
    }
}

/// Exactly so many bytes of a stream; one that ends before them breaks off.
pub(super) struct Exactly<'r> {
    inner: &'r mut dyn BufRead,
    left: u64,
}

impl<'r> Exactly<'r> {
    pub(super) fn new(inner: &'r mut dyn BufRead, length: u64) -> Self {
        Exactly {
            inner,
            left: length,
        }
    }

    /// Passes over what was not read; false if the stream ends before.
    pub(super) fn skip_rest(mut self) -> io::Result<bool> {
        while self.left > 0 {
            let available = self.inner.fill_buf()?.len();
            if available == 0 {
                return Ok(false);
            }
            self.consume(available);
        }
        Ok(true)
    }
}

impl Read for Exactly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Exactly<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let available = self.inner.fill_buf()?;
        if available.is_empty() {
            return Err(broken_off());
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        Ok(&available[..available.len().min(most)])
    }

    fn consume(&mut self, count: usize) {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let count = count.min(most);
        self.left -= count as u64;
        self.inner.consume(count);
    }
}

/// The error of a stream that ends before it should.
pub(super) fn broken_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it breaks off")
}

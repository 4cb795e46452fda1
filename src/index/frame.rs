//! Packs stored articles, each in a zstd frame of its own, with a dictionary trained on the archive.
//!
//! A frame of its own is fetched in about 16 µs where a shared block of the same size takes 50 to
//! 80; the dictionary gives back what small frames lose.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::EncoderDictionary;

use crate::error::Error;

/// zstd's own middle: level 1 is 16 % larger, higher ones are slower and hardly smaller.
const LEVEL: i32 = 3;
/// The size at which zstd's own trainer stops by default.
const DICTIONARY_BYTES: usize = 110 * 1024;
/// Fewer samples make a dictionary that costs more than it saves.
const LEAST_SAMPLES: usize = 500;
/// No article is larger when unpacked; a damaged frame must not claim more.
const LARGEST_FRAME: usize = 512 * 1024 * 1024;

/// What the articles of an index are packed with, on several threads: it is known once a dictionary
/// has been trained on the first of them.
#[derive(Clone, Default)]
pub(super) struct Packing(Arc<OnceLock<EncoderDictionary<'static>>>);

impl Packing {
    /// Makes the dictionary known, which is empty where there is none.
    pub(super) fn know(&self, dictionary: &[u8]) {
        self.0
            .get_or_init(|| EncoderDictionary::copy(dictionary, LEVEL));
    }

    /// A packer, if the dictionary is known.
    pub(super) fn frames(&self) -> Result<Option<Frames<'_>>, Error> {
        let dictionary = self.0.get();
        let compressor = dictionary.map(Compressor::with_prepared_dictionary);
        let compressor = compressor.transpose().map_err(Error::of_index)?;
        Ok(compressor.map(|compressor| Frames { compressor }))
    }
}

/// Packs.
pub(super) struct Frames<'d> {
    compressor: Compressor<'d>,
}

impl Frames<'_> {
    /// A packer with this dictionary, or none where it is empty.
    pub(super) fn new(dictionary: &[u8]) -> Result<Frames<'static>, Error> {
        let compressor = Compressor::with_dictionary(LEVEL, dictionary).map_err(Error::of_index)?;
        Ok(Frames { compressor })
    }

    pub(super) fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        self.compressor.compress(bytes).map_err(Error::of_index)
    }
}

/// A dictionary for articles like these; empty where they are too few.
pub(super) fn train(samples: &[Vec<u8>]) -> Vec<u8> {
    if samples.len() < LEAST_SAMPLES {
        return Vec::new();
    }
    // Samples too alike or too short give no dictionary: frames are legal without one.
    zstd::dict::from_samples(samples, DICTIONARY_BYTES).unwrap_or_default()
}

/// Unpacks the articles of an index.
pub(super) struct Unpacker {
    /// One for all: a fresh context costs more than most frames. Whoever waits for it waits for microseconds.
    decompressor: Mutex<Decompressor<'static>>,
}

impl Unpacker {
    /// An unpacker with the dictionary of an index, empty where it has none.
    pub(super) fn with(dictionary: &[u8]) -> Result<Unpacker, Error> {
        let decompressor = Decompressor::with_dictionary(dictionary).map_err(Error::of_index)?;
        Ok(Unpacker {
            decompressor: Mutex::new(decompressor),
        })
    }

    /// Unpacks a frame.
    pub(super) fn unpack(&self, frame: &[u8]) -> std::io::Result<Vec<u8>> {
        let size = zstd::zstd_safe::get_frame_content_size(frame);
        let size = size.ok().flatten().unwrap_or(0);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        // A decompressor holds nothing from one frame to the next that a panic could spoil.
        let decompressor = self.decompressor.lock();
        let mut decompressor = decompressor.unwrap_or_else(PoisonError::into_inner);
        decompressor.decompress(frame, size.min(LARGEST_FRAME))
    }
}

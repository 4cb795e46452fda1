//! Walks through the words of a printed paragraph, as far as somebody asks.
//!
//! Those who show text need to know where words stand and where sentences end, and of most articles
//! no more than the beginning of a few. Nearly all words are ASCII letters with a sign of ASCII behind
//! them: these are stepped over here; all others are read as the index reads them.

use super::WordAt;
use super::abbreviations::is_abbreviation;
use super::characters::{Char, Class, class_of_byte, word_start};
use super::sentences::{LONGEST_SENTENCE, ends_within};
use super::words::{Word, word_from};

/// The words of one printed paragraph: the positions and sentence ends that [`super::body`] gives it,
/// as far as they were asked for.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a str,
    words: Vec<WordAt>,
    /// The words at which sentences end.
    ends: Vec<usize>,
    /// The first character of the next word; `None` behind the last.
    next: Option<Start>,
}

/// Room for so many sentences, and for so many words of one, is made at once.
const USUAL_SENTENCES: usize = 16;
const USUAL_SENTENCE: usize = 64;

/// Where a word begins, and with what.
#[derive(Clone, Copy, Debug)]
struct Start {
    at: usize,
    class: Class,
}

impl Start {
    fn of(first: Char) -> Start {
        Start {
            at: first.start,
            class: first.class,
        }
    }

    /// Of the first word from a byte on.
    fn from(text: &str, at: usize) -> Option<Start> {
        word_start(text, at).map(Start::of)
    }
}

impl<'a> Walk<'a> {
    /// Stands before the first word of a paragraph.
    pub fn through(text: &'a str) -> Walk<'a> {
        Walk {
            text,
            words: Vec::new(),
            ends: Vec::with_capacity(USUAL_SENTENCES),
            next: Start::from(text, 0),
        }
    }

    /// The words met so far.
    pub fn words(&self) -> &[WordAt] {
        &self.words
    }

    /// The indices of those at which a sentence ends, in order.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Where the next word begins; the end of the text behind the last.
    pub fn next_start(&self) -> usize {
        self.next.map_or(self.text.len(), |next| next.at)
    }

    /// Goes on until so many words have been met, or all.
    pub fn to_word(&mut self, count: usize) {
        let missing = count.saturating_sub(self.words.len()) + USUAL_SENTENCE;
        self.words.reserve(missing.min(self.text.len()));
        while self.words.len() < count && self.stride(count) {}
    }

    /// Goes on to the next end of a sentence and tells its index; `None` if all have been met.
    pub fn to_end(&mut self) -> Option<usize> {
        let met = self.ends.len();
        while self.ends.len() == met {
            if !self.stride(usize::MAX) {
                return None;
            }
        }
        self.ends.last().copied()
    }

    /// Goes to the end of the paragraph.
    pub fn to_last(mut self) -> Vec<WordAt> {
        self.words.reserve(self.text.len() / 5);
        while self.stride(usize::MAX) {}
        self.words
    }

    /// Meets one word or more, until there are so many at most; false if there is none.
    ///
    /// No sentence ends behind a word of letters and signs that are no stops but by its length.
    #[inline]
    fn stride(&mut self, most: usize) -> bool {
        let Some(Start { mut at, .. }) = self.next else {
            return false;
        };
        let first = self.ends.last().map_or(0, |last| last + 1);
        let quick = most.min(first + LONGEST_SENTENCE - 1);
        let bytes = self.text.as_bytes();
        while self.words.len() < quick {
            let end = at + letters(&bytes[at..]);
            let Some(next) = over_signs(bytes, end).filter(|_| end > at) else {
                break;
            };
            self.words.push(WordAt {
                start: at,
                end,
                ends_sentence: false,
            });
            at = next;
        }
        self.next = Start::from(self.text, at);
        self.words.len() >= most || self.step(first)
    }

    /// Meets one more word of the sentence that begins with this one.
    fn step(&mut self, first: usize) -> bool {
        let Some(start) = self.next else {
            return false;
        };
        let (end, ends_here) = match plain_end(self.text, start.at) {
            Some(end) => self.step_over(start, end),
            None => self.step_through(start),
        };
        let word = self.words.len();
        let is_longest = word + 1 - first == LONGEST_SENTENCE;
        let ends_sentence = ends_here || is_longest || self.next.is_none();
        self.words.push(WordAt {
            start: start.at,
            end,
            ends_sentence,
        });
        if ends_sentence {
            self.ends.push(word);
        }
        true
    }

    /// The end of a word of ASCII letters, and whether its sentence ends.
    fn step_over(&mut self, start: Start, end: usize) -> (usize, bool) {
        self.next = Start::from(self.text, end);
        let gap = &self.text[end..self.next_start()];
        if gap == ". " {
            let printed = &self.text[start.at..end];
            let begins = self.next.is_some_and(|next| next.class.begins_sentence());
            return (end, begins && !is_abbreviation(printed));
        }
        let has_no_stop = |byte: &u8| byte.is_ascii() && !matches!(byte, b'.' | b'!' | b'?');
        if gap.as_bytes().iter().all(has_no_stop) {
            return (end, false);
        }
        let word = Word::of_letters(self.text, start.at..end);
        let begins = self.next.map(|next| next.class);
        (end, ends_within(self.text, &word, gap, begins))
    }

    /// The end of any other word, and whether its sentence ends.
    fn step_through(&mut self, start: Start) -> (usize, bool) {
        let Some(word) = word_from(self.text, start.at) else {
            self.next = None;
            return (start.at, false);
        };
        self.next = Start::from(self.text, word.after);
        let gap = &self.text[word.after..self.next_start()];
        let begins = self.next.map(|next| next.class);
        (word.end, ends_within(self.text, &word, gap, begins))
    }
}

/// Where the next word begins behind ASCII letters that end here, if nothing but signs of ASCII that
/// are no stops and no part of a word stands between.
#[inline]
fn over_signs(bytes: &[u8], end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        let byte = *bytes.get(at)?;
        match SIGNS[usize::from(byte)] {
            Sign::Between => at += 1,
            Sign::Word => return (at > end).then_some(at),
            Sign::Unsure => return None,
        }
    }
}

/// What a byte behind a word is.
#[derive(Clone, Copy)]
enum Sign {
    Between,
    Word,
    Unsure,
}

const SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Unsure; 256];
    let mut byte = 0;
    while byte < 128 {
        signs[byte] = match class_of_byte(byte as u8) {
            Class::Capital | Class::Small | Class::Digit => Sign::Word,
            Class::Other if matches!(byte as u8, b'!' | b'?') => Sign::Unsure,
            Class::Other | Class::Comma | Class::Space => Sign::Between,
            _ => Sign::Unsure,
        };
        byte += 1;
    }
    signs
};

/// The end of the word that begins at this byte, if it is nothing but ASCII letters and what stands
/// behind it shows so at once.
#[inline]
fn plain_end(text: &str, start: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[start..];
    let length = letters(bytes);
    let closes = match bytes.get(length) {
        None => true,
        Some(byte) if !byte.is_ascii() => false,
        Some(byte) => match class_of_byte(*byte) {
            Class::Space | Class::Other | Class::Comma => true,
            // A single letter may go on, as in `U.S.`
            Class::Dot => length > 1,
            _ => false,
        },
    };
    (closes && length > 0).then_some(start + length)
}

/// How many ASCII letters a text begins with: eight bytes are looked at at once.
#[inline]
fn letters(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(eight) = bytes[length..].first_chunk() {
        let others = !letter_bits(u64::from_le_bytes(*eight)) & HIGHEST;
        if others != 0 {
            return length + (others.trailing_zeros() / u8::BITS) as usize;
        }
        length += size_of::<u64>();
    }
    let rest = bytes[length..].iter();
    length + rest.take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// The highest bit of each byte.
const HIGHEST: u64 = each(0x80);

/// Eight bytes of this value.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; size_of::<u64>()])
}

/// The highest bit of each byte that is an ASCII letter is set; other bits are anything.
#[inline]
fn letter_bits(bytes: u64) -> u64 {
    let small = (bytes & !HIGHEST) | each(0x20);
    // No sum reaches the next byte: all that is added to is below 0x80.
    let from_a = small + each(0x80 - b'a');
    let behind_z = small + each(0x80 - (b'z' + 1));
    from_a & !behind_z & !bytes
}

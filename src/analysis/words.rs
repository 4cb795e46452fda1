//! Where the words of a text stand (section 3, rules 1, 3 and 7).
//!
//! `1,000` and `3.5` keep their signs as printed: `1000` is another word. Roman numerals that are
//! one character are letters; fractions and raised digits separate like any sign.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::characters::{Char, Class, char_at, word_start};

/// A word of a text as printed: the word of one position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after it, a final `'s` left out, the last dot of a dotted word included.
    pub(super) end: usize,
    /// The byte after it and its final `'s`.
    pub(super) after: usize,
    /// The kind of its first character.
    pub(super) first: Class,
    /// The kind of its last letter or digit.
    pub(super) last: Class,
    /// How many letters it has.
    pub(super) letters: u32,
    /// How many of them are capitals.
    pub(super) capitals: u32,
    /// How many of them are small.
    pub(super) smalls: u32,
    /// Whether it has a digit.
    pub(super) has_digit: bool,
    /// Whether it is single letters with dots between them.
    pub(super) dotted: bool,
    /// Whether a final `'s` with a small letter was left out.
    pub(super) small_possessive: bool,
    /// Whether a sentence ends at it.
    pub(super) ends_sentence: bool,
}

impl Word {
    /// The word as printed.
    pub(super) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }

    /// Whether it is ASCII letters and nothing else: as many letters as bytes.
    #[inline]
    pub(super) fn is_plain(&self) -> bool {
        self.letters as usize == self.end - self.start
    }

    /// Whether it was printed with two capitals or more and no other letter.
    pub(super) fn is_capitals(&self) -> bool {
        self.letters >= 2 && self.capitals == self.letters
    }

    /// Whether its first character is a capital.
    pub(super) fn begins_with_capital(&self) -> bool {
        self.first == Class::Capital
    }

    /// Whether it is one letter and nothing else.
    pub(super) fn is_single_letter(&self) -> bool {
        self.letters == 1 && !self.has_digit && self.first != Class::Alone
    }

    fn begin(first: Char) -> Word {
        let mut word = Word {
            start: first.start,
            end: first.end,
            after: first.end,
            first: first.class,
            last: first.class,
            letters: 0,
            capitals: 0,
            smalls: 0,
            has_digit: false,
            dotted: false,
            small_possessive: false,
            ends_sentence: false,
        };
        word.take(first);
        word
    }

    /// The ASCII letters from this byte on, if there are any: most words have no others.
    #[inline]
    fn of_letters_at(text: &str, start: usize) -> Option<Word> {
        let letters = text.as_bytes()[start..].iter();
        let letters = letters
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        (letters > 0).then(|| Word::of_letters(text, start..start + letters))
    }

    /// A word of nothing but ASCII letters, one or more.
    #[inline]
    pub(super) fn of_letters(text: &str, bytes: Range<usize>) -> Word {
        let printed = &text.as_bytes()[bytes.clone()];
        let class = |byte: u8| match byte.is_ascii_uppercase() {
            true => Class::Capital,
            false => Class::Small,
        };
        let capitals = printed.iter().filter(|byte| byte.is_ascii_uppercase());
        let (letters, capitals) = (printed.len() as u32, capitals.count() as u32);
        Word {
            start: bytes.start,
            end: bytes.end,
            after: bytes.end,
            first: class(printed[0]),
            last: class(printed[printed.len() - 1]),
            letters,
            capitals,
            smalls: letters - capitals,
            has_digit: false,
            dotted: false,
            small_possessive: false,
            ends_sentence: false,
        }
    }

    /// Takes in one more letter or digit.
    #[inline]
    fn take(&mut self, next: Char) {
        self.end = next.end;
        self.last = next.class;
        match next.class {
            Class::Digit => self.has_digit = true,
            class => {
                self.letters += 1;
                self.capitals += u32::from(class == Class::Capital);
                self.smalls += u32::from(class == Class::Small);
            }
        }
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(word) = word_from(text, at) {
        at = word.after;
        found.push(word);
    }
    found
}

/// The first word from a byte on, at which no word goes on.
#[inline]
pub(super) fn word_from(text: &str, at: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    let start = at + usize::from(bytes.get(at) == Some(&b' '));
    let word = match Word::of_letters_at(text, start) {
        Some(word) => word,
        None => {
            let first = word_start(text, start)?;
            Word::of_letters_at(text, first.start).unwrap_or_else(|| Word::begin(first))
        }
    };
    // Behind most words stands a space: nothing else can belong to them.
    match bytes.get(word.end) {
        Some(b' ') => Some(word),
        _ => Some(with_the_rest(text, word)),
    }
}

/// A word with what else belongs to it.
fn with_the_rest(text: &str, mut word: Word) -> Word {
    if word.first == Class::Alone {
        extend_grapheme(text, &mut word);
    } else {
        extend_run(text, &mut word);
    }
    word.after = word.end;
    if let Some(possessive) = final_s(text, word.end) {
        word.after = possessive.end;
        word.small_possessive = possessive.class == Class::Small;
    }
    word
}

fn extend_grapheme(text: &str, word: &mut Word) {
    let grapheme = text[word.start..].graphemes(true).next();
    word.end = word.start + grapheme.map_or(0, str::len);
}

fn extend_run(text: &str, word: &mut Word) {
    while let Some(next) = char_at(text, word.end) {
        match next.class {
            Class::Capital | Class::Small | Class::Letter | Class::Digit => word.take(next),
            Class::Mark => word.end = next.end,
            Class::Apostrophe if joins_letters(text, word, next) => word.end = next.end,
            Class::Dot | Class::Comma if joins_digits(text, word, next) => word.end = next.end,
            Class::Dot if word.dotted || word.is_single_letter() => {
                match single_letter(text, next.end) {
                    Some(letter) => {
                        word.take(letter);
                        word.dotted = true;
                    }
                    None if word.dotted => {
                        word.end = next.end;
                        return;
                    }
                    None => return,
                }
            }
            _ => return,
        }
    }
}

fn joins_letters(text: &str, word: &Word, apostrophe: Char) -> bool {
    word.last.is_letter()
        && char_at(text, apostrophe.end).is_some_and(|next| next.class.is_letter())
        && final_s(text, apostrophe.start).is_none()
}

fn joins_digits(text: &str, word: &Word, sign: Char) -> bool {
    word.last == Class::Digit
        && char_at(text, sign.end).is_some_and(|next| next.class == Class::Digit)
}

/// The letter at this byte, if no other letter or digit follows it in its word.
fn single_letter(text: &str, at: usize) -> Option<Char> {
    let letter = char_at(text, at).filter(|next| next.class.is_letter())?;
    let mut follower = char_at(text, letter.end);
    while let Some(mark) = follower.filter(|next| next.class == Class::Mark) {
        follower = char_at(text, mark.end);
    }
    let single = match follower {
        Some(next) if next.class == Class::Apostrophe => {
            final_s(text, next.start).is_some()
                || !char_at(text, next.end).is_some_and(|after| after.class.is_letter())
        }
        Some(next) => !next.class.is_letter() && next.class != Class::Digit,
        None => true,
    };
    single.then_some(letter)
}

/// The `s` of a final `'s` that begins at this byte.
fn final_s(text: &str, at: usize) -> Option<Char> {
    let apostrophe = char_at(text, at).filter(|next| next.class == Class::Apostrophe)?;
    let s = char_at(text, apostrophe.end).filter(|next| matches!(next.char, 's' | 'S'))?;
    let goes_on = match char_at(text, s.end) {
        Some(next) if next.class == Class::Apostrophe => {
            char_at(text, next.end).is_some_and(|after| after.class.is_letter())
        }
        Some(next) => next.class.is_letter() || matches!(next.class, Class::Mark | Class::Digit),
        None => false,
    };
    (!goes_on).then_some(s)
}

//! Cuts a text into the numbers, words and marks of which dates are made.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A number, a word or a mark, with its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
    /// White space stands before it.
    pub(super) spaced: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits: their value (0 if over nine digits) and how many they are.
    Number { value: u32, digits: usize },
    /// Letters, folded; a Han or Hangul character stands alone.
    Word(String),
    /// Any other character; the end of a line too, as no date runs over it.
    Mark(char),
}

impl Token {
    /// The folded word.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The value and the number of digits.
    pub(super) fn number(&self) -> Option<(u32, usize)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// The token is this mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Words longer than this are no names of months or weekdays.
const LONGEST_WORD: usize = 40;

/// Small letters without accents.
pub(super) fn fold(word: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize(&word.to_lowercase())
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect()
}

/// The tokens of a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut spaced = false;
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() && first != '\n' {
            spaced = true;
            continue;
        }
        let mut end = start + first.len_utf8();
        let class = class(first);
        while class.runs()
            && let Some((at, next)) = chars.next_if(|(_, next)| self::class(*next) == class)
        {
            end = at + next.len_utf8();
        }
        tokens.push(Token {
            kind: kind(class, first, &text[start..end]),
            at: start..end,
            spaced,
        });
        spaced = false;
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Lone,
}

impl Class {
    fn runs(self) -> bool {
        self != Class::Lone
    }
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | '０'..='９' => Class::Digit,
        '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Class::Lone,
        // The combining marks of a decomposed letter belong to its word.
        '\u{300}'..='\u{36f}' => Class::Letter,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Lone,
    }
}

fn kind(class: Class, first: char, text: &str) -> Kind {
    match class {
        Class::Digit => {
            let digits = text.chars().count();
            let value = text
                .chars()
                .filter_map(digit)
                .try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit));
            Kind::Number {
                value: value.unwrap_or(0),
                digits,
            }
        }
        Class::Letter if text.len() > LONGEST_WORD => Kind::Word(String::new()),
        Class::Letter => Kind::Word(fold(text)),
        Class::Lone if first.is_alphabetic() => Kind::Word(text.to_owned()),
        Class::Lone => Kind::Mark(first),
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

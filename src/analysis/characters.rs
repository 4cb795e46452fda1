//! What kind of character each is, for those who cut text into words.

use icu_properties::props::{
    BinaryProperty, DefaultIgnorableCodePoint, EnumeratedProperty, GeneralCategory, Script,
};
use icu_properties::script::ScriptWithExtensions;

/// What a character is to the scanner of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A capital or title-case letter.
    Capital,
    /// A small letter.
    Small,
    /// A letter without case.
    Letter,
    /// A letter of Han, Kana or Thai: its grapheme is a word.
    Alone,
    /// A mark, or the middle or end of a Hangul syllable: goes on with the letter before it.
    Mark,
    /// A decimal digit.
    Digit,
    /// A straight or curly apostrophe.
    Apostrophe,
    /// `.`
    Dot,
    /// `,`
    Comma,
    /// White space.
    Space,
    /// A control, a soft hyphen or another character without width: as if it were not there.
    Ignored,
    /// Everything else.
    Other,
}

impl Class {
    /// Whether it is a letter of a word of several letters.
    #[inline(always)]
    pub(super) fn is_letter(self) -> bool {
        matches!(self, Class::Capital | Class::Small | Class::Letter)
    }

    /// Whether a sentence may begin with it.
    #[inline(always)]
    pub(super) fn begins_sentence(self) -> bool {
        matches!(self, Class::Capital | Class::Digit)
    }

    /// Whether it begins a word.
    #[inline(always)]
    fn begins_word(self) -> bool {
        self.is_letter() || matches!(self, Class::Alone | Class::Digit)
    }
}

/// A character of a text, its kind and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Char {
    pub(super) char: char,
    pub(super) class: Class,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The first character at or after this byte that is not ignored.
#[inline(always)]
pub(super) fn char_at(text: &str, at: usize) -> Option<Char> {
    let byte = *text.as_bytes().get(at)?;
    let quick = ASCII[usize::from(byte)];
    if byte.is_ascii() && quick != Class::Ignored {
        return Some(Char {
            char: char::from(byte),
            class: quick,
            start: at,
            end: at + 1,
        });
    }
    beyond_ascii_at(text, at)
}

fn beyond_ascii_at(text: &str, at: usize) -> Option<Char> {
    text[at..].char_indices().find_map(|(offset, char)| {
        let class = class(char);
        let start = at + offset;
        (class != Class::Ignored).then(|| Char {
            char,
            class,
            start,
            end: start + char.len_utf8(),
        })
    })
}

/// The first character at or after this byte that begins a word.
#[inline]
pub(super) fn word_start(text: &str, mut at: usize) -> Option<Char> {
    loop {
        let next = char_at(text, at)?;
        if next.class.begins_word() {
            return Some(next);
        }
        at = next.end;
    }
}

/// The characters of a text that are not ignored.
pub(super) fn seen(text: &str) -> impl Iterator<Item = Char> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let next = char_at(text, at)?;
        at = next.end;
        Some(next)
    })
}

/// What kind of character it is.
pub(super) fn class(char: char) -> Class {
    if char.is_ascii() {
        return ASCII[usize::from(char as u8)];
    }
    if char.is_whitespace() {
        return Class::Space;
    }
    if is_apostrophe(char) {
        return Class::Apostrophe;
    }
    let category = GeneralCategory::for_char(char);
    match category {
        GeneralCategory::Control | GeneralCategory::Format => Class::Ignored,
        _ if DefaultIgnorableCodePoint::for_char(char) => Class::Ignored,
        GeneralCategory::UppercaseLetter | GeneralCategory::TitlecaseLetter => Class::Capital,
        GeneralCategory::LowercaseLetter => Class::Small,
        GeneralCategory::OtherLetter
        | GeneralCategory::ModifierLetter
        | GeneralCategory::LetterNumber => caseless(char),
        GeneralCategory::DecimalNumber => Class::Digit,
        _ if is_mark(category) => Class::Mark,
        _ => Class::Other,
    }
}

/// Whether it is an apostrophe, also one typed as a single quotation mark or a modifier letter.
pub(super) fn is_apostrophe(char: char) -> bool {
    matches!(
        char,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BB}' | '\u{02BC}' | '\u{FF07}'
    )
}

/// Whether it is a mark of Unicode, as they stand on letters in decomposed text.
pub(super) fn is_accent(char: char) -> bool {
    !char.is_ascii() && is_mark(GeneralCategory::for_char(char))
}

/// Whether it is a letter whose accents fold.
pub(super) fn takes_accents(char: char) -> bool {
    char.is_ascii_alphabetic()
        || (char.is_alphabetic() && matches!(Script::for_char(char), Script::Latin | Script::Greek))
}

/// Whether it is a currency sign.
pub(super) fn is_currency(char: char) -> bool {
    char == '$'
        || (!char.is_ascii() && GeneralCategory::for_char(char) == GeneralCategory::CurrencySymbol)
}

/// Whether it is a quotation mark of any kind, also the grave accent that stands for one in wire
/// copy, or an opening bracket.
pub(super) fn opens(char: char) -> bool {
    matches!(char, '(' | '[' | '{' | '`') || is_quotation_or(char, GeneralCategory::OpenPunctuation)
}

/// Whether it is a quotation mark of any kind or a closing bracket.
pub(super) fn closes(char: char) -> bool {
    matches!(char, ')' | ']' | '}') || is_quotation_or(char, GeneralCategory::ClosePunctuation)
}

fn is_quotation_or(char: char, bracket: GeneralCategory) -> bool {
    if char.is_ascii() {
        return matches!(char, '"' | '\'');
    }
    let category = GeneralCategory::for_char(char);
    is_apostrophe(char)
        || category == bracket
        || matches!(
            category,
            GeneralCategory::InitialPunctuation | GeneralCategory::FinalPunctuation
        )
}

fn is_mark(category: GeneralCategory) -> bool {
    matches!(
        category,
        GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
            | GeneralCategory::EnclosingMark
    )
}

fn caseless(char: char) -> Class {
    const THAI_BEGINS: char = '\u{0E00}';
    if char < THAI_BEGINS {
        return Class::Letter;
    }
    // A Hangul syllable is one letter whether its parts are composed or not.
    if matches!(char, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}') {
        return Class::Mark;
    }
    let scripts = ScriptWithExtensions::new();
    let alone = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Thai,
    ]
    .into_iter()
    .any(|script| scripts.has_script(char, script));
    if alone { Class::Alone } else { Class::Letter }
}

/// What kind of character an ASCII byte is.
#[inline(always)]
pub(super) const fn class_of_byte(byte: u8) -> Class {
    ASCII[byte as usize]
}

const ASCII: [Class; 256] = ascii();

const fn ascii() -> [Class; 256] {
    let mut table = [Class::Other; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => Class::Small,
            b'A'..=b'Z' => Class::Capital,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'.' => Class::Dot,
            b',' => Class::Comma,
            b' ' | 9..=13 => Class::Space,
            0..=31 | 127 => Class::Ignored,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
}

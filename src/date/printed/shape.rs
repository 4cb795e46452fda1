//! The shapes of a date: which numbers, names and marks follow each other.

use super::Reading;
use super::months::{self, Named};
use super::token::{Kind, Token};
use crate::date::Date;

/// How sure a shape must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// The text is said to be a date: years of two digits and months in digits count.
    Alone,
    /// The text is any text.
    InText,
}

/// The date that starts at this token, and the token after it.
pub(super) fn at(
    tokens: &[Token],
    start: usize,
    strictness: Strictness,
) -> Option<(Reading, usize)> {
    if is_inside_another(tokens, start) {
        return None;
    }
    let cursor = Cursor {
        tokens,
        at: start,
        strictness,
    };
    let shapes: &[Shape] = match tokens[start].kind {
        Kind::Number { .. } => &[
            han,
            three_numbers,
            day_month_year,
            year_month_day,
            two_numbers,
        ],
        Kind::Word(_) => &[month_day_year, month_day_time_year, month_year],
        Kind::Mark(_) => &[],
    };
    shapes
        .iter()
        .filter_map(|shape| shape(cursor))
        .find(|(_, end)| !goes_on(tokens, *end))
}

type Shape = fn(Cursor<'_>) -> Option<(Reading, usize)>;

/// Words after which a number is a number of something.
const COUNTED: &[&str] = &[
    "no", "nr", "nos", "num", "vol", "page", "p", "pp", "issue", "heft", "ausgabe", "art", "band",
    "bd", "chapter", "part", "act",
];

fn is_inside_another(tokens: &[Token], start: usize) -> bool {
    let Some(before) = start.checked_sub(1).map(|at| &tokens[at]) else {
        return false;
    };
    let number = tokens[start].number().is_some();
    let earlier = start.checked_sub(2).map(|at| &tokens[at]);
    if number && matches!(before.kind, Kind::Mark('№' | '#' | '$' | '€' | '£')) {
        return true;
    }
    let counted = match before.kind {
        Kind::Mark('.') => earlier.and_then(Token::word),
        _ => before.word(),
    };
    if number && counted.is_some_and(|word| COUNTED.contains(&word)) {
        return true;
    }
    if tokens[start].spaced {
        return false;
    }
    match before.kind {
        Kind::Number { .. } => number || tokens[start].word().is_some_and(|w| !w.is_empty()),
        Kind::Word(_) => !is_han(before),
        // A range such as `3-5 March` or a longer number such as `1.5`.
        Kind::Mark('-' | '–' | '/' | '.' | ',' | ':' | '&' | '+') => {
            !before.spaced && earlier.is_some_and(|t| t.number().is_some())
        }
        Kind::Mark('_' | '@' | '\\' | '=' | '%') => true,
        Kind::Mark(_) => false,
    }
}

/// More of the same word or number follows.
fn goes_on(tokens: &[Token], end: usize) -> bool {
    let Some(next) = tokens.get(end).filter(|next| !next.spaced) else {
        return false;
    };
    let second = tokens.get(end + 1).filter(|second| !second.spaced);
    match &next.kind {
        Kind::Number { .. } => true,
        Kind::Word(word) => !is_han(next) && !matches!(word.as_str(), "t" | "z" | "г" | "р"),
        Kind::Mark('-' | '–' | '/' | '.' | ',' | ':' | '%') => {
            second.is_some_and(|t| t.number().is_some())
        }
        Kind::Mark(mark) => matches!(mark, '_' | '%' | '@'),
    }
}

fn is_han(token: &Token) -> bool {
    token
        .word()
        .and_then(|word| word.chars().next())
        .is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'))
}

#[derive(Clone, Copy)]
struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
    strictness: Strictness,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    fn number(&mut self) -> Option<(u32, usize)> {
        self.next()?.number()
    }

    /// A number that may be a day or the number of a month.
    fn small(&mut self) -> Option<i8> {
        let (value, digits) = self.number()?;
        (digits <= 2).then(|| i8::try_from(value).ok())?
    }

    fn day(&mut self) -> Option<i8> {
        self.small().filter(|day| (1..=31).contains(day))
    }

    /// A year of four digits.
    fn year(&mut self) -> Option<i16> {
        let (value, digits) = self.number()?;
        let range = match self.strictness {
            Strictness::Alone => 0..=9999,
            Strictness::InText => 1000..=2199,
        };
        (digits == 4 && range.contains(&value)).then(|| i16::try_from(value).ok())?
    }

    /// A year of four digits, or of two where the text is said to be a date.
    fn year_or_short(&mut self) -> Option<i16> {
        self.skip(&["'", "’", "‘"], 1);
        let (value, digits) = self.peek()?.number()?;
        if digits == 2 && self.strictness == Strictness::Alone {
            self.at += 1;
            return century(value);
        }
        self.year()
    }

    fn month(&mut self) -> Option<Named> {
        months::month(self.next()?.word()?)
    }

    fn mark(&mut self, marks: &[char]) -> Option<char> {
        match self.next()?.kind {
            Kind::Mark(mark) if marks.contains(&mark) => Some(mark),
            _ => None,
        }
    }

    /// Skips up to so many of these words and marks; says how many there were.
    fn skip(&mut self, parts: &[&str], most: usize) -> usize {
        let mut buffer = [0; 4];
        let start = self.at;
        while self.at - start < most
            && self.peek().is_some_and(|token| match &token.kind {
                Kind::Word(word) => parts.contains(&word.as_str()),
                Kind::Mark(mark) => parts.contains(&&*mark.encode_utf8(&mut buffer)),
                Kind::Number { .. } => false,
            })
        {
            self.at += 1;
        }
        self.at - start
    }
}

/// The pivot of years in two digits; see [`super::read`].
const FIRST_OF_THE_LAST_CENTURY: u32 = 40;

fn century(short: u32) -> Option<i16> {
    let century = if short < FIRST_OF_THE_LAST_CENTURY {
        2000
    } else {
        1900
    };
    i16::try_from(century + short).ok()
}

fn or_impossible(date: Option<Date>) -> Reading {
    date.map_or(Reading::Impossible, Reading::Date)
}

/// What may stand between a day and the name of its month.
const AFTER_DAY: &[&str] = &[
    "st", "nd", "rd", "th", "er", "º", "ª", "°", "a", "an", "e", "o", "of", "de", "di", "ta", "-",
    ".", "/",
];

/// What may stand between the name of a month and its year.
const BEFORE_YEAR: &[&str] = &[",", ".", "-", "/", "of", "de", "del", "di"];

/// `13 November 2012`, `8th December, 1915`, `13-NOV-12`, `14-an de januaro 2014`
fn day_month_year(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let day = cursor.day()?;
    if cursor.peek().is_some_and(|token| token.is('.'))
        && let Some(next) = cursor.tokens.get(cursor.at + 1)
        && next.word() == Some("listopada")
    {
        // With a point after the day it is Croatian, and October.
        return None;
    }
    cursor.skip(AFTER_DAY, 3);
    let month = cursor.month()?.month;
    cursor.skip(BEFORE_YEAR, 2);
    let year = cursor.year_or_short()?;
    Some((or_impossible(Date::day(year, month, day)), cursor.at))
}

/// `Nov. 14, 2023`, `July 21,1920`, `October 19th 1917`, `Nov 13 '12`
fn month_day_year(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let month = cursor.month()?.month;
    cursor.skip(&[".", "-", "/", "the"], 2);
    let day = cursor.day()?;
    cursor.skip(&["st", "nd", "rd", "th"], 1);
    let marks = cursor.skip(&[",", ".", "-", "/", "of"], 2);
    if cursor.peek()?.number().is_some_and(|(_, n)| n == 2) && marks == 0 {
        return None;
    }
    let year = match cursor.peek()?.kind {
        Kind::Mark('\'' | '’' | '‘') => cursor.year_or_short()?,
        _ if cursor.strictness == Strictness::Alone && cursor.tokens[cursor.at - 1].is('/') => {
            cursor.year_or_short()?
        }
        _ => cursor.year()?,
    };
    Some((or_impossible(Date::day(year, month, day)), cursor.at))
}

/// `Nov 13 23:30:00 EST 2012`, as the C library prints it
fn month_day_time_year(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let month = cursor.month()?.month;
    let day = cursor.day()?;
    for part in 0..3 {
        if part > 0 {
            cursor.mark(&[':'])?;
        }
        cursor.small()?;
    }
    if cursor.peek()?.word().is_some() {
        cursor.at += 1;
    }
    let year = cursor.year()?;
    Some((or_impossible(Date::day(year, month, day)), cursor.at))
}

/// `2012 November 13`, `2012. november 13.`, `2012-Nov-13`
fn year_month_day(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let year = cursor.year()?;
    cursor.skip(&[".", ",", "-", "/"], 1);
    let month = cursor.month()?.month;
    cursor.skip(&[".", "-", "/"], 1);
    let day = cursor.day()?;
    // `2012 Nov 13 2013` begins no date.
    if cursor
        .peek()
        .is_some_and(|token| token.number().is_some_and(|(_, n)| n == 4))
    {
        return None;
    }
    Some((or_impossible(Date::day(year, month, day)), cursor.at))
}

/// `November 2012`, `Nov. 2012`, `novembro de 2012`
fn month_year(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let named = cursor.month()?;
    if named.common && cursor.strictness == Strictness::InText {
        return None;
    }
    cursor.skip(BEFORE_YEAR, 2);
    let year = cursor.year()?;
    Some((or_impossible(Date::month(year, named.month)), cursor.at))
}

/// `2012年11月13日`, `2012년 11월`
fn han(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let year = cursor.year()?;
    cursor.next().filter(|t| is_word(t, &["年", "년"]))?;
    let Some(month) = counted(&mut cursor, &["月", "월"]) else {
        return Some((or_impossible(Date::year(year)), cursor.at));
    };
    let Some(day) = counted(&mut cursor, &["日", "일", "号"]) else {
        return Some((or_impossible(Date::month(year, month)), cursor.at));
    };
    Some((or_impossible(Date::day(year, month, day)), cursor.at))
}

/// A number followed by its counting word; the cursor stays if there is none.
fn counted(cursor: &mut Cursor<'_>, words: &[&str]) -> Option<i8> {
    let mut ahead = *cursor;
    let number = ahead.small()?;
    ahead.next().filter(|token| is_word(token, words))?;
    *cursor = ahead;
    Some(number)
}

fn is_word(token: &Token, words: &[&str]) -> bool {
    token.word().is_some_and(|word| words.contains(&word))
}

/// `2012-11-13`, `13.11.2012`, `03/04/2012`, `7/23/17`
fn three_numbers(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    let (first, digits) = cursor.number()?;
    let mark = separator(&mut cursor)?;
    let second = cursor.small()?;
    if separator(&mut cursor)? != mark {
        return None;
    }
    if digits == 4 {
        let year = i16::try_from(first).ok()?;
        if cursor.strictness == Strictness::InText && !(1000..=2199).contains(&year) {
            return None;
        }
        let day = cursor.small()?;
        return Some((or_impossible(Date::day(year, second, day)), cursor.at));
    }
    let first = i8::try_from(first).ok().filter(|_| digits <= 2)?;
    let year_digits = cursor.peek()?.number()?.1;
    // Nobody prints `13-11-12`, but catalogues print `12-11-13` with the year first.
    let year = match mark {
        '-' => cursor.year()?,
        _ => cursor.year_or_short()?,
    };
    let reading = if mark == '.' && year_digits == 4 {
        day_before_month(first, second, year)
    } else {
        day_and_month(first, second, year)
    };
    Some((reading, cursor.at))
}

/// A separator of numbers; white space may follow a point only.
fn separator(cursor: &mut Cursor<'_>) -> Option<char> {
    let spaced = cursor.peek()?.spaced;
    let mark = cursor.mark(&['-', '/', '.'])?;
    let room = cursor.peek()?.spaced;
    (!spaced && (!room || mark == '.')).then_some(mark)
}

/// The day stands first, unless only the second number can be one.
fn day_before_month(first: i8, second: i8, year: i16) -> Reading {
    or_impossible(Date::day(year, second, first).or_else(|| Date::day(year, first, second)))
}

/// Either number may be the day, if both can.
fn day_and_month(first: i8, second: i8, year: i16) -> Reading {
    match (
        Date::day(year, second, first),
        Date::day(year, first, second),
    ) {
        (Some(day_first), Some(month_first)) if day_first != month_first => Reading::Ambiguous {
            day_first,
            month_first,
        },
        (day_first, month_first) => or_impossible(day_first.or(month_first)),
    }
}

/// `2012-11`, `11/2012`, where the text is said to be a date
fn two_numbers(mut cursor: Cursor<'_>) -> Option<(Reading, usize)> {
    if cursor.strictness == Strictness::InText {
        return None;
    }
    let (first, digits) = cursor.number()?;
    let mark = separator(&mut cursor)?;
    let (second, second_digits) = cursor.number()?;
    let (year, month) = match (digits, second_digits, mark) {
        (4, 2, '-') => (first, second),
        (1 | 2, 4, _) => (second, first),
        _ => return None,
    };
    // `2012-13` is a season, not an impossible month.
    let date = Date::month(i16::try_from(year).ok()?, i8::try_from(month).ok()?)?;
    Some((Reading::Date(date), cursor.at))
}

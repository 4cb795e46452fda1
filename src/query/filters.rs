//! Fields and conditions before a colon or a comparison: `title:x`, `words>1000`, `date:1995`.

use super::Options;
use super::atom::has_text;
use super::dates::{self, Problem, Range};
use super::dialect::fields::{self, Named};
use super::dialect::{Dialect, dates as of_dialect};
use super::lexer::{Lexer, is_double_mark};
use super::names::{Key, nearest_field};
use super::notes;
use super::token::{Style, Token};
use super::tree::{At, DateFilter, Field, Kind};

/// The most words that a range of dates can have: `from 5 March 1995 to 7 March 1995`.
const DATE_WORDS: usize = 8;

/// The most characters of a condition in parentheses, its name aside.
const CONDITION_CHARS: usize = 60;

/// Reads the words after `date`.
type Worded = fn(&str, &Options) -> Result<Range, Problem>;

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Is,
    Exactly,
    More,
    Less,
    AtLeast,
    AtMost,
}

impl Lexer<'_> {
    /// `title:x`, `words>1000` and their kin; the name begins here.
    pub(super) fn keyed(&mut self, end: usize) -> bool {
        let from = self.place;
        let name = self.chars[from..end].iter();
        let sign = from + name.take_while(|c| c.is_ascii_alphabetic()).count();
        let Some((compare, length)) = self.comparison(sign) else {
            return false;
        };
        let Some(key) = self.named_key(from, sign) else {
            return false;
        };
        self.place = sign + length;
        let follows = |c: char| !c.is_whitespace() && c != ')';
        let read = if self.peek(0).is_some_and(follows) {
            self.value(key, compare, from)
        } else {
            self.without_value([from, self.place]);
            false
        };
        if !read {
            self.place = from;
        }
        read
    }

    /// `date(>1995)`, `LENGTH(>1000)`, `date(aft 1995)`
    pub(super) fn condition_in_parentheses(&mut self, name: &str, open: usize) -> bool {
        let Some(key @ (Key::Date | Key::Words)) = self.key(name) else {
            return false;
        };
        if key == Key::Date && self.options.dialect.is_some() {
            return self.date_in_parentheses(open);
        }
        let from = self.place;
        let (compare, length) = self.comparison(open + 1).unwrap_or((Compare::Is, 0));
        let inside = self.chars[open..].iter().take(CONDITION_CHARS);
        let close = inside.copied().position(|c| c == ')');
        let text = match close {
            Some(close) if close > length => self.text(open + 1 + length, open + close),
            _ => return false,
        };
        let kind = match key {
            Key::Date => worded_range(&text, self.options)
                .or_else(|_| compared(compare, &text, self.options))
                .ok()
                .map(|range| date_kind(range, &text)),
            _ => length_kind(compare, &text),
        };
        let Some(kind) = kind else {
            return false;
        };
        self.place = open + close.unwrap_or(0) + 1;
        self.push(Token::Atom(kind), [from, self.place]);
        true
    }

    /// `date aft 1995`, `date from 19990201 to 19990301`
    pub(super) fn worded_date(&mut self, end: usize) -> bool {
        let from = self.place;
        let named = self.text(from, end).eq_ignore_ascii_case("date");
        if !named {
            return false;
        }
        if self.style == Style::Plain {
            self.cut.depends_on_style = true;
            return false;
        }
        self.place = end;
        let dialect = self.options.dialect;
        let worded = dialect.map_or(worded_range as Worded, |_| of_dialect::range);
        match self.longest(|text, lexer| worded(text, lexer.options)) {
            Ok((range, end)) => self.push_range(range, [from, end]),
            Err(problem @ Problem::Ambiguous { .. }) => {
                let ambiguous = |end: &usize| {
                    let text = self.text(self.place, *end);
                    matches!(worded(&text, self.options), Err(Problem::Ambiguous { .. }))
                };
                let end = self.word_ends().into_iter().find(ambiguous);
                self.place = end.unwrap_or(self.place);
                self.no_date(problem, [from, self.place])
            }
            Err(problem) => {
                if dialect.is_some() {
                    self.broken_promise(problem, from);
                }
                self.place = from;
                false
            }
        }
    }

    /// `date aft soon` is no date, though it begins like one.
    fn broken_promise(&mut self, problem: Problem, from: usize) {
        let spaces = self.chars[self.place..].iter();
        self.place += spaces.take_while(|c| c.is_whitespace()).count();
        let end = self.raw_end();
        if of_dialect::promises(&self.text(self.place, end)) {
            self.no_date(problem, [from, end]);
        }
    }

    /// `date(geq (1/1/2019) and leq (12/31/2019))`, `DA(aft 2010 & bef 2015)`
    fn date_in_parentheses(&mut self, open: usize) -> bool {
        let from = self.place;
        let mut depth = 0_usize;
        let inside = self.chars[open..].iter().take(CONDITION_CHARS);
        let close = inside.copied().position(|c| {
            depth = match c {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            depth == 0
        });
        let Some(close) = close else {
            return false;
        };
        let at = [from, open + close + 1];
        let text = self.text(open + 1, open + close);
        let range = of_dialect::range(&text, self.options);
        match range.or_else(|_| dates::range(text.trim(), self.options)) {
            Ok(range) => self.push_range(range, at),
            Err(problem @ Problem::Ambiguous { .. }) => {
                self.place = at[1];
                self.no_date(problem, at)
            }
            Err(_) => {
                let typed = self.text(at[0], at[1]);
                let text = format!("{typed} holds no date");
                let hint = "write date(aft 1995-03-05), or date:1995-03..1995-06";
                self.remarks.refuse(at, text, hint);
                false
            }
        }
    }

    /// `length > 2000`, as people write for Nexis.
    pub(super) fn spaced_length(&mut self, end: usize) -> bool {
        let from = self.place;
        let name = self.text(from, end);
        if self.options.dialect.is_none() || self.key(&name) != Some(Key::Words) {
            return false;
        }
        let spaces = |place: usize| {
            let rest = self.chars.get(place..).unwrap_or_default();
            place + rest.iter().take_while(|c| c.is_whitespace()).count()
        };
        let sign = spaces(end);
        let Some((compare, length)) = self.comparison(sign) else {
            return false;
        };
        self.place = spaces(sign + length);
        let read = compare != Compare::Exactly && self.length(compare, from);
        if !read {
            self.place = from;
        }
        read
    }

    /// What a name before a sign is, in the dialect of the query too.
    fn named_key(&mut self, from: usize, sign: usize) -> Option<Key> {
        let name = self.text(from, sign);
        let factiva = |dialect: &Dialect| *dialect == Dialect::Factiva && self.chars[sign] == '=';
        let dialect = self.options.dialect.filter(factiva);
        let named = dialect.and_then(|dialect| fields::named(&name, dialect));
        match named {
            Some(Named::Key(key)) => Some(key),
            Some(Named::SourceCode) => {
                let text = format!(
                    "{name}= holds codes of sources on Factiva; here it was read as source:, \
                     the name of one"
                );
                self.remarks
                    .once(notes::SOURCE_CODE, [from, sign + 1], text);
                Some(Key::Text(Field::Source))
            }
            Some(Named::Absent) => {
                self.refuse_field(&name, [from, sign + 1]);
                None
            }
            None => Key::named(&name),
        }
    }

    /// The field or condition of a name before a parenthesis.
    pub(super) fn key(&self, name: &str) -> Option<Key> {
        let dialect = self.options.dialect;
        match dialect.and_then(|dialect| fields::named(name, dialect)) {
            Some(Named::Key(key)) => Some(key),
            _ => Key::named(name),
        }
    }

    /// A field that only the other system has.
    pub(super) fn refuse_field(&mut self, name: &str, at: At) {
        let typed = self.text(at[0], at[1]);
        let system = self.options.dialect.map_or("", Dialect::title);
        let text = format!("{typed} is a field of {system} that articles here do not have");
        let hint = format!("leave {name} out, or ask for its words in the text");
        self.remarks.refuse(at, text, hint);
    }

    fn value(&mut self, key: Key, compare: Compare, from: usize) -> bool {
        let is = matches!(compare, Compare::Is | Compare::Exactly);
        match key {
            Key::Text(field) if is => self.field_value(field, compare, from),
            Key::Words => self.length(compare, from),
            Key::Date => self.date(compare, from),
            Key::Since if is => self.date(Compare::AtLeast, from),
            Key::Until if is => self.date(Compare::AtMost, from),
            Key::Before if is => self.date(Compare::Less, from),
            Key::After if is => self.date(Compare::More, from),
            Key::On if is => self.on(from),
            Key::Weekday if is => self.weekday(from),
            Key::Has if is => self.named_field(Kind::Has, from),
            Key::Missing if is => self.named_field(Kind::Missing, from),
            Key::Like if is => self.like(from),
            _ => false,
        }
    }

    /// `:`, `=`, `==`, `>`, `>=`, `<`, `<=`, and `:` before a comparison.
    fn comparison(&self, place: usize) -> Option<(Compare, usize)> {
        let at = |ahead: usize| self.chars.get(place + ahead).copied();
        match (at(0)?, at(1)) {
            (':', Some('>' | '<')) => self
                .comparison(place + 1)
                .map(|(compare, length)| (compare, length + 1)),
            (':', _) => Some((Compare::Is, 1)),
            ('=', Some('=')) => Some((Compare::Exactly, 2)),
            ('=', _) => Some((Compare::Is, 1)),
            ('>', Some('=')) => Some((Compare::AtLeast, 2)),
            ('>', _) => Some((Compare::More, 1)),
            ('<', Some('=')) => Some((Compare::AtMost, 2)),
            ('<', _) => Some((Compare::Less, 1)),
            _ => None,
        }
    }

    /// A field directly after a field: the inner one wins.
    pub(super) fn inner_field(&self) -> Option<(Field, Compare, usize)> {
        let rest = &self.chars[self.place..];
        let letters = rest.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let sign = self.place + letters;
        let Some(Key::Text(field)) = Key::named(&self.text(self.place, sign)) else {
            return None;
        };
        let (compare, length) = self.comparison(sign)?;
        let value = self.chars.get(sign + length)?;
        let is = matches!(compare, Compare::Is | Compare::Exactly);
        (is && !value.is_whitespace() && *value != ')').then_some((
            field,
            compare,
            letters + length,
        ))
    }

    fn without_value(&mut self, at: At) {
        let name = self.text(at[0], at[1]);
        if name.ends_with(':') {
            let text = format!(
                "{name} has no value directly after it and was read as a word; write {name}x without a space"
            );
            self.remarks.once(notes::FIELD_WITHOUT_VALUE, at, text);
        }
    }

    fn length(&mut self, compare: Compare, from: usize) -> bool {
        let (text, end) = self.bracketed().unwrap_or_else(|| {
            let end = self.raw_end();
            (self.text(self.place, end), end)
        });
        let text = text.trim_end_matches([',', ';']);
        let at = [from, end];
        let Some(kind) = length_kind(compare, text) else {
            let text = format!("{text} is no number of words; it was read as text");
            self.remarks.note(notes::NOT_A_NUMBER, at, text);
            return false;
        };
        if matches!(kind, Kind::Length { from, to } if from > to) {
            self.empty_range(at);
        }
        self.place = end;
        self.push(Token::Atom(kind), at);
        true
    }

    fn date(&mut self, compare: Compare, from: usize) -> bool {
        let read = |text: &str, lexer: &Self| compared(compare, text, lexer.options);
        if self.peek(0) == Some('[') {
            return self.bracketed_date(from);
        }
        let unknown = self.raw_end();
        let is_unknown = self
            .text(self.place, unknown)
            .eq_ignore_ascii_case("unknown");
        if is_unknown && compare == Compare::Is {
            self.place = unknown;
            let kind = Kind::Date(DateFilter::Unknown);
            self.push(Token::Atom(kind), [from, unknown]);
            return true;
        }
        match self.longest(read) {
            Ok((range, end)) => self.push_range(range, [from, end]),
            Err(problem) => self.no_date(problem, [from, unknown.max(self.place)]),
        }
    }

    /// `date:[1995 TO 1996-03]`
    fn bracketed_date(&mut self, from: usize) -> bool {
        let Some((text, end)) = self.bracketed() else {
            let close = self.chars[self.place..].iter().position(|c| *c == ']');
            let at = [from, self.place + close.unwrap_or(0) + 1];
            return self.no_date(Problem::NotADate, at);
        };
        match dates::range(&text, self.options) {
            Ok(range) => self.push_range(range, [from, end]),
            Err(problem) => self.no_date(problem, [from, end]),
        }
    }

    /// The value `[first TO last]` as `first..last`, and where it ends.
    fn bracketed(&self) -> Option<(String, usize)> {
        let inside = self.chars[self.place..].strip_prefix(&['['])?;
        let length = inside.iter().position(|c| *c == ']')?;
        let inside: String = inside[..length].iter().collect();
        let inside = inside.to_uppercase();
        let (first, last) = inside.split_once(" TO ")?;
        let end = |text: &str| match text.trim() {
            "*" => String::new(),
            text => text.to_owned(),
        };
        let text = format!("{}..{}", end(first), end(last));
        Some((text, self.place + length + 2))
    }

    fn push_range(&mut self, range: Range, at: At) -> bool {
        if matches!(range, (Some(from), Some(to)) if from > to) {
            self.empty_range(at);
        }
        self.place = at[1];
        let typed = self.text(at[0], at[1].min(self.chars.len()));
        self.push(Token::Atom(date_kind(range, &typed)), at);
        true
    }

    fn empty_range(&mut self, at: At) {
        let text = "the range ends before it begins; nothing is in it";
        self.remarks.note(notes::EMPTY_RANGE, at, text);
    }

    fn no_date(&mut self, problem: Problem, at: At) -> bool {
        let typed = self.text(at[0], at[1].min(self.chars.len()));
        match problem {
            Problem::Ambiguous {
                day_first,
                month_first,
            } => {
                let end = self.raw_end();
                self.refuse_ambiguous(&typed, [day_first, month_first], at);
                let range = (Some(day_first.first()), Some(day_first.last()));
                return self.push_range(range, [at[0], end]);
            }
            Problem::Impossible => {
                let text = format!("{typed}: the calendar has no such day; it was read as text");
                self.remarks.note(notes::NOT_A_DATE, at, text);
            }
            Problem::NotADate => {
                let text =
                    format!("{typed} holds no date and was read as text; write date:1995-03-05");
                self.remarks.note(notes::NOT_A_DATE, at, text);
            }
        }
        false
    }

    fn refuse_ambiguous(&mut self, typed: &str, days: [crate::date::Date; 2], at: At) {
        let [day_first, month_first] = days;
        let text = format!("{typed} may be {day_first} or {month_first}");
        let hint = format!("write {day_first} or {month_first}, or say --date-order dmy or mdy");
        self.remarks.refuse(at, text, hint);
    }

    /// The longest run of words from here that reads as a value, and where it ends.
    fn longest<T>(
        &self,
        read: impl Fn(&str, &Self) -> Result<T, Problem>,
    ) -> Result<(T, usize), Problem> {
        if let Some(inside) = self.quoted_value() {
            let value = read(&self.text(inside[0], inside[1]), self)?;
            return Ok((value, inside[1] + 1));
        }
        let mut problem = Problem::NotADate;
        for end in self.word_ends().into_iter().rev() {
            let text = self.text(self.place, end);
            let ended = text.trim_end_matches([',', ';']);
            let ended = match ended.strip_suffix('.') {
                Some(sentence) if !sentence.ends_with('.') => sentence,
                _ => ended,
            };
            match read(ended, self) {
                Ok(value) => return Ok((value, end)),
                Err(Problem::NotADate) => {}
                Err(other) => problem = other,
            }
        }
        Err(problem)
    }

    /// Where the first words from here end.
    fn word_ends(&self) -> Vec<usize> {
        let stops = |place: usize, c: char| {
            c.is_whitespace()
                || matches!(c, '(' | ')')
                || is_double_mark(c)
                || (c == ',' && self.in_window())
                || self.slashed_at(place).is_some()
        };
        let mut ends = Vec::new();
        let mut place = self.place;
        while ends.len() < DATE_WORDS {
            let rest = &self.chars[place..];
            let spaces = rest.iter().take_while(|c| c.is_whitespace()).count();
            let word = rest[spaces..].iter().zip(place + spaces..);
            let length = word.take_while(|(c, place)| !stops(*place, **c)).count();
            if length == 0 {
                break;
            }
            place += spaces + length;
            ends.push(place);
        }
        ends
    }

    /// The inside of `"5 Mar 1995"`.
    fn quoted_value(&self) -> Option<At> {
        if !self.peek(0).is_some_and(is_double_mark) {
            return None;
        }
        let inside = self.place + 1;
        let length = self
            .chars
            .get(inside..)?
            .iter()
            .position(|c| is_double_mark(*c))?;
        Some([inside, inside + length])
    }

    /// `on:04-13` of any year, `on:1995-04-13` that day.
    fn on(&mut self, from: usize) -> bool {
        let any_year = |text: &str, _: &Self| dates::day_of_any_year(text).ok_or(Problem::NotADate);
        let whole = |text: &str, lexer: &Self| compared(Compare::Is, text, lexer.options);
        if let Ok((range, end)) = self.longest(whole) {
            return self.push_range(range, [from, end]);
        }
        match self.longest(any_year) {
            Ok(((month, day), end)) => {
                self.place = end;
                let kind = Kind::Date(DateFilter::On { month, day });
                self.push(Token::Atom(kind), [from, end]);
                true
            }
            Err(problem) => self.no_date(problem, [from, self.raw_end()]),
        }
    }

    fn weekday(&mut self, from: usize) -> bool {
        let end = self.raw_end();
        let text = self.text(self.place, end);
        let Some(weekday) = dates::weekday(text.trim_end_matches([',', '.', ';'])) else {
            return self.no_date(Problem::NotADate, [from, end]);
        };
        self.place = end;
        self.push(
            Token::Atom(Kind::Date(DateFilter::Weekday(weekday))),
            [from, end],
        );
        true
    }

    fn named_field(&mut self, kind: fn(Field) -> Kind, from: usize) -> bool {
        let end = self.raw_end();
        let name = self.text(self.place, end);
        let name = name.trim_end_matches([',', '.', ';']);
        let Some(field) = Field::named(name) else {
            let mut text = format!("there is no field {name}; it was read as text");
            if let Some(meant) = nearest_field(name) {
                text = format!("{text}; did you mean {meant}?");
            }
            self.remarks.note(notes::UNKNOWN_FIELD, [from, end], text);
            return false;
        };
        self.place = end;
        self.push(Token::Atom(kind(field)), [from, end]);
        true
    }

    fn like(&mut self, from: usize) -> bool {
        let (inside, end) = match self.quoted_value() {
            Some(inside) => (inside, inside[1] + 1),
            None => ([self.place, self.raw_end()], self.raw_end()),
        };
        let id = self.text(inside[0], inside[1]).trim().to_owned();
        if !has_text(&id) || id.contains(is_double_mark) {
            return false;
        }
        self.place = end;
        self.push(Token::Atom(Kind::Like(id)), [from, end]);
        true
    }
}

/// The days that a comparison with a date admits.
pub(super) fn compared(compare: Compare, text: &str, options: &Options) -> Result<Range, Problem> {
    if matches!(compare, Compare::Is | Compare::Exactly) {
        return dates::range(text, options);
    }
    let (first, last) = dates::period(text, options)?;
    Ok(match compare {
        Compare::More => (Some(dates::clamped(last + 1)), None),
        Compare::Less => (None, Some(dates::clamped(first - 1))),
        Compare::AtLeast => (Some(first), None),
        _ => (None, Some(last)),
    })
}

/// The condition that a range is, which was typed so.
pub(super) fn date_kind((from, to): Range, typed: &str) -> Kind {
    let ends = dates::ends(typed);
    Kind::Date(DateFilter::Range { from, to, ends })
}

/// `aft 1995`, `is 1995`, `from 19990201 to 19990301`
pub(super) fn worded_range(text: &str, options: &Options) -> Result<Range, Problem> {
    let (word, date) = text
        .trim()
        .split_once(char::is_whitespace)
        .ok_or(Problem::NotADate)?;
    let compare = match word.to_ascii_lowercase().as_str() {
        "is" => Compare::Is,
        "aft" | "after" => Compare::More,
        "bef" | "before" => Compare::Less,
        "from" => {
            let date = date.to_ascii_lowercase();
            let (first, last) = date.split_once(" to ").ok_or(Problem::NotADate)?;
            return dates::range(&format!("{first}..{last}"), options);
        }
        _ => return Err(Problem::NotADate),
    };
    compared(compare, date, options)
}

/// `1000`, `1,000`, `500..800`, `500..`.
fn length_kind(compare: Compare, text: &str) -> Option<Kind> {
    let number = |text: &str| -> Option<u64> {
        let digits = text.trim().replace(',', "");
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(u64::MAX))
    };
    if let (Compare::Is, Some((from, to))) = (compare, text.split_once("..")) {
        let (from, to) = match (from.trim(), to.trim()) {
            ("", "") => return None,
            ("", to) => (0, number(to)?),
            (from, "") => (number(from)?, u64::MAX),
            (from, to) => (number(from)?, number(to)?),
        };
        return Some(Kind::Length { from, to });
    }
    let n = number(text)?;
    let (from, to) = match compare {
        Compare::Is | Compare::Exactly => (n, n),
        Compare::More => (n.saturating_add(1), u64::MAX),
        Compare::AtLeast => (n, u64::MAX),
        Compare::AtMost => (0, n),
        // Nothing has fewer than no words.
        Compare::Less if n == 0 => (1, 0),
        Compare::Less => (0, n - 1),
    };
    Some(Kind::Length { from, to })
}

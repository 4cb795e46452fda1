//! Cuts a query into lexemes. A sign becomes an operator only in its place; elsewhere it is text.

use super::Options;
use super::atom::{self, Oddity};
use super::connectors;
use super::dialect::fields::{self, Named};
use super::dialect::letters::Letters;
use super::dialect::rows::Part;
use super::dialect::{Dialect, signs};
use super::filters::Compare;
use super::names::{Function, Key, count, nearest_field, nearest_function};
use super::notes::{self, Remarks};
use super::token::{Lexeme, Stray, Style, Token, Typed};
use super::tree::{At, Field, Forms, Kind, PhrasePart};

/// A query in pieces.
pub(super) struct Cut {
    pub(super) lexemes: Vec<Lexeme>,
    /// The style that single pieces give away; their order may still give away another.
    pub(super) style: Style,
    /// Whether it would be cut otherwise in the other style.
    pub(super) depends_on_style: bool,
}

pub(super) fn cut(chars: &[char], options: &Options, style: Style, remarks: &mut Remarks) -> Cut {
    let mut lexer = Lexer {
        chars,
        options,
        style,
        remarks,
        place: 0,
        groups: Vec::new(),
        cut: Cut {
            lexemes: Vec::new(),
            style,
            depends_on_style: false,
        },
    };
    while let Some(c) = lexer.peek(0) {
        lexer.next(c);
    }
    lexer.cut
}

/// The tokens of a piece of a reading, which holds no relative date.
pub(super) fn tokens_of(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let options = Options {
        today: 0,
        date_order: None,
        dialect: None,
    };
    let mut remarks = Remarks::default();
    let cut = cut(&chars, &options, Style::Plain, &mut remarks);
    cut.lexemes.into_iter().map(|lexeme| lexeme.token).collect()
}

/// Marks that open and close a quotation; any of them closes what any opened.
pub(super) fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// A curly quotation inside a straight one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inner {
    None,
    Open,
}

/// A parenthesis that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Plain,
    /// Commas part its contents.
    Window,
}

pub(super) struct Lexer<'a> {
    pub(super) chars: &'a [char],
    pub(super) options: &'a Options,
    pub(super) style: Style,
    pub(super) remarks: &'a mut Remarks,
    pub(super) place: usize,
    groups: Vec<Group>,
    pub(super) cut: Cut,
}

impl Lexer<'_> {
    fn next(&mut self, c: char) {
        match c {
            _ if c.is_whitespace() => self.place += 1,
            '(' => {
                self.groups.push(Group::Plain);
                self.take(Token::Open, 1);
            }
            ')' => {
                self.groups.pop();
                self.take(Token::Close, 1);
                self.boost();
            }
            ',' if self.in_window() => self.take(Token::Comma, 1),
            '/' if self.slashed() => {}
            '%' if self.percent() => {}
            // Inches, or the end of a quotation that began nowhere.
            _ if is_double_mark(c) && !self.opens_quote(self.place) => self.place += 1,
            _ => self.unit(),
        }
    }

    /// Signs, a field and what they govern. Signs that govern nothing are dropped.
    fn unit(&mut self) {
        let (from, before) = (self.place, self.cut.lexemes.len());
        if self.fresh() {
            if self.regex() {
                return;
            }
            self.signs();
        }
        let governed = self.opens_group() || self.governed(from);
        if !governed {
            self.cut.lexemes.truncate(before);
            let signs = "-+!=|&~^*<>";
            let raw = &self.chars[from..self.place];
            if raw.iter().any(|c| signs.contains(*c)) {
                let text = format!("{} stands alone and was dropped", quoted(raw));
                self.remarks
                    .once(notes::DROPPED_SIGN, [from, self.place], text);
            }
        }
    }

    /// What signs, which began at a place, may govern; true when it gave a lexeme.
    fn governed(&mut self, from: usize) -> bool {
        let signed = self.place > from;
        if self.opens_quote(self.place) {
            return self.quote();
        }
        if signed && self.regex() {
            return true;
        }
        let end = self.raw_end();
        if !signed && self.operator(end) {
            return true;
        }
        self.function(end) || self.counted(end) || self.keyed(end) || self.word(end)
    }

    /// What is no operand, or one of several words.
    fn operator(&mut self, end: usize) -> bool {
        self.connector(end)
            || self.reserved(end)
            || self.worded_date(end)
            || self.spaced_length(end)
    }

    fn signs(&mut self) {
        let operand = self.may_begin(self.place + 1);
        let westlaw = self.options.dialect == Some(Dialect::Westlaw);
        match self.peek(0) {
            Some('-' | '!') if operand => {
                self.negated_number();
                self.take(Token::Minus, 1);
            }
            // All words are required, so it says only that a word is meant: `+w/5`. Alone, `+5`
            // and `+s` may be connectors.
            Some('+') if operand && !self.is_connector() => self.place += 1,
            Some('#') if westlaw && self.word_begins(self.place + 1) => self.take(Token::Exact, 1),
            _ => {}
        }
        self.exact();
    }

    fn is_connector(&self) -> bool {
        let raw = self.text(self.place, self.raw_end());
        signs::connector(&raw, self.options.dialect).is_some()
    }

    fn exact(&mut self) {
        let next = self.place + 1;
        if self.peek(0) == Some('=') && (self.word_begins(next) || self.opens_quote(next)) {
            self.take(Token::Exact, 1);
        }
    }

    /// `covid -19` was meant for `covid-19` as likely as not.
    fn negated_number(&mut self) {
        let end = self.raw_end();
        let number = &self.chars[self.place + 1..end];
        let first = self.cut.lexemes.is_empty();
        if !first && !number.is_empty() && number.iter().all(char::is_ascii_digit) {
            let number: String = number.iter().collect();
            let text = format!(
                "-{number} was read as NOT {number}; for the number write it without the sign"
            );
            self.remarks
                .note(notes::NEGATED_NUMBER, [self.place, end], text);
        }
    }

    /// Whether an operand may begin here, directly after a sign.
    fn may_begin(&self, place: usize) -> bool {
        let Some(c) = self.chars.get(place) else {
            return false;
        };
        let next = place + 1;
        self.word_begins(place)
            || *c == '('
            || self.opens_quote(place)
            || (*c == '*' && self.word_begins(next))
            || (*c == '=' && (self.word_begins(next) || self.opens_quote(next)))
            || self.regex_end(place).is_some()
    }

    /// A letter or digit, or a sign that is kept with one: `$5`, `#tag`.
    fn word_begins(&self, place: usize) -> bool {
        let word = |place: usize| {
            self.chars
                .get(place)
                .is_some_and(|c| atom::is_word_char(*c))
        };
        let sign = self
            .chars
            .get(place)
            .is_some_and(|c| atom::is_kept_sign(*c));
        word(place) || (sign && word(place + 1))
    }

    fn quote(&mut self) -> bool {
        let from = self.place;
        let inside = from + 1;
        let close = self.close_of_quote(from);
        let end = close.unwrap_or(self.chars.len());
        self.place = close.map_or(end, |close| close + 1);
        let text = self.text(inside, end);
        let words = text.split(|c: char| c.is_whitespace() || is_double_mark(c));
        if close.is_none() {
            let text = "the quote is never closed; it was read to the end".to_owned();
            self.remarks
                .note(notes::UNCLOSED_QUOTE, [from, self.place], text);
        }
        let at = [from, self.place];
        if let Some(dialect) = self.options.dialect {
            let parts = self.pieces(words, dialect, at);
            let held: Option<Vec<PhrasePart>> = parts.iter().map(Part::piece).collect();
            match held {
                None => return self.row(parts, "", at),
                Some(held) => return self.phrase(held, at),
            }
        }
        let parts = words.filter_map(atom::piece).collect();
        self.phrase(parts, at)
    }

    fn phrase(&mut self, mut parts: Vec<PhrasePart>, at: At) -> bool {
        let from = at[0];
        self.trim_stars(&mut parts, at);
        let slop = self.slop();
        let Some(kind) = phrase(parts, slop) else {
            let text = "there is no word in the quotes; they were dropped".to_owned();
            self.remarks
                .once(notes::EMPTY_QUOTES, [from, self.place], text);
            return false;
        };
        if slop.is_some() && !matches!(kind, Kind::Phrase { .. }) {
            let text = "a single word has no neighbours to stray from; ~n was dropped".to_owned();
            self.remarks
                .note(notes::SLOP_IGNORED, [from, self.place], text);
        }
        self.push(Token::Atom(kind), [from, self.place]);
        self.boost();
        true
    }

    /// Any double mark closes what any opened, but a pair of curly ones may stand inside straight
    /// ones.
    fn close_of_quote(&self, open: usize) -> Option<usize> {
        let mut inner = Inner::None;
        for place in open + 1..self.chars.len() {
            match self.chars[place] {
                '“' if self.chars[open] == '"' && self.opens_inside(place) => inner = Inner::Open,
                '”' if inner == Inner::Open => inner = Inner::None,
                c if is_double_mark(c) => return Some(place),
                _ => {}
            }
        }
        None
    }

    /// Whether a curly mark stands before a word, as one that closes does not.
    fn opens_inside(&self, place: usize) -> bool {
        self.chars[place - 1].is_whitespace() && self.word_begins(place + 1)
    }

    fn trim_stars(&mut self, parts: &mut Vec<PhrasePart>, at: At) {
        let before = parts.len();
        while parts.last() == Some(&PhrasePart::Any) {
            parts.pop();
        }
        let stars = parts.iter().take_while(|part| **part == PhrasePart::Any);
        let leading = stars.count();
        parts.drain(..leading);
        if parts.len() < before {
            let text = "a lone * at the edge of a phrase says nothing and was dropped";
            self.remarks.once(notes::LONE_STAR, at, text);
        }
    }

    /// `~5` directly after a phrase; `~0` is the phrase itself.
    fn slop(&mut self) -> Option<u32> {
        if self.peek(0) != Some('~') {
            return None;
        }
        let digits = self.digits(self.place + 1);
        let slop = count(&self.text(self.place + 1, digits))?;
        self.place = digits;
        (slop > 0).then_some(slop)
    }

    /// `^2` directly after an operand.
    pub(super) fn boost(&mut self) {
        if self.peek(0) != Some('^') {
            return;
        }
        let from = self.place;
        let number = |c: &char| c.is_ascii_digit() || *c == '.';
        let length = self.chars[from + 1..]
            .iter()
            .take_while(|c| number(c))
            .count();
        let text = self.text(from + 1, from + 1 + length);
        let text = text.trim_end_matches('.');
        if let Some(factor) = atom::factor(text) {
            self.take(Token::Boost(factor), 1 + text.len());
        }
    }

    fn regex(&mut self) -> bool {
        let Some(end) = self.regex_end(self.place) else {
            return false;
        };
        let pattern = self.text(self.place + 1, end - 1);
        self.foreign_slashes([self.place, end]);
        self.take(Token::Atom(Kind::Regex(pattern)), end - self.place);
        self.boost();
        true
    }

    /// Where `/x/` ends: it begins and ends the word, with no `/` inside.
    fn regex_end(&self, place: usize) -> Option<usize> {
        if self.chars.get(place) != Some(&'/') {
            return None;
        }
        let inside = place + 1;
        let length = self
            .chars
            .get(inside..)?
            .iter()
            .position(|c| *c == '/' || c.is_whitespace())?;
        let end = inside + length + 1;
        let closed = self.chars[end - 1] == '/' && length > 0;
        let ended = match self.chars.get(end) {
            None | Some(')' | '^' | ',') => true,
            Some(c) => c.is_whitespace(),
        };
        (closed && ended).then_some(end)
    }

    fn connector(&mut self, end: usize) -> bool {
        let from = self.place;
        let raw = self.text(from, end);
        if raw.eq_ignore_ascii_case("around") && self.chars.get(end) == Some(&'(') {
            let digits = self.digits(end + 1);
            let number = connectors::around(&self.text(end + 1, digits));
            if let (Some(connector), Some(')')) = (number, self.chars.get(digits)) {
                let token = Token::Connector(connector, Stray::Nothing);
                self.take(token, digits + 1 - from);
                return true;
            }
        }
        let Some((connector, stray)) = signs::connector(&raw, self.options.dialect) else {
            return false;
        };
        let spaced = from == 0 || self.chars[from - 1].is_whitespace();
        if raw.starts_with(['/', '+']) && !spaced {
            return false;
        }
        self.take(Token::Connector(connector, stray), end - from);
        true
    }

    fn reserved(&mut self, end: usize) -> bool {
        let raw = self.text(self.place, end);
        let typed = match raw.as_str() {
            "AND" | "OR" | "NOT" | "BUT" => Typed::Capitals,
            // Not a sign to speak of where it is the name of the operator.
            "&" if self.options.dialect == Some(Dialect::Westlaw) => Typed::Capitals,
            "|" | "||" | "&" | "&&" => Typed::Sign,
            _ => Typed::Small,
        };
        let token = match raw.to_ascii_lowercase().as_str() {
            "and" | "&" | "&&" => Token::And(typed),
            "or" | "|" | "||" => Token::Or(typed),
            "not" => Token::Not(typed),
            "but" => Token::But(typed),
            _ => return false,
        };
        self.take(token, end - self.place);
        true
    }

    /// `caps(`; `source(s)` is text.
    fn function(&mut self, end: usize) -> bool {
        if self.chars.get(end) != Some(&'(') {
            return false;
        }
        let raw = self.text(self.place, end);
        let Some(function) = self.named_function(&raw) else {
            if self.absent_field(&raw, end) {
                return true;
            }
            self.unknown_function(&raw, end);
            return self.condition_in_parentheses(&raw, end);
        };
        let capitals = raw.chars().any(char::is_uppercase) && !raw.chars().any(char::is_lowercase);
        if capitals || matches!(function, Function::AtLeast(_)) {
            self.cut.style = Style::Connected;
        }
        self.groups.push(match function {
            Function::Window(_) => Group::Window,
            _ => Group::Plain,
        });
        self.take(Token::Function(function), end + 1 - self.place);
        true
    }

    fn named_function(&self, raw: &str) -> Option<Function> {
        let dialect = self.options.dialect;
        match dialect.and_then(|dialect| fields::named(raw, dialect)) {
            Some(Named::Key(Key::Text(field))) => Some(Function::Field(field)),
            _ => Function::named(raw),
        }
    }

    /// `COMPANY(` of Nexis, read as its parenthesis and refused.
    fn absent_field(&mut self, raw: &str, end: usize) -> bool {
        let dialect = self.options.dialect;
        let named = dialect.and_then(|dialect| fields::named(raw, dialect));
        if dialect == Some(Dialect::Factiva) || named != Some(Named::Absent) {
            return false;
        }
        self.refuse_field(raw, [self.place, end + 1]);
        self.groups.push(Group::Plain);
        self.take(Token::Open, end + 1 - self.place);
        true
    }

    fn unknown_function(&mut self, raw: &str, end: usize) {
        let name = raw.chars().all(|c| c.is_alphanumeric() || c == '/');
        if !name || self.remarks.said(notes::UNKNOWN_FUNCTION) {
            return;
        }
        if let Some(name) = nearest_function(raw) {
            let text =
                format!("{raw}( is no function and was read as a word; did you mean {name}?");
            self.remarks
                .note(notes::UNKNOWN_FUNCTION, [self.place, end], text);
        }
    }

    /// `atleast5 x`
    fn counted(&mut self, end: usize) -> bool {
        match Function::named(&self.text(self.place, end)) {
            Some(Function::AtLeast(count)) => {
                self.take(Token::AtLeast(count), end - self.place);
                true
            }
            _ => false,
        }
    }

    /// What stands after `title:`: the field is pushed when something follows at once.
    pub(super) fn field_value(&mut self, field: Field, compare: Compare, from: usize) -> bool {
        let before = self.cut.lexemes.len();
        let (mut field, mut compare) = (field, compare);
        while let Some((inner, inner_compare, length)) = self.inner_field() {
            (field, compare) = (inner, inner_compare);
            self.place += length;
        }
        self.push(Token::Field(field), [from, self.place]);
        if compare == Compare::Exactly {
            self.push(Token::Exact, [self.place, self.place]);
        }
        self.exact();
        let governed = self.opens_group()
            || (self.peek(0) == Some('/') && self.regex())
            || (self.opens_quote(self.place) && self.quote())
            || {
                let end = self.raw_end();
                end > self.place && (self.function(end) || self.keyed(end) || self.word(end))
            };
        if !governed {
            self.cut.lexemes.truncate(before);
        }
        governed
    }

    /// A word, read as text.
    pub(super) fn word(&mut self, end: usize) -> bool {
        let from = self.place;
        let mut raw = self.text(from, end);
        self.place = end;
        let at = [from, end];
        if let Some(dialect) = self.options.dialect {
            self.foreign_letters(&raw, dialect, at);
            match self.letters(&raw, dialect, at) {
                Some(Letters::Ours(ours)) => raw = ours,
                Some(Letters::Row(parts)) => return self.row(parts, &raw, at),
                _ => {}
            }
        }
        let read = atom::read(&raw);
        for oddity in read.oddities {
            if oddity != Oddity::Sign || read.kind.is_some() {
                self.odd(oddity, &raw, at);
            }
        }
        let Some(mut kind) = read.kind else {
            return false;
        };
        if let Kind::Word { text, .. } = &mut kind {
            self.unknown_field(text, at);
            // What a dialect cuts shorter may read as a field without the rest.
            if *text != raw || self.options.dialect.is_some() {
                escape(text);
            }
        }
        self.push(Token::Atom(kind), at);
        if let Some(boost) = read.boost {
            self.push(Token::Boost(boost), at);
        }
        true
    }

    fn odd(&mut self, oddity: Oddity, raw: &str, at: At) {
        match oddity {
            Oddity::QuestionMark => self.remarks.once(
                notes::QUESTION_MARK,
                at,
                "? is a wildcard only between letters; here it was read as punctuation",
            ),
            Oddity::Sign => self.remarks.once(
                notes::DROPPED_SIGN,
                at,
                format!("{raw} begins with a sign that has no meaning there; it was dropped"),
            ),
            Oddity::Distance => self.remarks.note(
                notes::FUZZY_CAPPED,
                at,
                format!("{raw}: the largest spelling distance is 2; read as ~2"),
            ),
            Oddity::Expansion => self.cut.style = Style::Connected,
        }
    }

    /// `titel:flood` is text; says so, and what was probably meant.
    fn unknown_field(&mut self, text: &str, at: At) {
        let Some((name, value)) = text.split_once(':') else {
            return;
        };
        let named = !name.is_empty() && name.chars().all(char::is_alphabetic);
        let known = Key::named(name).is_some();
        let no_field = format!("{name}: is no field");
        let mut notes = self.remarks.notes.iter();
        let said = notes.any(|note| note.text.starts_with(&no_field));
        if !named || known || value.starts_with("//") || said {
            return;
        }
        let mut text = format!("{no_field}; {text} was read as the words in a row");
        if let Some(meant) = nearest_field(name) {
            text = format!("{text}; did you mean {meant}:?");
        }
        self.remarks.note(notes::UNKNOWN_FIELD, at, text);
    }

    /// Where the word that begins here ends.
    pub(super) fn raw_end(&self) -> usize {
        let from = self.place;
        let mut end = from;
        while let Some(&c) = self.chars.get(end) {
            let stops = c.is_whitespace()
                || matches!(c, '(' | ')')
                || (end > from && self.slashed_at(end).is_some())
                || (end > from && is_double_mark(c))
                || (c == ',' && self.in_window() && !self.between_digits(end));
            if stops {
                break;
            }
            end += 1;
        }
        let plural = self.chars.get(end..end + 3) == Some(&['(', 's', ')']);
        let glued = end > from && atom::is_word_char(self.chars[end - 1]);
        let word = !self.chars[from..end].contains(&'/');
        if plural && glued && word && self.ends_word(end + 3) {
            end + 3
        } else {
            end
        }
    }

    fn ends_word(&self, place: usize) -> bool {
        self.chars
            .get(place)
            .is_none_or(|c| !atom::is_word_char(*c) && *c != '(')
    }

    fn between_digits(&self, place: usize) -> bool {
        let digit = |place: usize| self.chars.get(place).is_some_and(char::is_ascii_digit);
        place > 0 && digit(place - 1) && digit(place + 1)
    }

    fn digits(&self, from: usize) -> usize {
        let rest = self.chars.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|c| c.is_ascii_digit()).count()
    }

    /// Curly and low marks open wherever they stand; `"`, which is inches too, and guillemets that
    /// close only after the start, a space or an opening sign.
    fn opens_quote(&self, place: usize) -> bool {
        let before = place.checked_sub(1).map(|before| self.chars[before]);
        match self.chars.get(place) {
            Some('“' | '„' | '‟' | '«') => true,
            Some('"' | '»' | '”' | '＂') => before
                .is_none_or(|c| c.is_whitespace() || "(:=-!+,>".contains(c) || is_double_mark(c)),
            _ => false,
        }
    }

    fn opens_group(&self) -> bool {
        self.peek(0) == Some('(')
    }

    /// Whether a word may begin here with signs: after the start, a space or a parenthesis.
    fn fresh(&self) -> bool {
        let Some(before) = self.place.checked_sub(1) else {
            return true;
        };
        let c = self.chars[before];
        c.is_whitespace() || c == '(' || (c == ',' && self.in_window())
    }

    pub(super) fn in_window(&self) -> bool {
        self.groups.last() == Some(&Group::Window)
    }

    pub(super) fn last_ends(&self) -> bool {
        self.cut
            .lexemes
            .last()
            .is_some_and(|last| last.token.ends())
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.place + ahead).copied()
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().collect()
    }

    pub(super) fn take(&mut self, token: Token, length: usize) {
        let from = self.place;
        self.place += length;
        self.push(token, [from, self.place]);
    }

    pub(super) fn push(&mut self, token: Token, at: At) {
        self.cut.lexemes.push(Lexeme { token, at });
    }
}

/// One word in quotes is that word, exactly; more are a phrase.
pub(super) fn phrase(mut parts: Vec<PhrasePart>, slop: Option<u32>) -> Option<Kind> {
    if parts.len() > 1 {
        return Some(Kind::Phrase { parts, slop });
    }
    match parts.pop()? {
        PhrasePart::Word(text) => Some(Kind::Word {
            text,
            forms: Forms::Quoted,
        }),
        PhrasePart::Wildcard(pattern) => Some(Kind::Wildcard(pattern)),
        PhrasePart::Any => None,
    }
}

/// Keeps `'title:x`, which its apostrophe makes text, from becoming a field without it.
fn escape(text: &mut String) {
    let bare = Kind::Word {
        text: text.clone(),
        forms: Forms::Number,
    };
    if text.contains([':', '=', '<', '>']) && tokens_of(text) != [Token::Atom(bare)] {
        text.insert(0, '\'');
    }
}

fn quoted(raw: &[char]) -> String {
    raw.iter().take(20).collect()
}

//! The signs that stand for letters: `*` is one letter on Nexis and Westlaw, `$3` up to three on
//! Factiva. Where our wildcards have no such sign, a regular expression says the same.

use super::super::atom::{self, is_address, is_word_char, trimmed};
use super::super::build;
use super::super::tree::{At, Kind, PhrasePart};
use super::Dialect;
use super::rows::{self, Part};
use crate::analysis;

/// The most letters that `$n` may leave open: no word goes on longer after a root.
pub(in crate::query) const MOST_LETTERS: u32 = 10;

/// A word of a dialect, read.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) enum Letters {
    /// The same word in our own signs.
    Ours(String),
    /// What our signs cannot say, in a row where other signs part it.
    Row(Vec<Part>),
    /// More letters left open than a word has: the root, and how many.
    TooMany(String, u32),
}

/// What a place in a word may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Letter(char),
    /// Exactly one letter.
    One,
    /// None or more.
    Any,
    /// None to so many.
    UpTo(u32),
}

/// Reads a word or a piece of a phrase; `None` when it holds no sign of the dialect.
pub(in crate::query) fn read(raw: &str, dialect: Dialect, at: At) -> Option<Letters> {
    let core = trimmed(raw).trim_start_matches(|c: char| !is_word_char(c) && !"*?".contains(c));
    if is_address(core) || !atom::has_text(core) {
        return None;
    }
    let signs = signs(core, dialect);
    let sign = |sign: &Sign| !matches!(sign, Sign::Letter(_));
    if !signs.iter().any(sign) {
        return None;
    }
    if let Some(most) = signs.iter().find_map(too_many) {
        let root = core.split('$').next().unwrap_or_default();
        return Some(Letters::TooMany(root.to_owned(), most));
    }
    if let Some(ours) = ours(&signs) {
        return Some(Letters::Ours(ours));
    }
    let pieces = signs.split(|sign| matches!(sign, Sign::Letter(c) if !is_inside(*c)));
    let parts: Vec<Part> = pieces.filter_map(|signs| part(signs, at)).collect();
    let parts = match joined(&signs, at) {
        Some(joined) => vec![either(parts, joined, at)],
        None => parts,
    };
    (!parts.is_empty()).then_some(Letters::Row(parts))
}

/// A hyphenated word as one: `policymaker`.
fn joined(signs: &[Sign], at: At) -> Option<Part> {
    let other = |sign: &Sign| matches!(sign, Sign::Letter(c) if !is_inside(*c) && *c != '-');
    let hyphen = Sign::Letter('-');
    if signs.iter().any(other) || !signs.contains(&hyphen) {
        return None;
    }
    let together: Vec<Sign> = signs
        .iter()
        .copied()
        .filter(|sign| *sign != hyphen)
        .collect();
    part(&together, at)
}

fn either(parts: Vec<Part>, joined: Part, at: At) -> Part {
    let nodes = [rows::row(parts, at), rows::row(vec![joined], at)];
    let either = build::any_of(nodes.into_iter().flatten().collect());
    Part::Node(either.unwrap_or_else(|| build::node(Kind::All, at)))
}

fn too_many(sign: &Sign) -> Option<u32> {
    match sign {
        Sign::UpTo(letters) if *letters > MOST_LETTERS => Some(*letters),
        _ => None,
    }
}

/// Letters that stay in one word of a regular expression, and mean themselves there.
fn is_inside(c: char) -> bool {
    is_word_char(c) || matches!(c, '\'' | '’')
}

fn signs(core: &str, dialect: Dialect) -> Vec<Sign> {
    let chars: Vec<char> = core.chars().collect();
    let word = |place: Option<usize>| {
        place
            .and_then(|place| chars.get(place))
            .is_some_and(|c| is_word_char(*c))
    };
    let mut signs = Vec::with_capacity(chars.len());
    let mut place = 0;
    while let Some(&c) = chars.get(place) {
        let between = word(place.checked_sub(1)) && word(Some(place + 1));
        let last = place + 1 == chars.len();
        let sign = match (c, dialect) {
            ('*', Dialect::Factiva) => Sign::Any,
            ('*', _) | ('?', Dialect::Nexis | Dialect::Factiva) => Sign::One,
            ('?', Dialect::Westlaw) if between => Sign::One,
            ('!', _) if last && place > 1 => Sign::Any,
            ('$', Dialect::Factiva) if word(place.checked_sub(1)) => {
                let digits = chars[place + 1..].iter().take_while(|c| c.is_ascii_digit());
                let digits: String = digits.collect();
                place += digits.len();
                match digits.as_str() {
                    "" => Sign::Letter(c),
                    digits => Sign::UpTo(digits.parse().unwrap_or(u32::MAX)),
                }
            }
            _ => Sign::Letter(c),
        };
        signs.push(sign);
        place += 1;
    }
    if dialect == Dialect::Westlaw {
        shorten(&mut signs);
    }
    signs
}

/// At the end of a word Westlaw's `*` gives the greatest length: `object**` finds object.
fn shorten(signs: &mut Vec<Sign>) {
    let trailing = signs.iter().rev().take_while(|sign| **sign == Sign::One);
    let trailing = trailing.count();
    if trailing > 0 {
        signs.truncate(signs.len() - trailing);
        signs.push(Sign::UpTo(u32::try_from(trailing).unwrap_or(u32::MAX)));
    }
}

/// The word in our own signs, where `?` stands between letters only.
fn ours(signs: &[Sign]) -> Option<String> {
    let letter = |place: Option<usize>| matches!(place.and_then(|place| signs.get(place)), Some(Sign::Letter(c)) if is_word_char(*c));
    let mut text = String::with_capacity(signs.len());
    for (place, sign) in signs.iter().enumerate() {
        match sign {
            Sign::Letter(c) => text.push(*c),
            Sign::Any => text.push('*'),
            Sign::One if letter(place.checked_sub(1)) && letter(Some(place + 1)) => text.push('?'),
            Sign::UpTo(0) => {}
            Sign::One | Sign::UpTo(_) => return None,
        }
    }
    Some(text)
}

/// A word without other signs inside it: as it is, or as a regular expression.
fn part(signs: &[Sign], at: At) -> Option<Part> {
    if signs.is_empty() {
        return None;
    }
    if let Some(ours) = ours(signs) {
        return atom::piece(&ours).map(Part::Piece);
    }
    let mut expression = String::new();
    let mut letters = String::new();
    for sign in signs {
        if let Sign::Letter(c) = sign {
            letters.push(*c);
            continue;
        }
        expression.push_str(&analysis::fold(&std::mem::take(&mut letters)));
        match sign {
            Sign::One => expression.push('.'),
            Sign::Any => expression.push_str(".*"),
            Sign::UpTo(1) => expression.push_str(".?"),
            Sign::UpTo(most) => expression.push_str(&format!(".{{0,{most}}}")),
            Sign::Letter(_) => {}
        }
    }
    expression.push_str(&analysis::fold(&letters));
    Some(Part::Node(build::node(Kind::Regex(expression), at)))
}

/// Whether the word ends in one open letter, which other editions of Nexis take for any ending.
pub(in crate::query) fn is_open_ended(raw: &str, dialect: Dialect) -> bool {
    let core = trimmed(raw);
    dialect == Dialect::Nexis && core.ends_with('*') && atom::has_text(core) && !is_address(core)
}

/// The parts of a piece of a phrase.
pub(in crate::query) fn pieces(raw: &str, dialect: Dialect, at: At) -> Letters {
    // Every word in quotes is exact already.
    let raw = match dialect {
        Dialect::Westlaw => raw.trim_start_matches('#'),
        _ => raw,
    };
    let whole =
        |piece: Option<PhrasePart>| Letters::Row(piece.map(Part::Piece).into_iter().collect());
    match (raw, dialect) {
        ("*", _) | ("%", Dialect::Factiva) => whole(Some(PhrasePart::Any)),
        _ => match read(raw, dialect, at) {
            None => whole(atom::piece(raw)),
            Some(Letters::Ours(ours)) => whole(atom::piece(&ours)),
            Some(other) => other,
        },
    }
}

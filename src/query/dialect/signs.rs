//! The signs and connectors that only a dialect has, or that mean something else in it.

use super::super::connectors;
use super::super::token::Stray;
use super::super::tree::{Connector, Order, Reach, Sense};
use super::Dialect;

/// `/N30/` and `/F50/` of Factiva.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Slashed {
    /// Within so many words of each other.
    Near(u32),
    /// The operand before it stands within the first so many words.
    First(u32),
}

/// Reads `/N30/`, `/F50/` at the beginning of a text, with its length.
pub(in crate::query) fn slashed(chars: &[char]) -> Option<(Slashed, usize)> {
    let (Some('/'), Some(letter)) = (chars.first(), chars.get(1)) else {
        return None;
    };
    let digits: String = chars[2..]
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect();
    let length = digits.len() + 3;
    if digits.is_empty() || chars.get(length - 1) != Some(&'/') {
        return None;
    }
    let number = digits.parse().unwrap_or(u32::MAX);
    let slashed = match letter.to_ascii_lowercase() {
        'n' => Slashed::Near(number),
        'f' => Slashed::First(number),
        _ => return None,
    };
    Some((slashed, length))
}

/// Reads a whole word as a connector: `w/5` is ordered on Factiva.
pub(in crate::query) fn connector(
    raw: &str,
    dialect: Option<Dialect>,
) -> Option<(Connector, Stray)> {
    if dialect == Some(Dialect::Factiva)
        && let Some(connector) = of_factiva(&raw.to_ascii_lowercase())
    {
        return Some(connector);
    }
    connectors::read(raw)
}

fn of_factiva(raw: &str) -> Option<(Connector, Stray)> {
    match raw {
        "same" => return Some((near(Reach::Paragraph, Order::Any), Stray::Word)),
        "adj" => return Some((near(Reach::Words(1), Order::LeftFirst), Stray::Word)),
        _ => {}
    }
    let (connector, stray) = raw.starts_with("w/").then(|| connectors::read(raw))??;
    let words = matches!(connector.reach, Reach::Words(_));
    words.then_some((near(connector.reach, Order::LeftFirst), stray))
}

/// `/N30/`
pub(in crate::query) fn within(words: u32) -> Connector {
    near(Reach::Words(words), Order::Any)
}

fn near(reach: Reach, order: Order) -> Connector {
    Connector {
        reach,
        order,
        sense: Sense::Near,
    }
}

/// Factiva groups by brackets as well: `[a or b] and c`. Those that group become round.
pub(in crate::query) fn round(chars: &mut [char]) {
    let mut open = 0_usize;
    let mut before = ' ';
    for c in chars {
        let groups = before.is_whitespace() || matches!(before, '(' | '=');
        match *c {
            '[' if groups => {
                *c = '(';
                open += 1;
            }
            ']' if open > 0 => {
                *c = ')';
                open -= 1;
            }
            _ => {}
        }
        before = *c;
    }
}

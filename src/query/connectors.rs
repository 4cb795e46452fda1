//! The connectors in all the spellings that people bring from other systems.

use super::names::count;
use super::token::Stray;
use super::tree::{Connector, Order, Reach, Sense};

/// Reads a whole word as a connector.
pub(super) fn read(raw: &str) -> Option<(Connector, Stray)> {
    if let Some(reach) = capital(raw) {
        return Some((near(reach, Order::Any), Stray::Word));
    }
    let raw = raw.to_ascii_lowercase();
    slashed(&raw).or_else(|| glued(&raw))
}

/// `AROUND(5)`, from what stands inside its parentheses.
pub(super) fn around(number: &str) -> Option<Connector> {
    count(number).map(|n| near(Reach::Words(n), Order::Any))
}

/// Operators of Westlaw that are words too, so capitals only.
fn capital(raw: &str) -> Option<Reach> {
    match raw {
        "SENTENCE" => Some(Reach::Sentence),
        "SAME" | "PARAGRAPH" => Some(Reach::Paragraph),
        _ => None,
    }
}

/// `w/5`, `pre/s`, `/p`, `near/5`, `notnear/5`.
fn slashed(raw: &str) -> Option<(Connector, Stray)> {
    let (name, reach) = raw.split_once('/')?;
    let reach = self::reach(reach)?;
    let words = matches!(reach, Reach::Words(_));
    let connector = match name {
        "w" => near(reach, Order::Any),
        "pre" => near(reach, Order::LeftFirst),
        "" => return Some((near(reach, Order::Any), Stray::Text)),
        "near" | "n" if words => near(reach, Order::Any),
        "p" | "onear" | "adj" if words => near(reach, Order::LeftFirst),
        "notnear" if words => Connector {
            sense: Sense::NotNear,
            ..near(reach, Order::Any)
        },
        _ => return None,
    };
    Some((connector, Stray::Nothing))
}

/// `+5`, `+s`, `near5`, `adj5`.
fn glued(raw: &str) -> Option<(Connector, Stray)> {
    let connector = if let Some(reach) = raw.strip_prefix('+') {
        near(self::reach(reach)?, Order::LeftFirst)
    } else if let Some(n) = raw.strip_prefix("near") {
        near(Reach::Words(count(n)?), Order::Any)
    } else {
        let n = raw.strip_prefix("adj")?;
        near(Reach::Words(count(n)?), Order::LeftFirst)
    };
    Some((connector, Stray::Text))
}

fn reach(text: &str) -> Option<Reach> {
    match text {
        "s" | "sent" => Some(Reach::Sentence),
        "p" | "para" => Some(Reach::Paragraph),
        "seg" => Some(Reach::Segment),
        _ => count(text).map(Reach::Words),
    }
}

fn near(reach: Reach, order: Order) -> Connector {
    Connector {
        reach,
        order,
        sense: Sense::Near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::reading::connector;

    #[test]
    fn a_connector_has_many_spellings() {
        for (text, printed) in [
            ("w/5", "w/5"),
            ("W/5", "w/5"),
            ("/5", "w/5"),
            ("NEAR/5", "w/5"),
            ("near5", "w/5"),
            ("n/5", "w/5"),
            ("Pre/3", "pre/3"),
            ("+5", "pre/5"),
            ("p/5", "pre/5"),
            ("onear/5", "pre/5"),
            ("adj5", "pre/5"),
            ("NOTNEAR/5", "NOT w/5"),
            ("w/sent", "w/s"),
            ("+s", "pre/s"),
            ("SENTENCE", "w/s"),
            ("w/para", "w/p"),
            ("/p", "w/p"),
            ("SAME", "w/p"),
            ("w/seg", "w/seg"),
        ] {
            let read = read(text).map(|(read, _)| connector(read));
            assert_eq!(read.as_deref(), Some(printed), "{text}");
        }
    }

    #[test]
    fn other_words_are_none() {
        for text in [
            "same", "and/or", "24/7", "w/out", "w/", "/", "near", "adj", "n/s", "/usr", "sentence",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

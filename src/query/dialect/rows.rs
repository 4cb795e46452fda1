//! Words in a row, some of which our phrases cannot hold: these follow by `pre/1`.

use super::super::build;
use super::super::lexer::phrase;
use super::super::tree::{At, Connector, Node, Order, PhrasePart, Reach, Sense};

/// What stands at a place of the row.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::query) enum Part {
    /// What a phrase can hold.
    Piece(PhrasePart),
    /// What it cannot: a group, a regular expression.
    Node(Node),
}

impl Part {
    /// What a phrase can hold of it.
    pub(in crate::query) fn piece(&self) -> Option<PhrasePart> {
        match self {
            Part::Piece(piece) => Some(piece.clone()),
            Part::Node(_) => None,
        }
    }
}

/// The parts in a row, with no lone star at its ends; `None` when there is none.
pub(in crate::query) fn row(parts: Vec<Part>, at: At) -> Option<Node> {
    let mut row = Row {
        at,
        node: None,
        pieces: Vec::new(),
        open: 0,
    };
    for part in parts {
        match part {
            Part::Piece(piece) => row.pieces.push(piece),
            Part::Node(node) => {
                row.flush();
                row.follow(node);
            }
        }
    }
    row.flush();
    row.node
}

/// Whether the row has a lone star that is beside no piece, so that only a distance can stand for it.
pub(in crate::query) fn has_loose_star(parts: &[Part]) -> bool {
    let star = |part: &Part| *part == Part::Piece(PhrasePart::Any);
    let holds = |part: Option<&Part>| matches!(part, Some(Part::Piece(_)));
    parts.iter().enumerate().any(|(place, part)| {
        let before = parts[..place].iter().rfind(|part| !star(part));
        let after = parts[place..].iter().find(|part| !star(part));
        star(part) && !(holds(before) && holds(after))
    })
}

/// Drops lone stars at the ends; true when there were any.
pub(in crate::query) fn trim(parts: &mut Vec<Part>) -> bool {
    let star = |part: &Part| *part == Part::Piece(PhrasePart::Any);
    let before = parts.len();
    while parts.last().is_some_and(star) {
        parts.pop();
    }
    let leading = parts.iter().take_while(|part| star(part)).count();
    parts.drain(..leading);
    parts.len() < before
}

struct Row {
    at: At,
    node: Option<Node>,
    pieces: Vec<PhrasePart>,
    /// How many words are left open before the next part.
    open: u32,
}

impl Row {
    /// Makes the pieces gathered so far a phrase.
    fn flush(&mut self) {
        let mut pieces = std::mem::take(&mut self.pieces);
        let any = |piece: &&PhrasePart| **piece == PhrasePart::Any;
        let leading = pieces.iter().take_while(any).count();
        pieces.drain(..leading);
        let trailing = pieces.iter().rev().take_while(any).count();
        pieces.truncate(pieces.len() - trailing);
        self.leave_open(leading);
        if let Some(kind) = phrase(pieces, None) {
            let node = build::node(kind, self.at);
            self.follow(node);
        }
        self.leave_open(trailing);
    }

    fn leave_open(&mut self, words: usize) {
        self.open = self
            .open
            .saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
    }

    fn follow(&mut self, next: Node) {
        let reach = std::mem::take(&mut self.open).saturating_add(1);
        let connector = Connector {
            reach: Reach::Words(reach),
            order: Order::LeftFirst,
            sense: Sense::Near,
        };
        self.node = Some(match self.node.take() {
            None => next,
            Some(before) => build::near(connector, before, next),
        });
    }
}

//! What a space means: words in a row are a phrase on Nexis and Factiva, any of them on Westlaw.

use super::super::atom;
use super::super::build::{self, children};
use super::super::level::{Joint, Unit};
use super::super::notes::{self, Remarks};
use super::super::tree::{At, Forms, Kind, Node, PhrasePart, Sense};
use super::Dialect;
use super::rows::{self, Part};

/// The units with every space read; what is still joined by one is joined by AND.
pub(super) fn read(
    units: Vec<Unit>,
    chars: &[char],
    dialect: Dialect,
    remarks: &mut Remarks,
) -> Vec<Unit> {
    let mut spaces = Spaces {
        chars,
        dialect,
        remarks,
        read: Vec::with_capacity(units.len()),
        row: Vec::new(),
    };
    for unit in units {
        spaces.take(unit);
    }
    spaces.flush();
    spaces.read
}

struct Spaces<'a> {
    chars: &'a [char],
    dialect: Dialect,
    remarks: &'a mut Remarks,
    read: Vec<Unit>,
    /// Units that follow each other with nothing but spaces between.
    row: Vec<Unit>,
}

impl Spaces<'_> {
    fn take(&mut self, mut unit: Unit) {
        let spaced = unit.joint == Joint::Implied && !self.row.is_empty();
        if spaced && unit.not.is_none() {
            match self.dialect {
                Dialect::Westlaw if is_text(&unit.node) && self.row.iter().all(is_text_unit) => {
                    unit.joint = Joint::Or;
                }
                Dialect::Nexis | Dialect::Factiva if self.goes_on(&unit) => {
                    self.row.push(unit);
                    return;
                }
                _ => self.remark(&unit),
            }
        }
        self.flush();
        self.row.push(unit);
    }

    /// Whether a unit can stand in a row with those before it.
    fn goes_on(&self, unit: &Unit) -> bool {
        let before = match &self.row[..] {
            [first] => stands_in_a_row(&first.node) || self.is_open(&first.node),
            _ => true,
        };
        before && stands_in_a_row(&unit.node)
    }

    /// Whether a field or a count stands without a parenthesis on Factiva, where the words after it
    /// belong to it too: `hd=tax cut`.
    fn is_open(&self, node: &Node) -> bool {
        let closed = self.chars.get(node.at[1].wrapping_sub(1)) == Some(&')');
        match &node.kind {
            Kind::Field(_, child) | Kind::AtLeast(_, child) => {
                self.dialect == Dialect::Factiva && !closed && stands_in_a_row(child)
            }
            _ => false,
        }
    }

    fn remark(&mut self, unit: &Unit) {
        let at = unit.node.at;
        let meant = match self.dialect {
            Dialect::Westlaw => "OR",
            _ => "a phrase",
        };
        let typed: String = self.chars[at[0]..at[1]].iter().take(40).collect();
        let text = format!(
            "the space before {typed} cannot mean {meant} there and was read as AND; write AND"
        );
        self.remarks.once(notes::SPACE_AS_AND, at, text);
    }

    fn flush(&mut self) {
        let mut units = std::mem::take(&mut self.row).into_iter();
        let Some(mut first) = units.next() else {
            return;
        };
        let mut nodes: Vec<Node> = units.map(|unit| unit.node).collect();
        if !nodes.is_empty() {
            let at = [first.node.at[0], nodes[nodes.len() - 1].at[1]];
            nodes.insert(0, first.node);
            first.node = self.phrase(nodes, at);
            first.plain = false;
        }
        self.read.push(first);
    }

    fn phrase(&mut self, mut nodes: Vec<Node>, at: At) -> Node {
        match nodes[0].kind.clone() {
            Kind::AtLeast(count, child) => {
                nodes[0] = *child;
                let inside = Box::new(self.phrase(nodes, at));
                return build::node(Kind::AtLeast(count, inside), at);
            }
            Kind::Field(field, child) => {
                nodes[0] = *child;
                return build::field(field, self.phrase(nodes, at), at);
            }
            _ => {}
        }
        if let Some(words) = self.first_words(&mut nodes) {
            let inside = Box::new(self.phrase(nodes, at));
            return build::node(Kind::First(words, inside), at);
        }
        let mut parts: Vec<Part> = nodes.into_iter().flat_map(parts_of).collect();
        if rows::trim(&mut parts) {
            let text = "a lone * at the edge of a phrase says nothing and was dropped";
            self.remarks.once(notes::LONE_STAR, at, text);
        }
        remark_loose_star(&parts, at, self.remarks);
        rows::row(parts, at).unwrap_or_else(|| build::node(Kind::All, at))
    }

    /// Takes `/F50/` off the last word of a row: it speaks of all of them.
    fn first_words(&self, nodes: &mut [Node]) -> Option<u32> {
        let last = nodes.last_mut()?;
        let slash = self.chars.get(last.at[1].wrapping_sub(1)) == Some(&'/');
        match &last.kind {
            Kind::First(words, child) if slash => {
                let (words, child) = (*words, (**child).clone());
                *last = child;
                Some(words)
            }
            _ => None,
        }
    }
}

/// Says that a lone star between what is no word is only a distance.
pub(in crate::query) fn remark_loose_star(parts: &[Part], at: At, remarks: &mut Remarks) {
    if rows::has_loose_star(parts) {
        let text = "exactly one word beside a group or a word with open letters was read as one \
                    word at most";
        remarks.once(notes::LOOSE_STAR, at, text);
    }
}

fn parts_of(node: Node) -> Vec<Part> {
    let pieces = match &node.kind {
        Kind::Word {
            text,
            forms: Forms::Number | Forms::Quoted,
        }
        | Kind::Wildcard(text) => atom::piece(text).into_iter().collect(),
        Kind::Phrase { parts, slop: None } => parts.clone(),
        Kind::All => vec![PhrasePart::Any],
        _ => return vec![Part::Node(node)],
    };
    pieces.into_iter().map(Part::Piece).collect()
}

fn stands_in_a_row(node: &Node) -> bool {
    node.kind == Kind::All
        || is_only(node, &|node| {
            let field = matches!(node.kind, Kind::Field(..));
            let apart = matches!(&node.kind, Kind::Near { connector, .. } if connector.sense == Sense::NotNear);
            let counted = matches!(node.kind, Kind::AtLeast(..));
            !field && !apart && !counted && is_words(node)
        })
}

fn is_text_unit(unit: &Unit) -> bool {
    is_text(&unit.node)
}

/// Whether OR can join it: words, in fields or not.
fn is_text(node: &Node) -> bool {
    is_only(node, &is_words)
}

/// No condition and no negation.
fn is_words(node: &Node) -> bool {
    !matches!(
        node.kind,
        Kind::All
            | Kind::Not(_)
            | Kind::Date(_)
            | Kind::Length { .. }
            | Kind::Has(_)
            | Kind::Missing(_)
            | Kind::Like(_)
    )
}

fn is_only(root: &Node, holds: &dyn Fn(&Node) -> bool) -> bool {
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        if !holds(node) {
            return false;
        }
        rest.extend(children(node));
    }
    true
}

//! Brings a function to what it holds: `first/5(a AND b)` is `first/5(a) AND first/5(b)`.

use crate::query::tree::{Kind, Node};

/// The node with no AND, OR, field or boost left in a function but inside a connector.
pub(super) fn inward(node: &Node) -> Node {
    let each = |nodes: &[Node]| nodes.iter().map(inward).collect();
    let one = |child: &Node| Box::new(inward(child));
    let kind = match &node.kind {
        Kind::First(words, child) => {
            return around(inward(child), &|part| Kind::First(*words, part));
        }
        Kind::Capitals(kind, child) => {
            return around(inward(child), &|part| Kind::Capitals(*kind, part));
        }
        Kind::Quote(child) => return around(inward(child), &Kind::Quote),
        Kind::And(children) => Kind::And(each(children)),
        Kind::Or(children) => Kind::Or(each(children)),
        Kind::Not(child) => Kind::Not(one(child)),
        Kind::Field(field, child) => Kind::Field(*field, one(child)),
        Kind::Boost(child, by) => Kind::Boost(one(child), *by),
        Kind::AtLeast(count, child) => Kind::AtLeast(*count, one(child)),
        Kind::Window(words, children) => Kind::Window(*words, each(children)),
        Kind::Near {
            connector,
            left,
            right,
        } => Kind::Near {
            connector: *connector,
            left: one(left),
            right: one(right),
        },
        leaf => leaf.clone(),
    };
    Node { kind, at: node.at }
}

fn around(node: Node, function: &dyn Fn(Box<Node>) -> Kind) -> Node {
    let at = node.at;
    let each = |nodes: Vec<Node>| nodes.into_iter().map(|node| around(node, function));
    let kind = match node.kind {
        Kind::And(children) => Kind::And(each(children).collect()),
        Kind::Or(children) => Kind::Or(each(children).collect()),
        Kind::Boost(child, by) => Kind::Boost(Box::new(around(*child, function)), by),
        Kind::Field(field, child) => Kind::Field(field, Box::new(around(*child, function))),
        kind => function(Box::new(Node { kind, at })),
    };
    Node { kind, at }
}

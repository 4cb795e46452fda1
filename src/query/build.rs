//! Makes the nodes of a tree, in one form only: no And in an And, no field in a connector.

use super::tree::{At, Connector, Field, Kind, Node};

pub(super) fn node(kind: Kind, at: At) -> Node {
    Node { kind, at }
}

/// All of them; `*` among others says nothing. `None` when there is none.
pub(super) fn all_of(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node.kind {
            Kind::And(children) => flat.extend(children),
            _ => flat.push(node),
        }
    }
    let everything = flat.first().cloned();
    flat.retain(|node| node.kind != Kind::All);
    match flat.len() {
        0 => everything,
        1 => flat.pop(),
        _ => Some(joined(flat, Kind::And)),
    }
}

/// Any of them. `None` when there is none.
pub(super) fn any_of(nodes: Vec<Node>) -> Option<Node> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node.kind {
            Kind::Or(children) => flat.extend(children),
            _ => flat.push(node),
        }
    }
    match flat.len() {
        0 | 1 => flat.pop(),
        _ => Some(joined(flat, Kind::Or)),
    }
}

/// The opposite; two negations are none.
pub(super) fn not(child: Node, at: At) -> Node {
    match child.kind {
        Kind::Not(inner) => *inner,
        _ => node(Kind::Not(Box::new(child)), at),
    }
}

/// The child within a field: the inner field wins, conditions have none, `title:*` is a title.
pub(super) fn field(field: Field, child: Node, at: At) -> Node {
    match child.kind {
        Kind::All => node(Kind::Has(field), at),
        Kind::Field(..)
        | Kind::Date(_)
        | Kind::Length { .. }
        | Kind::Has(_)
        | Kind::Missing(_)
        | Kind::Like(_) => child,
        _ => node(Kind::Field(field, Box::new(child)), at),
    }
}

/// The words of a connector are all of one field: where one has a field, the others take it.
/// Two different fields stay, to be refused.
pub(super) fn near(connector: Connector, left: Node, right: Node) -> Node {
    let at = [left.at[0].min(right.at[0]), left.at[1].max(right.at[1])];
    let [left, right] = [left, right].map(Box::new);
    in_one_field(node(
        Kind::Near {
            connector,
            left,
            right,
        },
        at,
    ))
}

pub(super) fn window(n: u32, parts: Vec<Node>, at: At) -> Node {
    in_one_field(node(Kind::Window(n, parts), at))
}

/// All fields named inside a node, each once.
pub(super) fn fields(node: &Node) -> Vec<Field> {
    let mut found = Vec::new();
    let mut rest = vec![node];
    while let Some(node) = rest.pop() {
        if let Kind::Field(field, _) = node.kind
            && !found.contains(&field)
        {
            found.push(field);
        }
        rest.extend(children(node));
    }
    found
}

/// The nodes directly inside a node.
pub(super) fn children(node: &Node) -> Vec<&Node> {
    match &node.kind {
        Kind::And(children) | Kind::Or(children) | Kind::Window(_, children) => {
            children.iter().collect()
        }
        Kind::Not(child)
        | Kind::Field(_, child)
        | Kind::Boost(child, _)
        | Kind::AtLeast(_, child)
        | Kind::First(_, child)
        | Kind::Capitals(_, child)
        | Kind::Quote(child) => vec![child],
        Kind::Near { left, right, .. } => vec![left, right],
        _ => Vec::new(),
    }
}

/// The nodes directly inside a node, to be changed.
pub(super) fn children_mut(node: &mut Node) -> Vec<&mut Node> {
    match &mut node.kind {
        Kind::And(children) | Kind::Or(children) | Kind::Window(_, children) => {
            children.iter_mut().collect()
        }
        Kind::Not(child)
        | Kind::Field(_, child)
        | Kind::Boost(child, _)
        | Kind::AtLeast(_, child)
        | Kind::First(_, child)
        | Kind::Capitals(_, child)
        | Kind::Quote(child) => vec![child],
        Kind::Near { left, right, .. } => vec![left, right],
        _ => Vec::new(),
    }
}

fn in_one_field(connector: Node) -> Node {
    let fields = fields(&connector);
    let [field] = fields[..] else {
        return connector;
    };
    if field.is_filter() {
        return connector;
    }
    let at = connector.at;
    let connector = without_fields(connector);
    node(Kind::Field(field, Box::new(connector)), at)
}

/// The node with the content of every field in the field's place.
fn without_fields(whole: Node) -> Node {
    let at = whole.at;
    let each = |nodes: Vec<Node>| nodes.into_iter().map(without_fields).collect();
    let one = |child: Box<Node>| Box::new(without_fields(*child));
    let kind = match whole.kind {
        Kind::Field(_, child) => return without_fields(*child),
        Kind::And(nodes) => return all_of(each(nodes)).unwrap_or(node(Kind::All, at)),
        Kind::Or(nodes) => return any_of(each(nodes)).unwrap_or(node(Kind::All, at)),
        Kind::Not(child) => return not(without_fields(*child), at),
        Kind::Near {
            connector,
            left,
            right,
        } => Kind::Near {
            connector,
            left: one(left),
            right: one(right),
        },
        Kind::Window(n, parts) => Kind::Window(n, each(parts)),
        Kind::Boost(child, factor) => Kind::Boost(one(child), factor),
        Kind::AtLeast(n, child) => Kind::AtLeast(n, one(child)),
        Kind::First(n, child) => Kind::First(n, one(child)),
        Kind::Capitals(capitals, child) => Kind::Capitals(capitals, one(child)),
        Kind::Quote(child) => Kind::Quote(one(child)),
        leaf => leaf,
    };
    node(kind, at)
}

fn joined(nodes: Vec<Node>, kind: fn(Vec<Node>) -> Kind) -> Node {
    let from = nodes.iter().map(|node| node.at[0]).min();
    let to = nodes.iter().map(|node| node.at[1]).max();
    node(kind(nodes), [from.unwrap_or(0), to.unwrap_or(0)])
}

//! What has a reading that no search can run: the closed list of refusals, with the rewrite.

use super::build::{children, fields};
use super::notes::Remarks;
use super::reading::{connector as printed, reading_of};
use super::tree::{Connector, Kind, Node, Reach, Sense};

/// How far a connector, a window or a beginning may reach, in words.
const REACH: std::ops::RangeInclusive<u32> = 1..=super::MAX_REACH;

/// The most pairs that a hint spells out.
const MOST_PAIRS: usize = 6;

/// Refuses what is in a tree and cannot be run.
pub(super) fn check(root: &Node, remarks: &mut Remarks) {
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        check_node(node, remarks);
        rest.extend(children(node));
    }
}

fn check_node(node: &Node, remarks: &mut Remarks) {
    match &node.kind {
        Kind::Near {
            connector,
            left,
            right,
        } => {
            if let Reach::Words(n) = connector.reach {
                check_reach(n, node, remarks);
            }
            check_near(*connector, [left, right], node, remarks);
        }
        Kind::Window(n, parts) => {
            check_reach(*n, node, remarks);
            check_fields(node, remarks);
            for part in parts {
                check_inside("window", part, node, remarks);
            }
            if let Some(and) = parts.iter().find_map(find_and) {
                refuse_and("window", and, remarks);
            }
        }
        Kind::AtLeast(count, child) => {
            if *count == 0 {
                let text = "at least 0 is always true";
                remarks.refuse(node.at, text, "count from 1: atleast1(x)");
            }
            check_inside("atleast", child, node, remarks);
            if let Some(and) = find_and(child) {
                refuse_and("atleast", and, remarks);
            }
        }
        Kind::First(n, child) => {
            check_reach(*n, node, remarks);
            check_inside("first", child, node, remarks);
        }
        Kind::Capitals(_, child) => check_inside("caps", child, node, remarks),
        Kind::Quote(child) => check_inside("quote", child, node, remarks),
        _ => {}
    }
}

fn check_reach(n: u32, node: &Node, remarks: &mut Remarks) {
    if !REACH.contains(&n) {
        let (least, most) = REACH.into_inner();
        let text = format!("{n} words is not a distance: it goes from {least} to {most}");
        let hint = match n {
            0 => "write w/1 for neighbours".to_owned(),
            _ => "write w/p for a paragraph, w/seg for the whole text".to_owned(),
        };
        remarks.refuse(node.at, text, hint);
    }
}

fn check_near(connector: Connector, sides: [&Node; 2], whole: &Node, remarks: &mut Remarks) {
    let sign = printed(connector);
    let [left, right] = sides;
    for (side, other) in [(left, right), (right, left)] {
        match (&side.kind, connector.sense) {
            (Kind::Not(child), Sense::Near) => {
                let text = format!("what is not there cannot be near: NOT stands inside {sign}");
                let hint = format!("write {} NOT {sign} {}", operand(other), operand(child));
                remarks.refuse(side.at, text, hint);
            }
            _ => check_inside(&sign, side, whole, remarks),
        }
    }
    check_fields(whole, remarks);
    let ands = [find_and(left), find_and(right)];
    match (ands, connector.sense) {
        ([Some(and), _] | [_, Some(and)], Sense::NotNear) => refuse_and(&sign, and, remarks),
        ([Some(_), Some(and)], Sense::Near) => {
            let text =
                format!("AND stands on both sides of {sign}: which words must be near which?");
            let pairs = pairs(left, &sign, right);
            let hint = format!("join the words by OR, or write each pair: {pairs}");
            remarks.refuse(and.at, text, hint);
        }
        _ => {}
    }
}

/// `(a w/5 c) AND (a w/5 d) AND …`
fn pairs(left: &Node, sign: &str, right: &Node) -> String {
    let words = |side: &Node| match &side.kind {
        Kind::And(nodes) => nodes.iter().map(operand).collect(),
        _ => vec![operand(side)],
    };
    let (left, right): (Vec<String>, Vec<String>) = (words(left), words(right));
    let pairs: Vec<String> = left
        .iter()
        .flat_map(|left| right.iter().map(move |right| (left, right)))
        .take(MOST_PAIRS)
        .map(|(left, right)| format!("({left} {sign} {right})"))
        .collect();
    let more = left.len() * right.len() > MOST_PAIRS;
    pairs.join(" AND ") + if more { " AND …" } else { "" }
}

/// A connector and a function hold words: no negation, no condition, no count.
pub(super) fn check_inside(name: &str, inside: &Node, whole: &Node, remarks: &mut Remarks) {
    let mut rest = vec![inside];
    while let Some(node) = rest.pop() {
        let what = match &node.kind {
            Kind::Not(_) => "NOT",
            Kind::AtLeast(..) => "atleast",
            Kind::All => "*",
            Kind::Date(_)
            | Kind::Length { .. }
            | Kind::Has(_)
            | Kind::Missing(_)
            | Kind::Like(_) => "a condition",
            Kind::Field(field, _) if field.is_filter() => "a condition",
            // They look into themselves.
            Kind::Near { .. }
            | Kind::Window(..)
            | Kind::First(..)
            | Kind::Capitals(..)
            | Kind::Quote(_) => {
                continue;
            }
            _ => {
                rest.extend(children(node));
                continue;
            }
        };
        let text = format!("{what} cannot stand inside {name}, which holds words");
        let hint = match node.kind {
            Kind::All => "leave * out".to_owned(),
            Kind::Field(field, _) => {
                let field = field.name();
                format!("write {field}:(…) around the whole, or write the condition outside")
            }
            Kind::Not(_) | Kind::Date(_) | Kind::Length { .. } => {
                format!("write it outside: … AND {}", reading_of(node))
            }
            _ => format!("write {} outside, joined by AND", reading_of(node)),
        };
        let at = if node.at[1] > 0 { node.at } else { whole.at };
        remarks.refuse(at, text, hint);
    }
}

fn check_fields(whole: &Node, remarks: &mut Remarks) {
    let mut names: Vec<&str> = fields(whole)
        .into_iter()
        .filter(|field| !field.is_filter())
        .map(|field| field.name())
        .collect();
    names.sort_unstable();
    if let [first, second, ..] = names[..] {
        let text =
            format!("{first} and {second} stand in one connector, whose words are of one field");
        let hint = format!("write {first}:(… w/5 …), or join them by AND");
        remarks.refuse(whole.at, text, hint);
    }
}

fn refuse_and(name: &str, and: &Node, remarks: &mut Remarks) {
    let text = format!("AND cannot stand inside {name}");
    let hint = match &and.kind {
        Kind::And(nodes) => {
            let either: Vec<String> = nodes.iter().map(operand).collect();
            format!(
                "write {} for either of them, or a clause for each, joined by AND",
                either.join(" OR ")
            )
        }
        _ => "write OR, or a clause for each, joined by AND".to_owned(),
    };
    remarks.refuse(and.at, text, hint);
}

fn find_and(root: &Node) -> Option<&Node> {
    let mut rest = vec![root];
    while let Some(node) = rest.pop() {
        if matches!(node.kind, Kind::And(_)) {
            return Some(node);
        }
        rest.extend(children(node));
    }
    None
}

/// A reading that can stand beside an operator.
fn operand(node: &Node) -> String {
    match node.kind {
        Kind::And(_) | Kind::Or(_) | Kind::Not(_) | Kind::Near { .. } => {
            format!("({})", reading_of(node))
        }
        _ => reading_of(node),
    }
}

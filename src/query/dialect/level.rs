//! Precedence in dialects: what the units of one level make together.

use super::super::build;
use super::super::level::{self, Joint, Rank, Unit, clause, negated, split};
use super::super::notes::{self, Remarks};
use super::super::reading::reading_of;
use super::super::tree::{Connector, Kind, Node, Order, Reach};
use super::{Dialect, spaces};

/// Reads a level, and says what may be meant otherwise.
pub(in crate::query) fn read(
    units: Vec<Unit>,
    chars: &[char],
    dialect: Dialect,
    remarks: &mut Remarks,
) -> Option<Node> {
    let units = spaces::read(units, chars, dialect, remarks);
    level::remark_star(&units, remarks);
    match dialect {
        Dialect::Nexis => negating_the_rest(&units, level::rank, remarks),
        Dialect::Westlaw => negating_the_rest(&units, rank_of_westlaw, remarks),
        Dialect::Factiva => and_first(&units),
    }
}

/// AND NOT binds loosest, from the left: it negates all that follows, up to the next AND NOT.
fn negating_the_rest(units: &[Unit], rank: Rank, remarks: &mut Remarks) -> Option<Node> {
    let mut parts = Vec::new();
    let mut rest = units;
    while !rest.is_empty() {
        let ends = |unit: &Unit| unit.joint.is_and() && unit.not.is_some();
        let length = rest.iter().skip(1).position(ends);
        let (part, after) = rest.split_at(length.map_or(rest.len(), |length| length + 1));
        rest = after;
        let Some(not) = part[0].not else {
            parts.extend(all_of(part, rank));
            continue;
        };
        let mut part = part.to_vec();
        part[0].not = None;
        let Some(node) = all_of(&part, rank) else {
            continue;
        };
        remark_condition(&node, remarks);
        parts.push(negated(node, not));
    }
    build::all_of(parts)
}

fn all_of(units: &[Unit], rank: Rank) -> Option<Node> {
    let clauses = split(units, Joint::is_and);
    let clauses = clauses.into_iter().filter_map(|units| clause(units, rank));
    build::all_of(clauses.collect())
}

/// AND binds tighter than OR, and the connectors tighter than both.
fn and_first(units: &[Unit]) -> Option<Node> {
    let sides = split(units, |joint| joint == Joint::Or);
    let sides = sides
        .into_iter()
        .filter_map(|side| all_of(side, level::rank));
    build::any_of(sides.collect())
}

/// `a and not b and date aft 1995` loses the articles since 1995, which is rarely meant.
fn remark_condition(negated: &Node, remarks: &mut Remarks) {
    let Kind::And(nodes) = &negated.kind else {
        return;
    };
    let condition = |node: &&Node| {
        matches!(node.kind, Kind::Date(_) | Kind::Length { .. })
            || matches!(node.kind, Kind::Field(field, _) if field.is_filter())
    };
    if let Some(condition) = nodes.iter().find(condition) {
        let text = format!(
            "AND NOT negates all that follows it, {} too; to keep that, write it before AND NOT",
            reading_of(condition)
        );
        remarks.once(notes::AFTER_AND_NOT, condition.at, text);
    }
}

/// `+n`, `/n`, `+s`, `/s`, `+p`, `/p`, in this order.
fn rank_of_westlaw(connector: &Connector) -> (u8, u32) {
    let unordered = u8::from(connector.order == Order::Any);
    match connector.reach {
        Reach::Words(n) => (unordered, n),
        Reach::Sentence => (2 + unordered, 0),
        Reach::Paragraph => (4 + unordered, 0),
        Reach::Segment => (6, 0),
    }
}

/// How many implied connectors a row of groups would make.
pub(in crate::query) fn nears(node: &Kind) -> usize {
    match node {
        Kind::Near { left, right, .. } => 1 + nears(&left.kind) + nears(&right.kind),
        _ => 0,
    }
}

//! Precedence: what the units of one level, between two parentheses, make together.

use super::build;
use super::notes::{self, Remarks};
use super::reading::reading_of;
use super::tree::{At, Connector, Kind, Node, Reach};

/// A unit with what joins it to the one before.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) joint: Joint,
    /// The word NOT before it.
    pub(super) not: Option<At>,
    pub(super) node: Node,
    /// A word typed bare.
    pub(super) plain: bool,
}

/// What joins a unit to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    And,
    /// A space.
    Implied,
    Or,
    Connector(Connector),
}

impl Joint {
    pub(super) fn is_and(self) -> bool {
        matches!(self, Joint::And | Joint::Implied)
    }
}

/// How tight a connector binds; the smallest first.
pub(super) type Rank = fn(&Connector) -> (u8, u32);

/// OR binds tighter than the connectors, these tighter than NOT and AND.
pub(super) fn read(units: &[Unit]) -> Option<Node> {
    let clauses = split(units, Joint::is_and);
    let clauses = clauses.into_iter().filter_map(|units| clause(units, rank));
    build::all_of(clauses.collect())
}

/// The other reading of a mix: AND binds tighter than OR.
fn and_first(units: &[Unit]) -> Option<Node> {
    let sides = split(units, |joint| joint == Joint::Or);
    build::any_of(sides.into_iter().filter_map(read).collect())
}

/// Says what else the level could have meant.
pub(super) fn remark(units: &[Unit], chars: &[char], remarks: &mut Remarks) {
    remark_mix(units, remarks);
    remark_not(units, remarks);
    remark_star(units, remarks);
    remark_neighbours(units, chars, remarks);
}

/// Cuts before each unit whose joint is one of these.
pub(super) fn split(units: &[Unit], cuts: impl Fn(Joint) -> bool) -> Vec<&[Unit]> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (index, unit) in units.iter().enumerate().skip(1) {
        if cuts(unit.joint) {
            pieces.push(&units[from..index]);
            from = index;
        }
    }
    if from < units.len() {
        pieces.push(&units[from..]);
    }
    pieces
}

/// `[NOT] group { connector group }`
pub(super) fn clause(units: &[Unit], rank: Rank) -> Option<Node> {
    let groups = split(units, |joint| matches!(joint, Joint::Connector(_)));
    let connectors = groups
        .iter()
        .skip(1)
        .filter_map(|group| match group[0].joint {
            Joint::Connector(connector) => Some(connector),
            _ => None,
        });
    let connectors = connectors.collect();
    let mut operands = Vec::with_capacity(groups.len());
    for (index, group) in groups.into_iter().enumerate() {
        let nodes = group
            .iter()
            .enumerate()
            .map(|(place, unit)| match unit.not {
                Some(at) if index + place > 0 => negated(unit.node.clone(), at),
                _ => unit.node.clone(),
            });
        operands.extend(build::any_of(nodes.collect()));
    }
    let node = fold(operands, connectors, rank)?;
    Some(match units[0].not {
        Some(at) => negated(node, at),
        None => node,
    })
}

pub(super) fn negated(node: Node, not: At) -> Node {
    let at = [not[0], node.at[1]];
    build::not(node, at)
}

/// Joins operands by their connectors, the tightest first, ties from the left.
fn fold(mut operands: Vec<Node>, mut connectors: Vec<Connector>, rank: Rank) -> Option<Node> {
    while let Some(place) = tightest(&connectors, rank) {
        let connector = connectors.remove(place);
        let right = operands.remove(place + 1);
        let left = std::mem::replace(&mut operands[place], build::node(Kind::All, [0, 0]));
        operands[place] = build::near(connector, left, right);
    }
    operands.pop()
}

/// The smallest reach first.
pub(super) fn rank(connector: &Connector) -> (u8, u32) {
    match connector.reach {
        Reach::Words(n) => (0, n),
        Reach::Sentence => (1, 0),
        Reach::Paragraph => (2, 0),
        Reach::Segment => (3, 0),
    }
}

fn tightest(connectors: &[Connector], rank: Rank) -> Option<usize> {
    let ranked = connectors.iter().map(rank).enumerate();
    ranked.min_by_key(|(_, rank)| *rank).map(|(place, _)| place)
}

fn whole(units: &[Unit]) -> At {
    let from = units.first().map_or(0, |unit| unit.node.at[0]);
    [from, units.last().map_or(from, |unit| unit.node.at[1])]
}

fn remark_mix(units: &[Unit], remarks: &mut Remarks) {
    let joints = || units.iter().skip(1).map(|unit| unit.joint);
    let said = remarks.said(notes::AND_OR_MIX);
    if said || !(joints().any(|joint| joint == Joint::Or) && joints().any(Joint::is_and)) {
        return;
    }
    let (Some(ours), Some(other)) = (read(units), and_first(units)) else {
        return;
    };
    let text = format!(
        "OR binds tighter than AND: read as {}; for the other write {}",
        reading_of(&ours),
        reading_of(&other)
    );
    remarks.once(notes::AND_OR_MIX, whole(units), text);
}

fn remark_not(units: &[Unit], remarks: &mut Remarks) {
    let clauses = split(units, Joint::is_and);
    let negative = |clause: &&[Unit]| clause[0].not.is_some();
    let Some(not) = clauses.iter().skip(1).position(negative) else {
        return;
    };
    let (before, rest) = clauses.split_at(not + 1);
    if rest.iter().all(negative) {
        return;
    }
    let positive = |clauses: &[&[Unit]]| {
        let nodes = clauses
            .iter()
            .filter_map(|units| match clause(units, rank)?.kind {
                Kind::Not(child) if units[0].not.is_some() => Some(*child),
                _ => clause(units, rank),
            });
        build::all_of(nodes.collect())
    };
    let before = build::all_of(
        before
            .iter()
            .filter_map(|units| clause(units, rank))
            .collect(),
    );
    let (Some(before), Some(after)) = (before, positive(rest)) else {
        return;
    };
    let at = [whole(rest[0])[0], whole(units)[1]];
    let other = build::all_of(vec![before, build::not(after, at)]);
    if let Some(other) = other {
        let text = format!(
            "NOT negates only what follows it directly; to negate all after it write {}",
            reading_of(&other)
        );
        remarks.once(notes::AFTER_AND_NOT, at, text);
    }
}

/// Says that `*` among other words was dropped.
pub(super) fn remark_star(units: &[Unit], remarks: &mut Remarks) {
    let clauses = split(units, Joint::is_and);
    let star = |clause: &&&[Unit]| {
        matches!(
            clause[..],
            [Unit {
                not: None,
                node: Node {
                    kind: Kind::All,
                    ..
                },
                ..
            }]
        )
    };
    if clauses.len() > 1
        && let Some(clause) = clauses.iter().find(star)
    {
        let text = "* among other words is every article and was dropped";
        remarks.once(notes::LONE_STAR, whole(clause), text);
    }
}

/// `prime minister w/5 resign!` is prime AND (minister w/5 resign!), which is rarely meant.
fn remark_neighbours(units: &[Unit], chars: &[char], remarks: &mut Remarks) {
    let mut from = 0;
    for clause in split(units, Joint::is_and) {
        let to = from + clause.len();
        let connected = clause
            .iter()
            .skip(1)
            .any(|unit| matches!(unit.joint, Joint::Connector(_)));
        if connected && clause[0].not.is_none() {
            remark_clause(units, from, to, chars, remarks);
        }
        from = to;
    }
}

fn remark_clause(units: &[Unit], from: usize, to: usize, chars: &[char], remarks: &mut Remarks) {
    let implied = |place: usize| {
        units
            .get(place)
            .is_some_and(|unit| unit.joint == Joint::Implied)
            && place > 0
    };
    let word = |place: usize| units[place].not.is_none() && is_words(&units[place].node);
    let before = implied(from) && word(from - 1);
    let after = implied(to) && word(to);
    if !before && !after {
        return;
    }
    let left = run_before(units, from);
    let right = run_after(units, to);
    let at = [units[left].node.at[0], units[right - 1].node.at[1]];
    let text = if left == from && right == to {
        "the words beside the connector's operands may stand anywhere; parentheses say what \
         belongs to it"
            .to_owned()
    } else {
        let typed = |from: usize, to: usize| -> String { chars[from..to].iter().collect() };
        let quoted = |first: usize, last: usize| {
            let (first, last) = (units[first].node.at, units[last].node.at);
            match first == last {
                true => typed(first[0], last[1]),
                false => format!("\"{}\"", typed(first[0], last[1])),
            }
        };
        let between = typed(units[from].node.at[1], units[to - 1].node.at[0]);
        let (first, last) = (quoted(left, from), quoted(to - 1, right - 1));
        format!(
            "the words beside the connector's operands may stand anywhere; for words in a row \
             write {first}{between}{last}"
        )
    };
    remarks.note(notes::WORDS_BESIDE_CONNECTOR, at, text);
}

/// The first of the plain words in a row that end with the clause's first operand.
fn run_before(units: &[Unit], from: usize) -> usize {
    let single = matches!(
        units.get(from + 1).map(|next| next.joint),
        Some(Joint::Connector(_))
    );
    let mut first = from;
    while single
        && first > 0
        && units[first].plain
        && units[first].joint == Joint::Implied
        && is_plain_clause(units, first - 1)
    {
        first -= 1;
    }
    first
}

/// Past the last of the plain words in a row that begin with the clause's last operand.
fn run_after(units: &[Unit], to: usize) -> usize {
    let last = &units[to - 1];
    let single = last.plain && matches!(last.joint, Joint::Connector(_));
    let mut past = to;
    while single
        && past < units.len()
        && units[past].joint == Joint::Implied
        && is_plain_clause(units, past)
    {
        past += 1;
    }
    past
}

/// Whether a unit is a clause of its own, and a plain word.
fn is_plain_clause(units: &[Unit], place: usize) -> bool {
    let unit = &units[place];
    let begins = place == 0 || unit.joint.is_and();
    let ends = units.get(place + 1).is_none_or(|next| next.joint.is_and());
    unit.plain && unit.not.is_none() && begins && ends
}

fn is_words(node: &Node) -> bool {
    matches!(
        node.kind,
        Kind::Word { .. } | Kind::Wildcard(_) | Kind::Phrase { .. } | Kind::Fuzzy { .. }
    )
}

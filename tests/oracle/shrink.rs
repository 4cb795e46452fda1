//! Makes a failing pair of an article and a query smaller while it still fails.

use morgue::query::reading_of;
use morgue::query::tree::{Kind, Node};

use crate::archive::{self, Draft};
use crate::world::{self, Outcome};

/// How many smaller pairs are tried at most.
const TRIALS: usize = 600;

/// The smallest failing pair that was found, with what is wrong there.
pub(crate) fn shrink(draft: &Draft, query: &str) -> Option<(Draft, String, String)> {
    let mut best = (draft.clone(), query.to_owned());
    let mut wrong = failure(&best.0, &best.1)?;
    let mut trials = 0;
    while let Some((smaller, sentence)) = smaller(&best, &mut trials) {
        best = smaller;
        wrong = sentence;
    }
    Some((best.0, best.1, wrong))
}

fn smaller(
    (draft, query): &(Draft, String),
    trials: &mut usize,
) -> Option<((Draft, String), String)> {
    let queries = simpler(&world::read(query).root);
    let queries = queries
        .iter()
        .map(|simpler| (draft.clone(), reading_of(simpler)))
        .filter(|(_, simpler)| simpler.len() < query.len());
    let drafts = shorter(draft);
    let drafts = drafts.into_iter().map(|shorter| (shorter, query.clone()));
    for pair in queries.chain(drafts) {
        *trials += 1;
        if *trials > TRIALS {
            return None;
        }
        if let Some(sentence) = failure(&pair.0, &pair.1) {
            return Some((pair, sentence));
        }
    }
    None
}

fn failure(draft: &Draft, query: &str) -> Option<String> {
    if draft.paragraphs.iter().all(String::is_empty) {
        return None;
    }
    let indexed = archive::of_drafts(std::slice::from_ref(draft));
    match world::ask(&indexed, query) {
        Outcome::Differs(_, sentence) => Some(sentence),
        _ => None,
    }
}

/// The article without its title, its facts, a paragraph, half of a paragraph, a word.
fn shorter(draft: &Draft) -> Vec<Draft> {
    let mut found = Vec::new();
    if draft.title.is_some() {
        let mut without = draft.clone();
        without.title = None;
        found.push(without);
    }
    let bare = Draft {
        title: draft.title.clone(),
        paragraphs: draft.paragraphs.clone(),
        ..Draft::default()
    };
    if bare != *draft {
        found.push(bare);
    }
    for place in 0..draft.paragraphs.len() {
        if draft.paragraphs.len() > 1 {
            let mut without = draft.clone();
            without.paragraphs.remove(place);
            found.push(without);
        }
        for text in shorter_texts(&draft.paragraphs[place]) {
            let mut with = draft.clone();
            with.paragraphs[place] = text;
            found.push(with);
        }
    }
    for text in draft.title.iter().flat_map(|title| shorter_texts(title)) {
        let mut with = draft.clone();
        with.title = Some(text);
        found.push(with);
    }
    found
}

fn shorter_texts(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let mut found = Vec::new();
    let mut size = words.len() / 2;
    while size > 0 {
        for from in (0..words.len()).step_by(size) {
            let to = (from + size).min(words.len());
            let rest = [&words[..from], &words[to..]].concat();
            if !rest.is_empty() {
                found.push(rest.join(" "));
            }
        }
        size /= 2;
    }
    found
}

/// The query with a node replaced by one of its children, or one of its children left out.
fn simpler(node: &Node) -> Vec<Node> {
    let with = |kind: Kind| Node { kind, at: node.at };
    let children: Vec<&Node> = match &node.kind {
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
    };
    let mut found: Vec<Node> = children.iter().map(|child| (*child).clone()).collect();
    for place in 0..children.len() {
        if children.len() > 2 {
            let mut rest: Vec<Node> = children.iter().map(|child| (*child).clone()).collect();
            rest.remove(place);
            found.push(with(of_children(&node.kind, rest)));
        }
        for simpler in simpler(children[place]) {
            let mut others: Vec<Node> = children.iter().map(|child| (*child).clone()).collect();
            others[place] = simpler;
            found.push(with(of_children(&node.kind, others)));
        }
    }
    found
}

/// The same kind of node with other children.
fn of_children(kind: &Kind, mut children: Vec<Node>) -> Kind {
    let mut next = || Box::new(children.remove(0));
    match kind {
        Kind::And(_) => Kind::And(children),
        Kind::Or(_) => Kind::Or(children),
        Kind::Window(n, _) => Kind::Window(*n, children),
        Kind::Not(_) => Kind::Not(next()),
        Kind::Field(field, _) => Kind::Field(*field, next()),
        Kind::Boost(_, factor) => Kind::Boost(next(), *factor),
        Kind::AtLeast(n, _) => Kind::AtLeast(*n, next()),
        Kind::First(n, _) => Kind::First(*n, next()),
        Kind::Capitals(capitals, _) => Kind::Capitals(*capitals, next()),
        Kind::Quote(_) => Kind::Quote(next()),
        Kind::Near { connector, .. } => Kind::Near {
            connector: *connector,
            left: next(),
            right: next(),
        },
        leaf => leaf.clone(),
    }
}

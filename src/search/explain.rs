//! Says what each clause of a query finds alone, and which words of the index it stands for.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::page::{Clause, Expansion};
use super::plan::{self, Plan, Spans};
use super::{Searcher, run};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::query::tree::{Field, Kind, Node};
use crate::query::{Query, reading_of};

/// A clause stands for more words than anybody reads; so many are listed.
const MOST_LISTED: usize = 50;

/// See [`Searcher::explain`].
pub(super) fn explain(searcher: &Searcher, query: &Query) -> Result<Vec<Clause>, Error> {
    if let Some(refusal) = query.refused.first() {
        return Err(Error::Refused(refusal.clone()));
    }
    let mut clauses = Vec::new();
    add(searcher, &query.root, None, 0, &mut clauses)?;
    Ok(clauses)
}

/// Adds a clause, which a field may govern, and the clauses in it.
fn add(
    searcher: &Searcher,
    node: &Node,
    field: Option<Field>,
    depth: usize,
    clauses: &mut Vec<Clause>,
) -> Result<(), Error> {
    clauses.push(Clause {
        depth,
        ..clause(searcher, node, field)?
    });
    let (field, parts) = parts(node, field);
    for part in parts {
        add(searcher, part, field, depth + 1, clauses)?;
    }
    Ok(())
}

/// A clause under the field that governs it.
pub(super) fn governed(node: &Node, field: Option<Field>) -> Cow<'_, Node> {
    match field {
        Some(field) => Cow::Owned(Node {
            kind: Kind::Field(field, Box::new(node.clone())),
            at: node.at,
        }),
        None => Cow::Borrowed(node),
    }
}

/// What a clause, which a field may govern, finds by itself.
fn clause(searcher: &Searcher, node: &Node, field: Option<Field>) -> Result<Clause, Error> {
    let governed = governed(node, field);
    let plan = plan::plan_node(searcher, &governed)?.plan;
    let counts = run::tally(searcher, &plan)?.counts();
    Ok(Clause {
        depth: 0,
        reading: reading_of(&governed),
        articles: counts.articles,
        matches: counts.matches.unwrap_or(0),
        expansions: expansions(searcher, &plan)?,
    })
}

/// The clauses in a clause that say something by themselves, and the field that governs them.
fn parts(node: &Node, field: Option<Field>) -> (Option<Field>, Vec<&Node>) {
    match &node.kind {
        Kind::And(parts) | Kind::Or(parts) | Kind::Window(_, parts) => {
            (field, parts.iter().collect())
        }
        Kind::Near { left, right, .. } => (field, vec![left, right]),
        Kind::Field(field, child) => parts(child, Some(*field)),
        Kind::Not(child) | Kind::Boost(child, _) if is_simple(child) => parts(child, field),
        Kind::Not(child)
        | Kind::Boost(child, _)
        | Kind::AtLeast(_, child)
        | Kind::First(_, child)
        | Kind::Capitals(_, child)
        | Kind::Quote(child) => (field, vec![child]),
        _ => (field, Vec::new()),
    }
}

/// Whether a clause is one word or phrase, of which nothing more can be said than is said already.
fn is_simple(node: &Node) -> bool {
    parts(node, None).1.is_empty()
}

/// The words that a clause of one word stands for, with the articles of each.
fn expansions(searcher: &Searcher, plan: &Plan) -> Result<Vec<Expansion>, Error> {
    let mut words: BTreeMap<&str, Vec<(Text, &Entry)>> = BTreeMap::new();
    gather(plan, &mut words);
    let frequency =
        |entries: &[(Text, &Entry)]| entries.iter().map(|(_, entry)| entry.articles).sum::<u64>();
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|(_, entries)| std::cmp::Reverse(frequency(entries)));
    words.truncate(MOST_LISTED);
    let mut expansions = Vec::new();
    for (word, entries) in words {
        let alone = |(text, entry): (Text, &Entry)| {
            Plan::Filter(
                text,
                Spans::Group {
                    any: [entry.clone()].into(),
                    but: Vec::new(),
                },
            )
        };
        let any = Plan::Or(entries.into_iter().map(alone).collect());
        expansions.push(Expansion {
            word: word.to_owned(),
            articles: run::count(searcher, &any)?,
        });
    }
    expansions.sort_by(|a, b| {
        b.articles
            .cmp(&a.articles)
            .then_with(|| a.word.cmp(&b.word))
    });
    Ok(expansions)
}

type Words<'a> = BTreeMap<&'a str, Vec<(Text, &'a Entry)>>;

fn gather<'a>(plan: &'a Plan, words: &mut Words<'a>) {
    match plan {
        Plan::Unit(unit) => unit
            .places
            .iter()
            .for_each(|place| gather_spans(&place.spans, place.text, words)),
        Plan::Filter(text, spans) => gather_spans(spans, *text, words),
        Plan::Boost(child, _) => gather(child, words),
        // Other clauses have clauses of their own, or no words.
        _ => {}
    }
}

fn gather_spans<'a>(spans: &'a Spans, text: Text, words: &mut Words<'a>) {
    match spans {
        Spans::Group { any, .. } => any
            .iter()
            .for_each(|entry| words.entry(entry.word()).or_default().push((text, entry))),
        Spans::Either(all) => all
            .iter()
            .for_each(|spans| gather_spans(spans, text, words)),
        // The others stand for themselves; their parts are clauses of their own.
        _ => {}
    }
}

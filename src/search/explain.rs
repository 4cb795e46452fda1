//! Says what each clause of a query finds alone, and which words of the index it stands for.

use std::collections::BTreeMap;

use super::page::{Clause, Expansion};
use super::plan::{self, Plan, Spans};
use super::{Searcher, run};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::query::tree::{Kind, Node};
use crate::query::{Query, reading_of};

/// A clause stands for more words than anybody reads; so many are listed.
const MOST_LISTED: usize = 50;

/// See [`Searcher::explain`].
pub(super) fn explain(searcher: &Searcher, query: &Query) -> Result<Vec<Clause>, Error> {
    if let Some(refusal) = query.refused.first() {
        return Err(Error::Refused(refusal.clone()));
    }
    let mut clauses = Vec::new();
    add(searcher, &query.root, 0, &mut clauses)?;
    Ok(clauses)
}

fn add(
    searcher: &Searcher,
    node: &Node,
    depth: usize,
    clauses: &mut Vec<Clause>,
) -> Result<(), Error> {
    let plan = plan::plan_node(&searcher.open, node)?.plan;
    clauses.push(Clause {
        depth,
        reading: reading_of(node),
        articles: run::count(searcher, &plan)?,
        expansions: expansions(searcher, &plan)?,
    });
    match &node.kind {
        Kind::And(children) | Kind::Or(children) => {
            for child in children {
                add(searcher, child, depth + 1, clauses)?;
            }
        }
        Kind::Not(child) if matches!(child.kind, Kind::And(_) | Kind::Or(_)) => {
            add(searcher, child, depth + 1, clauses)?;
        }
        _ => {}
    }
    Ok(())
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
                    any: vec![entry.clone()],
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
            .for_each(|entry| words.entry(&entry.word).or_default().push((text, entry))),
        Spans::Either(all) => all
            .iter()
            .for_each(|spans| gather_spans(spans, text, words)),
        // A row stands for itself.
        Spans::Row(_) => {}
    }
}

//! Says why a search found nothing: which clause is empty, how it may have been meant, what the
//! archive holds instead.

use std::collections::BTreeSet;

use super::page::Clause;
use super::{Searcher, explain};
use crate::analysis;
use crate::date::{Date, Day};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::{Entry, Pattern};
use crate::index::open::Names;
use crate::query::tree::{Field, Kind, Node};
use crate::query::{Note, Query, notes};

/// So many letters may differ in a word that is offered instead.
const FURTHEST_SPELLING: u8 = 2;
/// So many sources are offered instead.
const MOST_SOURCES: usize = 5;

/// Why the query finds nothing; nothing where it cannot be said.
pub(super) fn why(searcher: &Searcher, query: &Query) -> Result<Vec<Note>, Error> {
    let mut notes = Vec::new();
    look(searcher, &query.root, None, &mut notes)?;
    notes.dedup_by(|note, before| note.text == before.text);
    if notes.is_empty()
        && let Kind::And(parts) = &query.root.kind
    {
        let clauses = explain::explain(searcher, query)?;
        notes.push(none_together(&clauses, parts.len()));
    }
    Ok(notes)
}

/// Looks for clauses that find nothing by themselves. A negated clause may.
fn look(
    searcher: &Searcher,
    node: &Node,
    field: Option<Field>,
    notes: &mut Vec<Note>,
) -> Result<(), Error> {
    match &node.kind {
        Kind::Not(_) | Kind::All => {}
        Kind::And(parts) | Kind::Window(_, parts) => {
            for part in parts {
                look(searcher, part, field, notes)?;
            }
        }
        Kind::Near { left, right, .. } => {
            look(searcher, left, field, notes)?;
            look(searcher, right, field, notes)?;
            if notes.is_empty() {
                notes.extend(empty_clause(searcher, node, field)?);
            }
        }
        Kind::Field(field, child) => look(searcher, child, Some(*field), notes)?,
        Kind::Boost(child, _) => look(searcher, child, field, notes)?,
        _ => notes.extend(empty_clause(searcher, node, field)?),
    }
    Ok(())
}

/// The note on a clause that finds nothing by itself.
fn empty_clause(
    searcher: &Searcher,
    node: &Node,
    field: Option<Field>,
) -> Result<Option<Note>, Error> {
    let clause = explain::clause(searcher, node, field)?;
    if clause.articles > 0 {
        return Ok(None);
    }
    let reading = &clause.reading;
    let text = match (&node.kind, field) {
        (Kind::Date(_), _) => format!("no article fits {reading}; {}", dates(searcher)?),
        (_, Some(Field::Source)) => format!("no article has {reading}; {}", sources(searcher)?),
        (Kind::Word { text, .. }, None | Some(Field::Title | Field::Body)) => {
            match nearest_spelling(searcher, text)? {
                Some(Entry { word, articles, .. }) => {
                    let articles = match articles {
                        1 => "1 article".to_owned(),
                        many => format!("{many} articles"),
                    };
                    format!("no article has {reading}; the nearest spelling is {word} ({articles})")
                }
                None => format!("no article has {reading}"),
            }
        }
        _ => format!("no article has {reading}"),
    };
    Ok(Some(Note {
        code: notes::CLAUSE_EMPTY,
        at: Some(node.at),
        text,
    }))
}

/// Every clause finds articles, but no article satisfies all.
fn none_together(clauses: &[Clause], parts: usize) -> Note {
    let direct = clauses
        .iter()
        .filter(|clause| clause.depth == 1)
        .take(parts);
    let counts: Vec<String> = direct
        .map(|clause| format!("{} {}", clause.reading, clause.articles))
        .collect();
    Note {
        code: notes::NONE_TOGETHER,
        at: None,
        text: format!(
            "each clause finds articles, but no article satisfies all: {}",
            counts.join(", ")
        ),
    }
}

/// The word of the index that is spelt most like this one; of equals the commonest.
fn nearest_spelling(searcher: &Searcher, word: &str) -> Result<Option<Entry>, Error> {
    let folded = analysis::fold(word);
    for distance in 1..=FURTHEST_SPELLING {
        let pattern = Pattern::fuzzy(&folded, distance);
        let mut entries = searcher.open.matching(Text::Body, &pattern)?;
        entries.extend(searcher.open.matching(Text::Title, &pattern)?);
        let commonest = |a: &Entry, b: &Entry| {
            a.articles
                .cmp(&b.articles)
                .then_with(|| b.word.cmp(&a.word))
        };
        if let Some(best) = entries.into_iter().max_by(commonest) {
            return Ok(Some(best));
        }
    }
    Ok(None)
}

fn dates(searcher: &Searcher) -> Result<String, Error> {
    let mut range: Option<(Day, Day)> = None;
    for segment in searcher.open.segments() {
        let days = segment.days()?;
        for (first, last) in segment.docs().filter_map(|doc| days.of(doc)) {
            let (earliest, latest) = range.unwrap_or((first, last));
            range = Some((earliest.min(first), latest.max(last)));
        }
    }
    let shown = |day: Day| {
        Date::of_day(day)
            .map(|date| date.to_string())
            .unwrap_or_default()
    };
    Ok(match range {
        Some((first, last)) => {
            format!("the index holds {} to {}", shown(first), shown(last))
        }
        None => "no article of the index has a date".to_owned(),
    })
}

fn sources(searcher: &Searcher) -> Result<String, Error> {
    let mut names = Vec::new();
    for segment in searcher.open.segments() {
        if let Some(column) = segment.names(Names::Source)? {
            let numbers: BTreeSet<u64> = match segment.holds_all() {
                true => (0..column.num_terms() as u64).collect(),
                false => segment
                    .docs()
                    .flat_map(|doc| column.term_ords(doc))
                    .collect(),
            };
            for ordinal in numbers {
                let mut name = String::new();
                column
                    .ord_to_str(ordinal, &mut name)
                    .map_err(Error::of_index)?;
                names.push(name);
            }
        }
    }
    names.sort();
    names.dedup();
    let left_out = names.len().saturating_sub(MOST_SOURCES);
    names.truncate(MOST_SOURCES);
    Ok(match (names.is_empty(), left_out) {
        (true, _) => "no article of the index has a source".to_owned(),
        (false, 0) => format!("the index holds {}", names.join(", ")),
        (false, more) => format!("the index holds {} and {more} more", names.join(", ")),
    })
}

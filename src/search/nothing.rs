//! Says why a search found nothing: which clause is empty, how it may have been meant, what the
//! archive holds instead.

use std::collections::BTreeSet;

use super::explain::governed;
use super::{Searcher, plan, run};
use crate::analysis;
use crate::date::{Date, Day};
use crate::error::Error;
use crate::index::Text;
use crate::index::columns::Names;
use crate::index::dictionary::Entry;
use crate::index::pattern::Pattern;
use crate::query::tree::{Field, Kind, Node};
use crate::query::{Note, Query, notes, reading_of};

/// So many letters may differ in a word that is offered instead.
const FURTHEST_SPELLING: u8 = 2;
/// Longer words, in characters, are no misspelt ones, and what is spelt like them takes 16 KiB a
/// character to find.
const LONGEST_SPELLING: usize = 100;
/// So many sources are offered instead.
const MOST_SOURCES: usize = 5;

/// Why the query, which finds nothing, does so; nothing where it cannot be said.
pub(super) fn why(searcher: &Searcher, query: &Query) -> Result<Vec<Note>, Error> {
    let mut looking = Looking {
        searcher,
        whole: innermost(&query.root),
        notes: Vec::new(),
    };
    looking.look(&query.root, None)?;
    let mut notes = looking.notes;
    notes.dedup_by(|note, before| note.text == before.text);
    if notes.is_empty()
        && let Kind::And(parts) = &query.root.kind
    {
        notes.push(none_together(searcher, parts)?);
    }
    Ok(notes)
}

/// A node without the field and the boost around it.
fn innermost(node: &Node) -> &Node {
    match &node.kind {
        Kind::Field(_, child) | Kind::Boost(child, _) => innermost(child),
        _ => node,
    }
}

/// The search for clauses that find nothing by themselves.
struct Looking<'a> {
    searcher: &'a Searcher,
    /// What is known to find nothing.
    whole: &'a Node,
    notes: Vec<Note>,
}

impl Looking<'_> {
    /// Looks at a clause and those in it. A negated one may be empty.
    fn look(&mut self, node: &Node, field: Option<Field>) -> Result<(), Error> {
        match &node.kind {
            Kind::Not(_) | Kind::All => {}
            Kind::And(parts) | Kind::Window(_, parts) => {
                for part in parts {
                    self.look(part, field)?;
                }
            }
            Kind::Near { left, right, .. } => {
                self.look(left, field)?;
                self.look(right, field)?;
                if self.notes.is_empty() {
                    self.look_at_clause(node, field)?;
                }
            }
            Kind::Field(field, child) => self.look(child, Some(*field))?,
            Kind::Boost(child, _) => self.look(child, field)?,
            _ => self.look_at_clause(node, field)?,
        }
        Ok(())
    }

    /// Notes a clause that finds nothing by itself.
    fn look_at_clause(&mut self, node: &Node, field: Option<Field>) -> Result<(), Error> {
        let governed = governed(node, field);
        if !std::ptr::eq(node, self.whole) && is_anywhere(self.searcher, &governed)? {
            return Ok(());
        }
        self.notes.push(Note {
            code: notes::CLAUSE_EMPTY,
            at: Some(node.at),
            text: self.of_empty(node, field, &reading_of(&governed))?,
        });
        Ok(())
    }

    /// What is said of a clause that finds nothing, and what there is instead.
    fn of_empty(&self, node: &Node, field: Option<Field>, reading: &str) -> Result<String, Error> {
        let searcher = self.searcher;
        Ok(match (&node.kind, field) {
            (Kind::Date(_), _) => format!("no article fits {reading}; {}", dates(searcher)?),
            (_, Some(Field::Source)) => {
                format!("no article has {reading}; {}", sources(searcher)?)
            }
            (Kind::Word { text, .. }, None | Some(Field::Title | Field::Body)) => {
                match nearest_spelling(searcher, text)? {
                    Some(entry) => {
                        let word = entry.word();
                        let articles = match entry.articles {
                            1 => "1 article".to_owned(),
                            many => format!("{many} articles"),
                        };
                        format!(
                            "no article has {reading}; the nearest spelling is {word} ({articles})"
                        )
                    }
                    None => format!("no article has {reading}"),
                }
            }
            (Kind::Like(id), _) => {
                format!("the article {id} shares no telling word with another")
            }
            _ => format!("no article has {reading}"),
        })
    }
}

/// Whether a clause finds any article by itself.
fn is_anywhere(searcher: &Searcher, node: &Node) -> Result<bool, Error> {
    run::is_anywhere(searcher, &plan::plan_node(searcher, node)?.plan)
}

/// Every clause finds articles, but no article satisfies all.
fn none_together(searcher: &Searcher, parts: &[Node]) -> Result<Note, Error> {
    let mut counts = Vec::new();
    for part in parts {
        let plan = plan::plan_node(searcher, part)?.plan;
        let articles = run::count(searcher, &plan)?;
        counts.push(format!("{} {articles}", reading_of(part)));
    }
    Ok(Note {
        code: notes::NONE_TOGETHER,
        at: None,
        text: format!(
            "each clause finds articles, but no article satisfies all: {}",
            counts.join(", ")
        ),
    })
}

/// The word of the index that is spelt most like this one; of equals the commonest.
fn nearest_spelling(searcher: &Searcher, word: &str) -> Result<Option<Entry>, Error> {
    let folded = analysis::fold(word);
    if folded.chars().count() > LONGEST_SPELLING {
        return Ok(None);
    }
    for distance in 1..=FURTHEST_SPELLING {
        let pattern = Pattern::fuzzy(&folded, distance);
        let mut entries = searcher.open.matching(Text::Body, &pattern)?;
        entries.extend(searcher.open.matching(Text::Title, &pattern)?);
        let commonest = |a: &Entry, b: &Entry| {
            a.articles
                .cmp(&b.articles)
                .then_with(|| b.word().cmp(a.word()))
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

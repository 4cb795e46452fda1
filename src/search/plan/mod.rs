//! Plans a query over an index: the clauses, the texts they look in, the spans that satisfy them.

mod functions;
mod pairs;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::{Searcher, like};
use crate::article::Id;
use crate::error::{Error, Refusal};
use crate::index::dictionary::Entry;
use crate::index::open::Open;
use crate::index::{Text, archives};
use crate::query::tree::{
    Capitals, Connector, DateFilter, Field, Kind, Node, PhrasePart, Reach, Sense,
};
use crate::query::{Note, Query, reading_of};

/// What a query asks of an index.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Every article.
    All,
    /// A clause in the title and the body, or one of them: scored, and its spans are matches.
    Unit(Unit),
    /// A clause in a field that only filters.
    Filter(Text, Spans),
    /// A field is there, or it stands in an archive.
    Present(Cow<'static, str>),
    /// A condition on the date.
    Date(DateFilter),
    /// A condition on the length in words, both ends inside.
    Length(u64, u64),
    /// One of these articles.
    Ids(Vec<Id>),
    /// All of these.
    And(Vec<Plan>),
    /// Any of these.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// This, its score multiplied.
    Boost(Box<Plan>, f32),
    /// At least so many matches of this.
    AtLeast(u32, Box<Plan>),
}

/// One scored clause: the same words looked for in one text or in both.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Its number among the units of the query.
    pub(super) number: usize,
    /// Where its words are looked for.
    pub(super) places: Vec<UnitPlace>,
}

/// A scored clause in one text.
#[derive(Clone, Debug)]
pub(super) struct UnitPlace {
    pub(super) text: Text,
    pub(super) region: Region,
    pub(super) spans: Spans,
    /// The sum over its words, each by the most frequent of its forms.
    pub(super) idf: f64,
}

/// Which part of a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// All of it.
    Whole,
    /// The first two paragraphs, at most 100 words.
    Lead,
}

/// What makes a span in one text.
#[derive(Clone, Debug)]
pub(super) enum Spans {
    /// Any of these words of the dictionary, but not where one of the others stands.
    Group { any: Arc<[Entry]>, but: Vec<Entry> },
    /// One after the other.
    Row(Vec<Slot>),
    /// Any of these.
    Either(Vec<Spans>),
    /// As an operand of a connector: each of these near the other operand.
    All(Vec<Spans>),
    /// Two near each other, or the left far from the right.
    Near(Connector, Box<Spans>, Box<Spans>),
    /// One of each, in so many words.
    Window(u32, Vec<Spans>),
    /// The words of a phrase with their places in it, and how far they may stray.
    Sloppy(Vec<(u32, Spans)>, u32),
    /// In the first so many words of the body, or in the title.
    First(u32, Box<Spans>),
    /// With these capitals.
    Capitals(Capitals, Box<Spans>),
    /// Inside one quotation.
    Quote(Box<Spans>),
}

impl Spans {
    /// Whether only its minimal spans are matches: whether it is a connector, a window or a sloppy
    /// phrase, with conditions on it or without.
    pub(super) fn is_reduced(&self) -> bool {
        match self {
            Spans::Near(..) | Spans::Window(..) | Spans::Sloppy(..) => true,
            Spans::First(_, inner) | Spans::Capitals(_, inner) | Spans::Quote(inner) => {
                inner.is_reduced()
            }
            Spans::Either(any) => any.iter().any(Spans::is_reduced),
            Spans::Group { .. } | Spans::Row(_) | Spans::All(_) => false,
        }
    }

    /// Whether a connector in it asks for one sentence or one paragraph.
    pub(super) fn asks_stretches(&self) -> bool {
        match self {
            Spans::Near(connector, left, right) => {
                matches!(connector.reach, Reach::Sentence | Reach::Paragraph)
                    || left.asks_stretches()
                    || right.asks_stretches()
            }
            Spans::Either(parts) | Spans::All(parts) | Spans::Window(_, parts) => {
                parts.iter().any(Spans::asks_stretches)
            }
            Spans::First(_, inner) | Spans::Capitals(_, inner) | Spans::Quote(inner) => {
                inner.asks_stretches()
            }
            Spans::Group { .. } | Spans::Row(_) | Spans::Sloppy(..) => false,
        }
    }
}

/// A place in a row.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    Spans(Spans),
    /// Exactly one word, whichever.
    Any,
    /// The last place again: the next slot begins there.
    Again,
}

/// A plan and what is to be said about it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) notes: Vec<Note>,
}

/// Plans a whole query.
pub(super) fn plan(searcher: &Searcher, query: &Query) -> Result<Planned, Error> {
    if let Some(refusal) = query.refused.first() {
        return Err(Error::Refused(refusal.clone()));
    }
    plan_node(searcher, &query.root)
}

/// Plans a part of a query by itself, in the archive that is searched.
pub(super) fn plan_node(searcher: &Searcher, node: &Node) -> Result<Planned, Error> {
    let mut planner = Planner {
        open: &searcher.open,
        units: 0,
        notes: Vec::new(),
        expansions: HashMap::new(),
        patterns: 0,
        words: 0,
    };
    let plan = planner.node(&functions::inward(node), Where::Anywhere)?;
    let plan = match &searcher.within {
        Some(archive) => {
            let term = archives::term(archive.as_str());
            Plan::And(vec![plan, Plan::Present(term.into())])
        }
        None => plan,
    };
    Ok(Planned {
        plan,
        notes: planner.notes,
    })
}

/// The field that governs a part of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    /// Title and body.
    Anywhere,
    Searched(Field),
    Filter(Text),
}

struct Planner<'a> {
    open: &'a Open,
    units: usize,
    notes: Vec<Note>,
    /// What the patterns met so far stand for: each is looked for once.
    expansions: HashMap<(Text, String), Arc<[Entry]>>,
    /// How many of them went through the whole dictionary.
    patterns: usize,
    /// How many words of the dictionary all clauses together stand for.
    words: usize,
}

impl Planner<'_> {
    fn node(&mut self, node: &Node, field: Where) -> Result<Plan, Error> {
        Ok(match &node.kind {
            Kind::All => Plan::All,
            Kind::And(children) => Plan::And(self.nodes(children, field)?),
            Kind::Or(children) => Plan::Or(self.nodes(children, field)?),
            Kind::Not(child) => Plan::Not(Box::new(self.node(child, field)?)),
            Kind::Boost(child, by) => Plan::Boost(Box::new(self.node(child, field)?), *by),
            Kind::AtLeast(count, child) => {
                Plan::AtLeast(*count, Box::new(self.node(child, field)?))
            }
            Kind::Field(Field::Id, child) => self.ids(child)?,
            Kind::Field(of, child) => self.node(child, where_of(*of))?,
            Kind::Date(filter) => Plan::Date(filter.clone()),
            Kind::Length { from, to } => Plan::Length(*from, *to),
            Kind::Has(field) => present(*field),
            Kind::Missing(field) => Plan::Not(Box::new(present(*field))),
            Kind::Like(id) => like::plan(self.open, id, node.at, &mut self.units)?,
            Kind::Word { text, forms } => self.word(text, *forms, field)?,
            Kind::Capitals(..)
            | Kind::First(..)
            | Kind::Quote(_)
            | Kind::Phrase { .. }
            | Kind::Wildcard(_)
            | Kind::Fuzzy { .. }
            | Kind::Regex(_)
            | Kind::Number(..)
            | Kind::Stem(_)
            | Kind::Near { .. }
            | Kind::Window(..) => self.clause(node, field)?,
        })
    }

    fn nodes(&mut self, nodes: &[Node], field: Where) -> Result<Vec<Plan>, Error> {
        nodes.iter().map(|node| self.node(node, field)).collect()
    }

    /// A clause of spans in every text that its field governs.
    fn clause(&mut self, node: &Node, field: Where) -> Result<Plan, Error> {
        self.unit(field, |planner, text| planner.spans(node, text))
    }

    /// One clause in every text that its field governs.
    fn unit(
        &mut self,
        field: Where,
        mut spans: impl FnMut(&mut Self, Text) -> Result<Spans, Error>,
    ) -> Result<Plan, Error> {
        if let Where::Filter(text) = field {
            return Ok(Plan::Filter(text, spans(self, text)?));
        }
        let mut places = Vec::new();
        for &(text, region) in regions(field) {
            let mut spans = spans(self, text)?;
            let idf = self.idf(&spans);
            pairs::fuse(self.open, text, &mut spans)?;
            places.push(UnitPlace {
                text,
                region,
                spans,
                idf,
            });
        }
        let number = self.units;
        self.units += 1;
        Ok(Plan::Unit(Unit { number, places }))
    }

    /// The spans of a clause, or of an operand of one, in one text.
    fn spans(&mut self, node: &Node, text: Text) -> Result<Spans, Error> {
        Ok(match &node.kind {
            Kind::Word { text: word, forms } => self.atom(word, *forms, text)?,
            Kind::Wildcard(pattern) => self.wildcard(pattern, text, node)?,
            Kind::Fuzzy {
                text: word,
                distance,
            } => self.misspelt(word, *distance, text, node)?,
            Kind::Regex(expression) => self.expression(expression, text, node)?,
            Kind::Number(number, word) => self.of_number(*number, word, text)?,
            Kind::Stem(word) => self.of_stem(word, text)?,
            Kind::Phrase { parts, slop } => {
                let slots = self.slots(parts, text, node)?;
                slop.map_or_else(|| row(slots.clone()), |slop| sloppy(slots.clone(), slop))
            }
            Kind::Or(children) => Spans::Either(self.all_spans(children, text)?),
            Kind::And(children) => Spans::All(self.all_spans(children, text)?),
            Kind::Near {
                connector,
                left,
                right,
            } => self.near(*connector, left, right, text)?,
            Kind::Window(words, children) => Spans::Window(*words, self.all_spans(children, text)?),
            Kind::First(words, child) => Spans::First(*words, Box::new(self.spans(child, text)?)),
            Kind::Capitals(kind, child) => {
                Spans::Capitals(*kind, Box::new(self.spans(child, text)?))
            }
            Kind::Quote(child) => Spans::Quote(Box::new(self.spans(child, text)?)),
            Kind::Boost(child, _) | Kind::Field(_, child) => self.spans(child, text)?,
            Kind::All
            | Kind::Not(_)
            | Kind::AtLeast(..)
            | Kind::Date(_)
            | Kind::Length { .. }
            | Kind::Has(_)
            | Kind::Missing(_)
            | Kind::Like(_) => {
                let text = format!("{} has no place in a text", reading_of(node));
                return Err(refused(node, text, "join it to the connector by AND"));
            }
        })
    }

    fn all_spans(&mut self, nodes: &[Node], text: Text) -> Result<Vec<Spans>, Error> {
        nodes.iter().map(|node| self.spans(node, text)).collect()
    }

    /// The places of a phrase.
    fn slots(&mut self, parts: &[PhrasePart], text: Text, node: &Node) -> Result<Vec<Slot>, Error> {
        let mut slots = Vec::new();
        for part in parts {
            match part {
                PhrasePart::Any => slots.push(Slot::Any),
                PhrasePart::Wildcard(pattern) => {
                    slots.push(Slot::Spans(self.wildcard(pattern, text, node)?));
                }
                PhrasePart::Word(word) => slots.extend(self.word_slots(word, text)?),
            }
        }
        Ok(slots)
    }

    /// A connector. An AND below an OR of an operand is brought to the top of it: `(a b OR c) w/5 d`
    /// is a and b near d, or c near d.
    fn near(
        &mut self,
        connector: Connector,
        left: &Node,
        right: &Node,
        text: Text,
    ) -> Result<Spans, Error> {
        let mut any = Vec::new();
        for left in alternatives(left) {
            for right in alternatives(right) {
                let left = Box::new(self.operand(&left, text)?);
                let right = Box::new(self.operand(&right, text)?);
                any.push(Spans::Near(connector, left, right));
            }
        }
        Ok(match any.pop() {
            Some(only) if any.is_empty() => only,
            last => Spans::Either(any.into_iter().chain(last).collect()),
        })
    }

    fn operand(&mut self, parts: &[&Node], text: Text) -> Result<Spans, Error> {
        if let [part] = parts {
            return self.spans(part, text);
        }
        let parts = parts.iter().map(|part| self.spans(part, text));
        Ok(Spans::All(parts.collect::<Result<_, _>>()?))
    }

    /// How rare the words of a clause are: the sum over them, each by the commonest of its forms.
    fn idf(&self, spans: &Spans) -> f64 {
        let sum = |all: &[Spans]| all.iter().map(|spans| self.idf(spans)).sum();
        match spans {
            Spans::Group { any, .. } => {
                let articles = any.iter().map(|entry| entry.articles).max().unwrap_or(0);
                super::rank::idf(self.open.articles(), articles)
            }
            Spans::Row(slots) => slots
                .iter()
                .map(|slot| match slot {
                    Slot::Spans(spans) => self.idf(spans),
                    Slot::Any | Slot::Again => 0.0,
                })
                .sum(),
            Spans::Either(any) => any
                .iter()
                .map(|spans| self.idf(spans))
                .fold(f64::INFINITY, f64::min),
            Spans::All(parts) | Spans::Window(_, parts) => sum(parts),
            Spans::Sloppy(words, _) => words.iter().map(|(_, spans)| self.idf(spans)).sum(),
            // What must not be near does not score.
            Spans::Near(connector, left, _) if connector.sense == Sense::NotNear => self.idf(left),
            Spans::Near(_, left, right) => self.idf(left) + self.idf(right),
            Spans::First(_, inner) | Spans::Capitals(_, inner) | Spans::Quote(inner) => {
                self.idf(inner)
            }
        }
    }

    /// The articles that an `id:` names: ours by a unique beginning, or the record's own.
    fn ids(&mut self, node: &Node) -> Result<Plan, Error> {
        let id = match &node.kind {
            Kind::Word { text, .. } => text.clone(),
            Kind::Phrase { parts, .. } => {
                let words = parts.iter().filter_map(|part| match part {
                    PhrasePart::Word(word) => Some(word.as_str()),
                    PhrasePart::Wildcard(_) | PhrasePart::Any => None,
                });
                words.collect::<Vec<_>>().join(" ")
            }
            Kind::Or(children) => {
                let children = children.iter().map(|child| self.ids(child));
                return Ok(Plan::Or(children.collect::<Result<_, _>>()?));
            }
            _ => {
                let text = "id: takes one id".to_owned();
                return Err(refused(node, text, "write id:ID, or id:(ID OR ID)"));
            }
        };
        let ids = super::find::ids(self.open, &id).map_err(|error| match error {
            Error::BadId { text } => refused(node, text, "write more of the id"),
            other => other,
        })?;
        if ids.is_empty() {
            let text = format!("no article has the id {id}");
            return Err(refused(node, text, "ids are shown beside each hit"));
        }
        Ok(Plan::Ids(ids))
    }
}

fn regions(field: Where) -> &'static [(Text, Region)] {
    match field {
        Where::Searched(Field::Title) => &[(Text::Title, Region::Whole)],
        Where::Searched(Field::Body) => &[(Text::Body, Region::Whole)],
        Where::Searched(Field::Lead) => &[(Text::Body, Region::Lead)],
        Where::Searched(Field::Hlead) => {
            &[(Text::Title, Region::Whole), (Text::Body, Region::Lead)]
        }
        Where::Searched(_) | Where::Anywhere | Where::Filter(_) => {
            &[(Text::Title, Region::Whole), (Text::Body, Region::Whole)]
        }
    }
}

fn where_of(field: Field) -> Where {
    match field {
        Field::Title | Field::Lead | Field::Hlead | Field::Body => Where::Searched(field),
        Field::Byline => Where::Filter(Text::Byline),
        Field::Source => Where::Filter(Text::Source),
        Field::Section => Where::Filter(Text::Section),
        Field::Page => Where::Filter(Text::Page),
        Field::Dateline => Where::Filter(Text::Dateline),
        Field::Lang => Where::Filter(Text::Lang),
        Field::Url => Where::Filter(Text::Url),
        Field::File => Where::Filter(Text::File),
        Field::Tag => Where::Filter(Text::Tag),
        // These have no words of their own; the language never puts words under them.
        Field::Id | Field::Date | Field::Deck | Field::Wire | Field::Edition => Where::Anywhere,
    }
}

fn present(field: Field) -> Plan {
    let name = match field {
        Field::Lead | Field::Hlead => Field::Body.name(),
        Field::File => return Plan::All,
        field => field.name(),
    };
    Plan::Present(name.into())
}

fn group(any: impl Into<Arc<[Entry]>>) -> Spans {
    Spans::Group {
        any: any.into(),
        but: Vec::new(),
    }
}

/// Slots as a row, or what the only one of them holds.
fn row(mut slots: Vec<Slot>) -> Spans {
    match slots.pop() {
        Some(Slot::Spans(only)) if slots.is_empty() => only,
        last => Spans::Row(slots.into_iter().chain(last).collect()),
    }
}

/// The words of a sloppy phrase with their places in it.
fn sloppy(slots: Vec<Slot>, slop: u32) -> Spans {
    let indexed = (0..).zip(slots).filter_map(|(index, slot)| match slot {
        Slot::Spans(spans) => Some((index, spans)),
        Slot::Any | Slot::Again => None,
    });
    Spans::Sloppy(indexed.collect(), slop)
}

/// The alternatives of an operand, each the parts that must all be near the other one.
fn alternatives(node: &Node) -> Vec<Vec<&Node>> {
    match &node.kind {
        Kind::And(children) => {
            let mut rows = vec![Vec::new()];
            for child in children {
                let more = alternatives(child);
                rows = rows
                    .iter()
                    .flat_map(|row: &Vec<_>| more.iter().map(|more| [&row[..], &more[..]].concat()))
                    .collect();
            }
            rows
        }
        Kind::Or(children) if children.iter().any(holds_and) => {
            children.iter().flat_map(alternatives).collect()
        }
        Kind::Boost(child, _) if holds_and(child) => alternatives(child),
        _ => vec![vec![node]],
    }
}

fn holds_and(node: &Node) -> bool {
    match &node.kind {
        Kind::And(_) => true,
        Kind::Or(children) => children.iter().any(holds_and),
        Kind::Boost(child, _) => holds_and(child),
        _ => false,
    }
}

fn refused(node: &Node, text: String, hint: &str) -> Error {
    Error::Refused(Refusal {
        at: node.at,
        text,
        hint: hint.to_owned(),
    })
}

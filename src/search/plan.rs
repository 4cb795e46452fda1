//! Plans a query over an index: which words of the dictionary each clause stands for, in which texts.

use crate::analysis::{self, FormKind, QueryWord, Unit as Stretch, forms};
use crate::article::Id;
use crate::error::{Error, Refusal};
use crate::index::Text;
use crate::index::dictionary::{Entry, Pattern};
use crate::index::open::Open;
use crate::query::tree::{DateFilter, Field, Forms, Kind, Node, Number, PhrasePart};
use crate::query::{Note, Query, reading_of};

/// What a query asks of an index.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Every article.
    All,
    /// A word or phrase in the title and the body, or one of them: scored, and its spans are matches.
    Unit(Unit),
    /// Words in a field that only filters.
    Filter(Text, Spans),
    /// A field is there.
    Present(&'static str),
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
    Group { any: Vec<Entry>, but: Vec<Entry> },
    /// One after the other.
    Row(Vec<Slot>),
    /// Any of these.
    Either(Vec<Spans>),
}

/// A place in a row.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    Spans(Spans),
    /// Exactly one word, whichever.
    Any,
}

/// A plan and what is to be said about it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) notes: Vec<Note>,
}

/// A word stands for at most so many words of the dictionary; more are left out, with a note.
const MOST_EXPANSIONS: usize = 20_000;

/// Plans a whole query.
pub(super) fn plan(open: &Open, query: &Query) -> Result<Planned, Error> {
    if let Some(refusal) = query.refused.first() {
        return Err(Error::Refused(refusal.clone()));
    }
    plan_node(open, &query.root)
}

/// Plans a part of a query by itself.
pub(super) fn plan_node(open: &Open, node: &Node) -> Result<Planned, Error> {
    let mut planner = Planner {
        open,
        units: 0,
        notes: Vec::new(),
    };
    let plan = planner.node(node, Where::Anywhere)?;
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
}

impl Planner<'_> {
    fn node(&mut self, node: &Node, field: Where) -> Result<Plan, Error> {
        Ok(match &node.kind {
            Kind::All => Plan::All,
            Kind::And(children) => Plan::And(self.nodes(children, field)?),
            Kind::Or(children) => Plan::Or(self.nodes(children, field)?),
            Kind::Not(child) => Plan::Not(Box::new(self.node(child, field)?)),
            Kind::Boost(child, by) => Plan::Boost(Box::new(self.node(child, field)?), *by),
            Kind::Field(Field::Id, child) => self.ids(child)?,
            Kind::Field(of, child) => self.node(child, where_of(*of))?,
            Kind::Date(filter) => Plan::Date(filter.clone()),
            Kind::Length { from, to } => Plan::Length(*from, *to),
            Kind::Has(field) => present(*field),
            Kind::Missing(field) => Plan::Not(Box::new(present(*field))),
            Kind::Word { text, forms } => self.word(text, *forms, field, node)?,
            Kind::Near { .. }
            | Kind::Window(..)
            | Kind::AtLeast(..)
            | Kind::First(..)
            | Kind::Capitals(..)
            | Kind::Stem(_)
            | Kind::Quote(_)
            | Kind::Like(_)
            | Kind::Phrase { slop: Some(_), .. } => return Err(not_yet(node)),
            Kind::Phrase { parts, slop: None } => {
                self.unit(field, |planner, text| planner.phrase(parts, text, node))?
            }
            Kind::Wildcard(pattern) => {
                self.unit(field, |planner, text| planner.wildcard(pattern, text, node))?
            }
            Kind::Fuzzy {
                text: word,
                distance,
            } => {
                let pattern = Pattern::fuzzy(&analysis::fold(word), *distance);
                self.unit(field, |planner, text| {
                    planner.expanded(&pattern, text, node)
                })?
            }
            Kind::Regex(expression) => {
                let pattern = Pattern::regex(&in_lower_case(expression));
                let pattern = pattern.map_err(|why| {
                    refused(
                        node,
                        format!("this is no regular expression: {why}"),
                        "put a \\ before signs that stand for themselves",
                    )
                })?;
                self.unit(field, |planner, text| {
                    planner.expanded(&pattern, text, node)
                })?
            }
            Kind::Number(number, word) => {
                let words = of_number(*number, word);
                self.unit(field, |planner, text| planner.group(text, &words))?
            }
        })
    }

    fn nodes(&mut self, nodes: &[Node], field: Where) -> Result<Vec<Plan>, Error> {
        nodes.iter().map(|node| self.node(node, field)).collect()
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
            let spans = spans(self, text)?;
            let idf = self.idf(&spans);
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

    fn word(
        &mut self,
        text: &str,
        word_forms: Forms,
        field: Where,
        node: &Node,
    ) -> Result<Plan, Error> {
        let stretches = analysis::units(text);
        let [stretch] = &stretches[..] else {
            // Signs inside it make it several words: the exact phrase of them.
            return self.unit(field, |planner, text| planner.row(&stretches, text));
        };
        match stretch {
            Stretch::Word(word) => {
                self.unit(field, |planner, text| planner.form(word, word_forms, text))
            }
            Stretch::Sign { whole, .. } => {
                self.unit(field, |planner, text| planner.sign(whole, text))
            }
            Stretch::Compound { parts, joined } => {
                let in_a_row = self.unit(field, |planner, text| {
                    planner.parts(parts, word_forms, text)
                })?;
                let as_one = self.unit(field, |planner, text| {
                    planner.joined(parts, joined, word_forms, text)
                })?;
                let _ = node;
                Ok(Plan::Or(vec![in_a_row, as_one]))
            }
        }
    }

    /// A single word in the forms that count.
    fn form(&mut self, word: &QueryWord, word_forms: Forms, text: Text) -> Result<Spans, Error> {
        if word.us {
            return Ok(group(self.open.forms(text, FormKind::Us, &word.folded)?));
        }
        match word_forms {
            Forms::Number => self.group(text, &forms::family(word)),
            Forms::Quoted => self.group(text, std::slice::from_ref(&word.folded)),
            Forms::Exact if word.exact != word.folded => Ok(group(self.open.forms(
                text,
                FormKind::Exact,
                &word.exact,
            )?)),
            Forms::Exact => {
                let but = self.open.exact_variants(text, &word.folded)?;
                let Spans::Group { any, .. } =
                    self.group(text, std::slice::from_ref(&word.folded))?
                else {
                    return Ok(group(Vec::new()));
                };
                Ok(Spans::Group { any, but })
            }
        }
    }

    /// These folded words, and compounds whose joined form is one of them.
    fn group(&mut self, text: Text, words: &[String]) -> Result<Spans, Error> {
        let mut any = Vec::new();
        for word in words {
            any.extend(self.open.word(text, word)?);
            any.extend(self.open.forms(text, FormKind::Joined, word)?);
        }
        Ok(group(any))
    }

    fn sign(&mut self, whole: &str, text: Text) -> Result<Spans, Error> {
        Ok(group(self.open.forms(text, FormKind::Sign, whole)?))
    }

    /// The parts of a compound in a row; the last keeps its forms.
    fn parts(
        &mut self,
        parts: &[QueryWord],
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        let last = parts.len() - 1;
        let slot = |(place, part): (usize, &QueryWord)| {
            let forms = if place == last {
                word_forms
            } else {
                fixed(word_forms)
            };
            Ok(Slot::Spans(self.form(part, forms, text)?))
        };
        Ok(Spans::Row(
            parts
                .iter()
                .enumerate()
                .map(slot)
                .collect::<Result<_, Error>>()?,
        ))
    }

    /// A compound as one word; its last part keeps its forms.
    fn joined(
        &mut self,
        parts: &[QueryWord],
        joined: &QueryWord,
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        let before_last: String = parts[..parts.len() - 1]
            .iter()
            .map(|part| part.folded.as_str())
            .collect();
        match (word_forms, parts.last()) {
            (Forms::Number, Some(last)) => {
                let words: Vec<String> = forms::family(last)
                    .into_iter()
                    .map(|form| format!("{before_last}{form}"))
                    .collect();
                self.group(text, &words)
            }
            _ => self.form(joined, word_forms, text),
        }
    }

    /// Stretches of text one after the other, exact forms.
    fn row(&mut self, stretches: &[Stretch], text: Text) -> Result<Spans, Error> {
        let mut slots = Vec::new();
        for stretch in stretches {
            slots.push(Slot::Spans(self.stretch(stretch, text)?));
        }
        Ok(row(slots))
    }

    fn stretch(&mut self, stretch: &Stretch, text: Text) -> Result<Spans, Error> {
        match stretch {
            Stretch::Word(word) => self.form(word, Forms::Quoted, text),
            Stretch::Sign { whole, .. } => self.sign(whole, text),
            Stretch::Compound { parts, joined } => Ok(Spans::Either(vec![
                self.parts(parts, Forms::Quoted, text)?,
                self.joined(parts, joined, Forms::Quoted, text)?,
            ])),
        }
    }

    fn phrase(&mut self, parts: &[PhrasePart], text: Text, node: &Node) -> Result<Spans, Error> {
        let mut slots = Vec::new();
        for part in parts {
            match part {
                PhrasePart::Any => slots.push(Slot::Any),
                PhrasePart::Wildcard(pattern) => {
                    slots.push(Slot::Spans(self.wildcard(pattern, text, node)?))
                }
                PhrasePart::Word(word) => {
                    for stretch in analysis::units(word) {
                        slots.push(Slot::Spans(self.stretch(&stretch, text)?));
                    }
                }
            }
        }
        Ok(row(slots))
    }

    /// A pattern; signs inside it make it a row of patterns, a hyphen its joined form as well.
    fn wildcard(&mut self, pattern: &str, text: Text, node: &Node) -> Result<Spans, Error> {
        let folded = analysis::fold(pattern);
        let is_letter =
            |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'') || !c.is_ascii();
        let pieces: Vec<&str> = folded
            .split(|c| !is_letter(c))
            .filter(|piece| !piece.is_empty())
            .collect();
        if let [piece] = pieces[..] {
            return self.pattern(piece, text, node);
        }
        let mut slots = Vec::new();
        for piece in &pieces {
            slots.push(Slot::Spans(self.pattern(piece, text, node)?));
        }
        let in_a_row = row(slots);
        if !folded.contains('-') {
            return Ok(in_a_row);
        }
        Ok(Spans::Either(vec![
            in_a_row,
            self.pattern(&pieces.concat(), text, node)?,
        ]))
    }

    fn pattern(&mut self, piece: &str, text: Text, node: &Node) -> Result<Spans, Error> {
        if !piece.contains(['*', '?']) {
            return self.group(text, &[piece.to_owned()]);
        }
        let pattern = Pattern::wildcard(piece).map_err(|why| {
            refused(
                node,
                format!("this pattern is too large: {why}"),
                "write fewer wildcards",
            )
        })?;
        self.expanded(&pattern, text, node)
    }

    fn expanded(&mut self, pattern: &Pattern, text: Text, node: &Node) -> Result<Spans, Error> {
        let mut any = self.open.matching(text, pattern)?;
        if any.len() > MOST_EXPANSIONS {
            let left_out = any.len() - MOST_EXPANSIONS;
            any.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.cmp(b)));
            any.truncate(MOST_EXPANSIONS);
            self.notes.push(Note {
                code: "expansion_capped",
                at: Some(node.at),
                text: format!(
                    "{} stands for more words than are looked for at once; the {left_out} rarest were left out",
                    reading_of(node)
                ),
            });
        }
        Ok(group(any))
    }

    fn idf(&self, spans: &Spans) -> f64 {
        match spans {
            Spans::Group { any, .. } => {
                let articles = any.iter().map(|entry| entry.articles).max().unwrap_or(0);
                super::rank::idf(self.open.articles(), articles)
            }
            Spans::Row(slots) => slots
                .iter()
                .map(|slot| match slot {
                    Slot::Spans(spans) => self.idf(spans),
                    Slot::Any => 0.0,
                })
                .sum(),
            // One word with several forms: the commonest decides.
            Spans::Either(all) => all
                .iter()
                .map(|spans| self.idf(spans))
                .fold(f64::INFINITY, f64::min),
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
                return Ok(Plan::Or(
                    children
                        .iter()
                        .map(|child| self.ids(child))
                        .collect::<Result<_, _>>()?,
                ));
            }
            _ => {
                return Err(refused(
                    node,
                    "id: takes one id".to_owned(),
                    "write id:ID, or id:(ID OR ID)",
                ));
            }
        };
        let ids = super::find::ids(self.open, &id)?;
        if ids.is_empty() {
            return Err(refused(
                node,
                format!("no article has the id {id}"),
                "ids are shown beside each hit",
            ));
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
    Plan::Present(match field {
        Field::Title => "title",
        Field::Lead | Field::Hlead | Field::Body => "body",
        Field::Byline => "byline",
        Field::Source => "source",
        Field::Section => "section",
        Field::Page => "page",
        Field::Dateline => "dateline",
        Field::Lang => "lang",
        Field::Url => "url",
        Field::Id => "id",
        Field::File => return Plan::All,
        Field::Tag => "tag",
        Field::Date => "date",
        Field::Deck => "deck",
        Field::Wire => "wire",
        Field::Edition => "edition",
    })
}

/// The same, where a word that is not the last of a compound keeps no forms.
fn fixed(word_forms: Forms) -> Forms {
    match word_forms {
        Forms::Number => Forms::Quoted,
        other => other,
    }
}

fn group(any: Vec<Entry>) -> Spans {
    Spans::Group {
        any,
        but: Vec::new(),
    }
}

fn row(mut slots: Vec<Slot>) -> Spans {
    if slots.len() == 1
        && let Some(Slot::Spans(spans)) = slots.pop_if(|slot| matches!(slot, Slot::Spans(_)))
    {
        return spans;
    }
    Spans::Row(slots)
}

/// `singular(x)`, `plural(x)`: x brought to its base; then the base, or its plurals, only.
fn of_number(number: Number, word: &str) -> Vec<String> {
    let folded = analysis::fold(word);
    let mut bases = forms::singulars(&folded);
    if bases.is_empty() {
        bases.push(folded);
    }
    match number {
        Number::Singular => bases,
        Number::Plural => {
            let plurals: Vec<String> = bases.iter().flat_map(|base| forms::plurals(base)).collect();
            // A word with one form is both.
            if plurals.is_empty() { bases } else { plurals }
        }
    }
}

/// A regular expression in small letters, its escapes left as they are: the index holds folded words.
fn in_lower_case(expression: &str) -> String {
    let mut escaped = false;
    let mut lower = String::with_capacity(expression.len());
    for letter in expression.chars() {
        if escaped {
            lower.push(letter);
        } else {
            lower.extend(letter.to_lowercase());
        }
        escaped = letter == '\\' && !escaped;
    }
    lower
}

fn not_yet(node: &Node) -> Error {
    let reading = reading_of(node);
    refused(
        node,
        format!("{reading} is understood, but not searched yet"),
        "join the words by AND, or quote them as a phrase",
    )
}

fn refused(node: &Node, text: String, hint: &str) -> Error {
    Error::Refused(Refusal {
        at: node.at,
        text,
        hint: hint.to_owned(),
    })
}

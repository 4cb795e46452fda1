//! Which words of the dictionary a word, a pattern or a misspelling of the query stands for.

use super::{Planner, Slot, Spans, Where, group, refused, row};
use crate::analysis::{self, FormKind, QueryWord, Unit as Stretch, forms};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Pattern;
use crate::query::tree::{Forms, Node, Number};
use crate::query::{Note, reading_of};
use crate::search::plan::Plan;

/// A word stands for at most so many words of the dictionary; more are left out, with a note.
pub(in crate::search) const MOST_EXPANSIONS: usize = 20_000;

impl Planner<'_> {
    /// A word by itself: a compound is two clauses, as if its `"a b" OR ab` had been typed.
    pub(super) fn word(
        &mut self,
        word: &str,
        word_forms: Forms,
        field: Where,
    ) -> Result<Plan, Error> {
        let stretches = analysis::units(word);
        if let [Stretch::Compound { parts, joined }] = &stretches[..] {
            let in_a_row = self.unit(field, |planner, text| {
                planner.parts(parts, word_forms, text)
            })?;
            let as_one = self.unit(field, |planner, text| {
                planner.joined(parts, joined, word_forms, text)
            })?;
            return Ok(Plan::Or(vec![in_a_row, as_one]));
        }
        self.unit(field, |planner, text| planner.atom(word, word_forms, text))
    }

    /// An atom of the query in one text. Signs inside it may make it several words: the exact
    /// phrase of them.
    pub(super) fn atom(
        &mut self,
        atom: &str,
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        match &analysis::units(atom)[..] {
            [stretch] => self.stretch(stretch, word_forms, text),
            _ => Ok(row(self.word_slots(atom, text)?)),
        }
    }

    /// The slots of an atom inside a phrase: exact forms.
    pub(super) fn word_slots(&mut self, atom: &str, text: Text) -> Result<Vec<Slot>, Error> {
        let stretches = analysis::units(atom);
        let slots = stretches
            .iter()
            .map(|stretch| Ok(Slot::Spans(self.stretch(stretch, Forms::Quoted, text)?)));
        slots.collect()
    }

    fn stretch(
        &mut self,
        stretch: &Stretch,
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        match stretch {
            Stretch::Word(word) => self.form(word, word_forms, text),
            Stretch::Sign { whole, .. } => {
                Ok(group(self.open.forms(text, FormKind::Sign, whole)?))
            }
            Stretch::Compound { parts, joined } => Ok(Spans::Either(vec![
                self.parts(parts, word_forms, text)?,
                self.joined(parts, joined, word_forms, text)?,
            ])),
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
                Ok(
                    match self.group(text, std::slice::from_ref(&word.folded))? {
                        Spans::Group { any, .. } => Spans::Group { any, but },
                        other => other,
                    },
                )
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

    /// The parts of a compound in a row; the last keeps its forms.
    fn parts(
        &mut self,
        parts: &[QueryWord],
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        let last = parts.len() - 1;
        let slots = parts.iter().enumerate().map(|(place, part)| {
            let forms = match word_forms {
                Forms::Number if place < last => Forms::Quoted,
                forms => forms,
            };
            Ok(Slot::Spans(self.form(part, forms, text)?))
        });
        Ok(Spans::Row(slots.collect::<Result<_, Error>>()?))
    }

    /// A compound as one word; its last part keeps its forms.
    fn joined(
        &mut self,
        parts: &[QueryWord],
        joined: &QueryWord,
        word_forms: Forms,
        text: Text,
    ) -> Result<Spans, Error> {
        match (word_forms, parts.split_last()) {
            (Forms::Number, Some((last, before))) => {
                let before: String = before.iter().map(|part| part.folded.as_str()).collect();
                let family = forms::family(last).into_iter();
                let words: Vec<String> = family.map(|form| format!("{before}{form}")).collect();
                self.group(text, &words)
            }
            _ => self.form(joined, word_forms, text),
        }
    }

    /// `singular(x)`, `plural(x)`.
    pub(super) fn of_number(
        &mut self,
        number: Number,
        word: &str,
        text: Text,
    ) -> Result<Spans, Error> {
        let forms = match number {
            Number::Singular => forms::singular_forms,
            Number::Plural => forms::plural_forms,
        };
        self.ending(word, text, |planner, before, last| {
            let forms = forms(last).into_iter();
            let words: Vec<String> = forms.map(|form| format!("{before}{form}")).collect();
            planner.group(text, &words)
        })
    }

    /// `stem(x)`.
    pub(super) fn of_stem(&mut self, word: &str, text: Text) -> Result<Spans, Error> {
        self.ending(word, text, |planner, before, last| {
            let word = format!("{before}{}", last.folded);
            Ok(group(planner.open.of_stem(text, &word)?))
        })
    }

    /// A word whose forms are found after what stands before it: nothing, or, in the joined form
    /// of a compound, its other parts. What is no word has one form.
    fn ending(
        &mut self,
        atom: &str,
        text: Text,
        forms: impl Fn(&mut Self, &str, &QueryWord) -> Result<Spans, Error>,
    ) -> Result<Spans, Error> {
        match &analysis::units(atom)[..] {
            [Stretch::Word(word)] => forms(self, "", word),
            [Stretch::Compound { parts, .. }] => {
                let last = &parts[parts.len() - 1];
                let mut before = String::new();
                let mut slots = Vec::new();
                for part in &parts[..parts.len() - 1] {
                    before.push_str(&part.folded);
                    slots.push(Slot::Spans(self.form(part, Forms::Quoted, text)?));
                }
                slots.push(Slot::Spans(forms(self, "", last)?));
                let joined = forms(self, &before, last)?;
                Ok(Spans::Either(vec![Spans::Row(slots), joined]))
            }
            _ => self.atom(atom, Forms::Quoted, text),
        }
    }

    /// `word~1`.
    pub(super) fn misspelt(
        &mut self,
        word: &str,
        distance: u8,
        text: Text,
        node: &Node,
    ) -> Result<Spans, Error> {
        let folded = match &analysis::units(word)[..] {
            [Stretch::Word(word) | Stretch::Compound { joined: word, .. }] => word.folded.clone(),
            _ => analysis::fold(word),
        };
        self.expanded(&Pattern::fuzzy(&folded, distance), text, node)
    }

    /// `/gr[ae]y/`.
    pub(super) fn expression(
        &mut self,
        expression: &str,
        text: Text,
        node: &Node,
    ) -> Result<Spans, Error> {
        let pattern = Pattern::regex(&in_lower_case(expression)).map_err(|why| {
            let text = format!("this is no regular expression: {why}");
            refused(
                node,
                text,
                "put a \\ before signs that stand for themselves",
            )
        })?;
        self.expanded(&pattern, text, node)
    }

    /// A pattern; signs inside it make it a row of patterns, a hyphen its joined form as well.
    pub(super) fn wildcard(
        &mut self,
        pattern: &str,
        text: Text,
        node: &Node,
    ) -> Result<Spans, Error> {
        let folded = analysis::fold(pattern);
        let is_inside = |c: char| c.is_alphanumeric() || "*?'".contains(c) || !c.is_ascii();
        let pieces: Vec<&str> = folded
            .split(|c| !is_inside(c))
            .filter(|piece| !piece.is_empty())
            .collect();
        if let [piece] = pieces[..] {
            return self.piece(piece, text, node);
        }
        let slots = pieces
            .iter()
            .map(|piece| Ok(Slot::Spans(self.piece(piece, text, node)?)));
        let in_a_row = row(slots.collect::<Result<_, Error>>()?);
        if !folded.contains('-') {
            return Ok(in_a_row);
        }
        let as_one = self.piece(&pieces.concat(), text, node)?;
        Ok(Spans::Either(vec![in_a_row, as_one]))
    }

    fn piece(&mut self, piece: &str, text: Text, node: &Node) -> Result<Spans, Error> {
        if !piece.contains(['*', '?']) {
            return self.group(text, &[piece.to_owned()]);
        }
        let pattern = Pattern::wildcard(piece).map_err(|why| {
            let text = format!("this pattern is too large: {why}");
            refused(node, text, "write fewer wildcards")
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
}

/// A regular expression in small letters, its escapes left as they are: the index holds folded words.
fn in_lower_case(expression: &str) -> String {
    let mut is_escaped = false;
    let mut lower = String::with_capacity(expression.len());
    for letter in expression.chars() {
        if is_escaped {
            lower.push(letter);
        } else {
            lower.extend(letter.to_lowercase());
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    lower
}

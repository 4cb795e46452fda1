//! Which words of the dictionary a word, a pattern or a misspelling of the query stands for.

use std::sync::Arc;

use super::{Planner, Slot, Spans, Where, group, refused, row};
use crate::analysis::{self, FormKind, QueryWord, Unit as Stretch, forms};
use crate::error::Error;
use crate::index::Text;
use crate::index::dictionary::Entry;
use crate::index::pattern::Pattern;
use crate::query::tree::{Forms, Node, Number};
use crate::query::{Note, reading_of};
use crate::search::limits::{MOST_EXPANSIONS, MOST_PATTERNS, MOST_WORDS};
use crate::search::plan::Plan;

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
        self.expanded(format!("{folded}~{distance}"), text, node, || {
            Ok(Pattern::fuzzy(&folded, distance))
        })
    }

    /// `/gr[ae]y/`.
    pub(super) fn expression(
        &mut self,
        expression: &str,
        text: Text,
        node: &Node,
    ) -> Result<Spans, Error> {
        self.expanded(format!("/{expression}/"), text, node, || {
            Pattern::regex(&folded_expression(expression)).map_err(|why| {
                let text = format!("this is no regular expression: {why}");
                let hint = "put a \\ before signs that stand for themselves";
                refused(node, text, hint)
            })
        })
    }

    /// A pattern; signs inside it make it a row of patterns, a hyphen its joined form as well.
    pub(super) fn wildcard(
        &mut self,
        pattern: &str,
        text: Text,
        node: &Node,
    ) -> Result<Spans, Error> {
        let folded = analysis::fold(&without_inner_dots(pattern));
        let pieces = pieces(&folded);
        if let [piece] = pieces[..] {
            return self.piece(piece, text, node);
        }
        let slots = pieces.iter().map(|piece| {
            Ok(match *piece {
                "*" => Slot::Any,
                piece => Slot::Spans(self.piece(piece, text, node)?),
            })
        });
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
        self.expanded(piece.to_owned(), text, node, || {
            Pattern::wildcard(piece).map_err(|why| {
                let text = format!("this pattern is too large: {why}");
                refused(node, text, "write fewer wildcards")
            })
        })
    }

    /// What a pattern stands for; `key` tells it from others.
    fn expanded(
        &mut self,
        key: String,
        text: Text,
        node: &Node,
        pattern: impl FnOnce() -> Result<Pattern, Error>,
    ) -> Result<Spans, Error> {
        let any = match self.expansions.get(&(text, key.clone())) {
            Some(known) => Arc::clone(known),
            None => {
                let any = self.looked_up(&pattern()?, text, node)?;
                self.expansions.insert((text, key), Arc::clone(&any));
                any
            }
        };
        self.words += any.len();
        if self.words > MOST_WORDS {
            let text = format!("the patterns stand for more than {MOST_WORDS} words in all");
            return Err(refused(node, text, "write longer beginnings of words"));
        }
        Ok(group(any))
    }

    fn looked_up(
        &mut self,
        pattern: &Pattern,
        text: Text,
        node: &Node,
    ) -> Result<Arc<[Entry]>, Error> {
        self.patterns += usize::from(!matches!(pattern, Pattern::Prefix(_)));
        // Each is looked up in two texts.
        if self.patterns > 2 * MOST_PATTERNS {
            let text = format!("more than {MOST_PATTERNS} patterns and misspellings in a query");
            return Err(refused(node, text, "write fewer, or beginnings of words"));
        }
        let mut any = self.open.matching(text, pattern)?;
        if any.len() > MOST_EXPANSIONS {
            let left_out = any.len() - MOST_EXPANSIONS;
            any.sort_by(|a, b| {
                let by_articles = b.articles.cmp(&a.articles);
                by_articles.then_with(|| (a.layer, &a.term).cmp(&(b.layer, &b.term)))
            });
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
        Ok(any.into())
    }
}

/// The parts of a pattern that stand for a word each; numbers keep their dots and commas.
fn pieces(folded: &str) -> Vec<&str> {
    let is_inside = |(at, c): (usize, char)| {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_in_number = || {
            is_digit(folded[..at].chars().next_back()) && is_digit(folded[at + 1..].chars().next())
        };
        c.is_alphanumeric()
            || "*?'".contains(c)
            || !c.is_ascii()
            || (".,".contains(c) && is_in_number())
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let ends = folded.char_indices().filter(|place| !is_inside(*place));
    for (at, sign) in ends.chain([(folded.len(), ' ')]) {
        pieces.push(&folded[start..at]);
        start = (at + sign.len_utf8()).min(folded.len());
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A pattern without the dots between single letters, which words do not keep: `U.S*` is `US*`.
fn without_inner_dots(pattern: &str) -> String {
    let letters: Vec<char> = pattern.chars().collect();
    let is_single = |at: usize| {
        letters[at].is_alphabetic()
            && at
                .checked_sub(1)
                .is_none_or(|before| !letters[before].is_alphanumeric())
    };
    let is_inner = |at: usize| {
        letters[at] == '.'
            && at.checked_sub(1).is_some_and(is_single)
            && letters.get(at + 1).is_some_and(|next| next.is_alphabetic())
            && letters
                .get(at + 2)
                .is_none_or(|after| !after.is_alphanumeric())
    };
    let kept = letters.iter().enumerate().filter(|(at, _)| !is_inner(*at));
    kept.map(|(_, letter)| letter).collect()
}

/// A regular expression whose letters are folded, its escapes left as they are: the index holds
/// folded words. A letter that folds to several is a group of them, but for one inside a class.
fn folded_expression(expression: &str) -> String {
    let (mut is_escaped, mut is_in_class) = (false, false);
    let mut folded = String::with_capacity(expression.len());
    for letter in expression.chars() {
        let bare = analysis::fold(letter.encode_utf8(&mut [0; 4]));
        match bare.chars().count() {
            _ if is_escaped => folded.push(letter),
            1 => folded.push_str(&bare),
            0 => folded.push(letter),
            _ if is_in_class => folded.push(letter),
            _ => folded.push_str(&format!("(?:{bare})")),
        }
        if !is_escaped {
            is_in_class = (is_in_class || letter == '[') && letter != ']';
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_between_single_letters_are_dropped() {
        for (pattern, expected) in [
            ("U.S*", "US*"),
            ("u.s.a*", "usa*"),
            ("p.m?", "pm?"),
            ("example.c*", "example.c*"),
            ("3.5*", "3.5*"),
            ("a.bc*", "a.bc*"),
        ] {
            assert_eq!(without_inner_dots(pattern), expected);
        }
    }

    #[test]
    fn a_pattern_is_parted_as_words_are() {
        assert_eq!(pieces("a-b*"), ["a", "b*"]);
        assert_eq!(pieces("1,00*"), ["1,00*"]);
        assert_eq!(pieces("v.3.5*,x"), ["v", "3.5*", "x"]);
        assert_eq!(pieces("o'c*"), ["o'c*"]);
    }

    #[test]
    fn expressions_are_folded_but_for_their_escapes() {
        for (expression, expected) in [
            ("École", "ecole"),
            (r"\S+É\W", r"\S+e\W"),
            ("stra[ßs]e", "stra[ßs]e"),
            ("straße", "stra(?:ss)e"),
            (r"\[É]", r"\[e]"),
        ] {
            assert_eq!(folded_expression(expression), expected);
        }
    }
}

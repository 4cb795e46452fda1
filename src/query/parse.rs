//! Builds the tree from settled lexemes: every operator has its operands here.
//!
//! ```text
//! query  = clause { [AND] clause }      clause = [NOT] prox
//! prox   = orgrp { connector orgrp }    orgrp  = unit { OR unit }
//! unit   = [sign] [field] atom [boost]
//! atom   = word | phrase [~n] | "(" query ")" | func "(" query { "," query } ")" | "atleastN" unit
//! ```
//!
//! This file reads units; `level` makes clauses of them.

use std::ops::Range;

use super::build;
use super::check::check_inside;
use super::dialect::{self, Dialect};
use super::level::{self, Joint, Unit};
use super::lexer::is_double_mark;
use super::names::Function;
use super::notes::{self, Remarks};
use super::token::{Lexeme, Token};
use super::tree::{At, Field, Forms, Kind, Node, PhrasePart};
use crate::analysis;

pub(super) fn parse(
    lexemes: &[Lexeme],
    chars: &[char],
    dialect: Option<Dialect>,
    remarks: &mut Remarks,
) -> Option<Node> {
    let mut parser = Parser {
        lexemes,
        chars,
        dialect,
        remarks,
        place: 0,
    };
    let units = parser.units(Nesting::Outermost);
    parser.level(units)
}

/// Whether a closing parenthesis belongs to the level at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nesting {
    Outermost,
    Inside,
}

struct Parser<'a> {
    lexemes: &'a [Lexeme],
    chars: &'a [char],
    dialect: Option<Dialect>,
    remarks: &'a mut Remarks,
    place: usize,
}

impl Parser<'_> {
    fn level(&mut self, units: Vec<Unit>) -> Option<Node> {
        if let Some(dialect) = self.dialect {
            return dialect::level::read(units, self.chars, dialect, self.remarks);
        }
        level::remark(&units, self.chars, self.remarks);
        level::read(&units)
    }

    /// The units up to the end of the parenthesis.
    fn units(&mut self, nesting: Nesting) -> Vec<Unit> {
        let mut units = Vec::new();
        while let Some(token) = self.peek() {
            match (token, nesting) {
                (Token::Close | Token::Comma, Nesting::Inside) => break,
                (Token::Close | Token::Comma, Nesting::Outermost) => {
                    let text = "the parenthesis closes nothing and was dropped";
                    let at = self.advance();
                    self.remarks.once(notes::STRAY_PARENTHESIS, at, text);
                }
                _ => units.extend(self.joined_unit()),
            }
        }
        units
    }

    fn joined_unit(&mut self) -> Option<Unit> {
        let joint = match self.peek()? {
            Token::And(_) | Token::But(_) => Joint::And,
            Token::Or(_) => Joint::Or,
            Token::Connector(connector, _) => Joint::Connector(*connector),
            _ => Joint::Implied,
        };
        if joint != Joint::Implied {
            self.advance();
        }
        let not = match self.peek() {
            Some(Token::Not(_)) => Some(self.advance()),
            _ => None,
        };
        let before = self.place;
        let node = self.unit();
        if self.place == before {
            self.advance();
        }
        let node = node?;
        let plain = self.place == before + 1 && self.is_plain(&node);
        Some(Unit {
            joint,
            not,
            node,
            plain,
        })
    }

    /// A word typed bare, that could as well stand in quotes.
    fn is_plain(&self, node: &Node) -> bool {
        match node.kind {
            Kind::Word { forms, .. } => forms == Forms::Number,
            Kind::Wildcard(_) => !is_double_mark(self.chars[node.at[0]]),
            _ => false,
        }
    }

    fn unit(&mut self) -> Option<Node> {
        match self.peek()? {
            Token::Minus => {
                let at = self.advance();
                let child = self.unsigned()?;
                let at = [at[0], child.at[1]];
                Some(build::not(child, at))
            }
            Token::AtLeast(count) => {
                let count = *count;
                let at = self.advance();
                let child = self.unit()?;
                let at = [at[0], child.at[1]];
                Some(build::node(Kind::AtLeast(count, Box::new(child)), at))
            }
            _ => self.unsigned(),
        }
    }

    /// An atom with its field, its `=` and its boost.
    fn unsigned(&mut self) -> Option<Node> {
        let mut field: Option<(Field, At)> = None;
        let mut exact = None;
        loop {
            match self.peek()? {
                Token::Field(name) => field = Some((*name, self.advance())),
                Token::Exact => exact = Some(self.advance()),
                _ => break,
            }
        }
        let mut node = self.atom();
        if let (Some(node), Some(at)) = (&mut node, exact) {
            self.exact(node, at);
        }
        if let Some((name, at)) = field {
            node = node.map(|node| {
                let at = [at[0], node.at[1]];
                build::field(name, node, at)
            });
        }
        if let Some(Token::Boost(factor)) = self.peek() {
            let factor = *factor;
            let end = self.advance()[1];
            node = node.map(|node| {
                let at = [node.at[0], end];
                build::node(Kind::Boost(Box::new(node), factor), at)
            });
        }
        while let Some(Token::InFirst(words)) = self.peek() {
            let words = *words;
            let end = self.advance()[1];
            node = node.map(|node| {
                let at = [node.at[0], end];
                build::node(Kind::First(words, Box::new(node)), at)
            });
        }
        node
    }

    fn exact(&mut self, node: &mut Node, at: At) {
        match &mut node.kind {
            Kind::Word { text, forms } => {
                // An exact word is never a field, so it needs no apostrophe against that.
                if let Some(plain) = text.strip_prefix('\'') {
                    *text = plain.to_owned();
                }
                *forms = Forms::Exact;
                node.at[0] = at[0];
            }
            _ => {
                let text = "= makes one word exact; here it was ignored";
                self.remarks.note(notes::EXACT_IGNORED, at, text);
            }
        }
    }

    fn atom(&mut self) -> Option<Node> {
        match self.peek()? {
            Token::Atom(kind) => {
                let kind = kind.clone();
                let at = self.advance();
                self.remark_us(&kind, at);
                Some(build::node(kind, at))
            }
            Token::Open => {
                let open = self.advance();
                let units = self.units(Nesting::Inside);
                let node = self.level(units);
                let at = self.close(open);
                let node = self.filled(node, at)?;
                Some(Node { at, ..node })
            }
            Token::Function(function) => {
                let function = *function;
                self.function(function)
            }
            _ => None,
        }
    }

    fn function(&mut self, function: Function) -> Option<Node> {
        let open = self.advance();
        if let Function::Window(n) = function {
            return self.window(n, open);
        }
        let units = self.units(Nesting::Inside);
        let child = self.level(units);
        let at = self.close(open);
        let child = self.filled(child, at)?;
        let kind = match function {
            Function::Field(name) => return Some(build::field(name, child, at)),
            Function::Number(number) => {
                check_inside("singular and plural", &child, &child, self.remarks);
                return Some(self.each_word(child, &|text| Kind::Number(number, text)));
            }
            Function::Stem => {
                check_inside("stem", &child, &child, self.remarks);
                return Some(self.each_word(child, &Kind::Stem));
            }
            Function::AtLeast(n) => Kind::AtLeast(n, Box::new(child)),
            Function::First(n) => Kind::First(n, Box::new(child)),
            Function::Capitals(capitals) => Kind::Capitals(capitals, Box::new(child)),
            Function::Quote => Kind::Quote(Box::new(child)),
            Function::Window(n) => Kind::Window(n, vec![child]),
        };
        Some(build::node(kind, at))
    }

    fn window(&mut self, n: u32, open: At) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            let units = self.units(Nesting::Inside);
            parts.extend(self.level(units));
            if self.peek() != Some(&Token::Comma) {
                break;
            }
            self.advance();
        }
        let at = self.close(open);
        if parts.is_empty() {
            return self.filled(None, at);
        }
        Some(build::window(n, parts, at))
    }

    /// `stem(a OR b)` is `stem(a) OR stem(b)`.
    fn each_word(&mut self, mut node: Node, wrap: &dyn Fn(String) -> Kind) -> Node {
        node.kind = match node.kind {
            Kind::Word { text, .. } => wrap(text),
            Kind::And(nodes) => Kind::And(self.each_word_of(nodes, wrap)),
            Kind::Or(nodes) => Kind::Or(self.each_word_of(nodes, wrap)),
            Kind::Not(child) => Kind::Not(Box::new(self.each_word(*child, wrap))),
            Kind::Field(name, child) => Kind::Field(name, Box::new(self.each_word(*child, wrap))),
            Kind::Boost(child, by) => Kind::Boost(Box::new(self.each_word(*child, wrap)), by),
            other => {
                let text = "only words have a stem and a number; this was left as it is";
                self.remarks.note(notes::NOT_A_WORD, node.at, text);
                other
            }
        };
        node
    }

    fn each_word_of(&mut self, nodes: Vec<Node>, wrap: &dyn Fn(String) -> Kind) -> Vec<Node> {
        let each = nodes.into_iter().map(|node| self.each_word(node, wrap));
        each.collect()
    }

    /// Takes the closing parenthesis, and gives the place of the whole.
    fn close(&mut self, open: At) -> At {
        if self.peek() == Some(&Token::Close) {
            return [open[0], self.advance()[1]];
        }
        let text = "the parenthesis is never closed; it was read to the end";
        self.remarks.once(notes::UNCLOSED_PARENTHESIS, open, text);
        let end = self.lexemes.last().map_or(open[1], |last| last.at[1]);
        [open[0], end]
    }

    fn filled(&mut self, node: Option<Node>, at: At) -> Option<Node> {
        if node.is_none() {
            let text = "there is nothing in the parentheses; they were dropped";
            self.remarks.once(notes::EMPTY_PARENTHESES, at, text);
        }
        node
    }

    fn remark_us(&mut self, kind: &Kind, at: At) {
        if let Kind::Word { text, .. } = kind
            && matches!(text.as_str(), "us" | "Us")
        {
            let text = "us finds the pronoun and the country; for the country write US";
            self.remarks.once(notes::US, at, text);
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.lexemes.get(self.place).map(|lexeme| &lexeme.token)
    }

    fn advance(&mut self) -> At {
        let end = self.chars.len();
        let at = self.lexemes.get(self.place).map_or([end, end], |it| it.at);
        self.place += 1;
        at
    }
}

/// Whether a dialect may join two neighbours by a connector: a phrase holds them otherwise.
fn joins_a_row(two: &&[Lexeme]) -> bool {
    let word = |token: &Token| {
        matches!(
            token,
            Token::Atom(Kind::Word { .. } | Kind::Wildcard(_) | Kind::Phrase { .. })
        )
    };
    let [left, right] = [&two[0].token, &two[1].token];
    left.ends() && right.begins() && !(word(left) && word(right))
}

/// The limits that keep reading, printing and running a query fast, whatever is pasted.
pub(super) fn too_large(
    lexemes: &[Lexeme],
    dialect: Option<Dialect>,
    remarks: &mut Remarks,
) -> bool {
    let (mut depth, mut deepest, mut atoms, mut connectors) = (0_usize, 0, 0, 0);
    for lexeme in lexemes {
        match &lexeme.token {
            Token::Open | Token::Function(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Atom(kind) => {
                atoms += words_of(kind);
                connectors += dialect::level::nears(kind);
            }
            Token::Connector(..) => connectors += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if matches!(dialect, Some(Dialect::Nexis | Dialect::Factiva)) {
        connectors += lexemes.windows(2).filter(joins_a_row).count();
    }
    let limits = [
        (atoms, super::MAX_ATOMS, "words"),
        (deepest, super::MAX_NESTING, "parentheses inside each other"),
        (connectors, super::MAX_CONNECTORS, "connectors"),
    ];
    let whole: Range<usize> = 0..lexemes.last().map_or(0, |last| last.at[1]);
    for (found, most, what) in limits {
        if found > most {
            let text = format!("the query has {found} {what}; {most} are the most");
            let hint = "ask for less at once";
            remarks.refuse([whole.start, whole.end], text, hint);
            return true;
        }
    }
    false
}

/// How many words an atom is searched as: its signs may part it, as in `a/b/c`.
fn words_of(atom: &Kind) -> usize {
    match atom {
        Kind::Word { text, .. } => words_in(text),
        Kind::Phrase { parts, .. } => parts
            .iter()
            .map(|part| match part {
                PhrasePart::Word(text) => words_in(text),
                PhrasePart::Wildcard(_) | PhrasePart::Any => 1,
            })
            .sum(),
        _ => 1,
    }
}

fn words_in(text: &str) -> usize {
    let units = analysis::units(text);
    let words = units.iter().map(|unit| match unit {
        analysis::Unit::Compound { parts, .. } => parts.len(),
        analysis::Unit::Word(_) | analysis::Unit::Sign { .. } => 1,
    });
    words.sum::<usize>().max(1)
}

//! The lexemes of a query: what each piece of its text may be, before its neighbours are looked at.

use super::names::Function;
use super::tree::{At, Connector, Field, Kind};

/// A token and where it was typed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) at: At,
}

/// What a piece of text may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    /// Between the parts of a window.
    Comma,
    /// A glued `-` or `!`; an operand follows.
    Minus,
    /// A glued `=`; an operand follows.
    Exact,
    /// `title:`; an operand follows.
    Field(Field),
    /// `caps(`, its parenthesis included.
    Function(Function),
    /// `atleast5` without a parenthesis.
    AtLeast(u32),
    /// A word, a phrase, a filter.
    Atom(Kind),
    /// `^2`, directly after an operand.
    Boost(f32),
    /// `/F50/`, directly after an operand.
    InFirst(u32),
    And(Typed),
    Or(Typed),
    Not(Typed),
    /// An AND where NOT follows, else a word.
    But(Typed),
    Connector(Connector, Stray),
}

/// In whose style a query is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Operators are in capitals; `and` and `date aft 1995` are words.
    Plain,
    /// It is sure to come from another system: it has a connector, a trailing `!`, `TITLE(`. There
    /// `and` is an operator and `date aft 1995` a condition.
    Connected,
}

/// How an operator was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Capitals,
    Small,
    Sign,
}

/// What a connector without operands is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stray {
    /// `w/5` is nothing else, so it is dropped.
    Nothing,
    /// `/5`, `+5`, `near5` may be text.
    Text,
    /// `SAME` is a word as likely as a connector.
    Word,
}

impl Token {
    /// Whether an operand begins with it.
    pub(super) fn begins(&self) -> bool {
        matches!(
            self,
            Token::Open
                | Token::Minus
                | Token::Exact
                | Token::Field(_)
                | Token::Function(_)
                | Token::AtLeast(_)
                | Token::Atom(_)
        )
    }

    /// Whether an operand ends with it.
    pub(super) fn ends(&self) -> bool {
        matches!(
            self,
            Token::Close | Token::Atom(_) | Token::Boost(_) | Token::InFirst(_)
        )
    }
}

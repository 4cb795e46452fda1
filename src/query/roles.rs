//! Decides which operators have operands and so are operators; the others are words or nothing.

use super::atom;
use super::notes::{self, Remarks};
use super::token::{Lexeme, Stray, Style, Token, Typed};
use super::tree::{At, Forms, Kind, PhrasePart, Sense};

/// Whether a connector stands between operands.
pub(super) fn has_connector(lexemes: &[Lexeme]) -> bool {
    lexemes.windows(3).any(|three| {
        let connector =
            matches!(&three[1].token, Token::Connector(_, stray) if *stray != Stray::Word);
        connector && stands_left(&three[0].token) && stands_right(&three[2].token)
    }) || lexemes
        .windows(2)
        .any(|two| matches!(two[0].token, Token::AtLeast(_)) && two[1].token.begins())
}

/// Gives each lexeme its role; afterwards every operator and connector has its operands.
pub(super) fn settle(
    lexemes: Vec<Lexeme>,
    chars: &[char],
    style: Style,
    remarks: &mut Remarks,
) -> Vec<Lexeme> {
    let mut settler = Settler {
        chars,
        remarks,
        settled: Vec::with_capacity(lexemes.len()),
    };
    let lexemes = match style {
        Style::Connected => lexemes,
        Style::Plain => settler.small_words(lexemes),
    };
    let mut rest = &lexemes[..];
    while let Some((lexeme, after)) = rest.split_first() {
        rest = settler.next(lexeme, after);
    }
    settler.settled
}

/// A word or a reserved word, which may be one, or the word NOT between.
fn stands_left(token: &Token) -> bool {
    token.ends()
        || matches!(
            token,
            Token::And(_) | Token::Or(_) | Token::Not(_) | Token::But(_)
        )
}

fn stands_right(token: &Token) -> bool {
    token.begins() || matches!(token, Token::Not(_))
}

struct Settler<'a> {
    chars: &'a [char],
    remarks: &'a mut Remarks,
    settled: Vec<Lexeme>,
}

impl Settler<'_> {
    /// Reads small `and`, `or`, `not`, `but` as words.
    fn small_words(&mut self, lexemes: Vec<Lexeme>) -> Vec<Lexeme> {
        let small = |lexeme: &Lexeme| {
            matches!(
                lexeme.token,
                Token::And(Typed::Small)
                    | Token::Or(Typed::Small)
                    | Token::Not(Typed::Small)
                    | Token::But(Typed::Small)
            )
        };
        for (index, lexeme) in lexemes.iter().enumerate() {
            let inside = index > 0 || matches!(lexeme.token, Token::Not(_));
            let last = index + 1 == lexemes.len();
            if small(lexeme) && inside && !last && !matches!(lexeme.token, Token::But(_)) {
                let word = self.typed(lexeme.at);
                let text = format!(
                    "{word} was read as a word; for the operator write {}",
                    word.to_uppercase()
                );
                self.remarks
                    .once(notes::LOWER_CASE_OPERATOR, lexeme.at, text);
            }
        }
        let settled = lexemes.into_iter().map(|lexeme| match small(&lexeme) {
            true => self.word(lexeme.at).unwrap_or(lexeme),
            false => lexeme,
        });
        settled.collect()
    }

    fn next<'b>(&mut self, lexeme: &Lexeme, after: &'b [Lexeme]) -> &'b [Lexeme] {
        match &lexeme.token {
            Token::And(typed) | Token::Or(typed) => self.operator(lexeme, *typed, after),
            Token::But(_) => {
                let not = matches!(after.first().map(|next| &next.token), Some(Token::Not(_)));
                if !(not && self.has_left() && has_right(&after[1..])) {
                    self.settle_word(lexeme.at);
                }
            }
            Token::Not(_) => return self.not(lexeme, after),
            Token::Connector(connector, stray) => {
                if self.has_left() && has_right(after) {
                    let token = Token::Connector(*connector, *stray);
                    self.settle(token, lexeme.at);
                } else {
                    self.stray(*stray, lexeme.at);
                }
            }
            Token::InFirst(_) if !self.has_left() => {
                let typed = self.typed(lexeme.at);
                let text = format!("{typed} needs a word before it and was dropped");
                self.remarks
                    .note(notes::DANGLING_CONNECTOR, lexeme.at, text);
            }
            Token::AtLeast(_) => {
                let next = after.first().map(|next| &next.token);
                let unit =
                    next.is_some_and(|next| next.begins() && !matches!(next, Token::AtLeast(_)));
                if unit {
                    self.settled.push(lexeme.clone());
                } else {
                    self.settle_word(lexeme.at);
                }
            }
            _ => self.settled.push(lexeme.clone()),
        }
        after
    }

    fn operator(&mut self, lexeme: &Lexeme, typed: Typed, after: &[Lexeme]) {
        let at = lexeme.at;
        let sign = typed == Typed::Sign;
        if self.has_left() && has_right(after) {
            if sign {
                let meant = match lexeme.token {
                    Token::And(_) => "AND",
                    _ => "OR",
                };
                let text = format!("{} was read as {meant}", self.typed(at));
                self.remarks.once(notes::SIGN_AS_OPERATOR, at, text);
            }
            self.settled.push(lexeme.clone());
        } else if sign {
            let text = format!("{} has nothing to join and was dropped", self.typed(at));
            self.remarks.once(notes::DROPPED_SIGN, at, text);
        } else {
            self.lonely(at);
        }
    }

    /// NOT before an operand negates it; before a connector it belongs to that.
    fn not<'b>(&mut self, lexeme: &Lexeme, after: &'b [Lexeme]) -> &'b [Lexeme] {
        match after.first().map(|next| (&next.token, next.at)) {
            Some((Token::Connector(connector, stray), at))
                if self.has_left() && has_right(&after[1..]) =>
            {
                let mut connector = *connector;
                connector.sense = Sense::NotNear;
                self.settle(Token::Connector(connector, *stray), [lexeme.at[0], at[1]]);
                return &after[1..];
            }
            Some((token, _)) if token.begins() => self.settled.push(lexeme.clone()),
            _ if matches!(lexeme.token, Token::Not(Typed::Sign)) => {
                let text = format!(
                    "{} has nothing to negate and was dropped",
                    self.typed(lexeme.at)
                );
                self.remarks.once(notes::DROPPED_SIGN, lexeme.at, text);
            }
            _ => self.lonely(lexeme.at),
        }
        after
    }

    fn lonely(&mut self, at: At) {
        let text = format!(
            "{} has nothing to join and was read as a word",
            self.typed(at)
        );
        self.remarks.once(notes::DANGLING_OPERATOR, at, text);
        self.settle_word(at);
    }

    fn stray(&mut self, stray: Stray, at: At) {
        let typed = self.typed(at);
        let fate = match stray {
            Stray::Nothing => "dropped",
            Stray::Text => "read as text",
            // A capital SAME in a headline is nothing to speak of.
            Stray::Word => {
                self.settle_word(at);
                return;
            }
        };
        // `+5 stars` are required words.
        if !typed.starts_with('+') {
            let text = format!("{typed} needs a word on both sides and was {fate}");
            self.remarks.note(notes::DANGLING_CONNECTOR, at, text);
        }
        if stray == Stray::Text {
            self.settle_word(at);
        }
    }

    fn settle_word(&mut self, at: At) {
        let word = self.word(at);
        self.settled.extend(word);
    }

    fn word(&self, at: At) -> Option<Lexeme> {
        let raw = self.typed(at);
        let text = match atom::piece(&raw)? {
            PhrasePart::Word(text) => text,
            _ => return None,
        };
        let kind = Kind::Word {
            text,
            forms: Forms::Number,
        };
        Some(Lexeme {
            token: Token::Atom(kind),
            at,
        })
    }

    fn settle(&mut self, token: Token, at: At) {
        self.settled.push(Lexeme { token, at });
    }

    fn has_left(&self) -> bool {
        self.settled.last().is_some_and(|last| last.token.ends())
    }

    fn typed(&self, at: At) -> String {
        self.chars[at[0]..at[1]].iter().collect()
    }
}

/// Whether an operand, perhaps negated, follows.
fn has_right(after: &[Lexeme]) -> bool {
    let mut tokens = after.iter().map(|lexeme| &lexeme.token);
    match tokens.next() {
        Some(Token::Not(_)) => tokens.next().is_some_and(Token::begins),
        Some(token) => token.begins(),
        None => false,
    }
}

//! Cuts what only a dialect has: its letters, its slashes, its percent sign.

use super::super::MAX_CONNECTORS;
use super::super::atom::{self, boosted, is_word_char, trimmed};
use super::super::lexer::Lexer;
use super::super::notes;
use super::super::token::{Stray, Token, Typed};
use super::super::tree::{At, Kind};
use super::letters::{self, Letters, MOST_LETTERS};
use super::rows::{self, Part};
use super::signs::{self, Slashed};
use super::{Dialect, spaces};

impl Lexer<'_> {
    /// `/N30/`, `/F50/` of Factiva.
    pub(in crate::query) fn slashed(&mut self) -> bool {
        let Some((slashed, length)) = self.slashed_at(self.place) else {
            return false;
        };
        let token = match slashed {
            Slashed::Near(words) => Token::Connector(signs::within(words), Stray::Nothing),
            Slashed::First(words) => Token::InFirst(words),
        };
        self.take(token, length);
        true
    }

    pub(in crate::query) fn slashed_at(&self, place: usize) -> Option<(Slashed, usize)> {
        match self.options.dialect {
            Some(Dialect::Factiva) => signs::slashed(self.chars.get(place..)?),
            _ => None,
        }
    }

    /// A `%` by itself: BUT NOT on Westlaw, exactly one word on Factiva.
    pub(in crate::query) fn percent(&mut self) -> bool {
        let Some(dialect) = self.options.dialect else {
            return false;
        };
        let space = |place: Option<usize>| {
            place
                .and_then(|place| self.chars.get(place))
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'))
        };
        if !(space(self.place.checked_sub(1)) && space(Some(self.place + 1))) {
            return false;
        }
        let at = [self.place, self.place + 1];
        let followed = self.chars[at[1]..]
            .iter()
            .find(|c| !c.is_whitespace())
            .is_some_and(|c| *c != ')');
        match dialect {
            Dialect::Westlaw => self.take(Token::Not(Typed::Sign), 1),
            Dialect::Factiva if followed && self.last_ends() => {
                self.take(Token::Atom(Kind::All), 1);
            }
            Dialect::Factiva => {
                let text = "% is one word between others; here it was dropped";
                self.remarks.once(notes::DROPPED_SIGN, at, text);
                self.place += 1;
            }
            Dialect::Nexis => {
                let text = "% means nothing on Nexis and was dropped; on Westlaw it is AND NOT";
                self.remarks.once(notes::OTHER_DIALECT, at, text);
                self.place += 1;
            }
        }
        true
    }

    /// The letters that a word leaves open, its boost aside.
    pub(in crate::query) fn letters(
        &mut self,
        raw: &str,
        dialect: Dialect,
        at: At,
    ) -> Option<Letters> {
        let core = trimmed(raw);
        self.remark_open_end(raw, dialect, at);
        let (base, boost) = boosted(core).map_or((core, None), |(base, by)| (base, Some(by)));
        match letters::read(base, dialect, at)? {
            Letters::Ours(ours) => {
                let boost = boost.map(|by| format!("^{by}")).unwrap_or_default();
                Some(Letters::Ours(ours + &boost))
            }
            Letters::TooMany(root, most) => {
                self.refuse_letters(&root, most, at);
                Some(Letters::Ours(format!("{root}*")))
            }
            row => Some(row),
        }
    }

    /// `bank*` is one letter more on Nexis, but any ending on its newer editions.
    fn remark_open_end(&mut self, raw: &str, dialect: Dialect, at: At) {
        if letters::is_open_ended(raw, dialect) {
            let root = trimmed(raw).trim_end_matches('*');
            let text = format!(
                "* at the end of a word was read as exactly one letter; for any ending write \
                 {root}!"
            );
            self.remarks.once(notes::OPEN_END, at, text);
        }
    }

    fn refuse_letters(&mut self, root: &str, most: u32, at: At) {
        let text =
            format!("{most} letters are more than a word goes on for: {MOST_LETTERS} are the most");
        self.remarks.refuse(at, text, format!("write {root}*"));
    }

    /// The pieces of a phrase, of which some may be no pieces of ours.
    pub(in crate::query) fn pieces<'t>(
        &mut self,
        words: impl Iterator<Item = &'t str>,
        dialect: Dialect,
        at: At,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        for word in words {
            self.remark_open_end(word, dialect, at);
            match letters::pieces(word, dialect, at) {
                Letters::Row(row) => parts.extend(row),
                Letters::Ours(ours) => parts.extend(atom::piece(&ours).map(Part::Piece)),
                Letters::TooMany(root, most) => {
                    self.refuse_letters(&root, most, at);
                    parts.extend(atom::piece(&root).map(Part::Piece));
                }
            }
        }
        parts
    }

    /// Pushes words in a row, with the boost of the raw word or the one that follows.
    pub(in crate::query) fn row(&mut self, mut parts: Vec<Part>, raw: &str, at: At) -> bool {
        let open = parts.iter().filter(|part| part.piece().is_none()).count();
        if open > MAX_CONNECTORS {
            let text = format!(
                "the phrase has {open} words with open letters; {MAX_CONNECTORS} are the most"
            );
            self.remarks.refuse(at, text, "ask for less at once");
            parts.truncate(1);
        }
        if rows::trim(&mut parts) {
            let text = "a lone * at the edge of a phrase says nothing and was dropped";
            self.remarks.once(notes::LONE_STAR, at, text);
        }
        spaces::remark_loose_star(&parts, at, self.remarks);
        let Some(node) = rows::row(parts, at) else {
            return false;
        };
        self.push(Token::Atom(node.kind), at);
        match boosted(trimmed(raw)) {
            Some((_, by)) => self.push(Token::Boost(by), at),
            None => self.boost(),
        }
        true
    }

    /// `bank$3` means something on Factiva only.
    pub(in crate::query) fn foreign_letters(&mut self, raw: &str, dialect: Dialect, at: At) {
        let Some((root, digits)) = trimmed(raw).rsplit_once('$') else {
            return;
        };
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if dialect != Dialect::Factiva && number && root.ends_with(is_word_char) {
            let text = format!(
                "$ before a number means nothing on {}; for more letters write {root}!",
                dialect.title()
            );
            self.remarks.once(notes::OTHER_DIALECT, at, text);
        }
    }

    /// `/F50/` means something on Factiva only.
    pub(in crate::query) fn foreign_slashes(&mut self, at: At) {
        let Some(dialect) = self.options.dialect else {
            return;
        };
        let Some((slashed, _)) = signs::slashed(&self.chars[at[0]..at[1]]) else {
            return;
        };
        let typed = self.text(at[0], at[1]);
        let ours = match slashed {
            Slashed::Near(words) => format!("w/{words}"),
            Slashed::First(words) => format!("first/{words}(x)"),
        };
        let text = format!(
            "{typed} means nothing on {} and was read as a regular expression; write {ours}",
            dialect.title()
        );
        self.remarks.once(notes::OTHER_DIALECT, at, text);
    }
}

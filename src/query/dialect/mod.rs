//! The languages of other systems, so that a query kept from there means here what it meant there.
//!
//! A dialect changes how text is cut into lexemes and how a level is read; the tree and its reading
//! are our own.

mod cut;
pub(super) mod dates;
pub(super) mod fields;
pub(super) mod letters;
pub(super) mod level;
pub(super) mod rows;
pub(super) mod signs;
pub(super) mod spaces;
#[cfg(test)]
mod tests;

/// The system that a query was written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Nexis, Lexis: words in a row are a phrase, AND NOT negates all after it.
    Nexis,
    /// Westlaw: a space is OR, `%` negates all after it.
    Westlaw,
    /// Factiva: words in a row are a phrase, AND binds tighter than OR, `w/5` is ordered.
    Factiva,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 3] = [Dialect::Nexis, Dialect::Westlaw, Dialect::Factiva];

    /// The name it is asked for by.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Nexis => "nexis",
            Dialect::Westlaw => "westlaw",
            Dialect::Factiva => "factiva",
        }
    }

    /// The dialect of this name, in any case.
    pub fn named(text: &str) -> Option<Dialect> {
        Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name().eq_ignore_ascii_case(text))
    }

    /// The name in a sentence.
    pub(super) fn title(self) -> &'static str {
        match self {
            Dialect::Nexis => "Nexis",
            Dialect::Westlaw => "Westlaw",
            Dialect::Factiva => "Factiva",
        }
    }
}

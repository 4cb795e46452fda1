//! The tree of a query: what it means, with no trace of how it was typed but for the places.

use crate::date::Day;

/// The characters of the query that a node or a note speaks of: from and up to, counted from 0.
pub type At = [usize; 2];

/// A part of a query and where it was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it means.
    pub kind: Kind,
    /// Where it was typed.
    pub at: At,
}

/// What a part of a query means.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Every article: `*` alone, or nothing but filters and negations beside it.
    All,
    /// One atom of text: a word, a hyphenated compound, `10%`, or signs that make it several words.
    Word {
        /// The atom as typed, without its signs.
        text: String,
        /// Which forms of it count.
        forms: Forms,
    },
    /// A word with `*`, `?` or a final `!`; the pattern as typed, `!` written as `*`.
    Wildcard(String),
    /// A word at a spelling distance of 1 or 2.
    Fuzzy {
        /// The word as typed.
        text: String,
        /// How many letters may differ.
        distance: u8,
    },
    /// A regular expression that must match a whole word.
    Regex(String),
    /// Words in a row.
    Phrase {
        /// The words, in order.
        parts: Vec<PhrasePart>,
        /// `"…"~n`: how far the words may stray from their places.
        slop: Option<u32>,
    },
    /// Both: all children must be true. Two children or more.
    And(Vec<Node>),
    /// Any: at least one child must be true. Two children or more.
    Or(Vec<Node>),
    /// The child must be false.
    Not(Box<Node>),
    /// The child within one field.
    Field(Field, Box<Node>),
    /// The child with its score multiplied.
    Boost(Box<Node>, f32),
    /// Two spans near each other: `w/5`, `pre/s`, `NOT w/p`.
    Near {
        /// How near, in which order, wanted or not.
        connector: Connector,
        /// The left operand.
        left: Box<Node>,
        /// The right operand.
        right: Box<Node>,
    },
    /// `window/n(a, b, c)`
    Window(u32, Vec<Node>),
    /// `atleastN(x)`
    AtLeast(u32, Box<Node>),
    /// `first/n(x)`
    First(u32, Box<Node>),
    /// `caps(x)` and its kin.
    Capitals(Capitals, Box<Node>),
    /// `singular(x)`, `plural(x)`
    Number(Number, String),
    /// `stem(x)`
    Stem(String),
    /// `quote(x)`: inside quotation marks.
    Quote(Box<Node>),
    /// A condition on the article's date.
    Date(DateFilter),
    /// A condition on the number of the body's words, both ends inside it.
    Length {
        /// At least so many.
        from: u64,
        /// At most so many.
        to: u64,
    },
    /// The field is there.
    Has(Field),
    /// The field is missing.
    Missing(Field),
    /// Articles like the one with this id.
    Like(String),
}

/// Which forms of a word count (section 4 of the language).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// A bare word: itself, its plurals, and the words whose plural it is.
    Number,
    /// In quotes: itself; accents fold.
    Quoted,
    /// Under `=`: itself, accents exact.
    Exact,
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhrasePart {
    /// An atom as typed, its exact form.
    Word(String),
    /// A word with `*`, `?` or a final `!` (written as `*`).
    Wildcard(String),
    /// A lone `*`: exactly one word, whichever.
    Any,
}

/// A field of an article that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The title.
    Title,
    /// The first two paragraphs, at most 100 words.
    Lead,
    /// The title or the lead.
    Hlead,
    /// The text.
    Body,
    /// The byline, a filter like all that follow.
    Byline,
    /// The paper or site.
    Source,
    /// The section.
    Section,
    /// The printed page.
    Page,
    /// The place of reporting.
    Dateline,
    /// The language.
    Lang,
    /// The address.
    Url,
    /// Our id or the record's own.
    Id,
    /// The file in the archive.
    File,
    /// The source's own topics.
    Tag,
    /// The date; only in `has:` and `missing:`.
    Date,
    /// The standfirst; only in `has:` and `missing:`.
    Deck,
    /// The wire agency; only in `has:` and `missing:`.
    Wire,
    /// The edition; only in `has:` and `missing:`.
    Edition,
}

/// How two spans must stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connector {
    /// How far apart they may be.
    pub reach: Reach,
    /// Whether the left must come first.
    pub order: Order,
    /// Whether it is wanted or excluded (`NOT w/5`).
    pub sense: Sense,
}

/// How far apart two spans may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `w/n`
    Words(u32),
    /// `w/s`
    Sentence,
    /// `w/p`
    Paragraph,
    /// `w/seg`
    Segment,
}

/// The order of two spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Any order (`w/`).
    Any,
    /// The left one first (`pre/`).
    LeftFirst,
}

/// Whether a connector is wanted or excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// The spans must be near.
    Near,
    /// They must not be.
    NotNear,
}

/// What the capitals of an occurrence must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capitals {
    /// Each word begins with one.
    Initial,
    /// No small letter.
    All,
    /// None.
    No,
}

/// The number of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
}

/// How the ends of a range of days are printed. It changes nothing of what is meant, so all are
/// equal.
#[derive(Clone, Copy, Debug, Eq)]
pub enum Ends {
    /// As short as they can be read back: `1995-03`.
    Short,
    /// As days: what was typed relative to today shows which days it came to.
    Days,
}

impl PartialEq for Ends {
    fn eq(&self, _: &Ends) -> bool {
        true
    }
}

/// A condition on an article's date, in days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateFilter {
    /// The article's period overlaps these days, both inside; open ends are `None`.
    Range {
        /// The first day.
        from: Option<Day>,
        /// The last day.
        to: Option<Day>,
        /// How the ends are printed.
        ends: Ends,
    },
    /// Known to the day, and on this month and day of any year.
    On {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// Known to the day, and on this day of the week, Monday being 1.
    Weekday(i8),
    /// No date.
    Unknown,
}

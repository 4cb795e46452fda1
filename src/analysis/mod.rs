//! Words, positions, sentences, paragraphs and forms: the same for articles and for queries.
//!
//! The index holds what [`title`] and [`body`] give. Whatever changes their answers for any text
//! must raise [`VERSION`]: an index made by another version is refused.

mod abbreviations;
mod characters;
mod compounds;
mod fields;
mod fold;
pub mod forms;
mod gaps;
mod lists;
mod quotations;
mod sentences;
mod signs;
mod units;
mod walk;
mod words;

#[cfg(test)]
mod tests;

pub use fold::fold;
pub use units::units;
pub use walk::Walk;

/// The version of the analysis. An index carries the one it was made with.
pub const VERSION: u32 = 1;

/// The analysis of a title: one sentence and one paragraph, without a lead.
pub fn title(text: &str) -> Analysis {
    fields::of_title(text)
}

/// The analysis of a body from its paragraphs as printed.
///
/// A body of one long paragraph gets further paragraph ends; see [`Analysis::cut`].
pub fn body(paragraphs: &[String]) -> Analysis {
    fields::of_body(paragraphs)
}

/// The analysis of a field that is only a filter (byline, source, …): words and forms, no marks.
pub fn field(text: &str) -> Analysis {
    fields::of_filter(text)
}

/// The words of one printed paragraph: the positions and sentence ends that [`body`] gives it.
pub fn paragraph_words(paragraph: &str) -> Vec<WordAt> {
    Walk::through(paragraph).to_last()
}

/// A field's text, analysed. Positions count words from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// The folded words, one for each position, joined by single spaces.
    pub words: String,
    /// How many there are.
    pub length: u32,
    /// Further forms that stand over one or more positions, by position.
    pub forms: Vec<FormAt>,
    /// Ends, capitals and quotation marks, by position; positions without any are left out.
    pub marks: Vec<(u32, Marks)>,
    /// The position of each paragraph's first word; an article paragraph without words has the
    /// position of the next word. As many entries as paragraphs were given.
    pub starts: Vec<u32>,
    /// Whether a body of one long paragraph was cut (section 3, rule 8).
    pub cut: bool,
}

/// A form of the text over the positions `position .. position + length`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormAt {
    /// The first position.
    pub position: u32,
    /// How many positions it stands over.
    pub length: u32,
    /// What it is.
    pub kind: FormKind,
    /// Its text, folded but for [`FormKind::Exact`].
    pub text: String,
}

/// What a further form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// A hyphenated compound joined: `policymakers` over `policy-makers`.
    Joined,
    /// A word whose lower-case letters differ from its folded ones, `pelé` over `pele`; likewise a
    /// joined compound over its parts.
    Exact,
    /// A sign kept whole: `10%`, `$5m`, `at&t`.
    Sign,
    /// `US` or `U.S.`, dotted or in capitals; its text is `us`.
    Us,
}

/// What holds at a position, as a set of bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub u16);

impl Marks {
    /// The last word of a sentence. Every paragraph end is one too.
    pub const SENTENCE_END: Marks = Marks(1);
    /// The last word of a paragraph.
    pub const PARAGRAPH_END: Marks = Marks(1 << 1);
    /// The word begins with a capital.
    pub const CAPITAL_FIRST: Marks = Marks(1 << 2);
    /// The word has a capital elsewhere.
    pub const CAPITAL_INSIDE: Marks = Marks(1 << 3);
    /// No small letter and at least two letters.
    pub const ALL_CAPITALS: Marks = Marks(1 << 4);
    /// No small letter and exactly one letter.
    pub const ONE_LETTER: Marks = Marks(1 << 5);
    /// No letter at all: a number.
    pub const NO_LETTER: Marks = Marks(1 << 6);
    /// At a paragraph's last word: three words or more, and no small letter in the paragraph.
    pub const SHOUTED: Marks = Marks(1 << 7);
    /// The first word inside quotation marks.
    pub const QUOTE_OPENS: Marks = Marks(1 << 8);
    /// The last word inside quotation marks.
    pub const QUOTE_CLOSES: Marks = Marks(1 << 9);
    /// The last word of the lead.
    pub const LEAD_END: Marks = Marks(1 << 10);

    /// Whether all of the other's bits are set.
    pub fn has(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the other's bits.
    pub fn set(&mut self, other: Marks) {
        self.0 |= other.0;
    }
}

/// A word of one paragraph, for those who show text: where it stands and what ends at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordAt {
    /// Its first byte in the paragraph.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether a sentence ends at it.
    pub ends_sentence: bool,
}

/// A word as a query asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// Folded: what the index holds at a position.
    pub folded: String,
    /// In lower case with its accents.
    pub exact: String,
    /// Typed all in capitals, two letters or more (`MP`, `AIDS`).
    pub capitals: bool,
    /// `US` or `U.S.`, typed so: only dotted or all-capital text counts.
    pub us: bool,
}

/// What one stretch of a query's text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A word at one position, or a joined form equal to it.
    Word(QueryWord),
    /// A hyphenated compound of letters: its parts in a row, or its joined form.
    Compound {
        /// The parts, two or more.
        parts: Vec<QueryWord>,
        /// The parts joined.
        joined: QueryWord,
    },
    /// Kept whole (`10%`): this sign over so many positions.
    Sign {
        /// The sign, folded.
        whole: String,
        /// How many positions it stands over.
        length: u32,
    },
}

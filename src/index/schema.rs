//! The fields of the index, their terms, and what a stored article looks like.
//!
//! A searched text lives in three fields whose positions are aligned: the folded words (with field
//! norms, for the ranking), the further forms, and the marks. Forms and marks have no norms, so they
//! do not distort the lengths that BM25 sees: kept apart, the marks cost 3 % of the text and leave
//! every score as it is; kept among the words they would lengthen articles by a quarter.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::{IndexSettings, IndexSortByField, Order};

use super::storage::Storage;
use super::tokens::{self, FORMS, MARKS, WORDS};
use crate::analysis::{self, FormKind, Marks};

/// A field with words. The first two are searched and ranked; the others are filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Text {
    /// The title.
    Title,
    /// The body.
    Body,
    /// The byline as printed.
    Byline,
    /// The source.
    Source,
    /// The section.
    Section,
    /// The page.
    Page,
    /// The dateline.
    Dateline,
    /// The language.
    Lang,
    /// The address.
    Url,
    /// The files that hold it.
    File,
    /// The source's own topics.
    Tag,
}

impl Text {
    /// All of them, in the order of the schema.
    pub const ALL: [Text; 11] = [
        Text::Title,
        Text::Body,
        Text::Byline,
        Text::Source,
        Text::Section,
        Text::Page,
        Text::Dateline,
        Text::Lang,
        Text::Url,
        Text::File,
        Text::Tag,
    ];

    fn name(self) -> &'static str {
        match self {
            Text::Title => "title",
            Text::Body => "body",
            Text::Byline => "byline",
            Text::Source => "source",
            Text::Section => "section",
            Text::Page => "page",
            Text::Dateline => "dateline",
            Text::Lang => "lang",
            Text::Url => "url",
            Text::File => "file",
            Text::Tag => "tag",
        }
    }

    fn is_searched(self) -> bool {
        matches!(self, Text::Title | Text::Body)
    }
}

/// The three aligned fields of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextFields {
    pub(super) words: Field,
    pub(super) forms: Field,
    /// Only searched texts have marks.
    pub(super) marks: Option<Field>,
}

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) texts: [TextFields; Text::ALL.len()],
    pub(super) id: Field,
    pub(super) key: Field,
    pub(super) present: Field,
    pub(super) source_name: Field,
    pub(super) language_name: Field,
    pub(super) section_name: Field,
    pub(super) person: Field,
    pub(super) first_day: Field,
    pub(super) last_day: Field,
    pub(super) length: Field,
    pub(super) head: Field,
    pub(super) text: Field,
}

/// The names of fast columns.
pub(super) mod column {
    pub(in crate::index) const ID: &str = "id";
    pub(in crate::index) const SOURCE: &str = "source_name";
    pub(in crate::index) const LANGUAGE: &str = "language_name";
    pub(in crate::index) const SECTION: &str = "section_name";
    pub(in crate::index) const PERSON: &str = "person";
    pub(in crate::index) const FIRST_DAY: &str = "first_day";
    pub(in crate::index) const LAST_DAY: &str = "last_day";
    pub(in crate::index) const LENGTH: &str = "length";
}

/// Sorted by day, newest first and undated last: newest-first answers and ties come out in order.
fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField {
            field: column::FIRST_DAY.into(),
            order: Order::Desc,
        }),
        // Articles are compressed in frames of their own; the store must not inflate its neighbours.
        docstore_compression: tantivy::store::Compressor::None,
        docstore_blocksize: 1024,
        // Nothing is compressed there: a thread for it only waits.
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let mut indexed = |name: &str, tokenizer: &str, norms: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(norms)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let texts = Text::ALL.map(|text| TextFields {
        words: indexed(text.name(), WORDS, text.is_searched()),
        forms: indexed(&format!("{}_forms", text.name()), FORMS, false),
        marks: text
            .is_searched()
            .then(|| indexed(&format!("{}_marks", text.name()), MARKS, false)),
    });
    let named = TextOptions::default().set_fast("raw");
    let day = NumericOptions::default().set_fast();
    let fields = Fields {
        texts,
        id: schema.add_u64_field(column::ID, INDEXED | FAST),
        key: schema.add_text_field("key", STRING),
        present: schema.add_text_field("present", STRING),
        source_name: schema.add_text_field(column::SOURCE, named.clone()),
        language_name: schema.add_text_field(column::LANGUAGE, named.clone()),
        section_name: schema.add_text_field(column::SECTION, named.clone()),
        person: schema.add_text_field(column::PERSON, named),
        first_day: schema.add_i64_field(column::FIRST_DAY, day.clone()),
        last_day: schema.add_i64_field(column::LAST_DAY, day),
        length: schema.add_u64_field(column::LENGTH, FAST),
        head: schema.add_bytes_field("head", STORED),
        text: schema.add_bytes_field("text", STORED),
    };
    (schema.build(), fields)
}

/// Opens what a folder of files holds.
pub(super) fn open(storage: &Storage) -> Result<tantivy::Index, tantivy::TantivyError> {
    let index = tantivy::Index::open(storage.clone())?;
    if index.schema() != schema().0 {
        return Err(tantivy::TantivyError::SchemaError(
            "the fields are not those of this version".to_owned(),
        ));
    }
    tokens::register(index.tokenizers());
    Ok(index)
}

/// Makes an index without articles.
pub(super) fn create(storage: &Storage) -> Result<tantivy::Index, tantivy::TantivyError> {
    let index = tantivy::Index::create(storage.clone(), schema().0, settings())?;
    tokens::register(index.tokenizers());
    Ok(index)
}

/// In the field of present things: the body was one long paragraph and was cut.
pub(super) const CUT: &str = "cut";

/// No text holds this character: control characters are dropped when it is read.
const BETWEEN_PARAGRAPHS: char = '\0';

/// A body as [`StoredBody`] reads it.
pub(super) fn packed_text(paragraphs: &[String], starts: &[u32]) -> Vec<u8> {
    let starts: Vec<String> = starts.iter().map(u32::to_string).collect();
    let mut text = starts.join(" ");
    for paragraph in paragraphs {
        text.push(BETWEEN_PARAGRAPHS);
        text.push_str(paragraph);
    }
    text.into_bytes()
}

/// A stored body: its paragraphs and the position of the first word of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredBody {
    /// The paragraphs.
    pub paragraphs: Vec<String>,
    /// The position of each paragraph's first word.
    pub starts: Vec<u32>,
}

impl StoredBody {
    pub(super) fn read(bytes: Vec<u8>) -> Result<StoredBody, String> {
        let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
        let mut parts = text.split(BETWEEN_PARAGRAPHS);
        let starts = parts.next().unwrap_or_default().split_ascii_whitespace();
        let starts: Vec<u32> = starts
            .map(str::parse)
            .collect::<Result<_, std::num::ParseIntError>>()
            .map_err(|error| error.to_string())?;
        let paragraphs: Vec<String> = parts.map(str::to_owned).collect();
        if paragraphs.len() != starts.len() {
            return Err(format!(
                "{} paragraphs, {} starts",
                paragraphs.len(),
                starts.len()
            ));
        }
        Ok(StoredBody { paragraphs, starts })
    }
}

/// How a further form stands in the dictionary: its kind, its text, the positions it covers.
/// An exact form stands behind its folded one, so that all variants of a folded word are neighbours.
pub(super) fn form_term(kind: FormKind, text: &str, length: u32) -> String {
    format!("{}{length}", form_prefix(kind, text))
}

/// What all terms of this form begin with, whatever their length.
pub(super) fn form_prefix(kind: FormKind, text: &str) -> String {
    match kind {
        FormKind::Joined => format!("j{text}{UNIT}"),
        FormKind::Sign => format!("s{text}{UNIT}"),
        FormKind::Us => format!("u{text}{UNIT}"),
        FormKind::Exact => format!("{}{text}{UNIT}", exact_prefix(&analysis::fold(text))),
    }
}

/// What the exact forms of a folded word begin with.
pub(super) fn exact_prefix(folded: &str) -> String {
    format!("x{folded}{UNIT}")
}

/// What joined forms begin with.
pub(super) const JOINED_PREFIX: &str = "j";

/// The text and the length of a form's term.
pub(super) fn form_parts(term: &str) -> Option<(&str, u32)> {
    let (text, length) = term.rsplit_once(UNIT)?;
    Some((text.get(1..)?, length.parse().ok()?))
}

/// What parts a term of a form.
pub(super) const UNIT: char = '\u{1f}';
/// The same as a byte.
pub(super) const UNIT_BYTE: u8 = 0x1f;

/// The letters of the marks' terms, by bit.
const MARK_LETTERS: [&str; 11] = ["s", "p", "c", "i", "a", "l", "n", "h", "q", "r", "e"];

/// The term of a mark with a single bit.
pub(super) fn mark_term(mark: Marks) -> &'static str {
    MARK_LETTERS[mark.0.trailing_zeros() as usize % MARK_LETTERS.len()]
}

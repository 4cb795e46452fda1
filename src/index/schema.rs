//! The fields of the index, how their words get in, and what a stored article looks like.
//!
//! A searched text lives in three fields whose positions are aligned: the folded words (with field
//! norms, for the ranking), the further forms, and the marks. Forms and marks have no norms, so they
//! do not distort the lengths that BM25 sees: kept apart, the marks cost 3 % of the text and leave
//! every score as it is; kept among the words they would lengthen articles by a quarter.

use std::collections::BTreeSet;

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexSettings, IndexSortByField, Order, TantivyDocument};

use super::archives;
use super::frame::Frames;
use super::manifest::Lengths;
use super::pairs;
use super::storage::Storage;
use crate::analysis::{self, Analysis, FormAt, FormKind, Marks};
use crate::article::{Article, Duplicate, Id};
use crate::error::Error;

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
    register(index.tokenizers());
    Ok(index)
}

/// Makes an index without articles.
pub(super) fn create(storage: &Storage) -> Result<tantivy::Index, tantivy::TantivyError> {
    let index = tantivy::Index::create(storage.clone(), schema().0, settings())?;
    register(index.tokenizers());
    Ok(index)
}

const WORDS: &str = "morgue-words";
const FORMS: &str = "morgue-forms";
const MARKS: &str = "morgue-marks";

/// Makes the tokenizers known; tantivy does not keep them in the index.
fn register(tokenizers: &TokenizerManager) {
    tokenizers.register(WORDS, Words);
    tokenizers.register(FORMS, Forms);
    tokenizers.register(MARKS, MarkCodes);
}

/// An article with the analysis of its texts, ready to be added.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) article: Article,
    pub(super) id: Id,
    title: Option<Analysis>,
    body: Analysis,
    filters: Vec<(Text, Analysis)>,
}

impl Prepared {
    /// Analyses an article; the costly part, done on the reading threads.
    pub(super) fn of(article: Article) -> Prepared {
        let value =
            |field: &Option<crate::article::Found<String>>| field.as_ref().map(|f| f.value.clone());
        let filters = [
            (
                Text::Byline,
                article.byline.as_ref().map(|f| f.value.printed.clone()),
            ),
            (Text::Source, value(&article.source)),
            (Text::Section, value(&article.section)),
            (Text::Page, value(&article.page)),
            (Text::Dateline, value(&article.dateline)),
            (Text::Lang, value(&article.language)),
            (Text::Url, value(&article.url)),
        ];
        let mut filters: Vec<(Text, Analysis)> = filters
            .into_iter()
            .filter_map(|(text, value)| Some((text, analysis::field(&value?))))
            .collect();
        filters.push((Text::Tag, joined(article.tags.iter().map(String::as_str))));
        Prepared {
            id: Id::of(&article),
            title: article
                .title
                .as_ref()
                .map(|title| analysis::title(&title.value)),
            body: analysis::body(&article.body),
            filters,
            article,
        }
    }

    /// The document of the article; `copies` are further records that hold it.
    pub(super) fn document(
        &self,
        fields: &Fields,
        frames: &mut Frames,
        copies: &[Duplicate],
    ) -> Result<TantivyDocument, Error> {
        let mut document = self.words(fields, copies);
        document.add_bytes(fields.head, &frames.pack(&head_of(&self.article, copies)?)?);
        document.add_bytes(
            fields.text,
            &frames.pack(&text_of(&self.article.body, &self.body.starts))?,
        );
        Ok(document)
    }

    /// The document without the stored article: what is searched, and the columns.
    pub(super) fn words(&self, fields: &Fields, copies: &[Duplicate]) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        self.each_text(copies, |text, analysis| {
            let of = &fields.texts[text as usize];
            document.add_text(of.words, &analysis.words);
            let forms = of.further_forms(analysis);
            if !forms.is_empty() {
                document.add_text(of.forms, forms);
            }
            if let Some(marks) = of.marks.filter(|_| !analysis.marks.is_empty()) {
                document.add_text(marks, encoded_marks(&analysis.marks));
            }
        });
        let keys = std::iter::once(&self.article.key).chain(copies.iter().map(|copy| &copy.key));
        for key in keys.flatten() {
            document.add_text(fields.key, key);
        }
        self.add_columns(&mut document, fields);
        let files = self.files(copies);
        let archives = files.filter_map(archives::term_of_file);
        for archive in archives.collect::<BTreeSet<String>>() {
            document.add_text(fields.present, archive);
        }
        document
    }

    /// Where the paragraphs of its body begin, as positions of words.
    pub(super) fn starts(&self) -> &[u32] {
        &self.body.starts
    }

    /// Goes through the analysed texts.
    fn each_text(&self, copies: &[Duplicate], mut each: impl FnMut(Text, &Analysis)) {
        if let Some(title) = &self.title {
            each(Text::Title, title);
        }
        each(Text::Body, &self.body);
        for (text, analysis) in &self.filters {
            each(*text, analysis);
        }
        each(Text::File, &joined(self.files(copies)));
    }

    /// The files that hold it.
    fn files<'a>(&'a self, copies: &'a [Duplicate]) -> impl Iterator<Item = &'a str> {
        let places = copies.iter().map(|copy| &copy.place);
        let places = std::iter::once(&self.article.place).chain(places);
        places.map(|place| place.file.as_str())
    }

    /// The words and forms that its document has, each once: those whose articles are counted.
    pub(super) fn terms(&self, fields: &Fields, copies: &[Duplicate]) -> BTreeSet<(Field, String)> {
        let mut terms = BTreeSet::new();
        self.each_text(copies, |text, analysis| {
            let of = &fields.texts[text as usize];
            let mut keep = |field: Field, mut tokens: Box<dyn TokenStream + '_>| {
                while tokens.advance() {
                    terms.insert((field, tokens.token().text.clone()));
                }
            };
            keep(of.words, Box::new(Words.token_stream(&analysis.words)));
            let forms = of.further_forms(analysis);
            keep(of.forms, Box::new(Forms.token_stream(&forms)));
        });
        terms
    }

    fn add_columns(&self, document: &mut TantivyDocument, fields: &Fields) {
        let article = &self.article;
        document.add_u64(fields.id, self.id.number());
        document.add_u64(fields.length, self.body.length.into());
        if let Some(date) = &article.date {
            document.add_i64(fields.first_day, date.value.first());
            document.add_i64(fields.last_day, date.value.last());
        }
        if let Some(source) = &article.source {
            document.add_text(fields.source_name, &source.value);
        }
        if let Some(language) = &article.language {
            document.add_text(fields.language_name, &language.value);
        }
        if let Some(section) = &article.section {
            document.add_text(fields.section_name, &section.value);
        }
        for person in article
            .byline
            .iter()
            .flat_map(|byline| &byline.value.people)
        {
            document.add_text(fields.person, person);
        }
        for name in present(article) {
            document.add_text(fields.present, name);
        }
        if self.body.cut {
            document.add_text(fields.present, CUT);
        }
    }

    /// The words of its title and body.
    pub(super) fn lengths(&self) -> Lengths {
        Lengths {
            title: self.title.as_ref().map_or(0, |title| title.length.into()),
            body: self.body.length.into(),
        }
    }

    /// The bytes that the store will hold, not yet packed: samples for a dictionary.
    pub(super) fn samples(&self) -> Result<[Vec<u8>; 2], Error> {
        Ok([
            head_of(&self.article, &[])?,
            text_of(&self.article.body, &self.body.starts),
        ])
    }
}

/// In the field of present things: the body was one long paragraph and was cut.
pub(super) const CUT: &str = "cut";

/// The names of the fields that an article has.
fn present(article: &Article) -> impl Iterator<Item = &'static str> {
    [
        ("title", article.title.is_some()),
        ("deck", article.deck.is_some()),
        ("date", article.date.is_some()),
        ("byline", article.byline.is_some()),
        ("source", article.source.is_some()),
        ("section", article.section.is_some()),
        ("page", article.page.is_some()),
        ("edition", article.edition.is_some()),
        ("dateline", article.dateline.is_some()),
        ("wire", article.wire.is_some()),
        ("lang", article.language.is_some()),
        ("url", article.url.is_some()),
        ("id", article.key.is_some()),
        ("body", !article.body.is_empty()),
        ("tag", !article.tags.is_empty()),
    ]
    .into_iter()
    .filter_map(|(name, there)| there.then_some(name))
}

/// Several values as one text, an empty position between them so that no phrase spans two.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> Analysis {
    let mut all = Analysis::default();
    for value in values {
        let one = analysis::field(value);
        if one.length == 0 {
            continue;
        }
        if all.length > 0 {
            all.words.push_str(BETWEEN_VALUES);
            all.length += 1;
        }
        all.forms.extend(one.forms.into_iter().map(|form| FormAt {
            position: form.position + all.length,
            ..form
        }));
        all.words.push_str(&one.words);
        all.length += one.length;
    }
    all
}

/// A word that no query can ask for.
const BETWEEN_VALUES: &str = " \u{1} ";

fn head_of(article: &Article, copies: &[Duplicate]) -> Result<Vec<u8>, Error> {
    // The body has a frame of its own; a clone without it is cheaper than a borrowed twin type.
    let head = Article {
        body: Vec::new(),
        ..article.clone()
    };
    serde_json::to_vec(&(head, copies)).map_err(|error| Error::of_index(error.into()))
}

/// No text holds this character: control characters are dropped when it is read.
const BETWEEN_PARAGRAPHS: char = '\0';

fn text_of(paragraphs: &[String], starts: &[u32]) -> Vec<u8> {
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

impl TextFields {
    /// The further forms of a text and, where it is title or body, the pairs of its common words, as
    /// their tokenizer reads them.
    fn further_forms(&self, analysis: &Analysis) -> String {
        let mut forms = encoded_forms(&analysis.forms);
        if self.marks.is_some() {
            pairs::push(&analysis.words, &mut forms);
        }
        forms
    }
}

/// Begins a line of what stands at a position.
pub(super) fn push_position(position: u32, onto: &mut String) {
    onto.push_str(itoa::Buffer::new().format(position));
    onto.push(' ');
}

fn encoded_forms(forms: &[FormAt]) -> String {
    let mut sorted: Vec<&FormAt> = forms.iter().collect();
    sorted.sort();
    let mut encoded = String::new();
    for form in sorted {
        push_position(form.position, &mut encoded);
        encoded.push_str(&form_term(form.kind, &form.text, form.length));
        encoded.push('\n');
    }
    encoded
}

fn encoded_marks(marks: &[(u32, Marks)]) -> String {
    let mut encoded = String::with_capacity(marks.len() * 8);
    for (position, marks) in marks {
        push_position(*position, &mut encoded);
        encoded.push_str(itoa::Buffer::new().format(marks.0));
        encoded.push('\n');
    }
    encoded
}

/// The letters of the marks' terms, by bit.
const MARK_LETTERS: [&str; 11] = ["s", "p", "c", "i", "a", "l", "n", "h", "q", "r", "e"];

/// The term of a mark with a single bit.
pub(super) fn mark_term(mark: Marks) -> &'static str {
    MARK_LETTERS[mark.0.trailing_zeros() as usize % MARK_LETTERS.len()]
}

/// Cuts off what stands before the next of these ASCII signs, and the sign. Words are short: a plain
/// loop finds it before a search made for long texts has begun.
pub(super) fn cut_off<'a>(rest: &mut &'a str, sign: u8) -> &'a str {
    let text = *rest;
    let at = text.bytes().position(|byte| byte == sign);
    let (before, after) = at.map_or((text, ""), |at| (&text[..at], &text[at + 1..]));
    *rest = after;
    before
}

/// Folded words between single spaces: one word, one position.
#[derive(Clone)]
struct Words;

struct WordStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            rest: text,
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let word = cut_off(&mut self.rest, b' ');
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Lines of a position and a term.
#[derive(Clone)]
struct Forms;

struct FormStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Forms {
    type TokenStream<'a> = FormStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormStream<'a> {
        FormStream {
            rest: text,
            token: Token::default(),
        }
    }
}

impl TokenStream for FormStream<'_> {
    fn advance(&mut self) -> bool {
        let Ok(position) = cut_off(&mut self.rest, b' ').parse() else {
            return false;
        };
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(cut_off(&mut self.rest, b'\n'));
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Lines of a position and the bits of its marks: one token for each bit.
#[derive(Clone)]
struct MarkCodes;

struct MarkStream<'a> {
    rest: &'a str,
    pending: u16,
    token: Token,
}

impl Tokenizer for MarkCodes {
    type TokenStream<'a> = MarkStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> MarkStream<'a> {
        MarkStream {
            rest: text,
            pending: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for MarkStream<'_> {
    fn advance(&mut self) -> bool {
        while self.pending == 0 {
            let position = cut_off(&mut self.rest, b' ').parse();
            let bits = cut_off(&mut self.rest, b'\n').parse();
            let (Ok(position), Ok(bits)) = (position, bits) else {
                return false;
            };
            self.token.position = position;
            self.pending = bits;
        }
        let bit = self.pending & self.pending.wrapping_neg();
        self.pending ^= bit;
        self.token.text.clear();
        self.token.text.push_str(mark_term(Marks(bit)));
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

//! What an index holds of an article and what an analysis of its text gives, in a form to compare.
//!
//! Every posting, a term of an article with its positions, is made a number, and the numbers of an
//! article are added up. So one walk through the dictionary gives a print of each article, in
//! whatever order the postings come, and eight bytes an article are enough to hold it.

use std::collections::{BTreeMap, HashMap};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, FieldType, IndexRecordOption, OwnedValue, Schema};
use tantivy::tokenizer::{MAX_TOKEN_LEN, TokenizerManager};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyDocument, Term};

use crate::error::Error;
use crate::index::gone::Gone;
use crate::index::schema::{self, column};

/// The print of a term in an article.
fn print(field: Field, term: &[u8], positions: &[u32]) -> u64 {
    let mut print = term_print(field, term);
    for position in positions {
        print = mixed(print, u64::from(*position));
    }
    mixed(print, positions.len() as u64)
}

fn term_print(field: Field, term: &[u8]) -> u64 {
    let mut print = u64::from(field.field_id());
    for chunk in term.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        print = mixed(print, u64::from_le_bytes(bytes));
    }
    mixed(print, term.len() as u64)
}

/// Two numbers as one in which every bit of both counts. The constants are digits of the golden
/// ratio and of the square root of 2.
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15)
        * u128::from(b ^ 0x6a09_e667_f3bc_c908 ^ a.rotate_left(32));
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

/// The prints of a segment's articles, from its postings.
pub(super) struct Prints {
    /// By article; none for those that are not compared.
    prints: Vec<Option<u64>>,
    words: u64,
}

impl Prints {
    /// Walks through all postings of a segment; `gone` counts those of its removed articles.
    pub(super) fn of(
        reader: &SegmentReader,
        gone: Option<&Gone>,
        wanted: impl Iterator<Item = DocId>,
    ) -> Result<Prints, Error> {
        let mut prints = Prints {
            prints: vec![None; reader.max_doc() as usize],
            words: 0,
        };
        for doc in wanted {
            if let Some(print) = prints.prints.get_mut(doc as usize) {
                *print = Some(0);
            }
        }
        let texts = schema::schema().1.texts;
        for (field, entry) in reader.schema().fields() {
            if !entry.is_indexed() {
                continue;
            }
            let is_counted = texts.iter().any(|of| [of.words, of.forms].contains(&field));
            let gone = gone.filter(|_| is_counted);
            prints.add_field(reader, field, positions_of(entry.field_type()), gone)?;
        }
        Ok(prints)
    }

    fn add_field(
        &mut self,
        reader: &SegmentReader,
        field: Field,
        option: IndexRecordOption,
        gone: Option<&Gone>,
    ) -> Result<(), Error> {
        let inverted = reader.inverted_index(field)?;
        let mut terms = inverted.terms().stream().map_err(Error::of_index)?;
        let mut positions = Vec::new();
        while let Some((term, info)) = terms.next() {
            let mut postings = inverted
                .read_postings_from_terminfo(info, option)
                .map_err(Error::of_index)?;
            let (mut articles, mut removed) = (0, 0);
            while postings.doc() != TERMINATED {
                articles += 1;
                removed += u64::from(reader.is_deleted(postings.doc()));
                if let Some(Some(sum)) = self.prints.get_mut(postings.doc() as usize) {
                    positions.clear();
                    if option.has_positions() {
                        postings.positions(&mut positions);
                    }
                    *sum = sum.wrapping_add(print(field, term, &positions));
                    self.words += 1;
                }
                postings.advance();
            }
            let name = reader.schema().get_field_name(field);
            if articles != info.doc_freq {
                return Err(counted(
                    name,
                    articles.into(),
                    info.doc_freq.into(),
                    "the dictionary",
                ));
            }
            if let Some(said) = gone.map(|gone| gone.articles(field, term))
                && said != removed
            {
                return Err(counted(name, removed, said, "the list of removed words"));
            }
        }
        Ok(())
    }

    /// The print of an article, if it is to be compared.
    pub(super) fn print(&self, doc: DocId) -> Option<u64> {
        self.prints.get(doc as usize).copied().flatten()
    }

    /// The postings that went into the prints.
    pub(super) fn words(&self) -> u64 {
        self.words
    }
}

/// What is wrong with a count of a word.
fn counted(field: &str, there: u64, said: u64, by: &str) -> Error {
    let what = format!("a word of the field {field} stands in {there} articles, {by} says {said}");
    Error::of_index(std::io::Error::other(what))
}

fn positions_of(field: &FieldType) -> IndexRecordOption {
    match field {
        FieldType::Str(options) => options
            .get_indexing_options()
            .map_or(IndexRecordOption::Basic, |indexing| indexing.index_option()),
        _ => IndexRecordOption::Basic,
    }
}

/// What the columns say of an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    numbers: BTreeMap<&'static str, i128>,
    names: BTreeMap<&'static str, Vec<String>>,
}

const NUMBERS: [&str; 4] = [
    column::ID,
    column::LENGTH,
    column::FIRST_DAY,
    column::LAST_DAY,
];
const NAMES: [&str; 4] = [
    column::SOURCE,
    column::LANGUAGE,
    column::SECTION,
    column::PERSON,
];

/// What the columns of the index say of an article.
pub(super) fn columns_of(reader: &SegmentReader, doc: DocId) -> Result<Columns, String> {
    let fast = reader.fast_fields();
    let failed = |error: tantivy::TantivyError| error.to_string();
    let mut columns = Columns::default();
    for name in NUMBERS {
        let number = match name {
            column::ID | column::LENGTH => {
                fast.u64(name).map_err(failed)?.first(doc).map(i128::from)
            }
            _ => fast.i64(name).map_err(failed)?.first(doc).map(i128::from),
        };
        columns.numbers.extend(number.map(|number| (name, number)));
    }
    for name in NAMES {
        let Some(column) = fast.str(name).map_err(failed)? else {
            continue;
        };
        for ordinal in column.term_ords(doc) {
            let mut text = String::new();
            column
                .ord_to_str(ordinal, &mut text)
                .map_err(|error| error.to_string())?;
            columns.names.entry(name).or_default().push(text);
        }
    }
    Ok(columns.sorted())
}

impl Columns {
    fn sorted(mut self) -> Columns {
        for names in self.names.values_mut() {
            names.sort();
        }
        self
    }
}

/// What an analysis of an article's text gives.
pub(super) struct Reanalysed {
    pub(super) print: u64,
    pub(super) columns: Columns,
    lengths: HashMap<Field, u32>,
}

impl Reanalysed {
    /// Takes a document apart as tantivy does when it is added.
    pub(super) fn of(
        document: &TantivyDocument,
        schema: &Schema,
        tokenizers: &TokenizerManager,
    ) -> Result<Reanalysed, String> {
        let mut words: HashMap<(Field, Vec<u8>), Vec<u32>> = HashMap::new();
        let mut again = Reanalysed {
            print: 0,
            columns: Columns::default(),
            lengths: HashMap::new(),
        };
        for (field, value) in document.field_values() {
            let entry = schema.get_field_entry(field);
            let value = OwnedValue::from(value);
            again.add_column(entry.name(), &value);
            if !entry.is_indexed() {
                continue;
            }
            match (&value, entry.field_type()) {
                (OwnedValue::Str(text), FieldType::Str(options)) => {
                    let indexing = options
                        .get_indexing_options()
                        .ok_or("a text without words")?;
                    let mut tokenizer = tokenizers
                        .get(indexing.tokenizer())
                        .ok_or("a field of another version")?;
                    let mut tokens = tokenizer.token_stream(text);
                    while let Some(token) = tokens.next() {
                        if token.text.len() > MAX_TOKEN_LEN {
                            continue;
                        }
                        *again.lengths.entry(field).or_default() += 1;
                        let at = words
                            .entry((field, token.text.as_bytes().to_vec()))
                            .or_default();
                        if indexing.index_option().has_positions() {
                            at.push(u32::try_from(token.position).unwrap_or(u32::MAX));
                        }
                    }
                }
                (OwnedValue::U64(number), _) => {
                    let term = Term::from_field_u64(field, *number);
                    words
                        .entry((field, term.serialized_value_bytes().to_vec()))
                        .or_default();
                }
                _ => {}
            }
        }
        for ((field, term), positions) in words {
            again.print = again.print.wrapping_add(print(field, &term, &positions));
        }
        again.columns = again.columns.sorted();
        Ok(again)
    }

    fn add_column(&mut self, name: &str, value: &OwnedValue) {
        let named = |names: [&'static str; 4]| names.into_iter().find(|known| *known == name);
        let columns = &mut self.columns;
        match value {
            OwnedValue::U64(number) => columns
                .numbers
                .extend(named(NUMBERS).map(|name| (name, i128::from(*number)))),
            OwnedValue::I64(number) => columns
                .numbers
                .extend(named(NUMBERS).map(|name| (name, i128::from(*number)))),
            OwnedValue::Str(text) => {
                if let Some(name) = named(NAMES) {
                    columns.names.entry(name).or_default().push(text.clone());
                }
            }
            _ => {}
        }
    }

    /// The length of a field as the ranking keeps it.
    pub(super) fn norm(&self, field: Field) -> u8 {
        let length = self.lengths.get(&field).copied().unwrap_or_default();
        FieldNormReader::fieldnorm_to_id(length)
    }
}

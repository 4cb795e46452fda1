//! The columns of a segment, each opened when it is first asked for and kept.

use std::sync::OnceLock;

use tantivy::columnar::{Column, ColumnIndex, StrColumn};
use tantivy::directory::CompositeFile;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader};

use super::schema::{Fields, Text, column};
use super::tree::Tree;
use crate::article::Id;
use crate::error::Error;

/// What has been opened of a segment's columns. Opening one takes longer than a search for a rare
/// word.
#[derive(Default)]
pub(super) struct Columns {
    first_days: OnceLock<Column<i64>>,
    last_days: OnceLock<Column<i64>>,
    ids: OnceLock<Ids>,
    lengths: OnceLock<Column<u64>>,
    norms: [OnceLock<FieldNormReader>; 2],
    names: [OnceLock<Option<StrColumn>>; 4],
    store: OnceLock<StoreReader>,
    dictionaries: OnceLock<CompositeFile>,
}

impl Columns {
    /// The stored articles. Nothing is cached: each is a slice of the mapped file.
    pub(super) fn store(&self, reader: &SegmentReader) -> Result<&StoreReader, Error> {
        once(&self.store, || {
            reader.get_store_reader(0).map_err(Error::of_index)
        })
    }

    /// The dictionary of a field; `None` if the segment has no such field.
    pub(super) fn tree(&self, reader: &SegmentReader, field: Field) -> Result<Option<Tree>, Error> {
        let dictionaries = once(&self.dictionaries, || {
            let file = reader.open_read(SegmentComponent::Terms);
            CompositeFile::open(&file.map_err(tantivy::TantivyError::from)?)
                .map_err(Error::of_index)
        })?;
        dictionaries.open_read(field).map(Tree::of).transpose()
    }

    pub(super) fn ids(&self, reader: &SegmentReader) -> Result<&Ids, Error> {
        once(&self.ids, || {
            Ok(Ids(reader.fast_fields().u64(column::ID)?))
        })
    }

    pub(super) fn days(&self, reader: &SegmentReader) -> Result<Days, Error> {
        let last = once(&self.last_days, || {
            Ok(reader.fast_fields().i64(column::LAST_DAY)?)
        })?;
        Ok(Days {
            first: self.first_days(reader)?.clone(),
            last: last.clone(),
        })
    }

    pub(super) fn first_days(&self, reader: &SegmentReader) -> Result<&Column<i64>, Error> {
        once(&self.first_days, || {
            Ok(reader.fast_fields().i64(column::FIRST_DAY)?)
        })
    }

    pub(super) fn lengths(&self, reader: &SegmentReader) -> Result<&Column<u64>, Error> {
        once(&self.lengths, || {
            Ok(reader.fast_fields().u64(column::LENGTH)?)
        })
    }

    pub(super) fn norms(
        &self,
        reader: &SegmentReader,
        fields: &Fields,
        text: Text,
    ) -> Result<FieldNormReader, Error> {
        let open = || Ok(reader.get_fieldnorms_reader(fields.texts[text as usize].words)?);
        match self.norms.get(text as usize) {
            Some(cell) => once(cell, open).cloned(),
            None => open(),
        }
    }

    pub(super) fn names(
        &self,
        reader: &SegmentReader,
        names: Names,
    ) -> Result<Option<&StrColumn>, Error> {
        let column = match names {
            Names::Source => column::SOURCE,
            Names::Language => column::LANGUAGE,
            Names::Section => column::SECTION,
            Names::Person => column::PERSON,
        };
        let cell = &self.names[names as usize];
        Ok(once(cell, || Ok(reader.fast_fields().str(column)?))?.as_ref())
    }
}

/// What a cell holds, opened if it holds nothing yet.
fn once<T>(cell: &OnceLock<T>, open: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
    match cell.get() {
        Some(opened) => Ok(opened),
        None => {
            let opened = open()?;
            Ok(cell.get_or_init(|| opened))
        }
    }
}

/// A column of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// The source, as printed.
    Source,
    /// The language.
    Language,
    /// The section, as printed.
    Section,
    /// The people of the byline.
    Person,
}

/// The ids of a segment's articles.
pub struct Ids(Column<u64>);

impl Ids {
    /// The id of an article.
    pub fn of(&self, doc: DocId) -> Id {
        Id::from_number(self.0.first(doc).unwrap_or_default())
    }
}

/// The dates of a segment's articles: the first and the last day of each one's period.
#[derive(Clone)]
pub struct Days {
    first: Column<i64>,
    last: Column<i64>,
}

impl Days {
    /// The period of an article; `None` if it is undated.
    pub fn of(&self, doc: DocId) -> Option<(i64, i64)> {
        Some((self.first.first(doc)?, self.last.first(doc)?))
    }

    /// The day of an undated article, see [`Days::read`].
    pub const NONE: i64 = i64::MIN;

    /// Reads the first and the last days of articles, [`Days::NONE`] for the undated.
    pub fn read(&self, docs: &[DocId], firsts: &mut Vec<i64>, lasts: &mut Vec<i64>) {
        read(&self.first, docs, Days::NONE, firsts);
        read(&self.last, docs, Days::NONE, lasts);
    }
}

/// Reads the first values of articles, in ascending order: all at once where each has one.
pub fn read<T>(column: &Column<T>, docs: &[DocId], missing: T, values: &mut Vec<T>)
where
    T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static,
{
    values.clear();
    values.resize(docs.len(), missing);
    let [first, .., last] = docs else {
        for (value, doc) in values.iter_mut().zip(docs) {
            *value = column.first(*doc).unwrap_or(missing);
        }
        return;
    };
    match &column.index {
        ColumnIndex::Full if (last - first) as usize + 1 == docs.len() => {
            column.values.get_range(u64::from(*first), values);
        }
        ColumnIndex::Full => column.values.get_vals(docs, values),
        _ if column.values.num_vals() == 0 => {}
        _ => {
            for (value, doc) in values.iter_mut().zip(docs) {
                *value = column.first(*doc).unwrap_or(missing);
            }
        }
    }
}

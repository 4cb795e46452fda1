//! An index opened for reading: its segments, its dictionary lookups, its stored articles.

use std::path::{Path, PathBuf};

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentMeta;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{DocAddress, DocId, DocSet, ReloadPolicy, SegmentReader, TERMINATED, Term};

use super::Summary;
use super::columns::{Columns, Days, Ids, Names};
use super::dictionary::Entry;
use super::frame::Unpacker;
use super::gone::Gone;
use super::manifest::{Lengths, Manifest};
use super::schema::{self, Fields, StoredBody, Text};
use super::shown::Shown;
use super::storage::Storage;
use super::stored::Values;
use super::tree::Tree;
use super::verified;
use crate::analysis::Marks;
use crate::article::{Article, Duplicate, Id};
use crate::error::Error;

/// An index opened for reading. It sees one commit for as long as it lives.
pub struct Open {
    path: PathBuf,
    manifest: Manifest,
    searcher: tantivy::Searcher,
    /// Of each segment.
    columns: Vec<Columns>,
    fields: Fields,
    unpacker: Unpacker,
    /// For each segment in order the words of its removed articles, if it has any.
    gone: Vec<Option<Gone>>,
}

/// One of the aligned fields of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// The folded words.
    Words,
    /// Joined forms, exact forms, signs.
    Forms,
}

/// A stored article without its body.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The article, its body left out.
    pub article: Article,
    /// Further records that hold it.
    pub copies: Vec<Duplicate>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open")
            .field("path", &self.path)
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Open {
    /// Opens the index in a folder.
    ///
    /// No lock is taken: a writer may remove the files of the commit that is being opened once the
    /// next one is in place, which is then opened instead.
    pub fn index(path: &Path) -> Result<Open, Error> {
        let mut manifest = Manifest::read(path)?;
        loop {
            let commit = manifest.commit;
            match Open::whole(path, manifest) {
                Ok(open) => return Ok(open),
                Err(error) => {
                    manifest = Manifest::read(path)?;
                    if manifest.commit == commit {
                        return Err(error);
                    }
                }
            }
        }
    }

    fn whole(path: &Path, manifest: Manifest) -> Result<Open, Error> {
        verified::verify(path, &manifest)?;
        let damaged = |what: String| Error::Damaged {
            path: path.to_owned(),
            what,
        };
        let storage = Storage::reading(path, &manifest.meta)?;
        let index = schema::open(&storage).map_err(|error| damaged(error.to_string()))?;
        storage.leave_out_fields();
        let open = Open::of(path, &index, &storage, manifest)
            .map_err(|error| damaged(error.to_string()))?;
        let (there, said) = (open.articles(), open.manifest.articles);
        if there != said {
            return Err(damaged(format!(
                "{there} articles, the manifest says {said}"
            )));
        }
        Ok(open)
    }

    /// Opens what tantivy has committed, whatever the manifest says.
    pub(super) fn of(
        path: &Path,
        index: &tantivy::Index,
        storage: &Storage,
        manifest: Manifest,
    ) -> Result<Open, Error> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let unpacker = match &manifest.dictionary {
            Some(name) => Unpacker::with(&storage.map(name)?)?,
            None => Unpacker::with(&[])?,
        };
        let searcher = reader.searcher();
        let segments = searcher.segment_readers().iter();
        let columns = segments.clone().map(|_| Columns::default());
        let gone = segments.map(|segment| {
            let name = manifest.gone.get(&segment.segment_id().uuid_string());
            name.map(|name| Gone::of(storage.map(name)?)).transpose()
        });
        Ok(Open {
            path: path.to_owned(),
            columns: columns.collect(),
            gone: gone.collect::<Result<_, Error>>()?,
            searcher,
            fields: schema::schema().1,
            unpacker,
            manifest,
        })
    }

    /// The folder that it lies in.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Six hexadecimal digits of what it holds.
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// How many times it was committed.
    pub fn commit(&self) -> u64 {
        self.manifest.commit
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How the last build went.
    pub fn summary(&self) -> &Summary {
        &self.manifest.summary
    }

    /// The articles in it.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Its segments in order.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let readers = self.searcher.segment_readers().iter().zip(&self.columns);
        (0..)
            .zip(readers)
            .map(|(place, (reader, columns))| Segment {
                reader,
                fields: &self.fields,
                columns,
                place,
            })
    }

    /// The mean lengths of title and body in words, articles without a title included.
    pub fn mean_lengths(&self) -> [f64; 2] {
        let Lengths { title, body } = self.manifest.lengths;
        let articles = self.articles().max(1) as f64;
        [title as f64 / articles, body as f64 / articles]
    }

    pub(super) fn layer(&self, text: Text, layer: Layer) -> Field {
        layer_field(&self.fields, text, layer)
    }

    /// What tantivy knows of its segments.
    pub(super) fn segment_metas(&self) -> Result<Vec<SegmentMeta>, Error> {
        Ok(self.searcher.index().searchable_segment_metas()?)
    }

    /// How the fields' texts are taken apart.
    pub(super) fn tokenizers(&self) -> &TokenizerManager {
        self.searcher.index().tokenizers()
    }

    /// The segments as tantivy has them.
    pub(super) fn segment_readers(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    /// The segments as tantivy has them, each with the words of its removed articles.
    pub(super) fn readers(&self) -> impl Iterator<Item = (&SegmentReader, Option<&Gone>)> {
        let gone = self.gone.iter().map(Option::as_ref);
        self.searcher.segment_readers().iter().zip(gone)
    }

    /// The words of the removed articles of the segment at a place.
    pub(super) fn gone(&self, place: u32) -> Option<&Gone> {
        self.gone.get(place as usize).and_then(Option::as_ref)
    }

    /// The segment that is the same as one of another state of the index.
    pub(super) fn same_segment(&self, other: &Segment<'_>) -> Option<Segment<'_>> {
        let id = other.reader.segment_id();
        self.segments()
            .find(|segment| segment.reader.segment_id() == id)
    }

    /// The stored article at an address, without its body.
    pub fn head(&self, address: DocAddress) -> Result<Stored, Error> {
        self.head_of(&self.values(address)?)
    }

    /// The stored body at an address.
    pub fn body(&self, address: DocAddress) -> Result<StoredBody, Error> {
        self.body_of(&self.values(address)?)
    }

    /// The stored article at an address, whole.
    pub fn article(&self, address: DocAddress) -> Result<Stored, Error> {
        let (mut stored, body) = self.head_and_body(address)?;
        stored.article.body = body.paragraphs;
        Ok(stored)
    }

    /// The stored article at an address and its body, in one fetch.
    pub fn head_and_body(&self, address: DocAddress) -> Result<(Stored, StoredBody), Error> {
        let values = self.values(address)?;
        Ok((self.head_of(&values)?, self.body_of(&values)?))
    }

    /// What a hit shows of the article at an address, and its body, in one fetch.
    pub fn shown_and_body(&self, address: DocAddress) -> Result<(Shown, StoredBody), Error> {
        let values = self.values(address)?;
        let head = self.unpacked(&values, self.fields.head)?;
        let shown = Shown::read(&head).map_err(|error| self.damaged(error.to_string()))?;
        Ok((shown, self.body_of(&values)?))
    }

    fn values(&self, address: DocAddress) -> Result<Values, Error> {
        let segment = self.segment(address);
        let store = segment.columns.store(segment.reader)?;
        Ok(Values(store.get_document_bytes(address.doc_id)?))
    }

    fn head_of(&self, values: &Values) -> Result<Stored, Error> {
        let bytes = self.unpacked(values, self.fields.head)?;
        let (article, copies) =
            serde_json::from_slice(&bytes).map_err(|error| self.damaged(error.to_string()))?;
        Ok(Stored { article, copies })
    }

    fn body_of(&self, values: &Values) -> Result<StoredBody, Error> {
        StoredBody::read(self.unpacked(values, self.fields.text)?)
            .map_err(|what| self.damaged(what))
    }

    fn unpacked(&self, values: &Values, field: Field) -> Result<Vec<u8>, Error> {
        let frame = values.bytes(field);
        let frame = frame.ok_or_else(|| self.damaged("an article has no text".to_owned()))?;
        self.unpacker
            .unpack(frame)
            .map_err(|error| self.damaged(error.to_string()))
    }

    fn damaged(&self, what: String) -> Error {
        Error::Damaged {
            path: self.path.clone(),
            what: format!("a stored article: {what}"),
        }
    }

    /// Where the article with an id is.
    pub(super) fn address(&self, id: Id) -> Result<Option<DocAddress>, Error> {
        let term = Term::from_field_u64(self.fields.id, id.number());
        for segment in self.segments() {
            let inverted = segment.reader.inverted_index(self.fields.id)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(Error::of_index)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if segment.holds(postings.doc()) {
                    return Ok(Some(DocAddress::new(segment.place, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn segment(&self, address: DocAddress) -> Segment<'_> {
        let segment = self.segments().nth(address.segment_ord as usize);
        segment.expect("an address is of a segment of this index")
    }

    /// The length of the body at an address in words.
    pub fn length(&self, address: DocAddress) -> Result<u64, Error> {
        Ok(self
            .segment(address)
            .lengths()?
            .first(address.doc_id)
            .unwrap_or(0))
    }

    /// The articles whose id lies in a range, two at most: enough to see that it is not unique.
    pub fn find_ids(&self, range: (Id, Id)) -> Result<Vec<(Id, DocAddress)>, Error> {
        let mut found = Vec::new();
        for segment in self.segments() {
            let ids = segment.ids()?;
            for doc in segment.docs() {
                let id = ids.of(doc);
                if range.0 <= id && id <= range.1 && found.len() < 2 {
                    found.push((id, DocAddress::new(segment.place, doc)));
                }
            }
        }
        Ok(found)
    }

    /// The articles with this id of the record's own.
    pub fn find_key(&self, key: &str) -> Result<Vec<DocAddress>, Error> {
        let mut found = Vec::new();
        for segment in self.segments() {
            let mut postings =
                segment.term_postings(Term::from_field_text(self.fields.key, key))?;
            while let Some(doc) = postings
                .as_ref()
                .map(DocSet::doc)
                .filter(|doc| *doc != TERMINATED)
            {
                if segment.holds(doc) {
                    found.push(DocAddress::new(segment.place, doc));
                }
                postings.as_mut().map(DocSet::advance);
            }
        }
        Ok(found)
    }
}

fn layer_field(fields: &Fields, text: Text, layer: Layer) -> Field {
    let of = &fields.texts[text as usize];
    match layer {
        Layer::Words => of.words,
        Layer::Forms => of.forms,
    }
}

/// One segment of an open index.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    reader: &'a SegmentReader,
    fields: &'a Fields,
    columns: &'a Columns,
    /// Its place among the segments: the first half of an address.
    pub place: u32,
}

impl<'a> Segment<'a> {
    /// The numbers of its articles end before this one; some may have been removed.
    pub fn max_doc(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The articles that hold an entry of a text's dictionary, in blocks, with frequencies; `None`
    /// if none does.
    pub fn blocks(&self, text: Text, entry: &Entry) -> Result<Option<BlockSegmentPostings>, Error> {
        let Some(info) = entry.in_segment(self.place) else {
            return Ok(None);
        };
        let inverted = self
            .reader
            .inverted_index(layer_field(self.fields, text, entry.layer))?;
        let blocks = inverted
            .read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)
            .map_err(Error::of_index)?;
        Ok(Some(blocks))
    }

    /// Where an entry of a text's dictionary stands, with positions; `None` if nowhere.
    pub fn postings(&self, text: Text, entry: &Entry) -> Result<Option<SegmentPostings>, Error> {
        let Some(info) = entry.in_segment(self.place) else {
            return Ok(None);
        };
        let field = layer_field(self.fields, text, entry.layer);
        let inverted = self.reader.inverted_index(field)?;
        let postings = inverted
            .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)
            .map_err(Error::of_index)?;
        Ok(Some(postings))
    }

    /// Whether an article is in the index still.
    pub fn holds(&self, doc: DocId) -> bool {
        let alive = self.reader.alive_bitset();
        alive.is_none_or(|alive| alive.is_alive(doc))
    }

    /// Whether none of its articles has been removed.
    pub fn holds_all(&self) -> bool {
        self.reader.alive_bitset().is_none()
    }

    /// The numbers of its articles.
    pub fn docs(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..self.max_doc()).filter(|doc| self.holds(*doc))
    }

    /// Where a mark of a searched text stands.
    pub fn marks(&self, text: Text, mark: Marks) -> Result<Option<SegmentPostings>, Error> {
        let Some(field) = self.fields.texts[text as usize].marks else {
            return Ok(None);
        };
        self.term_postings(Term::from_field_text(field, schema::mark_term(mark)))
    }

    /// The articles whose body was one long paragraph and was cut.
    pub fn cut(&self) -> Result<Option<SegmentPostings>, Error> {
        self.present(schema::CUT)
    }

    /// The articles that have a field, by the field's name.
    pub fn present(&self, name: &str) -> Result<Option<SegmentPostings>, Error> {
        let term = Term::from_field_text(self.fields.present, name);
        self.reader
            .inverted_index(term.field())?
            .read_postings(&term, IndexRecordOption::Basic)
            .map_err(Error::of_index)
    }

    fn term_postings(&self, term: Term) -> Result<Option<SegmentPostings>, Error> {
        let inverted = self.reader.inverted_index(term.field())?;
        inverted
            .read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
            .map_err(Error::of_index)
    }

    /// The lengths of a searched text, rounded as tantivy rounds them.
    pub fn norms(&self, text: Text) -> Result<FieldNormReader, Error> {
        self.columns.norms(self.reader, self.fields, text)
    }

    /// The dictionary of a field; `None` if no article here has one.
    pub(super) fn tree(&self, field: Field) -> Result<Option<Tree>, Error> {
        self.columns.tree(self.reader, field)
    }

    /// The ids of the articles.
    pub fn ids(&self) -> Result<&'a Ids, Error> {
        self.columns.ids(self.reader)
    }

    /// The articles' dates.
    pub fn days(&self) -> Result<Days, Error> {
        self.columns.days(self.reader)
    }

    /// The first days of the articles' dates.
    pub fn first_days(&self) -> Result<&'a Column<i64>, Error> {
        self.columns.first_days(self.reader)
    }

    /// The lengths of the bodies in words, exact.
    pub fn lengths(&self) -> Result<&'a Column<u64>, Error> {
        self.columns.lengths(self.reader)
    }

    /// The names of the articles in a column.
    pub fn names(&self, names: Names) -> Result<Option<&'a StrColumn>, Error> {
        self.columns.names(self.reader, names)
    }
}

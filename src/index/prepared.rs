//! An article on its way into the index: analysed, its texts ready for their tokenizers, packed.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::archives;
use super::frame::Frames;
use super::manifest::Lengths;
use super::schema::{CUT, Fields, Text, packed_text};
use super::tokens::Encoded;
use crate::analysis::{self, Analysis, FormAt};
use crate::article::{Article, Duplicate, Id};
use crate::error::Error;

/// An article with what is written of it.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) article: Article,
    pub(super) id: Id,
    texts: Vec<(Text, Encoded)>,
    /// The words of its title and body.
    pub(super) lengths: Lengths,
    /// Where the paragraphs of its body begin, as positions of words.
    pub(super) starts: Vec<u32>,
    /// Whether its body was one long paragraph and was cut.
    is_cut: bool,
    /// The stored article without copies, where it was packed already.
    packed: Option<Packed>,
}

/// The two frames of a stored article.
#[derive(Debug)]
struct Packed {
    head: Vec<u8>,
    text: Vec<u8>,
}

impl Prepared {
    /// Analyses an article; the costly part, done on several threads.
    pub(super) fn of(article: Article) -> Prepared {
        let mut texts = Vec::with_capacity(Text::ALL.len());
        let mut lengths = Lengths::default();
        if let Some(title) = &article.title {
            let title = analysis::title(&title.value);
            lengths.title = title.length.into();
            texts.push((Text::Title, Encoded::searched(title)));
        }
        let mut body = analysis::body(&article.body);
        lengths.body = body.length.into();
        let (starts, is_cut) = (std::mem::take(&mut body.starts), body.cut);
        texts.push((Text::Body, Encoded::searched(body)));
        let mut filter = |text: Text, value: Option<&str>| {
            let value = value.map(|value| Encoded::filter(analysis::field(value)));
            texts.extend(value.map(|value| (text, value)));
        };
        let byline = article.byline.as_ref();
        filter(Text::Byline, byline.map(|found| &*found.value.printed));
        for (text, field) in [
            (Text::Source, &article.source),
            (Text::Section, &article.section),
            (Text::Page, &article.page),
            (Text::Dateline, &article.dateline),
            (Text::Lang, &article.language),
            (Text::Url, &article.url),
        ] {
            filter(text, field.as_ref().map(|found| &*found.value));
        }
        let tags = joined(article.tags.iter().map(String::as_str));
        texts.push((Text::Tag, tags));
        Prepared {
            id: Id::of(&article),
            texts,
            lengths,
            starts,
            is_cut,
            packed: None,
            article,
        }
    }

    /// Packs what is stored, as long as no further record holds it.
    pub(super) fn pack(&mut self, frames: &mut Frames<'_>) -> Result<(), Error> {
        self.packed = Some(self.packed_with(frames, &[])?);
        Ok(())
    }

    fn packed_with(
        &mut self,
        frames: &mut Frames<'_>,
        copies: &[Duplicate],
    ) -> Result<Packed, Error> {
        Ok(Packed {
            head: frames.pack(&self.head(copies)?)?,
            text: frames.pack(&packed_text(&self.article.body, &self.starts))?,
        })
    }

    /// The stored article without its body, and its copies.
    fn head(&mut self, copies: &[Duplicate]) -> Result<Vec<u8>, Error> {
        // The body has a frame of its own.
        let body = std::mem::take(&mut self.article.body);
        let head = serde_json::to_vec(&(&self.article, copies));
        self.article.body = body;
        head.map_err(|error| Error::of_index(error.into()))
    }

    /// The document of the article; `copies` are further records that hold it.
    pub(super) fn document(
        &mut self,
        fields: &Fields,
        frames: &mut Frames<'_>,
        copies: &[Duplicate],
    ) -> Result<TantivyDocument, Error> {
        let packed = match self.packed.take().filter(|_| copies.is_empty()) {
            Some(packed) => packed,
            None => self.packed_with(frames, copies)?,
        };
        let mut document = self.words(fields, copies);
        document.add_bytes(fields.head, &packed.head);
        document.add_bytes(fields.text, &packed.text);
        Ok(document)
    }

    /// About how many bytes its document has.
    pub(super) fn bytes(&self) -> usize {
        let texts = self.texts.iter().map(|(_, text)| text.bytes());
        let packed = self.packed.as_ref();
        texts.sum::<usize>() + packed.map_or(0, |packed| packed.head.len() + packed.text.len())
    }

    /// The document without the stored article: what is searched, and the columns.
    pub(super) fn words(&self, fields: &Fields, copies: &[Duplicate]) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        self.each_text(copies, |text, encoded| {
            let of = &fields.texts[text as usize];
            document.add_text(of.words, &encoded.words);
            if !encoded.forms.is_empty() {
                document.add_text(of.forms, &encoded.forms);
            }
            if let Some(marks) = of.marks.filter(|_| !encoded.marks.is_empty()) {
                document.add_text(marks, &encoded.marks);
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

    /// Goes through the texts.
    fn each_text(&self, copies: &[Duplicate], mut each: impl FnMut(Text, &Encoded)) {
        for (text, encoded) in &self.texts {
            each(*text, encoded);
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
        self.each_text(copies, |text, encoded| {
            let of = &fields.texts[text as usize];
            encoded.each_term(|term, is_form| {
                let field = if is_form { of.forms } else { of.words };
                terms.insert((field, term.to_owned()));
            });
        });
        terms
    }

    fn add_columns(&self, document: &mut TantivyDocument, fields: &Fields) {
        let article = &self.article;
        document.add_u64(fields.id, self.id.number());
        document.add_u64(fields.length, self.lengths.body);
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
        if self.is_cut {
            document.add_text(fields.present, CUT);
        }
    }

    /// The bytes that the store will hold, not yet packed: samples for a dictionary.
    pub(super) fn samples(&mut self) -> Result<[Vec<u8>; 2], Error> {
        let text = packed_text(&self.article.body, &self.starts);
        Ok([self.head(&[])?, text])
    }
}

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
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> Encoded {
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
    Encoded::filter(all)
}

/// A word that no query can ask for.
const BETWEEN_VALUES: &str = " \u{1} ";

//! Articles for the oracles: written as records, read as the engine reads them, and indexed.

use std::collections::HashSet;
use std::path::Path;

use morgue::analysis;
use morgue::article::{Article, Found, Id};
use morgue::corpus::{self, Archive};
use morgue::index::{self, Replacing};
use morgue::query::tree::Field;
use morgue::search::Searcher;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::text::Text;

/// An article that is still to be written down.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    pub(crate) title: Option<String>,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) date: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Draft {
    /// The beginning of an article, up to so many words as printed.
    pub(crate) fn beginning(article: &Article, words: usize) -> Draft {
        let mut left = words;
        let mut paragraphs = Vec::new();
        for paragraph in &article.body {
            let kept: Vec<&str> = paragraph.split_whitespace().take(left).collect();
            left -= kept.len();
            if !kept.is_empty() {
                paragraphs.push(kept.join(" "));
            }
        }
        Draft {
            title: article.title.as_ref().map(|found| found.value.clone()),
            paragraphs,
            date: article.date.as_ref().map(|found| found.value.to_string()),
            source: article.source.as_ref().map(|found| found.value.clone()),
            section: article.section.as_ref().map(|found| found.value.clone()),
            byline: article
                .byline
                .as_ref()
                .map(|found| found.value.printed.clone()),
            language: article.language.as_ref().map(|found| found.value.clone()),
            tags: article.tags.clone(),
        }
    }

    fn record(&self) -> Value {
        let mut record = json!({ "body": self.paragraphs });
        let fields = [
            ("title", &self.title),
            ("date", &self.date),
            ("source", &self.source),
            ("section", &self.section),
            ("byline", &self.byline),
            ("language", &self.language),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                record[name] = json!(value);
            }
        }
        if !self.tags.is_empty() {
            record["tags"] = json!(self.tags);
        }
        record
    }
}

/// An article with its texts analysed.
#[derive(Clone, Debug)]
pub(crate) struct Analysed {
    pub(crate) id: String,
    pub(crate) article: Article,
    pub(crate) title: Option<Text>,
    pub(crate) body: Text,
    filters: Vec<(Field, Vec<Text>)>,
}

impl Analysed {
    fn of(article: Article) -> Analysed {
        let title = article.title.as_ref();
        Analysed {
            id: Id::of(&article).to_string(),
            title: title.map(|title| Text::of(&analysis::title(&title.value))),
            body: Text::of(&analysis::body(&article.body)),
            filters: filters(&article),
            article,
        }
    }

    /// The values of a field that is only a filter.
    pub(crate) fn filter(&self, field: Field) -> &[Text] {
        let found = self.filters.iter().find(|(of, _)| *of == field);
        let Some((_, values)) = found else {
            panic!("the queries do not ask for it: {field:?}");
        };
        values
    }
}

fn filters(article: &Article) -> Vec<(Field, Vec<Text>)> {
    let byline = article.byline.as_ref();
    let value = |found: &Option<Found<String>>| -> Vec<String> {
        found.iter().map(|found| found.value.clone()).collect()
    };
    let printed = [
        (
            Field::Byline,
            byline.iter().map(|it| it.value.printed.clone()).collect(),
        ),
        (Field::Source, value(&article.source)),
        (Field::Section, value(&article.section)),
        (Field::Page, value(&article.page)),
        (Field::Dateline, value(&article.dateline)),
        (Field::Lang, value(&article.language)),
        (Field::Url, value(&article.url)),
        (Field::Tag, article.tags.clone()),
    ];
    let analysed = |values: Vec<String>| {
        let texts = values.iter().map(|value| Text::of(&analysis::field(value)));
        texts.collect()
    };
    printed
        .into_iter()
        .map(|(field, values)| (field, analysed(values)))
        .collect()
}

/// Articles and the engine's index of them.
pub(crate) struct Indexed {
    pub(crate) articles: Vec<Analysed>,
    pub(crate) searcher: Searcher,
    _folder: TempDir,
}

/// Indexes drafts; those that cannot be read as articles are left out.
pub(crate) fn of_drafts(drafts: &[Draft]) -> Indexed {
    let lines: Vec<String> = drafts
        .iter()
        .map(|draft| draft.record().to_string())
        .collect();
    let lines = lines.join("\n");
    let mut articles = Vec::new();
    corpus::read_lines(
        &mut lines.as_bytes(),
        "-",
        &corpus::Rules::default(),
        &mut |record| {
            articles.extend(record);
        },
    );
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let place = folder.path().join("index");
    index::build_stream(
        &mut lines.as_bytes(),
        &place,
        Replacing::SameArchive,
        &mut (),
    )
    .expect("the drafts can be indexed");
    indexed(articles, folder, &place)
}

/// Indexes an archive.
pub(crate) fn of_archive(archive: &Path) -> Indexed {
    let articles = articles(archive);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let place = folder.path().join("index");
    index::build(archive, &place, Replacing::SameArchive, &mut ())
        .expect("the archive can be indexed");
    indexed(articles, folder, &place)
}

/// The articles of an archive, copies included.
pub(crate) fn articles(archive: &Path) -> Vec<Article> {
    let archive = Archive::open(archive).expect("the archive is there");
    let mut articles = Vec::new();
    for file in archive.list().expect("the archive can be listed").files {
        corpus::read(&file, &corpus::Rules::default(), &mut |record| {
            articles.extend(record)
        });
    }
    articles
}

fn indexed(articles: Vec<Article>, folder: TempDir, place: &Path) -> Indexed {
    let mut seen = HashSet::new();
    let mut articles: Vec<Analysed> = articles.into_iter().map(Analysed::of).collect();
    articles.retain(|article| seen.insert(article.id.clone()));
    Indexed {
        articles,
        searcher: Searcher::open(place).expect("the index can be opened"),
        _folder: folder,
    }
}

/// The bundled sample archive.
pub(crate) fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

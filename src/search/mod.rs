//! Plans a query over an index and runs it: matches, ranking, passages, the page.

pub mod page;

use std::path::Path;

use crate::article::{Article, Place};
use crate::error::Error;
use crate::query::Query;
use page::{Clause, Hit, Page, Piece, Sort};

/// What to search for, and how much of it to show.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query, filters of flags included.
    pub query: Query,
    /// The order of the hits.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give; `None` for all.
    pub limit: Option<usize>,
    /// How many passages a hit shows at most.
    pub passages: usize,
    /// Whether matches, sentences and sources are counted too, which needs a full pass.
    pub counting: Counting,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Articles only.
    Articles,
    /// Articles, matches, sentences, sources.
    Everything,
}

/// An open index that answers queries.
#[derive(Debug)]
pub struct Searcher {}

/// The ranked articles of a search; each becomes a hit when it is asked for.
#[derive(Debug)]
pub struct Results<'a> {
    /// The page without its hits.
    pub page: Page,
    searcher: &'a Searcher,
}

/// An article opened to be read, matches marked.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Our id.
    pub id: String,
    /// The article, its provenance included.
    pub article: Article,
    /// The other places that hold the same article.
    pub copies: Vec<Place>,
    /// The title in pieces.
    pub title: Option<Vec<Piece>>,
    /// The paragraphs in pieces.
    pub paragraphs: Vec<Vec<Piece>>,
    /// How many matches are marked.
    pub matches: u64,
    /// The body's length in words.
    pub words: u64,
}

impl Searcher {
    /// Opens the index in a folder.
    pub fn open(_index: &Path) -> Result<Searcher, Error> {
        todo!()
    }

    /// Answers a search. Refused queries are `Error::Refused`.
    pub fn search(&self, _request: &Request) -> Result<Page, Error> {
        todo!()
    }

    /// Runs a search and ranks its articles; the hits are made one by one.
    pub fn run(&self, _request: &Request) -> Result<Results<'_>, Error> {
        todo!()
    }

    /// Says what each clause of the query finds alone.
    pub fn explain(&self, _query: &Query) -> Result<Vec<Clause>, Error> {
        todo!()
    }

    /// Opens an article by our id (a unique beginning is enough) or the record's own; matches of
    /// the query marked. `Error::BadId` if none or several have it.
    pub fn open_article(&self, _id: &str, _query: Option<&Query>) -> Result<Opened, Error> {
        todo!()
    }
}

impl Results<'_> {
    /// How many hits there are to ask for, offset and limit applied.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The hit at this place, from 0.
    pub fn hit(&self, _place: usize) -> Result<Hit, Error> {
        let _ = self.searcher;
        todo!()
    }
}

//! Plans a query over an index and runs it: matches, ranking, passages, the page.

mod count;
mod explain;
mod find;
pub mod kwic;
mod like;
pub mod limits;
mod marking;
mod matcher;
mod nothing;
pub mod page;
mod passages;
mod plan;
mod pool;
mod probe;
mod rank;
mod rows;
mod run;
mod span;
mod spans;
mod sweep;
mod tally;

use std::path::Path;

use crate::article::{Article, Id, Place};
use crate::error::Error;
use crate::index::archives::{self, Name};
use crate::index::open::Open;
use crate::index::{Summary, Text};
use crate::query::Query;
use kwic::{Concordance, KwicRequest};
use marking::Marking;
use matcher::{Means, Occurrence};
use page::{By, Clause, CountPage, Hit, Page, Piece, Sort, Stamp};
use passages::Numbered;
use plan::Plan;
use rank::Ranked;
pub use rank::TITLE_WEIGHT;

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
pub struct Searcher {
    open: Open,
    means: Means,
    /// The only archive whose articles are found, if not all are.
    within: Option<Name>,
}

/// The ranked articles of a search; each becomes a hit when it is asked for.
#[derive(Debug)]
pub struct Results<'a> {
    /// The page without its hits.
    pub page: Page,
    searcher: &'a Searcher,
    plan: Plan,
    ranked: Vec<Ranked>,
    marking: Marking,
    passages: usize,
}

/// One match: where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// `title` or `body`.
    pub field: &'static str,
    /// The positions of its words in the field, counted from 1.
    pub positions: Vec<u32>,
}

impl Match {
    fn of(occurrence: &Occurrence) -> Match {
        let positions = occurrence.span.positions().iter();
        Match {
            field: if occurrence.text == Text::Title {
                "title"
            } else {
                "body"
            },
            positions: positions.map(|position| position + 1).collect(),
        }
    }
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
    pub fn open(index: &Path) -> Result<Searcher, Error> {
        let open = Open::index(index)?;
        let [title, body] = open.mean_lengths();
        let means = Means { title, body };
        Ok(Searcher {
            open,
            means,
            within: None,
        })
    }

    /// Finds only the articles of the archive that the index calls so; `Error::Naming` if it calls
    /// none so. How rare a word is, and so a score, stays what it is in all of the index.
    pub fn within(self, archive: &Name) -> Result<Searcher, Error> {
        let held = &self.summary().archives;
        archives::called(self.open.path(), held, archive)?;
        Ok(Searcher {
            within: Some(archive.clone()),
            ..self
        })
    }

    /// How many articles are searched, and what the archive or the archives are called.
    pub fn searched(&self) -> (u64, String) {
        let summary = self.summary();
        let mut held = summary.archives.iter();
        match held.find(|held| held.name.is_some() && held.name == self.within) {
            Some(archive) => (archive.articles, archive.title()),
            None => (self.open.articles(), summary.archive.clone()),
        }
    }

    /// How the index was built, and of what.
    pub fn summary(&self) -> &Summary {
        self.open.summary()
    }

    /// Which index answers, in which state.
    pub fn stamp(&self) -> Stamp {
        run::stamp(&self.open)
    }

    /// Answers a search. Refused queries are `Error::Refused`.
    pub fn search(&self, request: &Request) -> Result<Page, Error> {
        let mut results = self.run(request)?;
        let hits = (0..results.len())
            .map(|place| results.hit(place))
            .collect::<Result<_, _>>()?;
        results.page.hits = hits;
        Ok(results.page)
    }

    /// Runs a search and ranks its articles; the hits are made one by one.
    pub fn run(&self, request: &Request) -> Result<Results<'_>, Error> {
        run::run(self, request)
    }

    /// Counts what a query finds, in all and by year, source, …
    pub fn count(&self, query: &Query, by: Option<By>) -> Result<CountPage, Error> {
        count::count(self, query, by)
    }

    /// Draws a concordance: every match of a query on a line.
    pub fn kwic(&self, request: &KwicRequest) -> Result<Concordance<'_>, Error> {
        kwic::kwic(self, request)
    }

    /// Says what each clause of the query finds alone.
    pub fn explain(&self, query: &Query) -> Result<Vec<Clause>, Error> {
        explain::explain(self, query)
    }

    /// Opens an article by our id (a unique beginning is enough) or the record's own; matches of
    /// the query marked. `Error::BadId` if none or several have it.
    pub fn open_article(&self, id: &str, query: Option<&Query>) -> Result<Opened, Error> {
        let address = find::one(&self.open, id)?;
        let matches = match query {
            Some(query) => {
                let plan = plan::plan(self, query)?.plan;
                marking::find(self, &plan, &[address])?.concat()
            }
            None => Vec::new(),
        };
        let (stored, body) = self.open.head_and_body(address)?;
        let (in_title, in_body) = numbered(&matches);
        let mut article = stored.article;
        let title = article
            .title
            .as_ref()
            .map(|title| passages::title(&title.value, &in_title));
        let paragraphs = passages::whole(&body, &in_body);
        article.body = body.paragraphs;
        Ok(Opened {
            id: Id::of(&article).to_string(),
            words: self.open.length(address)?,
            article,
            copies: stored.copies.into_iter().map(|copy| copy.place).collect(),
            title,
            paragraphs,
            matches: matches.len() as u64,
        })
    }

    /// The matches of a query in one article, in the order of the text; none if the query is not
    /// true of it. The article is named as for [`Searcher::open_article`].
    pub fn matches(&self, id: &str, query: &Query) -> Result<Vec<Match>, Error> {
        let address = find::one(&self.open, id)?;
        let plan = plan::plan(self, query)?.plan;
        let matches = marking::find(self, &plan, &[address])?.concat();
        Ok(matches.iter().map(Match::of).collect())
    }
}

/// The matches numbered through the article, those of the title apart from those of the body.
fn numbered(matches: &[Occurrence]) -> (Vec<Numbered>, Vec<Numbered>) {
    let numbered = (1..).zip(matches).map(|(number, occurrence)| Numbered {
        occurrence: occurrence.clone(),
        number,
    });
    numbered.partition(|numbered| numbered.occurrence.text == Text::Title)
}

impl Results<'_> {
    /// How many hits there are to ask for, offset and limit applied.
    pub fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranked.is_empty()
    }

    /// The ids of the hits in their order.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        self.ranked.iter().map(|ranked| ranked.id)
    }

    /// The hit at this place, from 0.
    ///
    /// # Panics
    ///
    /// If there is no such place.
    pub fn hit(&self, place: usize) -> Result<Hit, Error> {
        let ranked = &self.ranked[place];
        let matches = self
            .marking
            .of(self.searcher, &self.plan, &self.ranked, place)?;
        let (in_title, in_body) = numbered(&matches);
        let (shown, body) = self.searcher.open.shown_and_body(ranked.address)?;
        let (byline, people) = match shown.byline {
            Some(byline) => (Some(byline.printed), byline.people),
            None => (None, Vec::new()),
        };
        let title = shown.title.as_deref();
        Ok(Hit {
            rank: self.page.offset + place + 1,
            id: ranked.id.to_string(),
            key: shown.key,
            score: ranked.score,
            title_spans: title.map(|title| passages::title(title, &in_title)),
            opening: match title {
                Some(_) => None,
                None => passages::opening(&body),
            },
            title: shown.title,
            date: shown.date,
            source: shown.source,
            byline,
            people,
            section: shown.section,
            dateline: shown.dateline,
            language: shown.language,
            url: shown.url,
            file: shown.place.file,
            record: shown.place.record,
            copies: shown.copies,
            words: ranked.words,
            matches: matches.len() as u64,
            passages: passages::best(&body, &in_body, self.passages),
        })
    }
}

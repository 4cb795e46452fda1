//! Checks what the files say against each other: every stored article is analysed anew, and its
//! words, positions, columns and lengths must be those that the index searches.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tantivy::{DocAddress, DocId, SegmentReader};

use super::compared::{Prints, Reanalysed, columns_of};
use super::{Checkup, Damage, Extent, MANIFEST, Step, shown};
use crate::article::Id;
use crate::error::Error;
use crate::index::holdings::id_of;
use crate::index::manifest::Lengths;
use crate::index::open::Open;
use crate::index::prepared::Prepared;
use crate::index::schema::{self, Text};

/// Damaged articles that are named; one flaw is often in all of them.
const NAMED: usize = 10;

/// Checks the counts of an index, and so many of its articles.
pub(super) fn check(
    open: &Open,
    extent: Extent,
    checkup: &mut Checkup,
    watch: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    // Nothing read from whole files should fail; whatever does is what a check is for.
    let checked = catch_unwind(AssertUnwindSafe(|| {
        check_counts(open, checkup)?;
        check_articles(open, extent, checkup, watch)
    }));
    match checked {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error @ Error::Io { .. })) => Err(error),
        Ok(Err(error)) => {
            checkup.damage.push(Damage::of(MANIFEST, error.to_string()));
            Ok(())
        }
        Err(_) => {
            let what = "the files are those that were written, and reading them fails";
            checkup.damage.push(Damage::of(MANIFEST, what));
            Ok(())
        }
    }
}

/// Compares the manifest with the columns of all segments.
fn check_counts(open: &Open, checkup: &mut Checkup) -> Result<(), Error> {
    let mut ids: HashSet<Id> = HashSet::new();
    let mut articles = 0;
    let mut body = 0;
    for (segment, reader) in open.segments().zip(open.segment_readers()) {
        let (of, lengths) = (segment.ids()?, segment.lengths()?);
        for doc in reader.doc_ids_alive() {
            articles += 1;
            ids.insert(of.of(doc));
            body += lengths.first(doc).unwrap_or_default();
        }
    }
    let manifest = open.manifest();
    let mut say = |what: String| checkup.damage.push(Damage::of(MANIFEST, what));
    if articles != manifest.articles {
        say(format!(
            "it says {} articles, there are {articles}",
            manifest.articles
        ));
    }
    if ids.len() as u64 != articles {
        say(format!("{articles} articles have {} ids", ids.len()));
    }
    if id_of(&ids) != manifest.id {
        say(format!(
            "its id {} is not that of the articles",
            manifest.id
        ));
    }
    if body != manifest.lengths.body {
        say(format!(
            "it says {} words, there are {body}",
            manifest.lengths.body
        ));
    }
    Ok(())
}

fn check_articles(
    open: &Open,
    extent: Extent,
    checkup: &mut Checkup,
    watch: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let wanted = wanted(open, extent);
    if wanted.is_empty() {
        return Ok(());
    }
    let mut prints = Vec::new();
    for (place, (reader, gone)) in open.readers().enumerate() {
        let place =
            u32::try_from(place).map_err(|error| Error::of_index(std::io::Error::other(error)))?;
        let docs = wanted.iter().filter(|address| address.segment_ord == place);
        prints.push(Prints::of(
            reader,
            gone,
            docs.map(|address| address.doc_id),
        )?);
    }
    checkup.words = prints.iter().map(Prints::words).sum();
    let all = Comparing {
        open,
        prints: &prints,
        wanted: &wanted,
        next: AtomicUsize::new(0),
        found: Mutex::new(Found::default()),
    };
    all.run(watch);
    let found = all
        .found
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    checkup.compared = wanted.len() as u64;
    let titles = open.manifest().lengths.title;
    if extent == Extent::Whole && found.lengths.title != titles {
        let what = format!(
            "it says {titles} words of titles, there are {}",
            found.lengths.title
        );
        checkup.damage.push(Damage::of(MANIFEST, what));
    }
    let left = found.wrong.len().saturating_sub(NAMED);
    checkup.damage.extend(found.wrong.into_iter().take(NAMED));
    if left > 0 {
        let what = format!("and {left} more articles are wrong");
        checkup.damage.push(Damage::of(MANIFEST, what));
    }
    Ok(())
}

/// The articles to be compared: all, or some at equal distances, others at another time.
fn wanted(open: &Open, extent: Extent) -> Vec<DocAddress> {
    let alive = open
        .segment_readers()
        .iter()
        .zip(0..)
        .flat_map(|(reader, place)| {
            reader
                .doc_ids_alive()
                .map(move |doc| DocAddress::new(place, doc))
        });
    let number = match extent {
        Extent::Whole => return alive.collect(),
        Extent::Sample(0) => return Vec::new(),
        Extent::Sample(number) => number,
    };
    let step = open.articles().div_ceil(number).max(1);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let first = now.map_or(0, |now| u64::from(now.subsec_nanos())) % step;
    let chosen = alive.zip(0..).filter(|(_, rank)| rank % step == first);
    chosen.map(|(address, _)| address).collect()
}

/// Articles that are being compared on all cores.
struct Comparing<'a> {
    open: &'a Open,
    prints: &'a [Prints],
    wanted: &'a [DocAddress],
    next: AtomicUsize,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    wrong: Vec<Damage>,
    lengths: Lengths,
}

impl Comparing<'_> {
    fn run(&self, watch: &mut dyn FnMut(Step)) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let all = self.wanted.len() as u64;
        std::thread::scope(|scope| {
            for _ in 1..cores {
                scope.spawn(|| while self.step().is_some() {});
            }
            while let Some(done) = self.step() {
                watch(Step::Articles { done, all });
            }
        });
    }

    /// Compares the next article, if there is one, and says how many had been begun.
    fn step(&self) -> Option<u64> {
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        let address = *self.wanted.get(place)?;
        let compared = catch_unwind(AssertUnwindSafe(|| self.compare(address)));
        let compared = compared.unwrap_or_else(|_| Err("reading it fails".to_owned()));
        let mut found = self
            .found
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match compared {
            Ok(lengths) => found.lengths.title += lengths.title,
            Err(what) => {
                let what = format!("{}: {what}", self.name(address));
                found.wrong.push(Damage::of(self.file(address), what));
            }
        }
        Some(place as u64)
    }

    /// Compares an article with what the index holds of it; the error is what is wrong.
    fn compare(&self, address: DocAddress) -> Result<Lengths, String> {
        let failed = |error: Error| error.to_string();
        let stored = self.open.article(address).map_err(failed)?;
        let starts = self.open.body(address).map_err(failed)?.starts;
        let prepared = Prepared::of(stored.article);
        let reader = self.reader(address).ok_or("there is no such segment")?;
        let fields = schema::schema().1;
        let document = prepared.words(&fields, &stored.copies);
        let tokenizers = self.open.tokenizers();
        let again = Reanalysed::of(&document, reader.schema(), tokenizers)?;
        let prints = self.prints.get(address.segment_ord as usize);
        let print = prints.and_then(|prints| prints.print(address.doc_id));
        if print != Some(again.print) {
            return Err("the words that are searched are not those of its text".to_owned());
        }
        for text in [Text::Title, Text::Body] {
            let field = fields.texts[text as usize].words;
            let norms = reader
                .get_fieldnorms_reader(field)
                .map_err(|error| error.to_string())?;
            if norms.fieldnorm_id(address.doc_id) != again.norm(field) {
                return Err("its length in the ranking is not that of its text".to_owned());
            }
        }
        if columns_of(reader, address.doc_id)? != again.columns {
            return Err(
                "its date, source, section, language, people or id differ from its text".to_owned(),
            );
        }
        if prepared.starts != starts {
            return Err("its paragraphs do not begin where it says".to_owned());
        }
        Ok(prepared.lengths)
    }

    fn reader(&self, address: DocAddress) -> Option<&SegmentReader> {
        self.open
            .segment_readers()
            .get(address.segment_ord as usize)
    }

    fn file(&self, address: DocAddress) -> String {
        let segment = self
            .reader(address)
            .map(|reader| reader.segment_id().uuid_string());
        shown(&segment.unwrap_or_default())
    }

    fn name(&self, address: DocAddress) -> String {
        let doc: DocId = address.doc_id;
        let mut segments = self.open.segments().skip(address.segment_ord as usize);
        let id = segments.next().and_then(|segment| segment.ids().ok());
        id.map_or_else(
            || format!("article {doc}"),
            |ids| format!("article {}", ids.of(doc)),
        )
    }
}

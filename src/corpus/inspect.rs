//! Reads one file the way an index would, and keeps how it was read.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::article::{Article, INSIDE};
use crate::corpus::beside::Beside;
use crate::corpus::file::{self, Session, Source};
use crate::corpus::notes::{Notes, Noticed};
use crate::corpus::{BadRecord, Record, Rules};
use crate::error::Error;

/// How a file was read.
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// What was noticed of the file, and of each file inside it.
    pub noticed: Noticed,
    /// How many articles are in it.
    pub articles: u64,
    /// How many records are no articles.
    pub rejected: u64,
    /// The first of them, of each kind.
    pub bad: Vec<BadRecord>,
    /// The article that was asked for, or the first.
    pub article: Option<Article>,
}

/// How many records that are no articles are kept of each kind.
const MOST_BAD: usize = 5;

/// Web pages are read on a stack of this size, as deep as they nest.
const STACK_BYTES: usize = 64 << 20;

/// Reads the file at a path, which is called `name` in its archive, and keeps the article with this
/// number, or the first.
///
/// Behind `!/` in the name stands a file inside of it; only what that holds counts.
pub fn inspect(
    path: &Path,
    name: &str,
    record: Option<u64>,
    rules: &Rules,
) -> Result<Inspection, Error> {
    let file = File::open(path).map_err(|source| Error::Io {
        doing: "read",
        path: path.to_owned(),
        source,
    })?;
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK_BYTES);
        let reader = reader.spawn_scoped(scope, || read(&file, path, name, record, rules));
        let reader = reader.map_err(|source| Error::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        })?;
        Ok(reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn read(file: &File, path: &Path, name: &str, record: Option<u64>, rules: &Rules) -> Inspection {
    let (notes, budget) = (Notes::keeping(), rules.budget());
    let outer = name.split_once(INSIDE).map_or(name, |(outer, _)| outer);
    let session = Session {
        rules,
        notes: &notes,
        budget: &budget,
        beside: &Beside::at(path, outer),
    };
    let mut inspection = Inspection::default();
    let mut each = |read: Record| inspection.take(read, name, record);
    file::read(
        &mut BufReader::new(file),
        Source::of(outer),
        &session,
        &mut each,
    );
    inspection.noticed = notes.into_noticed();
    let files = &mut inspection.noticed.files;
    files.retain(|file| is_in(&file.file, name));
    inspection
}

/// Whether a file is this one or inside of it.
fn is_in(file: &str, name: &str) -> bool {
    let rest = file.strip_prefix(name);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(INSIDE))
}

impl Inspection {
    fn take(&mut self, read: Record, name: &str, wanted: Option<u64>) {
        let place = match &read {
            Ok(article) => &article.place,
            Err(bad) => &bad.place,
        };
        if !is_in(&place.file, name) {
            return;
        }
        // A file that is one article has no numbers; it is the first.
        let is_wanted = wanted.is_none_or(|wanted| place.record.unwrap_or(1) == wanted);
        match read {
            Ok(article) => {
                self.articles += 1;
                if is_wanted && self.article.is_none() {
                    self.article = Some(article);
                }
            }
            Err(bad) => {
                self.rejected += 1;
                let alike = self.bad.iter().filter(|known| known.code == bad.code);
                if alike.count() < MOST_BAD || (wanted.is_some() && is_wanted) {
                    self.bad.push(bad);
                }
            }
        }
    }
}

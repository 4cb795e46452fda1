//! Reads and analyses the files of an archive on all cores, and hands on their records in one order.
//!
//! Readers take files in the order of their names and hand each article to the analysts; the records
//! are taken up in that order too, whichever thread was faster. A single large file keeps its one
//! reader busy and all the analysts.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use super::changes::{Due, Why};
use super::frame::{Frames, Packing};
use super::open::Open;
use super::prepared::Prepared;
use crate::article::{Article, Duplicate, Id, Place};
use crate::corpus::{self, BadRecord, Noticed, Record, Rules};
use crate::error::Error;

/// Records that go from one thread to the next together, unless their texts are longer than
/// `BATCH_BYTES`: handing one on costs as much as to read a short article.
const BATCH_RECORDS: usize = 32;
const BATCH_BYTES: u64 = 128 * 1024;
/// Files that a reader takes together, unless they are larger than that.
const BATCH_FILES: usize = 16;
/// Batches that one reader may be ahead.
const BATCHES_AHEAD: usize = 4;
/// Batches of files whose records may wait to be taken up.
const FILES_AHEAD: usize = 4;
/// Batches that may wait for an analyst.
const JOBS_AHEAD: usize = 4;
/// HTML readers recurse; the depth guard is set for this stack.
const READER_STACK_BYTES: usize = 64 * 1024 * 1024;

/// What is taken up.
pub(super) enum Taken {
    /// An article, analysed.
    Article(Box<Prepared>),
    /// An article that the index holds as it is, first of all in this place.
    Held {
        id: Id,
        record: Duplicate,
        /// The length of its text.
        bytes: u64,
    },
    /// A bad record.
    Bad(BadRecord),
    /// A file has been read to its end.
    File {
        /// What was noticed of it beside its records.
        noticed: Noticed,
    },
}

/// Hands on the records of all files in order, read by these rules, until `each` breaks off or fails.
///
/// An article of a changed file that `held` has, the same in every field, is not analysed again; the
/// others are packed as soon as it is known with what.
pub(super) fn take(
    files: &[Due],
    rules: &Rules,
    held: Option<Arc<Open>>,
    packing: &Packing,
    mut each: impl FnMut(Taken) -> Result<ControlFlow<()>, Error>,
) -> Result<(), Error> {
    let queue = Mutex::new(files);
    let (ordered, in_order) = sync_channel(FILES_AHEAD);
    let (jobs, waiting) = sync_channel(JOBS_AHEAD);
    let waiting = Mutex::new(waiting);
    let (queue, waiting) = (&queue, &waiting);
    // The closure owns the other ends of the channels: when it fails, whoever waits is set free.
    std::thread::scope(move |scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..threads {
            let (ordered, jobs) = (ordered.clone(), jobs.clone());
            let reader = std::thread::Builder::new().stack_size(READER_STACK_BYTES);
            let reader =
                reader.spawn_scoped(scope, move || read_files(queue, rules, &ordered, &jobs));
            let analyst = std::thread::Builder::new();
            let held = held.clone();
            let analyst =
                analyst.spawn_scoped(scope, move || analyse(waiting, held.as_deref(), packing));
            reader.and(analyst).map_err(Error::of_index)?;
        }
        drop((ordered, jobs));
        for batches in in_order {
            for answer in batches {
                // An analyst answers every job; only a thread that was killed does not.
                let batch: Vec<Taken> = answer.recv().map_err(|_| Error::of_index(died()))?;
                for taken in batch {
                    if each(taken)?.is_break() {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    })
}

fn died() -> std::io::Error {
    std::io::Error::other("a thread that analyses articles died")
}

/// What a reader hands on, in order.
enum Item {
    Article {
        article: Box<Article>,
        /// Whether the index may hold it as it is.
        may_be_held: bool,
    },
    Bad(BadRecord),
    /// A file has been read to its end.
    File(Noticed),
}

/// Items to be analysed, and where the answer goes.
struct Job {
    items: Vec<Item>,
    answer: SyncSender<Vec<Taken>>,
}

/// Lets the thread that gathers postings go first. Little waits for it then, and there is room for
/// what the others have ready while it completes a segment: all cores stay at work.
fn step_back() {
    // Where the system does not let us, all take turns.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(5);
}

/// An analyst: takes the next batch, whoever read it.
fn analyse(waiting: &Mutex<Receiver<Job>>, held: Option<&Open>, packing: &Packing) {
    step_back();
    let mut frames = None;
    loop {
        let Ok(Ok(job)) = waiting.lock().map(|waiting| waiting.recv()) else {
            return;
        };
        if frames.is_none() {
            // Without one the articles are packed where they are written.
            frames = packing.frames().ok().flatten();
        }
        let items = job.items.into_iter();
        let batch = items.map(|item| taken(item, held, frames.as_mut()));
        // Nobody waits for it once the build has ended with an error.
        drop(job.answer.send(batch.collect()));
    }
}

fn taken(item: Item, held: Option<&Open>, frames: Option<&mut Frames<'_>>) -> Taken {
    match item {
        Item::Bad(bad) => Taken::Bad(bad),
        Item::File(noticed) => Taken::File { noticed },
        Item::Article {
            article,
            may_be_held,
        } => {
            let place = article.place.clone();
            let held = held.filter(|_| may_be_held);
            let taken = catch_unwind(AssertUnwindSafe(|| analysed(*article, held, frames)));
            taken.unwrap_or_else(|_| Taken::Bad(failed(place)))
        }
    }
}

fn analysed(article: Article, held: Option<&Open>, frames: Option<&mut Frames<'_>>) -> Taken {
    if let Some(id) = held_as(held, &article) {
        return Taken::Held {
            id,
            bytes: article.text_bytes(),
            record: Duplicate {
                place: article.place,
                key: article.key,
            },
        };
    }
    let mut prepared = Prepared::of(article);
    if let Some(frames) = frames {
        // What cannot be packed here says why where it is written.
        drop(prepared.pack(frames));
    }
    Taken::Article(Box::new(prepared))
}

/// The id of an article that an index holds as it is.
fn held_as(held: Option<&Open>, article: &Article) -> Option<Id> {
    let held = held?;
    let id = Id::of(article);
    // What cannot be read is not held: the article is written anew.
    let address = held.address(id).ok()??;
    let stored = held.article(address).ok()?;
    (stored.article == *article).then_some(id)
}

/// The answers to the batches of some files, in their order.
type Answers = Receiver<Receiver<Vec<Taken>>>;

/// A reader: takes the next files, announces them in order, reads them.
fn read_files(
    queue: &Mutex<&[Due]>,
    rules: &Rules,
    ordered: &SyncSender<Answers>,
    jobs: &SyncSender<Job>,
) {
    step_back();
    loop {
        let (answers, receiver) = sync_channel(BATCHES_AHEAD);
        let files = {
            // The lock is held while announcing, so that files are announced in order.
            let Ok(mut files) = queue.lock() else { return };
            let (taken, rest) = files.split_at(together(&files));
            if taken.is_empty() || ordered.send(receiver).is_err() {
                return;
            }
            *files = rest;
            taken
        };
        let mut batches = Batches {
            answers: &answers,
            jobs,
            items: Vec::new(),
            bytes: 0,
        };
        for file in files {
            read_file(file, rules, &mut batches);
        }
        batches.hand_on();
    }
}

/// How many of the first files are read together.
fn together(files: &[Due]) -> usize {
    let mut bytes = 0;
    let few = files.iter().take(BATCH_FILES).take_while(|due| {
        let is_first = bytes == 0;
        bytes += due.file.size.max(1);
        is_first || bytes <= BATCH_BYTES
    });
    few.count()
}

/// Gathers what a reader reads, and hands it on in batches.
struct Batches<'a> {
    answers: &'a SyncSender<Receiver<Vec<Taken>>>,
    jobs: &'a SyncSender<Job>,
    items: Vec<Item>,
    /// The bytes of their texts.
    bytes: u64,
}

impl Batches<'_> {
    fn push(&mut self, item: Item) {
        if let Item::Article { article, .. } = &item {
            self.bytes += article.text_bytes();
        }
        self.items.push(item);
        if self.items.len() >= BATCH_RECORDS || self.bytes >= BATCH_BYTES {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        if self.items.is_empty() {
            return;
        }
        let (answer, receiver) = sync_channel(1);
        let items = std::mem::take(&mut self.items);
        self.bytes = 0;
        // A send fails only when the run has ended already: what is read then is for nobody.
        drop(self.jobs.send(Job { items, answer }));
        drop(self.answers.send(receiver));
    }
}

fn read_file(due: &Due, rules: &Rules, batches: &mut Batches<'_>) {
    let mut known = match due.why {
        Why::Begun(records) => records,
        _ => 0,
    };
    let may_be_held = matches!(due.why, Why::Changed | Why::Restored);
    let mut hand_on = |record: Record| {
        if known > 0 {
            known -= 1;
            return;
        }
        batches.push(match record {
            Ok(mut article) => {
                article.place.file.insert_str(0, due.prefix());
                Item::Article {
                    article: Box::new(article),
                    may_be_held,
                }
            }
            Err(mut bad) => {
                bad.place.file.insert_str(0, due.prefix());
                Item::Bad(bad)
            }
        });
    };
    let read = catch_unwind(AssertUnwindSafe(|| match due.why {
        Why::Appended(behind) => corpus::read_on(&due.file, rules, behind, &mut hand_on),
        _ => corpus::read(&due.file, rules, &mut hand_on),
    }));
    if read.is_err() {
        let place = Place {
            file: due.name.clone(),
            record: None,
        };
        batches.push(Item::Bad(failed(place)));
    }
    batches.push(Item::File(read.unwrap_or_default()));
}

fn failed(place: Place) -> BadRecord {
    let reason = "reading it failed inside the program; the rest of it was passed over";
    BadRecord {
        place,
        code: "reader_failed",
        reason: reason.to_owned(),
    }
}

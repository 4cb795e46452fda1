//! Reads and analyses the files of an archive on all cores, and hands on their records in one order.
//!
//! Readers take files in the order of their names and hand each article to the analysts; the records
//! are taken up in that order too, whichever thread was faster. A single large file keeps its one
//! reader busy and all the analysts.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::schema::Prepared;
use crate::article::{Article, Place};
use crate::corpus::{self, ArchiveFile, BadRecord, Record, Rules};
use crate::error::Error;

/// Records that one reader may be ahead.
const RECORDS_AHEAD: usize = 128;
/// Files whose records may wait to be taken up.
const FILES_AHEAD: usize = 64;
/// Articles that may wait for an analyst.
const ARTICLES_AHEAD: usize = 64;
/// HTML readers recurse; the depth guard is set for this stack.
const READER_STACK_BYTES: usize = 64 * 1024 * 1024;

/// What is taken up.
pub(super) enum Taken {
    /// An article, analysed.
    Article(Box<Prepared>),
    /// A bad record.
    Bad(BadRecord),
    /// A file has been read to its end.
    File {
        /// Its size in bytes.
        size: u64,
        /// What in it is no article and was passed over, by the reason.
        skipped: Skipped,
    },
}

/// How much was passed over, by the reason.
type Skipped = BTreeMap<&'static str, u64>;

/// Hands on the records of all files in order, until `each` fails.
pub(super) fn take(
    files: &[ArchiveFile],
    rules: &Rules,
    mut each: impl FnMut(Taken) -> Result<(), Error>,
) -> Result<(), Error> {
    let queue = Mutex::new(files.iter());
    let (ordered, in_order) = sync_channel(FILES_AHEAD);
    let (jobs, waiting) = sync_channel(ARTICLES_AHEAD);
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
            let analyst = analyst.spawn_scoped(scope, move || analyse(waiting));
            reader.and(analyst).map_err(Error::of_index)?;
        }
        drop((ordered, jobs));
        for file in in_order {
            for message in file {
                each(message.taken())?;
            }
        }
        Ok(())
    })
}

/// What a reader hands on, in order.
enum Message {
    /// An article that an analyst has, or will have.
    Article(Receiver<Taken>),
    Bad(BadRecord),
    File {
        size: u64,
        skipped: Skipped,
    },
}

impl Message {
    fn taken(self) -> Taken {
        match self {
            Message::Article(answer) => answer.recv().unwrap_or_else(|_| {
                // An analyst answers every job; only a thread that was killed does not.
                Taken::Bad(failed(Place::default()))
            }),
            Message::Bad(bad) => Taken::Bad(bad),
            Message::File { size, skipped } => Taken::File { size, skipped },
        }
    }
}

/// An article to be analysed, and where the answer goes.
struct Job {
    article: Box<Article>,
    answer: SyncSender<Taken>,
}

/// An analyst: takes the next article, whoever read it.
fn analyse(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let Ok(Ok(job)) = waiting.lock().map(|waiting| waiting.recv()) else {
            return;
        };
        let place = job.article.place.clone();
        let prepared = catch_unwind(AssertUnwindSafe(|| Prepared::of(*job.article)));
        let taken = prepared.map_or_else(
            |_| Taken::Bad(failed(place)),
            |prepared| Taken::Article(Box::new(prepared)),
        );
        // Nobody waits for it once the build has ended with an error.
        drop(job.answer.send(taken));
    }
}

/// A reader: takes the next file, announces it in order, reads it.
fn read_files(
    queue: &Mutex<std::slice::Iter<'_, ArchiveFile>>,
    rules: &Rules,
    ordered: &SyncSender<Receiver<Message>>,
    jobs: &SyncSender<Job>,
) {
    loop {
        let (sender, receiver) = sync_channel(RECORDS_AHEAD);
        let file = {
            // The lock is held while announcing, so that files are announced in order.
            let Ok(mut files) = queue.lock() else { return };
            let Some(file) = files.next() else { return };
            if ordered.send(receiver).is_err() {
                return;
            }
            file
        };
        read_file(file, rules, &sender, jobs);
    }
}

fn read_file(
    file: &ArchiveFile,
    rules: &Rules,
    sender: &SyncSender<Message>,
    jobs: &SyncSender<Job>,
) {
    // A send fails only when the build has ended with an error: what is read then is for nobody.
    let mut hand_on = |record: Record| {
        let message = match record {
            Ok(article) => {
                let (answer, taken) = sync_channel(1);
                let article = Box::new(article);
                drop(jobs.send(Job { article, answer }));
                Message::Article(taken)
            }
            Err(bad) => Message::Bad(bad),
        };
        drop(sender.send(message));
    };
    let read = catch_unwind(AssertUnwindSafe(|| corpus::read(file, rules, &mut hand_on)));
    let skipped = read.map(|noticed| noticed.skipped).unwrap_or_else(|_| {
        let place = Place {
            file: file.name.clone(),
            record: None,
        };
        drop(sender.send(Message::Bad(failed(place))));
        Skipped::new()
    });
    let size = file.size;
    drop(sender.send(Message::File { size, skipped }));
}

fn failed(place: Place) -> BadRecord {
    let reason = "reading it failed inside the program; the rest of it was passed over";
    BadRecord {
        place,
        code: "reader_failed",
        reason: reason.to_owned(),
    }
}

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
use super::open::Open;
use super::schema::Prepared;
use crate::article::{Article, Duplicate, Id, Place};
use crate::corpus::{self, BadRecord, Noticed, Record, Rules};
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
/// An article of a changed file that `held` has, the same in every field, is not analysed again.
pub(super) fn take(
    files: &[Due],
    rules: &Rules,
    held: Option<Arc<Open>>,
    mut each: impl FnMut(Taken) -> Result<ControlFlow<()>, Error>,
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
            let held = held.clone();
            let analyst = analyst.spawn_scoped(scope, move || analyse(waiting, held.as_deref()));
            reader.and(analyst).map_err(Error::of_index)?;
        }
        drop((ordered, jobs));
        for file in in_order {
            for message in file {
                if each(message.taken())?.is_break() {
                    return Ok(());
                }
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
        noticed: Noticed,
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
            Message::File { noticed } => Taken::File { noticed },
        }
    }
}

/// An article to be analysed, and where the answer goes.
struct Job {
    article: Box<Article>,
    /// Whether the index may hold it as it is.
    may_be_held: bool,
    answer: SyncSender<Taken>,
}

/// An analyst: takes the next article, whoever read it.
fn analyse(waiting: &Mutex<Receiver<Job>>, held: Option<&Open>) {
    loop {
        let Ok(Ok(job)) = waiting.lock().map(|waiting| waiting.recv()) else {
            return;
        };
        let place = job.article.place.clone();
        let held = held.filter(|_| job.may_be_held);
        let taken = catch_unwind(AssertUnwindSafe(|| match held_as(held, &job.article) {
            Some(id) => Taken::Held {
                id,
                bytes: job.article.text_bytes(),
                record: Duplicate {
                    place: job.article.place,
                    key: job.article.key,
                },
            },
            None => Taken::Article(Box::new(Prepared::of(*job.article))),
        }));
        let taken = taken.unwrap_or_else(|_| Taken::Bad(failed(place)));
        // Nobody waits for it once the build has ended with an error.
        drop(job.answer.send(taken));
    }
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

/// A reader: takes the next file, announces it in order, reads it.
fn read_files(
    queue: &Mutex<std::slice::Iter<'_, Due>>,
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

fn read_file(due: &Due, rules: &Rules, sender: &SyncSender<Message>, jobs: &SyncSender<Job>) {
    let mut known = match due.why {
        Why::Begun(records) => records,
        _ => 0,
    };
    let may_be_held = matches!(due.why, Why::Changed | Why::Restored);
    // A send fails only when the run has ended already: what is read then is for nobody.
    let mut hand_on = |record: Record| {
        if known > 0 {
            known -= 1;
            return;
        }
        let message = match record {
            Ok(mut article) => {
                article.place.file.insert_str(0, due.prefix());
                let (answer, taken) = sync_channel(1);
                let article = Box::new(article);
                let job = Job {
                    article,
                    may_be_held,
                    answer,
                };
                drop(jobs.send(job));
                Message::Article(taken)
            }
            Err(mut bad) => {
                bad.place.file.insert_str(0, due.prefix());
                Message::Bad(bad)
            }
        };
        drop(sender.send(message));
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
        drop(sender.send(Message::Bad(failed(place))));
    }
    let noticed = read.unwrap_or_default();
    drop(sender.send(Message::File { noticed }));
}

fn failed(place: Place) -> BadRecord {
    let reason = "reading it failed inside the program; the rest of it was passed over";
    BadRecord {
        place,
        code: "reader_failed",
        reason: reason.to_owned(),
    }
}

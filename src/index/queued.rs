//! Articles on their way to the threads that write segments.
//!
//! tantivy takes in ten thousand before it makes anybody wait. Short or long, here they hold so many
//! bytes at most.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// The bytes that may be on their way: about what is analysed while a segment is completed. A single
/// article may have more.
const MOST_BYTES: usize = 96 * 1024 * 1024;

/// What is on its way.
#[derive(Clone, Default)]
pub(super) struct Queue(Arc<Way>);

#[derive(Default)]
struct Way {
    bytes: Mutex<usize>,
    has_room: Condvar,
}

impl Way {
    fn bytes(&self) -> MutexGuard<'_, usize> {
        // A number is whole whoever held it.
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Waits until there is room for a document of about so many bytes.
    pub(super) fn place(&self, document: TantivyDocument, bytes: usize) -> Queued {
        let mut taken = self.0.bytes();
        while *taken > 0 && *taken + bytes > MOST_BYTES {
            let waited = self.0.has_room.wait(taken);
            taken = waited.unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        drop(taken);
        let place = Held {
            queue: self.clone(),
            bytes,
        };
        Queued {
            document,
            _place: place,
        }
    }
}

/// A document on its way: taken off when a thread begins with it, or when it is given up.
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Held,
}

struct Held {
    queue: Queue,
    bytes: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        *self.queue.0.bytes() -= self.bytes;
        self.queue.0.has_room.notify_one();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_document_waits_until_there_is_room() {
        let queue = Queue::default();
        let huge = queue.place(TantivyDocument::default(), 2 * MOST_BYTES);
        let (sender, receiver) = std::sync::mpsc::channel();
        let waiting = queue.clone();
        let thread = std::thread::spawn(move || {
            let small = waiting.place(TantivyDocument::default(), 1);
            sender.send(()).expect("the test waits for it");
            drop(small);
        });
        assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err());
        drop(huge.into_tantivy_document());
        receiver.recv().expect("there is room now");
        thread.join().expect("it ends");
        assert_eq!(*queue.0.bytes(), 0);
    }
}

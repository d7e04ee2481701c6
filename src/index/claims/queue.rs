//! The documents on their way into the index, bounded in bytes. Tantivy bounds only their number,
//! at 10,000.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tantivy::{Document, TantivyDocument};

/// The most bytes of documents that wait to be indexed. One document may have more.
const BYTES_MAX: usize = 4 << 20;

/// The documents that wait.
#[derive(Default)]
pub(super) struct Queue {
    held: Arc<Held>,
}

#[derive(Default)]
struct Held {
    bytes: Mutex<usize>,
    freed: Condvar,
}

/// A document that waits, and its space.
pub(super) struct Queued {
    document: TantivyDocument,
    _space: Space,
}

/// Space, until it is dropped.
struct Space {
    held: Arc<Held>,
    bytes: usize,
}

impl Queue {
    /// Waits until there is space for a document of so many bytes.
    pub fn admit(&self, document: TantivyDocument, bytes: usize) -> Queued {
        let held = self.held.bytes.lock();
        let held = held.unwrap_or_else(PoisonError::into_inner);
        let is_full = |held: &mut usize| *held > 0 && *held + bytes > BYTES_MAX;
        let held = self.held.freed.wait_while(held, is_full);
        *held.unwrap_or_else(PoisonError::into_inner) += bytes;
        Queued {
            document,
            _space: Space {
                held: Arc::clone(&self.held),
                bytes,
            },
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        let held = self.held.bytes.lock();
        *held.unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.held.freed.notify_all();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    /// It is indexed now.
    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use tantivy::{Document, TantivyDocument};

    use super::{BYTES_MAX, Queue};

    #[test]
    fn a_document_waits_until_there_is_space() {
        let queue = Queue::default();
        // A document that is too long is let in alone.
        let first = queue.admit(TantivyDocument::new(), BYTES_MAX + 1);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| queue.admit(TantivyDocument::new(), 1));
            assert!(!second.is_finished());
            assert_eq!(*queue.held.bytes.lock().unwrap(), BYTES_MAX + 1);
            first.into_tantivy_document();
            let second = second.join().unwrap();
            assert_eq!(*queue.held.bytes.lock().unwrap(), 1);
            drop(second);
        });
        assert_eq!(*queue.held.bytes.lock().unwrap(), 0);
    }
}

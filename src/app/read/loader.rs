//! Reads of single documents, many in one query.
//!
//! While a query runs, the names that other calls ask for queue up, and the next query reads
//! all of them. There is no timer: a lone call is read at once. Each query starts after the
//! calls that it answers, so what they get is as fresh as with a query of their own.

use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::{Mutex, mpsc, oneshot};

use crate::{
    domain::resource::{Kind, Name},
    store::{
        Error, Store,
        read::{Document, IncludeDeleted, View},
    },
};

/// The names that one query reads at most. It bounds how long a call waits for the documents
/// of others, and the memory for them.
const BATCH_MAX: usize = 100;

/// The names that can wait for a query. Further calls wait to get into the queue.
const QUEUE_MAX: usize = 1_024;

/// The queries that can run at the same time for one queue. With two, one can run while the
/// answers of the other are sent.
const WORKERS: usize = 2;

/// The kinds of resources that are read in this way.
const KINDS: [Kind; 4] = [Kind::Source, Kind::Article, Kind::Claim, Kind::Appearance];

/// A document that a call waits for.
struct Wanted {
    name: Name,
    answer: oneshot::Sender<Option<Document>>,
}

/// The queues of documents that calls wait for: one for each kind of resource, and for whether
/// deleted ones are wanted, too.
#[derive(Clone, Debug)]
pub(in crate::app) struct Loader {
    queues: Arc<BTreeMap<(Kind, bool), mpsc::Sender<Wanted>>>,
}

impl Loader {
    /// Starts the workers. They end when the last clone of the loader is dropped.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub(in crate::app) fn start(store: &Store) -> Self {
        let included = [IncludeDeleted::Live, IncludeDeleted::All];
        let queues = KINDS.into_iter().flat_map(|kind| {
            included.map(|included| ((kind, included.is_all()), start(store, kind, included)))
        });
        Self {
            queues: Arc::new(queues.collect()),
        }
    }

    /// Reads the current document of a resource, without the body of an article. `None` if it
    /// is to be read on its own: its kind is not read here, or the query for it failed.
    pub(in crate::app) async fn load(
        &self,
        name: Name,
        included: IncludeDeleted,
    ) -> Option<Option<Document>> {
        let queue = self.queues.get(&(name.kind(), included.is_all()))?;
        let (answer, answered) = oneshot::channel();
        queue.send(Wanted { name, answer }).await.ok()?;
        answered.await.ok()
    }
}

fn start(store: &Store, kind: Kind, included: IncludeDeleted) -> mpsc::Sender<Wanted> {
    let (sender, queue) = mpsc::channel(QUEUE_MAX);
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..WORKERS {
        tokio::spawn(work(store.clone(), queue.clone(), kind, included));
    }
    sender
}

async fn work(
    store: Store,
    queue: Arc<Mutex<mpsc::Receiver<Wanted>>>,
    kind: Kind,
    included: IncludeDeleted,
) {
    let mut wanted = Vec::with_capacity(BATCH_MAX);
    while queue.lock().await.recv_many(&mut wanted, BATCH_MAX).await > 0 {
        // Some calls may have ended in the meantime.
        wanted.retain(|it| !it.answer.is_closed());
        match read(&store, kind, included, &wanted).await {
            Ok(found) => answer(&mut wanted, found),
            // The calls learn that there is no answer, and read on their own. So each gets
            // the error that it has itself.
            Err(error) => {
                tracing::debug!(%error, "a query for several calls failed");
                wanted.clear();
            }
        }
    }
}

async fn read(
    store: &Store,
    kind: Kind,
    included: IncludeDeleted,
    wanted: &[Wanted],
) -> Result<BTreeMap<Name, Document>, Error> {
    let names: Vec<Name> = wanted.iter().map(|it| it.name).collect();
    let mut reader = store.reader().await?;
    reader.documents(kind, &names, View::Basic, included).await
}

/// Sends each call its document.
fn answer(wanted: &mut Vec<Wanted>, found: BTreeMap<Name, Document>) {
    for Wanted { name, answer } in wanted.drain(..) {
        // A call that has ended needs no answer.
        let _ = answer.send(found.get(&name).cloned());
    }
}

//! Reads of single documents, many in one query.
//!
//! While a query runs, the names that other calls ask for queue up, and the next query reads
//! all of them. A lone call is read at once, because nothing waits for more calls. Each query
//! starts after the calls that it answers, so what they get is as fresh as with a query of
//! their own.
//!
//! A call that ends early only leaves its queue. Each sort of document has a queue of its own,
//! so large ones do not hold up small ones.

mod queues;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::{sync::oneshot, time::timeout};

use self::queues::{Bounds, Queues};
use crate::{
    app::Error,
    domain::resource::{Kind, Name},
    store::{
        self, Reader, Store,
        read::{Document, Presence, View},
    },
    telemetry::span::{self, Origin},
};

/// What is read in this way, with the most names of one query. It bounds how long a call waits
/// for the documents of others, so it is low where documents can be large.
const SORTS: [((Kind, View), usize); 8] = [
    ((Kind::Source, View::Basic), 100),
    ((Kind::Article, View::Basic), 100),
    ((Kind::Article, View::Full), 8),
    ((Kind::Claim, View::Basic), 100),
    ((Kind::Claim, View::Full), 50),
    ((Kind::Appearance, View::Basic), 100),
    ((Kind::Relation, View::Basic), 100),
    ((Kind::Review, View::Basic), 100),
];

const BOUNDS: Bounds = Bounds {
    // As many as there are calls at once by default. Further calls are refused.
    waiting_max: 1_000,
    // While the answers of one query are sent, the other runs.
    workers_max: 2,
};

/// How long a worker without work keeps its connection. To give one back and get it again
/// costs a round trip.
const CONNECTION_KEPT: Duration = Duration::from_millis(100);

/// The queries that a worker runs on one connection, before the pool may renew it.
const QUERIES_MAX: usize = 10_000;

/// Where a call waits for what was found.
type Answer = oneshot::Sender<Result<Loaded, Arc<store::Error>>>;

/// What queries are called in traces.
const SPAN: &str = "read documents";

/// A name whose document a call waits for.
#[derive(Debug)]
struct Wanted {
    name: Name,
    answer: Answer,
    origin: Origin,
}

/// What was found under a name.
#[derive(Clone, Debug)]
pub(super) enum Loaded {
    /// A resource, which can be deleted or merged.
    Found(Presence, Document),
    /// No such resource exists.
    Missing,
    /// It was not looked for. The call reads on its own.
    Nothing,
}

/// Reads documents for many calls.
#[derive(Clone, Debug)]
pub(crate) struct Loader(Arc<Open>);

/// The queues, which are closed when this is dropped.
#[derive(Debug)]
struct Open(Arc<Queues<Wanted>>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Loader {
    /// Starts the workers. They end when the last clone of the loader is dropped.
    ///
    /// # Panics
    ///
    /// Outside of a runtime.
    pub(crate) fn start(store: &Store) -> Self {
        let queues = Arc::new(Queues::new(&SORTS.map(|(_, names_max)| names_max), BOUNDS));
        for _ in 0..store.point_readers_max() {
            tokio::spawn(keep_working(store.clone(), queues.clone()));
        }
        Self(Arc::new(Open(queues)))
    }

    /// Reads the current document of a resource.
    pub(super) async fn load(&self, name: Name, view: View) -> Result<Loaded, Error> {
        let sort = (name.kind(), view);
        let Some(queue) = SORTS.iter().position(|(it, _)| *it == sort) else {
            return Ok(Loaded::Nothing);
        };
        let (answer, answered) = oneshot::channel();
        let wanted = Wanted {
            name,
            answer,
            origin: Origin::current(),
        };
        self.0
            .0
            .push(queue, wanted)
            .map_err(|_| Error::Overloaded)?;
        match answered.await {
            Ok(loaded) => Ok(loaded?),
            // The worker failed.
            Err(_) => Ok(Loaded::Nothing),
        }
    }
}

/// Works until the queues are closed, and goes on after a panic.
async fn keep_working(store: Store, queues: Arc<Queues<Wanted>>) {
    while let Err(error) = tokio::spawn(work(store.clone(), queues.clone())).await {
        if !error.is_panic() {
            return;
        }
        tracing::error!(%error, "a query for several calls failed");
    }
}

async fn work(store: Store, queues: Arc<Queues<Wanted>>) {
    let mut kept = None;
    let mut wanted = Vec::new();
    loop {
        let turn = match &kept {
            None => queues.take(&mut wanted).await,
            Some(_) => match timeout(CONNECTION_KEPT, queues.take(&mut wanted)).await {
                Ok(turn) => turn,
                Err(_) => {
                    kept = None;
                    continue;
                }
            },
        };
        let Some(turn) = turn else {
            return;
        };
        let Some((sort, _)) = SORTS.get(turn.queue) else {
            return;
        };
        let (batch, origins) = Batch::of(wanted.drain(..));
        kept = span::shared(SPAN, origins, batch.read(&store, *sort, kept)).await;
    }
}

/// A connection, and the number of queries that ran on it.
struct Connection {
    reader: Reader,
    queries: usize,
}

/// The calls that wait for each name.
struct Batch(BTreeMap<Name, Vec<Answer>>);

impl Batch {
    /// Leaves out calls that have ended in the meantime. Returns those that are traced, too.
    fn of(wanted: impl Iterator<Item = Wanted>) -> (Self, Vec<Origin>) {
        let mut batch: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut origins = Vec::new();
        for wanted in wanted.filter(|it| !it.answer.is_closed()) {
            batch.entry(wanted.name).or_default().push(wanted.answer);
            origins.extend(Some(wanted.origin).filter(Origin::is_traced));
        }
        (Self(batch), origins)
    }

    /// Answers all calls. Returns the connection if it can be used again.
    async fn read(
        mut self,
        store: &Store,
        sort: (Kind, View),
        kept: Option<Connection>,
    ) -> Option<Connection> {
        if self.0.is_empty() {
            return kept;
        }
        // A connection that is kept does not ask that again.
        if let Err(error) = store.require_served().await {
            self.fail(error);
            return None;
        }
        let connection = match kept.filter(|it| it.reader.is_usable()) {
            Some(connection) => Ok(connection),
            None => store
                .point_reader()
                .await
                .map(|reader| Connection { reader, queries: 0 }),
        };
        let mut connection = match connection {
            Ok(connection) => connection,
            Err(error) => {
                self.fail(error);
                return None;
            }
        };
        let names: Vec<Name> = self.0.keys().copied().collect();
        let each = |name, presence, document| self.answer(name, &Loaded::Found(presence, document));
        let read = connection.reader.each_document(sort, &names, each);
        // A call that waits too long is ended by its own deadline. This is for a connection on
        // which nothing ever comes.
        let read = timeout(store.point_timeout(), read).await;
        match read.unwrap_or_else(|_| Err(store::Error::no_answer())) {
            Ok(()) => {
                self.answer_all(|| Ok(Loaded::Missing));
                connection.queries += 1;
                Some(connection).filter(|it| it.queries < QUERIES_MAX)
            }
            Err(error) => {
                connection.reader.discard();
                self.fail(error);
                None
            }
        }
    }

    fn answer(&mut self, name: Name, loaded: &Loaded) {
        for answer in self.0.remove(&name).into_iter().flatten() {
            // A call that has ended needs no answer.
            let _ = answer.send(Ok(loaded.clone()));
        }
    }

    /// Answers the calls that are left.
    fn answer_all(self, with: impl Fn() -> Result<Loaded, Arc<store::Error>>) {
        for answer in self.0.into_values().flatten() {
            let _ = answer.send(with());
        }
    }

    /// Tells the calls that are left about an error. If it may be due to one of the documents,
    /// they read on their own, and only those that read this one fail.
    fn fail(self, error: store::Error) {
        if !error.is_of_all() {
            tracing::debug!(%error, "a query for several calls failed");
            return self.answer_all(|| Ok(Loaded::Nothing));
        }
        let error = Arc::new(error);
        self.answer_all(|| Err(error.clone()));
    }
}

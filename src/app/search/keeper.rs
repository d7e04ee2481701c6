//! Keeps the index as the log is: it opens what is there, goes on from the position that is
//! stored in it, or builds it anew, and then applies commit after commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

use super::{
    entries::{KINDS, current, parts},
    failure::Failure,
    rebuild::rebuild,
    search_index::Indexed,
    writing::{Place, Writing},
};
use crate::{
    app::{
        App, Error,
        watch::{
            answer::{Answer, End, Start, WatchPoint, Watched},
            start::Watch,
        },
    },
    domain::resource::{Kind, Name},
    failpoint::Failpoint,
    index::{self, claims::Snapshot, embeddings::Encoder},
    store::{
        self,
        log::{Position, change::filter::ChangeFilter},
    },
};

/// The pause after a failure. It doubles with each further one.
const RETRY_PAUSE: Duration = Duration::from_secs(1);
const RETRY_PAUSE_MAX: Duration = Duration::from_secs(60);

/// What was committed to the log is committed to the index so much later, so that what follows
/// can share the commit.
const GATHER: Duration = Duration::from_millis(20);

/// Under load, committing the index takes at most one part of so many of the time, but the pause
/// between two commits is at most so long.
const COMMIT_SHARE: u32 = 10;
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// So many changes are committed to the index without a pause, which bounds the memory.
const CHANGES_MAX: usize = 10_000;

/// Keeps the index in a directory, or in memory, until the server shuts down. With an encoder, also
/// the embeddings of the claims in it.
pub async fn run(app: App, directory: Option<PathBuf>, encoder: Option<Encoder>) {
    let place = Place::new(directory, encoder);
    let mut is_new = false;
    let mut failures = 0;
    loop {
        let failed = match Writing::open(place.clone(), is_new).await {
            Ok(writing) => {
                if let Some(embeddings) = place.embeddings() {
                    app.search_index().compare_meanings(embeddings);
                }
                Keeper::new(&app, writing).keep().await
            }
            Err(error) => error,
        };
        app.search_index().withdraw();
        tracing::warn!(error = %failed, "the search index failed; it is opened again");
        // Another process may use it, which will end. All other failures need a new index.
        is_new = !matches!(failed, index::claims::Error::Busy);
        sleep(pause(failures)).await;
        failures += 1;
    }
}

/// The pause after so many failures in a row.
fn pause(failures: u32) -> Duration {
    let pause = RETRY_PAUSE.saturating_mul(1 << failures.min(10));
    pause.min(RETRY_PAUSE_MAX)
}

struct Keeper<'a> {
    app: &'a App,
    writing: Writing,
    /// Everything up to here is committed to the index.
    reached: Option<Position>,
    /// The end of the log when it was read last. Before that is reached, nothing is handed out.
    end: Option<Position>,
    newest: Option<Arc<Snapshot>>,
    /// There is a pause until then, so that commits take no more than their share of the time.
    paused_until: Instant,
    /// Failures since the last commit.
    failures: u32,
}

/// What the log has and the index has not.
#[derive(Default)]
struct Pending {
    /// What is changed by whole commits of the log.
    changed: BTreeMap<Kind, BTreeSet<Uuid>>,
    /// What is changed by a commit of which more follows.
    open: Vec<(Kind, Uuid)>,
    /// The number of changes in whole commits.
    changes: usize,
    /// The commits are complete up to here.
    through: Option<Position>,
    /// Something was erased.
    has_erasure: bool,
    /// When it is committed to the index.
    due: Option<Instant>,
}

impl Pending {
    /// Adds an answer of the watch. What it completes is due then, if nothing was due before.
    fn add(&mut self, answer: Answer, due: Instant) {
        for change in &answer.changes {
            let row = change.change.row();
            self.has_erasure |= row.is_erasure();
            // The words that print a claim belong to it.
            let (kind, id) = match row.name {
                Name::Appearance(claim, _) => (Kind::Claim, claim.uuid()),
                name => (name.kind(), name.uuid()),
            };
            if KINDS.contains(&kind) {
                self.open.push((kind, id));
            }
        }
        if let WatchPoint::Log(position) = answer.point
            && !answer.continues
        {
            self.changes += self.open.len();
            for (kind, id) in self.open.drain(..) {
                self.changed.entry(kind).or_default().insert(id);
            }
            self.through = Some(position);
            self.due.get_or_insert(due);
        }
    }

    fn is_due(&self) -> bool {
        let is_much = self.changes >= CHANGES_MAX;
        self.due.is_some_and(|due| is_much || due <= Instant::now())
    }

    /// Takes what whole commits changed. What has begun stays.
    fn take(&mut self) -> Self {
        let open = std::mem::take(&mut self.open);
        std::mem::replace(
            self,
            Self {
                open,
                ..Self::default()
            },
        )
    }
}

impl<'a> Keeper<'a> {
    fn new(app: &'a App, writing: Writing) -> Self {
        Self {
            app,
            reached: writing.stored,
            writing,
            end: None,
            newest: None,
            paused_until: Instant::now(),
            failures: 0,
        }
    }

    /// Keeps the index until it fails.
    async fn keep(mut self) -> index::claims::Error {
        loop {
            let failed = match self.reached {
                Some(position) => self.follow(position).await,
                None => self.build().await.err(),
            };
            match failed {
                None => {}
                Some(Failure::Index(error)) => return error,
                Some(Failure::Lost) => {
                    tracing::warn!("the log cannot be followed from where the search index is");
                    self.reached = None;
                }
                // The task is ended with the server.
                Some(Failure::Ending) => std::future::pending().await,
                Some(Failure::Store(error)) => {
                    match error {
                        // Readiness reports that, once.
                        Error::DatabaseUnavailable(_) => tracing::debug!("no database to index"),
                        error => tracing::warn!(%error, "the search index could not be updated"),
                    }
                    sleep(pause(self.failures)).await;
                    self.failures += 1;
                }
            }
        }
    }

    /// Builds the index anew.
    async fn build(&mut self) -> Result<(), Failure> {
        self.app.search_index().withdraw();
        // What was handed out before is of another time.
        (self.end, self.newest) = (None, None);
        let began = Instant::now();
        self.writing.clear().await.wait().await?;
        tracing::info!("building the search index");
        self.reached = Some(rebuild(self.app, &self.writing).await?);
        let seconds = began.elapsed().as_secs();
        tracing::info!(seconds, "the search index is built");
        Ok(())
    }

    /// Applies the log from a position on.
    async fn follow(&mut self, position: Position) -> Option<Failure> {
        let watched = Watched {
            filter: ChangeFilter::default(),
            view: None,
            include_before: false,
            start: Start::From(WatchPoint::Log(position)),
        };
        let end = async {
            let mut reader = self.app.store().reader().await?;
            Ok::<_, Error>(reader.log_end().await?)
        };
        let opened = async { Ok((end.await?, self.app.watch_for_index(watched).await?)) };
        let (end, mut watch) = match opened.await {
            Ok(opened) => opened,
            Err(error) => return Some(Failure::of_watch(error)),
        };
        self.end = self.end.max(Some(end));
        match self.take_all(&mut watch).await {
            Ok(()) => match (&mut watch.end).await {
                Ok(End::Failed(error)) => Some(Failure::of_watch(error)),
                Ok(End::TooSlow(_)) => None,
                Ok(End::Server(_)) => Some(Failure::Ending),
                // Its task has failed.
                Err(_) => {
                    sleep(RETRY_PAUSE).await;
                    None
                }
            },
            Err(failed) => Some(failed),
        }
    }

    /// Takes the answers of a watch until it ends.
    async fn take_all(&mut self, watch: &mut Watch) -> Result<(), Failure> {
        let mut pending = Pending::default();
        loop {
            if pending.is_due() {
                self.commit(pending.take()).await?;
            }
            let answer = match pending.due {
                None => watch.answers.recv().await,
                Some(due) => match timeout_at(due, watch.answers.recv()).await {
                    Ok(answer) => answer,
                    Err(_) => continue,
                },
            };
            match answer {
                Some(answer) => {
                    if !answer.changes.is_empty() {
                        self.app.search_index().fall_behind();
                    }
                    pending.add(answer, self.due());
                }
                None => return self.commit(pending.take()).await,
            }
        }
    }

    /// When what was just committed to the log is committed to the index.
    fn due(&self) -> Instant {
        self.paused_until.max(Instant::now() + GATHER)
    }

    /// Applies what was changed: it becomes what it is now, which is as of the changes or later.
    async fn apply(&self, changed: BTreeMap<Kind, BTreeSet<Uuid>>) -> Result<(), Failure> {
        for (kind, ids) in changed {
            let ids: Vec<Uuid> = ids.into_iter().collect();
            for ids in parts(kind, &ids) {
                Failpoint::IndexRead.reach().map_err(store::Error::from)?;
                let mut reader = self.app.store().reader().await?;
                let entries = current(&mut reader, kind, ids).await?;
                drop(reader);
                self.writing.apply(entries).await.wait().await?;
            }
        }
        Ok(())
    }

    /// Commits whole commits of the log to the index, and hands it out once it has caught up.
    async fn commit(&mut self, pending: Pending) -> Result<(), Failure> {
        let Pending {
            changed,
            through: Some(position),
            has_erasure,
            ..
        } = pending
        else {
            return Ok(());
        };
        let began = Instant::now();
        let is_same = changed.is_empty();
        self.apply(changed).await?;
        if has_erasure && let Some(reached) = self.reached {
            // The position stays before the erasure until nothing of it is left in the files. So
            // after a crash in between, it is applied again.
            let snapshot = self.writing.commit(Some(reached)).await.wait().await?;
            self.hand_out(snapshot, reached);
            self.writing.compact().await.wait().await?;
        }
        Failpoint::IndexCommit.reach().map_err(store::Error::from)?;
        let snapshot = match &self.newest {
            // Nothing but the position has changed, which is not worth a write.
            Some(newest) if is_same && !has_erasure => newest.clone(),
            _ => self.writing.commit(Some(position)).await.wait().await?,
        };
        Failpoint::IndexCommitted
            .reach()
            .map_err(store::Error::from)?;
        let pause = began.elapsed() * (COMMIT_SHARE - 1);
        self.paused_until = Instant::now() + pause.min(PAUSE_MAX);
        self.reached = Some(position);
        self.failures = 0;
        self.hand_out(snapshot, position);
        Ok(())
    }

    fn hand_out(&mut self, snapshot: Arc<Snapshot>, position: Position) {
        self.newest = Some(snapshot.clone());
        if self.end.is_none_or(|end| position >= end) {
            let indexed = Indexed { snapshot, position };
            self.app.search_index().publish(indexed);
        }
    }
}

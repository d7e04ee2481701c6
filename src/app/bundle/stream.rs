//! Imports a stream of bundles. Bundles that have arrived share a transaction, as many as fit;
//! while it is written, the next ones arrive, are parsed and planned.
//!
//! How far the stream is, is written in the same transactions (`store/write/import.rs`). If a
//! transaction fails because of one of its bundles, it is split in halves, until that bundle
//! is alone. It is then rejected, and all others pass. A rejection is recorded with the next
//! transaction, and answered after that.

mod gather;
mod item;
mod outcome;

use std::{future::pending, sync::Arc};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::timeout,
};

pub use self::item::{End, Finished, Imported, Received};
use self::{
    gather::{Gatherer, IDLE_TIMEOUT, Part},
    outcome::{is_about_bundle, may_pass_in_parts, rejection, split},
};
use super::streams::Space;
use crate::{
    app::{App, CallContext, Error, search::suggesting::MatchMode},
    domain::resource::Bundle,
    store::write::{Ending, ImportKey, ImportProgress, ImportStep, Written},
};

/// The most bundles, and bytes of bundles, that wait to be stored.
const WAITING_MAX: usize = 256;
const WAITING_BYTES_MAX: usize = 4 << 20;

/// The most results that wait to be taken.
const RESULTS_MAX: usize = 256;

/// The most transactions that are planned ahead.
const PLANNED_MAX: usize = 1;

/// The space for bundles is counted in permits of this many bytes.
const PERMIT_BYTES: usize = 1 << 10;
const PERMITS: usize = WAITING_BYTES_MAX / PERMIT_BYTES;

/// Where bundles are put in.
pub struct Entrance {
    app: App,
    space: Arc<Semaphore>,
    bundles: mpsc::Sender<Received>,
}

impl Entrance {
    /// Waits until there is space for a bundle. Returns `None` if the import has ended.
    pub async fn space(&self, bytes: usize) -> Option<Space> {
        let permits = u32::try_from((bytes.div_ceil(PERMIT_BYTES) + 1).min(PERMITS)).ok()?;
        // The semaphore is never closed.
        let space = async {
            // One bundle can always be held, so that no import waits for another one to end.
            let is_only = self.space.available_permits() == PERMITS;
            let permits = self.space.clone().acquire_many_owned(permits).await.ok()?;
            let streams = &self.app.streams;
            let held = match is_only {
                true => None,
                false => streams.hold_permit(bytes).await,
            };
            Some(streams.import_space(bytes, permits, held))
        };
        tokio::select! {
            space = space => space,
            () = self.bundles.closed() => None,
        }
    }

    /// Puts a bundle in. Returns `None` if the import has ended.
    pub async fn put(&self, bundle: Received) -> Option<()> {
        self.bundles.send(bundle).await.ok()
    }
}

/// The import of a stream of bundles.
pub struct Import {
    gatherer: Gatherer,
    writer: Writer,
}

/// Encodes the error because of which a bundle is rejected.
type Encode = fn(&App, Error) -> Vec<u8>;

/// Writes the bundles that were gathered, and answers them.
struct Writer {
    app: App,
    context: CallContext,
    key: ImportKey,
    mode: MatchMode,
    encode: Encode,
    /// Bundles that were rejected, which is not recorded yet.
    rejected: Vec<Finished>,
    results: mpsc::Sender<Finished>,
    next_index: i64,
    _permit: OwnedSemaphorePermit,
}

/// An import that begins or goes on.
pub struct Begun {
    /// How far it is.
    pub progress: ImportProgress,
    /// Where bundles are put in.
    pub entrance: Entrance,
    /// The import, to be run.
    pub import: Import,
    /// The results.
    pub results: mpsc::Receiver<Finished>,
}

/// Which import, and where it begins.
pub struct ImportStart {
    /// The import.
    pub key: ImportKey,
    /// Whether it begins again at the first bundle.
    pub restart: bool,
    /// The index from which on rejections are returned again.
    pub rejections_from: i64,
    /// Whether stored claims are looked for.
    pub mode: MatchMode,
}

impl App {
    /// Begins an import, or goes on with it. `encode` encodes the error because of which a
    /// bundle is rejected. Nothing of a dry run is recorded.
    pub async fn begin_import(
        &self,
        context: CallContext,
        start: ImportStart,
        encode: Encode,
    ) -> Result<Begun, Error> {
        let permit = self.streams.import_permit()?;
        let ImportStart {
            key,
            restart,
            rejections_from,
            mode,
        } = start;
        self.require_suggestions(mode).await?;
        let progress = match context.ending {
            Ending::DryRun => ImportProgress::default(),
            Ending::Keep => {
                if restart {
                    self.store.import_restart(&key).await?;
                }
                self.store.import_progress(&key, rejections_from).await?
            }
        };
        let (bundles, received) = mpsc::channel(WAITING_MAX);
        let (finished, results) = mpsc::channel(RESULTS_MAX);
        let gatherer = Gatherer {
            app: self.clone(),
            bundles: received,
            held: None,
            is_alone: context.ending == Ending::DryRun,
            results: finished.clone(),
            shutdown: self.streams.shutdown(),
        };
        let writer = Writer {
            app: self.clone(),
            context,
            key,
            mode,
            encode,
            rejected: Vec::new(),
            results: finished,
            next_index: progress.next_index,
            _permit: permit,
        };
        let import = Import { gatherer, writer };
        let entrance = Entrance {
            app: self.clone(),
            space: Arc::new(Semaphore::new(PERMITS)),
            bundles,
        };
        Ok(Begun {
            progress,
            entrance,
            import,
            results,
        })
    }

    /// Ends all streams of bundles, because the server is shutting down. Each import first
    /// stores the bundles that it has begun.
    pub fn end_streams(&self) {
        self.streams.end();
    }

    /// Whether no stream of bundles is open.
    pub fn has_no_streams(&self) -> bool {
        self.streams.is_idle()
    }

    /// The number of bytes of bundles that imports have received and not yet stored.
    pub fn import_bytes(&self) -> usize {
        self.streams.imported_bytes()
    }
}

/// What became of a transaction.
enum Attempt {
    /// It was committed, or its only bundle rejected.
    Finished,
    /// It failed, maybe because of one of these.
    Failed(Vec<Received>),
}

impl Import {
    /// Runs until the sender closes the stream and all bundles are finished, or the import
    /// fails. The index says from where it would go on.
    pub async fn run(self) -> (Result<(), End>, i64) {
        let Self {
            gatherer,
            mut writer,
        } = self;
        let (planned, parts) = mpsc::channel(PLANNED_MAX);
        let gathering = async {
            gatherer.run(planned).await;
            // What was gathered is still to be written.
            pending().await
        };
        let result = tokio::select! {
            result = writer.write_all(parts) => result,
            never = gathering => never,
        };
        (result, writer.next_index)
    }
}

impl Writer {
    async fn write_all(&mut self, mut parts: mpsc::Receiver<Result<Part, End>>) -> Result<(), End> {
        while let Some(part) = parts.recv().await.transpose()? {
            let mut parts = vec![part];
            while let Some(part) = parts.pop() {
                if let Attempt::Failed(mut part) = self.attempt(part).await? {
                    let second = part.split_off(part.len() / 2);
                    parts.extend([second, part].map(Part::new));
                }
            }
            self.record_rejected().await?;
        }
        Ok(())
    }

    async fn attempt(&mut self, part: Part) -> Result<Attempt, End> {
        let bytes = part.bytes();
        let Part {
            received: part,
            bundles,
            plan,
            planned,
        } = part;
        let count = bundles.len();
        if count == 0 {
            self.rejected.extend(part.into_iter().filter_map(rejection));
            return Ok(Attempt::Finished);
        }
        let step = self.step(&part);
        let context = CallContext {
            bytes,
            ..self.context.clone()
        };
        let permit = self.app.streams.write_permit(bytes).await;
        let written = self.app.import_step(context, bundles, step, plan).await;
        drop((permit, planned));
        match written {
            Ok(written) => {
                self.finish(part, written).await?;
                Ok(Attempt::Finished)
            }
            Err(error) if count == 1 && is_about_bundle(&error) => {
                let mut status = Some((self.encode)(&self.app, error));
                let rejections = part.into_iter().filter_map(|received| {
                    let index = received.index;
                    rejection(received).or_else(|| {
                        let outcome = Err(status.take()?);
                        Some(Finished { index, outcome })
                    })
                });
                self.rejected.extend(rejections);
                Ok(Attempt::Finished)
            }
            Err(error) if count > 1 && may_pass_in_parts(&error) => {
                tracing::debug!(%error, count, "bundles are split");
                Ok(Attempt::Failed(part))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// How far the stream is after these bundles, which follow those that were rejected.
    fn step(&self, part: &[Received]) -> Option<ImportStep> {
        let finished = self.rejected.iter();
        let earlier = finished.filter_map(|it| Some((it.index, it.outcome.as_ref().err()?)));
        let now = part.iter();
        let now = now.filter_map(|it| Some((it.index, it.bundle.as_ref().err()?)));
        let rejections = earlier.chain(now);
        let rejections = rejections.map(|(index, status)| (index, status.clone()));
        let finished = self.rejected.len() + part.len();
        (self.context.ending == Ending::Keep).then(|| ImportStep {
            key: self.key.clone(),
            from: self.next_index,
            to: self.next_index + i64::try_from(finished).unwrap_or_default(),
            rejections: rejections.collect(),
        })
    }

    /// Records rejections that no transaction of a bundle recorded.
    async fn record_rejected(&mut self) -> Result<(), End> {
        if self.rejected.is_empty() {
            return Ok(());
        }
        let step = self.step(&[]);
        let context = self.context.clone();
        let written = self
            .app
            .import_step(context, Arc::new([]), step, None)
            .await?;
        self.finish(Vec::new(), written).await
    }

    /// Answers bundles that are stored, after those that were rejected before them.
    async fn finish(&mut self, part: Vec<Received>, written: Written) -> Result<(), End> {
        let mut results = std::mem::take(&mut self.rejected);
        let finished = results.len() + part.len();
        self.next_index += i64::try_from(finished).unwrap_or_default();
        let imported = self.imported(&part, written).await?;
        let mut imported = imported.into_iter();
        results.extend(part.into_iter().filter_map(|received| {
            let index = received.index;
            rejection(received).or_else(|| {
                let outcome = Ok(imported.next()?);
                Some(Finished { index, outcome })
            })
        }));
        for result in results {
            let sent = timeout(IDLE_TIMEOUT, self.results.send(result)).await;
            sent.map_err(|_| End::Idle)?.map_err(|_| End::Gone)?;
        }
        Ok(())
    }

    /// What was done with each bundle.
    async fn imported(&self, part: &[Received], written: Written) -> Result<Vec<Imported>, End> {
        let Written { done, docs, .. } = written;
        let valid = part.iter().filter_map(|it| it.bundle.as_ref().ok());
        let valid: Vec<&Bundle> = valid.collect();
        let counts: Vec<usize> = valid.iter().map(|it| it.resource_count()).collect();
        let mut imported = Vec::new();
        for (bundle, (results, besides)) in valid.into_iter().zip(split(done, &counts)) {
            let known = besides.iter();
            let known = known.filter_map(|it| Some((it.name, docs.get(&it.name)?.clone())));
            let besides = Written {
                docs: known.collect(),
                done: besides,
                ..Written::default()
            };
            let reanchored = self.app.written(besides).await?;
            let claims = self.mode.asks_about(bundle);
            let suggested = self.app.suggest_imported(&self.context, claims, &results);
            let suggestions = suggested.await?.of_claims;
            imported.push(Imported {
                results,
                reanchored,
                suggestions,
            });
        }
        Ok(imported)
    }
}

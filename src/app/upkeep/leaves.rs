//! Builds the Merkle tree over the log and signs it, behind the writes. One server at a time adds to it; what is done
//! is in the database, so any server can continue where another stopped.

use std::time::{Duration, Instant};

use crate::{
    app::{App, Error, clock::now, metrics::Task},
    proof::checkpoint::Checkpoint,
    store::{
        self,
        tree::{build::Built, checkpoints::Wanted, logged::Bounds},
    },
};

/// What one transaction adds at most. It takes some tens of milliseconds.
const BATCH: Bounds = Bounds {
    changes: 500,
    bytes: 1 << 20,
};

/// How long the log waits for the first leaves of a store that had none: for as long as the last batch
/// took, and at least for this. So at most half of what one connection can do goes into it.
const PAUSE_MIN: Duration = Duration::from_millis(5);

/// Why the tree was not continued, or not signed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(
        "the tree over the log is not signed, because it is not a continuation of the one that was signed \
         last: the log was changed behind the server, or a backup was restored; run claimstore verify"
    )]
    Forked,
}

/// Adds to the tree at intervals and signs it, until the future is dropped.
pub async fn run(app: App, interval: Duration) {
    let mut last = None;
    loop {
        tokio::time::sleep(interval).await;
        match round(&app, &mut last).await {
            Ok(()) => app.metrics().task_ended(Task::Leaves, true),
            // The schema is that of the release before, which has no room for a tree.
            Err(Failure::Store(store::Error::Misfit(_))) => {}
            // Readiness reports that, once.
            Err(Failure::Store(store::Error::Unavailable(_))) => {
                tracing::debug!("no database for the tree");
            }
            // An erasure or the retention has the lock for longer than it is waited for.
            Err(Failure::Store(store::Error::Locked(_))) => {
                tracing::debug!("the tree waits for a lock");
            }
            Err(Failure::Store(error)) => {
                app.metrics().task_ended(Task::Leaves, false);
                tracing::warn!(
                    error = error.plainly(),
                    "the tree over the log could not be continued; will retry"
                );
            }
            Err(error @ Failure::Forked) => {
                app.metrics().task_ended(Task::Leaves, false);
                tracing::error!("{error}");
            }
        }
    }
}

/// Adds to the tree, and signs it. `last` is what this server signed last.
async fn round(app: &App, last: &mut Option<Checkpoint>) -> Result<(), Failure> {
    add(app).await?;
    let keys = app.log_keys();
    let Some(origin) = keys.origin() else {
        return Ok(());
    };
    let mut reader = app.store.reader().await?;
    let size = reader.tree_size().await?;
    let newest = reader.checkpoints(Wanted::Newest, 1).await?;
    let newest = newest.first().map(|it| it.note.as_str());
    let stored = newest.map(Checkpoint::read).transpose();
    let stored = stored.map_err(|_| Failure::Forked)?;
    for earlier in [&stored, &*last].into_iter().flatten() {
        if reader.tree_root(earlier.size).await? != Some(earlier.root) {
            return Err(Failure::Forked);
        }
    }
    // One that no key of this server verifies is signed again.
    let replaced = newest.filter(|_| stored.is_some_and(|stored| stored.size == size));
    let is_own = |note: &str| Checkpoint::verified(note, &keys.verifiers()).is_ok();
    if replaced.is_some_and(is_own) || size == 0 {
        return Ok(());
    }
    let root = reader.tree_root(size).await?.ok_or(Failure::Forked)?;
    drop(reader);
    let checkpoint = Checkpoint {
        origin: origin.to_owned(),
        size,
        root,
    };
    let note = checkpoint.signed(keys.signers());
    let number = i64::try_from(size).unwrap_or(i64::MAX);
    app.store.add_checkpoint(number, &note, replaced).await?;
    *last = Some(checkpoint);
    Ok(())
}

/// Adds leaves until each commit has one that readers of the log can see, or another server does that.
async fn add(app: &App) -> Result<(), store::Error> {
    loop {
        let begin = Instant::now();
        let Some(built) = app.store.build_leaves(BATCH).await? else {
            app.metrics().set_tree_lag(Duration::ZERO);
            return Ok(());
        };
        app.metrics().set_tree(built.size, lag(&built));
        if !built.has_more {
            return Ok(());
        }
        tokio::time::sleep(begin.elapsed().max(PAUSE_MIN)).await;
    }
}

/// How old the oldest commit without a leaf was.
fn lag(built: &Built) -> Duration {
    let oldest = built.oldest.filter(|_| built.has_more);
    let lag = oldest.and_then(|oldest| (now() - oldest).to_std().ok());
    lag.unwrap_or_default()
}

impl App {
    /// Adds to the tree until each commit has a leaf that readers of the log can see.
    pub async fn add_leaves(&self) -> Result<(), Error> {
        Ok(add(self).await?)
    }

    /// Adds to the tree, and signs it if there is a key.
    pub async fn sign_tree(&self) -> Result<(), Error> {
        round(self, &mut None)
            .await
            .map_err(|failure| match failure {
                Failure::Store(error) => error.into(),
                error @ Failure::Forked => Error::Internal(Box::new(error)),
            })
    }
}

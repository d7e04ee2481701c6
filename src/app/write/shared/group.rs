//! One transaction for several creations.

use std::{sync::Arc, time::Instant};

use crate::{
    app::{
        App, Error,
        write::{create::Create, creations::Waiting, mutation::decide},
    },
    failpoint::Failpoint,
    store::{
        self,
        log::Earlier,
        write::{Batch, LockSet, Part, WriteTx, Written, transaction::CHANGES_MAX},
    },
};

/// What became of a creation.
#[derive(Debug)]
pub(super) enum Fate {
    /// It is finished.
    Done(Result<Written, Error>),
    /// It must be tried in a transaction of its own. Nothing was written.
    Alone,
}

/// Writes creations in one transaction, as far as that is possible.
pub(super) async fn write(app: &App, group: Vec<Waiting>) -> Vec<(Waiting, Fate)> {
    let fates = match attempt(app, &group).await {
        Ok(fates) => fates,
        Err(error) if is_final(&error, group.len()) => {
            let error = Arc::new(error);
            let fate = || Fate::Done(Err(error.clone().into()));
            group.iter().map(|_| fate()).collect()
        }
        Err(error) => {
            tracing::debug!(%error, count = group.len(), "creations did not pass together");
            group.iter().map(|_| Fate::Alone).collect()
        }
    };
    group.into_iter().zip(fates).collect()
}

/// Whether each creation of the group has failed with this error: it would come again, or does
/// not say whether something was written.
const fn is_final(error: &store::Error, count: usize) -> bool {
    use store::Error::{Busy, LostRace, Misfit, Unavailable};
    match error {
        Unavailable(_) | Busy | Misfit(_) => true,
        LostRace(_) => false,
        _ => count == 1,
    }
}

async fn attempt(app: &App, group: &[Waiting]) -> Result<Vec<Fate>, store::Error> {
    let mut locks = LockSet::new();
    group.iter().for_each(|waiting| locks.merge(&waiting.locks));
    let mut tx = app.store.begin_with_free(&locks).await?;
    let mut fates = begun(&mut tx, group).await?;
    let open = fates.iter().zip(group).filter(|(fate, _)| fate.is_none());
    let open: Vec<&Waiting> = open.map(|(_, waiting)| waiting).collect();
    let mut written = match decided(&mut tx, &open).await {
        Some(parts) if !parts.is_empty() => {
            let deadline = deadline(&open);
            let written = tx.finish_shared(parts, deadline).await?;
            Failpoint::AnswerBefore.reach()?;
            app.feed.notify();
            written.into_iter()
        }
        _ => {
            tx.rollback().await?;
            Vec::new().into_iter()
        }
    };
    for fate in fates.iter_mut().filter(|fate| fate.is_none()) {
        *fate = written.next().map(|written| Fate::Done(Ok(written)));
    }
    let fates = fates.into_iter();
    Ok(fates.map(|fate| fate.unwrap_or(Fate::Alone)).collect())
}

/// The fates of those that need no decision any more: a lock is not free, or the request was
/// made before.
async fn begun(tx: &mut WriteTx, group: &[Waiting]) -> Result<Vec<Option<Fate>>, store::Error> {
    let requests = group.iter().filter_map(|it| it.context.request.as_ref());
    let requests: Vec<_> = requests.collect();
    let mut earlier = tx.lookup().earlier_all(&requests).await?.into_iter();
    let fates = group.iter().map(|waiting| {
        let request = waiting.context.request.as_ref();
        let earlier = request.and_then(|_| earlier.next());
        if !tx.locks().covers(&waiting.locks) {
            return Some(Fate::Alone);
        }
        match earlier {
            None | Some(Earlier::None) => None,
            Some(Earlier::Same(done)) => Some(Fate::Done(Ok(Written {
                done,
                ..Written::default()
            }))),
            Some(Earlier::Other) => Some(Fate::Done(Err(Error::RequestIdReused))),
        }
    });
    Ok(fates.collect())
}

/// Decides all creations at once. `None` if one of them must be refused, or depends on more
/// than was known.
async fn decided<'a>(tx: &mut WriteTx, open: &[&'a Waiting]) -> Option<Vec<Part<'a>>> {
    if open.is_empty() {
        return None;
    }
    let create = Create {
        all: open.iter().map(|waiting| waiting.new.clone()).collect(),
    };
    let mut needed = LockSet::new();
    let decided = decide(&create, &mut tx.lookup(), &mut needed).await;
    let batch = decided.ok()?;
    let fits = tx.locks().covers(&needed) && batch.changes_max() <= CHANGES_MAX;
    let Batch {
        writes,
        done,
        keys,
        standings,
        reach,
        // Each creation has its own.
        sealed: _,
        cause: None,
        import: None,
    } = batch
    else {
        return None;
    };
    let is_of_creations = keys.is_empty() && standings.is_empty() && reach.is_empty();
    if !fits || !is_of_creations {
        return None;
    }
    let each = writes.into_iter().zip(done).zip(open);
    let parts = each.map(|((write, done), waiting)| Part {
        author: waiting.context.author(),
        batch: Batch {
            writes: vec![write],
            done: vec![done],
            sealed: waiting.new.sealed.clone().into_iter().collect(),
            ..Batch::default()
        },
    });
    Some(parts.collect())
}

/// When the transaction must have ended.
fn deadline(group: &[&Waiting]) -> Option<Instant> {
    let deadlines = group.iter().filter_map(|it| it.context.deadline);
    deadlines.min()
}

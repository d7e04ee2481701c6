//! The reach of a retraction or a merge: updates the standings of all claims that rest on the
//! source, in steps. Each step is a transaction of its own. The progress is stored in the
//! database, so any server can continue where another stopped.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    app::{
        App, CallContext, Error,
        write::{mutation::Mutation, run::run},
    },
    domain::{
        access::Rights,
        resource::{Name, SourceId},
        value::causes,
    },
    failpoint::Failpoint,
    store::{
        self, Lookup,
        write::{Batch, Ending, LockSet, Lockable, Reach, ReachStep},
    },
};

/// The maximum number of claims in one step. It keeps each transaction short.
const STEP_MAX: i64 = 200;

/// How often to look for reaches that another server began, or left unfinished.
const INTERVAL: Duration = Duration::from_secs(5);

/// The actor of the standings' changes.
const ACTOR: &str = "claimstore";

/// Continues all pending reaches, until the future is dropped. One that fails does not block
/// the others: the failure is logged, and retried in the next round.
pub async fn follow(app: App) {
    loop {
        match round(&app).await {
            Ok(()) => {}
            // Readiness reports that, once.
            Err(Error::DatabaseUnavailable(_)) => {
                tracing::debug!("no database for pending retractions and merges");
            }
            Err(error) => tracing::warn!(
                cause = causes(&error),
                "could not continue pending retractions and merges; will retry"
            ),
        }
        tokio::select! {
            () = app.retracted.notified() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// Continues every pending reach to its end, or until it fails.
async fn round(app: &App) -> Result<(), Error> {
    let pending = app.store.reader().await?.lookup().pending_reaches().await?;
    let mut left = pending.len();
    app.metrics().set_reaches(left);
    for source in pending {
        match continue_one(app, source).await? {
            Ok(()) => {
                left -= 1;
                app.metrics().set_reaches(left);
            }
            Err(error) => {
                let name = Name::Source(source);
                let cause = causes(&error);
                tracing::warn!(cause, source = %name, "could not continue a retraction or merge; will retry");
            }
        }
    }
    Ok(())
}

/// Continues a reach to its end. Returns the error of a step.
async fn continue_one(app: &App, source: SourceId) -> Result<Result<(), Error>, Error> {
    let mut claims = None;
    loop {
        let reach = app.store.reader().await?.lookup().reach(source).await?;
        let Some(reach) = reach.filter(|reach| reach.end_time.is_none()) else {
            return Ok(Ok(()));
        };
        let before = claims.replace(reach.claims).unwrap_or(reach.claims);
        app.metrics().reached(reach.claims.saturating_sub(before));
        if let Err(error) = step(app, reach).await {
            return Ok(Err(error));
        }
    }
}

async fn step(app: &App, reach: Reach) -> Result<(), Error> {
    Failpoint::ReachStep.reach().map_err(store::Error::from)?;
    let context = CallContext {
        actor: ACTOR.to_owned(),
        request: None,
        ending: Ending::Keep,
        bytes: 0,
        deadline: None,
        rights: Rights::ALL,
    };
    run(app, context, Step { reach }).await?;
    Failpoint::ReachNext.reach().map_err(store::Error::from)?;
    Ok(())
}

/// One step of a reach, from its stored progress.
struct Step {
    reach: Reach,
}

impl Mutation for Step {
    fn locks(&self) -> LockSet {
        LockSet::new()
    }

    fn plans_without_locks(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let reach = self.reach;
        // The lock keeps the retraction from being recorded or revoked meanwhile. Of two
        // servers, the second finds the reach changed and stops.
        locks.exclusive(Lockable::Resource(Name::Source(reach.source)));
        if lookup.reach(reach.source).await? != Some(reach) {
            return Ok(Batch::default());
        }
        let name = Name::Source(reach.source);
        let groups = lookup.groups(&BTreeSet::from([name])).await?;
        let sources = groups.get(&name).map_or(&[][..], Vec::as_slice);
        let claims = lookup
            .claims_to_reach(sources, reach.after, STEP_MAX)
            .await?;
        for &claim in &claims {
            locks.exclusive(Lockable::Resource(Name::Claim(claim)));
        }
        let step = match claims.last() {
            Some(&last) => ReachStep::Proceed {
                source: reach.source,
                last,
                claims: i32::try_from(claims.len()).unwrap_or(i32::MAX),
            },
            None => ReachStep::End(reach.source),
        };
        Ok(Batch {
            standings: claims.into_iter().collect(),
            reach: vec![step],
            cause: reach.cause,
            ..Batch::default()
        })
    }
}

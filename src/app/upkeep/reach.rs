//! The reach of a retraction or a merge: the standings of the claims that rest on its
//! source follow in steps, each a transaction of its own, until none is left. What is left is
//! written in the database, so whoever serves it goes on where another stopped.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    app::{
        App, CallContext, Error, causes,
        write::run::{self, Mutation},
    },
    domain::resource::name::Name,
    store::{
        read::load::Lookup,
        write::{
            lock::{LockSet, Lockable},
            reach::{Reach, ReachStep},
            transaction::{Batch, Ending},
        },
    },
};

/// The claims that one step reaches: as many as are soon done.
const STEP_MAX: i64 = 200;

/// Another server may have recorded a retraction, or have stopped on the way.
const EVERY: Duration = Duration::from_secs(5);

/// Who writes the standings.
const ACTOR: &str = "claimstore";

/// Goes on with what is left, until it is dropped. A retraction that cannot go on for
/// now holds up no other: it is logged, and tried again at the next round.
pub async fn follow(app: App) {
    loop {
        if let Err(error) = round(&app).await {
            tracing::warn!(
                cause = causes(&error),
                "retractions could not go on for now"
            );
        }
        tokio::select! {
            () = app.retracted.notified() => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Brings every retraction as far as it comes.
async fn round(app: &App) -> Result<(), Error> {
    let left = app.store.reader().await?.lookup().pending_reaches().await?;
    for source in left {
        loop {
            let reach = app.store.reader().await?.lookup().reach(source).await?;
            let Some(reach) = reach.filter(|reach| reach.end_time.is_none()) else {
                break;
            };
            if let Err(error) = step(app, reach).await {
                let name = Name::Source(source);
                let cause = causes(&error);
                tracing::warn!(cause, source = %name, "a retraction could not go on for now");
                break;
            }
        }
    }
    Ok(())
}

async fn step(app: &App, reach: Reach) -> Result<(), Error> {
    let context = CallContext {
        actor: ACTOR.to_owned(),
        request: None,
        ending: Ending::Keep,
    };
    run::run(app, context, Step { reach }).await?;
    Ok(())
}

/// A step from where a reach was found.
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
        // Its retraction cannot be recorded or taken back meanwhile, and of two
        // servers one goes on.
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

//! The reach of a retraction: the standings of the claims that rest on its source
//! follow in steps, each a transaction of its own, until none is left. What is left is
//! written in the database, so whoever serves it goes on where another stopped.

use std::time::Duration;

use super::{
    App, Asked, Error,
    write::{self, Mutation},
};
use crate::{
    domain::name::Name,
    store::{
        load::Lookup,
        lock::{LockSet, Lockable},
        reach::{Reach, ReachStep},
        write::{Batch, Ending},
    },
};

/// The claims that one step reaches: as many as are soon done.
const STEP_MAX: i64 = 200;

/// Another server may have recorded a retraction, or have stopped on the way.
const EVERY: Duration = Duration::from_secs(5);

/// Who writes the standings.
const ACTOR: &str = "claimstore";

/// Goes on with what is left, until it is dropped. A failure is logged and tried
/// again at the next round.
pub async fn run(app: App) {
    loop {
        match step(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a retraction could not go on for now"),
        }
        let wake = app.retracted.notified();
        tokio::select! {
            () = wake => {}
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Makes one step; tells whether there may be another.
pub async fn step(app: &App) -> Result<bool, Error> {
    let left = app.store.reader().await?.lookup().next_reach().await?;
    if left.is_none() {
        return Ok(false);
    }
    let asked = Asked {
        actor: ACTOR.to_owned(),
        request: None,
        ending: Ending::Keep,
    };
    write::run(app, asked, Step).await?;
    Ok(true)
}

struct Step;

impl Mutation for Step {
    fn locks(&self) -> LockSet {
        LockSet::new()
    }

    fn looks_ahead(&self) -> bool {
        true
    }

    async fn decide(&self, lookup: &mut Lookup<'_>, locks: &mut LockSet) -> Result<Batch, Error> {
        let Some(reach) = lookup.next_reach().await? else {
            return Ok(Batch::default());
        };
        // Its retraction cannot be recorded or taken back meanwhile, and of two
        // servers one goes on.
        locks.own(Lockable::Resource(Name::Source(reach.source)));
        let claims = lookup.reached(reach, STEP_MAX).await?;
        for &claim in &claims {
            locks.own(Lockable::Resource(Name::Claim(claim)));
        }
        let step = match claims.last() {
            Some(&after) => ReachStep::Proceed(Reach { after, ..reach }),
            None => ReachStep::End(reach.source),
        };
        Ok(Batch {
            standings: claims.into_iter().collect(),
            reach: vec![step],
            ..Batch::default()
        })
    }
}

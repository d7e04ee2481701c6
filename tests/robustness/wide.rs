//! Commits of more changes than fit into an answer of a watch, and into what is left of a page: a claim
//! with very many reviews, which is deleted and undeleted. And a source on which more claims rest than one
//! step of its retraction reaches.

use std::{sync::Arc, time::Duration};

use claimstore::wire::pb::{
    Bundle, ImportBundleRequest, RetractSourceRequest, Retraction, UndeleteClaimRequest,
};
use tokio::time::sleep;

use super::{
    client::Stage,
    history::Outcome,
    made::{attributed, bundle, wide_bundle},
    mutation::{Maker, Mutation, request_id},
    state::kind,
    support::random::Random,
    workload::deletion,
};

const ACTOR: &str = "wide";
const REVIEWS: usize = 120;
/// The claims that rest on the source, in so many bundles. A step reaches 200.
const CLAIMS: usize = 52;
const BUNDLES: usize = 4;
/// How often a claim is deleted and undeleted before there is another one.
const ROUNDS: usize = 4;
const PAUSE_MAX_MS: usize = 1_500;
/// Each pause is so much longer than the one before, so that the log of a long run has other things, too.
const LONGER_MS: usize = 50;
const LONGEST_MS: usize = 5_000;

/// Stores the source and the claims that rest on it, of which no client knows. Returns its name.
pub async fn prepare(stage: &Stage, seed: u64) -> String {
    let mut maker = Maker::new(Random::new(seed), &stage.known, "many".to_owned());
    let first = bundle(&mut maker);
    let names = import(stage, &mut maker, first).await;
    let source = names.into_iter().find(|it| kind(it) == "sources");
    let source = source.expect("nothing fails yet");
    for _ in 0..BUNDLES {
        let next = attributed(&mut maker, &source, CLAIMS);
        import(stage, &mut maker, next).await;
    }
    source
}

/// Writes such commits until the run is over.
pub async fn run(stage: Stage, source: String, seed: u64) {
    let known = Arc::clone(&stage.known);
    let mut maker = Maker::new(Random::new(seed), &known, ACTOR.to_owned());
    let mut count = 0;
    while !stage.is_over() {
        let wide = wide_bundle(&mut maker, REVIEWS);
        let names = import(&stage, &mut maker, wide).await;
        let Some(claim) = names.into_iter().next() else {
            pause(&mut maker, count).await;
            continue;
        };
        // At last, it is always retracted.
        let mut mutations = vec![retraction(&source, true), retraction(&source, false)];
        for _ in 0..ROUNDS {
            mutations.extend([deletion(&claim), undeletion(&claim)]);
        }
        mutations.push(retraction(&source, true));
        for mutation in mutations {
            count += 1;
            pause(&mut maker, count).await;
            if !stage.is_over() {
                stage.write(ACTOR, mutation, &mut maker.random).await;
            }
        }
        known.retire(claim);
    }
    let last = retraction(&source, true);
    stage.write(ACTOR, last, &mut maker.random).await;
}

async fn pause(maker: &mut Maker<'_>, count: usize) {
    let longer = (LONGER_MS * count).min(LONGEST_MS);
    let time = longer + maker.random.below(PAUSE_MAX_MS);
    sleep(Duration::from_millis(u64::try_from(time).unwrap())).await;
}

/// Stores a bundle. Returns the names of what it became, if that is known.
async fn import(stage: &Stage, maker: &mut Maker<'_>, bundle: Bundle) -> Vec<String> {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        request_id: request_id(),
        ..ImportBundleRequest::default()
    };
    let mutation = Mutation::of(request, String::new());
    match stage.write(ACTOR, mutation, &mut maker.random).await {
        Outcome::Done { names, .. } => names,
        _ => Vec::new(),
    }
}

fn undeletion(claim: &str) -> Mutation {
    let request = UndeleteClaimRequest {
        name: claim.to_owned(),
        request_id: request_id(),
        ..UndeleteClaimRequest::default()
    };
    Mutation::of(request, String::new())
}

/// The retraction of a source, or its revocation.
fn retraction(source: &str, is_retracted: bool) -> Mutation {
    let retraction = Retraction {
        reason: "It was made up".to_owned(),
        ..Retraction::default()
    };
    let request = RetractSourceRequest {
        name: source.to_owned(),
        retraction: is_retracted.then_some(retraction),
        revoke: !is_retracted,
        request_id: request_id(),
        ..RetractSourceRequest::default()
    };
    Mutation::of(request, String::new())
}

//! Checks random calls: every row, link and standing agrees with the log afterwards, and lists
//! agree with standings.

use std::collections::BTreeSet;

use claimstore::wire::pb::{Claim, ClaimFilter, GetStandingRequest, ListClaimsRequest};
use tonic::Code;

use super::{differences, scene::Scene};

const SEEDS: [u64; 3] = [0x5eed_0001, 0x5eed_0002, 0x5eed_0003];
const CALLS: usize = 250;
impl Scene {
    async fn is_disputed(&self, claim: &Claim) -> bool {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        let answer = self.server.claims().get_standing(request).await;
        answer.unwrap().into_inner().disputed
    }

    async fn listed(&self, disputed: Option<bool>) -> Vec<Claim> {
        let filter = ClaimFilter {
            disputed,
            ..ClaimFilter::default()
        };
        let request = ListClaimsRequest {
            filter: Some(filter),
            page_size: 1_000,
            ..ListClaimsRequest::default()
        };
        let answer = self.server.claims().list_claims(request).await.unwrap();
        answer.into_inner().claims
    }
}

/// The codes with which a call may be refused. Any other code is a fault.
const REFUSALS: [Code; 4] = [
    Code::InvalidArgument,
    Code::NotFound,
    Code::AlreadyExists,
    Code::FailedPrecondition,
];

#[tokio::test]
async fn after_random_calls_nothing_differs_from_the_log_and_lists_agree_with_standings() {
    for seed in SEEDS {
        println!("seed {seed:#x}");
        let mut scene = Scene::start(seed).await;
        let mut done = 0;
        for number in 0..CALLS {
            match scene.call().await {
                Ok(()) => done += 1,
                Err(status) if REFUSALS.contains(&status.code()) => {}
                Err(status) => panic!("seed {seed:#x}, call {number}: {status:?}"),
            }
            if number % 50 == 49 {
                let found = differences(&scene.server).await;
                assert_eq!(found, [""; 0], "seed {seed:#x}, after call {number}");
            }
        }
        assert!(
            done > CALLS / 3,
            "seed {seed:#x}: only {done} calls did something"
        );
        let mut disputed = BTreeSet::new();
        for claim in scene.listed(None).await {
            if scene.is_disputed(&claim).await {
                disputed.insert(claim.name);
            }
        }
        assert!(!disputed.is_empty(), "seed {seed:#x}: nothing was disputed");
        let listed = scene.listed(Some(true)).await.into_iter();
        assert_eq!(listed.map(|it| it.name).collect::<BTreeSet<_>>(), disputed);
    }
}

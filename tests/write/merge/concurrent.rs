//! Concurrent merges end in a consistent state and lose nothing.

use std::collections::BTreeMap;

use claimstore::wire::pb::Claim;

use crate::support::{random::Random, server::TestServer};

#[tokio::test]
async fn concurrent_merges_of_a_chain_end_alike_in_either_order() {
    let server = TestServer::start().await;
    for _ in 0..10 {
        let [a, b, c] = &server.three().await;
        let (first, second) = tokio::join!(server.merge_claims(a, b), server.merge_claims(b, c));
        first.unwrap();
        second.unwrap();
        for claim in [a, b, c] {
            assert_eq!(server.get_claim(&claim.name).await.unwrap().name, c.name);
        }
        server.unmerge_claim(b).await.unwrap();
        assert_eq!(server.get_claim(&a.name).await.unwrap().name, b.name);
    }
    server.assert_consistent().await;
}

#[tokio::test]
async fn exactly_one_of_two_opposite_merges_succeeds() {
    let server = TestServer::start().await;
    for _ in 0..10 {
        let [a, b, _] = &server.three().await;
        let (first, second) = tokio::join!(server.merge_claims(a, b), server.merge_claims(b, a));
        let survivor = match (first, second) {
            (Ok(_), Err(_)) => b,
            (Err(_), Ok(_)) => a,
            other => panic!("one was to be refused: {other:?}"),
        };
        for claim in [a, b] {
            let found = server.get_claim(&claim.name).await.unwrap();
            assert_eq!(found.name, survivor.name);
        }
    }
    server.assert_consistent().await;
}

#[tokio::test]
async fn random_merges_lead_to_the_ends_of_their_chains() {
    let server = TestServer::start().await;
    let seed = 20_261_124;
    println!("seed {seed}");
    let random = &mut Random::new(seed);
    let mut claims = Vec::new();
    for number in 0..8 {
        let statement = format!("Claim {number}");
        claims.extend(server.claims_named(&[&statement]).await);
    }
    let mut pointers: BTreeMap<usize, usize> = BTreeMap::new();
    for _ in 0..150 {
        let (one, other) = (random.below(claims.len()), random.below(claims.len()));
        if random.below(3) == 0 {
            server.unmerge_claim(&claims[one]).await.unwrap();
            pointers.remove(&one);
        } else {
            let is_free = !pointers.contains_key(&one) && lead(&pointers, other) != one;
            let is_same = pointers.get(&one) == Some(&other);
            let merged = server.merge_claims(&claims[one], &claims[other]).await;
            assert_eq!(merged.is_ok(), is_free || is_same, "{one} into {other}");
            if is_free {
                pointers.insert(one, other);
            }
        }
        let asked = random.below(claims.len());
        let found = server.get_claim(&claims[asked].name).await.unwrap();
        assert_eq!(found.name, claims[lead(&pointers, asked)].name);
    }
    server.assert_consistent().await;
}

fn lead(pointers: &BTreeMap<usize, usize>, mut at: usize) -> usize {
    while let Some(&next) = pointers.get(&at) {
        at = next;
    }
    at
}

impl TestServer {
    async fn three(&self) -> [Claim; 3] {
        let id = uuid::Uuid::now_v7();
        let statements = ["A", "B", "C"].map(|letter| format!("{letter} {id}"));
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        let claims = self.claims_named(&statements).await;
        claims.try_into().unwrap()
    }
}

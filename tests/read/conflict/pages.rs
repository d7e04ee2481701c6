//! Pages of any size hold each conflict once, in order. That includes claims that have more
//! conflicts than one page examines.

use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Claim, ConflictFilter, CreateClaimRequest, Quantity,
};

use super::{all, pair, sides, stored};
use crate::support::{
    samples::{claim, quantity},
    server::TestServer,
};

pub async fn store_all(server: &TestServer, claims: Vec<Claim>) -> Vec<Claim> {
    let requests = claims.into_iter().map(|claim| CreateClaimRequest {
        claim: Some(claim),
        ..CreateClaimRequest::default()
    });
    let request = BatchCreateClaimsRequest {
        requests: requests.collect(),
        ..BatchCreateClaimsRequest::default()
    };
    let answer = server.claims().batch_create_claims(request).await.unwrap();
    answer.into_inner().claims
}

fn measuring(number: usize, quantities: Vec<Quantity>) -> Claim {
    Claim {
        quantities,
        ..claim(&format!("Claim {number}"))
    }
}

#[tokio::test]
async fn pages_of_every_size_hold_every_conflict_once_in_order() {
    let server = TestServer::start().await;
    let value = |number: usize| vec![quantity("m", &(number % 4).to_string())];
    let claims = (0..9).map(|number| measuring(number, value(number)));
    let claims = store_all(&server, claims.collect()).await;
    let mut expected = Vec::new();
    for (number, one) in claims.iter().enumerate() {
        for (at, other) in claims.iter().enumerate().skip(number + 1) {
            if number % 4 != at % 4 {
                expected.push(pair(one, other));
            }
        }
    }
    expected.sort();
    for size in [1, 2, 3, 7, 28, 29, 30, 1_000, 0] {
        let found = all(&server, ConflictFilter::default(), size).await.unwrap();
        let found = found.iter().map(sides);
        let found: Vec<_> = found.map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(found, expected, "pages of {size}");
    }
}

#[tokio::test]
async fn all_conflicts_are_found_among_more_figures_than_one_page_examines() {
    let server = TestServer::start().await;
    // 32 figures each, and more than 2,048 together.
    let values = || (0..32).map(|value| quantity("m", &value.to_string()));
    let claims = (0..70).map(|number| measuring(number, values().collect()));
    let mut expected = store_all(&server, claims.collect()).await;
    expected.sort_by(|one, other| one.name.cmp(&other.name));
    let one = stored(&server, "One", &[quantity("m", "1000")]).await;
    let filter = ConflictFilter {
        claim: one.name.clone(),
        ..ConflictFilter::default()
    };
    for size in [7, 69, 1_000] {
        let found = all(&server, filter.clone(), size).await.unwrap();
        let found = found.iter().map(|it| sides(it).1);
        let found: Vec<&str> = found.collect();
        let expected = expected.iter().map(|it| it.name.as_str());
        assert_eq!(found, expected.collect::<Vec<_>>(), "pages of {size}");
    }
    // Of many disjoint figures, the first ten are returned.
    let found = all(&server, filter, 1).await.unwrap();
    assert_eq!(found[0].one.as_ref().unwrap().quantities.len(), 10);
    assert_eq!(found[0].other.as_ref().unwrap().quantities.len(), 10);
}

//! Standings are read in batches, and beside the claims that they belong to.

use claimstore::wire::pb::{
    BatchGetClaimsRequest, BatchGetStandingsRequest, Claim, ClaimFilter, ClaimView,
    GetClaimRequest, GetStandingRequest, ListClaimsRequest, MergeClaimsRequest, Review, Standing,
    Verdict,
};
use prost_types::Timestamp;

use crate::support::{
    children::claims,
    errors::{fields, missing, sorted_fields},
    samples::review,
    server::TestServer,
};

async fn standing(server: &TestServer, claim: &str, read_time: Option<Timestamp>) -> Standing {
    let request = GetStandingRequest {
        name: format!("{claim}/standing"),
        read_time,
        ..GetStandingRequest::default()
    };
    server
        .claims()
        .get_standing(request)
        .await
        .unwrap()
        .into_inner()
}

fn batch(claims: &[&Claim]) -> BatchGetStandingsRequest {
    BatchGetStandingsRequest {
        names: claims
            .iter()
            .map(|it| format!("{}/standing", it.name))
            .collect(),
        ..BatchGetStandingsRequest::default()
    }
}

async fn standings(server: &TestServer, request: BatchGetStandingsRequest) -> Vec<Standing> {
    let answer = server.claims().batch_get_standings(request).await;
    answer.unwrap().into_inner().standings
}

/// Four claims: reviewed twice, reviewed and merged into the first, without anything, deleted.
async fn scene(server: &TestServer) -> [Claim; 4] {
    let all: [Claim; 4] = claims(server).await;
    let [one, merged, _, gone] = &all;
    for (claim, author, verdict) in [
        (one, "A", Verdict::True),
        (one, "B", Verdict::False),
        (merged, "C", Verdict::Mixed),
        (gone, "A", Verdict::Satire),
    ] {
        server
            .create_review(claim, review(author, verdict, 1))
            .await
            .unwrap();
    }
    let merge = MergeClaimsRequest {
        name: merged.name.clone(),
        into: one.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(merge).await.unwrap();
    server.delete_claim(&gone.name).await.unwrap();
    all
}

/// Stores two reviews of a claim that contradict each other. Returns the first.
async fn judged_twice(server: &TestServer, claim: &Claim) -> Review {
    let first = review("A", Verdict::True, 1);
    let first = server.create_review(claim, first).await.unwrap();
    let second = review("B", Verdict::False, 2);
    server.create_review(claim, second).await.unwrap();
    first
}

#[tokio::test]
async fn a_batch_has_the_standings_in_the_order_of_the_names() {
    let server = TestServer::start().await;
    let [one, merged, bare, gone] = scene(&server).await;
    let found = standings(&server, batch(&[&bare, &merged, &one, &bare])).await;
    let mut expected = Vec::new();
    for claim in [&bare, &merged, &one, &bare] {
        expected.push(standing(&server, &claim.name, None).await);
    }
    assert_eq!(found, expected);
    assert_eq!(found[1].redirected_from, merged.name);
    assert_eq!(found[2].review_count, 3);
    let deleted = BatchGetStandingsRequest {
        show_deleted: true,
        ..batch(&[&gone])
    };
    assert_eq!(
        standings(&server, deleted).await[0].name,
        format!("{}/standing", gone.name)
    );
}

#[tokio::test]
async fn a_batch_names_all_claims_that_are_missing_and_all_names_that_are_wrong() {
    let server = TestServer::start().await;
    let [one, _, _, gone] = scene(&server).await;
    let unknown = Claim {
        name: "claims/00000000-0000-7000-8000-000000000009".to_owned(),
        ..Claim::default()
    };
    let request = batch(&[&unknown, &one, &gone]);
    let refused = server
        .claims()
        .batch_get_standings(request)
        .await
        .unwrap_err();
    let mut names = missing(&refused);
    names.sort();
    assert_eq!(names, [unknown.name, gone.name]);

    let wrong = BatchGetStandingsRequest {
        names: vec![one.name.clone(), "nothing".to_owned()],
        ..BatchGetStandingsRequest::default()
    };
    let refused = server
        .claims()
        .batch_get_standings(wrong)
        .await
        .unwrap_err();
    assert_eq!(sorted_fields(&refused), ["names[0]", "names[1]"]);
    let refused = server
        .claims()
        .batch_get_standings(batch(&[]))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["names"]);
    let many = batch(&vec![&one; 1_001]);
    let refused = server.claims().batch_get_standings(many).await.unwrap_err();
    assert_eq!(fields(&refused), ["names"]);
}

#[tokio::test]
async fn a_batch_can_be_read_as_of_a_moment() {
    let server = TestServer::start().await;
    let [one, bare] = claims(&server).await;
    let judged = judged_twice(&server, &one).await;
    let then = BatchGetStandingsRequest {
        read_time: judged.create_time,
        ..batch(&[&one, &bare])
    };
    let found = standings(&server, then).await;
    assert_eq!(found[0].review_count, 1);
    assert_eq!(
        found[0],
        standing(&server, &one.name, judged.create_time).await
    );
    assert_eq!(found[1], standing(&server, &bare.name, None).await);
}

/// The claim without its standing, and the standing.
fn apart(claim: Claim) -> (Claim, Standing) {
    let standing = *claim.standing.clone().expect("a standing");
    let claim = Claim {
        standing: None,
        ..claim
    };
    (claim, standing)
}

#[tokio::test]
async fn claims_are_read_with_their_standings_on_request() {
    let server = TestServer::start().await;
    let [one, merged, bare, gone] = scene(&server).await;
    let view = ClaimView::WithStanding.into();
    for claim in [&one, &merged, &bare] {
        let basic = server.get_claim(&claim.name).await.unwrap();
        assert_eq!(basic.standing, None);
        let request = GetClaimRequest {
            name: claim.name.clone(),
            view,
            ..GetClaimRequest::default()
        };
        let full = server
            .claims()
            .get_claim(request)
            .await
            .unwrap()
            .into_inner();
        let (claim, found) = apart(full);
        assert_eq!(claim, basic);
        assert_eq!(found, standing(&server, &basic.name, None).await);
    }

    let names: Vec<String> = [&bare, &one, &merged].map(|it| it.name.clone()).to_vec();
    let request = BatchGetClaimsRequest {
        names,
        view,
        ..BatchGetClaimsRequest::default()
    };
    let claims = server
        .claims()
        .batch_get_claims(request)
        .await
        .unwrap()
        .into_inner()
        .claims;
    let standings: Vec<Standing> = claims.into_iter().map(|it| apart(it).1).collect();
    let of_one = standing(&server, &one.name, None).await;
    let of_bare = standing(&server, &bare.name, None).await;
    assert_eq!(standings, [of_bare.clone(), of_one.clone(), of_one.clone()]);

    let mut request = ListClaimsRequest {
        view,
        page_size: 1,
        show_deleted: true,
        order_by: "create_time".to_owned(),
        ..ListClaimsRequest::default()
    };
    let mut listed = Vec::new();
    loop {
        let page = server
            .claims()
            .list_claims(request.clone())
            .await
            .unwrap()
            .into_inner();
        listed.extend(page.claims.into_iter().map(|it| apart(it).1));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    let shown = BatchGetStandingsRequest {
        show_deleted: true,
        ..batch(&[&gone])
    };
    let of_gone = self::standings(&server, shown).await.remove(0);
    assert_eq!(listed, [of_one, of_bare, of_gone]);
}

#[tokio::test]
async fn a_list_as_of_a_moment_has_the_standings_of_that_moment() {
    let server = TestServer::start().await;
    let [one, bare] = claims(&server).await;
    let judged = judged_twice(&server, &one).await;
    let request = ListClaimsRequest {
        view: ClaimView::WithStanding.into(),
        read_time: judged.create_time,
        filter: Some(ClaimFilter::default()),
        ..ListClaimsRequest::default()
    };
    let page = server
        .claims()
        .list_claims(request)
        .await
        .unwrap()
        .into_inner();
    let found: Vec<Standing> = page.claims.into_iter().map(|it| apart(it).1).collect();
    let expected = [
        standing(&server, &one.name, judged.create_time).await,
        standing(&server, &bare.name, judged.create_time).await,
    ];
    assert_eq!(found, expected);
    assert_eq!(found[0].review_count, 1);
}

#[tokio::test]
async fn an_unknown_view_is_refused_and_a_standing_cannot_be_written() {
    let server = TestServer::start().await;
    let [one] = claims(&server).await;
    let request = GetClaimRequest {
        name: one.name.clone(),
        view: 99,
        ..GetClaimRequest::default()
    };
    let refused = server.claims().get_claim(request).await.unwrap_err();
    assert_eq!(fields(&refused), ["view"]);

    let given = Claim {
        standing: Some(Box::new(Standing {
            disputed: true,
            ..Standing::default()
        })),
        ..one.clone()
    };
    let refused = server
        .update_claim(given.clone(), &["standing"])
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["update_mask"]);
    let unchanged = server.update_claim(given, &[]).await.unwrap();
    assert_eq!(unchanged, one);
    assert!(!standing(&server, &one.name, None).await.disputed);
}

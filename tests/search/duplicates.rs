//! Claims of the store that likely say the same.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    Claim, ClaimFilter, CreateRelationRequest, ListDuplicatesRequest, ListDuplicatesResponse,
    MergeClaimsRequest, Relation, RelationState, RelationType, RetractClaimRequest, Retraction,
};

use crate::support::{
    errors::fields,
    samples::{claim, relation},
    search::{create, end},
    server::TestServer,
};

/// Statements, of which each two that follow each other say the same.
const PAIRS: [&str; 6] = [
    "The old bridge of Novi Sad collapsed in 1999 after an air strike.",
    "After an air strike, the old bridge of Novi Sad collapsed in 1999.",
    "The city hospital treats 4,200 patients each month.",
    "Each month the city hospital treats 4,200 patients.",
    "Vaccines against measles were stopped in three provinces.",
    "In three provinces vaccines against measles were stopped.",
];

async fn filled() -> (TestServer, Vec<Claim>) {
    let server = TestServer::start_with_search().await;
    let mut claims = Vec::new();
    for statement in PAIRS {
        claims.push(create(&server, claim(statement)).await);
    }
    for statement in [
        "The city hospital treats 9,800 patients each month.",
        "The ministry of finance lowered the tax on bread.",
    ] {
        create(&server, claim(statement)).await;
    }
    (server, claims)
}

async fn list(server: &TestServer, request: ListDuplicatesRequest) -> ListDuplicatesResponse {
    let request = ListDuplicatesRequest {
        min_position: end(server).await,
        ..request
    };
    let page = server.search().list_duplicates(request).await;
    page.unwrap().into_inner()
}

/// The pairs of a page, each with the lower name first.
fn pairs(page: &ListDuplicatesResponse) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for it in &page.claims {
        let name = &it.claim.as_ref().unwrap().name;
        for other in &it.duplicates {
            let other = &other.claim.as_ref().unwrap().name;
            pairs.push((name.min(other).clone(), name.max(other).clone()));
        }
    }
    pairs.sort();
    pairs
}

fn expected(claims: &[Claim], indices: &[usize]) -> Vec<(String, String)> {
    let pairs = indices.iter().map(|index| {
        let (one, other) = (&claims[2 * index].name, &claims[2 * index + 1].name);
        (one.min(other).clone(), one.max(other).clone())
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs
}

#[tokio::test]
async fn each_pair_is_listed_once_on_one_page_or_on_many() {
    let (server, claims) = filled().await;
    let all = list(&server, ListDuplicatesRequest::default()).await;
    assert_eq!(pairs(&all), expected(&claims, &[0, 1, 2]));
    let duplicate = &all.claims[0].duplicates[0];
    assert!(duplicate.confidence >= 0.9);
    assert!(!duplicate.reasons.is_empty());

    let mut request = ListDuplicatesRequest {
        page_size: 1,
        min_position: end(&server).await,
        ..ListDuplicatesRequest::default()
    };
    let mut paged = Vec::new();
    loop {
        let page = server.search().list_duplicates(request.clone()).await;
        let page = page.unwrap().into_inner();
        assert!(page.claims.len() <= 1);
        paged.extend(pairs(&page));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    paged.sort();
    assert_eq!(paged, pairs(&all));
}

#[tokio::test]
async fn all_pairs_of_several_claims_are_listed() {
    let server = TestServer::start_with_search().await;
    let mut claims = Vec::new();
    for statement in [
        "Brandis castle burned for three nights.",
        "For three nights Brandis castle burned.",
        "Three nights Brandis castle burned for.",
        "Burned for three nights: Brandis castle.",
    ] {
        claims.push(create(&server, claim(statement)).await);
    }
    for statement in &PAIRS[..4] {
        create(&server, claim(statement)).await;
    }
    let request = ListDuplicatesRequest {
        min_confidence: 0.5,
        ..ListDuplicatesRequest::default()
    };
    let found = pairs(&list(&server, request).await);
    for (at, one) in claims.iter().enumerate() {
        for other in &claims[at + 1..] {
            let pair = (
                one.name.clone().min(other.name.clone()),
                one.name.clone().max(other.name.clone()),
            );
            let times = found.iter().filter(|it| **it == pair).count();
            assert_eq!(times, 1, "{} and {}", one.statement, other.statement);
        }
    }
}

#[tokio::test]
async fn what_somebody_decided_merged_or_retracted_is_not_listed() {
    let (server, claims) = filled().await;
    let request = CreateRelationRequest {
        parent: claims[1].name.clone(),
        relation: Some(Relation {
            state: RelationState::Rejected.into(),
            ..relation(RelationType::SameAs, &claims[0])
        }),
        ..CreateRelationRequest::default()
    };
    server.claims().create_relation(request).await.unwrap();
    let page = list(&server, ListDuplicatesRequest::default()).await;
    assert_eq!(pairs(&page), expected(&claims, &[1, 2]));

    let request = MergeClaimsRequest {
        name: claims[3].name.clone(),
        into: claims[2].name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(request).await.unwrap();
    let page = list(&server, ListDuplicatesRequest::default()).await;
    assert_eq!(pairs(&page), expected(&claims, &[2]));

    let request = RetractClaimRequest {
        name: claims[5].name.clone(),
        retraction: Some(Retraction {
            reason: "wrong".to_owned(),
            ..Retraction::default()
        }),
        ..RetractClaimRequest::default()
    };
    server.claims().retract_claim(request).await.unwrap();
    let page = list(&server, ListDuplicatesRequest::default()).await;
    assert_eq!(pairs(&page), []);
}

#[tokio::test]
async fn a_filter_says_of_which_claims_duplicates_are_listed() {
    let server = TestServer::start_with_search().await;
    let tagged = Claim {
        tags: vec!["new".to_owned()],
        ..claim(PAIRS[1])
    };
    let untagged = create(&server, claim(PAIRS[0])).await;
    let tagged = create(&server, tagged).await;
    create(&server, claim(PAIRS[2])).await;
    let request = ListDuplicatesRequest {
        filter: Some(ClaimFilter {
            tag: "new".to_owned(),
            ..ClaimFilter::default()
        }),
        min_confidence: 0.5,
        ..ListDuplicatesRequest::default()
    };
    // The untagged one comes first, and is not examined.
    let page = list(&server, request).await;
    let names: BTreeSet<&str> = page
        .claims
        .iter()
        .map(|it| &*it.claim.as_ref().unwrap().name)
        .collect();
    assert_eq!(names, BTreeSet::from([&*tagged.name]));
    let other = page.claims[0].duplicates[0].claim.as_ref().unwrap();
    assert_eq!(other.name, untagged.name);
}

#[tokio::test]
async fn what_is_out_of_bounds_is_refused_at_once() {
    let server = TestServer::start_with_search().await;
    let request = ListDuplicatesRequest {
        min_confidence: 0.1,
        page_size: -1,
        filter: Some(ClaimFilter {
            article: "nonsense".to_owned(),
            ..ClaimFilter::default()
        }),
        ..ListDuplicatesRequest::default()
    };
    let refused = server.search().list_duplicates(request).await.unwrap_err();
    assert_eq!(
        fields(&refused),
        ["filter.article", "min_confidence", "page_size"]
    );
}

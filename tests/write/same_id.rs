//! Ids: resources of different kinds can share one, children of claims have unique ones, and the
//! nil id is valid.

use claimstore::{
    store::upkeep::check::check,
    wire::pb::{
        Appearance, AttributionChain, BatchCreateAppearancesRequest, Bundle, BundleClaim, Claim,
        CreateAppearanceRequest, CreateClaimRequest, CreateSourceRequest, GetStandingRequest,
        ImportBundleRequest, Relation, RelationType, RetractSourceRequest, Retraction,
    },
};

use crate::support::{
    errors::fields,
    samples::{appearance, article, claim, hop, outlet, relation},
    server::TestServer,
};

const ID: &str = "01234567-89ab-7def-8000-000000000001";
const NIL: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test]
async fn a_source_and_a_claim_with_one_id_are_not_confused() {
    let server = TestServer::start().await;
    let source = CreateSourceRequest {
        source: Some(outlet("A")),
        source_id: ID.to_owned(),
        ..CreateSourceRequest::default()
    };
    server.sources().create_source(source).await.unwrap();
    let fact = CreateClaimRequest {
        claim: Some(Claim {
            tags: vec!["x".to_owned()],
            ..claim("It is so")
        }),
        claim_id: ID.to_owned(),
        ..CreateClaimRequest::default()
    };
    server.claims().create_claim(fact).await.unwrap();
    let report = check(&server.database.options()).await.unwrap();
    assert_eq!(report.differences, []);
}

#[tokio::test]
async fn one_id_below_two_claims_in_one_request_is_refused() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let a = server.create_claim(claim("A")).await.unwrap();
    let b = server.create_claim(claim("B")).await.unwrap();
    let below = |claim: &Claim, word| CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance(&piece, word)),
        appearance_id: ID.to_owned(),
        ..CreateAppearanceRequest::default()
    };
    let batch = BatchCreateAppearancesRequest {
        requests: vec![below(&a, "x"), below(&b, "y")],
        ..BatchCreateAppearancesRequest::default()
    };
    let status = server.claims().batch_create_appearances(batch).await;
    assert_eq!(fields(&status.unwrap_err()), ["requests[1].appearance"]);

    let c = server.create_claim(claim("C")).await.unwrap();
    let item = |claim: &Claim| BundleClaim {
        claim: Some(claim.clone()),
        relations: vec![Relation {
            name: format!("{}/relations/{ID}", claim.name),
            ..relation(RelationType::Supports, &c)
        }],
        ..BundleClaim::default()
    };
    let request = ImportBundleRequest {
        bundle: Some(Bundle {
            claims: vec![item(&a), item(&b)],
            ..Bundle::default()
        }),
        ..ImportBundleRequest::default()
    };
    let status = server.bundles().import_bundle(request).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.claims[1].relations[0]"]);
}

#[tokio::test]
async fn the_nil_id_is_checked_and_reached_like_any_other() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let request = CreateClaimRequest {
        claim: Some(claim("It is so")),
        claim_id: NIL.to_owned(),
        ..CreateClaimRequest::default()
    };
    let fact = server.claims().create_claim(request).await.unwrap();
    let printed = Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(&source)],
        }],
        ..appearance(&piece, "x")
    };
    let fact = fact.into_inner();
    server.create_appearance(&fact, printed).await.unwrap();
    let request = RetractSourceRequest {
        name: source.name,
        retraction: Some(Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    server.sources().retract_source(request).await.unwrap();
    loop {
        let request = GetStandingRequest {
            name: format!("{}/standing", fact.name),
            ..GetStandingRequest::default()
        };
        let standing = server.claims().get_standing(request).await.unwrap();
        if standing.into_inner().disputed {
            break;
        }
        tokio::task::yield_now().await;
    }
    server.execute("update claims set language = 'de'").await;
    let report = check(&server.database.options()).await.unwrap();
    assert_eq!(report.differences[0].subject, fact.name);
}

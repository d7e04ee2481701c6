//! Stored claims that a write matches, and those that it is told of.

use claimstore::wire::pb::{
    BatchCreateClaimsRequest, Bundle, BundleClaim, Claim, ClaimSuggestion, CreateClaimRequest,
    GetRelationRequest, ImportBundleRequest, ImportBundlesSettings, ImportOutcome,
    ListRelationsRequest, MatchMode, MergeClaimsRequest, Quantity, Relation, RelationState,
    RelationType, UpdateRelationRequest, import_bundles_result::Outcome,
};
use tonic::Code;

use crate::{
    bundle::stream::{Stream, settings},
    support::{
        errors::{fields, reason},
        samples::{claim, quantity},
        search::{BRIDGE, HOSPITAL, create, end, filled, matches},
        server::TestServer,
    },
};

/// A store of a few claims, all of which the index has.
async fn known() -> TestServer {
    let server = filled().await;
    indexed(&server).await;
    server
}

/// Waits until the index has everything that was written.
async fn indexed(server: &TestServer) {
    matches(server, BRIDGE).await;
}

fn request(statement: &str, mode: MatchMode) -> CreateClaimRequest {
    CreateClaimRequest {
        claim: Some(claim(statement)),
        r#match: mode.into(),
        ..CreateClaimRequest::default()
    }
}

async fn suggested(server: &TestServer, statement: &str) -> Claim {
    let request = request(statement, MatchMode::Suggest);
    let created = server.claims().create_claim(request).await;
    created.unwrap().into_inner()
}

async fn relation(server: &TestServer, name: &str) -> Relation {
    let request = GetRelationRequest {
        name: name.to_owned(),
        ..GetRelationRequest::default()
    };
    let found = server.claims().get_relation(request).await;
    found.unwrap().into_inner()
}

async fn relations(server: &TestServer, claim: &str) -> Vec<Relation> {
    let request = ListRelationsRequest {
        parent: claim.to_owned(),
        ..ListRelationsRequest::default()
    };
    let page = server.claims().list_relations(request).await;
    page.unwrap().into_inner().relations
}

async fn decide(server: &TestServer, suggestion: &ClaimSuggestion, state: RelationState) {
    let request = UpdateRelationRequest {
        relation: Some(Relation {
            name: suggestion.relation.clone(),
            state: state.into(),
            ..Relation::default()
        }),
        ..UpdateRelationRequest::default()
    };
    server.claims().update_relation(request).await.unwrap();
}

#[tokio::test]
async fn what_a_new_claim_is_to_known_ones_is_suggested_by_what_the_figures_say() {
    let server = known().await;
    for (statement, known, expected) in [
        (
            "After an air strike in 1999 the old bridge of Novi Sad collapsed.",
            BRIDGE,
            RelationType::SameAs,
        ),
        (
            "The old bridge of Novi Sad collapsed after an air strike.",
            BRIDGE,
            RelationType::Generalises,
        ),
        (
            "The city hospital treats 9,800 patients each month.",
            HOSPITAL,
            RelationType::Contradicts,
        ),
        (
            "The city hospital does not treat 4,200 patients each month.",
            HOSPITAL,
            RelationType::Contradicts,
        ),
        (
            "The ministry of finance lowered the tax on bread in 2024.",
            "The ministry of finance lowered the tax on bread.",
            RelationType::Refines,
        ),
    ] {
        let created = suggested(&server, statement).await;
        let known = matches(&server, known).await;
        let known = known[0].claim.as_ref().unwrap();
        let found = created.suggestions.iter().find(|it| it.claim == known.name);
        let found = found.unwrap_or_else(|| panic!("{statement}: {:?}", created.suggestions));
        assert_eq!(found.r#type(), expected, "{statement}");
        assert!(found.confidence >= 0.7);
        assert!(!found.reasons.is_empty());
        let stored = relation(&server, &found.relation).await;
        assert_eq!(stored.state(), RelationState::Suggested);
        assert_eq!(stored.r#type(), expected);
        assert_eq!(stored.target, known.name);
        assert_eq!((&*stored.author, &*stored.method), ("claimstore", "match"));
        assert_eq!(stored.confidence, Some(found.confidence));
    }
}

#[tokio::test]
async fn the_same_sentence_about_another_year_is_not_suggested() {
    let server = known().await;
    let other = "The old bridge of Novi Sad collapsed in 2011 after an air strike.";
    let created = suggested(&server, other).await;
    assert_eq!(created.suggestions, []);
    let created = suggested(&server, "Bees sleep at night.").await;
    assert_eq!(created.suggestions, []);
}

#[tokio::test]
async fn what_somebody_decided_is_not_suggested_again() {
    let server = known().await;
    let statement = "The city hospital treats 4,200 patients in each month.";
    let first = suggested(&server, statement).await;
    let [suggestion] = &first.suggestions[..] else {
        panic!("{:?}", first.suggestions);
    };
    // As long as nobody has decided, it comes back, and is stored once.
    let again = suggested(&server, statement).await;
    assert_eq!(again.name, first.name);
    assert_eq!(again.suggestions, first.suggestions);
    assert_eq!(relations(&server, &first.name).await.len(), 1);
    for state in [RelationState::Rejected, RelationState::Confirmed] {
        decide(&server, suggestion, state).await;
        let again = suggested(&server, statement).await;
        assert_eq!(again.suggestions, [], "{state:?}");
        assert_eq!(relations(&server, &first.name).await.len(), 1);
    }
    // Nor in the other direction.
    let known = suggested(&server, HOSPITAL).await;
    assert_eq!(known.suggestions, []);
}

#[tokio::test]
async fn a_pair_is_suggested_once_in_both_directions() {
    let server = known().await;
    let without_year = "The old bridge of Novi Sad collapsed after an air strike.";
    let created = suggested(&server, without_year).await;
    let [first] = &created.suggestions[..] else {
        panic!("{:?}", created.suggestions);
    };
    assert_eq!(first.r#type(), RelationType::Generalises);
    indexed(&server).await;
    let known = suggested(&server, BRIDGE).await;
    let [second] = &known.suggestions[..] else {
        panic!("{:?}", known.suggestions);
    };
    assert_eq!(second.r#type(), RelationType::Refines);
    assert_eq!(second.relation, first.relation);
    assert_eq!(relations(&server, "claims/-").await.len(), 1);
}

#[tokio::test]
async fn a_rejection_counts_for_the_survivor_of_a_merge() {
    let server = known().await;
    let other = suggested(&server, IN_EACH).await;
    decide(&server, &other.suggestions[0], RelationState::Rejected).await;
    let survivor = create(
        &server,
        claim("Patients: 4,200 the city hospital treats each month."),
    )
    .await;
    let merge = MergeClaimsRequest {
        name: other.suggestions[0].claim.clone(),
        into: survivor.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(merge).await.unwrap();
    indexed(&server).await;
    let again = suggested(&server, IN_EACH).await;
    assert_eq!(again.name, other.name);
    assert_eq!(again.suggestions, []);
}

#[tokio::test]
async fn figures_that_only_the_record_has_are_compared() {
    let server = known().await;
    let ferry = |printed: &str| Claim {
        quantities: vec![Quantity {
            printed: printed.to_owned(),
            ..quantity(
                "passengers",
                &printed[..printed.len() - 11].replace(',', ""),
            )
        }],
        ..claim("The ferry carried many people last summer.")
    };
    let known = create(&server, ferry("9,000 passengers")).await;
    indexed(&server).await;
    let request = CreateClaimRequest {
        claim: Some(ferry("9,500 passengers")),
        r#match: MatchMode::Suggest.into(),
        ..CreateClaimRequest::default()
    };
    let created = server
        .claims()
        .create_claim(request)
        .await
        .unwrap()
        .into_inner();
    let [found] = &created.suggestions[..] else {
        panic!("{:?}", created.suggestions);
    };
    assert_eq!(
        (&found.claim, found.r#type()),
        (&known.name, RelationType::Contradicts)
    );
}

#[tokio::test]
async fn a_claim_that_is_stored_is_returned_as_it_is_or_refused() {
    let server = known().await;
    let stored = create(&server, claim("Bees sleep at night.")).await;
    let given = Claim {
        note: "another note".to_owned(),
        ..claim("Bees sleep at night.")
    };
    let exact = CreateClaimRequest {
        claim: Some(given),
        r#match: MatchMode::Exact.into(),
        ..CreateClaimRequest::default()
    };
    let found = server.claims().create_claim(exact).await;
    assert_eq!(found.unwrap().into_inner(), stored);
    for mode in [MatchMode::Unspecified, MatchMode::None] {
        let request = request("Bees sleep at night.", mode);
        let refused = server.claims().create_claim(request).await.unwrap_err();
        assert_eq!(refused.code(), Code::AlreadyExists);
    }
    let new = request("Wasps sleep at night.", MatchMode::Exact);
    let new = server
        .claims()
        .create_claim(new)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(
        (new.revision, &*new.statement),
        (1, "Wasps sleep at night.")
    );
    // A merged claim stands for its survivor.
    let merge = MergeClaimsRequest {
        name: stored.name.clone(),
        into: new.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(merge).await.unwrap();
    let request = request("Bees sleep at night.", MatchMode::Exact);
    let found = server.claims().create_claim(request).await;
    assert_eq!(found.unwrap().into_inner().name, new.name);
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_taken_for_the_same_claim() {
    let server = known().await;
    let stored = create(&server, claim("Bees sleep at night.")).await;
    let other = CreateClaimRequest {
        claim_id: stored.name["claims/".len()..].to_owned(),
        ..request("Wasps sleep at night.", MatchMode::Exact)
    };
    let refused = server.claims().create_claim(other).await.unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists);
}

#[tokio::test]
async fn a_dry_run_suggests_and_stores_nothing() {
    let server = known().await;
    let dry = CreateClaimRequest {
        validate_only: true,
        ..request(
            "The city hospital treats 4,200 patients in each month.",
            MatchMode::Suggest,
        )
    };
    let answer = server.claims().create_claim(dry).await.unwrap();
    let suggestions = answer.into_inner().suggestions;
    assert_eq!(suggestions.len(), 1);
    assert_eq!(suggestions[0].relation, "");
    assert_eq!(relations(&server, "claims/-").await, []);
}

fn bundle(statements: &[&str]) -> Bundle {
    let claims = statements.iter().map(|statement| BundleClaim {
        claim: Some(claim(statement)),
        ..BundleClaim::default()
    });
    Bundle {
        claims: claims.collect(),
        ..Bundle::default()
    }
}

const IN_EACH: &str = "The city hospital treats 4,200 patients in each month.";

#[tokio::test]
async fn an_import_suggests_for_each_of_its_claims() {
    let server = known().await;
    let import = ImportBundleRequest {
        bundle: Some(bundle(&["Bees sleep at night.", IN_EACH])),
        r#match: MatchMode::Suggest.into(),
        ..ImportBundleRequest::default()
    };
    let answer = server.bundles().import_bundle(import).await.unwrap();
    let results = answer.into_inner().results;
    assert_eq!(results[0].suggestions, []);
    let [suggestion] = &results[1].suggestions[..] else {
        panic!("{results:?}");
    };
    assert_eq!(suggestion.r#type(), RelationType::SameAs);
    let stored = relation(&server, &suggestion.relation).await;
    assert!(stored.name.starts_with(&results[1].name));

    let stream = ImportBundlesSettings {
        r#match: MatchMode::Suggest.into(),
        ..settings(1)
    };
    let (mut stream, _) = Stream::open(&server, stream).await.unwrap();
    stream.send(Some(bundle(&[IN_EACH]))).await;
    stream.send(Some(bundle(&["Wasps sleep at night."]))).await;
    stream.close();
    for expected in [1, 0] {
        let result = stream.result().await.unwrap().unwrap();
        let Some(Outcome::Imported(imported)) = result.outcome else {
            panic!("{result:?}");
        };
        assert_eq!(imported.results[0].suggestions.len(), expected);
    }
}

#[tokio::test]
async fn an_import_without_matching_refuses_claims_that_are_stored() {
    let server = known().await;
    let import = |statements: &[&str], mode: MatchMode| ImportBundleRequest {
        bundle: Some(bundle(statements)),
        r#match: mode.into(),
        ..ImportBundleRequest::default()
    };
    let both = ["Bees sleep at night.", HOSPITAL];
    let refused = server
        .bundles()
        .import_bundle(import(&both, MatchMode::None))
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists);
    let matched = server
        .bundles()
        .import_bundle(import(&both, MatchMode::Exact))
        .await;
    let results = matched.unwrap().into_inner().results;
    let outcomes: Vec<ImportOutcome> = results.iter().map(|it| it.outcome()).collect();
    assert_eq!(outcomes, [ImportOutcome::Created, ImportOutcome::Unchanged]);
    let new = import(&["Wasps sleep at night."], MatchMode::None);
    server.bundles().import_bundle(new).await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_matched_is_refused_before_anything_is_written() {
    let server = known().await;
    let batch = BatchCreateClaimsRequest {
        requests: vec![request("Bees sleep at night.", MatchMode::Suggest)],
        ..BatchCreateClaimsRequest::default()
    };
    let refused = server.claims().batch_create_claims(batch).await;
    assert_eq!(fields(&refused.unwrap_err()), ["requests[0].match"]);
    let unknown = CreateClaimRequest {
        r#match: 99,
        ..request("", MatchMode::None)
    };
    let refused = server.claims().create_claim(unknown).await.unwrap_err();
    assert_eq!(fields(&refused), ["match", "claim.statement"]);
    let restore = ImportBundleRequest {
        bundle: Some(Bundle {
            restore: true,
            ..bundle(&["Bees sleep at night."])
        }),
        r#match: MatchMode::Exact.into(),
        ..ImportBundleRequest::default()
    };
    let refused = server.bundles().import_bundle(restore).await.unwrap_err();
    assert!(fields(&refused).contains(&"bundle.restore".to_owned()));

    let plain = TestServer::start().await;
    let request = request("Bees sleep at night.", MatchMode::Suggest);
    let refused = plain.claims().create_claim(request).await.unwrap_err();
    assert_eq!(reason(&refused).1, "SEARCH_OFF");
    assert_eq!(end(&plain).await, "");
}

//! The conflicts of merged claims are those of their survivor.

use claimstore::wire::pb::{
    Appearance, Claim, Conflict, ConflictFilter, ConflictReason, ListConflictsRequest,
    RelationState, RelationType, Stance,
};

use crate::support::{
    samples::{appearance, article, claim, quantity, relation},
    server::TestServer,
};

async fn conflicts(server: &TestServer, filter: ConflictFilter) -> Vec<Conflict> {
    let request = ListConflictsRequest {
        filter: Some(filter),
        ..ListConflictsRequest::default()
    };
    let answer = server.claims().list_conflicts(request).await.unwrap();
    answer.into_inner().conflicts
}

async fn counted(server: &TestServer, statement: &str, count: &str) -> Claim {
    let given = Claim {
        quantities: vec![quantity("fighters", count)],
        ..claim(statement)
    };
    server.create_claim(given).await.unwrap()
}

#[tokio::test]
async fn merged_claims_are_not_in_conflict_with_each_other() {
    let server = TestServer::start().await;
    let a = counted(&server, "A", "155").await;
    let b = counted(&server, "B", "200").await;
    let all = ConflictFilter::default;
    assert_eq!(conflicts(&server, all()).await.len(), 1);
    server.merge_claims(&a, &b).await.unwrap();
    assert!(conflicts(&server, all()).await.is_empty());
    let c = counted(&server, "C", "155").await;
    let found = conflicts(&server, all()).await;
    assert_eq!(found.len(), 1);
    let sides = [&found[0].one, &found[0].other].map(|it| it.as_ref().unwrap().claim.clone());
    assert_eq!(sides, [b.name.clone(), c.name]);
    server.unmerge_claim(&a).await.unwrap();
    assert_eq!(conflicts(&server, all()).await.len(), 2);
    server.assert_consistent().await;
}

#[tokio::test]
async fn conflicts_of_a_survivor_are_found_by_the_merged_claim_and_its_article() {
    let server = TestServer::start().await;
    let printed = server
        .create_article(article("H", "one two"))
        .await
        .unwrap();
    let claims = server.claims_named(&["A", "B", "C"]).await;
    let [a, b, c] = &claims[..] else {
        panic!("three were created");
    };
    for (claim, word, stance) in [(a, "one", Stance::Denies), (b, "two", Stance::Asserts)] {
        let given = Appearance {
            article_stance: stance.into(),
            ..appearance(&printed, word)
        };
        server.create_appearance(claim, given).await.unwrap();
    }
    let confirmed = claimstore::wire::pb::Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Contradicts, c)
    };
    server.create_relation(a, confirmed).await.unwrap();
    server.merge_claims(a, b).await.unwrap();

    for filter in [
        ConflictFilter {
            claim: a.name.clone(),
            ..ConflictFilter::default()
        },
        ConflictFilter {
            article: printed.name.clone(),
            ..ConflictFilter::default()
        },
    ] {
        let found = conflicts(&server, filter).await;
        let reasons: Vec<ConflictReason> = found.iter().map(Conflict::reason).collect();
        let expected = [ConflictReason::Contradiction, ConflictReason::Stances];
        assert_eq!(reasons, expected);
        let one = found[1].one.as_ref().unwrap();
        let other = found[1].other.as_ref().unwrap();
        assert!(one.appearances[0].starts_with(&b.name));
        assert!(other.appearances[0].starts_with(&a.name));
    }
}

#[tokio::test]
async fn a_measure_finds_claims_by_their_own_figures_only() {
    let server = TestServer::start().await;
    let a = counted(&server, "A", "155").await;
    let b = server.create_claim(claim("B")).await.unwrap();
    let c = counted(&server, "C", "155").await;
    server.merge_claims(&a, &b).await.unwrap();
    let confirmed = claimstore::wire::pb::Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Contradicts, &c)
    };
    server.create_relation(&b, confirmed).await.unwrap();
    let measured = ConflictFilter {
        measure: "fighters".to_owned(),
        ..ConflictFilter::default()
    };
    let found = conflicts(&server, measured).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].one.as_ref().unwrap().claim, c.name);
}

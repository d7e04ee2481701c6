//! The standing of a survivor counts its own children and those of what was merged into it.

use claimstore::wire::pb::{
    Appearance, Claim, ClaimFilter, DisputeReason, GetStandingRequest, RelationState, RelationType,
    Stance, Standing, Verdict,
};

use crate::support::{
    samples::{appearance, article, claim, relation, review},
    server::TestServer,
};

impl TestServer {
    async fn standing_of(&self, claim: &Claim) -> Standing {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        let answer = self.claims().get_standing(request).await;
        answer.unwrap().into_inner()
    }

    pub(crate) async fn reasons_of(&self, claim: &Claim) -> Vec<DisputeReason> {
        self.standing_of(claim).await.dispute_reasons().collect()
    }
}

#[tokio::test]
async fn a_survivor_has_the_standing_of_both_claims_until_they_are_unmerged() {
    let server = TestServer::start().await;
    let printed = server
        .create_article(article("H", "one two"))
        .await
        .unwrap();
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    for (claim, word, stance) in [(a, "one", Stance::Denies), (b, "two", Stance::Asserts)] {
        let given = Appearance {
            article_stance: stance.into(),
            ..appearance(&printed, word)
        };
        server.create_appearance(claim, given).await.unwrap();
    }
    let given = review("Desk", Verdict::False, 1);
    let given = server.create_review(a, given).await.unwrap();
    let before = (server.standing_of(a).await, server.standing_of(b).await);

    server.merge_claims(a, b).await.unwrap();
    let joined = server.standing_of(b).await;
    assert_eq!(
        joined.dispute_reasons().collect::<Vec<_>>(),
        [DisputeReason::OppositeStances]
    );
    assert_eq!((joined.appearance_count, joined.review_count), (2, 1));
    assert_eq!(joined.verdict(), Verdict::False);
    assert_eq!(joined.verdicts[0].review, given.name);
    let redirected = Standing {
        redirected_from: a.name.clone(),
        ..joined.clone()
    };
    assert_eq!(server.standing_of(a).await, redirected);
    let disputed = ClaimFilter {
        disputed: Some(true),
        ..ClaimFilter::default()
    };
    assert_eq!(server.statements(disputed).await, ["B"]);

    // An update of a child of the merged claim changes the standing of the survivor.
    let second = review("Other", Verdict::True, 2);
    assert!(server.create_review(a, second).await.is_err());
    let softened = claimstore::wire::pb::Review {
        verdict: Verdict::True.into(),
        ..given
    };
    server.update_review(softened, &["verdict"]).await.unwrap();
    assert_eq!(server.standing_of(b).await.verdict(), Verdict::True);

    server.unmerge_claim(a).await.unwrap();
    let after = (server.standing_of(a).await, server.standing_of(b).await);
    assert_eq!(after.0.verdict(), Verdict::True);
    let same = |standing: &Standing| (standing.appearance_count, standing.disputed);
    assert_eq!(same(&after.0), same(&before.0));
    assert_eq!(same(&after.1), same(&before.1));
    server.assert_consistent().await;
}

#[tokio::test]
async fn a_contradiction_between_merged_claims_does_not_count() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    let confirmed = claimstore::wire::pb::Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Contradicts, b)
    };
    server.create_relation(a, confirmed).await.unwrap();
    let contradicted = [DisputeReason::ConfirmedContradiction];
    assert_eq!(server.reasons_of(b).await, contradicted);
    server.merge_claims(a, b).await.unwrap();
    assert_eq!(server.reasons_of(b).await, []);
    server.unmerge_claim(a).await.unwrap();
    assert_eq!(server.reasons_of(b).await, contradicted);
    assert_eq!(server.reasons_of(a).await, contradicted);
    server.assert_consistent().await;
}

#[tokio::test]
async fn a_contradiction_of_a_merged_claim_disputes_its_survivor() {
    let server = TestServer::start().await;
    let [a, b] = &server.claims_named(&["A", "B"]).await[..] else {
        panic!("two were created");
    };
    let third = server.create_claim(claim("C")).await.unwrap();
    server.merge_claims(a, b).await.unwrap();
    let confirmed = claimstore::wire::pb::Relation {
        state: RelationState::Confirmed.into(),
        ..relation(RelationType::Contradicts, a)
    };
    server.create_relation(&third, confirmed).await.unwrap();
    let contradicted = [DisputeReason::ConfirmedContradiction];
    assert_eq!(server.reasons_of(b).await, contradicted);
    assert_eq!(server.reasons_of(&third).await, contradicted);
    server.assert_consistent().await;
}

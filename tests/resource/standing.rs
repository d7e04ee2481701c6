//! The standing of a claim is computed from stances, contradictions, reviews and retractions, in
//! the transaction that changes them.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Claim, ClaimFilter, DisputeReason, GetStandingRequest,
    Hop, ListClaimsRequest, RelationState, RelationType, RetractSourceRequest, Retraction, Source,
    Stance, Standing, Verdict,
};
use tonic::Code;

use crate::support::{
    samples::{appearance, article, claim, hop, outlet, relation, review},
    server::TestServer,
};

struct Scene {
    server: TestServer,
    article: Article,
    kyiv: Source,
    moscow: Source,
}

impl Scene {
    async fn start() -> Self {
        let server = TestServer::start().await;
        let body = "one two three four five six seven eight";
        let article = server.create_article(article("A", body)).await.unwrap();
        let kyiv = server.create_source(outlet("Kyiv")).await.unwrap();
        let moscow = server.create_source(outlet("Moscow")).await.unwrap();
        Self {
            server,
            article,
            kyiv,
            moscow,
        }
    }

    async fn claim(&self, statement: &str) -> Claim {
        self.server.create_claim(claim(statement)).await.unwrap()
    }

    /// Creates an appearance at a word of the article. A source takes one stance to the claim, and
    /// the article takes another one to the source.
    async fn print(
        &self,
        claim: &Claim,
        word: &str,
        article: Stance,
        source: &Source,
        stance: Stance,
    ) -> Appearance {
        let given = Appearance {
            article_stance: article.into(),
            chains: vec![AttributionChain {
                hops: vec![Hop {
                    stance: stance.into(),
                    ..hop(source)
                }],
            }],
            ..appearance(&self.article, word)
        };
        let created = self.server.create_appearance(claim, given).await;
        created.unwrap()
    }

    async fn standing(&self, claim: &Claim) -> Standing {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        let answer = self.server.claims().get_standing(request).await;
        answer.unwrap().into_inner()
    }

    async fn reasons(&self, claim: &Claim) -> Vec<DisputeReason> {
        let standing = self.standing(claim).await;
        let reasons: Vec<DisputeReason> = standing.dispute_reasons().collect();
        assert_eq!(standing.disputed, !reasons.is_empty());
        reasons
    }

    async fn listed(&self, filter: ClaimFilter) -> Vec<String> {
        let request = ListClaimsRequest {
            filter: Some(filter),
            ..ListClaimsRequest::default()
        };
        let answer = self.server.claims().list_claims(request).await.unwrap();
        let claims = answer.into_inner().claims;
        claims.into_iter().map(|it| it.statement).collect()
    }

    async fn retract(&self, source: &Source, reason: Option<&str>) {
        let request = RetractSourceRequest {
            name: source.name.clone(),
            retraction: reason.map(|reason| Retraction {
                reason: reason.to_owned(),
                ..Retraction::default()
            }),
            revoke: reason.is_none(),
            ..RetractSourceRequest::default()
        };
        self.server.sources().retract_source(request).await.unwrap();
    }

    /// Waits until a retraction has reached the standing of a claim.
    async fn reached(&self, claim: &Claim, expected: &[DisputeReason]) {
        while self.reasons(claim).await != expected {
            tokio::task::yield_now().await;
        }
    }
}

fn disputed() -> ClaimFilter {
    ClaimFilter {
        disputed: Some(true),
        ..ClaimFilter::default()
    }
}

#[tokio::test]
async fn a_claim_without_children_has_a_standing_of_revision_0() {
    let scene = Scene::start().await;
    let claim = scene.claim("It is so").await;
    let expected = Standing {
        name: format!("{}/standing", claim.name),
        anchored_count: Some(0),
        ..Standing::default()
    };
    assert_eq!(scene.standing(&claim).await, expected);
    let request = GetStandingRequest {
        name: "claims/00000000-0000-0000-0000-000000000001/standing".to_owned(),
        ..GetStandingRequest::default()
    };
    let status = scene.server.claims().get_standing(request).await;
    assert_eq!(status.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn opposite_stances_make_a_dispute_that_ends_with_one_of_them() {
    let scene = Scene::start().await;
    let claim = scene.claim("It is so").await;
    let (reports, asserts, denies) = (Stance::Reports, Stance::Asserts, Stance::Denies);
    scene
        .print(&claim, "one", reports, &scene.kyiv, asserts)
        .await;
    assert_eq!(scene.reasons(&claim).await, []);
    let denial = scene.print(&claim, "two", Stance::Doubts, &scene.moscow, denies);
    let denial = denial.await;
    let standing = scene.standing(&claim).await;
    assert_eq!(
        standing,
        Standing {
            name: standing.name.clone(),
            disputed: true,
            dispute_reasons: vec![DisputeReason::OppositeStances.into()],
            appearance_count: 2,
            affirming_count: 1,
            denying_count: 1,
            source_count: 2,
            anchored_count: Some(2),
            revision: 2,
            update_time: denial.create_time,
            ..Standing::default()
        }
    );
    assert_eq!(scene.listed(disputed()).await, ["It is so"]);

    let softened = Appearance {
        chains: vec![AttributionChain {
            hops: vec![Hop {
                stance: Stance::DoesNotDeny.into(),
                ..hop(&scene.moscow)
            }],
        }],
        ..denial
    };
    let updated = scene.server.update_appearance(softened, &["chains"]).await;
    updated.unwrap();
    assert_eq!(scene.reasons(&claim).await, []);
    assert!(scene.listed(disputed()).await.is_empty());
}

#[tokio::test]
async fn a_confirmed_contradiction_disputes_both_ends_and_a_suggested_one_neither() {
    let scene = Scene::start().await;
    let (a, b) = (scene.claim("A").await, scene.claim("B").await);
    let mut link = relation(RelationType::Contradicts, &b);
    link.set_state(RelationState::Suggested);
    let mut link = scene.server.create_relation(&a, link).await.unwrap();
    for claim in [&a, &b] {
        assert_eq!(scene.reasons(claim).await, []);
    }
    link.set_state(RelationState::Confirmed);
    let mut link = scene
        .server
        .update_relation(link, &["state"])
        .await
        .unwrap();
    for claim in [&a, &b] {
        let expected = [DisputeReason::ConfirmedContradiction];
        assert_eq!(scene.reasons(claim).await, expected);
    }
    assert_eq!(scene.listed(disputed()).await, ["A", "B"]);
    link.set_state(RelationState::Rejected);
    scene
        .server
        .update_relation(link, &["state"])
        .await
        .unwrap();
    for claim in [&a, &b] {
        assert_eq!(scene.reasons(claim).await, []);
    }
    // A relation that only undermines a claim does not make it disputed.
    let undermines = relation(RelationType::Undermines, &b);
    scene.server.create_relation(&a, undermines).await.unwrap();
    assert_eq!(scene.reasons(&b).await, []);
}

#[tokio::test]
async fn the_newest_review_of_each_desk_counts() {
    let scene = Scene::start().await;
    let claim = scene.claim("It is so").await;
    for (desk, verdict, second) in [
        ("Desk", Verdict::True, 3),
        ("desk.", Verdict::False, 1),
        ("Other", Verdict::MostlyTrue, 2),
    ] {
        let given = review(desk, verdict, second);
        scene.server.create_review(&claim, given).await.unwrap();
    }
    let standing = scene.standing(&claim).await;
    assert!(!standing.disputed);
    assert_eq!(standing.verdict(), Verdict::True);
    assert_eq!(standing.review_count, 3);
    let desks: Vec<_> = standing.verdicts.iter().map(|it| &*it.author).collect();
    assert_eq!(desks, ["Desk", "Other"]);

    let later = review("OTHER", Verdict::Misleading, 4);
    scene.server.create_review(&claim, later).await.unwrap();
    let standing = scene.standing(&claim).await;
    assert_eq!(standing.verdict(), Verdict::Misleading);
    let expected = [DisputeReason::ConflictingReviews];
    assert_eq!(scene.reasons(&claim).await, expected);
    for (filter, expected) in [
        (
            ClaimFilter {
                verdict: Verdict::Misleading.into(),
                ..ClaimFilter::default()
            },
            1,
        ),
        (
            ClaimFilter {
                verdict: Verdict::True.into(),
                ..ClaimFilter::default()
            },
            0,
        ),
        (
            ClaimFilter {
                reviewed: Some(true),
                ..ClaimFilter::default()
            },
            1,
        ),
        (
            ClaimFilter {
                reviewed: Some(false),
                ..ClaimFilter::default()
            },
            0,
        ),
        (
            ClaimFilter {
                dispute_reason: DisputeReason::ConflictingReviews.into(),
                ..ClaimFilter::default()
            },
            1,
        ),
        (
            ClaimFilter {
                dispute_reason: DisputeReason::OppositeStances.into(),
                ..ClaimFilter::default()
            },
            0,
        ),
    ] {
        let found = scene.listed(filter.clone()).await.len();
        assert_eq!(found, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn a_retraction_applies_to_filters_at_once_reaches_standings_and_can_be_revoked() {
    let scene = Scene::start().await;
    let rests = scene.claim("Rests on it").await;
    let other = scene.claim("Does not").await;
    let (reports, asserts) = (Stance::Reports, Stance::Asserts);
    scene
        .print(&rests, "one", reports, &scene.kyiv, asserts)
        .await;
    scene
        .print(&other, "two", reports, &scene.moscow, asserts)
        .await;

    scene.retract(&scene.kyiv, Some("It was made up")).await;
    assert_eq!(scene.listed(disputed()).await, ["Rests on it"]);
    let undisputed = ClaimFilter {
        disputed: Some(false),
        ..ClaimFilter::default()
    };
    assert_eq!(scene.listed(undisputed.clone()).await, ["Does not"]);
    scene
        .reached(&rests, &[DisputeReason::RetractedSource])
        .await;
    assert_eq!(scene.reasons(&other).await, []);

    scene.retract(&scene.kyiv, None).await;
    assert!(scene.listed(disputed()).await.is_empty());
    assert_eq!(scene.listed(undisputed).await.len(), 2);
    scene.reached(&rests, &[]).await;
}

#[tokio::test]
async fn a_retraction_reaches_more_claims_than_one_step_takes() {
    let scene = Scene::start().await;
    let words: Vec<String> = (0..450).map(|number| format!("w{number:03}")).collect();
    let long = scene
        .server
        .create_article(article("Long", &words.join(" ")));
    let long = long.await.unwrap();
    let mut claims = Vec::new();
    for word in &words {
        let claim = scene.claim(word).await;
        let given = Appearance {
            chains: vec![AttributionChain {
                hops: vec![hop(&scene.kyiv)],
            }],
            ..appearance(&long, word)
        };
        scene.server.create_appearance(&claim, given).await.unwrap();
        claims.push(claim);
    }
    scene.retract(&scene.kyiv, Some("It was made up")).await;
    for claim in &claims {
        scene
            .reached(claim, &[DisputeReason::RetractedSource])
            .await;
    }
}

#[tokio::test]
async fn a_stuck_retraction_does_not_block_another() {
    let scene = Scene::start().await;
    let (stuck, other) = (scene.claim("A").await, scene.claim("B").await);
    let (reports, asserts) = (Stance::Reports, Stance::Asserts);
    // The retraction of the source with the smaller id is processed first.
    scene
        .print(&stuck, "one", reports, &scene.kyiv, asserts)
        .await;
    scene
        .print(&other, "two", reports, &scene.moscow, asserts)
        .await;
    let given = review("Desk", Verdict::True, 1);
    scene.server.create_review(&stuck, given).await.unwrap();
    let spoil = "update reviews set doc_version = 99";
    scene.server.execute(spoil).await;
    for source in [&scene.kyiv, &scene.moscow] {
        scene.retract(source, Some("It was made up")).await;
    }
    scene
        .reached(&other, &[DisputeReason::RetractedSource])
        .await;
    assert_eq!(scene.reasons(&stuck).await, []);
    let mend = "update reviews set doc_version = 1";
    scene.server.execute(mend).await;
    // The next retraction, of any source, also continues those that are left.
    scene.retract(&scene.moscow, None).await;
    scene
        .reached(&stuck, &[DisputeReason::RetractedSource])
        .await;
}

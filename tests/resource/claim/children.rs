//! Claims are deleted and undeleted with their children and with the relations to them.

use claimstore::wire::pb::{
    Appearance, Claim, ListAppearancesRequest, ListRelationsRequest, ListReviewsRequest, Relation,
    RelationType, Review, Verdict,
};

use crate::support::{
    children::{claims, list_relations, list_reviews, still_deleted, users},
    errors::{holder, missing, reason, why},
    samples::{appearance, article, claim, full_relation, outlet, relation, review},
    server::TestServer,
};

/// Two claims, of which the first one has a child of each kind.
struct Scene {
    server: TestServer,
    first: Claim,
    other: Claim,
    appearance: Appearance,
    review: Review,
    /// From the first claim to the other one, printed in the appearance.
    there: Relation,
    /// From the other claim to the first one.
    back: Relation,
}

async fn scene() -> Scene {
    let server = TestServer::start().await;
    let [first, other] = claims(&server).await;
    let piece = server.create_article(article("A", "x y z")).await.unwrap();
    let printed = server.create_appearance(&first, appearance(&piece, "x"));
    let appearance = printed.await.unwrap();
    let reviewed = server.create_review(&first, review("Desk", Verdict::False, 0));
    let review = reviewed.await.unwrap();
    let there = full_relation(&other, &appearance);
    let there = server.create_relation(&first, there).await.unwrap();
    let back = relation(RelationType::Undermines, &first);
    let back = server.create_relation(&other, back).await.unwrap();
    Scene {
        server,
        first,
        other,
        appearance,
        review,
        there,
        back,
    }
}

/// The names of all live appearances, relations and reviews.
async fn live(server: &TestServer) -> (Vec<String>, Vec<String>, Vec<String>) {
    let parent = || "claims/-".to_owned();
    let request = ListAppearancesRequest {
        parent: parent(),
        ..ListAppearancesRequest::default()
    };
    let page = server.claims().list_appearances(request).await.unwrap();
    let appearances = page.into_inner().appearances;
    let request = ListRelationsRequest {
        parent: parent(),
        ..ListRelationsRequest::default()
    };
    let (relations, _) = list_relations(server, request).await.unwrap();
    let request = ListReviewsRequest {
        parent: parent(),
        ..ListReviewsRequest::default()
    };
    let (reviews, _) = list_reviews(server, request).await.unwrap();
    let appearances = appearances.into_iter().map(|it| it.name).collect();
    (appearances, relations, reviews)
}

#[tokio::test]
async fn a_claim_is_deleted_and_undeleted_with_its_children_and_the_relations_to_it() {
    let Scene {
        server,
        first,
        other,
        appearance,
        review,
        there,
        back,
    } = scene().await;
    let before = live(&server).await;
    let length = server.log_length().await;
    let deleted = server.delete_claim(&first.name).await.unwrap();
    // Five deletions, and the change of the claim's standing.
    assert_eq!(server.log_length().await, length + 6);
    assert_eq!(live(&server).await, Default::default());
    let status = server.get_claim(&first.name).await.unwrap_err();
    assert_eq!(missing(&status), [first.name.as_str()]);
    server.get_claim(&other.name).await.unwrap();
    // All are deleted at the same time, and keep their content.
    let time = deleted.delete_time;
    assert!(time.is_some());
    let gone = server.find_appearance(&appearance.name).await.unwrap();
    assert_eq!((gone.revision, gone.delete_time), (2, time));
    let gone = server.find_review(&review.name).await.unwrap();
    assert_eq!((gone.revision, gone.delete_time), (2, time));
    assert_eq!(gone.author, review.author);
    for it in [&there, &back] {
        let gone = server.find_relation(&it.name).await.unwrap();
        assert_eq!((gone.revision, gone.delete_time), (2, time));
        assert_eq!((&gone.target, gone.state), (&it.target, it.state));
    }

    let undeleted = server.undelete_claim(&first.name).await.unwrap();
    assert_eq!((undeleted.revision, undeleted.delete_time), (3, None));
    assert_eq!(server.log_length().await, length + 12);
    assert_eq!(live(&server).await, before);
    let expected = Relation {
        revision: 3,
        etag: String::new(),
        update_time: undeleted.update_time,
        ..there.clone()
    };
    let read = server.get_relation(&there.name).await.unwrap();
    let read = Relation {
        etag: String::new(),
        ..read
    };
    assert_eq!(read, expected);
}

#[tokio::test]
async fn children_that_were_deleted_before_their_claim_are_not_undeleted_with_it() {
    let Scene {
        server,
        first,
        appearance,
        review,
        there,
        back,
        ..
    } = scene().await;
    let later = server.create_review(&first, self::review("Desk", Verdict::True, 1));
    let later = later.await.unwrap();
    server.delete_relation(&there.name).await.unwrap();
    server.delete_review(&review.name).await.unwrap();
    server.delete_claim(&first.name).await.unwrap();
    server.undelete_claim(&first.name).await.unwrap();
    let left = (
        vec![appearance.name.clone()],
        vec![back.name],
        vec![later.name.clone()],
    );
    assert_eq!(live(&server).await, left);

    // The same holds for a child that is deleted between two deletions of the claim.
    server.undelete_relation(&there.name).await.unwrap();
    server.delete_claim(&first.name).await.unwrap();
    server.undelete_claim(&first.name).await.unwrap();
    server.get_relation(&there.name).await.unwrap();
    server.delete_relation(&there.name).await.unwrap();
    server.delete_review(&later.name).await.unwrap();
    server.delete_claim(&first.name).await.unwrap();
    server.undelete_claim(&first.name).await.unwrap();
    assert_eq!(live(&server).await, (left.0, left.1, vec![]));
}

#[tokio::test]
async fn children_are_not_undeleted_before_their_claim() {
    let Scene {
        server,
        first,
        appearance,
        review,
        there,
        back,
        ..
    } = scene().await;
    server.delete_relation(&there.name).await.unwrap();
    server.delete_relation(&back.name).await.unwrap();
    server.delete_review(&review.name).await.unwrap();
    server.delete_appearance(&appearance.name).await.unwrap();
    server.delete_claim(&first.name).await.unwrap();
    let claim = first.name.as_str();
    let status = server.undelete_appearance(&appearance.name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [claim]);
    let status = server.undelete_review(&review.name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [claim]);
    let status = server.undelete_relation(&back.name).await;
    assert_eq!(still_deleted(&status.unwrap_err()), [claim]);
    let status = server.undelete_relation(&there.name).await.unwrap_err();
    assert_eq!(still_deleted(&status), [claim, &appearance.name]);

    server.undelete_claim(claim).await.unwrap();
    assert_eq!(live(&server).await, Default::default());
    let status = server.undelete_relation(&there.name).await.unwrap_err();
    assert_eq!(still_deleted(&status), [appearance.name.as_str()]);
    server.undelete_appearance(&appearance.name).await.unwrap();
    server.undelete_relation(&there.name).await.unwrap();
}

#[tokio::test]
async fn a_relation_is_undeleted_with_the_end_that_deleted_it_once_both_are_live() {
    let server = TestServer::start().await;
    for relation_type in [RelationType::Supports, RelationType::Contradicts] {
        let [a, b] = claims(&server).await;
        let link = server.create_relation(&a, relation(relation_type, &b));
        let link = link.await.unwrap();
        server.delete_claim(&a.name).await.unwrap();
        server.delete_claim(&b.name).await.unwrap();
        let status = server.undelete_claim(&a.name).await.unwrap_err();
        assert_eq!(still_deleted(&status), [b.name.as_str()]);
        let status = server.get_claim(&a.name).await.unwrap_err();
        assert_eq!(missing(&status), [a.name.as_str()], "all or nothing");

        // The relation was not deleted with this claim, so it is not undeleted with it.
        server.undelete_claim(&b.name).await.unwrap();
        let status = server.get_relation(&link.name).await.unwrap_err();
        assert_eq!(missing(&status), [link.name.as_str()]);
        server.undelete_claim(&a.name).await.unwrap();
        let read = server.get_relation(&link.name).await.unwrap();
        assert_eq!((read.revision, read.delete_time), (3, None));

        // In the other order, the relation is deleted with its target.
        server.delete_claim(&b.name).await.unwrap();
        server.delete_claim(&a.name).await.unwrap();
        let status = server.undelete_claim(&b.name).await.unwrap_err();
        assert_eq!(still_deleted(&status), [a.name.as_str()]);
        server.undelete_claim(&a.name).await.unwrap();
        let status = server.get_relation(&link.name).await.unwrap_err();
        assert_eq!(missing(&status), [link.name.as_str()]);
        server.undelete_claim(&b.name).await.unwrap();
        server.get_relation(&link.name).await.unwrap();
        for it in [&a, &b] {
            server.delete_claim(&it.name).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_claim_that_was_stored_again_is_not_undeleted_beside_the_new_one() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let link = server.create_relation(&a, relation(RelationType::SameAs, &b));
    let link = link.await.unwrap();
    server.delete_claim(&a.name).await.unwrap();
    let again = server.create_claim(claim("Claim 0")).await.unwrap();
    let status = server.undelete_claim(&a.name).await.unwrap_err();
    let identity = "statement, language, period, quantities".to_owned();
    assert_eq!(holder(&status), (identity, again.name.clone()));
    let anew = server.create_relation(&b, relation(RelationType::SameAs, &again));
    anew.await.unwrap();
    server.delete_claim(&again.name).await.unwrap();
    server.undelete_claim(&a.name).await.unwrap();
    server.get_relation(&link.name).await.unwrap();
}

#[tokio::test]
async fn an_appearance_that_a_relation_names_cannot_be_deleted() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&c, appearance(&piece, "x"));
    let printed = printed.await.unwrap();
    let link = server.create_relation(&a, full_relation(&b, &printed));
    let link = link.await.unwrap();
    let link_name = [link.name.as_str()];
    // It can be deleted neither alone nor with its claim.
    let status = server.delete_appearance(&printed.name).await;
    assert_eq!(users(&status.unwrap_err()), link_name);
    let status = server.delete_claim(&c.name).await.unwrap_err();
    assert_eq!(users(&status), link_name);

    // When an end of the relation is deleted, so is the relation, and the appearance can be
    // deleted.
    server.delete_claim(&b.name).await.unwrap();
    server.delete_appearance(&printed.name).await.unwrap();
    let status = server.undelete_claim(&b.name).await.unwrap_err();
    assert_eq!(still_deleted(&status), [printed.name.as_str()]);
    server.undelete_appearance(&printed.name).await.unwrap();
    server.undelete_claim(&b.name).await.unwrap();
    let status = server.delete_appearance(&printed.name).await;
    assert_eq!(users(&status.unwrap_err()), link_name);

    let without = Relation {
        name: link.name,
        ..Relation::default()
    };
    let without = server.update_relation(without, &["appearance"]).await;
    assert_eq!(without.unwrap().appearance, "");
    server.delete_claim(&c.name).await.unwrap();
}

#[tokio::test]
async fn a_claim_that_is_evidence_for_another_claim_cannot_be_deleted() {
    let server = TestServer::start().await;
    let [reviewed, evidence] = claims(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let on = |author: &str, claim: &Claim| Review {
        evidence: vec![source.name.clone(), claim.name.clone()],
        ..review(author, Verdict::True, 0)
    };
    let other = server.create_review(&reviewed, on("Desk", &evidence)).await;
    let other = other.unwrap();
    let status = server.delete_claim(&evidence.name).await.unwrap_err();
    assert_eq!(users(&status), [other.name.as_str()]);

    server.delete_review(&other.name).await.unwrap();
    server.delete_claim(&evidence.name).await.unwrap();
    let status = server.undelete_review(&other.name).await.unwrap_err();
    assert_eq!(still_deleted(&status), [evidence.name.as_str()]);
    server.undelete_claim(&evidence.name).await.unwrap();
    server.undelete_review(&other.name).await.unwrap();
    server.delete_claim(&evidence.name).await.unwrap_err();

    // If two claims are evidence for each other, neither can be deleted first.
    let back = server.create_review(&evidence, on("Desk", &reviewed)).await;
    let back = back.unwrap();
    let status = server.delete_claim(&reviewed.name).await.unwrap_err();
    assert_eq!(users(&status), [back.name.as_str()]);
    server.delete_review(&back.name).await.unwrap();
    server.delete_claim(&reviewed.name).await.unwrap();
    server.delete_claim(&evidence.name).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relation_that_is_created_while_an_end_is_deleted_is_refused_or_deleted_with_it() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    for _ in 0..20 {
        let (drawn, deleted) = tokio::join!(
            server.create_relation(&a, relation(RelationType::Supports, &b)),
            server.delete_claim(&b.name),
        );
        let deleted = deleted.unwrap();
        match drawn {
            Ok(drawn) => {
                let gone = server.find_relation(&drawn.name).await.unwrap();
                assert_eq!(gone.delete_time, deleted.delete_time);
            }
            Err(status) => assert_eq!(missing(&status), [b.name.as_str()]),
        }
        let (_, relations, _) = live(&server).await;
        assert_eq!(relations, [""; 0]);
        server.undelete_claim(&b.name).await.unwrap();
        let (_, relations, _) = live(&server).await;
        for name in relations {
            server.delete_relation(&name).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_that_is_created_while_its_evidence_is_deleted_is_refused_or_blocks_the_deletion()
{
    let server = TestServer::start().await;
    let [reviewed, evidence] = claims(&server).await;
    for second in 0..20 {
        let given = Review {
            evidence: vec![evidence.name.clone()],
            ..review("Desk", Verdict::True, second)
        };
        let (written, deleted) = tokio::join!(
            server.create_review(&reviewed, given),
            server.delete_claim(&evidence.name),
        );
        match (written, deleted) {
            (Ok(written), Err(status)) => {
                assert_eq!(users(&status), [written.name.as_str()]);
                server.delete_review(&written.name).await.unwrap();
            }
            (Err(status), Ok(_)) => {
                assert_eq!(missing(&status), [evidence.name.as_str()]);
                server.undelete_claim(&evidence.name).await.unwrap();
            }
            both => panic!("{both:?}"),
        }
    }
}

#[tokio::test]
async fn a_live_claim_cannot_be_undeleted() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let status = server.undelete_claim(&a.name).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_DELETED");
    assert_eq!(reason(&status).0, tonic::Code::AlreadyExists);
}

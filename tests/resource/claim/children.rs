//! Claims that are deleted and brought back, with all that hangs on them and all that
//! leads to them.

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

/// Two claims, with everything that can hang on the first one.
struct Scene {
    server: TestServer,
    first: Claim,
    other: Claim,
    appearance: Appearance,
    review: Review,
    /// From the first to the other, printed in the appearance.
    there: Relation,
    /// From the other to the first.
    back: Relation,
}

async fn scene() -> Scene {
    let server = TestServer::start().await;
    let [first, other] = claims(&server).await;
    let piece = server.create_article(article("A", "x y z")).await.unwrap();
    let printed = server.create_appearance(&first, appearance(&piece, "x"));
    let appearance = printed.await.unwrap();
    let judged = server.create_review(&first, review("Desk", Verdict::False, 0));
    let review = judged.await.unwrap();
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

/// Everything live that is listed: appearances, relations and reviews.
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
async fn with_a_claim_goes_all_that_hangs_on_it_or_leads_to_it_and_comes_back() {
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
    // The five, and how the claim then stands.
    assert_eq!(server.log_length().await, length + 6);
    assert_eq!(live(&server).await, Default::default());
    let status = server.get_claim(&first.name).await.unwrap_err();
    assert_eq!(missing(&status), [first.name.as_str()]);
    server.get_claim(&other.name).await.unwrap();
    // All at one time, each as it was.
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
async fn what_went_before_the_claim_does_not_come_back_with_it() {
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

    // Nor what is deleted by itself between two deletions of the claim.
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
async fn what_went_before_a_claim_does_not_come_back_before_it_either() {
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
async fn a_relation_whose_ends_both_went_waits_for_the_second_one() {
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

        // It did not go with the other one, so it does not come back with that.
        server.undelete_claim(&b.name).await.unwrap();
        let status = server.get_relation(&link.name).await.unwrap_err();
        assert_eq!(missing(&status), [link.name.as_str()]);
        server.undelete_claim(&a.name).await.unwrap();
        let read = server.get_relation(&link.name).await.unwrap();
        assert_eq!((read.revision, read.delete_time), (3, None));

        // The other way round it went with its target.
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
async fn a_claim_does_not_come_back_with_what_was_stored_anew_meanwhile() {
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
async fn an_appearance_that_a_relation_names_is_in_use() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&c, appearance(&piece, "x"));
    let printed = printed.await.unwrap();
    let link = server.create_relation(&a, full_relation(&b, &printed));
    let link = link.await.unwrap();
    let link_name = [link.name.as_str()];
    // Neither by itself nor with the claim that it hangs on.
    let status = server.delete_appearance(&printed.name).await;
    assert_eq!(users(&status.unwrap_err()), link_name);
    let status = server.delete_claim(&c.name).await.unwrap_err();
    assert_eq!(users(&status), link_name);

    // With an end of the relation that is gone, and lets the appearance go.
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
async fn a_claim_that_is_evidence_elsewhere_stays_and_one_that_is_its_own_goes() {
    let server = TestServer::start().await;
    let [judged, evidence] = claims(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let on = |author: &str, claim: &Claim| Review {
        evidence: vec![source.name.clone(), claim.name.clone()],
        ..review(author, Verdict::True, 0)
    };
    let other = server.create_review(&judged, on("Desk", &evidence)).await;
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

    // Two that rest on each other: neither goes first.
    let back = server.create_review(&evidence, on("Desk", &judged)).await;
    let back = back.unwrap();
    let status = server.delete_claim(&judged.name).await.unwrap_err();
    assert_eq!(users(&status), [back.name.as_str()]);
    server.delete_review(&back.name).await.unwrap();
    server.delete_claim(&judged.name).await.unwrap();
    server.delete_claim(&evidence.name).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relation_that_is_drawn_while_an_end_goes_is_refused_or_goes_with_it() {
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
async fn a_review_that_is_written_while_its_evidence_goes_is_refused_or_holds_it() {
    let server = TestServer::start().await;
    let [judged, evidence] = claims(&server).await;
    for second in 0..20 {
        let given = Review {
            evidence: vec![evidence.name.clone()],
            ..review("Desk", Verdict::True, second)
        };
        let (written, deleted) = tokio::join!(
            server.create_review(&judged, given),
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
async fn a_claim_that_is_not_deleted_does_not_come_back() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let status = server.undelete_claim(&a.name).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_DELETED");
    assert_eq!(reason(&status).0, tonic::Code::AlreadyExists);
}

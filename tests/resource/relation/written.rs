//! Which writes of a relation are refused: invalid fields, missing ends, and stale etags.

use claimstore::wire::pb::{
    Claim, CreateRelationRequest, DeleteRelationRequest, Relation, RelationState, RelationType,
    UndeleteRelationRequest, UpdateRelationRequest,
};

use crate::{
    resource::appearance::absent,
    support::{
        calls::mask,
        children::{claims, id},
        errors::{description, fields, missing, sorted_fields, why},
        samples::{appearance, article, full_relation, relation},
        server::TestServer,
    },
};

const REQUEST: &str = "0198c0de-0000-7000-8000-000000000001";

#[tokio::test]
async fn all_violations_of_a_relation_are_reported_at_once() {
    let server = TestServer::start().await;
    let [a] = claims(&server).await;
    let nothing = server.create_relation(&a, Relation::default()).await;
    #[rustfmt::skip]
    assert_eq!(
        sorted_fields(&nothing.unwrap_err()),
        ["relation.author", "relation.state", "relation.target", "relation.type"]
    );
    let hopeless = Relation {
        r#type: 13,
        target: absent("claims", 1),
        author: " \u{3000}".to_owned(),
        method: "By hand".to_owned(),
        confidence: Some(1.5),
        state: -1,
        appearance: a.name.clone(),
        ..Relation::default()
    };
    let request = CreateRelationRequest {
        parent: "claims/-".to_owned(),
        relation: Some(hopeless),
        relation_id: REQUEST.to_uppercase(),
        request_id: "1".to_owned(),
        ..CreateRelationRequest::default()
    };
    let status = server.claims().create_relation(request).await.unwrap_err();
    #[rustfmt::skip]
    assert_eq!(
        sorted_fields(&status),
        [
            "parent", "relation.appearance", "relation.author", "relation.confidence",
            "relation.method", "relation.state", "relation.type", "relation_id", "request_id",
        ]
    );
    let source = absent("sources", 1);
    for wrong in ["x", "#x", "claims/-", &source, &a.name] {
        let given = Relation {
            target: wrong.to_owned(),
            ..relation(RelationType::Supports, &a)
        };
        let status = server.create_relation(&a, given).await.unwrap_err();
        assert_eq!(fields(&status), ["relation.target"], "{wrong}");
    }
}

#[tokio::test]
async fn confidence_is_from_zero_to_one_and_zero_is_kept() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let with = |confidence: Option<f64>| Relation {
        author: format!("{confidence:?}"),
        confidence,
        ..relation(RelationType::Supports, &b)
    };
    for confidence in [None, Some(0.0), Some(f64::MIN_POSITIVE), Some(1.0)] {
        let created = server.create_relation(&a, with(confidence)).await.unwrap();
        assert_eq!(created.confidence, confidence);
        let read = server.get_relation(&created.name).await.unwrap();
        assert_eq!(read.confidence, confidence);
    }
    for confidence in [
        -f64::MIN_POSITIVE,
        1.0 + f64::EPSILON,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ] {
        let status = server.create_relation(&a, with(Some(confidence))).await;
        let said = fields(&status.unwrap_err());
        assert_eq!(said, ["relation.confidence"], "{confidence}");
    }
}

#[tokio::test]
async fn a_method_must_be_a_slug() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let with = |method: &str| Relation {
        author: format!("by {method}"),
        method: method.to_owned(),
        ..relation(RelationType::Supports, &b)
    };
    for method in ["", "by-hand", "embedding", "v2", "2-7"] {
        let created = server.create_relation(&a, with(method)).await.unwrap();
        assert_eq!(created.method, method);
    }
    for method in ["By-hand", "by hand", "-", "a-", "a--b", "é", "a_b", "a\0"] {
        let status = server.create_relation(
            &a,
            Relation {
                author: "Desk".to_owned(),
                ..with(method)
            },
        );
        let said = fields(&status.await.unwrap_err());
        assert_eq!(said, ["relation.method"], "{method}");
    }
}

#[tokio::test]
async fn the_appearance_of_a_relation_must_exist() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let piece = server.create_article(article("A", "x y z")).await.unwrap();
    let mut printed = Vec::new();
    for (claim, words) in [(&a, "x"), (&b, "y"), (&c, "z")] {
        let it = server.create_appearance(claim, appearance(&piece, words));
        printed.push(it.await.unwrap());
    }
    let with = |name: &str, author: &str| Relation {
        appearance: name.to_owned(),
        author: author.to_owned(),
        ..relation(RelationType::Supports, &b)
    };
    // The appearance can be of any claim, because an article can print the relation in other
    // words.
    for it in &printed {
        let created = server.create_relation(&a, with(&it.name, &it.name)).await;
        assert_eq!(created.unwrap().appearance, it.name);
    }

    let relation = printed[0].name.replace("/appearances/", "/relations/");
    let id = id(&printed[0].name);
    for wrong in [&a.name, &piece.name, &relation, "x", "#x", id] {
        let status = server.create_relation(&a, with(wrong, "Desk")).await;
        let said = fields(&status.unwrap_err());
        assert_eq!(said, ["relation.appearance"], "{wrong}");
    }
    let nowhere = format!("{}/{}", a.name, absent("appearances", 1));
    let elsewhere = printed[0].name.replace(&a.name, &b.name);
    let deleted = server.create_appearance(&a, appearance(&piece, "y"));
    let deleted = deleted.await.unwrap().name;
    server.delete_appearance(&deleted).await.unwrap();
    let plain = server.create_relation(&a, with("", "Desk")).await.unwrap();
    for gone in [&nowhere, &elsewhere, &deleted] {
        let status = server.create_relation(&a, with(gone, "Other")).await;
        assert_eq!(missing(&status.unwrap_err()), [gone.as_str()]);
        let patch = Relation {
            name: plain.name.clone(),
            ..with(gone, "")
        };
        let status = server.update_relation(patch, &["appearance"]).await;
        assert_eq!(missing(&status.unwrap_err()), [gone.as_str()]);
    }
}

#[tokio::test]
async fn both_ends_of_a_relation_must_be_live_claims() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let ghost = |n| Claim {
        name: absent("claims", n),
        ..Claim::default()
    };
    let to = |target: &Claim| relation(RelationType::Supports, target);
    let status = server.create_relation(&a, to(&ghost(1))).await.unwrap_err();
    assert_eq!(missing(&status), [ghost(1).name]);
    let status = server.create_relation(&ghost(1), to(&a)).await.unwrap_err();
    assert_eq!(missing(&status), [ghost(1).name]);
    let status = server.create_relation(&ghost(2), to(&ghost(1))).await;
    assert_eq!(
        missing(&status.unwrap_err()),
        [ghost(1).name, ghost(2).name]
    );

    server.delete_claim(&b.name).await.unwrap();
    let status = server.create_relation(&a, to(&b)).await.unwrap_err();
    assert_eq!(missing(&status), [b.name.as_str()]);
    let status = server.create_relation(&b, to(&a)).await.unwrap_err();
    assert_eq!(missing(&status), [b.name]);
}

#[tokio::test]
async fn a_stale_etag_is_refused_and_an_update_without_changes_writes_nothing() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let first = server.create_relation(&a, relation(RelationType::Causes, &b));
    let first = first.await.unwrap();
    let decided = Relation {
        state: RelationState::Rejected.into(),
        ..first.clone()
    };
    let second = server.update_relation(decided.clone(), &["state"]).await;
    let second = second.unwrap();
    let status = server.update_relation(decided, &["state"]).await;
    assert_eq!(why(&status.unwrap_err()), "ETAG_MISMATCH");
    let length = server.log_length().await;
    let same = server.update_relation(second.clone(), &["*"]).await;
    assert_eq!(same.unwrap(), second);
    assert_eq!(server.log_length().await, length);

    let delete = |etag: &str| DeleteRelationRequest {
        name: first.name.clone(),
        etag: etag.to_owned(),
        ..DeleteRelationRequest::default()
    };
    let status = server.claims().delete_relation(delete(&first.etag)).await;
    assert_eq!(why(&status.unwrap_err()), "ETAG_MISMATCH");
    let deleted = server.claims().delete_relation(delete(&second.etag)).await;
    let deleted = deleted.unwrap().into_inner();
    let undelete = |etag: &str| UndeleteRelationRequest {
        name: first.name.clone(),
        etag: etag.to_owned(),
        ..UndeleteRelationRequest::default()
    };
    let stale = undelete(&second.etag);
    let status = server.claims().undelete_relation(stale).await.unwrap_err();
    assert_eq!(why(&status), "ETAG_MISMATCH");
    let back = undelete(&deleted.etag);
    let back = server.claims().undelete_relation(back).await.unwrap();
    assert_eq!(back.into_inner().revision, 4);
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_a_dry_run_stores_nothing() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let create = |author: &str, validate_only| CreateRelationRequest {
        parent: a.name.clone(),
        relation: Some(Relation {
            author: author.to_owned(),
            ..relation(RelationType::Supports, &b)
        }),
        request_id: REQUEST.to_owned(),
        validate_only,
        ..CreateRelationRequest::default()
    };
    let mut client = server.claims();
    let length = server.log_length().await;
    let dry_run = client.create_relation(create("Desk", true)).await.unwrap();
    let dry_run = dry_run.into_inner();
    assert_eq!((dry_run.author.as_str(), dry_run.revision), ("Desk", 1));
    assert_eq!(server.log_length().await, length);
    let created = client.create_relation(create("Desk", false)).await.unwrap();
    let created = created.into_inner();
    let status = client.create_relation(create("Model", false)).await;
    assert_eq!(why(&status.unwrap_err()), "REQUEST_ID_REUSED");

    let update = UpdateRelationRequest {
        relation: Some(Relation {
            method: "by-hand".to_owned(),
            ..created.clone()
        }),
        update_mask: mask(&["method"]),
        request_id: REQUEST.to_owned(),
        ..UpdateRelationRequest::default()
    };
    let updated = client.update_relation(update.clone()).await.unwrap();
    let delete = DeleteRelationRequest {
        name: created.name.clone(),
        request_id: REQUEST.to_owned(),
        ..DeleteRelationRequest::default()
    };
    let deleted = client.delete_relation(delete.clone()).await.unwrap();
    let undelete = UndeleteRelationRequest {
        name: created.name.clone(),
        request_id: REQUEST.to_owned(),
        ..UndeleteRelationRequest::default()
    };
    let back = client.undelete_relation(undelete.clone()).await.unwrap();
    assert_eq!(server.log_length().await, length + 4);

    let again = client.create_relation(create("Desk", false)).await;
    assert_eq!(again.unwrap().into_inner(), created);
    let again = client.update_relation(update).await.unwrap();
    assert_eq!(again.into_inner(), updated.into_inner());
    let again = client.delete_relation(delete).await.unwrap();
    assert_eq!(again.into_inner(), deleted.into_inner());
    let again = client.undelete_relation(undelete).await.unwrap();
    assert_eq!(again.into_inner(), back.into_inner());
    assert_eq!(server.log_length().await, length + 4);
}

#[tokio::test]
async fn optional_fields_can_be_cleared_and_required_ones_cannot() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let printed = server.create_appearance(&a, appearance(&piece, "x"));
    let full = full_relation(&b, &printed.await.unwrap());
    let created = server.create_relation(&a, full).await.unwrap();
    let empty = || Relation {
        name: created.name.clone(),
        ..Relation::default()
    };
    let paths = ["method", "confidence", "appearance"];
    let cleared = server.update_relation(empty(), &paths).await.unwrap();
    let (method, appearance) = (cleared.method, cleared.appearance);
    assert_eq!((method.as_str(), appearance.as_str()), ("", ""));
    assert_eq!(cleared.confidence, None);
    let status = server.update_relation(empty(), &["author", "state"]).await;
    let status = status.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["relation.author", "relation.state"]
    );
    assert_eq!(description(&status, "relation.author"), "is required");
}

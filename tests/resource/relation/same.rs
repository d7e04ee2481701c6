//! Two relations are the same if their ends, type and author are. Ids are unique over all claims.

use claimstore::wire::pb::{Appearance, Claim, Relation, RelationState, RelationType};

use crate::support::{
    children::{claims, relation_with_id},
    errors::holder,
    samples::{full_relation, relation},
    server::TestServer,
};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

#[tokio::test]
async fn an_id_is_taken_for_all_claims_even_after_a_deletion() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let create = async |parent: &Claim, target: &Claim, author: &str| {
        let given = Relation {
            author: author.to_owned(),
            ..relation(RelationType::Supports, target)
        };
        let request = relation_with_id(parent, given, ID);
        server.claims().create_relation(request).await
    };
    let first = create(&a, &b, "Desk").await.unwrap().into_inner();
    assert_eq!(first.name, format!("{}/relations/{ID}", a.name));
    let taken = ("name".to_owned(), first.name.clone());
    for parent in [&a, &b] {
        let status = create(parent, &c, "Other").await.unwrap_err();
        assert_eq!(holder(&status), taken);
    }
    server.delete_relation(&first.name).await.unwrap();
    for parent in [&a, &b] {
        let status = create(parent, &c, "Other").await.unwrap_err();
        assert_eq!(holder(&status), taken);
    }
}

#[tokio::test]
async fn only_another_type_target_or_author_makes_another_relation() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let first = full_relation(&b, &Appearance::default());
    let created = server.create_relation(&a, first.clone()).await.unwrap();
    let held = ("type, target, author".to_owned(), created.name.clone());
    for same in [
        Relation {
            author: "  ＤＥＳＫ. ".to_owned(),
            ..first.clone()
        },
        Relation {
            state: RelationState::Rejected.into(),
            method: "other".to_owned(),
            confidence: None,
            ..first.clone()
        },
    ] {
        let status = server.create_relation(&a, same).await.unwrap_err();
        assert_eq!(holder(&status), held);
    }
    let other_type = Relation {
        r#type: RelationType::Refines.into(),
        ..first.clone()
    };
    let other_target = Relation {
        target: c.name.clone(),
        ..first.clone()
    };
    let other_author = Relation {
        author: "Dësk".to_owned(),
        ..first.clone()
    };
    let mut others = Vec::new();
    for other in [other_type, other_target, other_author] {
        others.push(server.create_relation(&a, other).await.unwrap());
    }

    // An update cannot make it the same either, but it can spell its own author differently.
    let patch = |name: &str, author: &str| Relation {
        name: name.to_owned(),
        author: author.to_owned(),
        ..Relation::default()
    };
    let same = patch(&others[2].name, "DESK");
    let status = server.update_relation(same, &["author"]).await;
    assert_eq!(holder(&status.unwrap_err()), held);
    let spelt = patch(&created.name, "desk.");
    let spelt = server.update_relation(spelt, &["author"]).await.unwrap();
    assert_eq!((spelt.author.as_str(), spelt.revision), ("desk.", 2));

    // Another relation can take an identity that is free, and then it cannot be taken back.
    let renamed = patch(&created.name, "Somebody");
    server.update_relation(renamed, &["author"]).await.unwrap();
    let second = server.create_relation(&a, first.clone()).await.unwrap();
    server.delete_relation(&second.name).await.unwrap();
    let third = server.create_relation(&a, first).await.unwrap();
    let status = server.undelete_relation(&second.name).await.unwrap_err();
    assert_eq!(holder(&status), (held.0, third.name));
}

#[tokio::test]
async fn an_update_of_the_author_cannot_duplicate_a_symmetric_relation() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let by = |author: &str, target: &Claim| Relation {
        author: author.to_owned(),
        ..relation(RelationType::Contradicts, target)
    };
    let there = server.create_relation(&a, by("Desk", &b)).await.unwrap();
    let back = server.create_relation(&b, by("Model", &a)).await.unwrap();
    let patch = Relation {
        name: back.name,
        ..by("desk", &a)
    };
    let status = server.update_relation(patch, &["author"]).await;
    let expected = ("type, target, author".to_owned(), there.name.clone());
    assert_eq!(holder(&status.unwrap_err()), expected);

    server.delete_relation(&there.name).await.unwrap();
    let taken = server.create_relation(&b, by("Desk", &a)).await.unwrap();
    let status = server.undelete_relation(&there.name).await.unwrap_err();
    assert_eq!(holder(&status), (expected.0, taken.name));
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_concurrent_creations_from_both_ends_succeeds_and_the_others_name_it() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    for _ in 0..10 {
        let link = |target| relation(RelationType::SameAs, target);
        let all = tokio::join!(
            server.create_relation(&a, link(&b)),
            server.create_relation(&b, link(&a)),
            server.create_relation(&a, link(&b)),
            server.create_relation(&b, link(&a)),
        );
        let (mut won, mut named) = (Vec::new(), Vec::new());
        for result in [all.0, all.1, all.2, all.3] {
            match result {
                Ok(created) => won.push(created.name),
                Err(status) => named.push(holder(&status).1),
            }
        }
        assert_eq!(won.len(), 1);
        assert_eq!(named, vec![won[0].clone(); 3]);
        server.delete_relation(&won[0]).await.unwrap();
    }
}

//! Relations: read in batches, listed with filters and in pages, and hidden when they are deleted.

use claimstore::wire::pb::{
    BatchGetRelationsRequest, Claim, CreateRelationRequest, ListRelationsRequest, Relation,
    RelationFilter, RelationState, RelationType,
};
use tonic::Status;
use uuid::Uuid;

use crate::{
    resource::appearance::absent,
    support::{
        children::{claims, id, list_relations, relation_with_id},
        errors::{missing, sorted_fields, why},
        samples::relation,
        server::TestServer,
    },
};

const ANY: &str = "claims/-";

fn of_type(relation_type: RelationType) -> RelationFilter {
    RelationFilter {
        r#type: relation_type.into(),
        ..RelationFilter::default()
    }
}

fn to(target: &Claim) -> RelationFilter {
    RelationFilter {
        target: target.name.clone(),
        ..RelationFilter::default()
    }
}

fn in_state(state: RelationState) -> RelationFilter {
    RelationFilter {
        state: state.into(),
        ..RelationFilter::default()
    }
}

fn by(author: &str) -> RelationFilter {
    RelationFilter {
        author: author.to_owned(),
        ..RelationFilter::default()
    }
}

async fn listed(server: &TestServer, parent: &str, filter: RelationFilter) -> Vec<String> {
    let request = ListRelationsRequest {
        parent: parent.to_owned(),
        filter: Some(filter),
        ..ListRelationsRequest::default()
    };
    list_relations(server, request).await.unwrap().0
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_ids() {
    let server = TestServer::start().await;
    let [a, b, c] = claims(&server).await;
    let drawn = async |from: &Claim, given: Relation, author: &str, state: RelationState| {
        let given = Relation {
            author: author.to_owned(),
            state: state.into(),
            ..given
        };
        server.create_relation(from, given).await.unwrap().name
    };
    use RelationState::{Confirmed, Rejected, Suggested};
    use RelationType::{Contradicts, SameAs, Supports};
    let supports = drawn(&a, relation(Supports, &b), "Fact “desk”", Confirmed).await;
    let contradicts = drawn(&a, relation(Contradicts, &b), "Model", Suggested).await;
    let rejected = drawn(&b, relation(Supports, &c), "model.", Rejected).await;
    let same = drawn(&c, relation(SameAs, &a), "FACT \"DESK\"", Confirmed).await;

    let none = RelationFilter::default;
    for (parent, filter, expected) in [
        (ANY, none(), vec![&supports, &contradicts, &rejected, &same]),
        // Only symmetric relations are listed from both ends.
        (&a.name, none(), vec![&supports, &contradicts, &same]),
        (&b.name, none(), vec![&contradicts, &rejected]),
        (&c.name, none(), vec![&same]),
        (&absent("claims", 1), none(), vec![]),
        (ANY, of_type(Supports), vec![&supports, &rejected]),
        (&b.name, of_type(Supports), vec![&rejected]),
        (&b.name, of_type(Contradicts), vec![&contradicts]),
        (ANY, of_type(RelationType::Causes), vec![]),
        (ANY, to(&b), vec![&supports, &contradicts]),
        (ANY, to(&a), vec![&same]),
        (&a.name, to(&a), vec![&same]),
        (&b.name, to(&b), vec![&contradicts]),
        (ANY, in_state(Confirmed), vec![&supports, &same]),
        (ANY, in_state(Suggested), vec![&contradicts]),
        (&b.name, in_state(Rejected), vec![&rejected]),
        (ANY, by("model"), vec![&contradicts, &rejected]),
        (ANY, by(" ＭＯＤＥＬ. "), vec![&contradicts, &rejected]),
        (ANY, by("fact «desk»"), vec![&supports, &same]),
        (ANY, by("Desk"), vec![]),
        (
            &a.name,
            RelationFilter {
                r#type: Contradicts.into(),
                target: b.name.clone(),
                state: Suggested.into(),
                author: "MODEL".to_owned(),
                ..RelationFilter::default()
            },
            vec![&contradicts],
        ),
        (
            ANY,
            RelationFilter {
                state: Confirmed.into(),
                ..by("model")
            },
            vec![],
        ),
    ] {
        let mut expected: Vec<String> = expected.into_iter().cloned().collect();
        expected.sort_by(|one, other| id(one).cmp(id(other)));
        let found = listed(&server, parent, filter.clone()).await;
        assert_eq!(found, expected, "{parent} {filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let request = ListRelationsRequest {
        parent: ANY.to_owned(),
        page_size: -1,
        filter: Some(RelationFilter {
            r#type: 13,
            target: "#key".to_owned(),
            state: 4,
            author: "x".repeat(201),
            ..RelationFilter::default()
        }),
        ..ListRelationsRequest::default()
    };
    let status = list_relations(&server, request).await.unwrap_err();
    #[rustfmt::skip]
    assert_eq!(
        sorted_fields(&status),
        ["filter.author", "filter.state", "filter.target", "filter.type", "page_size"]
    );
    let relations = format!("{}/relations", absent("claims", 1));
    for parent in ["", "-", "claims/", "claims/x", "sources/-", &relations] {
        let request = ListRelationsRequest {
            parent: parent.to_owned(),
            ..ListRelationsRequest::default()
        };
        let status = list_relations(&server, request).await.unwrap_err();
        assert_eq!(sorted_fields(&status), ["parent"], "{parent}");
    }
}

#[tokio::test]
async fn pages_of_every_size_hold_each_symmetric_relation_of_a_claim_once() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let mut names = Vec::new();
    for (number, bits) in [3, u128::MAX, 0, 1 << 127, (1 << 127) - 1, 2]
        .into_iter()
        .enumerate()
    {
        let (from, to) = if number % 2 == 0 { (&a, &b) } else { (&b, &a) };
        let given = Relation {
            author: format!("Desk {number}"),
            ..relation(RelationType::Contradicts, to)
        };
        let request = relation_with_id(from, given, &Uuid::from_u128(bits).to_string());
        let created = server.claims().create_relation(request).await.unwrap();
        names.push(created.into_inner().name);
    }
    names.sort_by(|one, other| id(one).cmp(id(other)));
    for parent in [ANY, &a.name, &b.name] {
        for size in 1..=7_usize {
            let (mut seen, mut token) = (Vec::new(), String::new());
            loop {
                let request = ListRelationsRequest {
                    parent: parent.to_owned(),
                    page_size: i32::try_from(size).unwrap(),
                    page_token: token,
                    ..ListRelationsRequest::default()
                };
                let (page, next) = list_relations(&server, request).await.unwrap();
                let left = names.len() - seen.len();
                assert_eq!(page.len(), left.min(size), "size {size}");
                seen.extend(page);
                token = next;
                if token.is_empty() {
                    break;
                }
            }
            assert_eq!(seen, names, "{parent} by {size}");
        }
    }

    let first = ListRelationsRequest {
        parent: a.name.clone(),
        page_size: 2,
        filter: Some(in_state(RelationState::Confirmed)),
        ..ListRelationsRequest::default()
    };
    let (_, page_token) = list_relations(&server, first.clone()).await.unwrap();
    let next = ListRelationsRequest {
        page_token,
        ..first
    };
    for other in [
        ListRelationsRequest {
            parent: b.name.clone(),
            ..next.clone()
        },
        ListRelationsRequest {
            filter: Some(in_state(RelationState::Rejected)),
            ..next.clone()
        },
        ListRelationsRequest {
            show_deleted: true,
            ..next.clone()
        },
    ] {
        let status = list_relations(&server, other).await.unwrap_err();
        assert_eq!(why(&status), "PAGE_TOKEN_INVALID");
    }
    let (page, _) = list_relations(&server, next).await.unwrap();
    assert_eq!(page, names[2..4]);
}

async fn batch(server: &TestServer, parent: &str, names: &[&str]) -> Result<Vec<Relation>, Status> {
    let request = BatchGetRelationsRequest {
        parent: parent.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
        ..BatchGetRelationsRequest::default()
    };
    let answer = server.claims().batch_get_relations(request).await?;
    Ok(answer.into_inner().relations)
}

#[tokio::test]
async fn a_batch_reads_children_of_one_claim_or_of_any() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let there = server.create_relation(&a, relation(RelationType::SameAs, &b));
    let there = there.await.unwrap();
    let back = server.create_relation(&b, relation(RelationType::Causes, &a));
    let back = back.await.unwrap();
    for parent in ["", ANY] {
        let read = batch(&server, parent, &[&back.name, &there.name, &back.name]).await;
        let expected = [back.clone(), there.clone(), back.clone()];
        assert_eq!(read.unwrap(), expected);
    }
    let read = batch(&server, &a.name, &[&there.name]).await.unwrap();
    assert_eq!(read, std::slice::from_ref(&there));
    // A symmetric relation is listed from both ends, but is a child of one of them.
    let names = [back.name.as_str(), &there.name, &b.name, "x"];
    let status = batch(&server, &b.name, &names).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names[1]", "names[2]", "names[3]"]);
    let status = batch(&server, "articles/x", &[]).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names", "parent"]);
    let many = vec![there.name.as_str(); 1_001];
    let status = batch(&server, "", &many).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names"]);

    let elsewhere = there.name.replace(&a.name, &b.name);
    let gone = format!("{}/{}", a.name, absent("relations", 1));
    let status = batch(&server, "", &[&gone, &there.name, &elsewhere]).await;
    let mut expected = [elsewhere.clone(), gone];
    expected.sort();
    assert_eq!(missing(&status.unwrap_err()), expected);
    let status = server.get_relation(&elsewhere).await.unwrap_err();
    assert_eq!(missing(&status), [elsewhere]);
}

#[tokio::test]
async fn a_deleted_relation_is_read_only_with_show_deleted() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let created = server.create_relation(&a, relation(RelationType::Contradicts, &b));
    let created = created.await.unwrap();
    let other = server.create_relation(&b, relation(RelationType::Causes, &a));
    let other = other.await.unwrap();
    let deleted = server.delete_relation(&created.name).await.unwrap();
    let expected = Relation {
        revision: 2,
        etag: deleted.etag.clone(),
        update_time: deleted.delete_time,
        delete_time: deleted.delete_time,
        ..created.clone()
    };
    assert!(deleted.delete_time.is_some());
    assert_eq!(deleted, expected);
    assert_ne!(deleted.etag, created.etag);

    let name = created.name.as_str();
    let status = server.get_relation(name).await.unwrap_err();
    assert_eq!(missing(&status), [name]);
    assert_eq!(server.find_relation(name).await.unwrap(), deleted);
    let status = batch(&server, "", &[name, &other.name]).await.unwrap_err();
    assert_eq!(missing(&status), [name]);
    let request = BatchGetRelationsRequest {
        names: vec![name.to_owned(), other.name.clone()],
        show_deleted: true,
        ..BatchGetRelationsRequest::default()
    };
    let read = server.claims().batch_get_relations(request).await.unwrap();
    assert_eq!(read.into_inner().relations, [deleted, other.clone()]);
    for (parent, live) in [(&a.name, vec![]), (&b.name, vec![other.name.clone()])] {
        let request = |show_deleted| ListRelationsRequest {
            parent: parent.clone(),
            show_deleted,
            ..ListRelationsRequest::default()
        };
        let (found, _) = list_relations(&server, request(false)).await.unwrap();
        assert_eq!(found, live);
        let (found, _) = list_relations(&server, request(true)).await.unwrap();
        assert_eq!(found, [&[name.to_owned()], &live[..]].concat());
    }

    for status in [
        server.delete_relation(name).await.unwrap_err(),
        server
            .update_relation(created.clone(), &[])
            .await
            .unwrap_err(),
    ] {
        assert_eq!(missing(&status), [name]);
    }
    let back = server.undelete_relation(name).await.unwrap();
    let expected = Relation {
        revision: 3,
        etag: back.etag.clone(),
        update_time: back.update_time,
        ..created.clone()
    };
    assert_eq!(back, expected);
    assert_eq!(server.get_relation(name).await.unwrap(), back);
    let status = server.undelete_relation(name).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_DELETED");
    let never = format!("{}/{}", a.name, absent("relations", 1));
    let status = server.undelete_relation(&never).await.unwrap_err();
    assert_eq!(missing(&status), [never]);
}

#[tokio::test]
async fn a_name_of_another_kind_is_refused() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let created = server.create_relation(&a, relation(RelationType::Causes, &b));
    let created = created.await.unwrap();
    let review = created.name.replace("/relations/", "/reviews/");
    for name in ["", "x", &a.name, &review] {
        let status = server.get_relation(name).await.unwrap_err();
        assert_eq!(sorted_fields(&status), ["name"], "{name}");
        let status = server.delete_relation(name).await.unwrap_err();
        assert_eq!(sorted_fields(&status), ["name"], "{name}");
    }
    let nothing = CreateRelationRequest::default();
    let status = server.claims().create_relation(nothing).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["parent", "relation"]);
}

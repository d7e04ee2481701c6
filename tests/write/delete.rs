//! Deleting and undeleting a resource of any kind: what stays of it, who finds it, and why the
//! calls are refused.

mod again;
mod children;
mod found;
mod in_use;
mod missing;
mod pages;
mod race;
mod taken;

use claimstore::wire::pb::{
    Appearance, Article, ArticleView, Change, Claim, DeleteClaimRequest, DeleteSourceRequest,
    GetArticleRequest, Operation, Source, UndeleteArticleRequest, change::Resource,
};
use prost_types::Timestamp;
use tonic::{Code, Status};

use crate::{
    resource::appearance::absent,
    support::{
        any_kind::{DeleteOptions, collection},
        errors::{fields, missing, reason, resource, why},
        lifetime::{Stamp, micros, name_of, stamp, stamp_with},
        samples::{
            BODY, claim, full_appearance, full_article, full_claim, full_source, outlet, page,
        },
        server::TestServer,
    },
};

/// A resource of each kind with every field set, in an order in which they can be deleted.
async fn one_of_each(server: &TestServer) -> [Resource; 4] {
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let source = server.create_source(full_source(&paper)).await.unwrap();
    let article = server.create_article(full_article(&source)).await.unwrap();
    let original = server.create_claim(claim("Original")).await.unwrap();
    let claim = server.create_claim(full_claim(&original)).await.unwrap();
    let printed = full_appearance(&article, &source);
    let printed = server.create_appearance(&claim, printed).await.unwrap();
    [
        Resource::Appearance(printed),
        Resource::Claim(claim),
        Resource::Article(article),
        Resource::Source(source),
    ]
}

/// Changes one field of a resource, without an etag.
async fn change(server: &TestServer, resource: &Resource) -> Result<(), Status> {
    let name = name_of(resource);
    match resource {
        Resource::Source(_) => {
            let patch = Source {
                name,
                display_name: "changed".to_owned(),
                ..Source::default()
            };
            server.update_source(patch, &[]).await.map(drop)
        }
        Resource::Article(_) => {
            let patch = Article {
                name,
                section: "changed".to_owned(),
                ..Article::default()
            };
            server.update_article(patch, &[]).await.map(drop)
        }
        Resource::Claim(_) => {
            let patch = Claim {
                name,
                subject: "changed".to_owned(),
                ..Claim::default()
            };
            server.update_claim(patch, &[]).await.map(drop)
        }
        Resource::Appearance(_) => {
            let patch = Appearance {
                name,
                hedge: "changed".to_owned(),
                ..Appearance::default()
            };
            server.update_appearance(patch, &[]).await.map(drop)
        }
        other => panic!("{other:?} is changed elsewhere"),
    }
}

fn names(all: &[Resource]) -> Vec<String> {
    all.iter().map(name_of).collect()
}

#[tokio::test]
async fn a_deleted_resource_keeps_its_content_and_is_read_only_with_show_deleted() {
    let server = TestServer::start().await;
    for before in one_of_each(&server).await {
        let was = stamp(&before);
        let name = was.name.as_str();
        let deleted = server.delete(name).await.unwrap();
        let is = stamp(&deleted);
        assert_eq!(is.revision, was.revision + 1);
        assert_ne!(is.etag, was.etag);
        assert_eq!(is.create_time, was.create_time);
        assert_eq!(is.update_time, is.delete_time);
        assert!(micros(is.delete_time) > micros(was.update_time));
        assert_eq!(deleted, stamp_with(&before, is), "all else is as it was");

        assert_eq!(
            missing(&server.find(name, false).await.unwrap_err()),
            [name]
        );
        let status = server.find_many(&[name], false).await.unwrap_err();
        assert_eq!(missing(&status), [name]);
        let listed = server.list(collection(name), false).await;
        assert!(!names(&listed).contains(&was.name), "{name} is listed");

        assert_eq!(server.find(name, true).await.unwrap(), deleted);
        let found = server.find_many(&[name, name], true).await.unwrap();
        assert_eq!(found, [deleted.clone(), deleted.clone()]);
        let listed = server.list(collection(name), true).await;
        assert!(listed.contains(&deleted), "{name} is not listed");
    }
}

#[tokio::test]
async fn an_undeleted_resource_is_as_it_was_before() {
    let server = TestServer::start().await;
    let all = one_of_each(&server).await;
    for resource in &all {
        server.delete(&name_of(resource)).await.unwrap();
    }
    for before in all.iter().rev() {
        let name = &name_of(before);
        let deleted = stamp(&server.find(name, true).await.unwrap());
        let back = server.undelete(name).await.unwrap();
        let is = stamp(&back);
        assert_eq!(is.revision, deleted.revision + 1);
        assert_ne!(is.etag, deleted.etag);
        assert_ne!(is.etag, stamp(before).etag);
        assert_eq!(is.delete_time, None);
        assert_eq!(is.create_time, deleted.create_time);
        assert!(micros(is.update_time) > micros(deleted.update_time));
        assert_eq!(back, stamp_with(before, is));

        for show_deleted in [false, true] {
            assert_eq!(server.find(name, show_deleted).await.unwrap(), back);
            let listed = server.list(collection(name), show_deleted).await;
            assert!(listed.contains(&back));
        }
    }
    for resource in &all {
        change(&server, resource).await.unwrap();
    }
}

#[tokio::test]
async fn the_log_has_each_deletion_and_undeletion_with_the_new_state() {
    let server = TestServer::start().await;
    for created in one_of_each(&server).await {
        let name = &name_of(&created);
        let mut states = vec![created];
        states.push(server.delete(name).await.unwrap());
        states.push(server.undelete(name).await.unwrap());
        states.push(server.delete(name).await.unwrap());
        let history = server.history(name).await;
        let operations: Vec<Operation> = history.iter().map(Change::operation).collect();
        assert_eq!(
            operations,
            [
                Operation::Created,
                Operation::Deleted,
                Operation::Undeleted,
                Operation::Deleted
            ],
            "{name}"
        );
        for (change, state) in history.iter().zip(&states) {
            let Stamp {
                revision,
                update_time,
                ..
            } = stamp(state);
            assert_eq!(change.resource.as_ref(), Some(state));
            assert_eq!(
                (change.revision, change.change_time),
                (revision, update_time)
            );
        }
    }
}

#[tokio::test]
async fn deleted_and_missing_resources_are_not_found() {
    let server = TestServer::start().await;
    for resource in one_of_each(&server).await {
        let name = name_of(&resource);
        let name = name.as_str();
        server.delete(name).await.unwrap();
        let length = server.log_length().await;
        assert_eq!(missing(&server.delete(name).await.unwrap_err()), [name]);
        let status = server.delete_by_force(name).await.unwrap_err();
        assert_eq!(missing(&status), [name]);
        let status = change(&server, &resource).await.unwrap_err();
        assert_eq!(missing(&status), [name]);
        assert_eq!(server.log_length().await, length);
    }
    let mut all: Vec<String> = ["sources", "articles", "claims"]
        .map(|kind| absent(kind, 9))
        .to_vec();
    all.push(format!("{}/{}", all[2], absent("appearances", 9)));
    for name in all.iter().map(String::as_str) {
        assert_eq!(missing(&server.delete(name).await.unwrap_err()), [name]);
        assert_eq!(missing(&server.undelete(name).await.unwrap_err()), [name]);
        assert_eq!(missing(&server.find(name, true).await.unwrap_err()), [name]);
    }
}

#[tokio::test]
async fn only_a_deleted_resource_can_be_undeleted() {
    let server = TestServer::start().await;
    let all = one_of_each(&server).await;
    let length = server.log_length().await;
    for name in names(&all) {
        // The etag does not matter.
        for etag in ["", "stale"] {
            let how = DeleteOptions {
                etag: etag.to_owned(),
                ..DeleteOptions::default()
            };
            let status = server.undelete_as(&name, how).await.unwrap_err();
            assert_eq!(
                reason(&status),
                (Code::AlreadyExists, "RESOURCE_NOT_DELETED".to_owned())
            );
            assert_eq!(resource(&status), name);
        }
    }
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn a_name_must_be_of_one_resource_of_the_kind() {
    let server = TestServer::start().await;
    let printed = format!("{}/{}", absent("claims", 1), absent("appearances", 1));
    for name in [
        "",
        "sources",
        "sources/-",
        "sources/A",
        "#key",
        &absent("claims", 1),
        &printed,
    ] {
        let name = name.to_owned();
        let request = DeleteSourceRequest {
            name: name.clone(),
            ..DeleteSourceRequest::default()
        };
        let status = server.sources().delete_source(request).await.unwrap_err();
        assert_eq!(fields(&status), ["name"], "{name}");
        let request = UndeleteArticleRequest {
            name: name.clone(),
            ..UndeleteArticleRequest::default()
        };
        let status = server.articles().undelete_article(request).await;
        assert_eq!(fields(&status.unwrap_err()), ["name"], "{name}");
    }
    let request = DeleteClaimRequest {
        name: printed,
        request_id: "x".to_owned(),
        ..DeleteClaimRequest::default()
    };
    let status = server.claims().delete_claim(request).await.unwrap_err();
    assert_eq!(fields(&status), ["request_id", "name"]);
}

#[tokio::test]
async fn a_deletion_or_undeletion_with_a_stale_etag_is_refused() {
    let server = TestServer::start().await;
    let with = |etag: &str| DeleteOptions {
        etag: etag.to_owned(),
        ..DeleteOptions::default()
    };
    for resource in one_of_each(&server).await {
        let Stamp { name, etag, .. } = stamp(&resource);
        change(&server, &resource).await.unwrap();
        let length = server.log_length().await;
        let status = server.delete_as(&name, with(&etag)).await.unwrap_err();
        let mismatch = (Code::Aborted, "ETAG_MISMATCH".to_owned());
        assert_eq!(reason(&status), mismatch);
        assert_eq!(server.log_length().await, length);
        let live = stamp(&server.find(&name, false).await.unwrap()).etag;
        let deleted = server.delete_as(&name, with(&live)).await.unwrap();

        for stale in [&etag, &live] {
            let status = server.undelete_as(&name, with(stale)).await.unwrap_err();
            assert_eq!(reason(&status), mismatch);
        }
        let deleted = stamp(&deleted).etag;
        server.undelete_as(&name, with(&deleted)).await.unwrap();
        server.delete(&name).await.unwrap();
    }
}

#[tokio::test]
async fn callers_cannot_write_the_delete_time() {
    let server = TestServer::start().await;
    let given = Source {
        delete_time: Some(Timestamp::default()),
        ..page("https://a.example/")
    };
    let created = server.create_source(given.clone()).await.unwrap();
    assert_eq!(created.delete_time, None);
    let patch = Source {
        name: created.name.clone(),
        ..given
    };
    let updated = server.update_source(patch.clone(), &[]).await.unwrap();
    assert_eq!(updated, created);
    let status = server.update_source(patch, &["delete_time"]).await;
    assert_eq!(fields(&status.unwrap_err()), ["update_mask"]);
    assert!(server.is_live(&created.name).await);
}

#[tokio::test]
async fn the_text_of_a_deleted_article_is_read_only_with_show_deleted() {
    let server = TestServer::start().await;
    let [printed, _, article, _] = one_of_each(&server).await;
    server.delete(&name_of(&printed)).await.unwrap();
    let Resource::Article(deleted) = server.delete(&name_of(&article)).await.unwrap() else {
        panic!("it was no article");
    };
    assert_eq!(deleted.body, "", "the answer leaves the body out");
    let read = async |show_deleted, view: ArticleView, version| {
        let request = GetArticleRequest {
            name: deleted.name.clone(),
            view: view.into(),
            version,
            show_deleted,
            ..GetArticleRequest::default()
        };
        let answer = server.articles().get_article(request).await?;
        Ok::<_, Status>(answer.into_inner())
    };
    let whole = Article {
        body: BODY.to_owned(),
        ..deleted.clone()
    };
    for version in [0, 1] {
        let full = read(true, ArticleView::Unspecified, version).await;
        assert_eq!(full.unwrap(), whole, "version {version}");
        let basic = read(true, ArticleView::Basic, version).await;
        assert_eq!(basic.unwrap(), deleted, "version {version}");
        let status = read(false, ArticleView::Full, version).await.unwrap_err();
        assert_eq!(missing(&status), [deleted.name.as_str()]);
    }
    let status = read(true, ArticleView::Full, 2).await.unwrap_err();
    assert_eq!(why(&status), "RESOURCE_NOT_FOUND");
}

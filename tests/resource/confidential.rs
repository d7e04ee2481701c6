//! Confidential sources: what they are stands nowhere in clear, and is told only to who may know it.

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, CreateSourceRequest, DiffRevisionsRequest, EraseResourceRequest,
    GetSourceRequest, ListChangesRequest, ListSourcesRequest, MergeSourcesRequest,
    RetractSourceRequest, Retraction, RevealSourceRequest, RevealedSource, Source, SourceKind,
    UpdateSourceRequest,
};
use prost_types::FieldMask;
use sqlx::{Connection as _, PgConnection};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::support::{
    errors::{fields, reason},
    server::TestServer,
};

/// A word that is nowhere but in confidential sources.
pub const PLANTED: &str = "Quixwhistle";

pub fn confidential() -> Source {
    Source {
        kind: SourceKind::Person.into(),
        display_name: format!("Ada {PLANTED}"),
        url: format!("https://people.example/{PLANTED}"),
        aliases: vec![format!("https://people.example/ada-{PLANTED}")],
        archived_url: format!("https://archive.example/{PLANTED}"),
        same_as: vec![format!("https://register.example/{PLANTED}")],
        anonymity_reason: format!("{PLANTED} would lose the job"),
        confidential: true,
        ..Source::default()
    }
}

fn creation(source: Source) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(source),
        ..CreateSourceRequest::default()
    }
}

pub async fn create(server: &TestServer) -> Source {
    let created = server
        .sources()
        .create_source(creation(confidential()))
        .await;
    created.unwrap().into_inner()
}

/// A source that is not confidential.
async fn create_open(server: &TestServer) -> Source {
    let source = Source {
        kind: SourceKind::Person.into(),
        ..Source::default()
    };
    let created = server.sources().create_source(creation(source)).await;
    created.unwrap().into_inner()
}

pub async fn reveal(server: &TestServer, name: &str) -> Result<RevealedSource, Status> {
    let request = RevealSourceRequest {
        name: name.to_owned(),
        justification: "A court asks for it".to_owned(),
    };
    let revealed = server.sources().reveal_source(request).await?;
    Ok(revealed.into_inner().source.unwrap())
}

pub fn assert_masked(source: &Source) {
    let masked = Source {
        kind: SourceKind::NotSpecified.into(),
        display_name: "confidential source".to_owned(),
        confidential: true,
        name: source.name.clone(),
        revision: source.revision,
        etag: source.etag.clone(),
        create_time: source.create_time,
        update_time: source.update_time,
        retraction: source.retraction.clone(),
        ..Source::default()
    };
    assert_eq!(*source, masked);
}

pub async fn connect(server: &TestServer) -> PgConnection {
    PgConnection::connect_with(&server.database.options())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_confidential_source_is_masked_wherever_it_is_read_and_revealed_as_it_was_given() {
    let server = TestServer::start().await;
    let source = create(&server).await;
    assert_masked(&source);
    let get = GetSourceRequest {
        name: source.name.clone(),
        ..GetSourceRequest::default()
    };
    let got = server.sources().get_source(get).await.unwrap().into_inner();
    assert_masked(&got);
    let listed = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await;
    assert_masked(&listed.unwrap().into_inner().sources[0]);
    server.log_settled().await;
    let changes = server
        .changes()
        .list_changes(ListChangesRequest::default())
        .await;
    let changes = format!("{:?}", changes.unwrap().into_inner());
    assert!(
        changes.contains("confidential source") && !changes.contains(PLANTED),
        "{changes}"
    );

    let given = confidential();
    let revealed = reveal(&server, &source.name).await.unwrap();
    let expected = RevealedSource {
        name: source.name,
        kind: given.kind,
        display_name: given.display_name,
        url: given.url,
        aliases: given.aliases,
        archived_url: given.archived_url,
        retrieve_time: None,
        access_status: 0,
        same_as: given.same_as,
        anonymity_reason: given.anonymity_reason,
    };
    assert_eq!(revealed, expected);
}

#[tokio::test]
async fn confidential_sources_are_neither_unique_nor_found_by_what_they_are() {
    let server = TestServer::start().await;
    let request = BatchCreateSourcesRequest {
        requests: vec![creation(confidential()), creation(confidential())],
        ..BatchCreateSourcesRequest::default()
    };
    let created = server
        .sources()
        .batch_create_sources(request)
        .await
        .unwrap();
    for source in created.into_inner().sources {
        assert_masked(&source);
        assert_eq!(
            reveal(&server, &source.name).await.unwrap().url,
            confidential().url
        );
    }
    let by_url = GetSourceRequest {
        url: confidential().url,
        ..GetSourceRequest::default()
    };
    let missing = server.sources().get_source(by_url).await.unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    // One that is not confidential can have the same address.
    let open = Source {
        confidential: false,
        ..confidential()
    };
    server
        .sources()
        .create_source(creation(open))
        .await
        .unwrap();
}

#[tokio::test]
async fn creations_that_share_a_transaction_each_keep_their_own() {
    let server = TestServer::start().await;
    let mut creating = Vec::new();
    for number in 0..40 {
        let mut sources = server.sources();
        creating.push(tokio::spawn(async move {
            let source = Source {
                display_name: format!("Ada {number}"),
                ..confidential()
            };
            let created = sources.create_source(creation(source)).await.unwrap();
            (number, created.into_inner().name)
        }));
    }
    for created in creating {
        let (number, name) = created.await.unwrap();
        let revealed = reveal(&server, &name).await.unwrap();
        assert_eq!(revealed.display_name, format!("Ada {number}"));
    }
}

#[tokio::test]
async fn an_update_replaces_everything_that_is_encrypted_and_nothing_else_does() {
    let server = TestServer::start().await;
    let source = create(&server).await;
    let update = |mask: &str, after: Source| UpdateSourceRequest {
        source: Some(Source {
            name: source.name.clone(),
            ..after
        }),
        update_mask: Some(FieldMask {
            paths: vec![mask.to_owned()],
        }),
        ..UpdateSourceRequest::default()
    };
    let guessed = update("display_name", confidential());
    let refused = server.sources().update_source(guessed).await.unwrap_err();
    assert_eq!(fields(&refused), ["update_mask"]);
    let open = Source {
        confidential: false,
        ..confidential()
    };
    let refused = server
        .sources()
        .update_source(update("*", open))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["source.confidential"]);

    // What is shown of it is not what it is.
    let refused = update("*", source.clone());
    let refused = server.sources().update_source(refused).await.unwrap_err();
    assert_eq!(fields(&refused), ["source.display_name"]);
    let unnamed = UpdateSourceRequest {
        source: Some(confidential()),
        allow_missing: true,
        ..UpdateSourceRequest::default()
    };
    let refused = server.sources().update_source(unnamed).await.unwrap_err();
    assert_eq!(fields(&refused), ["source.name"]);

    // The same again is another revision: nobody can try names.
    let again = server
        .sources()
        .update_source(update("*", confidential()))
        .await;
    let again = again.unwrap().into_inner();
    assert_eq!(again.revision, 2);
    assert_masked(&again);
    let other = Source {
        kind: SourceKind::Organization.into(),
        display_name: "Bob".to_owned(),
        confidential: true,
        ..Source::default()
    };
    server
        .sources()
        .update_source(update("*", other))
        .await
        .unwrap();
    let retract = RetractSourceRequest {
        name: source.name.clone(),
        retraction: Some(Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    let retracted = server
        .sources()
        .retract_source(retract)
        .await
        .unwrap()
        .into_inner();
    assert_masked(&retracted);
    let revealed = reveal(&server, &source.name).await.unwrap();
    assert_eq!(
        (revealed.display_name.as_str(), revealed.url.as_str()),
        ("Bob", "")
    );
    let diff = DiffRevisionsRequest {
        name: source.name.clone(),
        from_revision: 1,
        to_revision: 3,
    };
    let diff = server
        .changes()
        .diff_revisions(diff)
        .await
        .unwrap()
        .into_inner();
    assert!(diff.differences.is_empty(), "{diff:?}");
}

#[tokio::test]
async fn who_takes_a_source_for_a_confidential_one_writes_nothing_in_clear() {
    let server = TestServer::start().await;
    let open = create_open(&server).await;
    let patch = UpdateSourceRequest {
        source: Some(Source {
            name: open.name,
            ..confidential()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["display_name".to_owned()],
        }),
        allow_missing: true,
        ..UpdateSourceRequest::default()
    };
    let refused = server.sources().update_source(patch).await.unwrap_err();
    assert_eq!(fields(&refused), ["source.confidential"]);
}

#[tokio::test]
async fn a_repeated_request_is_known_without_what_it_says_of_the_source() {
    let server = TestServer::start().await;
    let request = |name: &str| CreateSourceRequest {
        request_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..creation(Source {
            display_name: name.to_owned(),
            ..confidential()
        })
    };
    let first = server
        .sources()
        .create_source(request("Ada"))
        .await
        .unwrap();
    let again = server
        .sources()
        .create_source(request("Bob"))
        .await
        .unwrap();
    assert_eq!(first.into_inner(), again.into_inner());
}

#[tokio::test]
async fn a_confidential_source_has_no_publisher_and_is_merged_only_with_its_like() {
    let server = TestServer::start().await;
    let publisher = Source {
        publisher: format!("sources/{}", Uuid::now_v7()),
        ..confidential()
    };
    let refused = server
        .sources()
        .create_source(creation(publisher))
        .await
        .unwrap_err();
    assert_eq!(fields(&refused), ["source.publisher"]);
    let [first, second] = [create(&server).await, create(&server).await];
    let open = create_open(&server).await;
    let merge = |name: &Source, into: &Source| MergeSourcesRequest {
        name: name.name.clone(),
        into: into.name.clone(),
        ..MergeSourcesRequest::default()
    };
    for (name, into) in [(&first, &open), (&open, &first)] {
        let refused = server
            .sources()
            .merge_sources(merge(name, into))
            .await
            .unwrap_err();
        assert_eq!(fields(&refused), ["into"]);
    }
    server
        .sources()
        .merge_sources(merge(&first, &second))
        .await
        .unwrap();
    reveal(&server, &first.name).await.unwrap();
}

#[tokio::test]
async fn an_erasure_removes_what_the_source_was_with_its_key() {
    let server = TestServer::start().await;
    let source = create(&server).await;
    let erase = EraseResourceRequest {
        name: source.name.clone(),
        reason: "asked for".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erase).await.unwrap();
    let left: i64 = sqlx::query_scalar("select count(*) from confidential_sources")
        .fetch_one(&mut connect(&server).await)
        .await
        .unwrap();
    assert_eq!(left, 0);
    let refused = reveal(&server, &source.name).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::FailedPrecondition, "NOT_SEALED".to_owned())
    );
}

#[tokio::test]
async fn there_is_nothing_to_reveal_of_other_sources_and_nothing_without_a_reason() {
    let server = TestServer::start().await;
    let open = create_open(&server).await;
    let refused = reveal(&server, &open.name).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::FailedPrecondition, "NOT_SEALED".to_owned())
    );
    let missing = format!("sources/{}", Uuid::now_v7());
    assert_eq!(
        reveal(&server, &missing).await.unwrap_err().code(),
        Code::NotFound
    );
    let request = RevealSourceRequest {
        name: "claims/1".to_owned(),
        justification: " ".to_owned(),
    };
    let refused = server.sources().reveal_source(request).await.unwrap_err();
    assert_eq!(fields(&refused), ["name", "justification"]);
}

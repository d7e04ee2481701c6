//! Who may call what: callers are verified by tokens and certificates, and a policy says what each
//! may do.

mod attacker;
mod audit;
mod certificates;
mod changes;
mod command_line;
mod https;
mod imports;
mod kept_entries;
mod rates;
mod raw;
mod revealing;
mod rotations;
mod tokens;

use claimstore::{
    server::Settings,
    wire::pb::{
        CreateSourceRequest, ListChangesRequest, Source, SourceKind,
        change_service_client::ChangeServiceClient, source_service_client::SourceServiceClient,
    },
};
use tonic::{Code, Request, Status, metadata::MetadataMap, transport::Channel};

use crate::support::{
    errors::reason,
    issuer::{Newsroom, bear, grant, with_token},
    server::{TestServer, settings},
};

/// A server that lets in whom a newsroom's policy does.
pub(super) async fn guarded(newsroom: &Newsroom) -> TestServer {
    TestServer::start_set(guarded_settings(newsroom)).await
}

pub(super) fn guarded_settings(newsroom: &Newsroom) -> Settings {
    Settings {
        guard: newsroom.guard(),
        ..settings()
    }
}

fn source() -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            display_name: "A".to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    }
}

/// Creates a source with this metadata.
async fn create(channel: Channel, metadata: MetadataMap) -> Result<String, Status> {
    let mut request = Request::new(source());
    *request.metadata_mut() = metadata;
    let created = SourceServiceClient::new(channel)
        .create_source(request)
        .await?;
    Ok(created.into_inner().name)
}

/// The metadata of a call with a token.
fn token(token: &str) -> MetadataMap {
    let mut metadata = MetadataMap::new();
    bear(&mut metadata, token);
    metadata
}

/// Who made the last change, and in whose name.
async fn last_actor(channel: Channel, reader: &str) -> String {
    let request = with_token(reader, ListChangesRequest::default());
    let changes = ChangeServiceClient::new(channel)
        .list_changes(request)
        .await;
    let changes = changes.unwrap().into_inner().changes;
    changes.last().unwrap().actor.clone()
}

#[tokio::test]
async fn the_verified_caller_is_the_actor() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    create(server.channel(), token(&writer)).await.unwrap();
    server.log_settled().await;
    assert_eq!(last_actor(server.channel(), &writer).await, "desk:writer");
}

#[tokio::test]
async fn a_caller_names_somebody_that_it_acts_for_where_the_policy_lets_it() {
    let newsroom = Newsroom::new();
    let acting = grant("desk:cms", "writer", "acts_for_others = true");
    let alone = grant("desk:writer", "writer", "");
    newsroom.write_policy(&format!("{acting}{alone}"));
    let server = guarded(&newsroom).await;
    let named = |subject: &str, name: &'static str| {
        let mut metadata = token(&newsroom.token(subject));
        metadata.insert("x-claimstore-actor", name.parse().unwrap());
        metadata
    };
    create(server.channel(), named("cms", "ada/7"))
        .await
        .unwrap();
    server.log_settled().await;
    let reader = newsroom.token("writer");
    assert_eq!(
        last_actor(server.channel(), &reader).await,
        "desk:cms;for=ada/7"
    );
    let refused = create(server.channel(), named("writer", "ada"))
        .await
        .unwrap_err();
    let permission = (Code::PermissionDenied, "PERMISSION_DENIED".to_owned());
    assert_eq!(reason(&refused), permission, "{refused:?}");
}

#[tokio::test]
async fn request_ids_of_different_callers_are_different() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let request = || CreateSourceRequest {
        request_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..source()
    };
    let mut names = Vec::new();
    for subject in ["writer", "desk-editor", "writer"] {
        let request = with_token(&newsroom.token(subject), request());
        let created = server.sources().create_source(request).await.unwrap();
        names.push(created.into_inner().name);
    }
    assert_eq!(names[0], names[2]);
    assert_ne!(names[0], names[1]);
}

#[tokio::test]
async fn a_refused_call_says_what_to_do_and_does_nothing() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let nothing = create(server.channel(), MetadataMap::new())
        .await
        .unwrap_err();
    assert_eq!(nothing.code(), Code::Unauthenticated);
    assert!(
        nothing.message().contains("authorization: Bearer"),
        "{nothing:?}"
    );
    let reader = newsroom.token("reader");
    let refused = create(server.channel(), token(&reader)).await.unwrap_err();
    assert_eq!(
        refused.message(),
        "desk:reader may not call CreateSource; the policy has to grant it one of the roles writer, desk-editor, administrator"
    );
    let request = with_token(&reader, ListChangesRequest::default());
    let changes = server.changes().list_changes(request).await.unwrap();
    assert!(changes.into_inner().changes.is_empty());
}

#[tokio::test]
async fn whom_a_caller_acts_for_is_named_once_and_without_semicolons() {
    let newsroom = Newsroom::new();
    newsroom.write_policy(&grant("desk:cms", "writer", "acts_for_others = true"));
    let server = guarded(&newsroom).await;
    for names in [&["a;for=b"][..], &["ada", "eve"], &["a b"], &[""]] {
        let mut metadata = token(&newsroom.token("cms"));
        for name in names {
            metadata.append("x-claimstore-actor", name.parse().unwrap());
        }
        let refused = create(server.channel(), metadata).await.unwrap_err();
        assert_eq!(
            refused.code(),
            Code::InvalidArgument,
            "{names:?}: {refused:?}"
        );
    }
}

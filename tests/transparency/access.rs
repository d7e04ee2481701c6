//! Who may see proofs, and what nobody sees in them.

use claimstore::{
    server::Settings,
    wire::pb::{CreateSourceRequest, GetInclusionProofRequest, GetTileRequest, Source, SourceKind},
};
use tonic::{Code, Request};

use super::grow;
use crate::support::{
    issuer::{Newsroom, with_token},
    server::{TestServer, settings},
};

#[tokio::test]
async fn a_proof_is_for_who_may_read_and_has_no_name_of_a_confidential_source() {
    let newsroom = Newsroom::new();
    let settings = Settings {
        guard: newsroom.guard(),
        ..settings()
    };
    let server = TestServer::start_set(settings).await;
    let create = CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            display_name: "Aloysius".to_owned(),
            confidential: true,
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    };
    let create = with_token(&newsroom.token("writer"), create);
    let source = server.sources().create_source(create).await.unwrap();
    let name = source.into_inner().name;
    grow(&server).await;
    let request = GetInclusionProofRequest {
        name,
        ..GetInclusionProofRequest::default()
    };
    let tile = GetTileRequest {
        path: "tile/entries/000.p/1".to_owned(),
    };
    let mut client = server.transparency();
    for (token, code) in [
        (None, Code::Unauthenticated),
        (Some(newsroom.token("nobody")), Code::PermissionDenied),
    ] {
        let asked = match &token {
            None => Request::new(request.clone()),
            Some(token) => with_token(token, request.clone()),
        };
        let refused = client.get_inclusion_proof(asked).await.unwrap_err();
        assert_eq!(refused.code(), code);
        let asked = match &token {
            None => Request::new(tile.clone()),
            Some(token) => with_token(token, tile.clone()),
        };
        assert_eq!(client.get_tile(asked).await.unwrap_err().code(), code);
    }
    let asked = with_token(&newsroom.token("reader"), request);
    let proof = client
        .get_inclusion_proof(asked)
        .await
        .unwrap()
        .into_inner();
    let content = String::from_utf8_lossy(&proof.content).into_owned();
    assert!(
        content.contains(&proof.name) && !content.contains("Aloysius"),
        "{content}"
    );
    assert!(!proof.record.contains("Aloysius"), "{}", proof.record);
}

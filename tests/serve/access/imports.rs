//! What a call writes needs rights of its own, whatever the method.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Bundle, DeleteClaimRequest, ImportBundleRequest, ImportBundlesRequest,
        ImportBundlesSettings, ListClaimsRequest, import_bundles_response::Response,
        import_bundles_result::Outcome,
    },
};
use serde_json::{Value, json};
use tonic::{Code, Status};
use uuid::Uuid;

use super::guarded;
use crate::support::{
    issuer::{Newsroom, with_token},
    server::TestServer,
};

/// A claim with these reviews.
fn claim(reviews: &Value) -> Bundle {
    let claim = json!({
        "statement": "A bonus is paid to recruits", "language": "en",
        "type": "CLAIM_TYPE_EVENT_OR_PROPERTY",
    });
    let claims = json!({"claims": [{"key": "bonus", "claim": claim, "reviews": reviews}]});
    read_bundle(&claims.to_string()).unwrap()
}

pub(super) fn with_review() -> Bundle {
    claim(&json!([{
        "author": "a", "verdict": "VERDICT_FALSE",
        "reviewTime": "2026-01-02T00:00:00Z", "url": "https://desk.example/1",
    }]))
}

fn restored() -> Bundle {
    let mut restored: Value = json!({"restore": true});
    restored["sources"] = json!([{"source": {
        "name": format!("sources/{}", Uuid::now_v7()), "kind": "SOURCE_KIND_PERSON",
        "displayName": "A", "createTime": "2026-01-02T00:00:00Z",
        "updateTime": "2026-01-02T00:00:00Z",
        "retraction": {"time": "2026-01-03T00:00:00Z", "reason": "Made up"},
    }}]);
    read_bundle(&restored.to_string()).unwrap()
}

async fn import(server: &TestServer, token: &str, bundle: Bundle) -> Result<(), Status> {
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let imported = server
        .bundles()
        .import_bundle(with_token(token, request))
        .await;
    imported.map(drop)
}

/// The code with which a stream rejects its only bundle, or OK.
pub(super) async fn stream(server: &TestServer, token: &str, bundle: Bundle) -> Code {
    let settings = ImportBundlesRequest {
        settings: Some(ImportBundlesSettings {
            import_id: Uuid::now_v7().to_string(),
            ..ImportBundlesSettings::default()
        }),
        ..ImportBundlesRequest::default()
    };
    let first = ImportBundlesRequest {
        bundle: Some(bundle),
        ..ImportBundlesRequest::default()
    };
    let requests = tokio_stream::iter([settings, first]);
    let answers = server
        .bundles()
        .import_bundles(with_token(token, requests))
        .await;
    let mut answers = answers.unwrap().into_inner();
    while let Some(answer) = answers.message().await.unwrap() {
        if let Some(Response::Result(result)) = answer.response {
            return match result.outcome.unwrap() {
                Outcome::Imported(_) => Code::Ok,
                Outcome::Rejection(rejection) => Code::from(rejection.code),
            };
        }
    }
    panic!("the stream ended without a result");
}

#[tokio::test]
async fn reviews_are_imported_only_by_who_may_review() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let (writer, editor) = (newsroom.token("writer"), newsroom.token("desk-editor"));
    let refused = import(&server, &writer, with_review()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    assert!(
        refused.message().contains("may not write reviews"),
        "{refused:?}"
    );
    assert_eq!(
        stream(&server, &writer, with_review()).await,
        Code::PermissionDenied
    );
    assert_eq!(stream(&server, &writer, claim(&json!([]))).await, Code::Ok);
    import(&server, &editor, with_review()).await.unwrap();
    assert_eq!(stream(&server, &editor, with_review()).await, Code::Ok);
}

#[tokio::test]
async fn what_was_retracted_is_restored_only_by_who_may_edit() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let (writer, editor) = (newsroom.token("writer"), newsroom.token("desk-editor"));
    let refused = import(&server, &writer, restored()).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "{refused:?}");
    assert_eq!(
        stream(&server, &writer, restored()).await,
        Code::PermissionDenied
    );
    assert_eq!(stream(&server, &editor, restored()).await, Code::Ok);
    import(&server, &editor, restored()).await.unwrap();
}

#[tokio::test]
async fn a_claim_with_reviews_is_deleted_only_by_who_may_review() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let (writer, editor) = (newsroom.token("writer"), newsroom.token("desk-editor"));
    import(&server, &editor, with_review()).await.unwrap();
    let list = with_token(&writer, ListClaimsRequest::default());
    let claims = server.claims().list_claims(list).await.unwrap();
    let delete = DeleteClaimRequest {
        name: claims.into_inner().claims[0].name.clone(),
        ..DeleteClaimRequest::default()
    };
    let refused = server
        .claims()
        .delete_claim(with_token(&writer, delete.clone()))
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
    let deleted = server
        .claims()
        .delete_claim(with_token(&editor, delete))
        .await;
    deleted.unwrap();
}

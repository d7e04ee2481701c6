//! About how many resources an export has, in its first response.

use claimstore::wire::pb::{
    ClaimFilter, DeleteClaimRequest, ExportBundlesRequest, MergeSourcesRequest, SourceFilter,
};

use super::exported::{export, whole};
use crate::support::{
    samples::{claim, outlet},
    server::TestServer,
};

/// The estimate of the first response; the others have none.
async fn estimated(server: &TestServer, request: ExportBundlesRequest) -> i64 {
    let responses = export(server, request).await.unwrap();
    let mut counts = responses.iter().map(|it| it.estimated_resource_count);
    let first = counts.next().unwrap();
    assert!(counts.all(|it| it == 0));
    first
}

#[tokio::test]
async fn the_first_response_says_about_how_many_resources_there_are() {
    let server = TestServer::start().await;
    let mut claims = Vec::new();
    for number in 0..40 {
        let given = claim(&format!("Number {number}"));
        claims.push(server.create_claim(given).await.unwrap().name);
    }
    let mut sources = Vec::new();
    for number in 0..10 {
        let given = outlet(&format!("Paper {number}"));
        sources.push(server.create_source(given).await.unwrap().name);
    }
    // Nothing has counted the tables yet.
    assert_eq!(estimated(&server, whole()).await, 0);
    for name in claims.drain(..10) {
        let request = DeleteClaimRequest {
            name,
            ..DeleteClaimRequest::default()
        };
        server.claims().delete_claim(request).await.unwrap();
    }
    let merge = MergeSourcesRequest {
        name: sources.remove(0),
        into: sources.remove(0),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    server.execute("vacuum analyze").await;
    assert_eq!(estimated(&server, whole()).await, 50);
    let live = ExportBundlesRequest {
        show_deleted: false,
        ..whole()
    };
    assert_eq!(estimated(&server, live).await, 40);
    assert_eq!(
        estimated(&server, ExportBundlesRequest::default()).await,
        39
    );
    let of_a_kind = ExportBundlesRequest {
        sources: Some(SourceFilter::default()),
        ..whole()
    };
    assert_eq!(estimated(&server, of_a_kind).await, 10);

    let selected = ExportBundlesRequest {
        claims: Some(ClaimFilter {
            language: "en".to_owned(),
            ..ClaimFilter::default()
        }),
        sources: Some(SourceFilter::default()),
        ..whole()
    };
    assert_eq!(estimated(&server, selected).await, 0);
    let all = export(&server, whole()).await.unwrap();
    let past = ExportBundlesRequest {
        read_time: all[0].read_time,
        ..whole()
    };
    assert_eq!(estimated(&server, past).await, 0);
    // An export that goes on says it again: it is about the whole, not about the rest.
    let rest = ExportBundlesRequest {
        resume_token: all[0].resume_token.clone(),
        ..whole()
    };
    assert_eq!(estimated(&server, rest).await, 50);
}

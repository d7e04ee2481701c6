//! The error of a write to a resource that was merged.

use claimstore::wire::pb::{
    CreateSourceRequest, DeleteSourceRequest, ErrorReason, MergeSourcesRequest,
};

use super::{add, json, page::Page};
use crate::support::{samples::outlet, server::TestServer};

pub(super) async fn add_merged(page: &mut Page, server: &TestServer) {
    const IDS: [&str; 2] = [
        "01234567-89ab-7def-8000-00000000000b",
        "01234567-89ab-7def-8000-00000000000c",
    ];
    for id in IDS {
        let request = CreateSourceRequest {
            source: Some(outlet(&id[35..])),
            source_id: id.to_owned(),
            ..CreateSourceRequest::default()
        };
        server.sources().create_source(request).await.unwrap();
    }
    let [name, into] = IDS.map(|id| format!("sources/{id}"));
    let merge = MergeSourcesRequest {
        name: name.clone(),
        into,
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let it = call!(
        server,
        "SourceService",
        sources.delete_source,
        DeleteSourceRequest { name: name }
    );
    let when = "the source was merged into another";
    add(page, ErrorReason::ResourceMerged, when, it);
}

//! Sources: written, read, listed and changed.

use claimstore::wire::pb::{CreateSourceRequest, GetSourceRequest, Source, SourceKind};
use tonic::Code;

use crate::support::{
    errors::{reason, resource},
    server::TestServer,
};

fn page(url: &str) -> Source {
    Source {
        kind: SourceKind::WebPage.into(),
        url: url.to_owned(),
        ..Source::default()
    }
}

#[tokio::test]
async fn a_source_is_read_back_as_it_was_written() {
    let server = TestServer::start().await;
    let created = server
        .sources()
        .create_source(CreateSourceRequest {
            source: Some(page("https://News.example/a?utm_source=x&b=1#top")),
            ..CreateSourceRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(created.url, "https://News.example/a?utm_source=x&b=1#top");
    assert_eq!(created.canonical_url, "https://news.example/a?b=1");
    assert_eq!(created.revision, 1);
    assert_eq!(created.create_time, created.update_time);

    let name = created.name.clone();
    let read = server
        .sources()
        .get_source(GetSourceRequest { name })
        .await
        .unwrap();
    assert_eq!(read.into_inner(), created);
}

#[tokio::test]
async fn a_url_that_another_source_has_is_refused_and_names_it() {
    let server = TestServer::start().await;
    let create = async |url: &str| {
        let request = CreateSourceRequest {
            source: Some(page(url)),
            ..CreateSourceRequest::default()
        };
        server.sources().create_source(request).await
    };
    let first = create("https://news.example/a").await.unwrap().into_inner();
    let status = create("https://NEWS.example/a#x").await.unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::AlreadyExists, "RESOURCE_EXISTS".to_owned())
    );
    assert_eq!(resource(&status), first.name);
}

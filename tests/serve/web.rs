//! gRPC-Web: calls from pages in browsers. What holds for a call of gRPC holds for them.

mod bounds;
mod origins;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use claimstore::{
    server::Settings,
    wire::pb::{
        CreateSourceRequest, GetSourceRequest, Source, SourceKind, WatchChangesRequest,
        WatchChangesResponse,
    },
};
use http_body_util::BodyExt as _;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::support::{
    errors::{fields, reason},
    issuer::{Newsroom, grant},
    server::{TestServer, settings},
    web::{Answer, BINARY, Page, framed, post, web_settings, with},
};

fn create() -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            display_name: "Ada".to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    }
}

const CREATE: &str = "SourceService/CreateSource";
const GET: &str = "SourceService/GetSource";

#[tokio::test]
async fn a_page_writes_and_reads_and_sees_the_position_of_its_write() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    let answer = page.call(CREATE, &create()).await;
    assert_eq!(answer.header("content-type"), Some(BINARY));
    let position = answer.header("x-claimstore-position").unwrap().to_owned();
    let created: Source = answer.message();
    let get = GetSourceRequest {
        name: created.name.clone(),
        ..GetSourceRequest::default()
    };
    let read = with(post(GET, framed(&get)), "x-claimstore-position", &position);
    let read: Source = page.send(read).await.message();
    assert_eq!(read, created);
}

#[tokio::test]
async fn text_is_taken_and_answered_as_text() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    for kind in [
        "application/grpc-web-text",
        "application/grpc-web-text+proto; charset=utf-8",
    ] {
        let body = STANDARD.encode(framed(&create()));
        let request = with(post(CREATE, body), "content-type", kind);
        let request = with(request, "accept", "application/grpc-web-text");
        let answer = page.send(request).await;
        let text = std::str::from_utf8(&answer.body).unwrap();
        // Each piece is encoded for itself.
        let pieces = text
            .split_inclusive("==")
            .flat_map(|it| it.split_inclusive('='));
        let decoded = decoded(&pieces.collect::<String>());
        let whole = Answer {
            body: decoded.into(),
            ..answer
        };
        assert_eq!(whole.message::<Source>().display_name, "Ada");
    }
    let broken = with(
        post(CREATE, "AAA*"),
        "content-type",
        "application/grpc-web-text",
    );
    let error = page.send(broken).await.error();
    assert_eq!(
        reason(&error),
        (Code::InvalidArgument, "MALFORMED_MESSAGE".to_owned())
    );
}

/// Four characters are three bytes, and where there is padding a piece ends.
fn decoded(text: &str) -> Vec<u8> {
    let groups = text.as_bytes().chunks(4);
    groups
        .flat_map(|group| STANDARD.decode(group).unwrap())
        .collect()
}

#[tokio::test]
async fn the_details_of_an_error_can_be_read() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    let answer = page.call(CREATE, &CreateSourceRequest::default()).await;
    // So that a page may read them.
    let exposed = answer.header("access-control-expose-headers").unwrap();
    for header in [
        "grpc-status",
        "grpc-message",
        "grpc-status-details-bin",
        "x-request-id",
    ] {
        assert!(answer.headers.contains_key(header), "{header}");
        assert!(exposed.split(", ").any(|it| it == header), "{header}");
    }
    let error = answer.error();
    assert_eq!(fields(&error), ["source"]);
    let id = error
        .get_error_details()
        .request_info()
        .unwrap()
        .request_id
        .clone();
    assert_eq!(answer.header("x-request-id"), Some(id.as_str()));

    let nothing = page.call("SourceService/Nothing", &create()).await.error();
    assert_eq!(
        reason(&nothing),
        (Code::Unimplemented, "UNKNOWN_METHOD".to_owned())
    );
}

#[tokio::test]
async fn a_page_watches_and_the_error_that_ends_its_stream_comes_behind_the_messages() {
    let newsroom = Newsroom::new();
    let settings = Settings {
        guard: newsroom.guard(),
        ..web_settings()
    };
    let server = TestServer::start_set(settings).await;
    let mut page = Page::open(&server).await;
    let signed = |request| {
        with(
            request,
            "authorization",
            &format!("Bearer {}", newsroom.token("writer")),
        )
    };
    let created: Source = page
        .send(signed(post(CREATE, framed(&create()))))
        .await
        .message();
    let watch = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let watch = signed(post("ChangeService/WatchChanges", framed(&watch)));
    let mut answer = page.begin(watch).await;
    let mut seen = Vec::new();
    while seen.is_empty() {
        seen.extend(answer.frame().await.unwrap().unwrap().into_data().unwrap());
    }
    // It ends the stream.
    newsroom.write_policy(&grant("desk:other", "reader", ""));
    let (parts, rest) = answer.into_parts();
    seen.extend(rest.collect().await.unwrap().to_bytes());
    let answer = Answer {
        status: parts.status,
        headers: parts.headers,
        body: seen.into(),
    };
    let (messages, status) = answer.read::<WatchChangesResponse>();
    let first = messages.iter().flat_map(|it| &it.changes).next().unwrap();
    assert_eq!(first.resource_name, created.name);
    assert_eq!(
        reason(&status),
        (Code::PermissionDenied, "PERMISSION_DENIED".to_owned())
    );
}

#[tokio::test]
async fn without_the_setting_nothing_is_taken_over_http1_and_no_page_may_call() {
    let server = TestServer::start_set(settings()).await;
    let refused = crate::support::http::ask(
        crate::support::web::authority(&server).parse().unwrap(),
        "POST",
        "/claimstore.v1.SourceService/GetSource",
        "",
    );
    assert!(refused.await.is_err());
    let answer = origins::over_http2(&server, post(CREATE, framed(&create()))).await;
    assert_eq!(answer.header("grpc-status"), Some("3"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

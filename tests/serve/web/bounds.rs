//! The bounds on calls, where they come from pages.

use std::{path::Path, time::Duration};

use claimstore::{
    api::{REQUEST_BYTES_MAX, call::edge::Limits},
    server::Settings,
    wire::pb::{BatchGetSourcesRequest, GetSourceRequest, Source},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};
use tonic::{Code, codegen::http::StatusCode};
use tonic_types::StatusExt as _;

use super::{super::edge, CREATE, GET, create};
use crate::support::{
    cluster::database_on_own_server,
    errors::reason,
    issuer::Newsroom,
    locks::wait_for_a_waiter,
    server::{LIMITS, TestServer},
    web::{Answer, BINARY, ORIGIN, Page, authority, framed, post, web_settings, with},
};

/// The reason of an error, which the page may read.
fn refusal(answer: &Answer) -> (Code, String) {
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed, Some(ORIGIN), "{answer:?}");
    reason(&answer.error())
}

fn refused(code: Code, reason: &str) -> (Code, String) {
    (code, reason.to_owned())
}

#[tokio::test]
async fn a_body_or_headers_that_are_too_large_are_refused() {
    let server = TestServer::start_set(web_settings()).await;
    let too_large = refused(Code::InvalidArgument, "MESSAGE_TOO_LARGE");
    let mut page = Page::open(&server).await;
    let answer = page
        .send(post(CREATE, vec![0; REQUEST_BYTES_MAX + 6]))
        .await;
    assert_eq!(refusal(&answer), too_large);
    // It says that it has so many, and has none.
    let mut page = Page::open(&server).await;
    let answer = page
        .send(post(CREATE, vec![0, 0xff, 0xff, 0xff, 0xff]))
        .await;
    assert_eq!(refusal(&answer), too_large);
    // Each of its elements takes far more memory than its bytes.
    let many = BatchGetSourcesRequest {
        names: vec![String::new(); 2 << 20],
        ..Default::default()
    };
    let mut page = Page::open(&server).await;
    let answer = page.call("SourceService/BatchGetSources", &many).await;
    assert_eq!(refusal(&answer), too_large);
    let mut page = Page::open(&server).await;
    let large = with(
        post(CREATE, framed(&create())),
        "x-user-agent",
        &"x".repeat(16 << 10),
    );
    let answer = page.send(large).await;
    let headers = refused(Code::ResourceExhausted, "HEADERS_TOO_LARGE");
    assert_eq!(refusal(&answer), headers);
    let huge = with(
        post(CREATE, framed(&create())),
        "x-user-agent",
        &"x".repeat(65 << 10),
    );
    page.refuses(huge).await;
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn a_connection_is_bounded_by_the_headers_of_each_request_and_not_by_all_that_it_sends() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    for round in 0..20 {
        // Also where nothing follows that is a body.
        let large = with(
            post(CREATE, framed(&create())),
            "x-user-agent",
            &"x".repeat(15 << 10),
        );
        page.send(large).await.message::<Source>();
        let malformed = post(CREATE, vec![0; round << 16]);
        page.send(malformed).await.error();
    }
}

#[tokio::test]
async fn what_is_not_exactly_one_message_is_refused() {
    let server = TestServer::start_set(web_settings()).await;
    let malformed = refused(Code::InvalidArgument, "MALFORMED_MESSAGE");
    let one = framed(&create());
    let trailers = b"\x80\0\0\0\x04a:b\n";
    for body in [
        Vec::new(),
        one[..3].to_vec(),
        one.repeat(2),
        [&one[..], trailers].concat(),
        trailers.to_vec(),
    ] {
        let mut page = Page::open(&server).await;
        assert_eq!(refusal(&page.send(post(CREATE, body)).await), malformed);
    }
    let mut compressed = one;
    compressed[0] = 1;
    let mut page = Page::open(&server).await;
    let answer = page.send(post(CREATE, compressed)).await;
    assert_eq!(
        refusal(&answer),
        refused(Code::Unimplemented, "UNSUPPORTED_ENCODING")
    );
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn over_http1_only_grpc_web_is_taken_and_with_its_length() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    for kind in [
        "application/grpc",
        "application/json",
        "application/grpc-web+json",
        "text/plain",
    ] {
        let answer = page
            .send(with(post(CREATE, framed(&create())), "content-type", kind))
            .await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        assert_eq!(
            refusal(&answer),
            refused(Code::InvalidArgument, "MALFORMED_MESSAGE")
        );
    }
    let mut get = post(GET, Vec::new());
    *get.method_mut() = tonic::codegen::http::Method::GET;
    assert_eq!(page.send(get).await.status, StatusCode::METHOD_NOT_ALLOWED);

    let head = format!(
        "POST /claimstore.v1.{CREATE} HTTP/1.1\r\nhost: x\r\ncontent-type: {BINARY}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let answer = raw(&server, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 411 "), "{answer}");
    assert_eq!(server.log_length().await, 0);
}

/// What the server sends until it closes the connection.
async fn raw(server: &TestServer, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(authority(server)).await.unwrap();
    stream.write_all(sent).await.unwrap();
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(60), stream.read_to_end(&mut answer)).await;
    read.expect("the connection stays open").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_message_that_arrives_too_slowly_is_refused_and_holds_no_place() {
    let limits = Limits {
        calls_max: 1,
        ..LIMITS
    };
    let server = TestServer::start_set(Settings {
        limits,
        ..web_settings()
    })
    .await;
    let head = format!(
        "POST /claimstore.v1.{CREATE} HTTP/1.1\r\nhost: x\r\ncontent-type: {BINARY}\r\ncontent-length: 100\r\n\r\n"
    );
    let slow = raw(&server, head.as_bytes());
    let others = async {
        let mut page = Page::open(&server).await;
        for _ in 0..20 {
            page.call(CREATE, &create()).await.message::<Source>();
        }
    };
    let (answer, ()) = tokio::join!(slow, others);
    assert!(answer.contains("grpc-status: 4\r\n"), "{answer}");
    assert!(
        answer.contains("did%20not%20arrive%20within%2010%20seconds"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_connection_that_does_not_begin_or_end_its_headers_is_closed() {
    let server = TestServer::start_set(web_settings()).await;
    let begun = format!("POST /claimstore.v1.{CREATE} HTTP/1.1\r\nhost: x\r\nx: ");
    let (silent, slow) = tokio::join!(raw(&server, b"POST"), raw(&server, begun.as_bytes()));
    assert_eq!(silent, "");
    assert!(
        slow.is_empty() || slow.starts_with("HTTP/1.1 408"),
        "{slow}"
    );
}

#[tokio::test]
async fn a_page_needs_credentials_and_rights_as_everyone() {
    let newsroom = Newsroom::new();
    let settings = Settings {
        guard: newsroom.guard(),
        ..web_settings()
    };
    let server = TestServer::start_set(settings).await;
    let mut page = Page::open(&server).await;
    let unauthenticated = refused(Code::Unauthenticated, "UNAUTHENTICATED");
    assert_eq!(
        refusal(&page.call(CREATE, &create()).await),
        unauthenticated
    );
    let signed = |subject: &str| {
        let bearer = format!("Bearer {}", newsroom.token(subject));
        with(post(CREATE, framed(&create())), "authorization", &bearer)
    };
    let (reader, writer) = (signed("reader"), signed("writer"));
    let denied = page.send(reader).await;
    assert_eq!(
        refusal(&denied),
        refused(Code::PermissionDenied, "PERMISSION_DENIED")
    );
    page.send(writer).await.message::<Source>();
}

#[tokio::test]
async fn calls_and_their_time_are_bounded_over_all_connections() {
    let limits = Limits {
        calls_max: 1,
        call_timeout: Duration::from_secs(3),
        ..LIMITS
    };
    let database = database_on_own_server().await;
    let options = database.options();
    let settings = Settings {
        limits,
        ..web_settings()
    };
    let server = TestServer::start_with(database, options, settings).await;
    let _held = server.store.begin(&edge::source_lock()).await.unwrap();
    let first = async {
        Page::open(&server)
            .await
            .call(CREATE, &edge::create())
            .await
    };
    let second = async {
        wait_for_a_waiter(&server.database).await;
        let get = GetSourceRequest::default();
        Page::open(&server).await.call(GET, &get).await
    };
    let (first, second) = tokio::join!(first, second);
    assert_eq!(
        refusal(&second),
        refused(Code::ResourceExhausted, "OVERLOADED")
    );
    assert!(second.error().get_error_details().retry_info().is_some());
    assert_eq!(
        refusal(&first),
        refused(Code::DeadlineExceeded, "DEADLINE_EXCEEDED")
    );
}

#[tokio::test]
async fn the_operating_system_finds_out_that_a_page_is_gone() {
    let tcp = Path::new("/proc/net/tcp");
    if !tcp.exists() {
        return;
    }
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    page.call(CREATE, &create()).await.message::<Source>();
    let port = authority(&server).rsplit(':').next().unwrap();
    let local = format!(":{:04X}", port.parse::<u16>().unwrap());
    let entries = std::fs::read_to_string(tcp).unwrap();
    let timers = entries.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // 01 is ESTABLISHED, and the timer 02 that of keepalive.
        (fields[1].ends_with(&local) && fields[3] == "01").then(|| fields[5][..2].to_owned())
    });
    assert_eq!(timers.collect::<Vec<_>>(), ["02"]);
}

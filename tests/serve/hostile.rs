//! Clients that send half of a request, take no answer, or say nothing at all.

use std::time::{Duration, Instant};

use bytes::Bytes;
use claimstore::{
    api::{HEADER_BYTES_MAX, call::edge::Limits},
    wire::pb::{ListSourcesRequest, Source},
};
use h2::{
    SendStream,
    client::{ResponseFuture, SendRequest},
};
use http::{Method, Request, Response};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tonic::Code;

use crate::support::{
    cluster::database,
    errors::reason,
    locks::{WAITS_FOR_A_TABLE, lock_tables, sessions, unlock, wait_for_sessions},
    samples::outlet,
    server::{LIMITS, TestServer},
};

const LIST_SOURCES: &str = "/claimstore.v1.SourceService/ListSources";
pub(super) const EMPTY: &[u8] = b"\0\0\0\0\0";

fn address(server: &TestServer) -> String {
    server.address.trim_start_matches("http://").to_owned()
}

/// A connection of HTTP/2 whose client takes this much of each answer.
pub(super) async fn connect(server: &TestServer, window: u32) -> SendRequest<Bytes> {
    let stream = TcpStream::connect(address(server)).await.unwrap();
    let mut builder = h2::client::Builder::new();
    builder.initial_window_size(window);
    let (send, connection) = builder.handshake(stream).await.unwrap();
    tokio::spawn(connection);
    send
}

fn request(method: Method, headers: &[(&str, &str)]) -> Request<()> {
    request_to(LIST_SOURCES, method, headers)
}

pub(super) fn request_to(path: &str, method: Method, headers: &[(&str, &str)]) -> Request<()> {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://localhost{path}"));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.body(()).unwrap()
}

pub(super) const GRPC: (&str, &str) = ("content-type", "application/grpc");

/// Sends a call with this body, or only its headers. Its stream is reset if it is dropped.
pub(super) async fn send(
    connection: &mut SendRequest<Bytes>,
    request: Request<()>,
    body: Option<&[u8]>,
) -> (ResponseFuture, SendStream<Bytes>) {
    let mut ready = connection.clone().ready().await.unwrap();
    let (answer, mut stream) = ready.send_request(request, false).unwrap();
    if let Some(body) = body {
        let body = Bytes::copy_from_slice(body);
        stream.send_data(body, true).unwrap();
    }
    (answer, stream)
}

async fn list(server: &TestServer) -> Result<Vec<Source>, tonic::Status> {
    let mut sources = server.sources();
    let listed = sources.list_sources(ListSourcesRequest::default());
    Ok(listed.await?.into_inner().sources)
}

/// A thousand calls of a method that send no message. Others are answered meanwhile, and these
/// end.
async fn headers_without_a_message(path: &str) {
    let server = TestServer::start().await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let mut connection = connect(&server, 65_535).await;
        for _ in 0..250 {
            let request = request_to(path, Method::POST, &[GRPC]);
            waiting.push(send(&mut connection, request, None).await);
        }
    }
    for _ in 0..20 {
        assert_eq!(list(&server).await.unwrap(), []);
    }
    let status = grpc_status(&waiting.remove(0).0.await.unwrap());
    assert_eq!(status, Code::DeadlineExceeded);
}

#[tokio::test]
async fn headers_without_a_message_hold_no_places() {
    headers_without_a_message(LIST_SOURCES).await;
}

#[tokio::test]
async fn imports_without_a_message_hold_no_places() {
    headers_without_a_message("/claimstore.v1.BundleService/ImportBundles").await;
}

fn grpc_status<B>(answer: &Response<B>) -> Code {
    let status = answer.headers().get("grpc-status");
    Code::from_bytes(status.expect("a status in the headers").as_bytes())
}

#[tokio::test]
async fn answers_that_are_not_taken_hold_their_places_for_a_while_only() {
    let limits = Limits {
        calls_max: 64,
        ..LIMITS
    };
    let server = TestServer::start_over(database().await, limits).await;
    server.create_source(outlet("Paper")).await.unwrap();
    let since = Instant::now();
    let mut connections = Vec::new();
    let mut answers = Vec::new();
    for _ in 0..4 {
        let mut connection = connect(&server, 0).await;
        for _ in 0..32 {
            let body = Some(EMPTY);
            answers.push(send(&mut connection, request(Method::POST, &[GRPC]), body).await);
        }
        connections.push(connection);
        // One connection gets a part of the places only.
        if connections.len() == 1 {
            tokio::time::sleep(Duration::from_millis(300)).await;
            list(&server).await.unwrap();
        }
    }
    let refused = loop {
        match list(&server).await {
            Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(status) => break status,
        }
    };
    let expected = (Code::ResourceExhausted, "OVERLOADED".to_owned());
    assert_eq!(reason(&refused), expected);
    while list(&server).await.is_err() {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(since.elapsed() < Duration::from_secs(25), "still full");
    }
    assert!(since.elapsed() > Duration::from_secs(9), "too early");
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed() {
    let server = TestServer::start().await;
    let since = Instant::now();
    let mut silent = TcpStream::connect(address(&server)).await.unwrap();
    let mut stuck = TcpStream::connect(address(&server)).await.unwrap();
    stuck.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let (_, _) = tokio::join!(silent.read_to_end(&mut one), stuck.read_to_end(&mut other));
    let took = since.elapsed();
    assert!(
        took > Duration::from_secs(9) && took < Duration::from_secs(20),
        "{took:?}"
    );
    assert_eq!(list(&server).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_not_a_call_of_grpc_is_refused() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    let two = [EMPTY, EMPTY].concat();
    let text = ("content-type", "text/plain");
    type Case<'a> = (Method, &'a [(&'a str, &'a str)], &'a [u8]);
    let cases: [Case<'_>; 11] = [
        (Method::POST, &[GRPC], &two),
        (Method::POST, &[GRPC], b""),
        (Method::POST, &[GRPC], b"\0\0\0\0\x09abc"),
        (Method::POST, &[text], EMPTY),
        (Method::POST, &[], EMPTY),
        (Method::PUT, &[GRPC], EMPTY),
        (
            Method::POST,
            &[("content-type", "application/grpc+json")],
            EMPTY,
        ),
        (Method::POST, &[GRPC], b"\x07\0\0\0\0"),
        (Method::POST, &[GRPC], b"\0\xff\xff\xff\xffab"),
        (Method::POST, &[GRPC, ("grpc-timeout", "soon")], EMPTY),
        (
            Method::POST,
            &[GRPC, ("grpc-timeout", "2S"), ("grpc-timeout", "2S")],
            EMPTY,
        ),
    ];
    for (method, headers, body) in cases {
        let request = request(method.clone(), headers);
        let (answer, _) = send(&mut connection, request, Some(body)).await;
        let answer = answer.await.unwrap();
        let what = format!("{method} {headers:?} {body:?}");
        assert_eq!(grpc_status(&answer), Code::InvalidArgument, "{what}");
        assert!(
            answer.headers().contains_key("grpc-status-details-bin"),
            "{what}"
        );
    }
    // Compressed, by which encoding the headers do not say.
    let (answer, _) = send(
        &mut connection,
        request(Method::POST, &[GRPC]),
        Some(b"\x01\0\0\0\0"),
    )
    .await;
    assert_eq!(grpc_status(&answer.await.unwrap()), Code::Unimplemented);
    let plain = request(Method::POST, &[("content-type", "application/grpc+proto")]);
    let (answer, _) = send(&mut connection, plain, Some(EMPTY)).await;
    let answer = answer.await.unwrap();
    assert!(!answer.headers().contains_key("grpc-status"));
}

#[tokio::test]
async fn every_method_with_one_request_refuses_two() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    let two = [EMPTY, EMPTY].concat();
    for path in [
        "/claimstore.v1.ChangeService/WatchChanges",
        "/claimstore.v1.BundleService/ExportBundles",
        "/grpc.health.v1.Health/Check",
        "/grpc.health.v1.Health/Watch",
    ] {
        for (body, is_refused) in [(EMPTY, false), (&two, true)] {
            let request = request_to(path, Method::POST, &[GRPC]);
            let (answer, _stream) = send(&mut connection, request, Some(body)).await;
            let answer = answer.await.unwrap();
            let has_status = answer.headers().contains_key("grpc-status");
            assert_eq!(has_status, is_refused, "{path} {body:?}");
            if is_refused {
                assert_eq!(grpc_status(&answer), Code::InvalidArgument, "{path}");
            }
        }
    }
}

/// A call of a method whose headers have this size, as HTTP/2 counts it.
fn with_headers(path: &str, size: usize) -> Request<()> {
    let request = |value: &str| {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("http://localhost{path}"))
            .header(GRPC.0, GRPC.1)
            .header("x-note", value);
        request.body(()).unwrap()
    };
    let others = [
        (":method", "POST"),
        (":scheme", "http"),
        (":authority", "localhost"),
        (":path", path),
        GRPC,
        ("x-note", ""),
    ];
    let others = others.map(|(name, value)| name.len() + value.len() + 32);
    request(&"x".repeat(size - others.iter().sum::<usize>()))
}

#[tokio::test]
async fn headers_that_are_too_large_are_refused_with_a_reason() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    let health = "/grpc.health.v1.Health/Check";
    for (path, size) in [
        (LIST_SOURCES, HEADER_BYTES_MAX + 1),
        (LIST_SOURCES, 20_000),
        (LIST_SOURCES, 65_000),
        (health, HEADER_BYTES_MAX + 1),
        ("/claimstore.v1.SourceService/ForgetSource", 30_000),
        ("/claimstore.v1.BundleService/ExportBundles", 30_000),
    ] {
        let request = with_headers(path, size);
        let (answer, _) = send(&mut connection, request, Some(EMPTY)).await;
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 200, "{path} {size}");
        assert!(answer.body().is_end_stream(), "{path} {size}");
        let status = tonic::Status::from_header_map(answer.headers()).unwrap();
        let expected = (Code::ResourceExhausted, "HEADERS_TOO_LARGE".to_owned());
        assert_eq!(reason(&status), expected, "{path} {size}");
    }
    for path in [LIST_SOURCES, health] {
        let request = with_headers(path, HEADER_BYTES_MAX);
        let (answer, _) = send(&mut connection, request, Some(EMPTY)).await;
        let answer = answer.await.unwrap();
        assert!(!answer.headers().contains_key("grpc-status"), "{path}");
    }
    // Above what is answered, the transport refuses the call, and the connection goes on.
    let request = with_headers(LIST_SOURCES, 100_000);
    let (answer, _) = send(&mut connection, request, None).await;
    assert_eq!(answer.await.unwrap().status(), 431);
    let (answer, _) = send(&mut connection, request_of_list(), Some(EMPTY)).await;
    assert_eq!(answer.await.unwrap().status(), 200);
}

pub(super) fn request_of_list() -> Request<()> {
    request(Method::POST, &[GRPC])
}

#[tokio::test]
async fn a_path_as_long_as_headers_can_be_is_answered() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    for (length, expected) in [(10_000, "UNKNOWN_METHOD"), (40_000, "HEADERS_TOO_LARGE")] {
        let path = format!("/{}", "é".repeat(length / 2));
        let uri = format!("http://localhost{path}");
        let request = Request::post(uri).header(GRPC.0, GRPC.1).body(()).unwrap();
        let (answer, _) = send(&mut connection, request, Some(EMPTY)).await;
        let answer = answer.await.unwrap();
        let status = tonic::Status::from_header_map(answer.headers()).unwrap();
        assert_eq!(reason(&status).1, expected, "{length}");
    }
}

#[tokio::test]
async fn the_stream_of_an_error_ends_with_its_headers() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    // A page size below zero.
    let body = b"\0\0\0\0\x0b\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    let request = request(Method::POST, &[GRPC]);
    let (answer, _) = send(&mut connection, request, Some(body)).await;
    let answer = answer.await.unwrap();
    assert_eq!(grpc_status(&answer), Code::InvalidArgument);
    assert!(answer.body().is_end_stream());
}

/// A frame of HTTP/2 without flags, of the connection.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    [&[0, 0, length, kind, 0, 0, 0, 0, 0][..], payload].concat()
}

#[tokio::test]
async fn a_flood_of_frames_is_read_more_slowly_and_all_of_it() {
    const SETTINGS: u8 = 4;
    const PING: u8 = 6;
    const FLOOD: u64 = 2_500;
    let server = TestServer::start().await;
    let mut stream = TcpStream::connect(address(&server)).await.unwrap();
    let since = Instant::now();
    let mut sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    sent.extend(frame(SETTINGS, &[]));
    for number in 0..FLOOD {
        sent.extend(frame(PING, &number.to_be_bytes()));
    }
    let (mut answers, mut requests) = stream.split();
    let answered = async {
        let mut last = None;
        while last != Some(FLOOD - 1) {
            let mut header = [0; 9];
            answers.read_exact(&mut header).await.unwrap();
            let length = u32::from_be_bytes([0, header[0], header[1], header[2]]);
            let mut payload = vec![0; length as usize];
            answers.read_exact(&mut payload).await.unwrap();
            if header[3] == PING {
                let number = u64::from_be_bytes(payload.try_into().unwrap());
                assert_eq!(number, last.map_or(0, |last: u64| last + 1));
                last = Some(number);
            }
        }
    };
    let (written, ()) = tokio::join!(requests.write_all(&sent), answered);
    written.unwrap();
    // The first thousand are read at once, and then a thousand a second.
    assert!(
        since.elapsed() > Duration::from_secs(1),
        "{:?}",
        since.elapsed()
    );
    assert_eq!(list(&server).await.unwrap(), []);
}

#[tokio::test]
async fn a_call_that_is_reset_costs_the_database_no_connection() {
    let server = TestServer::start().await;
    let mut connection = connect(&server, 65_535).await;
    let locked = lock_tables(&server, "sources", "access exclusive").await;
    let (answer, _) = send(&mut connection, request_of_list(), Some(EMPTY)).await;
    wait_for_sessions(&server, 1, WAITS_FOR_A_TABLE).await;
    let session = format!(
        "select pid from pg_stat_activity where datname = current_database() and {WAITS_FOR_A_TABLE}"
    );
    let session: i32 = sqlx::query_scalar(sqlx::AssertSqlSafe(session))
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap();
    drop(answer);
    unlock(locked).await;
    let is_free = format!("state = 'idle' and pid = {session}");
    wait_for_sessions(&server, 1, &is_free).await;
    for _ in 0..20 {
        assert_eq!(list(&server).await.unwrap(), []);
    }
    assert_eq!(sessions(&server, &is_free).await, 1);
}

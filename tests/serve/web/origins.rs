//! Which pages may call, and what their browsers are told.

use bytes::Bytes;
use claimstore::{
    server::{Origins, Settings, Web},
    wire::pb::{GetSourceRequest, Source, source_service_client::SourceServiceClient},
};
use http_body_util::{BodyExt as _, Full};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};
use tonic::{
    Code,
    codegen::http::{HeaderValue, Method, Request, StatusCode, Version},
};
use tower::{Service as _, ServiceExt as _};

use super::{
    super::start::{DataDir, ready},
    CREATE, create,
};
use crate::support::{
    certificates::{Authority, over_tls, tls, write},
    errors::reason,
    issuer::Newsroom,
    process::{Serving, claimstore},
    server::{TestServer, settings},
    web::{Answer, BINARY, ORIGIN, Page, authority, framed, post, web_settings, with},
};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// Sends a request over HTTP/2 without TLS.
pub async fn over_http2(server: &TestServer, request: Request<Full<Bytes>>) -> Answer {
    let stream = TcpStream::connect(authority(server)).await.unwrap();
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    let uri = format!("http://claims.example{}", parts.uri);
    parts.uri = uri.parse().unwrap();
    parts.version = Version::HTTP_2;
    parts.headers.remove("host");
    let body = body.collect().await.unwrap().to_bytes();
    let mut client = client.ready().await.unwrap();
    let (answer, mut send) = client
        .send_request(Request::from_parts(parts, ()), false)
        .unwrap();
    send.send_data(body, true).unwrap();
    let (parts, mut body) = answer.await.unwrap().into_parts();
    let mut bytes = Vec::new();
    while let Some(data) = body.data().await {
        bytes.extend(data.unwrap());
    }
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: bytes.into(),
    }
}

/// What a browser asks before a page calls.
fn preflight(origin: &str, method: &str) -> Request<Full<Bytes>> {
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri(format!("/claimstore.v1.{CREATE}"))
        .header("host", "claims.example")
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", "content-type,x-grpc-web");
    request.body(Full::default()).unwrap()
}

fn with_origins(origins: Origins, is_credentialed: bool) -> Settings {
    let web = Some(Web {
        origins,
        is_credentialed,
    });
    Settings { web, ..settings() }
}

#[tokio::test]
async fn a_browser_is_told_what_a_page_may_send_and_read() {
    let newsroom = Newsroom::new();
    // It asks without credentials, whoever calls then.
    let settings = Settings {
        guard: newsroom.guard(),
        ..web_settings()
    };
    let server = TestServer::start_set(settings).await;
    let mut page = Page::open(&server).await;
    let answer = page.send(preflight(ORIGIN, "POST")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header(ALLOW_ORIGIN), Some(ORIGIN));
    assert_eq!(answer.header("vary"), Some("origin"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(answer.header("access-control-max-age"), Some("7200"));
    let allowed = answer.header("access-control-allow-headers").unwrap();
    // These and no others.
    assert_eq!(
        allowed.split(", ").collect::<Vec<_>>(),
        [
            "authorization",
            "content-type",
            "grpc-timeout",
            "traceparent",
            "tracestate",
            "x-claimstore-actor",
            "x-claimstore-position",
            "x-grpc-web",
            "x-request-id",
            "x-user-agent",
        ]
    );
    let again = over_http2(&server, preflight(ORIGIN, "POST")).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
    assert_eq!(again.header("access-control-allow-headers"), Some(allowed));
}

#[tokio::test]
async fn pages_of_other_origins_may_not_call_and_what_is_no_page_may() {
    let server = TestServer::start_set(web_settings()).await;
    let mut page = Page::open(&server).await;
    let close = format!("{ORIGIN}.evil.example");
    for origin in ["https://evil.example", "null", "http://cms.example", &close] {
        let told = page.send(preflight(origin, "POST")).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{origin}");
        assert_eq!(told.header(ALLOW_ORIGIN), None);
        // Whatever its browser makes of that, it is not called.
        for is_http2 in [false, true] {
            let call = with(post(CREATE, framed(&create())), "origin", origin);
            let answer = match is_http2 {
                true => over_http2(&server, call).await,
                false => page.send(call).await,
            };
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(answer.header(ALLOW_ORIGIN), None);
            let refused = reason(&answer.error());
            assert_eq!(
                refused,
                (Code::PermissionDenied, "PERMISSION_DENIED".to_owned())
            );
        }
    }
    let mut two = post(CREATE, framed(&create()));
    two.headers_mut()
        .append("origin", HeaderValue::from_static("https://evil.example"));
    assert_eq!(page.send(two).await.status, StatusCode::FORBIDDEN);
    for method in ["GET", "PUT", "DELETE"] {
        let told = page.send(preflight(ORIGIN, method)).await;
        assert_eq!(told.status, StatusCode::FORBIDDEN, "{method}");
    }
    assert_eq!(server.log_length().await, 0);

    let mut none = post(CREATE, framed(&create()));
    none.headers_mut().remove("origin");
    let answer = page.send(none).await;
    assert_eq!(answer.header(ALLOW_ORIGIN), None);
    assert_eq!(answer.message::<Source>().display_name, "Ada");
}

#[tokio::test]
async fn all_origins_are_answered_as_all_and_credentials_only_where_origins_are_named() {
    for is_credentialed in [false, true] {
        let newsroom = Newsroom::new();
        let all = Settings {
            guard: newsroom.guard(),
            ..with_origins(Origins::All, is_credentialed)
        };
        let server = TestServer::start_set(all).await;
        let mut page = Page::open(&server).await;
        let told = page.send(preflight("https://any.example", "POST")).await;
        assert_eq!(told.header(ALLOW_ORIGIN), Some("*"));
        assert_eq!(told.header("access-control-allow-credentials"), None);
    }

    let named = Origins::These(vec![HeaderValue::from_static(ORIGIN)]);
    let server = TestServer::start_set(with_origins(named, true)).await;
    let mut page = Page::open(&server).await;
    let told = page.send(preflight(ORIGIN, "POST")).await;
    assert_eq!(
        told.header("access-control-allow-credentials"),
        Some("true")
    );
    let answer = page.call(CREATE, &create()).await;
    assert_eq!(answer.header("vary"), Some("origin"));
    assert_eq!(
        answer.header("access-control-allow-credentials"),
        Some("true")
    );
}

#[tokio::test]
async fn over_tls_clients_of_grpc_and_pages_use_the_same_port() {
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    write(directory.path(), &authority);
    let settings = Settings {
        tls: Some(tls(directory.path())),
        ..web_settings()
    };
    let server = TestServer::start_set(settings).await;
    let mut channel = over_tls(&server.address, &authority, None);
    let call = post(CREATE, framed(&create())).map(tonic::body::Body::new);
    let answer = channel.ready().await.unwrap().call(call).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let answer = Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    };
    let created: Source = answer.message();
    let get = GetSourceRequest {
        name: created.name.clone(),
        ..GetSourceRequest::default()
    };
    let read = SourceServiceClient::new(channel).get_source(get).await;
    assert_eq!(read.unwrap().into_inner(), created);
}

#[tokio::test]
async fn of_an_origin_that_is_refused_the_log_has_the_beginning_and_no_bytes_as_they_came() {
    let dir = DataDir::new();
    let mut command = claimstore();
    command.args(["serve", "--web-origins", ORIGIN]);
    command.arg("--data-dir").arg(dir.data_dir());
    let serving = Serving::start(&mut command);
    ready(&serving).await;
    let url = serving.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://"))
        .await
        .unwrap();
    let origin = [b"https://evil.example/\xff\t", &[b'x'; 300][..]].concat();
    let head = format!("POST /claimstore.v1.{CREATE} HTTP/1.1\r\nhost: x\r\n");
    let rest = format!("\r\ncontent-type: {BINARY}\r\ncontent-length: 0\r\n\r\n");
    let request = [head.as_bytes(), b"origin: ", &origin, rest.as_bytes()].concat();
    stream.write_all(&request).await.unwrap();
    let line = serving.line("a page may not call").await;
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let logged = format!("https://evil.example/\\xff\\t{}", "x".repeat(177));
    assert_eq!(line["origin"], logged, "{line}");
}

//! A page in a browser, as the server sees it: gRPC-Web over HTTP/1.1.

use bytes::Bytes;
use claimstore::server::{Origins, Settings, Web};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use prost::Message;
use tokio::net::TcpStream;
use tonic::{
    Code, Status,
    codegen::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode},
};

use super::server::{TestServer, settings};

pub const ORIGIN: &str = "https://cms.example";

/// The type of a call whose message is binary.
pub const BINARY: &str = "application/grpc-web+proto";

/// Settings with which pages of [`ORIGIN`] may call.
pub fn web_settings() -> Settings {
    Settings {
        web: Some(Web {
            origins: Origins::These(vec![HeaderValue::from_static(ORIGIN)]),
            is_credentialed: false,
        }),
        ..settings()
    }
}

/// A connection of a browser.
pub struct Page(SendRequest<Full<Bytes>>);

/// What a page gets.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Page {
    pub async fn open(server: &TestServer) -> Self {
        let stream = TcpStream::connect(authority(server)).await.unwrap();
        let (send, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self(send)
    }

    /// Sends a request, and reads all of its answer.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Answer {
        Answer::of(self.begin(request).await).await
    }

    /// Sends a request. The body of its answer is still to come.
    pub async fn begin(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Response<hyper::body::Incoming> {
        self.0.ready().await.unwrap();
        self.0.send_request(request).await.unwrap()
    }

    /// Sends a request for which the connection is closed.
    pub async fn refuses(&mut self, request: Request<Full<Bytes>>) {
        self.0.ready().await.unwrap();
        let answer = self.0.send_request(request).await;
        assert!(answer.is_err(), "{answer:?}");
    }

    /// Makes a call.
    pub async fn call(&mut self, method: &str, message: &impl Message) -> Answer {
        self.send(post(method, framed(message))).await
    }
}

pub fn authority(server: &TestServer) -> &str {
    server.address.trim_start_matches("http://")
}

/// A call by a page of [`ORIGIN`].
pub fn post(method: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/claimstore.v1.{method}"))
        .header("host", "claims.example")
        .header("origin", ORIGIN)
        .header("x-grpc-web", "1")
        .header("content-type", BINARY);
    request.body(Full::new(body.into())).unwrap()
}

/// The same request with another header.
pub fn with(
    mut request: Request<Full<Bytes>>,
    header: &'static str,
    value: &str,
) -> Request<Full<Bytes>> {
    request.headers_mut().insert(header, value.parse().unwrap());
    request
}

/// A message with its prefix.
pub fn framed(message: &impl Message) -> Vec<u8> {
    let bytes = message.encode_to_vec();
    let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
    [&[0][..], &length, &bytes].concat()
}

impl Answer {
    pub async fn of(response: Response<hyper::body::Incoming>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap())
    }

    /// The messages of the answer, and the status behind them, or in the headers where there is no
    /// message.
    pub fn read<M: Message + Default>(&self) -> (Vec<M>, Status) {
        let (mut messages, mut left) = (Vec::new(), &self.body[..]);
        let mut trailers = self.headers.clone();
        while let [flag, a, b, c, d, rest @ ..] = left {
            let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
            let (bytes, rest) = rest.split_at(length);
            left = rest;
            match flag {
                0 => messages.push(M::decode(bytes).unwrap()),
                0x80 => trailers = trailers_in(bytes),
                flag => panic!("a frame with the flag {flag}"),
            }
        }
        assert!(left.is_empty(), "a part of a frame: {left:?}");
        let status = Status::from_header_map(&trailers);
        (
            messages,
            status.unwrap_or_else(|| panic!("no status: {self:?}")),
        )
    }

    /// The one message of an answer that is no error.
    pub fn message<M: Message + Default>(&self) -> M {
        let (mut messages, status) = self.read();
        assert_eq!(status.code(), Code::Ok, "{status:?}");
        assert_eq!(messages.len(), 1);
        messages.remove(0)
    }

    /// The error of an answer.
    pub fn error(&self) -> Status {
        let (messages, status) = self.read::<()>();
        assert!(messages.is_empty());
        status
    }
}

fn trailers_in(bytes: &[u8]) -> HeaderMap {
    let text = std::str::from_utf8(bytes).unwrap();
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(':').unwrap();
        let value = HeaderValue::from_str(value.trim()).unwrap();
        (name.parse().unwrap(), value)
    });
    headers
        .collect::<Vec<(tonic::codegen::http::HeaderName, _)>>()
        .into_iter()
        .collect()
}

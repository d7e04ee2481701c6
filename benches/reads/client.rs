//! A client that takes little CPU, so that the server is what is measured: requests are encoded
//! once, and answers are counted, not decoded.

use std::time::Duration;

use bytes::Bytes;
use h2::client::{Builder, SendRequest};
use http::{HeaderMap, Request};
use tokio::net::TcpStream;
use tonic::Status;
use tonic_types::StatusExt as _;

/// A connection, which many calls share.
#[derive(Clone)]
pub struct Client {
    send: SendRequest<Bytes>,
    authority: String,
}

/// What was answered: the code of the status, the size of the message, and the pause that an
/// error asks for.
pub struct Answer {
    pub code: u8,
    pub bytes: usize,
    pub retry: Option<Duration>,
}

impl Client {
    pub async fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let builder = Builder::new()
            .initial_window_size(1 << 20)
            .initial_connection_window_size(1 << 24)
            .handshake(stream);
        let (send, connection) = builder.await.unwrap();
        tokio::spawn(connection);
        Self {
            send,
            authority: address.to_owned(),
        }
    }

    /// Sends a request and waits for the end of the answer.
    pub async fn call(&self, method: &str, message: Bytes) -> Result<Answer, h2::Error> {
        let request = Request::post(format!("http://{}{method}", self.authority))
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .body(())
            .unwrap();
        let mut send = self.send.clone().ready().await?;
        let (answer, mut stream) = send.send_request(request, false)?;
        stream.send_data(message, true)?;
        let answer = answer.await?;
        if let Some(code) = code(answer.headers()) {
            return Ok(Answer {
                code,
                bytes: 0,
                retry: retry(answer.headers()),
            });
        }
        let mut body = answer.into_body();
        let mut bytes = 0;
        while let Some(part) = body.data().await {
            let part = part?.len();
            bytes += part;
            body.flow_control().release_capacity(part)?;
        }
        let trailers = body.trailers().await?.unwrap_or_default();
        Ok(Answer {
            code: code(&trailers).expect("every answer has a status"),
            bytes,
            retry: None,
        })
    }
}

fn code(headers: &HeaderMap) -> Option<u8> {
    let status = headers.get("grpc-status")?;
    Some(status.to_str().unwrap().parse().unwrap())
}

/// The pause that an error asks for.
fn retry(headers: &HeaderMap) -> Option<Duration> {
    let status = Status::from_header_map(headers)?;
    status.get_details_retry_info()?.retry_delay
}

//! Connections of a client that does as it likes. Everything on them may fail: the server
//! defends itself.

use std::time::Duration;

use bytes::Bytes;
use h2::{
    SendStream,
    client::{Builder, ResponseFuture, SendRequest},
};
use http::{Request, request};
use tokio::{net::TcpStream, task::JoinHandle, time::timeout};

/// Who does not answer in this time is left.
const PATIENCE: Duration = Duration::from_secs(20);

pub const GRPC: (&str, &str) = ("content-type", "application/grpc");

/// A connection of HTTP/2, which ends without a farewell when this is dropped.
pub struct Connection {
    send: SendRequest<Bytes>,
    driver: JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// A call that was begun. Its stream is reset when this is dropped.
pub struct Begun {
    answer: ResponseFuture,
    pub stream: SendStream<Bytes>,
}

impl Connection {
    /// Connects. The client takes this much of each answer by itself.
    pub async fn open(address: &str, window: u32) -> Option<Self> {
        let shake = async {
            let stream = TcpStream::connect(address).await.ok()?;
            stream.set_nodelay(true).ok()?;
            let mut builder = Builder::new();
            builder.initial_window_size(window);
            builder.handshake(stream).await.ok()
        };
        let (send, connection) = timeout(PATIENCE, shake).await.ok()??;
        let driver = tokio::spawn(async move {
            let _ = connection.await;
        });
        Some(Self { send, driver })
    }

    /// Sends a request with this body, or its headers only.
    pub async fn begin(&self, request: Request<()>, body: Option<Bytes>) -> Option<Begun> {
        let ready = timeout(PATIENCE, self.send.clone().ready()).await;
        let (answer, mut stream) = ready.ok()?.ok()?.send_request(request, false).ok()?;
        if let Some(body) = body {
            stream.send_data(body, true).ok()?;
        }
        Some(Begun { answer, stream })
    }

    /// Sends a call and takes its whole answer. `None` if the connection is of no more use.
    pub async fn call(&self, request: Request<()>, body: Bytes) -> Option<()> {
        self.begin(request, Some(body)).await?.take().await
    }
}

impl Begun {
    /// Waits for the beginning of the answer.
    pub async fn headers(self) -> Option<http::Response<h2::RecvStream>> {
        timeout(PATIENCE, self.answer).await.ok()?.ok()
    }

    /// Takes the whole answer.
    pub async fn take(self) -> Option<()> {
        let mut body = self.headers().await?.into_body();
        while let Some(part) = timeout(PATIENCE, body.data()).await.ok()? {
            let length = part.ok()?.len();
            body.flow_control().release_capacity(length).ok()?;
        }
        Some(())
    }
}

/// A request to a method, without headers.
pub fn bare(path: &str) -> request::Builder {
    Request::post(format!("http://localhost{path}"))
}

/// A call of a method as gRPC has it.
pub fn grpc(path: &str) -> Request<()> {
    let request = bare(path).header(GRPC.0, GRPC.1).header("te", "trailers");
    request.body(()).unwrap()
}

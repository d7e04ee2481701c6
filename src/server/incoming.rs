//! Accepts connections: at most so many at once, and none that does not begin to speak. When
//! all are in use, the one that has had no call for longest makes room for the next. One that
//! floods the server with frames is read more slowly.

mod meter;
mod open;
mod stream;

use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use rustix::net::sockopt;
use tokio::{
    io::{AsyncRead, AsyncWrite, Interest, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{Sleep, sleep, timeout},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

use self::{
    meter::Meter,
    open::{Closing, Open},
    stream::Stream,
};
use super::tls::Tls;
use crate::{
    access::Certificate,
    api::call::{connection::Connection, places::Share},
};

/// How long a client may take to begin TLS, and then to begin a connection of HTTP/2.
const BEGIN_MAX: Duration = Duration::from_secs(10);

/// What a client of HTTP/2 sends first: the preface, and the header of its settings.
const BEGIN_BYTES: usize = 24 + 9;

/// How much is read at once of a client that does not speak HTTP/2.
const PIECE: usize = 16 << 10;

/// How long nothing is accepted after the operating system had nothing left for a connection.
const PAUSE: Duration = Duration::from_millis(200);

/// After how long a client that says nothing is asked whether it is there, how often, and how many
/// times.
const SILENCE_MAX: Duration = Duration::from_secs(30);
const ASK: Duration = Duration::from_secs(5);
const ASKED_MAX: u32 = 3;

/// How often a connection without a call is looked for while a client waits for one to end.
const LOOK: Duration = Duration::from_secs(1);

/// How connections are accepted.
#[derive(Clone, Debug)]
pub(super) struct Accepting {
    /// The most at once.
    pub connections_max: usize,
    /// The most calls at once, over all connections.
    pub calls_max: usize,
    /// How they are encrypted, if they are.
    pub tls: Option<Tls>,
    /// Whether clients may speak HTTP/1.1, which has no PING.
    pub is_http1: bool,
}

/// Accepts connections of a listener, until the stream is dropped.
pub(super) fn accept(
    listener: TcpListener,
    accepting: Accepting,
) -> ReceiverStream<io::Result<Socket>> {
    let (accepted, sockets) = mpsc::channel(1);
    tokio::spawn(accept_all(listener, accepting, accepted));
    ReceiverStream::new(sockets)
}

async fn accept_all(
    listener: TcpListener,
    accepting: Accepting,
    accepted: mpsc::Sender<io::Result<Socket>>,
) {
    let Accepting {
        connections_max,
        calls_max,
        tls,
        is_http1,
    } = accepting;
    let places = Arc::new(Semaphore::new(connections_max));
    let mut open = Open::default();
    let (mut is_full, mut is_failing) = (false, false);
    loop {
        let next = tokio::select! {
            next = listener.accept() => next,
            () = accepted.closed() => return,
        };
        match next {
            Ok((stream, peer)) => {
                is_failing = false;
                let was_full = std::mem::replace(&mut is_full, places.available_permits() == 0);
                if is_full && !was_full {
                    tracing::warn!(connections_max, "all connections are in use");
                }
                let place = tokio::select! {
                    place = place(&places, &mut open) => place,
                    () = accepted.closed() => return,
                };
                let client = Client {
                    // Where both families are listened on, IPv4 looks like IPv6.
                    peer: SocketAddr::new(peer.ip().to_canonical(), peer.port()),
                    share: Share::of(calls_max),
                    closing: Closing::default(),
                    _place: place,
                };
                open.add(&client.share, &client.closing);
                // An answer would only be sent later without it.
                let _ = stream.set_nodelay(true);
                if is_http1 {
                    keep_alive(&stream);
                }
                match &tls {
                    Some(tls) => {
                        tokio::spawn(begin_tls(tls.clone(), stream, client, accepted.clone()));
                    }
                    None => {
                        let socket = Socket::new(Stream::Plain(stream), client, None);
                        if accepted.send(Ok(socket)).await.is_err() {
                            return;
                        }
                    }
                }
            }
            Err(error) => {
                // A client that is gone already needs neither a line nor a pause.
                let is_exhausted = !is_of_client(&error);
                if is_exhausted && !is_failing {
                    tracing::warn!(%error, "connections cannot be accepted; trying again");
                }
                is_failing |= is_exhausted;
                if is_exhausted {
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

/// The place of a further connection. If there is none, one that has no call is closed, and
/// otherwise the next that ends is waited for.
async fn place(places: &Arc<Semaphore>, open: &mut Open) -> Option<OwnedSemaphorePermit> {
    loop {
        if places.available_permits() == 0 {
            open.close_idle();
        }
        let free = places.clone().acquire_owned();
        if let Ok(place) = timeout(LOOK, free).await {
            return place.ok();
        }
    }
}

/// Begins TLS, and hands the connection on if that succeeds in time.
async fn begin_tls(
    tls: Tls,
    stream: TcpStream,
    client: Client,
    accepted: mpsc::Sender<io::Result<Socket>>,
) {
    let peer = client.peer;
    let closing = client.closing.clone();
    let begun = tokio::select! {
        begun = timeout(BEGIN_MAX, tls.accept(stream)) => begun,
        // It made room for another connection.
        () = poll_fn(|context| closing.poll_asked(context)) => return,
    };
    match begun {
        Ok(Ok(stream)) => {
            let certificate = tls.shown(&stream);
            let socket = Socket::new(Stream::Tls(Box::new(stream)), client, certificate);
            // An error says that the server is ending.
            let _ = accepted.send(Ok(socket)).await;
        }
        Ok(Err(error)) => tracing::debug!(%error, %peer, "a connection did not begin TLS"),
        Err(_) => tracing::debug!(%peer, "a connection did not begin TLS in time"),
    }
}

/// The other side of a connection, and its place.
#[derive(Debug)]
struct Client {
    peer: SocketAddr,
    share: Share,
    closing: Closing,
    _place: Option<OwnedSemaphorePermit>,
}

/// Finds out that a client is gone which says nothing: the operating system asks it.
fn keep_alive(stream: &TcpStream) {
    let set = sockopt::set_tcp_keepidle(stream, SILENCE_MAX)
        .and_then(|()| sockopt::set_tcp_keepintvl(stream, ASK))
        .and_then(|()| sockopt::set_tcp_keepcnt(stream, ASKED_MAX))
        .and_then(|()| sockopt::set_socket_keepalive(stream, true));
    if let Err(error) = set {
        tracing::debug!(%error, "whether a client is gone will not be asked");
    }
}

fn is_of_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// An accepted connection, which ends if its client does not begin to speak HTTP in time.
pub(super) struct Socket {
    stream: Stream,
    client: Client,
    certificate: Option<Arc<dyn Certificate>>,
    meter: Meter,
    /// How many bytes are missing until the client has begun, and until when it must have.
    begin: Option<(usize, Pin<Box<Sleep>>)>,
}

impl Socket {
    fn new(stream: Stream, client: Client, certificate: Option<Arc<dyn Certificate>>) -> Self {
        Self {
            stream,
            client,
            certificate,
            meter: Meter::new(),
            begin: Some((BEGIN_BYTES, Box::pin(sleep(BEGIN_MAX)))),
        }
    }

    /// Whether the client has closed the connection. What it sent before and was not read yet is of
    /// no more use.
    fn has_client_left(&self, context: &mut Context<'_>) -> bool {
        let ready = pin!(self.stream.tcp().ready(Interest::READABLE));
        matches!(ready.poll(context), Poll::Ready(Ok(ready)) if ready.is_read_closed())
    }

    /// Reads a piece. After each, the transport looks whether the headers of a request are complete, so
    /// that not much of a body is taken for headers.
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let most = buffer.remaining().min(PIECE);
        let mut piece = ReadBuf::new(buffer.initialize_unfilled_to(most));
        let read = Pin::new(&mut self.stream).poll_read(context, &mut piece);
        let bytes = piece.filled().len();
        buffer.advance(bytes);
        read
    }

    fn count(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            self.meter.sent(bytes);
        }
        written
    }
}

impl Connected for Socket {
    type ConnectInfo = Connection;

    fn connect_info(&self) -> Connection {
        Connection {
            share: self.client.share.clone(),
            peer: self.client.peer,
            certificate: self.certificate.clone(),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = match self.meter.poll_ready(context) {
            Poll::Ready(()) if self.meter.is_other() => self.poll_piece(context, buffer),
            Poll::Ready(()) => Pin::new(&mut self.stream).poll_read(context, buffer),
            Poll::Pending if self.has_client_left(context) => return Poll::Ready(Ok(())),
            Poll::Pending => Poll::Pending,
        };
        let bytes = &buffer.filled()[before..];
        if self.meter.read(bytes) {
            self.client.share.reset();
        }
        if self.meter.is_other() && !self.client.share.fits(bytes.len()) {
            return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
        }
        if read.is_pending() && self.client.closing.is_asked(context) {
            // As if the client had closed it.
            return Poll::Ready(Ok(()));
        }
        if let Some((missing, limit)) = &mut self.begin {
            *missing = missing.saturating_sub(buffer.filled().len() - before);
            if *missing == 0 {
                self.begin = None;
            } else if read.is_pending() && limit.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        }
        read
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.count(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.count(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn what_a_client_sent_is_not_read_once_it_has_left_during_a_flood() {
        const PING: [u8; 17] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        let accepted = Client {
            peer,
            share: Share::of(100),
            closing: Closing::default(),
            _place: None,
        };
        let mut socket = Socket::new(Stream::Plain(stream), accepted, None);
        let flood = [meter::PREFACE, &PING.repeat(3_000)].concat();
        client.write_all(&flood).await.unwrap();
        let mut buffer = vec![0; 8 << 10];
        let mut read = 0;
        while let Ok(bytes) = timeout(Duration::from_millis(50), socket.read(&mut buffer)).await {
            read += bytes.unwrap();
        }
        assert!(read < flood.len(), "it was not slowed down");
        drop(client);
        let interest = Interest::READABLE;
        while !socket
            .stream
            .tcp()
            .ready(interest)
            .await
            .unwrap()
            .is_read_closed()
        {
            sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(socket.read(&mut buffer).await.unwrap(), 0);
    }
}

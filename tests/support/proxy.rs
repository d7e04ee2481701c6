//! A TCP proxy between a server and its database. It counts what the server sends for calls, and can
//! let connections fall silent.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinSet,
};

use super::cluster::TestDatabase;

/// A running proxy. Dropping it ends it, with all connections.
pub struct Proxy {
    options: PgConnectOptions,
    sent: Arc<Sent>,
    silence: Arc<Mutex<watch::Sender<bool>>>,
    _tasks: JoinSet<()>,
}

/// What the server sent to the database.
#[derive(Debug, Default)]
struct Sent {
    statements: AtomicI64,
    round_trips: AtomicI64,
}

/// How many statements were sent, and how often the server waited for their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub statements: i64,
    pub round_trips: i64,
}

impl Proxy {
    /// A proxy in front of a database on a server of its own.
    pub async fn before(database: &TestDatabase) -> Self {
        Self::on(Ipv4Addr::LOCALHOST.into(), database).await
    }

    /// A proxy on another address.
    pub async fn on(address: IpAddr, database: &TestDatabase) -> Self {
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let target = database.options();
        let socket = database.socket();
        let options = PgConnectOptions::new_without_pgpass()
            .host(&address.to_string())
            .port(listener.local_addr().unwrap().port())
            .username(target.get_username())
            .database(target.get_database().unwrap())
            .ssl_mode(PgSslMode::Disable);
        let sent = Arc::new(Sent::default());
        let silence = Arc::new(Mutex::new(watch::Sender::new(false)));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, socket, sent.clone(), silence.clone()));
        Self {
            options,
            sent,
            silence,
            _tasks: tasks,
        }
    }

    /// How the server connects to the database through the proxy.
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// What was sent since the last time.
    pub fn take(&self) -> Cost {
        Cost {
            statements: self.sent.statements.swap(0, Ordering::SeqCst),
            round_trips: self.sent.round_trips.swap(0, Ordering::SeqCst),
        }
    }

    /// From now on, nothing passes through the connections that are open. They stay open. New
    /// connections work.
    pub fn silence(&self) {
        let mut current = self.silence.lock().unwrap();
        let silenced = std::mem::replace(&mut *current, watch::Sender::new(false));
        silenced.send_replace(true);
    }
}

async fn accept(
    listener: TcpListener,
    socket: PathBuf,
    sent: Arc<Sent>,
    silence: Arc<Mutex<watch::Sender<bool>>>,
) {
    let mut forwarding = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        let silence = silence.lock().unwrap().subscribe();
        forwarding.spawn(forward(client, socket.clone(), sent.clone(), silence));
        while forwarding.try_join_next().is_some() {}
    }
}

async fn forward(
    client: TcpStream,
    socket: PathBuf,
    sent: Arc<Sent>,
    mut silence: watch::Receiver<bool>,
) {
    let Ok(database) = UnixStream::connect(socket).await else {
        return;
    };
    let _ = client.set_nodelay(true);
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_database, mut to_database) = database.into_split();
    let requests = async {
        let mut messages = Messages::default();
        let mut buffer = [0; 1 << 16];
        while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
            messages.count(&buffer[..length], &sent);
            if to_database.write_all(&buffer[..length]).await.is_err() {
                break;
            }
        }
    };
    let answers = tokio::io::copy(&mut from_database, &mut to_client);
    let is_silenced = tokio::select! {
        () = requests => false,
        _ = answers => false,
        silenced = silence.wait_for(|is_silent| *is_silent) => silenced.is_ok(),
    };
    if is_silenced {
        // The sockets stay open until the proxy ends.
        std::future::pending::<()>().await;
    }
}

/// How the connection for health calls itself.
const HEALTH: &[u8] = b"claimstore health";

/// What the entries of the audit log have among the values of their statement. They are written
/// beside calls, and so seldom that it depends on the machine which calls they are counted with.
const AUDIT: &[u8] = b"claimstore.v1.";

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Finds the messages of a client in its bytes, as "Frontend/Backend Protocol" of Postgres has
/// them: a letter, and a length that counts itself.
#[derive(Default)]
struct Messages {
    is_started: bool,
    /// Whether the connection looks at the health of the database, which takes no part in calls.
    is_of_health: bool,
    /// Whether the current statement writes entries of the audit log.
    is_of_audit: bool,
    header: Vec<u8>,
    /// How many bytes of the current message are still to come.
    rest: usize,
}

impl Messages {
    fn count(&mut self, mut bytes: &[u8], sent: &Sent) {
        while !bytes.is_empty() {
            let skipped = self.rest.min(bytes.len());
            self.rest -= skipped;
            bytes = &bytes[skipped..];
            // The first message has no letter.
            let header_length = if self.is_started { 5 } else { 4 };
            let missing = header_length - self.header.len();
            let part = missing.min(bytes.len());
            self.header.extend_from_slice(&bytes[..part]);
            bytes = &bytes[part..];
            if self.header.len() < header_length {
                continue;
            }
            if !self.is_started {
                // It names the connection, and comes in one piece: it is the first that is sent.
                self.is_of_health = contains(bytes, HEALTH);
            }
            let length = self.header[header_length - 4..].try_into().unwrap();
            self.rest = usize::try_from(u32::from_be_bytes(length)).unwrap() - 4;
            if self.header[0] == b'B' {
                let values = &bytes[..self.rest.min(bytes.len())];
                self.is_of_audit = contains(values, AUDIT);
            }
            match self.header[0] {
                _ if self.is_of_health || self.is_of_audit => 0,
                b'E' if self.is_started => sent.statements.fetch_add(1, Ordering::SeqCst),
                b'S' if self.is_started => sent.round_trips.fetch_add(1, Ordering::SeqCst),
                b'Q' if self.is_started => {
                    sent.statements.fetch_add(1, Ordering::SeqCst);
                    sent.round_trips.fetch_add(1, Ordering::SeqCst)
                }
                _ => 0,
            };
            self.is_of_audit &= self.header[0] != b'S';
            self.is_started = true;
            self.header.clear();
        }
    }
}

//! A TCP proxy that can cut its connections, delay what they carry, and lead elsewhere.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    task::JoinSet,
    time::sleep,
};

/// Where connections lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nowhere: they are closed at once.
    Nowhere,
    Tcp(String),
    Unix(PathBuf),
}

/// What happens to connections.
#[derive(Clone, Copy, Debug, Default)]
struct Weather {
    /// How often all connections were cut.
    cuts: u64,
    /// How long everything is held back.
    delay: Duration,
}

/// A running proxy. Dropping it ends it, with all connections.
#[derive(Debug)]
pub struct Proxy {
    pub port: u16,
    target: Arc<Mutex<Target>>,
    weather: watch::Sender<Weather>,
    _tasks: JoinSet<()>,
}

impl Proxy {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let target = Arc::new(Mutex::new(Target::Nowhere));
        let weather = watch::Sender::new(Weather::default());
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::clone(&target), weather.subscribe()));
        Self {
            port,
            target,
            weather,
            _tasks: tasks,
        }
    }

    /// Leads new connections elsewhere.
    pub fn lead_to(&self, target: Target) {
        *self.target.lock().unwrap() = target;
    }

    /// Cuts all connections.
    pub fn cut(&self) {
        self.weather.send_modify(|it| it.cuts += 1);
    }

    /// Holds everything back for so long, from now on.
    pub fn delay(&self, delay: Duration) {
        self.weather.send_modify(|it| it.delay = delay);
    }
}

async fn accept(
    listener: TcpListener,
    target: Arc<Mutex<Target>>,
    weather: watch::Receiver<Weather>,
) {
    let mut forwarding = JoinSet::new();
    loop {
        let Ok((client, _)) = listener.accept().await else {
            continue;
        };
        let _ = client.set_nodelay(true);
        let target = target.lock().unwrap().clone();
        forwarding.spawn(forward(client, target, weather.clone()));
        while forwarding.try_join_next().is_some() {}
    }
}

async fn forward(client: TcpStream, target: Target, weather: watch::Receiver<Weather>) {
    match target {
        Target::Nowhere => {}
        Target::Tcp(address) => {
            if let Ok(server) = TcpStream::connect(address).await {
                let _ = server.set_nodelay(true);
                let (from, to) = server.into_split();
                both(client, from, to, weather).await;
            }
        }
        Target::Unix(path) => {
            if let Ok(server) = UnixStream::connect(path).await {
                let (from, to) = server.into_split();
                both(client, from, to, weather).await;
            }
        }
    }
}

async fn both(
    client: TcpStream,
    from_server: impl AsyncRead + Unpin,
    to_server: impl AsyncWrite + Unpin,
    mut weather: watch::Receiver<Weather>,
) {
    let (from_client, to_client) = client.into_split();
    let cuts = weather.borrow().cuts;
    let delays = weather.clone();
    tokio::select! {
        () = carry(from_client, to_server, delays.clone()) => {}
        () = carry(from_server, to_client, delays) => {}
        _ = weather.wait_for(|it| it.cuts != cuts) => {}
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    weather: watch::Receiver<Weather>,
) {
    let mut buffer = vec![0; 1 << 14];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let delay = weather.borrow().delay;
        if !delay.is_zero() {
            sleep(delay).await;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

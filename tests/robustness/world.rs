//! What a run breaks: two servers, their Postgres, and a proxy in front of each.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::{task::JoinHandle, time::sleep};

use super::{
    history::History,
    knobs::Knobs,
    postgres::Postgres,
    proxy::{Proxy, Target},
    support::process::{Serving, claimstore},
};

pub const SERVERS: usize = 2;

const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// A server that has ended is started again so much later.
const RESTART_PAUSE: Duration = Duration::from_millis(100);
/// What standbys answer is older than what the primary has by at most this much.
pub const STALENESS_MAX_MS: u64 = 1_000;

/// What is different in the next life of a server.
#[derive(Debug, Default)]
pub struct NextLife {
    /// Its failpoints, from its first moment on.
    pub failpoints: String,
    /// Whether it has to build its index anew.
    pub is_index_gone: bool,
}

/// A server that is started again whenever it ends.
#[derive(Debug)]
pub struct Server {
    /// Clients connect to it through this.
    pub proxy: Arc<Proxy>,
    /// It connects to Postgres through this.
    pub to_database: Arc<Proxy>,
    /// The file that sets its failpoints.
    failpoints: PathBuf,
    process: Arc<Mutex<Option<u32>>>,
    next: Arc<Mutex<NextLife>>,
    keeping: JoinHandle<()>,
    /// What it logged in all its lives.
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(
        directory: &Path,
        number: usize,
        postgres: &Postgres,
        history: &Arc<History>,
    ) -> Self {
        let (proxy, to_database) = (Proxy::start().await, Proxy::start().await);
        let (proxy, to_database) = (Arc::new(proxy), Arc::new(to_database));
        to_database.lead_to(Target::Unix(postgres.socket()));
        let failpoints = directory.join(format!("failpoints{number}"));
        fs::write(&failpoints, "").unwrap();
        let life = Life {
            number,
            url: format!(
                "postgres://claimstore@127.0.0.1:{}/claimstore?sslmode=disable",
                to_database.port
            ),
            standbys: postgres.standbys(),
            index: directory.join(format!("index{number}")),
            failpoints: failpoints.clone(),
            proxy: Arc::clone(&proxy),
            process: Arc::default(),
            next: Arc::default(),
            log: Arc::default(),
            history: Arc::clone(history),
        };
        let (process, log) = (Arc::clone(&life.process), Arc::clone(&life.log));
        let next = Arc::clone(&life.next);
        Self {
            proxy,
            to_database,
            failpoints,
            process,
            next,
            log,
            keeping: tokio::spawn(life.keep()),
        }
    }

    /// Its address for clients.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.proxy.port)
    }

    pub fn signal(&self, signal: Signal) {
        let process = *self.process.lock().unwrap();
        if let Some(pid) = process.and_then(|id| Pid::from_raw(id.cast_signed())) {
            let _ = kill_process(pid, signal);
        }
    }

    /// Sets its failpoints: lines of `name=actions`.
    pub fn set_failpoints(&self, lines: &str) {
        // Whoever reads it reads all of it.
        let new = self.failpoints.with_extension("new");
        fs::write(&new, lines).unwrap();
        fs::rename(new, &self.failpoints).unwrap();
    }

    /// Kills it, and starts it again with what is different then.
    pub fn restart(&self, next: NextLife) {
        *self.next.lock().unwrap() = next;
        self.signal(Signal::KILL);
    }

    /// The lines of its log in all its lives.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Ends it for good.
    pub fn stop(&self) {
        self.keeping.abort();
        self.signal(Signal::CONT);
        self.signal(Signal::KILL);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// All lives of a server.
struct Life {
    number: usize,
    url: String,
    /// The urls of the standbys that it reads from.
    standbys: Vec<String>,
    index: PathBuf,
    failpoints: PathBuf,
    proxy: Arc<Proxy>,
    process: Arc<Mutex<Option<u32>>>,
    next: Arc<Mutex<NextLife>>,
    log: Arc<Mutex<Vec<String>>>,
    history: Arc<History>,
}

impl Life {
    async fn keep(self) {
        loop {
            let ended = self.live().await;
            self.history
                .note(format!("server {} has ended: {ended}", self.number));
            sleep(RESTART_PAUSE).await;
        }
    }

    /// One life. Returns how it ended.
    async fn live(&self) -> String {
        // What ended its last life does not end this one as well.
        let next = std::mem::take(&mut *self.next.lock().unwrap());
        fs::write(&self.failpoints, next.failpoints).unwrap();
        if next.is_index_gone {
            let _ = fs::remove_dir_all(&self.index);
        }
        let mut command = claimstore();
        command
            .args(["serve", "--database-url", &self.url, "--index-dir"])
            .arg(&self.index)
            .args(self.reads_from())
            .env("CLAIMSTORE_FAILPOINTS", &self.failpoints);
        let mut serving = Serving::start(&mut command);
        *self.process.lock().unwrap() = Some(serving.id());
        let mut is_listening = false;
        let status = loop {
            if let Some(status) = serving.try_wait() {
                break status;
            }
            if !is_listening && let Some(address) = listening(&serving.log()) {
                is_listening = true;
                self.proxy.lead_to(Target::Tcp(address));
            }
            sleep(POLL_INTERVAL).await;
        };
        self.process.lock().unwrap().take();
        self.proxy.lead_to(Target::Nowhere);
        self.log.lock().unwrap().extend(serving.log());
        status.to_string()
    }
}

impl Life {
    /// The arguments that let it read from standbys.
    fn reads_from(&self) -> Vec<String> {
        if self.standbys.is_empty() {
            return Vec::new();
        }
        vec![
            "--read-database-url".to_owned(),
            self.standbys.join(","),
            "--read-staleness-max-ms".to_owned(),
            STALENESS_MAX_MS.to_string(),
        ]
    }
}

/// Where a server listens, if its log says so.
fn listening(log: &[String]) -> Option<String> {
    let said = log
        .iter()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut said = said.filter(|line| line["message"] == "listening");
    said.next()?["address"].as_str().map(str::to_owned)
}

/// Two servers and their Postgres.
pub struct World {
    pub servers: Vec<Server>,
    pub postgres: Postgres,
    pub knobs: Knobs,
    _directory: TempDir,
}

impl World {
    pub async fn start(has_standbys: bool, history: &Arc<History>) -> Self {
        let postgres = Postgres::start(has_standbys).await;
        let knobs = Knobs::of(postgres.options()).await;
        let directory = tempfile::tempdir().unwrap();
        let mut servers = Vec::new();
        for number in 0..SERVERS {
            let server = Server::start(directory.path(), number, &postgres, history);
            servers.push(server.await);
        }
        Self {
            servers,
            postgres,
            knobs,
            _directory: directory,
        }
    }
}

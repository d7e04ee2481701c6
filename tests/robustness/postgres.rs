//! The Postgres of a run: one alone, or a primary with two standbys that takes over when it fails.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use sqlx::postgres::PgConnectOptions;
use tokio::time::sleep;

use super::support::cluster::{TestDatabase, database_on_own_server, replicated::Replicated};

const POLL_INTERVAL: Duration = Duration::from_millis(20);

pub enum Postgres {
    Alone(Box<TestDatabase>),
    /// A commit waits for one of the standbys.
    WithStandbys(Box<Replicated>),
}

impl Postgres {
    pub async fn start(has_standbys: bool) -> Self {
        match has_standbys {
            false => Self::Alone(Box::new(database_on_own_server().await)),
            true => Self::WithStandbys(Box::new(Replicated::start().await)),
        }
    }

    /// The url of the database.
    pub fn url(&self) -> String {
        match self {
            Self::Alone(database) => database.url(),
            Self::WithStandbys(all) => all.url(0),
        }
    }

    /// How to connect to the primary, whichever that is.
    pub fn options(&self) -> PgConnectOptions {
        match self {
            Self::Alone(database) => database.options(),
            Self::WithStandbys(all) => all.options(0),
        }
    }

    pub const fn has_standbys(&self) -> bool {
        matches!(self, Self::WithStandbys(_))
    }

    /// The urls of the standbys.
    pub fn standbys(&self) -> Vec<String> {
        match self {
            Self::Alone(_) => Vec::new(),
            Self::WithStandbys(all) => vec![all.url(1), all.url(2)],
        }
    }

    /// The socket of the primary, whichever that is.
    pub fn socket(&self) -> PathBuf {
        match self {
            Self::Alone(database) => database.socket(),
            Self::WithStandbys(all) => all.socket(0),
        }
    }

    /// Sends a signal to the primary and all its processes.
    pub fn signal(&self, signal: Signal) {
        for pid in self.processes() {
            let _ = kill_process(pid, signal);
        }
    }

    /// Kills a process that serves a connection. The others end then, too, and Postgres recovers.
    pub fn kill_backend(&self) {
        if let Some(pid) = self.processes().into_iter().next_back() {
            let _ = kill_process(pid, Signal::KILL);
        }
    }

    /// Kills the primary with all its processes. After a pause it is started again, or a standby takes
    /// over, and there is another standby.
    pub async fn kill(&mut self, pause: Duration) {
        let all = self.processes();
        self.signal(Signal::KILL);
        match self {
            Self::Alone(database) => {
                database.stop_server().await;
                sleep(pause).await;
                while all.iter().any(|pid| is_running(*pid)) {
                    sleep(POLL_INTERVAL).await;
                }
                database.start_server().await;
            }
            Self::WithStandbys(all) => {
                sleep(pause).await;
                all.fail_over().await;
                all.replace_standby().await;
            }
        }
    }

    /// The processes of the primary, the first one first.
    fn processes(&self) -> Vec<Pid> {
        // The address of a primary can be a link to its socket.
        let socket = fs::canonicalize(self.socket()).unwrap_or_else(|_| self.socket());
        let data = socket.parent().and_then(Path::parent).unwrap().join("data");
        let written = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
        let first = written
            .lines()
            .next()
            .and_then(|line| line.parse::<i32>().ok());
        let Some(first) = first else {
            return Vec::new();
        };
        let children = format!("/proc/{first}/task/{first}/children");
        let children = fs::read_to_string(children).unwrap_or_default();
        let children = children.split_whitespace().filter_map(|id| id.parse().ok());
        let all = [first].into_iter().chain(children);
        all.filter_map(Pid::from_raw).collect()
    }
}

/// Whether a process is there and has not ended.
fn is_running(pid: Pid) -> bool {
    if test_kill_process(pid).is_err() {
        return false;
    }
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}

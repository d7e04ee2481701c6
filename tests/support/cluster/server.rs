//! One throw-away Postgres in one directory.
//!
//! Invariant: its data need not survive a crash. So nothing is synced, and it is stopped at once.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command},
    time::{Duration, Instant},
};

use claimstore::embedded::{
    Identity,
    directory::{
        initdb::{self, Durability},
        socket,
    },
    programs::binaries::{Binaries, Search},
    server::{pidfile, postmaster::Launch},
};
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::sleep;

use super::{copy, shared_dir, shell};

const START_PATIENCE: Duration = Duration::from_secs(60);

const SETTINGS: &[(&str, &str)] = &[
    ("fsync", "off"),
    // Left on, because a test may stop the server at once and then look for what it committed.
    ("synchronous_commit", "on"),
    ("full_page_writes", "off"),
    // A copy must be able to recover as a standby.
    ("wal_level", "replica"),
    ("max_wal_senders", "8"),
    // What standbys of a test may still have to fetch.
    ("wal_keep_size", "128MB"),
    // They find a new primary at once.
    ("wal_retrieve_retry_interval", "50ms"),
    ("max_connections", "300"),
    ("max_locks_per_transaction", "512"),
    ("shared_buffers", "64MB"),
    ("max_wal_size", "256MB"),
    ("jit", "off"),
    // In the data directory, so that no shared memory remains after a kill.
    ("dynamic_shared_memory_type", "mmap"),
    // An autovacuum worker in a template would delay the copies.
    ("autovacuum", "off"),
    ("log_checkpoints", "off"),
];

pub struct Server {
    dir: PathBuf,
    data: PathBuf,
    socket_dir: PathBuf,
    identity: Identity,
}

impl Server {
    /// The server in `dir`, if it runs and is ready.
    pub fn running(dir: &Path) -> Option<Server> {
        let data = dir.join("data");
        let owner = Identity::of_existing(&data).ok()??;
        let pid = pidfile::running(&data, owner.uid)?;
        let ready = pidfile::is_ready(&data, pid.as_raw_nonzero().get().cast_unsigned());
        ready.then(|| Server::at(dir, owner))
    }

    /// Creates a new data directory. The server is not started yet.
    pub async fn create(dir: &Path) -> Server {
        shared_dir::make_dir(dir);
        let server = Server::at(dir, Identity::choose().expect("a user to run Postgres"));
        initdb::create(
            &binaries(),
            &server.identity,
            &server.data,
            Durability::ThrowAway,
        )
        .await
        .unwrap_or_else(|error| panic!("{error}"));
        server
    }

    fn at(dir: &Path, identity: Identity) -> Server {
        let socket_dir =
            socket::prepare_dir(dir, &identity).unwrap_or_else(|error| panic!("{error}"));
        Server {
            dir: dir.to_path_buf(),
            data: dir.join("data"),
            socket_dir,
            identity,
        }
    }

    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Starts the server, and waits until it accepts connections.
    pub async fn start(&self) -> Child {
        let log = self.dir.join("log");
        let mut process = self.command(&log).spawn().expect("Postgres can be run");
        let give_up = Instant::now() + START_PATIENCE;
        while !pidfile::is_ready(&self.data, process.id()) {
            let ended = process.try_wait().expect("own child");
            assert!(
                ended.is_none() && Instant::now() < give_up,
                "the test server did not start: {}",
                fs::read_to_string(&log).unwrap_or_default()
            );
            sleep(Duration::from_millis(5)).await;
        }
        process
    }

    fn command(&self, log: &Path) -> Command {
        let log = || File::create(log).expect("the shared directory is writable");
        let launch = Launch {
            binaries: &binaries(),
            identity: &self.identity,
            cluster: &self.data,
            socket_dir: &self.socket_dir,
            settings: SETTINGS,
        };
        let mut command = shell::detached_program(&launch.command(log()));
        self.identity.apply(&mut command);
        command.stderr(log());
        command
    }

    /// Copies the data directory of the stopped server, for a standby.
    pub fn copy(&self) {
        self.copy_to(&self.copied());
    }

    /// Makes a standby in `dir` from the data directory of the stopped server.
    pub fn standby(&self, dir: &Path) -> Server {
        shared_dir::make_dir(dir);
        let standby = Server::at(dir, Identity::choose().expect("a user to run Postgres"));
        self.copy_to(&standby.data);
        standby
    }

    fn copy_to(&self, data: &Path) {
        let copied = copy::data(&self.data, data, &self.identity);
        copied.expect("a data directory can be copied");
    }

    /// Replaces the data directory by its copy. What was written after the copy is lost.
    pub fn become_copy(&self) {
        fs::remove_dir_all(&self.data).expect("it is stopped");
        fs::rename(self.copied(), &self.data).expect("it was copied");
    }

    fn copied(&self) -> PathBuf {
        self.dir.join("copy")
    }

    pub fn remove(self) {
        let _ = fs::remove_dir_all(&self.dir);
    }

    /// Removes what a killed server left in `dir`.
    pub fn remove_at(dir: &Path) {
        let data = dir.join("data");
        if let Ok(Some(owner)) = Identity::of_existing(&data)
            && let Some(pid) = pidfile::running(&data, owner.uid)
        {
            let _ = kill_process(pid, Signal::QUIT);
        }
        // A server that is ending may still write, so the directory may not be empty yet.
        for _ in 0..100 {
            let _ = fs::remove_dir_all(dir);
            if !dir.exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("cannot remove {}", dir.display());
    }
}

/// Stops a server at once, without a checkpoint.
pub fn stop(mut process: Child) {
    if let Some(pid) = Pid::from_raw(process.id().cast_signed()) {
        let _ = kill_process(pid, Signal::QUIT);
    }
    let _ = process.wait();
}

/// Stops a server after it has written what is in memory.
pub async fn stop_in_order(process: &mut Child) {
    if let Some(pid) = Pid::from_raw(process.id().cast_signed()) {
        let _ = kill_process(pid, Signal::INT);
    }
    while process.try_wait().expect("own child").is_none() {
        sleep(Duration::from_millis(5)).await;
    }
}

/// The programs of Postgres.
pub fn binaries() -> Binaries {
    Search::of_this_machine(None)
        .find(None)
        .unwrap_or_else(|error| panic!("{error}"))
}

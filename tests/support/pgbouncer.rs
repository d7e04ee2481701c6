//! A pgbouncer in transaction mode before the server of a test, which is the real program.

use std::{
    fs::{self, File},
    io::Write as _,
    path::PathBuf,
    process::{Child, Command},
    time::Duration,
};

use claimstore::{
    embedded::{Identity, directory::initdb::USER},
    store::Target,
};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tempfile::TempDir;

use super::cluster::TestDatabase;

const PORT: u16 = 6432;

/// Where packages of systems put it. Not all of these are in the path of every user.
const PROGRAMS: [&str; 3] = [
    "pgbouncer",
    "/usr/sbin/pgbouncer",
    "/usr/local/bin/pgbouncer",
];

/// A running pgbouncer. It is killed when dropped.
pub struct PgBouncer {
    process: Child,
    dir: TempDir,
    database: String,
}

impl PgBouncer {
    /// Starts one with so many sessions to the database, and with lines of configuration of its
    /// own. There is none, which is said, where the program is not installed.
    pub async fn start(database: &TestDatabase, sessions: u32, lines: &str) -> Option<Self> {
        let Some(program) = program() else {
            // Not by `eprintln!`, whose text is only shown for tests that fail.
            let said = "\nNOTHING WAS TESTED WITH PGBOUNCER: IT IS NOT INSTALLED\n";
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        };
        let identity = Identity::choose().unwrap();
        let dir = tempfile::tempdir().unwrap();
        identity.own(dir.path()).unwrap();
        let options = database.options();
        let socket = options.get_socket().unwrap().display();
        let (port, name) = (options.get_port(), options.get_database().unwrap());
        let path = dir.path().display();
        let configuration = format!(
            "[databases]\n\
             {name} = host={socket} port={port} dbname={name} user={USER}\n\
             [pgbouncer]\n\
             pool_mode = transaction\n\
             default_pool_size = {sessions}\n\
             max_client_conn = 500\n\
             auth_type = any\n\
             listen_port = {PORT}\n\
             unix_socket_dir = {path}\n\
             server_login_retry = 0.1\n\
             {lines}\n"
        );
        let file = dir.path().join("pgbouncer.ini");
        fs::write(&file, configuration).unwrap();
        let mut command = Command::new(program);
        let log = File::create(dir.path().join("log")).unwrap();
        command.arg("--quiet").arg(&file).stderr(log);
        identity.apply(&mut command);
        let bouncer = Self {
            process: command.spawn().unwrap(),
            database: name.to_owned(),
            dir,
        };
        bouncer.wait_until_it_listens().await;
        Some(bouncer)
    }

    async fn wait_until_it_listens(&self) {
        for _ in 0..2_000 {
            if self.socket().exists() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("pgbouncer did not start: {}", self.log());
    }

    fn socket(&self) -> PathBuf {
        self.dir.path().join(format!(".s.PGSQL.{PORT}"))
    }

    /// Lets it do nothing, or go on.
    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.process.id().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// What it logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    /// How to connect through it.
    pub fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.dir.path())
            .port(PORT)
            .username(USER)
            .database(&self.database)
            .ssl_mode(PgSslMode::Disable)
    }

    /// The database through it, for a store.
    pub fn target(&self) -> Target {
        Target::from(self.options()).pooled()
    }

    /// The url of the database through it.
    pub fn url(&self) -> String {
        let (database, dir) = (&self.database, self.dir.path().display());
        format!("postgres://{USER}@localhost:{PORT}/{database}?host={dir}")
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> Option<&'static str> {
    let is_there = |program: &&&str| Command::new(program).arg("--version").output().is_ok();
    PROGRAMS.iter().find(is_there).copied()
}

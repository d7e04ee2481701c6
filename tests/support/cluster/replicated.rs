//! A primary with two standbys that stream from it, and failovers.
//!
//! Addresses lead to whatever is the primary, the first and the second standby, as the services of an
//! operator do: directories with a link to a socket. A commit waits for one standby, so a failover
//! loses none.

use std::{fs, os::unix::fs::symlink, path::PathBuf, process::Child, sync::atomic::Ordering};

use claimstore::embedded::directory::initdb::USER;
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};
use tempfile::TempDir;

use super::{
    NEXT, gate,
    host::{self, Host},
    server::{self, Server},
    shared_dir::SharedDir,
    template,
};

const DATABASE: &str = "claimstore";
/// The number of the address that moves.
const MOVING: usize = 9;
const SOCKET: &str = ".s.PGSQL.5432";

/// A server and its process.
struct Node {
    server: Server,
    process: Child,
}

impl Node {
    fn host(&self) -> Host {
        Host::Local {
            socket_dir: self.server.socket_dir().to_path_buf(),
        }
    }

    async fn execute(&self, sql: &str) {
        let options = self.host().options(DATABASE);
        let mut connection = PgConnection::connect_with(&options).await.unwrap();
        host::run(&mut connection, sql).await;
        let _ = connection.close().await;
    }

    /// How much it has of the log of its primary.
    async fn received(&self) -> i64 {
        let options = self.host().options(DATABASE);
        let mut connection = PgConnection::connect_with(&options).await.unwrap();
        sqlx::query_scalar(
            // What it received before it was started again is only replayed.
            "select (greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0')::bigint",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap()
    }

    /// Streams from another server from now on.
    async fn follow(&self, primary: &Self) {
        let socket_dir = primary.server.socket_dir().display();
        let follow =
            format!("alter system set primary_conninfo = 'host={socket_dir} user=claimstore'");
        self.execute(&follow).await;
        self.execute("select pg_reload_conf()").await;
    }
}

/// A primary with two standbys, which are stopped and removed when it is dropped.
pub struct Replicated {
    /// The primary is the first one.
    nodes: Vec<Node>,
    /// A directory for each of them.
    services: TempDir,
}

impl Replicated {
    /// A migrated, empty database on all of them.
    pub async fn start() -> Self {
        gate::enter(&SharedDir::open()).await;
        let server = Server::create(&new_dir()).await;
        let process = server.start().await;
        let primary = Node { server, process };
        let mut connection = primary.host().connect().await.unwrap();
        host::run(&mut connection, "create database claimstore").await;
        let _ = connection.close().await;
        template::migrate(&primary.host().options(DATABASE)).await;
        let mut all = Self {
            nodes: vec![primary],
            services: tempfile::tempdir().unwrap(),
        };
        all.add_standby(0).await;
        all.add_standby(0).await;
        all.wait_for_commits().await;
        all
    }

    /// The url of the primary, or of a standby by its number from 1.
    pub fn url(&self, number: usize) -> String {
        let service = self.service(number);
        format!(
            "postgres://{USER}@localhost/{DATABASE}?host={}&sslmode=disable",
            service.display()
        )
    }

    /// The url of the first standby, until [`Self::move_to`].
    pub fn moving_url(&self) -> String {
        self.move_to(1);
        self.url(MOVING)
    }

    /// Lets that url lead to another standby.
    pub fn move_to(&self, number: usize) {
        self.lead_to(MOVING, &self.nodes[number]);
    }

    /// How to connect to the same.
    pub fn options(&self, number: usize) -> PgConnectOptions {
        let options = self.nodes[number].host().options(DATABASE);
        options.socket(self.service(number))
    }

    /// The socket of the primary, or of a standby by its number from 1: a link that moves.
    pub fn socket(&self, number: usize) -> PathBuf {
        self.service(number).join(SOCKET)
    }

    fn service(&self, number: usize) -> PathBuf {
        self.services.path().join(number.to_string())
    }

    /// Runs some SQL on the primary, or on a standby by its number from 1.
    pub async fn execute(&self, number: usize, sql: &str) {
        self.nodes[number].execute(sql).await;
    }

    /// Kills the primary, and promotes the standby that has most. The other one follows that.
    pub async fn fail_over(&mut self) {
        let failed = self.nodes.remove(0);
        server::stop(failed.process);
        failed.server.remove();
        if self.nodes[1].received().await > self.nodes[0].received().await {
            self.nodes.swap(0, 1);
        }
        self.nodes[0].execute("select pg_promote()").await;
        self.lead();
        self.nodes[1].follow(&self.nodes[0]).await;
    }

    /// Lets a standby stream from another server.
    pub async fn follow(&self, number: usize, primary: usize) {
        self.nodes[number].follow(&self.nodes[primary]).await;
    }

    /// Makes another standby out of the last one.
    pub async fn replace_standby(&mut self) {
        let last = self.nodes.len() - 1;
        self.add_standby(last).await;
    }

    /// Whether a standby has stopped replaying.
    pub async fn is_replay_paused(&self, number: usize) -> bool {
        let mut connection = PgConnection::connect_with(&self.options(number))
            .await
            .unwrap();
        sqlx::query_scalar("select pg_get_wal_replay_pause_state() = 'paused'")
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }

    /// Kills a standby, by its number from 1.
    pub fn stop_standby(&mut self, number: usize) {
        let standby = self.nodes.remove(number);
        server::stop(standby.process);
        standby.server.remove();
    }

    /// Makes a standby out of a node, which is stopped meanwhile.
    async fn add_standby(&mut self, from: usize) {
        let node = &mut self.nodes[from];
        server::stop_in_order(&mut node.process).await;
        let standby = node.server.standby(&new_dir());
        node.process = node.server.start().await;
        let process = standby.start().await;
        let standby = Node {
            server: standby,
            process,
        };
        standby.follow(&self.nodes[0]).await;
        self.nodes.push(standby);
        self.lead();
    }

    /// From now on, a commit waits until a standby has it.
    async fn wait_for_commits(&self) {
        for node in &self.nodes {
            node.execute("alter system set synchronous_standby_names = 'any 1 (*)'")
                .await;
            node.execute("select pg_reload_conf()").await;
        }
    }

    /// Lets the addresses lead to what the servers are now.
    fn lead(&self) {
        for (number, node) in self.nodes.iter().enumerate() {
            self.lead_to(number, node);
        }
    }

    fn lead_to(&self, number: usize, node: &Node) {
        let service = self.service(number);
        let _ = fs::create_dir(&service);
        let new = service.join("new");
        symlink(node.server.socket_dir().join(SOCKET), &new).unwrap();
        fs::rename(new, self.socket(number)).unwrap();
    }
}

impl Drop for Replicated {
    fn drop(&mut self) {
        for node in self.nodes.drain(..) {
            server::stop(node.process);
            node.server.remove();
        }
    }
}

fn new_dir() -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    SharedDir::open().own_server_dir(std::process::id(), number)
}

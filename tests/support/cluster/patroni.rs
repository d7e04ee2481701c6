//! A cluster that fails over by itself: three servers that Patroni runs, and its etcd. These are the
//! real programs.
//!
//! Invariant: nothing outlives the test. Its programs end with its thread, also if it is killed, and
//! servers that are left are stopped as others are, by their directories.
//!
//! Each cluster has an address of its own on loopback, so that its ports are free.

use std::{
    fs::{self, File},
    io::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::Ordering,
    time::Duration,
};

use claimstore::embedded::{Identity, directory::initdb::USER, server::pidfile};
use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{
    NEXT, gate, host,
    server::{self, Server},
    shared_dir::{self, SharedDir},
    template,
};
use crate::support::{balancer::Balancer, http::ask};

const DATABASE: &str = "claimstore";
const MEMBERS: u16 = 3;
const ETCD_PORT: u16 = 12_379;
const ETCD_PEER_PORT: u16 = 12_380;
const REST_PORT: u16 = 18_008;
const SERVER_PORT: u16 = 15_432;
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Far more than a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A program, and its directory.
struct Running {
    dir: PathBuf,
    process: Child,
}

/// A running cluster. All of it is ended and removed when dropped.
pub struct Patroni {
    address: IpAddr,
    password: String,
    identity: Identity,
    etcd: Running,
    members: Vec<Running>,
    balancer: Balancer,
}

impl Patroni {
    /// A migrated, empty database on a primary with two standbys. There is none, which is said, where
    /// the programs are not installed.
    pub async fn start() -> Option<Self> {
        let is_there = |program| Command::new(program).arg("--version").output().is_ok();
        if !["patroni", "etcd", "setpriv"].into_iter().all(is_there) {
            // Not by `eprintln!`, whose text is only shown for tests that fail.
            let said = "\nNOTHING WAS TESTED WITH PATRONI: PATRONI OR ETCD IS NOT INSTALLED\n";
            std::io::stderr().write_all(said.as_bytes()).unwrap();
            return None;
        }
        gate::enter(&SharedDir::open()).await;
        let identity = Identity::choose().unwrap();
        let [_, a, b, c] = std::process::id().to_be_bytes();
        let address = IpAddr::V4(Ipv4Addr::new(127, 64 + a % 64, b, c));
        let etcd = start_etcd(address, &identity);
        let instances: Vec<_> = (0..MEMBERS)
            .map(|number| {
                let at = |port| SocketAddr::new(address, port + number);
                (at(SERVER_PORT), at(REST_PORT))
            })
            .collect();
        let mut cluster = Self {
            address,
            password: Uuid::new_v4().to_string(),
            identity,
            etcd,
            members: Vec::new(),
            balancer: Balancer::before_primary(&instances).await,
        };
        for number in 0..MEMBERS {
            let dir = cluster.new_member(number);
            let process = cluster.run_member(&dir);
            cluster.members.push(Running { dir, process });
        }
        cluster.wait_until_whole().await;
        cluster.create_database().await;
        Some(cluster)
    }

    /// The url of the database on whatever is the primary.
    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    fn url_of(&self, database: &str) -> String {
        let (address, password) = (self.balancer.address, &self.password);
        format!("postgres://{USER}:{password}@{address}/{database}?sslmode=disable")
    }

    async fn create_database(&self) {
        let connecting = async {
            loop {
                match PgConnection::connect(&self.url_of("postgres")).await {
                    Ok(connection) => break connection,
                    // The balancer has not seen the primary yet.
                    Err(_) => sleep(POLL_INTERVAL).await,
                }
            }
        };
        let mut connection = self.patiently(connecting).await;
        host::run(&mut connection, "create database claimstore").await;
        let _ = connection.close().await;
        template::migrate(&self.url().parse().unwrap()).await;
    }

    /// Kills the primary and its Patroni. Returns its number.
    pub async fn kill_leader(&mut self) -> usize {
        let leader = self.leader().await;
        let member = &mut self.members[leader];
        end(&mut member.process);
        let server = pidfile::running(&member.dir.join("data"), self.identity.uid);
        kill_process(server.unwrap(), Signal::KILL).unwrap();
        leader
    }

    /// Starts the Patroni of a member again.
    pub fn start_member(&mut self, number: usize) {
        let process = self.run_member(&self.members[number].dir);
        self.members[number].process = process;
    }

    /// Lets the standby that has everything become the primary.
    pub async fn switch_over(&self) {
        let leader = self.leader().await;
        let switching = async {
            loop {
                let members = self.seen().await;
                let candidate = members.iter().find(|it| it["role"] == "sync_standby");
                let candidate = candidate.map(|it| it["name"].as_str().unwrap());
                let body = json!({ "leader": name(leader), "candidate": candidate }).to_string();
                let answer = ask(self.rest(leader), "POST", "/switchover", &body).await;
                if matches!(answer, Ok((200, _))) {
                    return;
                }
                sleep(POLL_INTERVAL).await;
            }
        };
        self.patiently(switching).await;
        assert_ne!(self.leader().await, leader);
    }

    /// The number of the primary, once there is one.
    pub async fn leader(&self) -> usize {
        let looking = async {
            loop {
                for number in 0..self.members.len() {
                    let answer = ask(self.rest(number), "GET", "/primary", "").await;
                    if matches!(answer, Ok((200, _))) {
                        return number;
                    }
                }
                sleep(POLL_INTERVAL).await;
            }
        };
        self.patiently(looking).await
    }

    /// How often a standby was promoted.
    pub async fn promotions(&self) -> u64 {
        let members = self.seen().await;
        let timelines = members.iter().filter_map(|it| it["timeline"].as_u64());
        timelines.max().unwrap() - 1
    }

    /// Waits until all members stream from the primary, and one of them has everything.
    pub async fn wait_until_whole(&self) {
        let waiting = async {
            while !is_whole(&self.seen().await) {
                sleep(POLL_INTERVAL).await;
            }
        };
        self.patiently(waiting).await;
    }

    /// The members, as the first of them that answers sees them.
    async fn seen(&self) -> Vec<Value> {
        for number in 0..self.members.len() {
            if let Ok((200, body)) = ask(self.rest(number), "GET", "/cluster", "").await {
                let seen: Value = serde_json::from_str(&body).unwrap();
                return seen["members"].as_array().cloned().unwrap_or_default();
            }
        }
        Vec::new()
    }

    async fn patiently<T>(&self, waiting: impl Future<Output = T>) -> T {
        let waited = timeout(PATIENCE, waiting).await;
        waited.unwrap_or_else(|_| panic!("the cluster is stuck: {}", self.logs()))
    }

    /// The last lines of all logs.
    fn logs(&self) -> String {
        let all = self.members.iter().chain([&self.etcd]);
        let last = all.map(|it| {
            let log = fs::read_to_string(it.dir.join("log")).unwrap_or_default();
            let lines: Vec<&str> = log.lines().collect();
            lines[lines.len().saturating_sub(15)..].join("\n")
        });
        last.collect::<Vec<_>>().join("\n\n")
    }

    fn rest(&self, number: usize) -> SocketAddr {
        SocketAddr::new(self.address, REST_PORT + u16::try_from(number).unwrap())
    }

    /// Makes the directory of a member. Patroni reads JSON as it does YAML.
    fn new_member(&self, number: u16) -> PathBuf {
        let dir = new_dir(&self.identity);
        let (address, password) = (self.address, &self.password);
        let (rest, server) = (REST_PORT + number, SERVER_PORT + number);
        let login = |user: &str| json!({ "username": user, "password": password });
        let configuration = json!({
            "scope": "claimstore",
            "name": name(number.into()),
            "etcd3": { "host": format!("{address}:{ETCD_PORT}") },
            "restapi": {
                "listen": format!("{address}:{rest}"),
                "connect_address": format!("{address}:{rest}"),
            },
            "watchdog": { "mode": "off" },
            "bootstrap": {
                "dcs": dynamic(),
                "initdb": [{ "encoding": "UTF8" }, { "auth-host": "scram-sha-256" }, { "auth-local": "reject" }, "no-sync"],
            },
            "postgresql": {
                "listen": format!("{address}:{server}"),
                "connect_address": format!("{address}:{server}"),
                "data_dir": dir.join("data"),
                "bin_dir": server::binaries().dir(),
                "pgpass": dir.join("pgpass"),
                "parameters": { "unix_socket_directories": dir },
                "pg_hba": [
                    "host all all 127.0.0.0/8 scram-sha-256",
                    "host replication all 127.0.0.0/8 scram-sha-256",
                ],
                "authentication": {
                    "superuser": login(USER),
                    "rewind": login(USER),
                    "replication": login("replicator"),
                },
                // Where a member cannot be brought along, it is copied anew.
                "remove_data_directory_on_rewind_failure": true,
                "remove_data_directory_on_diverged_timelines": true,
            },
        });
        fs::write(dir.join("configuration"), configuration.to_string()).unwrap();
        self.identity.own(&dir.join("configuration")).unwrap();
        dir
    }

    fn run_member(&self, dir: &Path) -> Child {
        let configuration = dir.join("configuration");
        let mut command = bound(dir, "patroni");
        command.arg(configuration);
        self.identity.apply(&mut command);
        command.spawn().unwrap()
    }
}

impl Drop for Patroni {
    fn drop(&mut self) {
        for member in &mut self.members {
            end(&mut member.process);
            Server::remove_at(&member.dir);
        }
        end(&mut self.etcd.process);
        let _ = fs::remove_dir_all(&self.etcd.dir);
    }
}

fn name(number: usize) -> String {
    format!("member{number}")
}

/// The settings that all members share. A failover takes seconds, and commits wait for a standby.
fn dynamic() -> Value {
    json!({
        "ttl": 8,
        "loop_wait": 1,
        "retry_timeout": 3,
        "synchronous_mode": true,
        "postgresql": {
            "use_pg_rewind": true,
            "parameters": {
                "wal_log_hints": "on",
                "fsync": "off",
                "max_connections": 100,
                "max_locks_per_transaction": 512,
                "wal_retrieve_retry_interval": "100ms",
            },
        },
    })
}

/// Whether one member is the primary, all stream from it, and one has everything.
fn is_whole(members: &[Value]) -> bool {
    let with = |role: &str| members.iter().filter(|it| it["role"] == role).count();
    let first = members.first().map(|it| &it["timeline"]);
    let is_along = |it: &Value| {
        matches!(it["state"].as_str(), Some("running" | "streaming"))
            && Some(&it["timeline"]) == first
    };
    members.len() == usize::from(MEMBERS)
        && members.iter().all(is_along)
        && with("leader") == 1
        && with("sync_standby") == 1
}

fn new_dir(identity: &Identity) -> PathBuf {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = SharedDir::open().own_server_dir(std::process::id(), number);
    shared_dir::make_dir(&dir);
    identity.own(&dir).unwrap();
    dir
}

/// A program that ends with this thread, and writes to the log in a directory.
fn bound(dir: &Path, program: &str) -> Command {
    let log = File::options()
        .create(true)
        .append(true)
        .open(dir.join("log"));
    let log = log.unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", program]);
    command.stdin(Stdio::null());
    command.stdout(log.try_clone().unwrap()).stderr(log);
    command
}

fn start_etcd(address: IpAddr, identity: &Identity) -> Running {
    let dir = new_dir(identity);
    let clients = format!("http://{address}:{ETCD_PORT}");
    let peers = format!("http://{address}:{ETCD_PEER_PORT}");
    let mut command = bound(&dir, "etcd");
    command.arg("--data-dir").arg(dir.join("etcd"));
    command.args(["--listen-client-urls", &clients]);
    command.args(["--advertise-client-urls", &clients]);
    command.args(["--listen-peer-urls", &peers]);
    command.args(["--initial-advertise-peer-urls", &peers]);
    command.args(["--initial-cluster", &format!("default={peers}")]);
    command.args(["--log-level", "error", "--unsafe-no-fsync"]);
    // It runs elsewhere than on amd64 only if that is said.
    command.env("ETCD_UNSUPPORTED_ARCH", "arm64");
    identity.apply(&mut command);
    let process = command.spawn().unwrap();
    Running { dir, process }
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}

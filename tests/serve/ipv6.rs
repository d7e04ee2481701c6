//! Where there is only IPv6, and where there are both.
//!
//! Deliberately absent: a network namespace without IPv4. Not every machine that runs tests allows
//! one. Instead, no process may have a socket of IPv4.

use std::{collections::BTreeSet, fs, net::Ipv6Addr, time::Duration};

use claimstore::wire::pb::source_service_client::SourceServiceClient;
use serde_json::Value;
use tokio::time::timeout;
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus;

use super::start::{DataDir, person};
use crate::support::{
    cluster::database_on_own_server,
    health::{health, wait_for_health},
    http::ask,
    process::{Serving, claimstore, run, said},
    proxy::Proxy,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// Serves on nothing but the loopback address of IPv6.
fn serve(arguments: &[&str]) -> Serving {
    let mut command = claimstore();
    command.arg("serve").args(arguments);
    command.args(["--metrics-listen", "[::1]:0", "--health-listen", "[::1]:0"]);
    Serving::start_on("[::1]:0", &mut command)
}

/// What is logged as the address of something.
async fn logged(serving: &Serving, message: &str) -> String {
    let line: Value = serde_json::from_str(&serving.line(message).await).unwrap();
    line["address"].as_str().unwrap().to_owned()
}

/// A process and its children.
fn family(process: u32) -> Vec<u32> {
    let mut all = vec![process];
    let mut at = 0;
    while at < all.len() {
        let tasks = fs::read_dir(format!("/proc/{}/task", all[at])).unwrap();
        for task in tasks {
            let children = fs::read_to_string(task.unwrap().path().join("children"));
            let children = children.unwrap_or_default();
            all.extend(
                children
                    .split_whitespace()
                    .map(|it| it.parse::<u32>().unwrap()),
            );
        }
        at += 1;
    }
    all
}

/// The sockets of a family of addresses that a process and its children have, of those in a table
/// of the system.
fn sockets(process: u32, table: &str) -> usize {
    let table = fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap();
    let inodes = table.lines().skip(1);
    let inodes: BTreeSet<String> = inodes
        .filter_map(|line| line.split_whitespace().nth(9))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    let files = family(process).into_iter().filter_map(|process| {
        // A process may have ended meanwhile.
        fs::read_dir(format!("/proc/{process}/fd")).ok()
    });
    let targets = files
        .flatten()
        .filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    targets
        .filter(|target| target.to_str().is_some_and(|it| inodes.contains(it)))
        .count()
}

/// Uses a server in each way there is.
async fn use_all_of(serving: &Serving) {
    let url = serving.url();
    let channel = Endpoint::from_shared(url.clone()).unwrap().connect_lazy();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    let mut sources = SourceServiceClient::new(channel);
    let created = sources.create_source(person("A")).await.unwrap();

    let metrics = logged(serving, "metrics are published").await;
    let (status, _) = ask(metrics.parse().unwrap(), "GET", "/metrics", "")
        .await
        .unwrap();
    assert_eq!(status, 200);

    let probed = logged(serving, "health is answered").await;
    let probed = Endpoint::from_shared(format!("http://{probed}"))
        .unwrap()
        .connect_lazy();
    assert_eq!(health(probed, "").await, Some(ServingStatus::Serving));

    let name = created.into_inner().name;
    let shown = run(claimstore().args(["show", &name, "--server", &url]));
    assert!(shown.status.success(), "{}", said(&shown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_needs_ipv4() {
    let database = database_on_own_server().await;
    let proxy = Proxy::on(Ipv6Addr::LOCALHOST.into(), &database).await;
    let options = proxy.options();
    let (user, port) = (options.get_username(), options.get_port());
    let name = options.get_database().unwrap();
    let url = format!("postgres://{user}@[::1]:{port}/{name}?sslmode=disable");
    let external = serve(&["--database-url", &url]);
    use_all_of(&external).await;

    let directory = DataDir::new();
    let data_dir = directory.data_dir();
    let private = serve(&["--data-dir", data_dir.to_str().unwrap()]);
    use_all_of(&private).await;

    for serving in [&external, &private] {
        assert_eq!(sockets(serving.id(), "tcp"), 0);
        assert!(sockets(serving.id(), "tcp6") >= 3);
    }
}

#[tokio::test]
async fn all_addresses_are_those_of_both_families() {
    let directory = DataDir::new();
    let mut command = claimstore();
    command.args([
        "serve",
        "--insecure-listen",
        "--log-reads-min-ms",
        "0",
        "--data-dir",
    ]);
    let serving = Serving::start_on("[::]:0", command.arg(directory.data_dir()));
    let url = serving.url();
    let port = url.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "[::1]"] {
        let channel = Endpoint::from_shared(format!("http://{host}:{port}")).unwrap();
        let channel = channel.connect_lazy();
        wait_for_health(&channel, "", ServingStatus::Serving).await;
        let mut sources = SourceServiceClient::new(channel);
        sources.create_source(person("A")).await.unwrap();
        // What is logged is the address that the client has.
        let peer = format!("\"peer\":\"{host}:");
        let line = timeout(PATIENCE, serving.line(&peer)).await;
        assert!(line.is_ok(), "{peer} is not in {:#?}", serving.log());
    }
}

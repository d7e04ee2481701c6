//! A server that has no open file left for a further connection.

use std::{process::Command, time::Duration};

use rustix::process::Signal;
use tokio::net::TcpStream;
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus;

use crate::support::{
    cluster::database,
    health::{health, wait_for_health},
    process::{Serving, claimstore},
};

/// So few that three quarters of them, and those of the server itself, are more than there are.
const OPEN_FILES: usize = 32;

/// Starts a server that can have only so many open files.
fn start(url: &str) -> Serving {
    let program = claimstore();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("ulimit -n {OPEN_FILES}; exec \"$0\" \"$@\""))
        .arg(program.get_program())
        // The index opens files and connections of its own.
        .args(["serve", "--no-search", "--database-url", url]);
    for (name, _) in program.get_envs() {
        command.env_remove(name);
    }
    Serving::start(&mut command)
}

fn warnings(serving: &Serving) -> usize {
    let log = serving.log();
    let warnings = log.iter().filter(|it| it.contains("cannot be accepted"));
    warnings.count()
}

async fn wait_for_warnings(serving: &Serving, count: usize) {
    for _ in 0..500 {
        if warnings(serving) == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("open files do not run out: {:#?}", serving.log());
}

#[tokio::test]
async fn open_files_that_run_out_are_logged_once_and_waited_for() {
    let database = database().await;
    let mut serving = start(&database.url());
    let url = serving.url();
    let endpoint = Endpoint::from_shared(url.clone()).unwrap();
    let early = endpoint.connect_lazy();
    wait_for_health(&early, "", ServingStatus::Serving).await;
    for round in 1..=2 {
        let mut silent = Vec::new();
        for _ in 0..OPEN_FILES {
            // The operating system accepts those that the server does not.
            let stream = TcpStream::connect(url.trim_start_matches("http://")).await;
            silent.push(stream.unwrap());
        }
        wait_for_warnings(&serving, round).await;
        // Time for several more attempts.
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        assert_eq!(warnings(&serving), round, "{:#?}", serving.log());
        let answered = health(early.clone(), "").await;
        assert_eq!(answered, Some(ServingStatus::Serving));
        drop(silent);
        let late = endpoint.connect_lazy();
        wait_for_health(&late, "", ServingStatus::Serving).await;
    }
    let log = serving.log();
    let warning = log.iter().find(|it| it.contains("cannot be accepted"));
    assert!(warning.unwrap().contains("Too many open files"), "{log:#?}");
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
}

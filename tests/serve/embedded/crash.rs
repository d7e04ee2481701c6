//! Crashes: what was committed stays, and the next start recovers.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    process::{Command, Stdio},
    time::Duration,
};

use claimstore::embedded::{Embedded, Error};
use rustix::process::{Signal, geteuid, kill_process};

use sqlx::Connection;
use tokio::time::sleep;

use super::{DataDir, connect};

const INTERVAL: Duration = Duration::from_millis(20);

#[tokio::test]
async fn a_server_that_ends_by_itself_is_started_again() {
    let dir = DataDir::new();
    let mut embedded = Embedded::start(&dir.settings()).await.unwrap();
    let killed = dir.postmaster();
    kill_process(killed, Signal::KILL).unwrap();
    let started = async {
        while dir.ready().is_none_or(|pid| pid == killed) {
            sleep(INTERVAL).await;
        }
    };
    tokio::select! {
        error = embedded.supervise() => panic!("given up: {error}"),
        () = started => {}
    }
    connect(&embedded).await.ping().await.unwrap();
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_ends_again_and_again_is_given_up_with_a_report() {
    let dir = DataDir::new();
    let mut embedded = Embedded::start(&dir.settings()).await.unwrap();
    let kill_each = async {
        let mut killed = None;
        loop {
            let ready = dir.ready().filter(|pid| Some(*pid) != killed);
            if let Some(pid) = ready {
                kill_process(pid, Signal::KILL).unwrap();
                killed = Some(pid);
            }
            sleep(INTERVAL).await;
        }
    };
    let error = tokio::select! {
        error = embedded.supervise() => error,
        () = kill_each => unreachable!("it never ends"),
    };
    assert!(matches!(error, Error::Exited { times: 6, .. }), "{error}");
    let log = dir.data_dir().join("postgres.log");
    assert!(error.to_string().contains(log.to_str().unwrap()), "{error}");
    assert!(error.to_string().contains("SIGKILL"), "{error}");

    drop(embedded);
    let again = Embedded::start(&dir.settings()).await.unwrap();
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_process_id_that_was_reused_is_not_signalled() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    let owner = fs::metadata(dir.data_dir().join("postgres")).unwrap();
    let mut other = Command::new("sleep");
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut other, owner.uid());
    }
    let mut other = other.arg("600").spawn().unwrap();
    let stale = format!("{}\nx\n0\n5432\n\n\n\nready\n", other.id());
    fs::write(dir.pid_file(), stale).unwrap();

    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    assert!(other.try_wait().unwrap().is_none(), "still running");
    other.kill().unwrap();
    other.wait().unwrap();
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_zombie_server_does_not_delay_the_next_start() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    // A zombie until this test waits for it.
    let mut zombie = Command::new("true");
    let owner = fs::metadata(dir.data_dir().join("postgres")).unwrap();
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut zombie, owner.uid());
    }
    let mut zombie = zombie.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(zombie.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    let lock = dir.data_dir().join("socket/.s.PGSQL.5432.lock");
    for path in [dir.pid_file(), lock] {
        fs::write(path, format!("{}\nx\n0\n5432\n\n\n\nready\n", zombie.id())).unwrap();
    }

    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    let log = fs::read_to_string(dir.data_dir().join("postgres.log")).unwrap();
    assert!(
        !log.contains("already exists"),
        "started at the first try: {log}"
    );
    zombie.wait().unwrap();
    embedded.stop().await.unwrap();
}

//! Ends that nobody planned: what was committed stays, and the next start finds its way.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    process::{Command, Stdio},
};

use claimstore::embedded::{Embedded, Error};
use rustix::process::{Signal, geteuid, kill_process};

use super::DataDir;

#[tokio::test]
async fn the_end_of_the_server_is_noticed_and_told() {
    let place = DataDir::new();
    let mut embedded = Embedded::start(&place.settings()).await.unwrap();
    kill_process(place.postmaster(), Signal::KILL).unwrap();
    let error = embedded.exited().await;
    assert!(matches!(error, Error::Exited { .. }), "{error}");
    let log = place.data_dir().join("postgres.log");
    assert!(error.to_string().contains(log.to_str().unwrap()), "{error}");
    assert!(error.to_string().contains("SIGKILL"), "{error}");

    drop(embedded);
    let again = Embedded::start(&place.settings()).await.unwrap();
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_process_id_that_another_process_got_is_not_signalled() {
    let place = DataDir::new();
    let embedded = Embedded::start(&place.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    let own_user = fs::metadata(place.data_dir().join("postgres")).unwrap();
    let mut stranger = Command::new("sleep");
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut stranger, own_user.uid());
    }
    let mut stranger = stranger.arg("600").spawn().unwrap();
    let stale = format!("{}\nx\n0\n5432\n\n\n\nready\n", stranger.id());
    fs::write(place.pid_file(), stale).unwrap();

    let embedded = Embedded::start(&place.settings()).await.unwrap();
    assert!(stranger.try_wait().unwrap().is_none(), "still running");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_that_nobody_waited_for_does_not_delay_the_next_start() {
    let place = DataDir::new();
    let embedded = Embedded::start(&place.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    // Ended, and kept as a process without life until this test waits for it.
    let mut ended = Command::new("true");
    let owner = fs::metadata(place.data_dir().join("postgres")).unwrap();
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut ended, owner.uid());
    }
    let mut ended = ended.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(ended.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    let lock = place.data_dir().join("socket/.s.PGSQL.5432.lock");
    for path in [place.pid_file(), lock] {
        fs::write(path, format!("{}\nx\n0\n5432\n\n\n\nready\n", ended.id())).unwrap();
    }

    let embedded = Embedded::start(&place.settings()).await.unwrap();
    let log = fs::read_to_string(place.data_dir().join("postgres.log")).unwrap();
    assert!(
        !log.contains("already exists"),
        "started at the first try: {log}"
    );
    ended.wait().unwrap();
    embedded.stop().await.unwrap();
}

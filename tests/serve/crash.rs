//! Crashes: after the next start every acknowledged write is there.

use std::fs;

use claimstore::wire::pb::{BatchGetSourcesRequest, source_service_client::SourceServiceClient};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tonic::transport::Channel;

use super::start::{DataDir, person, ready};
use crate::support::process::Serving;

const WRITES_BEFORE_KILL: usize = 60;

fn postmaster(dir: &DataDir) -> Pid {
    let text = fs::read_to_string(dir.data_dir().join("postgres/postmaster.pid")).unwrap();
    Pid::from_raw(text.lines().next().unwrap().parse().unwrap()).unwrap()
}

/// Writes until the server does not answer; calls `kill` after [`WRITES_BEFORE_KILL`] writes.
async fn write_until_killed(channel: Channel, kill: impl FnOnce()) -> Vec<String> {
    let mut sources = SourceServiceClient::new(channel);
    let mut kill = Some(kill);
    let mut acknowledged = Vec::new();
    while let Ok(created) = sources.create_source(person("A")).await {
        acknowledged.push(created.into_inner().name);
        if acknowledged.len() == WRITES_BEFORE_KILL
            && let Some(kill) = kill.take()
        {
            kill();
        }
    }
    acknowledged
}

async fn assert_all_are_there(dir: &DataDir, names: Vec<String>) {
    assert!(names.len() >= WRITES_BEFORE_KILL);
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let request = BatchGetSourcesRequest {
        names,
        ..BatchGetSourcesRequest::default()
    };
    SourceServiceClient::new(channel)
        .batch_get_sources(request)
        .await
        .unwrap();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
}

#[tokio::test]
async fn after_kill_9_of_the_service_every_acknowledged_write_is_there() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let orphan = postmaster(&dir);
    let names = write_until_killed(channel, || serving.signal(Signal::KILL)).await;
    serving.wait();
    assert!(test_kill_process(orphan).is_ok(), "its Postgres still runs");
    assert_all_are_there(&dir, names).await;
}

#[tokio::test]
async fn after_kill_9_of_service_and_postgres_every_acknowledged_write_is_there() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let names = write_until_killed(channel, || {
        serving.signal(Signal::KILL);
        kill_process(postmaster(&dir), Signal::KILL).unwrap();
    })
    .await;
    serving.wait();
    assert_all_are_there(&dir, names).await;
}

#[tokio::test]
async fn a_service_whose_postgres_was_killed_ends_and_reports_why() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    ready(&serving).await;
    kill_process(postmaster(&dir), Signal::KILL).unwrap();
    assert!(!serving.wait().success());
    let log = dir.data_dir().join("postgres.log");
    let error = serving.log().join("\n");
    assert!(error.contains(log.to_str().unwrap()), "{error}");
}

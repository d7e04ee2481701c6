//! Crashes: after the next start every acknowledged write is there.

use std::{fs, time::Duration};

use claimstore::wire::pb::{BatchGetSourcesRequest, source_service_client::SourceServiceClient};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::time::sleep;
use tonic::transport::Channel;

use super::start::{DataDir, person, ready};
use crate::support::process::Serving;

const WRITES_BEFORE_KILL: usize = 60;
const INTERVAL: Duration = Duration::from_millis(50);

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
async fn a_service_whose_postgres_is_killed_answers_again_by_itself() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let mut names = Vec::new();
    for _ in 0..2 {
        let killed = postmaster(&dir);
        let written = write_until_killed(channel.clone(), || {
            kill_process(killed, Signal::KILL).unwrap();
        });
        names.extend(written.await);
        while !is_answered(&channel).await {
            assert_eq!(serving.try_wait(), None, "{}", serving.log().join("\n"));
            sleep(INTERVAL).await;
        }
    }
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    assert_all_are_there(&dir, names).await;
}

async fn is_answered(channel: &Channel) -> bool {
    let mut sources = SourceServiceClient::new(channel.clone());
    sources.create_source(person("B")).await.is_ok()
}

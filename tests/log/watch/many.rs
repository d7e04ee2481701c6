//! Many writers, whose earlier transactions often commit last, and watches that stop and continue
//! at random. Each watch gets exactly the log.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, Change, ChangeFilter, CreateSourceRequest, Source,
};

use super::{log, watch};
use crate::support::{
    cluster::database_on_own_server,
    random::Random,
    samples::outlet,
    server::{LIMITS, TestServer},
};

const SEED: u64 = 0x00fe_ed01;
const WRITERS: u64 = 6;
const WRITES: usize = 40;
const WATCHES: u64 = 4;
/// The name of the source that is written last.
pub const LAST: &str = "the last one";

/// Makes each transaction wait at random between getting its id and committing.
pub const THINK: &str = "
    create function think() returns trigger language plpgsql as $$
    begin perform pg_sleep(random() * 0.02); return null; end $$;
    create trigger think after insert on changes execute function think()";

async fn write(server: &TestServer, mut random: Random) {
    let mut own: Vec<Source> = Vec::new();
    for number in 0..WRITES {
        if own.is_empty() || random.below(3) == 0 {
            let count = 1 + random.below(4);
            let requests = (0..count).map(|_| CreateSourceRequest {
                source: Some(outlet("first")),
                ..CreateSourceRequest::default()
            });
            let batch = BatchCreateSourcesRequest {
                requests: requests.collect(),
                ..BatchCreateSourcesRequest::default()
            };
            let created = server.sources().batch_create_sources(batch).await.unwrap();
            own.extend(created.into_inner().sources);
        } else {
            let changed = Source {
                name: random.pick(&own).name,
                ..outlet(&format!("later {number}"))
            };
            server.update_source(changed, &[]).await.unwrap();
        }
    }
}

/// Watches until the last change. At random it closes the watch and continues with a new one.
async fn follow(server: &TestServer, start: String, mut random: Random) -> Vec<Change> {
    let (mut seen, mut position) = (Vec::new(), start);
    loop {
        let stream = watch(server, &position, ChangeFilter::default()).await;
        let mut stream = stream.unwrap();
        for _ in 0..=random.below(30) {
            let answer = stream.message().await.unwrap().unwrap();
            position = answer.position;
            let commits: BTreeSet<_> = answer
                .changes
                .iter()
                .map(|it| it.change_time.unwrap().to_string())
                .collect();
            assert!(commits.len() <= 1, "an answer is of one commit");
            seen.extend(answer.changes);
            if is_last(&seen) {
                return seen;
            }
        }
    }
}

pub fn is_last(changes: &[Change]) -> bool {
    use claimstore::wire::pb::change::Resource;
    match changes.last().and_then(|it| it.resource.as_ref()) {
        Some(Resource::Source(source)) => source.display_name == LAST,
        _ => false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_watch_gets_exactly_the_log_in_any_order_of_commits() {
    println!("seed {SEED:#x}");
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    server.create_source(outlet("before")).await.unwrap();
    let start = log(&server).await[0].position.clone();
    server.execute(THINK).await;
    let server = std::sync::Arc::new(server);
    let watches: Vec<_> = (0..WATCHES)
        .map(|number| {
            let (server, start) = (server.clone(), start.clone());
            let random = Random::new(SEED ^ (number + 1));
            tokio::spawn(async move { follow(&server, start, random).await })
        })
        .collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let server = server.clone();
            let random = Random::new(SEED ^ (number + 100));
            tokio::spawn(async move { write(&server, random).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    server.create_source(outlet(LAST)).await.unwrap();
    let whole = log(&server).await;
    let expected = &whole[1..];
    assert!(expected.len() > 200, "{} changes only", expected.len());
    for watch in watches {
        let seen = watch.await.unwrap();
        let positions = |changes: &[Change]| -> Vec<String> {
            changes.iter().map(|it| it.position.clone()).collect()
        };
        assert_eq!(positions(&seen), positions(expected));
        assert_eq!(seen, expected);
    }
}

//! A snapshot that is read while others write, whoever commits last and however often it
//! breaks off: with the tail it is the log, without a gap and without a repeat.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, Change, CreateSourceRequest, Effect, Operation, Source,
    WatchChangesRequest,
};

use super::{log, many::THINK, place};
use crate::support::{
    cluster::database_on_own_server,
    random::Random,
    samples::outlet,
    server::{LIMITS, TestServer},
};

const SEED: u64 = 0x5a47_0001;
const WRITERS: u64 = 4;
const WRITES: usize = 40;
const WATCHES: u64 = 5;
/// What there is before anybody writes or watches: more than a page of the snapshot.
const BEFORE: usize = 450;

async fn write(server: &TestServer, mut random: Random, known: &[Source]) {
    for number in 0..WRITES {
        let source = random.pick(known);
        // What is deleted already, or not deleted, is refused, and others write it too.
        let _ = match random.below(4) {
            0 => server.delete(&source.name).await.map(drop),
            1 => server.undelete(&source.name).await.map(drop),
            2 => {
                let new = outlet(&format!("new {number}"));
                server.create_source(new).await.map(drop)
            }
            _ => {
                let changed = Source {
                    name: source.name,
                    ..outlet(&format!("later {number}"))
                };
                server
                    .update_source(changed, &["display_name"])
                    .await
                    .map(drop)
            }
        };
    }
}

/// What a watch told: the snapshot, up to where that is, and what came then.
struct FilteredChange {
    snapshot: Vec<Change>,
    at: String,
    changes: Vec<Change>,
}

/// Watches from a snapshot on, up to a position that is told once all is written.
async fn watch(
    server: &TestServer,
    mut random: Random,
    end: tokio::sync::watch::Receiver<Option<String>>,
) -> FilteredChange {
    let pause = u64::try_from(random.below(300)).unwrap();
    tokio::time::sleep(Duration::from_millis(pause)).await;
    let mut told = FilteredChange {
        snapshot: Vec::new(),
        at: String::new(),
        changes: Vec::new(),
    };
    let mut request = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    loop {
        let answer = server.changes().watch_changes(request.clone()).await;
        let mut stream = answer.unwrap().into_inner();
        for _ in 0..=random.below(6) {
            let answer = stream.message().await.unwrap().unwrap();
            request.snapshot = false;
            request.position = answer.position;
            if answer.snapshot {
                assert!(told.at.is_empty(), "the snapshot came after its end");
                told.snapshot.extend(answer.changes);
                continue;
            }
            if told.at.is_empty() {
                told.at.clone_from(&request.position);
            }
            told.changes.extend(answer.changes);
            let is_over = |end: &String| place(&request.position) >= place(end);
            if end.borrow().as_ref().is_some_and(is_over) {
                return told;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_and_its_tail_are_the_log_while_many_write() {
    println!("seed {SEED:#x}");
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let requests = (0..BEFORE).map(|number| CreateSourceRequest {
        source: Some(outlet(&format!("Source {number}"))),
        ..CreateSourceRequest::default()
    });
    let batch = BatchCreateSourcesRequest {
        requests: requests.collect(),
        ..BatchCreateSourcesRequest::default()
    };
    let known = server.sources().batch_create_sources(batch).await.unwrap();
    let known: Arc<Vec<Source>> = Arc::new(known.into_inner().sources);
    server.log_settled().await;
    server.execute(THINK).await;
    let server = Arc::new(server);
    let (ended, end) = tokio::sync::watch::channel(None);
    let watches: Vec<_> = (0..WATCHES)
        .map(|number| {
            let (server, end) = (server.clone(), end.clone());
            let random = Random::new(SEED ^ (number + 1));
            tokio::spawn(async move { watch(&server, random, end).await })
        })
        .collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let (server, known) = (server.clone(), known.clone());
            let random = Random::new(SEED ^ (number + 100));
            tokio::spawn(async move { write(&server, random, &known).await })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let whole = log(&server).await;
    ended
        .send(whole.last().map(|it| it.position.clone()))
        .unwrap();
    for watch in watches {
        let told = watch.await.unwrap();
        let at = place(&told.at);
        let (before, after): (Vec<_>, Vec<_>) = whole
            .iter()
            .cloned()
            .partition(|it| place(&it.position) <= at);
        assert_eq!(told.changes, after);
        let newest: BTreeMap<String, Change> = before
            .into_iter()
            .map(|it| (it.resource_name.clone(), it))
            .collect();
        let live = newest.into_values();
        let live = live.filter(|it| it.operation() != Operation::Deleted);
        // Of the snapshot nothing is told that was before.
        let live = live.map(|it| Change {
            effect: Effect::Entered.into(),
            changed_fields: Vec::new(),
            ..it
        });
        assert_eq!(told.snapshot, live.collect::<Vec<_>>());
    }
}

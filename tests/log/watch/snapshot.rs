//! A snapshot that is read while others write, in any order of commits and with any interruptions.
//! Together with the changes after it, it equals the log, without a gap or a repeat.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, Change, Claim, CreateSourceRequest, Effect, EraseResourceRequest,
    Operation, Source, Verdict, WatchChangesRequest,
};

use super::{comparable, log, many::THINK, names, next};
use crate::support::{
    cluster::database_on_own_server,
    random::Random,
    samples::{claim, outlet, review},
    server::{LIMITS, TestServer},
};

const SEED: u64 = 0x5a47_0001;
const WRITERS: u64 = 4;
const WRITES: usize = 40;
const WATCHES: u64 = 5;
/// The number of sources before anybody writes or watches. It is more than a page of the snapshot.
const BEFORE: usize = 450;

async fn write(server: &TestServer, mut random: Random, known: &[Source]) {
    for number in 0..WRITES {
        let source = random.pick(known);
        // Others write the same sources, so a deletion or an undeletion may be refused.
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

/// What a watch received: the snapshot, its position, and the changes after it.
struct Received {
    snapshot: Vec<Change>,
    at: String,
    changes: Vec<Change>,
}

/// Watches from a snapshot up to an end position, which is sent when all is written.
async fn watch(
    server: &TestServer,
    mut random: Random,
    end: tokio::sync::watch::Receiver<Option<String>>,
) -> Received {
    let pause = u64::try_from(random.below(300)).unwrap();
    tokio::time::sleep(Duration::from_millis(pause)).await;
    let mut received = Received {
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
                assert!(received.at.is_empty(), "the snapshot came after its end");
                received.snapshot.extend(answer.changes);
                continue;
            }
            if received.at.is_empty() {
                received.at.clone_from(&request.position);
            }
            received.changes.extend(answer.changes);
            let is_over = |end: &String| comparable(&request.position) >= comparable(end);
            if end.borrow().as_ref().is_some_and(is_over) {
                return received;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_and_its_tail_equal_the_log_while_many_write() {
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
        let received = watch.await.unwrap();
        let at = comparable(&received.at);
        let (before, after): (Vec<_>, Vec<_>) = whole
            .iter()
            .cloned()
            .partition(|it| comparable(&it.position) <= at);
        assert_eq!(received.changes, after);
        let newest: BTreeMap<String, Change> = before
            .into_iter()
            .map(|it| (it.resource_name.clone(), it))
            .collect();
        let live = newest.into_values();
        let live = live.filter(|it| it.operation() != Operation::Deleted);
        // A snapshot does not contain previous states.
        let live = live.map(|it| Change {
            effect: Effect::Entered.into(),
            changed_fields: Vec::new(),
            ..it
        });
        assert_eq!(received.snapshot, live.collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_is_erased_while_a_snapshot_is_read_is_missing_from_it_and_its_erasure_follows() {
    let server = TestServer::start().await;
    let kept = server.create_claim(claim("The bridge is open.")).await;
    let kept = kept.unwrap();
    let erased = server.create_claim(claim("The bridge is shut.")).await;
    let erased = erased.unwrap();
    for claim in [&kept, &erased] {
        let review = review("Desk", Verdict::True, 0);
        server.create_review(claim, review).await.unwrap();
    }
    server.log_settled().await;
    let request = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let watch = server.changes().watch_changes(request).await;
    let first = watch.unwrap().into_inner().message().await;
    let inside = first.unwrap().unwrap();
    assert!(inside.snapshot && inside.changes.is_empty());
    let erasure = EraseResourceRequest {
        name: erased.name.clone(),
        reason: "Case 1".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erasure).await.unwrap();

    let request = WatchChangesRequest {
        position: inside.position,
        ..WatchChangesRequest::default()
    };
    let watch = server.changes().watch_changes(request).await;
    let mut watch = watch.unwrap().into_inner();
    let (mut snapshot, mut changes) = (Vec::new(), Vec::new());
    while changes.is_empty() {
        let answer = next(&mut watch).await;
        match answer.snapshot {
            true => snapshot.extend(names(&answer.changes)),
            false => changes = answer.changes,
        }
    }
    let standing = |claim: &Claim| format!("{}/standing", claim.name);
    assert!(snapshot.contains(&kept.name) && snapshot.contains(&standing(&kept)));
    assert!(!snapshot.iter().any(|it| it.starts_with(&erased.name)));
    let effect = |name: &str| {
        let change = changes.iter().find(|it| it.resource_name == name);
        change.map(Change::effect)
    };
    assert_eq!(effect(&erased.name), Some(Effect::Left));
    assert_eq!(effect(&standing(&erased)), Some(Effect::Changed));
}

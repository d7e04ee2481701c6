//! Each commit of the log has one leaf, in the order of the log, whoever builds them.

use std::time::Duration;

use claimstore::{
    app::App,
    store::{
        tree::{build::Built, logged::Bounds},
        write::{LockSet, Lockable},
    },
};

use super::{faults, grow, signed, verified};
use crate::{
    log::check::{differences, fill, scene::Scene},
    support::{
        random::Random,
        samples::outlet,
        server::{TestServer, store},
    },
};

async fn commits(server: &TestServer) -> u64 {
    let count: i64 = sqlx::query_scalar("select count(distinct (epoch, xid)) from changes")
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap();
    u64::try_from(count).unwrap()
}

async fn create(server: &TestServer, count: usize) {
    for number in 0..count {
        let source = outlet(&format!("Source {number}"));
        server.create_source(source).await.unwrap();
    }
}

#[tokio::test]
async fn after_random_calls_each_commit_has_a_leaf_that_verifies() {
    let mut scene = Scene::start(0x5eed_0011).await;
    for _ in 0..60 {
        let _ = scene.call().await;
    }
    fill(&scene.server).await;
    // Retractions have reached all claims.
    assert_eq!(differences(&scene.server).await, [""; 0]);
    grow(&scene.server).await;
    let found = verified(&scene.server, &[]).await;
    assert_eq!(found.faults, []);
    assert_eq!(found.leaves, commits(&scene.server).await);
    assert_eq!(
        (found.without_leaf, found.erased, found.not_kept),
        (0, 0, 0)
    );
    assert!(found.changes > found.leaves);
}

#[tokio::test]
async fn a_tree_that_grows_is_never_another_one() {
    let server = TestServer::start().await;
    let mut earlier = Vec::new();
    for count in [1, 3, 120, 140, 9] {
        create(&server, count).await;
        grow(&server).await;
        earlier.push(signed(&server).await);
        assert_eq!(faults(&server, &earlier).await, [""; 0]);
    }
    let sizes: Vec<u64> = earlier.iter().map(|it| it.size).collect();
    assert_eq!(sizes, [1, 4, 124, 264, 273]);
}

#[tokio::test]
async fn two_servers_build_one_tree() {
    let server = TestServer::start().await;
    let other = App::new(store(server.database.options()));
    let stop = tokio_util::sync::CancellationToken::new();
    let building = |app: App| {
        let stop = stop.clone();
        tokio::spawn(async move {
            while !stop.is_cancelled() {
                app.add_leaves().await.unwrap();
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
    };
    let tasks = [building(server.app.clone()), building(other)];
    create(&server, 100).await;
    stop.cancel();
    for task in tasks {
        task.await.unwrap();
    }
    grow(&server).await;
    let found = verified(&server, &[]).await;
    assert_eq!(found.faults, []);
    assert_eq!(found.leaves, commits(&server).await);
}

/// One leaf for each transaction, so that there is much to interrupt.
const ONE: Bounds = Bounds {
    changes: 1,
    bytes: 1,
};

#[tokio::test]
async fn a_builder_that_is_cut_off_anywhere_is_gone_on_with() {
    let server = TestServer::start().await;
    create(&server, 60).await;
    server.log_settled().await;
    let mut random = Random::new(0x5eed_0012);
    for _ in 0..40 {
        let store = server.store.clone();
        let building = tokio::spawn(async move {
            while let Ok(Some(Built { has_more: true, .. })) = store.build_leaves(ONE).await {}
        });
        let micros = u64::try_from(random.below(4_000)).unwrap();
        tokio::time::sleep(Duration::from_micros(micros)).await;
        building.abort();
        let _ = building.await;
    }
    grow(&server).await;
    let found = verified(&server, &[]).await;
    assert_eq!(found.faults, []);
    assert_eq!(found.leaves, commits(&server).await);
}

#[tokio::test]
async fn one_server_builds_at_a_time() {
    let server = TestServer::start().await;
    create(&server, 3).await;
    server.log_settled().await;
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Tree);
    let other = server.store.begin(&locks).await.unwrap();
    assert!(server.store.build_leaves(ONE).await.unwrap().is_none());
    assert_eq!(verified(&server, &[]).await.leaves, 0);
    other.rollback().await.unwrap();
    assert!(server.store.build_leaves(ONE).await.unwrap().is_some());
}

#[tokio::test]
async fn what_an_open_transaction_may_still_precede_gets_no_leaf_yet() {
    let server = TestServer::start().await;
    create(&server, 2).await;
    grow(&server).await;
    let mut open = server.connection().await;
    sqlx::raw_sql("begin; select pg_current_xact_id()")
        .execute(&mut open)
        .await
        .unwrap();
    create(&server, 1).await;
    server.app.add_leaves().await.unwrap();
    let found = verified(&server, &[]).await;
    assert_eq!((found.leaves, found.without_leaf), (2, 1));
    sqlx::raw_sql("rollback").execute(&mut open).await.unwrap();
    grow(&server).await;
    assert_eq!(verified(&server, &[]).await.leaves, 3);
}

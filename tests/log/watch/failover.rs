//! Positions stay valid on a restored dump and on a promoted standby. Positions in a lost part of
//! the log are refused.

use claimstore::{
    store::upkeep::schema::Readiness,
    wire::pb::{Change, ChangeFilter, CreateSourceRequest, WatchChangesResponse},
};
use sqlx::Connection as _;
use tokio::time::timeout;
use tonic::{Code, Status, Streaming};
use tonic_health::pb::health_check_response::ServingStatus;

use super::{PATIENCE, log, naive::WRITE_AGAIN, names, next, watch};
use crate::support::{
    cluster::{TestDatabase, database, database_on_own_server},
    errors::reason,
    health::wait_for_health,
    pgbouncer::PgBouncer,
    retry::may_pass,
    samples::outlet,
    server::{LIMITS, TestServer},
};

/// Uses up transaction ids.
const USE_TRANSACTION_IDS: &str = "do $$ begin
    for step in 1..3000 loop perform pg_current_xact_id(); commit; end loop;
end $$";

async fn start(database: TestDatabase) -> TestServer {
    TestServer::start_over(database, LIMITS).await
}

/// Creates sources in commits of their own, and returns their names.
async fn write(server: &TestServer, display_names: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for name in display_names {
        names.push(create(server, name).await);
    }
    names
}

/// Creates a source, even if connections to the database have just been lost.
async fn create(server: &TestServer, display_name: &str) -> String {
    let request = CreateSourceRequest {
        source: Some(outlet(display_name)),
        request_id: uuid::Uuid::now_v7().to_string(),
        ..CreateSourceRequest::default()
    };
    loop {
        match server.sources().create_source(request.clone()).await {
            Ok(created) => return created.into_inner().name,
            Err(status) => assert!(may_pass(&status).is_some(), "{status:?}"),
        }
    }
}

async fn watch_from(
    server: &TestServer,
    position: &str,
) -> Result<Streaming<WatchChangesResponse>, Status> {
    watch(server, position, ChangeFilter::default()).await
}

/// The changes after a position, until there are this many.
async fn follow(server: &TestServer, position: &str, count: usize) -> Vec<Change> {
    let mut stream = watch_from(server, position).await.unwrap();
    take(&mut stream, count).await
}

async fn take(stream: &mut Streaming<WatchChangesResponse>, count: usize) -> Vec<Change> {
    let mut changes = Vec::new();
    while changes.len() < count {
        changes.extend(next(stream).await.changes);
    }
    changes
}

async fn refusal(server: &TestServer, position: &str) -> (Code, String) {
    reason(&watch_from(server, position).await.unwrap_err())
}

fn lost() -> (Code, String) {
    (Code::OutOfRange, "POSITION_LOST".to_owned())
}

/// Asserts that a watch from the position of each earlier change gets exactly the changes after
/// it.
async fn assert_each_goes_on(server: &TestServer, before: &[Change], whole: &[Change]) {
    assert_eq!(&whole[..before.len()], before);
    for (index, change) in before.iter().enumerate() {
        let rest = &whole[index + 1..];
        let received = follow(server, &change.position, rest.len()).await;
        assert_eq!(received, rest, "from {index} on");
    }
}

#[tokio::test]
async fn positions_continue_on_a_restored_dump() {
    let old = start(database_on_own_server().await).await;
    // The transaction ids of the new cluster begin far below.
    old.execute(USE_TRANSACTION_IDS).await;
    write(&old, &["a", "b", "c"]).await;
    let before = log(&old).await;
    let restored = database_on_own_server().await;
    restored.restore(&old.database).await;
    write(&old, &["lost", "lost too"]).await;
    let after = log(&old).await;

    let new = start(restored).await;
    let mut live = watch_from(&new, &before[0].position).await.unwrap();
    let written = write(&new, &["d", "e"]).await;
    let whole = log(&new).await;
    assert_eq!(names(&whole[before.len()..]), written);
    assert_eq!(take(&mut live, 4).await, whole[1..]);
    assert_each_goes_on(&new, &before, &whole).await;
    for change in &after[before.len()..] {
        assert_eq!(refusal(&new, &change.position).await, lost());
    }
    let other = start(database_on_own_server().await).await;
    write(&other, &["foreign"]).await;
    let foreign = &log(&other).await[0].position;
    let expected = (Code::InvalidArgument, "POSITION_FOREIGN".to_owned());
    assert_eq!(refusal(&new, foreign).await, expected);
    // The old database does not know the positions of the new one.
    assert_eq!(refusal(&old, &whole[3].position).await, expected);
}

#[tokio::test]
async fn a_transaction_that_is_open_during_a_dump_is_lost_and_a_later_committed_one_is_not() {
    let old = start(database_on_own_server().await).await;
    write(&old, &["a"]).await;
    let mut open = old.connection().await;
    let mut open = open.begin().await.unwrap();
    sqlx::raw_sql(WRITE_AGAIN)
        .execute(&mut *open)
        .await
        .unwrap();
    write(&old, &["b"]).await;
    let restored = database_on_own_server().await;
    restored.restore(&old.database).await;
    open.commit().await.unwrap();
    let [first, lost_one, later] = log(&old).await.try_into().unwrap();

    let new = start(restored).await;
    assert_eq!(log(&new).await, [first.clone(), later.clone()]);
    assert_eq!(follow(&new, &first.position, 1).await, [later]);
    assert_eq!(refusal(&new, &lost_one.position).await, lost());
}

#[tokio::test]
async fn positions_after_a_dump_are_lost_when_it_is_restored_in_its_own_cluster() {
    let server = TestServer::start().await;
    write(&server, &["a", "b"]).await;
    let before = log(&server).await;
    let dump = database().await;
    dump.restore(&server.database).await;
    write(&server, &["lost"]).await;
    let lost_one = log(&server).await[2].position.clone();

    server.database.restore(&dump).await;
    let written = write(&server, &["c"]).await;
    let whole = log(&server).await;
    assert_eq!(names(&whole[2..]), written);
    assert_each_goes_on(&server, &before, &whole).await;
    assert_eq!(refusal(&server, &lost_one).await, lost());
}

async fn promote(server: &TestServer) {
    server.execute("select pg_promote()").await;
}

#[tokio::test]
async fn positions_of_a_primary_continue_on_a_promoted_standby() {
    let mut server = start(database_on_own_server().await).await;
    write(&server, &["a", "b", "c"]).await;
    let before = log(&server).await;
    server.database.copy_server().await;
    write(&server, &["lost", "lost too"]).await;
    let lost_ones = log(&server).await.split_off(before.len());

    server.database.start_standby().await;
    promote(&server).await;
    let server = start(server.leave().await).await;
    let written = write(&server, &["d", "e"]).await;
    let whole = log(&server).await;
    assert_eq!(names(&whole[before.len()..]), written);
    let expected = [(1, 1), (1, 1), (1, 1), (2, 2), (2, 2)];
    assert_eq!(epochs(&server).await, expected);
    assert_each_goes_on(&server, &before, &whole).await;
    for change in lost_ones {
        assert_eq!(refusal(&server, &change.position).await, lost());
    }
}

#[tokio::test]
async fn positions_continue_where_a_pooler_leads_to_a_standby_that_was_promoted() {
    let database = database_on_own_server().await;
    let Some(bouncer) = PgBouncer::start(&database, 3, "").await else {
        return;
    };
    let mut server = TestServer::start_through(database, bouncer.target(), LIMITS).await;
    write(&server, &["a", "b", "c"]).await;
    let before = log(&server).await;
    server.database.copy_server().await;
    create(&server, "lost").await;
    let lost_one = log(&server).await[before.len()].position.clone();

    server.database.start_standby().await;
    // A standby can be behind, and who read from it would not know.
    let name = &before[0].resource_name;
    let read = server.get_source(name).await.unwrap_err();
    let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
    assert_eq!(reason(&read), unavailable);
    promote(&server).await;
    let written = [create(&server, "d").await, create(&server, "e").await];
    let whole = log(&server).await;
    assert_eq!(names(&whole[before.len()..]), written);
    let expected = [(1, 1), (1, 1), (1, 1), (2, 2), (2, 2)];
    assert_eq!(epochs(&server).await, expected);
    assert_each_goes_on(&server, &before, &whole).await;
    assert_eq!(refusal(&server, &lost_one).await, lost());
}

/// A watch that is continued after every error that may pass.
struct Lasting {
    stream: Streaming<WatchChangesResponse>,
    position: String,
}

impl Lasting {
    /// The next change, or the error that ended the watch.
    async fn next(&mut self, server: &TestServer) -> Result<Change, Status> {
        let next = timeout(PATIENCE, self.next_at_last(server)).await;
        next.expect("a change is received, or that there is none")
    }

    async fn next_at_last(&mut self, server: &TestServer) -> Result<Change, Status> {
        loop {
            let status = match self.stream.message().await {
                Ok(answer) => {
                    let mut answer = answer.unwrap();
                    self.position = answer.position;
                    match answer.changes.pop() {
                        Some(change) => return Ok(change),
                        None => continue,
                    }
                }
                Err(status) => status,
            };
            self.stream = self.again(server, status).await?;
        }
    }

    async fn again(
        &self,
        server: &TestServer,
        mut status: Status,
    ) -> Result<Streaming<WatchChangesResponse>, Status> {
        while may_pass(&status).is_some() {
            match watch_from(server, &self.position).await {
                Ok(stream) => return Ok(stream),
                Err(error) => status = error,
            }
        }
        Err(status)
    }
}

#[tokio::test]
async fn an_open_watch_continues_over_a_promotion_or_ends_with_position_lost() {
    let mut server = start(database_on_own_server().await).await;
    write(&server, &["a"]).await;
    let position = log(&server).await[0].position.clone();
    let stream = watch_from(&server, &position).await.unwrap();
    let mut watch = Lasting { stream, position };
    server.database.copy_server().await;
    server.database.start_standby().await;
    promote(&server).await;
    let written = create(&server, "b").await;
    let received = watch.next(&server).await.unwrap();
    assert_eq!(received.resource_name, written);

    // The second time, the watch has seen a change that the standby does not have.
    server.database.copy_server().await;
    let seen = create(&server, "lost").await;
    let received = watch.next(&server).await.unwrap();
    assert_eq!(received.resource_name, seen);
    server.database.start_standby().await;
    promote(&server).await;
    create(&server, "c").await;
    assert_eq!(reason(&watch.next(&server).await.unwrap_err()), lost());
}

#[tokio::test]
async fn a_standby_is_not_used_before_its_promotion() {
    let mut server = start(database_on_own_server().await).await;
    write(&server, &["a"]).await;
    let before = log(&server).await;
    server.database.copy_server().await;
    server.database.start_standby().await;
    let server = start(server.leave().await).await;
    let readiness = server.store.readiness().await.unwrap();
    assert_eq!(readiness, Readiness::Standby);
    let channel = server.channel();
    wait_for_health(&channel, "", ServingStatus::NotServing).await;
    let unavailable = (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned());
    // A connection for reads would still know the epoch from before the promotion.
    let read = server.get_source(&before[0].resource_name).await;
    assert_eq!(reason(&read.unwrap_err()), unavailable);
    let written = server.create_source(outlet("b")).await;
    assert_eq!(reason(&written.unwrap_err()), unavailable);

    promote(&server).await;
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    let written = write(&server, &["b"]).await;
    assert_eq!(
        names(&follow(&server, &before[0].position, 1).await),
        written
    );
    assert_eq!(epochs(&server).await, [(1, 1), (2, 2)]);
}

/// The epoch of each change, and the timeline of that epoch.
async fn epochs(server: &TestServer) -> Vec<(i32, i32)> {
    let sql = "select epoch, timeline from changes join epochs using (epoch) order by epoch, xid";
    let mut connection = server.connection().await;
    let rows = sqlx::query_as(sql).fetch_all(&mut connection).await;
    rows.unwrap()
}

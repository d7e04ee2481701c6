//! A reader that takes the greatest number in the log for its end misses an earlier transaction
//! that commits later.

use claimstore::wire::pb::{ChangeFilter, ListChangesRequest};
use sqlx::{Connection as _, PgConnection};

use super::{log, names, next, watch};
use crate::support::{
    cluster::database_on_own_server,
    samples::outlet,
    server::{LIMITS, TestServer},
};

/// Writes the newest state of a source again, as its next revision.
pub const WRITE_AGAIN: &str = "
    with last as (
        select *, pg_current_xact_id()::text::bigint as here, clock_timestamp() as now
        from changes order by epoch desc, xid desc limit 1
    ), doc as (
        insert into change_docs (change_time, epoch, xid, seq, doc_version, doc)
        select now, epoch, here, 0, doc_version, doc
        from last join change_docs using (change_time, epoch, xid, seq)
    )
    insert into changes (epoch, xid, seq, kind, id, revision, operation, actor, change_time,
                         scope, doc_bytes)
    select epoch, here, 0, kind, id, revision + 1, 2, actor, now, scope, doc_bytes from last";

/// A simple reader. It reads what comes after the last change that it saw, by transaction or by
/// time.
struct Naive {
    connection: PgConnection,
    last: (i64, i64),
    seen: Vec<String>,
}

impl Naive {
    async fn poll(&mut self) {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(
            "
            select xid, (extract(epoch from change_time) * 1000000)::bigint as time,
                   'sources/' || id
            from changes
            where xid > $1 or (extract(epoch from change_time) * 1000000)::bigint > $2
            order by xid
            ",
        )
        .bind(self.last.0)
        .bind(self.last.1)
        .fetch_all(&mut self.connection)
        .await
        .unwrap();
        for (xid, time, name) in rows {
            self.last = (self.last.0.max(xid), self.last.1.max(time));
            self.seen.push(name);
        }
    }
}

#[tokio::test]
async fn a_reader_without_the_horizon_misses_a_late_commit_and_a_watch_does_not() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let early = server.create_source(outlet("early")).await.unwrap();
    let start = log(&server).await[0].position.clone();
    let mut stream = watch(&server, &start, ChangeFilter::default()).await;
    let stream = stream.as_mut().unwrap();
    let mut naive = Naive {
        connection: server.connection().await,
        last: (0, 0),
        seen: Vec::new(),
    };
    naive.poll().await;

    // This transaction gets its position in the log first, but another one commits before it.
    let mut slow = server.connection().await;
    let mut slow = slow.begin().await.unwrap();
    sqlx::raw_sql(WRITE_AGAIN)
        .execute(&mut *slow)
        .await
        .unwrap();
    let late = server.create_source(outlet("late")).await.unwrap();
    naive.poll().await;
    let all = ListChangesRequest::default();
    let listed = server.changes().list_changes(all).await.unwrap();
    let listed = listed.into_inner().changes;
    assert_eq!(names(&listed), [&*early.name], "what is behind it waits");
    slow.commit().await.unwrap();
    naive.poll().await;

    let log = log(&server).await;
    assert_eq!(names(&log), [&*early.name, &*early.name, &*late.name]);
    let received = [next(stream).await.changes, next(stream).await.changes];
    assert_eq!(received.concat(), log[1..]);
    assert_eq!(naive.seen, [&*early.name, &*late.name], "it missed none");
}

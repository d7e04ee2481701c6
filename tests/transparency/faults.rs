//! Whoever changes the log by SQL is found out, and what was changed is named.

use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use super::{faults, grow, signed, verified};
use crate::{
    log::check::{differences, fill},
    support::{cluster::database, random::Random, samples::outlet, server::TestServer},
};

/// What a byte of a row is made another one with: the table, the assignment, and which rows have it.
const BYTES: &[(&str, &str, &str)] = &[
    ("changes", "epoch = epoch + 1", "true"),
    ("changes", "xid = xid + 1", "true"),
    ("changes", "seq = seq + 100", "true"),
    ("changes", "kind = kind % 7 + 1", "true"),
    (
        "changes",
        "id = overlay(id::text placing '00' from 1)::uuid",
        "true",
    ),
    (
        "changes",
        "claim_id = overlay(claim_id::text placing '00' from 7)::uuid",
        "claim_id is not null",
    ),
    ("changes", "revision = revision + 64", "true"),
    ("changes", "operation = operation # 1", "true"),
    (
        "changes",
        "actor = overlay(actor placing 'x' from 2)",
        "true",
    ),
    ("changes", "request_id = gen_random_uuid()", "true"),
    (
        "changes",
        "change_time = change_time + interval '1 microsecond'",
        "true",
    ),
    (
        "changes",
        "scope[1] = overlay(scope[1]::text placing '00' from 20)::uuid",
        "cardinality(scope) > 0",
    ),
    ("changes", "doc_bytes = doc_bytes # 1", "true"),
    (
        "changes",
        "text_version = text_version + 1",
        "text_version is not null",
    ),
    (
        "changes",
        "cause_kind = cause_kind # 1",
        "cause_kind is not null",
    ),
    (
        "changes",
        "cause_id = overlay(cause_id::text placing '00' from 35)::uuid",
        "cause_id is not null",
    ),
    (
        "changes",
        "cause_revision = cause_revision # 1",
        "cause_revision is not null",
    ),
    ("change_docs", "epoch = epoch + 1", "true"),
    ("change_docs", "xid = xid + 1", "true"),
    ("change_docs", "seq = seq + 100", "true"),
    (
        "change_docs",
        "change_time = change_time + interval '1 microsecond'",
        "true",
    ),
    ("change_docs", "doc_version = doc_version + 1", "true"),
    (
        "change_docs",
        "doc = set_byte(doc, $1 % octet_length(doc), get_byte(doc, $1 % octet_length(doc)) # 4)",
        "octet_length(doc) > 0",
    ),
    ("article_texts", "text_version = text_version + 9", "true"),
    (
        "article_texts",
        "headline = overlay(headline placing '~' from $1 % length(headline) + 1)",
        "true",
    ),
    (
        "article_texts",
        "body = set_byte(body, $1 % octet_length(body), get_byte(body, $1 % octet_length(body)) # 1)",
        "true",
    ),
    (
        "article_texts",
        "supersede_time = coalesce(supersede_time, now()) + interval '1 microsecond'",
        "true",
    ),
];

const TABLES: [&str; 3] = ["changes", "change_docs", "article_texts"];

/// Runs SQL that is put together.
pub(super) async fn change_by_sql(server: &TestServer, sql: String) {
    run(&mut server.connection().await, sql).await;
}

async fn run(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

/// Changes a row that a number picks. Returns what names it, unless it cannot be changed so.
async fn change(
    connection: &mut PgConnection,
    (table, assignment, rows): (&str, &str, &str),
    number: usize,
) -> Option<String> {
    let named = match table {
        "article_texts" => "'%' || old.article_id || '%'",
        _ => "'%' || old.epoch || '/' || old.xid || '%'",
    };
    let update = format!(
        "with old as (
             select *, tableoid as of, ctid as at from {table}
             where {rows} and $1 >= 0
             order by ctid, tableoid
             limit 1 offset $1 % (select count(*) from {table} where {rows})
         )
         update {table} set {assignment} from old
         where {table}.tableoid = old.of and {table}.ctid = old.at
         returning {named} as named"
    );
    let assigned = assignment.split_once(" = ").unwrap();
    let qualified = qualified(table, assigned.1);
    let update = update.replace(assignment, &format!("{} = {qualified}", assigned.0));
    let row = sqlx::query(AssertSqlSafe(update))
        .bind(i32::try_from(number).unwrap())
        .fetch_optional(connection)
        .await;
    // Another row may have the same key.
    row.ok()?.map(|row| row.get("named"))
}

/// The columns are in both rows of the update.
fn qualified(table: &str, expression: &str) -> String {
    const COLUMNS: [&str; 21] = [
        "epoch",
        "xid",
        "seq",
        "kind",
        "id",
        "claim_id",
        "revision",
        "operation",
        "actor",
        "change_time",
        "scope",
        "doc_bytes",
        "text_version",
        "cause_kind",
        "cause_id",
        "cause_revision",
        "doc_version",
        "doc",
        "headline",
        "body",
        "supersede_time",
    ];
    let mut text = String::new();
    let mut word = String::new();
    for char in expression.chars().chain([' ']) {
        if char.is_ascii_alphabetic() || char == '_' {
            word.push(char);
            continue;
        }
        if COLUMNS.contains(&&*word) {
            text.push_str(table);
            text.push('.');
        }
        text.push_str(&std::mem::take(&mut word));
        text.push(char);
    }
    text
}

#[tokio::test]
async fn each_changed_byte_of_the_log_is_named() {
    let server = TestServer::start().await;
    fill(&server).await;
    // Retractions have reached all claims.
    assert_eq!(differences(&server).await, [""; 0]);
    grow(&server).await;
    assert_eq!(faults(&server, &[]).await, [""; 0]);
    let mut connection = server.connection().await;
    run(
        &mut connection,
        "set session_replication_role = replica".into(),
    )
    .await;
    for table in TABLES {
        run(
            &mut connection,
            format!("create table saved_{table} as table {table}"),
        )
        .await;
    }
    let mut random = Random::new(0x5eed_0013);
    for byte in BYTES {
        for _ in 0..4 {
            let number = random.below(1 << 20);
            let Some(named) = change(&mut connection, *byte, number).await else {
                continue;
            };
            let found = faults(&server, &[]).await;
            let named = named.trim_matches('%');
            assert!(
                found.iter().any(|fault| fault.contains(named)),
                "{byte:?} at {number} of {named}: {found:#?}"
            );
            let restore = format!(
                "delete from {0}; insert into {0} select * from saved_{0}",
                byte.0
            );
            run(&mut connection, restore).await;
        }
    }
    assert_eq!(faults(&server, &[]).await, [""; 0]);
}

/// A server with ten commits of one change each, and their positions.
async fn ten() -> (TestServer, Vec<String>) {
    let server = TestServer::start().await;
    for number in 0..10 {
        let source = outlet(&format!("Source {number}"));
        server.create_source(source).await.unwrap();
    }
    grow(&server).await;
    let commits = sqlx::query_scalar("select epoch || '/' || xid from changes order by epoch, xid");
    let commits = commits.fetch_all(&mut server.connection().await).await;
    (server, commits.unwrap())
}

/// Gives the log of a commit another position.
fn moved(from: &str, to: &str) -> String {
    let part = |position: &str| position.replace('/', ", ");
    let tables = ["changes", "change_docs", "change_digests"];
    let update = tables.map(|table| {
        format!(
            "update {table} set (epoch, xid) = row({}) where (epoch, xid) = ({});",
            part(to),
            part(from)
        )
    });
    update.concat()
}

#[tokio::test]
async fn a_dropped_commit_is_named() {
    let (server, commits) = ten().await;
    let dropped = &commits[4];
    run(&mut server.connection().await, moved(dropped, "-1/0")).await;
    run(
        &mut server.connection().await,
        "delete from changes where epoch < 0; delete from change_docs where epoch < 0;
         delete from change_digests where epoch < 0"
            .into(),
    )
    .await;
    let found = faults(&server, &[]).await;
    assert_eq!(found, [format!("commit {dropped}, leaf 4, was dropped")]);
}

#[tokio::test]
async fn swapped_commits_are_named() {
    let (server, commits) = ten().await;
    let (one, other) = (&commits[2], &commits[7]);
    let swap = [moved(one, "-1/0"), moved(other, one), moved("-1/0", other)];
    run(&mut server.connection().await, swap.concat()).await;
    let found = faults(&server, &[]).await;
    assert_eq!(found, [format!("commits {one} and {other} were swapped")]);
}

#[tokio::test]
async fn an_added_commit_is_named() {
    let (server, commits) = ten().await;
    let (epoch, xid) = commits[5].split_once('/').unwrap();
    let added = format!("{epoch}/{}", xid.parse::<i64>().unwrap() - 1_000_000);
    // Before all others, with the changes of one that is then missing.
    let (mut connection, last) = (server.connection().await, &commits[9]);
    run(&mut connection, moved(last, &added)).await;
    let found = faults(&server, &[]).await;
    let expected = [
        format!("commit {added} was added later: it has no leaf"),
        format!("commit {last}, leaf 9, was dropped"),
    ];
    for fault in expected {
        assert!(found.contains(&fault), "{fault}: {found:?}");
    }
}

/// Forgets the tree and builds it anew, as somebody would who knows of it.
async fn rebuild(server: &TestServer) {
    server
        .execute("truncate tree_leaves, tree_nodes, change_digests")
        .await;
    grow(server).await;
}

#[tokio::test]
async fn a_forked_history_is_found_with_a_checkpoint_although_the_tree_was_built_anew() {
    let (server, _) = ten().await;
    let before = signed(&server).await;
    server
        .execute(
            "update changes set actor = 'somebody else' where xid = (select min(xid) from changes)",
        )
        .await;
    rebuild(&server).await;
    assert_eq!(faults(&server, &[]).await, [""; 0]);
    let found = faults(&server, &[before]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("another one than that of the checkpoint of 10 commits"));
}

#[tokio::test]
async fn a_log_that_was_cut_off_is_found_with_a_checkpoint() {
    let (server, _) = ten().await;
    let before = signed(&server).await;
    server
        .execute(
            "delete from change_docs where xid = (select max(xid) from changes);
             delete from change_digests where xid = (select max(xid) from changes);
             delete from changes where xid = (select max(xid) from changes);
             delete from tree_leaves where index = 9",
        )
        .await;
    let found = faults(&server, &[before]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("ends after 9 commits, and the checkpoint has 10"));
}

#[tokio::test]
async fn an_older_backup_that_was_restored_is_found_with_a_checkpoint() {
    let (server, _) = ten().await;
    let backup = database().await;
    backup.restore(&server.database).await;
    server.create_source(outlet("Later")).await.unwrap();
    grow(&server).await;
    let before = signed(&server).await;
    assert_eq!(
        faults(&server, std::slice::from_ref(&before)).await,
        [""; 0]
    );
    let restored = TestServer::start_over(backup, crate::support::server::LIMITS).await;
    assert_eq!(verified(&restored, &[]).await.leaves, 10);
    let found = faults(&restored, std::slice::from_ref(&before)).await;
    assert!(
        found[0].contains("an older backup was restored"),
        "{found:?}"
    );
    // Once it has been written to, it is as large, but another one.
    restored.create_source(outlet("Another")).await.unwrap();
    grow(&restored).await;
    let found = faults(&restored, &[before]).await;
    assert!(found[0].contains("history is another one"), "{found:?}");
}

#[tokio::test]
async fn leaves_that_were_removed_are_named() {
    let server = TestServer::start().await;
    for number in 0..220 {
        let source = outlet(&format!("Source {number}"));
        server.create_source(source).await.unwrap();
    }
    grow(&server).await;
    server
        .execute("delete from tree_leaves where index between 3 and 210")
        .await;
    let found = faults(&server, &[]).await;
    let expected = "leaf 3 is missing, or leaves are not in the order of the log";
    assert!(found.contains(&expected.to_owned()), "{found:?}");
    let added = found.iter().filter(|it| it.ends_with("it has no leaf"));
    assert_eq!(added.count(), 208);
}

#[tokio::test]
async fn a_changed_leaf_and_a_changed_node_are_named() {
    let server = TestServer::start().await;
    for number in 0..260 {
        let source = outlet(&format!("Source {number}"));
        server.create_source(source).await.unwrap();
    }
    grow(&server).await;
    server
        .execute("update tree_leaves set records = set_byte(records, 3, get_byte(records, 3) # 1) where index = 258")
        .await;
    let found = faults(&server, &[]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("leaf 258, of commit"), "{found:?}");
    server
        .execute("update tree_nodes set hash = set_byte(hash, 3, get_byte(hash, 3) # 1)")
        .await;
    let found = faults(&server, &[]).await;
    assert!(
        found.contains(&"node 0 of level 1 of the tree was changed".to_owned()),
        "{found:?}"
    );
}

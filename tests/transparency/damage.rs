//! What is damaged in the tree itself, and rows that belong to nothing, are named, and the rest is verified.

use super::{faults, faults::change_by_sql, grow, signed, verified};
use crate::support::{
    samples::{article, outlet},
    server::TestServer,
};

/// A server with so many commits.
async fn with_sources(count: usize) -> TestServer {
    let server = TestServer::start().await;
    for number in 0..count {
        let source = outlet(&format!("Source {number}"));
        server.create_source(source).await.unwrap();
    }
    grow(&server).await;
    server
}

#[tokio::test]
async fn what_is_damaged_is_named_and_the_rest_is_verified() {
    let server = with_sources(260).await;
    let first = "(epoch, xid) = (select epoch, xid from tree_leaves where index = 1)";
    server
        .execute(
            "create table saved_digests as table change_digests;
             create table saved_leaves as table tree_leaves;
             create table saved_nodes as table tree_nodes;
             update changes set actor = reverse(actor)
             where (epoch, xid) = (select epoch, xid from tree_leaves where index = 258)",
        )
        .await;
    for (damage, named) in [
        (
            format!("update change_digests set content = 9 where {first}"),
            "its digest, or what goes with that, was changed",
        ),
        (
            format!("update change_digests set digest = '\\x01' where {first}"),
            "its digest, or what goes with that, was changed",
        ),
        (
            format!("update change_digests set digest = null where {first}"),
            "its digest, or what goes with that, was changed",
        ),
        (
            format!("update change_digests set record = record # 1 where {first}"),
            "its digest, or what goes with that, was changed",
        ),
        (
            "update tree_leaves set records = '\\x01' where index = 1".to_owned(),
            "leaf 1, of commit",
        ),
        (
            "update tree_nodes set hash = '\\x01'".to_owned(),
            "node 0 of level 1 of the tree was changed",
        ),
    ] {
        change_by_sql(&server, damage.clone()).await;
        let found = faults(&server, &[]).await;
        let has = |fault: &str| found.iter().any(|it| it.contains(fault));
        assert!(has(named), "{damage}: {found:?}");
        assert!(has("its row in the log was changed"), "{damage}: {found:?}");
        server
            .execute(
                "truncate change_digests, tree_leaves, tree_nodes;
                 insert into change_digests select * from saved_digests;
                 insert into tree_leaves select * from saved_leaves;
                 insert into tree_nodes select * from saved_nodes",
            )
            .await;
    }
    server
        .execute(
            "update changes set actor = reverse(actor)
             where (epoch, xid) = (select epoch, xid from tree_leaves where index = 258)",
        )
        .await;
    assert_eq!(faults(&server, &[]).await, [""; 0]);
}

#[tokio::test]
async fn rows_that_belong_to_nothing_are_named() {
    let server = with_sources(3).await;
    let text = article("Headline", "The text");
    server.create_article(text).await.unwrap();
    grow(&server).await;
    assert_eq!(faults(&server, &[]).await, [""; 0]);
    for (table, copy) in [
        (
            "change_docs",
            "select change_time, epoch, xid, seq + 7, doc_version, doc from change_docs limit 1",
        ),
        (
            "change_docs",
            "select change_time + interval '1 us', epoch, xid, seq, doc_version, doc
             from change_docs limit 1",
        ),
        (
            "change_docs_kept",
            "select epoch, xid, seq + 7, doc_version, doc from change_docs limit 1",
        ),
        (
            "article_texts (article_id, text_version, headline, body)",
            "select article_id, text_version + 9, headline, body from article_texts limit 1",
        ),
        (
            "change_digests",
            "select xid - 1000000, epoch, seq, record, content, digest, salt
             from change_digests limit 1",
        ),
        (
            "tree_leaves",
            "select index + 100, epoch + 9, xid, change_time, changes, records
             from tree_leaves limit 1",
        ),
        ("tree_nodes", "values (1, 0, '\\x00'::bytea)"),
        ("tree_nodes", "values (9, 3, '\\x00'::bytea)"),
        ("tree_nodes", "values (0, 1, '\\x00'::bytea)"),
    ] {
        let name = table.split(' ').next().unwrap();
        let saved = format!("create table saved as table {name}; insert into {table} {copy}");
        change_by_sql(&server, saved).await;
        let found = faults(&server, &[]).await;
        assert_eq!(found.len(), 1, "{table} {copy}: {found:?}");
        assert!(
            found[0].contains(&format!(" of {name} was added")),
            "{found:?}"
        );
        let restore =
            format!("delete from {name}; insert into {name} select * from saved; drop table saved");
        change_by_sql(&server, restore).await;
    }
    // A document that is hidden by another one.
    server
        .execute(
            "insert into change_docs_kept
             select epoch, xid, seq, doc_version, doc || '\\x00' from change_docs limit 1",
        )
        .await;
    let found = faults(&server, &[]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("is in two tables, which differ"),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_node_that_was_there_before_its_time_gives_way() {
    let server = with_sources(3).await;
    server
        .execute("insert into tree_nodes values (1, 0, decode(repeat('00', 32), 'hex'))")
        .await;
    let request = claimstore::wire::pb::GetTileRequest {
        path: "tile/1/000.p/1".to_owned(),
    };
    let refused = server.transparency().get_tile(request).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument);
    for number in 0..257 {
        let source = outlet(&format!("Later {number}"));
        server.create_source(source).await.unwrap();
    }
    grow(&server).await;
    let now = signed(&server).await;
    let found = verified(&server, std::slice::from_ref(&now)).await;
    assert_eq!((found.faults, found.leaves), (Vec::new(), 260));
}

//! An erasure takes the salts with the contents, and the leaves stay as they are.

use claimstore::{
    app::Error,
    store::write::{LockSet, Lockable},
    wire::pb::Verdict,
};

use super::{commands::told_of_store, erase, faults, grow, signed, verified};
use crate::support::{
    samples::{article, claim, outlet, review},
    server::TestServer,
};

/// How many salts there are of contents that are not there, or were written anew.
async fn left_salts(server: &TestServer) -> i64 {
    sqlx::query_scalar(
        "
        select count(*) from change_digests left join change_docs using (epoch, xid, seq)
        where salt is not null and doc is null
        ",
    )
    .fetch_one(&mut server.connection().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn an_erasure_leaves_no_salt_and_changes_no_leaf() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let piece = server
        .create_article(article("Headline", "The text"))
        .await
        .unwrap();
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    grow(&server).await;
    let before = signed(&server).await;
    erase(&server, &fact.name).await;
    erase(&server, &piece.name).await;
    assert_eq!(left_salts(&server).await, 0);
    grow(&server).await;
    let found = verified(&server, &[before]).await;
    assert_eq!(found.faults, []);
    // The claim and the article.
    assert_eq!((found.erased, found.not_kept), (2, 0));
    erase(&server, &source.name).await;
    grow(&server).await;
    assert_eq!(faults(&server, &[]).await, [""; 0]);
}

#[tokio::test]
async fn no_leaf_is_built_while_something_is_being_erased() {
    let server = TestServer::start().await;
    server.create_claim(claim("Planted")).await.unwrap();
    server.log_settled().await;
    let mut locks = LockSet::new();
    // As an erasure has it.
    locks.shared(Lockable::Documents);
    let erasure = server.store.begin(&locks).await.unwrap();
    let error = server.app.add_leaves().await.unwrap_err();
    assert!(matches!(error, Error::Contention), "{error}");
    erasure.rollback().await.unwrap();
    server.app.add_leaves().await.unwrap();
    assert_eq!(verified(&server, &[]).await.leaves, 1);
}

#[tokio::test]
async fn a_content_that_was_removed_without_an_erasure_is_named_whatever_the_tables_say() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    grow(&server).await;
    server
        .execute(
            "delete from change_docs; update change_digests set salt = null;
             insert into erasures (id, kind) select id, kind from changes",
        )
        .await;
    let found = faults(&server, &[]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains(&fact.name) && found[0].contains("is missing"),
        "{found:?}"
    );
}

#[tokio::test]
async fn what_was_erased_before_its_leaf_was_built_has_a_leaf_that_says_so() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    erase(&server, &fact.name).await;
    grow(&server).await;
    let found = verified(&server, &[]).await;
    assert_eq!((found.faults, found.erased), (Vec::new(), 1));
}

#[tokio::test]
async fn a_standing_that_was_written_anew_without_a_review_loses_its_salt() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    let given = review("Secret desk", Verdict::False, 1);
    let given = server.create_review(&fact, given).await.unwrap();
    let other = review("Other desk", Verdict::True, 2);
    server.create_review(&fact, other).await.unwrap();
    grow(&server).await;
    erase(&server, &given.name).await;
    grow(&server).await;
    let found = verified(&server, &[]).await;
    assert_eq!(found.faults, []);
    // The review itself, and the standings that named its desk.
    assert_eq!((found.erased, found.redacted), (1, 2));
    let told = told_of_store(&server);
    let expected = "not proved: the content of 2 changes, of standings from before a review";
    assert!(told.contains(expected), "{told}");
}

#[tokio::test]
async fn salts_that_a_server_of_the_release_before_left_go_with_the_leaf_of_the_erasure() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    let given = review("Secret desk", Verdict::False, 1);
    let given = server.create_review(&fact, given).await.unwrap();
    let kept = server.create_claim(claim("Another")).await.unwrap();
    grow(&server).await;
    server
        .execute("create table saved as table change_digests")
        .await;
    erase(&server, &given.name).await;
    erase(&server, &fact.name).await;
    // As if it had not known them.
    server
        .execute(
            "update change_digests set salt = saved.salt from saved
             where (saved.epoch, saved.xid, saved.seq)
                 = (change_digests.epoch, change_digests.xid, change_digests.seq)",
        )
        .await;
    assert!(left_salts(&server).await > 0);
    grow(&server).await;
    assert_eq!(left_salts(&server).await, 0);
    assert_eq!(faults(&server, &[]).await, [""; 0]);
    server.get_claim(&kept.name).await.unwrap();
}

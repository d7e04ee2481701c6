//! Databases of an earlier build that wrote no mentions, figures, listings, names, stances,
//! anchorings or standings.

use claimstore::{
    store::upkeep::migration::{PATIENCE, migrate},
    wire::pb::{ArticleView, ListArticlesRequest},
};

use super::{differences, filled};
use crate::support::{
    process::{claimstore, run, said},
    server::TestServer,
};

/// Removes what an earlier build did not write.
const NOT_WRITTEN: &[&str] = &[
    "delete from mentions where kind = 2",
    "update appearances set affirms = false, denies = false, doubts = false",
    "delete from anchorings",
    "delete from claim_quantities",
    "delete from article_listings",
    "delete from source_names",
    "delete from standings",
    "delete from changes where kind = 7",
];

/// A filled server whose article has a second version.
async fn edited() -> TestServer {
    let server = filled().await;
    let mut articles = server.articles();
    let listed = articles.list_articles(ListArticlesRequest {
        view: ArticleView::Full.into(),
        ..ListArticlesRequest::default()
    });
    let mut article = listed.await.unwrap().into_inner().articles.remove(0);
    article.body = article.body.replace("It was planned", "It was not planned");
    server.update_article(article, &["body"]).await.unwrap();
    server
}

async fn remove_what_an_earlier_build_did_not_write(server: &TestServer) {
    for sql in NOT_WRITTEN {
        let before = differences(server).await.len();
        server.execute(sql).await;
        // Each statement changes the number of differences. The last one lowers it again.
        assert_ne!(differences(server).await.len(), before, "{sql}");
    }
}

#[tokio::test]
async fn migrate_backfills_a_database_of_an_earlier_build_once() {
    let server = edited().await;
    remove_what_an_earlier_build_did_not_write(&server).await;
    let options = server.database.options();
    migrate(&options, PATIENCE).await.unwrap();
    assert_eq!(differences(&server).await, [""; 0]);

    server.execute(NOT_WRITTEN[0]).await;
    migrate(&options, PATIENCE).await.unwrap();
    assert_ne!(differences(&server).await, [""; 0]);
}

#[tokio::test]
async fn migrate_backfills_again_on_request() {
    let server = edited().await;
    migrate(&server.database.options(), PATIENCE).await.unwrap();
    remove_what_an_earlier_build_did_not_write(&server).await;
    let url = server.database.url();
    let output = run(claimstore().args(["migrate", "--backfill-again", "--database-url", &url]));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(differences(&server).await, [""; 0]);
}

/// What an interrupted `create index concurrently` leaves behind.
const INTERRUPTED: &str = "
    update pg_index set indisvalid = false
    where indexrelid in ('changes_by_creation'::regclass, 'reviews_by_time'::regclass);
    drop table article_contents, audit_entries, beats, change_digests, confidential_sources,
        import_rejections, imports, schema_compatibility, tree_checkpoints, tree_cosignatures,
        tree_leaves, tree_nodes;
    delete from _sqlx_migrations where version >= (
        select min(version) from _sqlx_migrations where description like 'lists%by%'
    )
";

#[tokio::test]
async fn migrate_creates_an_index_again_that_was_left_invalid() {
    let server = TestServer::start().await;
    server.execute(INTERRUPTED).await;
    assert!(
        migrate(&server.database.options(), PATIENCE)
            .await
            .unwrap()
            .steps
            > 0
    );
    let mut connection = server.connection().await;
    let valid: Vec<String> = sqlx::query_scalar(
        "select indexrelid::regclass::text from pg_index \
         where indexrelid::regclass::text in ('changes_by_creation', 'reviews_by_time') \
         and indisvalid order by 1",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(valid, ["changes_by_creation", "reviews_by_time"]);
}

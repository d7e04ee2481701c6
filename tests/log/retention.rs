//! Superseded states are kept in full for the configured time, and are then removed month by
//! month. The newest state of a resource is always kept.

use chrono::{DateTime, TimeDelta, Utc};
use claimstore::{
    store::write::{LockSet, Lockable},
    wire::pb::{
        Appearance, Article, ArticleView, BatchCreateSourcesRequest, Change, ChangeFilter,
        CreateSourceRequest, DiffRevisionsRequest, EraseResourceRequest, GetArticleRequest,
        GetSourceRequest, ListArticleVersionsRequest, ListChangesRequest, ListSourcesRequest,
        Source, SourceFilter, WatchChangesRequest, change::Resource, change_filter::Matching,
    },
};
use prost_types::Timestamp;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::support::{
    errors::reason,
    samples::{appearance, article, claim, outlet},
    server::TestServer,
};

/// Moves everything written so far some days into the past, into the partitions of those months.
pub async fn age(server: &TestServer, days: i64) {
    server.execute(NO_PAST).await;
    let now = now(server).await;
    server
        .store
        .make_months(now - TimeDelta::days(days))
        .await
        .unwrap();
    move_back(server, days).await;
}

/// Gives the database partitions for the past, as if it had been created long ago.
const NO_PAST: &str = "
    alter table change_docs detach partition change_docs_first;
    alter table change_docs attach partition change_docs_first
        for values from (minvalue) to ('2020-01-01Z')";

async fn now(server: &TestServer) -> DateTime<Utc> {
    sqlx::query_scalar("select now()")
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap()
}

async fn move_back(server: &TestServer, days: i64) {
    for update in [
        "update change_docs set change_time = change_time - make_interval(days => $1::integer)",
        "update changes set change_time = change_time - make_interval(days => $1::integer)",
        "update article_texts set supersede_time = supersede_time - make_interval(days => $1::integer)",
    ] {
        sqlx::query(update)
            .bind(i32::try_from(days).unwrap())
            .execute(&mut server.connection().await)
            .await
            .unwrap();
    }
}

pub async fn keep(server: &TestServer, days: i64) {
    let before = now(server).await - TimeDelta::days(days);
    server.store.remove_superseded(before).await.unwrap();
    // A second run changes nothing.
    server.store.remove_superseded(before).await.unwrap();
}

async fn log(server: &TestServer) -> Vec<Change> {
    server.log_settled().await;
    let request = ListChangesRequest {
        filter: Some(ChangeFilter::default()),
        ..ListChangesRequest::default()
    };
    let answer = server.changes().list_changes(request).await.unwrap();
    answer.into_inner().changes
}

pub async fn rename(server: &TestServer, source: &Source, name: &str) {
    let renamed = Source {
        name: source.name.clone(),
        display_name: name.to_owned(),
        ..Source::default()
    };
    server
        .update_source(renamed, &["display_name"])
        .await
        .unwrap();
}

async fn months(server: &TestServer) -> i64 {
    sqlx::query_scalar("select count(*) from pg_inherits where inhparent = 'change_docs'::regclass")
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap()
}

fn said(change: &Change) -> Option<String> {
    match change.resource.as_ref()? {
        Resource::Source(source) => Some(source.display_name.clone()),
        _ => None,
    }
}

fn expired(status: &Status, expected: &str) {
    assert_eq!(reason(status), (Code::OutOfRange, expected.to_owned()));
    let details = status.get_error_details();
    assert!(
        details
            .error_info()
            .unwrap()
            .metadata
            .contains_key("kept_since")
    );
}

async fn at(server: &TestServer, name: &str, time: Option<Timestamp>) -> Result<Source, Status> {
    let request = GetSourceRequest {
        name: name.to_owned(),
        read_time: time,
        ..GetSourceRequest::default()
    };
    Ok(server.sources().get_source(request).await?.into_inner())
}

#[tokio::test]
async fn an_old_month_is_removed_and_the_states_that_are_still_needed_stay() {
    let server = TestServer::start().await;
    let still = server.create_source(outlet("still")).await.unwrap();
    let moved = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &moved, "second").await;
    age(&server, 400).await;
    rename(&server, &moved, "third").await;
    age(&server, 100).await;
    rename(&server, &moved, "fourth").await;
    let before = log(&server).await;
    let all = months(&server).await;

    // "second" was superseded only 100 days ago. It is kept, although its month is removed.
    keep(&server, 200).await;
    assert!(months(&server).await < all, "no month went");
    let names: Vec<Option<String>> = log(&server).await.iter().map(said).collect();
    let some = |name: &str| Some(name.to_owned());
    let expected = [
        some("still"),
        None,
        some("second"),
        some("third"),
        some("fourth"),
    ];
    assert_eq!(names, expected);
    assert_eq!(
        at(&server, &still.name, None).await.unwrap().display_name,
        "still"
    );
    for (change, expected) in before.iter().zip(expected) {
        let then = at(&server, &change.resource_name, change.change_time).await;
        match expected {
            Some(name) => assert_eq!(then.unwrap().display_name, name),
            None => expired(&then.unwrap_err(), "HISTORY_EXPIRED"),
        }
    }
    let list = ListSourcesRequest {
        read_time: before[1].change_time,
        ..ListSourcesRequest::default()
    };
    let status = server.sources().list_sources(list).await.unwrap_err();
    expired(&status, "HISTORY_EXPIRED");
    let diff = DiffRevisionsRequest {
        name: moved.name.clone(),
        from_revision: 1,
        to_revision: 2,
    };
    let status = server.changes().diff_revisions(diff).await.unwrap_err();
    expired(&status, "HISTORY_EXPIRED");

    // Later "second" is removed, too, from where it was moved to.
    keep(&server, 50).await;
    let names: Vec<Option<String>> = log(&server).await.iter().map(said).collect();
    assert_eq!(
        names,
        [some("still"), None, None, some("third"), some("fourth")]
    );
    let report = claimstore::store::upkeep::check::check(&server.database.options()).await;
    assert_eq!(report.unwrap().differences, []);
}

#[tokio::test]
async fn superseded_states_from_before_the_monthly_partitions_are_removed() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    move_back(&server, 100).await;
    rename(&server, &source, "third").await;
    keep(&server, 50).await;
    let names: Vec<Option<String>> = log(&server).await.iter().map(said).collect();
    let some = |name: &str| Some(name.to_owned());
    assert_eq!(names, [None, some("second"), some("third")]);
}

#[tokio::test]
async fn a_state_superseded_exactly_at_the_limit_is_kept_until_the_next_run() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    move_back(&server, 100).await;
    let then: DateTime<Utc> = sqlx::query_scalar("select max(change_time) from changes")
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap();
    let some = |name: &str| Some(name.to_owned());
    for (before, first) in [(then, some("first")), (then + TimeDelta::days(1), None)] {
        server.store.remove_superseded(before).await.unwrap();
        let names: Vec<Option<String>> = log(&server).await.iter().map(said).collect();
        assert_eq!(names, [first, some("second")]);
    }
}

#[tokio::test]
async fn a_watch_from_an_expired_position_is_refused_and_a_snapshot_works() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    age(&server, 100).await;
    rename(&server, &source, "third").await;
    let log = log(&server).await;
    keep(&server, 50).await;
    let watch = |position: &str, snapshot| WatchChangesRequest {
        position: position.to_owned(),
        snapshot,
        ..WatchChangesRequest::default()
    };
    let status = server
        .changes()
        .watch_changes(watch(&log[0].position, false))
        .await;
    expired(&status.unwrap_err(), "POSITION_EXPIRED");
    for (position, snapshot) in [(log[1].position.as_str(), false), ("", true)] {
        let stream = server
            .changes()
            .watch_changes(watch(position, snapshot))
            .await;
        let mut stream = stream.unwrap().into_inner();
        let change = loop {
            let answer = stream.message().await.unwrap().unwrap();
            if let Some(change) = answer.changes.into_iter().next() {
                break change;
            }
        };
        assert_eq!(said(&change).unwrap(), "third");
    }
}

#[tokio::test]
async fn changes_that_a_filter_can_no_longer_classify_are_an_error() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    let erased = server.create_source(outlet("erased")).await.unwrap();
    rename(&server, &source, "second").await;
    age(&server, 100).await;
    let erase = EraseResourceRequest {
        name: erased.name.clone(),
        reason: "Case 7".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erase).await.unwrap();
    let list = || ListChangesRequest {
        filter: Some(ChangeFilter {
            matching: Some(Matching::Sources(SourceFilter::default())),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    };
    server.log_settled().await;
    let page = server.changes().list_changes(list()).await.unwrap();
    assert_eq!(
        page.into_inner().changes.len(),
        3,
        "an erased resource is returned once"
    );
    keep(&server, 50).await;
    let status = server.changes().list_changes(list()).await.unwrap_err();
    expired(&status, "HISTORY_EXPIRED");
}

#[tokio::test]
async fn a_change_from_a_state_that_is_gone_can_no_longer_be_classified() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    age(&server, 100).await;
    rename(&server, &source, "second").await;
    let today = now(&server).await;
    let created = today - TimeDelta::days(160);
    server.store.make_months(created).await.unwrap();
    age(&server, 60).await;
    let since = today - TimeDelta::days(90);
    let renamed = || ListChangesRequest {
        filter: Some(ChangeFilter {
            start_time: Some(Timestamp {
                seconds: since.timestamp(),
                nanos: 0,
            }),
            matching: Some(Matching::Sources(SourceFilter::default())),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    };
    server.log_settled().await;
    let page = server.changes().list_changes(renamed()).await.unwrap();
    assert_eq!(page.into_inner().changes.len(), 1);
    // What it is now stays, and what it was before is removed.
    keep(&server, 50).await;
    let status = server.changes().list_changes(renamed()).await.unwrap_err();
    expired(&status, "HISTORY_EXPIRED");
}

#[tokio::test]
async fn the_retention_horizon_covers_the_whole_of_a_large_commit() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    let requests = (0..400).map(|number| CreateSourceRequest {
        source: Some(outlet(&format!("Source {number}"))),
        ..CreateSourceRequest::default()
    });
    for _ in 0..4 {
        let batch = BatchCreateSourcesRequest {
            requests: requests.clone().collect(),
            ..BatchCreateSourcesRequest::default()
        };
        server.sources().batch_create_sources(batch).await.unwrap();
    }
    age(&server, 100).await;
    keep(&server, 50).await;
    let is_behind: bool = sqlx::query_scalar(
        "select bool_and((changes.epoch, changes.xid, changes.seq) \
             <= (retention.epoch, retention.xid, retention.seq)) from changes, retention",
    )
    .fetch_one(&mut server.connection().await)
    .await
    .unwrap();
    assert!(is_behind);
}

#[tokio::test]
async fn documents_are_not_moved_while_something_is_erased() {
    let server = TestServer::start().await;
    server.create_source(outlet("A")).await.unwrap();
    age(&server, 100).await;
    let mut locks = LockSet::new();
    locks.shared(Lockable::Documents);
    let erasing = server.store.begin(&locks).await.unwrap();
    let mut watching = server.connection().await;
    let keeping = async { keep(&server, 50).await };
    let released = async {
        loop {
            let is_waiting: bool = sqlx::query_scalar(
                "select exists (select from pg_locks where locktype = 'advisory' and not granted \
                 and database = (select oid from pg_database where datname = current_database()))",
            )
            .fetch_one(&mut watching)
            .await
            .unwrap();
            if is_waiting {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        erasing.rollback().await.unwrap();
    };
    tokio::join!(keeping, released);
}

#[tokio::test]
async fn an_article_text_with_an_appearance_is_kept() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "first")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let printed = server.create_appearance(&fact, appearance(&piece, "first"));
    let printed = printed.await.unwrap();
    let changed = Article {
        name: piece.name.clone(),
        body: "second".to_owned(),
        ..Article::default()
    };
    server.update_article(changed, &["body"]).await.unwrap();
    age(&server, 100).await;
    keep(&server, 50).await;
    let hedged = Appearance {
        name: printed.name.clone(),
        hedge: "perhaps".to_owned(),
        ..Appearance::default()
    };
    let hedged = server.update_appearance(hedged, &["hedge"]).await.unwrap();
    assert_eq!(hedged.article_version, 1);
    let report = claimstore::store::upkeep::check::check(&server.database.options()).await;
    assert_eq!(report.unwrap().differences, []);
}

#[tokio::test]
async fn article_texts_replaced_long_ago_are_removed_and_their_version_numbers_stay() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "first")).await.unwrap();
    for body in ["second", "third"] {
        age(&server, 60).await;
        let changed = Article {
            name: piece.name.clone(),
            body: body.to_owned(),
            ..Article::default()
        };
        server.update_article(changed, &["body"]).await.unwrap();
    }
    keep(&server, 50).await;
    let get = |version| GetArticleRequest {
        name: piece.name.clone(),
        view: ArticleView::Full.into(),
        version,
        ..GetArticleRequest::default()
    };
    let status = server.articles().get_article(get(1)).await.unwrap_err();
    expired(&status, "HISTORY_EXPIRED");
    for (version, body) in [(2, "second"), (3, "third")] {
        let found = server.articles().get_article(get(version)).await.unwrap();
        assert_eq!(found.into_inner().body, body);
    }
    let list = ListArticleVersionsRequest {
        name: piece.name.clone(),
        ..ListArticleVersionsRequest::default()
    };
    let versions = server.articles().list_article_versions(list).await.unwrap();
    let versions: Vec<(i32, String)> = versions
        .into_inner()
        .articles
        .into_iter()
        .map(|it| (it.version, it.headline))
        .collect();
    let expected = [(1, ""), (2, "A"), (3, "A")].map(|(n, it)| (n, it.to_owned()));
    assert_eq!(versions, expected);
}

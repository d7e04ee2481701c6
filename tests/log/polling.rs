//! Polling the log: every page says where it ends, and a later list goes on from there.

use claimstore::wire::pb::{
    ChangeFilter, ChangeOrder, ComparePositionsRequest, ListChangesRequest, ListChangesResponse,
    PositionOrder, ResourceKind, SourceFilter, WatchChangesRequest, change_filter::Matching,
};
use sqlx::Connection as _;
use tonic::Status;

use crate::support::{
    cluster::database_on_own_server,
    errors::{fields, why},
    random::Random,
    samples::{claim, outlet},
    server::{LIMITS, TestServer},
};

async fn page(
    server: &TestServer,
    request: ListChangesRequest,
) -> Result<ListChangesResponse, Status> {
    let answer = server.changes().list_changes(request).await?;
    Ok(answer.into_inner())
}

fn after(position: &str) -> ListChangesRequest {
    ListChangesRequest {
        after_position: position.to_owned(),
        ..ListChangesRequest::default()
    }
}

async fn compare(server: &TestServer, first: &str, second: &str) -> Result<PositionOrder, Status> {
    let request = ComparePositionsRequest {
        first: first.to_owned(),
        second: second.to_owned(),
    };
    let answer = server.changes().compare_positions(request).await?;
    Ok(answer.into_inner().order())
}

#[tokio::test]
async fn a_poller_gets_every_change_once_from_an_empty_log_on() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let mut random = Random::new(12);
    let mut position = String::new();
    let mut polled = Vec::new();
    let mut written = 0;
    for _ in 0..12 {
        for _ in 0..random.below(6) {
            let source = outlet(&format!("Outlet {written}"));
            server.create_source(source).await.unwrap();
            written += 1;
        }
        server.log_settled().await;
        let mut request = ListChangesRequest {
            page_size: 2,
            ..after(&position)
        };
        loop {
            let page = page(&server, request.clone()).await.unwrap();
            assert!(!page.position.is_empty());
            polled.extend(page.changes.into_iter().map(|it| it.position));
            position = page.position;
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
    }
    let whole = page(&server, ListChangesRequest::default()).await.unwrap();
    let whole: Vec<_> = whole.changes.into_iter().map(|it| it.position).collect();
    assert_eq!(whole.len(), written);
    assert_eq!(polled, whole);
}

#[tokio::test]
async fn a_page_ends_where_the_next_begins_also_without_its_token() {
    let server = TestServer::start().await;
    for number in 0..5 {
        let source = outlet(&format!("Outlet {number}"));
        server.create_source(source).await.unwrap();
        server
            .create_claim(claim(&format!("It is {number}")))
            .await
            .unwrap();
    }
    server.log_settled().await;
    for filter in [
        ChangeFilter {
            kinds: vec![ResourceKind::Source.into()],
            ..ChangeFilter::default()
        },
        ChangeFilter {
            matching: Some(Matching::Sources(SourceFilter::default())),
            ..ChangeFilter::default()
        },
    ] {
        let mut found = Vec::new();
        let mut position = String::new();
        loop {
            let request = ListChangesRequest {
                page_size: 2,
                filter: Some(filter.clone()),
                ..after(&position)
            };
            let page = page(&server, request).await.unwrap();
            found.extend(page.changes.into_iter().map(|it| it.resource_name));
            position = page.position;
            if page.next_page_token.is_empty() {
                break;
            }
        }
        let mut distinct = found.clone();
        distinct.dedup();
        assert_eq!((found.len(), distinct.len()), (5, 5));
    }
}

#[tokio::test]
async fn the_end_of_a_page_is_before_what_an_open_transaction_may_still_write() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    server.create_source(outlet("A")).await.unwrap();
    let options = server.database.options();
    let mut open = sqlx::PgConnection::connect_with(&options).await.unwrap();
    let begin = "begin; select pg_current_xact_id()";
    sqlx::raw_sql(begin).execute(&mut open).await.unwrap();
    server.create_source(outlet("B")).await.unwrap();
    let first = page(&server, ListChangesRequest::default()).await.unwrap();
    assert_eq!(first.changes.len(), 1);
    assert_eq!(first.position, first.changes[0].position);
    sqlx::raw_sql("rollback").execute(&mut open).await.unwrap();
    let second = page(&server, after(&first.position)).await.unwrap();
    assert_eq!(second.changes.len(), 1);
    let third = page(&server, after(&second.position)).await.unwrap();
    assert!(third.changes.is_empty());
    assert_eq!(third.position, second.position);
}

#[tokio::test]
async fn a_watch_goes_on_from_the_end_of_a_page() {
    let server = TestServer::start().await;
    server.create_source(outlet("A")).await.unwrap();
    server.log_settled().await;
    let listed = page(&server, ListChangesRequest::default()).await.unwrap();
    let later = server.create_source(outlet("B")).await.unwrap();
    let request = WatchChangesRequest {
        position: listed.position,
        ..WatchChangesRequest::default()
    };
    let watch = server.changes().watch_changes(request).await.unwrap();
    let mut watch = watch.into_inner();
    let seen = loop {
        let answer = watch.message().await.unwrap().unwrap();
        if let Some(change) = answer.changes.first() {
            break change.resource_name.clone();
        }
    };
    assert_eq!(seen, later.name);
}

#[tokio::test]
async fn positions_are_compared_by_the_server() {
    let server = TestServer::start().await;
    let empty = page(&server, ListChangesRequest::default()).await.unwrap();
    for name in ["A", "B"] {
        server.create_source(outlet(name)).await.unwrap();
    }
    server.log_settled().await;
    let listed = page(&server, ListChangesRequest::default()).await.unwrap();
    let [a, b] = [0, 1].map(|index| listed.changes[index].position.as_str());
    for (first, second, expected) in [
        (a, b, PositionOrder::Before),
        (b, a, PositionOrder::After),
        (a, a, PositionOrder::Same),
        (&empty.position, a, PositionOrder::Before),
        (&listed.position, b, PositionOrder::Same),
    ] {
        assert_eq!(compare(&server, first, second).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_position_of_another_database_is_refused() {
    let server = TestServer::start().await;
    let other = TestServer::start().await;
    other.create_source(outlet("A")).await.unwrap();
    other.log_settled().await;
    let foreign = page(&other, ListChangesRequest::default()).await.unwrap();
    let foreign = foreign.position.as_str();
    let own = page(&server, ListChangesRequest::default()).await.unwrap();
    let status = page(&server, after(foreign)).await.unwrap_err();
    assert_eq!(why(&status), "POSITION_FOREIGN");
    for (first, second) in [(foreign, own.position.as_str()), (&own.position, foreign)] {
        let status = compare(&server, first, second).await.unwrap_err();
        assert_eq!(why(&status), "POSITION_FOREIGN");
    }
}

#[tokio::test]
async fn what_is_not_a_position_is_refused() {
    let server = TestServer::start().await;
    let request = WatchChangesRequest {
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    server.create_source(outlet("A")).await.unwrap();
    let watch = server.changes().watch_changes(request).await.unwrap();
    let answer = watch.into_inner().message().await.unwrap().unwrap();
    assert!(answer.snapshot);
    let inside = answer.position;
    for wrong in ["nothing", inside.as_str()] {
        let status = page(&server, after(wrong)).await.unwrap_err();
        assert_eq!(why(&status), "POSITION_INVALID");
        let status = compare(&server, wrong, wrong).await.unwrap_err();
        assert_eq!(why(&status), "POSITION_INVALID");
    }
    let status = compare(&server, "", "").await.unwrap_err();
    assert_eq!(fields(&status), ["first", "second"]);
    let newest = ListChangesRequest {
        order: ChangeOrder::NewestFirst.into(),
        ..after("nothing")
    };
    let status = page(&server, newest).await.unwrap_err();
    assert_eq!(fields(&status), ["after_position"]);
}

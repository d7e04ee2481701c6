//! Listing and filtering the changes of the log.

mod children;
mod diff;
mod matching;
mod pages;

use claimstore::wire::pb::{
    Change, ChangeFilter, CreateSourceRequest, ImportBundleRequest, ListChangesRequest, Operation,
    Source, SourceKind, UpdateSourceRequest, change::Resource,
};
use prost_types::Timestamp;
use serde_json::json;
use sqlx::Connection as _;
use tonic::Request;

use crate::support::{
    cluster::database_on_own_server,
    errors::fields,
    server::{LIMITS, TestServer},
};

async fn list(server: &TestServer, request: ListChangesRequest) -> Vec<Change> {
    server
        .changes()
        .list_changes(request)
        .await
        .unwrap()
        .into_inner()
        .changes
}

async fn settled(server: &TestServer, request: ListChangesRequest) -> Vec<Change> {
    server.log_settled().await;
    list(server, request).await
}

async fn filtered(server: &TestServer, filter: ChangeFilter) -> Vec<Change> {
    let request = ListChangesRequest {
        filter: Some(filter),
        ..ListChangesRequest::default()
    };
    settled(server, request).await
}

fn names(changes: &[Change]) -> Vec<(&str, i64)> {
    changes
        .iter()
        .map(|it| (it.resource_name.as_str(), it.revision))
        .collect()
}

fn person(display_name: &str) -> Source {
    Source {
        kind: SourceKind::Person.into(),
        display_name: display_name.to_owned(),
        ..Source::default()
    }
}

async fn create_as(server: &TestServer, actor: &'static str, display_name: &str) -> Source {
    let mut request = Request::new(CreateSourceRequest {
        source: Some(person(display_name)),
        ..CreateSourceRequest::default()
    });
    request
        .metadata_mut()
        .insert("x-claimstore-actor", actor.parse().unwrap());
    server
        .sources()
        .create_source(request)
        .await
        .unwrap()
        .into_inner()
}

async fn rename(server: &TestServer, source: &Source, display_name: &str) -> Source {
    let request = UpdateSourceRequest {
        source: Some(Source {
            name: source.name.clone(),
            ..person(display_name)
        }),
        request_id: "0198c0de-0000-4000-8000-00000000000a".to_owned(),
        ..UpdateSourceRequest::default()
    };
    server
        .sources()
        .update_source(request)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn the_history_of_a_resource_holds_every_state_it_had() {
    let server = TestServer::start().await;
    let first = create_as(&server, "ada", "A").await;
    create_as(&server, "eva", "B").await;
    let second = rename(&server, &first, "C").await;

    let filter = ChangeFilter {
        resource_name: first.name.clone(),
        ..ChangeFilter::default()
    };
    let history = filtered(&server, filter).await;
    assert_eq!(
        names(&history),
        [(first.name.as_str(), 1), (first.name.as_str(), 2)]
    );
    assert_eq!(history[0].resource, Some(Resource::Source(first.clone())));
    assert_eq!(history[1].resource, Some(Resource::Source(second.clone())));
    assert_eq!(history[0].operation(), Operation::Created);
    assert_eq!(history[1].operation(), Operation::Updated);
    assert_eq!(
        history[1].request_id,
        "0198c0de-0000-4000-8000-00000000000a"
    );
    assert_eq!(history[0].change_time, first.update_time);
    assert_eq!(history[1].change_time, second.update_time);
    assert_ne!(history[0].position, history[1].position);
}

#[tokio::test]
async fn changes_are_found_by_actor_and_marked_as_unverified() {
    let server = TestServer::start().await;
    let first = create_as(&server, "ada", "A").await;
    let second = rename(&server, &create_as(&server, "eva", "B").await, "C").await;
    let by = async |actor: &str| {
        filtered(
            &server,
            ChangeFilter {
                actor: actor.to_owned(),
                ..ChangeFilter::default()
            },
        )
        .await
    };
    assert_eq!(
        names(&by("unverified:ada").await),
        [(first.name.as_str(), 1)]
    );
    assert_eq!(
        names(&by("unverified:eva").await),
        [(second.name.as_str(), 1)]
    );
    assert_eq!(
        names(&by("unverified:anonymous").await),
        [(second.name.as_str(), 2)]
    );
    assert_eq!(by("ada").await, []);
}

#[tokio::test]
async fn changes_are_found_from_a_start_time_until_before_an_end_time() {
    let server = TestServer::start().await;
    let mut times: Vec<Option<Timestamp>> = Vec::new();
    let mut all = Vec::new();
    for display_name in ["A", "B", "C"] {
        let source = create_as(&server, "ada", display_name).await;
        times.push(source.update_time);
        all.push(source.name);
    }
    let between = async |start_time, end_time| {
        let filter = ChangeFilter {
            start_time,
            end_time,
            ..ChangeFilter::default()
        };
        filtered(&server, filter)
            .await
            .into_iter()
            .map(|it| it.resource_name)
            .collect::<Vec<_>>()
    };
    assert_eq!(between(times[1], None).await, all[1..]);
    assert_eq!(between(None, times[1]).await, all[..1]);
    assert_eq!(between(times[0], times[2]).await, all[..2]);
    // A nanosecond later, and therefore after the change, which has whole microseconds.
    let [.., second, third] = times[..] else {
        unreachable!()
    };
    let finer = |time: Option<Timestamp>| {
        time.map(|time| Timestamp {
            nanos: time.nanos + 1,
            ..time
        })
    };
    assert_eq!(between(finer(second), None).await, all[2..]);
    assert_eq!(between(None, finer(second)).await, all[..2]);
    assert_eq!(between(finer(second), finer(third)).await, all[2..]);
}

#[tokio::test]
async fn changes_are_found_by_the_article_source_or_claim_that_they_concern() {
    let server = TestServer::start().await;
    let json = json!({
        "article": {"uri": "https://news.example/1", "headline": "A", "body": "They say so.", "citations": [{"source": "#page"}]},
        "sources": [
            {"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/p"}},
            {"key": "they", "source": {"kind": "SOURCE_KIND_UNNAMED_GROUP", "displayName": "They"}},
            {"key": "else", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/e"}},
        ],
        "claims": [{"claim": {"statement": "So", "language": "en", "type": "CLAIM_TYPE_CAUSAL"}, "appearances": [{
            "anchors": [{"part": "ARTICLE_PART_BODY", "exact": "so"}], "form": "APPEARANCE_FORM_STATED",
            "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_REPORTS",
            "chains": [{"hops": [{"source": "#they", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}],
        }]}],
    });
    let bundle = claimstore::wire::json::read_bundle(&json.to_string()).unwrap();
    let request = ImportBundleRequest {
        bundle: Some(bundle),
        ..ImportBundleRequest::default()
    };
    let results = server
        .bundles()
        .import_bundle(request)
        .await
        .unwrap()
        .into_inner()
        .results;
    let names: Vec<&str> = results.iter().map(|it| it.name.as_str()).collect();
    let [article, page, they, other, claim, appearance] = names[..] else {
        panic!("{names:?}")
    };
    let standing = format!("{claim}/standing");
    for (concerned, expected) in [
        (article, vec![article, appearance]),
        (page, vec![page, article]),
        (they, vec![they, appearance]),
        (other, vec![other]),
        (claim, vec![claim, appearance, &standing]),
    ] {
        let filter = ChangeFilter {
            concerns: concerned.to_owned(),
            ..ChangeFilter::default()
        };
        let mut found: Vec<String> = filtered(&server, filter)
            .await
            .into_iter()
            .map(|it| it.resource_name)
            .collect();
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{concerned}");
    }
}

#[tokio::test]
async fn an_update_concerns_the_previous_reference_too() {
    let server = TestServer::start().await;
    let outlet = create_as(&server, "ada", "Outlet").await;
    let page = Source {
        publisher: outlet.name.clone(),
        ..person("Page")
    };
    let request = CreateSourceRequest {
        source: Some(page),
        ..CreateSourceRequest::default()
    };
    let page = server
        .sources()
        .create_source(request)
        .await
        .unwrap()
        .into_inner();
    let request = UpdateSourceRequest {
        source: Some(Source {
            name: page.name.clone(),
            ..Source::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["publisher".to_owned()],
        }),
        ..UpdateSourceRequest::default()
    };
    server.sources().update_source(request).await.unwrap();
    let filter = ChangeFilter {
        concerns: outlet.name.clone(),
        ..ChangeFilter::default()
    };
    let found = filtered(&server, filter).await;
    assert_eq!(
        names(&found),
        [
            (outlet.name.as_str(), 1),
            (page.name.as_str(), 1),
            (page.name.as_str(), 2)
        ]
    );
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let time = |seconds| Some(Timestamp { seconds, nanos: 0 });
    let request = ListChangesRequest {
        page_size: -1,
        order: 9,
        view: 9,
        filter: Some(ChangeFilter {
            resource_name: "nothing".to_owned(),
            actor: "a\0".to_owned(),
            concerns: "claims/0198c0de-0000-7000-8000-000000000001/appearances/0198c0de-0000-7000-8000-000000000001".to_owned(),
            start_time: time(10),
            end_time: time(10), ..ChangeFilter::default() }),
        ..ListChangesRequest::default()
    };
    let status = server.changes().list_changes(request).await.unwrap_err();
    let mut paths = fields(&status);
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "filter.actor",
            "filter.concerns",
            "filter.end_time",
            "filter.resource_name",
            "order",
            "page_size",
            "view"
        ]
    );
}

#[tokio::test]
async fn changes_after_an_open_transaction_are_not_listed_yet() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    create_as(&server, "ada", "A").await;
    let mut open = sqlx::PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    sqlx::raw_sql("begin; select pg_current_xact_id()")
        .execute(&mut open)
        .await
        .unwrap();
    create_as(&server, "ada", "B").await;
    assert_eq!(list(&server, ListChangesRequest::default()).await.len(), 1);
    sqlx::raw_sql("rollback").execute(&mut open).await.unwrap();
    assert_eq!(list(&server, ListChangesRequest::default()).await.len(), 2);
}

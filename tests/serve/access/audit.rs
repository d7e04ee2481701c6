//! The audit log: who did what, and who was refused what.

use claimstore::wire::pb::{
    AuditEntry, AuditFilter, AuditOutcome, DeleteSourceRequest, EraseResourceRequest,
    ListAuditEntriesRequest, ListSourcesRequest, Source, UpdateSourceRequest,
    audit_service_client::AuditServiceClient,
};
use prost_types::{FieldMask, Timestamp};
use sqlx::{Connection as _, PgConnection};
use tonic::Code;
use uuid::Uuid;

use super::{
    create, guarded,
    imports::{stream, with_review},
    source, token,
};
use crate::support::{
    cluster::TestDatabase,
    errors::fields,
    issuer::{Newsroom, grant, with_token},
    server::TestServer,
};

/// A page of the audit log, after everything that was noted is written.
async fn page(server: &TestServer, token: &str, request: ListAuditEntriesRequest) -> Page {
    server.app.finish_audit().await.unwrap();
    let mut client = AuditServiceClient::new(server.channel());
    let listed = client
        .list_audit_entries(with_token(token, request))
        .await
        .unwrap()
        .into_inner();
    (listed.entries, listed.next_page_token)
}

type Page = (Vec<AuditEntry>, String);

/// The entries that meet a filter, the oldest first.
async fn entries(server: &TestServer, newsroom: &Newsroom, filter: AuditFilter) -> Vec<AuditEntry> {
    let request = ListAuditEntriesRequest {
        filter: Some(filter),
        ..ListAuditEntriesRequest::default()
    };
    let (mut entries, _) = page(server, &newsroom.token("auditor"), request).await;
    entries.reverse();
    entries
}

pub(super) async fn connect(database: &TestDatabase) -> PgConnection {
    let connected = PgConnection::connect_with(&database.options()).await;
    connected.unwrap()
}

/// Method, actor, code and reason.
fn short(entry: &AuditEntry) -> String {
    let method = entry.method.rsplit('/').next().unwrap();
    format!("{method} {} {} {}", entry.actor, entry.code, entry.reason)
        .trim_end()
        .to_owned()
}

pub(super) fn shorts(entries: &[AuditEntry]) -> Vec<String> {
    entries.iter().map(short).collect()
}

fn erase(name: &str) -> EraseResourceRequest {
    EraseResourceRequest {
        name: name.to_owned(),
        reason: "asked for".to_owned(),
        ..EraseResourceRequest::default()
    }
}

#[tokio::test]
async fn what_is_done_what_fails_and_what_is_refused_is_recorded_and_reads_are_not() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let (writer, admin) = (newsroom.token("writer"), newsroom.token("administrator"));
    let name = create(server.channel(), token(&writer)).await.unwrap();
    let list = with_token(&writer, ListSourcesRequest::default());
    server.sources().list_sources(list).await.unwrap();
    let refused = server
        .changes()
        .erase_resource(with_token(&writer, erase(&name)))
        .await;
    assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
    let nobody = server
        .sources()
        .list_sources(ListSourcesRequest::default())
        .await;
    assert_eq!(nobody.unwrap_err().code(), Code::Unauthenticated);
    let erased = server
        .changes()
        .erase_resource(with_token(&admin, erase(&name)))
        .await;
    erased.unwrap();
    let delete = DeleteSourceRequest {
        name: name.clone(),
        ..DeleteSourceRequest::default()
    };
    let failed = server
        .sources()
        .delete_source(with_token(&writer, delete))
        .await;
    let failed = failed.unwrap_err();

    let all = entries(&server, &newsroom, AuditFilter::default()).await;
    assert_eq!(
        shorts(&all),
        [
            "CreateSource desk:writer OK",
            "EraseResource desk:writer PERMISSION_DENIED PERMISSION_DENIED",
            "ListSources  UNAUTHENTICATED UNAUTHENTICATED",
            "EraseResource desk:administrator OK",
            "DeleteSource desk:writer NOT_FOUND RESOURCE_NOT_FOUND",
        ]
    );
    let outcomes: Vec<AuditOutcome> = all.iter().map(AuditEntry::outcome).collect();
    use AuditOutcome::{Failed, Refused, Succeeded};
    assert_eq!(outcomes, [Succeeded, Refused, Refused, Succeeded, Failed]);
    assert!(all.iter().all(|it| it.peer == "127.0.0.1" && it.count == 1));
    // Those that were not let in were not read.
    let resources: Vec<&str> = all.iter().map(|it| it.resource_name.as_str()).collect();
    assert_eq!(resources, [&name, "", "", &name, &name]);
    let call_id = failed.metadata().get("x-request-id").unwrap();
    assert_eq!(all[4].call_id, call_id.to_str().unwrap());
    let with_position: Vec<bool> = all.iter().map(|it| !it.position.is_empty()).collect();
    assert_eq!(with_position, [true, false, false, true, false]);
}

#[tokio::test]
async fn entries_are_found_by_actor_resource_method_outcome_and_time() {
    let newsroom = Newsroom::new();
    let acting = grant("desk:cms", "writer", "acts_for_others = true");
    let auditor = grant("desk:auditor", "auditor", "");
    newsroom.write_policy(&format!("{acting}{auditor}"));
    let server = guarded(&newsroom).await;
    let cms = newsroom.token("cms");
    let mut for_ada = token(&cms);
    for_ada.insert("x-claimstore-actor", "ada".parse().unwrap());
    let first = create(server.channel(), token(&cms)).await.unwrap();
    create(server.channel(), for_ada).await.unwrap();
    create(server.channel(), token(&newsroom.token("eve")))
        .await
        .unwrap_err();
    let all = entries(&server, &newsroom, AuditFilter::default()).await;
    assert_eq!(all.len(), 3);
    let found = async |filter: AuditFilter| shorts(&entries(&server, &newsroom, filter).await);

    let of = |actor: &str| AuditFilter {
        actor: actor.to_owned(),
        ..AuditFilter::default()
    };
    let [cms, ada, eve] = [
        "CreateSource desk:cms OK",
        "CreateSource desk:cms;for=ada OK",
        "CreateSource desk:eve PERMISSION_DENIED PERMISSION_DENIED",
    ];
    assert_eq!(found(of("desk:cms")).await, [cms, ada]);
    assert_eq!(found(of("desk:cms;for=ada")).await, [ada]);
    assert_eq!(found(of("desk:cm")).await, [""; 0]);
    let about = AuditFilter {
        resource_name: first,
        ..AuditFilter::default()
    };
    assert_eq!(found(about).await, [cms]);
    let method = |method: &str| AuditFilter {
        method: format!("claimstore.v1.SourceService/{method}"),
        ..AuditFilter::default()
    };
    assert_eq!(found(method("CreateSource")).await, [cms, ada, eve]);
    assert_eq!(found(method("DeleteSource")).await, [""; 0]);
    let with = |outcome: AuditOutcome| AuditFilter {
        outcome: outcome.into(),
        ..AuditFilter::default()
    };
    assert_eq!(found(with(AuditOutcome::Refused)).await, [eve]);
    assert_eq!(found(with(AuditOutcome::Failed)).await, [""; 0]);
    assert_eq!(found(with(AuditOutcome::Succeeded)).await, [cms, ada]);
    let between = AuditFilter {
        start_time: all[1].entry_time,
        end_time: all[2].entry_time,
        ..AuditFilter::default()
    };
    assert_eq!(found(between).await, [ada]);
}

#[tokio::test]
async fn pages_hold_each_entry_once() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    for _ in 0..7 {
        create(server.channel(), token(&newsroom.token("writer")))
            .await
            .unwrap();
    }
    let (mut seen, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListAuditEntriesRequest {
            page_size: 3,
            page_token,
            ..ListAuditEntriesRequest::default()
        };
        let (entries, next) = page(&server, &newsroom.token("auditor"), request).await;
        seen.extend(entries.into_iter().map(|it| it.entry_id));
        page_token = next;
        if page_token.is_empty() {
            break;
        }
    }
    assert_eq!(seen.len(), 7);
    // The newest first.
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
}

#[tokio::test]
async fn a_filter_that_is_wrong_is_refused_with_everything_that_is() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let request = ListAuditEntriesRequest {
        page_size: -1,
        filter: Some(AuditFilter {
            actor: "a".repeat(401),
            resource_name: "a".repeat(201),
            method: "a".repeat(201),
            outcome: 9,
            start_time: Some(Timestamp {
                seconds: 2,
                nanos: 0,
            }),
            end_time: Some(Timestamp {
                seconds: 1,
                nanos: 0,
            }),
        }),
        ..ListAuditEntriesRequest::default()
    };
    let mut client = AuditServiceClient::new(server.channel());
    let refused = client.list_audit_entries(with_token(&newsroom.token("auditor"), request));
    assert_eq!(
        fields(&refused.await.unwrap_err()),
        [
            "page_size",
            "filter.actor",
            "filter.resource_name",
            "filter.method",
            "filter.outcome",
            "filter.end_time"
        ]
    );
}

#[tokio::test]
async fn refusals_that_repeat_are_counted_in_one_entry() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    for _ in 0..20 {
        create(server.channel(), token("wrong")).await.unwrap_err();
    }
    let all = entries(&server, &newsroom, AuditFilter::default()).await;
    let counts: Vec<i64> = all.iter().map(|it| it.count).collect();
    assert_eq!(counts, [1, 19]);
}

#[tokio::test]
async fn a_dry_run_is_recorded_only_if_it_fails() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    let dry = claimstore::wire::pb::CreateSourceRequest {
        validate_only: true,
        ..source()
    };
    let tried = server
        .sources()
        .create_source(with_token(&writer, dry))
        .await;
    tried.unwrap();
    let dry = UpdateSourceRequest {
        source: Some(Source {
            name: format!("sources/{}", Uuid::now_v7()),
            ..Source::default()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["display_name".to_owned()],
        }),
        validate_only: true,
        ..UpdateSourceRequest::default()
    };
    let name = dry.source.as_ref().unwrap().name.clone();
    let tried = server
        .sources()
        .update_source(with_token(&writer, dry))
        .await;
    tried.unwrap_err();
    let all = entries(&server, &newsroom, AuditFilter::default()).await;
    assert_eq!(
        shorts(&all),
        ["UpdateSource desk:writer NOT_FOUND RESOURCE_NOT_FOUND"]
    );
    assert_eq!(all[0].resource_name, name);
}

#[tokio::test]
async fn a_bundle_of_a_stream_that_is_refused_has_an_entry_of_its_own() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    let code = stream(&server, &writer, with_review()).await;
    assert_eq!(code, Code::PermissionDenied);
    let mut all = shorts(&entries(&server, &newsroom, AuditFilter::default()).await);
    // The stream has begun before the bundle was refused, and may be noted after it.
    all.sort();
    assert_eq!(
        all,
        [
            "ImportBundles desk:writer OK",
            "ImportBundles desk:writer PERMISSION_DENIED PERMISSION_DENIED"
        ]
    );
}

#[tokio::test]
async fn a_server_that_stops_writes_what_it_noted() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    for _ in 0..3 {
        create(server.channel(), token("wrong")).await.unwrap_err();
    }
    let database = server.leave().await;
    let counts: Vec<i64> = sqlx::query_scalar("select count from audit_entries order by entry_id")
        .fetch_all(&mut connect(&database).await)
        .await
        .unwrap();
    assert_eq!(counts, [1, 2]);
}

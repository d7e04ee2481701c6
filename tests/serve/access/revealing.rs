//! Who may learn what a confidential source is, and what the audit log says of it.

use claimstore::wire::pb::{
    AuditEntry, ListAuditEntriesRequest, RevealSourceRequest, RevealSourceResponse, Source,
    audit_service_client::AuditServiceClient,
};
use sqlx::{Connection as _, PgConnection};
use tonic::{Code, Status};

use super::{guarded, source};
use crate::support::{
    issuer::{Newsroom, with_token},
    server::TestServer,
};

async fn create(server: &TestServer, newsroom: &Newsroom) -> String {
    let mut request = source();
    request.source.as_mut().unwrap().confidential = true;
    let request = with_token(&newsroom.token("writer"), request);
    let created: Source = server
        .sources()
        .create_source(request)
        .await
        .unwrap()
        .into_inner();
    created.name
}

async fn reveal(
    server: &TestServer,
    newsroom: &Newsroom,
    role: &str,
    name: &str,
) -> Result<RevealSourceResponse, Status> {
    let request = RevealSourceRequest {
        name: name.to_owned(),
        justification: format!("asked by {role}"),
    };
    let request = with_token(&newsroom.token(role), request);
    Ok(server.sources().reveal_source(request).await?.into_inner())
}

/// The entries about RevealSource, the oldest first.
async fn entries(server: &TestServer, newsroom: &Newsroom) -> Vec<AuditEntry> {
    server.app.finish_audit().await.unwrap();
    let request = with_token(
        &newsroom.token("auditor"),
        ListAuditEntriesRequest::default(),
    );
    let mut client = AuditServiceClient::new(server.channel());
    let mut entries = client
        .list_audit_entries(request)
        .await
        .unwrap()
        .into_inner()
        .entries;
    entries.retain(|it| it.method.ends_with("/RevealSource"));
    entries.reverse();
    entries
}

#[tokio::test]
async fn only_who_has_the_right_reveals_and_every_attempt_is_recorded() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let name = create(&server, &newsroom).await;
    for role in [
        "reader",
        "writer",
        "desk-editor",
        "auditor",
        "administrator",
    ] {
        let refused = reveal(&server, &newsroom, role, &name).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{role}");
    }
    let revealed = reveal(&server, &newsroom, "revealer", &name).await.unwrap();
    assert_eq!(revealed.source.unwrap().display_name, "A");
    let missing = "sources/0198c0de-0000-7000-8000-000000000001";
    reveal(&server, &newsroom, "revealer", missing)
        .await
        .unwrap_err();

    let entries = entries(&server, &newsroom).await;
    let short: Vec<String> = entries
        .iter()
        .map(|it| {
            format!("{} {} {}", it.actor, it.code, it.justification)
                .trim_end()
                .to_owned()
        })
        .collect();
    assert_eq!(
        short,
        [
            "desk:reader PERMISSION_DENIED",
            "desk:writer PERMISSION_DENIED",
            "desk:desk-editor PERMISSION_DENIED",
            "desk:auditor PERMISSION_DENIED",
            "desk:administrator PERMISSION_DENIED",
            "desk:revealer OK asked by revealer",
            "desk:revealer NOT_FOUND asked by revealer",
        ]
    );
    assert_eq!(entries[5].resource_name, name);
    assert_eq!(entries[5].peer, "127.0.0.1");
    assert_eq!(entries[6].resource_name, missing);
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_revealed() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let name = create(&server, &newsroom).await;
    server.app.finish_audit().await.unwrap();
    let mut admin = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    for (from, to, is_revealed) in [
        ("audit_entries", "elsewhere", false),
        ("elsewhere", "audit_entries", true),
    ] {
        let rename = format!("alter table {from} rename to {to}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(rename))
            .execute(&mut admin)
            .await
            .unwrap();
        let revealed = reveal(&server, &newsroom, "revealer", &name).await;
        assert_eq!(revealed.is_ok(), is_revealed, "{revealed:?}");
    }
}

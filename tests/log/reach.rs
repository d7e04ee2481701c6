//! The reach of a retraction continues where it stopped, and does nothing twice.

use std::time::Duration;

use claimstore::wire::pb::{
    Appearance, AttributionChain, BatchCreateAppearancesRequest, BatchCreateClaimsRequest,
    CreateAppearanceRequest, CreateClaimRequest, RetractSourceRequest, Retraction, Source,
    source_service_client::SourceServiceClient,
};
use rustix::process::Signal;
use sqlx::PgConnection;
use tonic::transport::{Channel, Endpoint};

use crate::support::{
    cluster::{TestDatabase, database_on_own_server},
    process::{Serving, claimstore},
    samples::{appearance, article, claim, hop, outlet},
    server::{LIMITS, TestServer},
};

/// The reach needs three steps for this many claims.
const CLAIMS: usize = 600;

/// A database with a source to which this many claims are attributed.
async fn filled() -> (TestDatabase, Source) {
    // On its own server, because the test's open transaction delays all readers of the log.
    let database = database_on_own_server().await;
    let server = TestServer::start_over(database, LIMITS).await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let words: Vec<String> = (0..CLAIMS).map(|number| format!("w{number:04}")).collect();
    let printed = server.create_article(article("H", &words.join(" ")));
    let printed = printed.await.unwrap();
    for words in words.chunks(300) {
        let requests = words.iter().map(|word| CreateClaimRequest {
            claim: Some(claim(word)),
            ..CreateClaimRequest::default()
        });
        let request = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        let claims = server.claims().batch_create_claims(request).await.unwrap();
        let claims = claims.into_inner().claims;
        let requests = claims.iter().zip(words);
        let requests = requests.map(|(claim, word)| CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(Appearance {
                chains: vec![AttributionChain {
                    hops: vec![hop(&source)],
                }],
                ..appearance(&printed, word)
            }),
            ..CreateAppearanceRequest::default()
        });
        let request = BatchCreateAppearancesRequest {
            parent: "claims/-".to_owned(),
            requests: requests.collect(),
            ..BatchCreateAppearancesRequest::default()
        };
        let created = server.claims().batch_create_appearances(request).await;
        created.unwrap();
    }
    (server.leave().await, source)
}

fn serve(database: &TestDatabase) -> Serving {
    let url = database.url();
    Serving::start(claimstore().args(["serve", "--database-url", &url]))
}

async fn retract(serving: &Serving, source: &Source) {
    let channel: Channel = Endpoint::from_shared(serving.url())
        .unwrap()
        .connect()
        .await
        .unwrap();
    let request = RetractSourceRequest {
        name: source.name.clone(),
        retraction: Some(Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    SourceServiceClient::new(channel)
        .retract_source(request)
        .await
        .unwrap();
}

/// The number of claims that the reach has processed, and whether it has ended.
async fn progress(connection: &mut PgConnection) -> (i32, bool) {
    sqlx::query_as("select claim_count, end_time is not null from reaches")
        .fetch_one(connection)
        .await
        .unwrap()
}

async fn wait_for(connection: &mut PgConnection, expected: (i32, bool)) {
    while progress(connection).await != expected {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn after_a_kill_the_next_service_continues_the_reach_and_repeats_nothing() {
    let (database, source) = filled().await;
    let options = database.options();
    let mut looking = <PgConnection as sqlx::Connection>::connect_with(&options)
        .await
        .unwrap();
    let mut holding = <PgConnection as sqlx::Connection>::connect_with(&options)
        .await
        .unwrap();
    // The last step waits for the lock on the standing of the last claim.
    sqlx::raw_sql("begin; select from standings order by claim_id desc limit 1 for update")
        .execute(&mut holding)
        .await
        .unwrap();
    let mut first = serve(&database);
    retract(&first, &source).await;
    wait_for(&mut looking, (400, false)).await;
    first.signal(Signal::KILL);
    first.wait();
    sqlx::raw_sql("rollback")
        .execute(&mut holding)
        .await
        .unwrap();
    assert_eq!(progress(&mut looking).await, (400, false));

    let mut second = serve(&database);
    wait_for(&mut looking, (600, true)).await;
    second.signal(Signal::TERM);
    assert!(second.wait().success());
    let counts: Vec<(i64, i64)> = sqlx::query_as(
        "
        select times, count(*) from (
            select count(*) as times from changes
            where kind = 7 and cause_kind = 1 and cause_revision = 2 and actor = 'claimstore'
            group by id
        ) moved group by times
        ",
    )
    .fetch_all(&mut looking)
    .await
    .unwrap();
    assert_eq!(counts, [(1, 600)]);
}

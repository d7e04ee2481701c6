//! Reads of single resources share queries with those of other calls. Each is answered as if it
//! were alone.

mod plans;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use claimstore::{
    api::call::edge::Limits,
    wire::pb::{
        Claim, ClaimView, GetClaimRequest, GetStandingRequest, Review, Verdict,
        claim_service_client::ClaimServiceClient,
    },
};
use sqlx::{Connection as _, PgConnection};
use tokio::task::JoinHandle;
use tonic::{Code, Request, Status, transport::Endpoint};
use tonic_types::StatusExt as _;

use crate::support::{
    children::claims,
    cluster::{TestDatabase, database_on_own_server},
    errors::reason,
    locks::wait_for_a_waiter,
    samples::{appearance, article, page, review},
    server::{LIMITS, TestServer},
};

const READERS: usize = 24;
const WRITES: i64 = 30;

fn get(name: &str) -> GetClaimRequest {
    GetClaimRequest {
        name: name.to_owned(),
        ..GetClaimRequest::default()
    }
}

/// Keeps queries of the table waiting until it is dropped or committed.
async fn block(database: &TestDatabase, table: &str) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let pool = sqlx::PgPool::connect_with(database.options())
        .await
        .unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "nothing drops this begin half-way"
    )]
    let mut held = pool.begin().await.unwrap();
    let lock = format!("lock table {table} in access exclusive mode");
    sqlx::raw_sql(sqlx::AssertSqlSafe(lock))
        .execute(&mut *held)
        .await
        .unwrap();
    held
}

/// Starts a call that reads a claim.
fn start(server: &TestServer, name: &str) -> JoinHandle<Result<Claim, Status>> {
    let (mut client, request) = (server.claims(), get(name));
    tokio::spawn(async move { Ok(client.get_claim(request).await?.into_inner()) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_sees_every_write_that_was_acknowledged_before_it() {
    let server = Arc::new(TestServer::start().await);
    let given: [Claim; 4] = claims(&server).await;
    let known: Arc<Vec<(String, AtomicI64)>> = Arc::new(
        given
            .iter()
            .map(|it| (it.name.clone(), AtomicI64::new(it.revision)))
            .collect(),
    );
    let is_over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..READERS)
        .map(|number| {
            let (server, known, is_over) = (server.clone(), known.clone(), is_over.clone());
            let view = match number % 2 {
                0 => ClaimView::Basic,
                _ => ClaimView::WithStanding,
            };
            tokio::spawn(async move {
                let (name, acknowledged) = &known[number % known.len()];
                let (mut reads, mut last) = (0, 0);
                while !is_over.load(Ordering::Acquire) {
                    let before = acknowledged.load(Ordering::Acquire);
                    let request = GetClaimRequest {
                        view: view.into(),
                        ..get(name)
                    };
                    let read = server.claims().get_claim(request).await.unwrap();
                    let revision = read.into_inner().revision;
                    assert!(revision >= before, "{revision} after {before}");
                    assert!(revision >= last, "{revision} after {last} was read");
                    last = revision;
                    reads += 1;
                }
                reads
            })
        })
        .collect();
    let writers: Vec<_> = given
        .into_iter()
        .enumerate()
        .map(|(number, claim)| {
            let (server, known) = (server.clone(), known.clone());
            tokio::spawn(async move {
                for round in 0..WRITES {
                    let changed = Claim {
                        name: claim.name.clone(),
                        subject: format!("subject {round}"),
                        ..Claim::default()
                    };
                    let written = server.update_claim(changed, &["subject"]).await.unwrap();
                    known[number].1.store(written.revision, Ordering::Release);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    is_over.store(true, Ordering::Release);
    let mut reads = 0;
    for reader in readers {
        reads += reader.await.unwrap();
    }
    assert!(reads > READERS, "only {reads} reads");
    for (_, revision) in known.iter() {
        assert_eq!(revision.load(Ordering::Acquire), 1 + WRITES);
    }
}

#[tokio::test]
async fn a_call_that_ends_early_disturbs_none_that_waits_with_it() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let given: [Claim; 12] = claims(&server).await;
    let source = server
        .create_source(page("https://a.example"))
        .await
        .unwrap();
    let held = block(&server.database, "claims").await;
    let mut waiting = Vec::new();
    let (mut cancelled, mut in_a_hurry) = (Vec::new(), Vec::new());
    for (number, claim) in given.iter().enumerate() {
        waiting.push((claim, start(&server, &claim.name)));
        match number % 2 {
            0 => cancelled.push(start(&server, &claim.name)),
            _ => {
                let mut request = Request::new(get(&claim.name));
                request.set_timeout(Duration::from_millis(300));
                let mut client = server.claims();
                in_a_hurry.push(tokio::spawn(async move {
                    client.get_claim(request).await.unwrap_err()
                }));
            }
        }
    }
    let missing = start(&server, "claims/0198c0de-0000-7000-8000-000000000001");
    wait_for_a_waiter(&server.database).await;
    for call in cancelled {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    for call in in_a_hurry {
        // The client's own timer can be faster than the server's answer.
        let code = call.await.unwrap().code();
        assert!(
            matches!(code, Code::DeadlineExceeded | Code::Cancelled),
            "{code}"
        );
    }
    // What is read from other tables does not wait.
    let read = server.get_source(&source.name).await.unwrap();
    assert_eq!(read, source);
    assert!(waiting.iter().all(|(_, call)| !call.is_finished()));
    held.rollback().await.unwrap();
    for (claim, call) in waiting {
        assert_eq!(call.await.unwrap().unwrap(), *claim);
    }
    let status = missing.await.unwrap().unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned())
    );
}

#[tokio::test]
async fn an_outage_is_reported_to_every_call_that_waits() {
    let database = database_on_own_server().await;
    let mut server = TestServer::start_over(database, LIMITS).await;
    let given: [Claim; 5] = claims(&server).await;
    let held = block(&server.database, "claims").await;
    let waiting: Vec<_> = (0..20)
        .map(|number| start(&server, &given[number % given.len()].name))
        .collect();
    wait_for_a_waiter(&server.database).await;
    server.database.stop_server().await;
    for call in waiting {
        let status = call.await.unwrap().unwrap_err();
        assert_eq!(
            reason(&status),
            (Code::Unavailable, "DATABASE_UNAVAILABLE".to_owned())
        );
        let details = status.get_error_details();
        assert!(details.retry_info().is_some());
        assert!(!details.request_info().unwrap().request_id.is_empty());
    }
    drop(held);
    server.database.start_server().await;
    for claim in &given {
        let read = crate::support::retry::with_retries(|| server.get_claim(&claim.name)).await;
        assert_eq!(read.0.unwrap(), *claim);
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_fails_only_those_who_read_it() {
    let server = TestServer::start_over(database_on_own_server().await, LIMITS).await;
    let given: [Claim; 6] = claims(&server).await;
    let id = given[2].name.trim_start_matches("claims/");
    let view = format!(
        "alter table claims rename to stored;
         create view claims as
         select id, merged_into_id, is_deleted,
                case when 1 / (id <> '{id}')::int > 0 then doc end as doc
         from stored"
    );
    let mut connection = PgConnection::connect_with(&server.database.options())
        .await
        .unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(view))
        .execute(&mut connection)
        .await
        .unwrap();
    let held = block(&server.database, "stored").await;
    let waiting: Vec<_> = (0..60)
        .map(|number| (number % 6, start(&server, &given[number % 6].name)))
        .collect();
    wait_for_a_waiter(&server.database).await;
    held.rollback().await.unwrap();
    for (number, call) in waiting {
        let answer = call.await.unwrap();
        match number {
            2 => assert_eq!(answer.unwrap_err().code(), Code::Internal),
            _ => assert_eq!(answer.unwrap(), given[number]),
        }
    }
}

#[tokio::test]
async fn calls_that_do_not_fit_into_the_queue_are_refused_and_the_others_answered() {
    const CALLS: usize = 1_500;
    let limits = Limits {
        calls_max: 2 * CALLS,
        ..LIMITS
    };
    let server = TestServer::start_over(database_on_own_server().await, limits).await;
    let [given] = claims(&server).await;
    let held = block(&server.database, "claims").await;
    let endpoint = Endpoint::from_shared(server.address.clone()).unwrap();
    let calls: Vec<_> = (0..CALLS / 100)
        .flat_map(|_| {
            let client = ClaimServiceClient::new(endpoint.connect_lazy());
            std::iter::repeat_n(client, 100)
        })
        .map(|mut client| {
            let request = get(&given.name);
            tokio::spawn(
                async move { Ok::<_, Status>(client.get_claim(request).await?.into_inner()) },
            )
        })
        .collect();
    // The queue holds 1,000, and each of two queries at most 100.
    let refused = |calls: &[JoinHandle<_>]| calls.iter().filter(|it| it.is_finished()).count();
    while refused(&calls) < CALLS - 1_200 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    held.rollback().await.unwrap();
    let (mut answered, mut refused) = (0, 0);
    for call in calls {
        match call.await.unwrap() {
            Ok(claim) => {
                assert_eq!(claim, given);
                answered += 1;
            }
            Err(status) => {
                let expected = (Code::ResourceExhausted, "OVERLOADED".to_owned());
                assert_eq!(reason(&status), expected);
                assert!(status.get_error_details().retry_info().is_some());
                refused += 1;
            }
        }
    }
    assert!(
        answered >= 1_000 && answered + refused == CALLS,
        "{answered}"
    );
    assert_eq!(server.get_claim(&given.name).await.unwrap(), given);
}

#[tokio::test]
async fn every_kind_is_read_alike_by_one_call_and_by_many() {
    let server = Arc::new(TestServer::start().await);
    let [parent, other] = claims(&server).await;
    let text = article("Headline", "It rose by a tenth.");
    let printed = server.create_article(text).await.unwrap();
    let given = appearance(&printed, "It rose by a tenth.");
    let printing = server.create_appearance(&parent, given).await.unwrap();
    let reviewed: Review = server
        .create_review(&parent, review("Desk", Verdict::False, 1))
        .await
        .unwrap();
    let alone = (
        server.get_article(&printed.name).await.unwrap(),
        server.get_appearance(&printing.name).await.unwrap(),
        server.get_review(&reviewed.name).await.unwrap(),
        standing(&server, &parent).await,
    );
    assert_eq!(alone.0.body, "It rose by a tenth.");
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let server = server.clone();
            let names = (
                printed.name.clone(),
                printing.name.clone(),
                reviewed.name.clone(),
            );
            let parent = parent.clone();
            tokio::spawn(async move {
                (
                    server.get_article(&names.0).await.unwrap(),
                    server.get_appearance(&names.1).await.unwrap(),
                    server.get_review(&names.2).await.unwrap(),
                    standing(&server, &parent).await,
                )
            })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), alone);
    }
    // An id under another claim names nothing, also beside the right name.
    let wrong = printing.name.replace(&parent.name, &other.name);
    let (right, wrong) = tokio::join!(
        server.get_appearance(&printing.name),
        server.get_appearance(&wrong)
    );
    assert_eq!(right.unwrap(), printing);
    assert_eq!(wrong.unwrap_err().code(), Code::NotFound);
}

async fn standing(server: &TestServer, claim: &Claim) -> claimstore::wire::pb::Standing {
    let request = GetStandingRequest {
        name: format!("{}/standing", claim.name),
        ..GetStandingRequest::default()
    };
    let answer = server.claims().get_standing(request).await;
    answer.unwrap().into_inner()
}

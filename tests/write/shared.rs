//! Creations at the same time, which share transactions: each is answered, refused and logged
//! as if it were alone.

use claimstore::{
    domain::resource::Kind,
    store::write::{LockSet, Lockable},
    wire::pb::{Claim, CreateClaimRequest, CreateReviewRequest, Review, Verdict},
};
use sqlx::PgConnection;
use tokio::task::JoinHandle;
use tonic::{Code, Request, Status};
use uuid::Uuid;

use crate::support::{
    children::claims,
    cluster::database_on_own_server,
    errors::reason,
    locks::wait_for_waiters,
    samples::{claim, review},
    server::{LIMITS, TestServer, store},
};

type Sent<T> = JoinHandle<Result<T, Status>>;

/// Sends a creation in a task of its own.
fn send(server: &TestServer, actor: &str, id: Option<u128>, new: Claim) -> Sent<Claim> {
    let mut client = server.claims();
    let mut request = Request::new(CreateClaimRequest {
        claim: Some(new),
        request_id: id.map_or_else(String::new, |id| Uuid::from_u128(id).to_string()),
        ..CreateClaimRequest::default()
    });
    let actor = actor.parse().unwrap();
    request.metadata_mut().insert("x-claimstore-actor", actor);
    tokio::spawn(async move { Ok(client.create_claim(request).await?.into_inner()) })
}

/// Keeps transactions from writing to the log, from when one of them waits for that until this
/// is released. What is created meanwhile waits to share the next transaction.
struct Held {
    connection: PgConnection,
    opener: Sent<Claim>,
}

impl Held {
    async fn begin(server: &TestServer) -> Self {
        let mut connection = server.connection().await;
        sqlx::raw_sql("begin; lock table changes in share mode")
            .execute(&mut connection)
            .await
            .unwrap();
        let opener = send(server, "opener", None, claim("Opener"));
        wait_for_waiters(&server.database, 1).await;
        Self { connection, opener }
    }

    async fn release(mut self, server: &TestServer) {
        // What was sent before on this connection has arrived when this is answered.
        let absent = server.get_claim(&format!("claims/{}", Uuid::nil())).await;
        assert!(absent.is_err());
        sqlx::raw_sql("commit")
            .execute(&mut self.connection)
            .await
            .unwrap();
        self.opener.await.unwrap().unwrap();
    }
}

async fn server() -> TestServer {
    TestServer::start_over(database_on_own_server().await, LIMITS).await
}

/// The number of transactions that wrote claims, and of claims in the log.
async fn transactions(server: &TestServer) -> (i64, i64) {
    let counted =
        sqlx::query_as("select count(distinct xid), count(*) from changes where kind = $1");
    counted
        .bind(Kind::Claim.code())
        .fetch_one(&mut server.connection().await)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_creation_is_logged_under_its_own_caller_and_request() {
    const CALLERS: u128 = 40;
    let server = server().await;
    let held = Held::begin(&server).await;
    let sent: Vec<_> = (1..=CALLERS)
        .map(|n| {
            let id = (n % 2 == 0).then_some(n);
            send(
                &server,
                &format!("caller-{n}"),
                id,
                claim(&format!("Claim {n}")),
            )
        })
        .collect();
    held.release(&server).await;
    for (n, sent) in (1..=CALLERS).zip(sent) {
        let created = sent.await.unwrap().unwrap();
        assert_eq!(created.statement, format!("Claim {n}"));
        let id = Uuid::parse_str(created.name.strip_prefix("claims/").unwrap()).unwrap();
        let logged: Vec<(String, Option<Uuid>, i64)> = sqlx::query_as(
            "select actor, request_id, revision from changes where id = $1 order by seq",
        )
        .bind(id)
        .fetch_all(&mut server.connection().await)
        .await
        .unwrap();
        let request = (n % 2 == 0).then(|| Uuid::from_u128(n));
        assert!(!logged.is_empty());
        for change in logged {
            assert_eq!(change, (format!("unverified:caller-{n}"), request, 1));
        }
        if let Some(request) = request {
            // It is known under its own request id.
            let again = claim(&format!("Claim {n}"));
            let again = send(
                &server,
                &format!("caller-{n}"),
                Some(request.as_u128()),
                again,
            );
            assert_eq!(again.await.unwrap().unwrap(), created);
        }
    }
    let (transactions, created) = transactions(&server).await;
    assert_eq!(created, 41);
    assert!(transactions < created / 2, "{transactions}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_creation_takes_no_other_with_it() {
    let server = server().await;
    let [reviewed] = claims(&server).await;
    let held = Held::begin(&server).await;
    let sent: Vec<_> = (0..10)
        .map(|n| send(&server, "ada", None, claim(&format!("Claim {n} of ten"))))
        .collect();
    let double = send(&server, "eve", None, claim(&reviewed.statement));
    let nothing = Claim {
        name: format!("claims/{}", Uuid::nil()),
        ..Claim::default()
    };
    let of_nothing = send_review(&server, &nothing, 1);
    held.release(&server).await;
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
    let double = double.await.unwrap().unwrap_err();
    assert_eq!(double.code(), Code::AlreadyExists);
    let of_nothing = of_nothing.await.unwrap().unwrap_err();
    assert_eq!(of_nothing.code(), Code::NotFound, "{of_nothing:?}");
    assert_eq!(transactions(&server).await.1, 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_equal_claims_at_the_same_time_one_is_created() {
    let server = server().await;
    let held = Held::begin(&server).await;
    let sent: Vec<_> = (0..8)
        .map(|n| send(&server, &format!("caller-{n}"), None, claim("The same")))
        .collect();
    held.release(&server).await;
    let mut created = 0;
    for sent in sent {
        match sent.await.unwrap() {
            Ok(_) => created += 1,
            Err(status) => assert_eq!(status.code(), Code::AlreadyExists),
        }
    }
    assert_eq!(created, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_sent_twice_at_the_same_time_is_done_once() {
    let server = server().await;
    let held = Held::begin(&server).await;
    let sent: Vec<_> = (0..8)
        .map(|_| send(&server, "ada", Some(7), claim("Once")))
        .collect();
    let other = send(&server, "ada", Some(7), claim("Other"));
    held.release(&server).await;
    let mut names = Vec::new();
    for sent in sent {
        match sent.await.unwrap() {
            Ok(claim) => names.push(claim.name),
            // The other one was first.
            Err(status) => assert_eq!(reason(&status).1, "REQUEST_ID_REUSED"),
        }
    }
    names.dedup();
    match other.await.unwrap() {
        Ok(_) => assert!(names.is_empty()),
        Err(status) => {
            assert_eq!(reason(&status).1, "REQUEST_ID_REUSED");
            assert_eq!(names.len(), 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_waits_for_a_lock_holds_up_no_other() {
    let server = server().await;
    let [locked] = claims(&server).await;
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Resource(locked.name.parse().unwrap()));
    let other = store(server.database.options());
    let held = other.begin(&locks).await.unwrap();
    let waiting: Vec<_> = (0..4).map(|n| send_review(&server, &locked, n)).collect();
    wait_for_waiters(&server.database, 1).await;
    for n in 0..10 {
        let created = send(&server, "ada", None, claim(&format!("Claim {n} of ten")));
        created.await.unwrap().unwrap();
    }
    assert!(waiting.iter().all(|review| !review.is_finished()));
    held.rollback().await.unwrap();
    for review in waiting {
        review.await.unwrap().unwrap();
    }
}

fn send_review(server: &TestServer, of: &Claim, second: i64) -> Sent<Review> {
    let mut client = server.reviews();
    let request = CreateReviewRequest {
        parent: of.name.clone(),
        review: Some(review("Ada", Verdict::True, second)),
        ..CreateReviewRequest::default()
    };
    tokio::spawn(async move { Ok(client.create_review(request).await?.into_inner()) })
}

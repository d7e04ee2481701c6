//! Dry runs hold nothing that another call waits for, and wait for calls that write.

use std::time::Duration;

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, BatchCreateSourcesRequest, Claim,
    CreateAppearanceRequest, CreateReviewRequest, CreateSourceRequest, DeleteSourceRequest,
    UpdateClaimRequest, Verdict,
};
use tokio::task::JoinHandle;
use tonic::{Code, Status};

use super::{mutation::Mutation, rows, script::script};
use crate::support::{
    calls::mask,
    errors::{holder, reason},
    locks::{
        IS_BETWEEN_STATEMENTS, WAITS_FOR_A_CALL, WAITS_FOR_A_TABLE, lock_tables, unlock,
        wait_for_sessions,
    },
    samples::{appearance, article, claim, hop, page, review},
    server::TestServer,
    turns::all_turns,
};

#[tokio::test]
async fn no_dry_run_waits_for_a_row_or_writes_one() {
    let server = TestServer::start().await;
    for mutation in script() {
        // Nothing of the server itself writes any more.
        rows(&server).await;
        let locked = lock_tables(&server, "%", "share").await;
        let attempt = mutation.dry_run(&server);
        let answer = tokio::time::timeout(Duration::from_secs(20), attempt).await;
        let answer = answer.unwrap();
        assert!(answer.is_ok(), "{}: {answer:?}", mutation.method());
        unlock(locked).await;
        mutation.run(&server).await.unwrap();
    }
}

fn two_sources() -> Mutation {
    let requests = ["https://a.example/", "https://b.example/"].map(|url| CreateSourceRequest {
        source: Some(page(url)),
        ..CreateSourceRequest::default()
    });
    Mutation::BatchCreateSources(BatchCreateSourcesRequest {
        requests: requests.to_vec(),
        ..BatchCreateSourcesRequest::default()
    })
}

fn attempt(server: &TestServer, mutation: &Mutation) -> JoinHandle<Result<(), Status>> {
    let mut calls = server.sources();
    let mutation = mutation.clone();
    tokio::spawn(async move {
        match mutation {
            Mutation::BatchCreateSources(mut request) => {
                request.validate_only = true;
                calls.batch_create_sources(request).await.map(|_| ())
            }
            Mutation::CreateSource(mut request) => {
                request.validate_only = true;
                calls.create_source(request).await.map(|_| ())
            }
            Mutation::DeleteSource(mut request) => {
                request.validate_only = true;
                calls.delete_source(request).await.map(|_| ())
            }
            other => panic!("{}", other.method()),
        }
    })
}

#[tokio::test]
async fn equal_dry_runs_are_at_work_at_the_same_time() {
    const CALLERS: usize = 4;
    let server = TestServer::start().await;
    // All of them are stopped where they look whether their keys are taken.
    let locked = lock_tables(&server, "natural_keys", "access exclusive").await;
    let batch = two_sources();
    let callers = [(); CALLERS].map(|()| attempt(&server, &batch));
    let all = i64::try_from(CALLERS).unwrap();
    wait_for_sessions(&server, all, WAITS_FOR_A_TABLE).await;
    unlock(locked).await;
    for caller in callers {
        caller.await.unwrap().unwrap();
    }
}

/// A claim, and an appearance of it whose words are long to search for.
async fn long_to_search(server: &TestServer) -> (Claim, Article, Appearance) {
    let body = format!("It is so. {}", "words ".repeat(10_000));
    let text = server.create_article(article("Long", &body)).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let printed = appearance(&text, "It is so");
    (claim, text, printed)
}

#[tokio::test]
async fn calls_that_write_the_same_do_not_wait_for_a_dry_run_that_takes_long() {
    let server = TestServer::start().await;
    let (claim, _, printed) = long_to_search(&server).await;
    let taken = all_turns(server.app.turns()).await;
    let mut claims = server.claims();
    let request = CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(printed),
        validate_only: true,
        ..CreateAppearanceRequest::default()
    };
    let long = tokio::spawn(async move { claims.create_appearance(request).await });
    wait_for_sessions(&server, 1, IS_BETWEEN_STATEMENTS).await;
    let update = Mutation::UpdateClaim(UpdateClaimRequest {
        claim: Some(Claim {
            subject: "so".to_owned(),
            ..claim.clone()
        }),
        update_mask: mask(&["subject"]),
        ..UpdateClaimRequest::default()
    });
    let judge = Mutation::CreateReview(CreateReviewRequest {
        parent: claim.name.clone(),
        review: Some(review("desk", Verdict::True, 1)),
        ..CreateReviewRequest::default()
    });
    for call in [&update, &judge] {
        call.dry_run(&server).await.unwrap();
    }
    for call in [&update, &judge] {
        call.run(&server).await.unwrap();
    }
    assert!(!long.is_finished());
    drop(taken);
    long.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_dry_run_waits_for_a_call_that_writes_the_same_key() {
    let server = TestServer::start().await;
    // The real call has decided, and is stopped where it writes.
    let locked = lock_tables(&server, "natural_keys", "share").await;
    let create = CreateSourceRequest {
        source: Some(page("https://a.example/")),
        ..CreateSourceRequest::default()
    };
    let mut sources = server.sources();
    let request = create.clone();
    let real = tokio::spawn(async move { sources.create_source(request).await });
    wait_for_sessions(&server, 1, WAITS_FOR_A_TABLE).await;
    let tried = [Mutation::CreateSource(create), two_sources()];
    let tried = tried.map(|mutation| attempt(&server, &mutation));
    wait_for_sessions(&server, 2, WAITS_FOR_A_CALL).await;
    assert!(tried.iter().all(|it| !it.is_finished()));
    // One of them waits with a second key, which nobody else writes.
    let other = CreateSourceRequest {
        source: Some(page("https://b.example/")),
        ..CreateSourceRequest::default()
    };
    let other = attempt(&server, &Mutation::CreateSource(other));
    other.await.unwrap().unwrap();
    unlock(locked).await;
    let stored = real.await.unwrap().unwrap().into_inner();
    for tried in tried {
        let refused = tried.await.unwrap().unwrap_err();
        assert_eq!(refused.code(), Code::AlreadyExists);
        assert_eq!(holder(&refused).1, stored.name);
    }
}

#[tokio::test]
async fn a_dry_run_waits_for_a_call_that_refers_to_what_it_would_delete() {
    let server = TestServer::start().await;
    let source = server.create_source(page("https://a.example/")).await;
    let source = source.unwrap();
    let text = server.create_article(article("Short", "It is so.")).await;
    let text = text.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let locked = lock_tables(&server, "appearances", "share").await;
    let mut claims = server.claims();
    let request = CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(Appearance {
            chains: vec![AttributionChain {
                hops: vec![hop(&source)],
            }],
            ..appearance(&text, "It is so")
        }),
        ..CreateAppearanceRequest::default()
    };
    let real = tokio::spawn(async move { claims.create_appearance(request).await });
    wait_for_sessions(&server, 1, WAITS_FOR_A_TABLE).await;
    let delete = Mutation::DeleteSource(DeleteSourceRequest {
        name: source.name.clone(),
        ..DeleteSourceRequest::default()
    });
    let tried = attempt(&server, &delete);
    wait_for_sessions(&server, 1, WAITS_FOR_A_CALL).await;
    assert!(!tried.is_finished());
    unlock(locked).await;
    real.await.unwrap().unwrap();
    let refused = tried.await.unwrap().unwrap_err();
    assert_eq!(reason(&refused).0, Code::FailedPrecondition);
}

//! Long work of a call, while all threads that do it are taken: other calls are answered.

use std::time::Duration;

use claimstore::wire::pb::{
    Appearance, Article, BatchCreateAppearancesRequest, BatchCreateClaimsRequest, Claim,
    CreateAppearanceRequest, CreateClaimRequest, ListClaimsRequest, UpdateArticleRequest,
};
use tokio::task::{JoinHandle, JoinSet};
use tonic::{Code, Request, Response, Status};

use crate::support::{
    calls::mask,
    errors::reason,
    locks::{IS_BETWEEN_STATEMENTS, sessions, wait_for_sessions},
    samples::{appearance, article, claim},
    server::TestServer,
    turns::all_turns,
};

/// A batch of claims that is long to read.
fn long_batch(validate_only: bool) -> BatchCreateClaimsRequest {
    let requests = (0..100).map(|number| CreateClaimRequest {
        claim: Some(claim(&format!("{number} {}", "words ".repeat(50)))),
        ..CreateClaimRequest::default()
    });
    BatchCreateClaimsRequest {
        requests: requests.collect(),
        validate_only,
        ..BatchCreateClaimsRequest::default()
    }
}

/// Shows that this call is answered only after other calls that were sent later, because all
/// turns are taken.
async fn is_answered_last<T: Send + 'static>(
    server: &TestServer,
    call: impl Future<Output = Result<Response<T>, Status>> + Send + 'static,
) -> T {
    let stored = server.create_claim(claim("Something else")).await.unwrap();
    let taken = all_turns(server.app.turns()).await;
    let long: JoinHandle<_> = tokio::spawn(call);
    for number in 0..5 {
        let read = server.get_claim(&stored.name).await.unwrap();
        assert_eq!(read, stored);
        let short = claim(&format!("Short {number}"));
        server.create_claim(short).await.unwrap();
    }
    assert!(!long.is_finished(), "it did not wait for its turn");
    drop(taken);
    long.await.unwrap().unwrap().into_inner()
}

#[tokio::test]
async fn calls_are_answered_before_a_long_batch_that_was_sent_earlier() {
    let server = TestServer::start().await;
    let mut claims = server.claims();
    let batch = async move { claims.batch_create_claims(long_batch(true)).await };
    let answer = is_answered_last(&server, batch).await;
    assert_eq!(answer.claims.len(), 100);
}

/// A claim that is printed in a long article, with its appearance.
async fn printed(server: &TestServer) -> (Claim, Article, Appearance) {
    let body = format!("It is so. {}", "words ".repeat(100_000));
    let text = server.create_article(article("Long", &body)).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let first = appearance(&text, "It is so");
    let first = server.create_appearance(&claim, first).await.unwrap();
    (claim, text, first)
}

#[tokio::test]
async fn calls_are_answered_before_anchors_are_searched_in_a_long_text() {
    let server = TestServer::start().await;
    let (claim, text, _) = printed(&server).await;
    let request = BatchCreateAppearancesRequest {
        parent: claim.name.clone(),
        requests: vec![CreateAppearanceRequest {
            parent: claim.name,
            appearance: Some(appearance(&text, "is so")),
            ..CreateAppearanceRequest::default()
        }],
        ..BatchCreateAppearancesRequest::default()
    };
    let mut claims = server.claims();
    let call = async move { claims.batch_create_appearances(request).await };
    let answer = is_answered_last(&server, call).await;
    assert_eq!(answer.appearances.len(), 1);
}

/// Gives an article another headline, which is another version of its text.
fn rename(
    server: &TestServer,
    text: Article,
) -> impl Future<Output = Result<Response<Article>, Status>> + Send + 'static {
    let request = UpdateArticleRequest {
        article: Some(Article {
            name: text.name,
            headline: "Another".to_owned(),
            ..Article::default()
        }),
        update_mask: mask(&["headline"]),
        ..UpdateArticleRequest::default()
    };
    let mut articles = server.articles();
    async move { articles.update_article(request).await }
}

#[tokio::test]
async fn calls_are_answered_before_a_long_text_is_aligned() {
    let server = TestServer::start().await;
    let (_, text, first) = printed(&server).await;
    let call = rename(&server, text);
    is_answered_last(&server, call).await;
    let moved = server.get_appearance(&first.name).await.unwrap();
    assert_eq!(moved.article_version, 2);
}

/// Shows that a call has no transaction open while it waits for its turn, after it has read the
/// texts of articles.
async fn is_in_no_transaction<T: Send + 'static>(
    server: &TestServer,
    call: impl Future<Output = Result<Response<T>, Status>> + Send + 'static,
) -> T {
    let taken = all_turns(server.app.turns()).await;
    let long: JoinHandle<_> = tokio::spawn(call);
    let has_read = "state = 'idle' and query like '%from article_texts%'";
    wait_for_sessions(server, 1, has_read).await;
    assert_eq!(sessions(server, IS_BETWEEN_STATEMENTS).await, 0);
    drop(taken);
    long.await.unwrap().unwrap().into_inner()
}

#[tokio::test]
async fn no_transaction_is_open_while_anchors_are_searched_in_a_long_text() {
    let server = TestServer::start().await;
    let (claim, text, _) = printed(&server).await;
    let requests = ["is so", "It"].map(|words| CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance(&text, words)),
        ..CreateAppearanceRequest::default()
    });
    let request = BatchCreateAppearancesRequest {
        parent: claim.name,
        requests: requests.into(),
        ..BatchCreateAppearancesRequest::default()
    };
    let mut claims = server.claims();
    let call = async move { claims.batch_create_appearances(request).await };
    let answer = is_in_no_transaction(&server, call).await;
    assert_eq!(answer.appearances.len(), 2);
}

#[tokio::test]
async fn no_transaction_is_open_while_a_long_text_is_aligned() {
    let server = TestServer::start().await;
    let (claim, text, first) = printed(&server).await;
    let second = appearance(&text, "is so");
    server.create_appearance(&claim, second).await.unwrap();
    let call = rename(&server, text);
    is_in_no_transaction(&server, call).await;
    let moved = server.get_appearance(&first.name).await.unwrap();
    assert_eq!(moved.article_version, 2);
}

#[tokio::test]
async fn a_call_waits_for_its_turn_until_its_deadline_and_does_nothing_afterwards() {
    let server = TestServer::start().await;
    let taken = all_turns(server.app.turns()).await;
    let mut request = Request::new(long_batch(false));
    request.set_timeout(Duration::from_millis(200));
    let refused = server.claims().batch_create_claims(request).await;
    // The client has the same deadline, and may be the first to end the call.
    let code = refused.unwrap_err().code();
    let is_over = matches!(code, Code::DeadlineExceeded | Code::Cancelled);
    assert!(is_over, "{code}");
    drop(taken);
    // Its turn would come before that of this call.
    let batch = server.claims().batch_create_claims(long_batch(true)).await;
    batch.unwrap();
    let all = ListClaimsRequest::default();
    let listed = server.claims().list_claims(all).await.unwrap();
    assert_eq!(listed.into_inner().claims, []);
}

#[tokio::test]
async fn the_texts_that_are_searched_are_bounded_over_all_calls() {
    let server = TestServer::start().await;
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let body = "It is so. ".repeat((1 << 20) / 10);
    let mut requests = Vec::new();
    for number in 0..17 {
        let text = article(&format!("It is so, {number}"), &body);
        let text = server.create_article(text).await.unwrap();
        let mut appearance = appearance(&text, "It is so");
        (appearance.anchors[0].start, appearance.anchors[0].end) = (Some(0), Some(8));
        requests.push(CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance),
            ..CreateAppearanceRequest::default()
        });
    }
    let request = BatchCreateAppearancesRequest {
        parent: claim.name,
        requests,
        validate_only: true,
        ..BatchCreateAppearancesRequest::default()
    };
    let call = || {
        let (mut claims, request) = (server.claims(), request.clone());
        async move { claims.batch_create_appearances(request).await }
    };
    // Each waits for a turn with its texts, which are more than a half of what all may hold.
    let taken = all_turns(server.app.turns()).await;
    let mut both = JoinSet::from_iter([call(), call()]);
    let refused = both.join_next().await.unwrap().unwrap().unwrap_err();
    let expected = (Code::ResourceExhausted, "OVERLOADED".to_owned());
    assert_eq!(reason(&refused), expected);
    drop(taken);
    both.join_next().await.unwrap().unwrap().unwrap();
    call().await.unwrap();
}

//! Anchors with words that are not in a long text: all of them are refused at once, with the
//! nearest words, and the database does not wait while these are looked for.

use std::time::Duration;

use claimstore::{
    app::turns::LONG_BYTES,
    wire::pb::{
        Article, BatchCreateAppearancesRequest, Claim, CreateAppearanceRequest, NearestWords,
        UpdateClaimRequest,
    },
};
use tokio::task::JoinHandle;
use tonic::{Code, Request, Status};

use crate::support::{
    calls::mask,
    errors::{description, fields, nearest_words},
    locks::{WAITS_FOR_A_TABLE, lock_tables, sessions, unlock, wait_for_sessions},
    samples::{appearance, article, claim},
    server::TestServer,
    turns::all_turns,
};

/// The sentences of a text of nearly the greatest length.
const LONG: usize = 32_000;

/// A text of numbered sentences.
fn numbered(sentences: usize) -> String {
    let sentences = (0..sentences).map(|number| format!("Über {number} wird so gesprochen. "));
    sentences.collect()
}

async fn scene(body: &str) -> (TestServer, Claim, Article) {
    let server = TestServer::start().await;
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let text = server.create_article(article("Numbers", body)).await;
    (server, claim, text.unwrap())
}

/// Appearances of a claim with these words.
fn printed(
    claim: &Claim,
    article: &Article,
    words: impl Iterator<Item = String>,
) -> BatchCreateAppearancesRequest {
    let requests = words.map(|words| CreateAppearanceRequest {
        parent: claim.name.clone(),
        appearance: Some(appearance(article, &words)),
        ..CreateAppearanceRequest::default()
    });
    BatchCreateAppearancesRequest {
        parent: claim.name.clone(),
        requests: requests.collect(),
        ..BatchCreateAppearancesRequest::default()
    }
}

fn exact(index: usize) -> String {
    format!("requests[{index}].appearance.anchors[0].exact")
}

/// The refusal of appearances that are invalid.
async fn refused(server: &TestServer, request: BatchCreateAppearancesRequest) -> Status {
    let mut claims = server.claims();
    let refused = claims.batch_create_appearances(request).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    refused
}

#[tokio::test]
async fn the_nearest_words_of_all_anchors_of_a_long_text_are_named() {
    // More do not fit into the details of an error.
    const WRONG: usize = 6;
    let body = numbered(LONG);
    let (server, claim, text) = scene(&body).await;
    let number = |index: usize| 5_000 * index + 7;
    let words = (0..WRONG).map(|index| format!("uber {} WIRD", number(index)));
    let refused = refused(&server, printed(&claim, &text, words)).await;
    let found: Vec<NearestWords> = nearest_words(&refused);
    assert_eq!(found.len(), WRONG);
    for (index, found) in found.iter().enumerate() {
        assert_eq!(found.field, exact(index));
        assert_eq!(found.exact, format!("Über {} wird", number(index)));
        let byte = body.find(&found.exact).unwrap();
        let start = body[..byte].chars().count();
        assert_eq!(usize::try_from(found.start).unwrap(), start);
    }
}

#[tokio::test]
async fn each_of_many_wrong_anchors_says_where_its_words_are() {
    let (server, claim, text) = scene(&numbered(LONG)).await;
    let words = (0..100).map(|index| match index % 4 {
        0 => format!("uber {index} WIRD"),
        1 => format!("Über {index}\u{a0}wird"),
        2 => format!("Über {index} würde"),
        _ => format!("GESPROCHEN. ÜBER {index}"),
    });
    let refused = refused(&server, printed(&claim, &text, words)).await;
    let named = fields(&refused);
    let (rest, named) = named.split_last().unwrap();
    assert_eq!(rest, "");
    assert!(named.len() > 8, "{named:?}");
    for (index, field) in named.iter().enumerate() {
        assert_eq!(*field, exact(index));
        let said = description(&refused, field);
        let expected = match index % 4 {
            0 => "the nearest words are at",
            1 => "in another spelling it is at",
            2 => "it is nowhere in the text",
            _ => "more; send the words of one with start and end",
        };
        assert!(said.contains(expected), "{said}");
    }
}

/// A call with a wrong anchor, which waits for its turn to look for the nearest words. It has its
/// transaction before the calls that follow.
async fn refused_call(
    server: &TestServer,
    request: Request<BatchCreateAppearancesRequest>,
) -> JoinHandle<Result<(), Status>> {
    // It is stopped where it reads, so that it has its transaction before what follows.
    let locked = lock_tables(server, "article_texts", "access exclusive").await;
    let mut claims = server.claims();
    let call = tokio::spawn(async move {
        let answer = claims.batch_create_appearances(request).await;
        answer.map(|_| ())
    });
    wait_for_sessions(server, 1, WAITS_FOR_A_TABLE).await;
    unlock(locked).await;
    call
}

/// A text that is read in a moment, but in which the nearest words are long to look for.
fn nearly_long() -> String {
    let body = numbered(200);
    assert!((LONG_BYTES / 4..LONG_BYTES / 2).contains(&body.len()));
    body
}

#[tokio::test]
async fn calls_that_write_the_same_do_not_wait_until_nearest_words_are_found() {
    let (server, claim, text) = scene(&nearly_long()).await;
    let taken = all_turns(server.app.turns()).await;
    let words = std::iter::once("über 7 WIRD".to_owned());
    let request = Request::new(printed(&claim, &text, words));
    let refused = refused_call(&server, request).await;
    // Both write the same claim.
    let update = UpdateClaimRequest {
        claim: Some(Claim {
            subject: "so".to_owned(),
            ..claim.clone()
        }),
        update_mask: mask(&["subject"]),
        ..UpdateClaimRequest::default()
    };
    server.claims().update_claim(update).await.unwrap();
    assert_eq!(sessions(&server, "xact_start is not null").await, 0);
    assert!(!refused.is_finished());
    drop(taken);
    let refused = refused.await.unwrap().unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert_eq!(nearest_words(&refused)[0].exact, "Über 7 wird");
}

#[tokio::test]
async fn a_caller_waits_for_nearest_words_until_its_deadline() {
    let (server, claim, text) = scene(&nearly_long()).await;
    let taken = all_turns(server.app.turns()).await;
    let words = std::iter::once("über 7 WIRD".to_owned());
    let mut request = Request::new(printed(&claim, &text, words));
    request.set_timeout(Duration::from_secs(1));
    let refused = refused_call(&server, request).await;
    let code = refused.await.unwrap().unwrap_err().code();
    // The client has the same deadline, and may be the first to end the call.
    let is_over = matches!(code, Code::DeadlineExceeded | Code::Cancelled);
    assert!(is_over, "{code}");
    drop(taken);
}

//! Keys and policies that change while calls are made, and streams whose caller loses its rights.

use std::time::Duration;

use claimstore::wire::pb::{WatchChangesRequest, change_service_client::ChangeServiceClient};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    sync::watch,
    time::sleep,
};
use tonic::{Code, Status, transport::Channel};

use super::{create, guarded, token};
use crate::support::{
    errors::reason,
    issuer::{ISSUER, Newsroom, SigningKey, claims, grant, grants, key_set, seconds, with_token},
};

const HOUR: Duration = Duration::from_hours(1);

/// Waits until a token is refused, or is accepted.
async fn until(channel: &Channel, bearer: &str, is_accepted: bool) -> Option<Status> {
    loop {
        let created = create(channel.clone(), token(bearer)).await;
        if created.is_ok() == is_accepted {
            return created.err();
        }
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn keys_in_a_file_are_rotated_without_a_restart_and_no_call_fails() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let (old, new) = (newsroom.token("writer"), SigningKey::new("second"));
    let newer = new.sign(&claims("writer", HOUR));
    create(server.channel(), token(&old)).await.unwrap();
    newsroom.publish(&[&newsroom.key, &new]);
    until(&server.channel(), &newer, true).await;
    create(server.channel(), token(&old)).await.unwrap();
    newsroom.publish(&[&new]);
    let refused = until(&server.channel(), &old, false).await.unwrap();
    assert!(
        refused
            .message()
            .contains("a key that its issuer does not publish")
    );
    create(server.channel(), token(&newer)).await.unwrap();
}

#[tokio::test]
async fn a_policy_that_changes_holds_without_a_restart_and_a_wrong_one_changes_nothing() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let writer = newsroom.token("writer");
    create(server.channel(), token(&writer)).await.unwrap();
    newsroom.write_policy(&grant("desk:writer", "king", ""));
    sleep(Duration::from_secs(6)).await;
    create(server.channel(), token(&writer)).await.unwrap();
    newsroom.write_policy(&grant("desk:writer", "reader", ""));
    let refused = until(&server.channel(), &writer, false).await.unwrap();
    assert_eq!(refused.code(), Code::PermissionDenied);
    newsroom.write_policy(&grants());
    until(&server.channel(), &writer, true).await;
}

/// The error with which a watch ends.
async fn end_of_watch(channel: Channel, bearer: &str, then: impl Future<Output = ()>) -> Status {
    let request = with_token(bearer, WatchChangesRequest::default());
    let watch = ChangeServiceClient::new(channel)
        .watch_changes(request)
        .await;
    let mut watch = watch.unwrap().into_inner();
    then.await;
    loop {
        if let Err(status) = watch.message().await {
            return status;
        }
    }
}

#[tokio::test]
async fn a_watch_ends_when_the_policy_takes_away_the_right_to_read() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let reader = newsroom.token("reader");
    let take_away = async { newsroom.write_policy(&grant("desk:writer", "writer", "")) };
    let ended = end_of_watch(server.channel(), &reader, take_away).await;
    assert_eq!(
        reason(&ended),
        (Code::PermissionDenied, "PERMISSION_DENIED".to_owned())
    );
    assert!(
        ended.message().starts_with("the stream has ended"),
        "{ended:?}"
    );
}

#[tokio::test]
async fn a_watch_goes_on_when_the_policy_changes_for_others() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let reader = newsroom.token("reader");
    let request = with_token(&reader, WatchChangesRequest::default());
    let mut watch = server
        .changes()
        .watch_changes(request)
        .await
        .unwrap()
        .into_inner();
    newsroom.write_policy(&(grant("desk:new", "writer", "") + &grant("desk:reader", "reader", "")));
    let new = newsroom.token("new");
    until(&server.channel(), &new, true).await;
    loop {
        let message = watch.message().await.unwrap().unwrap();
        if !message.changes.is_empty() {
            return;
        }
    }
}

#[tokio::test]
async fn a_watch_ends_when_its_token_expires() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let mut claims = claims("reader", HOUR);
    claims["exp"] = json!(seconds() - 25);
    let short = newsroom.key.sign(&claims);
    let ended = end_of_watch(server.channel(), &short, async {}).await;
    assert_eq!(
        reason(&ended),
        (Code::Unauthenticated, "UNAUTHENTICATED".to_owned())
    );
    assert!(
        ended.message().contains("the token has expired"),
        "{ended:?}"
    );
}

/// Answers every request over HTTP with the text of the moment, or with 503 if there is none. Its
/// own address stands where the text has `{here}`.
async fn web(text: watch::Receiver<Option<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = format!("http://{}", listener.local_addr().unwrap());
    let address = here.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap_or(0);
            let is_discovery = String::from_utf8_lossy(&request[..read]).contains(".well-known");
            let now = text.borrow().clone();
            let (status, body) = match now {
                None => ("503 Service Unavailable", String::new()),
                Some(_) if is_discovery => {
                    let found = json!({"issuer": here, "jwks_uri": format!("{here}/keys")});
                    ("200 OK", found.to_string())
                }
                Some(text) => ("200 OK", text),
            };
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn keys_at_an_address_are_asked_for_again_when_a_token_has_an_unknown_one() {
    let newsroom = Newsroom::new();
    let (keys, text) = watch::channel(None);
    let address = web(text).await;
    newsroom.write_policy_with_keys(&format!("{address}/keys"), &grants());
    let server = guarded(&newsroom).await;
    let old = newsroom.token("writer");
    let refused = create(server.channel(), token(&old)).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::Unavailable, "KEYS_UNAVAILABLE".to_owned())
    );
    keys.send_replace(Some(key_set(&[&newsroom.key])));
    until(&server.channel(), &old, true).await;
    let new = SigningKey::new("second");
    let newer = new.sign(&claims("writer", HOUR));
    keys.send_replace(Some(key_set(&[&newsroom.key, &new])));
    until(&server.channel(), &newer, true).await;
    // Who cannot be asked has the keys that it had.
    keys.send_replace(None);
    create(server.channel(), token(&newer)).await.unwrap();
}

#[tokio::test]
async fn an_issuer_says_where_its_keys_are() {
    let newsroom = Newsroom::new();
    let (_keys, text) = watch::channel(Some(key_set(&[&newsroom.key])));
    let address = web(text).await;
    let policy = format!(
        "[[issuer]]\nname = \"desk\"\nissuer = \"{address}\"\naudiences = [\"claimstore\"]\n\
         algorithms = [\"ES256\"]\n{}",
        grants()
    );
    std::fs::write(newsroom.file("policy.toml"), policy).unwrap();
    let server = guarded(&newsroom).await;
    let mut claims = claims("writer", HOUR);
    claims["iss"] = json!(address);
    until(&server.channel(), &newsroom.key.sign(&claims), true).await;
    claims["iss"] = json!(ISSUER);
    let foreign = newsroom.key.sign(&claims);
    let refused = create(server.channel(), token(&foreign)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
}

//! Two items of one batch that collide: the later one is refused and names the first.

use claimstore::wire::pb::{Claim, Source};

use super::{ID, claims, create_claims, create_sources, sources};
use crate::support::{
    errors::{description, fields},
    samples::{claim, outlet, page},
    server::TestServer,
};

#[tokio::test]
async fn two_resources_with_one_id_are_refused() {
    let server = TestServer::start().await;
    let mut request = sources(["A", "B", "C", "D"].map(outlet));
    request.requests[1].source_id = ID.to_owned();
    request.requests[3].source_id = ID.to_owned();
    let status = create_sources(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["requests[3].source"]);
    let said = description(&status, "requests[3].source");
    assert!(said.contains("id"), "{said}");
    assert!(said.contains("requests[1].source"), "{said}");

    let mut request = claims(["A", "B"].map(claim));
    request.requests[0].claim_id = ID.to_owned();
    request.requests[1].claim_id = ID.to_owned();
    let status = create_claims(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["requests[1].claim"]);
    let said = description(&status, "requests[1].claim");
    assert!(said.contains("requests[0].claim"), "{said}");
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn two_sources_with_one_key_are_refused() {
    let server = TestServer::start().await;
    let same_as = |url: &str| Source {
        same_as: vec![url.to_owned()],
        ..outlet("x")
    };
    for (key, pair) in [
        (
            "url",
            [
                page("https://a.example/?b=1&a=2"),
                page("https://A.example/?a=2&b=1#x"),
            ],
        ),
        (
            "same_as",
            [
                same_as("https://w.example/Q1"),
                same_as("https://W.example/Q1"),
            ],
        ),
    ] {
        let [one, other] = pair;
        let request = sources([outlet("A"), one, outlet("A"), other]);
        let status = create_sources(&server, request).await.unwrap_err();
        assert_eq!(fields(&status), ["requests[3].source"]);
        let said = description(&status, "requests[3].source");
        assert!(said.contains(key), "{said}");
        assert!(said.contains("requests[1].source"), "{said}");
    }
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn two_claims_that_say_the_same_are_refused_however_they_are_typed() {
    let server = TestServer::start().await;
    let german = Claim {
        language: "de".to_owned(),
        ..claim("It is so")
    };
    let request = claims([
        claim("It is so"),
        german,
        claim("IT  is so."),
        claim("Another"),
        claim("ANOTHER"),
    ]);
    let status = create_claims(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["requests[2].claim", "requests[4].claim"]);
    for (path, first) in [
        ("requests[2].claim", "requests[0].claim"),
        ("requests[4].claim", "requests[3].claim"),
    ] {
        let said = description(&status, path);
        assert!(said.contains(first), "{said}");
    }
    assert_eq!(server.log_length().await, 0);
}

#[tokio::test]
async fn two_sources_that_only_look_alike_are_both_stored() {
    let server = TestServer::start().await;
    let both = create_sources(&server, sources([outlet("A"), outlet("A")])).await;
    let both = both.unwrap();
    assert_ne!(both[0].name, both[1].name);
    // The same url in both fields is not a collision: they mean different things.
    let same_as = Source {
        same_as: vec!["https://a.example/".to_owned()],
        ..outlet("A")
    };
    let request = sources([page("https://a.example/"), same_as]);
    create_sources(&server, request).await.unwrap();
}

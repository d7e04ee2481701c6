//! Tokens that are accepted, and why others are not.

use std::time::Duration;

use serde_json::json;
use tonic::{Code, metadata::MetadataMap};

use super::{create, guarded, last_actor, token};
use crate::support::issuer::{
    ISSUER, Newsroom, SigningKey, claims, grant, grants, replace, seconds,
};

/// A token that somebody else signed with RSA, and the set with its key. It is valid until 2100.
const RSA_TOKEN: &str = include_str!("rsa.jwt");
const RSA_KEYS: &str = include_str!("rsa.json");

const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn clocks_may_be_half_a_minute_apart() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let mut late = claims("writer", HOUR);
    late["exp"] = json!(seconds() - 20);
    let mut early = claims("writer", HOUR);
    early["nbf"] = json!(seconds() + 20);
    for claims in [late, early] {
        let signed = newsroom.key.sign(&claims);
        create(server.channel(), token(&signed)).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_that_was_accepted_is_refused_once_it_has_expired() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let mut claims = claims("writer", HOUR);
    claims["exp"] = json!(seconds() - 25);
    let signed = newsroom.key.sign(&claims);
    create(server.channel(), token(&signed)).await.unwrap();
    loop {
        let Err(refused) = create(server.channel(), token(&signed)).await else {
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        assert_eq!(refused.code(), Code::Unauthenticated);
        assert_eq!(refused.message(), "the token has expired; send another");
        assert!(seconds() > claims["exp"].as_u64().unwrap() + 29);
        return;
    }
}

#[tokio::test]
async fn each_wrong_token_says_what_is_wrong_with_it() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let with = |field: &str, value| {
        let mut claims = claims("writer", HOUR);
        claims[field] = value;
        newsroom.key.sign(&claims)
    };
    let forged = SigningKey::new(&newsroom.key.id).sign(&claims("writer", HOUR));
    for (signed, said) in [
        (with("aud", json!(["a", "b"])), "is for another audience"),
        (
            with("iss", json!("https://x")),
            "is of an issuer that is not trusted",
        ),
        (with("sub", json!(7)), "lacks one of the claims"),
        (
            with("sub", json!("a b")),
            "has a subject that cannot be the name of a caller",
        ),
        (
            with("sub", json!("a;for=b")),
            "has a subject that cannot be the name of a caller",
        ),
        (forged, "has a wrong signature"),
        ("x.y.z".to_owned(), "is not a JWT"),
    ] {
        let refused = create(server.channel(), token(&signed)).await.unwrap_err();
        assert!(refused.message().contains(said), "{said}: {refused:?}");
        assert!(!refused.message().contains(&signed));
    }
}

#[tokio::test]
async fn groups_have_the_roles_of_their_grants() {
    let newsroom = Newsroom::new();
    newsroom.write_policy("[[grant]]\ngroups = [\"desk:checkers\"]\nroles = [\"writer\"]\n");
    let server = guarded(&newsroom).await;
    let member = |groups| {
        let mut claims = claims("ada", HOUR);
        claims["groups"] = groups;
        token(&newsroom.key.sign(&claims))
    };
    for groups in [json!(["sport", "checkers"]), json!("checkers")] {
        create(server.channel(), member(groups)).await.unwrap();
    }
    for groups in [
        json!(["sport"]),
        json!([["checkers"]]),
        json!({"checkers": true}),
    ] {
        let refused = create(server.channel(), member(groups)).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied);
    }
}

#[tokio::test]
async fn a_pattern_is_for_all_callers_that_begin_with_it() {
    let newsroom = Newsroom::new();
    newsroom.write_policy(&grant("desk:system:serviceaccount:cms:*", "writer", ""));
    let server = guarded(&newsroom).await;
    let one = newsroom.token("system:serviceaccount:cms:importer");
    create(server.channel(), token(&one)).await.unwrap();
    let other = newsroom.token("system:serviceaccount:cms2:importer");
    let refused = create(server.channel(), token(&other)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

#[tokio::test]
async fn tokens_of_several_issuers_are_accepted_each_with_its_own_keys() {
    let newsroom = Newsroom::new();
    replace(&newsroom.file("rsa.json"), RSA_KEYS);
    let rsa = "[[issuer]]\nname = \"cluster\"\nissuer = \"https://rsa.example\"\n\
               audiences = [\"claimstore\"]\nkeys = \"rsa.json\"\n\n";
    let both = grant("cluster:cms", "writer", "") + &grants();
    newsroom.write_policy(&format!("{rsa}{both}"));
    let server = guarded(&newsroom).await;
    create(server.channel(), token(RSA_TOKEN.trim()))
        .await
        .unwrap();
    server.log_settled().await;
    let reader = newsroom.token("reader");
    assert_eq!(last_actor(server.channel(), &reader).await, "cluster:cms");
    // One issuer cannot speak for the other.
    let mut foreign = claims("cms", HOUR);
    foreign["iss"] = json!("https://rsa.example");
    let foreign = newsroom.key.sign(&foreign);
    let refused = create(server.channel(), token(&foreign)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated, "{ISSUER}");
    // Nor is a changed token that of its issuer.
    let changed = RSA_TOKEN.trim().replacen("k0q4", "k0q5", 1);
    let refused = create(server.channel(), token(&changed)).await.unwrap_err();
    assert!(refused.message().contains("wrong signature"), "{refused:?}");
}

#[tokio::test]
async fn the_scheme_of_a_token_is_read_in_any_case() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    let mut metadata = MetadataMap::new();
    let lower = format!("bearer {}", newsroom.token("writer"));
    metadata.insert("authorization", lower.parse().unwrap());
    create(server.channel(), metadata).await.unwrap();
}

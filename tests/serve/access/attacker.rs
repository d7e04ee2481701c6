//! Every method, called with each role's token, without one and with wrong ones, over plain text and
//! over TLS. docs/access.md has the table of what is let in.

use std::{fmt::Write as _, time::Duration};

use claimstore::server::Settings;
use serde_json::{Value, json};
use tonic::{Code, transport::Channel};

use super::{
    guarded, guarded_settings,
    raw::{code, is_let_in, methods},
};
use crate::support::{
    certificates::{self, Authority},
    issuer::{ISSUER, Newsroom, ROLES, SigningKey, claims, seconds, unsigned},
    server::{TestServer, settings},
};

const HEALTH: &str = "/grpc.health.v1.Health/";

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md");
const BEGIN: &str = "<!-- the table of roles -->\n";
const END: &str = "<!-- the end of the table of roles -->\n";

/// What each role is let in to, as the document has it.
async fn table(channel: &Channel, newsroom: &Newsroom) -> String {
    let mut table = format!("| method | {} |\n", ROLES.join(" | "));
    table.push_str(&format!("|---{}|\n", "|:---:".repeat(ROLES.len())));
    for method in methods() {
        let short = method.trim_start_matches('/');
        let short = short.strip_prefix("claimstore.v1.").unwrap_or(short);
        write!(table, "| {short} ").unwrap();
        for role in ROLES {
            let bearer = format!("Bearer {}", newsroom.token(role));
            let is_allowed = is_let_in(code(channel.clone(), method, &[&bearer]).await);
            write!(table, "| {} ", if is_allowed { "✓" } else { " " }).unwrap();
        }
        table.push_str("|\n");
    }
    table
}

/// Tokens that are nobody's, each with what is wrong with it.
fn wrong_tokens(newsroom: &Newsroom) -> Vec<(&'static str, String)> {
    let hour = Duration::from_hours(1);
    let key = &newsroom.key;
    let admin = claims("administrator", hour);
    let with = |field: &str, value: Value| {
        let mut claims = admin.clone();
        claims[field] = value;
        claims
    };
    let without = |field: &str| {
        let mut claims = admin.clone();
        claims.as_object_mut().unwrap().remove(field);
        claims
    };
    let good = key.sign(&admin);
    let other = SigningKey::new(&key.id);
    let unknown = SigningKey::new("unknown");
    let swapped = {
        let payload = other.sign(&admin);
        let payload = payload.split('.').nth(1).unwrap();
        let parts: Vec<&str> = good.split('.').collect();
        let reader = key.sign(&claims("reader", hour));
        let signature = reader.rsplit('.').next().unwrap();
        format!("{}.{payload}.{signature}", parts[0])
    };
    vec![
        ("expired", key.sign(&with("exp", json!(seconds() - 31)))),
        ("never expires", key.sign(&without("exp"))),
        (
            "not valid yet",
            key.sign(&with("nbf", json!(seconds() + 60))),
        ),
        (
            "foreign issuer",
            key.sign(&with("iss", json!("https://other.example"))),
        ),
        ("no issuer", key.sign(&without("iss"))),
        ("issuer is a list", key.sign(&with("iss", json!([ISSUER])))),
        ("other audience", key.sign(&with("aud", json!("other")))),
        ("no audience", key.sign(&without("aud"))),
        ("no subject", key.sign(&without("sub"))),
        ("signed by another", other.sign(&admin)),
        ("key is not published", unknown.sign(&admin)),
        ("unsigned", unsigned(&admin)),
        (
            "public key as secret",
            key.sign_with_public_key_as_secret(&admin),
        ),
        ("signature of another token", swapped),
        ("cut", good[..good.len() - 4].to_owned()),
        ("two parts", good.rsplit_once('.').unwrap().0.to_owned()),
        ("not a token", "administrator".to_owned()),
    ]
}

async fn nobody_else_is_let_in(channel: &Channel, newsroom: &Newsroom) {
    let good = format!("Bearer {}", newsroom.token("administrator"));
    let mut wrong: Vec<(&str, Vec<String>)> = vec![
        ("nothing", Vec::new()),
        ("empty", vec!["Bearer ".to_owned()]),
        ("basic", vec!["Basic YWRtaW46YWRtaW4=".to_owned()]),
        ("no scheme", vec![newsroom.token("administrator")]),
        ("two tokens", vec![good.clone(), good]),
    ];
    let tokens = wrong_tokens(newsroom).into_iter();
    wrong.extend(tokens.map(|(what, token)| (what, vec![format!("Bearer {token}")])));
    for method in methods() {
        for (what, authorization) in &wrong {
            let authorization: Vec<&str> = authorization.iter().map(String::as_str).collect();
            let code = code(channel.clone(), method, &authorization).await;
            match method.starts_with(HEALTH) {
                true => assert!(is_let_in(code), "{method}, {what}: {code:?}"),
                false => assert_eq!(code, Code::Unauthenticated, "{method}, {what}"),
            }
        }
        let nobody = format!("Bearer {}", newsroom.token("nobody"));
        let code = code(channel.clone(), method, &[&nobody]).await;
        match method.starts_with(HEALTH) {
            true => assert!(is_let_in(code), "{method}: {code:?}"),
            false => assert_eq!(code, Code::PermissionDenied, "{method}"),
        }
    }
}

#[tokio::test]
async fn every_method_lets_in_the_roles_of_the_documented_table_and_nobody_else() {
    let newsroom = Newsroom::new();
    let server = guarded(&newsroom).await;
    nobody_else_is_let_in(&server.channel(), &newsroom).await;
    let table = table(&server.channel(), &newsroom).await;
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (documented, after) = rest.split_once(END).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let document = format!("{before}{BEGIN}\n{table}\n{END}{after}");
        std::fs::write(DOCUMENT, document).unwrap();
        return;
    }
    assert_eq!(
        documented.trim(),
        table.trim(),
        "set UPDATE_GOLDEN to write it"
    );
}

#[tokio::test]
async fn over_tls_the_same_are_let_in() {
    let (newsroom, authority) = (Newsroom::new(), Authority::new());
    let directory = newsroom.file("tls");
    std::fs::create_dir(&directory).unwrap();
    certificates::write(&directory, &authority);
    let settings = Settings {
        tls: Some(certificates::tls(&directory)),
        ..guarded_settings(&newsroom)
    };
    let encrypted = TestServer::start_set(settings).await;
    let channel = certificates::over_tls(&encrypted.address, &authority, None);
    nobody_else_is_let_in(&channel, &newsroom).await;
    let plain = guarded(&newsroom).await;
    assert_eq!(
        table(&channel, &newsroom).await,
        table(&plain.channel(), &newsroom).await
    );
}

#[tokio::test]
async fn without_a_policy_everyone_is_let_in_to_everything() {
    let server = TestServer::start_set(settings()).await;
    for method in methods() {
        let code = code(server.channel(), method, &[]).await;
        assert!(is_let_in(code), "{method}: {code:?}");
    }
}

#[tokio::test]
async fn reflection_needs_no_credentials_where_the_settings_say_so() {
    let newsroom = Newsroom::new();
    let mut settings = guarded_settings(&newsroom);
    settings.guard.is_reflection_open = true;
    let server = TestServer::start_set(settings).await;
    for method in methods().filter(|it| it.contains("reflection")) {
        assert!(
            is_let_in(code(server.channel(), method, &[]).await),
            "{method}"
        );
    }
    let list = "/claimstore.v1.ClaimService/ListClaims";
    assert_eq!(
        code(server.channel(), list, &[]).await,
        Code::Unauthenticated
    );
}

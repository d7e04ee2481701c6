//! What says who calls, and the files of an operator: tokens, policies, sets of keys, and keys of sources.

use std::sync::LazyLock;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use claimstore::{
    access::{Authenticator, Credentials, Refused},
    fuzzing::authenticator,
    vault::Vault,
};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::text;

const ISSUER: &str = "https://login.example/";

const POLICY: &str = r#"
[[issuer]]
name = "desk"
issuer = "https://login.example/"
audiences = ["claimstore"]
keys = "keys.json"
algorithms = ["EdDSA"]

[[grant]]
callers = ["desk:*"]
roles = ["reader"]
"#;

/// 1 January 2100.
const FAR: u64 = 4_102_444_800;

static KEY: LazyLock<Ed25519KeyPair> =
    LazyLock::new(|| Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap());

fn public_keys() -> Value {
    let x = BASE64.encode(KEY.public_key().as_ref());
    json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "a", "x": x}]})
}

static TRUSTING: LazyLock<Authenticator> = LazyLock::new(|| {
    let keys = public_keys().to_string();
    authenticator(POLICY.as_bytes(), keys.as_bytes()).unwrap()
});

fn accepted(token: &str) -> Result<(), Refused> {
    let credentials = Credentials {
        token: Some(token.into()),
        certificate: None,
    };
    let accepted = TRUSTING.authenticate(&credentials)?;
    assert!(accepted.caller.name().starts_with("desk:"), "{token}");
    Ok(())
}

/// Without the key, no token is accepted. With it, only one whose claims say what they must.
pub fn tokens(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    assert!(accepted(text).is_err(), "{text}");
    let (header, claims) = text
        .split_once('\n')
        .unwrap_or((r#"{"alg":"EdDSA"}"#, text));
    let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims));
    let signature = KEY.sign(message.as_bytes());
    let token = format!("{message}.{}", BASE64.encode(signature.as_ref()));
    let verified = accepted(&token);
    if verified.is_ok() {
        let claims: Value = serde_json::from_str(claims).expect("only JSON is accepted");
        assert_eq!(claims["iss"], ISSUER, "{token}");
        let audiences = match &claims["aud"] {
            Value::Array(all) => all.clone(),
            one => vec![one.clone()],
        };
        assert!(audiences.contains(&json!("claimstore")), "{token}");
        assert!(
            claims["sub"].is_string() && claims["exp"].is_number(),
            "{token}"
        );
        let header: Value = serde_json::from_str(header).expect("only JSON is accepted");
        assert_eq!(header["alg"], "EdDSA", "{token}");
        // The same signature of anything else is wrong.
        let mut other = token.into_bytes();
        let at = message.len() / 2;
        other[at] = if other[at] == b'A' { b'B' } else { b'A' };
        assert!(accepted(&String::from_utf8(other).unwrap()).is_err());
    } else if let Ok(Value::Object(claims)) = serde_json::from_str(claims) {
        let valid = json!({"iss": ISSUER, "aud": "claimstore", "sub": "a", "exp": FAR});
        let is_valid = Value::Object(claims) == valid && header == r#"{"alg":"EdDSA"}"#;
        assert!(!is_valid, "{token}: {verified:?}");
    }
}

/// What is wrong with a policy is said in bounded words.
pub fn policies(bytes: &[u8]) {
    let keys = public_keys().to_string();
    if let Err(wrong) = authenticator(bytes, keys.as_bytes()) {
        let said = wrong.to_string();
        assert!(said.len() <= 64 * bytes.len() + 10_000, "{said}");
    }
}

/// A set of keys is read, or it is said what is wrong with it.
pub fn key_sets(bytes: &[u8]) {
    match authenticator(POLICY.as_bytes(), bytes) {
        Ok(trusting) => {
            let credentials = Credentials {
                token: Some("e30.e30.".into()),
                certificate: None,
            };
            assert!(trusting.authenticate(&credentials).is_err());
        }
        Err(wrong) => {
            let said = wrong.to_string();
            assert!(said.len() <= 8 * bytes.len() + 1_000, "{said}");
        }
    }
}

/// What was encrypted with the first key of a file is decrypted, and of a key that is wrong nothing is said.
pub fn source_keys(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    match Vault::read(text) {
        Ok(vault) => {
            let id = Uuid::from_u128(1);
            let sealed = vault.seal(id, b"Aloysius").unwrap();
            assert_eq!(vault.open(id, &sealed).unwrap(), b"Aloysius");
            assert!(vault.open(Uuid::from_u128(2), &sealed).is_err());
            assert!(text.contains(vault.first_id()));
        }
        Err(wrong) => {
            let said = wrong.to_string();
            assert!(said.len() <= text.len() + 4_000, "{said}");
            for word in text.split_whitespace().filter(|it| it.len() >= 40) {
                assert!(!said.contains(word), "{said}");
            }
        }
    }
}

//! An issuer of tokens, its keys, and a policy that trusts it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use claimstore::{access::Authenticator, api::call::guard::Guard};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData as _};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tonic::{Request, metadata::MetadataMap};

/// Who issues the tokens of tests.
pub const ISSUER: &str = "https://login.example";

/// Who they are made for.
pub const AUDIENCE: &str = "claimstore";

/// The roles that a policy knows.
pub const ROLES: [&str; 7] = [
    "reader",
    "writer",
    "reviewer",
    "desk-editor",
    "revealer",
    "auditor",
    "administrator",
];

/// A key that signs tokens.
pub struct SigningKey {
    pub id: String,
    pair: KeyPair,
}

impl SigningKey {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            pair: KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap(),
        }
    }

    /// The public key as a JWK.
    pub fn jwk(&self) -> Value {
        let point = self.pair.der_bytes();
        let (x, y) = point[1..].split_at(32);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        })
    }

    /// A token with these claims.
    pub fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "ES256", "typ": "JWT", "kid": self.id});
        let message = message(&header, claims);
        let random = SystemRandom::new();
        let pkcs8 = self.pair.serialize_der();
        let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_pkcs8(signing, &pkcs8, &random).unwrap();
        let signature = pair.sign(&random, message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A token that claims to be signed with a secret, which is the public key.
    pub fn sign_with_public_key_as_secret(&self, claims: &Value) -> String {
        let header = json!({"alg": "HS256", "typ": "JWT", "kid": self.id});
        let message = message(&header, claims);
        let secret = hmac::Key::new(hmac::HMAC_SHA256, self.pair.der_bytes());
        let signature = hmac::sign(&secret, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A token that says that it needs no signature.
pub fn unsigned(claims: &Value) -> String {
    format!(
        "{}.",
        message(&json!({"alg": "none", "typ": "JWT"}), claims)
    )
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A set of keys.
pub fn key_set(keys: &[&SigningKey]) -> String {
    let keys: Vec<Value> = keys.iter().map(|key| key.jwk()).collect();
    json!({"keys": keys}).to_string()
}

/// What a token of a caller claims: it is valid now, and for so long.
pub fn claims(subject: &str, valid: Duration) -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "exp": seconds() + valid.as_secs()})
}

/// Seconds since 1970.
pub fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap().as_secs()
}

/// A policy in a directory of its own, and the key of the issuer that it trusts. A caller `desk:ROLE`
/// has that role; `desk:nobody` has none.
pub struct Newsroom {
    directory: TempDir,
    pub key: SigningKey,
}

impl Newsroom {
    pub fn new() -> Self {
        let newsroom = Self {
            directory: tempfile::tempdir().unwrap(),
            key: SigningKey::new("first"),
        };
        newsroom.publish(&[&newsroom.key]);
        newsroom.write_policy(&grants());
        newsroom
    }

    /// A file in its directory.
    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Writes the keys that the issuer has.
    pub fn publish(&self, keys: &[&SigningKey]) {
        replace(&self.file("keys.json"), &key_set(keys));
    }

    /// Writes a policy with these grants.
    pub fn write_policy(&self, grants: &str) {
        self.write_policy_with_keys("keys.json", grants);
    }

    /// Writes a policy whose keys are somewhere.
    pub fn write_policy_with_keys(&self, keys: &str, grants: &str) {
        let policy = format!(
            "[[issuer]]\nname = \"desk\"\nissuer = \"{ISSUER}\"\naudiences = [\"{AUDIENCE}\"]\n\
             keys = \"{keys}\"\nalgorithms = [\"ES256\"]\n\n{grants}"
        );
        replace(&self.file("policy.toml"), &policy);
    }

    /// Lets those in whom the policy does.
    pub fn guard(&self) -> Guard {
        Guard {
            authenticator: Some(Authenticator::open(&self.file("policy.toml")).unwrap()),
            is_reflection_open: false,
            rates: None,
        }
    }

    /// A token that is valid for an hour.
    pub fn token(&self, subject: &str) -> String {
        self.key.sign(&claims(subject, Duration::from_hours(1)))
    }
}

/// A grant for each role, to the caller of its name.
pub fn grants() -> String {
    let grants = ROLES
        .iter()
        .map(|role| grant(&format!("desk:{role}"), role, ""));
    grants.collect()
}

/// A grant, and what else it says.
pub fn grant(caller: &str, role: &str, more: &str) -> String {
    format!("[[grant]]\ncallers = [\"{caller}\"]\nroles = [\"{role}\"]\n{more}\n\n")
}

/// Writes a file in the way of Kubernetes: nobody sees a part of it.
pub fn replace(path: &Path, text: &str) {
    let new = path.with_extension("new");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
}

/// Adds a token to the metadata of a call.
pub fn bear(metadata: &mut MetadataMap, token: &str) {
    let bearer = format!("Bearer {token}").parse().unwrap();
    metadata.insert("authorization", bearer);
}

/// A request with a token.
pub fn with_token<T>(token: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    bear(request.metadata_mut(), token);
    request
}

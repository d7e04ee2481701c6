//! The public keys of an issuer, as a JWK set has them [RFC 7517].

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// The most keys of a set.
const KEYS_MAX: usize = 100;

/// The keys of an issuer that can verify tokens.
#[derive(Debug)]
pub(super) struct Keys(Vec<Key>);

#[derive(Debug)]
struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

/// Why a key set cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// It is not a JWK set.
    #[error("it is not a JWK set: {0}")]
    Malformed(String),
    /// It has too many keys.
    #[error("it has more than {KEYS_MAX} keys")]
    TooMany,
    /// None of its keys can verify tokens.
    #[error(
        "it has no public key for RS, PS or ES signatures with 256 or 384 bits, RS512, PS512 or EdDSA"
    )]
    NoneUsable,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

impl Keys {
    /// Reads a JWK set. Keys of other kinds are left out: sets may have them for others.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, KeysError> {
        let set: Set = serde_json::from_slice(bytes)
            .map_err(|error| KeysError::Malformed(error.to_string()))?;
        if set.keys.len() > KEYS_MAX {
            return Err(KeysError::TooMany);
        }
        let keys: Vec<Key> = set.keys.into_iter().filter_map(Key::read).collect();
        match keys.is_empty() {
            true => Err(KeysError::NoneUsable),
            false => Ok(Self(keys)),
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The keys that a token with this key id may be signed with by this algorithm.
    pub(super) fn of<'a>(
        &'a self,
        id: Option<&'a str>,
        algorithm: Algorithm,
    ) -> impl Iterator<Item = &'a DecodingKey> {
        let keys = self.0.iter().filter(move |key| {
            let is_named = match (id, key.id.as_deref()) {
                (Some(id), Some(named)) => id == named,
                _ => true,
            };
            is_named && key.algorithms.contains(&algorithm)
        });
        keys.map(|key| &key.key)
    }
}

impl Key {
    fn read(value: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(value).ok()?;
        if matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption)) {
            return None;
        }
        let mut algorithms = algorithms(&jwk.algorithm)?.to_vec();
        if let Some(only) = jwk.common.key_algorithm {
            let only = only.to_string();
            algorithms.retain(|algorithm| format!("{algorithm:?}") == only);
        }
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        (!algorithms.is_empty()).then_some(Self {
            id: jwk.common.key_id,
            algorithms,
            key,
        })
    }
}

/// The algorithms that a key of this kind can be used with. A secret key is of no use: whoever
/// verifies with it could also sign with it.
fn algorithms(parameters: &AlgorithmParameters) -> Option<&'static [Algorithm]> {
    match parameters {
        AlgorithmParameters::RSA(_) => Some(&[
            Algorithm::RS256,
            Algorithm::RS384,
            Algorithm::RS512,
            Algorithm::PS256,
            Algorithm::PS384,
            Algorithm::PS512,
        ]),
        AlgorithmParameters::EllipticCurve(curve) => match curve.curve {
            EllipticCurve::P256 => Some(&[Algorithm::ES256]),
            EllipticCurve::P384 => Some(&[Algorithm::ES384]),
            _ => None,
        },
        AlgorithmParameters::OctetKeyPair(pair) => match pair.curve {
            EllipticCurve::Ed25519 => Some(&[Algorithm::EdDSA]),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256: &str = r#""kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM""#;

    fn keys(keys: &str) -> Result<Keys, KeysError> {
        Keys::read(format!(r#"{{"keys":[{keys}]}}"#).as_bytes())
    }

    #[test]
    fn a_key_is_found_by_its_id_and_used_with_its_algorithm_alone() {
        let known = keys(&format!(r#"{{{P256},"kid":"a"}},{{{P256}}}"#)).unwrap();
        let found = |id, algorithm| known.of(id, algorithm).count();
        assert_eq!(found(Some("a"), Algorithm::ES256), 2);
        assert_eq!(found(Some("b"), Algorithm::ES256), 1);
        assert_eq!(found(None, Algorithm::ES256), 2);
        assert_eq!(found(Some("a"), Algorithm::RS256), 0);
    }

    #[test]
    fn secret_keys_those_for_encryption_and_unknown_ones_are_left_out() {
        for key in [
            r#"{"kty":"oct","k":"c2VjcmV0"}"#.to_owned(),
            format!(r#"{{{P256},"use":"enc"}}"#),
            format!(r#"{{{P256},"alg":"ES384"}}"#),
            r#"{"kty":"new"}"#.to_owned(),
        ] {
            assert!(matches!(keys(&key), Err(KeysError::NoneUsable)), "{key}");
            let both = keys(&format!("{key},{{{P256}}}")).unwrap();
            assert_eq!(both.of(None, Algorithm::ES256).count(), 1, "{key}");
        }
    }

    #[test]
    fn what_is_no_key_set_is_refused() {
        assert!(matches!(Keys::read(b"{}"), Err(KeysError::Malformed(_))));
        let many = vec![format!("{{{P256}}}"); KEYS_MAX + 1].join(",");
        assert!(matches!(keys(&many), Err(KeysError::TooMany)));
    }
}

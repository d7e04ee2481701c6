//! Verifies a token: a JWT that an issuer signed [RFC 7519, RFC 8725].

use std::time::{Duration, SystemTime};

use jsonwebtoken::{
    Validation, dangerous::insecure_decode_claims, decode, decode_header, errors::ErrorKind,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{clock::now, issuer::Issuer, keys::Keys};

/// How far the clocks of an issuer and of this server may be apart.
pub const CLOCK_SKEW: Duration = Duration::from_secs(30);

/// The most keys that one token is tried with.
const KEYS_TRIED_MAX: usize = 8;

/// What a verified token says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Who it was issued to.
    pub(super) subject: String,
    /// The groups of the caller.
    pub(super) groups: Vec<String>,
    /// From when on it is refused.
    pub(super) ends: SystemTime,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a JWT.
    #[error("is not a JWT")]
    Malformed,
    /// Its issuer is not in the policy.
    #[error("is of an issuer that is not trusted")]
    Issuer,
    /// It is signed by an algorithm that the policy does not allow for its issuer.
    #[error("is not signed with an algorithm that is allowed for its issuer")]
    Algorithm,
    /// Its issuer has no such key.
    #[error("is signed with a key that its issuer does not publish")]
    Key,
    /// Its signature is wrong.
    #[error("has a wrong signature")]
    Signature,
    /// It is too old.
    #[error("has expired")]
    Expired,
    /// It is too young.
    #[error("is not valid yet")]
    NotYetValid,
    /// It was made for another service.
    #[error("is for another audience")]
    Audience,
    /// It lacks something that it must have.
    #[error(
        "lacks one of the claims iss, aud, exp and the one with its subject, or has one that is not of its type"
    )]
    Incomplete,
    /// Its subject cannot be the name of a caller.
    #[error(
        "has a subject that cannot be the name of a caller: it has to be visible ASCII characters without semicolons, at most 256 bytes with the name of the issuer"
    )]
    Subject,
}

#[derive(Deserialize)]
struct Issued {
    iss: String,
}

/// The claim `iss` of a token that is not verified yet.
pub(super) fn issuer_of(token: &str) -> Result<String, TokenError> {
    decode_header(token).map_err(|error| reason(error.kind()))?;
    let claims: Issued = insecure_decode_claims(token).map_err(|error| match error.kind() {
        ErrorKind::Json(_) => TokenError::Incomplete,
        other => reason(other),
    })?;
    Ok(claims.iss)
}

/// Verifies a token of an issuer with its keys.
pub(super) fn verify(token: &str, issuer: &Issuer, keys: &Keys) -> Result<Token, TokenError> {
    let header = decode_header(token).map_err(|error| reason(error.kind()))?;
    if !issuer.algorithms.contains(&header.alg) {
        return Err(TokenError::Algorithm);
    }
    let mut validation = Validation::new(header.alg);
    validation.leeway = CLOCK_SKEW.as_secs();
    validation.validate_nbf = true;
    validation.set_issuer(&[&issuer.issuer]);
    validation.set_audience(&issuer.audiences);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    let mut failed = TokenError::Key;
    let keys = keys.of(header.kid.as_deref(), header.alg);
    for key in keys.take(KEYS_TRIED_MAX) {
        match decode::<Map<String, Value>>(token, key, &validation) {
            Ok(decoded) => return read(&decoded.claims, issuer),
            Err(error) => failed = reason(error.kind()),
        }
        // With another key, the signature may be right.
        if failed != TokenError::Signature {
            break;
        }
    }
    Err(failed)
}

fn read(claims: &Map<String, Value>, issuer: &Issuer) -> Result<Token, TokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let subject = text(&issuer.subject_claim).ok_or(TokenError::Incomplete)?;
    let groups = match claims.get(&issuer.groups_claim) {
        Some(Value::String(group)) => vec![group.clone()],
        Some(Value::Array(groups)) => {
            let groups = groups.iter().filter_map(Value::as_str);
            groups.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let exp = claims.get("exp").and_then(Value::as_f64);
    let exp = exp
        .filter(|exp| *exp >= 0.0)
        .ok_or(TokenError::Incomplete)?;
    let ends = Duration::try_from_secs_f64(exp.floor()).ok();
    let ends = ends
        .and_then(|exp| {
            SystemTime::UNIX_EPOCH
                .checked_add(exp)?
                .checked_add(CLOCK_SKEW)
        })
        .ok_or(TokenError::Incomplete)?;
    // What verified it compares whole seconds, and would accept it for a moment more.
    if ends <= now() {
        return Err(TokenError::Expired);
    }
    Ok(Token {
        subject: subject.to_owned(),
        groups,
        ends,
    })
}

fn reason(kind: &ErrorKind) -> TokenError {
    match kind {
        ErrorKind::ExpiredSignature => TokenError::Expired,
        ErrorKind::ImmatureSignature => TokenError::NotYetValid,
        ErrorKind::InvalidAudience => TokenError::Audience,
        ErrorKind::InvalidIssuer => TokenError::Issuer,
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::MissingRequiredClaim(_) => TokenError::Incomplete,
        ErrorKind::InvalidAlgorithm
        | ErrorKind::UnsupportedAlgorithm
        | ErrorKind::MissingAlgorithm
        | ErrorKind::InvalidAlgorithmName => TokenError::Algorithm,
        _ => TokenError::Malformed,
    }
}

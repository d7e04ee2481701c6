//! An issuer of tokens: how its tokens are recognised, and where its keys are.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use jsonwebtoken::Algorithm;
use serde::Deserialize;
use url::{Host, Url};

use super::caller::CERTIFICATE;
use crate::domain::value::Checker;

/// Names that callers without tokens have.
const RESERVED: [&str; 3] = [CERTIFICATE, "unverified", "claimstore"];

/// The most characters of the name of an issuer.
const NAME_MAX: usize = 32;

/// The algorithms that tokens may be signed with.
const ALGORITHMS: [(&str, Algorithm); 9] = [
    ("RS256", Algorithm::RS256),
    ("RS384", Algorithm::RS384),
    ("RS512", Algorithm::RS512),
    ("PS256", Algorithm::PS256),
    ("PS384", Algorithm::PS384),
    ("PS512", Algorithm::PS512),
    ("ES256", Algorithm::ES256),
    ("ES384", Algorithm::ES384),
    ("EdDSA", Algorithm::EdDSA),
];

/// Whose tokens are trusted.
#[derive(Clone, Debug)]
pub(super) struct Issuer {
    /// What the names of its callers begin with.
    pub(super) name: String,
    /// The claim `iss` of its tokens.
    pub(super) issuer: String,
    /// One of these has to be in the claim `aud`.
    pub(super) audiences: Vec<String>,
    /// The algorithms that its tokens are signed with.
    pub(super) algorithms: Vec<Algorithm>,
    /// The claim with the name of the caller.
    pub(super) subject_claim: String,
    /// The claim with the groups of the caller.
    pub(super) groups_claim: String,
    pub(super) keys: KeySource,
}

impl Issuer {
    /// Whether its keys are those of another issuer, which may be this one in another policy.
    pub(super) fn has_keys_of(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.keys == other.keys
    }
}

/// Where keys come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeySource {
    /// A file with a JWK set.
    File(PathBuf),
    /// An address that answers with a JWK set.
    Url(Remote),
    /// The JWK set that the discovery document of the issuer names.
    Discovery(Remote),
}

/// An address, and what it takes to ask there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remote {
    pub(super) url: Url,
    /// The certificates to trust, instead of the public ones.
    pub(super) ca: Option<PathBuf>,
    /// The file with the token to present.
    pub(super) token_file: Option<PathBuf>,
}

/// An issuer as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IssuerTable {
    name: String,
    issuer: String,
    audiences: Vec<String>,
    keys: Option<String>,
    keys_ca: Option<PathBuf>,
    keys_token_file: Option<PathBuf>,
    algorithms: Option<Vec<String>>,
    subject_claim: Option<String>,
    groups_claim: Option<String>,
}

/// Checks that no two issuers have the same name, or the same tokens.
pub(super) fn check_names(check: &mut Checker, tables: &[IssuerTable]) {
    let (mut names, mut issuers) = (HashSet::new(), HashSet::new());
    check.list("issuer", tables, |check, table| {
        if !names.insert(&table.name) {
            check.report_at("name", "is that of another issuer");
        }
        if !issuers.insert(&table.issuer) {
            check.report_at("issuer", "is that of another issuer");
        }
    });
}

impl IssuerTable {
    pub(super) fn read(self, check: &mut Checker, folder: &Path) -> Issuer {
        check_name(check, &self.name);
        if self.issuer.is_empty() {
            check.report_at("issuer", "is required");
        }
        if self.audiences.is_empty() || self.audiences.iter().any(String::is_empty) {
            check.report_at("audiences", "is required: who the tokens are made for");
        }
        let algorithms = algorithms(check, self.algorithms.as_deref());
        let at = |path: PathBuf| folder.join(path);
        let (ca, token_file) = (self.keys_ca.map(at), self.keys_token_file.map(at));
        let remote = |url| Remote {
            url,
            ca: ca.clone(),
            token_file: token_file.clone(),
        };
        let keys = match &self.keys {
            Some(keys) if keys.contains("://") => {
                key_url(check, "keys", keys).map(|url| KeySource::Url(remote(url)))
            }
            Some(keys) if ca.is_some() || token_file.is_some() => {
                check.report_at(
                    "keys",
                    "is a file, which needs no keys_ca and no keys_token_file",
                );
                Some(KeySource::File(folder.join(keys)))
            }
            Some(keys) => Some(KeySource::File(folder.join(keys))),
            None => key_url(check, "issuer", &discovery(&self.issuer))
                .map(|url| KeySource::Discovery(remote(url))),
        };
        Issuer {
            name: self.name,
            issuer: self.issuer,
            audiences: self.audiences,
            algorithms,
            subject_claim: self.subject_claim.unwrap_or_else(|| "sub".to_owned()),
            groups_claim: self.groups_claim.unwrap_or_else(|| "groups".to_owned()),
            // What was reported keeps it from being used.
            keys: keys.unwrap_or_else(|| KeySource::File(PathBuf::new())),
        }
    }
}

/// Where the discovery document of an issuer is [OpenID Connect Discovery 1.0, section 4].
fn discovery(issuer: &str) -> String {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    format!("{issuer}/.well-known/openid-configuration")
}

fn check_name(check: &mut Checker, name: &str) {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > NAME_MAX || !name.bytes().all(is_plain) {
        check.report_at("name", "must be 1 to 32 of a-z, 0-9 and -");
    }
    if RESERVED.contains(&name) {
        check.report_at("name", "is reserved; choose another");
    }
}

fn algorithms(check: &mut Checker, names: Option<&[String]>) -> Vec<Algorithm> {
    let Some(names) = names else {
        return vec![Algorithm::RS256];
    };
    if names.is_empty() {
        check.report_at("algorithms", "is empty; the default is RS256");
    }
    let mut algorithms = Vec::new();
    check.list("algorithms", names, |check, name| {
        match ALGORITHMS.iter().find(|(known, _)| known == name) {
            Some((_, algorithm)) => algorithms.push(*algorithm),
            None => {
                let known: Vec<&str> = ALGORITHMS.iter().map(|(known, _)| *known).collect();
                check.report(format!("is none of {}", known.join(", ")));
            }
        }
    });
    algorithms
}

/// An address whose answer nobody can have changed on the way.
pub(super) fn is_safe(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(domain)) => domain == "localhost",
        None => return false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

fn key_url(check: &mut Checker, field: &str, text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(is_safe);
    if url.is_none() {
        let what = match field {
            "keys" => "is not an https address",
            _ => "is not an https address, so that keys has to say where the keys are",
        };
        check.report_at(field, what);
    }
    url
}

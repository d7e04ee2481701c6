//! Errors of calls whose caller is not known, or may not make them.

use std::time::Duration;

use tonic::{Code, Status};

use super::{context::ACTOR, status_builder::Answer};
use crate::{
    access::{Caller, Refused},
    domain::access::{Right, Role},
    wire::pb::ErrorReason,
};

/// When to ask again whether the keys of an issuer are there.
const KEYS_RETRY: Duration = Duration::from_secs(10);

/// The caller is not known.
pub(super) fn unauthenticated(why: &Refused) -> Status {
    let message = match why {
        Refused::NoCredentials => {
            "the call has no credentials; send a token as the metadata `authorization: Bearer TOKEN`, or connect with a client certificate".to_owned()
        }
        Refused::Token(error) => format!("the token {error}; send another"),
        Refused::Certificate => "the client certificate has neither exactly one URI, nor without any a DNS name, that can be the name of a caller; send a token, or connect with another certificate".to_owned(),
        Refused::CertificateEnded => "the client certificate has expired, or its authority is not trusted any more; connect with another one".to_owned(),
        Refused::NoKeys => {
            return Answer::new(Code::Unavailable, ErrorReason::KeysUnavailable)
                .retry(KEYS_RETRY)
                .message("the keys of the issuer of the token cannot be had at the moment; nothing was done");
        }
    };
    Answer::new(Code::Unauthenticated, ErrorReason::Unauthenticated).message(message)
}

/// The metadata with the token has another form.
pub(super) fn not_bearer() -> Status {
    Answer::new(Code::Unauthenticated, ErrorReason::Unauthenticated)
        .message("the metadata `authorization` is not exactly one `Bearer TOKEN`")
}

/// The caller lacks a right that the method needs.
pub(super) fn forbidden(caller: &Caller, method: &str, right: Right) -> Status {
    let name = caller.name();
    let method = method.rsplit('/').next().unwrap_or_default();
    lacking(right).message(format!(
        "{name} may not call {method}; the policy has to grant it one of the roles {}",
        roles(right)
    ))
}

/// The caller lacks a right that something in the request needs.
pub(super) fn forbidden_part(what: &str, right: Right) -> Status {
    lacking(right).message(format!(
        "the caller may not {what}; the policy has to grant it one of the roles {}",
        roles(right)
    ))
}

/// The caller makes more calls than it may.
pub(super) fn too_many(pause: Duration) -> Status {
    Answer::new(Code::ResourceExhausted, ErrorReason::RateLimited)
        .retry(pause)
        .message("the caller makes more calls in a second than one caller may; send it again later")
}

/// The caller may not name somebody that it acts for.
pub(super) fn acts_for_nobody(caller: &Caller) -> Status {
    Answer::new(Code::PermissionDenied, ErrorReason::PermissionDenied).message(format!(
        "the policy does not let {} act for others; send no {ACTOR}",
        caller.name()
    ))
}

/// The credentials of a stream do not hold any more.
pub(super) fn no_longer_authenticated(why: &Refused) -> Status {
    let status = unauthenticated(why);
    let message = format!("the stream has ended: {}", status.message());
    Status::with_details_and_metadata(
        status.code(),
        message,
        status.details().to_vec().into(),
        status.metadata().clone(),
    )
}

/// The caller of a stream may no longer do what it could when it opened the stream.
pub(super) fn no_longer_allowed(caller: &Caller) -> Status {
    Answer::new(Code::PermissionDenied, ErrorReason::PermissionDenied).message(format!(
        "the stream has ended: the policy has taken rights away from {}; open it again with what is left",
        caller.name()
    ))
}

fn lacking(right: Right) -> Answer {
    Answer::new(Code::PermissionDenied, ErrorReason::PermissionDenied).with("roles", roles(right))
}

fn roles(right: Right) -> String {
    let roles: Vec<&str> = Role::with(right).map(Role::name).collect();
    roles.join(", ")
}

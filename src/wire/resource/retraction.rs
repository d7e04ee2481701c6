//! Retractions in messages, and the requests that record or revoke them.

use crate::{
    domain::{resource::Retraction, value::Checker},
    wire::{pb, value::read},
};

/// Reads a retraction.
pub fn read(check: &mut Checker, message: pb::Retraction) -> Retraction {
    let pb::Retraction { reason, time, url } = message;
    Retraction {
        reason,
        time: read::timestamp(check, "time", time),
        url,
    }
}

/// Reads the optional field `retraction`.
pub fn read_field(check: &mut Checker, message: Option<pb::Retraction>) -> Option<Retraction> {
    message.map(|message| check.field("retraction", |check| read(check, message)))
}

/// Writes a retraction.
pub fn write(retraction: &Retraction) -> pb::Retraction {
    let Retraction { reason, time, url } = retraction;
    pb::Retraction {
        reason: reason.clone(),
        time: time.map(read::to_timestamp),
        url: url.clone(),
    }
}

/// A request to retract a resource, or to revoke its retraction.
#[derive(Clone, Debug)]
pub struct Retract {
    /// The name of the resource.
    pub name: String,
    /// The retraction.
    pub retraction: Option<pb::Retraction>,
    /// Whether the retraction is revoked.
    pub revoke: bool,
    /// The etag that the resource must have, or empty.
    pub etag: String,
}

macro_rules! retract {
    ($($request:ident,)+) => {
        $(impl From<pb::$request> for Retract {
            fn from(request: pb::$request) -> Self {
                let pb::$request {
                    name,
                    retraction,
                    revoke,
                    etag,
                    request_id: _,
                    validate_only: _,
                } = request;
                Self {
                    name,
                    retraction,
                    revoke,
                    etag,
                }
            }
        })+
    };
}

retract! {
    RetractSourceRequest,
    RetractArticleRequest,
    RetractClaimRequest,
}

//! The context of a call that changes something: the caller, the request id, and whether it
//! is a dry run.

use std::time::Instant;

use tonic::{Request, metadata::MetadataMap};
use uuid::Uuid;

use super::deadline::Deadline;
use crate::{
    app::CallContext,
    domain::{resource::name::parse_id, value::Checker},
    store::{log::RequestKey, write::Ending},
    wire::request::{MutationHead, MutationRequest},
};

/// The metadata with the name of the caller. It is a stopgap until callers are
/// authenticated.
pub const ACTOR: &str = "x-claimstore-actor";
const ACTOR_MAX: usize = 128;
/// The prefix of an actor whose name is not verified.
const UNVERIFIED: &str = "unverified:";
const ANONYMOUS: &str = "anonymous";

/// A call that changes something, without the change itself.
pub(crate) struct Call {
    metadata: MetadataMap,
    head: MutationHead,
    deadline: Option<Instant>,
}

impl Call {
    /// Splits a request into the call and the change.
    pub(crate) fn open<M: MutationRequest>(request: Request<M>) -> (Self, M) {
        let (metadata, extensions, mut request) = request.into_parts();
        let call = Self {
            metadata,
            head: MutationHead::take(&mut request),
            deadline: Deadline::of(&extensions),
        };
        (call, request)
    }

    /// The size of the request in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        self.head.bytes
    }

    /// Reads the context of the call.
    pub(crate) fn context(self, check: &mut Checker) -> CallContext {
        let MutationHead {
            method,
            request_id,
            is_dry_run,
            digest,
            bytes,
        } = self.head;
        let actor = actor(check, &self.metadata);
        let request = request_uuid(check, &request_id).map(|id| RequestKey {
            caller: caller(&actor).to_owned(),
            method,
            id,
            digest,
        });
        let ending = match is_dry_run {
            true => Ending::DryRun,
            false => Ending::Keep,
        };
        CallContext {
            actor,
            request,
            ending,
            bytes,
            deadline: self.deadline,
        }
    }
}

/// The context of a stream of changes, and its caller. It has no request id and no deadline.
pub(crate) fn of_stream(
    check: &mut Checker,
    metadata: &MetadataMap,
    ending: Ending,
) -> (CallContext, String) {
    let actor = actor(check, metadata);
    let caller = caller(&actor).to_owned();
    let context = CallContext {
        actor,
        request: None,
        ending,
        bytes: 0,
        deadline: None,
    };
    (context, caller)
}

/// Whether a text can be the name of a caller.
pub fn is_actor(name: &str) -> bool {
    !name.is_empty() && name.len() <= ACTOR_MAX && name.bytes().all(|b| b.is_ascii_graphic())
}

fn actor(check: &mut Checker, metadata: &MetadataMap) -> String {
    let Some(value) = metadata.get(ACTOR) else {
        return format!("{UNVERIFIED}{ANONYMOUS}");
    };
    let name = value.to_str().unwrap_or_default();
    if !is_actor(name) {
        check.report_at(ACTOR, "must be 1 to 128 visible ASCII characters");
    }
    format!("{UNVERIFIED}{name}")
}

/// The caller that an actor works for: what precedes the name of the worker.
fn caller(actor: &str) -> &str {
    actor.split_once('/').map_or(actor, |(caller, _)| caller)
}

fn request_uuid(check: &mut Checker, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok().filter(|id| !id.is_nil());
    if id.is_none() {
        check.report_at(
            "request_id",
            "is not a lower-case UUID other than the nil UUID",
        );
    }
    id
}

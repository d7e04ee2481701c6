//! What a call that changes something says about itself: who asks, under which
//! request id, and whether it is only tried out.

use tonic::{Request, metadata::MetadataMap};
use uuid::Uuid;

use crate::{
    app::CallContext,
    domain::{resource::name::parse_id, value::Checker},
    store::{log::RequestKey, write::Ending},
    wire::request::{MutationHead, MutationRequest},
};

/// The metadata that says who asks, until callers authenticate.
const ACTOR: &str = "x-claimstore-actor";
const ACTOR_MAX: usize = 128;
/// Marks an actor that nobody has verified.
const UNVERIFIED: &str = "unverified:";
const ANONYMOUS: &str = "anonymous";

/// A call that changes something, apart from what it changes.
pub(crate) struct Call {
    metadata: MetadataMap,
    head: MutationHead,
}

impl Call {
    /// Takes a call apart.
    pub(crate) fn open<M: MutationRequest>(request: Request<M>) -> (Self, M) {
        let (metadata, _, mut request) = request.into_parts();
        let head = MutationHead::take(&mut request);
        (Self { metadata, head }, request)
    }

    /// How many bytes its request has.
    pub(crate) const fn bytes(&self) -> usize {
        self.head.bytes
    }

    /// Reads who asks, and how.
    pub(crate) fn context(self, check: &mut Checker) -> CallContext {
        let MutationHead {
            method,
            request_id,
            is_dry_run,
            digest,
            bytes: _,
        } = self.head;
        let actor = actor(check, &self.metadata);
        let request = request_uuid(check, &request_id).map(|id| RequestKey {
            actor: actor.clone(),
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
        }
    }
}

fn actor(check: &mut Checker, metadata: &MetadataMap) -> String {
    let Some(value) = metadata.get(ACTOR) else {
        return format!("{UNVERIFIED}{ANONYMOUS}");
    };
    let name = value.to_str().unwrap_or_default();
    if name.is_empty() || name.len() > ACTOR_MAX || !name.bytes().all(|b| b.is_ascii_graphic()) {
        check.report_at(ACTOR, "is no actor: 1 to 128 visible ASCII characters");
    }
    format!("{UNVERIFIED}{name}")
}

fn request_uuid(check: &mut Checker, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok().filter(|id| !id.is_nil());
    if id.is_none() {
        check.report_at("request_id", "is no lower-case uuid, or is the nil one");
    }
    id
}

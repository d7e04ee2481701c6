//! What a call says about itself: who asks, and under which request id.

use tonic::metadata::MetadataMap;
use uuid::Uuid;

use crate::{
    app::Asked,
    domain::{name::parse_id, violation::Checker},
    store::request::RequestKey,
};

/// The metadata that says who asks, until callers authenticate.
const ACTOR: &str = "x-claimstore-actor";
const ACTOR_MAX: usize = 128;
/// Marks an actor that nobody has verified.
const UNVERIFIED: &str = "unverified:";
const ANONYMOUS: &str = "anonymous";

/// Reads who asks, and the request id that is in the request.
pub(super) fn asked(
    check: &mut Checker,
    metadata: &MetadataMap,
    method: &'static str,
    request_id: &str,
    digest: Vec<u8>,
) -> Asked {
    let actor = actor(check, metadata);
    let request = request_uuid(check, request_id).map(|id| RequestKey {
        actor: actor.clone(),
        method,
        id,
        digest,
    });
    Asked { actor, request }
}

fn actor(check: &mut Checker, metadata: &MetadataMap) -> String {
    let Some(value) = metadata.get(ACTOR) else {
        return format!("{UNVERIFIED}{ANONYMOUS}");
    };
    let name = value.to_str().unwrap_or_default();
    if name.is_empty() || name.len() > ACTOR_MAX || !name.bytes().all(|b| b.is_ascii_graphic()) {
        check.say_at(ACTOR, "is no actor: 1 to 128 visible ASCII characters");
    }
    format!("{UNVERIFIED}{name}")
}

fn request_uuid(check: &mut Checker, text: &str) -> Option<Uuid> {
    if text.is_empty() {
        return None;
    }
    let id = parse_id(text).ok().filter(|id| !id.is_nil());
    if id.is_none() {
        check.say_at("request_id", "is no lower-case uuid, or is the nil one");
    }
    id
}

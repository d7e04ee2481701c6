//! The context of a call that changes something: the caller, the request id, and whether it
//! is a dry run.

use std::time::Instant;

use http::Extensions;
use tonic::{Request, metadata::MetadataMap};
use uuid::Uuid;

use super::{about, deadline::Deadline};
use crate::{
    access::Caller,
    app::CallContext,
    domain::{
        access::{FOR, Rights},
        resource::name::parse_id,
        value::Checker,
    },
    store::{log::RequestKey, write::Ending},
    wire::request::{MutationHead, MutationRequest},
};

/// The metadata that says who makes a change. Of a verified caller it says who it acts for.
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
    verified: Option<Caller>,
}

impl Call {
    /// Splits a request into the call and the change.
    pub(crate) fn open<M: MutationRequest>(request: Request<M>) -> (Self, M) {
        let (metadata, extensions, mut request) = request.into_parts();
        let call = Self {
            metadata,
            head: MutationHead::take(&mut request),
            deadline: Deadline::of(&extensions),
            verified: extensions.get().cloned(),
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
            resource_name,
        } = self.head;
        let Author { actor, caller } = author(check, &self.metadata, self.verified.as_ref());
        about::note(|subject| {
            subject.actor.clone_from(&actor);
            subject.is_dry_run = is_dry_run;
        });
        about::note_resource(&resource_name);
        let request = request_uuid(check, &request_id).map(|id| RequestKey {
            caller,
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
            rights: rights(self.verified.as_ref()),
        }
    }
}

/// The context of a stream of changes, and its caller. It has no request id and no deadline.
pub(crate) fn of_stream(
    check: &mut Checker,
    (metadata, extensions): (&MetadataMap, &Extensions),
    ending: Ending,
) -> (CallContext, String) {
    let verified = extensions.get();
    let Author { actor, caller } = author(check, metadata, verified);
    about::note(|subject| {
        subject.actor.clone_from(&actor);
        subject.is_dry_run = ending == Ending::DryRun;
    });
    let context = CallContext {
        actor,
        request: None,
        ending,
        bytes: 0,
        deadline: None,
        rights: rights(verified),
    };
    (context, caller)
}

/// Takes note of who makes a call that changes nothing and is recorded nevertheless.
pub(crate) fn note_author(
    check: &mut Checker,
    (metadata, extensions): (&MetadataMap, &Extensions),
) {
    let Author { actor, caller: _ } = author(check, metadata, extensions.get());
    about::note(|subject| subject.actor = actor);
}

/// Whether a text can be the name of a caller.
pub fn is_actor(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b';';
    !name.is_empty() && name.len() <= ACTOR_MAX && name.bytes().all(is_plain)
}

/// Who makes a change.
struct Author {
    /// As the log names it.
    actor: String,
    /// Whose request ids and imports these are.
    caller: String,
}

fn author(check: &mut Checker, metadata: &MetadataMap, verified: Option<&Caller>) -> Author {
    let mut values = metadata.get_all(ACTOR).iter();
    let named = values.next().map(|value| {
        let name = value.to_str().unwrap_or_default();
        let is_name = is_actor(name) && values.next().is_none();
        if !is_name {
            let description = "must be 1 to 128 visible ASCII characters without semicolons, once";
            check.report_at(ACTOR, description);
        }
        is_name.then_some(name)
    });
    let named = named.flatten();
    let Some(verified) = verified else {
        let name = named.unwrap_or(ANONYMOUS);
        // What precedes the name of the worker.
        let caller = name.split_once('/').map_or(name, |(caller, _)| caller);
        return Author {
            actor: format!("{UNVERIFIED}{name}"),
            caller: format!("{UNVERIFIED}{caller}"),
        };
    };
    let caller = verified.name().to_owned();
    Author {
        actor: match named {
            Some(name) => format!("{caller}{FOR}{name}"),
            None => caller.clone(),
        },
        caller,
    }
}

/// What a caller may do. Where nobody is verified, that is everything.
fn rights(verified: Option<&Caller>) -> Rights {
    verified.map_or(Rights::ALL, Caller::rights)
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

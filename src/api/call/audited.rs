//! What the audit log says of calls.

use http::Response;
use tonic::{Code, Status, body::Body};
use tonic_types::StatusExt as _;

use super::{
    auth::Access,
    line::{self, Line},
    position,
    request_id::{self, CallId},
    subject::Subject,
};
use crate::store::audit::AuditEntry;

/// The most bytes of a resource name, which no name of a resource has.
const RESOURCE_MAX: usize = 200;

/// The entry about a call, if it is one for the audit log.
pub(super) fn entry(
    call: &CallId,
    access: Option<Access>,
    line: &Line,
    response: &Response<Body>,
) -> Option<AuditEntry> {
    let access = access?;
    let code = line::code(response);
    let is_refused = matches!(code, Code::Unauthenticated | Code::PermissionDenied);
    let subject = call.subject();
    let is_left_out = (subject.is_dry_run || subject.is_recorded) && code == Code::Ok;
    if !is_refused && (!access.is_audited() || is_left_out) {
        return None;
    }
    let status = Status::from_header_map(response.headers());
    let reason = status.and_then(|it| it.get_error_details().error_info().map(reason_of));
    let position = response.headers().get(position::POSITION);
    let position = position.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let entry = entry_of(call, subject, code);
    // Of a call that was not read it is only known who called.
    let actor = match (entry.actor.as_str(), &line.caller) {
        ("", Some(caller)) => caller.name().to_owned(),
        _ => entry.actor,
    };
    Some(AuditEntry {
        actor,
        peer: line.peer_address(),
        reason: reason.unwrap_or_default(),
        position: position.to_owned(),
        ..entry
    })
}

fn reason_of(info: &tonic_types::ErrorInfo) -> String {
    info.reason.clone()
}

/// The entry about the current call as one that succeeded, to be written before it is answered.
pub(crate) fn before_answer(justification: String) -> AuditEntry {
    let call = request_id::current();
    let entry = call.map(|call| entry_of(&call, call.subject(), Code::Ok));
    AuditEntry {
        justification,
        ..entry.unwrap_or_default()
    }
}

/// The entry about a part of the current call that was refused: a bundle of a stream.
pub(crate) fn refused_part(status: &Status) -> Option<AuditEntry> {
    if status.code() != Code::PermissionDenied {
        return None;
    }
    let call = request_id::current()?;
    let details = status.get_error_details();
    let reason = details.error_info().map(reason_of).unwrap_or_default();
    let entry = entry_of(&call, call.subject(), status.code());
    Some(AuditEntry { reason, ..entry })
}

fn entry_of(call: &CallId, subject: Subject, code: Code) -> AuditEntry {
    let Subject {
        peer,
        actor,
        mut resource_name,
        is_dry_run: _,
        is_recorded: _,
    } = subject;
    resource_name.truncate(resource_name.floor_char_boundary(RESOURCE_MAX));
    AuditEntry {
        method: call.path().trim_start_matches('/').to_owned(),
        actor,
        peer,
        resource_name,
        code: i16::try_from(i32::from(code)).unwrap_or_default(),
        call_id: call.request.to_string(),
        ..AuditEntry::default()
    }
}

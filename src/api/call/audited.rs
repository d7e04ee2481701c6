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
use crate::{app::App, store::audit::AuditEntry};

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
    // Who is told to come back later has done nothing, and may try often.
    let is_put_off = code == Code::ResourceExhausted;
    if !is_refused && (!access.is_audited() || is_left_out || is_put_off) {
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

/// Notes a call whose caller went away before it was answered: what it asked for may be done.
pub(super) struct Unanswered {
    call: Option<(App, CallId)>,
}

impl Unanswered {
    /// Of a call that was not answered yet.
    pub fn new(app: Option<&App>, call: &CallId) -> Self {
        let app = app.filter(|_| call.noted.is_some()).cloned();
        Self {
            call: app.map(|app| (app, call.clone())),
        }
    }

    /// The call was answered.
    pub fn answered(mut self) {
        self.call = None;
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        let Some((app, call)) = self.call.take() else {
            return;
        };
        let subject = call.subject();
        // One that was not read yet does nothing.
        let is_read = !subject.actor.is_empty();
        if is_read && !subject.is_dry_run && !subject.is_recorded {
            app.audit().note(entry_of(&call, subject, Code::Cancelled));
        }
    }
}

/// The entry about the current call as one that succeeded, to be written before it is answered.
pub(crate) fn before_answer() -> AuditEntry {
    let call = request_id::current();
    let entry = call.map(|call| entry_of(&call, call.subject(), Code::Ok));
    entry.unwrap_or_default()
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
        resource_name,
        justification,
        is_dry_run: _,
        is_recorded: _,
    } = subject;
    AuditEntry {
        method: call.path().trim_start_matches('/').to_owned(),
        actor,
        peer,
        resource_name,
        justification,
        code: i16::try_from(i32::from(code)).unwrap_or_default(),
        call_id: call.request.to_string(),
        ..AuditEntry::default()
    }
}

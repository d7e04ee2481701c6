//! Errors as callers see them: a code, a sentence, a reason, and the details that belong
//! to the reason. Nothing else about an error leaves the server. Internal errors are
//! logged here, once, with their causes.

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{refused_caller, request_id, status_builder::Answer, status_size};
use crate::{
    app::Error,
    domain::{
        Timestamp,
        resource::{Kind, Name},
        value::{Violation, causes},
    },
    wire::{self, message, pb::ErrorReason},
};

const RETRY_SOON: Duration = Duration::from_millis(50);
const RETRY_LATER: Duration = Duration::from_secs(1);

/// The names that an error has at most.
const NAMES_MAX: usize = 16;

/// Converts an error to a status.
pub fn status(error: Error) -> Status {
    match error {
        Error::Invalid(violations) => invalid(violations),
        Error::NotFound(names) => not_found(&names),
        Error::NoHolder { kind, field } => no_holder(kind, field),
        Error::NoVersion(name, version) => missing_in(name, format!("has no version {version}")),
        Error::NoRevision(name, revision) => {
            missing_in(name, format!("has no revision {revision}"))
        }
        Error::Exists {
            holder,
            field,
            address,
        } => exists(holder, field, address.as_deref()),
        Error::InUse {
            name,
            referrers,
            is_more,
        } => in_use(name, &referrers, is_more),
        Error::Deleted(names) => deleted(&names),
        Error::NotDeleted(name) => not_deleted(name),
        Error::EtagMismatch(name) => etag_mismatch(name),
        Error::NotAllowed { what, right } => refused_caller::forbidden_part(what, right),
        Error::Contention => contention(),
        Error::RequestIdReused => request_id_reused(),
        Error::PageTokenInvalid => page_token_invalid(),
        Error::PositionLost => position_lost("position"),
        Error::PositionForeign => position_foreign("position"),
        Error::PositionExpired(since) => position_expired(since),
        Error::HistoryExpired(name, since) => history_expired(name, since),
        Error::Erased(name) => erased(name),
        Error::Merged { name, survivor } => merged(name, survivor),
        Error::ResponseTooLarge => response_too_large(),
        Error::Overloaded | Error::NotPlanned => overloaded(),
        Error::NoConfidentialKeys => no_confidential_keys(),
        Error::NotSealed(name) => not_sealed(name),
        Error::NoLogKey => no_log_key(),
        Error::TreeNotReady => tree_not_ready(),
        Error::SearchOff => search_off(),
        Error::IndexNotReady => index_not_ready(),
        Error::IndexBehind => index_behind(),
        Error::ImportOvertaken => import_overtaken(),
        Error::DatabaseUnavailable(cause) => {
            let cause = cause.plainly();
            request_id::logged(|| tracing::warn!(cause, "the database is unavailable"));
            database_unavailable()
        }
        Error::StandbyBehind => database_unavailable(),
        Error::NewerWriter(name) => newer_writer(name),
        Error::DeadlineExceeded => deadline_exceeded(),
        Error::Internal(cause) => {
            let cause = causes(&*cause);
            request_id::logged(|| tracing::error!(cause, "a call failed"));
            Answer::new(Code::Internal, ErrorReason::Internal)
                .message("internal error; the server's log has the details under the request id")
        }
    }
}

/// The call took longer than its deadline.
pub fn deadline_exceeded() -> Status {
    Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded).message(
        "the call took longer than its deadline; a write may have been done, so send it again with the same request_id",
    )
}

/// The answer was not taken in time, and is dropped.
pub fn not_taken() -> Status {
    Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded).message(
        "the answer was not taken in time and is dropped; read it faster, a stream from the last position that was received",
    )
}

/// The server is at a limit of what it does at once.
pub fn overloaded() -> Status {
    overloaded_for(RETRY_LATER)
}

/// The server is at one of its limits, and the caller shall wait.
pub fn overloaded_for(pause: Duration) -> Status {
    Answer::new(Code::ResourceExhausted, ErrorReason::Overloaded)
        .retry(pause)
        .message("the server has as much to do as it can take; send it again later")
}

/// What confidential sources are cannot be encrypted or decrypted.
fn no_confidential_keys() -> Status {
    Answer::new(
        Code::FailedPrecondition,
        ErrorReason::ConfidentialKeysMissing,
    )
    .message("the server has no key for confidential sources, or not the one with which this source was encrypted; its operator has to give it with --confidential-keys-file")
}

/// What the source is was not encrypted in this store.
fn not_sealed(name: Name) -> Status {
    let description = "is not confidential, was erased, or came with a bundle that restores it";
    Answer::new(Code::FailedPrecondition, ErrorReason::NotSealed)
        .about(&[name], &name.to_string(), description)
        .message(format!("{name} {description}: there is nothing to reveal"))
}

fn no_log_key() -> Status {
    Answer::new(Code::FailedPrecondition, ErrorReason::LogKeyMissing).message(
        "the server has no key to sign checkpoints with; its operator makes one with claimstore generate-log-key and gives it with --log-keys-file",
    )
}

fn tree_not_ready() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::TreeNotReady)
        .retry(RETRY_LATER)
        .message("the tree over the log does not have that yet; send it again later")
}

fn search_off() -> Status {
    Answer::new(Code::Unimplemented, ErrorReason::SearchOff)
        .message("this server keeps no search index; ask one that runs without --no-search")
}

fn index_not_ready() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::IndexNotReady)
        .retry(RETRY_LATER)
        .message("the search index of this server is being built; send it again later")
}

fn index_behind() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::IndexBehind)
        .retry(RETRY_LATER)
        .message("the search index of this server did not reflect min_position within 5 seconds; send it again later")
}

/// The server shuts down before the call has ended.
pub fn server_ending() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::ServerEnding)
        .retry(RETRY_SOON)
        .message("the server is shutting down; a write may have been done, so send it again with the same request_id")
}

/// The server shuts down before the watch has ended.
pub fn watch_ending(position: String) -> Status {
    Answer::new(Code::Unavailable, ErrorReason::ServerEnding)
        .with("position", position)
        .retry(RETRY_SOON)
        .message("the server is shutting down; continue from the position in the metadata")
}

/// A watch was not read fast enough.
pub fn watch_too_slow(position: String) -> Status {
    Answer::new(Code::ResourceExhausted, ErrorReason::WatchTooSlow)
        .with("position", position)
        .message("the watch was not read fast enough; continue from the position in the metadata")
}

/// For too long, a stream of bundles was sent no bundle, or no result of it was taken.
pub fn import_idle() -> Status {
    Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded).message(
        "for 5 minutes no bundle came, or no result was taken; open the stream again with the same import_id",
    )
}

/// The server shuts down before a stream of bundles has ended.
pub fn import_ending() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::ServerEnding)
        .retry(RETRY_SOON)
        .message("the server is shutting down; open the stream again with the same import_id")
}

/// For too long, nothing of an export was taken.
pub fn export_idle() -> Status {
    Answer::new(Code::DeadlineExceeded, ErrorReason::DeadlineExceeded)
        .message("for 5 minutes no response was taken; resume with the last resume_token")
}

/// The server shuts down before an export has ended.
pub fn export_ending() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::ServerEnding)
        .retry(RETRY_SOON)
        .message("the server is shutting down; resume with the last resume_token")
}

/// Adds to the error that ends a stream of bundles from which index on to send again.
pub fn with_next_index(status: &Status, next_index: i64) -> Status {
    let mut details = status.get_error_details();
    if let Some(mut info) = details.error_info().cloned() {
        let next_index = next_index.to_string();
        info.metadata.insert("next_index".to_owned(), next_index);
        details.set_error_info(info.reason, info.domain, info.metadata);
    }
    Status::with_error_details(status.code(), status.message(), details)
}

/// The text in a field is not a position.
pub fn position_invalid(field: &str) -> Status {
    let remedy = match field {
        "position" => "leave it out to begin now",
        "after_position" => "leave it out to begin with the first change",
        _ => "send one as it was returned",
    };
    Answer::new(Code::InvalidArgument, ErrorReason::PositionInvalid)
        .with("field", field.to_owned())
        .message(format!(
            "{field} is not a position that the server has returned; {remedy}"
        ))
}

/// The error of a position in a field of this name.
pub fn status_of_position(field: &str, error: Error) -> Status {
    match error {
        Error::PositionForeign => position_foreign(field),
        Error::PositionLost => position_lost(field),
        other => status(other),
    }
}

/// An internal error outside of any method.
pub fn internal() -> Status {
    status(Error::Internal("a status without details".into()))
}

fn invalid(violations: Vec<Violation>) -> Status {
    let message = status_size::summary(&violations);
    let fitting = status_size::fit(violations, &message);
    let mut answer = Answer::new(Code::InvalidArgument, ErrorReason::InvalidFields);
    answer.details.set_bad_request(fitting.fields);
    let status = answer.message(message);
    if fitting.nearest.is_empty() {
        return status;
    }
    let details = wire::nearest::append(status.details(), &fitting.nearest);
    Status::with_details(status.code(), status.message(), details.into())
}

fn missing_in(name: Name, missing: String) -> Status {
    let answer = Answer::new(Code::NotFound, ErrorReason::ResourceNotFound);
    let answer = answer.about(&[name], &name.to_string(), &missing);
    answer.message(format!("{name} {missing}"))
}

fn not_found(names: &[Name]) -> Status {
    let answer = Answer::new(Code::NotFound, ErrorReason::ResourceNotFound);
    let text = join(names);
    let answer = answer.about(names, &text, "does not exist");
    answer.message(format!("{text} does not exist"))
}

fn no_holder(kind: Kind, field: &str) -> Status {
    let what = format!("no live resource has this {field}");
    let mut answer = Answer::new(Code::NotFound, ErrorReason::ResourceNotFound);
    let kind = message::type_of(kind);
    answer.details.set_resource_info(kind, "", "", &what);
    answer.with("field", field.to_owned()).message(what)
}

fn in_use(name: Name, referrers: &[Name], is_more: bool) -> Status {
    let answer = Answer::new(Code::FailedPrecondition, ErrorReason::ResourceInUse);
    let mut text = join(referrers);
    if is_more {
        text.push_str(", and more");
    }
    let answer = answer.about(referrers, &text, "refers to the resource to be deleted");
    // An article can be deleted together with its appearances, and with nothing else.
    let with_force = match name.kind() {
        Kind::Article if !is_more && referrers.iter().all(|it| it.kind() == Kind::Appearance) => {
            ", or set force to delete them with it"
        }
        _ => "",
    };
    answer.with("name", name.to_string()).message(format!(
        "{name} is referred to by {text}; change or delete those first{with_force}"
    ))
}

fn deleted(names: &[Name]) -> Status {
    let answer = Answer::new(Code::FailedPrecondition, ErrorReason::ResourceDeleted);
    let text = join(names);
    let answer = answer.about(names, &text, "is deleted");
    answer.message(format!(
        "it refers to {text}, which is deleted; undelete that first"
    ))
}

fn not_deleted(name: Name) -> Status {
    let what = "is not deleted";
    Answer::new(Code::AlreadyExists, ErrorReason::ResourceNotDeleted)
        .about(&[name], &name.to_string(), what)
        .message(format!("{name} {what}"))
}

fn etag_mismatch(name: Name) -> Status {
    Answer::new(Code::Aborted, ErrorReason::EtagMismatch)
        .with("name", name.to_string())
        .message(format!(
            "{name} has changed since the etag; read it again, then decide"
        ))
}

fn contention() -> Status {
    Answer::new(Code::Aborted, ErrorReason::Contention)
        .retry(RETRY_SOON)
        .message("the call conflicted with concurrent writes to the same resources; send it again")
}

fn request_id_reused() -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::RequestIdReused)
        .message("request_id was used for another request; give each request its own")
}

fn page_token_invalid() -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::PageTokenInvalid)
        .message("page_token does not belong to these arguments; begin without it")
}

fn position_lost(field: &str) -> Status {
    Answer::new(Code::OutOfRange, ErrorReason::PositionLost).message(format!(
        "the log has lost the change at {field}; begin again, with a snapshot"
    ))
}

fn position_foreign(field: &str) -> Status {
    Answer::new(Code::InvalidArgument, ErrorReason::PositionForeign).message(format!(
        "{field} is from another database; begin with a snapshot of this one"
    ))
}

fn position_expired(since: Option<Timestamp>) -> Status {
    Answer::new(Code::OutOfRange, ErrorReason::PositionExpired)
        .kept_since(since)
        .message("the changes after position are no longer kept; begin again, with a snapshot")
}

fn history_expired(name: Name, since: Option<Timestamp>) -> Status {
    let what = "is no longer kept in the requested state";
    Answer::new(Code::OutOfRange, ErrorReason::HistoryExpired)
        .about(&[name], &name.to_string(), what)
        .kept_since(since)
        .message(format!("{name} {what}"))
}

fn erased(name: Name) -> Status {
    let what = "was erased, and its content cannot be recovered";
    Answer::new(Code::FailedPrecondition, ErrorReason::ResourceErased)
        .about(&[name], &name.to_string(), what)
        .message(format!("{name} {what}"))
}

fn merged(name: Name, survivor: Name) -> Status {
    let what = "is the survivor of the merge";
    Answer::new(Code::FailedPrecondition, ErrorReason::ResourceMerged)
        .with("name", name.to_string())
        .with("survivor", survivor.to_string())
        .about(&[survivor], &survivor.to_string(), what)
        .message(format!(
            "{name} was merged into {survivor}; write to the survivor, or unmerge first"
        ))
}

fn response_too_large() -> Status {
    Answer::new(Code::ResourceExhausted, ErrorReason::ResponseTooLarge)
        .message("the answer would be larger than 3 MiB; ask for less")
}

fn database_unavailable() -> Status {
    Answer::new(Code::Unavailable, ErrorReason::DatabaseUnavailable)
        .retry(RETRY_LATER)
        .message("the database cannot be reached or is not ready; a write may have been done, so send it again with the same request_id")
}

fn import_overtaken() -> Status {
    Answer::new(Code::Aborted, ErrorReason::ImportOvertaken)
        .message("another stream went on with the same import_id, or restarted it; open the stream again to see how far it is")
}

fn newer_writer(name: Name) -> Status {
    Answer::new(Code::Unavailable, ErrorReason::NewerWriter)
        .with("name", name.to_string())
        .retry(RETRY_LATER)
        .message(format!(
            "{name} was written by a newer version of the server; another replica may be able to take the call"
        ))
}

/// Names in one line, as many as fit.
fn join(names: &[Name]) -> String {
    let mut texts: Vec<String> = names.iter().take(NAMES_MAX).map(Name::to_string).collect();
    if names.len() > NAMES_MAX {
        texts.push(format!("and {} more", names.len() - NAMES_MAX));
    }
    texts.join(", ")
}

/// The most characters of an address in a message.
const ADDRESS_MAX: usize = 300;

fn exists(holder: Name, field: &str, address: Option<&str>) -> Status {
    let what = format!("has the same {field}");
    let same = address.map_or(String::new(), |address| {
        let shown: String = address.chars().take(ADDRESS_MAX).collect();
        format!(": both are {shown} in canonical form, where an archived copy of a page counts as the page")
    });
    Answer::new(Code::AlreadyExists, ErrorReason::ResourceExists)
        .with("field", field.to_owned())
        .with("holder", holder.to_string())
        .about(&[holder], &holder.to_string(), &what)
        .message(format!("{holder} {what} already{same}"))
}

#[cfg(test)]
mod tests;

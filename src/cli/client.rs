//! Talking to a server: deadlines, retries, and explaining errors.
//!
//! A call is retried only where the server allows it or the connection failed. It
//! always sends the same message, so that its `request_id` keeps a write from being
//! done twice.

use std::time::Duration;

use clap::Args;
use tonic::{Code, Request, Status, metadata::AsciiMetadataValue};
use tonic_types::StatusExt as _;

use crate::{
    api::call::context,
    client,
    wire::{pb::BundleRejection, resource::bundle::rejection_bytes},
};

/// Who writes.
#[derive(Args, Clone, Debug)]
pub struct Writer {
    /// Who makes the change, as its history records it: 1 to 128 visible ASCII
    /// characters without semicolons [default: anonymous]
    #[arg(long, env = "CLAIMSTORE_ACTOR", value_name = "NAME", value_parser = actor)]
    actor: Option<AsciiMetadataValue>,
}

fn actor(text: &str) -> Result<AsciiMetadataValue, &'static str> {
    let value = AsciiMetadataValue::try_from(text).ok();
    let value = value.filter(|_| context::is_actor(text));
    value.ok_or("must be 1 to 128 visible ASCII characters, without spaces and semicolons")
}

impl Writer {
    /// A request with a deadline, and with who makes it.
    pub fn request<T>(&self, message: T) -> Request<T> {
        self.signed(with_deadline(message))
    }

    /// The same request, with who makes it.
    pub fn signed<T>(&self, mut request: Request<T>) -> Request<T> {
        if let Some(actor) = &self.actor {
            request.metadata_mut().insert(context::ACTOR, actor.clone());
        }
        request
    }
}

const CALL_TIMEOUT: Duration = Duration::from_secs(60);

/// A request with a deadline.
pub fn with_deadline<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(CALL_TIMEOUT);
    request
}

/// Makes a call, and retries it a few times where that can help.
pub async fn with_retries<T, F>(call: impl FnMut() -> F) -> Result<T, Status>
where
    F: Future<Output = Result<tonic::Response<T>, Status>>,
{
    let answer = client::with_retries(call).await?;
    Ok(answer.into_inner())
}

/// Makes a call that reads, with retries.
macro_rules! call {
    ($client:expr, $method:ident, $message:expr) => {{
        let message = $message;
        $crate::cli::client::with_retries(|| {
            let mut client = $client.clone();
            let request = $crate::cli::client::with_deadline(message.clone());
            async move { client.$method(request).await }
        })
        .await
    }};
}

pub(super) use call;

/// Whether the error is retryable.
pub fn is_retryable(status: &Status) -> bool {
    client::pause(status).is_some()
}

/// Whether every further call would fail in the same way.
pub fn is_fatal(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable
            | Code::Cancelled
            | Code::Unimplemented
            | Code::PermissionDenied
            | Code::Unauthenticated
    )
}

/// When a command that stopped because of this error can be repeated.
pub fn when_to_repeat(status: &Status) -> &'static str {
    match status.code() {
        Code::PermissionDenied | Code::Unauthenticated => "with credentials that may do this",
        _ => "when the server is back",
    }
}

/// The status with which a single call for a rejected bundle would have ended.
pub fn as_status(rejection: &BundleRejection) -> Status {
    let details = rejection_bytes(rejection);
    Status::with_details(
        Code::from(rejection.code),
        rejection.message.clone(),
        details.into(),
    )
}

/// What a call was refused for, as a person reads it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Explained(String);

impl From<&Status> for Explained {
    fn from(status: &Status) -> Self {
        Self(explain(status).join("\n  "))
    }
}

/// Explains a status to a person, with a line for each violation.
pub fn explain(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    if let Some(bad) = details.bad_request()
        && !bad.field_violations.is_empty()
    {
        let lines = bad.field_violations.iter().map(|violation| {
            let (field, description) = (&violation.field, &violation.description);
            match field.is_empty() {
                true => description.clone(),
                false => format!("{field}: {description}"),
            }
        });
        return lines.collect();
    }
    let message = match status.message() {
        "" => status.code().description(),
        message => message,
    };
    // Every error of a claimstore has an ErrorInfo.
    let is_from_claimstore = details.error_info().is_some();
    vec![match (status.code(), details.request_info()) {
        (Code::Internal, Some(info)) if is_from_claimstore => {
            format!("{message} (request {})", info.request_id)
        }
        (Code::Unavailable | Code::Cancelled | Code::DeadlineExceeded, _)
            if !is_from_claimstore =>
        {
            format!("the server does not answer: {message}")
        }
        (Code::Internal | Code::Unknown | Code::Unimplemented, _) if !is_from_claimstore => {
            format!(
                "the server is not a claimstore, or the connection broke: {message}; check --server"
            )
        }
        _ => message.to_owned(),
    }]
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use tonic_types::{ErrorDetails, FieldViolation};

    use super::*;

    #[test]
    fn each_violation_is_a_line() {
        let details = ErrorDetails::with_bad_request([
            FieldViolation::new("bundle.article.body", "is required"),
            FieldViolation::new("", "and 3 more"),
        ]);
        let status = Status::with_error_details(Code::InvalidArgument, "2 fields", details);
        assert_eq!(
            explain(&status),
            ["bundle.article.body: is required", "and 3 more"]
        );
    }

    #[test]
    fn other_statuses_are_their_message() {
        assert_eq!(
            explain(&Status::not_found("x does not exist")),
            ["x does not exist"]
        );
        let mut details = ErrorDetails::with_request_info("r-1", "");
        details.set_error_info("INTERNAL", "claimstore", HashMap::new());
        let status = Status::with_error_details(Code::Internal, "a fault", details);
        assert_eq!(explain(&status), ["a fault (request r-1)"]);
        let gone = Status::unavailable("connection reset");
        assert_eq!(
            explain(&gone),
            ["the server does not answer: connection reset"]
        );
        let foreign = explain(&Status::unimplemented(""));
        assert!(foreign[0].contains("is not a claimstore"), "{foreign:?}");
    }
}

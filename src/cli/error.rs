//! What a command that failed reports, to a person or as JSON.

use serde_json::{Value, json};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{
    client::Explained, connect::ConnectError, exit::Exit, resolve::ResolveError,
    terminal::PrintError,
};
use crate::api::call::code::code_name;

/// A command failed. The message says what to do next.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct Error {
    #[source]
    cause: Box<dyn std::error::Error + Send + Sync>,
    exit: Exit,
    code: Code,
    /// Further members of the error as JSON.
    details: Vec<(&'static str, Value)>,
}

impl Error {
    pub(super) fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self {
            cause: Box::new(error),
            exit: Exit::Failed,
            code: Code::Unknown,
            details: Vec::new(),
        }
    }

    /// The same error, with which the program ends in another way.
    pub(super) fn with_exit(self, exit: Exit) -> Self {
        let code = match exit {
            Exit::Usage => Code::InvalidArgument,
            Exit::Unavailable => Code::Unavailable,
            Exit::Denied => Code::PermissionDenied,
            Exit::Changed => Code::Aborted,
            Exit::Refused if self.code == Code::Unknown => Code::FailedPrecondition,
            Exit::Done | Exit::Failed | Exit::Refused => self.code,
        };
        Self { exit, code, ..self }
    }

    /// The same error, with the name of what is wrong in JSON.
    pub(super) fn with_code(self, code: Code) -> Self {
        Self { code, ..self }
    }

    /// The same error, of a resource that is not there.
    pub(super) fn not_found(self) -> Self {
        Self {
            exit: Exit::Refused,
            code: Code::NotFound,
            ..self
        }
    }

    /// The same error, which says more as JSON.
    pub(super) fn with_detail(mut self, name: &'static str, value: Value) -> Self {
        self.details.push((name, value));
        self
    }

    /// Both errors. It ends as with the first one.
    pub(super) fn and(self, other: Self) -> Self {
        let cause = format!("{}\n  {}", self.chain(), other.chain());
        Self {
            cause: cause.into(),
            ..self
        }
    }

    /// How the program ends.
    pub(super) const fn exit(&self) -> Exit {
        self.exit
    }

    /// The code with which the program ends.
    pub const fn exit_code(&self) -> u8 {
        self.exit as u8
    }

    /// Whether this is no failure.
    pub(super) fn is_nothing(&self) -> bool {
        self.exit == Exit::Done
    }

    /// The error and its causes, in one line.
    pub fn chain(&self) -> String {
        let mut text = self.cause.to_string();
        let mut next = self.cause.source();
        while let Some(cause) = next {
            let cause_text = cause.to_string();
            if !text.ends_with(&cause_text) {
                text.push_str(": ");
                text.push_str(&cause_text);
            }
            next = cause.source();
        }
        text
    }

    /// The error as JSON.
    pub(super) fn json(&self) -> Value {
        let number = i16::try_from(i32::from(self.code)).unwrap_or(-1);
        let mut error = json!({
            "code": code_name(number),
            "message": self.chain(),
            "exitCode": self.exit_code(),
        });
        for (name, value) in &self.details {
            error[name] = value.clone();
        }
        json!({ "error": error })
    }
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        let details = status.get_error_details();
        let mut error = Self {
            exit: Exit::of(&status),
            code: status.code(),
            ..Self::new(Explained::from(&status))
        };
        if let Some(info) = details.error_info() {
            error = error.with_detail("reason", json!(info.reason));
            if !info.metadata.is_empty() {
                error = error.with_detail("metadata", json!(info.metadata));
            }
        }
        if let Some(bad) = details.bad_request() {
            let violations = bad.field_violations.iter();
            let violations =
                violations.map(|it| json!({"field": it.field, "description": it.description}));
            let violations = violations.collect::<Vec<_>>();
            error = error.with_detail("violations", json!(violations));
        }
        if let Some(info) = details.request_info() {
            error = error.with_detail("requestId", json!(info.request_id));
        }
        error
    }
}

impl From<ConnectError> for Error {
    fn from(error: ConnectError) -> Self {
        let exit = match &error {
            ConnectError::Address(_) | ConnectError::NotTls(_) => Exit::Usage,
            ConnectError::Refused(_) | ConnectError::Unreachable { .. } => Exit::Unavailable,
            ConnectError::File { .. }
            | ConnectError::NoCertificate(_)
            | ConnectError::Certificates => Exit::Failed,
        };
        Self::new(error).with_exit(exit)
    }
}

impl From<ResolveError> for Error {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Call(status) => Self::from(*status),
            ResolveError::NotAName(_) | ResolveError::OtherKind { .. } => {
                Self::new(error).with_exit(Exit::Usage)
            }
            ResolveError::Nothing(_) => Self::new(error).not_found(),
            ResolveError::Several { ref candidates, .. } => {
                let names: Vec<_> = candidates.iter().map(|it| &it.name).collect();
                let names = json!(names);
                let error = Self::new(error).with_exit(Exit::Refused);
                let error = error.with_detail("reason", json!("SEVERAL_FOUND"));
                error.with_detail("candidates", names)
            }
        }
    }
}

impl From<PrintError> for Error {
    fn from(error: PrintError) -> Self {
        let exit = match error {
            PrintError::Closed => Exit::Done,
            PrintError::Failed(_) | PrintError::Json => Exit::Failed,
        };
        Self::new(error).with_exit(exit)
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::{ErrorDetails, FieldViolation};

    use super::*;

    #[test]
    fn a_refusal_is_json_with_its_reason_and_violations() {
        let mut details =
            ErrorDetails::with_bad_request([FieldViolation::new("url", "is not one")]);
        details.set_error_info(
            "FIELD_INVALID",
            "claimstore",
            std::collections::HashMap::<String, String>::new(),
        );
        let status = Status::with_error_details(Code::InvalidArgument, "1 field", details);
        let error = Error::from(status);
        assert_eq!(
            error.json(),
            json!({"error": {
                "code": "INVALID_ARGUMENT",
                "message": "url: is not one",
                "exitCode": 3,
                "reason": "FIELD_INVALID",
                "violations": [{"field": "url", "description": "is not one"}],
            }})
        );
    }

    #[test]
    fn a_reader_that_has_enough_is_no_failure() {
        let closed = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(Error::from(PrintError::from(closed)).is_nothing());
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(Error::from(PrintError::from(full)).exit_code(), 1);
    }
}

//! Builds a status with all that every error has: a reason, the id of the request, and a message
//! that is not too large.

use std::{collections::HashMap, time::Duration};

use chrono::SecondsFormat;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::{request_id, status_size};
use crate::{
    domain::{Timestamp, resource::Name},
    wire::{message, pb::ErrorReason},
};

/// The domain of the reasons, for `google.rpc.ErrorInfo`.
const DOMAIN: &str = "claimstore";

const REASON_PREFIX: &str = "ERROR_REASON_";

/// A status that is being built.
pub(super) struct Answer {
    code: Code,
    reason: ErrorReason,
    metadata: HashMap<String, String>,
    /// The details of `google.rpc`.
    pub(super) details: ErrorDetails,
}

impl Answer {
    /// A status with a code and a reason.
    pub(super) fn new(code: Code, reason: ErrorReason) -> Self {
        Self {
            code,
            reason,
            metadata: HashMap::new(),
            details: ErrorDetails::new(),
        }
    }

    /// Adds a value to the metadata of the reason.
    pub(super) fn with(mut self, key: &str, value: String) -> Self {
        self.metadata.insert(key.to_owned(), value);
        self
    }

    /// Adds the resources that the error is about. `text` is their names, joined.
    pub(super) fn about(mut self, names: &[Name], text: &str, description: &str) -> Self {
        if let Some(name) = names.first() {
            let kind = message::type_of(name.kind());
            self.details.set_resource_info(kind, text, "", description);
        }
        self
    }

    /// Adds the time since which all history is kept.
    pub(super) fn kept_since(self, since: Option<Timestamp>) -> Self {
        match since {
            Some(since) => {
                let since = since.to_rfc3339_opts(SecondsFormat::Micros, true);
                self.with("kept_since", since)
            }
            None => self,
        }
    }

    /// Says after what time to try again.
    pub(super) fn retry(mut self, after: Duration) -> Self {
        self.details.set_retry_info(Some(after));
        self
    }

    /// The status with this message.
    pub(super) fn message(mut self, message: impl Into<String>) -> Status {
        let reason = self.reason.as_str_name();
        let reason = reason.strip_prefix(REASON_PREFIX).unwrap_or(reason);
        self.details.set_error_info(reason, DOMAIN, self.metadata);
        let id = request_id::current().map(|call| call.request.to_string());
        self.details.set_request_info(id.unwrap_or_default(), "");
        let message = status_size::message(&message.into());
        Status::with_error_details(self.code, message, self.details)
    }
}

//! Erasures: records that the content of a resource was removed for good.

use crate::domain::{
    Timestamp,
    value::{Checker, text},
};

/// A record that the content of a resource was removed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Why it was erased.
    pub reason: String,
    /// When it was erased.
    pub time: Timestamp,
}

const REASON_MAX: usize = 1_000;

/// Reports a reason for an erasure that is absent or too long.
pub fn check_reason(check: &mut Checker, reason: &str) {
    text::check_required(check, "reason", reason, REASON_MAX);
}

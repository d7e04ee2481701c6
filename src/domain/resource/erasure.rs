//! Erasures: that what a resource said was removed for good.

use crate::domain::{
    Timestamp,
    value::{text, violation::Checker},
};

/// That what a resource said was removed for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Why.
    pub reason: String,
    /// When.
    pub time: Timestamp,
}

const REASON_MAX: usize = 1_000;

/// Complains about what is no reason for an erasure.
pub fn check_reason(check: &mut Checker, reason: &str) {
    text::check_required(check, "reason", reason, REASON_MAX);
}

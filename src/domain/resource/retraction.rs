//! Retractions: that something was taken back by whoever stood behind it.

use crate::domain::{
    Timestamp,
    value::{text, url, violation::Checker},
};

/// That something was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retraction {
    /// Why.
    pub reason: String,
    /// When, where that is known.
    pub time: Option<Timestamp>,
    /// Where it was announced.
    pub url: String,
}

const REASON_MAX: usize = 1_000;

impl Retraction {
    /// Complains about what makes no retraction.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "reason", &self.reason, REASON_MAX);
        url::check(check, "url", &self.url);
    }
}

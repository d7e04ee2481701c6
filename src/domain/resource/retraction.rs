//! Retractions: records that a resource was taken back by those who were responsible for it.

use crate::domain::{
    Timestamp,
    value::{Checker, text, url},
};

/// A record that a resource was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retraction {
    /// Why it was taken back.
    pub reason: String,
    /// When it was taken back, if that is known.
    pub time: Option<Timestamp>,
    /// The URL of the announcement.
    pub url: String,
}

const REASON_MAX: usize = 1_000;

impl Retraction {
    /// Reports every rule that the retraction breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "reason", &self.reason, REASON_MAX);
        url::check(check, "url", &self.url);
    }
}

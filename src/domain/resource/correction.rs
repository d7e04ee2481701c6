//! Corrections: the notices that an article prints about its own mistakes.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::name::ClaimId;
use crate::domain::{
    Timestamp,
    value::{Checker, code::coded, text},
};

coded! {
    /// The type of a correction.
    CorrectionType {
        /// Something was wrong.
        Correction = 1,
        /// Something could be misunderstood.
        Clarification = 2,
        /// Something became known later.
        Update = 3,
        /// A note from the editors.
        EditorsNote = 4,
    }
}

/// A correction that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The id with which the correction can be revoked.
    pub id: Uuid,
    /// The type.
    pub correction_type: CorrectionType,
    /// When it was printed, if that is known.
    pub time: Option<Timestamp>,
    /// The text of the notice.
    pub notice: String,
    /// The claims that it corrects.
    pub claims: Vec<ClaimId>,
}

/// The most corrections that an article can have.
pub const CORRECTIONS_MAX: usize = 100;

/// The most claims that all corrections of an article together can name.
pub const CORRECTED_MAX: usize = 500;

const NOTICE_MAX: usize = 4_000;
const CLAIMS_MAX: usize = 100;

impl Correction {
    /// Reports every rule that the correction breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "notice", &self.notice, NOTICE_MAX);
        check.at_most("claims", &self.claims, CLAIMS_MAX);
        let mut seen = BTreeSet::new();
        check.list("claims", &self.claims, |check, claim| {
            if !seen.insert(claim) {
                check.report("is already in this list");
            }
        });
    }
}

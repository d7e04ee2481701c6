//! Corrections: what an article says of its own mistakes.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::name::ClaimId;
use crate::domain::{
    Timestamp,
    value::{code::coded, text, violation::Checker},
};

coded! {
    /// The sort of a correction.
    CorrectionType {
        /// Something was wrong.
        Correction = 1,
        /// Something could be misunderstood.
        Clarification = 2,
        /// Something became known later.
        Update = 3,
        /// A word of the editors.
        EditorsNote = 4,
    }
}

/// A correction that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// By which it can be taken back.
    pub id: Uuid,
    /// Its sort.
    pub correction_type: CorrectionType,
    /// When it was printed, where that is known.
    pub time: Option<Timestamp>,
    /// Its text.
    pub notice: String,
    /// The claims that it corrects.
    pub claims: Vec<ClaimId>,
}

/// The most corrections of an article.
pub const CORRECTIONS_MAX: usize = 100;

/// The most claims of all corrections of an article together.
pub const CORRECTED_MAX: usize = 500;

const NOTICE_MAX: usize = 4_000;
const CLAIMS_MAX: usize = 100;

impl Correction {
    /// Complains about what makes no correction.
    pub fn check(&self, check: &mut Checker) {
        text::check_required(check, "notice", &self.notice, NOTICE_MAX);
        check.at_most("claims", &self.claims, CLAIMS_MAX);
        let mut seen = BTreeSet::new();
        check.list("claims", &self.claims, |check, claim| {
            if !seen.insert(claim) {
                check.say("stands in this list already");
            }
        });
    }
}

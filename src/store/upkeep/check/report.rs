//! The report of a check.

/// The result of a check.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The number of resources checked.
    pub resources: u64,
    /// The number of standings checked.
    pub standings: u64,
    /// The number of standings that a retraction has not reached yet.
    pub pending: u64,
    /// The differences, up to a limit.
    pub differences: Vec<Difference>,
    /// The number of differences beyond the limit.
    pub beyond: u64,
}

/// A difference between the stored rows and the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject} {what}")]
pub struct Difference {
    /// The resource's name.
    pub subject: String,
    /// What differs: a phrase that continues the subject.
    pub what: String,
}

/// The maximum number of differences that are listed.
const DIFFERENCES_MAX: usize = 1_000;

impl Report {
    pub(super) fn add(&mut self, subject: impl ToString, what: impl Into<String>) {
        if self.differences.len() == DIFFERENCES_MAX {
            self.beyond += 1;
            return;
        }
        self.differences.push(Difference {
            subject: subject.to_string(),
            what: what.into(),
        });
    }
}

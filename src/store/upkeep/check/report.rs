//! What a check found.

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many resources were looked at.
    pub resources: u64,
    /// How many claims' standings were looked at.
    pub standings: u64,
    /// How many standings a retraction has not reached yet.
    pub pending: u64,
    /// What differs, as far as it is listed.
    pub differences: Vec<Difference>,
    /// How many more differences there are.
    pub beyond: u64,
}

/// Something that is not as the log says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{subject} {what}")]
pub struct Difference {
    /// The resource's name.
    pub subject: String,
    /// What differs, as a fragment.
    pub what: String,
}

/// Differences are listed up to this many.
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

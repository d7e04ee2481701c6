//! The clock of this machine.

use chrono::Utc;

use crate::domain::Timestamp;

/// The time, where some seconds more or less do not matter.
#[expect(
    clippy::disallowed_methods,
    reason = "clocks of replicas differ by less than what is decided by it"
)]
pub(super) fn now() -> Timestamp {
    Utc::now()
}

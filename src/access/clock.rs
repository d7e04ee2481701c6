//! The time by which tokens and certificates are valid.

use std::time::SystemTime;

/// The time of this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "issuers know the time of the world, and the database only its own"
)]
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}

//! Waits until a moment is settled: no more commits can get a time at or before it.

use std::time::Duration;

use crate::{
    app::Error,
    domain::{Timestamp, value::Violation},
    store::{Store, log::Settled},
};

/// The pause between two checks.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until a moment is settled. Refuses a moment in the future. The caller's deadline
/// limits the wait.
pub(super) async fn settle(store: &Store, moment: Timestamp) -> Result<(), Error> {
    match store.settled(moment).await? {
        Settled::Yes => Ok(()),
        Settled::Open(open) => {
            // The connection is returned to the pool between two checks.
            while !store.is_over(open).await? {
                tokio::time::sleep(PAUSE).await;
            }
            Ok(())
        }
        Settled::Future => Err(Error::Invalid(vec![Violation::new(
            "read_time",
            "is later than the database's clock",
        )])),
    }
}

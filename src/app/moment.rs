//! Moments of the past: reads as of one wait until nothing more can land in it.

use std::time::Duration;

use super::Error;
use crate::{
    domain::{Timestamp, violation::Violation},
    store::{Reader, as_of::Settled},
};

/// How long it is waited before it is looked again.
const PAUSE: Duration = Duration::from_millis(2);

/// Waits until no commit can land at or before a moment any more; refuses one that
/// has not come. The caller's deadline bounds the wait.
pub(super) async fn settle(reader: &mut Reader, moment: Timestamp) -> Result<(), Error> {
    match reader.settled(moment).await? {
        Settled::Yes => Ok(()),
        Settled::Below(xid) => {
            while !reader.is_over(xid).await? {
                tokio::time::sleep(PAUSE).await;
            }
            Ok(())
        }
        Settled::Future => Err(Error::Invalid(vec![Violation {
            field: "read_time".to_owned(),
            description: "lies in the future of the database's clock".to_owned(),
        }])),
    }
}

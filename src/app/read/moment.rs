//! Reads as of a moment wait until no more commits can land at or before it.

use std::time::Duration;

use crate::{
    app::Error,
    domain::{Timestamp, value::Violation},
    store::{Store, log::Settled},
};

/// The pause between two checks.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until no more commits can land at or before a moment. Refuses a moment in the
/// future. The caller's deadline bounds the wait.
pub(crate) async fn settle(store: &Store, moment: Timestamp) -> Result<(), Error> {
    let settled = store.reader().await?.settled(moment).await?;
    match settled {
        Settled::Yes => Ok(()),
        Settled::Below(xid) => {
            // The connection goes back to the pool between two checks.
            while !store.reader().await?.is_over(xid, moment).await? {
                tokio::time::sleep(PAUSE).await;
            }
            Ok(())
        }
        Settled::Future => Err(Error::Invalid(vec![Violation {
            field: "read_time".to_owned(),
            description: "is later than the database's clock".to_owned(),
        }])),
    }
}

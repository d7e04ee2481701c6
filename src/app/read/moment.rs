//! Moments of the past: reads as of one wait until nothing more can land in it.

use std::time::Duration;

use crate::{
    app::Error,
    domain::{Timestamp, value::violation::Violation},
    store::{Store, log::as_of::Settled},
};

/// How long it is waited before it is looked again.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until no commit can land at or before a moment any more; refuses one that
/// has not come. The caller's deadline bounds the wait.
pub(crate) async fn settle(store: &Store, moment: Timestamp) -> Result<(), Error> {
    let settled = store.reader().await?.settled(moment).await?;
    match settled {
        Settled::Yes => Ok(()),
        Settled::Below(xid) => {
            // Others have the connection meanwhile.
            while !store.reader().await?.is_over(xid, moment).await? {
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

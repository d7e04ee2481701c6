//! Commands that work on a database, and not on a server.

use super::error::Error;
use crate::{config::Database, embedded::Embedded, store::ConnectOptions};

/// Does something with the database of the url, or else with the private Postgres of `serve`, which
/// is started for that.
pub(super) async fn on_database<T>(
    database: &Database,
    work: impl AsyncFnOnce(&ConnectOptions) -> Result<T, Error>,
) -> Result<T, Error> {
    if let Some(options) = database.external().map_err(Error::new)? {
        return work(&options).await;
    }
    let embedded = Embedded::start(&database.embedded()).await;
    let embedded = embedded.map_err(Error::new)?;
    let done = work(&embedded.connect_options()).await;
    embedded.stop().await.map_err(Error::new)?;
    done
}

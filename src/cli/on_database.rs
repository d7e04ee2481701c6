//! Commands that work on a database, and not on a server.

use super::error::Error;
use crate::{
    config::Database,
    embedded::Embedded,
    store::{ConnectOptions, Target},
};

/// Does something with the database of the direct url or the url, or else with the private Postgres
/// of `serve`, which is started for that.
pub(super) async fn on_database<T>(
    database: &Database,
    work: impl AsyncFnOnce(&ConnectOptions) -> Result<T, Error>,
) -> Result<T, Error> {
    let external = database.direct().map_err(Error::new)?;
    require_store(database, &external)?;
    on(database, external, work).await
}

/// The same, but a private Postgres that does not exist is made.
pub(super) async fn on_new_database<T>(
    database: &Database,
    work: impl AsyncFnOnce(&ConnectOptions) -> Result<T, Error>,
) -> Result<T, Error> {
    let external = database.direct().map_err(Error::new)?;
    on(database, external, work).await
}

/// Does something with the database that `serve` takes, as it takes it.
pub(super) async fn on_served_database<T>(
    database: &Database,
    work: impl AsyncFnOnce(&Target) -> Result<T, Error>,
) -> Result<T, Error> {
    let external = database.external().map_err(Error::new)?;
    require_store(database, &external)?;
    on(database, external, work).await
}

fn require_store<O>(database: &Database, external: &Option<O>) -> Result<(), Error> {
    match external {
        Some(_) => Ok(()),
        None => database.embedded().require_store().map_err(Error::new),
    }
}

async fn on<O: From<ConnectOptions>, T>(
    database: &Database,
    external: Option<O>,
    work: impl AsyncFnOnce(&O) -> Result<T, Error>,
) -> Result<T, Error> {
    if let Some(external) = external {
        return work(&external).await;
    }
    let embedded = Embedded::start(&database.embedded()).await;
    let embedded = embedded.map_err(Error::new)?;
    let done = work(&embedded.connect_options().into()).await;
    embedded.stop().await.map_err(Error::new)?;
    done
}

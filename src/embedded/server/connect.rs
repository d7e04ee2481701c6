//! Connections to the private server, and the database of the service.

use std::path::Path;

use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};

use super::log::Log;
use crate::embedded::{
    directory::{initdb, socket},
    error::Error,
};

/// The database of the service.
pub(crate) const DATABASE: &str = "claimstore";

/// How to connect to `database` of the server whose socket is in `socket_dir`.
///
/// Every option is set, because the environment (`PGUSER`, `PGPORT`, …) would supply the others.
pub fn connect_options(socket_dir: &Path, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_dir)
        .port(socket::PORT)
        .username(initdb::USER)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// Creates the service's database if it does not exist.
pub(crate) async fn create_database(socket_dir: &Path, log: &Log) -> Result<(), Error> {
    let create = async {
        let options = connect_options(socket_dir, "postgres");
        let mut connection = PgConnection::connect_with(&options).await?;
        let exists: bool =
            sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
                .bind(DATABASE)
                .fetch_one(&mut connection)
                .await?;
        if !exists {
            sqlx::raw_sql("create database claimstore")
                .execute(&mut connection)
                .await?;
        }
        connection.close().await
    };
    create.await.map_err(|source| Error::Connect {
        log: log.path().to_path_buf(),
        source,
    })
}

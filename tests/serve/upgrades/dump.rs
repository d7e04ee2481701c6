//! The dumps of releases that are committed here: restored into a Postgres of their own.

use std::{fs, io::Read as _, path::PathBuf};

use flate2::read::GzDecoder;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;

use crate::support::{
    cluster::{TestDatabase, database_on_own_server},
    server::KEYS,
};

/// The directory of the dumps, and of the script that makes them.
pub const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/serve/upgrades");

/// The SQL of a dump.
pub fn sql(name: &str) -> String {
    let file = fs::File::open(format!("{DIRECTORY}/{name}.sql.gz")).unwrap();
    let mut sql = String::new();
    GzDecoder::new(file).read_to_string(&mut sql).unwrap();
    sql
}

/// The database of a dump, on a server of its own.
pub async fn restored(name: &str) -> TestDatabase {
    let database = database_on_own_server().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    for sql in [
        "drop schema public cascade; create schema public".to_owned(),
        sql(name),
    ] {
        let sql = AssertSqlSafe(sql);
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    }
    database
}

/// A file with the keys of the confidential sources in the dumps.
pub fn keys_file() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    fs::write(&file, KEYS).unwrap();
    (directory, file)
}

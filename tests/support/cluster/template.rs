//! The template database: the migrated schema, ready to be copied.
//!
//! Invariant: its name is a hash of the migration files, and a template gets its name only when it
//! is complete. So two checkouts can share a server, and changed migrations make a new template.
//!
//! Deliberately absent: dropping templates of other schemas. The server does not live long.

use std::{fs, path::Path};

use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, migrate::Migrator, postgres::PgConnectOptions};

use super::host::{Host, run};

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
/// The key of an advisory lock. Any number works that nothing else locks.
const LOCK: i64 = 0x7465_6d70_6c61_7465;

/// Makes the template if it does not exist, and returns its name.
pub async fn prepare(host: &Host, connection: &mut PgConnection) -> String {
    let hash = migrations_hash();
    let name = format!("template_{hash}");
    if !exists(connection, &name).await {
        run(connection, &format!("select pg_advisory_lock({LOCK})")).await;
        // Another process may have made it in the meantime.
        if !exists(connection, &name).await {
            build(host, connection, &name, &hash).await;
        }
        run(connection, &format!("select pg_advisory_unlock({LOCK})")).await;
    }
    name
}

async fn build(host: &Host, connection: &mut PgConnection, name: &str, hash: &str) {
    let unfinished = format!("unfinished_{hash}");
    let drop = format!("drop database if exists {unfinished} with (force)");
    let create = format!("create database {unfinished}");
    for sql in [drop, create] {
        run(connection, &sql).await;
    }
    migrate(&host.options(&unfinished)).await;
    run(
        connection,
        &format!("alter database {unfinished} allow_connections false"),
    )
    .await;
    run(
        connection,
        &format!("alter database {unfinished} rename to {name}"),
    )
    .await;
}

/// Runs the migrations of the working tree, not those that were compiled in.
pub async fn migrate(options: &PgConnectOptions) {
    migrate_to(i64::MAX, options).await;
}

/// Runs those up to a version.
pub async fn migrate_to(version: i64, options: &PgConnectOptions) {
    let mut migrator = Migrator::new(Path::new(MIGRATIONS))
        .await
        .expect("migrations are readable");
    // No other process knows this database. With locking, sqlx would keep the lock after a
    // failure.
    migrator.set_locking(false);
    let mut connection = PgConnection::connect_with(options)
        .await
        .expect("the server answers");
    migrator
        .run_to(version, &mut connection)
        .await
        .unwrap_or_else(|error| panic!("migrations: {error}"));
    let _ = connection.close().await;
}

async fn exists(connection: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(connection)
        .await
        .expect("databases can be listed")
}

fn migrations_hash() -> String {
    let entries = fs::read_dir(MIGRATIONS).expect("the directory of migrations is there");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files.iter().filter(|file| file.is_file()) {
        hash.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update(Sha256::digest(
            fs::read(file).expect("a migration is readable"),
        ));
    }
    hash.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

//! Copies of a test's own server: a logical one, like a dump that is restored, and a physical one,
//! like a standby.
//!
//! Deliberately absent: `pg_dump` and `pg_basebackup`. Not every machine with Postgres has them.

use std::{fs, io, path::Path};

use claimstore::embedded::Identity;
use sqlx::PgConnection;
use tokio_stream::StreamExt as _;

use super::host;

/// Replaces all rows of one database by those of another, read from one snapshot.
pub async fn rows(from: &mut PgConnection, to: &mut PgConnection) {
    host::run(from, "begin isolation level repeatable read read only").await;
    // Foreign keys are not checked, because tables come in any order.
    host::run(to, "begin; set local session_replication_role = replica").await;
    let tables = tables(from).await;
    host::run(to, &format!("truncate {}", tables.join(", "))).await;
    for table in &tables {
        // A partitioned table includes the rows of its partitions.
        let out = format!("copy (select * from {table}) to stdout");
        let mut rows = from.copy_out_raw(&out).await.expect("a table can be read");
        let into = format!("copy {table} from stdin");
        let mut copy = to.copy_in_raw(&into).await.expect("it is there as well");
        while let Some(bytes) = rows.next().await {
            let bytes = bytes.expect("a table can be read");
            copy.send(bytes).await.expect("the server takes rows");
        }
        drop(rows);
        copy.finish().await.expect("both have one schema");
    }
    host::run(to, "commit").await;
    host::run(from, "commit").await;
}

async fn tables(connection: &mut PgConnection) -> Vec<String> {
    sqlx::query_scalar(
        "
        select relname::text from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
          and not relispartition and relname <> '_sqlx_migrations'
        order by relname
        ",
    )
    .fetch_all(connection)
    .await
    .expect("tables can be listed")
}

/// Copies the data directory of a stopped server. The copy starts as a standby.
pub fn data(from: &Path, to: &Path, identity: &Identity) -> io::Result<()> {
    dir(from, to, identity)?;
    let _ = fs::remove_file(to.join("postmaster.pid"));
    let signal = to.join("standby.signal");
    fs::write(&signal, "")?;
    identity.own(&signal).map_err(io::Error::other)
}

fn dir(from: &Path, to: &Path, identity: &Identity) -> io::Result<()> {
    fs::create_dir(to)?;
    // Postgres refuses a data directory that others can read.
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    identity.own(to).map_err(io::Error::other)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            dir(&from, &to, identity)?;
        } else {
            fs::copy(&from, &to)?;
            identity.own(&to).map_err(io::Error::other)?;
        }
    }
    Ok(())
}

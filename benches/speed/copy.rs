//! Copies the rows of a store into another one with psql's `\copy`: into the same tables, with
//! the same indexes and foreign keys.

use std::{path::PathBuf, time::Instant};

use super::{
    meter::Work,
    programs,
    stage::{Stage, Store},
};

/// The tables whose rows every store has from the start, or makes by itself.
const OWN: [&str; 14] = [
    "_sqlx_migrations",
    "audit_entries",
    "beats",
    "change_digests",
    "confidential_sources",
    "derivations",
    "epochs",
    "retention",
    "schema_compatibility",
    "sealed",
    "tree_checkpoints",
    "tree_cosignatures",
    "tree_leaves",
    "tree_nodes",
];

/// The tables, each with its columns. A table that refers to another one comes after it.
const TABLES: &str = "
    with recursive tables as (
        select oid, relname::text as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
            and not relispartition
    ), depths as (
        select oid, 0 as depth from tables
        union
        select conrelid, depth + 1
        from depths join pg_constraint
            on confrelid = depths.oid and contype = 'f' and conrelid <> confrelid
    )
    select name, (
        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = oid and attnum > 0 and not attisdropped and attgenerated = ''
    )
    from tables join depths using (oid)
    where name <> all($1)
    group by oid, name order by max(depth), name";

/// A table in a file.
pub struct Copied {
    table: String,
    columns: String,
    file: PathBuf,
    rows: usize,
}

/// Writes all rows of a store to files.
pub async fn write(stage: &Stage, store: &Store) -> Result<Vec<Copied>, String> {
    let own = OWN.map(str::to_owned);
    let tables: Vec<(String, String)> = sqlx::query_as(TABLES)
        .bind(own.as_slice())
        .fetch_all(&mut store.connect().await)
        .await
        .map_err(|error| error.to_string())?;
    let mut written = Vec::new();
    for (table, columns) in tables {
        let rows = store.rows(&table).await;
        if rows == 0 {
            continue;
        }
        let file = stage.path(&table);
        // A partitioned table cannot be copied directly.
        let from = format!(
            "\\copy (select {columns} from {table}) to '{}'",
            file.display()
        );
        psql(stage, store, &[from]).await?;
        written.push(Copied {
            table,
            columns,
            file,
            rows,
        });
    }
    Ok(written)
}

/// Copies the files into an empty store. The work is `count` things.
pub async fn read(
    stage: &Stage,
    store: &Store,
    copied: &[Copied],
    count: usize,
) -> Result<Work, String> {
    let commands: Vec<String> = copied
        .iter()
        .map(|it| {
            let Copied {
                table,
                columns,
                file,
                ..
            } = it;
            format!("\\copy {table} ({columns}) from '{}'", file.display())
        })
        .collect();
    let begin = Instant::now();
    psql(stage, store, &commands).await?;
    Ok(Work {
        count,
        took: begin.elapsed(),
    })
}

/// Compares the numbers of rows, and removes the files.
pub async fn check(store: &Store, copied: &[Copied]) -> Result<(), String> {
    for Copied {
        table, file, rows, ..
    } in copied
    {
        let _ = std::fs::remove_file(file);
        let found = store.rows(table).await;
        if found != *rows {
            return Err(format!("{found} of {rows} rows of {table} were copied"));
        }
    }
    Ok(())
}

/// Runs commands, each in a transaction of its own.
async fn psql(stage: &Stage, store: &Store, commands: &[String]) -> Result<(), String> {
    let mut psql = programs::command(&stage.programs.psql, &store.options);
    psql.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]);
    for command in commands {
        psql.args(["--command", command]);
    }
    programs::output(&mut psql).await.map(|_| ())
}

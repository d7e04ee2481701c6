//! About how many resources there are, without counting them: Postgres' own estimates.

use crate::{
    domain::resource::Kind,
    store::{
        Error, Reader,
        read::{IncludeDeleted, load::table_of},
    },
};

/// The resources that are counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// Their kinds.
    pub kinds: &'a [Kind],
    /// Whether deleted resources count.
    pub include_deleted: IncludeDeleted,
    /// Whether merged resources count.
    pub includes_merged: bool,
}

/// What the last vacuum or analyze of a table found, and the size of the table now.
struct Table {
    rows_then: f32,
    pages_then: i32,
    pages: i64,
    /// The shares of the rows that are deleted, and merged.
    deleted: f64,
    merged: f64,
}

impl Table {
    /// The rows that a table has now if they are as dense as then, as Postgres plans with them.
    fn rows(&self) -> Option<f64> {
        match (self.pages, self.pages_then) {
            (0, _) => Some(0.0),
            (_, ..=0) => None,
            (pages, then) => {
                let density = f64::from(self.rows_then) / f64::from(then);
                (density >= 0.0).then_some(density * pages as f64)
            }
        }
    }
}

impl Reader {
    /// Estimates how many resources there are, or `None` where Postgres has not counted them.
    pub async fn estimate_count(&mut self, counted: &Counted<'_>) -> Result<Option<i64>, Error> {
        let tables: Vec<String> = counted
            .kinds
            .iter()
            .map(|it| table_of(*it).to_owned())
            .collect();
        let tables = sqlx::query_as!(
            Table,
            r#"
            select reltuples as "rows_then!", relpages as "pages_then!",
                   pg_relation_size(pg_class.oid) / current_setting('block_size')::bigint as "pages!",
                   coalesce(deleted.most_common_freqs[
                       array_position(deleted.most_common_vals::text::text[], 't')], 0)::float8
                       as "deleted!",
                   coalesce(1 - merged.null_frac, 0)::float8 as "merged!"
            from pg_class
            join pg_namespace on pg_namespace.oid = relnamespace
            left join pg_stats deleted
                on deleted.schemaname = nspname and deleted.tablename = relname
                and deleted.attname = 'is_deleted'
            left join pg_stats merged
                on merged.schemaname = nspname and merged.tablename = relname
                and merged.attname = 'merged_into_id'
            where pg_class.oid = any($1::text[]::regclass[])
            "#,
            &tables
        );
        let tables = tables.fetch_all(&mut *self.connection).await?;
        let rows = tables.iter().map(|table| {
            let deleted = match counted.include_deleted.is_all() {
                true => 0.0,
                false => table.deleted,
            };
            let merged = match counted.includes_merged {
                true => 0.0,
                false => table.merged,
            };
            Some(table.rows()? * (1.0 - deleted) * (1.0 - merged))
        });
        let rows: Option<f64> = rows.sum();
        Ok(rows.map(|rows| rows.round() as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_dense_as_it_was_when_it_was_counted() {
        let rows = |rows_then, pages_then, pages| {
            let table = Table {
                rows_then,
                pages_then,
                pages,
                deleted: 0.0,
                merged: 0.0,
            };
            table.rows()
        };
        assert_eq!(rows(1_000.0, 10, 10), Some(1_000.0));
        assert_eq!(rows(1_000.0, 10, 25), Some(2_500.0));
        assert_eq!(rows(0.0, 10, 25), Some(0.0));
        // Never counted, or when it was empty.
        assert_eq!(rows(-1.0, 0, 25), None);
        assert_eq!(rows(0.0, 0, 25), None);
        assert_eq!(rows(-1.0, 0, 0), Some(0.0));
    }
}

//! Checks the store against its own log: computes every row, link and standing again from
//! the documents, and compares it with what is stored.
//!
//! The expected rows are written by the same code that writes the real ones, but on a second
//! connection into temporary tables of the same names. So the meaning of each column is
//! defined in one place only. Each step reads one short-lived snapshot.

mod merges;
mod newest;
mod report;
mod rows;
mod standings;

use sqlx::{AssertSqlSafe, postgres::PgConnectOptions};

pub use self::report::{Difference, Report};
use self::rows::TABLES;
use crate::{
    domain::resource::Kind,
    store::{Error, connection::Connection, fit::Schema},
};

/// The kinds that callers write. Each refers only to kinds before it.
const KINDS: &[Kind] = &[
    Kind::Source,
    Kind::Article,
    Kind::Claim,
    Kind::Appearance,
    Kind::Relation,
    Kind::Review,
];

/// Checks a database, which must have this build's schema, neither an older nor a newer one.
pub async fn check(options: &PgConnectOptions) -> Result<Report, Error> {
    let mut stored = Connection::unhurried(options).await?;
    Schema::read(&mut stored).await?.require_own()?;
    let mut scratch = Connection::unhurried(options).await?;
    let tables = TABLES.iter().map(|(table, ..)| *table);
    for table in tables.chain(["article_texts"]) {
        let create = format!("create temporary table {table} (like {table} including indexes)");
        sqlx::raw_sql(AssertSqlSafe(create))
            .execute(&mut scratch)
            .await?;
    }
    let mut report = Report::default();
    for &kind in KINDS {
        rows::check(&mut stored, &mut scratch, kind, &mut report).await?;
    }
    merges::check(&mut stored, &mut report).await?;
    standings::check(&mut stored, &mut report).await?;
    Ok(report)
}

//! Checks the store against its own log: every row, link and standing is computed
//! anew from the documents and compared with what is stored.
//!
//! What the rows should be is written by the same code that wrote them, on a second
//! connection, into temporary tables of the same names; so nothing here has to say
//! again what a column holds. Each step reads one snapshot, and none of those is long.

mod merges;
mod newest;
mod report;
mod rows;
mod standings;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions};

pub use self::report::{Difference, Report};
use self::rows::TABLES;
use super::schema;
use crate::{domain::resource::name::Kind, store::Error};

/// The kinds that callers write, in an order in which each refers to earlier ones.
const KINDS: &[Kind] = &[
    Kind::Source,
    Kind::Article,
    Kind::Claim,
    Kind::Appearance,
    Kind::Relation,
    Kind::Review,
];

/// Checks a database whose schema is this build's.
pub async fn check(options: &PgConnectOptions) -> Result<Report, Error> {
    let mut stored = PgConnection::connect_with(options).await?;
    schema::require(&mut stored).await?;
    let mut scratch = PgConnection::connect_with(options).await?;
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

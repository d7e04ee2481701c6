//! SQL that a benchmark runs directly on the database.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::database::Database;

impl Database {
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect_with(&self.options()).await.unwrap()
    }

    /// Runs SQL statements one after the other.
    pub async fn run(&self, sql: &str) {
        let mut connection = self.connect().await;
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        done.execute(&mut connection).await.unwrap();
    }
}

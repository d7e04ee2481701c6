//! What confidential sources are stands in no row.

use sqlx::Row as _;

use super::confidential::{PLANTED, connect, create, reveal};
use crate::support::server::TestServer;

#[tokio::test]
async fn what_a_confidential_source_is_stands_in_no_row_of_the_database() {
    let server = TestServer::start().await;
    let source = create(&server).await;
    reveal(&server, &source.name).await.unwrap();
    server.app.finish_audit().await.unwrap();
    let mut connection = connect(&server).await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'm')",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert!(tables.len() > 30, "{tables:?}");
    for table in tables {
        let rows = format!("select t::text as row from {table} t");
        let rows = sqlx::query(sqlx::AssertSqlSafe(rows))
            .fetch_all(&mut connection)
            .await;
        for row in rows.unwrap() {
            let row: String = row.get("row");
            let bytes: String = PLANTED.bytes().map(|it| format!("{it:02x}")).collect();
            let is_clear = row.to_lowercase().contains(&PLANTED.to_lowercase());
            assert!(!is_clear && !row.contains(&bytes), "{table}: {row}");
        }
    }
}

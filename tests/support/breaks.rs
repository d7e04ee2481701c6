//! What breaks a stream in the middle: its client, its server, or the connections of its
//! database.
//!
//! `CLAIMSTORE_TEST_BREAKS` is the number of trials; 10 if it is not set.

use sqlx::{Connection as _, PgConnection};

use super::{
    cluster::TestDatabase,
    server::{LIMITS, TestServer},
};

/// What breaks a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The client goes away.
    Client,
    /// The server ends as in a crash, and another one starts over its database.
    Server,
    /// Postgres ends all connections of the database.
    Database,
}

impl Break {
    pub const ALL: [Self; 3] = [Self::Client, Self::Server, Self::Database];

    /// Breaks a stream of a server. Returns the server that goes on.
    pub async fn cut<S>(self, stream: S, server: TestServer) -> TestServer {
        match self {
            Self::Client => {
                drop(stream);
                server
            }
            Self::Server => {
                let database = server.cut_off().await;
                TestServer::start_over(database, LIMITS).await
            }
            Self::Database => {
                end_connections(&server.database).await;
                server
            }
        }
    }
}

async fn end_connections(database: &TestDatabase) {
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::query(
        "
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        ",
    )
    .execute(&mut connection)
    .await
    .unwrap();
}

/// The number of trials.
pub fn trials() -> u64 {
    let trials = std::env::var("CLAIMSTORE_TEST_BREAKS").ok();
    trials.map_or(10, |text| text.parse().unwrap())
}

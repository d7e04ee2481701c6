//! The clock of a test's database, which the test sets.
//!
//! A function of the same name is found before that of Postgres, so whatever the server asks the
//! clock for is what the test has set.

use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use super::cluster::TestDatabase;

/// Makes the clock of a database settable: what is in `settable.clock`, for new connections.
pub const SETTABLE: &str = "
create schema settable;
create table settable.clock (ahead interval not null);
insert into settable.clock values ('0');
create function settable.clock_timestamp() returns timestamptz language sql volatile
    as 'select pg_catalog.clock_timestamp() + ahead from settable.clock';
do $$ begin
    execute format('alter database %I set search_path = public, settable, pg_catalog',
                   current_database());
end $$";

/// The clock of a database. It goes on from what it was set to.
pub struct Clock(PgConnectOptions);

impl Clock {
    /// Makes the clock of a database settable, for the connections that are opened from now on.
    pub async fn of(database: &TestDatabase) -> Self {
        let clock = Self(database.options());
        let mut connection = clock.connect().await;
        let made = sqlx::raw_sql(SETTABLE).execute(&mut connection).await;
        made.expect("the database is new");
        clock
    }

    /// Sets it to so many seconds ahead of the true time.
    pub async fn set_ahead(&self, seconds: i32) {
        sqlx::query("update settable.clock set ahead = make_interval(secs => $1)")
            .bind(f64::from(seconds))
            .execute(&mut self.connect().await)
            .await
            .expect("it was made settable");
    }

    async fn connect(&self) -> PgConnection {
        let connected = PgConnection::connect_with(&self.0).await;
        connected.expect("the server of the database runs")
    }
}

//! What the run sets in the database itself: its clock, and whether its disk is full. And the upkeep
//! that Postgres does by itself elsewhere.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, postgres::PgConnectOptions};
use tokio::time::{Instant, sleep, timeout};

use super::support::clock::SETTABLE;

/// Refuses what a full disk refuses, as Postgres does, as long as `settable.disk` says so.
const FILLABLE: &str = "
create table settable.disk (is_full boolean not null);
insert into settable.disk values (false);
create function settable.refuse_if_full() returns trigger language plpgsql as $$ begin
    if (select is_full from settable.disk) then
        raise exception 'could not extend file: No space left on device' using errcode = '53100';
    end if;
    return null;
end $$;
create trigger full_disk before insert on changes
    for each statement execute function settable.refuse_if_full();
";

/// How long it is tried to set something, while Postgres starts again.
const PATIENCE: Duration = Duration::from_secs(30);
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(50);
/// The Postgres of tests does not do it by itself.
const VACUUM_EVERY: Duration = Duration::from_secs(60);

/// How to set something in a database.
#[derive(Clone, Debug)]
pub struct Knobs(PgConnectOptions);

impl Knobs {
    /// Makes it possible to set them, for connections that are opened from now on.
    pub async fn of(options: PgConnectOptions) -> Self {
        let knobs = Self(options);
        knobs
            .execute(&format!("{SETTABLE};{FILLABLE}"))
            .await
            .unwrap();
        knobs
    }

    /// Lets the clock be ahead of the true time.
    pub async fn set_ahead(&self, ahead: Duration) {
        let seconds = ahead.as_secs_f64();
        let set = format!("update settable.clock set ahead = make_interval(secs => {seconds})");
        self.set(&set).await;
    }

    /// Fills the disk, or empties it.
    pub async fn set_full(&self, is_full: bool) {
        self.set(&format!("update settable.disk set is_full = {is_full}"))
            .await;
    }

    /// Vacuums now and then.
    pub async fn vacuum(self) {
        loop {
            sleep(VACUUM_EVERY).await;
            // Postgres may just have been killed.
            let _ = self.execute("vacuum analyze").await;
        }
    }

    async fn set(&self, sql: &str) {
        let give_up = Instant::now() + PATIENCE;
        loop {
            match timeout(ANSWER_PATIENCE, self.execute(sql)).await {
                Ok(Ok(())) => return,
                failed => assert!(Instant::now() < give_up, "{sql}: {failed:?}"),
            }
            sleep(PAUSE).await;
        }
    }

    async fn execute(&self, sql: &str) -> sqlx::Result<()> {
        let mut connection = PgConnection::connect_with(&self.0).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await?;
        connection.close().await
    }
}

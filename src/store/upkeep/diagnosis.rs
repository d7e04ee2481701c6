//! Looks at a database as an operator would: whether claimstore can serve from it, what is set so
//! that it will fail later, and what to do about it. Changes nothing.

mod finding;

use std::time::Duration;

use sqlx::FromRow;
use tokio::time::{sleep, timeout};

pub use self::finding::{Finding, Level};
use super::schema;
use crate::store::{
    Error, Target,
    connection::Connection,
    fit::{Misfit, Schema, newest},
};

/// The oldest Postgres that is supported.
const VERSION_MIN: i32 = 15;

/// A write locks at most so many keys.
const LOCKS_OF_A_WRITE: i32 = 2_000;

/// So many of the largest writes at once should find locks.
const LARGE_WRITES: i32 = 10;

/// Connections of two servers with the default settings, as during a rollout.
const CONNECTIONS_MIN: i64 = 2 * 21;

/// Lags of less, in seconds, pass by themselves.
const CLOCK_LAG_MAX: f64 = 1.0;
const HORIZON_LAG_MAX: f64 = 60.0;

/// A transaction that was the oldest for so long is not one of a call.
const HELD_MIN: Duration = Duration::from_secs(3);

/// How long the database is looked at.
const LOOK_MAX: Duration = Duration::from_secs(30);

/// Looks at a database.
pub async fn diagnose(target: &Target) -> Vec<Finding> {
    let mut findings = Vec::new();
    let looked = match timeout(LOOK_MAX, look(target, &mut findings)).await {
        Ok(looked) => looked,
        Err(_) => Err(Error::no_answer()),
    };
    if let Err(error) = looked {
        findings.push(Finding::fault(error.plainly(), advice(&error)));
    }
    findings
}

/// What to do about a database that refuses to be looked at.
fn advice(error: &Error) -> &'static str {
    match error.sqlstate().as_deref() {
        Some("28P01" | "28000") => {
            "look at the user and the password of the url, and at pg_hba.conf"
        }
        Some("3D000") => "create the database, or correct its name in the url",
        Some("42501") => {
            "grant the role usage on the schema, select, insert, update, delete on its tables, and \
             execute on its functions"
        }
        Some("42P01" | "42703" | "42883") => {
            "if claimstore migrate has nothing to do, something else changed the tables: restore a \
             backup"
        }
        Some("53300") => "raise max_connections, or end what has the connections",
        _ if error.is_of_certificate() => {
            "give the certificate of its authority with sslrootcert, and the host by a name that the \
             certificate is for"
        }
        _ => "look at the url, the network and the log of Postgres",
    }
}

async fn look(target: &Target, findings: &mut Vec<Finding>) -> Result<(), Error> {
    let mut connection = Connection::unhurried_to(target).await?;
    let facts = Facts::read(&mut connection).await?;
    findings.push(facts.version());
    findings.push(facts.writability());
    findings.push(facts.encoding());
    findings.push(facts.collation());
    findings.push(facts.durability());
    findings.push(facts.locks());
    findings.push(facts.connections());
    let schema = Schema::read(&mut connection).await?;
    findings.push(of_schema(schema));
    if schema.require_served().is_ok() {
        let state = State::read(&mut connection).await?;
        findings.push(state.rights());
        findings.push(state.ownership());
        findings.push(state.partitions());
        findings.push(state.indexes());
        let (clock, oldest) = schema::lag_and_oldest(&mut connection).await?;
        findings.push(of_clock(clock));
        sleep(HELD_MIN).await;
        let (_, later) = schema::lag_and_oldest(&mut connection).await?;
        let is_held = oldest.is_some() && oldest == later;
        findings.push(of_horizon(state.prepared, is_held, state.oldest_seen));
        findings.push(state.reaches());
    }
    Ok(())
}

fn of_schema(schema: Schema) -> Finding {
    let (found, known) = (schema.version, newest());
    let what = format!("the schema is at version {found}");
    match schema.require_served().err() {
        Some(Misfit::None) => {
            Finding::fault("the database has no schema", "run claimstore migrate")
        }
        Some(Misfit::Silent) => Finding::fault(
            "what the schema says of the releases that it serves cannot be read",
            "grant the role select on _sqlx_migrations and schema_compatibility, which has one row",
        ),
        Some(Misfit::Old { needed, .. }) => Finding::fault(
            format!("{what}, and this release needs {needed}"),
            "run claimstore migrate",
        ),
        Some(Misfit::New { needed, .. }) => Finding::fault(
            format!("{what}, for releases that know version {needed}; this one knows {known}"),
            "use a newer release of claimstore",
        ),
        None if found < known => Finding::warning(
            format!("{what}, which this release serves, but its own is {known}"),
            "run claimstore migrate",
        ),
        None if found > known => {
            Finding::well(format!("{what}, which is of a newer release than this one"))
        }
        None => Finding::well(what),
    }
}

fn of_clock(lag: f64) -> Finding {
    match lag > CLOCK_LAG_MAX {
        true => Finding::warning(
            format!("the clock of the database is {lag:.0} s behind the newest change"),
            "set the clock; until it has caught up, changes get the time of the newest one",
        ),
        false => Finding::well("the clock of the database is not behind its changes"),
    }
}

/// What holds back the log: prepared transactions, or one that stayed the oldest for a while. How
/// long the oldest is open that the role can see is given in seconds.
fn of_horizon(prepared: i64, is_held: bool, oldest_seen: f64) -> Finding {
    if prepared > 0 {
        return Finding::warning(
            format!("{prepared} prepared transactions hold back the log"),
            "commit them or roll them back: pg_prepared_xacts lists them",
        );
    }
    if oldest_seen > HORIZON_LAG_MAX {
        return Finding::warning(
            format!(
                "a transaction that writes has been open for {oldest_seen:.0} s, and holds back the log"
            ),
            "find it in pg_stat_activity, and end it",
        );
    }
    if is_held && oldest_seen < HELD_MIN.as_secs_f64() {
        return Finding::warning(
            "a transaction of another role holds back the log; for how long cannot be seen",
            "grant pg_read_all_stats to the role to see it, and look at pg_stat_activity",
        );
    }
    Finding::well("no transaction holds back the log")
}

/// How Postgres is set up.
#[derive(FromRow)]
struct Facts {
    version: i32,
    version_name: String,
    is_standby: bool,
    is_read_only: bool,
    encoding: String,
    is_order_other: bool,
    is_durable: bool,
    waits_for_commits: bool,
    locks: i32,
    transactions: i32,
    connections_max: i64,
    connections: i64,
}

impl Facts {
    async fn read(connection: &mut Connection) -> Result<Self, Error> {
        let facts = sqlx::query_as(
            "select current_setting('server_version_num')::integer / 10000 as version,
                 current_setting('server_version') as version_name,
                 pg_is_in_recovery() as is_standby,
                 current_setting('default_transaction_read_only')::boolean as is_read_only,
                 current_setting('server_encoding') as encoding,
                 (select coalesce(
                      datcollversion <> pg_database_collation_actual_version(oid), false
                  ) from pg_database where datname = current_database()) as is_order_other,
                 current_setting('fsync')::boolean
                     and current_setting('full_page_writes')::boolean as is_durable,
                 current_setting('synchronous_commit') <> 'off' as waits_for_commits,
                 current_setting('max_locks_per_transaction')::integer as locks,
                 current_setting('max_connections')::integer
                     + current_setting('max_prepared_transactions')::integer as transactions,
                 current_setting('max_connections')::bigint
                     - current_setting('superuser_reserved_connections')::bigint
                     - coalesce(current_setting('reserved_connections', true)::bigint, 0)
                     as connections_max,
                 (select count(*) from pg_stat_activity where backend_type = 'client backend')
                     as connections",
        );
        Ok(facts.fetch_one(&mut *connection).await?)
    }

    fn version(&self) -> Finding {
        let what = format!("Postgres {}", self.version_name);
        match self.version < VERSION_MIN {
            true => Finding::fault(what, format!("take Postgres {VERSION_MIN} or newer")),
            false => Finding::well(what),
        }
    }

    fn writability(&self) -> Finding {
        match (self.is_standby, self.is_read_only) {
            (true, _) => Finding::fault(
                "the database is a standby, which cannot be written to",
                "use the address of the primary, or add target_session_attrs=read-write to the url",
            ),
            (false, true) => Finding::fault(
                "the database is read-only: default_transaction_read_only is on",
                "switch it off, or give claimstore another role",
            ),
            (false, false) => Finding::well("the database is a primary that can be written to"),
        }
    }

    fn encoding(&self) -> Finding {
        let what = format!("the encoding of the database is {}", self.encoding);
        match self.encoding.as_str() {
            "UTF8" => Finding::well(what),
            _ => Finding::fault(what, "create the database with the encoding UTF8"),
        }
    }

    fn collation(&self) -> Finding {
        match self.is_order_other {
            true => Finding::warning(
                "texts are compared in another way than when the database was made, and its indexes may \
                 miss rows",
                "run reindex database, and then alter database … refresh collation version",
            ),
            false => Finding::well("texts are compared as when the database was made"),
        }
    }

    fn durability(&self) -> Finding {
        let lost = "what callers were told is stored can be lost";
        match (self.is_durable, self.waits_for_commits) {
            (false, _) => Finding::warning(
                format!("fsync or full_page_writes is off: if the machine fails, {lost}"),
                "switch both on",
            ),
            (true, false) => Finding::warning(
                format!("synchronous_commit is off: if Postgres ends by itself, {lost}"),
                "switch it on for the role of claimstore",
            ),
            (true, true) => Finding::well("a commit is on disk before it is acknowledged"),
        }
    }

    fn locks(&self) -> Finding {
        let locks = self.locks.saturating_mul(self.transactions);
        let what = format!(
            "there is room for {locks} locks (max_locks_per_transaction is {}); a write takes up \
             to {LOCKS_OF_A_WRITE}",
            self.locks
        );
        match locks < LARGE_WRITES * LOCKS_OF_A_WRITE {
            true => Finding::warning(what, "set max_locks_per_transaction to 512"),
            false => Finding::well(what),
        }
    }

    fn connections(&self) -> Finding {
        let what = format!(
            "{} of {} connections are in use",
            self.connections, self.connections_max
        );
        match self.connections_max < CONNECTIONS_MIN {
            true => Finding::warning(
                what,
                format!(
                    "raise max_connections so that {CONNECTIONS_MIN} are left to claimstore: each server \
                     takes --database-connections-max and one more, and a rollout has one server more"
                ),
            ),
            false => Finding::well(what),
        }
    }
}

/// How the store is.
#[derive(FromRow)]
struct State {
    role: String,
    forbidden: Vec<String>,
    is_owner: bool,
    has_months: bool,
    oldest_seen: f64,
    invalid_indexes: Vec<String>,
    prepared: i64,
    late_reaches: i64,
}

impl State {
    async fn read(connection: &mut Connection) -> Result<Self, Error> {
        let state = sqlx::query_as(
            "with tables as (
                 select oid, relname::text as name, relowner from pg_class
                 where relkind in ('r', 'p')
                   and relnamespace = (
                       select relnamespace from pg_class where oid = 'changes'::regclass
                   )
             )
             select current_user::text as role,
                 array(
                     select name from tables
                     where not (has_table_privilege(oid, 'select')
                                and has_table_privilege(oid, 'insert')
                                and has_table_privilege(oid, 'update')
                                and has_table_privilege(oid, 'delete'))
                     order by name
                 ) as forbidden,
                 (select pg_has_role(relowner, 'usage') from tables where name = 'change_docs')
                     as is_owner,
                 (select bool_and(
                      to_regclass('change_docs_' || to_char(month, 'YYYY_MM')) is not null
                  ) from unnest(array[
                      now() at time zone 'UTC',
                      now() at time zone 'UTC' + interval '1 month'
                  ]) month) as has_months,
                 (select coalesce(
                      max(extract(epoch from clock_timestamp() - xact_start)), 0
                  )::double precision
                  from pg_stat_activity where backend_xid is not null) as oldest_seen,
                 array(
                     select indexrelid::regclass::text from pg_index
                     where not indisvalid and indrelid in (select oid from tables)
                 ) as invalid_indexes,
                 (select count(*) from pg_prepared_xacts) as prepared,
                 (select count(*) from reaches
                  where end_time is null
                    and start_time < clock_timestamp() - interval '10 minutes') as late_reaches",
        );
        Ok(state.fetch_one(&mut *connection).await?)
    }

    fn rights(&self) -> Finding {
        let role = &self.role;
        if self.forbidden.is_empty() {
            return Finding::well(format!("the role {role} may read and write all tables"));
        }
        Finding::fault(
            format!("the role {role} may not use {}", self.forbidden.join(", ")),
            format!("grant select, insert, update, delete on these tables to {role}"),
        )
    }

    fn ownership(&self) -> Finding {
        let role = &self.role;
        match self.is_owner {
            true => Finding::well(format!("the role {role} may make partitions of the log")),
            false => Finding::warning(
                format!("the role {role} does not own the log, and cannot make partitions of it"),
                "make it a member of the role that owns the tables",
            ),
        }
    }

    fn partitions(&self) -> Finding {
        match self.has_months {
            true => Finding::well("the log has partitions for this month and the next"),
            false => Finding::warning(
                "the log has no partition for this month or the next",
                "a server makes them within ten minutes; if none does, look at its log",
            ),
        }
    }

    fn indexes(&self) -> Finding {
        match self.invalid_indexes.as_slice() {
            [] => Finding::well("all indexes can be used"),
            invalid => Finding::warning(
                format!("these indexes were not finished: {}", invalid.join(", ")),
                "reindex them",
            ),
        }
    }

    fn reaches(&self) -> Finding {
        match self.late_reaches {
            0 => Finding::well("no retraction or merge is stuck"),
            count => Finding::warning(
                format!("{count} retractions or merges have not reached their claims yet"),
                "a server continues them; if none does, look at its log",
            ),
        }
    }
}

#[cfg(test)]
mod tests;

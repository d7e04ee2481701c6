//! Retention: removes the documents of revisions that were superseded before a given time.
//!
//! The documents of the log are partitioned by month. A partition is dropped once its whole
//! month is older than that time. Before that, the documents that are still needed are copied
//! to `change_docs_kept`: those that are still current, and those that were still current at
//! that time. They are removed from there once they were superseded before the time, too.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Utc};
use sqlx::AssertSqlSafe;

use crate::{
    domain::{Timestamp, resource::Name},
    failpoint::Failpoint,
    store::{
        Error, Reader, Store,
        connection::{Connection, READ_COMMITTED},
        write::{LockSet, Lockable},
    },
};

/// The number of changes that one statement processes, not counting the rest of the last
/// commit. Steps are short, because an open transaction holds back the readers of the log.
const STEP: i64 = 1_000;

/// Retention gives up after this wait for a lock, so that others never queue behind it for
/// longer.
const LOCK_WAIT: (&str, &str) = ("lock_timeout", "500ms");

/// A month of the log's documents, which has a partition of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Month(NaiveDate);

impl Month {
    fn of(time: Timestamp) -> Self {
        let day = time.date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    fn begin(self) -> Timestamp {
        DateTime::from_naive_utc_and_offset(self.0.into(), Utc)
    }

    /// The name of its partition. It contains no input of a caller, so it is safe in SQL.
    fn table(self) -> String {
        self.0.format("change_docs_%Y_%m").to_string()
    }

    fn from_table(name: &str) -> Option<Self> {
        let month = name.strip_prefix("change_docs_")?;
        let first = NaiveDate::parse_from_str(&format!("{month}_01"), "%Y_%m_%d");
        first.ok().map(Self)
    }
}

impl Store {
    /// Creates the partitions for this month and the next one. A month is skipped if another
    /// server is creating its partition, or if the default partition already has rows of it:
    /// those stay there.
    pub async fn make_months(&self, now: Timestamp) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        let existing = months(&mut connection).await?;
        for month in [Month::of(now), Month::of(now).next()] {
            if existing.contains(&month) {
                continue;
            }
            let (table, begin, end) = (month.table(), month.begin(), month.next().begin());
            let make = format!(
                "create table {table} (like change_docs including all); \
                 alter table change_docs attach partition {table} \
                 for values from ('{begin}') to ('{end}')",
            );
            match run(&mut connection, make).await {
                // Another server is creating it.
                Err(Error::LostRace(_) | Error::Locked(_)) => {}
                Err(Error::Refused(error)) if is_taken(&error) => {}
                made => made?,
            }
        }
        Ok(())
    }

    /// Removes what was superseded before a time, in short steps that block no other work.
    pub async fn remove_superseded(&self, before: Timestamp) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        Failpoint::RetentionBegin.reach()?;
        move_horizon(&mut connection, before).await?;
        trim(&mut connection, before).await?;
        trim_texts(&mut connection, before).await?;
        for month in months(&mut connection).await? {
            if month.next().begin() <= before {
                move_kept(&mut connection, month, before).await?;
                Failpoint::RetentionCopied.reach()?;
                let table = month.table();
                let end = month.next().begin();
                // A pooler can lead to another server than before, where the horizon did not move.
                let drop = format!(
                    "do $$ begin
                         if exists (select from retention where kept_since >= '{end}') then
                             drop table if exists {table};
                         end if;
                     end $$"
                );
                run(&mut connection, drop).await?;
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Returns the error that a state of a resource is no longer kept, with the time since
    /// which all states are.
    pub async fn gone_error(&mut self, name: Name) -> Result<Error, Error> {
        let kept_since = sqlx::query_scalar!("select kept_since from retention")
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(Error::Gone { name, kept_since })
    }
}

/// Runs statements in a transaction; if one fails, rolls it back.
async fn run(connection: &mut Connection, statements: String) -> Result<(), Error> {
    connection.begin(READ_COMMITTED, &[LOCK_WAIT]).await?;
    let all = sqlx::raw_sql(AssertSqlSafe(statements));
    if let Err(error) = all.execute(&mut *connection).await {
        connection.rollback().await?;
        return Err(error.into());
    }
    Ok(connection.commit().await?)
}

/// Whether the default partition already has rows of the month, or its table exists.
fn is_taken(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["23514", "42P07"].contains(&code.as_ref()))
}

async fn months(connection: &mut Connection) -> Result<Vec<Month>, Error> {
    let tables = sqlx::query_scalar!(
        r#"
        select relname::text as "name!" from pg_inherits join pg_class on oid = inhrelid
        where inhparent = 'change_docs'::regclass
        "#
    )
    .fetch_all(connection)
    .await?;
    let mut months: Vec<Month> = tables
        .iter()
        .filter_map(|table| Month::from_table(table))
        .collect();
    months.sort();
    Ok(months)
}

/// Records what will be removed, before it is removed: the time since which everything is
/// kept, and the log position of the last change before that time. Positions are not in
/// order of time, but write transactions last only seconds. So the last position among the
/// changes of the last minute before the time is the last of all before it.
async fn move_horizon(connection: &mut Connection, before: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        "
        -- Found by their time, not by walking the log back to them.
        with last as materialized (
            select epoch, xid, seq from changes
            where change_time < $1 and change_time >= (
                select max(change_time) - interval '1 minute' from changes where change_time < $1
            )
        )
        insert into retention (kept_since, epoch, xid, seq)
        select $1, epoch, xid, seq from last
        order by epoch desc, xid desc, seq desc
        limit 1
        on conflict (is_only) do update set
            kept_since = excluded.kept_since, epoch = excluded.epoch, xid = excluded.xid,
            seq = excluded.seq
        where retention.kept_since < excluded.kept_since
        ",
        before,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Returns the end of a step that begins after a time: the time by which `STEP` more changes
/// were made, or `end` if there are fewer.
async fn step_end(
    connection: &mut Connection,
    after: Timestamp,
    end: Timestamp,
) -> Result<Timestamp, Error> {
    let time = sqlx::query_scalar!(
        "
        select change_time from changes where change_time > $1 and change_time < $2
        order by change_time limit 1 offset $3
        ",
        after,
        end,
        STEP,
    )
    .fetch_optional(connection)
    .await?;
    Ok(time.unwrap_or(end))
}

/// Copies the documents of a month that are still needed. The exclusive lock keeps erasures
/// out meanwhile.
async fn move_kept(
    connection: &mut Connection,
    month: Month,
    before: Timestamp,
) -> Result<(), Error> {
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Documents);
    let end = month.next().begin();
    // `after` is exclusive, and the month's first moment belongs to it.
    let mut after = month.begin() - TimeDelta::microseconds(1);
    while after < end {
        let next = step_end(connection, after, end).await?;
        connection.begin(READ_COMMITTED, &[]).await?;
        locks.acquire(connection).await?;
        sqlx::query!(
            "
            insert into change_docs_kept (epoch, xid, seq, doc_version, doc)
            select docs.epoch, docs.xid, docs.seq, docs.doc_version, docs.doc
            from change_docs docs
                join changes entry using (change_time, epoch, xid, seq)
                left join changes next on next.id = entry.id and next.kind = entry.kind
                    and next.revision = entry.revision + 1
            where docs.change_time > $1 and docs.change_time <= $2 and docs.change_time < $3
              -- What is superseded before what is kept begins is trimmed already, whoever
              -- did that.
              and (next.change_time is null or next.change_time >= greatest(
                  $4, (select kept_since from retention)
              ))
            on conflict do nothing
            ",
            after,
            next,
            end,
            before,
        )
        .execute(&mut *connection)
        .await?;
        connection.commit().await?;
        after = next;
    }
    Ok(())
}

/// Removes documents that were superseded before the time from the tables that are never
/// dropped with a month. It goes through the superseding changes in steps; `trimmed_through`
/// records its progress, so that each change is processed once.
async fn trim(connection: &mut Connection, before: Timestamp) -> Result<(), Error> {
    let begin = sqlx::query_scalar!(
        r#"
        select coalesce(
            trimmed_through,
            (select min(change_time) - interval '1 microsecond' from changes)
        )
        from retention
        "#
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(Some(mut after)) = begin else {
        return Ok(());
    };
    while after < before {
        let next = step_end(connection, after, before).await?;
        sqlx::query!(
            "
            with entry as (
                select entry.change_time, entry.epoch, entry.xid, entry.seq
                from changes next
                    join changes entry on entry.id = next.id and entry.kind = next.kind
                        and entry.revision = next.revision - 1
                where next.change_time > $1 and next.change_time <= $2
                  and next.change_time < $3
                  and next.change_time < (select kept_since from retention)
            ), kept as (
                delete from change_docs_kept docs using entry
                where docs.epoch = entry.epoch and docs.xid = entry.xid and docs.seq = entry.seq
            ), first as (
                delete from change_docs_first docs using entry
                where docs.change_time = entry.change_time and docs.epoch = entry.epoch
                  and docs.xid = entry.xid and docs.seq = entry.seq
            ), other as (
                delete from change_docs_default docs using entry
                where docs.change_time = entry.change_time and docs.epoch = entry.epoch
                  and docs.xid = entry.xid and docs.seq = entry.seq
            )
            update retention
            set trimmed_through = least($2, $3 - interval '1 microsecond')
            ",
            after,
            next,
            before,
        )
        .execute(&mut *connection)
        .await?;
        after = next;
    }
    Ok(())
}

/// Removes the texts of articles that were replaced before the time. Articles with
/// appearances keep all texts, because an appearance is read in the version that it was
/// written for.
async fn trim_texts(connection: &mut Connection, before: Timestamp) -> Result<(), Error> {
    loop {
        let deleted = sqlx::query!(
            "
            delete from article_texts where (article_id, text_version) in (
                select article_id, text_version from article_texts texts
                where supersede_time < $1
                  and supersede_time < (select kept_since from retention)
                  and not exists (
                    select from appearances where appearances.article_id = texts.article_id
                )
                limit $2
            )
            ",
            before,
            STEP,
        )
        .execute(&mut *connection)
        .await?;
        if deleted.rows_affected() == 0 {
            return Ok(());
        }
    }
}

//! How long what is superseded is kept in full: the months of the log's documents, and
//! what becomes of them.
//!
//! A month goes as a whole, once all in it is older than what is kept. What of it is
//! still the newest state of a resource, or was when the time began that is kept, moves
//! to `change_docs_kept` before, and goes from there when that time has passed it.

use chrono::{DateTime, Datelike as _, Months, NaiveDate, TimeDelta, Utc};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::{
    domain::{Timestamp, resource::name::Name},
    store::{
        Error, Reader, Store,
        write::lock::{LockSet, Lockable},
    },
};

/// So many changes, and those of one more commit, are looked at in one statement: an open
/// transaction holds back the readers of the log.
const STEP: i64 = 1_000;

/// Nobody is kept waiting for longer by what is done here.
const LOCK_WAIT: &str = "set local lock_timeout = '500ms'";

/// A month of the log's documents.
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

    /// The name of its table; nothing that a caller wrote.
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
    /// Makes the tables for the documents of this month and the next one. Where another
    /// server does, or rows came before them, they are left as they are: all is kept in
    /// the default one as well.
    pub async fn make_months(&self, now: Timestamp) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        let there = months(&mut connection).await?;
        for month in [Month::of(now), Month::of(now).next()] {
            if there.contains(&month) {
                continue;
            }
            let (table, begin, end) = (month.table(), month.begin(), month.next().begin());
            let make = format!(
                "begin; {LOCK_WAIT}; \
                 create table {table} (like change_docs including all); \
                 alter table change_docs attach partition {table} \
                 for values from ('{begin}') to ('{end}'); commit",
            );
            match run(&mut connection, make).await {
                // Another server makes it.
                Err(Error::LostRace(_) | Error::Locked(_)) => {}
                Err(Error::Refused(error)) if is_taken(&error) => {}
                made => made?,
            }
        }
        Ok(())
    }

    /// Removes what was superseded before a time, in steps that hold up nobody.
    pub async fn remove_superseded(&self, before: Timestamp) -> Result<(), Error> {
        let mut connection = self.connection().await?;
        move_horizon(&mut connection, before).await?;
        trim(&mut connection, before).await?;
        trim_texts(&mut connection, before).await?;
        for month in months(&mut connection).await? {
            if month.next().begin() <= before {
                move_kept(&mut connection, month, before).await?;
                let table = month.table();
                let drop = format!("begin; {LOCK_WAIT}; drop table if exists {table}; commit");
                run(&mut connection, drop).await?;
            }
        }
        Ok(())
    }
}

impl Reader {
    /// That what a resource was is no longer kept, and since when everything is.
    pub async fn gone(&mut self, name: Name) -> Result<Error, Error> {
        let kept_since = sqlx::query_scalar!("select kept_since from retention")
            .fetch_optional(&mut *self.connection)
            .await?;
        Ok(Error::Gone { name, kept_since })
    }
}

/// Runs statements that end their transaction themselves; where one fails, that is ended
/// here.
async fn run(connection: &mut PgConnection, statements: String) -> Result<(), Error> {
    let done = sqlx::raw_sql(AssertSqlSafe(statements));
    if let Err(error) = done.execute(&mut *connection).await {
        sqlx::raw_sql("rollback").execute(connection).await?;
        return Err(error.into());
    }
    Ok(())
}

/// Whether rows of a month are in the default table already, or its table is there.
fn is_taken(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["23514", "42P07"].contains(&code.as_ref()))
}

async fn months(connection: &mut PgConnection) -> Result<Vec<Month>, Error> {
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

/// Says first what will be gone. Nothing that was superseded before the time stands
/// behind the position: transactions are open for seconds, so the one that stands last of
/// the last minute before the time is the last of all.
async fn move_horizon(connection: &mut PgConnection, before: Timestamp) -> Result<(), Error> {
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

/// The end of a step that begins behind a time: the time by which some number of changes
/// were made, or the end of all.
async fn step_end(
    connection: &mut PgConnection,
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

/// Copies the documents of a month that are still needed, while nobody erases any.
async fn move_kept(
    connection: &mut PgConnection,
    month: Month,
    before: Timestamp,
) -> Result<(), Error> {
    let mut locks = LockSet::new();
    locks.exclusive(Lockable::Documents);
    let end = month.next().begin();
    // Its first moment is in it too.
    let mut after = month.begin() - TimeDelta::microseconds(1);
    while after < end {
        let next = step_end(connection, after, end).await?;
        let mut transaction = connection.begin().await?;
        locks.acquire(&mut transaction).await?;
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
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        after = next;
    }
    Ok(())
}

/// Removes documents that were superseded before the time from where no month goes with
/// them: a step of supersessions at a time, and each once.
async fn trim(connection: &mut PgConnection, before: Timestamp) -> Result<(), Error> {
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

/// Removes the texts of articles that were replaced before the time, but where appearances
/// stand in the article: they are read in the version that they were written for.
async fn trim_texts(connection: &mut PgConnection, before: Timestamp) -> Result<(), Error> {
    loop {
        let done = sqlx::query!(
            "
            delete from article_texts where (article_id, text_version) in (
                select article_id, text_version from article_texts texts
                where supersede_time < $1 and not exists (
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
        if done.rows_affected() == 0 {
            return Ok(());
        }
    }
}

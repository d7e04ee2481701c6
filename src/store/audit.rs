//! The audit log: what became of calls.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Error, Reader, Store, read::list::ListPoint};
use crate::domain::{Timestamp, access::caller_of};

/// The entries that one statement removes.
const REMOVED_AT_ONCE: i64 = 1_000;

/// The numbers of the codes of gRPC that stand for success and for refusal.
const OK: i16 = 0;
const PERMISSION_DENIED: i16 = 7;
const UNAUTHENTICATED: i16 = 16;

/// What became of one call, or of several that were refused alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromRow)]
pub struct AuditEntry {
    /// Its id, a UUID of version 7.
    pub entry_id: Uuid,
    /// When the call was answered; of several, the last one.
    pub entry_time: Timestamp,
    /// The method.
    pub method: String,
    /// Who called. Empty if it was not verified.
    pub actor: String,
    /// The actor without whom it acted for.
    pub caller: String,
    /// The IP address that the connection came from.
    pub peer: String,
    /// The resource that the request names, or that was written.
    pub resource_name: String,
    /// The number of the code of gRPC.
    pub code: i16,
    /// The reason of the error, if there was one.
    pub reason: String,
    /// The position of the last change that the call made, if any.
    pub position: String,
    /// The id of the call.
    pub call_id: String,
    /// How many calls it is about.
    pub count: i64,
    /// Why a source was revealed.
    pub justification: String,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditOutcome {
    /// It was done.
    Succeeded,
    /// It was not done, or that cannot be known.
    Failed,
    /// It was not let in.
    Refused,
}

impl AuditEntry {
    /// What became of the call.
    pub const fn outcome(&self) -> AuditOutcome {
        match self.code {
            OK => AuditOutcome::Succeeded,
            PERMISSION_DENIED | UNAUTHENTICATED => AuditOutcome::Refused,
            _ => AuditOutcome::Failed,
        }
    }
}

/// Conditions on entries. All given conditions must be met.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Of this actor, and if it acts for nobody, of this caller whoever it acts for.
    pub actor: Option<String>,
    /// About this resource.
    pub resource_name: Option<String>,
    /// Of this method.
    pub method: Option<String>,
    /// With this outcome.
    pub outcome: Option<AuditOutcome>,
    /// Of this time or later.
    pub start_time: Option<Timestamp>,
    /// Of before this time.
    pub end_time: Option<Timestamp>,
}

/// A page of entries, the newest first.
#[derive(Clone, Debug)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins, if there is one.
    pub next: Option<ListPoint>,
}

impl Store {
    /// Adds entries. Those that are there already are left as they are.
    pub async fn audit(&self, entries: &[AuditEntry]) -> Result<(), Error> {
        fn column<T>(entries: &[AuditEntry], value: impl Fn(&AuditEntry) -> T) -> Vec<T> {
            entries.iter().map(value).collect()
        }
        let mut connection = self.connection().await?;
        sqlx::query!(
            "
            insert into audit_entries (
                entry_id, entry_time, method, actor, caller, peer, resource_name, code, reason,
                position, call_id, count, justification
            )
            select * from unnest(
                $1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::smallint[], $9::text[], $10::text[], $11::text[], $12::bigint[],
                $13::text[]
            )
            on conflict do nothing
            ",
            &column(entries, |it| it.entry_id),
            &column(entries, |it| it.entry_time),
            &column(entries, |it| it.method.clone()),
            &column(entries, |it| it.actor.clone()),
            &column(entries, |it| it.caller.clone()),
            &column(entries, |it| it.peer.clone()),
            &column(entries, |it| it.resource_name.clone()),
            &column(entries, |it| it.code),
            &column(entries, |it| it.reason.clone()),
            &column(entries, |it| it.position.clone()),
            &column(entries, |it| it.call_id.clone()),
            &column(entries, |it| it.count),
            &column(entries, |it| it.justification.clone()),
        )
        .execute(&mut *connection)
        .await?;
        Ok(())
    }

    /// Removes entries of before a time. Returns how many it removed; call it until that is 0.
    pub async fn audit_remove(&self, before: Timestamp) -> Result<u64, Error> {
        let mut connection = self.connection().await?;
        let removed = sqlx::query!(
            "
            delete from audit_entries where entry_id in (
                select entry_id from audit_entries where entry_time < $1
                order by entry_time limit $2
            )
            ",
            before,
            REMOVED_AT_ONCE,
        );
        Ok(removed.execute(&mut *connection).await?.rows_affected())
    }
}

impl Reader {
    /// Reads a page of entries, the newest first.
    pub async fn audit_entries(
        &mut self,
        filter: &AuditFilter,
        after: Option<ListPoint>,
        size: i64,
    ) -> Result<AuditPage, Error> {
        let mut query = select(filter, after);
        query
            .push(" order by entry_time desc, entry_id desc limit ")
            .push_bind(size + 1);
        let entries = query.build_query_as::<AuditEntry>();
        let mut entries = entries.fetch_all(&mut *self.connection).await?;
        let size = usize::try_from(size).unwrap_or_default();
        let has_more = entries.len() > size;
        entries.truncate(size);
        let last = entries.last().filter(|_| has_more);
        let next = last.map(|it| ListPoint::Time(Some(it.entry_time), it.entry_id));
        Ok(AuditPage { entries, next })
    }
}

fn select(filter: &AuditFilter, after: Option<ListPoint>) -> QueryBuilder<Postgres> {
    let AuditFilter {
        actor,
        resource_name,
        method,
        outcome,
        start_time,
        end_time,
    } = filter;
    let mut query = QueryBuilder::new(
        "select entry_id, entry_time, method, actor, caller, peer, resource_name, code, reason,
            position, call_id, count, justification
        from audit_entries where true",
    );
    if let Some(actor) = actor {
        let caller = caller_of(actor);
        query.push(" and caller = ").push_bind(caller.to_owned());
        if caller != actor {
            query.push(" and actor = ").push_bind(actor.clone());
        }
    }
    if let Some(name) = resource_name {
        // As the index has it.
        query.push(" and resource_name <> '' and resource_name = ");
        query.push_bind(name.clone());
    }
    if let Some(method) = method {
        query.push(" and method = ").push_bind(method.clone());
    }
    match outcome {
        Some(AuditOutcome::Succeeded) => query.push(" and code = 0"),
        Some(AuditOutcome::Failed) => query.push(" and code not in (0, 7, 16)"),
        Some(AuditOutcome::Refused) => query.push(" and code in (7, 16)"),
        None => &mut query,
    };
    if let Some(start) = start_time {
        query.push(" and entry_time >= ").push_bind(*start);
    }
    if let Some(end) = end_time {
        query.push(" and entry_time < ").push_bind(*end);
    }
    if let Some(ListPoint::Time(Some(time), id)) = after {
        query
            .push(" and (entry_time, entry_id) < (")
            .push_bind(time);
        query.push(", ").push_bind(id).push(")");
    }
    query
}

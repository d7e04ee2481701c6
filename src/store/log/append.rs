//! Appends changes to the log.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use uuid::Uuid;

use super::request::RequestKey;
use crate::{
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{ClaimId, Kind, Name},
    },
    store::{Error, connection::Connection, operation::Operation},
    wire::document::DOC_VERSION,
};

/// The limit of statements is renewed this often, so that the last one ends soon after the
/// transaction's own limit.
const RENEWED_EVERY: Duration = Duration::from_secs(1);

/// The transaction id and the change time of a transaction. It has them once it writes.
pub(crate) struct Moment {
    pub epoch: i32,
    pub tag: i64,
    pub xid: i64,
    /// When the transaction must have ended: an open one holds back the readers of the log.
    end: Instant,
    /// When the limit of its statements was set.
    limited: Instant,
    /// The change time of everything that it writes.
    pub time: Timestamp,
}

impl Moment {
    /// Acquires the transaction id and then the change time. The time is the clock's, but
    /// later than every change before it, every moment as of which was read, and every state
    /// that the transaction replaces or depends on.
    pub(crate) async fn take(
        connection: &mut Connection,
        depends_on: &BTreeSet<Uuid>,
        replaced: Option<Timestamp>,
        end: Instant,
    ) -> Result<Self, Error> {
        let limited = Instant::now();
        let timeout_ms = timeout_ms(connection, end, limited)?;
        let depends_on: Vec<Uuid> = depends_on.iter().copied().collect();
        let row = sqlx::query!(
            r#"
            select pg_current_xact_id()::text::bigint as "xid!",
                   next_change_time() as "next!",
                   epochs.epoch, epochs.tag,
                   (select max(last.change_time)
                    from unnest($2::uuid[]) as rests_on (id)
                        cross join generate_series(1, $3) as kinds (kind)
                        -- The newest entry of each, straight from its index: an id can
                        -- have many.
                        cross join lateral (
                            select change_time from changes
                            where changes.id = rests_on.id and changes.kind = kinds.kind
                            order by revision desc limit 1
                        ) last) as newest,
                   set_config('statement_timeout', $1, true) as timeout
            from epochs
            order by epoch desc
            limit 1
            "#,
            timeout_ms,
            &depends_on,
            i32::try_from(Kind::ALL.len()).unwrap_or(i32::MAX),
        )
        .fetch_one(connection)
        .await?;
        let earliest = row
            .newest
            .max(replaced)
            .map(|time| time + TimeDelta::microseconds(1));
        Ok(Self {
            epoch: row.epoch,
            tag: row.tag,
            xid: row.xid,
            end,
            limited,
            time: earliest.map_or(row.next, |earliest| row.next.max(earliest)),
        })
    }

    /// Fails if the transaction has exceeded its time limit. Limits the next statements to the
    /// time that is left.
    pub(crate) async fn require_time_left(
        &mut self,
        connection: &mut Connection,
    ) -> Result<(), Error> {
        let now = Instant::now();
        let timeout_ms = timeout_ms(connection, self.end, now)?;
        if now.duration_since(self.limited) >= RENEWED_EVERY {
            sqlx::query("select set_config('statement_timeout', $1, true)")
                .bind(timeout_ms)
                .execute(connection)
                .await?;
            self.limited = now;
        }
        Ok(())
    }
}

/// The time that is left until `end`, or for a statement if that is less, as Postgres reads it.
fn timeout_ms(connection: &Connection, end: Instant, now: Instant) -> Result<String, Error> {
    match end.saturating_duration_since(now).as_millis() {
        0 => Err(Error::TooLong),
        left => Ok(left.min(connection.statement_max().as_millis()).to_string()),
    }
}

/// A change to append to the log.
pub(crate) struct Entry<'a> {
    pub author: &'a Author<'a>,
    pub name: Name,
    pub revision: i64,
    pub operation: Operation,
    /// The ids of the resources that it concerns.
    pub scope: BTreeSet<Uuid>,
    pub doc: &'a [u8],
    /// The version of the article's text, if it is an article.
    pub text_version: Option<TextVersion>,
    /// The change that caused it, if the server made it by itself.
    pub cause: Option<Cause>,
}

/// The change that caused another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The resource that it changed.
    pub name: Name,
    /// The revision that it made.
    pub revision: i64,
}

/// Appends the changes of one transaction, in the given order.
pub(crate) async fn append(
    connection: &mut Connection,
    moment: &Moment,
    entries: &[Entry<'_>],
) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let column = |value: fn(&Entry<'_>) -> i16| entries.iter().map(value).collect::<Vec<_>>();
    let actors: Vec<&str> = entries.iter().map(|it| it.author.actor).collect();
    let requests = entries.iter().map(|it| it.author.request);
    let requests: Vec<Option<Uuid>> = requests.map(|it| Some(it?.id)).collect();
    let ids: Vec<Uuid> = entries.iter().map(|it| it.name.uuid()).collect();
    let claims: Vec<Option<Uuid>> = entries.iter().map(|it| parent_claim(it.name)).collect();
    let revisions: Vec<i64> = entries.iter().map(|it| it.revision).collect();
    let docs: Vec<&[u8]> = entries.iter().map(|it| it.doc).collect();
    let texts: Vec<Option<TextVersion>> = entries.iter().map(|it| it.text_version).collect();
    let causes = || entries.iter().map(|it| it.cause);
    let cause_kinds: Vec<Option<i16>> = causes().map(|it| Some(it?.name.kind().code())).collect();
    let cause_ids: Vec<Option<Uuid>> = causes().map(|it| Some(it?.name.uuid())).collect();
    let cause_revisions: Vec<Option<i64>> = causes().map(|it| Some(it?.revision)).collect();
    // `unnest` would flatten an array of arrays, so the scopes are passed as pairs and
    // aggregated again.
    let pairs = (0_i32..).zip(entries);
    let pairs = pairs.flat_map(|(owner, entry)| entry.scope.iter().map(move |id| (*id, owner)));
    let (scopes, scope_owners): (Vec<Uuid>, Vec<i32>) = pairs.unzip();
    sqlx::query!(
        "
        with given as (
            select * from unnest(
                $9::smallint[], $10::uuid[], $15::uuid[], $11::bigint[], $12::smallint[],
                $3::text[], $4::uuid[],
                $13::bytea[], $14::integer[], $16::smallint[], $17::uuid[], $18::bigint[]
            ) with ordinality
                as given (kind, id, claim_id, revision, operation, actor, request_id, doc,
                          text_version, cause_kind, cause_id, cause_revision, seq)
        ), scopes as (
            select owner, array_agg(concerned) as scope
            from unnest($6::uuid[], $7::integer[]) as pair (concerned, owner)
            group by owner
        ), docs as (
            insert into change_docs (change_time, epoch, xid, seq, doc_version, doc)
            select $5, $1, $2, seq - 1, $8, doc from given
        )
        insert into changes (
            epoch, xid, seq, kind, id, claim_id, revision, operation, actor, request_id,
            change_time, scope, doc_bytes, text_version, cause_kind, cause_id, cause_revision
        )
        select $1, $2, seq - 1, kind, id, claim_id, revision, operation, actor, request_id,
               $5, coalesce(scope, '{}'), octet_length(doc), text_version, cause_kind, cause_id,
               cause_revision
        from given left join scopes on owner = seq - 1
        ",
        moment.epoch,
        moment.xid,
        &actors as &[&str],
        &requests as &[Option<Uuid>],
        moment.time,
        &scopes,
        &scope_owners,
        DOC_VERSION,
        &column(|it| it.name.kind().code()),
        &ids,
        &revisions,
        &column(|it| it.operation.code()),
        &docs as &[&[u8]],
        &texts as &[Option<TextVersion>],
        &claims as &[Option<Uuid>],
        &cause_kinds as &[Option<i16>],
        &cause_ids as &[Option<Uuid>],
        &cause_revisions as &[Option<i64>],
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The parent claim in the name of a resource, if it has one. A standing has none, because
/// its own id is that of its claim.
pub(crate) fn parent_claim(name: Name) -> Option<Uuid> {
    match name {
        Name::Standing(_) => None,
        _ => name.claim().map(ClaimId::uuid),
    }
}

/// The author of changes: the caller, and the request.
#[derive(Clone, Debug)]
pub struct Author<'a> {
    /// The caller.
    pub actor: &'a str,
    /// The request, if the caller gave it an id.
    pub request: Option<&'a RequestKey>,
}

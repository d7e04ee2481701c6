//! Appending to the log.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{
            any::TextVersion,
            name::{ClaimId, Kind, Name},
        },
        value::code::coded,
    },
    store::{Error, write::transaction::Author},
    wire::document::DOC_VERSION,
};

/// From its first write on, each statement of a transaction ends within this, and
/// none begins later: an open one holds back the readers of the log.
const WRITE_MS_MAX: u64 = 2_000;
const WRITE_TIME_MAX: Duration = Duration::from_millis(WRITE_MS_MAX);

coded! {
    /// What is done to a resource.
    Operation {
        /// It is stored for the first time.
        Created = 1,
        /// It is given a new state.
        Updated = 2,
        /// It is deleted.
        Deleted = 3,
        /// It is brought back.
        Undeleted = 4,
        /// What it said is removed for good.
        Erased = 5,
    }
}

/// What a transaction gets once it writes.
pub(crate) struct Moment {
    pub epoch: i32,
    pub tag: i64,
    pub xid: i64,
    begin: Instant,
    /// The one time of all that it writes.
    pub time: Timestamp,
}

impl Moment {
    /// Takes the transaction's id, and then its time: the clock's, unless the newest
    /// of the states that it replaces, or something that it rests on, is later.
    pub(crate) async fn take(
        connection: &mut PgConnection,
        rests_on: &BTreeSet<Uuid>,
        replaced: Option<Timestamp>,
    ) -> Result<Self, Error> {
        let rests_on: Vec<Uuid> = rests_on.iter().copied().collect();
        let row = sqlx::query!(
            r#"
            select pg_current_xact_id()::text::bigint as "xid!",
                   clock_timestamp() as "now!",
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
            WRITE_MS_MAX.to_string(),
            &rests_on,
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
            begin: Instant::now(),
            time: earliest.map_or(row.now, |earliest| row.now.max(earliest)),
        })
    }

    /// Refuses to go on once the transaction has been open for too long.
    pub(crate) fn go_on(&self) -> Result<(), Error> {
        if self.begin.elapsed() < WRITE_TIME_MAX {
            Ok(())
        } else {
            Err(Error::TooLong)
        }
    }
}

/// A change that is to stand in the log.
pub(crate) struct Entry<'a> {
    pub name: Name,
    pub revision: i64,
    pub operation: Operation,
    /// The ids that it concerns.
    pub scope: BTreeSet<Uuid>,
    pub doc: &'a [u8],
    /// Of an article: which text it then has.
    pub text_version: Option<TextVersion>,
    /// What it follows from, where the server made it by itself.
    pub cause: Option<Cause>,
}

/// A change that another follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The resource that it wrote.
    pub name: Name,
    /// The revision that it gave it.
    pub revision: i64,
}

/// Writes the changes of one transaction, in the order given.
pub(crate) async fn append(
    connection: &mut PgConnection,
    author: &Author<'_>,
    moment: &Moment,
    entries: &[Entry<'_>],
) -> Result<(), Error> {
    if entries.is_empty() {
        return Ok(());
    }
    let column = |value: fn(&Entry<'_>) -> i16| entries.iter().map(value).collect::<Vec<_>>();
    let ids: Vec<Uuid> = entries.iter().map(|it| it.name.uuid()).collect();
    let claims: Vec<Option<Uuid>> = entries.iter().map(|it| parent_claim(it.name)).collect();
    let revisions: Vec<i64> = entries.iter().map(|it| it.revision).collect();
    let docs: Vec<&[u8]> = entries.iter().map(|it| it.doc).collect();
    let texts: Vec<Option<TextVersion>> = entries.iter().map(|it| it.text_version).collect();
    let causes = || entries.iter().map(|it| it.cause);
    let cause_kinds: Vec<Option<i16>> = causes().map(|it| Some(it?.name.kind().code())).collect();
    let cause_ids: Vec<Option<Uuid>> = causes().map(|it| Some(it?.name.uuid())).collect();
    let cause_revisions: Vec<Option<i64>> = causes().map(|it| Some(it?.revision)).collect();
    let (mut scopes, mut scope_owners) = (Vec::new(), Vec::new());
    for (owner, entry) in (0_i32..).zip(entries) {
        for id in &entry.scope {
            scopes.push(*id);
            scope_owners.push(owner);
        }
    }
    // unnest flattens arrays of arrays, so the scopes come as pairs and are
    // gathered again.
    sqlx::query!(
        "
        with given as (
            select * from unnest(
                $9::smallint[], $10::uuid[], $15::uuid[], $11::bigint[], $12::smallint[],
                $13::bytea[], $14::integer[], $16::smallint[], $17::uuid[], $18::bigint[]
            ) with ordinality
                as given (kind, id, claim_id, revision, operation, doc, text_version,
                          cause_kind, cause_id, cause_revision, seq)
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
        select $1, $2, seq - 1, kind, id, claim_id, revision, operation, $3, $4,
               $5, coalesce(scope, '{}'), octet_length(doc), text_version, cause_kind, cause_id,
               cause_revision
        from given left join scopes on owner = seq - 1
        ",
        moment.epoch,
        moment.xid,
        author.actor,
        author.request.map(|request| request.id),
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

/// The claim that must be known beside the id of a resource to name it.
pub(crate) fn parent_claim(name: Name) -> Option<Uuid> {
    match name {
        Name::Standing(_) => None,
        _ => name.claim().map(ClaimId::uuid),
    }
}

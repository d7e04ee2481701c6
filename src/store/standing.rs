//! How claims stand: computed from what hangs on them, and how far a retraction has
//! come in reaching the claims that rest on its source.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Error, Reader,
    load::{Lookup, unreadable},
    log::Operation,
};
use crate::{
    domain::{
        Timestamp,
        name::{ClaimId, ReviewId, SourceId},
        review::Verdict,
        standing::{Counts, DeskVerdict, DisputeReason, Facts, Standing},
    },
    wire::{document::DOC_VERSION, standing},
};

/// A standing that has moved.
pub(super) struct Moved {
    pub claim: ClaimId,
    pub revision: i64,
    pub doc: Vec<u8>,
}

impl Moved {
    pub(super) const fn operation(&self) -> Operation {
        match self.revision {
            1 => Operation::Created,
            _ => Operation::Updated,
        }
    }
}

/// Computes how claims stand, from what this transaction has written too, and writes
/// those standings that have moved.
pub(super) async fn move_all(
    connection: &mut PgConnection,
    claims: &BTreeSet<ClaimId>,
    time: Timestamp,
) -> Result<Vec<Moved>, Error> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = claims.iter().map(|claim| claim.uuid()).collect();
    let stored = stored(connection, &ids).await?;
    let mut moved = Vec::new();
    let (mut reasons, mut verdicts) = (Vec::new(), Vec::new());
    for (claim, facts) in facts(connection, &ids).await? {
        let new = Standing::of(facts);
        let before = stored.get(&claim);
        let is_same = match before {
            Some((_, doc)) => says(doc, claim, &new)?,
            None => new == Standing::default(),
        };
        if is_same {
            continue;
        }
        let revision = before.map_or(0, |(revision, _)| *revision) + 1;
        moved.push(Moved {
            claim,
            revision,
            doc: standing::encode(claim, &new, revision, time),
        });
        reasons.push(stored_reasons(&new));
        verdicts.push(new.verdict.map(Verdict::code));
    }
    put(connection, &moved, &reasons, &verdicts).await?;
    Ok(moved)
}

fn says(doc: &[u8], claim: ClaimId, new: &Standing) -> Result<bool, Error> {
    standing::says(doc, claim, new)
        .map_err(|error| unreadable("standings", "doc", claim.uuid(), error))
}

/// The reasons that stand in the column, as an array of Postgres.
fn stored_reasons(standing: &Standing) -> String {
    let own = standing.reasons.iter();
    let own = own.filter(|reason| **reason != DisputeReason::RetractedSource);
    let codes: Vec<String> = own.map(|reason| reason.code().to_string()).collect();
    format!("{{{}}}", codes.join(","))
}

async fn put(
    connection: &mut PgConnection,
    moved: &[Moved],
    reasons: &[String],
    verdicts: &[Option<i16>],
) -> Result<(), Error> {
    if moved.is_empty() {
        return Ok(());
    }
    let claims: Vec<Uuid> = moved.iter().map(|it| it.claim.uuid()).collect();
    let revisions: Vec<i64> = moved.iter().map(|it| it.revision).collect();
    let docs: Vec<&[u8]> = moved.iter().map(|it| it.doc.as_slice()).collect();
    // unnest flattens arrays of arrays, so each comes as text.
    sqlx::query!(
        "
        insert into standings (claim_id, revision, doc_version, doc, reasons, verdict)
        select claim_id, revision, $6, doc, reasons::smallint[], verdict
        from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::text[], $5::smallint[])
            as given (claim_id, revision, doc, reasons, verdict)
        on conflict (claim_id) do update set
            revision = excluded.revision, doc_version = excluded.doc_version, doc = excluded.doc,
            reasons = excluded.reasons, verdict = excluded.verdict
        ",
        &claims,
        &revisions,
        &docs as &[&[u8]],
        reasons,
        verdicts as &[Option<i16>],
        DOC_VERSION,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn stored(
    connection: &mut PgConnection,
    claims: &[Uuid],
) -> Result<BTreeMap<ClaimId, (i64, Vec<u8>)>, Error> {
    let rows = sqlx::query!(
        "select claim_id, revision, doc from standings where claim_id = any($1)",
        claims
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ClaimId::new(row.claim_id), (row.revision, row.doc)))
        .collect())
}

/// What is known of claims, as the tables have it.
async fn facts(
    connection: &mut PgConnection,
    claims: &[Uuid],
) -> Result<BTreeMap<ClaimId, Facts>, Error> {
    // 2 is CONTRADICTS, and CONFIRMED.
    let rows = sqlx::query!(
        r#"
        select claim_id as "claim_id!",
               printed.appearances as "appearances!", printed.affirming as "affirming!",
               printed.denying as "denying!", printed.doubting as "doubting!",
               attributed.sources as "sources!", attributed.is_retracted as "is_retracted!",
               (select count(*) from reviews
                where reviews.claim_id = claim.claim_id and not is_deleted) as "reviews!",
               exists (
                   select from relations
                   where (relations.claim_id = claim.claim_id or target_id = claim.claim_id)
                     and type = 2 and state = 2 and not is_deleted
               ) as "is_contradicted!"
        from unnest($1::uuid[]) as claim (claim_id)
            cross join lateral (
                select count(*) as appearances, count(*) filter (where affirms) as affirming,
                       count(*) filter (where denies) as denying,
                       count(*) filter (where doubts) as doubting
                from appearances
                where appearances.claim_id = claim.claim_id and not is_deleted
            ) printed
            cross join lateral (
                select count(distinct source_id) as sources,
                       coalesce(bool_or(sources.is_retracted), false) as is_retracted
                from appearance_sources join sources on sources.id = source_id
                where appearance_sources.claim_id = claim.claim_id
                  and not appearance_sources.is_deleted
            ) attributed
        "#,
        claims
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut desks = desks(connection, claims).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let claim = ClaimId::new(row.claim_id);
            let facts = Facts {
                counts: Counts {
                    appearances: count(row.appearances),
                    affirming: count(row.affirming),
                    denying: count(row.denying),
                    doubting: count(row.doubting),
                    reviews: count(row.reviews),
                    sources: count(row.sources),
                },
                is_contradicted: row.is_contradicted,
                has_retracted_source: row.is_retracted,
                desks: desks.remove(&claim).unwrap_or_default(),
            };
            (claim, facts)
        })
        .collect())
}

fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// The newest review of each desk.
async fn desks(
    connection: &mut PgConnection,
    claims: &[Uuid],
) -> Result<BTreeMap<ClaimId, Vec<DeskVerdict>>, Error> {
    let rows = sqlx::query!(
        "
        select distinct on (claim_id, author) claim_id, id, verdict, review_time, doc
        from reviews
        where claim_id = any($1) and not is_deleted
        order by claim_id, author, review_time desc, id desc
        ",
        claims
    )
    .fetch_all(connection)
    .await?;
    let mut desks: BTreeMap<ClaimId, Vec<DeskVerdict>> = BTreeMap::new();
    for row in rows {
        let unreadable = |column, error| unreadable("reviews", column, row.id, error);
        let verdict = Verdict::from_code(row.verdict)
            .ok_or_else(|| unreadable("verdict", std::io::Error::other("no such verdict")))?;
        let author = standing::author_of(&row.doc)
            .map_err(|error| unreadable("doc", std::io::Error::other(error)))?;
        let claim = ClaimId::new(row.claim_id);
        desks.entry(claim).or_default().push(DeskVerdict {
            author,
            verdict,
            review: ReviewId::new(row.id),
            review_time: row.review_time,
        });
    }
    Ok(desks)
}

impl Reader {
    /// The document of a claim's standing, if anything was ever known that moves it.
    pub async fn standing(&mut self, claim: ClaimId) -> Result<Option<Vec<u8>>, Error> {
        let doc = sqlx::query_scalar!(
            "select doc from standings where claim_id = $1",
            claim.uuid()
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(doc)
    }
}

/// How far the retraction of a source, or its end, has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The source.
    pub source: SourceId,
    /// The last claim that it has reached.
    pub after: ClaimId,
}

/// What becomes of a reach in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachStep {
    /// It begins, or begins again.
    Begin(SourceId),
    /// It has come this far.
    Proceed(Reach),
    /// It has come to all claims.
    End(SourceId),
}

impl Lookup<'_> {
    /// A reach that has not come to its end, if there is one.
    pub async fn next_reach(&mut self) -> Result<Option<Reach>, Error> {
        let row = sqlx::query!(
            "select source_id, after_claim_id from reaches order by source_id limit 1"
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(row.map(|row| Reach {
            source: SourceId::new(row.source_id),
            after: ClaimId::new(row.after_claim_id),
        }))
    }

    /// The next claims that a reach comes to, at most so many.
    pub async fn reached(&mut self, reach: Reach, limit: i64) -> Result<Vec<ClaimId>, Error> {
        let ids = sqlx::query_scalar!(
            "
            select distinct claim_id from appearance_sources
            where source_id = $1 and claim_id > $2
            order by claim_id
            limit $3
            ",
            reach.source.uuid(),
            reach.after.uuid(),
            limit
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(ids.into_iter().map(ClaimId::new).collect())
    }
}

/// Records what becomes of a reach.
pub(super) async fn step(connection: &mut PgConnection, step: ReachStep) -> Result<(), Error> {
    let (source, after) = match step {
        ReachStep::Begin(source) => (source, Some(Uuid::nil())),
        ReachStep::Proceed(Reach { source, after }) => (source, Some(after.uuid())),
        ReachStep::End(source) => (source, None),
    };
    match after {
        Some(after) => {
            sqlx::query!(
                "
                insert into reaches (source_id, after_claim_id) values ($1, $2)
                on conflict (source_id) do update set after_claim_id = excluded.after_claim_id
                ",
                source.uuid(),
                after
            )
            .execute(connection)
            .await?;
        }
        None => {
            sqlx::query!("delete from reaches where source_id = $1", source.uuid())
                .execute(connection)
                .await?;
        }
    }
    Ok(())
}

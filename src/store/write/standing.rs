//! Standings of claims, computed from their appearances, relations and reviews.

mod new_claim;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        passage::{Anchored, AnchoringChange, AnchoringOutcome},
        resource::{ClaimId, Kind, Name, RelationState, RelationType, ReviewId, Verdict},
        rule::{
            Counts, DeskVerdict, DisputeReason, Facts, Orphaned, Standing, clock::AHEAD_MINUTES_MAX,
        },
    },
    store::{
        Error, Reader, connection::Connection, log::Operation, read::load::unreadable,
        write::batch::Write,
    },
    wire::{document::DOC_VERSION, resource::standing},
};

/// A standing that has changed.
pub(crate) struct Moved {
    pub claim: ClaimId,
    pub revision: i64,
    pub doc: Vec<u8>,
    /// The claims whose reviews gave its verdicts.
    pub judged: BTreeSet<ClaimId>,
}

impl Moved {
    pub(crate) const fn operation(&self) -> Operation {
        match self.revision {
            1 => Operation::Created,
            _ => Operation::Updated,
        }
    }
}

/// The standings of claims, as they are stored and as they should be.
#[derive(Default)]
pub(crate) struct Computed {
    computed: BTreeMap<ClaimId, Standing>,
    stored: BTreeMap<ClaimId, Row>,
}

/// Computes the standings of claims, including what this transaction has written.
pub(crate) async fn compute(
    connection: &mut Connection,
    claims: &BTreeSet<ClaimId>,
    writes: &[Write],
    time: Timestamp,
) -> Result<Computed, Error> {
    if claims.is_empty() {
        return Ok(Computed::default());
    }
    let mut new = new_claim::facts(connection, writes).await?;
    new.retain(|claim, _| claims.contains(claim));
    let known = claims.iter().filter(|claim| !new.contains_key(claim));
    let ids: Vec<Uuid> = known.map(|claim| claim.uuid()).collect();
    let mut computed: BTreeMap<ClaimId, Standing> = new
        .into_iter()
        .map(|(claim, facts)| (claim, Standing::of(facts)))
        .collect();
    let mut stored = BTreeMap::new();
    if !ids.is_empty() {
        stored = rows(connection, &ids).await?;
        computed.extend(expected(connection, &ids, Some(time)).await?);
    }
    Ok(Computed { computed, stored })
}

/// Computes the standings of claims, including what this transaction has written, and
/// stores those that have changed.
pub(crate) async fn update_all(
    connection: &mut Connection,
    claims: &BTreeSet<ClaimId>,
    writes: &[Write],
    time: Timestamp,
) -> Result<Vec<Moved>, Error> {
    let Computed { computed, stored } = compute(connection, claims, writes, time).await?;
    let mut moved = Vec::new();
    let (mut reasons, mut verdicts) = (Vec::new(), Vec::new());
    for (claim, new) in computed {
        let before = stored.get(&claim);
        if Row::matches(before, claim, &new)? {
            continue;
        }
        let revision = before.map_or(0, |before| before.revision) + 1;
        moved.push(Moved {
            claim,
            revision,
            doc: standing::encode(claim, &new, revision, time),
            judged: new.desks.iter().map(|desk| desk.claim).collect(),
        });
        reasons.push(array_text(&stored_reasons(&new)));
        verdicts.push(new.verdict.map(Verdict::code));
    }
    upsert(connection, &moved, &reasons, &verdicts).await?;
    Ok(moved)
}

/// Computes the standings of claims from the stored rows. `time` is the change time of rows
/// that are not in the log yet.
pub(crate) async fn expected(
    connection: &mut Connection,
    claims: &[Uuid],
    time: Option<Timestamp>,
) -> Result<BTreeMap<ClaimId, Standing>, Error> {
    let facts = facts(connection, claims, time).await?.into_iter();
    Ok(facts
        .map(|(claim, facts)| (claim, Standing::of(facts)))
        .collect())
}

/// A stored standing.
pub(crate) struct Row {
    pub revision: i64,
    pub doc: Vec<u8>,
    reasons: Vec<i16>,
    verdict: Option<i16>,
}

impl Row {
    /// Whether a stored row matches a standing. A missing row matches the default standing.
    pub(crate) fn matches(
        row: Option<&Self>,
        claim: ClaimId,
        standing: &Standing,
    ) -> Result<bool, Error> {
        let Some(row) = row else {
            return Ok(*standing == Standing::default());
        };
        let doc_matches = standing::matches(&row.doc, claim, standing)
            .map_err(|error| unreadable("standings", "doc", claim.uuid(), error))?;
        Ok(doc_matches
            && row.reasons == stored_reasons(standing)
            && row.verdict == standing.verdict.map(Verdict::code))
    }
}

/// The dispute reasons in the column `reasons`: all but a retracted source.
fn stored_reasons(standing: &Standing) -> Vec<i16> {
    let reasons = standing.reasons.iter();
    let stored = reasons.filter(|reason| **reason != DisputeReason::RetractedSource);
    stored.map(|reason| reason.code()).collect()
}

/// Formats numbers as a Postgres array literal.
fn array_text(numbers: &[i16]) -> String {
    let texts: Vec<String> = numbers.iter().map(i16::to_string).collect();
    format!("{{{}}}", texts.join(","))
}

async fn upsert(
    connection: &mut Connection,
    moved: &[Moved],
    reasons: &[String],
    verdicts: &[Option<i16>],
) -> Result<(), Error> {
    if moved.is_empty() {
        return Ok(());
    }
    let claims: Vec<Uuid> = moved.iter().map(|moved| moved.claim.uuid()).collect();
    let revisions: Vec<i64> = moved.iter().map(|moved| moved.revision).collect();
    let docs: Vec<&[u8]> = moved.iter().map(|moved| moved.doc.as_slice()).collect();
    // unnest would flatten an array of arrays, so each inner array is passed as text.
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

/// The stored standings of claims.
pub(crate) async fn rows(
    connection: &mut Connection,
    claims: &[Uuid],
) -> Result<BTreeMap<ClaimId, Row>, Error> {
    let rows = sqlx::query!(
        "
        select claim_id, revision, doc_version, doc, reasons, verdict from standings
        where claim_id = any($1)
        ",
        claims
    )
    .fetch_all(connection)
    .await?;
    let newer = rows.iter().find(|row| row.doc_version > DOC_VERSION);
    if let Some(newer) = newer {
        let claim = ClaimId::new(newer.claim_id);
        return Err(Error::NewerWriter(Name::Standing(claim)));
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let standing = Row {
                revision: row.revision,
                doc: row.doc,
                reasons: row.reasons,
                verdict: row.verdict,
            };
            (ClaimId::new(row.claim_id), standing)
        })
        .collect())
}

/// Reads the facts from which the standings of claims are computed.
async fn facts(
    connection: &mut Connection,
    claims: &[Uuid],
    time: Option<Timestamp>,
) -> Result<BTreeMap<ClaimId, Facts>, Error> {
    // The children of a merged claim count for its survivor, and not for the merged claim.
    let rows = sqlx::query!(
        r#"
        select claim_id as "claim_id!",
               printed.appearances as "appearances!", printed.affirming as "affirming!",
               printed.denying as "denying!", printed.doubting as "doubting!",
               printed.changed as "changed!", printed.altered as "altered!",
               printed.orphaned as "orphaned!",
               printed.orphaned_affirming as "orphaned_affirming!",
               printed.orphaned_denying as "orphaned_denying!",
               printed.orphaned_doubting as "orphaned_doubting!",
               attributed.sources as "sources!", attributed.is_retracted as "is_retracted!",
               (select count(*) from reviews
                where reviews.claim_id = any(ids) and not is_deleted) as "reviews!",
               exists (
                   select from relations
                   where (relations.claim_id = any(ids) or target_id = any(ids))
                     and not (relations.claim_id = any(ids) and target_id = any(ids))
                     and type = $4 and state = $5 and not is_deleted
               ) as "is_contradicted!"
        from unnest($1::uuid[]) as claim (claim_id)
            cross join lateral (
                select case when exists (
                    select from survivors where id = claim.claim_id and kind = $2
                ) then '{}' else array(
                    select id from survivors where survivor_id = claim.claim_id and kind = $2
                ) || claim.claim_id end as ids
            ) one
            cross join lateral (
                select count(*) as appearances, count(*) filter (where affirms) as affirming,
                       count(*) filter (where denies) as denying,
                       count(*) filter (where doubts) as doubting,
                       count(*) filter (where outcome = $6) as changed,
                       count(*) filter (where changes && $7) as altered,
                       count(*) filter (where outcome = $8) as orphaned,
                       count(*) filter (where outcome = $8 and affirms) as orphaned_affirming,
                       count(*) filter (where outcome = $8 and denies) as orphaned_denying,
                       count(*) filter (where outcome = $8 and doubts) as orphaned_doubting
                from appearances left join anchorings on appearance_id = appearances.id
                where appearances.claim_id = any(ids) and not is_deleted
            ) printed
            cross join lateral (
                select count(distinct sources.id) as sources,
                       coalesce(bool_or(sources.is_retracted), false) as is_retracted
                from appearance_sources
                    left join survivors on survivors.id = source_id and survivors.kind = $3
                    -- Each by its key, whatever the planner believes.
                    cross join lateral (
                        select id, is_retracted from sources
                        where id = coalesce(survivor_id, source_id)
                        offset 0
                    ) sources
                where appearance_sources.claim_id = any(ids)
                  and not appearance_sources.is_deleted
            ) attributed
        "#,
        claims,
        Kind::Claim.code(),
        Kind::Source.code(),
        RelationType::Contradicts.code(),
        RelationState::Confirmed.code(),
        AnchoringOutcome::Changed.code(),
        &Anchored::ALTERING.map(AnchoringChange::code) as &[i16],
        AnchoringOutcome::Orphaned.code(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut desks = desks(connection, claims, time).await?;
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
                    changed: count(row.changed),
                    altered: count(row.altered),
                    orphaned: Orphaned {
                        all: count(row.orphaned),
                        affirming: count(row.orphaned_affirming),
                        denying: count(row.orphaned_denying),
                        doubting: count(row.orphaned_doubting),
                    },
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

/// The newest review of each desk. A time that was in the future when the review was written
/// counts as a time right after that.
async fn desks(
    connection: &mut Connection,
    claims: &[Uuid],
    time: Option<Timestamp>,
) -> Result<BTreeMap<ClaimId, Vec<DeskVerdict>>, Error> {
    let rows = sqlx::query!(
        r#"
        with of_claim as (
            select claim.id as claim_id, claim.id as held_by from unnest($1::uuid[]) as claim (id)
            where not exists (select from survivors where id = claim.id and kind = $2)
            union all
            select survivor_id, id from survivors where survivor_id = any($1) and kind = $2
        )
        select distinct on (of_claim.claim_id, reviews.author)
               of_claim.claim_id as "claim_id!", reviews.claim_id as held_by, reviews.id, verdict,
               review_time, counted_time, doc_version, doc
        from of_claim join reviews on reviews.claim_id = held_by
            left join changes written on written.id = reviews.id and written.kind = $3
                and written.revision = reviews.revision
            cross join lateral (
                -- `least` passes over what is null.
                select case when review_time is not null then least(
                    review_time,
                    coalesce(written.change_time, $4) + make_interval(mins => $5)
                ) end as counted_time
            ) counted
        where not is_deleted
        order by of_claim.claim_id, reviews.author, counted_time desc nulls last,
                 reviews.id desc
        "#,
        claims,
        Kind::Claim.code(),
        Kind::Review.code(),
        time,
        AHEAD_MINUTES_MAX
    )
    .fetch_all(connection)
    .await?;
    let mut desks: BTreeMap<ClaimId, Vec<DeskVerdict>> = BTreeMap::new();
    for row in rows {
        if row.doc_version > DOC_VERSION {
            let name = Name::Review(ClaimId::new(row.held_by), ReviewId::new(row.id));
            return Err(Error::NewerWriter(name));
        }
        let unreadable = |column, error| unreadable("reviews", column, row.id, error);
        let verdict = Verdict::from_code(row.verdict)
            .ok_or_else(|| unreadable("verdict", std::io::Error::other("no such verdict")))?;
        let author = standing::author_of(&row.doc)
            .map_err(|error| unreadable("doc", std::io::Error::other(error)))?;
        let claim = ClaimId::new(row.claim_id);
        desks.entry(claim).or_default().push(DeskVerdict {
            author,
            verdict,
            claim: ClaimId::new(row.held_by),
            review: ReviewId::new(row.id),
            review_time: row.review_time,
            counted_time: row.counted_time,
        });
    }
    Ok(desks)
}

impl Reader {
    /// The document of a claim's standing; `None` if it never differed from the default.
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

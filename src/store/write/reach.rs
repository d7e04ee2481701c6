//! Reach: the progress with which a retraction or a merge of a source, or its revocation,
//! is carried to the claims that rest on the source.

use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{ClaimId, Kind, Name, SourceId},
    },
    store::{
        Error, Reader, connection::Connection, log::Cause, lookup::Lookup, read::load::name_of,
    },
};

/// The progress of the reach of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The source. The claims of its whole merge group are reached.
    pub source: SourceId,
    /// The last claim reached, if any.
    pub after: Option<ClaimId>,
    /// The change that caused it.
    pub cause: Option<Cause>,
    /// The number of claims reached.
    pub claims: i32,
    /// When it began, or was restarted.
    pub start_time: Timestamp,
    /// When it ended; `None` while it continues.
    pub end_time: Option<Timestamp>,
}

/// What a transaction does to a reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachStep {
    /// Begins or restarts it.
    Begin {
        /// The source.
        source: SourceId,
        /// The change that caused it.
        cause: Cause,
    },
    /// Records that more claims were reached.
    Proceed {
        /// The source.
        source: SourceId,
        /// The last claim reached.
        last: ClaimId,
        /// The number of claims reached in this step.
        claims: i32,
    },
    /// Ends it: all claims were reached.
    End(SourceId),
}

struct Row {
    after_claim_id: Option<Uuid>,
    cause_kind: Option<i16>,
    cause_id: Option<Uuid>,
    cause_revision: Option<i64>,
    claim_count: i32,
    start_time: Timestamp,
    end_time: Option<Timestamp>,
}

impl Row {
    fn cause(&self) -> Option<Cause> {
        Some(Cause {
            name: name_of(self.cause_kind?, self.cause_id?, None)?,
            revision: self.cause_revision?,
        })
    }
}

impl Lookup<'_> {
    /// The sources whose reach has not ended, limited to the number that one round can
    /// process soon.
    pub async fn pending_reaches(&mut self) -> Result<Vec<SourceId>, Error> {
        let ids = sqlx::query_scalar!(
            "
            select source_id from reaches where end_time is null
            order by source_id limit 1000
            "
        )
        .fetch_all(self.unkept())
        .await?;
        Ok(ids.into_iter().map(SourceId::new).collect())
    }

    /// The newest reach of a source, if it ever had one.
    pub async fn reach(&mut self, source: SourceId) -> Result<Option<Reach>, Error> {
        let row = sqlx::query_as!(
            Row,
            "
            select after_claim_id, cause_kind, cause_id, cause_revision, claim_count,
                   start_time, end_time
            from reaches where source_id = $1
            ",
            source.uuid()
        )
        .fetch_optional(self.unkept())
        .await?;
        Ok(row.map(|row| Reach {
            source,
            after: row.after_claim_id.map(ClaimId::new),
            cause: row.cause(),
            claims: row.claim_count,
            start_time: row.start_time,
            end_time: row.end_time,
        }))
    }

    /// The next claims for a reach, in order of id: at most `limit` claims after `after`
    /// that rest on any of these sources.
    pub async fn claims_to_reach(
        &mut self,
        sources: &[Name],
        after: Option<ClaimId>,
        limit: i64,
    ) -> Result<Vec<ClaimId>, Error> {
        let sources: Vec<Uuid> = sources.iter().map(|name| name.uuid()).collect();
        // Each source is read up to the limit, from its index. The lower bound in `coalesce`
        // makes the index start at the step. It admits every id.
        let ids = sqlx::query_scalar!(
            r#"
            select distinct claim_id as "claim_id!"
            from unnest($1::uuid[]) as source (id) cross join lateral (
                select distinct claim_id from appearance_sources
                where source_id = source.id
                  and claim_id >= coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
                  and ($2 is null or claim_id <> $2)
                order by claim_id
                limit $3
            ) next
            order by 1
            limit $3
            "#,
            &sources,
            after.map(ClaimId::uuid),
            limit
        )
        .fetch_all(self.unkept())
        .await?;
        Ok(ids.into_iter().map(ClaimId::new).collect())
    }
}

impl Reader {
    /// The newest reach of any of these sources. One that still continues comes before all
    /// that have ended.
    pub async fn newest_reach(&mut self, sources: &[Name]) -> Result<Option<Reach>, Error> {
        let ids: Vec<Uuid> = sources.iter().map(|name| name.uuid()).collect();
        let source = sqlx::query_scalar!(
            "
            select source_id from reaches where source_id = any($1)
            order by end_time is not null, start_time desc, source_id
            limit 1
            ",
            &ids
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        match source {
            Some(source) => self.lookup().reach(SourceId::new(source)).await,
            None => Ok(None),
        }
    }
}

/// Stores a step of a reach.
pub(crate) async fn step(
    connection: &mut Connection,
    step: ReachStep,
    time: Timestamp,
) -> Result<(), Error> {
    let result = match step {
        ReachStep::Begin { source, cause } => {
            sqlx::query!(
                "
                insert into reaches
                    (source_id, cause_kind, cause_id, cause_revision, start_time)
                values ($1, $2, $3, $4, $5)
                on conflict (source_id) do update set
                    after_claim_id = null, claim_count = 0, end_time = null,
                    cause_kind = excluded.cause_kind, cause_id = excluded.cause_id,
                    cause_revision = excluded.cause_revision, start_time = excluded.start_time
                ",
                source.uuid(),
                cause.name.kind().code(),
                cause.name.uuid(),
                cause.revision,
                time,
            )
            .execute(connection)
            .await
        }
        ReachStep::Proceed {
            source,
            last,
            claims,
        } => {
            sqlx::query!(
                "
                update reaches set after_claim_id = $2, claim_count = claim_count + $3
                where source_id = $1
                ",
                source.uuid(),
                last.uuid(),
                claims,
            )
            .execute(connection)
            .await
        }
        ReachStep::End(source) => {
            sqlx::query!(
                "update reaches set end_time = $2 where source_id = $1",
                source.uuid(),
                time
            )
            .execute(connection)
            .await
        }
    };
    result?;
    Ok(())
}

/// Whether an unfinished reach concerns a claim, or one that was merged into it.
pub(crate) async fn is_pending(connection: &mut Connection, claim: ClaimId) -> Result<bool, Error> {
    let is_pending = sqlx::query_scalar!(
        r#"
        with on_its_way as (
            select source_id, survivor_id from reaches
                left join survivors on id = source_id and kind = $2
            where end_time is null
        ), reached as (
            select coalesce(survivor_id, source_id) as id from on_its_way
            union
            select survivors.id from on_its_way join survivors
                on survivors.survivor_id = coalesce(on_its_way.survivor_id, source_id) and kind = $2
        )
        select exists (
            select from reached join appearance_sources on source_id = reached.id
            where claim_id = $1 or claim_id in (
                select id from survivors where survivor_id = $1 and kind = $3
            )
        ) as "is_pending!"
        "#,
        claim.uuid(),
        Kind::Source.code(),
        Kind::Claim.code()
    )
    .fetch_one(connection)
    .await?;
    Ok(is_pending)
}

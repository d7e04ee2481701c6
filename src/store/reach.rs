//! How far a retraction, or its end, has come in reaching the claims that rest on its
//! source.

use sqlx::PgConnection;

use super::{Error, load::Lookup};
use crate::domain::name::{ClaimId, SourceId};

/// How far the retraction of a source, or its end, has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The source.
    pub source: SourceId,
    /// The last claim that it has reached, if it has reached one.
    pub after: Option<ClaimId>,
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
    /// The sources whose reach has not come to its end, at most so many as are soon
    /// looked at.
    pub async fn reaches(&mut self) -> Result<Vec<SourceId>, Error> {
        let ids =
            sqlx::query_scalar!("select source_id from reaches order by source_id limit 1000")
                .fetch_all(&mut *self.connection)
                .await?;
        Ok(ids.into_iter().map(SourceId::new).collect())
    }

    /// How far the reach of a source has come; nothing where it came to its end.
    pub async fn reach(&mut self, source: SourceId) -> Result<Option<Reach>, Error> {
        let after = sqlx::query_scalar!(
            "select after_claim_id from reaches where source_id = $1",
            source.uuid()
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(after.map(|after| Reach {
            source,
            after: after.map(ClaimId::new),
        }))
    }

    /// The next claims that a reach comes to, at most so many.
    pub async fn reached(&mut self, reach: Reach, limit: i64) -> Result<Vec<ClaimId>, Error> {
        let ids = sqlx::query_scalar!(
            "
            select distinct claim_id from appearance_sources
            where source_id = $1 and ($2::uuid is null or claim_id > $2)
            order by claim_id
            limit $3
            ",
            reach.source.uuid(),
            reach.after.map(ClaimId::uuid),
            limit
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(ids.into_iter().map(ClaimId::new).collect())
    }
}

/// Records what becomes of a reach.
pub(super) async fn step(connection: &mut PgConnection, step: ReachStep) -> Result<(), Error> {
    let done = match step {
        // Where nothing rests on the source, there is nowhere to go.
        ReachStep::Begin(source) => {
            sqlx::query!(
                "
                insert into reaches (source_id, after_claim_id)
                select $1, null
                where exists (select from appearance_sources where source_id = $1)
                on conflict (source_id) do update set after_claim_id = excluded.after_claim_id
                ",
                source.uuid()
            )
            .execute(connection)
            .await
        }
        ReachStep::Proceed(Reach { source, after }) => {
            sqlx::query!(
                "update reaches set after_claim_id = $2 where source_id = $1",
                source.uuid(),
                after.map(ClaimId::uuid)
            )
            .execute(connection)
            .await
        }
        ReachStep::End(source) => {
            sqlx::query!("delete from reaches where source_id = $1", source.uuid())
                .execute(connection)
                .await
        }
    };
    done?;
    Ok(())
}

/// Whether a retraction, or its end, is on its way to a claim.
pub(super) async fn is_pending(
    connection: &mut PgConnection,
    claim: ClaimId,
) -> Result<bool, Error> {
    let is_pending = sqlx::query_scalar!(
        r#"
        select exists (
            select from reaches join appearance_sources using (source_id) where claim_id = $1
        ) as "is_pending!"
        "#,
        claim.uuid()
    )
    .fetch_one(connection)
    .await?;
    Ok(is_pending)
}

//! Revisions of resources, and their positions in the log.

use super::append::parent_claim;
use crate::{
    domain::resource::Name,
    store::{Error, Reader, position::Position},
};

impl Reader {
    /// The newest revision of a resource, if the log has any.
    pub async fn newest_revision(&mut self, name: Name) -> Result<Option<i64>, Error> {
        let newest = sqlx::query_scalar!(
            "
            select max(revision) from changes
            where id = $1 and kind = $2 and claim_id is not distinct from $3
            ",
            name.uuid(),
            name.kind().code(),
            parent_claim(name),
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(newest)
    }

    /// Finds the newest commit that made any of these revisions, and returns the position of
    /// its last change.
    pub async fn position_of(&mut self, made: &[(Name, i64)]) -> Result<Option<Position>, Error> {
        let ids: Vec<_> = made.iter().map(|(name, _)| name.uuid()).collect();
        let kinds: Vec<i16> = made.iter().map(|(name, _)| name.kind().code()).collect();
        let revisions: Vec<i64> = made.iter().map(|(_, revision)| *revision).collect();
        let position = sqlx::query_as!(
            Position,
            "
            select epoch, tag, xid, seq from changes join epochs using (epoch)
            where (epoch, xid) = (
                select epoch, xid from changes
                    join unnest($1::uuid[], $2::smallint[], $3::bigint[])
                        as made (id, kind, revision)
                    using (id, kind, revision)
                order by epoch desc, xid desc
                limit 1
            )
            order by seq desc
            limit 1
            ",
            &ids,
            &kinds,
            &revisions
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(position)
    }
}

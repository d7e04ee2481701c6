//! Single revisions of a resource, and where they stand in the log.

use super::{Error, Reader, change::Position};
use crate::domain::name::Name;

impl Reader {
    /// The newest revision of a resource, if there is one.
    pub async fn newest_revision(&mut self, name: Name) -> Result<Option<i64>, Error> {
        let newest = sqlx::query_scalar!(
            "select max(revision) from changes where id = $1 and kind = $2",
            name.uuid(),
            name.kind().code()
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(newest)
    }

    /// The document that a resource had in a revision, an article's with its body.
    pub async fn document_at(
        &mut self,
        name: Name,
        revision: i64,
    ) -> Result<Option<Vec<u8>>, Error> {
        let doc = sqlx::query_scalar!(
            r#"
            select doc || coalesce(body, ''::bytea) as "doc!"
            from changes
                left join article_texts on kind = 2 and article_id = id
                    and article_texts.text_version = changes.text_version
            where id = $1 and kind = $2 and revision = $3
            "#,
            name.uuid(),
            name.kind().code(),
            revision
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(doc)
    }

    /// Where the last change of the newest commit stands that made any of these
    /// revisions.
    pub async fn position_of(&mut self, made: &[(Name, i64)]) -> Result<Option<Position>, Error> {
        let ids: Vec<_> = made.iter().map(|(name, _)| name.uuid()).collect();
        let kinds: Vec<i16> = made.iter().map(|(name, _)| name.kind().code()).collect();
        let revisions: Vec<i64> = made.iter().map(|(_, revision)| *revision).collect();
        let position = sqlx::query_as!(
            Position,
            "
            select epoch, xid, seq from changes
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

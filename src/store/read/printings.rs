//! The appearances that print claims.

use uuid::Uuid;

use crate::{
    domain::resource::ClaimId,
    store::{Error, Reader},
};

impl Reader {
    /// The documents of the live appearances of claims, the oldest first: at most so many of
    /// each claim.
    pub async fn printings(
        &mut self,
        claims: &[ClaimId],
        most: i64,
    ) -> Result<Vec<(ClaimId, Vec<u8>)>, Error> {
        let ids: Vec<Uuid> = claims.iter().map(|claim| claim.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select asked.id as "claim!", printing.doc as "doc!"
            from unnest($1::uuid[]) asked (id)
            cross join lateral (
                select appearances.id, appearances.doc from appearances
                where claim_id = asked.id and not is_deleted
                order by appearances.id limit $2
            ) printing
            order by asked.id, printing.id
            "#,
            &ids,
            most,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let rows = rows.into_iter();
        Ok(rows.map(|row| (ClaimId::new(row.claim), row.doc)).collect())
    }
}

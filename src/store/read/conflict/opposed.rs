//! The claims that some appearances affirm and others deny.

use uuid::Uuid;

use super::condition::LISTED_MAX;
use crate::{
    domain::resource::{AppearanceId, ClaimId, Kind, Name},
    store::{Error, Reader},
};

/// The appearances that take one side of a claim.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The first ones, at most [`LISTED_MAX`].
    pub appearances: Vec<Name>,
    /// How many there are.
    pub count: i64,
}

/// A claim that is both affirmed and denied.
#[derive(Clone, Debug)]
pub struct Opposed {
    /// The claim.
    pub claim: ClaimId,
    /// Where it is affirmed.
    pub affirmed: Taken,
    /// Where it is denied.
    pub denied: Taken,
}

impl Reader {
    /// Finds out which of these claims are both affirmed and denied, in the order of their ids.
    pub async fn opposed(&mut self, claims: &[Uuid]) -> Result<Vec<Opposed>, Error> {
        let rows = sqlx::query!(
            r#"
            select candidate.id as "id!", affirming as "affirming!", denying as "denying!",
                   affirmed as "affirmed!", affirmed_of as "affirmed_of!",
                   denied as "denied!", denied_of as "denied_of!"
            from unnest($1::uuid[]) as candidate (id) cross join lateral (
                select count(*) filter (where affirms) as affirming,
                       count(*) filter (where denies) as denying,
                       (array_agg(id order by id) filter (where affirms))[1:$2] as affirmed,
                       (array_agg(claim_id order by id) filter (where affirms))[1:$2]
                           as affirmed_of,
                       (array_agg(id order by id) filter (where denies))[1:$2] as denied,
                       (array_agg(claim_id order by id) filter (where denies))[1:$2] as denied_of
                from appearances
                where claim_id = any(array(
                    select id from survivors where survivor_id = candidate.id and kind = $3
                ) || candidate.id) and not is_deleted
            ) printed
            where affirming > 0 and denying > 0
            order by candidate.id
            "#,
            claims,
            i32::try_from(LISTED_MAX).unwrap_or(i32::MAX),
            Kind::Claim.code(),
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let opposed = rows.into_iter().map(|row| {
            let name = |(id, claim)| Name::Appearance(ClaimId::new(claim), AppearanceId::new(id));
            let taken = |ids: Vec<Uuid>, claims: Vec<Uuid>, count| Taken {
                appearances: ids.into_iter().zip(claims).map(name).collect(),
                count,
            };
            Opposed {
                claim: ClaimId::new(row.id),
                affirmed: taken(row.affirmed, row.affirmed_of, row.affirming),
                denied: taken(row.denied, row.denied_of, row.denying),
            }
        });
        Ok(opposed.collect())
    }
}

//! The relations between pairs of claims.

use uuid::Uuid;

use crate::{
    domain::resource::{ClaimId, Name, RelationId, RelationState, RelationType},
    store::{Error, Reader},
};

/// A relation between two claims, which may be stored at either one.
#[derive(Clone, Debug)]
pub struct Related {
    /// The claims, in the order in which they were asked for.
    pub pair: (ClaimId, ClaimId),
    /// The name.
    pub name: Name,
    /// What the first is to the second. `None` if it is stored at the second and of a type that is
    /// read in one direction only.
    pub relation_type: Option<RelationType>,
    /// The state. `None` if it is deleted.
    pub state: Option<RelationState>,
}

impl Reader {
    /// The relations between each two claims, deleted ones as well.
    pub async fn related(&mut self, pairs: &[(ClaimId, ClaimId)]) -> Result<Vec<Related>, Error> {
        let first: Vec<Uuid> = pairs.iter().map(|(first, _)| first.uuid()).collect();
        let second: Vec<Uuid> = pairs.iter().map(|(_, second)| second.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select pair.first as "first!", pair.second as "second!", relation.id as "id!",
                   relation.claim_id as "claim!", relation.type as "relation_type!",
                   relation.state as "state!", relation.is_deleted as "is_deleted!"
            from unnest($1::uuid[], $2::uuid[]) as pair (first, second)
            cross join lateral (
                select id, claim_id, type, state, is_deleted from relations
                where claim_id = pair.first and target_id = pair.second
                union all
                select id, claim_id, type, state, is_deleted from relations
                where claim_id = pair.second and target_id = pair.first
            ) relation
            order by relation.id
            "#,
            &first,
            &second,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let related = rows.into_iter().map(|row| {
            let relation_type = RelationType::from_code(row.relation_type);
            let is_read = |it: &RelationType| row.claim == row.first || it.is_symmetric();
            let state = RelationState::from_code(row.state);
            Related {
                pair: (ClaimId::new(row.first), ClaimId::new(row.second)),
                name: Name::Relation(ClaimId::new(row.claim), RelationId::new(row.id)),
                relation_type: relation_type.filter(is_read),
                state: state.filter(|_| !row.is_deleted),
            }
        });
        Ok(related.collect())
    }
}

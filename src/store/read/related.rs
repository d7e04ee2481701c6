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
    /// What the first is to the second. `None` for a relation of the second to the first whose
    /// type has no converse.
    pub relation_type: Option<RelationType>,
    /// The state. `None` if it is deleted.
    pub state: Option<RelationState>,
}

impl Reader {
    /// The relations between each two claims, deleted ones as well. Those of claims that were merged
    /// into them count, too.
    pub async fn related(&mut self, pairs: &[(ClaimId, ClaimId)]) -> Result<Vec<Related>, Error> {
        let first: Vec<Uuid> = pairs.iter().map(|(first, _)| first.uuid()).collect();
        let second: Vec<Uuid> = pairs.iter().map(|(_, second)| second.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            with pair as (
                select first, second,
                       array(select id from survivors where survivor_id = first and kind = 3)
                       || first as all_first,
                       array(select id from survivors where survivor_id = second and kind = 3)
                       || second as all_second
                from unnest($1::uuid[], $2::uuid[]) as pair (first, second)
            )
            select pair.first as "first!", pair.second as "second!", relation.id as "id!",
                   relation.claim_id as "claim!", relation.type as "relation_type!",
                   relation.state as "state!", relation.is_deleted as "is_deleted!",
                   is_forward as "is_forward!"
            from pair
            cross join lateral (
                select id, claim_id, type, state, is_deleted, true as is_forward from relations
                where claim_id = any(all_first) and target_id = any(all_second)
                union all
                select id, claim_id, type, state, is_deleted, false from relations
                where claim_id = any(all_second) and target_id = any(all_first)
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
            let relation_type = match row.is_forward {
                true => relation_type,
                false => relation_type.and_then(RelationType::converse),
            };
            let state = RelationState::from_code(row.state);
            Related {
                pair: (ClaimId::new(row.first), ClaimId::new(row.second)),
                name: Name::Relation(ClaimId::new(row.claim), RelationId::new(row.id)),
                relation_type,
                state: state.filter(|_| !row.is_deleted),
            }
        });
        Ok(related.collect())
    }
}

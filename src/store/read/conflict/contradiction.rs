//! The claims that contradict each other by a confirmed relation.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::condition::{
    ConflictFilter, ConflictRange, LISTED_MAX, merged_into, push_held, push_listed_here,
};
use crate::{
    domain::{
        resource::{ClaimId, Kind, Name, RelationId, RelationState, RelationType},
        rule::ConflictReason,
    },
    store::{Error, Reader},
};

/// Claims that contradict each other.
#[derive(Clone, Debug)]
pub struct Contradiction {
    /// The claim that the conflict is listed with.
    pub claim: ClaimId,
    /// The other claim.
    pub other: ClaimId,
    /// The relations that contradict, at most [`LISTED_MAX`].
    pub relations: Vec<Name>,
}

#[derive(FromRow)]
struct ContradictionRow {
    id: Uuid,
    other: Uuid,
    relations: Vec<Uuid>,
    owners: Vec<Uuid>,
}

impl Reader {
    /// The confirmed contradictions of claims, in the order of their points.
    pub async fn contradictions(
        &mut self,
        filter: &ConflictFilter,
        claims: &[Uuid],
        range: ConflictRange,
    ) -> Result<Vec<Contradiction>, Error> {
        let mut query = contradictions_query(filter, claims, range);
        let rows: Vec<ContradictionRow> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let contradictions = rows.into_iter().map(|row| {
            let relations = row.relations.into_iter().zip(row.owners);
            let name = |(id, claim)| Name::Relation(ClaimId::new(claim), RelationId::new(id));
            Contradiction {
                claim: ClaimId::new(row.id),
                other: ClaimId::new(row.other),
                relations: relations.map(name).collect(),
            }
        });
        Ok(contradictions.collect())
    }
}

fn contradictions_query(
    filter: &ConflictFilter,
    claims: &[Uuid],
    range: ConflictRange,
) -> QueryBuilder<Postgres> {
    let merged = merged_into("candidate.id");
    let kind = Kind::Claim.code();
    let contradicts = RelationType::Contradicts.code();
    let confirmed = RelationState::Confirmed.code();
    let mut query = QueryBuilder::new("select candidate.id, found.* from unnest(");
    query.push_bind(claims.to_vec());
    query.push(format!(
        "::uuid[]) as candidate (id) cross join lateral ( \
         select array({merged}) || candidate.id as ids) of_candidate \
         cross join lateral (select link.other, \
         (array_agg(link.id order by link.id))[1:"
    ));
    push_listed_max(&mut query);
    query.push("] as relations, (array_agg(link.claim_id order by link.id))[1:");
    push_listed_max(&mut query);
    // `offset 0` keeps the planner to the relations of one claim. Without it, the planner may
    // read all relations that are confirmed.
    query.push(format!(
        "] as owners from ( \
         (select coalesce(survivor_id, target_id) as other, relations.* \
          from unnest(ids) as member (id) join relations on claim_id = member.id \
          left join survivors on survivors.id = target_id and survivors.kind = {kind} offset 0) \
         union all \
         (select coalesce(survivor_id, claim_id) as other, relations.* \
          from unnest(ids) as member (id) join relations on target_id = member.id \
          left join survivors on survivors.id = claim_id and survivors.kind = {kind} offset 0) \
         ) link where link.type = {contradicts} and link.state = {confirmed} \
         and not link.is_deleted and link.other <> candidate.id and "
    ));
    push_held(&mut query, "link.other");
    push_listed_here(
        &mut query,
        filter,
        "link.other",
        ConflictReason::Contradiction,
        range,
    );
    query.push(" group by link.other order by link.other limit ");
    query.push_bind(range.limit);
    query.push(") found order by candidate.id, found.other");
    query
}

fn push_listed_max(query: &mut QueryBuilder<Postgres>) {
    query.push_bind(i32::try_from(LISTED_MAX).unwrap_or(i32::MAX));
}

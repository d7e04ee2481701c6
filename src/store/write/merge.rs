//! Where merges lead: the survivor of each merged resource, and the group that a survivor
//! stands for.
//!
//! The rows of merged resources hold pointers. Where these lead in the end is kept in a table
//! of its own, so that no query has to follow them one by one.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use super::transaction::Write;
use crate::{
    domain::resource::name::{Kind, Name},
    store::{
        Error,
        read::load::{Lookup, ids_of, name_of},
    },
};

/// A survivor stands for at most this many resources, itself included.
pub const GROUP_MAX: usize = 1_000;

impl Lookup<'_> {
    /// Maps each merged name to its survivor. Names that are not merged are left out.
    pub async fn survivors(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Name>, Error> {
        let (sources, claims) = (ids_of(Kind::Source, names), ids_of(Kind::Claim, names));
        if sources.is_empty() && claims.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = sqlx::query!(
            "
            select kind, id, survivor_id from survivors
            where (id = any($1) and kind = $3) or (id = any($2) and kind = $4)
            ",
            &sources,
            &claims,
            Kind::Source.code(),
            Kind::Claim.code()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let merged = name_of(row.kind, row.id, None)?;
                Some((merged, name_of(row.kind, row.survivor_id, None)?))
            })
            .collect())
    }

    /// Maps each name to the group that its survivor stands for. The survivor comes first.
    pub async fn groups(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Vec<Name>>, Error> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let survivors = self.survivors(names).await?;
        let survivor = |name: &Name| survivors.get(name).copied().unwrap_or(*name);
        let all: BTreeSet<Name> = names.iter().map(survivor).collect();
        let mut groups: BTreeMap<Name, Vec<Name>> =
            all.iter().map(|name| (*name, vec![*name])).collect();
        let rows = sqlx::query!(
            "
            select kind, id, survivor_id from survivors
            where (survivor_id = any($1) and kind = $3) or (survivor_id = any($2) and kind = $4)
            order by id
            ",
            &ids_of(Kind::Source, &all),
            &ids_of(Kind::Claim, &all),
            Kind::Source.code(),
            Kind::Claim.code()
        )
        .fetch_all(&mut *self.connection)
        .await?;
        for row in rows {
            let survivor = name_of(row.kind, row.survivor_id, None);
            let group = survivor.and_then(|survivor| groups.get_mut(&survivor));
            if let (Some(group), Some(merged)) = (group, name_of(row.kind, row.id, None)) {
                group.push(merged);
            }
        }
        let of = |name: &Name| groups.get(&survivor(name)).cloned().unwrap_or_default();
        Ok(names.iter().map(|name| (*name, of(name))).collect())
    }
}

impl Lookup<'_> {
    /// The length of the longest chain of pointers that leads to a resource.
    pub async fn merged_depth(&mut self, name: Name) -> Result<usize, Error> {
        let depth = sqlx::query_scalar!(
            r#"
            with recursive below (id, depth) as (
                select $2::uuid, 0
                union all
                select merges.id, depth + 1
                from below join merges on kind = $1 and merged_into_id = below.id
            )
            select max(depth) as "depth!" from below
            "#,
            name.kind().code(),
            name.uuid()
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(usize::try_from(depth).unwrap_or(usize::MAX))
    }
}

/// Rewrites the survivors of the resources whose pointers these writes move, and of all
/// resources that lead to them.
pub(crate) async fn settle(connection: &mut PgConnection, writes: &[Write]) -> Result<(), Error> {
    for kind in [Kind::Source, Kind::Claim] {
        let moved = writes.iter();
        let moved = moved.filter(|write| write.name.kind() == kind && write.is_merge());
        let ids: Vec<Uuid> = moved.map(|write| write.name.uuid()).collect();
        if !ids.is_empty() {
            settle_below(connection, kind, &ids).await?;
        }
    }
    Ok(())
}

async fn settle_below(
    connection: &mut PgConnection,
    kind: Kind,
    moved: &[Uuid],
) -> Result<(), Error> {
    let ids = sqlx::query_scalar!(
        r#"
        with recursive below (id) as (
            select unnest($2::uuid[])
            union
            select merges.id from below join merges on kind = $1 and merged_into_id = below.id
        )
        select id as "id!" from below
        "#,
        kind.code(),
        moved
    )
    .fetch_all(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from survivors where kind = $1 and id = any($2)",
        kind.code(),
        &ids
    )
    .execute(&mut *connection)
    .await?;
    let (merged, survivors): (Vec<Uuid>, Vec<Uuid>) =
        leads(connection, kind, &ids).await?.into_iter().unzip();
    sqlx::query!(
        "
        insert into survivors (id, kind, survivor_id)
        select id, $1, survivor_id from unnest($2::uuid[], $3::uuid[]) as led (id, survivor_id)
        ",
        kind.code(),
        &merged,
        &survivors
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// Maps each merged id to the id that its pointers lead to in the end.
pub(crate) async fn leads(
    connection: &mut PgConnection,
    kind: Kind,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Uuid>, Error> {
    let rows = sqlx::query!(
        r#"
        with recursive path (id, at, steps) as (
            select id, merged_into_id, 1 from merges where kind = $1 and id = any($2)
            union all
            select path.id, merges.merged_into_id, steps + 1
            from path join merges on kind = $1 and merges.id = at
        )
        select distinct on (id) id as "id!", at as "survivor!" from path
        order by id, steps desc
        "#,
        kind.code(),
        ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.survivor)).collect())
}

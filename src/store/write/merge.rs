//! Merges: the survivor of each merged resource, and the merge group of each survivor.
//!
//! Each merged resource stores a pointer to the resource that it was merged into. The table
//! `survivors` stores where the chain of pointers ends, so that reads need not follow it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::transaction::Write;
use crate::{
    domain::resource::{Kind, Name},
    store::{
        Error,
        connection::Connection,
        known::Question,
        lookup::Lookup,
        read::load::{ids_of, name_of},
    },
};

/// The maximum size of a merge group: a survivor and all that was merged into it.
pub const GROUP_MAX: usize = 1_000;

impl Lookup<'_> {
    /// Maps each merged name to its survivor. Names that are not merged are left out.
    pub async fn survivors(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Name>, Error> {
        let mergeable = |name: &&Name| matches!(name.kind(), Kind::Source | Kind::Claim);
        let questions = names.iter().filter(mergeable).copied().map(SurvivorOf);
        let survivors = self.answers(questions.collect()).await?.into_iter();
        Ok(survivors.filter_map(|(of, it)| Some((of.0, it?))).collect())
    }

    /// Maps each name to its merge group: its survivor first, then all that was merged into
    /// that.
    pub async fn groups(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Vec<Name>>, Error> {
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let survivors = self.survivors(names).await?;
        let survivor = |name: &Name| survivors.get(name).copied().unwrap_or(*name);
        let unmerged: BTreeSet<Name> = names.iter().map(survivor).collect();
        let mut groups: BTreeMap<Name, Vec<Name>> =
            unmerged.iter().map(|name| (*name, vec![*name])).collect();
        let merged = unmerged.iter().copied().map(MergedInto);
        for (survivor, merged) in self.answers(merged.collect()).await? {
            groups.entry(survivor.0).or_default().extend(merged);
        }
        let group_of = |name: &Name| groups.get(&survivor(name)).cloned().unwrap_or_default();
        Ok(names.iter().map(|name| (*name, group_of(name))).collect())
    }
}

impl Lookup<'_> {
    /// The length of the longest chain of merge pointers that ends at a resource.
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
        .fetch_one(self.unkept())
        .await?;
        Ok(usize::try_from(depth).unwrap_or(usize::MAX))
    }
}

/// The survivor of a merged source or claim.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct SurvivorOf(Name);

impl Question for SurvivorOf {
    type Answer = Option<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let names: BTreeSet<Name> = questions.into_iter().map(|it| it.0).collect();
        let rows = sqlx::query!(
            "
            select kind, id, survivor_id from survivors
            where (id = any($1) and kind = $3) or (id = any($2) and kind = $4)
            ",
            &ids_of(Kind::Source, &names),
            &ids_of(Kind::Claim, &names),
            Kind::Source.code(),
            Kind::Claim.code()
        )
        .fetch_all(connection)
        .await?;
        let survivors = rows.into_iter().filter_map(|row| {
            let merged = name_of(row.kind, row.id, None)?;
            let survivor = name_of(row.kind, row.survivor_id, None)?;
            Some((Self(merged), Some(survivor)))
        });
        Ok(survivors.collect())
    }
}

/// What was merged into a source or claim.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct MergedInto(Name);

impl Question for MergedInto {
    /// In the order of the ids.
    type Answer = Vec<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let names: BTreeSet<Name> = questions.into_iter().map(|it| it.0).collect();
        let rows = sqlx::query!(
            "
            select kind, id, survivor_id from survivors
            where (survivor_id = any($1) and kind = $3) or (survivor_id = any($2) and kind = $4)
            order by id
            ",
            &ids_of(Kind::Source, &names),
            &ids_of(Kind::Claim, &names),
            Kind::Source.code(),
            Kind::Claim.code()
        )
        .fetch_all(connection)
        .await?;
        let mut answers: BTreeMap<Self, Vec<Name>> = BTreeMap::new();
        for row in rows {
            let survivor = name_of(row.kind, row.survivor_id, None);
            if let (Some(survivor), Some(merged)) = (survivor, name_of(row.kind, row.id, None)) {
                answers.entry(Self(survivor)).or_default().push(merged);
            }
        }
        Ok(answers)
    }
}

/// Updates the survivors of the resources whose merge pointers these writes change, and of
/// all resources merged into them.
pub(crate) async fn update_survivors(
    connection: &mut Connection,
    writes: &[Write],
) -> Result<(), Error> {
    for kind in [Kind::Source, Kind::Claim] {
        let moved = writes.iter();
        let moved = moved.filter(|write| write.name.kind() == kind && write.is_merge());
        let ids: Vec<Uuid> = moved.map(|write| write.name.uuid()).collect();
        if !ids.is_empty() {
            update_survivors_below(connection, kind, &ids).await?;
        }
    }
    Ok(())
}

async fn update_survivors_below(
    connection: &mut Connection,
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
    let (merged, survivors): (Vec<Uuid>, Vec<Uuid>) = follow_pointers(connection, kind, &ids)
        .await?
        .into_iter()
        .unzip();
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

/// Follows the merge pointers of these ids to the end, and maps each merged id to its
/// survivor.
pub(crate) async fn follow_pointers(
    connection: &mut Connection,
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

//! Mentions: references that no other table or column holds.

use uuid::Uuid;

use super::row::Ready;
use crate::{
    domain::resource::{ClaimId, Name, Resource, Stored},
    store::{connection::Connection, error::Error},
};

/// A resource that may mention others.
pub(crate) struct Mentioning<'a> {
    name: Name,
    resource: &'a Resource,
    is_deleted: bool,
    is_new: bool,
}

impl<'a> From<&Ready<'a>> for Mentioning<'a> {
    fn from(ready: &Ready<'a>) -> Self {
        Self {
            name: ready.name,
            resource: ready.resource,
            is_deleted: ready.is_deleted,
            is_new: ready.is_new,
        }
    }
}

impl<'a> From<&'a Stored> for Mentioning<'a> {
    fn from(stored: &'a Stored) -> Self {
        Self {
            name: stored.name,
            resource: &stored.resource,
            is_deleted: stored.stamp.is_deleted(),
            is_new: false,
        }
    }
}

/// Replaces the mentions of resources. Deleted resources have none.
pub(crate) async fn upsert<'a>(
    connection: &mut Connection,
    all: impl Iterator<Item = Mentioning<'a>>,
) -> Result<(), Error> {
    let (mut replaced, mut replaced_kinds) = (Vec::new(), Vec::new());
    let (mut targets, mut target_kinds) = (Vec::new(), Vec::new());
    let mut owners = Vec::new();
    let (mut owner_kinds, mut owner_claims) = (Vec::new(), Vec::new());
    for owner in all.filter(|owner| owner.resource.may_mention()) {
        if !owner.is_new {
            replaced.push(owner.name.uuid());
            replaced_kinds.push(owner.name.kind().code());
        }
        if owner.is_deleted {
            continue;
        }
        for target in owner.resource.mentions() {
            targets.push(target.uuid());
            target_kinds.push(target.kind().code());
            owners.push(owner.name.uuid());
            owner_kinds.push(owner.name.kind().code());
            owner_claims.push(owner.name.claim().map(ClaimId::uuid));
        }
    }
    if !replaced.is_empty() {
        sqlx::query!(
            "
            delete from mentions
            where (id, kind) in (select * from unnest($1::uuid[], $2::smallint[]))
            ",
            &replaced,
            &replaced_kinds
        )
        .execute(&mut *connection)
        .await?;
    }
    if owners.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        insert into mentions (target_id, target_kind, kind, id, claim_id)
        select * from unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::uuid[], $5::uuid[])
        ",
        &targets,
        &target_kinds,
        &owner_kinds,
        &owners,
        &owner_claims as &[Option<Uuid>]
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

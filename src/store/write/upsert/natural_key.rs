//! Upserts of natural keys in canonical form.

use std::borrow::Cow;

use uuid::Uuid;

use super::row::Ready;
use crate::{
    domain::resource::{ClaimId, Name, NaturalKey, NaturalKeys, Resource, SourceId, Stored},
    store::{connection::Connection, error::Error, write::holder::publisher_of},
};

/// What happens to a key that another live resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubles {
    /// The transaction fails: who writes has looked for holders and has locked the keys.
    Refused,
    /// The resource is marked as a double.
    Marked,
}

/// A resource with natural keys.
pub(crate) struct Keyed<'a> {
    name: Name,
    resource: &'a Resource,
    is_deleted: bool,
    is_new: bool,
    /// The keys, if they were made before.
    keys: Option<&'a NaturalKeys>,
}

impl<'a> From<&Ready<'a>> for Keyed<'a> {
    fn from(ready: &Ready<'a>) -> Self {
        Self {
            name: ready.name,
            resource: ready.resource,
            is_deleted: ready.is_deleted,
            is_new: ready.is_new,
            keys: ready.keys,
        }
    }
}

impl<'a> From<&'a Stored> for Keyed<'a> {
    fn from(stored: &'a Stored) -> Self {
        Self {
            name: stored.name,
            resource: &stored.resource,
            is_deleted: stored.stamp.is_deleted(),
            is_new: false,
            keys: None,
        }
    }
}

/// Replaces the keys of resources. External ids have a table of their own.
pub(crate) async fn upsert<'a>(
    connection: &mut Connection,
    all: impl Iterator<Item = Keyed<'a>>,
    doubles: Doubles,
) -> Result<(), Error> {
    let mut rows = Rows::default();
    for owner in all {
        rows.push(&owner);
    }
    rows.remove_others(&mut *connection).await?;
    rows.insert(connection, doubles).await
}

#[derive(Default)]
struct Rows {
    /// The owners that are not new.
    replaced_kinds: Vec<i16>,
    replaced: Vec<Uuid>,
    kinds: Vec<i16>,
    ids: Vec<Uuid>,
    claims: Vec<Option<Uuid>>,
    keys: Vec<Vec<u8>>,
    publishers: Vec<Option<Uuid>>,
    deleted: Vec<bool>,
}

impl Rows {
    fn push(&mut self, owner: &Keyed<'_>) {
        let kind = owner.name.kind().code();
        if !owner.is_new {
            self.replaced_kinds.push(kind);
            self.replaced.push(owner.name.uuid());
        }
        let keys = match owner.keys {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(owner.resource.natural_keys()),
        };
        for key in keys.keys() {
            if matches!(key, NaturalKey::ExternalId(_)) {
                continue;
            }
            self.kinds.push(kind);
            self.ids.push(owner.name.uuid());
            self.claims.push(owner.name.claim().map(ClaimId::uuid));
            self.keys.push(key.digest().to_vec());
            self.publishers.push(publisher_of(key).map(SourceId::uuid));
            self.deleted.push(owner.is_deleted);
        }
    }

    /// Removes the keys that the resources no longer have. Those that they still have may be
    /// doubles, and stay so.
    async fn remove_others(&self, connection: &mut Connection) -> Result<(), Error> {
        if self.replaced.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "
            delete from natural_keys
            where (kind, id) in (select * from unnest($1::smallint[], $2::uuid[]))
              and (kind, id, key) not in
                  (select * from unnest($3::smallint[], $4::uuid[], $5::bytea[]))
            ",
            &self.replaced_kinds,
            &self.replaced,
            &self.kinds,
            &self.ids,
            &self.keys,
        )
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn insert(&self, connection: &mut Connection, doubles: Doubles) -> Result<(), Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "
            insert into natural_keys as stored
                (kind, id, claim_id, key, publisher_id, is_deleted, is_double)
            select kind, id, claim_id, key, publisher_id, is_deleted,
                $7 and not is_deleted and coalesce(
                    -- Who has the key keeps it.
                    (
                        select (held.kind, held.id) <> (given.kind, given.id)
                        from natural_keys held
                        where held.key = given.key
                          and held.publisher_id is not distinct from given.publisher_id
                          and not held.is_deleted and not held.is_double
                    ),
                    row_number() over (partition by key, publisher_id, is_deleted order by id) > 1
                )
            from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::bytea[], $5::uuid[],
                        $6::boolean[])
                as given (kind, id, claim_id, key, publisher_id, is_deleted)
            on conflict (kind, id, key) do update set
                publisher_id = excluded.publisher_id, is_deleted = excluded.is_deleted,
                is_double = case when $7 then excluded.is_double else stored.is_double end
            ",
            &self.kinds,
            &self.ids,
            &self.claims as &[Option<Uuid>],
            &self.keys,
            &self.publishers as &[Option<Uuid>],
            &self.deleted,
            doubles == Doubles::Marked,
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}

//! What confidential sources are, encrypted.

use uuid::Uuid;

use crate::{
    domain::{
        resource::{Kind, SourceId, Stored},
        value::Sealed,
    },
    store::{Error, Reader, Store, connection::Connection},
};

/// The sources whose keys are wrapped anew at once.
const REWRAPPED_AT_ONCE: i64 = 500;

/// Stores what sources are. What was stored of them before is replaced.
pub(super) async fn store(
    transaction: &mut Connection,
    sealed: &[(SourceId, Sealed)],
) -> Result<(), Error> {
    for (source, sealed) in sealed {
        sqlx::query!(
            "
            insert into confidential_sources (source_id, key_id, wrapped_key, content)
            values ($1, $2, $3, $4)
            on conflict (source_id) do update set
                key_id = excluded.key_id, wrapped_key = excluded.wrapped_key,
                content = excluded.content
            ",
            source.uuid(),
            sealed.key_id,
            sealed.wrapped_key,
            sealed.content,
        )
        .execute(&mut *transaction)
        .await?;
    }
    Ok(())
}

/// Removes what erased sources were, with the keys of that.
pub(super) async fn remove_erased(
    transaction: &mut Connection,
    states: &[Stored],
) -> Result<(), Error> {
    let erased = states.iter().filter(|state| state.erasure.is_some());
    let names = erased.map(|state| state.name);
    let sources: Vec<Uuid> = names
        .filter(|name| name.kind() == Kind::Source)
        .map(|name| name.uuid())
        .collect();
    if !sources.is_empty() {
        sqlx::query!(
            "delete from confidential_sources where source_id = any($1)",
            &sources
        )
        .execute(transaction)
        .await?;
    }
    Ok(())
}

impl Reader {
    /// What a confidential source is, if that is stored here.
    pub async fn sealed(&mut self, source: SourceId) -> Result<Option<Sealed>, Error> {
        let sealed = sqlx::query_as!(
            Sealed,
            "
            select key_id, wrapped_key, content from confidential_sources where source_id = $1
            ",
            source.uuid(),
        );
        Ok(sealed.fetch_optional(&mut *self.connection).await?)
    }

    /// Some of the sources that are wrapped with another key than this one, after an id.
    pub async fn sealed_otherwise(
        &mut self,
        key_id: &str,
        after: Uuid,
    ) -> Result<Vec<(Uuid, Sealed)>, Error> {
        let rows = sqlx::query!(
            "
            select source_id, key_id, wrapped_key, content from confidential_sources
            where key_id <> $1 and source_id > $2
            order by source_id limit $3
            ",
            key_id,
            after,
            REWRAPPED_AT_ONCE,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let sealed = rows.into_iter().map(|row| {
            let sealed = Sealed {
                key_id: row.key_id,
                wrapped_key: row.wrapped_key,
                content: row.content,
            };
            (row.source_id, sealed)
        });
        Ok(sealed.collect())
    }
}

impl Store {
    /// Replaces the wrapped key of a source, unless something else was stored of it meanwhile.
    /// Returns whether it did.
    pub async fn replace_wrapped_key(
        &self,
        source: Uuid,
        before: &Sealed,
        after: &Sealed,
    ) -> Result<bool, Error> {
        let mut connection = self.connection().await?;
        let replaced = sqlx::query!(
            "
            update confidential_sources set key_id = $3, wrapped_key = $4
            where source_id = $1 and wrapped_key = $2
            ",
            source,
            before.wrapped_key,
            after.key_id,
            after.wrapped_key,
        );
        Ok(replaced.execute(&mut *connection).await?.rows_affected() == 1)
    }
}

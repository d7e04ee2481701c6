//! The salts of the tree over the log go with the contents that are erased, so that nobody can try out
//! what a content was.

use crate::store::{Store, connection::Connection, error::Error};

/// The migration that made room for the tree.
const MIGRATION: i64 = 31;

impl Store {
    /// Refuses a database whose schema has no room for the tree yet, or is not served.
    pub async fn require_tree(&self) -> Result<(), Error> {
        self.require_served().await?;
        Ok(self.schema.require(MIGRATION)?)
    }

    /// Whether the database has salts, as far as is known.
    pub(super) fn salts(&self) -> Salts {
        match self.schema.require(MIGRATION) {
            Ok(()) => Salts::Kept,
            Err(_) => Salts::None,
        }
    }
}

/// Whether a database has salts. Who is wrong about that leaves some, which go when the leaf of the
/// erasure is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Salts {
    /// It has none yet: its schema is that of the release before.
    None,
    /// It has them.
    Kept,
}

/// Removes the salts of changes.
pub(in crate::store) async fn forget(
    connection: &mut Connection,
    epochs: &[i32],
    xids: &[i64],
    seqs: &[i32],
) -> Result<(), Error> {
    sqlx::query(
        "
        update change_digests set salt = null
        where salt is not null and (epoch, xid, seq) in (
            select * from unnest($1::integer[], $2::bigint[], $3::integer[])
        )
        ",
    )
    .bind(epochs)
    .bind(xids)
    .bind(seqs)
    .execute(connection)
    .await?;
    Ok(())
}

//! Salts go with the contents that are erased.
//!
//! An erasure removes them in its own transaction (`write/salts.rs`). A server of a release that knows
//! no tree does not. So whoever builds the leaf of an erasure removes what is left.

use uuid::Uuid;

use super::{
    digests,
    logged::{self, CommitKey, Logged, LoggedKey},
};
use crate::{
    domain::resource::Kind,
    store::{connection::Connection, error::Error, write::salts},
};

/// Removes salts.
pub(super) async fn forget(connection: &mut Connection, keys: &[LoggedKey]) -> Result<(), Error> {
    if keys.is_empty() {
        return Ok(());
    }
    let epochs: Vec<i32> = keys.iter().map(|it| it.epoch).collect();
    let xids: Vec<i64> = keys.iter().map(|it| it.xid).collect();
    let seqs: Vec<i32> = keys.iter().map(|it| it.seq).collect();
    salts::forget(connection, &epochs, &xids, &seqs).await
}

/// The changes whose salts are left although these changes erased their contents: those of the
/// resource, of the standing of a claim, and standings that were written anew without a review.
pub(super) async fn of_erased(
    connection: &mut Connection,
    changes: &[Logged],
) -> Result<Vec<LoggedKey>, Error> {
    let erasures = changes.iter().filter(|it| it.is_erasure());
    let mut erased: Vec<(i16, Uuid)> = erasures.flat_map(concerned).collect();
    if erased.is_empty() {
        return Ok(Vec::new());
    }
    erased.sort_unstable();
    erased.dedup();
    let (kinds, ids): (Vec<i16>, Vec<Uuid>) = erased.into_iter().unzip();
    let through = changes
        .last()
        .map_or_else(CommitKey::default, Logged::commit);
    let salted = digests::salted(connection, &kinds, &ids).await?;
    if salted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = logged::of_resources(connection, &kinds, &ids, through).await?;
    let is_left = |row: &&Logged| {
        let stored = salted.get(&row.key);
        let Some((digest, salt)) = stored.and_then(|it| Some((it.digest()?, it.salt.as_ref()?)))
        else {
            return false;
        };
        row.payload().is_none_or(|it| it.digest(salt) != digest)
    };
    Ok(rows.iter().filter(is_left).map(|row| row.key).collect())
}

/// The resources whose contents a change erased, or wrote anew: its own, and the standing of its claim.
fn concerned(change: &Logged) -> Vec<(i16, Uuid)> {
    let change = change.change();
    let standing = Kind::Standing.code();
    let mut concerned = vec![(change.kind, change.id)];
    if change.kind == Kind::Claim.code() {
        concerned.push((standing, change.id));
    }
    if change.kind == Kind::Review.code() {
        concerned.extend(change.scope.iter().map(|id| (standing, *id)));
    }
    concerned
}

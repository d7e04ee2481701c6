//! Verifies the log against its Merkle tree: computes every leaf again from the rows of the log, their
//! documents and texts, and names each that is another one than the leaf says. The roots of trees that
//! were signed earlier are compared with those that come out.
//!
//! Who changes the log can change the tree over it as well. Only a checkpoint that is kept elsewhere
//! finds that.

mod absence;
mod beside;
mod commits;
mod fault;
mod growing;
mod readable;

use std::collections::BTreeMap;

use sqlx::postgres::PgConnectOptions;

pub use self::fault::{Fault, Verified};
use self::{commits::Pages, growing::Growing, readable::readable};
use crate::{
    proof::merkle::{Hash, root},
    store::{
        Error,
        connection::Connection,
        fit::Schema,
        tree::{
            hashes::{TILE_LEVELS, of_level},
            leaf,
        },
    },
};

/// A tree that was signed earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// How many leaves it has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// Verifies a database, which must have this build's schema, also against these trees.
pub async fn verify(options: &PgConnectOptions, signed: &[Signed]) -> Result<Verified, Error> {
    let mut connection = Connection::unhurried(options).await?;
    Schema::read(&mut connection).await?.require_own()?;
    // All of it is read as of one moment. That holds back no reader of the log.
    connection.begin_snapshot().await?;
    let mut verified = Verified::default();
    let size = leaf::last(&mut connection)
        .await?
        .map_or(0, |it| it.index + 1);
    let size = u64::try_from(size).unwrap_or_default();
    let mut roots = of_empty(signed);
    let mut pages = Pages::default();
    let mut tree = Growing::default();
    while let Some(leaves) = pages.next(&mut connection, &mut verified).await? {
        for leaf in leaves {
            tree.push(leaf);
            let at = tree.size();
            if signed.iter().any(|it| it.size == at) {
                roots.insert(at, tree.root());
            }
        }
        nodes(&mut connection, &mut tree, &mut verified).await?;
    }
    pages.end(&mut connection, &mut verified).await?;
    beside::verify(&mut connection, tree.size(), &mut verified).await?;
    verified.leaves = size;
    for it in signed {
        let root = roots.get(&it.size);
        verified.held.push(root == Some(&it.root));
        match root {
            None => verified.add(Fault::Smaller {
                size: tree.size(),
                signed: it.size,
            }),
            Some(root) if *root != it.root => verified.add(Fault::Forked { signed: it.size }),
            Some(_) => {}
        }
    }
    connection.rollback().await?;
    Ok(verified)
}

fn of_empty(signed: &[Signed]) -> BTreeMap<u64, Hash> {
    let empty = signed.iter().filter(|it| it.size == 0);
    empty.map(|it| (it.size, root(&[]))).collect()
}

/// Compares the nodes that were completed with those that are stored.
async fn nodes(
    connection: &mut Connection,
    tree: &mut Growing,
    verified: &mut Verified,
) -> Result<(), Error> {
    for (node, hash) in tree.take_completed() {
        let level = i16::try_from(node.level / TILE_LEVELS).unwrap_or(i16::MAX);
        let index = i64::try_from(node.index).unwrap_or(i64::MAX);
        let stored = readable(of_level(connection, level, index, index + 1).await)?;
        if stored.as_deref() != Some(&[hash]) {
            verified.add(Fault::Node { level, index });
        }
    }
    Ok(())
}

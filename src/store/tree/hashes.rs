//! The hashes of the tree, by tiles: of 256 leaves, of 256 subtrees of 256 leaves, and so on.
//!
//! The hash of a leaf is computed from what is stored of it, and those of whole subtrees of 256 nodes are
//! stored. So at most 255 hashes of each level are read for the root of any tree, and none is ever changed.
//! A row that was there before its node was complete came from elsewhere, and gives way.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::leaf::{self, hash};
use crate::{
    proof::merkle::{Hash, Node, Span, fold, root},
    store::{Reader, connection::Connection, error::Error},
};

/// How many levels of the tree a tile has.
pub const TILE_LEVELS: u32 = 8;

/// How many hashes a full tile has.
pub const TILE_WIDTH: i64 = 1 << TILE_LEVELS;

/// A node to store.
pub(super) struct NewNode {
    level: i16,
    index: i64,
    hash: Hash,
}

#[derive(FromRow)]
struct NodeRow {
    index: i64,
    hash: Vec<u8>,
}

/// Hashes of one level of tiles, from one index to another, which is not included.
pub(in crate::store) async fn of_level(
    connection: &mut Connection,
    level: i16,
    start: i64,
    end: i64,
) -> Result<Vec<Hash>, Error> {
    if start >= end {
        return Ok(Vec::new());
    }
    if level == 0 {
        let leaves = leaf::range(connection, start, end).await?;
        return leaves
            .iter()
            .map(|leaf| Ok(leaf.commit()?.leaf()))
            .collect();
    }
    let rows: Vec<NodeRow> = sqlx::query_as(
        "select index, hash from tree_nodes where level = $1 and index >= $2 and index < $3 order by index",
    )
    .bind(level)
    .bind(start)
    .bind(end)
    .fetch_all(connection)
    .await?;
    let hash_of = |row: &NodeRow| {
        let name = format!("({level}, {})", row.index);
        hash("tree_nodes", "hash", name, &row.hash)
    };
    rows.iter().map(hash_of).collect()
}

/// The nodes that are complete with these leaves, behind so many others.
pub(super) async fn completed(
    connection: &mut Connection,
    size: i64,
    leaves: &[Hash],
) -> Result<Vec<NewNode>, Error> {
    let mut nodes = Vec::new();
    let mut added = leaves.to_vec();
    let (mut level, mut before) = (0, size);
    while !added.is_empty() {
        let start = before - before % TILE_WIDTH;
        let mut hashes = of_level(connection, level, start, before).await?;
        hashes.append(&mut added);
        level += 1;
        before = start / TILE_WIDTH;
        let (tiles, _) = hashes.as_chunks::<{ TILE_WIDTH as usize }>();
        for (index, tile) in (before..).zip(tiles) {
            let hash = root(tile);
            added.push(hash);
            nodes.push(NewNode { level, index, hash });
        }
    }
    Ok(nodes)
}

/// Stores nodes.
pub(super) async fn add(connection: &mut Connection, nodes: &[NewNode]) -> Result<(), Error> {
    if nodes.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into tree_nodes (level, index, hash)
         select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
         on conflict (level, index) do update set hash = excluded.hash",
    )
    .bind(nodes.iter().map(|it| it.level).collect::<Vec<_>>())
    .bind(nodes.iter().map(|it| it.index).collect::<Vec<_>>())
    .bind(nodes.iter().map(|it| it.hash.to_vec()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// The roots over the leaves of spans. `None` for each that the tree does not have.
pub(in crate::store) async fn of_spans(
    connection: &mut Connection,
    spans: &[Span],
) -> Result<Option<Vec<Hash>>, Error> {
    let mut known: BTreeMap<Node, Hash> = BTreeMap::new();
    for node in spans.iter().flat_map(|span| span.nodes()) {
        if let Some(hash) = of_node(connection, node).await? {
            known.insert(node, hash);
        }
    }
    let of_span = |span: &Span| {
        let nodes = span.nodes();
        let hashes: Option<Vec<Hash>> = nodes.iter().map(|it| known.get(it).copied()).collect();
        Some(fold(&hashes?))
    };
    Ok(spans.iter().map(of_span).collect())
}

/// The hash of a whole subtree.
async fn of_node(connection: &mut Connection, node: Node) -> Result<Option<Hash>, Error> {
    let count = 1 << (node.level % TILE_LEVELS);
    let level = i16::try_from(node.level / TILE_LEVELS).unwrap_or(i16::MAX);
    let start = i64::try_from(node.index)
        .unwrap_or(i64::MAX)
        .saturating_mul(count);
    let end = start.saturating_add(count);
    let hashes = of_level(connection, level, start, end).await?;
    let is_whole = i64::try_from(hashes.len()) == Ok(count);
    Ok(is_whole.then(|| root(&hashes)))
}

impl Reader {
    /// Hashes of one level of tiles, from one index to another, which is not included. There are fewer
    /// where the tree ends.
    pub async fn tile_hashes(
        &mut self,
        level: i16,
        start: i64,
        end: i64,
    ) -> Result<Vec<Hash>, Error> {
        of_level(&mut self.connection, level, start, end).await
    }

    /// The entries of leaves, from one index to another, which is not included.
    pub async fn tile_entries(&mut self, start: i64, end: i64) -> Result<Vec<String>, Error> {
        let leaves = leaf::range(&mut self.connection, start, end).await?;
        leaves
            .iter()
            .map(|leaf| Ok(leaf.commit()?.entry()))
            .collect()
    }

    /// The roots over the leaves of spans. `None` if the tree does not have all of them.
    pub async fn tree_hashes(&mut self, spans: &[Span]) -> Result<Option<Vec<Hash>>, Error> {
        of_spans(&mut self.connection, spans).await
    }

    /// The root of the tree of the first leaves. `None` if it has fewer.
    pub async fn tree_root(&mut self, size: u64) -> Result<Option<Hash>, Error> {
        let whole = Span {
            start: 0,
            end: size,
        };
        let root = self.tree_hashes(&[whole]).await?;
        Ok(root.and_then(|roots| roots.first().copied()))
    }

    /// How many leaves the tree has.
    pub async fn tree_size(&mut self) -> Result<u64, Error> {
        let last = leaf::last(&mut self.connection).await?;
        Ok(last.map_or(0, |leaf| u64::try_from(leaf.index + 1).unwrap_or_default()))
    }
}

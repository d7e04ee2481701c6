//! A tree that grows leaf by leaf: only the roots of its whole subtrees are kept.

use crate::{
    proof::merkle::{Hash, Node, fold, node_hash},
    store::tree::hashes::TILE_LEVELS,
};

#[derive(Default)]
pub(super) struct Growing {
    size: u64,
    /// The whole subtrees, the largest first.
    subtrees: Vec<(u32, Hash)>,
    /// The nodes that are stored, since they were last taken.
    completed: Vec<(Node, Hash)>,
}

impl Growing {
    pub fn push(&mut self, leaf: Hash) {
        self.size += 1;
        let (mut level, mut hash) = (0, leaf);
        while let Some((_, left)) = self.subtrees.pop_if(|(of, _)| *of == level) {
            hash = node_hash(&left, &hash);
            level += 1;
            if level % TILE_LEVELS == 0 {
                let index = (self.size >> level) - 1;
                self.completed.push((Node { level, index }, hash));
            }
        }
        self.subtrees.push((level, hash));
    }

    pub const fn size(&self) -> u64 {
        self.size
    }

    pub fn root(&self) -> Hash {
        let nodes: Vec<Hash> = self.subtrees.iter().map(|(_, hash)| *hash).collect();
        fold(&nodes)
    }

    pub fn take_completed(&mut self) -> Vec<(Node, Hash)> {
        std::mem::take(&mut self.completed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::merkle::{leaf_hash, root};

    #[test]
    fn its_root_and_nodes_are_those_of_the_whole_tree() {
        let mut tree = Growing::default();
        let mut leaves = Vec::new();
        assert_eq!(tree.root(), root(&leaves));
        for number in 0..600_u32 {
            leaves.push(leaf_hash(&number.to_be_bytes()));
            tree.push(leaves[leaves.len() - 1]);
            assert_eq!(tree.root(), root(&leaves), "{number}");
        }
        let node = |index| Node { level: 8, index };
        let expected = [
            (node(0), root(&leaves[..256])),
            (node(1), root(&leaves[256..512])),
        ];
        assert_eq!(tree.take_completed(), expected);
    }
}

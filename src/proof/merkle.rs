//! Merkle trees of RFC 6962: hashes, roots, proofs, and how proofs are checked.

use sha2::{Digest as _, Sha256};

/// The hash of a node or a leaf.
pub type Hash = [u8; 32];

/// The hash of a leaf with this entry.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(entry)
        .finalize()
        .into()
}

/// The hash of a node over two others.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let both = Sha256::new().chain_update([1]).chain_update(left);
    both.chain_update(right).finalize().into()
}

/// The root of a tree with these leaves.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::new().finalize().into(),
        [only] => *only,
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// The path from a leaf to the root of a tree with these leaves: the nodes beside it, the lowest
/// first.
pub fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, beside) = match index < left.len() {
        true => (self::path(index, left), root(right)),
        false => (self::path(index - left.len(), right), root(left)),
    };
    path.push(beside);
    path
}

/// The largest power of two below a number that is greater than one.
fn split(count: usize) -> usize {
    1 << (count - 1).ilog2()
}

/// Leaves from one index to another, which is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first one.
    pub start: u64,
    /// The one after the last.
    pub end: u64,
}

/// A whole subtree of two to the power of `level` leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// How many levels it is above the leaves.
    pub level: u32,
    /// How many such subtrees are before it.
    pub index: u64,
}

impl Span {
    /// Spans of nothing else than a subtree, of which the tree over these leaves is made; the largest
    /// first.
    pub fn nodes(self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut at = self.start;
        while at < self.end {
            let aligned = if at == 0 { 63 } else { at.trailing_zeros() };
            let level = (self.end - at).ilog2().min(aligned);
            nodes.push(Node {
                level,
                index: at >> level,
            });
            at += 1 << level;
        }
        nodes
    }
}

/// The root over the hashes of [`Span::nodes`].
pub fn fold(nodes: &[Hash]) -> Hash {
    let mut nodes = nodes.iter().rev();
    let Some(mut root) = nodes.next().copied() else {
        return self::root(&[]);
    };
    for left in nodes {
        root = node_hash(left, &root);
    }
    root
}

/// What the path from a leaf to the root of a tree of a size consists of.
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while end - start > 1 {
        let middle = start + (1 << (end - start - 1).ilog2());
        match index < middle {
            true => {
                spans.push(Span { start: middle, end });
                end = middle;
            }
            false => {
                spans.push(Span { start, end: middle });
                start = middle;
            }
        }
    }
    spans.reverse();
    spans
}

/// What the proof that a tree of `old` leaves is the beginning of one of `size` consists of.
pub fn consistency(old: u64, size: u64) -> Vec<Span> {
    if old == 0 || old >= size {
        return Vec::new();
    }
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while old != end {
        let middle = start + (1 << (end - start - 1).ilog2());
        match old <= middle {
            true => {
                spans.push(Span { start: middle, end });
                end = middle;
            }
            false => {
                spans.push(Span { start, end: middle });
                start = middle;
            }
        }
    }
    if start > 0 {
        spans.push(Span { start, end });
    }
    spans.reverse();
    spans
}

/// The root of a tree of a size in which a leaf has a path. `None` if it cannot be its path.
pub fn root_of_path(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    if index >= size {
        return None;
    }
    let spans = inclusion(index, size);
    if spans.len() != path.len() {
        return None;
    }
    let nodes = spans.iter().zip(path);
    Some(
        nodes.fold(leaf, |root, (span, beside)| match span.start > index {
            true => node_hash(&root, beside),
            false => node_hash(beside, &root),
        }),
    )
}

/// Whether a tree with a root and so many leaves is the beginning of another one.
pub fn is_beginning(old: u64, old_root: &Hash, size: u64, root: &Hash, proof: &[Hash]) -> bool {
    if old == size {
        return proof.is_empty() && old_root == root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == self::root(&[]);
    }
    let spans = consistency(old, size);
    if old > size || spans.len() != proof.len() {
        return false;
    }
    let mut nodes = spans.iter().zip(proof);
    // Where the old tree is a whole subtree of the new one, its root is not repeated.
    let (mut older, mut newer) = match spans.first().is_some_and(|first| first.end <= old) {
        true => match nodes.next() {
            Some((_, first)) => (*first, *first),
            None => return false,
        },
        false => (*old_root, *old_root),
    };
    for (span, node) in nodes {
        match span.end <= old {
            true => {
                older = node_hash(node, &older);
                newer = node_hash(node, &newer);
            }
            false => newer = node_hash(&newer, node),
        }
    }
    older == *old_root && newer == *root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits = text.as_bytes().chunks(2);
        let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        digits.map(byte).collect()
    }

    /// The entries of the tests of Certificate Transparency.
    const ENTRIES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    /// The roots over the first one, the first two, and so on.
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_are_those_of_the_vectors_of_rfc_6962() {
        let leaves: Vec<Hash> = ENTRIES.map(hex).iter().map(|it| leaf_hash(it)).collect();
        for (count, expected) in (1..).zip(ROOTS) {
            assert_eq!(root(&leaves[..count]).to_vec(), hex(expected), "{count}");
        }
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(root(&[]).to_vec(), hex(empty));
    }

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|it| leaf_hash(&it.to_be_bytes())).collect()
    }

    fn of_span(leaves: &[Hash], span: Span) -> Hash {
        let of_node = |node: Node| {
            let start = usize::try_from(node.index << node.level).unwrap();
            root(&leaves[start..start + (1 << node.level)])
        };
        let nodes: Vec<Hash> = span.nodes().into_iter().map(of_node).collect();
        fold(&nodes)
    }

    /// All of small trees, and some of larger ones.
    const fn is_tried(number: u64, size: u64) -> bool {
        size <= 40 || number == 1 || number == size || number % 61 == size % 61
    }

    #[test]
    fn each_leaf_of_each_size_has_a_path_that_is_checked_and_no_other_leaf_has_it() {
        for size in 1..=260 {
            let leaves = leaves(size);
            let expected = root(&leaves);
            assert_eq!(
                of_span(
                    &leaves,
                    Span {
                        start: 0,
                        end: size
                    }
                ),
                expected
            );
            let tried = (0..).zip(&leaves);
            for (index, leaf) in tried.filter(|(index, _)| is_tried(index + 1, size)) {
                let spans = inclusion(index, size).into_iter();
                let path: Vec<Hash> = spans.map(|span| of_span(&leaves, span)).collect();
                let naive = super::path(usize::try_from(index).unwrap(), &leaves);
                assert_eq!(path, naive, "{index} of {size}");
                let of = |index, leaf| root_of_path(index, size, leaf, &path);
                assert_eq!(of(index, *leaf), Some(expected), "{index} of {size}");
                assert_ne!(of(index, leaf_hash(b"x")), Some(expected));
                if size > 1 {
                    assert_ne!(of((index + 1) % size, *leaf), Some(expected));
                }
                assert_eq!(of(size, *leaf), None);
            }
        }
    }

    /// PROOF(m, D[n]) as RFC 6962 defines it.
    fn naive(old: usize, leaves: &[Hash], is_whole: bool) -> Vec<Hash> {
        if old == leaves.len() {
            return if is_whole {
                Vec::new()
            } else {
                vec![root(leaves)]
            };
        }
        let (left, right) = leaves.split_at(split(leaves.len()));
        let (mut proof, other) = match old <= left.len() {
            true => (naive(old, left, is_whole), root(right)),
            false => (naive(old - left.len(), right, false), root(left)),
        };
        proof.push(other);
        proof
    }

    #[test]
    fn each_tree_is_proved_to_be_the_beginning_of_each_larger_one_and_no_other_is() {
        let all = leaves(260);
        for size in 1..=260_u64 {
            let now = &all[..usize::try_from(size).unwrap()];
            for old in (1..=size).filter(|old| is_tried(*old, size)) {
                let before = &all[..usize::try_from(old).unwrap()];
                let spans = consistency(old, size).into_iter();
                let proof: Vec<Hash> = spans.map(|span| of_span(now, span)).collect();
                assert_eq!(proof, naive(before.len(), now, true), "{old} of {size}");
                let of = |before: &Hash, now: &Hash| is_beginning(old, before, size, now, &proof);
                assert!(of(&root(before), &root(now)), "{old} of {size}");
                assert!(!of(&leaf_hash(b"x"), &root(now)), "{old} of {size}");
                assert!(!of(&root(before), &leaf_hash(b"x")), "{old} of {size}");
            }
        }
        assert!(is_beginning(0, &root(&[]), 260, &root(&all), &[]));
        assert!(!is_beginning(261, &root(&all), 260, &root(&all), &[]));
    }
}

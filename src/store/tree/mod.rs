//! The Merkle tree over the log: a leaf for each commit, built behind the writes.

pub mod build;
pub mod checkpoints;
pub mod digests;
pub mod hashes;
pub mod leaf;
pub mod logged;
pub mod proved;
mod salts;

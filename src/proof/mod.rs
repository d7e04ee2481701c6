//! Tamper evidence: what the leaves of the log's Merkle tree are made of, how their tree is signed, and how
//! that is proved. Pure.
//!
//! docs/transparency.md says what each format is, byte by byte.

pub mod checkpoint;
pub mod exported;
pub mod history;
pub mod keys;
pub mod merkle;
pub mod note;
pub mod record;
pub mod tile;

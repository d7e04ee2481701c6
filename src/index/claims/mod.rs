//! The index of claims: a tantivy index with exact counts beside it, written by one writer and
//! read through snapshots.

mod counts;
mod document;
mod error;
mod schema;
mod snapshot;
#[cfg(test)]
mod tests;
mod writer;

pub use self::{
    document::{IndexedClaim, Years},
    error::Error,
    snapshot::{Candidate, ClaimReader, Snapshot, WeightedTerm},
    writer::{ClaimWriter, in_directory, in_memory},
};

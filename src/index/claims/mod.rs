//! The index of claims, articles and sources: one tantivy index with exact counts beside it,
//! written by one writer and read through snapshots.

mod counts;
mod document;
mod error;
mod queue;
mod schema;
mod scores;
mod snapshot;
#[cfg(test)]
mod tests;
mod tokens;
mod totals;
mod words;
mod writer;

pub use self::{
    document::{IndexedArticle, IndexedClaim, IndexedSource, Kind, Part, Years},
    error::Error,
    snapshot::{Candidate, ClaimReader, Snapshot, WeightedTerm},
    writer::{ClaimWriter, in_directory, in_memory},
};
pub(in crate::index) use self::{
    schema::{ANALYSED, ID_HIGH, ID_LOW, kind_and_language},
    totals::{Totals, count_alive},
};

//! Nanopublications (<https://nanopub.net/guidelines/>), as TriG.
//!
//! Each is kept as a source. One that asserts a sentence is a claim, too.

mod check;
mod datatype;
mod graph;
mod read;
mod terms;
#[cfg(test)]
mod tests;
mod trusty;
mod write;

pub use graph::is_same;
pub use read::{Options, read};
pub use write::documents;

//! Web Annotations (<https://www.w3.org/TR/annotation-model/>), as JSON-LD.
//!
//! An annotation of words of an article with a claim is an appearance. Every other one is
//! kept as a source.

mod extension;
mod model;
mod read;
mod statement;
#[cfg(test)]
mod tests;
mod told;
mod write;

pub use read::{Options, read};
pub use write::documents;

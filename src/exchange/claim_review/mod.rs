//! ClaimReview of schema.org, as fact-check desks publish it and as Google's fact-check tools
//! and the Data Commons feed read it.
//!
//! `docs/exchange.md` has the table of what becomes what. A document is read as it is found
//! in the wild; what it writes badly beyond doubt is read all the same, and everything else is
//! listed.

pub mod address;
mod desk;
mod evidence;
mod exported;
mod find;
pub mod instant;
pub mod languages;
mod node;
pub mod notes;
mod proposition;
mod publication;
pub mod rating;
pub mod read;
pub mod said;
mod sources;
#[cfg(test)]
mod tests;
mod text;
mod things;
pub mod verdicts;
pub mod write;

//! Documents in exchange formats: what others publish is read into bundles, and what is
//! stored is written as they publish it. Nothing here calls a server or a database.
//!
//! A reader takes what it understands, lists everything else with its place and the reason,
//! and guesses nothing.

pub mod claim_review;
pub mod csv_claims;
pub mod csv_table;
pub mod json;
pub mod json_merge;
pub mod kept;
#[cfg(test)]
pub mod mutation;
pub mod nanopublication;
pub mod ninjs;
pub mod own;
#[cfg(feature = "parquet")]
pub mod parquet_table;
pub mod plain_text;
pub mod reading;
pub mod resources;
pub mod same;
#[cfg(test)]
pub mod samples;
pub mod web_annotation;
pub mod written;

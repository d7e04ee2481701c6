//! The services: one short method for each RPC.

pub mod appearance;
pub mod article;
pub mod audit;
pub mod bundle;
pub mod bundle_message;
pub mod change;
pub mod change_filter;
pub mod change_message;
pub mod claim;
pub mod claim_filter;
pub mod conflict;
mod duplicates;
pub mod export_stream;
mod facet;
mod import_stream;
mod match_message;
mod matched_claim;
mod matching;
pub mod relation;
pub mod review;
pub mod search;
pub mod source;
pub mod standing;
pub mod statement;
mod suggestion;
pub mod trace;
pub mod watch;

//! Upkeep of a database: schema migration, backfill, checks against the log, and retention.

pub mod backfill;
pub mod check;
pub mod doubles;
pub mod retention;
pub mod schema;
mod trial;

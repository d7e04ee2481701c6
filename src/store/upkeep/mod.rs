//! Upkeep of a database: schema migration, backfill, checks against the log, retention, and what an
//! operator should know.

pub mod backfill;
pub mod check;
pub mod diagnosis;
pub mod doubles;
pub mod migration;
pub mod retention;
pub mod schema;
mod trial;
pub mod verify;

//! What keeps a database in order: its schema, checks against the log, and retention.

pub mod backfill;
pub mod check;
pub mod retention;
pub mod schema;

//! The store: everything that speaks SQL.
//!
//! [`Store`] reads. [`WriteTx`](write::transaction::WriteTx) is the only way to write: it
//! writes rows and log entries together, so no change can be committed without its log
//! entry. There is no storage trait, because there is only one backend.
//!
//! Each room uses only the rooms above it in this list:
//!
//! - `read`: reads of the current rows.
//! - `log`: appending to the log, and reading it.
//! - `write`: the write transaction, its locks and its upserts.
//! - `tree`: the Merkle tree over the log, built behind the writes.
//! - `upkeep`: schema migration, backfill, checks against the log, and retention.

mod answers;
pub mod audit;
pub mod beat;
mod clock;
mod connection;
mod database;
mod epoch;
mod error;
mod fit;
mod here;
mod horizon;
mod identity;
mod known;
pub mod log;
mod lookup;
mod metrics;
mod operation;
pub mod point;
mod pool;
pub mod position;
mod published;
pub mod read;
mod session;
mod silence;
mod statement;
pub mod tree;
pub mod upkeep;
pub mod write;

pub use self::{
    database::{Reader, Settings, Store},
    error::Error,
    fit::{OLDEST_SERVED, newest},
    known::Known,
    lookup::Lookup,
    session::Target,
};
pub use sqlx::postgres::PgConnectOptions as ConnectOptions;

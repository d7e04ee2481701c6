//! The store: everything that speaks SQL.
//!
//! [`Store`] reads; [`WriteTx`](write::transaction::WriteTx) is the only way to write, and
//! it writes the log together with everything else, so a change without its record cannot
//! be written. There is no trait in front of it: there is one backend.
//!
//! The rooms use those above them in this list:
//!
//! - `read`: reads of the current rows.
//! - `log`: what is appended to the log, and how it is read.
//! - `write`: the write transaction and what it rests on.
//! - `upkeep`: the schema, checks against the log, backfill, retention.

mod database;
mod epoch;
mod error;
pub mod log;
pub mod read;
pub mod upkeep;
pub mod write;

pub use database::{Reader, Settings, Store};
pub use error::Error;
pub use sqlx::postgres::PgConnectOptions as ConnectOptions;

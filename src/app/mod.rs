//! What a request does: load, decide, write, commit.
//!
//! Write transactions begin and end only in this layer. A mutation reads, and decides what
//! to write; [`write::run`] runs it in a transaction with its locks.
//!
//! - `read`: get, batch get, list, the log, conflicts and traces.
//! - `write`: create, update, delete, merge, retract, erase.
//! - `bundle`: imports of bundles.
//! - `watch`: following the log.
//! - `search`: the index of the store, and matching.
//! - `upkeep`: background tasks; `audit`: what became of calls.
//!
//! Long work runs in `turns`. Reads may go to `standbys`.

pub mod audit;
pub mod bundle;
mod clock;
pub mod confidential;
mod error;
mod held_text;
pub mod metrics;
mod published;
pub mod read;
mod sealing;
pub mod search;
mod service;
mod standbys;
pub mod turns;
pub mod upkeep;
pub mod watch;
pub mod write;

pub use self::{error::Error, service::App, standbys::Standbys, write::call::CallContext};

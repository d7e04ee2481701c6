//! What a request does: load, decide, write, commit.
//!
//! Transactions begin and end here and nowhere else. A mutation is a value that decides,
//! from what it reads, what to write; [`write::run`] runs it with its locks.
//!
//! - `read`: one resource, many, a page, the log, conflicts and traces.
//! - `write`: create, update, delete, merge, retract, erase.
//! - `bundle`: imports.
//! - `watch`: following the log.
//! - `upkeep`: what the service does without being asked.

pub mod bundle;
mod error;
pub mod read;
mod service;
pub mod upkeep;
pub mod watch;
pub mod write;

pub use error::{Error, causes};
pub use service::App;
pub use write::run::CallContext;

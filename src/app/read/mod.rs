//! Reads: get, batch get, list, the log, conflicts and traces.

pub mod change;
pub mod conflict;
pub mod moment;
pub mod resource;
pub mod trace;

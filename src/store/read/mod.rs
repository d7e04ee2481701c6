//! Reads of the current rows.

pub mod conflict;
pub mod document;
pub mod list;
pub mod load;
pub mod trace;

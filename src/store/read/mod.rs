//! Reads of the current rows.

pub mod conflict;
pub mod document;
pub mod holder;
pub mod link;
pub mod list;
pub mod load;
pub mod referrer;
pub mod trace;

//! The log: appending changes, and reading them.

pub mod append;
pub mod as_of;
pub mod change;
pub mod feed;
pub mod kept;
pub mod point;
pub mod position;
pub mod request;
pub mod revision;
pub mod scan;
pub mod state;
pub mod version;
